//! Reads the baseline and the arms.

use super::super::{Arm, PatternChange};
use super::fields::{Bounds, Fields, Node};
use super::report::{Report, cut};
use super::run::{absent, without};
use super::{parameters, pattern};
use crate::error::Problem;
use crate::pattern::Pattern;

/// Most arms of one scenario.
pub const MOST_ARMS: usize = 1000;
/// Longest name of an arm, in characters.
pub const LONGEST_ARM_NAME: usize = 80;
/// Name of a baseline that has none.
pub const BASELINE_NAME: &str = "Baseline";
/// Keys of the baseline and of an arm.
pub(in crate::scenario) const ARM_KEYS: &[&str] = &["name", "pattern", "style", "without", "set", "change"];
/// Keys of a change of pattern.
pub(in crate::scenario) const CHANGE_KEYS: &[&str] = &["day", "over_days", "pattern", "style"];

/// Reads `[baseline]`; without it, traditional delegation.
pub(in crate::scenario) fn read_baseline(root: &Fields<'_>, report: &mut Report<'_>, days: u32) -> Arm {
    let fields = root.get("baseline").and_then(|node| node.table(report, ARM_KEYS));
    match fields {
        Some(fields) => {
            let name = fields.get("name").and_then(|node| arm_name(&node, report)).unwrap_or_else(|| BASELINE_NAME.into());
            read_arm(&fields, name, report, days)
        }
        None => Arm::new(BASELINE_NAME, Pattern::preset("traditional-delegation").expect("a preset of that name")),
    }
}

/// Reads every `[[arm]]`, and reports names that are given twice.
pub(in crate::scenario) fn read_arms(root: &Fields<'_>, baseline: &Arm, report: &mut Report<'_>, days: u32) -> Vec<Arm> {
    let Some(list) = root.get("arm") else { return Vec::new() };
    let nodes = list.list(report, "arms, each written as [[arm]]");
    if nodes.len() > MOST_ARMS {
        let problem = list.problem(format!("{} arms are too many: the most is {MOST_ARMS}", nodes.len()));
        report.at(&list.span, problem.help("a sweep varies patterns without an arm for each"));
        return Vec::new();
    }
    let mut arms: Vec<Arm> = Vec::new();
    for node in nodes {
        let Some(fields) = node.table(report, ARM_KEYS) else { continue };
        let name = match fields.get("name") {
            Some(node) => arm_name(&node, report),
            None => {
                let help = "write name = \"…\" under [[arm]]: it is shown in every table and plot";
                report.missing(&fields.span, absent(fields.path_of("name"), "this arm has no name", help));
                None
            }
        };
        let arm = read_arm(&fields, name.clone().unwrap_or_default(), report, days);
        if let Some(name) = name
            && let Some(twin) = std::iter::once(baseline).chain(&arms).find(|a| a.name.to_lowercase() == name.to_lowercase())
        {
            let which = if twin.name == baseline.name { "the baseline has" } else { "an arm above has" };
            let node = fields.get("name").expect("an arm with a name");
            let problem = node.problem(format!("{which} the name \"{}\" already", cut(&twin.name)));
            report.at(&node.span, problem.help("give each arm a name of its own; capital letters do not make a difference"));
        }
        arms.push(arm);
    }
    arms
}

fn arm_name(node: &Node<'_>, report: &mut Report<'_>) -> Option<String> {
    let text = node.text(report)?;
    let message = if text.trim().is_empty() {
        "the name of an arm is empty"
    } else if text.trim() != text {
        "the name of an arm begins or ends with a space"
    } else if text.chars().count() > LONGEST_ARM_NAME {
        "the name of an arm is longer than 80 characters"
    } else {
        return Some(text.into());
    };
    report.at(&node.span, node.problem(message).allowed("1 to 80 characters"));
    None
}

fn read_arm(fields: &Fields<'_>, name: String, report: &mut Report<'_>, days: u32) -> Arm {
    let mut arm = Arm::new(name, pattern::read(fields, report));
    if let Some(node) = fields.get("without") {
        arm.without = without(&node, report);
    }
    if let Some(node) = fields.get("set") {
        arm.parameters = parameters::read_set(&node, report);
    }
    if let Some(node) = fields.get("change") {
        arm.changes = changes(&node, report, days);
    }
    arm
}

fn changes(node: &Node<'_>, report: &mut Report<'_>, days: u32) -> Vec<PatternChange> {
    let mut changes = Vec::new();
    for item in node.list(report, "changes, each written as [[arm.change]]") {
        let Some(fields) = item.table(report, CHANGE_KEYS) else { continue };
        let last = days.saturating_sub(1);
        let day = match fields.get("day") {
            Some(node) => day(&node, report, days),
            None => {
                let help = format!("write day = …, 0 to {last}: the first day of the change");
                report.missing(&fields.span, absent(fields.path_of("day"), "this change has no day", help));
                None
            }
        };
        let meaning = "Days until the new pattern holds fully; 0 is at once.";
        let over = Bounds { minimum: 0.0, maximum: f64::from(super::MAX_DAYS), unit: "days", meaning };
        let over_days = fields.get("over_days").and_then(|node| node.whole(report, &over)).unwrap_or(0) as u32;
        let pattern = pattern::read(&fields, report);
        let Some(day) = day else { continue };
        if changes.iter().any(|c: &PatternChange| c.day == day) {
            let problem = Problem::new(format!("two changes of this arm begin on day {day}")).key(fields.path_of("day"));
            report.at(&fields.span_of("day"), problem.help("only one pattern can be the new one: keep one of the two"));
        }
        changes.push(PatternChange { day, over_days, pattern });
    }
    changes.sort_by_key(|c| c.day);
    changes
}

/// Reads a day of the run, before its end.
pub(in crate::scenario) fn day(node: &Node<'_>, report: &mut Report<'_>, days: u32) -> Option<u32> {
    let meaning = "A working day of the run, counted from 0.";
    let value = node.whole(report, &Bounds { minimum: 0.0, maximum: f64::from(super::MAX_DAYS), unit: "days", meaning })?;
    if value < u64::from(days) {
        return Some(value as u32);
    }
    let message = format!("day {value} comes after the end: the run has {days} days");
    let problem = node.problem(message).allowed(format!("0 to {}", days - 1));
    report.at(&node.span, problem.help("choose an earlier day, or raise `years`"));
    None
}
