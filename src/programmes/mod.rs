//! Programmes, events and governance: the only things that may turn dials or rewire an organisation while it runs.
//!
//! [`PROGRAMMES`] is the list; each programme is one file and one row. A programme sets no outcome: while it lasts it turns
//! parameters and dials (`turn`), or on its first day it changes seats, ties or people's state (`strike`). What follows is
//! the model's affair.

mod crisis;
mod leader_leaves;

use crate::events::{Fact, Log};
use crate::mechanisms::Now;
use crate::organisation::Organisation;
use crate::pattern::Pattern;
use crate::scenario::parameters::Parameters;
use crate::scenario::{Arm, Scenario, Scheduled};

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
#[derive(Clone, Copy, Debug)]
pub struct ProgrammeRow {
    /// `kind` in the scenario.
    pub name: &'static str,
    /// One sentence on what it does.
    pub meaning: &'static str,
    /// Where the mechanism comes from.
    pub source: &'static str,
    /// Its own settings.
    pub settings: &'static [Setting],
    /// What it turns while it lasts.
    pub turn: Option<fn(&Programme, &mut Parameters, &mut Pattern)>,
    /// What it does on its first day, and again on each repetition.
    pub strike: Option<fn(&Programme, &mut Organisation, &Now, &mut Log)>,
}

/// Every programme and event.
pub const PROGRAMMES: &[ProgrammeRow] = &[leader_leaves::ROW, crisis::ROW];

/// A programme of a run: its row and its place on the calendar.
#[derive(Clone, Debug)]
pub struct Programme {
    row: &'static ProgrammeRow,
    scheduled: Scheduled,
}

/// The programmes of an arm, in the order of the scenario.
pub fn plan(scenario: &Scenario, arm: &Arm) -> Vec<Programme> {
    let mine = scenario.schedule.iter().filter(|scheduled| scheduled.arms.is_empty() || scheduled.arms.contains(&arm.name));
    mine.filter_map(|scheduled| {
        let row = PROGRAMMES.iter().find(|row| row.name == scheduled.kind)?;
        Some(Programme { row, scheduled: scheduled.clone() })
    })
    .collect()
}

impl Programme {
    /// A setting's value.
    pub fn setting(&self, name: &str) -> f32 {
        let default = || self.row.settings.iter().find(|setting| setting.name == name).map_or(0.0, |setting| setting.default);
        self.scheduled.settings.get(name).copied().unwrap_or_else(default)
    }

    /// Whether it lasts on `day`.
    fn lasts_on(&self, day: u32) -> bool {
        day >= self.scheduled.from && self.scheduled.until.is_none_or(|until| day < until)
    }

    /// Whether it begins, or begins again, on `day`.
    fn begins_on(&self, day: u32) -> bool {
        let again =
            self.scheduled.every_days.is_some_and(|every| every > 0 && (day.saturating_sub(self.scheduled.from)).is_multiple_of(every));
        self.lasts_on(day) && (day == self.scheduled.from || again)
    }

    /// Whether parameters or dials have to be set on `day`: while it lasts, and on the day after.
    pub fn turns_on(&self, day: u32) -> bool {
        self.row.turn.is_some() && (self.lasts_on(day) || self.scheduled.until == Some(day))
    }

    /// Turns parameters and dials, if it lasts on `day`.
    pub fn turn(&self, day: u32, parameters: &mut Parameters, pattern: &mut Pattern) {
        if let Some(turn) = self.row.turn.filter(|_| self.lasts_on(day)) {
            turn(self, parameters, pattern);
        }
    }

    /// Does what it does on its first day and notes its beginning and end.
    pub fn strike(&self, organisation: &mut Organisation, now: &Now, log: &mut Log) {
        if self.begins_on(now.day) {
            log.note(now.day, Fact::ProgrammeBegan { kind: self.row.name });
            if let Some(strike) = self.row.strike {
                strike(self, organisation, now, log);
            }
        }
        if self.scheduled.until == Some(now.day) {
            log.note(now.day, Fact::ProgrammeEnded { kind: self.row.name });
        }
    }

    /// Whether a seat is among the levels and units that it touches.
    pub fn touches(&self, organisation: &Organisation, seat: u32) -> bool {
        let (levels, units) = (&self.scheduled.levels, &self.scheduled.units);
        let unit = organisation.positions.unit[seat as usize];
        (levels.is_empty() || levels.contains(&organisation.positions.level[seat as usize]))
            && (units.is_empty() || units.contains(&organisation.units.names[unit as usize]))
    }
}
