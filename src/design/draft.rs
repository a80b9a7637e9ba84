//! A factor as it was written, before it is checked against the scenario.

use super::{Design, Domain, Factor, MOST_FACTORS, MOST_POINTS, Method, Scale, Value};
use crate::error::{Error, Problem};
use crate::scenario::load::fields::Node;
use crate::scenario::load::report::{Report, cut, grouped, listed};
use crate::scenario::load::{Limits, RunSetting};
use crate::scenario::{Scenario, overrides};
use std::ops::Range;
use toml::de::DeValue;

/// Settings that are the same in all cells.
const FIXED: &[&str] = &["replications", "name", "title", "question"];
/// Parts of paths whose values may fit alone and not together.
const STRUCTURAL: &[&str] = &["days", "years", "organisation", "system."];
/// Last part of a path that two presets go with.
const PATTERN: &str = "pattern";

/// A value and where it stands.
pub(super) type Written = (Value, Range<usize>);

/// A factor as it was written.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub path: String,
    pub place: Range<usize>,
    pub between: Option<[Written; 2]>,
    pub levels: Option<Vec<Written>>,
    pub low: Option<Written>,
    pub high: Option<Written>,
    pub scale: Scale,
    pub steps: Option<u32>,
}

/// What drafts are checked against.
pub(super) struct Check<'a> {
    scenario: &'a Scenario,
    limits: &'a Limits,
    /// A copy of the scenario that the values of one factor are tried on.
    trial: Scenario,
}

impl<'a> Check<'a> {
    pub(super) fn new(scenario: &'a Scenario, limits: &'a Limits) -> Self {
        Self { scenario, limits, trial: scenario.clone() }
    }

    /// The factor, if everything about it is right; what is not, is reported.
    pub(super) fn factor(&mut self, draft: &Draft, report: &mut Report<'_>) -> Option<Factor> {
        if let Some(problem) = fixed(&draft.path) {
            report.at(&draft.place, problem);
            return None;
        }
        if let Some(problem) = overrides::refused(self.scenario, &draft.path) {
            report.at(&draft.place, problem);
            return None;
        }
        self.trial.clone_from(self.scenario);
        let between = match &draft.between {
            Some(ends) => Some(self.ends(draft, ends, report)?),
            None => None,
        };
        let domain = match &draft.levels {
            Some(levels) => self.levels(draft, levels, between.as_ref(), report)?,
            // Between two presets the range is known.
            None if between.is_some() && draft.low.is_none() && draft.high.is_none() => {
                Domain::Range { low: 0.0, high: 1.0, scale: Scale::Linear, steps: draft.steps, whole: false }
            }
            None => self.range(draft, between.as_ref(), report)?,
        };
        Some(Factor { path: draft.path.clone(), between, domain })
    }

    fn levels(&mut self, draft: &Draft, levels: &[Written], between: Option<&[String; 2]>, report: &mut Report<'_>) -> Option<Domain> {
        if levels.is_empty() {
            let problem = Problem::new("there is no level").key(cut(&draft.path)).help("give at least one value");
            report.at(&draft.place, problem);
            return None;
        }
        let fit = levels.iter().filter(|level| self.fits(&draft.path, between, level, report)).count();
        (fit == levels.len()).then(|| Domain::Levels(levels.iter().map(|level| level.0.clone()).collect()))
    }

    /// The names of two presets, for the path of a pattern.
    fn ends(&mut self, draft: &Draft, ends: &[Written; 2], report: &mut Report<'_>) -> Option<[String; 2]> {
        if draft.path.rsplit('.').next() != Some(PATTERN) {
            let problem = Problem::new(format!("`{}` is not a pattern, so no presets lie at its ends", cut(&draft.path)));
            report.at(&draft.place, problem.key(cut(&draft.path)).help("write for example path = \"baseline.pattern\""));
            return None;
        }
        let fit = ends.iter().filter(|end| self.fits(&draft.path, None, end, report)).count();
        (fit == 2).then(|| ends.clone().map(|end| end.0.to_string()))
    }

    fn range(&mut self, draft: &Draft, between: Option<&[String; 2]>, report: &mut Report<'_>) -> Option<Domain> {
        let key = cut(&draft.path);
        let (Some(low), Some(high)) = (&draft.low, &draft.high) else {
            let problem = Problem::new("a factor needs `levels`, or `low` and `high`").key(key);
            report.missing(&draft.place, problem.help("write for example levels = [0.5, 1.0], or low = 0.5 and high = 1.0"));
            return None;
        };
        let fit = [low, high].map(|end| self.fits(&draft.path, between, end, report));
        let (Some(from), Some(to)) = (low.0.number(), high.0.number()) else {
            let problem = Problem::new("only numbers have a range between them").key(key).value(cut(&format!("{}..{}", low.0, high.0)));
            report.at(&low.1, problem.help("list the values instead, or name two presets of a pattern"));
            return None;
        };
        let message = if from == to {
            format!("the range is empty: both ends are {from}")
        } else if from > to {
            format!("the low end {from} is above the high end {to}")
        } else if draft.scale == Scale::Log && from <= 0.0 {
            format!("a range on a log scale begins above zero, not at {from}")
        } else {
            let whole = RunSetting::find(&draft.path).is_some_and(|row| row.name != "years");
            let domain = Domain::Range { low: from, high: to, scale: draft.scale, steps: draft.steps, whole };
            return (fit == [true; 2]).then_some(domain);
        };
        report.at(&low.1, Problem::new(message).key(key).value(format!("{from} to {to}")));
        None
    }

