//! Many scenarios at once: every arm and replication at every point of a design, in an order that keeps a stopped run balanced.

use super::kept::Kept;
use super::runner::{Experiment, Moved, on_threads};
use super::{Controls, Progress};
use crate::error::Error;
use crate::scenario::Scenario;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

/// Runs after which what is finished is put on the disk.
const BATCH: usize = 64;

/// Scenarios that differ in their settings and have the same arms.
#[derive(Clone, Copy)]
pub struct Ensemble<'a> {
    /// Number of points.
    pub points: usize,
    /// Number of arms of each.
    pub arms: usize,
    /// Replications; each has the same luck in every arm and at every point.
    pub replications: &'a Range<u32>,
    /// The scenario at a point.
    pub at: &'a (dyn Fn(usize) -> Scenario + Sync),
}

/// Outcomes of an ensemble: the same on any number of threads.
#[derive(Clone, Debug)]
pub struct Values {
    arms: usize,
    replications: usize,
    /// Outcomes by point, arm and replication; none of a run that failed.
    runs: Vec<Option<Vec<f64>>>,
    /// Runs that failed: point, arm, replication and reason.
    pub failures: Vec<(usize, usize, u32, String)>,
    /// Runs that were finished before.
    pub reused: usize,
    /// Threads that worked on it.
    pub threads: usize,
}

impl Values {
    /// An outcome (a place in [`crate::outcomes::OUTCOMES`]) of an arm at a point, one value a replication; NaN where there is none.
    pub fn get(&self, point: usize, arm: usize, outcome: usize) -> Vec<f64> {
        let first = (point * self.arms + arm) * self.replications;
        let runs = &self.runs[first..first + self.replications];
        runs.iter().map(|run| run.as_ref().map_or(f64::NAN, |outcomes| outcomes[outcome])).collect()
    }

    /// Number of arms.
    pub fn arms(&self) -> usize {
        self.arms
    }

    /// Number of runs.
    pub fn len(&self) -> usize {
        self.runs.len()
    }

    /// Whether there are no runs.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }
}

/// One run of an ensemble.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Job {
    replication: u32,
    point: usize,
    arm: usize,
}

impl Ensemble<'_> {
    /// Runs what `kept` does not have, and keeps it. `None` if it was interrupted; what was finished is kept all the same.
    ///
    /// # Errors
    /// [`Error::Io`] if something cannot be kept.
    pub fn run(&self, kept: &Kept, controls: &Controls<'_>) -> Result<Option<Values>, Error> {
        let names = self.names(controls.threads);
        let (jobs, mut runs) = self.unfinished(kept, &names);
        let reused = runs.len() - jobs.len();
        let days = if self.points > 0 { (self.at)(0).days } else { 0 };
        let work = Work {
            ensemble: self,
            jobs: &jobs,
            names: &names,
            kept,
            controls,
            planned_days: jobs.len() as u64 * u64::from(days),
            next: AtomicUsize::new(0),
            days: AtomicU64::new(0),
            done: Mutex::default(),
            waiting: Mutex::default(),
            fault: Mutex::default(),
            stopped: AtomicBool::new(false),
        };
        let threads = on_threads(controls.threads, || work.perform());
        work.flush(0);
        if let Some(error) = work.fault.into_inner().expect("no thread panics while it holds the fault") {
            return Err(error);
        }
        let done = work.done.into_inner().expect("no thread panics while it holds the list");
        if done.len() < jobs.len() {
            return Ok(None);
        }
        let mut failures = Vec::new();
        for (job, result) in done {
            match result {
                Ok(outcomes) => runs[self.place(job)] = Some(outcomes),
                Err(reason) => failures.push((job.point, job.arm, job.replication, reason)),
            }
        }
        failures.sort();
        Ok(Some(Values { arms: self.arms, replications: self.replications.len(), runs, failures, reused, threads }))
    }

    /// The name of every arm at every point: runs of the same name and replication are the same run.
    fn names(&self, threads: usize) -> Vec<String> {
        let (next, named) = (AtomicUsize::new(0), Mutex::new(vec![String::new(); self.points * self.arms]));
        on_threads(threads, || {
            loop {
                let point = next.fetch_add(1, Ordering::Relaxed);
                if point >= self.points {
                    return;
                }
                let scenario = (self.at)(point);
                let names: Vec<String> = scenario.all_arms().map(|arm| Kept::name(&scenario, arm)).collect();
                named.lock().expect("no thread panics while it holds the names")[point * self.arms..][..self.arms].clone_from_slice(&names);
            }
        });
        named.into_inner().expect("no thread panics while it holds the names")
    }

    /// What has to be run, replication by replication, and the outcomes of all that need not.
    fn unfinished(&self, kept: &Kept, names: &[String]) -> (Vec<Job>, Vec<Option<Vec<f64>>>) {
        let mut runs = vec![None; names.len() * self.replications.len()];
        let mut jobs = Vec::new();
        for (place, name) in names.iter().enumerate() {
            for replication in self.replications.clone() {
                let job = Job { replication, point: place / self.arms, arm: place % self.arms };
                match kept.outcomes(name, replication) {
                    Some(outcomes) => runs[self.place(job)] = Some(outcomes.to_vec()),
                    None => jobs.push(job),
                }
            }
        }
        jobs.sort();
        (jobs, runs)
    }

    fn place(&self, job: Job) -> usize {
        let replication = (job.replication - self.replications.start) as usize;
        (job.point * self.arms + job.arm) * self.replications.len() + replication
    }

    fn one(&self, job: Job, controls: &Controls<'_>, moved: &Moved<'_>) -> Option<Result<Vec<f64>, String>> {
        let scenario = (self.at)(job.point);
        let run = Experiment::of(&scenario).run_one(job.arm, job.replication, controls, moved)?;
        Some(run.result.map(|result| result.outcomes))
    }
}

