//! Programmes, events and governance: the only things that may turn dials or rewire an organisation while it runs.
//!
//! [`PROGRAMMES`] is the list; each programme is one file and one row. A programme sets no outcome: while it lasts it turns
//! parameters and dials (`turn`), on its first day it changes seats, ties or people's state (`strike`), or it does something
//! on every day that it lasts (`daily`). What follows is the model's affair.

mod acting_up;
mod apart;
mod board;
pub(crate) mod central_programme;
mod coaching;
pub(crate) mod course;
mod credit;
mod crisis;
mod feedback;
mod funder;
mod inclusion;
mod involvement;
mod job_swap;
mod leader_leaves;
pub(crate) mod licences;
mod measurement;
mod mentoring;
mod merger;
mod moves;
mod partnership;
mod peer_review;
mod restructure;
mod review;
mod rollout;
mod row;
mod safety_work;
mod shadowing;
pub(crate) mod support_network;
mod targets;
#[cfg(test)]
mod tests;

use crate::events::{Fact, Log};
use crate::mechanisms::{Now, WEEK};
use crate::organisation::Organisation;
use crate::organisation::issues::Who;
use crate::pattern::Pattern;
use crate::scenario::parameters::Parameters;
use crate::scenario::{Arm, Scenario, Scheduled};
use crate::streams::{Draws, Process};
use course::Taught;
use moves::Loan;
use rollout::Rollout;
pub use row::{ProgrammeRow, Setting};

/// Sets the draws on what happens to somebody apart from those on whether they take part.
const CHOICE: u64 = 1 << 63;

/// Every programme and event.
pub const PROGRAMMES: &[ProgrammeRow] = &[
    leader_leaves::ROW,
    crisis::ROW,
    restructure::ROW,
    apart::ROW,
    merger::ROW,
    job_swap::ROW,
    acting_up::ROW,
    shadowing::ROW,
    coaching::ROW,
    mentoring::ROW,
    course::ROW,
    feedback::ROW,
    safety_work::ROW,
    inclusion::ROW,
    involvement::ROW,
    board::ROW,
    funder::ROW,
    partnership::ROW,
    measurement::ROW,
    review::ROW,
    peer_review::ROW,
    credit::ROW,
    rollout::ROW,
    support_network::ROW,
    central_programme::ROW,
    licences::ROW,
];

/// What a programme remembers from one day to the next; empty until it begins.
#[derive(Clone, Debug, Default)]
struct Memory {
    /// Seats that are exchanged for a time.
    loans: Vec<Loan>,
    /// What people took from courses.
    taught: Vec<Taught>,
    /// Mentors, and whom they mentor.
    mentors: Vec<[Who; 2]>,
    /// How far a new pattern has come.
    rollout: Option<Rollout>,
    /// Since when a new pattern has not reached every unit.
    unadopted_since: Option<u32>,
    /// Lines that are cut for a time: a head's seat, and the seat that it reported to.
    lines: Vec<[u32; 2]>,
}

/// A programme of a run: its row and its place on the calendar.
#[derive(Clone, Debug)]
pub struct Programme {
    row: &'static ProgrammeRow,
    scheduled: Scheduled,
    /// Names it in random draws: its kind, and how many of that kind the arm has before it.
    key: u64,
    memory: Memory,
}

/// The programmes of an arm in one organisation (0 where there is one alone), in the order of the scenario.
pub fn plan(scenario: &Scenario, arm: &Arm, organisation: u32) -> Vec<Programme> {
    let mut programmes = plan_of(scenario, arm);
    programmes.retain(|programme| programme.has(organisation));
    programmes
}

/// The programmes of an arm that act between organisations, in the order of the scenario.
pub fn plan_between(scenario: &Scenario, arm: &Arm) -> Vec<Programme> {
    let mut programmes = plan_of(scenario, arm);
    programmes.retain(|programme| programme.row.system);
    programmes
}

/// Every programme of an arm, in the order of the scenario.
fn plan_of(scenario: &Scenario, arm: &Arm) -> Vec<Programme> {
    let mut programmes: Vec<Programme> = Vec::new();
    for scheduled in scenario.schedule.iter().filter(|scheduled| scheduled.arms.is_empty() || scheduled.arms.contains(&arm.name)) {
        let Some(row) = PROGRAMMES.iter().find(|row| row.name == scheduled.kind) else { continue };
        let earlier = programmes.iter().filter(|programme| programme.row.name == row.name).count() as u64;
        programmes.push(Programme { row, scheduled: scheduled.clone(), key: key(row.name, earlier), memory: Memory::default() });
    }
    programmes
}

