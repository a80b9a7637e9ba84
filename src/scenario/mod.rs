//! A scenario: everything that a run needs, every value present and checked.
//!
//! `Scenario` is plain data. It is read from TOML by [`load`] (feature `cli`), or built in code by
//! [`Scenario::default`] and changed field by field. Arms differ from the baseline in their pattern and in whatever else
//! they set; people and luck are the same in all of them.

pub mod branch;
#[cfg(feature = "cli")]
pub mod chart;
#[cfg(feature = "cli")]
pub mod load;
#[cfg(feature = "cli")]
pub mod overrides;
pub mod parameters;
#[cfg(feature = "cli")]
pub mod presets;
#[cfg(feature = "cli")]
pub mod schema;
pub mod stop;
#[cfg(feature = "cli")]
pub mod survey;
#[cfg(feature = "cli")]
pub mod template;

pub use branch::Branch;
pub use stop::Stop;

use crate::mechanisms::MechanismName;
use crate::pattern::Pattern;
use parameters::Parameters;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Working days in a year.
pub const DAYS_PER_YEAR: u32 = 260;
/// Facets of knowledge that issues draw on.
pub const FACETS: usize = 8;
/// Most rounds in a day.
pub const MAX_ROUNDS: u32 = 16;
/// Most people in one organisation.
pub const MAX_PEOPLE: u64 = 10_000_000;

/// One seat of an organisation chart.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct ChartRow {
    /// Unique name of the seat.
    pub position_id: String,
    /// Name of the seat that it reports to; none for the one root.
    pub parent_id: Option<String>,
    /// Unit that the seat belongs to.
    pub unit: String,
    /// Department that the unit belongs to.
    pub department: String,
}

/// Where the formal structure comes from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Structure {
    /// Seats by level from the top (each at least as many as above, the first 1); reports are spread evenly, each seat
    /// one level above the front line leads one unit, and each unit is a department of its own up to [`FACETS`].
    Levels(Vec<u32>),
    /// A chart, parents before children.
    Chart(Vec<ChartRow>),
}

/// What a survey says of the person in one seat at the start.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct SurveyRow {
    /// The seat, by its place in the chart.
    pub seat: u32,
    /// Answers (0 to 1) by column of [`crate::organisation::survey::SURVEY`].
    pub answers: BTreeMap<String, f32>,
}

/// A pattern that comes later in an arm, at once or step by step.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct PatternChange {
    /// First day of the change.
    pub day: u32,
    /// Days until the new pattern holds fully; 0 is at once.
    pub over_days: u32,
    /// The new pattern.
    pub pattern: Pattern,
}

/// One way of leading the same people.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Arm {
    /// Name, unique among arms; shown everywhere.
    pub name: String,
    /// The pattern at the start.
    pub pattern: Pattern,
    /// Later patterns, by day.
    pub changes: Vec<PatternChange>,
    /// Parameters that differ in this arm only.
    pub parameters: BTreeMap<String, f32>,
    /// Mechanisms switched off in this arm, beside those of the scenario.
    pub without: Vec<MechanismName>,
    /// What else holds from some day on, by day: how a what-if differs from the run that it was branched from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub branches: Vec<Branch>,
}

/// A programme or event on the calendar.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct Scheduled {
    /// Name of a row of [`crate::programmes::PROGRAMMES`].
    pub kind: String,
    /// First day.
    pub from: u32,
    /// Day on which it ends (not included); none for the end of the run.
    pub until: Option<u32>,
    /// Begins again each time this many days have passed since `from`.
    pub every_days: Option<u32>,
    /// Days that it lasts each time it begins; none for as long as it is on the calendar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub for_days: Option<u32>,
    /// Arms that have it; all if empty.
    pub arms: Vec<String>,
    /// Levels that it touches (0 is the top); all if empty.
    pub levels: Vec<u32>,
    /// Units that it touches, by name; all if empty.
    pub units: Vec<String>,
    /// Organisations of a system that have it, by number from 0; all if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub organisations: Vec<u32>,
    /// The pattern that it brings, if it is of the kind that brings one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<Pattern>,
    /// The programme's own settings, each inside the bounds of its row; those not named keep their default.
    pub settings: BTreeMap<String, f32>,
}

