//! From a scenario to a folder of results: what `compare`, `run` and `rerun` share.

use super::options::{Changes, Extent, Writing};
use super::progress::Bar;
use super::screen::{Screen, complain};
use super::signals::Signals;
use super::{FAILED, Failure, clock, files, numbers};
use crate::error::{Error, Problem};
use crate::experiment::{Controls, Experiment, Leader, Results, leaders};
use crate::export::{FileRecord, OutputFolder, TableForm};
use crate::large_pages;
use crate::outcomes::OUTCOMES;
use crate::scenario::load::report::{gib, grouped};
use crate::scenario::load::{Limits, Loaded};
use crate::scenario::presets::ScenarioSource;
use crate::scenario::{Scenario, overrides};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Failed replications that are told one by one.
const FAILURES_TOLD: usize = 3;

/// What is run, and what is written of it.
pub(super) struct Work<'a> {
    /// The scenario.
    pub(super) scenario: &'a Scenario,
    /// Replications of each arm.
    pub(super) replications: Range<u32>,
    /// Threads; 0 is one a processor.
    pub(super) threads: usize,
    /// Most memory of the results, in bytes.
    pub(super) memory: u64,
    /// Files beside the usual ones.
    pub(super) wishes: Wishes,
    /// What was typed.
    pub(super) typed: Vec<String>,
}

/// Files that are written on request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Wishes {
    /// Days of `people.csv`; none for no such file.
    pub(super) people: Vec<u32>,
    /// Days of `ties.csv` and the GraphML files; none for no such files.
    pub(super) ties: Vec<u32>,
    /// Whether `organisations.csv` is written.
    pub(super) organisations: bool,
    /// Whether `events.csv` holds every decision.
    pub(super) every_decision: bool,
    /// Whether `series.csv` holds every outcome.
    pub(super) every_outcome: bool,
    /// Whether plots are drawn.
    pub(super) plots: bool,
    /// The form of the tables.
    pub(super) form: TableForm,
}

/// What became of it.
pub(super) struct Done {
    /// The runs.
    pub(super) results: Results,
    /// Who leads on each headline outcome.
    pub(super) leaders: Vec<Leader>,
    /// The files written.
    pub(super) files: Vec<FileRecord>,
    /// Exit code.
    pub(super) code: u8,
}

impl Wishes {
    /// What was asked for, with days that the run has.
    pub(super) fn of(options: &Writing, scenario: &Scenario) -> Result<Self, Error> {
        if options.organisations && !scenario.is_system() {
            let problem = Problem::new("the scenario has one organisation alone").within("--organisations");
            return Err(Error::input(problem.help("write for example --set system.organisations=100")));
        }
        let days = |option: &str, asked: &Option<Vec<u32>>| -> Result<Vec<u32>, Error> {
            let Some(asked) = asked else { return Ok(Vec::new()) };
            let mut days = if asked.is_empty() { vec![0, scenario.days] } else { asked.clone() };
            days.sort_unstable();
            days.dedup();
            match days.iter().find(|day| **day > scenario.days) {
                Some(day) => {
                    let problem = Problem::new("the run has no such day").within(option).value(day);
                    Err(Error::input(problem.allowed(format!("0 to {}, its number of days", scenario.days))))
                }
                None => Ok(days),
            }
        };
        Ok(Self {
            people: days("--people", &options.people)?,
            ties: days("--ties", &options.ties)?,
            organisations: options.organisations,
            every_decision: options.events == Extent::All,
            every_outcome: options.series == Extent::All,
            plots: !options.no_plots,
            form: options.tables.form()?,
        })
    }

    /// Days on which the first replication is kept.
    fn snapshot_days(&self, scenario: &Scenario) -> Vec<u32> {
        let ends: &[u32] = if self.plots { &[0, scenario.days] } else { &[] };
        let mut days = [&self.people, &self.ties, ends].concat();
        days.sort_unstable();
        days.dedup();
        days
    }
}

/// Reads the scenario that was named and applies all options that change it; its design is left out, with a note.
pub(super) fn scenario(argument: &str, changes: &Changes, screen: &Screen) -> Result<Scenario, Failure> {
    let Loaded { scenario, design } = loaded(argument, changes)?;
    large_pages::ask(scenario.people().saturating_mul(scenario.organisations() as usize));
    if design.is_some() {
        screen.note("note: [design] is left out: `leaderful sweep` runs it");
    }
    Ok(scenario)
}

/// Reads the scenario that was named, and its design, and changes the scenario.
pub(super) fn loaded(argument: &str, changes: &Changes) -> Result<Loaded, Failure> {
    let mut loaded = open(argument, changes.max_memory)?;
    let limits = limits(changes.max_memory);
    overrides::apply(&mut loaded.scenario, &changes.set, &limits)?;
    // The options of their own are settings by another name, and are checked as such.
    for (name, value) in [("days", &changes.days), ("replications", &changes.replications), ("seed", &changes.seed)] {
        if let Some(value) = value {
            overrides::apply(&mut loaded.scenario, &[format!("{name}={value}")], &limits).map_err(|error| as_option(error, name, value))?;
        }
    }
    Ok(loaded)
}

