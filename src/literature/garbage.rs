//! The garbage can: choices look for problems, problems for choices, and people with energy go where a decision is near.
//!
//! Choices and problems enter one after the other. In a period every problem that is not solved, and every person, goes to
//! the choice, among those open to it, that lacked the least energy in the period before, its own part reckoned in; the
//! first among equals. A choice then requires the energy of the problems that are there, and has the effective energy of
//! all people who were there so far; where that is enough it is made and its problems are solved. Access to choices is
//! unsegmented, hierarchical (important problems and people, with low numbers, have access to many choices) or specialised.
//! Everything is fixed, so all numbers are exact; they are kept as integers, since ties decide who goes where.
//!
//! This model stands beside the integrated one: there work comes to seats, here work and people meet at choices that
//! neither owns, so it shares no rule with a mechanism and shows what access and load do without any line of authority.
//!
//! Cohen, March and Olsen 1972, A garbage can model of organizational choice, Administrative Science Quarterly 17:1-25,
//! with the program in its appendix.

mod organisation;

use super::model::Case;
use super::{Certainty, Docking, Effort, Estimate, FigureRow, Kind, Model, Setting, Settings, Shape, Target, Wrong};
use crate::error::Problem;
use organisation::{Counts, Organisation, Structure};

/// The row of the list.
pub const MODEL: Model = Model {
    name: "garbage-can",
    title: "Choices, problems and people that find each other by time and access",
    source: "Cohen, March and Olsen 1972, Administrative Science Quarterly 17:1",
    checks: "Activity of problems, wandering of people and difficulty of choices under net energy load.",
    mechanism: "decision",
    docking: Docking::Beside(
        "there an issue lies in the inbox of one seat and brings its work with it; here problems and people belong to no seat, \
         wander between the choices that are open to them, and leave their energy there: no rule on who decides an issue could \
         stand for this",
    ),
    remarks: "What is attached in the first period is no shift; activity and difficulty are counted after the decisions of a period. A decision is by resolution if it solved a problem, by oversight if it was made in the period of its entry without one, else by flight.",
    settings: &[
        Setting::new(
            "net_load",
            Kind::Choice(&["light", "moderate", "heavy", "all"]),
            "all",
            "rule",
            "Energy that each problem requires: one of the requirements, or the mean over them.",
        ),
        Setting::new(
            "access_structure",
            Kind::Choice(STRUCTURES),
            "all",
            "rule",
            "Which choices problems have access to, or the mean over the three.",
        ),
        Setting::new(
            "decision_structure",
            Kind::Choice(STRUCTURES),
            "all",
            "rule",
            "Which choices people have access to, or the mean over the three.",
        ),
        Setting::new(
            "energy_distribution",
            Kind::Choice(&["important-less", "equal", "important-more", "all"]),
            "all",
            "rule",
            "Whether important people (with low numbers) have less, as much or more energy, or the mean over the three.",
        ),
        Setting::new(
            "choice_order",
            Kind::Choice(ORDERS),
            "both",
            "rule",
            "Which order of entry of choices is taken, or the mean over both.",
        ),
        Setting::new(
            "problem_order",
            Kind::Choice(ORDERS),
            "both",
            "rule",
            "Which order of entry of problems is taken, or the mean over both.",
        ),
        Setting::new(
            "choice_entries",
            Kind::List(1.0, 1000.0),
            "10,7,9,5,2,3,4,1,6,8; 6,5,2,10,8,9,7,4,1,3",
            "choices",
            "Numbers of the choices as they enter, in both orders.",
        ),
        Setting::new(
            "problem_entries",
            Kind::List(1.0, 1000.0),
            "8,20,14,16,6,7,15,17,2,13,11,19,4,9,3,12,1,10,5,18; 4,14,11,20,3,5,2,12,1,6,8,19,7,15,16,17,10,18,9,13",
            "problems",
            "Numbers of the problems as they enter, in both orders.",
        ),
        Setting::new("choices_a_period", Kind::Whole(1.0, 1000.0), "1", "choices", "Choices that enter in a period until all have."),
        Setting::new("problems_a_period", Kind::Whole(1.0, 1000.0), "2", "problems", "Problems that enter in a period until all have."),
        Setting::new("people", Kind::Whole(1.0, 1000.0), "10", "people", "Decision makers."),
        Setting::new("periods", Kind::Whole(1.0, 1000.0), "20", "periods", "Periods of a run."),
        Setting::new(
            "requirements",
            Kind::List(0.0, 1000.0),
            "1.1, 2.2, 3.3",
            "energy",
            "Energy that each problem requires under light, moderate and heavy load.",
        ),
        Setting::new(
            "first_requirement",
            Kind::Number(0.0, 1000.0),
            "1.1",
            "energy",
            "Energy that a choice seems to require before its first period.",
        ),
        Setting::new(
            "energy_step",
            Kind::Number(0.0, 1.0),
            "0.1",
            "energy",
            "Energy of the least energetic person, and how much more the next one has.",
        ),
        Setting::new("solution_coefficient", Kind::Number(0.0, 1.0), "0.6", "share", "Share of energy that is effective."),
        Setting::new(
            "energy",
            Kind::Choice(&["accumulating", "fresh"]),
            "accumulating",
            "rule",
            "Whether a choice keeps the energy of earlier periods or only that of the period (wrong).",
        ),
    ],
    effort: "runs of every organisation",
    replications: 1,
    quick: 1,
    run,
    targets: &[
        published("problem activity, light load", LIGHT, "problem_activity", 114.9),
        published("problem activity, moderate load", MODERATE, "problem_activity", 204.3),
        published("problem activity, heavy load", HEAVY, "problem_activity", 211.1),
        published("shifts of decision makers, light load", LIGHT, "decision_maker_shifts", 60.9),
        published("shifts of decision makers, moderate load", MODERATE, "decision_maker_shifts", 63.8),
        published("shifts of decision makers, heavy load", HEAVY, "decision_maker_shifts", 76.6),
        published("decision difficulty, light load", LIGHT, "decision_difficulty", 19.5),
        published("decision difficulty, moderate load", MODERATE, "decision_difficulty", 32.9),
        published("decision difficulty, heavy load", HEAVY, "decision_difficulty", 46.1),
        exact("problem activity, light load, exact arithmetic", LIGHT, "problem_activity", 114.83),
        exact("problem activity, moderate load, exact arithmetic", MODERATE, "problem_activity", 201.34),
        exact("problem activity, heavy load, exact arithmetic", HEAVY, "problem_activity", 209.97),
        exact("shifts of decision makers, light load, exact arithmetic", LIGHT, "decision_maker_shifts", 61.05),
        exact("shifts of decision makers, moderate load, exact arithmetic", MODERATE, "decision_maker_shifts", 66.05),
        exact("shifts of decision makers, heavy load, exact arithmetic", HEAVY, "decision_maker_shifts", 76.91),
        exact("decision difficulty, light load, exact arithmetic", LIGHT, "decision_difficulty", 19.54),
        exact("decision difficulty, moderate load, exact arithmetic", MODERATE, "decision_difficulty", 34.14),
        exact("decision difficulty, heavy load, exact arithmetic", HEAVY, "decision_difficulty", 46.09),
    ],
    wrong: &[Wrong {
        meaning: "energy of earlier periods is lost",
        set: &[("energy", "fresh")],
        misses: &[
            "problem activity, light load",
            "problem activity, moderate load",
            "problem activity, heavy load",
            "shifts of decision makers, light load",
            "shifts of decision makers, moderate load",
            "shifts of decision makers, heavy load",
            "decision difficulty, light load",
            "decision difficulty, moderate load",
            "problem activity, light load, exact arithmetic",
            "problem activity, moderate load, exact arithmetic",
            "problem activity, heavy load, exact arithmetic",
            "shifts of decision makers, light load, exact arithmetic",
            "shifts of decision makers, moderate load, exact arithmetic",
            "shifts of decision makers, heavy load, exact arithmetic",
            "decision difficulty, light load, exact arithmetic",
            "decision difficulty, moderate load, exact arithmetic",
            "decision difficulty, heavy load, exact arithmetic",
        ],
    }],
    figure: FigureRow {
        title: "What happens in the garbage can as problems take more energy",
        measures: &["problem_activity", "decision_maker_shifts", "decision_difficulty"],
        value_label: "mean over 108 runs",
        along: ("net_load", "net energy load", &["light", "moderate", "heavy"]),
        by: None,
        set: &[],
        shape: Shape::Bars,
    },
};

