//! Reads a scenario from TOML: strictly, and with every problem of the file told at once.
//!
//! The text is parsed into TOML's spanned tree and walked by hand, so that each problem names line and column, the key, the
//! value, what is allowed, and the nearest known name. Limits hold before memory is taken: 1 MiB of text, 32 levels of
//! nesting, 4 KiB a text, 100,000 items a list.

pub(in crate::scenario) mod arms;
pub(crate) mod fields;
pub(in crate::scenario) mod names;
pub(in crate::scenario) mod parameters;
pub(in crate::scenario) mod pattern;
pub(crate) mod report;
pub(crate) mod run;
pub(in crate::scenario) mod schedule;
pub(in crate::scenario) mod settings;
pub(in crate::scenario) mod stop;
pub(in crate::scenario) mod structure;

use super::parameters::GROUPS;
use super::{Arm, Scenario};
use crate::design::{self, Design};
use crate::error::{Error, Problem};
use crate::pattern::Pattern;
use fields::Fields;
use report::Report;
use std::borrow::Cow;
use toml::de::DeTable;
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

pub use arms::{BASELINE_NAME, LONGEST_ARM_NAME, MOST_ARMS};
pub use names::{NAME_RULE, from_source as name_from_source, refused as name_refused};
pub use settings::{MAX_DAYS, MAX_REPLICATIONS, RUN_SETTINGS, RunSetting};
pub use structure::{BYTES_PER_PERSON, MOST_LEVELS};

/// Most bytes of a scenario file.
pub const LARGEST_FILE: usize = 1 << 20;
/// Deepest nesting of tables and lists.
pub const DEEPEST_NESTING: usize = 32;
/// Keys at the top that are neither settings of the run nor groups of parameters.
pub(in crate::scenario) const OTHER_KEYS: &[&str] =
    &["name", "title", "question", "without", "organisation", "baseline", "arm", "event", "programme", "stop", "design"];

/// Question of a scenario that asks none.
const DEFAULT_QUESTION: &str = "What does the way of leading change, with the same people and the same luck?";

/// Where the text of charts comes from. A closure from a name to its text or the reason why not is one.
pub trait ChartSource {
    /// The text of the chart called `name`: a relative path with `/`, without `..`.
    ///
    /// # Errors
    ///
    /// The reason, for people, why it cannot be read.
    fn chart(&self, name: &str) -> Result<Cow<'_, str>, String>;
}

impl<F: Fn(&str) -> Result<String, String>> ChartSource for F {
    fn chart(&self, name: &str) -> Result<Cow<'_, str>, String> {
        self(name).map(Cow::Owned)
    }
}

/// What a scenario may take of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Memory of one run, in bytes (`--max-memory`).
    pub memory: u64,
}

impl Default for Limits {
    /// 16 GiB.
    fn default() -> Self {
        Self { memory: 16 << 30 }
    }
}

/// A scenario, and the design beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The scenario.
    pub scenario: Scenario,
    /// What a sweep varies, if the text says so.
    pub design: Option<Design>,
}

/// Reads the scenario in `text` within the default [`Limits`]. `source_name` is named in errors; its stem is the scenario's
/// name where the text gives none.
///
/// # Errors
///
/// [`Error::BadInput`] with every problem of the text and of its chart.
pub fn load(source_name: &str, text: &str, charts: &dyn ChartSource) -> Result<Scenario, Error> {
    load_within(source_name, text, charts, &Limits::default()).map(|loaded| loaded.scenario)
}

/// Reads the scenario in `text` within `limits`, with its design.
///
/// # Errors
///
/// [`Error::BadInput`] with every problem of the text, of its chart and of its table of points.
pub fn load_within(source_name: &str, text: &str, charts: &dyn ChartSource, limits: &Limits) -> Result<Loaded, Error> {
    parse(source_name, text, |root, report| {
        root.refuse_unknown(report, &top_keys(), "");
        let scenario = read(root, report, charts, limits, None);
        let design = design::read(root, report, &design::Source { text, scenario: &scenario, tables: charts, limits });
        Loaded { scenario, design }
    })
}

/// Parses `text` and lets `read` walk it.
pub(crate) fn parse<T>(source_name: &str, text: &str, read: impl FnOnce(&Fields<'_>, &mut Report<'_>) -> T) -> Result<T, Error> {
    let mut report = Report::on_text(source_name, text);
    refuse_size(text, &mut report);
    if report.is_clean() {
        refuse_bare_returns(text, &mut report);
    }
    if report.is_clean() {
        refuse_depth(text, &mut report);
    }
    if !report.is_clean() {
        return Err(Error::BadInput(report.into_problems()));
    }
    let (tree, faults) = DeTable::parse_recoverable(text);
    for fault in faults {
        if report.is_full() {
            report.at(&(0..0), Problem::default());
            continue;
        }
        let span = fault.span().unwrap_or(0..0);
        // A value that is given twice or lacks its quotation marks leaves the rest as it is.
        let whole = fault.message() == "duplicate key" || fault.message().contains("must be quoted");
        report.broken(&span, plain_words(fault.message(), text.get(span.clone()).unwrap_or_default()), !whole);
    }
    let root = Fields { table: tree.get_ref(), span: tree.span(), path: String::new() };
    let read = read(&root, &mut report);
    report.finish(read)
}

