//! Reads `[[event]]` and `[[programme]]`: two ways of writing the same thing, one with `day`, one with `from`.

use super::super::{Scenario, Scheduled, Structure};
use super::arms::day;
use super::fields::{Bounds, Fields, Node};
use super::pattern;
use super::report::{Report, cut, listed};
use super::run::absent;
use super::structure::{MOST_LEVELS, depth};
use crate::programmes::{PROGRAMMES, ProgrammeRow, Setting};
use std::collections::{BTreeMap, BTreeSet};

/// Keys that every event and programme may have; the others are its own settings.
pub(in crate::scenario) const COMMON_KEYS: &[&str] =
    &["kind", "day", "from", "until", "every_days", "for_days", "arms", "levels", "units", "organisations"];

/// Keys of those that bring a pattern.
pub(in crate::scenario) const PATTERN_KEYS: &[&str] = &["pattern", "style"];

/// What messages and checks need of a setting.
pub(in crate::scenario) fn bounds(setting: &Setting) -> Bounds<'_> {
    Bounds { minimum: setting.minimum.into(), maximum: setting.maximum.into(), unit: setting.unit, meaning: setting.meaning }
}

/// What a schedule may point at.
struct Targets {
    days: u32,
    arms: Vec<String>,
    levels: u32,
    organisations: u32,
    /// Units by name, where a chart names them.
    units: Option<BTreeSet<String>>,
}

/// Reads the whole schedule, sorted by its first day and then by what it is, so that the order in the file does not matter.
/// Levels and units are compared with the structure as far as it is known.
pub(in crate::scenario) fn read(
    root: &Fields<'_>,
    report: &mut Report<'_>,
    scenario: &Scenario,
    known: Option<&Structure>,
) -> Vec<Scheduled> {
    let targets = Targets {
        days: scenario.days,
        arms: scenario.all_arms().filter(|a| !a.name.is_empty()).map(|a| a.name.clone()).collect(),
        levels: known.map_or(MOST_LEVELS as u32, depth),
        organisations: scenario.organisations(),
        units: match known {
            Some(Structure::Chart(rows)) => Some(rows.iter().map(|r| r.unit.clone()).collect()),
            _ => None,
        },
    };
    let mut schedule = Vec::new();
    for key in ["event", "programme"] {
        let Some(list) = root.get(key) else { continue };
        for node in list.list(report, &format!("tables, each written as [[{key}]]")) {
            schedule.extend(read_one(&node, report, &targets));
        }
    }
    schedule.sort_by_cached_key(|s| (s.from, s.kind.clone(), format!("{s:?}")));
    schedule
}

fn read_one(node: &Node<'_>, report: &mut Report<'_>, targets: &Targets) -> Option<Scheduled> {
    let every_key: Vec<&str> = PROGRAMMES.iter().flat_map(|row| row.settings).map(|s| s.name).collect();
    let row = kind_of(node, report);
    let own: Vec<&str> = match row {
        Some(row) => row.settings.iter().map(|s| s.name).collect(),
        None => every_key,
    };
    let brought: &[&str] = if row.is_none_or(|row| row.pattern) { PATTERN_KEYS } else { &[] };
    let known: Vec<&str> = COMMON_KEYS.iter().chain(brought).copied().chain(own).collect();
    let fields = node.table(report, &known)?;
    let from = first_day(&fields, report, targets.days);
    let until = fields.get("until").and_then(|node| until(&node, report, from));
    let meaning = "Begins again each time this many days have passed since the first day.";
    let repeat = Bounds { minimum: 1.0, maximum: f64::from(super::MAX_DAYS), unit: "days", meaning };
    let every_days = fields.get("every_days").and_then(|node| node.whole(report, &repeat)).map(|v| v as u32);
    let meaning = "Days that it lasts each time it begins.";
    let for_days = fields.get("for_days").and_then(|node| node.whole(report, &Bounds { meaning, ..repeat })).map(|v| v as u32);
    let arms = names(&fields, "arms", report, "arm", Some(targets.arms.iter().map(String::as_str)));
    let units = names(&fields, "units", report, "unit", targets.units.as_ref().map(|u| u.iter().map(String::as_str)));
    let levels = numbers(&fields, report, ("levels", "level", "Levels of the organisation, 0 the top."), targets.levels);
    let about = ("organisations", "organisation", "Organisations of the system, numbered from 0.");
    let organisations = numbers(&fields, report, about, targets.organisations);
    let row = row?;
    refuse_targets(&fields, report, row);
    refuse_idle_repetition(&fields, report, row, every_days, for_days);
    refuse_alone(&fields, report, row, targets.organisations);
    let mut settings = BTreeMap::new();
    for setting in row.settings {
        if let Some(value) = fields.get(setting.name).and_then(|node| node.float(report, &bounds(setting))) {
            settings.insert(setting.name.to_owned(), value as f32);
        }
    }
    let pattern = row.pattern.then(|| pattern::read(&fields, report));
    Some(Scheduled {
        kind: row.name.into(),
        from: from?,
        until,
        every_days,
        for_days,
        arms,
        levels,
        units,
        organisations,
        pattern,
        settings,
    })
}

/// Dials and parameters are those of the whole organisation: who names levels or units would be misled.
fn refuse_targets(fields: &Fields<'_>, report: &mut Report<'_>, row: &ProgrammeRow) {
    if row.is_targeted() {
        return;
    }
    for node in ["levels", "units"].into_iter().filter_map(|key| fields.get(key)) {
        let problem = node.problem(format!("`{}` works on the whole organisation", row.name));
        report.at(&node.span, problem.help("leave the line out"));
    }
}

