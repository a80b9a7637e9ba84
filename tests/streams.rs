//! Statistical tests of the keyed draws: uniform, and independent across neighbouring names. Bounds are four standard
//! errors, so a broken mixer fails (the last test shows one that does).

#![allow(clippy::disallowed_methods, reason = "tests compare within tolerances")]

use leaderful::streams::{Process, Streams};

const N: usize = 200_000;

/// Chi-square statistic of units in 64 cells, as a standard score.
fn uniformity(units: &[f64]) -> f64 {
    let mut cells = [0u32; 64];
    units.iter().for_each(|u| cells[(u * 64.0) as usize] += 1);
    let expected = units.len() as f64 / 64.0;
    let chi: f64 = cells.iter().map(|count| (f64::from(*count) - expected).powi(2) / expected).sum();
    (chi - 63.0) / (2.0f64 * 63.0).sqrt()
}

/// Correlation of neighbours, as a standard score.
fn correlation(units: &[f64]) -> f64 {
    let n = units.len() - 1;
    let product: f64 = units.windows(2).map(|pair| (pair[0] - 0.5) * (pair[1] - 0.5)).sum();
    product / n as f64 * 12.0 * (n as f64).sqrt()
}

fn check(units: &[f64], what: &str) {
    assert!(uniformity(units).abs() < 4.0, "{what}: not uniform, {}", uniformity(units));
    assert!(correlation(units).abs() < 4.0, "{what}: neighbours correlate, {}", correlation(units));
}

#[test]
fn draws_are_uniform_and_independent_along_every_part_of_the_name() {
    let unit = |streams: &Streams, process, a: usize, b: usize| f64::from(streams.draws(process, a as u64, b as u64).unit());
    let streams = Streams::new(1, 0, 0);
    check(&(0..N).map(|i| unit(&streams, Process::Leaving, i, 100)).collect::<Vec<_>>(), "people");
    check(&(0..N).map(|i| unit(&streams, Process::Leaving, 100, i)).collect::<Vec<_>>(), "days");
    check(&(0..N).map(|i| unit(&streams, Process::Issue, i << 32, 0)).collect::<Vec<_>>(), "issues by seat");
    check(&(0..N).map(|i| unit(&streams, Process::Issue, (9 << 32) | (i << 8), 0)).collect::<Vec<_>>(), "issues by day");
    check(&(0..N).map(|i| unit(&streams, Process::Voice, i & 1, i >> 1)).collect::<Vec<_>>(), "two people by day");
    check(&(0..N / 100).map(|i| unit(&Streams::new(1, i as u32, 0), Process::Voice, 3, 3)).collect::<Vec<_>>(), "replications");
    check(&(0..N / 100).map(|i| unit(&Streams::new(i as u64, 0, 0), Process::Voice, 3, 3)).collect::<Vec<_>>(), "seeds");
    let mut draws = streams.draws(Process::Contact, 5, 5);
    check(&(0..N).map(|_| f64::from(draws.unit())).collect::<Vec<_>>(), "one sequence");
}

#[test]
fn bits_are_uniform_and_independent_in_each_part_of_their_own() {
    let streams = Streams::new(1, 0, 0);
    for (from, wide) in [(0, 8), (3, 16), (22, 24), (46, 18), (56, 8)] {
        let unit = |bits: u64| ((bits >> from) & ((1 << wide) - 1)) as f64 / f64::from(1 << wide);
        let people = |i: usize| unit(streams.named(Process::Contact, 100).bits(i as u64));
        let days = |i: usize| unit(streams.named(Process::Contact, i as u64).bits(100));
        check(&(0..N).map(people).collect::<Vec<_>>(), &format!("{wide} bits from {from} on, people"));
        check(&(0..N).map(days).collect::<Vec<_>>(), &format!("{wide} bits from {from} on, days"));
    }
    // What two parts of the same bits say has nothing to do with each other.
    let parts = (0..N as u64).map(|i| streams.named(Process::Contact, 7).bits(i));
    let both = parts.flat_map(|bits| [bits >> 46, bits >> 4].map(|part| (part & 0xffff) as f64 / 65536.0));
    check(&both.collect::<Vec<_>>(), "two parts");
}

#[test]
fn processes_are_independent_of_each_other() {
    let streams = Streams::new(1, 0, 0);
    let pairs = (0..N).flat_map(|i| [Process::Voice, Process::Leaving].map(|p| f64::from(streams.draws(p, i as u64, 1).unit())));
    check(&pairs.collect::<Vec<_>>(), "voice and leaving");
}

#[test]
fn a_bad_mixer_fails_these_tests() {
    let bad: Vec<f64> = (0..N as u64).map(|i| (i.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) as f64 / 16_777_216.0).collect();
    assert!(uniformity(&bad).abs() >= 4.0 || correlation(&bad).abs() >= 4.0);
}
