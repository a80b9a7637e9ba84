//! Faults from outside, as the program is used: kills, signals, folders that cannot be written, races, memory. What happens to
//! single calls of a disk is in src/sweep/faults.rs; all of it stands in docs/faults.md.
#![cfg(unix)]

mod place;

use place::{Place, text};
use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// Six cells, two arms, three replications.
const WORDS: &[&str] = &["small.toml", "--vary", "trust.gain=0.01,0.05", "--vary", "arm.Distributed.pattern=autocracy..anarchy:3"];
/// The same with so many runs that it does not end while a test looks at it.
const LONG: &[&str] = &["--replications", "100000", "--runs-per-shard", "100000"];

#[expect(clippy::disallowed_methods, reason = "a test measures time")]
fn now() -> Instant {
    Instant::now()
}

/// What `sweep status` says, whatever its exit code.
fn status(place: &Place, folder: &str) -> serde_json::Value {
    serde_json::from_slice(&place.run(&["sweep", "status", folder, "--json"]).stdout).unwrap()
}

fn torn(place: &Place, folder: &str) -> usize {
    status(place, folder)["shards"]["torn"].as_array().unwrap().len()
}

fn start(place: &Place, words: &[&str]) -> Child {
    place.command(words).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }
}

/// Kills a program at a random moment of the time that it takes; true if it was still at work.
fn killed(place: &Place, words: &[&str], takes: Duration, dice: &mut Dice) -> bool {
    let mut child = start(place, words);
    std::thread::sleep(Duration::from_micros(dice.below(takes.as_micros() as u64 + 1)));
    let over = child.try_wait().unwrap().is_some();
    child.kill().unwrap();
    child.wait().unwrap();
    !over
}

fn takes(work: impl FnOnce()) -> Duration {
    let start = now();
    work();
    start.elapsed()
}

fn kills_of_plan_and_merge(kills: usize) {
    let place = Place::with_small();
    let plan = |folder: &'static str| [&["sweep", "plan"], WORDS, &["--runs-per-shard", "2", "--out", folder]].concat();
    let mut dice = Dice(88_172_645_463_325_252);
    let time = takes(|| drop(place.good(&plan("whole"))));
    let whole = fs::read(place.path().join("whole/plan.json")).unwrap();
    let (mut hits, mut there) = (0, 0);
    for _ in 0..kills * 20 {
        hits += usize::from(killed(&place, &plan("killed"), time, &mut dice));
        if let Ok(bytes) = fs::read(place.path().join("killed/plan.json")) {
            assert_eq!(bytes, whole, "a plan is whole or absent");
            there += 1;
        }
        let _ = fs::remove_dir_all(place.path().join("killed"));
        if hits == kills {
            break;
        }
    }
    assert_eq!(hits, kills);
    println!("{hits} kills of plan: 0 torn plans; a plan was there {there} times");
    place.good(&["sweep", "run-shard", "whole", "--shard", "0..18"]);
    let merge = ["sweep", "merge", "whole", "--no-plots"];
    let time = takes(|| drop(place.good(&merge)));
    let merged = place.results("whole");
    let (mut hits, mut half) = (0, 0);
    for _ in 0..kills * 20 {
        merged.keys().chain([&"manifest.json".to_owned()]).for_each(|name| drop(fs::remove_file(place.path().join("whole").join(name))));
        hits += usize::from(killed(&place, &merge, time, &mut dice));
        let mut found = place.results("whole");
        found.retain(|name, _| !name.ends_with(".tmp"));
        found.iter().for_each(|(name, bytes)| assert_eq!(bytes, &merged[name], "{name} is torn"));
        let finished = place.path().join("whole/manifest.json").exists();
        assert!(!finished || found.len() == merged.len(), "a manifest beside a part of the tables");
        half += usize::from(!finished && !found.is_empty());
        if hits == kills {
            break;
        }
    }
    assert_eq!(hits, kills);
    println!("{hits} kills of merge: 0 torn tables; some tables of several were there {half} times");
    place.good(&merge);
    place.good(&["sweep", "clean", "whole"]);
    assert_eq!(place.results("whole"), merged);
}