const STRUCTURES: &[&str] = &["unsegmented", "hierarchical", "specialised", "all"];
const ORDERS: &[&str] = &["first", "second", "both"];
const LIGHT: Case = &[("net_load", "light")];
const MODERATE: Case = &[("net_load", "moderate")];
const HEAVY: Case = &[("net_load", "heavy")];

/// A number of the paper: four per cent are allowed.
const fn published(case: &'static str, set: Case, measure: &'static str, number: f64) -> Target {
    Target::equal(case, set, measure, number, 0.04 * number, Certainty::C)
}

/// A number of two independent programs in exact arithmetic: the printed digits.
const fn exact(case: &'static str, set: Case, measure: &'static str, number: f64) -> Target {
    Target::equal(case, set, measure, number, 0.005, Certainty::A)
}

/// Millionths, so that sums and ties of decimal numbers are exact.
fn millionths(number: f64) -> i64 {
    (number * 1e6).round() as i64
}

/// Numbers from 1 as places from 0, if each is there once.
fn entries(settings: &Settings, name: &'static str) -> Result<Vec<Vec<usize>>, Problem> {
    let rows: Vec<Vec<usize>> = settings.table(name).iter().map(|row| row.iter().map(|number| *number as usize - 1).collect()).collect();
    let whole = settings.table(name).iter().flatten().all(|number| number.fract() == 0.0);
    let complete = |row: &Vec<usize>| row.len() == rows[0].len() && (0..row.len()).all(|number| row.contains(&number));
    if rows.len() == 2 && whole && rows.iter().all(complete) {
        Ok(rows)
    } else {
        Err(Problem::new(format!("{name} needs two orders in which each number from 1 stands once")).key(name))
    }
}

