//! Reads typed values out of TOML's spanned tree and reports what does not fit.

use super::report::{Report, cut, kind, listed, shown};
use crate::error::Problem;
use crate::nearest::with_nearest;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};

/// Longest text in a scenario, in bytes.
pub(crate) const LONGEST_TEXT: usize = 4096;
/// Longest list in a scenario.
pub(crate) const LONGEST_LIST: usize = 100_000;

/// What a number may be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds<'a> {
    pub minimum: f64,
    pub maximum: f64,
    pub unit: &'a str,
    /// What the number means: said as help.
    pub meaning: &'a str,
}

impl Bounds<'_> {
    /// The range in words.
    pub fn allowed(&self) -> String {
        let unit = if self.unit.is_empty() { String::new() } else { format!(" ({})", self.unit) };
        format!("{} to {}{unit}", number(self.minimum), number(self.maximum))
    }
}

/// A bound as text: thousands apart, no superfluous digits.
pub(crate) fn number(value: f64) -> String {
    // Bounds are written as f32 in the rows: shown as such, 0.1 stays 0.1.
    if value.abs() >= 10_000.0 && value.fract() == 0.0 { super::report::grouped(value as u64) } else { (value as f32).to_string() }
}

/// A value with its place and its path.
#[derive(Clone, Debug)]
pub(crate) struct Node<'d> {
    pub value: &'d DeValue<'d>,
    pub span: Range<usize>,
    pub path: String,
}

impl<'d> Node<'d> {
    pub fn new(value: &'d Spanned<DeValue<'d>>, path: String) -> Self {
        Self { value: value.get_ref(), span: value.span(), path }
    }

    /// A problem with this value.
    pub fn problem(&self, message: impl Into<String>) -> Problem {
        Problem::new(message).key(cut(&self.path)).value(shown(self.value))
    }

    /// Last part of the path, as messages name it.
    pub fn name(&self) -> &str {
        self.path.rsplit('.').next().unwrap_or(&self.path)
    }

    fn wrong_kind(&self, report: &mut Report<'_>, wanted: &str) {
        let message = format!("`{}` must be {wanted}, not {}", cut(self.name()), kind(self.value));
        let mut problem = self.problem(message);
        match self.value {
            DeValue::String(text) if wanted.contains("number") && text.trim().parse::<f64>().is_ok() => {
                problem = problem.help(format!("write it without quotation marks: {} = {}", self.name(), text.trim()));
            }
            DeValue::String(text) if wanted.starts_with("a list") => {
                problem = problem.help(format!("write it in square brackets: {} = [\"{}\"]", cut(self.name()), cut(text)));
            }
            _ => {}
        }
        report.at(&self.span, problem);
    }

    /// A finite number inside `bounds`, as the model holds it.
    pub fn float(&self, report: &mut Report<'_>, bounds: &Bounds<'_>) -> Option<f64> {
        let value = match self.value {
            DeValue::Integer(whole) => whole_as_f64(whole),
            DeValue::Float(float) => float.as_str().parse().unwrap_or(f64::NAN),
            _ => {
                self.wrong_kind(report, "a number");
                return None;
            }
        };
        let name = cut(self.name());
        // Compared as f32, the precision of the rows: 0.1 is inside a range that begins at 0.1.
        let held = value as f32;
        let message = if value.is_nan() {
            format!("`{name}` must be a number with a value: nan means 'not a number'")
        } else if value.is_infinite() {
            format!("`{name}` must be finite")
        } else if held < bounds.minimum as f32 {
            format!("`{name}` is too small: the least is {}", number(bounds.minimum))
        } else if held > bounds.maximum as f32 {
            format!("`{name}` is too large: the most is {}", number(bounds.maximum))
        } else {
            return Some(value + 0.0); // no negative zero
        };
        report.at(&self.span, self.problem(message).allowed(bounds.allowed()).help(bounds.meaning));
        None
    }

    /// A whole number inside `bounds`.
    pub fn whole(&self, report: &mut Report<'_>, bounds: &Bounds<'_>) -> Option<u64> {
        let DeValue::Integer(whole) = self.value else {
            if let DeValue::Float(float) = self.value
                && float.as_str().parse::<f64>().is_ok_and(f64::is_finite)
            {
                let message = format!("`{}` must be a whole number", cut(self.name()));
                report.at(&self.span, self.problem(message).allowed(bounds.allowed()).help(bounds.meaning));
            } else if matches!(self.value, DeValue::Float(_)) {
                self.float(report, bounds);
            } else {
                self.wrong_kind(report, "a whole number");
            }
            return None;
        };
        // Above 2^53 only the seed can go, whose range is all of u64.
        match u64::from_str_radix(whole.as_str().trim_start_matches('+'), whole.radix()) {
            Ok(value) if value as f64 >= bounds.minimum && value as f64 <= bounds.maximum => Some(value),
            _ => {
                let low = whole_as_f64(whole) < bounds.minimum;
                let (side, bound) = if low { ("small: the least", bounds.minimum) } else { ("large: the most", bounds.maximum) };
                let message = format!("`{}` is too {side} is {}", cut(self.name()), number(bound));
                report.at(&self.span, self.problem(message).allowed(bounds.allowed()).help(bounds.meaning));
                None
            }
        }
    }

