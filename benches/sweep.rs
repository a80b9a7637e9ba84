//! A sweep of the school against the bare simulation of the same runs, and on two threads against one and against two processes.
//!
//! ```text
//! cargo bench --bench sweep
//! cargo bench --bench sweep -- scaling
//! valgrind --tool=callgrind target/release/deps/sweep-... bare 2      # and alone 2
//! ```
//!
//! The second line measures what a sweep costs beside its runs: a plan, a shard, the scan of a sweep that goes on, and the merge. The third counts the
//! instructions of two replications, simulated only and swept: what the runner adds, without the noise of the machine.
//!
//! The four of the first line take turns, so that a change in the machine's load meets all. Two processes that sweep side by side share
//! nothing but the machine: what they gain is all that two processors give here. Processor time is that of the whole process and of
//! those that it has waited for, from /proc. See benches/README.md on how to read the figures.

use leaderful::design::{Design, Domain, Factor, Method, Value};
use leaderful::export::OutputFolder;
use leaderful::scenario::load::Limits;
use leaderful::scenario::presets::find;
use leaderful::scenario::{Arm, Scenario, Structure};
use leaderful::sweep::{How, Plan, SweepFolder, Wishes, merge, run};
use leaderful::system;
use std::process::Command;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

/// Turns.
const WINDOWS: usize = 5;
/// Runs of a shard: few, so that no thread is left alone for long at the end.
const RUNS_PER_SHARD: u64 = 7;
/// Makes the program one of two processes side by side: a sweep on one thread and nothing else.
const ALONE: &str = "alone";
/// Makes the program simulate the runs of that sweep and nothing else: what a profiler sees of both is the cost of the runner.
const BARE: &str = "bare";

#[expect(clippy::disallowed_methods, reason = "a bench measures time")]
fn now() -> Instant {
    Instant::now()
}

/// Processor time of this process and of its children so far, in hundredths of a second; 0 where /proc does not tell it.
fn processor() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = text.rsplit(')').next().unwrap_or_default();
    after.split_whitespace().skip(11).take(4).filter_map(|word| word.parse::<f64>().ok()).sum()
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
    let scratch = tempfile::tempdir().expect("a folder can be made");
    let (folder, _lock) = SweepFolder::begin(scratch.path(), plan).expect("a new folder");
    run(&folder, &How { threads, interrupt: &AtomicBool::new(false), progress: &|_| {}, begun: &|_| {} }).expect("it runs");
}

/// A sweep of runs that take next to no time: two cells, three arms.
fn tiny(replications: u32, runs_per_shard: u64) -> Plan {
    let scenario = Scenario { days: 1, replications, structure: Structure::Levels(vec![1]), ..Scenario::default() };
    let levels = Domain::Levels([0.02, 0.03].map(Value::Number).to_vec());
    let factor = Factor { path: "trust.gain".into(), between: None, domain: levels };
    let design = Design { method: Method::Grid, seed: None, factors: vec![factor], until: None };
    Plan::new(scenario, design, runs_per_shard, Limits::default().memory).expect("it fits")
}

/// Seconds of each step of a sweep: plan, run, scan, merge.
fn steps(plan: &Plan) -> [f64; 4] {
    let scratch = tempfile::tempdir().expect("a folder can be made");
    let mut folder = None;
    let (planned, _) = timed(|| folder = Some(SweepFolder::begin(scratch.path(), plan).expect("a new folder")));
    let (folder, _lock) = folder.expect("it was made");
    let go_on =
        || drop(run(&folder, &How { threads: 1, interrupt: &AtomicBool::new(false), progress: &|_| {}, begun: &|_| {} }).expect("it runs"));
    let ((ran, _), (scanned, _)) = (timed(go_on), timed(go_on));
    let wishes = Wishes { allow_partial: false, every_outcome: false, plots: false };
    let (merged, _) = timed(|| drop(merge(&folder, &OutputFolder::open(scratch.path()).expect("it is there"), wishes).expect("it merges")));
    [planned, ran, scanned, merged]
}

