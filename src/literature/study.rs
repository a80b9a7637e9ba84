//! Runs the cases that targets, wrong variants and figures need, each once, and compares.

use super::model::{Certainty, Effort, Estimate, FigureRow, Model, Quantity, Relation, Target, Wrong};
use super::settings::Settings;
use crate::error::Problem;

/// One published number beside ours: a row of `replications.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Name of the model.
    pub model: &'static str,
    /// The case in words, with what is compared.
    pub case: String,
    /// The published number, if the case was published.
    pub published: Option<f64>,
    /// Ours.
    pub ours: f64,
    /// Standard error of ours; 0 for what is exact.
    pub standard_error: f64,
    /// Whether chance has a part in ours.
    pub drawn: bool,
    /// Allowed distance, before the three standard errors.
    pub tolerance: Option<f64>,
    /// How sure the published number is.
    pub certainty: Option<Certainty>,
    /// Whether ours lies as it must.
    pub reproduced: Option<bool>,
}

impl Row {
    /// Whether this row makes the command fail.
    pub fn fails(&self) -> bool {
        self.certainty.is_some_and(Certainty::binds) && self.reproduced == Some(false)
    }
}

/// A line (or the bars of one colour) of a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its name.
    pub label: String,
    /// Value and standard error at each place along the axis.
    pub values: Vec<(f64, f64)>,
    /// Published value at each place, where there is one; an own run of the published rule is none.
    pub published: Vec<Option<f64>>,
}

/// The numbers of a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What it is.
    pub row: FigureRow,
    /// Places along the axis, as they would be written.
    pub places: Vec<String>,
    /// The lines.
    pub lines: Vec<Line>,
}

/// What came of a model.
#[derive(Clone, Debug)]
pub struct Study {
    /// Published numbers beside ours.
    pub rows: Vec<Row>,
    /// The numbers of its figure.
    pub figure: Figure,
}

/// Cases that were run, so that none is run twice.
struct Cases<'a> {
    model: &'a Model,
    effort: Effort,
    done: Vec<(Settings, Vec<Estimate>)>,
}

impl Cases<'_> {
    fn estimates(&mut self, settings: &Settings) -> Result<&[Estimate], Problem> {
        let place = match self.done.iter().position(|(done, _)| done.same(settings)) {
            Some(place) => place,
            None => {
                let estimates = (self.model.run)(settings, &self.effort)?;
                self.done.push((settings.clone(), estimates));
                self.done.len() - 1
            }
        };
        Ok(&self.done[place].1)
    }

    fn measure(&mut self, settings: &Settings, name: &str) -> Result<Estimate, Problem> {
        let model = self.model.name;
        let found = self.estimates(settings)?.iter().find(|estimate| estimate.measure == name).copied();
        Ok(found.unwrap_or_else(|| panic!("{model} has no measure {name}")))
    }

    fn quantity(&mut self, base: &Settings, target: &Target) -> Result<Estimate, Problem> {
        let settings = base.clone().with(target.set);
        match target.quantity {
            Quantity::Measure(name) => self.measure(&settings, name),
            Quantity::Minus(name, other) => {
                let here = self.measure(&settings, name)?;
                let there = self.measure(&base.clone().with(other), name)?;
                let standard_error = libm::hypot(here.standard_error, there.standard_error);
                Ok(Estimate { value: here.value - there.value, standard_error, drawn: here.drawn || there.drawn, ..here })
            }
            Quantity::Largest(name, setting, values) => self.extreme(&settings, (name, setting, values), 1.0),
            Quantity::Least(name, setting, values) => self.extreme(&settings, (name, setting, values), -1.0),
        }
    }

    /// The value of a setting at which a measure, times `sign`, is largest.
    fn extreme(&mut self, base: &Settings, what: (&'static str, &str, &[f64]), sign: f64) -> Result<Estimate, Problem> {
        let (name, setting, values) = what;
        let (mut best, mut drawn) = ((f64::NEG_INFINITY, f64::NAN), false);
        for value in values {
            let mut settings = base.clone();
            settings.put(setting, *value);
            let here = self.measure(&settings, name)?;
            drawn |= here.drawn;
            if sign * here.value > best.0 {
                best = (sign * here.value, *value);
            }
        }
        Ok(Estimate { drawn, ..Estimate::exact(name, best.1) })
    }

    fn row(&mut self, base: &Settings, target: &Target) -> Result<Row, Problem> {
        let ours = self.quantity(base, target)?;
        let room = target.tolerance.max(3.0 * ours.standard_error);
        let above = ours.value - target.published;
        let reproduced = match target.relation {
            Relation::Equal => above.abs() <= room,
            Relation::AtLeast => above >= -room,
            Relation::AtMost => above <= room,
        };
        Ok(Row {
            model: self.model.name,
            case: target.words(),
            published: Some(target.published),
            ours: ours.value,
            standard_error: ours.standard_error,
            drawn: ours.drawn,
            tolerance: Some(target.tolerance),
            certainty: Some(target.certainty),
            reproduced: Some(reproduced),
        })
    }
}

