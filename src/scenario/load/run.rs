//! Reads name, title, question and the settings of the run.

use super::super::load::names;
use super::super::{DAYS_PER_YEAR, Scenario};
use super::fields::{Fields, Node};
use super::report::{Report, cut};
use super::settings::{MAX_DAYS, RUN_SETTINGS, RunSetting};
use crate::error::Problem;
use crate::mechanisms::{MECHANISMS, MechanismName};

/// Reads all settings of the run that are there into `scenario`.
pub(in crate::scenario) fn read(root: &Fields<'_>, report: &mut Report<'_>, scenario: &mut Scenario) {
    scenario.name = names::from_source(report.source_name());
    if let Some(node) = root.get("name") {
        name(&node, report, scenario);
    }
    scenario.title = scenario.name.clone();
    for key in ["title", "question"] {
        if let Some(node) = root.get(key) {
            sentence(key, &node, report, scenario);
        }
    }
    if let (Some(_), Some(days)) = (root.get("years"), root.get("days")) {
        let problem = days.problem("both `years` and `days` are given").help("keep one of the two");
        report.at(&root.span_of("days"), problem);
    }
    for row in RUN_SETTINGS {
        if let Some(node) = root.get(row.name) {
            setting(row, &node, report, scenario);
        }
    }
    if let Some(node) = root.get("warm_up_days") {
        warm_up(&node, report, scenario);
    }
    if let Some(node) = root.get("without") {
        scenario.without = without(&node, report);
    }
}

/// Reads the name of the scenario.
pub(in crate::scenario) fn name(node: &Node<'_>, report: &mut Report<'_>, scenario: &mut Scenario) {
    let Some(text) = node.text(report) else { return };
    match names::refused(text) {
        None => scenario.name = text.into(),
        Some(why) => {
            let problem = node.problem(format!("\"{}\" cannot be the scenario's name: {why}", cut(text)));
            let help = "the name becomes the folder of the results; what people read is the title";
            report.at(&node.span, problem.allowed(names::NAME_RULE).help(help));
        }
    }
}

/// Reads title or question.
pub(in crate::scenario) fn sentence(key: &str, node: &Node<'_>, report: &mut Report<'_>, scenario: &mut Scenario) {
    if let Some(text) = node.text(report) {
        *(if key == "title" { &mut scenario.title } else { &mut scenario.question }) = text.into();
    }
}

/// Reads one setting into `scenario`.
pub(in crate::scenario) fn setting(row: &RunSetting, node: &Node<'_>, report: &mut Report<'_>, scenario: &mut Scenario) {
    if row.name == "years" {
        let Some(years) = node.float(report, &row.bounds()) else { return };
        let days = (years * f64::from(DAYS_PER_YEAR)).round();
        if days < 1.0 {
            report.at(&node.span, node.problem("`years` is shorter than a day").allowed(row.bounds().allowed()).help(row.meaning));
        } else {
            scenario.days = (days as u32).min(MAX_DAYS);
        }
        return;
    }
    let Some(value) = node.whole(report, &row.bounds()) else { return };
    let small = value as u32; // the rows' ranges fit, except for the seed
    match row.name {
        "days" => scenario.days = small,
        "warm_up_days" => scenario.warm_up_days = small,
        "rounds" => scenario.rounds = small,
        "record_every_days" => scenario.record_every_days = small,
        "replications" => scenario.replications = small,
        _ => scenario.seed = value,
    }
}

/// Reports a warm-up that leaves nothing of the run.
pub(in crate::scenario) fn warm_up(node: &Node<'_>, report: &mut Report<'_>, scenario: &Scenario) {
    if scenario.warm_up_days >= scenario.days {
        let message = format!("`warm_up_days` leaves nothing of a run of {} days", scenario.days);
        let problem = node.problem(message).allowed(format!("0 to {}", scenario.days - 1));
        report.at(&node.span, problem.help("outcomes are measured after the warm-up"));
    }
}

/// Reads a list of mechanisms to switch off, without repeats and in the order of the day.
pub(in crate::scenario) fn without(node: &Node<'_>, report: &mut Report<'_>) -> Vec<MechanismName> {
    let mut off: Vec<MechanismName> = Vec::new();
    for item in node.list(report, "mechanisms") {
        let Some(name) = item.name_of(report, "mechanism", MECHANISMS.iter().map(|m| m.name)) else { continue };
        let row = MECHANISMS.iter().find(|m| m.name == name).expect("the name of a row");
        if off.contains(&row.mechanism) {
            report.at(&item.span, item.problem(format!("`{name}` is switched off twice")).help("keep one of the two"));
        } else {
            off.push(row.mechanism);
        }
    }
    off.sort();
    off
}

/// A problem with a key that has to be there.
pub(crate) fn absent(path: String, message: &str, help: impl Into<String>) -> Problem {
    Problem::new(message).key(cut(&path)).help(help)
}
