//! Runs arms over replications on all processors, in an order that keeps a stopped experiment balanced.

use super::Snapshot;
use crate::outcomes::{OUTCOMES, headlines};
use crate::scenario::{Arm, Scenario};
use crate::simulation::RunResult;
use crate::system::System;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

/// Beginning of the names of the threads that run replications.
pub const THREAD_NAME: &str = "replication";

/// Most days between two looks at the progress.
const LOOK_DAYS: u32 = 20;

/// What is run: every arm of a scenario over a range of replications.
#[derive(Clone, Debug)]
pub struct Experiment<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Numbers of the replications; each has the same luck in every arm and in every experiment with the same seed.
    pub replications: Range<u32>,
    /// Whether every decision goes into the events.
    pub every_decision: bool,
    /// Mornings on which the first replication of each arm is kept as a [`Snapshot`]; the last possible one is the number of days.
    pub snapshot_days: Vec<u32>,
    /// Whether every organisation of a system is kept as a snapshot, and not its first alone.
    pub snapshot_all: bool,
}

/// How an experiment is run. Nothing here changes a result.
#[derive(Clone, Copy)]
pub struct Controls<'a> {
    /// Threads; 0 is one a processor.
    pub threads: usize,
    /// Set to stop: no replication is begun, those under way are given up, those finished are kept.
    pub interrupt: &'a AtomicBool,
    /// Called after each replication and several times in each, from any thread.
    pub progress: &'a (dyn Fn(Progress) + Sync),
}

/// How far an experiment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Replications that are over, failed ones included.
    pub done: usize,
    /// Replications in all.
    pub planned: usize,
    /// Days simulated, of all replications together.
    pub days: u64,
    /// Days to simulate in all.
    pub planned_days: u64,
}

/// One replication of one arm.
#[derive(Clone, Debug)]
pub struct Run {
    /// Place of the arm in [`Scenario::all_arms`].
    pub arm: usize,
    /// Number of the replication.
    pub replication: u32,
    /// What came out, or why it failed.
    pub result: Result<RunResult, String>,
    /// The organisation on the days that were asked for; empty in all but the first replication.
    pub snapshots: Vec<Snapshot>,
}

/// What an experiment yields: the same on any number of threads.
#[derive(Clone, Debug)]
pub struct Results {
    /// Runs that are over, by arm and then by replication.
    pub runs: Vec<Run>,
    /// Replications that were asked for.
    pub replications: Range<u32>,
    /// Number of arms.
    pub arms: usize,
    /// Threads that worked on it.
    pub threads: usize,
}

impl<'a> Experiment<'a> {
    /// All replications of a scenario, without snapshots.
    pub fn of(scenario: &'a Scenario) -> Self {
        Self { scenario, replications: 0..scenario.replications, every_decision: false, snapshot_days: Vec::new(), snapshot_all: false }
    }

    /// Runs to the end on all processors.
    pub fn run(&self) -> Results {
        self.run_with(&Controls { threads: 0, interrupt: &AtomicBool::new(false), progress: &|_| {} })
    }

    /// Runs until the end or an interrupt. Replication 0 of every arm comes first, then replication 1, and so on.
    pub fn run_with(&self, controls: &Controls<'_>) -> Results {
        let arms: Vec<&Arm> = self.scenario.all_arms().collect();
        let one = |arm: usize, replication, moved: &Moved<'_>| self.one(arms[arm], replication, controls, moved);
        let planned = Planned { arms: arms.len(), replications: self.replications.clone(), days: self.scenario.days };
        let (runs, threads) = run_all(&planned, controls, &one);
        Results { runs, replications: self.replications.clone(), arms: arms.len(), threads }
    }

    /// One replication of one arm on this thread; `None` if it was given up. `moved` hears of further days.
    pub(crate) fn run_one(&self, arm: usize, replication: u32, controls: &Controls<'_>, moved: &Moved<'_>) -> Option<Run> {
        let chosen = self.scenario.all_arms().nth(arm).expect("an arm of the scenario");
        caught(arm, replication, &|_, replication| self.one(chosen, replication, controls, moved))
    }

    /// One replication of one arm; `None` if it was given up.
    fn one(&self, arm: &Arm, replication: u32, controls: &Controls<'_>, moved: &Moved<'_>) -> Option<(RunResult, Vec<Snapshot>)> {
        let mut system = System::new(self.scenario, arm, replication);
        if self.every_decision {
            system.log_every_decision();
        }
        let wanted: &[u32] = if replication == self.replications.start { &self.snapshot_days } else { &[] };
        let mut snapshots = Vec::new();
        loop {
            let day = system.day();
            let last = system.is_over() && wanted.contains(&self.scenario.days);
            if last || wanted.contains(&day) {
                let shown = if self.snapshot_all { system.members().len() } else { 1 };
                snapshots.extend(system.members().iter().take(shown).map(Snapshot::of));
            }
            if system.is_over() {
                return Some((system.finish(), snapshots));
            }
            let stop = wanted.iter().copied().filter(|wanted| *wanted > day).min().unwrap_or(self.scenario.days);
            let until = stop.min(day + LOOK_DAYS);
            if !system.advance(until, &|| !controls.interrupt.load(Ordering::Relaxed)) {
                return None;
            }
            moved(system.day() - day);
        }
    }
}

