//! Whatever becomes of program, disk or machine, a shard is absent or whole, and going on gives the same bytes; see docs/faults.md.

use super::folder::{Found, Lock, SweepFolder};
use super::merge::{Wishes, merge};
use super::run::{How, MOST_DEATHS, run};
use super::shard::Writer;
use super::tests::{own_folder, plan};
use super::{Done, Plan};
use crate::error::{Error, IoKind};
use crate::export::faulty::{Counters, Fault, Faulty, Step};
use crate::export::{Disk, OutputFolder, RealDisk};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

mod damage;
mod schedules;

/// Where a test that begins itself anew finds its orders.
const CHILD: &str = "LEADERFUL_DYING_SWEEP";

/// The bytes of every shard.
type Shards = BTreeMap<u64, Vec<u8>>;
/// The bytes of the tables by name.
type Tables = BTreeMap<String, Vec<u8>>;

fn armed(fault: Fault) -> (Arc<dyn Disk>, Arc<Counters>) {
    let (disk, counters) = Faulty::new(fault);
    counters.armed.store(true, Ordering::SeqCst);
    (disk, counters)
}

fn whole_run(folder: &SweepFolder) -> Result<Done, Error> {
    run(folder, &How { threads: 1, interrupt: &AtomicBool::new(false), progress: &|_| {}, begun: &|_| {} })
}

/// Begins or goes on, runs to the end and merges.
fn sweep_on(disk: &Arc<dyn Disk>, path: &Path, plan: &Plan) -> Result<Done, Error> {
    let (folder, _lock) = SweepFolder::begin_on(Arc::clone(disk), path, plan)?;
    let done = whole_run(&folder)?;
    if done.given_up.is_empty() {
        merge_on(disk, &folder)?;
    }
    Ok(done)
}

fn merge_on(disk: &Arc<dyn Disk>, folder: &SweepFolder) -> Result<(), Error> {
    let output = OutputFolder::open_on(Arc::clone(disk), folder.path())?;
    merge(folder, &output, Wishes { allow_partial: false, every_outcome: false, plots: false }).map(drop)
}

fn real() -> Arc<dyn Disk> {
    Arc::new(RealDisk)
}

/// The shards that are whole.
fn shards(folder: &SweepFolder) -> Shards {
    let whole = (0..folder.layout.shards()).filter(|shard| matches!(folder.look(*shard), Ok(Found::Whole(_))));
    whole.map(|shard| (shard, fs::read(folder.shard_path(shard)).expect("it was there"))).collect()
}

fn tables(path: &Path) -> Tables {
    let names = ["runs.csv", "cells.csv", "summary.csv", "contrasts.csv", "datapackage.json"];
    names.iter().filter_map(|name| Some(((*name).to_owned(), fs::read(path.join(name)).ok()?))).collect()
}

/// What an undisturbed sweep gives.
fn undisturbed(plan: &Plan) -> (Shards, Tables) {
    let scratch = own_folder();
    sweep_on(&real(), scratch.path(), plan).expect("it runs");
    let folder = SweepFolder::open(scratch.path()).expect("it is there");
    let (shards, tables) = (shards(&folder), tables(scratch.path()));
    assert_eq!((shards.len() as u64, tables.len()), (folder.layout.shards(), 5));
    (shards, tables)
}

/// Nothing is torn, and what is whole is as it must be.
fn check_shards(path: &Path, expected: &Shards, because: &str) {
    let Ok(folder) = SweepFolder::open(path) else {
        assert!(!path.join(super::PLAN).exists(), "{because}: a plan that cannot be read");
        return;
    };
    for shard in 0..folder.layout.shards() {
        match folder.look(shard).expect("it can be read") {
            Found::Whole(_) => assert_eq!(fs::read(folder.shard_path(shard)).ok().as_ref(), expected.get(&shard), "{because}: {shard}"),
            Found::Missing => {}
            Found::Torn(reason) => panic!("{because}: {shard} {reason}"),
        }
    }
}

/// Goes on without faults, and finds the same bytes as ever.
fn check_end(path: &Path, plan: &Plan, (expected, tables_expected): &(Shards, Tables), because: &str) {
    let done = sweep_on(&real(), path, plan).unwrap_or_else(|error| panic!("{because}: {error}"));
    assert_eq!(done.given_up, [0; 0], "{because}");
    let folder = SweepFolder::open(path).expect("it is there");
    assert_eq!(&shards(&folder), expected, "{because}");
    assert_eq!(&tables(path), tables_expected, "{because}");
    let _lock = Lock::take(path).expect("it is free");
    folder.clean(false).expect("it can be cleaned");
    let left = fs::read_dir(path.join("shards/000")).expect("it is there").flatten();
    assert!(
        left.chain(fs::read_dir(path).expect("it is there").flatten()).all(|entry| !entry.file_name().to_string_lossy().ends_with(".tmp"))
    );
}

