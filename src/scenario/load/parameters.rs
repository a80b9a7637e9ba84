//! Reads the groups of parameters, at the top of a scenario and in the `set` of an arm.

use super::super::parameters::{GROUPS, PARAMETERS, Row};
use super::fields::{Bounds, Fields, Node};
use super::report::{Report, cut};
use std::collections::BTreeMap;

/// What messages and checks need of a row.
pub(in crate::scenario) fn bounds(row: &Row) -> Bounds<'_> {
    Bounds { minimum: row.minimum.into(), maximum: row.maximum.into(), unit: row.unit, meaning: row.meaning }
}

/// The rows of a group, each with the name that it has inside.
pub(in crate::scenario) fn rows_of(group: &str) -> impl Iterator<Item = (&'static str, &'static Row)> {
    PARAMETERS.iter().filter_map(move |row| Some((row.path.strip_prefix(group)?.strip_prefix('.')?, row)))
}

/// Reads every group that `fields` has, as values by path.
pub(in crate::scenario) fn read(fields: &Fields<'_>, report: &mut Report<'_>) -> BTreeMap<String, f32> {
    let mut values = BTreeMap::new();
    for (group, _) in GROUPS {
        let Some(node) = fields.get(group) else { continue };
        let known: Vec<&str> = rows_of(group).map(|(name, _)| name).collect();
        let Some(table) = node.table(report, &known) else { continue };
        for (name, row) in rows_of(group) {
            if let Some(value) = table.get(name).and_then(|n| value(row, &n, report)) {
                values.insert(row.path.into(), value);
            }
        }
    }
    values
}

/// Reads one value inside the bounds of `row`, or the name of one of its options. What counts organisations must be whole, and may be
/// written with a point (10.0), as a table of a sweep does.
pub(in crate::scenario) fn value(row: &Row, node: &Node<'_>, report: &mut Report<'_>) -> Option<f32> {
    if !row.options.is_empty() {
        let name = node.name_of(report, "rule", row.options.iter().copied())?;
        return row.options.iter().position(|option| *option == name).map(|place| place as f32);
    }
    let value = node.float(report, &bounds(row))? as f32;
    if row.is_whole() && value.fract() != 0.0 {
        let problem = node.problem(format!("`{}` must be a whole number", cut(node.name()))).allowed(bounds(row).allowed());
        report.at(&node.span, problem.help(format!("write {} or {}", value.floor(), value.ceil())));
        return None;
    }
    Some(value)
}

/// Reads the `set` of an arm: groups only.
pub(in crate::scenario) fn read_set(node: &Node<'_>, report: &mut Report<'_>) -> BTreeMap<String, f32> {
    let known: Vec<&str> = GROUPS.iter().map(|(group, _)| *group).collect();
    node.table(report, &known).map(|fields| read(&fields, report)).unwrap_or_default()
}