/// Reads a scenario without changing it.
pub(super) fn open(argument: &str, max_memory: Option<u64>) -> Result<Loaded, Failure> {
    let source = ScenarioSource::open(argument)?;
    let text = source.text.to_string();
    source.load(&limits(max_memory)).map_err(|error| Failure { error, text: Some(text) })
}

/// The limits on a scenario.
pub(super) fn limits(max_memory: Option<u64>) -> Limits {
    max_memory.map_or_else(Limits::default, |memory| Limits { memory })
}

/// The error about `--set days=x` as one about `--days x`.
fn as_option(error: Error, name: &str, value: &str) -> Error {
    match error {
        Error::BadInput(problems) => {
            let renamed = |problem: Problem| Problem { source_name: Some(format!("--{name} {value}")), ..problem };
            Error::BadInput(problems.into_iter().map(renamed).collect())
        }
        other => other,
    }
}

/// The folder for results: the one asked for, or one in `output/`.
pub(super) fn folder(asked: Option<&Path>, name: &str) -> PathBuf {
    asked.map_or_else(|| Path::new("output").join(name), Path::to_owned)
}

/// Lets everything that has no threads of its own use as many; 0 is one a processor. Threads that are there already will do.
pub(super) fn use_threads(number: usize) {
    let _ = rayon::ThreadPoolBuilder::new().num_threads(number).build_global();
}

/// Refuses an experiment whose results would not fit into memory, by an estimate before the first run.
fn fits(work: &Work<'_>) -> Result<(), Error> {
    let scenario = work.scenario;
    let number = work.replications.len() as u64 * (1 + scenario.arms.len() as u64);
    let records = 1 + u64::from(scenario.days / scenario.record_every_days.max(1)) + u64::from(scenario.organisations());
    let needed = number.saturating_mul(records * 8 * OUTCOMES.len() as u64);
    if needed <= work.memory {
        return Ok(());
    }
    let message =
        format!("the results of {} runs need about {}; limit {}, see --max-memory", grouped(number), gib(needed), gib(work.memory));
    let help = "take fewer replications or a longer record_every_days; `leaderful sweep` keeps its runs on the disk";
    Err(Error::input(Problem::new(message).key("replications").value(work.replications.len()).help(help)))
}

/// Runs it and writes its files.
pub(super) fn perform(work: &Work<'_>, out: &Path, screen: &Screen) -> Result<Done, Failure> {
    fits(work)?;
    let new = !out.exists();
    let folder = OutputFolder::open(out)?.with_form(work.wishes.form);
    let former = files::former(&folder);
    let signals = Signals::watch();
    use_threads(work.threads);
    let (created, bar) = (clock::now(), Bar::new(screen));
    let experiment = Experiment {
        scenario: work.scenario,
        replications: work.replications.clone(),
        every_decision: work.wishes.every_decision,
        snapshot_days: work.wishes.snapshot_days(work.scenario),
        snapshot_all: !work.wishes.people.is_empty() || !work.wishes.ties.is_empty(),
    };
    let results =
        experiment.run_with(&Controls { threads: work.threads, interrupt: &signals.stop, progress: &|progress| bar.show(progress) });
    let took = bar.end();
    screen.detail(&format!("{} in {:.1} s on {}", runs(results.runs.len()), took.as_secs_f64(), numbers::count(results.threads, "thread")));
    if results.runs.is_empty() {
        if new {
            // It was made for files that will not come; a folder with anything in it stays.
            let _ = std::fs::remove_dir(out);
        }
        complain("interrupted before a replication was finished: nothing was written");
        return Ok(Done { results, leaders: Vec::new(), files: Vec::new(), code: signals.exit_code() });
    }
    let leaders = leaders::headlines(&results);
    files::write(work, &results, &folder)?;
    let files = files::finish(work, &results, &folder, [created, clock::now()])?;
    files::remove_stale(&folder, &former, &files, screen);
    let code = tell(&results, &signals, out, screen);
    Ok(Done { results, leaders, files, code })
}

/// Says what is missing, if anything is, and returns the exit code.
fn tell(results: &Results, signals: &Signals, out: &Path, screen: &Screen) -> u8 {
    let failed = results.failures().count();
    for (run, reason) in results.failures().take(FAILURES_TOLD) {
        complain(&format!("replication {} of arm number {} failed: {reason}", run.replication, run.arm + 1));
    }
    if failed > 0 {
        complain(&format!("{} failed; runs.csv has a row with the reason of each", runs(failed)));
    }
    if !results.is_complete() {
        complain(&format!(
            "interrupted: {} of {} finished, {} of them in every arm; whole files of these are in {}",
            results.runs.len(),
            runs(results.planned()),
            numbers::count(results.complete_pairs(), "replication"),
            out.display()
        ));
        return signals.exit_code();
    }
    screen.detail("every file is whole; manifest.json was written last");
    if failed > 0 { FAILED } else { 0 }
}

fn runs(number: usize) -> String {
    numbers::count(number, "run")
}