/// What a sweep costs beside its runs.
fn scaling() {
    let (planning, _) = timed(|| drop(tiny(166_667, 1000)));
    let million = tiny(166_667, 1000);
    let scratch = tempfile::tempdir().expect("a folder can be made");
    let (writing, _) = timed(|| drop(SweepFolder::begin(scratch.path(), &million).expect("a new folder")));
    println!("plan of {} runs: {:.1} ms, and {:.1} ms until it is on the disk", million.layout().runs(), planning * 1e3, writing * 1e3);
    let (many, few) = (tiny(5000, 3), tiny(5000, 3000));
    let rows = many.layout().runs() as f64;
    let (small, large) = (steps(&many), steps(&few));
    let shards = [&many, &few].map(|plan| plan.layout().shards());
    let overhead = (small[1] - large[1]) / (shards[0] - shards[1]) as f64;
    println!("{rows} runs in {} shards and in {}: {:.3} ms a shard, with its way to the disk", shards[0], shards[1], overhead * 1e3);
    println!("scan of {} whole shards of 3 rows: {:.2} s; of {} of 3,000: {:.3} s", shards[0], small[2], shards[1], large[2]);
    println!("merge: {:.0} rows a second from small shards, {:.0} from large ones", rows / small[3], rows / large[3]);
}

/// A sweep of the school over one parameter, for a year.
fn school(replications: u32) -> Plan {
    let school = find("secondary-school").and_then(|preset| preset.load().ok()).expect("a preset");
    let scenario = Scenario { days: 260, replications, ..school };
    let levels = Domain::Levels([0.02, 0.03, 0.04].map(Value::Number).to_vec());
    let factor = Factor { path: "trust.gain".into(), between: None, domain: levels };
    let design = Design { method: Method::Grid, seed: None, factors: vec![factor], until: None };
    Plan::new(scenario, design, RUNS_PER_SHARD, Limits::default().memory).expect("it fits")
}

/// The same sweep twice, in two processes of one thread.
fn side_by_side() {
    let program = std::env::current_exe().expect("this program");
    let two = [(); 2].map(|()| Command::new(&program).arg(ALONE).spawn().expect("it starts"));
    two.into_iter().for_each(|mut child| assert!(child.wait().expect("it ends").success()));
}

fn main() {
    let asked = |what: &str| std::env::args().any(|word| word == what);
    if asked("scaling") {
        return scaling();
    }
    // A profiler is content with fewer.
    let plan = school(std::env::args().find_map(|word| word.parse().ok()).unwrap_or(20));
    if asked(ALONE) {
        return swept(&plan, 1);
    }
    if asked(BARE) {
        return bare(&plan);
    }
    println!("{} runs of {} days, {} shards", plan.layout().runs(), plan.scenario.days, plan.layout().shards());
    println!(
        "{:>8} {:>8} {:>8} {:>11} | {:>8} {:>9} {:>9} {:>8}",
        "bare, s", "1 thread", "2 threads", "2 processes", "runner, %", "2t CPU", "2t faster", "2p faster"
    );
    let mut figures: [Vec<f64>; 5] = Default::default();
    for _ in 0..WINDOWS {
        let (alone, one) = (timed(|| bare(&plan)), timed(|| swept(&plan, 1)));
        let (two, apart) = (timed(|| swept(&plan, 2)), timed(side_by_side));
        let faster = [one.0 / two.0, 2.0 * one.0 / apart.0];
        let found = [100.0 * (one.1 / alone.1 - 1.0), two.1 / one.1, faster[0], faster[1], faster[0] / faster[1]];
        println!(
            "{:>8.2} {:>8.2} {:>8.2} {:>11.2} | {:>8.2} {:>9.3} {:>9.2} {:>8.2}",
            alone.1 / 100.0,
            one.1 / 100.0,
            two.1 / 100.0,
            apart.1 / 100.0,
            found[0],
            found[1],
            found[2],
            found[3]
        );
        figures.iter_mut().zip(found).for_each(|(all, one)| all.push(one));
    }
    let [runner, more, threads, processes, share] = figures.map(median);
    println!("medians: the runner adds {runner:.2} % of processor time; two threads take {more:.3} times that of one");
    println!(
        "two threads are {threads:.2} times as fast as one, two processes {processes:.2} times: threads have {share:.2} of what the machine gives"
    );
}
