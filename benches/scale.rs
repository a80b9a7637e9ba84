//! One organisation of 65 to a million people: cost of a person-day, memory, and two threads against one.
//!
//! ```text
//! cargo bench --bench scale                       # all sizes; the largest needs 3 GiB and some minutes
//! cargo bench --bench scale -- 65 1000 65000      # some of them
//! ```
//!
//! Windows of days alternate between one thread and two, so that a change in the machine's load meets both. See
//! benches/README.md on how to read the figures.

use leaderful::large_pages;
use leaderful::pattern::Pattern;
use leaderful::scenario::{Arm, Scenario, Structure};
use leaderful::simulation::Simulation;
use std::time::Instant;

/// People of the organisations that are measured unless others are named.
const SIZES: [u32; 4] = [65, 1_000, 65_000, 1_000_000];
/// Days before the first measurement: inboxes and pools have filled by then.
const WARM_DAYS: u32 = 60;
/// Days of a window: those between two records, so that each window has one.
const DAYS: u32 = 20;
/// Windows a side.
const WINDOWS: usize = 3;
/// Person-days that a window has at least, by running small organisations side by side one after the other.
const LEAST: u32 = 200_000;

/// Levels of an organisation with spans of about seven.
fn levels(people: u32) -> Vec<u32> {
    let mut below = vec![people.saturating_sub(people / 8).max(1)];
    while below[below.len() - 1] > 7 {
        below.push((below[below.len() - 1] / 7).max(1));
    }
    if below[below.len() - 1] > 1 {
        below.push(1);
    }
    below.reverse();
    // The front line takes what is left.
    let leaders: u32 = below[..below.len() - 1].iter().sum();
    *below.last_mut().expect("there is one level at least") = people - leaders;
    below
}

#[expect(clippy::disallowed_methods, reason = "a bench measures time")]
fn now() -> Instant {
    Instant::now()
}

/// Resident memory in bytes; 0 where /proc does not tell it.
fn resident() -> f64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with("VmRSS"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok()).unwrap_or(0.0) * 1024.0
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn step(simulations: &mut [Simulation], days: u32) {
    simulations.iter_mut().for_each(|simulation| (0..days).for_each(|_| simulation.step()));
}

/// Measures organisations of one size: cost of a person-day, bytes a person, one thread's time over that of two.
fn measure(people: u32) -> [f64; 3] {
    let pools = [1, 2].map(|threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads"));
    let arm = Arm::new("guided", Pattern::preset("guided-distribution").expect("a preset"));
    let structure = Structure::Levels(levels(people));
    let scenario = Scenario { days: 10_000, record_every_days: DAYS, structure, ..Scenario::default() };
    let number = LEAST.div_ceil(people * DAYS).max(1);
    let base = resident();
    let mut simulations: Vec<Simulation> = (0..number).map(|replication| Simulation::new(&scenario, &arm, replication)).collect();
    pools[1].install(|| step(&mut simulations, WARM_DAYS));
    let bytes = (resident() - base) / f64::from(people * number);
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..WINDOWS {
        for (pool, times) in pools.iter().zip(&mut times) {
            let start = now();
            pool.install(|| step(&mut simulations, DAYS));
            times.push(start.elapsed().as_secs_f64() * 1e9 / f64::from(people * number * DAYS));
        }
    }
    let faster = median(times[0].iter().zip(&times[1]).map(|(one, two)| one / two).collect());
    [median(times[0].clone()), bytes, faster]
}

/// Each size has a process of its own, so that one does not use the memory of another.
fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let people = |word: &String| word.parse().ok();
    if let [measured, size] = &words[..]
        && let ("measure", Some(size)) = (measured.as_str(), people(size))
    {
        // As the program does with large organisations.
        large_pages::ask(size as usize);
        let [cost, bytes, faster] = measure(size);
        println!("{cost} {bytes} {faster}");
        return;
    }
    let named: Vec<u32> = words.iter().filter_map(people).collect();
    println!("{:>10} {:>16} {:>14} {:>12} {:>10}", "people", "ns a person-day", "bytes a person", "two threads", "exponent");
    let mut before: Option<(f64, f64)> = None;
    for people in if named.is_empty() { SIZES.to_vec() } else { named } {
        let own = std::env::current_exe().expect("this program");
        let output = std::process::Command::new(own).args(["measure", &people.to_string()]).output().expect("it starts");
        let text = String::from_utf8_lossy(&output.stdout);
        let figures: Vec<f64> = text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        let [cost, bytes, faster] = figures[..] else {
            println!("{people:>10} failed: {}", String::from_utf8_lossy(&output.stderr).trim());
            continue;
        };
        let size = f64::from(people);
        let growth = |(size_before, cost_before): (f64, f64)| 1.0 + libm::log(cost / cost_before) / libm::log(size / size_before);
        let exponent = before.map_or(String::new(), |before| format!("{:.2}", growth(before)));
        println!("{people:>10} {cost:>16.0} {bytes:>14.0} {faster:>12.2} {exponent:>10}");
        before = Some((size, cost));
    }
}
