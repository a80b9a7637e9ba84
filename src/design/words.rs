//! Designs from the command line: `--vary trust.gain=0.01..0.1:5`, `--design lhs:200`.

use super::draft::{Check, Draft, Written};
use super::load::usual_until;
use super::{Design, METHODS, MOST_POINTS, Method, Scale, Value, table};
use crate::error::{Error, Problem};
use crate::nearest::with_nearest;
use crate::outcomes::OUTCOMES;
use crate::scenario::Scenario;
use crate::scenario::load::report::{Report, cut, listed};
use crate::scenario::load::{ChartSource, Limits};
use std::collections::BTreeMap;

/// What was typed about a design.
#[derive(Clone, Copy, Debug, Default)]
pub struct Words<'a> {
    /// Each `path=a,b,c`, `path=low..high`, `path=low..high:steps`, `path=log:low..high`, or, for the path of a pattern,
    /// `path=preset..preset:steps`.
    pub vary: &'a [String],
    /// The name of a method; `lhs:points`, `sobol:points`, `sobol-unscrambled:points` or `table:file` where it needs more.
    pub design: Option<&'a str>,
    /// Each `outcome=half-width`.
    pub until: &'a [String],
}

/// The design that the words make of `design`, that of the scenario's file: a path that is varied there too is replaced, other
/// paths join, and a method or half-width takes the place of the one there.
///
/// # Errors
/// [`Error::BadInput`] with every problem of the words.
pub fn design(
    words: Words<'_>,
    design: Option<Design>,
    scenario: &Scenario,
    limits: &Limits,
    tables: &dyn ChartSource,
) -> Result<Design, Error> {
    let mut problems = Vec::new();
    let mut check = Check::new(scenario, limits);
    let mut design = design.unwrap_or(Design { method: Method::Grid, seed: None, factors: Vec::new(), until: None });
    for word in words.vary {
        let source_name = format!("--vary {}", cut(word));
        let mut report = Report::on_option(&source_name);
        if let Some(factor) = draft(word, &mut report).and_then(|draft| check.factor(&draft, &mut report)) {
            match design.factors.iter_mut().find(|other| other.path == factor.path) {
                Some(other) => *other = factor,
                None => design.factors.push(factor),
            }
        }
        problems.extend(report.into_problems());
    }
    if let Some(word) = words.design {
        let source_name = format!("--design {}", cut(word));
        let mut report = Report::on_option(&source_name);
        match word.strip_prefix("table:") {
            Some(file) => {
                let factors = match tables.chart(file) {
                    Ok(text) => table::factors(file, &text, &[], &mut check, &mut report),
                    Err(reason) => {
                        report.at(&(0..0), Problem::new(format!("the table cannot be read: {reason}")));
                        None
                    }
                };
                design = Design { method: Method::Table, factors: factors.unwrap_or_default(), ..design };
            }
            None => design.method = method(word, &mut report).unwrap_or(design.method),
        }
        problems.extend(report.into_problems());
    }
    if !words.until.is_empty() {
        design.until = Some(usual_until(half_widths(words.until, &mut problems)));
    }
    if !problems.is_empty() {
        return Err(Error::BadInput(problems));
    }
    let mut report = Report::on_option("the design");
    let whole = check.design(design, &(0..0), &mut report);
    report.finish(whole).map(|design| design.expect("what is refused is reported"))
}

fn method(word: &str, report: &mut Report<'_>) -> Option<Method> {
    let (name, points) = word.split_once(':').map_or((word, None), |(name, points)| (name, Some(points)));
    let count = || points.and_then(|points| points.parse::<u32>().ok()).filter(|points| (1..=MOST_POINTS).contains(&u64::from(*points)));
    let found = match (name, points) {
        ("grid", None) => Some(Method::Grid),
        ("zip", None) => Some(Method::Zip),
        ("one-at-a-time", None) => Some(Method::OneAtATime),
        ("lhs", _) => count().map(|points| Method::Lhs { points }),
        ("sobol", _) => count().map(|points| Method::Sobol { points, scrambled: true }),
        ("sobol-unscrambled", _) => count().map(|points| Method::Sobol { points, scrambled: false }),
        _ => None,
    };
    if found.is_none() {
        let known = METHODS.iter().any(|(known, _)| *known == name);
        let message =
            if known { format!("`{name}` is not written like that") } else { format!("there is no method called \"{}\"", cut(name)) };
        let problem =
            Problem::new(message).allowed("grid, zip, one-at-a-time, lhs:POINTS, sobol:POINTS, sobol-unscrambled:POINTS, table:FILE");
        report.at(&(0..0), with_nearest(problem, name, METHODS.iter().map(|(name, _)| *name)));
    }
    found
}

