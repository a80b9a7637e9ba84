//! What a published model is: settings, a case, targets, wrong variants, a figure.

use super::settings::{Setting, Settings};
use crate::streams::{Draws, Process, Streams};
use rayon::prelude::*;

/// How sure a published number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// Exact: a closed form, or deterministic, worked out a second way.
    A,
    /// A published number in a text, figure or table at hand, reproduced by an independent run.
    B,
    /// A published number from memory, reproduced by an independent run.
    C,
    /// A published number from memory, not reproduced: for its sign only.
    D,
    /// An own run of the published rule; only its shape or order is published.
    E,
    /// A series of counts, beside which a model is held.
    F,
}

impl Certainty {
    /// Whether a miss counts as a failure.
    pub fn binds(self) -> bool {
        matches!(self, Self::A | Self::B | Self::C)
    }

    /// The letter.
    pub fn letter(self) -> &'static str {
        ["A", "B", "C", "D", "E", "F"][self as usize]
    }
}

/// How a published model stands to the integrated one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Docking {
    /// It drives the functions that the integrated model calls by default.
    Same(&'static str),
    /// It drives a rule of a mechanism that a scenario can choose, such as `learning.rule = "march-1991"`.
    Variant(&'static str),
    /// It stands beside the integrated model, for the reason given.
    Beside(&'static str),
}

impl Docking {
    /// The standing in words.
    pub fn words(self) -> String {
        match self {
            Self::Same(code) => format!("the same code: {code}"),
            Self::Variant(rule) => format!("a rule that a scenario can choose: {rule}"),
            Self::Beside(why) => format!("beside the integrated model: {why}"),
        }
    }
}

/// How much is run, and with which luck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Replications, games, projects or customers: whatever the model counts its own effort in.
    pub replications: u32,
    /// Seed of all random numbers.
    pub seed: u64,
}

impl Effort {
    /// Runs every replication, on all threads, and gives mean and standard error of each measure. `measures` names
    /// what `run` returns, in order; a replication sees its own number and its own streams.
    pub fn each<const N: usize>(&self, measures: [&'static str; N], run: impl Fn(u32, &Streams) -> [f64; N] + Sync) -> Vec<Estimate> {
        let numbers: Vec<[f64; N]> =
            (0..self.replications).into_par_iter().map(|number| run(number, &Streams::new(self.seed, number, 0))).collect();
        std::array::from_fn::<Estimate, N, _>(|place| mean_of(measures[place], numbers.iter().map(|one| one[place]))).to_vec()
    }

    /// The draws of one replication that decide what `first` and `second` name.
    pub fn draws(streams: &Streams, first: u64, second: u64) -> Draws {
        streams.draws(Process::Literature, first, second)
    }
}

/// A measured number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Name of the measure.
    pub measure: &'static str,
    /// Its value: exact, or the mean over replications.
    pub value: f64,
    /// Standard error of that mean; 0 for what is exact.
    pub standard_error: f64,
    /// Whether chance has a part in it.
    pub drawn: bool,
}

impl Estimate {
    /// A number without error.
    pub const fn exact(measure: &'static str, value: f64) -> Self {
        Self { measure, value, standard_error: 0.0, drawn: false }
    }

    /// A number that chance has a part in.
    pub const fn drawn(measure: &'static str, value: f64, standard_error: f64) -> Self {
        Self { measure, value, standard_error, drawn: true }
    }
}

/// Mean and standard error of independent values; a single one has no error and counts as exact.
pub fn mean_of(measure: &'static str, values: impl Iterator<Item = f64> + Clone) -> Estimate {
    let number = values.clone().count() as f64;
    let mean = values.clone().sum::<f64>() / number;
    let squares: f64 = values.map(|value| (value - mean) * (value - mean)).sum();
    if number > 1.0 {
        Estimate::drawn(measure, mean, libm::sqrt(squares / (number - 1.0) / number))
    } else {
        Estimate::exact(measure, mean)
    }
}

/// Changes of settings that make a case, as they would be written in `--set`.
pub type Case = &'static [(&'static str, &'static str)];

/// What a target looks at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Quantity {
    /// A measure of the target's case.
    Measure(&'static str),
    /// A measure of the target's case minus the same measure of another case.
    Minus(&'static str, Case),
    /// The value of a setting, among those listed, at which a measure is largest.
    Largest(&'static str, &'static str, &'static [f64]),
    /// The value of a setting, among those listed, at which a measure is least.
    Least(&'static str, &'static str, &'static [f64]),
}

/// How ours must lie to the published number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// Within the larger of the tolerance and three standard errors.
    Equal,
    /// Not below it by more than that.
    AtLeast,
    /// Not above it by more than that.
    AtMost,
}

/// A published number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// The case in words.
    pub case: &'static str,
    /// What makes the case.
    pub set: Case,
    /// What is compared.
    pub quantity: Quantity,
    /// How it must lie.
    pub relation: Relation,
    /// The published number.
    pub published: f64,
    /// Allowed distance.
    pub tolerance: f64,
    /// How sure the published number is.
    pub certainty: Certainty,
}

impl Target {
    /// A measure that must equal a published number.
    pub const fn equal(case: &'static str, set: Case, measure: &'static str, published: f64, tolerance: f64, certainty: Certainty) -> Self {
        Self { case, set, quantity: Quantity::Measure(measure), relation: Relation::Equal, published, tolerance, certainty }
    }
}

/// A deliberately wrong variant: a mistake that somebody could make in coding the model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wrong {
    /// The mistake.
    pub meaning: &'static str,
    /// The settings that make it.
    pub set: Case,
    /// The numbers that it must miss, each as [`Target::words`].
    pub misses: &'static [&'static str],
}