#[test]
fn whichever_call_fails_the_sweep_says_so_and_goes_on_from_there() {
    let plan = plan(2, 3, None);
    let expected = undisturbed(&plan);
    let kinds = [io::ErrorKind::Other, io::ErrorKind::Interrupted, io::ErrorKind::StorageFull, io::ErrorKind::PermissionDenied];
    let (mut failed, mut survived) = (0, 0);
    let mut trial = |fault: Fault, resumed: bool| {
        let scratch = own_folder();
        if resumed {
            // Something to read: the first life left all shards but no tables.
            let (folder, _lock) = SweepFolder::begin(scratch.path(), &plan).expect("it begins");
            whole_run(&folder).expect("it runs");
        }
        let (disk, counters) = armed(fault);
        let result = sweep_on(&disk, scratch.path(), &plan);
        let because = format!("{fault:?} at {:?}", counters.failed());
        match &result {
            Err(error) => {
                assert_eq!(error.exit_code(), 75, "{because}: {error}");
                assert!(error.to_string().contains(&scratch.path().display().to_string()), "{because}: {error}");
                failed += 1;
            }
            Ok(_) => survived += usize::from(counters.failed().is_some()),
        }
        let happened = counters.failed().is_some();
        drop(disk);
        check_shards(scratch.path(), &expected.0, &because);
        check_end(scratch.path(), &plan, &expected, &because);
        happened
    };
    for kind in kinds {
        assert!((0..).find(|n| !trial(Fault::Fail(*n, kind), false)).is_some());
    }
    assert!((0..).find(|n| !trial(Fault::FailOpen(*n), true)).is_some());
    println!("{failed} calls failed and the sweep with them, {survived} failed and it went on: the same bytes in the end");
    assert!(failed > 4 * 40 && survived >= 4, "{failed} {survived}");
}

#[test]
fn a_slow_disk_that_is_often_interrupted_gets_every_byte() {
    let plan = plan(2, 3, None);
    let expected = undisturbed(&plan);
    let scratch = own_folder();
    sweep_on(&armed(Fault::Slow).0, scratch.path(), &plan).expect("it runs");
    check_end(scratch.path(), &plan, &expected, "slow");
}

#[test]
fn a_disk_that_is_full_at_any_byte_is_told_and_no_file_is_half() {
    let plan = plan(2, 3, None);
    let expected = undisturbed(&plan);
    let mut full = 0;
    for budget in (0..).step_by(199) {
        let scratch = own_folder();
        match sweep_on(&armed(Fault::Full(budget)).0, scratch.path(), &plan) {
            Ok(_) => break,
            Err(error) => {
                assert!(matches!(error, Error::Io { kind: IoKind::DiskFull, .. }) && error.exit_code() == 75, "{budget}: {error}");
                assert!(error.to_string().contains(&scratch.path().display().to_string()), "{budget}: {error}");
            }
        }
        full += 1;
        check_shards(scratch.path(), &expected.0, &format!("{budget} bytes"));
        for (name, bytes) in tables(scratch.path()) {
            assert_eq!(bytes, expected.1[&name], "{budget} bytes: {name}");
        }
        check_end(scratch.path(), &plan, &expected, &format!("{budget} bytes"));
    }
    println!("{full} full disks: 0 torn files, the same bytes in the end");
    assert!(full > 100, "{full}");
}

#[test]
fn a_program_killed_or_a_machine_cut_off_at_any_call_leaves_whole_files() {
    let plan = plan(2, 3, None);
    let expected = undisturbed(&plan);
    let mut deaths = 0;
    for fault in [Fault::Kill as fn(usize) -> Fault, Fault::PowerCut] {
        for n in 0.. {
            let scratch = own_folder();
            let (disk, counters) = armed(fault(n));
            let result = sweep_on(&disk, scratch.path(), &plan);
            if !counters.is_over() {
                result.expect("nothing happened to it");
                break;
            }
            deaths += 1;
            let because = format!("{:?} at {:?}", fault(n), counters.failed());
            check_shards(scratch.path(), &expected.0, &because);
            check_end(scratch.path(), &plan, &expected, &because);
        }
    }
    println!("{deaths} ends between two calls: 0 torn files, the same bytes in the end");
    assert!(deaths > 2 * 40, "{deaths}");
}

/// Steps of a commit.
const STEPS: [Step; 5] = [Step::Create, Step::Write, Step::Sync, Step::Rename, Step::SyncFolder];
/// Runs of a shard: of one block, of some, and of several hundred kilobytes.
const SIZES: [u64; 3] = [1, 30, 3000];

