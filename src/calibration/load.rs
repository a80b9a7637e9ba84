//! Reads the figures to meet and the parameters to fit.

use super::abc::Figure;
use super::fit::{Calibration, Target};
use crate::design::read_factors;
use crate::error::Error;
use crate::outcomes::OUTCOMES;
use crate::scenario::Scenario;
use crate::scenario::load::fields::{Bounds, Fields, Node};
use crate::scenario::load::report::Report;
use crate::scenario::load::run::absent;
use crate::scenario::load::{Limits, parse};

/// Keys at the top.
const KEYS: &[&str] = &["target", "factor"];
/// Keys of `[[target]]`.
const TARGET_KEYS: &[&str] = &["outcome", "arm", "value", "standard_error"];
/// Largest figure.
const LARGEST: f64 = 1e12;

impl Calibration {
    /// Reads `text`, in which each `[[target]]` has `outcome`, `value`, `standard_error` and `arm` (the baseline if left out), and each
    /// `[[factor]]` is as in `[design]` of a scenario: `path`, `low`, `high`, and `scale` if it is not linear.
    ///
    /// # Errors
    /// [`Error::BadInput`] with every problem of the text.
    pub fn load(name: &str, text: &str, scenario: Scenario, draws: u32, rounds: u32) -> Result<Self, Error> {
        let (targets, factors) = parse(name, text, |root, report| {
            root.refuse_unknown(report, KEYS, "");
            let targets = targets(root, report, &scenario);
            if root.get("factor").is_none() {
                let help = "write [[factor]] and below it path = \"succession.leaving_rate\", low = 0.05, high = 0.3";
                report.missing(&root.span, absent("factor".into(), "there is no parameter to fit", help));
            }
            let factors = read_factors(root, report, text, &scenario, &Limits::default()).unwrap_or_default();
            for factor in factors.iter().filter(|factor| !factor.is_numeric()) {
                report.at(&root.span_of("factor"), crate::error::Problem::new("only numbers can be fitted").key(&factor.path));
            }
            (targets, factors)
        })?;
        Ok(Self { scenario, factors, targets, draws, rounds })
    }
}

fn targets(root: &Fields<'_>, report: &mut Report<'_>, scenario: &Scenario) -> Vec<Target> {
    let Some(list) = root.get("target") else {
        let help = "write [[target]] and below it outcome = \"turnover\", value = 0.12, standard_error = 0.02";
        report.missing(&root.span, absent("target".into(), "there is no figure to meet", help));
        return Vec::new();
    };
    let nodes = list.list(report, "figures, each written as [[target]]");
    nodes.iter().filter_map(|node| target(node, report, scenario)).collect()
}

fn target(node: &Node<'_>, report: &mut Report<'_>, scenario: &Scenario) -> Option<Target> {
    let fields = node.table(report, TARGET_KEYS)?;
    let names = || OUTCOMES.iter().filter(|outcome| scenario.is_system() || !outcome.is_of_a_system()).map(|outcome| outcome.name);
    let outcome = needed(&fields, "outcome", report)?.name_of(report, "outcome", names());
    let arms: Vec<&str> = scenario.all_arms().map(|arm| arm.name.as_str()).collect();
    let arm = match fields.get("arm") {
        Some(node) => node.name_of(report, "arm", arms.iter().copied()),
        None => Some(scenario.baseline.name.as_str()),
    };
    let value = needed(&fields, "value", report)
        .and_then(|node| node.float(report, &Bounds { minimum: -LARGEST, maximum: LARGEST, unit: "", meaning: "The figure." }));
    let meaning = "The standard error of the figure, above zero: how far off it may be.";
    let standard_error = needed(&fields, "standard_error", report)
        .and_then(|node| node.float(report, &Bounds { minimum: 1e-9, maximum: LARGEST, unit: "", meaning }));
    Some(Target {
        outcome: crate::outcomes::position(outcome?)?,
        arm: arms.iter().position(|name| Some(*name) == arm)?,
        figure: Figure { value: value?, standard_error: standard_error? },
    })
}

fn needed<'d>(fields: &Fields<'d>, key: &str, report: &mut Report<'_>) -> Option<Node<'d>> {
    let node = fields.get(key);
    if node.is_none() {
        let problem = absent(fields.path_of(key), &format!("this figure has no `{key}`"), format!("write {key} = …"));
        report.missing(&fields.span, problem);
    }
    node
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str) -> Result<Calibration, Error> {
        Calibration::load("figures.toml", text, Scenario::default(), 100, 3)
    }

    #[test]
    fn figures_and_factors_are_read() {
        let text = "[[target]]\noutcome = \"turnover\"\nvalue = 0.12\nstandard_error = 0.02\n\
                    [[target]]\noutcome = \"trust_up\"\narm = \"Heroic\"\nvalue = 0.5\nstandard_error = 0.05\n\
                    [[factor]]\npath = \"succession.leaving_rate\"\nlow = 0.05\nhigh = 0.3\n";
        let found = load(text).unwrap();
        assert_eq!((found.targets.len(), found.targets[1].arm, found.factors.len()), (2, 1, 1));
        assert_eq!(found.targets[0].figure, Figure { value: 0.12, standard_error: 0.02 });
    }

    #[test]
    fn mistakes_are_told_with_their_place() {
        let told = |text: &str| load(text).unwrap_err().to_string();
        let text = "[[target]]\noutcome = \"turnovr\"\nvalue = nan\nstandard_error = 0\n[[factor]]\npath = \"succession.leaving_rat\"\nlow = 0\nhigh = 1\n";
        let words = told(text);
        for part in ["figures.toml:2:11", "turnover", "figures.toml:3:9", "figures.toml:4:18", "succession.leaving_rate"] {
            assert!(words.contains(part), "{part} in {words}");
        }
        assert!(told("").contains("there is no figure to meet") && told("").contains("there is no parameter to fit"));
        assert!(
            told("[[target]]\noutcome = \"turnover\"\n[[factor]]\npath = \"trust.gain\"\nlow = 0.2\nhigh = 0.1\n")
                .contains("has no `value`")
        );
    }
}