    /// True or false.
    pub fn truth(&self, report: &mut Report<'_>) -> Option<bool> {
        if let DeValue::Boolean(truth) = self.value {
            return Some(*truth);
        }
        self.wrong_kind(report, "true or false");
        None
    }

    /// Text of at most [`LONGEST_TEXT`] bytes and without control characters.
    pub fn text(&self, report: &mut Report<'_>) -> Option<&'d str> {
        let DeValue::String(text) = self.value else {
            self.wrong_kind(report, "text in quotation marks");
            return None;
        };
        let message = if text.len() > LONGEST_TEXT {
            format!("`{}` is too long: {} bytes, the most is {LONGEST_TEXT}", cut(self.name()), text.len())
        } else if text.chars().any(|c| steers(c) || c.is_control()) {
            format!("`{}` contains an invisible control character", cut(self.name()))
        } else {
            return Some(text);
        };
        report.at(&self.span, self.problem(message).help("a short line of plain text is meant"));
        None
    }

    /// One of `known` names of a `what`.
    pub fn name_of<'k>(&self, report: &mut Report<'_>, what: &str, known: impl Iterator<Item = &'k str> + Clone) -> Option<&'k str> {
        let text = self.text(report)?;
        if let Some(found) = known.clone().find(|k| *k == text) {
            return Some(found);
        }
        self.refuse_name(report, what, text, known);
        None
    }

    /// Reports that `text` is none of the `known` names of a `what`.
    pub fn refuse_name<'k>(&self, report: &mut Report<'_>, what: &str, text: &str, known: impl Iterator<Item = &'k str> + Clone) {
        if report.is_full() {
            report.at(&self.span, Problem::default());
            return;
        }
        let problem = self.problem(format!("there is no {what} called \"{}\"", cut(text))).allowed(listed(known.clone()));
        report.at(&self.span, with_nearest(problem, text, known));
    }

    /// The items of a list.
    pub fn list(&self, report: &mut Report<'_>, of: &str) -> Vec<Self> {
        let DeValue::Array(items) = self.value else {
            self.wrong_kind(report, &format!("a list of {of}"));
            return Vec::new();
        };
        if items.len() > LONGEST_LIST {
            let message = format!("`{}` is too long: {} items, the most is {LONGEST_LIST}", cut(self.name()), items.len());
            report.at(&self.span, self.problem(message));
            return Vec::new();
        }
        items.iter().enumerate().map(|(i, item)| Self::new(item, format!("{}[{i}]", self.path))).collect()
    }

    /// The fields of a table, whose keys are reported unless they are `known`.
    pub fn table(&self, report: &mut Report<'_>, known: &[&str]) -> Option<Fields<'d>> {
        let DeValue::Table(table) = self.value else {
            self.wrong_kind(report, "a table");
            return None;
        };
        let fields = Fields { table, span: self.span.clone(), path: self.path.clone() };
        fields.refuse_unknown(report, known, "");
        Some(fields)
    }
}

/// The keys of one table.
#[derive(Clone, Debug)]
pub(crate) struct Fields<'d> {
    pub table: &'d DeTable<'d>,
    pub span: Range<usize>,
    pub path: String,
}

impl<'d> Fields<'d> {
    /// The value under `key`, if it is there.
    pub fn get(&self, key: &str) -> Option<Node<'d>> {
        self.table.get(key).map(|value| Node::new(value, self.path_of(key)))
    }

    /// Place of the key called `key`, or of the whole table.
    pub fn span_of(&self, key: &str) -> Range<usize> {
        self.table.get_key_value(key).map_or(self.span.clone(), |(k, _)| k.span())
    }

    /// Full path of `key`.
    pub fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.into() } else { format!("{}.{key}", self.path) }
    }

    /// Reports every key that is not `known`; `hint` follows the list of names.
    pub fn refuse_unknown(&self, report: &mut Report<'_>, known: &[&str], hint: &str) {
        for (key, value) in self.table {
            let name: &str = key.get_ref();
            if known.contains(&name) {
                continue;
            }
            if report.is_full() {
                report.at(&key.span(), Problem::default());
                continue;
            }
            let place = if self.path.is_empty() { "at the top of the file".into() } else { format!("in `{}`", cut(&self.path)) };
            let problem = Problem::new(format!("there is no key `{}` {place}", cut(name)))
                .key(cut(&self.path_of(name)))
                .value(shown(value.get_ref()))
                .allowed(listed(known));
            let problem = with_nearest(problem, name, known.iter().copied());
            report.at(&key.span(), if hint.is_empty() { problem } else { problem.help(hint) });
        }
    }
}

fn whole_as_f64(whole: &DeInteger<'_>) -> f64 {
    match i128::from_str_radix(whole.as_str(), whole.radix()) {
        Ok(value) => value as f64,
        Err(_) => whole.as_str().parse().unwrap_or(f64::MAX),
    }
}

/// Whether `character` changes the direction of text or is invisible, and so could make a file read otherwise than it is.
pub(crate) fn steers(character: char) -> bool {
    matches!(character, '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
