//! What others do to the files of a sweep: damage, clocks, races.

use super::{check_end, real, shards, sweep_on, tables, undisturbed};
use crate::error::Error;
use crate::export::Pending;
use crate::streams::mix;
use crate::sweep::folder::{Found, SweepFolder};
use crate::sweep::tests::{own_folder, plan};
use std::fs::{self, File, FileTimes};
use std::path::PathBuf;
use std::sync::Barrier;
use std::time::{Duration, SystemTime};

fn is_torn(folder: &SweepFolder, shard: u64) -> bool {
    matches!(folder.look(shard), Ok(Found::Torn(_)))
}

#[test]
fn every_cut_flip_swap_and_foreign_shard_is_found_and_made_again() {
    let (plan, other) = (plan(2, 3, None), plan(3, 3, None));
    let (expected, foreign) = (undisturbed(&plan), undisturbed(&other));
    let scratch = own_folder();
    sweep_on(&real(), scratch.path(), &plan).expect("it runs");
    let folder = SweepFolder::open(scratch.path()).expect("it is there");
    let (path, bytes) = (folder.shard_path(1), &expected.0[&1]);
    let mut found = 0;
    let mut found_as_torn = |bytes: &[u8], what: &str| {
        fs::write(&path, bytes).expect("it is written");
        assert!(is_torn(&folder, 1), "{what}");
        found += 1;
    };
    for cut in 0..bytes.len() {
        found_as_torn(&bytes[..cut], &format!("cut at {cut}"));
    }
    for flip in 0..1000_u64 {
        let bit = (mix(flip) % (8 * bytes.len() as u64)) as usize;
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        found_as_torn(&flipped, &format!("flipped bit {bit}"));
    }
    for (shard, bytes) in expected.0.iter().filter(|(shard, _)| **shard != 1) {
        found_as_torn(bytes, &format!("that of shard {shard}"));
    }
    for (shard, bytes) in &foreign.0 {
        found_as_torn(bytes, &format!("shard {shard} of another plan"));
    }
    found_as_torn(&[bytes.as_slice(), &[0]].concat(), "a byte too many");
    found_as_torn(&bytes.repeat(2), "twice");
    assert!(super::merge_on(&real(), &folder).is_err_and(|error| error.exit_code() == 65 && error.to_string().contains("1 torn")));
    println!("{found} damaged shards, all found");
    check_end(scratch.path(), &plan, &expected, "damaged");
    // Two that were swapped, and one that went.
    fs::rename(&path, folder.shard_path(9)).and_then(|()| fs::rename(folder.shard_path(2), &path)).expect("it is moved");
    fs::rename(folder.shard_path(9), folder.shard_path(2)).expect("it is moved");
    fs::remove_file(folder.shard_path(0)).expect("it is there");
    assert!(is_torn(&folder, 1) && is_torn(&folder, 2) && folder.look(0) == Ok(Found::Missing));
    check_end(scratch.path(), &plan, &expected, "swapped");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_in_the_place_of_a_shard_is_found_and_nothing_outside_is_written() {
    use std::os::unix::fs::symlink;
    let plan = plan(2, 3, None);
    let expected = undisturbed(&plan);
    let (scratch, outside) = (own_folder(), own_folder());
    fs::create_dir_all(outside.path()).expect("it is made");
    fs::write(outside.path().join("victim"), b"mine").expect("it is written");
    sweep_on(&real(), scratch.path(), &plan).expect("it runs");
    let folder = SweepFolder::open(scratch.path()).expect("it is there");
    let pipe = |path: PathBuf| assert!(std::process::Command::new("mkfifo").arg(path).status().is_ok_and(|status| status.success()));
    (0..3).for_each(|shard| fs::remove_file(folder.shard_path(shard)).expect("it is there"));
    symlink(outside.path().join("victim"), folder.shard_path(0)).expect("it is made");
    symlink(outside.path().join("nothing"), folder.shard_path(1)).expect("it is made");
    pipe(folder.shard_path(2));
    pipe(folder.shard_path(0).with_file_name(format!(".0000000.{}.shard.1.1.tmp", &folder.id_text()[..8])));
    assert!(is_torn(&folder, 0) && folder.look(1) == Ok(Found::Missing) && is_torn(&folder, 2));
    check_end(scratch.path(), &plan, &expected, "links and pipes");
    // A link that leads out of the folder is refused.
    fs::remove_dir_all(scratch.path().join("shards")).expect("it is there");
    symlink(outside.path(), scratch.path().join("shards")).expect("it is made");
    assert!(sweep_on(&real(), scratch.path(), &plan).is_err_and(|error| error.exit_code() == 65));
    let left: Vec<_> = fs::read_dir(outside.path()).expect("it is there").flatten().map(|entry| entry.file_name()).collect();
    assert!(left == ["victim"] && fs::read(outside.path().join("victim")).is_ok_and(|bytes| bytes == b"mine"));
}

#[test]
fn no_file_is_taken_for_new_or_old_by_its_time() {
    let plan = plan(2, 3, None);
    let expected = undisturbed(&plan);
    let now = fs::metadata(std::env::temp_dir()).and_then(|facts| facts.modified()).expect("a time");
    let (hour, year) = (Duration::from_secs(3600), Duration::from_secs(31_557_600));
    // An hour back and forth (also what a change to summer time does to a wrong clock), ten years, the beginning and the end of time.
    let times = [now - hour, now + hour, now + 10 * year, now - 10 * year, SystemTime::UNIX_EPOCH, now + 68 * year];
    for time in times {
        let scratch = own_folder();
        sweep_on(&real(), scratch.path(), &plan).expect("it runs");
        let folder = SweepFolder::open(scratch.path()).expect("it is there");
        let shards_folder = scratch.path().join("shards/000");
        let held = Pending::new(&real(), &shards_folder, "held").expect("it is made");
        fs::write(shards_folder.join(".abandoned.1.1.tmp"), b"half").expect("it is written");
        fs::remove_file(folder.shard_path(1)).expect("it is there");
        let entries = [scratch.path(), &shards_folder].map(|path| fs::read_dir(path).expect("it is there"));
        for entry in entries.into_iter().flatten().flatten().filter(|entry| entry.path().is_file()) {
            let file = File::options().write(true).open(entry.path()).expect("it is there");
            file.set_times(FileTimes::new().set_modified(time).set_accessed(time)).expect("it has a time");
        }
        assert_eq!(shards(&folder).len(), expected.0.len() - 1);
        assert_eq!(folder.clean(false).expect("it can be cleaned"), 1, "the abandoned one, and not the one that is held");
        drop(held);
        check_end(scratch.path(), &plan, &expected, &format!("{time:?}"));
    }
}

#[test]
fn of_two_plans_that_race_for_a_folder_one_is_refused_and_the_other_untouched() {
    let plans = [plan(2, 3, None), plan(3, 3, None)];
    let mut wins = [0, 0];
    for race in 0..100 {
        let scratch = own_folder();
        let start = Barrier::new(2);
        let begin = |plan: &_| {
            start.wait();
            SweepFolder::begin(scratch.path(), plan)
        };
        let results = std::thread::scope(|threads| {
            let both = [threads.spawn(|| begin(&plans[0])), threads.spawn(|| begin(&plans[1]))];
            both.map(|thread| thread.join().expect("no panic"))
        });
        let refused =
            |error: &Error| error.exit_code() == 65 && ["at work", "another sweep"].iter().any(|word| error.to_string().contains(word));
        let winner = results.iter().position(Result::is_ok).unwrap_or_else(|| panic!("race {race}: both refused"));
        assert!(results[1 - winner].as_ref().is_err_and(refused), "race {race}");
        assert_eq!(SweepFolder::open(scratch.path()).expect("it is there").plan, plans[winner], "race {race}");
        wins[winner] += 1;
    }
    println!("100 races: the first plan won {}, the second one {}", wins[0], wins[1]);
}

#[test]
fn a_merge_of_the_same_shards_is_the_same_whatever_stood_there() {
    let plan = plan(2, 3, None);
    let expected = undisturbed(&plan);
    let scratch = own_folder();
    sweep_on(&real(), scratch.path(), &plan).expect("it runs");
    for name in expected.1.keys() {
        fs::write(scratch.path().join(name), b"something else").expect("it is written");
    }
    super::merge_on(&real(), &SweepFolder::open(scratch.path()).expect("it is there")).expect("it is merged");
    assert_eq!(tables(scratch.path()), expected.1);
}