/// What turns dials as long as it lasts must end before it can begin again.
fn refuse_idle_repetition(
    fields: &Fields<'_>,
    report: &mut Report<'_>,
    row: &ProgrammeRow,
    every_days: Option<u32>,
    for_days: Option<u32>,
) {
    let (Some(node), Some(every)) = (fields.get("every_days"), every_days) else { return };
    match for_days {
        Some(days) if days > every => {
            let problem = node.problem(format!("it begins again after {every} days, but lasts {days} days"));
            report.at(&node.span, problem.allowed(format!("{days} or more")).help("shorten `for_days`, or let it begin again later"));
        }
        None if !row.is_targeted() => {
            let problem = node.problem(format!("`{}` lasts until its end: it cannot begin again before it has ended", row.name));
            report.at(&node.span, problem.help("write for_days = … beside it: the days that it lasts each time"));
        }
        _ => {}
    }
}

/// What acts between organisations needs several of them.
fn refuse_alone(fields: &Fields<'_>, report: &mut Report<'_>, row: &ProgrammeRow, organisations: u32) {
    if let Some(node) = fields.get("kind").filter(|_| row.system && organisations < 2) {
        let problem = node.problem(format!("`{}` acts between the organisations of a system, and there is one alone", row.name));
        report.at(&node.span, problem.help("write [system] and below it for example organisations = 20"));
    }
}

fn kind_of(node: &Node<'_>, report: &mut Report<'_>) -> Option<&'static ProgrammeRow> {
    let table = node.value.as_table()?;
    let kinds = PROGRAMMES.iter().map(|row| row.name);
    let Some(value) = table.get("kind") else {
        let path = format!("{}.kind", node.path);
        let help = format!("write for example kind = \"{}\"", PROGRAMMES[0].name);
        report.missing(&node.span, absent(path, "this has no kind", help).allowed(listed(kinds)));
        return None;
    };
    let name = Node::new(value, format!("{}.kind", node.path)).name_of(report, "event or programme", kinds)?;
    PROGRAMMES.iter().find(|row| row.name == name)
}

fn first_day(fields: &Fields<'_>, report: &mut Report<'_>, days: u32) -> Option<u32> {
    match (fields.get("day"), fields.get("from")) {
        (Some(_), Some(from)) => {
            let problem = from.problem("both `day` and `from` are given").help("they mean the same: keep one of the two");
            report.at(&fields.span_of("from"), problem);
            None
        }
        (Some(node), None) | (None, Some(node)) => day(&node, report, days),
        (None, None) => {
            let key = if fields.path.starts_with("event") { "day" } else { "from" };
            let help = format!("write {key} = …, 0 to {}: its first day", days - 1);
            report.missing(&fields.span, absent(fields.path_of(key), "this has no day on which it begins", help));
            None
        }
    }
}

fn until(node: &Node<'_>, report: &mut Report<'_>, from: Option<u32>) -> Option<u32> {
    let meaning = "The day on which it ends; that day is not included.";
    let range = Bounds { minimum: 1.0, maximum: f64::from(super::MAX_DAYS), unit: "days", meaning };
    let until = node.whole(report, &range)? as u32;
    if from.is_some_and(|from| until <= from) {
        let from = from.unwrap_or_default();
        let problem = node.problem(format!("it ends on day {until}, but begins on day {from}"));
        report.at(&node.span, problem.allowed(format!("{} or later", from + 1)).help(meaning));
    }
    Some(until)
}

fn names<'k>(
    fields: &Fields<'_>,
    key: &str,
    report: &mut Report<'_>,
    what: &str,
    known: Option<impl Iterator<Item = &'k str>>,
) -> Vec<String> {
    let Some(list) = fields.get(key) else { return Vec::new() };
    let known: Option<BTreeSet<&str>> = known.map(Iterator::collect);
    let mut names: Vec<String> = Vec::new();
    for item in list.list(report, &format!("{what}s")) {
        let Some(text) = item.text(report) else { continue };
        if known.as_ref().is_some_and(|known| !known.contains(text)) {
            item.refuse_name(report, what, text, known.iter().flatten().copied());
        } else {
            names.push(text.into());
        }
    }
    refuse_empty(&list, report, what);
    names.sort();
    names.dedup();
    names
}

/// A list of numbers below `count`: its key, what one is called, and what they mean.
fn numbers(fields: &Fields<'_>, report: &mut Report<'_>, (key, unit, meaning): (&str, &str, &str), count: u32) -> Vec<u32> {
    let Some(list) = fields.get(key) else { return Vec::new() };
    let range = Bounds { minimum: 0.0, maximum: f64::from(count.saturating_sub(1)), unit, meaning };
    let items = list.list(report, key);
    let mut numbers: Vec<u32> = items.iter().filter_map(|item| item.whole(report, &range)).map(|v| v as u32).collect();
    refuse_empty(&list, report, unit);
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// An empty list would mean all, where a reader would take it for none.
fn refuse_empty(list: &Node<'_>, report: &mut Report<'_>, what: &str) {
    if list.value.as_array().is_some_and(|items| items.is_empty()) {
        let help = format!("leave the line out for every {what}");
        report.at(&list.span, list.problem(format!("`{}` is an empty list", cut(list.name()))).help(help));
    }
}