fn half_widths(words: &[String], problems: &mut Vec<Problem>) -> BTreeMap<String, f64> {
    let mut half_widths = BTreeMap::new();
    for word in words {
        let (name, width) = word.split_once('=').unwrap_or((word, ""));
        let source = format!("--until {}", cut(word));
        if !OUTCOMES.iter().any(|outcome| outcome.name == name) {
            let problem = Problem::new(format!("there is no outcome called \"{}\"", cut(name))).within(source);
            problems.push(with_nearest(problem, name, OUTCOMES.iter().map(|outcome| outcome.name)).help("see `leaderful list outcomes`"));
            continue;
        }
        match width.parse::<f64>() {
            Ok(width) if width.is_finite() && width > 0.0 => drop(half_widths.insert(name.to_owned(), width)),
            _ => {
                let problem =
                    Problem::new("a half-width is a number above zero, in the unit of the outcome").value(cut(width)).within(source);
                problems.push(problem.help("write for example --until sound_share=0.01"));
            }
        }
    }
    half_widths
}

/// A factor as it was typed.
fn draft(word: &str, report: &mut Report<'_>) -> Option<Draft> {
    let (path, text) = match word.split_once('=') {
        Some((path, text)) if !text.trim().is_empty() => (path.trim(), text.trim()),
        _ => {
            let problem = Problem::new("--vary needs a path and its values").value(cut(word));
            report.at(&(0..0), problem.help("write for example --vary trust.gain=0.01,0.03 or --vary trust.gain=0.01..0.1:5"));
            return None;
        }
    };
    let value = |text: &str| -> Written { (Value::of(text.trim()), 0..0) };
    let (scale, text) = text.strip_prefix("log:").map_or((Scale::Linear, text), |text| (Scale::Log, text));
    let parts = split(text, "..");
    let mut draft = Draft { path: path.to_owned(), scale, ..Draft::default() };
    match parts.as_slice() {
        [low, high] => {
            let (high, steps) = high.rsplit_once(':').map_or((*high, None), |(high, steps)| (high, Some(steps)));
            if let Some(steps) = steps {
                draft.steps = steps.trim().parse().ok().filter(|steps| (2..=MOST_POINTS).contains(&u64::from(*steps)));
                if draft.steps.is_none() {
                    let problem = Problem::new("steps are a whole number, 2 or more").key(cut(path)).value(cut(steps));
                    report.at(&(0..0), problem.help("write for example --vary trust.gain=0.01..0.1:5"));
                    return None;
                }
            }
            let ends = [value(low), value(high)];
            if ends.iter().all(|end| end.0.number().is_none()) && path.ends_with("pattern") {
                draft.between = Some(ends);
            } else {
                let [low, high] = ends;
                (draft.low, draft.high) = (Some(low), Some(high));
            }
        }
        [list] if scale == Scale::Linear => draft.levels = Some(split(list, ",").into_iter().map(value).collect()),
        _ => {
            let problem = Problem::new("a range has two ends").key(cut(path)).value(listed([cut(text)]));
            report.at(&(0..0), problem.help("write for example --vary trust.gain=log:0.01..0.1"));
            return None;
        }
    }
    Some(draft)
}

/// The parts of `text` between separators that stand outside brackets and quotation marks.
fn split<'t>(text: &'t str, separator: &str) -> Vec<&'t str> {
    let (mut depth, mut quoted, mut start, mut parts) = (0_i32, false, 0, Vec::new());
    for (at, character) in text.char_indices() {
        match character {
            '"' => quoted = !quoted,
            '[' | '{' if !quoted => depth += 1,
            ']' | '}' if !quoted => depth -= 1,
            _ if depth == 0 && !quoted && at >= start && text[at..].starts_with(separator) => {
                parts.push(&text[start..at]);
                start = at + separator.len();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}