/// The places that a setting names: one, or all if it is the last option.
fn chosen(settings: &Settings, name: &str, count: usize) -> std::ops::Range<usize> {
    let place = settings.whole(name);
    if place == count { 0..count } else { place..place + 1 }
}

fn run(settings: &Settings, _: &Effort) -> Result<Vec<Estimate>, Problem> {
    let (choices, problems) = (entries(settings, "choice_entries")?, entries(settings, "problem_entries")?);
    let requirements = settings.list("requirements");
    if requirements.len() != 3 {
        return Err(Problem::new("requirements needs three numbers: light, moderate and heavy").key("requirements"));
    }
    let unit = millionths(1.0);
    let effective = millionths(settings.number("energy_step")) * millionths(settings.number("solution_coefficient"));
    let people = settings.whole("people") as i64;
    // From the least energetic person on; all alike have the mean.
    let energies: [Vec<i64>; 3] = [
        (1..=people).map(|person| effective * person).collect(),
        (1..=people).map(|_| effective * (people + 1) / 2).collect(),
        (1..=people).rev().map(|person| effective * person).collect(),
    ];
    let mut runs = Vec::new();
    for load in chosen(settings, "net_load", 3) {
        for access in chosen(settings, "access_structure", 3) {
            for decision in chosen(settings, "decision_structure", 3) {
                for energy in chosen(settings, "energy_distribution", 3) {
                    for choice_order in chosen(settings, "choice_order", 2) {
                        for problem_order in chosen(settings, "problem_order", 2) {
                            let organisation = Organisation {
                                requirement: millionths(requirements[load]) * unit,
                                first_requirement: millionths(settings.number("first_requirement")) * unit,
                                access_structure: Structure::ALL[access],
                                decision_structure: Structure::ALL[decision],
                                energy: energies[energy].clone(),
                                choices: &choices[choice_order],
                                problems: &problems[problem_order],
                                entering: (settings.whole("choices_a_period"), settings.whole("problems_a_period")),
                                periods: settings.whole("periods"),
                                accumulating: settings.whole("energy") == 0,
                            };
                            runs.push(organisation.run());
                        }
                    }
                }
            }
        }
    }
    Ok(means(&runs))
}

