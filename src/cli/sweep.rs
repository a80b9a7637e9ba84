//! `leaderful sweep`: plan, run, merge; and each of them alone.

mod status;
mod submit;

use super::clock::Stopwatch;
use super::numbers::count;
use super::options::{Merging, SweepPart, Sweeping};
use super::progress::Bar;
use super::screen::{Screen, complain};
use super::signals::Signals;
use super::{FAILED, Failure, clock, files, session};
use crate::design::{Design, words};
use crate::error::{Error, Problem};
use crate::export::manifest::MANIFEST;
use crate::export::{Manifest, OutputFolder};
use crate::scenario::Scenario;
use crate::scenario::load::report::listed;
use crate::scenario::load::{Folder, Limits, Loaded};
use crate::sweep::{self, Done, How, Lock, MOST_DEATHS, Merged, PLAN, Plan, Standing, SweepFolder, shard};
use serde_json::json;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Exit code of a merge that leaves something out.
const PARTIAL: u8 = 4;
/// Seconds that timing a few runs may take, and those of a dry run.
const PILOT: [f64; 2] = [0.5, 3.0];
/// Fewest shards a thread, where there are runs enough: so that none waits long for the last one.
const SHARDS_PER_THREAD: u64 = 16;
/// Milliseconds between two lines of JSON about progress.
const JSON_PAUSE: u64 = 1000;

pub(super) fn perform(sweeping: &Sweeping, part: Option<&SweepPart>, screen: &Screen, typed: Vec<String>) -> Result<u8, Failure> {
    match part {
        None => whole(sweeping, screen, typed),
        Some(SweepPart::Plan { sweeping }) => {
            let prepared = Prepared::of(sweeping)?;
            let (folder, _lock) = prepared.begin(sweeping)?;
            screen.say(&format!("{}wrote {}\n", prepared.words(&folder.plan), folder.path().join(PLAN).display()));
            Ok(0)
        }
        Some(SweepPart::RunShard { folder, shard, threads }) => run_shard(folder, shard, *threads, screen),
        Some(SweepPart::Submit { folder, engine, dry_run, shards_per_element, threads, options }) => {
            let (dry_run, shards_per_element, threads) = (*dry_run, *shards_per_element, *threads);
            submit::perform(&submit::Order { folder, engine, dry_run, shards_per_element, threads, options }, screen)
        }
        Some(SweepPart::Status { folder, json, watch }) => status::perform(folder, *json, *watch, screen),
        Some(SweepPart::Merge { folder, allow_partial, merging }) => {
            let folder = SweepFolder::open(folder)?;
            let _lock = Lock::take(folder.path())?;
            merge(&folder, merging, *allow_partial, typed, 0, screen).map(|(.., code)| code)
        }
        Some(SweepPart::Clean { folder, shards }) => clean(folder, *shards, screen),
    }
}

/// A scenario and a design that fit each other.
struct Prepared {
    scenario: Scenario,
    design: Design,
    limits: Limits,
    out: PathBuf,
}

impl Prepared {
    fn of(sweeping: &Sweeping) -> Result<Self, Failure> {
        let argument = sweeping.scenario.as_deref().unwrap_or_default();
        let Loaded { scenario, design } = session::loaded(argument, &sweeping.changes)?;
        let limits = session::limits(sweeping.changes.max_memory);
        let typed = words::Words { vary: &sweeping.vary, design: sweeping.design.as_deref(), until: &sweeping.until };
        let design = words::design(typed, design, &scenario, &limits, &Folder(PathBuf::new()))?;
        let out = session::folder(sweeping.out.as_deref(), &format!("{}-sweep", scenario.name));
        Ok(Self { scenario, design, limits, out })
    }

    fn plan(&self, runs_per_shard: u64) -> Result<Plan, Error> {
        Plan::new(self.scenario.clone(), self.design.clone(), runs_per_shard, self.limits.memory)
    }

    /// Opens the folder. Where it has the plan already, its shards stay as large as they are.
    fn begin(&self, sweeping: &Sweeping) -> Result<(SweepFolder, Lock), Failure> {
        let runs_per_shard = match sweeping.runs_per_shard {
            Some(runs) => runs,
            None if self.out.join(PLAN).exists() => 1,
            None => {
                // A plan is checked before a folder is made for it, and a folder before anything is run for it.
                self.plan(1)?;
                OutputFolder::open(&self.out)?;
                self.runs_per_shard(sweeping, self.timed(PILOT[0])?)
            }
        };
        Ok(SweepFolder::begin(&self.out, &self.plan(runs_per_shard)?)?)
    }

