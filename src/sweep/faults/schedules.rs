//! Seeded schedules of faults over whole lives of a sweep: programs end, disks fail, files are damaged, and in the end all is as ever.

use super::{Shards, armed, check_end, merge_on, shards, undisturbed, whole_run};
use crate::error::Error;
use crate::export::faulty::Fault;
use crate::streams::mix;
use crate::sweep::folder::{Found, SweepFolder};
use crate::sweep::run::{How, run};
use crate::sweep::tests::{own_folder, plan};
use crate::sweep::{PLAN, Plan, Progress};
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// Most lives before the faults stop.
const MOST_LIVES: u64 = 6;
/// Calls of a sweep of this size, merged: faults lie within.
const CALLS: u64 = 70;
/// Bytes that it writes.
const BYTES: u64 = 60_000;

/// Draws of one schedule, in their order.
struct Dice {
    seed: u64,
    draws: u64,
}

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.draws += 1;
        mix(self.seed << 20 | self.draws) % n
    }
}

/// What happened in all schedules.
#[derive(Debug, Default)]
struct Tally {
    lives: u64,
    kills: u64,
    power_cuts: u64,
    errors: u64,
    interrupts: u64,
    damaged: u64,
    given_up: u64,
}

fn draw(dice: &mut Dice) -> Fault {
    let at = |dice: &mut Dice| dice.below(CALLS) as usize;
    match dice.below(8) {
        0 | 1 => Fault::Kill(at(dice)),
        2 | 3 => Fault::PowerCut(at(dice)),
        4 => {
            let kinds = [io::ErrorKind::Other, io::ErrorKind::Interrupted, io::ErrorKind::StorageFull, io::ErrorKind::PermissionDenied];
            let kind = kinds[dice.below(4) as usize];
            Fault::Fail(at(dice), kind)
        }
        5 => Fault::Full(dice.below(BYTES) as usize),
        6 => Fault::FailOpen(dice.below(30) as usize),
        _ => Fault::Slow,
    }
}

/// One life of the program: it begins or goes on, runs, and merges if it shall and comes so far.
fn live(path: &Path, plan: &Plan, dice: &mut Dice, tally: &mut Tally, merges: bool) {
    let fault = draw(dice);
    let (disk, counters) = armed(fault);
    // Some are asked to stop after a few runs.
    let stop_after = if dice.below(4) == 0 { dice.below(10) } else { u64::MAX };
    let interrupt = AtomicBool::new(stop_after == 0);
    let progress = |progress: Progress| interrupt.store(progress.own >= stop_after, Ordering::SeqCst);
    let result = SweepFolder::begin_on(disk.clone(), path, plan).and_then(|(folder, _lock)| {
        let done = run(&folder, &How { threads: 1, interrupt: &interrupt, progress: &progress, begun: &|_| {} })?;
        tally.interrupts += u64::from(interrupt.load(Ordering::SeqCst));
        tally.given_up += done.given_up.len() as u64;
        if merges && done.replications.is_some() { merge_on(&disk, &folder) } else { Ok(()) }
    });
    tally.lives += 1;
    match (fault, counters.is_over()) {
        (Fault::PowerCut(_), true) => tally.power_cuts += 1,
        (_, true) => tally.kills += 1,
        _ => tally.errors += u64::from(result.is_err()),
    }
    if let Err(error) = result {
        assert!(matches!(error, Error::Io { .. }) && error.exit_code() == 75, "{fault:?}: {error}");
    }
}

/// Somebody damages a shard; returns which one.
fn damage(folder: &SweepFolder, dice: &mut Dice) -> Option<u64> {
    let shard = dice.below(folder.layout.shards());
    let path = folder.shard_path(shard);
    let mut bytes = fs::read(&path).ok()?;
    let other = folder.shard_path(dice.below(folder.layout.shards()));
    let length = bytes.len() as u64;
    match dice.below(5) {
        0 => bytes.truncate(dice.below(length) as usize),
        1 => bytes[dice.below(length) as usize] ^= 1 << dice.below(8),
        2 => bytes.push(0),
        3 => bytes = fs::read(other).unwrap_or_default(),
        _ => {
            fs::remove_file(path).expect("it is there");
            return Some(shard);
        }
    }
    fs::write(path, bytes).expect("it is written");
    Some(shard)
}

/// No row is lost, doubled or changed: what is whole is as it must be, and only what was damaged from outside is torn.
fn check(path: &Path, plan: &[u8], expected: &Shards, damaged: &mut BTreeSet<u64>, because: &str) {
    let Ok(bytes) = fs::read(path.join(PLAN)) else { return };
    assert_eq!(bytes, plan, "{because}: the plan");
    let folder = SweepFolder::open(path).expect("a whole plan");
    for shard in 0..folder.layout.shards() {
        match folder.look(shard).expect("it can be read") {
            Found::Whole(_) => {
                damaged.remove(&shard);
                assert_eq!(fs::read(folder.shard_path(shard)).ok().as_ref(), expected.get(&shard), "{because}: shard {shard}");
            }
            Found::Missing => {}
            Found::Torn(reason) => assert!(damaged.contains(&shard), "{because}: shard {shard} {reason}"),
        }
    }
}

fn schedules(seeds: std::ops::Range<u64>) {
    let plan = plan(3, 3, None);
    let expected = undisturbed(&plan);
    let encoded = plan.encode().expect("a good plan");
    let mut tally = Tally::default();
    for seed in seeds.clone() {
        // Statistics take most of the time of so small a sweep.
        let merges = seed % 10 == 0;
        let scratch = own_folder();
        let (mut dice, mut damaged) = (Dice { seed, draws: 0 }, BTreeSet::new());
        for life in 0..1 + dice.below(MOST_LIVES) {
            live(scratch.path(), &plan, &mut dice, &mut tally, merges);
            check(scratch.path(), &encoded, &expected.0, &mut damaged, &format!("seed {seed}, life {life}"));
            if let Ok(folder) = SweepFolder::open(scratch.path())
                && dice.below(3) == 0
                && let Some(shard) = damage(&folder, &mut dice)
            {
                damaged.insert(shard);
                tally.damaged += 1;
            }
        }
        // The faults stop. What was given up is tried again once somebody has cleaned.
        if let Ok(folder) = SweepFolder::open(scratch.path()) {
            folder.clean(false).expect("it can be cleaned");
        }
        if merges {
            check_end(scratch.path(), &plan, &expected, &format!("seed {seed}"));
            continue;
        }
        let (folder, _lock) = SweepFolder::begin(scratch.path(), &plan).expect("nothing is wrong any more");
        assert!(whole_run(&folder).is_ok_and(|done| done.replications.is_some()), "seed {seed}");
        assert_eq!(shards(&folder), expected.0, "seed {seed}");
    }
    println!("{} schedules, the same bytes at the end of each: {tally:?}", seeds.end - seeds.start);
    assert!([tally.kills, tally.power_cuts, tally.errors, tally.interrupts, tally.damaged].iter().all(|count| *count > 0), "{tally:?}");
}

#[test]
fn five_hundred_schedules_of_faults_lose_double_and_change_no_row() {
    schedules(0..500);
}

#[test]
#[ignore = "takes some minutes: cargo test --lib schedules -- --ignored --nocapture"]
fn ten_thousand_schedules_of_faults_lose_double_and_change_no_row() {
    schedules(0..10_000);
}