/// A run that is over.
type Done = (Job, Result<Vec<f64>, String>);

/// What threads share.
struct Work<'w> {
    ensemble: &'w Ensemble<'w>,
    jobs: &'w [Job],
    names: &'w [String],
    kept: &'w Kept,
    controls: &'w Controls<'w>,
    planned_days: u64,
    next: AtomicUsize,
    days: AtomicU64,
    done: Mutex<Vec<Done>>,
    waiting: Mutex<Vec<(String, u32, Vec<f64>)>>,
    fault: Mutex<Option<Error>>,
    stopped: AtomicBool,
}

impl Work<'_> {
    fn perform(&self) {
        while !self.controls.interrupt.load(Ordering::Relaxed) && !self.stopped.load(Ordering::Relaxed) {
            let Some(job) = self.jobs.get(self.next.fetch_add(1, Ordering::Relaxed)) else { return };
            let moved = |days: u32| {
                self.days.fetch_add(u64::from(days), Ordering::Relaxed);
                self.tell();
            };
            let Some(result) = self.ensemble.one(*job, self.controls, &moved) else { return };
            if let Ok(outcomes) = &result {
                let name = self.names[job.point * self.ensemble.arms + job.arm].clone();
                self.waiting.lock().expect("no thread panics while it holds the list").push((name, job.replication, outcomes.clone()));
            }
            self.done.lock().expect("no thread panics while it holds the list").push((*job, result));
            self.tell();
            self.flush(BATCH);
        }
    }

    /// Puts what is finished on the disk, if it is more than `least` runs.
    fn flush(&self, least: usize) {
        let mut waiting = self.waiting.lock().expect("no thread panics while it holds the list");
        if waiting.len() <= least {
            return;
        }
        let batch = std::mem::take(&mut *waiting);
        drop(waiting);
        if let Err(error) = self.kept.keep(&batch) {
            self.stopped.store(true, Ordering::Relaxed);
            self.fault.lock().expect("no thread panics while it holds the fault").get_or_insert(error);
        }
    }

    fn tell(&self) {
        let done = self.done.lock().expect("no thread panics while it holds the list").len();
        let days = self.days.load(Ordering::Relaxed);
        (self.controls.progress)(Progress { done, planned: self.jobs.len(), days, planned_days: self.planned_days });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Structure;

    fn small(point: usize) -> Scenario {
        let mut scenario = Scenario { days: 30, structure: Structure::Levels(vec![1, 2, 6]), ..Scenario::default() };
        scenario.parameters.context.load = 0.5 + point as f32;
        scenario
    }

    fn run(points: usize, replications: Range<u32>, threads: usize, kept: &Kept) -> Option<Values> {
        let interrupt = AtomicBool::new(false);
        let ensemble = Ensemble { points, arms: 3, replications: &replications, at: &small };
        ensemble.run(kept, &Controls { threads, interrupt: &interrupt, progress: &|_| {} }).unwrap()
    }

    #[test]
    fn values_are_those_of_an_experiment_on_any_number_of_threads() {
        let (one, three) = (run(2, 0..2, 1, &Kept::default()).unwrap(), run(2, 0..2, 3, &Kept::default()).unwrap());
        assert_eq!(format!("{:?}", one.runs), format!("{:?}", three.runs), "missing values are equal as text");
        let scenario = small(1);
        let results = Experiment { replications: 0..2, ..Experiment::of(&scenario) }.run();
        for outcome in 0..crate::outcomes::OUTCOMES.len() {
            assert_eq!(format!("{:?}", one.get(1, 2, outcome)), format!("{:?}", results.values(2, outcome)));
        }
        assert!(one.failures.is_empty() && one.reused == 0 && one.len() == 12 && one.arms() == 3);
    }

    #[test]
    fn what_is_kept_is_not_run_again() {
        let place = tempfile::tempdir().unwrap();
        let open = || Kept::open(crate::export::OutputFolder::open(place.path()).unwrap()).unwrap();
        let first = run(2, 0..1, 2, &open()).unwrap();
        let wider = run(3, 0..2, 2, &open()).unwrap();
        assert_eq!((first.reused, wider.reused, wider.len()), (0, 6, 18));
        assert_eq!(format!("{:?}", wider.runs), format!("{:?}", run(3, 0..2, 1, &Kept::default()).unwrap().runs));
        assert_eq!(run(3, 0..2, 2, &open()).unwrap().reused, 18);
    }

    #[test]
    fn an_interrupt_leaves_no_values() {
        let interrupt = AtomicBool::new(true);
        let ensemble = Ensemble { points: 2, arms: 3, replications: &(0..1), at: &small };
        let controls = Controls { threads: 1, interrupt: &interrupt, progress: &|_| {} };
        assert!(ensemble.run(&Kept::default(), &controls).unwrap().is_none());
    }
}