#[test]
fn killed_plans_and_merges_leave_whole_files() {
    kills_of_plan_and_merge(10);
}

#[test]
#[ignore = "takes a minute: cargo test --test faults -- --ignored --nocapture fifty"]
fn fifty_killed_plans_and_merges_leave_whole_files() {
    kills_of_plan_and_merge(50);
}

fn workers_at_once(rounds: usize) {
    let place = Place::with_small();
    let plan = |folder: &str| drop(place.good(&[&["sweep", "plan"], WORDS, &["--runs-per-shard", "2", "--out", folder]].concat()));
    plan("alone");
    place.good(&["sweep", "run-shard", "alone", "--shard", "0..18"]);
    place.good(&["sweep", "merge", "alone", "--no-plots"]);
    let mut made = 0;
    for round in 0..rounds {
        plan("together");
        let workers: Vec<Child> = (0..4)
            .map(|_| {
                let mut command = place.command(&["sweep", "run-shard", "together", "--shard", "0..18"]);
                command.stdout(Stdio::piped()).spawn().unwrap()
            })
            .collect();
        for worker in workers {
            let output = worker.wait_with_output().unwrap();
            assert!(output.status.success(), "round {round}");
            made += text(&output.stdout).split_whitespace().next().and_then(|word| word.parse::<usize>().ok()).unwrap();
        }
        assert_eq!(torn(&place, "together"), 0);
        place.good(&["sweep", "merge", "together", "--no-plots"]);
        assert_eq!(place.results("together"), place.results("alone"), "round {round}");
        fs::remove_dir_all(place.path().join("together")).unwrap();
    }
    println!("{rounds} times four workers on the same 18 shards: {made} made, the same bytes each time");
}

#[test]
fn four_workers_on_the_same_shards_waste_work_at_most() {
    workers_at_once(2);
}

#[test]
#[ignore = "takes half a minute: cargo test --test faults -- --ignored --nocapture twenty"]
fn twenty_times_four_workers_on_the_same_shards_waste_work_at_most() {
    workers_at_once(20);
}

/// A small disk that goes away in the end; nothing where it cannot be mounted.
struct Mounted(String);

impl Mounted {
    fn new(place: &Place, name: &str, options: &str) -> Option<Self> {
        let path = place.path().join(name);
        fs::create_dir(&path).unwrap();
        let path = path.to_str().unwrap().to_owned();
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs", &path]).stderr(Stdio::null()).status();
        if mount.is_ok_and(|status| status.success()) {
            return Some(Self(path));
        }
        println!("{name}: skipped, since a disk cannot be mounted here");
        None
    }

