//! Reads `[organisation]`: seats by level, or a chart.

use super::super::{ChartRow, MAX_PEOPLE, Scenario, Structure, SurveyRow, chart, survey};
use super::fields::{Bounds, Fields, Node};
use super::report::{Report, cut, gib, grouped};
use super::run::absent;
use super::{ChartSource, Limits};
use crate::error::{Error, Problem};
use std::collections::BTreeMap;

/// Most levels of an organisation.
pub const MOST_LEVELS: usize = 32;
/// Memory that one person takes in a run: state, ties and live issues in an overloaded organisation.
pub const BYTES_PER_PERSON: u64 = 1500;
/// The same in an organisation of a system, which has calendars and tables of its own.
pub const BYTES_PER_MEMBER: u64 = 3000;
/// Keys of `[organisation]`.
pub(in crate::scenario) const ORGANISATION_KEYS: &[&str] = &["levels", "chart", "survey"];

/// Number of levels, the top included.
pub(in crate::scenario) fn depth(structure: &Structure) -> u32 {
    match structure {
        Structure::Levels(levels) => levels.len() as u32,
        Structure::Chart(rows) => chart_depth(rows),
    }
}

fn chart_depth(rows: &[ChartRow]) -> u32 {
    let mut levels: BTreeMap<&str, u32> = BTreeMap::new();
    let mut deepest = 0;
    // Parents come before children.
    for row in rows {
        let level = row.parent_id.as_deref().and_then(|p| levels.get(p)).map_or(0, |l| l + 1);
        deepest = deepest.max(level);
        levels.insert(&row.position_id, level);
    }
    deepest + 1
}

/// Reads the structure; none if it cannot be read, which is then reported.
pub(in crate::scenario) fn read(
    root: &Fields<'_>,
    report: &mut Report<'_>,
    charts: &dyn ChartSource,
    limits: &Limits,
) -> Option<Structure> {
    let help = "write [organisation] and below it levels = [1, 5, 8, 51] (seats from the top down) or chart = \"chart.csv\"";
    let Some(node) = root.get("organisation") else {
        let start = root.span.start..root.span.start;
        report.missing(&start, absent("organisation".into(), "the scenario has no organisation", help));
        return None;
    };
    let fields = node.table(report, ORGANISATION_KEYS)?;
    match (fields.get("levels"), fields.get("chart")) {
        (Some(_), Some(chart)) => {
            let problem = chart.problem("both `levels` and `chart` are given").help("keep one of the two");
            report.at(&fields.span_of("chart"), problem);
            None
        }
        (Some(node), None) => read_levels(&node, report, limits).map(Structure::Levels),
        (None, Some(node)) => read_chart(&node, report, charts, limits).map(Structure::Chart),
        (None, None) => {
            report.missing(&fields.span, absent("organisation".into(), "the organisation has neither `levels` nor `chart`", help));
            None
        }
    }
}

/// Reads seats by level.
pub(in crate::scenario) fn read_levels(node: &Node<'_>, report: &mut Report<'_>, limits: &Limits) -> Option<Vec<u32>> {
    let items = node.list(report, "whole numbers");
    if !node.value.is_array() || items.len() > super::fields::LONGEST_LIST {
        return None;
    }
    if items.is_empty() || items.len() > MOST_LEVELS {
        let message = format!("an organisation has 1 to {MOST_LEVELS} levels, not {}", items.len());
        report.at(&node.span, node.problem(message).help("the first number is the top, the last the front line"));
        return None;
    }
    let meaning = "Seats of this level. The first level is the top, one seat; each has at least as many as the one above.";
    let range = Bounds { minimum: 1.0, maximum: 1e18, unit: "seats", meaning };
    let mut counts: Vec<u64> = Vec::new();
    for item in &items {
        let count = item.whole(report, &range)?;
        let above = counts.last().copied();
        let (message, allowed) = match above {
            None if count != 1 => (format!("the top level has one seat, not {}", grouped(count)), "1".into()),
            Some(above) if count < above => {
                (format!("this level has {} seats, fewer than the {} above it", grouped(count), grouped(above)), format!("{above} or more"))
            }
            _ => {
                counts.push(count);
                continue;
            }
        };
        report.at(&item.span, item.problem(message).allowed(allowed).help(meaning));
        return None;
    }
    let people = counts.iter().fold(0_u64, |sum, n| sum.saturating_add(*n));
    fits(people, node, report, limits).then(|| counts.iter().map(|n| *n as u32).collect())
}

/// Whether `people` fit the limits, before any memory is taken for them.
fn fits(people: u64, node: &Node<'_>, report: &mut Report<'_>, limits: &Limits) -> bool {
    let message = too_large("an organisation", people, BYTES_PER_PERSON, limits);
    let Some(message) = message else { return true };
    report.at(&node.span, node.problem(message).allowed(format!("1 to {} people", grouped(MAX_PEOPLE))));
    false
}