impl Results {
    /// Number of runs that were asked for.
    pub fn planned(&self) -> usize {
        self.arms * self.replications.len()
    }

    /// Whether every run that was asked for is over.
    pub fn is_complete(&self) -> bool {
        self.runs.len() == self.planned()
    }

    /// Runs that failed, with their reason.
    pub fn failures(&self) -> impl Iterator<Item = (&Run, &str)> {
        self.runs.iter().filter_map(|run| run.result.as_ref().err().map(|reason| (run, reason.as_str())))
    }

    /// Replications that finished in every arm.
    pub fn complete_pairs(&self) -> usize {
        let finished = |number: u32| self.runs.iter().filter(|run| run.replication == number && run.result.is_ok()).count();
        self.replications.clone().filter(|number| finished(*number) == self.arms).count()
    }

    /// Values of an outcome (a place in [`OUTCOMES`]) in one arm, one a replication that was asked for; NaN where there is none.
    pub fn values(&self, arm: usize, outcome: usize) -> Vec<f64> {
        debug_assert!(outcome < OUTCOMES.len());
        let mut values = vec![f64::NAN; self.replications.len()];
        for run in self.runs.iter().filter(|run| run.arm == arm) {
            if let Ok(result) = &run.result {
                values[(run.replication - self.replications.start) as usize] = result.outcomes[outcome];
            }
        }
        values
    }

    /// Runs of one arm that finished, by replication.
    pub fn finished(&self, arm: usize) -> impl Iterator<Item = (u32, &RunResult)> {
        let mine = self.runs.iter().filter(move |run| run.arm == arm);
        mine.filter_map(|run| Some((run.replication, run.result.as_ref().ok()?)))
    }

    /// Whether the runs are of systems of organisations.
    pub fn are_of_systems(&self) -> bool {
        self.runs.iter().any(|run| run.result.as_ref().is_ok_and(|result| !result.members.is_empty()))
    }

    /// Places of the outcomes that are shown at first look; those of a system where there is one.
    pub fn headlines(&self) -> impl Iterator<Item = usize> {
        headlines(self.are_of_systems())
    }

    /// Snapshots of the first organisation in one arm, by day.
    pub fn first_organisation(&self, arm: usize) -> impl Iterator<Item = &Snapshot> {
        self.snapshots(arm).iter().filter(|snapshot| snapshot.organisation == 0)
    }

    /// Snapshots of one arm, by day and organisation.
    pub fn snapshots(&self, arm: usize) -> &[Snapshot] {
        self.runs.iter().find(|run| run.arm == arm && !run.snapshots.is_empty()).map_or(&[], |run| &run.snapshots)
    }
}

/// Says that so many further days have been simulated.
pub(crate) type Moved<'a> = dyn Fn(u32) + 'a;

/// Runs one replication; `None` if it was given up.
type One<'a> = dyn Fn(usize, u32, &Moved<'_>) -> Option<(RunResult, Vec<Snapshot>)> + Sync + 'a;

/// What is to be run.
struct Planned {
    arms: usize,
    replications: Range<u32>,
    days: u32,
}

/// Runs all, each thread taking the next one, and returns what is over in order, with the number of threads.
fn run_all(all: &Planned, controls: &Controls<'_>, one: &One<'_>) -> (Vec<Run>, usize) {
    let planned = all.arms * all.replications.len();
    let (next, done, finished) = (AtomicUsize::new(0), AtomicUsize::new(0), Mutex::new(Vec::with_capacity(planned)));
    let days = AtomicU64::new(0);
    let tell = |done| {
        let planned_days = planned as u64 * u64::from(all.days);
        (controls.progress)(Progress { done, planned, days: days.load(Ordering::Relaxed), planned_days });
    };
    let moved = |more: u32| {
        days.fetch_add(u64::from(more), Ordering::Relaxed);
        tell(done.load(Ordering::Relaxed));
    };
    let work = || {
        while !controls.interrupt.load(Ordering::Relaxed) {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= planned {
                return;
            }
            let (arm, replication) = (number % all.arms, all.replications.start + (number / all.arms) as u32);
            if let Some(run) = caught(arm, replication, &|arm, replication| one(arm, replication, &moved)) {
                finished.lock().expect("no thread panics while it holds the list").push(run);
                tell(1 + done.fetch_add(1, Ordering::Relaxed));
            }
        }
    };
    let threads = on_threads(controls.threads, work);
    let mut runs = finished.into_inner().expect("no thread panics while it holds the list");
    runs.sort_by_key(|run| (run.arm, run.replication));
    (runs, threads)
}

