//! Every call to the disk fails, stops short or is the program's last.

use std::process::Command;
use std::sync::atomic::Ordering;

use tempfile::{TempDir, tempdir};

use super::super::disk::faulty::{Counters, Fault, Faulty, Step};
use super::*;
use crate::row;
use crate::table::Column;

const CHILD: &str = "LEADERFUL_DYING_CHILD";

fn read(folder: &TempDir, name: &str) -> Option<Vec<u8>> {
    fs::read(folder.path().join(name)).ok()
}

fn faulty(path: &Path, fault: Fault) -> (OutputFolder, Arc<Counters>) {
    let (disk, counters) = Faulty::new(fault);
    let folder = OutputFolder::open_on(disk, path).expect("the fault is not armed yet");
    counters.armed.store(true, Ordering::SeqCst);
    (folder, counters)
}

fn old_result(path: &Path) {
    let folder = OutputFolder::open(path).expect("opens");
    folder.write("plots/a.svg", b"old").expect("writes");
    folder.finish(&Manifest::default()).expect("writes");
}

#[test]
fn whichever_call_fails_the_file_is_old_or_new() {
    let kinds = [io::ErrorKind::Other, io::ErrorKind::StorageFull, io::ErrorKind::PermissionDenied];
    let mut failures = 0;
    for had_old in [false, true] {
        for (n, kind) in (0..100).flat_map(|n| kinds.map(|kind| (n, kind))) {
            let scratch = tempdir().expect("a folder can be made");
            if had_old {
                old_result(scratch.path());
            }
            let (folder, counters) = faulty(scratch.path(), Fault::Fail(n, kind));
            let result = folder.write("plots/a.svg", &[b'n'; 9]);
            let failed = counters.failed();
            let content = read(&scratch, "plots/a.svg");
            if let Err(error) = &result {
                assert_eq!(error.exit_code(), 75);
                assert!(error.to_string().contains("a.svg"), "{error}");
            }
            assert_eq!(result.is_ok(), failed.is_none(), "no failure goes unseen");
            let new = content.as_deref() == Some(&[b'n'; 9]);
            assert!(new || content.as_deref() == had_old.then_some(&b"old"[..]), "{failed:?}");
            assert!(!(new && read(&scratch, MANIFEST).is_some()), "a manifest beside another result");
            assert_eq!(folder.leftovers(), Ok(vec![]), "{failed:?}");
            if failed.is_none() {
                break;
            }
            failures += 1;
            // The same folder goes on as soon as the disk does.
            counters.armed.store(false, Ordering::SeqCst);
            folder.write("plots/a.svg", b"later").expect("the fault is over");
        }
    }
    assert!(failures >= 3 * (7 + 6), "{failures}");
}

#[test]
fn a_full_disk_leaves_no_part_at_any_size() {
    let table = Table::new("series", "One row a value")
        .column(Column::whole("day", "Day.").values((0..20_000).collect::<Vec<i64>>()))
        .expect("a good description");
    let whole = super::super::csv::encode(&table).expect("bytes");
    for budget in (0..whole.len() + 4096).step_by(4096) {
        let scratch = tempdir().expect("a folder can be made");
        let (folder, _) = faulty(scratch.path(), Fault::Full(budget));
        let result = folder.write_table(&table);
        if budget >= whole.len() {
            assert_eq!(result.map(|record| record.bytes), Ok(whole.len() as u64));
            assert_eq!(read(&scratch, "series.csv").as_ref(), Some(&whole));
        } else {
            let error = result.expect_err("full");
            assert!(matches!(error, Error::Io { kind: IoKind::DiskFull, .. }), "{error}");
            assert_eq!(error.exit_code(), 75);
            assert!(error.to_string().contains("series.csv"), "{error}");
            assert_eq!(fs::read_dir(scratch.path()).expect("is there").count(), 0, "at {budget}");
        }
    }
}

#[test]
fn a_slow_disk_gets_every_byte() {
    let scratch = tempdir().expect("a folder can be made");
    let bytes: Vec<u8> = (0..100_000_u32).flat_map(u32::to_le_bytes).collect();
    let (folder, _) = faulty(scratch.path(), Fault::Slow);
    let record = folder.write("a.bin", &bytes).expect("writes");
    assert_eq!(read(&scratch, "a.bin").as_ref(), Some(&bytes));
    assert_eq!(record.sha256, super::super::sha256(&bytes));
}