impl Target {
    /// The case and what is compared, in words.
    pub fn words(&self) -> String {
        let relation = match self.relation {
            Relation::Equal => "",
            Relation::AtLeast => " (at least)",
            Relation::AtMost => " (at most)",
        };
        format!("{}{relation}", self.case)
    }
}

/// Runs a model's published cases and its figure.
///
/// # Errors
/// A problem with a setting, which published cases do not have.
pub fn study(model: &Model, effort: Effort) -> Result<Study, Problem> {
    let mut cases = Cases { model, effort, done: Vec::new() };
    let base = Settings::published(model.settings);
    let rows = model.targets.iter().map(|target| cases.row(&base, target)).collect::<Result<Vec<_>, _>>()?;
    let figure = figure(&mut cases, &base)?;
    Ok(Study { rows, figure })
}

/// Every measure of one case, beside the published number where the case is a published one.
///
/// # Errors
/// A problem with a setting that only the model can see.
pub fn case(model: &Model, settings: &Settings, effort: Effort) -> Result<Vec<Row>, Problem> {
    let base = Settings::published(model.settings);
    let row = |estimate: &Estimate| {
        let target = known(model, &base, settings, estimate.measure);
        let room = |target: &Target| target.tolerance.max(3.0 * estimate.standard_error);
        Row {
            model: model.name,
            case: estimate.measure.to_owned(),
            published: target.map(|target| target.published),
            ours: estimate.value,
            standard_error: estimate.standard_error,
            drawn: estimate.drawn,
            tolerance: target.map(|target| target.tolerance),
            certainty: target.map(|target| target.certainty),
            reproduced: target.map(|target| (estimate.value - target.published).abs() <= room(target)),
        }
    };
    Ok((model.run)(settings, &effort)?.iter().map(row).collect())
}

/// The rows that a wrong variant must miss.
///
/// # Errors
/// As [`study`].
pub fn wrong(model: &Model, variant: &Wrong, effort: Effort) -> Result<Vec<Row>, Problem> {
    let mut cases = Cases { model, effort, done: Vec::new() };
    let base = Settings::published(model.settings).with(variant.set);
    let named = model.targets.iter().filter(|target| variant.misses.contains(&target.words().as_str()));
    named.map(|target| cases.row(&base, target)).collect()
}

