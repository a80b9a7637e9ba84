//! What is varied: a path of the scenario and the values that it takes.

use crate::scenario::Scenario;
use crate::scenario::overrides;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;

/// One value of a factor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// A finite number.
    Number(f64),
    /// Anything else, written as behind the `=` of `--set`: the name of a pattern, a list, a table.
    Text(String),
}

impl Value {
    /// The number, if it is one.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(_) => None,
        }
    }

    /// What `text` says: a number where it can be one exactly, else the text itself.
    pub(super) fn of(text: &str) -> Self {
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() && (number.fract() != 0.0 || number.abs() < EXACT) => Self::Number(number + 0.0),
            _ => Self::Text(text.to_owned()),
        }
    }
}

/// From here on a real number skips whole ones.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // A whole number has no decimal point: some settings take nothing else.
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// How numbers are spread over a range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scale {
    /// Equal differences.
    #[default]
    Linear,
    /// Equal ratios; both ends are above zero.
    Log,
}

/// Names of the scales.
pub(crate) const SCALES: [&str; 2] = ["linear", "log"];

/// The values that a factor can take.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Domain {
    /// These, in this order; at least one.
    Levels(Vec<Value>),
    /// Every number from `low` to `high`, `low` < `high`.
    Range {
        /// Smallest value.
        low: f64,
        /// Largest value.
        high: f64,
        /// How values are spread between them.
        scale: Scale,
        /// Levels that a grid takes, at equal distances on the scale, both ends included (at least 2).
        steps: Option<u32>,
        /// Whether only whole numbers are meant.
        whole: bool,
    },
}

/// One thing that is varied.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Factor {
    /// One of [`overrides::paths`].
    pub path: String,
    /// Two presets: then values are places between them, 0 the first and 1 the second, and the path is that of a pattern.
    pub between: Option<[String; 2]>,
    /// The values.
    pub domain: Domain,
}

impl Factor {
    /// The value at `share` (0 to 1) of the way through the domain: on the scale of a range, whole numbers and levels in equal
    /// parts. Numbers are rounded to 32 bits, as the model holds them.
    #[must_use]
    pub fn at(&self, share: f64) -> Value {
        let share = share.clamp(0.0, 1.0);
        let part = |count: f64| (share * count).floor().min(count - 1.0);
        match &self.domain {
            Domain::Levels(levels) => levels[part(levels.len() as f64) as usize].clone(),
            Domain::Range { low, high, whole: true, .. } => Value::Number(low + part(high - low + 1.0)),
            Domain::Range { low, high, scale: Scale::Linear, .. } => held(low + share * (high - low), *low, *high),
            Domain::Range { low, high, scale: Scale::Log, .. } => {
                held(libm::exp(libm::log(*low) + share * (libm::log(*high) - libm::log(*low))), *low, *high)
            }
        }
    }

    /// The values that a grid takes: the levels, the steps of a range, or its two ends.
    #[must_use]
    pub fn levels(&self) -> Cow<'_, [Value]> {
        let Domain::Range { low, high, steps, whole, .. } = &self.domain else {
            let Domain::Levels(levels) = &self.domain else { unreachable!("a domain is a range or a list") };
            return Cow::Borrowed(levels);
        };
        let last = f64::from(steps.unwrap_or(2).max(2) - 1);
        let level = |step: u32| match f64::from(step) / last {
            0.0 => Value::Number(*low),
            1.0 => Value::Number(*high),
            share if *whole => Value::Number((low + share * (high - low)).round()),
            share => self.at(share),
        };
        let mut levels: Vec<Value> = (0..=last as u32).map(level).collect();
        levels.dedup();
        Cow::Owned(levels)
    }

    /// `path=value`, as for `--set`.
    #[must_use]
    pub fn setting(&self, value: &Value) -> String {
        match &self.between {
            Some([first, second]) => format!("{}={{ between = [\"{first}\", \"{second}\"], at = {value} }}", self.path),
            None => format!("{}={value}", self.path),
        }
    }

    /// Whether every value is a number.
    #[must_use]
    pub fn is_numeric(&self) -> bool {
        match &self.domain {
            Domain::Levels(levels) => levels.iter().all(|level| level.number().is_some()),
            Domain::Range { .. } => true,
        }
    }

    /// The value that `scenario` has itself, if it is a number.
    #[must_use]
    pub fn own(&self, scenario: &Scenario) -> Option<f64> {
        if self.between.is_some() { None } else { overrides::number_at(scenario, &self.path) }
    }

    /// What people read: the path, and between which presets its values lie.
    #[must_use]
    pub fn label(&self) -> String {
        match &self.between {
            Some([first, second]) => format!("{}: from {first} (0) to {second} (1)", self.path),
            None => self.path.clone(),
        }
    }
}

/// The number as the model holds it, with the digits that tell it apart, inside its range.
fn held(value: f64, low: f64, high: f64) -> Value {
    let short = (value as f32).to_string().parse().unwrap_or(value);
    Value::Number(short.clamp(low, high) + 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(low: f64, high: f64, scale: Scale, steps: Option<u32>, whole: bool) -> Factor {
        Factor { path: "p".into(), between: None, domain: Domain::Range { low, high, scale, steps, whole } }
    }

    fn numbers(values: &[Value]) -> Vec<f64> {
        values.iter().map(|value| value.number().unwrap()).collect()
    }

    #[test]
    fn a_range_is_walked_on_its_scale() {
        assert_eq!(numbers(&range(0.0, 1.0, Scale::Linear, Some(5), false).levels()), [0.0, 0.25, 0.5, 0.75, 1.0]);
        assert_eq!(numbers(&range(0.01, 1.0, Scale::Log, Some(3), false).levels()), [0.01, 0.1, 1.0]);
        assert_eq!(numbers(&range(1.0, 4.0, Scale::Linear, Some(7), true).levels()), [1.0, 2.0, 3.0, 4.0], "no level twice");
        assert_eq!(numbers(&range(0.1, 0.3, Scale::Linear, None, false).levels()), [0.1, 0.3]);
        let log = range(0.1, 0.3, Scale::Log, None, false);
        assert_eq!((log.at(0.0), log.at(1.0)), (Value::Number(0.1), Value::Number(0.3)));
    }

    #[test]
    fn whole_numbers_and_levels_come_in_equal_parts() {
        let count = |factor: &Factor, wanted: &Value| (0..1000).filter(|i| factor.at((f64::from(*i) + 0.5) / 1000.0) == *wanted).count();
        let whole = range(3.0, 6.0, Scale::Linear, None, true);
        let words = Factor { domain: Domain::Levels(["a", "b"].map(|word| Value::Text(word.into())).to_vec()), ..whole.clone() };
        assert_eq!([3.0, 4.0, 5.0, 6.0].map(|n| count(&whole, &Value::Number(n))), [250; 4]);
        assert_eq!((count(&words, &Value::Text("a".into())), words.at(1.0)), (500, Value::Text("b".into())));
    }

    #[test]
    fn a_number_that_cannot_be_exact_stays_text() {
        assert_eq!(Value::of("0.5"), Value::Number(0.5));
        assert_eq!(Value::of("18446744073709551615"), Value::Text("18446744073709551615".into()));
        assert_eq!((Value::of("nan"), Value::of("anarchy")), (Value::Text("nan".into()), Value::Text("anarchy".into())));
        assert_eq!((Value::Number(40.0).to_string(), Value::Number(0.25).to_string()), ("40".to_owned(), "0.25".to_owned()));
    }
}