/// A run whose panic, if any, is its failure.
fn caught(arm: usize, replication: u32, one: &dyn Fn(usize, u32) -> Option<(RunResult, Vec<Snapshot>)>) -> Option<Run> {
    // Nothing that the closure touches outlives a panic inside it.
    match catch_unwind(AssertUnwindSafe(|| one(arm, replication))) {
        Ok(Some((result, snapshots))) => Some(Run { arm, replication, result: Ok(result), snapshots }),
        Ok(None) => None,
        Err(panic) => {
            let words = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
            let reason = words.unwrap_or("the model stopped without a reason").to_owned();
            Some(Run { arm, replication, result: Err(reason), snapshots: Vec::new() })
        }
    }
}

/// Lets every one of `threads` threads (0 is one a processor) do `work`, and says how many they were.
pub(crate) fn on_threads(threads: usize, work: impl Fn() + Sync) -> usize {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).thread_name(|n| format!("{THREAD_NAME}-{n}")).build();
    match pool {
        Ok(pool) => {
            pool.broadcast(|_| work());
            pool.current_num_threads()
        }
        // The system gives no threads: one will do.
        Err(_) => {
            work();
            1
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Structure;

    fn small() -> Scenario {
        Scenario { days: 40, replications: 3, structure: Structure::Levels(vec![1, 2, 6]), ..Scenario::default() }
    }

    fn digest(results: &Results) -> Vec<(usize, u32, String)> {
        results.runs.iter().map(|run| (run.arm, run.replication, format!("{:?}", run.result))).collect()
    }

    #[test]
    fn threads_change_nothing_and_order_is_by_arm_and_replication() {
        let scenario = small();
        let on = |threads| {
            let interrupt = AtomicBool::new(false);
            Experiment::of(&scenario).run_with(&Controls { threads, interrupt: &interrupt, progress: &|_| {} })
        };
        let (one, eight) = (on(1), on(8));
        assert_eq!(digest(&one), digest(&eight));
        let order: Vec<_> = one.runs.iter().map(|run| (run.arm, run.replication)).collect();
        assert_eq!(order, [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2)]);
        assert!(one.is_complete() && one.complete_pairs() == 3);
    }

    #[test]
    fn a_single_replication_is_the_same_as_among_many() {
        let scenario = small();
        let all = Experiment::of(&scenario).run();
        let alone = Experiment { replications: 2..3, ..Experiment::of(&scenario) }.run();
        // Missing values are equal as text, and to themselves not as numbers.
        assert_eq!(format!("{:?}", alone.runs[1].result), format!("{:?}", all.runs[5].result));
        assert_eq!(alone.values(1, 0)[0].to_bits(), all.values(1, 0)[2].to_bits());
    }

    #[test]
    fn a_panic_fails_one_run_and_no_other() {
        let scenario = small();
        let interrupt = AtomicBool::new(false);
        let controls = Controls { threads: 2, interrupt: &interrupt, progress: &|_| {} };
        let experiment = Experiment::of(&scenario);
        let arms: Vec<&Arm> = scenario.all_arms().collect();
        let (runs, _) = run_all(&Planned { arms: 3, replications: 0..3, days: 40 }, &controls, &|arm, replication, moved| {
            assert!((arm, replication) != (1, 2), "seat 7 has no holder");
            experiment.one(arms[arm], replication, &controls, moved)
        });
        let results = Results { runs, replications: 0..3, arms: 3, threads: 2 };
        let failed: Vec<_> = results.failures().map(|(run, reason)| (run.arm, run.replication, reason.to_owned())).collect();
        assert_eq!(failed, [(1, 2, "seat 7 has no holder".to_owned())]);
        assert!(results.values(1, 0)[2].is_nan() && results.is_complete());
        assert_eq!(results.complete_pairs(), 2);
    }

    #[test]
    fn an_interrupt_keeps_whole_replications_of_all_arms() {
        let scenario = Scenario { replications: 50, ..small() };
        let interrupt = AtomicBool::new(false);
        let stop = |progress: Progress| interrupt.store(progress.done >= 7, Ordering::Relaxed);
        let controls = Controls { threads: 1, interrupt: &interrupt, progress: &stop };
        let results = Experiment::of(&scenario).run_with(&controls);
        assert_eq!((results.runs.len(), results.complete_pairs(), results.planned()), (7, 2, 150));
        assert!(!results.is_complete());
    }

    #[test]
    fn snapshots_are_taken_of_the_first_replication_only() {
        let scenario = small();
        let results = Experiment { snapshot_days: vec![0, 40, 99], ..Experiment::of(&scenario) }.run();
        for arm in 0..3 {
            let days: Vec<u32> = results.snapshots(arm).iter().map(|snapshot| snapshot.day).collect();
            assert_eq!(days, [0, 40]);
        }
        assert_eq!(results.runs.iter().filter(|run| !run.snapshots.is_empty()).count(), 3);
        let plain = Experiment::of(&scenario).run();
        assert_eq!(digest(&plain), digest(&results), "looking changes nothing");
    }
}
