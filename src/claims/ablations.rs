//! What can be cut out of the model to see whether an effect comes from it.

use crate::error::{Error, Problem};
use crate::scenario::load::fields::Fields;
use crate::scenario::load::parse;
use crate::scenario::load::report::Report;
use crate::scenario::load::run::absent;
use crate::scenario::{Scenario, load::Limits, overrides};
use std::sync::LazyLock;

/// The text of all ablations, as in `claims/ablations.toml`.
pub const ABLATIONS_FILE: &str = include_str!("../../claims/ablations.toml");

/// Parameters, dials or mechanisms set alike in all arms, so that one path of the model is cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ablation {
    /// Name as claims write it.
    pub name: String,
    /// What no longer happens, in a sentence.
    pub meaning: String,
    /// Path and value, as for `--set`.
    pub set: Vec<(String, String)>,
}

impl Ablation {
    /// Cuts it out of `scenario`.
    ///
    /// # Errors
    /// [`Error::BadInput`] if the scenario has no such setting, such as that of a programme that is not on its calendar.
    pub fn apply(&self, scenario: &mut Scenario) -> Result<(), Error> {
        let arguments: Vec<String> = self.set.iter().map(|(path, value)| format!("{path}={value}")).collect();
        overrides::apply(scenario, &arguments, &Limits::default())
    }
}

/// Every ablation.
///
/// # Panics
/// Never, as a test shows: the file is checked before it is compiled in.
pub fn ablations() -> &'static [Ablation] {
    static ALL: LazyLock<Vec<Ablation>> = LazyLock::new(|| read(ABLATIONS_FILE).expect("a file that a test has read"));
    &ALL
}

fn read(text: &str) -> Result<Vec<Ablation>, Error> {
    parse("ablations.toml", text, |root, report| {
        let names: Vec<&str> = root.table.keys().map(|key| key.get_ref().as_ref()).collect();
        names.into_iter().filter_map(|name| one(root, name, text, report)).collect()
    })
}

fn one(root: &Fields<'_>, name: &str, text: &str, report: &mut Report<'_>) -> Option<Ablation> {
    let fields = root.get(name)?.table(report, &["meaning", "set"])?;
    let Some(meaning) = fields.get("meaning").and_then(|node| node.text(report)) else {
        let problem = absent(fields.path_of("meaning"), "an ablation says what no longer happens", "write meaning = \"…\"");
        report.missing(&fields.span, problem);
        return None;
    };
    let set = settings(&fields, text, report);
    if set.is_empty() {
        report.missing(&fields.span, Problem::new("an ablation sets something").key(fields.path_of("set")));
    }
    Some(Ablation { name: name.to_owned(), meaning: meaning.to_owned(), set })
}

/// The paths under `set` and their values as they are written.
pub(super) fn settings(fields: &Fields<'_>, text: &str, report: &mut Report<'_>) -> Vec<(String, String)> {
    let Some(node) = fields.get("set") else { return Vec::new() };
    let Some(table) = node.value.as_table() else {
        report.at(&node.span, node.problem("`set` must be a table").help("write for example set = { \"context.load\" = 1.5 }"));
        return Vec::new();
    };
    let written = |span: std::ops::Range<usize>| text.get(span).unwrap_or_default().to_owned();
    table.iter().map(|(path, value)| (path.get_ref().to_string(), written(value.span()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ablation_is_read_and_sets_what_there_is_or_what_a_programme_has() {
        for ablation in read(ABLATIONS_FILE).unwrap() {
            assert!(ablation.meaning.ends_with('.'), "{}", ablation.name);
            let settings = ablation.set.iter().filter(|(path, _)| !path.starts_with("programme."));
            let part = Ablation { set: settings.cloned().collect(), ..ablation.clone() };
            part.apply(&mut Scenario::default()).unwrap_or_else(|error| panic!("{}: {error}", ablation.name));
        }
    }

    #[test]
    fn mistakes_are_told() {
        let wrong = |text: &str| match read(text) {
            Err(Error::BadInput(problems)) => problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>().join("; "),
            other => panic!("{other:?}"),
        };
        assert!(wrong("[a]\nset = { \"trust.gain\" = 0 }").contains("says what no longer happens"));
        assert!(wrong("[a]\nmeaning = \"Nothing.\"").contains("sets something"));
        assert!(wrong("[a]\nmeanin = \"Nothing.\"").contains("there is no key `meanin`"));
    }
}
