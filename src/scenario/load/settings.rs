//! The settings of a run that are single whole numbers: one row each, for loading, `--set`, the schema and the template.

use super::super::{MAX_ROUNDS, Scenario};
use super::fields::Bounds;

/// Most days of a run.
pub const MAX_DAYS: u32 = 1_000_000;
/// Most replications of an arm.
pub const MAX_REPLICATIONS: u32 = 1_000_000;

/// A setting of the run at the top of a scenario.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RunSetting {
    /// Key at the top of the scenario.
    pub name: &'static str,
    /// Unit of the value.
    pub unit: &'static str,
    /// Smallest allowed value.
    pub minimum: u64,
    /// Largest allowed value.
    pub maximum: u64,
    /// What it means.
    pub meaning: &'static str,
}

const fn row(name: &'static str, unit: &'static str, minimum: u64, maximum: u64, meaning: &'static str) -> RunSetting {
    RunSetting { name, unit, minimum, maximum, meaning }
}

/// Every setting of the run, in the order of the template. `years` may have a decimal part; the others are whole.
pub const RUN_SETTINGS: &[RunSetting] = &[
    row("years", "years", 0, 3_846, "Years simulated, of 260 working days each; give either this or days."),
    row("days", "days", 1, MAX_DAYS as u64, "Working days simulated; give either this or years."),
    row("warm_up_days", "days", 0, MAX_DAYS as u64, "Days at the start that outcomes leave out; fewer than the run has."),
    row("rounds", "rounds/day", 1, MAX_ROUNDS as u64, "Rounds a day: what is sent in one arrives at its end."),
    row("record_every_days", "days", 1, MAX_DAYS as u64, "Days between two points of a series."),
    row("replications", "replications", 1, MAX_REPLICATIONS as u64, "Replications of each arm: the same people and luck in every arm."),
    row("seed", "", 0, u64::MAX, "Seed of all random numbers: the same seed gives the same results."),
];

impl RunSetting {
    /// The row called `name`.
    pub fn find(name: &str) -> Option<&'static Self> {
        RUN_SETTINGS.iter().find(|r| r.name == name)
    }

    pub(in crate::scenario) fn bounds(&self) -> Bounds<'static> {
        Bounds { minimum: self.minimum as f64, maximum: self.maximum as f64, unit: self.unit, meaning: self.meaning }
    }

    /// The value that `scenario` has, as it would be written.
    pub fn of(&self, scenario: &Scenario) -> f64 {
        match self.name {
            "years" => f64::from(scenario.days) / f64::from(super::super::DAYS_PER_YEAR),
            "days" => f64::from(scenario.days),
            "warm_up_days" => f64::from(scenario.warm_up_days),
            "rounds" => f64::from(scenario.rounds),
            "record_every_days" => f64::from(scenario.record_every_days),
            "replications" => f64::from(scenario.replications),
            _ => scenario.seed as f64,
        }
    }
}
