//! Reads `[design]` of a scenario file.

use super::draft::{Check, Draft, Written, written};
use super::factor::SCALES;
use super::{Design, Factor, METHODS, MOST_POINTS, Method, Scale, Until, table};
use crate::error::Problem;
use crate::outcomes::OUTCOMES;
use crate::scenario::Scenario;
use crate::scenario::load::fields::{Bounds, Fields, Node};
use crate::scenario::load::report::Report;
use crate::scenario::load::run::absent;
use crate::scenario::load::{ChartSource, Limits, MAX_REPLICATIONS};
use std::collections::BTreeMap;

/// Keys of `[design]`.
pub(crate) const DESIGN_KEYS: &[&str] = &["method", "points", "scrambled", "table", "seed", "factor", "until"];
/// Keys of `[[design.factor]]`.
pub(crate) const FACTOR_KEYS: &[&str] = &["path", "levels", "low", "high", "scale", "steps", "between"];
/// Keys of `[design.until]`.
pub(crate) const UNTIL_KEYS: &[&str] = &["half_width", "minimum", "batch"];

/// Replications before which a half-width does not count, and between two looks, unless given.
const USUAL_MINIMUM: u32 = 30;
const USUAL_BATCH: u32 = 10;

/// What a design is read with.
pub(crate) struct Source<'a> {
    /// The whole text.
    pub text: &'a str,
    /// The scenario that it belongs to.
    pub scenario: &'a Scenario,
    /// Where tables are.
    pub tables: &'a dyn ChartSource,
    /// Limits on scenarios.
    pub limits: &'a Limits,
}

/// Reads `[design]`, if there is one and it is right.
pub(crate) fn read(root: &Fields<'_>, report: &mut Report<'_>, source: &Source<'_>) -> Option<Design> {
    let fields = root.get("design")?.table(report, DESIGN_KEYS)?;
    let names = || METHODS.iter().map(|(name, _)| *name);
    let named = match fields.get("method") {
        Some(node) => node.name_of(report, "method", names()),
        None if fields.get("table").is_some() => Some("table"),
        None => Some("grid"),
    };
    let mut check = Check::new(source.scenario, source.limits);
    let until = fields.get("until").map(|node| until(&node, report));
    let seed = fields.get("seed").map(|node| node.whole(report, &bounds(0.0, u64::MAX as f64, "Seed of points that are drawn at random.")));
    let method = method(named?, &fields, report);
    let factors = match (method, fields.get("table")) {
        (Some(Method::Table), Some(node)) => from_table(&node, &fields, report, source, &mut check),
        (Some(Method::Table), None) => {
            let help = "write table = \"points.csv\": a CSV file beside the scenario, whose header names paths";
            report.missing(&fields.span, absent(fields.path_of("table"), "the table has no file", help));
            None
        }
        (_, stray) => {
            if let Some(node) = stray {
                report.at(&fields.span_of("table"), node.problem("`table` goes with method = \"table\" alone").help("keep one of the two"));
            }
            factors(&fields, report, source.text, &mut check)
        }
    };
    let design = Design { method: method?, seed: seed.flatten(), factors: factors?, until: until.flatten() };
    // What is wrong in a part would look wrong again in the whole.
    if !report.is_clean() {
        return None;
    }
    check.design(design, &fields.span_of(if fields.get("factor").is_some() { "factor" } else { "method" }), report)
}

/// Reads the `[[factor]]` of another file that varies `scenario`, such as the figures of a calibration.
pub(crate) fn read_factors(
    fields: &Fields<'_>,
    report: &mut Report<'_>,
    text: &str,
    scenario: &Scenario,
    limits: &Limits,
) -> Option<Vec<Factor>> {
    factors(fields, report, text, &mut Check::new(scenario, limits))
}

fn bounds(minimum: f64, maximum: f64, meaning: &str) -> Bounds<'_> {
    Bounds { minimum, maximum, unit: "", meaning }
}

fn method(name: &str, fields: &Fields<'_>, report: &mut Report<'_>) -> Option<Method> {
    let sampled = matches!(name, "lhs" | "sobol");
    for (key, fits) in [("points", sampled), ("scrambled", name == "sobol")] {
        if let (Some(node), false) = (fields.get(key), fits) {
            report.at(&fields.span_of(key), node.problem(format!("`{key}` does not go with the method {name}")));
        }
    }
    let points = match fields.get("points") {
        Some(node) => node.whole(report, &bounds(1.0, MOST_POINTS as f64, "Points of the sample."))? as u32,
        None if sampled => {
            let message = format!("the method {name} needs a number of points");
            report.missing(&fields.span, absent(fields.path_of("points"), &message, "write for example points = 256"));
            return None;
        }
        None => 0,
    };
    Some(match name {
        "grid" => Method::Grid,
        "zip" => Method::Zip,
        "table" => Method::Table,
        "lhs" => Method::Lhs { points },
        "sobol" => Method::Sobol { points, scrambled: fields.get("scrambled").is_none_or(|node| node.truth(report).unwrap_or(true)) },
        _ => Method::OneAtATime,
    })
}

