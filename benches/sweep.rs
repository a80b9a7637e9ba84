//! A sweep against the bare simulation of the same runs, and on two threads against one.
//!
//! ```text
//! cargo bench --bench sweep
//! ```
//!
//! The three take turns, so that a change in the machine's load meets all. Processor time is that of the whole process, from
//! /proc. See benches/README.md on how to read the figures.

use leaderful::design::{Design, Domain, Factor, Method, Value};
use leaderful::scenario::load::Limits;
use leaderful::scenario::presets::find;
use leaderful::scenario::{Arm, Scenario};
use leaderful::sweep::{How, Plan, SweepFolder, run};
use leaderful::system;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

/// Turns.
const WINDOWS: usize = 5;
/// Runs of a shard.
const RUNS_PER_SHARD: u64 = 42;

#[expect(clippy::disallowed_methods, reason = "a bench measures time")]
fn now() -> Instant {
    Instant::now()
}

/// Processor time of this process so far, in hundredths of a second; 0 where /proc does not tell it.
fn processor() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = text.rsplit(')').next().unwrap_or_default();
    after.split_whitespace().skip(11).take(2).filter_map(|word| word.parse::<f64>().ok()).sum()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Wall seconds and processor time of `work`.
fn timed(work: impl FnOnce()) -> (f64, f64) {
    let (start, before) = (now(), processor());
    work();
    (start.elapsed().as_secs_f64(), processor() - before)
}

/// Every run of the plan, and nothing else.
fn bare(plan: &Plan) {
    let points = plan.points();
    let scenarios: Vec<Scenario> =
        points.iter().map(|point| point.apply(points.factors(), &plan.scenario, &Limits::default()).expect("it fits")).collect();
    for replication in 0..plan.scenario.replications {
        for scenario in &scenarios {
            let arms: Vec<&Arm> = scenario.all_arms().collect();
            arms.iter().for_each(|arm| drop(std::hint::black_box(system::run(scenario, arm, replication))));
        }
    }
}

fn swept(plan: &Plan, threads: usize) {
    let path = std::env::temp_dir().join(format!("leaderful-bench-sweep-{}", std::process::id()));
    let (folder, lock) = SweepFolder::begin(&path, plan).expect("a new folder");
    run(&folder, &How { threads, interrupt: &AtomicBool::new(false), progress: &|_| {}, begun: &|_| {}, count_attempts: false })
        .expect("it runs");
    drop(lock);
    std::fs::remove_dir_all(path).expect("it is there");
}

fn main() {
    let school = find("secondary-school").and_then(|preset| preset.load().ok()).expect("a preset");
    let scenario = Scenario { days: 260, replications: 20, ..school };
    let levels = Domain::Levels([0.02, 0.03, 0.04].map(Value::Number).to_vec());
    let factor = Factor { path: "trust.gain".into(), between: None, domain: levels };
    let design = Design { method: Method::Grid, seed: None, factors: vec![factor], until: None };
    let plan = Plan::new(scenario, design, RUNS_PER_SHARD, Limits::default().memory).expect("it fits");
    println!("{} runs of {} days, {} shards", plan.layout().runs(), plan.scenario.days, plan.layout().shards());
    println!(
        "{:>12} {:>12} {:>12} {:>14} {:>14} {:>12}",
        "bare, s", "1 thread, s", "2 threads, s", "overhead, %", "2 threads, CPU", "speed-up"
    );
    let mut figures: [Vec<f64>; 3] = Default::default();
    for _ in 0..WINDOWS {
        let (alone, one, two) = (timed(|| bare(&plan)), timed(|| swept(&plan, 1)), timed(|| swept(&plan, 2)));
        let found = [100.0 * (one.1 / alone.1 - 1.0), two.1 / one.1, one.0 / two.0];
        println!(
            "{:>12.2} {:>12.2} {:>12.2} {:>14.2} {:>14.3} {:>12.2}",
            alone.1 / 100.0,
            one.1 / 100.0,
            two.1 / 100.0,
            found[0],
            found[1],
            found[2]
        );
        figures.iter_mut().zip(found).for_each(|(all, one)| all.push(one));
    }
    let [overhead, more, faster] = figures.map(median);
    println!(
        "median: the runner adds {overhead:.2} % of processor time; two threads take {more:.3} times that of one, {faster:.2} times as fast"
    );
}
