//! What sensitivity, map, power and calibrate share: the scenario and what is looked at, finished runs, files.

use super::catalogue::unknown;
use super::options::Analysing;
use super::progress::Bar;
use super::screen::{Screen, complain};
use super::session;
use super::signals::Signals;
use super::{FAILED, Failure, files};
use crate::design::{Design, Factor, words};
use crate::error::{Error, Problem};
use crate::experiment::{Controls, Kept};
use crate::export::{OutputFolder, json};
use crate::outcomes::OUTCOMES;
use crate::plot::{PlotError, Rendered};
use crate::scenario::Scenario;
use crate::table::Table;
use std::path::PathBuf;

/// Outcomes that are looked at where nobody names any.
pub(super) const MAIN_OUTCOMES: [&str; 4] = ["service", "decision_days_mean", "sound_share", "strain_mean"];

/// An analysis under way: its scenario, its folder, and how it is run.
pub(super) struct Analysis<'a> {
    pub(super) options: &'a Analysing,
    pub(super) scenario: Scenario,
    pub(super) screen: &'a Screen,
    /// What the command is called; it ends the name of the usual folder.
    pub(super) command: &'static str,
}

/// Whole files of an analysis.
pub(super) struct Files {
    pub(super) tables: Vec<Table>,
    pub(super) pictures: Result<Vec<(String, Rendered)>, PlotError>,
    /// One sentence on what was done, for the data dictionary.
    pub(super) description: String,
}

impl<'a> Analysis<'a> {
    /// Reads the scenario; `replications` are those of an analysis that names none.
    pub(super) fn new(options: &'a Analysing, command: &'static str, replications: u32, screen: &'a Screen) -> Result<Self, Failure> {
        options.tables.form()?;
        let mut scenario = session::scenario(&options.scenario, &options.changes, screen)?;
        if options.changes.replications.is_none() {
            scenario.replications = replications;
        }
        Ok(Self { options, scenario, screen, command })
    }

    pub(super) fn folder(&self) -> PathBuf {
        session::folder(self.options.out.as_deref(), &format!("{}-{}", self.scenario.name, self.command))
    }

    /// Does `work` with the finished runs of the folder, a bar, and a stop that signals set. `None` if it was interrupted.
    pub(super) fn run<T>(&self, work: impl FnOnce(&Kept, &Controls<'_>) -> Result<Option<T>, Error>) -> Result<Result<T, u8>, Failure> {
        let kept = Kept::open(OutputFolder::open(self.folder())?)?;
        let signals = Signals::watch();
        let threads = self.options.threads.map_or(0, usize::from);
        session::use_threads(threads);
        let bar = Bar::new(self.screen);
        let found = work(&kept, &Controls { threads, interrupt: &signals.stop, progress: &|progress| bar.show(progress) });
        let took = bar.end();
        match found? {
            Some(found) => {
                self.screen.detail(&format!("{:.1} s", took.as_secs_f64()));
                Ok(Ok(found))
            }
            None => {
                complain(&format!(
                    "interrupted: finished runs are kept in {}; the same command goes on from there",
                    self.folder().display()
                ));
                Ok(Err(signals.exit_code()))
            }
        }
    }

    /// Writes tables, pictures and the data dictionary, or prints the first table where JSON was asked for.
    pub(super) fn write(&self, files: &Files) -> Result<(), Failure> {
        if self.options.json {
            self.screen.print(&String::from_utf8_lossy(&json::encode(&files.tables[0])?));
        }
        let folder = OutputFolder::open(self.folder())?.with_form(self.options.tables.form()?);
        let (name, title) = (format!("{}-{}", self.scenario.name, self.command), format!("{}: {}", self.scenario.title, self.command));
        files::package(&folder, &files.tables, [&name, &title, &format!("{} {}.", files.description, files::made_by())])?;
        let fault = |error: &PlotError| Error::BadTable { table: self.command.into(), message: error.to_string() };
        for (name, picture) in files.pictures.as_ref().map_err(fault)? {
            files::picture(&folder, name, picture)?;
        }
        let names: Vec<String> = files.tables.iter().map(|table| format!("{}.csv", table.name())).collect();
        self.say(&format!("\nFiles in {}: {}{}\n", self.folder().display(), names.join(", "), if self.plots() { ", plots/" } else { "" }));
        Ok(())
    }

    /// Prints words for people, which JSON takes the place of.
    pub(super) fn say(&self, text: &str) {
        if !self.options.json {
            self.screen.say(text);
        }
    }

    pub(super) fn plots(&self) -> bool {
        !self.options.no_plots
    }

    /// The exit code, and a word on runs that failed.
    pub(super) fn code(&self, failed: Option<&(usize, String)>) -> u8 {
        let Some((count, reason)) = failed else { return 0 };
        complain(&format!("{count} runs failed and are left out; the first: {reason}"));
        FAILED
    }

    /// Places of the outcomes that were named, or of `usual` ones.
    pub(super) fn outcomes(&self, names: &[String], usual: &[&str]) -> Result<Vec<usize>, Error> {
        let known: Vec<&str> = OUTCOMES.iter().map(|outcome| outcome.name).collect();
        let names: Vec<&str> = if names.is_empty() { usual.to_vec() } else { names.iter().map(String::as_str).collect() };
        let mut places: Vec<usize> = Vec::new();
        for name in names {
            let place = known.iter().position(|known| *known == name);
            let place = place.ok_or_else(|| Error::input(unknown("outcome", name, &known).help("see `leaderful list outcomes`")))?;
            if OUTCOMES[place].is_of_a_system() && !self.scenario.is_system() {
                return Err(Error::input(Problem::new("only a system of organisations has this outcome").value(name)));
            }
            if !places.contains(&place) {
                places.push(place);
            }
        }
        Ok(places)
    }

    /// The place of the arm of that name.
    pub(super) fn arm(&self, name: &str) -> Result<usize, Error> {
        let known: Vec<&str> = self.scenario.all_arms().map(|arm| arm.name.as_str()).collect();
        known.iter().position(|known| *known == name).ok_or_else(|| Error::input(unknown("arm", name, &known)))
    }

    /// Leaves only these arms in the scenario, in this order.
    pub(super) fn keep_arms(&mut self, arms: &[usize]) {
        let all: Vec<_> = self.scenario.all_arms().cloned().collect();
        let mut kept = arms.iter().map(|place| all[*place].clone());
        self.scenario.baseline = kept.next().expect("an analysis has an arm");
        self.scenario.arms = kept.collect();
    }

    /// The factors that `--vary` names.
    pub(super) fn factors(&self, vary: &[String]) -> Result<Vec<Factor>, Error> {
        let words = words::Words { vary, design: Some("one-at-a-time"), until: &[] };
        let no_table = |_: &str| Err("no table is read here".to_owned());
        let limits = session::limits(self.options.changes.max_memory);
        let Design { factors, .. } = words::design(words, None, &self.scenario, &limits, &no_table)?;
        Ok(factors)
    }
}
