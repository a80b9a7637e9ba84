//! What takes minutes or other programs: a sweep that is killed again and again, and clocks that jump. Run by hand; see docs/faults.md.
#![cfg(unix)]

mod place;

use place::Place;
use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const WORDS: &[&str] = &["sweep", "small.toml", "--vary", "trust.gain=0.01,0.05", "--vary", "arm.Distributed.pattern=autocracy..anarchy:3"];

#[expect(clippy::disallowed_methods, reason = "a test measures time")]
fn now() -> Instant {
    Instant::now()
}

/// Resident memory in KiB and open files of a process.
fn load_of(child: &Child) -> Option<(u64, usize)> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let memory = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?.split_whitespace().next()?.parse().ok()?;
    Some((memory, fs::read_dir(format!("/proc/{}/fd", child.id())).ok()?.count()))
}

fn median(mut numbers: Vec<u64>) -> u64 {
    numbers.sort_unstable();
    numbers[numbers.len() / 2]
}

#[test]
#[ignore = "takes LEADERFUL_SOAK_MINUTES (30) and as long again: cargo test --test soak -- --ignored --nocapture killed"]
fn a_sweep_killed_every_ten_seconds_keeps_its_size_and_loses_nothing() {
    let minutes: f64 = std::env::var("LEADERFUL_SOAK_MINUTES").ok().and_then(|word| word.parse().ok()).unwrap_or(30.0);
    let place = Place::with_small();
    let start = now();
    place.good(&[WORDS, &["--replications", "200", "--runs-per-shard", "12", "--no-plots", "--out", "pilot"]].concat());
    let rate = 200.0 / start.elapsed().as_secs_f64();
    let replications = ((rate * minutes * 60.0) as u64).max(200).to_string();
    let words = [WORDS, &["--replications", &replications, "--runs-per-shard", "120", "--no-plots", "--out"]].concat();
    // Lives that were spent on runs, and lives that were spent on tables: in the latter all shards are there.
    let (mut lives, mut done) = ([Vec::new(), Vec::new()], false);
    let mut all_there = false;
    let start = now();
    while start.elapsed().as_secs_f64() < minutes * 60.0 && !done {
        let life = now();
        let mut child =
            place.command(&[words.as_slice(), &["soaked"]].concat()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let mut largest = (0, 0);
        while life.elapsed() < Duration::from_secs(10) && !done {
            std::thread::sleep(Duration::from_millis(200));
            done = child.try_wait().unwrap().is_some();
            largest = load_of(&child).map_or(largest, |(memory, files)| (largest.0.max(memory), largest.1.max(files)));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let status: serde_json::Value = serde_json::from_str(&place.good(&["sweep", "status", "soaked", "--json"])).unwrap();
        let shards = &status["shards"];
        assert_eq!(shards["torn"].as_array().unwrap().len(), 0);
        // A life of both belongs to neither.
        let there_before = std::mem::replace(&mut all_there, shards["whole"] == shards["planned"]);
        if !done && there_before == all_there {
            lives[usize::from(all_there)].push(largest);
        }
    }
    place.good(&[words.as_slice(), &["soaked"]].concat());
    println!("{replications} replications in {minutes} min");
    for (what, lives) in ["runs", "tables"].into_iter().zip(&lives).filter(|(_, lives)| !lives.is_empty()) {
        let third = (lives.len() / 3).max(1);
        let memory = |lives: &[(u64, usize)]| median(lives.iter().map(|(memory, _)| *memory).collect());
        let (first, last) = (memory(&lives[..third]), memory(&lives[lives.len() - third..]));
        let files = lives.iter().map(|(_, files)| *files).max().unwrap();
        println!("{} kills at {what}: memory {first} KiB at first and {last} KiB at last, {files} files open", lives.len());
        // A merge holds up to 128 shards open.
        assert!(last as f64 <= 1.05 * first as f64 && files < 160);
    }
    place.good(&[words.as_slice(), &["whole", "--threads", "1"]].concat());
    place.good(&["sweep", "clean", "soaked"]);
    assert_eq!(place.results("soaked"), place.results("whole"));
}

#[test]
#[ignore = "needs the program faketime: cargo test --test soak -- --ignored --nocapture clocks"]
fn clocks_that_jump_change_no_byte() {
    if !Command::new("faketime").arg("--version").output().is_ok_and(|output| output.status.success()) {
        println!("skipped: there is no program faketime");
        return;
    }
    let place = Place::with_small();
    let more = ["--replications", "40", "--runs-per-shard", "6", "--no-plots", "--out"];
    place.good(&[WORDS, &more, &["whole"]].concat());
    let whole = place.results("whole");
    let mut cases = 0;
    let mut same_at = |time: &str, zone: &str| {
        let program = env!("CARGO_BIN_EXE_leaderful");
        // A part before, a part under the wrong clock.
        place.good(&[&["sweep", "plan"], &WORDS[1..], &more, &["faked"]].concat());
        place.good(&["sweep", "run-shard", "faked", "--shard", "3..20"]);
        let mut command = Command::new("faketime");
        command.args(["-f", time, program]).args(WORDS).args(more).arg("faked").current_dir(place.path()).env("TZ", zone);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{time}: {}", place::text(&output.stderr));
        assert_eq!(place.results("faked"), whole, "{time}");
        fs::remove_dir_all(place.path().join("faked")).unwrap();
        cases += 1;
    };
    same_at("-1h", "UTC");
    same_at("+10y", "UTC");
    same_at("@1970-01-01 00:00:01", "UTC");
    same_at("@2026-03-29 01:59:59", "Europe/Berlin");
    same_at("@2038-01-19 03:14:07", "UTC");
    // Backwards while it runs: an hour every second.
    let clock = place.path().join("clock");
    fs::write(&clock, "+100h\n").unwrap();
    let mut command = Command::new("faketime");
    command.args(["-f", "+0", env!("CARGO_BIN_EXE_leaderful")]).args(WORDS).args(more).arg("faked").current_dir(place.path());
    command.env("FAKETIME_TIMESTAMP_FILE", &clock).env("FAKETIME_NO_CACHE", "1").env_remove("FAKETIME").stdout(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut hours = 100;
    while child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(20));
        hours -= 1;
        fs::write(&clock, format!("{hours:+}h\n")).unwrap();
    }
    assert!(child.wait().unwrap().success() && hours < 100);
    assert_eq!(place.results("faked"), whole);
    println!("{} clocks, the last one {} hours back during the run: the same bytes", cases + 1, 100 - hours);
}
