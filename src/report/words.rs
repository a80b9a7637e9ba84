//! Results in words: sentences that carry their numbers and intervals, and say where nothing can be said.

use crate::experiment::Leader;
use crate::outcomes::{Direction, OUTCOMES, Outcome};
use crate::scenario::Scenario;

/// A number with three significant digits, without trailing noise.
pub fn number(value: f64) -> String {
    if !value.is_finite() {
        return "–".into();
    }
    let digits = if value == 0.0 { 0 } else { (2 - libm::log10(value.abs()).floor() as i32).clamp(0, 4) };
    let text = format!("{value:.0$}", digits as usize);
    if text.trim_start_matches(['-', '0', '.']).is_empty() { text.trim_start_matches('-').to_owned() } else { text }
}

/// A number with its unit, where the unit says something.
pub fn with_unit(value: f64, outcome: &Outcome) -> String {
    match outcome.unit {
        "share" => format!("{} %", number(100.0 * value)),
        unit if unit.contains("..") => number(value),
        unit => format!("{} {unit}", number(value)),
    }
}

/// How many organisations there are, as the beginning of a count of people; nothing for one alone.
pub fn organisations(scenario: &Scenario) -> String {
    match scenario.organisations() {
        1 => String::new(),
        many => format!("{many} organisations of "),
    }
}

/// Name of the arm at a place of [`Scenario::all_arms`].
pub fn arm_name(scenario: &Scenario, arm: usize) -> &str {
    scenario.all_arms().nth(arm).map_or("?", |arm| &arm.name)
}

/// Who leads on an outcome, by how much and how sure; or that nobody clearly does.
pub fn sentence(scenario: &Scenario, leader: &Leader) -> String {
    let outcome = &OUTCOMES[leader.outcome];
    let value = |arm: usize| {
        let standing = leader.standing(arm)?;
        let interval = standing
            .interval
            .map_or(String::new(), |i| format!(" ({} to {})", number(scale(i.low, outcome)), number(scale(i.high, outcome))));
        Some(format!("{}{interval}", with_unit(standing.mean, outcome)))
    };
    let name = |arm: usize| arm_name(scenario, arm);
    let (Some(&best), Some(&worst)) = (leader.ranking.first(), leader.ranking.last()) else {
        return format!("{}: more is neither better nor worse by itself.", outcome.label);
    };
    let (Some(lead), Some(last)) = (value(best), value(worst)) else { return format!("{}: no value.", outcome.label) };
    let Some(&next) = leader.ranking.get(1) else { return format!("{}: {lead}.", outcome.label) };
    let sure = leader.superiority.map_or(String::new(), |s| format!(" in {} % of replications", number(100.0 * s.probability)));
    let better = if outcome.direction == Direction::Lower { "lowest" } else { "highest" };
    if leader.clear().is_some() {
        format!(
            "{}: {} is {better} with {lead}, ahead of {}{sure}; {} is last with {last}.",
            outcome.label,
            name(best),
            name(next),
            name(worst)
        )
    } else {
        format!(
            "{}: {} ({lead}) and {} cannot be told apart with these replications; {} is last with {last}.",
            outcome.label,
            name(best),
            name(next),
            name(worst)
        )
    }
}

fn scale(value: f64, outcome: &Outcome) -> f64 {
    if outcome.unit == "share" { 100.0 * value } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_three_digits() {
        assert_eq!(number(0.0), "0");
        assert_eq!(number(1234.5), "1234");
        assert_eq!(number(12.345), "12.3");
        assert_eq!(number(0.012_345), "0.0123");
        assert_eq!(number(-0.000_001), "0.0000");
        assert_eq!(number(f64::NAN), "–");
    }
}
