//! Outcomes: what comes out, by name, unit, definition and direction.
//!
//! [`OUTCOMES`] is the list. A flow outcome is measured on a [`Tally`] of a span of days, so a row of a series and the
//! whole run use the same code; a state outcome is measured on the organisation at each record, and its value for a run
//! is the mean over the records after warm-up; a yearly outcome is a state that is measured only at the first record
//! after each year, and on the last day if no year has ended since the warm-up. All are measured in each organisation; for
//! a system they are means over its organisations, and a system outcome looks at all of them side by side. No outcome is
//! ever an input.

pub mod adjacency;
pub mod congestion;
pub mod decision;
pub mod partition;
pub mod people;
pub mod rollout;
pub mod service;
pub mod silo;
pub mod stop;
pub mod succession;
pub mod system;
pub mod voice;

use crate::events::{IssueClass, Tally};
use crate::mechanisms::Now;
use crate::organisation::Organisation;
use decision::Survival;
use std::cell::OnceCell;

/// Which way is better, if either is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Neither is better by itself.
    Neutral,
}

/// How an outcome is measured.
#[derive(Clone, Copy, Debug)]
pub enum Measure {
    /// From what happened in a span of days.
    Flow(fn(&Span) -> f64),
    /// From the state on a day.
    State(fn(&State) -> f64),
    /// From the state, but only once a year: what takes longer to measure than to simulate the days between two records.
    Yearly(fn(&Organisation) -> f64),
    /// From all organisations of a system; missing for one organisation.
    System(fn(&system::Whole) -> f64),
}

/// A span of days.
#[derive(Clone, Debug)]
pub struct Span<'a> {
    /// What happened.
    pub tally: &'a Tally,
    /// Rounds a day.
    pub rounds: u32,
    /// Parameters and dials at its end.
    pub now: &'a Now<'a>,
    /// By class of issues, worked out when first asked for: several outcomes look at one curve.
    survival: [OnceCell<Survival>; 3],
}

impl<'a> Span<'a> {
    /// What happened in some days, up to now.
    pub fn new(tally: &'a Tally, now: &'a Now<'a>) -> Self {
        Self { tally, rounds: now.rounds, now, survival: Default::default() }
    }

    /// How a class of issues was settled.
    fn survival(&self, class: IssueClass) -> &Survival {
        self.survival[class as usize].get_or_init(|| Survival::of(&self.tally.delays[class as usize]))
    }
}

/// The state on a day.
#[derive(Clone, Copy, Debug)]
pub struct State<'a> {
    /// The organisation.
    pub organisation: &'a Organisation,
    /// What holds.
    pub now: &'a Now<'a>,
    /// Who is there, listed once.
    pub staff: &'a people::Staff,
    /// Measures of the tie network, made once for all outcomes that need them.
    pub network: &'a silo::Network,
    /// Measures of the bench, made once.
    pub bench: &'a succession::Bench,
    /// Knowledge of units, measured once.
    pub profiles: &'a silo::Profiles,
    /// Distances of purposes, measured once.
    pub alignment: &'a silo::Alignment,
}

/// One outcome, as listed by `leaderful list outcomes`.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    /// Name in CSV columns and docs.
    pub name: &'static str,
    /// Words for plots and tables.
    pub label: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// Which way is better.
    pub direction: Direction,
    /// Whether tables and plots for a first look show it.
    pub headline: bool,
    /// What it is, exactly.
    pub definition: &'static str,
    /// How it is measured.
    pub measure: Measure,
}

/// Shortens the rows of the lists.
const fn flow(
    name: &'static str,
    label: &'static str,
    unit: &'static str,
    direction: Direction,
    definition: &'static str,
    measure: fn(&Span) -> f64,
) -> Outcome {
    Outcome { name, label, unit, direction, headline: false, definition, measure: Measure::Flow(measure) }
}

/// Shortens the rows of the lists.
const fn state(
    name: &'static str,
    label: &'static str,
    unit: &'static str,
    direction: Direction,
    definition: &'static str,
    measure: fn(&State) -> f64,
) -> Outcome {
    Outcome { name, label, unit, direction, headline: false, definition, measure: Measure::State(measure) }
}

/// Shortens the rows of the lists.
const fn yearly(
    name: &'static str,
    label: &'static str,
    unit: &'static str,
    direction: Direction,
    definition: &'static str,
    measure: fn(&Organisation) -> f64,
) -> Outcome {
    Outcome { name, label, unit, direction, headline: false, definition, measure: Measure::Yearly(measure) }
}

/// Shortens the rows of the lists.
const fn system(
    name: &'static str,
    label: &'static str,
    unit: &'static str,
    direction: Direction,
    definition: &'static str,
    measure: fn(&system::Whole) -> f64,
) -> Outcome {
    Outcome { name, label, unit, direction, headline: false, definition, measure: Measure::System(measure) }
}

impl Outcome {
    /// Whether only a system of organisations has it.
    pub fn is_of_a_system(&self) -> bool {
        matches!(self.measure, Measure::System(_))
    }

    /// The same outcome, shown at first look.
    const fn headline(mut self) -> Self {
        self.headline = true;
        self
    }
}

/// The lists of all files, one after another.
const LISTS: [&[Outcome]; 9] = [
    decision::OUTCOMES,
    silo::OUTCOMES,
    succession::OUTCOMES,
    people::OUTCOMES,
    voice::OUTCOMES,
    service::OUTCOMES,
    system::OUTCOMES,
    rollout::OUTCOMES,
    stop::OUTCOMES,
];

const COUNT: usize = {
    let (mut count, mut list) = (0, 0);
    while list < LISTS.len() {
        count += LISTS[list].len();
        list += 1;
    }
    count
};

/// Every outcome, in the order of CSV columns.
pub static OUTCOMES: [Outcome; COUNT] = {
    let mut all = [LISTS[0][0]; COUNT];
    let (mut at, mut list) = (0, 0);
    while list < LISTS.len() {
        let mut row = 0;
        while row < LISTS[list].len() {
            all[at] = LISTS[list][row];
            at += 1;
            row += 1;
        }
        list += 1;
    }
    all
};

/// Places of the outcomes that are shown at first look; with those of a system where there is one.
pub fn headlines(systems: bool) -> impl Iterator<Item = usize> {
    let shown = move |outcome: &&Outcome| outcome.headline && (systems || !outcome.is_of_a_system());
    OUTCOMES.iter().enumerate().filter(move |(_, outcome)| shown(outcome)).map(|(place, _)| place)
}

/// The place of an outcome in [`OUTCOMES`].
pub fn position(name: &str) -> Option<usize> {
    OUTCOMES.iter().position(|outcome| outcome.name == name)
}

/// A share; missing (NaN) where there was nothing to share.
pub(crate) fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { f64::NAN } else { part as f64 / whole as f64 }
}

/// A mean; missing (NaN) over nothing.
pub(crate) fn mean(sum: f64, count: u64) -> f64 {
    if count == 0 { f64::NAN } else { sum / count as f64 }
}
