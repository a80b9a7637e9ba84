//! Realism of the baseline: traditional delegation in the three organisations must land in the ranges of the empirical
//! anchors (docs/organisations.md) over 50 replications. `cargo test --test realism -- --nocapture` prints the table.

#![cfg(feature = "cli")]

use leaderful::outcomes::position;
use leaderful::scenario::presets;
use leaderful::simulation::{RunResult, Simulation};
use rayon::prelude::*;

const REPLICATIONS: u32 = 50;

fn baseline(name: &str) -> Vec<RunResult> {
    let scenario = presets::find(name).unwrap().load().unwrap();
    (0..REPLICATIONS).into_par_iter().map(|r| Simulation::new(&scenario, &scenario.baseline, r).run()).collect()
}

fn mean(runs: &[RunResult], outcome: &str) -> f64 {
    let place = position(outcome).unwrap();
    let values: Vec<f64> = runs.iter().map(|run| run.outcomes[place]).filter(|value| value.is_finite()).collect();
    values.iter().sum::<f64>() / values.len() as f64
}

/// Mean of an outcome over the records of one half of the run.
fn half(runs: &[RunResult], outcome: &str, second: bool) -> f64 {
    let place = position(outcome).unwrap();
    let values: Vec<f64> = runs
        .iter()
        .flat_map(|run| {
            let middle = run.series.len() / 2;
            let records = if second { &run.series[middle..] } else { &run.series[..middle] };
            records.iter().map(|record| record.values[place]).filter(|value| value.is_finite())
        })
        .collect();
    values.iter().sum::<f64>() / values.len() as f64
}

/// Checks one organisation; `ranges` are (outcome, lowest, highest).
fn check(name: &str, ranges: &[(&str, f64, f64)]) -> f64 {
    let runs = baseline(name);
    let mut misses = Vec::new();
    for (outcome, low, high) in ranges {
        let value = mean(&runs, outcome);
        println!("{name:20} {outcome:26} {value:8.3}   {low} to {high}");
        if !(*low..=*high).contains(&value) {
            misses.push(format!("{outcome} is {value:.4}, not in {low} to {high}"));
        }
    }
    let (first, second) = (half(&runs, "backlog", false), half(&runs, "backlog", true));
    println!("{name:20} backlog, two halves        {first:8.3} {second:.3}");
    if second > 1.5 * first + 0.05 {
        misses.push(format!("open issues grow: {first:.3} then {second:.3} a person"));
    }
    for outcome in leaderful::outcomes::OUTCOMES.iter().filter(|outcome| outcome.headline && outcome.unit == "share") {
        let place = position(outcome.name).unwrap();
        let stuck = runs.iter().all(|run| run.outcomes[place] <= 0.0 || run.outcomes[place] >= 1.0);
        if stuck {
            misses.push(format!("{} sits at 0 or 1 in every replication", outcome.name));
        }
    }
    assert!(misses.is_empty(), "{name}: {}", misses.join("; "));
    mean(&runs, "top_decisions_per_day")
}

/// The ranges that hold for all three; turnover and vacancies differ.
fn ranges(turnover: (f64, f64), vacant: (f64, f64)) -> Vec<(&'static str, f64, f64)> {
    vec![
        ("turnover", turnover.0, turnover.1),
        ("attention_used", 0.60, 0.90),
        ("decision_days_median", 1.0, 10.0),
        ("trust_lateral", 0.5, 0.8),
        ("trust_up", 0.5, 0.8),
        ("trust_down", 0.5, 0.8),
        ("burnout_share", 0.12, 0.35),
        ("succession_depth", 0.1, 1.5),
        ("leadership_vacant_share", vacant.0, vacant.1),
    ]
}

#[test]
fn the_three_baselines_land_in_the_ranges_of_the_anchors() {
    let school = check("secondary-school", &ranges((0.08, 0.12), (0.01, 0.06)));
    let services = check("childrens-services", &ranges((0.12, 0.19), (0.01, 0.12)));
    let charity = check("national-charity", &ranges((0.08, 0.22), (0.01, 0.06)));
    for (name, top) in [("childrens-services", services), ("national-charity", charity)] {
        let ratio = top / school;
        println!("{name:20} the top decides {ratio:.2} times as much a day as in the school");
        assert!((1.0 / 1.5..=1.5).contains(&ratio), "{name}: {ratio}");
    }
}
