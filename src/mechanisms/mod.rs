//! The mechanisms, and the day: what happens in which order.
//!
//! Each mechanism is one file with its equation, source and limiting cases; [`MECHANISMS`] is the list and [`day`] the
//! order. A mechanism reads the state, changes its own part of it and reports facts to the [`Log`]; it keeps no memory.
//! Slow drifts (purposes, forgetting, returns to set points) are applied once a week, with the rate of a week.

pub mod arrival;
pub mod attention;
pub mod context;
pub mod decision;
pub mod judgement;
pub mod learning;
pub mod outcome;
pub mod purpose;
pub mod service;
pub mod strain;
pub mod succession;
pub mod ties;
pub mod trust;
pub mod voice;

use crate::beta::Beta;
use crate::events::Log;
use crate::organisation::Organisation;
use crate::pattern::Pattern;
use crate::scenario::parameters::Parameters;
use crate::streams::Streams;
use serde::{Deserialize, Serialize};

/// Days between two applications of the slow drifts.
pub const WEEK: u32 = 5;
/// Weeks of [`WEEK`] days in a year.
pub const WEEKS_PER_YEAR: f32 = (crate::scenario::DAYS_PER_YEAR / WEEK) as f32;

/// What holds on a day, besides the state of the organisation.
#[derive(Clone, Debug)]
pub struct Now<'a> {
    /// Day of the run, from 0.
    pub day: u32,
    /// Round of the day, from 0.
    pub round: u32,
    /// Rounds a day.
    pub rounds: u32,
    /// Parameters in force.
    pub p: &'a Parameters,
    /// Dials in force.
    pub pattern: &'a Pattern,
    /// Dials in force in each unit, while units differ; else empty.
    pub patterns: &'a [Pattern],
    /// Random numbers.
    pub streams: &'a Streams,
    /// Mechanisms switched on.
    pub on: Switches,
    /// Distributions of difficulty and stakes.
    pub tables: &'a Tables,
    /// Walks the seats backwards: results must not change (a test's handle on the order inside a day).
    pub backwards: bool,
}

impl Now<'_> {
    /// The tick: rounds since the start.
    #[inline]
    pub fn tick(&self) -> u32 {
        self.day * self.rounds + self.round
    }

    /// Ticks in a number of days, rounded up.
    #[inline]
    pub fn ticks(&self, days: f32) -> u32 {
        libm::ceilf(days * self.rounds as f32) as u32
    }

    /// Dials in force at a seat.
    #[inline]
    pub fn dials(&self, organisation: &Organisation, seat: u32) -> &Pattern {
        if self.patterns.is_empty() {
            return self.pattern;
        }
        let unit = organisation.positions.unit.get(seat as usize);
        unit.and_then(|unit| self.patterns.get(*unit as usize)).unwrap_or(self.pattern)
    }

    /// Whether the slow drifts are due.
    #[inline]
    pub fn weekly(&self) -> bool {
        self.day.is_multiple_of(WEEK)
    }
}

/// Distributions that are looked up.
#[derive(Clone, Debug)]
pub struct Tables {
    /// Difficulty of issues.
    pub difficulty: Beta,
    /// Stakes of issues.
    pub stakes: Beta,
}

/// Which mechanisms are on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Switches(u16);

impl Switches {
    /// All on but those named.
    pub fn without(off: impl IntoIterator<Item = MechanismName>) -> Self {
        Self(off.into_iter().fold(u16::MAX, |bits, name| bits & !(1 << name as u16)))
    }

    /// Whether a mechanism is on.
    #[inline]
    pub fn has(self, name: MechanismName) -> bool {
        self.0 & (1 << name as u16) != 0
    }
}

