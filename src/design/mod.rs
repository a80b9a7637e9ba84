//! Designs: which settings of a scenario are varied, and at which points.
//!
//! A [`Design`] names [`Factor`]s and a [`Method`]; [`Points`] are its points in a fixed order, any of them at any time; a
//! [`Point`] is applied to a scenario through [`overrides::apply`], so that the same ranges and messages hold as for `--set`.
//! Sweeps, sensitivity and maps differ only in what they do with the scenarios. A design comes from the `[design]` of a scenario
//! file ([`crate::scenario::load`]), from the command line ([`words`]), or from code:
//!
//! ```
//! use leaderful::design::{Design, Domain, Factor, Method, Scale, Value};
//! use leaderful::scenario::{Scenario, load::Limits};
//!
//! # fn main() -> Result<(), leaderful::Error> {
//! let scenario = Scenario::default();
//! let gain = Domain::Range { low: 0.01, high: 0.1, scale: Scale::Log, steps: Some(3), whole: false };
//! let pattern = Domain::Levels([0.0, 0.5].map(Value::Number).to_vec());
//! let ends = ["autocracy", "guided-distribution"].map(String::from);
//! let factors = vec![
//!     Factor { path: "trust.gain".into(), between: None, domain: gain },
//!     Factor { path: "arm.Heroic.pattern".into(), between: Some(ends), domain: pattern },
//! ];
//! let points = Design { method: Method::Grid, seed: None, factors, until: None }.points(&scenario);
//! assert_eq!(points.len(), 6);
//! // The last factor changes fastest; numbers are as the model holds them.
//! let point = points.get(3);
//! assert_eq!(point.settings(points.factors())[0], "trust.gain=0.031622775");
//! let varied = point.apply(points.factors(), &scenario, &Limits::default())?;
//! assert_eq!(varied.parameters.trust.gain, 0.031622775);
//! assert_ne!(varied.arms[0].pattern, scenario.arms[0].pattern);
//! // For samplers of one's own: the value at a share of the way through the domain.
//! assert_eq!(points.factors()[0].at(0.5), Value::Number(0.031622775));
//! # Ok(())
//! # }
//! ```

mod draft;
mod factor;
mod load;
mod points;
mod sobol;
mod table;
#[cfg(test)]
mod tests;
pub mod words;

pub(crate) use factor::SCALES;
pub use factor::{Domain, Factor, Scale, Value};
pub(crate) use load::{DESIGN_KEYS, FACTOR_KEYS, Source, UNTIL_KEYS, read, read_factors};
pub use points::{Point, Points};
pub use sobol::{MOST_DIMENSIONS, Sobol};

use crate::scenario::Scenario;
#[cfg(doc)]
use crate::scenario::overrides;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Most points of a design.
pub const MOST_POINTS: u64 = 1_000_000;
/// Most factors of a design.
pub const MOST_FACTORS: usize = 500;

/// Where the points lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Every combination of levels; the last factor changes fastest.
    Grid,
    /// First levels, second levels and so on; all factors have as many.
    Zip,
    /// The rows of a table.
    Table,
    /// A Latin hypercube sample: each factor has one value in each of `points` equal parts, at random in it, in random order
    /// (McKay, Beckman and Conover 1979).
    Lhs {
        /// Points.
        points: u32,
    },
    /// The first points of a [`Sobol`] sequence; best a power of two.
    Sobol {
        /// Points.
        points: u32,
        /// Whether binary digits are turned over at random, which keeps the balance and leaves the corner.
        scrambled: bool,
    },
    /// The scenario as it is, then each level of each factor with all others as in the scenario. It sees no interaction: what it
    /// says holds near the scenario only.
    OneAtATime,
}

/// Name and meaning of every method, as in `[design]` and for `--design`.
pub const METHODS: &[(&str, &str)] = &[
    ("grid", "every combination of levels"),
    ("zip", "first levels, second levels and so on"),
    ("table", "the rows of a CSV file whose header names paths"),
    ("lhs", "a Latin hypercube sample: each factor spread evenly, at random"),
    ("sobol", "a Sobol' sequence: all factors together spread evenly"),
    ("one-at-a-time", "each factor alone, the others as in the scenario; local"),
];

/// When replications are enough.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Until {
    /// Wanted half-width of the 95 % interval by outcome, in its unit: of the difference of each arm from the baseline, or of the
    /// mean where there is one arm alone; in every cell.
    pub half_width: BTreeMap<String, f64>,
    /// Replications before which a half-width does not count (at least 2).
    pub minimum: u32,
    /// Replications between two looks.
    pub batch: u32,
}

/// What is varied, and at which points.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Design {
    /// Where the points lie.
    pub method: Method,
    /// Seed of points that are drawn at random; the scenario's if none.
    pub seed: Option<u64>,
    /// What is varied, each path once.
    pub factors: Vec<Factor>,
    /// When replications are enough; after those of the scenario if none, and at the latest.
    pub until: Option<Until>,
}

impl Design {
    /// The points, in their order.
    #[must_use]
    pub fn points(&self, scenario: &Scenario) -> Points {
        Points::new(self, self.seed.unwrap_or(scenario.seed))
    }

    /// How many points there are, however many that is.
    #[must_use]
    pub fn size(&self) -> u128 {
        let levels = || self.factors.iter().map(|factor| factor.levels().len() as u128);
        match self.method {
            Method::Grid => levels().fold(1, u128::saturating_mul),
            Method::Zip | Method::Table => levels().min().unwrap_or(1),
            Method::Lhs { points } | Method::Sobol { points, .. } => points.into(),
            Method::OneAtATime => 1 + levels().sum::<u128>(),
        }
    }
}