    /// Seconds of one run, by a few of them.
    fn timed(&self, most: f64) -> Result<f64, Error> {
        // A plan is checked before anything is run for it.
        self.plan(1)?;
        let watch = Stopwatch::start();
        let points = self.design.points(&self.scenario);
        let runs = sweep::pilot(&self.scenario, &points, &self.limits, |runs| watch.seconds() > most || runs >= 200)?;
        Ok(watch.seconds() / runs as f64)
    }

    fn runs_per_shard(&self, sweeping: &Sweeping, seconds: f64) -> u64 {
        let by_time = (f64::from(sweeping.shard_time) / seconds.max(1e-6)).max(1.0) as u64;
        let runs = self.design.size() as u64 * u64::from(self.scenario.replications) * (1 + self.scenario.arms.len() as u64);
        by_time.min((runs / (threads(sweeping) * SHARDS_PER_THREAD)).max(1))
    }

    /// What is run, in a few lines.
    fn words(&self, plan: &Plan) -> String {
        let layout = plan.layout();
        let most = if self.design.until.is_some() { "at most " } else { "" };
        format!(
            "{}\n  {} of {} over {}, {} , {most}{} of each: {most}{} in {}\n",
            self.scenario.title,
            count(layout.cells as usize, "cell"),
            method(&self.design),
            count(self.design.factors.len(), "factor"),
            count(plan.arms(), "arm"),
            count(self.scenario.replications as usize, "replication"),
            count(layout.runs() as usize, "run"),
            count(layout.shards() as usize, "shard"),
        )
        .replace(" ,", ",")
    }
}

fn method(design: &Design) -> String {
    serde_json::to_value(design.method).ok().map_or_else(String::new, |value| match value {
        serde_json::Value::Object(map) => format!("a {} design", map.keys().next().map_or("", String::as_str)),
        other => format!("a {} design", other.as_str().unwrap_or_default()),
    })
}

fn threads(sweeping: &Sweeping) -> u64 {
    sweeping.threads.map_or_else(|| std::thread::available_parallelism().map_or(1, |number| number.get() as u64), u64::from)
}

fn whole(sweeping: &Sweeping, screen: &Screen, typed: Vec<String>) -> Result<u8, Failure> {
    sweeping.merging.tables.form()?;
    let prepared = Prepared::of(sweeping)?;
    if sweeping.dry_run {
        return dry_run(&prepared, sweeping, screen);
    }
    let (folder, _lock) = prepared.begin(sweeping)?;
    let say = |text: &str| if sweeping.json { screen.print(text) } else { screen.say(text) };
    let layout = &folder.layout;
    if sweeping.json {
        let plan = json!({
            "event": "plan", "plan": folder.id_text(), "folder": folder.path().display().to_string(), "cells": layout.cells, "arms": layout.arms,
            "replications": prepared.scenario.replications, "runs": layout.runs(), "shards": layout.shards(),
        });
        say(&format!("{plan}\n"));
    } else {
        say(&prepared.words(&folder.plan));
    }
    let watch = Stopwatch::start();
    let done = match make_here(&folder, sweeping.threads.map_or(0, usize::from), sweeping.json, screen)? {
        Ok(done) => done,
        Err(code) => return Ok(code),
    };
    let (merged, digest, code) = merge(&folder, &sweeping.merging, false, typed, done.threads, screen)?;
    if sweeping.json {
        let line = json!({
            "event": "done", "runs": merged.runs, "failed": merged.failed, "replications": merged.replications,
            "seconds": watch.seconds().round(), "runs_sha256": digest,
        });
        say(&format!("{line}\n"));
    }
    Ok(code)
}

