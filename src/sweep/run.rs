//! Makes the shards that are missing.

use super::folder::{Found, SweepFolder};
use super::layout::Block;
use super::precision;
use super::shard::Writer;
use crate::design::Points;
use crate::error::Error;
use crate::experiment::runner::on_threads;
use crate::experiment::{Controls, Experiment};
use crate::scenario::Scenario;
use crate::scenario::load::Limits;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

/// How far a sweep is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Runs that are over, those of whole shards that were there before included.
    pub done: u64,
    /// Of these, runs that this process has made.
    pub own: u64,
    /// Runs in all, if no precision ends the sweep early.
    pub planned: u64,
}

/// What a sweep has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    /// Replications of each cell and arm, once all of them are whole; none if it was interrupted.
    pub replications: Option<u32>,
    /// Shards that this process made.
    pub shards: u64,
    /// Failed runs in the shards that this process looked at or made.
    pub failed: u64,
    /// Shards that were left out, since they were begun too often.
    pub given_up: u64,
    /// Threads that worked on it.
    pub threads: usize,
}

/// How a sweep is run. Nothing here changes a byte of a result.
#[derive(Clone, Copy)]
pub struct How<'a> {
    /// Threads; 0 is one a processor.
    pub threads: usize,
    /// Set to stop: shards under way are given up, those that are whole stay.
    pub interrupt: &'a AtomicBool,
    /// Called after each run, from any thread.
    pub progress: &'a (dyn Fn(Progress) + Sync),
    /// Called with the number of each shard that is begun, from any thread.
    pub begun: &'a (dyn Fn(u64) + Sync),
    /// Whether starts of shards are counted, and a shard that was begun too often is left out.
    pub count_attempts: bool,
}

/// Counts shared by all threads.
#[derive(Default)]
struct Counts {
    before: AtomicU64,
    own: AtomicU64,
    shards: AtomicU64,
    failed: AtomicU64,
    given_up: AtomicU64,
}

/// Runs a sweep to its end: each round's missing and torn shards, until the last round or until a round is precise enough.
///
/// # Errors
/// [`Error::Io`] where a shard cannot be read or written; those that are whole stay, and the same call goes on from them.
pub fn run(folder: &SweepFolder, how: &How<'_>) -> Result<Done, Error> {
    let counts = Counts::default();
    let mut done = Done { replications: None, shards: 0, failed: 0, given_up: 0, threads: 0 };
    for round in &folder.layout.rounds {
        done.threads = run_range(folder, round.shards.clone(), how, &counts)?;
        (done.shards, done.failed) = (counts.shards.load(Ordering::Relaxed), counts.failed.load(Ordering::Relaxed));
        if how.interrupt.load(Ordering::Relaxed) {
            return Ok(done);
        }
        if precision::ends(folder, round)? {
            done.replications = Some(round.replications.end);
            break;
        }
    }
    Ok(done)
}

/// Makes those of the shards that are missing or torn: a pure function of the plan and their numbers.
///
/// # Errors
/// As [`run`].
pub fn run_shard(folder: &SweepFolder, shards: Range<u64>, how: &How<'_>) -> Result<Done, Error> {
    let counts = Counts::default();
    let threads = run_range(folder, shards, how, &counts)?;
    let of = |count: &AtomicU64| count.load(Ordering::Relaxed);
    let (shards, failed, given_up) = (of(&counts.shards), of(&counts.failed), of(&counts.given_up));
    Ok(Done { replications: None, shards, failed, given_up, threads })
}

fn run_range(folder: &SweepFolder, shards: Range<u64>, how: &How<'_>, counts: &Counts) -> Result<usize, Error> {
    let mut missing = Vec::new();
    for shard in shards {
        match folder.look(shard)? {
            Found::Whole(facts) => {
                counts.before.fetch_add(folder.layout.rows(shard), Ordering::Relaxed);
                counts.failed.fetch_add(facts.reasons.len() as u64, Ordering::Relaxed);
            }
            Found::Missing | Found::Torn(_) => missing.push(shard),
        }
        if how.interrupt.load(Ordering::Relaxed) {
            return Ok(0);
        }
    }
    let points = folder.plan.points();
    let (next, fault) = (AtomicUsize::new(0), Mutex::new(None));
    let broken = AtomicBool::new(false);
    let work = || {
        while !how.interrupt.load(Ordering::Relaxed) && !broken.load(Ordering::Relaxed) {
            let Some(shard) = missing.get(next.fetch_add(1, Ordering::Relaxed)) else { return };
            if let Err(error) = one(folder, *shard, &points, how, counts) {
                broken.store(fault.lock().map(|mut fault| *fault = Some(error)).is_ok(), Ordering::Relaxed);
            }
        }
    };
    let threads = on_threads(how.threads, work);
    match fault.into_inner().ok().flatten() {
        Some(error) => Err(error),
        None => Ok(threads),
    }
}

