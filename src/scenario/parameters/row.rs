//! What is known of a parameter beside its value.

use super::PARAMETERS;
use serde::{Deserialize, Serialize};

/// How far a parameter's value can be defended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// An empirical figure from the source that is named.
    Measured,
    /// Fixed by a published model or by definition.
    Theory,
    /// Chosen so that the baseline lands in the empirical ranges named.
    Calibrated,
    /// An assumption.
    Assumed,
}

/// One parameter, as listed by `leaderful list parameters`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// `group.name`.
    pub path: &'static str,
    /// Value unless a scenario says otherwise.
    pub default: f32,
    /// Unit of the value.
    pub unit: &'static str,
    /// Smallest allowed value.
    pub minimum: f32,
    /// Largest allowed value.
    pub maximum: f32,
    /// Range over which sensitivity analyses vary it.
    pub vary: (f32, f32),
    /// What it means.
    pub meaning: &'static str,
    /// How far the value can be defended.
    pub status: Status,
    /// Citation, or the reason for the assumption.
    pub source: &'static str,
    /// What the values 0, 1, 2 … are called, where the row is a choice between rules and not a number; else empty.
    pub options: &'static [&'static str],
}

impl Row {
    /// The row of that path.
    pub fn find(path: &str) -> Option<&'static Self> {
        PARAMETERS.iter().find(|row| row.path == path)
    }

    /// Whether only whole numbers have a meaning: half an organisation cannot be run, and rounding would report what was not run.
    pub fn is_whole(&self) -> bool {
        self.path == "system.organisations"
    }

    /// A value as scenario files and tables write it: the name of an option, or the number.
    pub fn written(&self, value: f32) -> String {
        self.options.get(value as usize).map_or_else(|| value.to_string(), |name| (*name).to_owned())
    }

    /// The bounds in words: the options, or from the least to the most.
    pub fn range(&self) -> String {
        if self.options.is_empty() { format!("{} to {}", self.minimum, self.maximum) } else { self.options.join(", ") }
    }
}