fn figure(cases: &mut Cases<'_>, base: &Settings) -> Result<Figure, Problem> {
    let row = cases.model.figure;
    let (along, _, places) = row.along;
    let mut lines = Vec::new();
    let groups: Vec<Option<(&str, &str)>> = match row.by {
        None => vec![None],
        Some((by, values)) => values.iter().map(|value| Some((by, *value))).collect(),
    };
    for group in groups {
        for measure in row.measures {
            let mut line = Line { label: String::new(), values: Vec::new(), published: Vec::new() };
            for place in places {
                let mut settings = base.clone().with(row.set).with(&[(along, place)]);
                if let Some(change) = group {
                    settings = settings.with(&[change]);
                }
                let ours = cases.measure(&settings, measure)?;
                line.values.push((ours.value, ours.standard_error));
                let known = known(cases.model, base, &settings, measure).filter(|target| target.certainty != Certainty::E);
                line.published.push(known.map(|target| target.published));
            }
            line.label = match (group, row.measures.len()) {
                (None, _) => measure.replace('_', " "),
                (Some((by, value)), 1) => format!("{} {value}", by.replace('_', " ")),
                (Some((by, value)), _) => format!("{}, {} {value}", measure.replace('_', " "), by.replace('_', " ")),
            };
            lines.push(line);
        }
    }
    Ok(Figure { row, places: places.iter().map(|place| (*place).to_owned()).collect(), lines })
}

/// The target that a measure of a case must equal, if there is one.
fn known(model: &Model, base: &Settings, settings: &Settings, measure: &str) -> Option<&'static Target> {
    let here = |target: &&Target| {
        matches!(target.quantity, Quantity::Measure(name) if name == measure)
            && target.relation == Relation::Equal
            && base.clone().with(target.set).same(settings)
    };
    model.targets.iter().find(here)
}

#[cfg(test)]
mod tests {
    use super::super::MODELS;
    use super::*;

    fn quick(model: &Model) -> Effort {
        Effort { replications: model.quick, seed: 1 }
    }

    #[test]
    fn every_binding_number_is_reproduced_in_the_quick_mode_and_where_it_is_drawn_a_mistake_must_miss_it() {
        for model in MODELS {
            for row in study(model, quick(model)).unwrap().rows {
                assert!(!row.fails(), "{row:?}");
                let missed = model.wrong.iter().any(|variant| variant.misses.contains(&row.case.as_str()));
                let binds = row.certainty.is_some_and(Certainty::binds);
                assert!(!(row.drawn && binds) || missed, "{}: no wrong variant misses {}", model.name, row.case);
            }
        }
    }

    #[test]
    fn every_wrong_variant_misses_every_number_that_it_names_in_the_quick_mode() {
        for model in MODELS {
            for variant in model.wrong {
                let rows = wrong(model, variant, quick(model)).unwrap();
                assert!(
                    !rows.is_empty() && rows.len() == variant.misses.len(),
                    "{}: {} names what is not there",
                    model.name,
                    variant.meaning
                );
                for row in rows {
                    assert_eq!(row.reproduced, Some(false), "{}: {} reproduces {row:?}", model.name, variant.meaning);
                }
            }
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_numbers_on_any_number_of_threads() {
        for model in MODELS {
            let effort = Effort { replications: model.quick.min(4), seed: 3 };
            let on = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let run = || (model.run)(&Settings::published(model.settings), &effort).unwrap();
            let (one, three) = (on(1).install(run), on(3).install(run));
            assert_eq!(one, three, "{}", model.name);
            assert!(one.iter().all(|estimate| estimate.value.is_finite()), "{}: {one:?}", model.name);
        }
    }

    #[test]
    fn rows_are_whole() {
        for model in MODELS {
            Settings::published(model.settings);
            for text in [model.title, model.source, model.checks, model.effort] {
                assert!(!text.is_empty(), "{}", model.name);
            }
            assert!(model.checks.ends_with('.') && model.settings.iter().all(|row| row.meaning.ends_with('.')), "{}", model.name);
            let mechanisms = crate::mechanisms::MECHANISMS.iter().map(|row| row.name);
            let mut all = mechanisms.chain(crate::system::BETWEEN.iter().map(|row| row.name));
            assert!(all.any(|name| name == model.mechanism), "{}", model.name);
            assert!(!model.targets.is_empty() && model.quick <= model.replications, "{}", model.name);
        }
    }
}