/// Makes one shard and gives it its file, unless it was begun too often or is interrupted.
fn one(folder: &SweepFolder, shard: u64, points: &Points, how: &How<'_>, counts: &Counts) -> Result<(), Error> {
    if how.count_attempts && !folder.begin_shard(shard)? {
        counts.given_up.fetch_add(1, Ordering::Relaxed);
        return Ok(());
    }
    (how.begun)(shard);
    let made = make(folder, shard, points, how, counts).and_then(|bytes| {
        let commit = |bytes: Vec<u8>| folder.commit(shard, &bytes).map(|()| true);
        bytes.map_or(Ok(false), commit)
    });
    if how.count_attempts {
        folder.end_shard(shard, *made.as_ref().unwrap_or(&false));
    }
    counts.shards.fetch_add(u64::from(made?), Ordering::Relaxed);
    Ok(())
}

/// The bytes of a shard; none if it was interrupted.
fn make(folder: &SweepFolder, shard: u64, points: &Points, how: &How<'_>, counts: &Counts) -> Result<Option<Vec<u8>>, Error> {
    let layout = &folder.layout;
    let mut writer = Writer::new(&folder.id, shard, layout.rows(shard), folder.plan.outcomes.len());
    let limits = Limits { memory: folder.plan.max_memory };
    for block in layout.blocks(shard) {
        let scenario = points.get(block.cell).apply(points.factors(), &folder.plan.scenario, &limits)?;
        let whole = run_block(&scenario, block, how.interrupt, &mut |result| {
            writer.push(result);
            counts.failed.fetch_add(u64::from(result.is_err()), Ordering::Relaxed);
            let own = 1 + counts.own.fetch_add(1, Ordering::Relaxed);
            (how.progress)(Progress { done: counts.before.load(Ordering::Relaxed) + own, own, planned: layout.runs() });
        });
        if !whole {
            return Ok(None);
        }
    }
    Ok(Some(writer.finish()))
}

/// Takes the outcomes of a run, or why it failed.
type Take<'a> = dyn FnMut(Result<&[f64], &str>) + 'a;

/// Runs all arms of a block in their order; false if it was given up.
fn run_block(scenario: &Scenario, block: Block, interrupt: &AtomicBool, take: &mut Take<'_>) -> bool {
    let experiment = Experiment { replications: block.replication..block.replication + 1, ..Experiment::of(scenario) };
    let controls = Controls { threads: 1, interrupt, progress: &|_| {} };
    (0..1 + scenario.arms.len()).all(|arm| {
        let run = experiment.run_one(arm, block.replication, &controls, &|_| {});
        run.map(|run| take(run.result.as_ref().map(|result| result.outcomes.as_slice()).map_err(String::as_str))).is_some()
    })
}

/// Runs a few blocks spread over the cells, until `enough` says so after one of them, and returns how many runs that were: for
/// timing. Their results are thrown away.
///
/// # Errors
/// [`Error::BadInput`] where a point does not fit the scenario.
pub fn pilot(scenario: &Scenario, points: &Points, limits: &Limits, mut enough: impl FnMut(u64) -> bool) -> Result<u64, Error> {
    let mut runs = 0;
    // Thirds, ninths and so on of the way through the cells: not only the mild corner of a grid.
    let mut step = points.len().div_ceil(3).max(1);
    let mut cell = 0;
    loop {
        let scenario = points.get(cell).apply(points.factors(), scenario, limits)?;
        run_block(&scenario, Block { replication: 0, cell }, &AtomicBool::new(false), &mut |_| runs += 1);
        if enough(runs) {
            return Ok(runs);
        }
        cell += step;
        if cell >= points.len() {
            step = step.div_ceil(3);
            cell = step / 2 % points.len();
        }
    }
}