/// Reads a scenario. What the text leaves out is as in `base`, if there is one, but for arms and calendar.
pub(crate) fn read(
    root: &Fields<'_>,
    report: &mut Report<'_>,
    charts: &dyn ChartSource,
    limits: &Limits,
    base: Option<&Scenario>,
) -> Scenario {
    let mut scenario = Scenario {
        question: DEFAULT_QUESTION.into(),
        baseline: Arm::new(BASELINE_NAME, Pattern::preset("traditional-delegation").expect("a preset of that name")),
        arms: Vec::new(),
        schedule: Vec::new(),
        ..base.cloned().unwrap_or_default()
    };
    run::read(root, report, &mut scenario);
    for (path, value) in parameters::read(root, report) {
        scenario.parameters.set(&path, value);
    }
    let structure = match base {
        Some(base) if root.get("organisation").is_none() => Some(base.structure.clone()),
        _ => structure::read(root, report, charts, limits),
    };
    scenario.baseline = arms::read_baseline(root, report, scenario.days);
    scenario.arms = arms::read_arms(root, &scenario.baseline, report, scenario.days);
    scenario.schedule = schedule::read(root, report, &scenario, structure.as_ref());
    scenario.survey = match base {
        Some(base) if root.get("organisation").is_none() => base.survey.clone(),
        _ => structure::read_survey(root, report, charts, structure.as_ref()),
    };
    scenario.structure = structure.unwrap_or(scenario.structure);
    if let Some(node) = root.get("stop") {
        scenario.stop = stop::read(&node, report, &scenario);
    }
    if let Some(problem) = structure::system_too_large(&scenario, limits) {
        let span = root.get("system").map_or(root.span.start..root.span.start, |node| node.span);
        report.at(&span, problem);
    }
    scenario
}

/// Every key that a scenario may have at its top.
pub(in crate::scenario) fn top_keys() -> Vec<&'static str> {
    let settings = RUN_SETTINGS.iter().map(|r| r.name);
    OTHER_KEYS.iter().copied().chain(settings).chain(GROUPS.iter().map(|(group, _)| *group)).collect()
}

fn refuse_size(text: &str, report: &mut Report<'_>) {
    if text.len() > LARGEST_FILE {
        let message = format!(
            "the file is too large: {} bytes, the most is {}",
            report::grouped(text.len() as u64),
            report::grouped(LARGEST_FILE as u64)
        );
        report.at(&(0..0), Problem::new(message).help("a large organisation belongs in a chart, a CSV file beside the scenario"));
    }
}

/// Reports carriage returns without a line feed: TOML forbids them, and its lexer takes minutes over a file full of them.
fn refuse_bare_returns(text: &str, report: &mut Report<'_>) {
    let bytes = text.as_bytes();
    let bare = bytes.iter().enumerate().find(|(i, b)| **b == b'\r' && bytes.get(i + 1) != Some(&b'\n'));
    if let Some((at, _)) = bare {
        let problem = Problem::new("a line ends with a carriage return alone").help("save the file with ordinary line ends in your editor");
        report.at(&(at..at + 1), problem);
    }
}

/// Reports nesting that is too deep before a tree is built, since building and dropping one goes down as deep.
fn refuse_depth(text: &str, report: &mut Report<'_>) {
    let (mut brackets, mut dots) = (0_usize, 0_usize);
    for token in Source::new(text).lex() {
        match token.kind() {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => {
                brackets += 1;
                dots = 0;
            }
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                brackets = brackets.saturating_sub(1);
                dots = 0;
            }
            TokenKind::Dot => dots += 1,
            TokenKind::Equals | TokenKind::Comma | TokenKind::Newline => dots = 0,
            _ => {}
        }
        if brackets > DEEPEST_NESTING || dots > DEEPEST_NESTING {
            let at = token.span().start();
            let message = format!("tables and lists are nested more than {DEEPEST_NESTING} deep");
            report.at(&(at..at + 1), Problem::new(message).help("a scenario needs no more than five levels: is a bracket not closed?"));
            return;
        }
    }
}

/// TOML's own complaint in words that help somebody who does not know TOML.
fn plain_words(message: &str, at: &str) -> Problem {
    let problem = Problem::new(match message.split(',').next().unwrap_or(message) {
        "duplicate key" => format!("`{}` is given twice", report::cut(at)),
        "string values must be quoted" => "text must stand in quotation marks".into(),
        _ => format!("this is not valid TOML: {message}"),
    });
    match message {
        "duplicate key" => problem.key(report::cut(at)).help("keep one of the two"),
        _ if message.contains("quoted") => problem.help("write for example pattern = \"autocracy\""),
        _ => problem.help("each line is a [table], a [[table of a list]], key = value, or a # comment"),
    }
}

/// Charts in a folder, which a scenario cannot leave.
#[derive(Clone, Debug)]
pub struct Folder(pub std::path::PathBuf);

/// Largest chart that is read, in bytes: ten million rows of a hundred bytes.
const LARGEST_CHART: u64 = 1 << 30;

impl ChartSource for Folder {
    fn chart(&self, name: &str) -> Result<Cow<'_, str>, String> {
        let path = self.0.join(name);
        let facts = std::fs::metadata(&path).map_err(|e| e.to_string())?;
        if !facts.is_file() {
            return Err("it is not a file".into());
        }
        if facts.len() > LARGEST_CHART {
            return Err("it is larger than 1 GiB".into());
        }
        let bytes = std::fs::read(&path).map_err(|e| e.to_string())?;
        String::from_utf8(bytes).map(Cow::Owned).map_err(|_| "it is not UTF-8 text: save it as 'CSV UTF-8'".into())
    }
}
