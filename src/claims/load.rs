//! Reads a claim: a scenario with contexts and expectations beside it.

use super::{Ablation, Claim, Context, Expectation, Pair, SOURCES, Source, ablations};
use crate::error::{Error, Problem};
use crate::outcomes::OUTCOMES;
use crate::scenario::load::fields::{Fields, Node};
use crate::scenario::load::report::Report;
use crate::scenario::load::run::absent;
use crate::scenario::load::{Limits, RUN_SETTINGS, parse, read};
use crate::scenario::parameters::GROUPS;
use crate::scenario::presets::{self, SCENARIO_PRESETS};
use crate::scenario::{Scenario, overrides};

/// Keys of a claim beside those of its scenario.
const OWN_KEYS: &[&str] = &["claim", "sources", "says", "test", "caution", "base", "contexts", "expectations"];
/// Keys of a scenario that a claim has as well, beside settings of the run and groups of parameters.
const SCENARIO_KEYS: &[&str] = &["organisation", "baseline", "arm", "event", "programme", "without"];
/// Keys of a context.
const CONTEXT_KEYS: &[&str] = &["name", "set"];
/// Keys of an expectation.
const EXPECTATION_KEYS: &[&str] = &["name", "expected", "arm", "against", "minus", "contexts", "compared_with", "ablations"];
/// The organisation of a claim that names none.
const USUAL_BASE: &str = "secondary-school";
/// Name of the only context of a claim that names none.
const ONLY_CONTEXT: &str = "reference";

impl Claim {
    /// Reads the claim called `id` from `text`, with `set` (as for `--set`) applied to its scenario before any context.
    ///
    /// # Errors
    /// [`Error::BadInput`] with every problem of the text, or of `set`.
    pub fn load(id: &str, text: &str, set: &[String]) -> Result<Self, Error> {
        let mut refused = Ok(());
        let claim = parse(&format!("{id}.toml"), text, |root, report| {
            let mut scenario = scenario(root, report, id);
            if report.is_clean() {
                refused = overrides::apply(&mut scenario, set, &Limits::default());
            }
            let contexts = contexts(root, report, &scenario, text);
            Self {
                id: id.to_owned(),
                sources: sources(root, report),
                claim: sentence(root, report, "claim"),
                says: sentence(root, report, "says"),
                test: sentence(root, report, "test"),
                caution: sentence(root, report, "caution"),
                expectations: expectations(root, report, &scenario, &contexts),
                scenario,
                contexts,
            }
        })?;
        refused.map(|()| claim)
    }
}

fn scenario(root: &Fields<'_>, report: &mut Report<'_>, id: &str) -> Scenario {
    let settings = RUN_SETTINGS.iter().map(|row| row.name).filter(|name| *name != "replications");
    let groups = GROUPS.iter().map(|(group, _)| *group);
    let known: Vec<&str> = OWN_KEYS.iter().chain(SCENARIO_KEYS).copied().chain(settings).chain(groups).collect();
    root.refuse_unknown(report, &known, "");
    let names = SCENARIO_PRESETS.iter().map(|preset| preset.name);
    let base = root.get("base").and_then(|node| node.name_of(report, "scenario", names)).unwrap_or(USUAL_BASE);
    let preset = presets::find(base).expect("the name of a preset");
    let base = preset.load().expect("presets are checked before they are compiled in");
    let scenario = read(root, report, preset, &Limits::default(), Some(&base));
    Scenario { name: id.to_owned(), ..scenario }
}

/// A text that has to be there.
fn sentence(root: &Fields<'_>, report: &mut Report<'_>, key: &str) -> String {
    match root.get(key) {
        Some(node) => node.text(report).unwrap_or_default().trim().to_owned(),
        None => {
            let problem = absent(key.into(), &format!("`{key}` is missing"), format!("write {key} = \"…\""));
            report.missing(&root.span, problem);
            String::new()
        }
    }
}

fn sources(root: &Fields<'_>, report: &mut Report<'_>) -> Vec<&'static Source> {
    let Some(node) = root.get("sources") else {
        report.missing(&root.span, absent("sources".into(), "`sources` is missing", "write sources = [\"004\"]"));
        return Vec::new();
    };
    let names = || SOURCES.iter().map(|source| source.name);
    let items = node.list(report, "documents");
    let found = items.iter().filter_map(|item| item.name_of(report, "document", names()));
    found.filter_map(|name| SOURCES.iter().find(|source| source.name == name)).collect()
}