/// What is wrong with a system of that many people, before any memory is taken for them; nothing if they fit the limits.
pub(in crate::scenario) fn system_too_large(scenario: &Scenario, limits: &Limits) -> Option<Problem> {
    let people = (scenario.people() as u64).saturating_mul(scenario.organisations().into());
    let message = too_large("a system", people, BYTES_PER_MEMBER, limits).filter(|_| scenario.is_system())?;
    let most = MAX_PEOPLE.min(limits.memory / BYTES_PER_MEMBER) / scenario.people().max(1) as u64;
    let problem = Problem::new(message).key("system.organisations").value(scenario.organisations());
    Some(problem.allowed(format!("1 to {} organisations of this structure", grouped(most))))
}

fn too_large(what: &str, people: u64, bytes: u64, limits: &Limits) -> Option<String> {
    let needed = people.saturating_mul(bytes);
    let who = format!("{what} of {} people", grouped(people));
    if needed > limits.memory {
        Some(format!("{who} needs about {}; limit {}, see --max-memory", gib(needed), gib(limits.memory)))
    } else if people > MAX_PEOPLE {
        Some(format!("{who} is too large: the most is {}", grouped(MAX_PEOPLE)))
    } else {
        None
    }
}

fn read_chart(node: &Node<'_>, report: &mut Report<'_>, charts: &dyn ChartSource, limits: &Limits) -> Option<Vec<ChartRow>> {
    let name = node.text(report)?;
    if let Some(why) = refused_path(name) {
        let problem = node.problem(format!("\"{}\" cannot be read as a chart: {why}", cut(name)));
        let help = "give a file in the scenario's folder or below it, for example chart = \"charts/school.csv\"";
        report.at(&node.span, problem.help(help));
        return None;
    }
    let text = match charts.chart(name) {
        Ok(text) => text,
        Err(why) => {
            let problem = node.problem(format!("the chart \"{}\" cannot be read: {why}", cut(name)));
            report.at(&node.span, problem.help("the name is taken from the scenario's folder"));
            return None;
        }
    };
    match chart::parse(name, &text) {
        Ok(rows) => fits(rows.len() as u64, node, report, limits).then_some(rows),
        Err(Error::BadInput(problems)) => {
            report.extend(problems);
            None
        }
        Err(other) => {
            report.at(&node.span, node.problem(other.to_string()));
            None
        }
    }
}

/// Reads the survey of the founding staff, if there is one.
pub(in crate::scenario) fn read_survey(
    root: &Fields<'_>,
    report: &mut Report<'_>,
    files: &dyn ChartSource,
    structure: Option<&Structure>,
) -> Vec<SurveyRow> {
    let Some(node) =
        root.get("organisation").and_then(|node| Some(Node::new(node.value.as_table()?.get("survey")?, "organisation.survey".into())))
    else {
        return Vec::new();
    };
    let Some(name) = node.text(report) else { return Vec::new() };
    let chart = match structure {
        Some(Structure::Chart(chart)) => chart,
        Some(Structure::Levels(_)) => {
            let problem =
                node.problem("a survey needs a chart, whose seats it names").help("write chart = \"chart.csv\" instead of levels");
            report.at(&node.span, problem);
            return Vec::new();
        }
        None => return Vec::new(),
    };
    let text = match refused_path(name) {
        Some(why) => Err(why.to_owned()),
        None => files.chart(name).map(|text| text.into_owned()),
    };
    match text.map(|text| survey::parse(name, &text, chart)) {
        Ok(Ok(rows)) => rows,
        Ok(Err(Error::BadInput(problems))) => {
            report.extend(problems);
            Vec::new()
        }
        Ok(Err(other)) => {
            report.at(&node.span, node.problem(other.to_string()));
            Vec::new()
        }
        Err(why) => {
            let problem = node.problem(format!("the survey \"{}\" cannot be read: {why}", cut(name)));
            report.at(&node.span, problem.help("give a file in the scenario's folder or below it"));
            Vec::new()
        }
    }
}

/// Why `path` is no file of the scenario's own folder, if it is none.
fn refused_path(path: &str) -> Option<&'static str> {
    if path.is_empty() {
        Some("the name is empty")
    } else if path.starts_with('/') || path.contains([':', '\\']) {
        Some("the path must begin in the scenario's folder, with / between folders")
    } else if path.split('/').any(|part| part.is_empty() || part == "." || part == "..") {
        Some("the path leaves the scenario's folder or has empty parts")
    } else {
        None
    }
}