/// One day of one organisation.
pub fn day(organisation: &mut Organisation, now: &mut Now, log: &mut Log, scratch: &mut attention::Scratch) {
    use MechanismName as M;
    if now.on.has(M::Context) {
        context::step(organisation, now);
    }
    if now.on.has(M::Arrival) {
        arrival::step(organisation, now, log);
    }
    if now.on.has(M::Voice) {
        voice::notice(organisation, now, log);
    }
    attention::open(organisation, now, scratch);
    for round in 0..now.rounds {
        now.round = round;
        attention::round(organisation, now, log, scratch);
    }
    service::step(organisation, now, log);
    if now.on.has(M::Strain) {
        strain::step(organisation, now);
    }
    if now.on.has(M::Voice) {
        voice::incidents(organisation, now, log);
    }
    if now.on.has(M::Succession) {
        succession::decide(organisation, now);
    }
    if now.on.has(M::Ties) {
        ties::step(organisation, now);
    }
    if now.on.has(M::Trust) {
        trust::step(organisation, now);
    }
    if now.on.has(M::Learning) {
        learning::step(organisation, now);
    }
    if now.on.has(M::Purpose) {
        purpose::step(organisation, now);
    }
    if now.on.has(M::Succession) {
        succession::step(organisation, now, log);
    }
    log.window.days += 1;
}

/// A mechanism by name; any of them can be switched off alone (`without = ["trust"]`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MechanismName {
    /// Turbulence, and the walk of the need.
    Context,
    /// New issues.
    Arrival,
    /// Concerns, safety, hazard and incidents.
    Voice,
    /// What work costs in hours.
    Attention,
    /// Who decides, whom they ask and how they judge.
    Decision,
    /// What decisions and the core service are worth.
    Outcome,
    /// Trust between those who work together.
    Trust,
    /// Knowledge, leadership, agency and aspiration.
    Learning,
    /// Contacts and ties.
    Ties,
    /// Purposes.
    Purpose,
    /// Strain and engagement.
    Strain,
    /// Leaving, acting up and filling.
    Succession,
}

/// One mechanism, as listed by `leaderful list mechanisms`.
#[derive(Clone, Copy, Debug)]
pub struct MechanismRow {
    /// The mechanism.
    pub mechanism: MechanismName,
    /// Name in scenarios.
    pub name: &'static str,
    /// What it does.
    pub meaning: &'static str,
    /// What happens without it.
    pub without: &'static str,
}

const fn row(mechanism: MechanismName, name: &'static str, meaning: &'static str, without: &'static str) -> MechanismRow {
    MechanismRow { mechanism, name, meaning, without }
}

/// Every mechanism, in the order of the day.
pub const MECHANISMS: &[MechanismRow] = &[
    row(
        MechanismName::Context,
        "context",
        "Turbulence makes knowledge obsolete; the need of the people served walks and is read.",
        "Nothing turns obsolete; need and objective stay.",
    ),
    row(MechanismName::Arrival, "arrival", "People meet issues that need a decision.", "No issues arise."),
    row(
        MechanismName::Voice,
        "voice",
        "People notice concerns, say them or not, and are answered or not; what is left becomes hazard and incidents.",
        "No concerns, no hazard, no incidents; safety stays.",
    ),
    row(
        MechanismName::Attention,
        "attention",
        "Leading, answering, signing off and reporting take hours of the day.",
        "Work takes no hours: attention is unlimited.",
    ),
    row(
        MechanismName::Decision,
        "decision",
        "Issues find a lead, who asks colleagues, weighs their views and settles.",
        "Nobody takes issues up; they lapse.",
    ),
    row(
        MechanismName::Outcome,
        "outcome",
        "After a lag a decision shows as good or bad; that moves trust and hazard.",
        "Decisions have a value, but nobody learns how they went.",
    ),
    row(MechanismName::Trust, "trust", "Success, failure and being used move trust.", "Trust stays as it was."),
    row(
        MechanismName::Learning,
        "learning",
        "Leading, contributing and watching teach; unused knowledge fades.",
        "Knowledge, leadership, agency and aspiration stay.",
    ),
    row(
        MechanismName::Ties,
        "ties",
        "Contacts strengthen ties, neglect weakens them, new ones replace the weakest.",
        "Ties stay as they were.",
    ),
    row(MechanismName::Purpose, "purpose", "Purposes move towards the trusted, the objective and the need, and drift.", "Purposes stay."),
    row(MechanismName::Strain, "strain", "Demand strains, rest and support heal; engagement follows.", "Strain and engagement stay."),
    row(MechanismName::Succession, "succession", "People leave; others act up, are promoted or come from outside.", "Nobody leaves."),
];