/// The contexts; one that changes nothing if there are none.
fn contexts(root: &Fields<'_>, report: &mut Report<'_>, base: &Scenario, text: &str) -> Vec<Context> {
    let Some(list) = root.get("contexts") else {
        return vec![Context { name: ONLY_CONTEXT.into(), set: Vec::new(), scenario: base.clone() }];
    };
    let mut contexts: Vec<Context> = Vec::new();
    for node in list.list(report, "contexts, each written as [[contexts]]") {
        let Some(fields) = node.table(report, CONTEXT_KEYS) else { continue };
        let name = sentence(&fields, report, "name");
        if contexts.iter().any(|context| context.name == name) {
            report.at(&fields.span_of("name"), node.problem("two contexts have this name"));
        }
        let mut scenario = base.clone();
        if let Some(set) = fields.get("set")
            && let Some(table) = set.value.as_table()
        {
            for (path, value) in table {
                let node = Node { value: value.get_ref(), span: value.span(), path: path.get_ref().to_string() };
                overrides::set_at(&mut scenario, path.get_ref(), &node, report, &Limits::default());
            }
        }
        for problem in overrides::contradictions(&scenario) {
            report.at(&fields.span, problem);
        }
        contexts.push(Context { name, set: ablations::settings(&fields, text, report), scenario });
    }
    contexts
}

fn expectations(root: &Fields<'_>, report: &mut Report<'_>, scenario: &Scenario, contexts: &[Context]) -> Vec<Expectation> {
    let Some(list) = root.get("expectations") else {
        report.missing(
            &root.span,
            absent("expectations".into(), "a claim expects something", "write [[expectations]] and its keys below it"),
        );
        return Vec::new();
    };
    let nodes = list.list(report, "expectations, each written as [[expectations]]");
    nodes.iter().filter_map(|node| expectation(node, report, scenario, contexts)).collect()
}

fn expectation(node: &Node<'_>, report: &mut Report<'_>, scenario: &Scenario, contexts: &[Context]) -> Option<Expectation> {
    let fields = node.table(report, EXPECTATION_KEYS)?;
    let outcome = named(&fields, "name", "outcome", OUTCOMES.iter().map(|outcome| outcome.name), report);
    let expected = named(&fields, "expected", "direction", ["higher", "lower"].into_iter(), report);
    let known = || contexts.iter().map(|context| context.name.as_str());
    let compared_with = fields.get("compared_with").and_then(|node| place(&node, "context", known(), report));
    let chosen: Vec<usize> = match fields.get("contexts") {
        Some(list) => list.list(report, "contexts").iter().filter_map(|node| place(node, "context", known(), report)).collect(),
        None => (0..contexts.len()).filter(|context| Some(*context) != compared_with).collect(),
    };
    if chosen.is_empty() {
        report.at(&fields.span, node.problem("there is no context to test it in").help("name one under `contexts`"));
    }
    if scenario.arms.is_empty() {
        report.at(&fields.span, node.problem("there is nothing to compare with").help("write an [[arm]]"));
        return None;
    }
    let minus = fields.get("minus").and_then(|node| node.table(report, &["arm", "against"]));
    Some(Expectation {
        pair: pair(&fields, scenario, report),
        minus: minus.map(|fields| pair(&fields, scenario, report)),
        contexts: chosen,
        compared_with,
        ablations: cuts(&fields, report, contexts),
        outcome: outcome?,
        higher: expected? == 0,
    })
}

/// Two arms by name: the first arm against the baseline where nothing is said.
fn pair(fields: &Fields<'_>, scenario: &Scenario, report: &mut Report<'_>) -> Pair {
    let names: Vec<&str> = scenario.all_arms().map(|arm| arm.name.as_str()).collect();
    let mut arm = |key: &str| fields.get(key).and_then(|node| place(&node, "arm", names.iter().copied(), report));
    Pair { arm: arm("arm").unwrap_or(1), against: arm("against").unwrap_or(0) }
}

/// Ablations by name, each of which must fit every context.
fn cuts(fields: &Fields<'_>, report: &mut Report<'_>, contexts: &[Context]) -> Vec<&'static Ablation> {
    let Some(list) = fields.get("ablations") else { return Vec::new() };
    let mut found = Vec::new();
    for node in list.list(report, "ablations") {
        let known = ablations();
        let Some(place) = place(&node, "ablation", known.iter().map(|ablation| ablation.name.as_str()), report) else { continue };
        for context in contexts {
            if let Err(Error::BadInput(problems)) = known[place].apply(&mut context.scenario.clone()) {
                let misfit = |problem: Problem| node.problem(format!("it does not fit this claim: {}", problem.message));
                problems.into_iter().for_each(|problem| report.at(&node.span, misfit(problem)));
            }
        }
        found.push(&known[place]);
    }
    found
}

