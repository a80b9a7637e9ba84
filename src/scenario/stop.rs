//! When a run ends before its last day.

use crate::events::Event;
use crate::simulation::Record;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a run waits for: it ends on the evening of the first day after the warm-up on which this holds.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stop {
    /// A record of the series has a value above a bound.
    Above {
        /// Name of the outcome.
        outcome: String,
        /// The bound, in its unit.
        bound: f64,
    },
    /// A record of the series has a value below a bound.
    Below {
        /// Name of the outcome.
        outcome: String,
        /// The bound, in its unit.
        bound: f64,
    },
    /// So many events of a kind have happened.
    Event {
        /// One of [`crate::events::KINDS`].
        kind: String,
        /// How many, at least 1.
        count: u32,
    },
}

impl Stop {
    /// Whether this is what the run waits for: `records` are those of today, `events` all so far. The warm-up counts for nothing.
    pub(crate) fn is_met(&self, records: &[Record], events: &[Event], warm_up: u32) -> bool {
        let any = |outcome: &str, crossed: &dyn Fn(f64) -> bool| {
            let place = crate::outcomes::position(outcome);
            place.is_some_and(|place| records.iter().any(|record| !record.warm_up && crossed(record.values[place])))
        };
        match self {
            Self::Above { outcome, bound } => any(outcome, &|value| value > *bound),
            Self::Below { outcome, bound } => any(outcome, &|value| value < *bound),
            Self::Event { kind, count } => {
                let happened = events.iter().filter(|event| event.day >= warm_up && event.fact.kind() == kind);
                happened.count() as u64 >= u64::from(*count)
            }
        }
    }
}

impl fmt::Display for Stop {
    /// In words: `strain_mean above 0.5`, or `event incident, number 10`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Above { outcome, bound } => write!(f, "{outcome} above {bound}"),
            Self::Below { outcome, bound } => write!(f, "{outcome} below {bound}"),
            Self::Event { kind, count } => write!(f, "event {kind}, number {count}"),
        }
    }
}