/// How a figure is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Lines over a numeric axis.
    Lines,
    /// Bars over names.
    Bars,
}

/// The figure of a model: a measure over one setting, a line or group of bars for each value of another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FigureRow {
    /// Title.
    pub title: &'static str,
    /// Measures that are drawn: a line each, or one of them for each value of `by`.
    pub measures: &'static [&'static str],
    /// Name of the axis of values.
    pub value_label: &'static str,
    /// Setting along the axis, its name on the axis, and its values as they would be written.
    pub along: (&'static str, &'static str, &'static [&'static str]),
    /// Setting of which each value has a line of its own.
    pub by: Option<(&'static str, &'static [&'static str])>,
    /// Settings of all cases.
    pub set: Case,
    /// Lines or bars.
    pub shape: Shape,
}

/// A published model.
#[derive(Clone, Copy, Debug)]
pub struct Model {
    /// Name on the command line.
    pub name: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// Where it was published.
    pub source: &'static str,
    /// What it checks here, as a sentence.
    pub checks: &'static str,
    /// The mechanism that it checks.
    pub mechanism: &'static str,
    /// How it stands to the integrated model.
    pub docking: Docking,
    /// What was decided where the source is silent, and what a reader should know of the numbers; may be empty.
    pub remarks: &'static str,
    /// Its parameters; the defaults are the published case.
    pub settings: &'static [Setting],
    /// What is counted as effort, such as "replications" or "items served".
    pub effort: &'static str,
    /// Effort of the full run.
    pub replications: u32,
    /// Effort of the quick run.
    pub quick: u32,
    /// Runs one case and measures it. Problems with settings that only the model can see are errors.
    pub run: fn(&Settings, &Effort) -> Result<Vec<Estimate>, crate::error::Problem>,
    /// The published numbers.
    pub targets: &'static [Target],
    /// Mistakes that must miss them: every binding number that is drawn is missed by at least one.
    pub wrong: &'static [Wrong],
    /// The figure.
    pub figure: FigureRow,
}

impl Model {
    /// A number of what is counted as effort, in words.
    pub fn counted(&self, number: u32) -> String {
        let (first, rest) = self.effort.split_at(self.effort.find(' ').unwrap_or(self.effort.len()));
        let one = if number == 1 { first.trim_end_matches('s') } else { first };
        format!("{number} {one}{rest}")
    }
}