#[test]
fn an_ignored_failure_of_a_write_still_stops_the_commit() {
    let scratch = tempdir().expect("a folder can be made");
    let (folder, _) = faulty(scratch.path(), Fault::Full(3));
    let mut file = folder.create("a.txt").expect("starts");
    let _ = file.write_all(b"four");
    assert!(file.commit().is_err());
    assert_eq!(read(&scratch, "a.txt"), None);
    assert_eq!(folder.leftovers(), Ok(vec![]));
}

const STEPS: [Step; 6] = [Step::Create, Step::Write, Step::Sync, Step::Rename, Step::Remove, Step::SyncFolder];
const SIZES: [usize; 3] = [0, 1, 300_000];

/// Not a test of its own: the program that [`a_program_that_dies_at_any_call_leaves_old_or_new`] starts.
#[test]
fn dying_child() {
    let Ok(order) = std::env::var(CHILD) else {
        return;
    };
    let words: Vec<&str> = order.splitn(4, ' ').collect();
    let number = |index: usize| words[index].parse::<usize>().expect("a number");
    let (folder, _) = faulty(Path::new(words[3]), Fault::Die(STEPS[number(0)], number(1) == 1));
    folder.write("plots/a.svg", &vec![b'n'; SIZES[number(2)]]).expect("writes or dies");
}

#[test]
fn a_program_that_dies_at_any_call_leaves_old_or_new() {
    let (_, module) = module_path!().split_once("::").expect("inside the crate");
    let mut deaths = 0;
    for (step, after, size) in (0..36).map(|i| (i / 6, i / 3 % 2, i % 3)) {
        let scratch = tempdir().expect("a folder can be made");
        old_result(scratch.path());
        let status = Command::new(std::env::current_exe().expect("this test"))
            .args(["--exact", &format!("{module}::dying_child")])
            .env(CHILD, format!("{step} {after} {size} {}", scratch.path().display()))
            .output()
            .expect("starts")
            .status;
        deaths += usize::from(!status.success());
        let content = read(&scratch, "plots/a.svg").expect("never absent");
        let new = content == vec![b'n'; SIZES[size]];
        assert!(new || content == b"old", "{:?}: {} bytes", STEPS[step], content.len());
        assert!(!(new && read(&scratch, MANIFEST).is_some()), "a manifest beside another result");
        let folder = OutputFolder::open(scratch.path()).expect("opens again");
        folder.write("plots/a.svg", b"again").expect("goes on");
        folder.remove_leftovers().expect("removes");
        assert_eq!(folder.leftovers(), Ok(vec![]));
        assert_eq!(read(&scratch, "plots/a.svg").as_deref(), Some(&b"again"[..]));
    }
    // An empty file is never written to, so that its child lives twice.
    assert_eq!(deaths, 34);
}

#[test]
fn a_temporary_file_of_an_equal_process_number_is_no_obstacle() {
    let scratch = tempdir().expect("a folder can be made");
    let folder = OutputFolder::open(scratch.path()).expect("opens");
    let stale = format!(".a.csv.{}.0.tmp", std::process::id());
    fs::write(scratch.path().join(&stale), b"stale").expect("writes");
    folder.write("a.csv", b"new").expect("writes");
    assert_eq!(folder.leftovers(), Ok(vec![stale.clone()]));
    assert_eq!(read(&scratch, &stale).as_deref(), Some(&b"stale"[..]), "not ours to touch");
    assert_eq!(folder.remove_leftovers(), Ok(1));
    for name in [".a.tmp", "a.1.2.tmp", ".a.1.tmp", ".a.x.1.tmp", ".1.2.tmp"] {
        assert!(!is_temporary(name), "{name}");
    }
}

#[test]
fn rows_as_they_come_make_the_same_file_as_a_table() {
    let scratch = tempdir().expect("a folder can be made");
    let folder = OutputFolder::open(scratch.path()).expect("opens");
    let mut table = Table::new("t", "One row a thing")
        .columns_from([Column::real("x", "X.").minimum(0.0), Column::text("name", "Name.")])
        .expect("a good description");
    let mut stream = folder.stream(&table).expect("starts");
    for (x, name) in [(1, "=a"), (2, ""), (3, "b,\"c\"\r\n")] {
        table.push_row(row![x, name]).expect("fits");
        stream.push_row(row![x, name]).expect("fits");
    }
    assert!(stream.push_row(row!["x", "name"]).is_err());
    stream.commit().expect("writes");
    assert_eq!(read(&scratch, "t.csv"), super::super::csv::encode(&table).ok());
}
