//! Collects every problem of an input, with its place, so that all are told at once.

use crate::error::{Error, Problem};
use std::fmt;
use std::ops::Range;
use toml::de::DeValue;

/// Most problems that are told at once; a file with more has one cause, not a hundred.
const MOST_PROBLEMS: usize = 100;
/// Longest piece of a value that a message repeats, in characters.
const LONGEST_SHOWN: usize = 60;

/// The problems found so far in one source.
pub(crate) struct Report<'t> {
    source_name: &'t str,
    /// Text that spans point into; none for an option on the command line.
    text: Option<&'t str>,
    problems: Vec<Problem>,
    hidden: usize,
    /// Lines that TOML itself could not read: what else seems wrong there is noise.
    broken: Vec<Range<usize>>,
    /// Whether parts of the text may be lost, so that what is missing may be there.
    lost: bool,
}

impl<'t> Report<'t> {
    /// A report on a file.
    pub fn on_text(source_name: &'t str, text: &'t str) -> Self {
        Self { source_name, text: Some(text), problems: Vec::new(), hidden: 0, broken: Vec::new(), lost: false }
    }

    /// A report on an option, which has no lines.
    pub fn on_option(source_name: &'t str) -> Self {
        Self { source_name, text: None, problems: Vec::new(), hidden: 0, broken: Vec::new(), lost: false }
    }

    /// A report on the same source, with no problem yet.
    pub fn like(&self) -> Self {
        Self { problems: Vec::new(), hidden: 0, broken: self.broken.clone(), ..*self }
    }

    /// Name of the file or option.
    pub fn source_name(&self) -> &'t str {
        self.source_name
    }

    /// Adds a problem at `span`.
    pub fn at(&mut self, span: &Range<usize>, problem: Problem) {
        if self.is_full() {
            self.hidden += 1; // not worth counting lines for
            return;
        }
        if self.broken.iter().any(|line| line.contains(&span.start)) {
            return;
        }
        self.push(match self.text {
            Some(text) => problem.located(self.source_name, text, (span.start, span.end)),
            None => problem.within(self.source_name),
        });
    }

    /// Adds a problem with what is not there. It is left out where TOML itself could not be read, since the lost part may be it.
    pub fn missing(&mut self, span: &Range<usize>, problem: Problem) {
        if !self.lost {
            self.at(span, problem);
        }
    }

    /// Adds a problem of the TOML text itself, and keeps its line out of further problems; `lost` if more may be lost.
    pub fn broken(&mut self, span: &Range<usize>, problem: Problem, lost: bool) {
        self.lost |= lost;
        if self.broken.iter().any(|line| line.contains(&span.start)) {
            return; // one complaint a line
        }
        self.at(span, problem);
        let text = self.text.unwrap_or_default();
        let at = text.floor_char_boundary(span.start);
        let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
        let end = text[at..].find('\n').map_or(text.len(), |i| at + i);
        self.broken.push(start..end + 1);
    }

    /// Adds problems of another source, such as a chart.
    pub fn extend(&mut self, problems: Vec<Problem>) {
        problems.into_iter().for_each(|p| self.push(p));
    }

    fn push(&mut self, problem: Problem) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(problem);
        } else {
            self.hidden += 1;
        }
    }

    /// Whether nothing is wrong so far.
    pub fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }

    /// Whether further problems are only counted, so that nothing should be worked out for them.
    pub fn is_full(&self) -> bool {
        self.problems.len() >= MOST_PROBLEMS
    }

    /// All problems, in the order of the text.
    pub fn into_problems(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|p| p.span);
        if self.hidden > 0 {
            let more = format!("and {} more problems: correct these first", self.hidden);
            self.problems.push(Problem::new(more).within(self.source_name));
        }
        self.problems
    }

    /// `value` if nothing is wrong, else the error.
    pub fn finish<T>(self, value: T) -> Result<T, Error> {
        if self.is_clean() { Ok(value) } else { Err(Error::BadInput(self.into_problems())) }
    }
}

/// `text` cut to what a message can repeat.
pub(crate) fn cut(text: &str) -> String {
    let mut shown: String = text.chars().take(LONGEST_SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

/// How a message names the kind of a value.
pub(crate) fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a decimal point",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// How a message repeats a value.
pub(crate) fn shown(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("\"{}\"", cut(text)),
        DeValue::Integer(number) => cut(&number.to_string()),
        DeValue::Float(number) => cut(number.as_str()),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(when) => when.to_string(),
        DeValue::Array(items) => format!("a list of {}", items.len()),
        DeValue::Table(_) => "a table".into(),
    }
}

/// Names as a list in a sentence, shortened where there are many.
pub(crate) fn listed<T: fmt::Display>(names: impl IntoIterator<Item = T>) -> String {
    let names: Vec<String> = names.into_iter().map(|n| n.to_string()).collect();
    if names.len() <= 24 {
        return names.join(", ");
    }
    format!("{} and {} more", names[..20].join(", "), names.len() - 20)
}

/// Bytes in GiB, or in MiB where they are less than that, rounded up.
pub(crate) fn gib(bytes: u64) -> String {
    let (unit, name) = if bytes < 1 << 30 { (1 << 20, "MiB") } else { (1 << 30, "GiB") };
    format!("{} {name}", grouped(bytes.div_ceil(unit)))
}

/// A whole number with commas between the thousands.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