/// Makes what is missing on threads of this machine; the exit code, if it was interrupted.
fn make_here(folder: &SweepFolder, threads: usize, as_json: bool, screen: &Screen) -> Result<Result<Done, u8>, Failure> {
    let signals = Signals::watch();
    let (bar, watch, told) = (Bar::new(screen), Stopwatch::start(), AtomicU64::new(0));
    let progress = |now: sweep::Progress| {
        if now.own == 1 {
            bar.begin_at(now.done - 1);
        }
        bar.move_to(now.done, now.planned, || format!("{} of {} runs", now.done, now.planned));
        let millis = (watch.seconds() * 1000.0) as u64;
        let last = told.load(Ordering::Relaxed);
        if as_json && millis >= last + JSON_PAUSE && told.compare_exchange(last, millis, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
            let left = watch.seconds() / now.own as f64 * (now.planned - now.done) as f64;
            let (done, planned, seconds) = (now.done, now.planned, millis / 1000);
            let line = json!({ "event": "progress", "done": done, "planned": planned, "seconds": seconds, "seconds_left": left.round() });
            screen.print(&format!("{line}\n"));
        }
    };
    let how = How { threads, interrupt: &signals.stop, progress: &progress, begun: &|_| {} };
    let done = sweep::run(folder, &how);
    let took = bar.end();
    let done = done?;
    screen.detail(&format!(
        "{} made in {:.1} s on {}",
        count(done.shards as usize, "shard"),
        took.as_secs_f64(),
        count(done.threads, "thread")
    ));
    if !done.given_up.is_empty() {
        return Ok(Err(given_up(&done, folder.path())));
    }
    if done.replications.is_none() {
        complain(&format!(
            "interrupted: {} made, all of them whole; the same command goes on from there",
            count(done.shards as usize, "shard")
        ));
        return Ok(Err(signals.exit_code()));
    }
    signals.end_at_once();
    Ok(Ok(done))
}

fn dry_run(prepared: &Prepared, sweeping: &Sweeping, screen: &Screen) -> Result<u8, Failure> {
    let seconds = prepared.timed(PILOT[1])?;
    let plan = prepared.plan(sweeping.runs_per_shard.unwrap_or_else(|| prepared.runs_per_shard(sweeping, seconds)))?;
    let layout = plan.layout();
    let total = layout.runs() as f64 * seconds;
    let bytes = layout.runs() * shard::row_bytes(plan.outcomes.len());
    let number = threads(sweeping);
    if sweeping.json {
        let line = json!({
            "event": "estimate", "cells": layout.cells, "arms": layout.arms, "replications": plan.scenario.replications,
            "runs": layout.runs(), "shards": layout.shards(), "seconds_a_run": seconds, "thread_seconds": total, "threads": number,
            "seconds": total / number as f64, "shard_bytes": bytes,
        });
        screen.print(&format!("{line}\n"));
        return Ok(0);
    }
    screen.say(&prepared.words(&plan));
    screen.say(&format!(
        "  about {:.1} ms a run: {} of one thread, {} on {}, and {:.1} MB of shards\n  nothing was written\n",
        seconds * 1000.0,
        duration(total),
        duration(total / number as f64),
        count(number as usize, "thread"),
        bytes as f64 / 1e6,
    ));
    Ok(0)
}

/// Seconds as people say them.
fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 90.0 => format!("{s:.0} s"),
        s if s < 5400.0 => format!("{:.0} min", s / 60.0),
        s if s < 172_800.0 => format!("{:.1} h", s / 3600.0),
        s => format!("{:.1} days", s / 86_400.0),
    }
}

/// Writes tables, plots and manifest; returns the SHA-256 of `runs.csv` and the exit code as well.
fn merge(
    folder: &SweepFolder,
    merging: &Merging,
    allow_partial: bool,
    typed: Vec<String>,
    threads: usize,
    screen: &Screen,
) -> Result<(Merged, String, u8), Failure> {
    let created = clock::now();
    let output = OutputFolder::open(folder.path())?.with_form(merging.tables.form()?);
    let former = files::former(&output);
    let wishes = sweep::Wishes { allow_partial, every_outcome: merging.all_outcomes, plots: !merging.no_plots };
    let merged = sweep::merge(folder, &output, wishes)?;
    for figure in &merged.figures {
        let (width, height) = figure.size;
        let drawn = figure.plot.render(width, height);
        let rendered = drawn.map_err(|error| Error::BadTable { table: figure.name.clone(), message: error.to_string() })?;
        files::picture(&output, &figure.name, &rendered)?;
    }
    let written = output.files();
    let scenario = &folder.plan.scenario;
    let manifest = Manifest {
        status: if merged.gaps == 0 { "complete" } else { "partial" }.to_owned(),
        runs_planned: merged.planned,
        runs_finished: merged.runs,
        commit: env!("LEADERFUL_COMMIT").to_owned(),
        dirty: env!("LEADERFUL_DIRTY") == "true",
        rustc: env!("LEADERFUL_RUSTC").to_owned(),
        generator: crate::streams::GENERATOR.to_owned(),
        command: typed,
        plan_sha256: folder.id_text(),
        seed: scenario.seed,
        replications: merged.replications.into(),
        failures: merged.failures.clone(),
        arms: scenario.all_arms().map(|arm| arm.name.clone()).collect(),
        threads,
        started: created.clone(),
        created,
        finished: clock::now(),
        ..Manifest::of(scenario)?
    };
    output.finish(&manifest)?;
    files::remove_stale(&output, &former, &written, screen);
    let digest = written.iter().find(|file| file.name == "runs.csv").map(|file| file.sha256.clone()).unwrap_or_default();
    screen.say(&format!(
        "{} of each arm in {}: {} in {}\n  runs.csv, summary.csv{}, cells.csv{}; SHA-256 of runs.csv {digest}\n",
        count(merged.replications as usize, "replication"),
        count(folder.layout.cells as usize, "cell"),
        count(merged.runs as usize, "run"),
        folder.path().display(),
        if manifest.arms.len() > 1 { ", contrasts.csv" } else { "" },
        if merging.no_plots { "" } else { ", plots/" },
    ));
    if merged.failed > 0 {
        complain(&format!("{} failed; runs.csv has a row with the reason of each", count(merged.failed as usize, "run")));
    }
    let code = match (merged.gaps, merged.failed) {
        (0, 0) => 0,
        (0, _) => FAILED,
        (gaps, _) => {
            complain(&format!("{} missing or torn: tables and plots leave out their runs", count(gaps as usize, "shard")));
            PARTIAL
        }
    };
    Ok((merged, digest, code))
}

