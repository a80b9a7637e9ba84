//! `leaderful sweep status`: what the files say, and what the engine says beside it.

use super::super::clock::Stopwatch;
use super::super::numbers::count;
use super::super::screen::{Screen, complain};
use super::super::signals::Signals;
use super::super::{FAILED, Failure};
use super::duration;
use crate::cluster::{Engine, Fault, Jobs, Submission};
use crate::error::Error;
use crate::export::manifest::MANIFEST;
use crate::sweep::{MOST_DEATHS, Standing, SweepFolder};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// Shards of each kind that are named on the terminal.
const NAMED: usize = 10;
/// Milliseconds between two looks for Ctrl-C.
const NAP: u64 = 100;

pub(super) fn perform(path: &Path, as_json: bool, watch: Option<u32>, screen: &Screen) -> Result<u8, Failure> {
    let folder = SweepFolder::open(path)?;
    let mut standing = Standing::of(&folder)?;
    let code = |standing: &Standing| if standing.given_up.is_empty() { 0 } else { FAILED };
    let (signals, clock, before) = (watch.map(|_| Signals::watch()), Stopwatch::start(), standing.whole());
    loop {
        let engine = Said::of(&folder, &standing)?;
        let (made, seconds) = (standing.whole() - before, clock.seconds());
        let pace = (made > 0)
            .then(|| Pace { shards_per_second: made as f64 / seconds, left: standing.to_do().len() as f64 * seconds / made as f64 });
        let told =
            if as_json { in_json(&folder, &standing, engine.as_ref(), pace) } else { in_words(&folder, &standing, engine.as_ref(), pace) };
        screen.print(&told);
        let (Some(pause), Some(signals)) = (watch, &signals) else { return Ok(code(&standing)) };
        // Nothing that is still to do, or only what is given up.
        if standing.to_do().is_empty() {
            return Ok(code(&standing));
        }
        for _ in 0..u64::from(pause) * 1000 / NAP {
            if signals.stop.load(Ordering::Relaxed) {
                return Ok(signals.exit_code());
            }
            std::thread::sleep(Duration::from_millis(NAP));
        }
        standing.look_again(&folder)?;
    }
}

/// How fast shards are made while somebody watches.
#[derive(Clone, Copy)]
struct Pace {
    shards_per_second: f64,
    /// Seconds until all are made.
    left: f64,
}

/// What the engine says about a sweep, or why it says nothing.
pub(super) struct Said {
    submission: Submission,
    jobs: Result<Jobs, Fault>,
    done: bool,
}

impl Said {
    /// Asks the engine of a sweep; none if nothing was submitted.
    pub(super) fn of(folder: &SweepFolder, standing: &Standing) -> Result<Option<Self>, Error> {
        let Some(submission) = Submission::of(folder)? else { return Ok(None) };
        let jobs = submission.engine().and_then(|engine| engine.jobs(&submission));
        Ok(Some(Self { submission, jobs, done: standing.is_done() }))
    }

