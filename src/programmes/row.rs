//! Rows of the list: what a programme is, and the numbers that it takes.

use super::Programme;
use crate::events::Log;
use crate::mechanisms::Now;
use crate::organisation::Organisation;
use crate::pattern::Pattern;
use crate::scenario::parameters::Parameters;
use std::fmt;

/// A number that a programme takes from the scenario.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting {
    /// Key in the scenario's `[[event]]` or `[[programme]]`.
    pub name: &'static str,
    /// Value unless the scenario says otherwise.
    pub default: f32,
    /// Unit of the value.
    pub unit: &'static str,
    /// Smallest allowed value.
    pub minimum: f32,
    /// Largest allowed value.
    pub maximum: f32,
    /// What it means.
    pub meaning: &'static str,
}

/// One programme or event, as listed by `leaderful list programmes`.
#[derive(Clone, Copy)]
pub struct ProgrammeRow {
    /// `kind` in the scenario.
    pub name: &'static str,
    /// One sentence on what it does.
    pub meaning: &'static str,
    /// Where the mechanism comes from.
    pub source: &'static str,
    /// Its own settings.
    pub settings: &'static [Setting],
    /// Whether it brings a pattern of its own.
    pub pattern: bool,
    /// Whether only those who lead take part.
    pub leaders: bool,
    /// Whether it acts between the organisations of a system, from one of its meetings to the next.
    pub system: bool,
    /// Why nobody is asked whether they take part; empty where the setting `take_up` says how many do.
    pub no_take_up: &'static str,
    /// Where its cost in attention lies, or why there is none; empty where it is in the setting `hours`.
    pub no_hours: &'static str,
    /// What it turns while it lasts.
    pub turn: Option<fn(&Programme, &mut Parameters, &mut Pattern)>,
    /// What it does on its first day, and again on each repetition.
    pub strike: Option<fn(&Programme, &mut Organisation, &Now, &mut Log)>,
    /// What it does on every day that it lasts, on the day on which it ends, and as long as what it taught fades.
    pub daily: Option<fn(&mut Programme, &mut Organisation, &Now, &mut Log)>,
}

impl fmt::Debug for ProgrammeRow {
    /// Its name alone: addresses of functions differ from one start of the program to the next.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl ProgrammeRow {
    /// A row that does nothing: each programme says what it does beside this.
    pub(super) const NOTHING: Self = Self {
        name: "",
        meaning: "",
        source: "",
        settings: &[],
        pattern: false,
        leaders: false,
        system: false,
        no_take_up: "",
        no_hours: "",
        turn: None,
        strike: None,
        daily: None,
    };

    /// Whether it touches seats, so that levels and units can be named; what only turns dials and parameters acts on the whole.
    pub fn is_targeted(&self) -> bool {
        self.strike.is_some() || self.daily.is_some()
    }
}

/// The setting of voluntary programmes: how many of those named take part.
pub(super) const fn take_up(default: f32) -> Setting {
    let meaning = "Share of those named whom it reaches or who take part, drawn anew each time it begins.";
    Setting { name: "take_up", default, unit: "share", minimum: 0.0, maximum: 1.0, meaning }
}

/// The setting of what a programme costs those who take part.
pub(super) const fn hours(default: f32, meaning: &'static str) -> Setting {
    Setting { name: "hours", default, unit: "hours", minimum: 0.0, maximum: 40.0, meaning }
}

/// A setting that is a share or a factor from 0 to 1.
pub(super) const fn share(name: &'static str, default: f32, meaning: &'static str) -> Setting {
    Setting { name, default, unit: "share", minimum: 0.0, maximum: 1.0, meaning }
}

/// A setting that may be added or taken off.
pub(super) const fn either(name: &'static str, default: f32, meaning: &'static str) -> Setting {
    Setting { name, default, unit: "share", minimum: -1.0, maximum: 1.0, meaning }
}
