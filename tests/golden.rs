//! Golden vectors: the same seed gives the same bytes on every build, with and without default features.
//!
//! `LEADERFUL_BLESS=1 cargo test --test golden` writes the file anew; a change of it is a change of results and belongs
//! into the changelog.

use leaderful::beta::Beta;
use leaderful::outcomes::{OUTCOMES, Outcome, rollout, stop};
use leaderful::pattern::PRESETS;
use leaderful::scenario::{Arm, Scenario};
use leaderful::simulation::Simulation;
use leaderful::streams::{GENERATOR, Process, Streams};
use std::fmt::Write;

const FILE: &str = "tests/golden.txt";

/// Values of what an organisation alone has without a programme and without a condition to stop.
fn own(values: &[f64]) -> impl Iterator<Item = (&'static Outcome, f64)> {
    OUTCOMES.iter().zip(values.iter().copied()).filter(|(outcome, _)| {
        !outcome.is_of_a_system() && !rollout::OUTCOMES.iter().chain(stop::OUTCOMES).any(|other| other.name == outcome.name)
    })
}

/// FNV-1a over the bits of numbers.
fn digest(values: impl Iterator<Item = f64>) -> u64 {
    values
        .flat_map(|value| (value + 0.0).to_bits().to_le_bytes())
        .fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

fn vectors() -> String {
    let mut text = format!("generator {GENERATOR}\n");
    let streams = Streams::new(20_260_101, 7, 0);
    let mut draws = streams.draws(Process::Issue, 65, 1300);
    for i in 0..20 {
        let (bits, unit, below) = (draws.bits(), draws.unit(), draws.below(1000));
        let (normal, poisson, binomial) = (draws.normal(0.0, 1.0), draws.poisson(0.7, libm::expf(-0.7)), draws.binomial(7, 0.2));
        writeln!(text, "draw {i} {bits:016x} {unit:?} {below} {normal:?} {poisson} {binomial}").unwrap();
    }
    let beta = Beta::new(2.0, 4.0);
    for i in 1..10 {
        let share = i as f32 / 10.0;
        writeln!(text, "beta {share:?} {:?} {:?}", beta.quantile(share), beta.share_above(share)).unwrap();
    }
    let scenario = Scenario { days: 260, ..Scenario::default() };
    for preset in PRESETS {
        let result = Simulation::new(&scenario, &Arm::new(preset.name, preset.pattern), 0).run();
        let series = result.series.iter().flat_map(|record| own(&record.values));
        let values = own(&result.outcomes).chain(series).map(|(_, value)| value);
        writeln!(text, "run {} {:016x}", preset.name, digest(values)).unwrap();
        for (outcome, value) in own(&result.outcomes).filter(|(outcome, _)| outcome.headline) {
            writeln!(text, "  {} {value:.6}", outcome.name).unwrap();
        }
    }
    text
}

#[test]
fn golden_vectors_are_unchanged() {
    let ours = vectors();
    if std::env::var_os("LEADERFUL_BLESS").is_some() {
        std::fs::write(FILE, &ours).unwrap();
    }
    let golden = std::fs::read_to_string(FILE).unwrap();
    for (ours, golden) in ours.lines().zip(golden.lines()) {
        assert_eq!(ours, golden, "results have changed; if that is meant: LEADERFUL_BLESS=1 cargo test --test golden");
    }
    assert_eq!(ours.lines().count(), golden.lines().count());
}