/// Tells of shards that no program survived, and returns the exit code.
fn given_up(done: &Done, folder: &Path) -> u8 {
    let shards = listed(&done.given_up);
    complain(&format!(
        "given up: shard {shards}, since {MOST_DEATHS} programs ended while they made it, as for want of memory; all others are whole\n  \
         try again: leaderful sweep clean {0}; leave it out: leaderful sweep merge {0} --allow-partial",
        folder.display()
    ));
    FAILED
}

fn run_shard(folder: &Path, words: &str, threads: u16, screen: &Screen) -> Result<u8, Failure> {
    let folder = SweepFolder::open(folder)?;
    let shards = range(words, folder.layout.shards())?;
    let signals = Signals::watch();
    let begun = |shard: u64| screen.detail(&format!("shard {shard} begun"));
    let how = How { threads: threads.into(), interrupt: &signals.stop, progress: &|_| {}, begun: &begun };
    let done = sweep::run_shard(&folder, shards.clone(), &how)?;
    if signals.stop.load(Ordering::Relaxed) {
        return Ok(signals.exit_code());
    }
    if !done.given_up.is_empty() {
        return Ok(given_up(&done, folder.path()));
    }
    let there = shards.end - shards.start - done.shards;
    screen.say(&format!("{} made, {there} were there already\n", count(done.shards as usize, "shard")));
    Ok(0)
}

/// `A` or `A..B` as a range of shards that there are.
fn range(words: &str, shards: u64) -> Result<Range<u64>, Error> {
    let (from, to) = words.split_once("..").map_or((words, None), |(from, to)| (from, Some(to)));
    let from = from.trim().parse::<u64>().ok();
    let to = to.map_or(from.and_then(|from| from.checked_add(1)), |to| to.trim().parse::<u64>().ok());
    match (from, to) {
        (Some(from), Some(to)) if from < to && to <= shards => Ok(from..to),
        _ => {
            let problem = Problem::new("there are no such shards").within("--shard").value(words);
            Err(Error::input(problem.allowed(format!("0 to {}, or A..B up to {shards}", shards.saturating_sub(1)))))
        }
    }
}

fn clean(folder: &Path, shards: bool, screen: &Screen) -> Result<u8, Failure> {
    let folder = SweepFolder::open(folder)?;
    let _lock = Lock::take(folder.path())?;
    // Whoever is at work needs his temporary files.
    let alive = status::Said::of(&folder, &Standing::default())?.map_or_else(Vec::new, status::Said::alive);
    if !alive.is_empty() {
        let problem = Problem::new("jobs of the sweep are alive").within(folder.path().display().to_string()).value(alive.join(", "));
        return Err(problem.help("wait for them, or cancel them").into());
    }
    let bytes = std::fs::read(folder.path().join(MANIFEST)).ok();
    let whole = bytes.and_then(|bytes| Manifest::decode(&bytes).ok()).is_some_and(|manifest| manifest.status == "complete");
    if shards && !whole {
        let problem = Problem::new("the shards are not merged yet, so they stay").within("--shards");
        return Err(problem.help("run `leaderful sweep merge` first").into());
    }
    let removed = folder.clean(shards)? + crate::cluster::remove_logs(&folder)?;
    screen.say(&format!("{} removed\n", count(removed as usize, "file")));
    Ok(0)
}