/// A number for the nth programme of a kind: FNV-1a of the name, mixed, so that arms that differ in other programmes share it.
fn key(kind: &str, number: u64) -> u64 {
    let hash = kind.bytes().fold(0xCBF2_9CE4_8422_2325u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3));
    crate::streams::mix(hash.wrapping_add(number))
}

impl Programme {
    /// Its row of the list.
    pub fn row(&self) -> &'static ProgrammeRow {
        self.row
    }

    /// A setting's value.
    pub fn setting(&self, name: &str) -> f32 {
        let default = || self.row.settings.iter().find(|setting| setting.name == name).map_or(0.0, |setting| setting.default);
        self.scheduled.settings.get(name).copied().unwrap_or_else(default)
    }

    /// Whether it lasts on `day`.
    pub(crate) fn lasts_on(&self, day: u32) -> bool {
        let Scheduled { from, until, for_days, .. } = self.scheduled;
        day >= from && until.is_none_or(|until| day < until) && for_days.is_none_or(|days| day - self.last_began(day) < days)
    }

    /// Whether `day` is the first on which it no longer lasts.
    fn ends_on(&self, day: u32) -> bool {
        day > 0 && self.lasts_on(day - 1) && !self.lasts_on(day)
    }

    /// Whether an organisation of a system has it.
    pub(crate) fn has(&self, organisation: u32) -> bool {
        let named = &self.scheduled.organisations;
        named.is_empty() || named.contains(&organisation)
    }

    /// Whether it begins, or begins again, on `day`.
    fn begins_on(&self, day: u32) -> bool {
        let again =
            self.scheduled.every_days.is_some_and(|every| every > 0 && (day.saturating_sub(self.scheduled.from)).is_multiple_of(every));
        self.lasts_on(day) && (day == self.scheduled.from || again)
    }

    /// Whether parameters or dials have to be set on `day`: while it lasts, and on the day after.
    pub fn turns_on(&self, day: u32) -> bool {
        self.row.turn.is_some() && !self.row.system && (self.lasts_on(day) || self.ends_on(day))
    }

    /// The day on which it last began, once it has.
    fn last_began(&self, day: u32) -> u32 {
        let passed = day.saturating_sub(self.scheduled.from);
        day - self.scheduled.every_days.filter(|every| *every > 0).map_or(passed, |every| passed % every)
    }

    /// Whether a week has passed since it began, or a further one. The day on which it ends does not count.
    fn meets_on(&self, day: u32) -> bool {
        self.lasts_on(day) && (day - self.last_began(day)).is_multiple_of(WEEK)
    }

    /// Turns parameters and dials, if it lasts on `day`.
    pub fn turn(&self, day: u32, parameters: &mut Parameters, pattern: &mut Pattern) {
        if let Some(turn) = self.row.turn.filter(|_| self.lasts_on(day)) {
            turn(self, parameters, pattern);
        }
    }

    /// Does what it does on its first day and notes its beginning and end.
    pub fn strike(&mut self, organisation: &mut Organisation, now: &Now, log: &mut Log) {
        if self.begins_on(now.day) {
            log.note(now.day, Fact::ProgrammeBegan { kind: self.row.name });
            if let Some(strike) = self.row.strike {
                strike(self, organisation, now, log);
            }
        }
        let ends = self.ends_on(now.day);
        if let Some(daily) = self.row.daily.filter(|_| ends || self.lasts_on(now.day) || !self.memory.taught.is_empty()) {
            daily(self, organisation, now, log);
        }
        if ends {
            log.note(now.day, Fact::ProgrammeEnded { kind: self.row.name });
        }
    }

    /// The draws on what happens to a person in a programme, the same from one beginning to the next.
    fn draws(&self, organisation: &Organisation, now: &Now, person: u32) -> Draws {
        self.draws_of(organisation, now, person, self.last_began(now.day))
    }

    /// The draws on what happens to a person in a programme on a day.
    fn draws_of(&self, organisation: &Organisation, now: &Now, person: u32, day: u32) -> Draws {
        now.streams.draws(Process::Programme, self.key.wrapping_add(organisation.people.identity[person as usize]) ^ CHOICE, u64::from(day))
    }
}
