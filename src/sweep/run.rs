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
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

/// Programs that may end over a shard before it is given up.
pub const MOST_DEATHS: u32 = 5;

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Replications of each cell and arm, once all of them are whole; none if it was interrupted.
    pub replications: Option<u32>,
    /// Shards that this process made.
    pub shards: u64,
    /// Failed runs in the shards that this process looked at or made.
    pub failed: u64,
    /// Shards that were given up, since [`MOST_DEATHS`] programs ended while they made them.
    pub given_up: Vec<u64>,
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
}

/// Counts shared by all threads.
#[derive(Default)]
struct Counts {
    before: AtomicU64,
    own: AtomicU64,
    shards: AtomicU64,
    failed: AtomicU64,
    given_up: Mutex<Vec<u64>>,
}

impl Counts {
    fn done(self, replications: Option<u32>, threads: usize) -> Done {
        let given_up = self.given_up.into_inner().unwrap_or_default();
        Done { replications, shards: self.shards.into_inner(), failed: self.failed.into_inner(), given_up, threads }
    }
}

/// Runs a sweep to its end: each round's missing and torn shards, until the last round or until a round is precise enough. A round with
/// shards that are given up is the last one.
///
/// # Errors
/// [`Error::Io`] where a shard cannot be read or written; those that are whole stay, and the same call goes on from them.
pub fn run(folder: &SweepFolder, how: &How<'_>) -> Result<Done, Error> {
    let (mut counts, mut threads) = (Counts::default(), 0);
    for round in &folder.layout.rounds {
        threads = run_range(folder, round.shards.clone(), how, &counts)?;
        let is_whole = counts.given_up.get_mut().is_ok_and(|given_up| given_up.is_empty());
        if how.interrupt.load(Ordering::Relaxed) || !is_whole {
            break;
        }
        if precision::ends(folder, round)? {
            return Ok(counts.done(Some(round.replications.end), threads));
        }
    }
    Ok(counts.done(None, threads))
}

/// Makes those of the shards that are missing or torn: a pure function of the plan and their numbers.
///
/// # Errors
/// As [`run`].
pub fn run_shard(folder: &SweepFolder, shards: Range<u64>, how: &How<'_>) -> Result<Done, Error> {
    let counts = Counts::default();
    let threads = run_range(folder, shards, how, &counts)?;
    Ok(counts.done(None, threads))
}

/// Makes what is missing of the shards. What programs ended over comes last and alone, so that it takes no other shard with it.
fn run_range(folder: &SweepFolder, shards: Range<u64>, how: &How<'_>, counts: &Counts) -> Result<usize, Error> {
    let missing = missing(folder, shards, how, counts)?;
    let deaths = if missing.is_empty() { BTreeMap::new() } else { folder.deaths() };
    let deaths = |shard: &u64| deaths.get(shard).copied().unwrap_or(0);
    let (fresh, mut suspects): (Vec<u64>, Vec<u64>) = missing.into_iter().partition(|shard| deaths(shard) == 0);
    suspects.sort_by_key(deaths);
    let hopeless = suspects.split_off(suspects.partition_point(|shard| deaths(shard) < MOST_DEATHS));
    if let Ok(mut given_up) = counts.given_up.lock() {
        given_up.extend(hopeless);
    }
    let threads = run_all(folder, &fresh, how, counts)?;
    if !suspects.is_empty() {
        run_all(folder, &suspects, &How { threads: 1, ..*how }, counts)?;
        suspects.into_iter().try_for_each(|shard| folder.forget_deaths(shard))?;
    }
    Ok(threads)
}

/// Those of the shards that are missing or torn.
fn missing(folder: &SweepFolder, shards: Range<u64>, how: &How<'_>, counts: &Counts) -> Result<Vec<u64>, Error> {
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
            return Ok(Vec::new());
        }
    }
    Ok(missing)
}

/// Makes shards, each thread the next one, and says how many threads that were.
fn run_all(folder: &SweepFolder, shards: &[u64], how: &How<'_>, counts: &Counts) -> Result<usize, Error> {
    let points = folder.plan.points();
    let (next, fault) = (AtomicUsize::new(0), Mutex::new(None));
    let broken = AtomicBool::new(false);
    let work = || {
        while !how.interrupt.load(Ordering::Relaxed) && !broken.load(Ordering::Relaxed) {
            let Some(shard) = shards.get(next.fetch_add(1, Ordering::Relaxed)) else { return };
            match make(folder, *shard, &points, how, counts) {
                Ok(true) => drop(counts.shards.fetch_add(1, Ordering::Relaxed)),
                Ok(false) => return,
                Err(error) => broken.store(fault.lock().map(|mut fault| *fault = Some(error)).is_ok(), Ordering::Relaxed),
            }
        }
    };
    let threads = on_threads(how.threads, work);
    match fault.into_inner().ok().flatten() {
        Some(error) => Err(error),
        None => Ok(threads),
    }
}

/// Makes a shard; false if it was left as the sweep was interrupted.
fn make(folder: &SweepFolder, shard: u64, points: &Points, how: &How<'_>, counts: &Counts) -> Result<bool, Error> {
    let begun = folder.begin_shard(shard)?;
    (how.begun)(shard);
    match bytes(folder, shard, points, how, counts)? {
        Some(bytes) => begun.commit(&bytes).map(|()| true),
        None => Ok(false),
    }
}

/// The bytes of a shard; none if the sweep was interrupted.
fn bytes(folder: &SweepFolder, shard: u64, points: &Points, how: &How<'_>, counts: &Counts) -> Result<Option<Vec<u8>>, Error> {
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