/// The place among `known` of a name that has to be under `key`.
fn named<'k>(
    fields: &Fields<'_>,
    key: &str,
    what: &str,
    known: impl Iterator<Item = &'k str> + Clone,
    report: &mut Report<'_>,
) -> Option<usize> {
    match fields.get(key) {
        Some(node) => place(&node, what, known, report),
        None => {
            report.missing(&fields.span, absent(fields.path_of(key), &format!("`{key}` is missing"), format!("write {key} = \"…\"")));
            None
        }
    }
}

/// The place of a name among `known`.
fn place<'k>(node: &Node<'_>, what: &str, known: impl Iterator<Item = &'k str> + Clone, report: &mut Report<'_>) -> Option<usize> {
    let name = node.name_of(report, what, known.clone())?;
    known.into_iter().position(|other| other == name)
}

#[cfg(test)]
mod tests {
    use super::super::FILES;
    use super::*;

    #[test]
    fn every_claim_is_whole() {
        for (id, text) in FILES {
            let claim = Claim::load(id, text, &[]).unwrap_or_else(|error| panic!("{id}: {error}"));
            for text in [&claim.claim, &claim.says, &claim.test, &claim.caution] {
                assert!(text.ends_with('.'), "{id}: {text}");
            }
            assert!(!claim.sources.is_empty() && !claim.expectations.is_empty(), "{id}");
            let mut seen = std::collections::BTreeSet::new();
            for expectation in &claim.expectations {
                assert_ne!(expectation.pair.arm, expectation.pair.against, "{id}");
                for context in &expectation.contexts {
                    let key = (expectation.outcome, expectation.arms(&claim.scenario), expectation.place(&claim.contexts, *context));
                    assert!(seen.insert(key.clone()), "{id} has twice {key:?}");
                }
            }
        }
    }

    const SMALL: &str = r#"
claim = "A."
sources = ["004"]
says = "B."
test = "C."
caution = "D."
days = 20
[baseline]
pattern = "autocracy"
[[arm]]
name = "Other"
pattern = "anarchy"
[[contexts]]
name = "usual"
[[contexts]]
name = "busy"
set = { "context.load" = 1.5, "pattern.consultation" = 3 }
[[expectations]]
name = "service"
expected = "lower"
compared_with = "usual"
ablations = ["unlimited-attention"]
"#;

    fn problems(text: &str) -> Vec<Problem> {
        match Claim::load("C00", text, &[]) {
            Err(Error::BadInput(problems)) => problems,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn contexts_change_the_scenario_and_an_interaction_leaves_out_what_it_is_compared_with() {
        let claim = Claim::load("C00", SMALL, &["context.load=1.2".into()]).unwrap();
        assert_eq!(claim.contexts[0].scenario.parameters.context.load, 1.2);
        let busy = &claim.contexts[1].scenario;
        assert_eq!((busy.parameters.context.load, busy.baseline.pattern.consultation, busy.arms[0].pattern.consultation), (1.5, 3.0, 3.0));
        assert_eq!(claim.contexts[1].words(), "busy (context.load = 1.5, pattern.consultation = 3)");
        let expectation = &claim.expectations[0];
        assert_eq!((expectation.contexts.as_slice(), expectation.compared_with), (&[1][..], Some(0)));
        assert_eq!(expectation.place(&claim.contexts, 1), "busy, less usual");
        assert_eq!(claim.scenario.people(), 65);
    }

    #[test]
    fn mistakes_are_told_with_line_column_and_nearest_name() {
        let wrong = problems(&SMALL.replace("context.load\" = 1.5", "context.lode\" = 1.5").replace("unlimited-att", "unlimited-at"));
        assert_eq!((wrong[0].line, wrong[0].nearest.as_deref()), (Some(17), Some("context.load")));
        assert_eq!((wrong[1].line, wrong[1].nearest.as_deref()), (Some(22), Some("unlimited-attention")));
        assert!(wrong[0].column.is_some_and(|column| column > 1));
        let wrong = problems(&SMALL.replace("name = \"service\"", "name = \"servise\"").replace("1.5", "99"));
        assert_eq!(wrong[0].allowed.as_deref(), Some("0 to 5 (factor)"));
        assert_eq!(wrong[1].nearest.as_deref(), Some("service"));
        let wrong = problems(&SMALL.replace("unlimited-attention", "controls-stop-at-top"));
        assert!(wrong[0].message.contains("does not fit this claim"), "{wrong:?}");
        let wrong = problems(&SMALL.replace("replications", "").replace("days = 20", "days = 20\nreplications = 5"));
        assert!(wrong[0].message.contains("no key `replications`"));
    }
}