fn made_up(folder: &SweepFolder, value: f64) -> Vec<u8> {
    let outcomes = folder.plan.outcomes.len();
    let mut writer = Writer::new(&folder.id, 0, folder.layout.rows(0), outcomes);
    (0..folder.layout.rows(0)).for_each(|_| writer.push(Ok(&vec![value; outcomes])));
    writer.finish()
}

/// Not a test of its own: the program that [`a_process_that_ends_at_any_step_of_a_commit_leaves_the_old_or_the_new`] starts.
#[test]
fn dying_child() {
    let Ok(order) = std::env::var(CHILD) else { return };
    let words: Vec<&str> = order.splitn(3, ' ').collect();
    let number = |index: usize| words[index].parse::<usize>().expect("a number");
    let (disk, counters) = Faulty::new(Fault::Die(STEPS[number(0)], number(1) == 1));
    let folder = SweepFolder::open_on(disk, Path::new(words[2])).expect("it is there");
    counters.armed.store(true, Ordering::SeqCst);
    folder.begin_shard(0).expect("it begins").commit(&made_up(&folder, 2.0)).expect("it dies before that is asked");
}

#[test]
fn a_process_that_ends_at_any_step_of_a_commit_leaves_the_old_or_the_new() {
    let (_, module) = module_path!().split_once("::").expect("inside the crate");
    let mut deaths = 0;
    for (step, after, size) in (0..30).map(|i| (i / 6, i / 3 % 2, i % 3)) {
        let scratch = own_folder();
        let (folder, lock) = SweepFolder::begin(scratch.path(), &plan(1000, SIZES[size], None)).expect("it begins");
        drop(lock);
        let (old, new) = (made_up(&folder, 1.0), made_up(&folder, 2.0));
        folder.begin_shard(0).expect("it begins").commit(&old).expect("it is written");
        let status = Command::new(std::env::current_exe().expect("this test"))
            .args(["--exact", &format!("{module}::dying_child")])
            .env(CHILD, format!("{step} {after} {}", scratch.path().display()))
            .output()
            .expect("it starts")
            .status;
        assert!(!status.success());
        deaths += 1;
        let there = fs::read(folder.shard_path(0)).expect("never absent");
        assert!(there == old || there == new, "{:?}: {} bytes", STEPS[step], there.len());
        assert!(matches!(folder.look(0), Ok(Found::Whole(_))));
        let renamed = step > 3 || step == 3 && after == 1;
        assert_eq!((there == new, folder.deaths().values().sum::<u32>()), (renamed, u32::from(!renamed && (step, after) != (0, 0))));
        folder.clean(false).expect("it can be cleaned");
        assert_eq!(fs::read_dir(scratch.path().join("shards/000")).expect("it is there").count(), 1);
    }
    assert_eq!(deaths, 30);
}

#[test]
fn a_shard_over_which_programs_end_comes_last_and_is_given_up_in_the_end() {
    let plan = plan(4, 3, None);
    let expected = undisturbed(&plan);
    let scratch = own_folder();
    for death in 1..=MOST_DEATHS {
        let (disk, counters) = armed(Fault::None);
        let (folder, _lock) = SweepFolder::begin_on(disk, scratch.path(), &plan).expect("it begins");
        let left = folder.shard_path(2).with_file_name(format!(".0000002.{}.shard.77.{death}.tmp", &folder.id_text()[..8]));
        fs::create_dir_all(left.parent().expect("a folder")).expect("it is made");
        fs::write(left, b"half").expect("it is written");
        // Ends as if the program had been killed over shard 2, once all others are made.
        let interrupt = AtomicBool::new(false);
        let runs = folder.layout.runs() - folder.layout.rows(2);
        let progress = |progress: super::Progress| interrupt.store(progress.done >= runs, Ordering::SeqCst);
        let done = run(&folder, &How { threads: 1, interrupt: &interrupt, progress: &progress, begun: &|_| {} }).expect("it runs");
        assert_eq!((done.replications, done.given_up.as_slice()), (None, if death < MOST_DEATHS { &[][..] } else { &[2] }));
        assert_eq!(shards(&folder).len() as u64, folder.layout.shards() - 1, "all others are whole after the first death");
        assert!(counters.failed().is_none());
    }
    let folder = SweepFolder::open(scratch.path()).expect("it is there");
    assert!(merge_on(&real(), &folder).is_err_and(|error| error.exit_code() == 65));
    assert_eq!(folder.clean(false).expect("it can be cleaned"), u64::from(MOST_DEATHS));
    check_end(scratch.path(), &plan, &expected, "tried again after cleaning");
}