    fn remount(&self, options: &str) {
        assert!(Command::new("mount").args(["-o", &format!("remount,{options}"), &self.0]).status().unwrap().success());
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_told_before_the_first_run() {
    let place = Place::with_small();
    let victim = place.path().join("victim");
    fs::write(&victim, "mine").unwrap();
    symlink("nowhere", place.path().join("dangling")).unwrap();
    symlink("victim", place.path().join("link")).unwrap();
    assert!(Command::new("mkfifo").arg(place.path().join("pipe")).status().unwrap().success());
    let read_only = Mounted::new(&place, "read-only", "ro,size=1m");
    let no_inodes = Mounted::new(&place, "no-inodes", "nr_inodes=1,size=1m");
    let full = Mounted::new(&place, "full", "size=4k");
    full.iter().for_each(|_| fs::write(place.path().join("full/file"), [0; 4096]).unwrap());
    let forbidden = fs::create_dir("/proc/leaderful").is_err();
    let cases = [
        ("victim", 65, true),
        ("victim/below", 65, true),
        ("dangling", 65, true),
        ("link", 65, true),
        ("pipe", 65, true),
        ("/dev/null", 65, true),
        ("/proc/leaderful", 75, forbidden),
        ("read-only/s", 75, read_only.is_some()),
        ("read-only", 75, read_only.is_some()),
        ("no-inodes/s", 75, no_inodes.is_some()),
        ("full", 75, full.is_some()),
    ];
    let mut tried = 0;
    for (out, code, _) in cases.into_iter().filter(|(.., possible)| *possible) {
        // With a pilot of half a second and without one.
        for more in [&["--replications", "100000"], LONG] {
            let time = takes(|| {
                let told = place.fails(code, &[&["sweep"], WORDS, more, &["--out", out]].concat());
                assert!(told.contains(out.split('/').next_back().unwrap()) || told.contains("victim"), "{out}: {told}");
            });
            assert!(time < Duration::from_secs(1), "{out}: {time:?}");
        }
        tried += 1;
    }
    println!("{tried} folders that cannot be written, each told in less than a second");
    assert!(tried >= 6 && fs::read(&victim).unwrap() == b"mine");
}

#[test]
fn shards_that_cannot_be_written_are_told_before_their_first_run() {
    let place = Place::with_small();
    let plan = |out: &str| drop(place.good(&[&["sweep", "plan"], WORDS, LONG, &["--out", out]].concat()));
    let refused = |out: &str, code: i32| {
        let time = takes(|| drop(place.fails(code, &["sweep", "run-shard", out, "--shard", "0"])));
        assert!(time < Duration::from_secs(1), "{out}: {time:?}");
    };
    plan("file");
    fs::write(place.path().join("file/shards"), "mine").unwrap();
    refused("file", 65);
    plan("link");
    symlink("/tmp", place.path().join("link/shards")).unwrap();
    refused("link", 65);
    if let Some(disk) = Mounted::new(&place, "disk", "size=1m,nr_inodes=8") {
        plan("disk/s");
        disk.remount("ro");
        refused("disk/s", 75);
        disk.remount("rw,nr_inodes=5");
        refused("disk/s", 75);
    }
}

/// How a program ended: its exit code, or 128 and the signal that ended it.
fn code(status: ExitStatus) -> i32 {
    status.code().or(status.signal().map(|signal| 128 + signal)).unwrap()
}

/// Whether this program, and so what it starts, ignores a signal: what runs in the background of a shell does.
fn ignores(signal: i32) -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| u64::from_str_radix(line.strip_prefix("SigIgn:")?.trim(), 16).ok());
    mask.is_none_or(|mask| mask >> (signal - 1) & 1 == 1)
}

