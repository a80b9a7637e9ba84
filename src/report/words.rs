//! Results in words: sentences that carry their numbers and intervals, and say where nothing can be said.

use crate::experiment::Leader;
use crate::mechanisms::MECHANISMS;
use crate::outcomes::{Direction, OUTCOMES, Outcome};
use crate::scenario::load::report::grouped;
use crate::scenario::{Arm, Scenario, Stop};

/// A number with three significant digits, without trailing noise.
pub fn number(value: f64) -> String {
    if !value.is_finite() {
        return "–".into();
    }
    let digits = if value == 0.0 { 0 } else { (2 - libm::log10(value.abs()).floor() as i32).clamp(0, 4) };
    let text = format!("{value:.0$}", digits as usize);
    if text.trim_start_matches(['-', '0', '.']).is_empty() { text.trim_start_matches('-').to_owned() } else { text }
}

/// So many things: `1 file`, `2,000 files`.
pub fn count(number: usize, thing: &str) -> String {
    format!("{} {thing}{}", grouped(number as u64), if number == 1 { "" } else { "s" })
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
        many => format!("{} of ", count(many as usize, "organisation")),
    }
}

/// How often each way of leading was run, and what its runs share.
pub fn runs(replications: usize, arms: usize) -> String {
    let replications = count(replications, "replication");
    match arms {
        1 => format!("{replications} of one way of leading"),
        _ => format!("{replications} of each of {arms} ways of leading: the same people and the same luck in every one"),
    }
}

/// What intervals tell, where there can be some.
pub fn intervals(replications: usize) -> &'static str {
    match replications {
        0 | 1 => "Fewer than two replications tell nothing of luck, so there are no intervals.",
        _ => {
            "Numbers in brackets are 95 % intervals of the mean over replications; they tell how well the model's own mean is known, not how \
             well the model fits the world."
        }
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

/// What each arm changes in the middle of the run, an arm a sentence; nothing where none does.
pub fn branches(scenario: &Scenario) -> Vec<String> {
    let of = |arm: &Arm| {
        let changes = arm.branches.iter().map(|branch| {
            let parameters = branch.parameters.iter().map(|(path, value)| format!("{path} = {value}"));
            let dials = branch.dials.iter().map(|(dial, value)| format!("pattern.{dial} = {value}"));
            let off = branch.without.iter().map(|off| {
                let off: Vec<&str> = MECHANISMS.iter().filter(|row| off.contains(&row.mechanism)).map(|row| row.name).collect();
                format!("without {}", if off.is_empty() { "no mechanism".to_owned() } else { off.join(", ") })
            });
            let changes: Vec<String> = parameters.chain(dials).chain(off).collect();
            format!("from day {} on {}", branch.day, changes.join(", "))
        });
        let changes: Vec<String> = changes.collect();
        (!changes.is_empty()).then(|| format!("{}: {}.", arm.name, changes.join("; ")))
    };
    scenario.all_arms().filter_map(of).collect()
}

/// What to keep in mind where runs may end before their last day.
pub fn caution_of_stop(stop: &Stop) -> String {
    format!(
        "A run ends before its last day where it comes to {stop}. Its outcomes are those until then, so runs that are compared may have lasted \
         unequally long: a difference between arms is then one in how long they lasted as well. `ran_days` says how long they did, and \
         `stopped_day` when they stopped; the mean of the latter leaves out runs that never did."
    )
}

fn scale(value: f64, outcome: &Outcome) -> f64 {
    if outcome.unit == "share" { 100.0 * value } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_is_not_many() {
        assert_eq!((count(1, "file"), count(0, "file")), ("1 file".to_owned(), "0 files".to_owned()));
        assert_eq!(count(1_234_567, "seat"), "1,234,567 seats");
        assert_eq!(runs(1, 1), "1 replication of one way of leading");
        assert!(runs(30, 7).starts_with("30 replications of each of 7 ways of leading:"));
        assert_ne!(intervals(1), intervals(2));
    }

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