/// Means over runs; the styles of decision as shares of all decisions.
fn means(runs: &[Counts]) -> Vec<Estimate> {
    let sum = |count: fn(&Counts) -> i64| runs.iter().map(count).sum::<i64>() as f64;
    let mean = |name: &'static str, count: fn(&Counts) -> i64| Estimate::exact(name, sum(count) / runs.len() as f64);
    let energy = |name: &'static str, count: fn(&Counts) -> i64| Estimate::exact(name, sum(count) / 1e12 / runs.len() as f64);
    let decisions = sum(|c| c.resolution + c.oversight + c.flight);
    let share =
        |name: &'static str, count: fn(&Counts) -> i64| Estimate::exact(name, if decisions > 0.0 { sum(count) / decisions } else { 0.0 });
    vec![
        mean("problem_activity", |c| c.problem_activity),
        mean("problem_latency", |c| c.problem_latency),
        mean("problem_shifts", |c| c.problem_shifts),
        mean("problems_unsolved", |c| c.problems_unsolved),
        mean("decision_maker_activity", |c| c.decision_maker_activity),
        mean("decision_maker_shifts", |c| c.decision_maker_shifts),
        energy("energy_used", |c| c.energy_used),
        energy("energy_excess", |c| c.energy_excess),
        mean("decision_difficulty", |c| c.decision_difficulty),
        mean("choices_unmade", |c| c.choices_unmade),
        share("resolution_share", |c| c.resolution),
        share("oversight_share", |c| c.oversight),
        share("flight_share", |c| c.flight),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_and_one_problem_at_one_choice() {
        // One choice from the first period on, two problems of 1.1 that enter at once, one person of effective .6 a period:
        // 2.2 are there after four periods.
        let settings = Settings::published(MODEL.settings).with(&[
            ("net_load", "light"),
            ("access_structure", "unsegmented"),
            ("decision_structure", "unsegmented"),
            ("choice_entries", "1; 1"),
            ("problem_entries", "1, 2; 2, 1"),
            ("people", "1"),
            ("energy_step", "1"),
        ]);
        let estimates = run(&settings, &Effort { replications: 1, seed: 1 }).unwrap();
        let value = |name: &str| estimates.iter().find(|estimate| estimate.measure == name).unwrap().value;
        assert_eq!((value("problem_activity"), value("decision_difficulty"), value("problem_latency")), (6.0, 3.0, 0.0));
        // The person comes in the first period, which counts as no shift, and goes when the choice is made.
        assert_eq!((value("decision_maker_shifts"), value("decision_maker_activity")), (1.0, 4.0));
        assert!((value("energy_used") - 2.4).abs() < 1e-9 && (value("energy_excess") - 0.2).abs() < 1e-9);
        assert_eq!((value("resolution_share"), value("choices_unmade"), value("problems_unsolved")), (1.0, 0.0, 0.0));
    }

    #[test]
    fn orders_of_entry_name_each_number_once() {
        for text in ["1, 2; 1, 1", "1, 2", "1, 2; 1, 3", "1.5, 1; 1, 2"] {
            let settings = Settings::published(MODEL.settings).with(&[("choice_entries", text)]);
            assert!(run(&settings, &Effort { replications: 1, seed: 1 }).is_err(), "{text}");
        }
    }
}