#[test]
fn each_signal_in_each_phase_ends_the_sweep_soon_and_it_goes_on_later() {
    let place = Place::with_small();
    let common = [&["sweep"], WORDS, &["--replications", "30", "--threads", "1", "--out"]].concat();
    let sized = |out: &'static str| [common.as_slice(), &[out, "--runs-per-shard", "3"]].concat();
    let quick = |out: &'static str| [sized(out), vec!["--no-plots"]].concat();
    place.good(&quick("whole"));
    let whole = place.results("whole");
    let temporary = |folder: &Path, name: &str| {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .any(|found| found.starts_with(name) && found.ends_with(".tmp"))
    };
    let folder = place.path().join("s");
    let wait_for = |child: &mut Child, there: &dyn Fn() -> bool| {
        while !there() && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_micros(200));
        }
    };
    let phases: [(&str, &dyn Fn() -> bool); 4] = [
        ("run", &|| temporary(&folder.join("shards/000"), ".")),
        ("second shard", &|| fs::read_dir(folder.join("shards/000")).is_ok_and(|entries| entries.count() > 2)),
        ("merge", &|| temporary(&folder, ".runs.csv")),
        ("plots", &|| folder.join("plots").exists()),
    ];
    let mut stopped = 0;
    for (name, number) in [("TERM", 15), ("INT", 2), ("HUP", 1), ("USR1", 10), ("PIPE", 13)] {
        // Programs of Rust ignore SIGPIPE of themselves.
        if name != "PIPE" && ignores(number) {
            println!("{name}: skipped, since this test was started to ignore it");
            continue;
        }
        for (phase, there) in phases.iter().chain(&[("pilot", (&|| true) as &dyn Fn() -> bool)]) {
            let words = match *phase {
                "pilot" => [common.as_slice(), &["s"]].concat(),
                // Drawing takes long, and is the same to every signal.
                "plots" if name != "TERM" => continue,
                "plots" => sized("s"),
                _ => quick("s"),
            };
            let mut child = start(&place, &words);
            wait_for(&mut child, there);
            std::thread::sleep(Duration::from_millis(if *phase == "pilot" { 100 } else { 0 }));
            assert!(Command::new("kill").args([&format!("-{name}"), &child.id().to_string()]).status().unwrap().success());
            let mut status = None;
            let time = takes(|| status = Some(child.wait_with_output().unwrap()));
            let output = status.unwrap();
            let said = text(&output.stderr);
            match code(output.status) {
                // Whoever closes a pipe has read enough; and it may have been over before the signal came.
                0 => assert!(name == "PIPE" || ["merge", "plots"].contains(phase), "{name} {phase}: {said}"),
                found => {
                    assert_eq!(found, 128 + number, "{name} {phase}: {said}");
                    assert!(time < Duration::from_secs(2), "{name} {phase}: {time:?}");
                    stopped += 1;
                }
            }
            if folder.join("plan.json").exists() {
                assert_eq!(torn(&place, "s"), 0, "{name} {phase}");
            }
            let mut left = place.results("s");
            left.retain(|file, _| !file.ends_with(".tmp") && !file.starts_with("plots/"));
            left.iter().for_each(|(file, bytes)| assert_eq!(bytes, &whole[file], "{name} {phase}: {file}"));
            if *phase == "second shard" {
                place.good(&quick("s"));
                assert_eq!(place.results("s"), whole, "{name}");
            }
            fs::remove_dir_all(&folder).unwrap_or_default();
        }
    }
    println!("{stopped} signals stopped the sweep in less than two seconds: 0 torn files");
    assert!(stopped >= 8, "{stopped}");
}

#[test]
fn a_run_that_takes_the_program_with_it_is_given_up_while_all_others_are_made() {
    let place = Place::with_small();
    // Cell 1 needs more memory than there is.
    let words =
        ["sweep", "small.toml", "--vary", "system.organisations=2,40000,3", "--days", "2", "--runs-per-shard", "2", "--threads", "2"];
    let sweep = |limit: &str| {
        let program = env!("CARGO_BIN_EXE_leaderful");
        let script = format!("ulimit -c 0; ulimit -v {limit}; MALLOC_ARENA_MAX=1 exec \"$0\" \"$@\"");
        let mut command = Command::new("sh");
        command.args(["-c", &script, program]).args(words).args(["--out", "s", "--no-plots"]).current_dir(place.path());
        command.output().unwrap()
    };
    let (mut deaths, mut last) = (0, None);
    for _ in 0..30 {
        let output = sweep("250000");
        if output.status.code() == Some(1) {
            last = Some(text(&output.stderr));
            break;
        }
        assert!(output.status.signal().is_some(), "{}", text(&output.stderr));
        deaths += 1;
        assert_eq!(torn(&place, "s"), 0);
    }
    let said = last.expect("it ends with 1");
    assert!(said.contains("given up: shard 1, 4, 7"), "{said}");
    // Two that died together are told apart: five deaths each, one or two of them shared.
    assert!((13..=15).contains(&deaths), "{deaths}");
    let shards = &status(&place, "s")["shards"];
    assert_eq!(
        (shards["whole"].as_u64(), shards["missing"].as_u64(), &shards["given_up"]),
        (Some(6), Some(3), &serde_json::json!([1, 4, 7]))
    );
    assert!(place.fails(65, &["sweep", "merge", "s"]).contains("1 missing"));
    place.fails(4, &["sweep", "merge", "s", "--allow-partial", "--no-plots"]);
    println!("3 shards that end every program: given up after {deaths} deaths, 6 others whole");
}
