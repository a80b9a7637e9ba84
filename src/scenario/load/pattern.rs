//! Reads a leadership pattern: a preset, a point between two, or all dials, with a style and dials set beside it.

use super::fields::{Bounds, Fields, Node};
use super::report::{Report, listed};
use super::run::absent;
use crate::pattern::{DIALS, Dial, PRESETS, Pattern, STYLES};

/// What messages and checks need of a dial.
pub(in crate::scenario) fn bounds(dial: &Dial) -> Bounds<'_> {
    Bounds { minimum: dial.minimum.into(), maximum: dial.maximum.into(), unit: dial.unit, meaning: dial.meaning }
}

fn dial_names() -> Vec<&'static str> {
    DIALS.iter().map(|d| d.name).collect()
}

/// Reads `pattern` and `style` of `fields`: the preset or point first, then the style, then the dials that are set. A pattern
/// that cannot be read is reported, and traditional delegation stands in so that reading can go on.
pub(in crate::scenario) fn read(fields: &Fields<'_>, report: &mut Report<'_>) -> Pattern {
    let style = fields.get("style");
    let Some(node) = fields.get("pattern") else {
        let names = listed(PRESETS.iter().map(|p| p.name));
        let help = format!("write for example pattern = \"guided-distribution\"; the presets are {names}");
        report.missing(&fields.span, absent(fields.path_of("pattern"), "a pattern is missing here", help));
        return stand_in();
    };
    pattern(&node, style.as_ref(), report).unwrap_or_else(stand_in)
}

fn stand_in() -> Pattern {
    Pattern::preset("traditional-delegation").expect("a preset of that name")
}

/// Reads one pattern in any of its forms.
pub(in crate::scenario) fn pattern(node: &Node<'_>, style: Option<&Node<'_>>, report: &mut Report<'_>) -> Option<Pattern> {
    if !node.value.is_table() {
        let mut pattern = preset(node, report);
        adopt(&mut pattern, style, report);
        return pattern;
    }
    let own = ["preset", "between", "at", "set"];
    let known: Vec<&str> = own.into_iter().chain(dial_names()).collect();
    let fields = node.table(report, &known)?;
    let mut pattern = if let Some(preset_node) = fields.get("preset") {
        for key in ["between", "at"] {
            refuse_beside(&fields, key, "a preset", report);
        }
        preset(&preset_node, report)
    } else if let Some(between_node) = fields.get("between") {
        between(&fields, &between_node, report)
    } else {
        return all_dials(&fields, style, report);
    };
    for dial in DIALS {
        if let Some(stray) = fields.get(dial.name) {
            let help = format!("write set = {{ {} = … }} to turn dials of a preset or of a point between two", dial.name);
            report.at(&fields.span_of(dial.name), stray.problem(format!("`{}` belongs under `set`", dial.name)).help(help));
        }
    }
    adopt(&mut pattern, style, report);
    if let Some(set) = fields.get("set")
        && let Some(dials) = set.table(report, &dial_names())
    {
        turn(&dials, pattern.as_mut(), report);
    }
    pattern
}

fn preset(node: &Node<'_>, report: &mut Report<'_>) -> Option<Pattern> {
    Pattern::preset(node.name_of(report, "pattern", PRESETS.iter().map(|p| p.name))?)
}

/// Reads a style and lets the pattern take over its dials.
pub(in crate::scenario) fn adopt(pattern: &mut Option<Pattern>, style: Option<&Node<'_>>, report: &mut Report<'_>) {
    let Some(name) = style.and_then(|s| s.name_of(report, "style", STYLES.iter().map(|s| s.name))) else { return };
    if let Some(pattern) = pattern {
        pattern.adopt_style(name);
    }
}

fn refuse_beside(fields: &Fields<'_>, key: &str, what: &str, report: &mut Report<'_>) {
    if let Some(node) = fields.get(key) {
        let problem = node.problem(format!("`{key}` does not go with {what}")).help("keep one of the two");
        report.at(&fields.span_of(key), problem);
    }
}

fn between(fields: &Fields<'_>, node: &Node<'_>, report: &mut Report<'_>) -> Option<Pattern> {
    let ends = node.list(report, "two presets");
    let read: Vec<Option<Pattern>> = ends.iter().map(|end| preset(end, report)).collect();
    let meaning = "0 is the first of the two presets, 1 the second";
    let at = match fields.get("at") {
        Some(at) => at.float(report, &Bounds { minimum: 0.0, maximum: 1.0, unit: "share", meaning }),
        None => {
            let help = format!("write for example at = 0.5: {meaning}");
            report.missing(&fields.span, absent(fields.path_of("at"), "`at` is missing beside `between`", help));
            None
        }
    };
    match read.as_slice() {
        [first, second] => Some((*first)?.towards(&(*second)?, at? as f32)),
        _ => {
            if node.value.is_array() {
                let message = format!("`between` needs two presets, not {}", read.len());
                let help = "write for example between = [\"autocracy\", \"guided-distribution\"]";
                report.at(&node.span, node.problem(message).help(help));
            }
            None
        }
    }
}

fn all_dials(fields: &Fields<'_>, style: Option<&Node<'_>>, report: &mut Report<'_>) -> Option<Pattern> {
    for key in ["at", "set"] {
        refuse_beside(fields, key, "a pattern without a preset", report);
    }
    if let Some(style) = style {
        let help = "give the style's dials (such as answers and perfection) themselves, or start from a preset";
        report.at(&style.span, style.problem("a style has nothing to set where all dials are given").help(help));
    }
    let missing: Vec<&str> = DIALS.iter().map(|d| d.name).filter(|name| fields.get(name).is_none()).collect();
    if !missing.is_empty() {
        let problem = absent(
            fields.path.clone(),
            "a pattern without a preset needs every dial",
            "start from a preset instead: { preset = \"guided-distribution\", set = { … } }",
        );
        report.missing(&fields.span, problem.allowed(format!("missing: {}", listed(missing.iter()))));
    }
    let mut pattern = stand_in();
    turn(fields, Some(&mut pattern), report);
    missing.is_empty().then_some(pattern)
}

/// Turns each dial that `fields` has.
fn turn(fields: &Fields<'_>, mut pattern: Option<&mut Pattern>, report: &mut Report<'_>) {
    for dial in DIALS {
        let value = fields.get(dial.name).and_then(|node| node.float(report, &bounds(dial)));
        if let (Some(value), Some(pattern)) = (value, pattern.as_deref_mut()) {
            pattern.set(dial.name, value as f32);
        }
    }
}