/// All that a run needs.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Scenario {
    /// Slug; names the output folder.
    pub name: String,
    /// One line for people.
    pub title: String,
    /// The question that the comparison answers, in one sentence.
    pub question: String,
    /// Days simulated.
    pub days: u32,
    /// Days at the start that outcomes leave out.
    pub warm_up_days: u32,
    /// Rounds a day (1 to [`MAX_ROUNDS`]): what is sent in one arrives at its end.
    pub rounds: u32,
    /// Days between two rows of a series.
    pub record_every_days: u32,
    /// Replications of each arm.
    pub replications: u32,
    /// Seed of all random numbers.
    pub seed: u64,
    /// Formal structure.
    pub structure: Structure,
    /// What a survey says of the founding staff of every organisation; nothing if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub survey: Vec<SurveyRow>,
    /// Parameters of all arms.
    pub parameters: Parameters,
    /// Mechanisms switched off in all arms.
    pub without: Vec<MechanismName>,
    /// The arm that others are compared with.
    pub baseline: Arm,
    /// The other arms.
    pub arms: Vec<Arm>,
    /// Programmes and events.
    pub schedule: Vec<Scheduled>,
    /// What ends a run before its last day, if anything does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop: Option<Stop>,
}

impl Arm {
    /// An arm that keeps one pattern and changes nothing else.
    pub fn new(name: impl Into<String>, pattern: Pattern) -> Self {
        let (changes, without, branches) = (Vec::new(), Vec::new(), Vec::new());
        Self { name: name.into(), pattern, changes, parameters: BTreeMap::new(), without, branches }
    }

    /// The pattern in force on `day`.
    pub fn pattern_on(&self, day: u32) -> Pattern {
        let mut now = self.pattern;
        for change in self.changes.iter().filter(|c| c.day <= day) {
            let passed = day - change.day;
            now = if passed >= change.over_days {
                change.pattern
            } else {
                now.towards(&change.pattern, passed as f32 / change.over_days as f32)
            };
        }
        self.branches.iter().for_each(|branch| branch.turn(day, &mut now));
        now
    }
}

impl Scenario {
    /// The baseline and then the other arms.
    pub fn all_arms(&self) -> impl Iterator<Item = &Arm> {
        std::iter::once(&self.baseline).chain(&self.arms)
    }

    /// The parameters that hold in `arm`.
    pub fn parameters_of(&self, arm: &Arm) -> Parameters {
        let mut parameters = self.parameters.clone();
        for (path, value) in &arm.parameters {
            parameters.set(path, *value);
        }
        parameters
    }

    /// Organisations of an arm: one alone, or a system of many.
    pub fn organisations_of(&self, arm: &Arm) -> u32 {
        let path = "system.organisations";
        arm.parameters.get(path).copied().unwrap_or(self.parameters.system.organisations).round() as u32
    }

    /// The most organisations of any arm.
    pub fn organisations(&self) -> u32 {
        self.all_arms().map(|arm| self.organisations_of(arm)).max().unwrap_or(1)
    }

    /// Whether any arm is a system of several organisations.
    pub fn is_system(&self) -> bool {
        self.organisations() > 1
    }

    /// Number of seats of one organisation.
    pub fn people(&self) -> usize {
        match &self.structure {
            Structure::Levels(levels) => levels.iter().map(|n| *n as usize).sum(),
            Structure::Chart(rows) => rows.len(),
        }
    }
}

impl Default for Scenario {
    /// The reference school of 65 under traditional delegation, five years, with autocracy and guided distribution beside it.
    fn default() -> Self {
        let arm = |name: &str, preset: &str| Arm::new(name, Pattern::preset(preset).expect("a preset of that name"));
        Self {
            name: "reference-school".into(),
            title: "The reference school".into(),
            question: "How does the same school fare under other ways of leading?".into(),
            days: 5 * DAYS_PER_YEAR,
            warm_up_days: 0,
            rounds: 4,
            record_every_days: 20,
            replications: 50,
            seed: 20_260_101,
            structure: Structure::Levels(vec![1, 5, 8, 51]),
            survey: Vec::new(),
            parameters: Parameters::default(),
            without: Vec::new(),
            baseline: arm("Traditional", "traditional-delegation"),
            arms: vec![arm("Heroic", "autocracy"), arm("Distributed", "guided-distribution")],
            schedule: Vec::new(),
            stop: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_changes_step_by_step_and_then_stays() {
        let (old, new) = (Pattern::preset("autocracy").unwrap(), Pattern::preset("anarchy").unwrap());
        let mut arm = Arm::new("a", old);
        arm.changes.push(PatternChange { day: 100, over_days: 50, pattern: new });
        assert_eq!(arm.pattern_on(99), old);
        assert_eq!(arm.pattern_on(100), old);
        assert_eq!(arm.pattern_on(125), old.towards(&new, 0.5));
        assert_eq!(arm.pattern_on(150), new);
        assert_eq!(arm.pattern_on(9999), new);
    }
}