    /// Whether the scenario takes the value.
    pub(super) fn fits(&mut self, path: &str, between: Option<&[String; 2]>, (value, place): &Written, report: &mut Report<'_>) -> bool {
        let mut found = report.like();
        let ends = between.cloned();
        let factor = Factor { path: path.to_owned(), between: ends, domain: Domain::Levels(Vec::new()) };
        let setting = factor.setting(value);
        let text = setting.split_once('=').map_or("", |(_, text)| text);
        overrides::set_text(&mut self.trial, path, text, place, &mut found, self.limits);
        if found.is_clean() {
            overrides::contradictions(&self.trial).into_iter().for_each(|problem| found.at(place, problem));
        }
        let fits = found.is_clean();
        report.extend(found.into_problems());
        fits
    }

    /// The design, if its parts fit each other and the scenario at every point; what does not, is reported at `place`.
    pub(super) fn design(&self, design: Design, place: &Range<usize>, report: &mut Report<'_>) -> Option<Design> {
        let problem = together(&design).or_else(|| too_large(&design));
        if let Some(problem) = problem {
            report.at(place, problem);
            return None;
        }
        // Only these can fit alone and not together.
        if design.factors.iter().any(|factor| STRUCTURAL.iter().any(|part| factor.path.contains(part))) {
            let points = design.points(self.scenario);
            let refused =
                points.iter().find_map(|point| Some((point.number, point.apply(points.factors(), self.scenario, self.limits).err()?)));
            if let Some((number, Error::BadInput(problems))) = refused {
                for problem in problems {
                    let message = format!("point {number} of the design cannot be run: {}", problem.message);
                    report.at(place, Problem { message, source_name: None, ..problem });
                }
                return None;
            }
        }
        Some(design)
    }
}

/// Why a design cannot vary what stands at `path`, if it cannot.
pub(super) fn fixed(path: &str) -> Option<Problem> {
    let problem = || Problem::new(format!("a design cannot vary `{path}`: it is the same at all points")).key(path);
    FIXED.contains(&path).then(problem)
}

/// What is wrong with the factors beside each other and the method.
fn together(design: &Design) -> Option<Problem> {
    let factors = &design.factors;
    if factors.is_empty() {
        let problem = Problem::new("the design varies nothing");
        return Some(problem.help("name a factor: [[design.factor]] with path and levels, or --vary trust.gain=0.01,0.03"));
    }
    if factors.len() > MOST_FACTORS {
        return Some(Problem::new(format!("{} factors are too many: the most is {MOST_FACTORS}", factors.len())));
    }
    for (place, factor) in factors.iter().enumerate() {
        if factors[..place].iter().any(|other| other.path == factor.path) {
            return Some(
                Problem::new(format!("`{}` is varied twice", cut(&factor.path))).key(cut(&factor.path)).help("keep one of the two"),
            );
        }
    }
    let open = |factor: &&Factor| matches!(factor.domain, Domain::Range { steps: None, .. });
    if let (Method::Grid | Method::Zip, Some(factor)) = (design.method, factors.iter().find(open)) {
        let problem = Problem::new(format!("a grid or zip needs levels of `{}`, not only a range", cut(&factor.path)));
        return Some(problem.key(cut(&factor.path)).help("add steps = 5 (--vary path=0.5..1.5:5), or take the method lhs or sobol"));
    }
    let counts: Vec<usize> = factors.iter().map(|factor| factor.levels().len()).collect();
    if design.method == Method::Zip && counts.windows(2).any(|pair| pair[0] != pair[1]) {
        let named = factors.iter().zip(&counts).map(|(factor, count)| format!("{} {count}", cut(&factor.path)));
        return Some(Problem::new("a zip needs as many levels of each factor").value(listed(named)));
    }
    None
}

/// Says that a design is too large, if it is.
fn too_large(design: &Design) -> Option<Problem> {
    let size = design.size();
    if size <= u128::from(MOST_POINTS) {
        return None;
    }
    let points = u64::try_from(size).map_or_else(|_| "more than 10^19".to_owned(), grouped);
    let problem = Problem::new(format!("the design has {points} points, the most is {}", grouped(MOST_POINTS)));
    Some(problem.help("take fewer levels, or a sample: the method lhs or sobol with a number of points"))
}

/// A value as it was written in a file.
pub(super) fn written(node: &Node<'_>, text: &str) -> Written {
    let value = match node.value {
        DeValue::String(words) => Value::Text(words.to_string()),
        DeValue::Float(number) => Value::of(number.as_str()),
        DeValue::Integer(number) if number.radix() == 10 => Value::of(number.as_str()),
        _ => Value::of(&text.get(node.span.clone()).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")),
    };
    (value, node.span.clone())
}