    /// In one word. The files are right and the engine may be wrong: `stale` is what it still holds for a sweep that is whole.
    fn state(&self) -> &'static str {
        match &self.jobs {
            Err(_) => "unknown",
            Ok(jobs) if jobs.alive.is_empty() => "idle",
            Ok(_) if self.done => "stale",
            Ok(_) => "at work",
        }
    }

    fn words(&self) -> String {
        let Jobs { running, waiting, failed, alive } = match &self.jobs {
            Ok(jobs) => jobs,
            Err(fault) => return format!("not known, {}", fault_words(fault)),
        };
        let all = if *failed > 0 {
            format!("{running} running, {waiting} waiting, {failed} failed")
        } else {
            format!("{running} running, {waiting} waiting")
        };
        let advice = match self.state() {
            "stale" => "; the engine thinks that the sweep runs, but its shards are whole: merge it",
            "idle" if !self.done => "; submit again for what is left",
            _ => "",
        };
        let jobs = if alive.is_empty() { String::new() } else { format!(" (job {})", alive.join(", ")) };
        format!("{all}{jobs}{advice}")
    }

    fn json(&self) -> Value {
        let mut value = json!({ "engine": self.submission.engine, "jobs": self.submission.jobs, "state": self.state() });
        match &self.jobs {
            Ok(jobs) => {
                value["alive"] = json!(jobs.alive);
                value["elements"] = json!({ "running": jobs.running, "waiting": jobs.waiting, "failed": jobs.failed });
            }
            Err(fault) => value["message"] = json!(fault_words(fault)),
        }
        value
    }

    /// The engine, if this program knows it.
    pub(super) fn engine(&self) -> Option<&'static dyn Engine> {
        self.submission.engine().ok()
    }

    /// Jobs that the engine still holds.
    pub(super) fn jobs(self) -> Result<Vec<String>, Fault> {
        self.jobs.map(|jobs| jobs.alive)
    }

    /// Jobs that the engine still holds; none where it says nothing, which is told.
    pub(super) fn alive(self) -> Vec<String> {
        match self.jobs {
            Ok(jobs) => jobs.alive,
            Err(fault) => {
                complain(&format!("note: whether jobs of the sweep are alive is not known: {}", fault_words(&fault)));
                Vec::new()
            }
        }
    }
}

pub(super) fn fault_words(fault: &Fault) -> String {
    match fault {
        Fault::NoCommand(command) => format!("{command} is not on this machine"),
        Fault::Failed(message) => message.clone(),
    }
}

fn in_json(folder: &SweepFolder, standing: &Standing, engine: Option<&Said>, pace: Option<Pace>) -> String {
    let layout = &folder.layout;
    let torn: Vec<_> = standing.torn.iter().map(|(shard, reason)| json!({ "shard": shard, "reason": reason })).collect();
    let missing = layout.shards() - standing.whole() - torn.len() as u64;
    let line = json!({
        "plan": folder.id_text(), "cells": layout.cells, "arms": layout.arms, "replications": folder.plan.scenario.replications,
        "sequential": layout.rounds.len() > 1,
        "shards": {
            "planned": layout.shards(), "whole": standing.whole(), "missing": missing, "torn": torn, "given_up": standing.given_up,
            "to_do": standing.to_do().len(),
        },
        "runs": { "planned": layout.runs(), "done": standing.runs, "failed": standing.failed },
        "merged": is_merged(folder), "engine": engine.map(Said::json),
        "shards_per_second": pace.map(|pace| pace.shards_per_second), "seconds_left": pace.map(|pace| pace.left.round()),
    });
    format!("{line}\n")
}

fn in_words(folder: &SweepFolder, standing: &Standing, engine: Option<&Said>, pace: Option<Pace>) -> String {
    let layout = &folder.layout;
    let most = if layout.rounds.len() > 1 { " at most, until precise enough" } else { "" };
    let missing = layout.shards() - standing.whole() - standing.torn.len() as u64;
    let given_up = if standing.given_up.is_empty() { String::new() } else { format!(", {} given up", standing.given_up.len()) };
    let pace = pace
        .map_or_else(String::new, |pace| format!("; {:.2} shards a second, about {} left", pace.shards_per_second, duration(pace.left)));
    let mut text = format!(
        "{} of {} whole{most}, {missing} missing, {} torn{given_up}{pace}\n{} of {} done, {} failed; {}\n",
        standing.whole(),
        count(layout.shards() as usize, "shard"),
        standing.torn.len(),
        standing.runs,
        count(layout.runs() as usize, "run"),
        standing.failed,
        if is_merged(folder) { "merged" } else { "not merged" },
    );
    if let Some(said) = engine {
        text += &format!("{}: {}\n", said.submission.engine, said.words());
    }
    for (shard, reason) in standing.torn.iter().take(NAMED) {
        text += &format!("  {}: {reason}\n", folder.shard_path(*shard).display());
    }
    for shard in standing.given_up.iter().take(NAMED) {
        text += &format!("  shard {shard}: {MOST_DEATHS} programs ended while they made it, and it is given up\n");
    }
    text
}

fn is_merged(folder: &SweepFolder) -> bool {
    folder.path().join(MANIFEST).exists()
}