fn factors(fields: &Fields<'_>, report: &mut Report<'_>, text: &str, check: &mut Check<'_>) -> Option<Vec<Factor>> {
    let nodes = fields.get("factor").map_or_else(Vec::new, |node| node.list(report, "factors, each written as [[design.factor]]"));
    let read: Vec<Option<Factor>> =
        nodes.iter().map(|node| draft(node, report, text).and_then(|draft| check.factor(&draft, report))).collect();
    read.into_iter().collect()
}

fn draft(node: &Node<'_>, report: &mut Report<'_>, text: &str) -> Option<Draft> {
    let fields = node.table(report, FACTOR_KEYS)?;
    let path = path(&fields, report)?;
    let list = |key: &str, of: &str, report: &mut Report<'_>| {
        fields.get(key).map(|node| node.list(report, of).iter().map(|item| written(item, text)).collect::<Vec<Written>>())
    };
    let levels = list("levels", "values", report);
    let between = match list("between", "two presets", report).map(<[Written; 2]>::try_from) {
        None => None,
        Some(Ok(ends)) => Some(ends),
        Some(Err(_)) => {
            let problem = Problem::new("`between` needs two presets").key(fields.path_of("between"));
            report.at(&fields.span_of("between"), problem.help("write for example between = [\"autocracy\", \"guided-distribution\"]"));
            return None;
        }
    };
    if levels.is_some() {
        for key in ["low", "high", "scale", "steps"] {
            if let Some(node) = fields.get(key) {
                report.at(&fields.span_of(key), node.problem(format!("`{key}` does not go with `levels`")).help("keep one of the two"));
            }
        }
    }
    let scale = fields.get("scale").and_then(|node| node.name_of(report, "scale", SCALES.into_iter()));
    let steps =
        fields.get("steps").and_then(|node| node.whole(report, &bounds(2.0, MOST_POINTS as f64, "Levels of a grid, both ends included.")));
    let end = |key: &str| fields.get(key).map(|node| written(&node, text));
    Some(Draft {
        path,
        place: fields.span_of("path"),
        between,
        levels,
        low: end("low"),
        high: end("high"),
        scale: if scale == Some("log") { Scale::Log } else { Scale::Linear },
        steps: steps.map(|steps| steps as u32),
    })
}

fn path(fields: &Fields<'_>, report: &mut Report<'_>) -> Option<String> {
    let Some(node) = fields.get("path") else {
        let help = "write path = \"trust.gain\", or any other path of `leaderful list parameters`";
        report.missing(&fields.span, absent(fields.path_of("path"), "this factor has no path", help));
        return None;
    };
    node.text(report).map(str::to_owned)
}

/// The factors of a table: all of its columns, or those that `[[design.factor]]` names.
fn from_table(
    node: &Node<'_>,
    fields: &Fields<'_>,
    report: &mut Report<'_>,
    source: &Source<'_>,
    check: &mut Check<'_>,
) -> Option<Vec<Factor>> {
    let name = node.text(report)?;
    let named = fields.get("factor").map_or_else(Vec::new, |node| node.list(report, "factors, each written as [[design.factor]]"));
    let wanted: Vec<String> = named.iter().filter_map(|node| path(&node.table(report, &["path"])?, report)).collect();
    match source.tables.chart(name) {
        Ok(text) => table::factors(name, &text, &wanted, check, report),
        Err(reason) => {
            report.at(&node.span, node.problem(format!("the table cannot be read: {reason}")));
            None
        }
    }
}

fn until(node: &Node<'_>, report: &mut Report<'_>) -> Option<Until> {
    let fields = node.table(report, UNTIL_KEYS)?;
    let Some(wanted) = fields.get("half_width") else {
        let help = "write for example half_width = { sound_share = 0.01 }";
        report.missing(&fields.span, absent(fields.path_of("half_width"), "no half-width is named", help));
        return None;
    };
    let names: Vec<&str> = OUTCOMES.iter().map(|outcome| outcome.name).collect();
    let table = wanted.table(report, &names)?;
    let mut half_width = BTreeMap::new();
    for outcome in OUTCOMES {
        let meaning = "Wanted half-width of the 95 % interval, in the unit of the outcome.";
        let range = Bounds { minimum: 1e-9, maximum: 1e9, unit: outcome.unit, meaning };
        if let Some(value) = table.get(outcome.name).and_then(|node| node.float(report, &range)) {
            half_width.insert(outcome.name.to_owned(), value);
        }
    }
    let mut count = |key: &str, least: f64, usual: u32| match fields.get(key) {
        Some(node) => node.whole(report, &bounds(least, f64::from(MAX_REPLICATIONS), "Replications.")).map(|count| count as u32),
        None => Some(usual),
    };
    let (minimum, batch) = (count("minimum", 2.0, USUAL_MINIMUM)?, count("batch", 1.0, USUAL_BATCH)?);
    Some(Until { half_width, minimum, batch })
}

/// A sequential stop with the usual minimum and batch.
pub(super) fn usual_until(half_width: BTreeMap<String, f64>) -> Until {
    Until { half_width, minimum: USUAL_MINIMUM, batch: USUAL_BATCH }
}
