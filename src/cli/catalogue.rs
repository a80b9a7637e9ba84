//! Everything that `list` and `show` know, kind by kind.

use super::options::KindName;
use crate::error::Problem;
use crate::mechanisms::MECHANISMS;
use crate::nearest::with_nearest;
use crate::outcomes::{Direction, Measure, OUTCOMES};
use crate::pattern::{DIALS, PRESETS, STYLES};
use crate::programmes::PROGRAMMES;
use crate::scenario::parameters::{PARAMETERS, Status};
use crate::scenario::presets::SCENARIO_PRESETS;
use crate::system::{BETWEEN, BetweenRow};

/// A kind of thing.
pub(super) struct Kind {
    pub(super) name: KindName,
    pub(super) plural: &'static str,
    pub(super) singular: &'static str,
    pub(super) meaning: &'static str,
    /// Facts that a list shows beside the name.
    pub(super) brief: &'static [&'static str],
    pub(super) entries: fn() -> Vec<Entry>,
}

/// One thing.
pub(super) struct Entry {
    pub(super) name: String,
    /// Label and value, in the order of showing.
    pub(super) facts: Vec<(String, String)>,
    /// A text that is shown below the facts as it is.
    pub(super) body: Option<&'static str>,
}

/// All kinds.
pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: KindName::Scenarios,
        plural: "scenarios",
        singular: "scenario",
        meaning: "Organisations that are compiled in, ready to run.",
        brief: &["title", "seats"],
        entries: scenarios,
    },
    Kind {
        name: KindName::Patterns,
        plural: "patterns",
        singular: "pattern",
        meaning: "The seven named ways of leading, from autocracy to anarchy.",
        brief: &["meaning"],
        entries: patterns,
    },
    Kind {
        name: KindName::Styles,
        plural: "styles",
        singular: "style",
        meaning: "Styles of formal leaders, which set some dials of a pattern.",
        brief: &["meaning"],
        entries: styles,
    },
    Kind {
        name: KindName::Dials,
        plural: "dials",
        singular: "dial",
        meaning: "What a pattern is made of.",
        brief: &["unit", "range", "meaning"],
        entries: dials,
    },
    Kind {
        name: KindName::Programmes,
        plural: "programmes",
        singular: "programme",
        meaning: "Programmes and events for the calendar of a scenario.",
        brief: &["meaning"],
        entries: programmes,
    },
    Kind {
        name: KindName::Mechanisms,
        plural: "mechanisms",
        singular: "mechanism",
        meaning: "What happens in a day, each of which can be switched off.",
        brief: &["meaning"],
        entries: mechanisms,
    },
    Kind {
        name: KindName::Between,
        plural: "between",
        singular: "part of a system",
        meaning: "What passes between the organisations of a system at its meetings.",
        brief: &["meaning", "without"],
        entries: between,
    },
    Kind {
        name: KindName::Outcomes,
        plural: "outcomes",
        singular: "outcome",
        meaning: "What is measured: the columns of runs.csv.",
        brief: &["unit", "better", "definition"],
        entries: outcomes,
    },
    Kind {
        name: KindName::Parameters,
        plural: "parameters",
        singular: "parameter",
        meaning: "Every number of the model that is not a dial.",
        brief: &["default", "unit", "range", "meaning", "status"],
        entries: parameters,
    },
    Kind {
        name: KindName::Replications,
        plural: "replications",
        singular: "replication",
        meaning: "Published models that the mechanisms must reproduce.",
        brief: &["title", "mechanism", "checks", "source"],
        entries: replications,
    },
    Kind {
        name: KindName::Claims,
        plural: "claims",
        singular: "claim",
        meaning: "What the source documents claim, as experiments.",
        brief: &["claim", "source"],
        entries: claims,
    },
];

/// The kind of that name.
pub(super) fn kind(name: KindName) -> &'static Kind {
    KINDS.iter().find(|kind| kind.name == name).expect("every name has a row, as a test shows")
}

impl Entry {
    fn new(name: &str, facts: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        let facts = facts.into_iter().map(|(label, value)| (label.to_owned(), value)).collect();
        Self { name: name.to_owned(), facts, body: None }
    }

    /// The value of a fact, or an empty text.
    pub(super) fn fact(&self, label: &str) -> &str {
        self.facts.iter().find(|(known, _)| known == label).map_or("", |(_, value)| value)
    }
}

fn scenarios() -> Vec<Entry> {
    let entry = |preset: &'static crate::scenario::presets::ScenarioPreset| {
        // Presets are checked before they are compiled in; one that cannot be read shows without facts.
        let facts = preset.load().map_or_else(
            |_| Vec::new(),
            |scenario| {
                let arms: Vec<&str> = scenario.all_arms().map(|arm| arm.name.as_str()).collect();
                vec![
                    ("question", scenario.question.clone()),
                    ("seats", scenario.people().to_string()),
                    ("organisations", scenario.organisations().to_string()),
                    ("days", scenario.days.to_string()),
                    ("replications", scenario.replications.to_string()),
                    ("arms", arms.join(", ")),
                ]
            },
        );
        let title = [("title", preset.title.to_owned())];
        Entry { body: Some(preset.text), ..Entry::new(preset.name, title.into_iter().chain(facts)) }
    };
    SCENARIO_PRESETS.iter().map(entry).collect()
}

fn patterns() -> Vec<Entry> {
    let entry = |preset: &crate::pattern::Preset| {
        let dials = DIALS.iter().map(|dial| (dial.name, preset.pattern.get(dial.name).map_or(String::new(), |value| value.to_string())));
        Entry::new(preset.name, std::iter::once(("meaning", preset.meaning.to_owned())).chain(dials))
    };
    PRESETS.iter().map(entry).collect()
}

fn styles() -> Vec<Entry> {
    let entry = |style: &crate::pattern::Style| {
        let dials = style.dials.iter().map(|(name, value)| (*name, value.to_string()));
        Entry::new(style.name, std::iter::once(("meaning", style.meaning.to_owned())).chain(dials))
    };
    STYLES.iter().map(entry).collect()
}

fn dials() -> Vec<Entry> {
    let entry = |dial: &crate::pattern::Dial| {
        let range = format!("{} to {}", dial.minimum, dial.maximum);
        let by_pattern = PRESETS.iter().map(|preset| (preset.name, preset.pattern.get(dial.name).map_or(String::new(), |v| v.to_string())));
        let facts = [("unit", dial.unit.to_owned()), ("range", range), ("meaning", dial.meaning.to_owned())];
        Entry::new(dial.name, facts.into_iter().chain(by_pattern))
    };
    DIALS.iter().map(entry).collect()
}

fn programmes() -> Vec<Entry> {
    let entry = |row: &crate::programmes::ProgrammeRow| {
        let settings = row
            .settings
            .iter()
            .map(|s| (s.name, format!("{} (default {}, {} to {} {})", s.meaning, s.default, s.minimum, s.maximum, s.unit)));
        let facts = [("meaning", row.meaning.to_owned()), ("source", row.source.to_owned())];
        let pattern = row.pattern.then(|| ("pattern", "The pattern that it brings, as in an arm; needed.".to_owned()));
        let whole = [("who takes part", row.no_take_up.to_owned()), ("cost in attention", row.no_hours.to_owned())];
        Entry::new(row.name, facts.into_iter().chain(whole).chain(pattern).chain(settings))
    };
    PROGRAMMES.iter().map(entry).collect()
}

fn mechanisms() -> Vec<Entry> {
    let entry = |row: &crate::mechanisms::MechanismRow| {
        Entry::new(row.name, [("meaning", row.meaning.to_owned()), ("without", row.without.to_owned())])
    };
    MECHANISMS.iter().map(entry).collect()
}

fn between() -> Vec<Entry> {
    let entry = |row: &BetweenRow| Entry::new(row.name, [("meaning", row.meaning.to_owned()), ("without", row.neutral.to_owned())]);
    BETWEEN.iter().map(entry).collect()
}

fn outcomes() -> Vec<Entry> {
    let entry = |outcome: &crate::outcomes::Outcome| {
        let better = match outcome.direction {
            Direction::Higher => "higher",
            Direction::Lower => "lower",
            Direction::Neutral => "neither",
        };
        let measured = match outcome.measure {
            Measure::Flow(_) => "over a span of days",
            Measure::State(_) => "on the day of each record; for a run, the mean over records after the warm-up",
            Measure::Yearly(_) => {
                "at the first record after each year; for a run, the mean over these after the warm-up, or its last day if there are none"
            }
            Measure::System(_) => "over all organisations of a system, at its last meeting or over a span of days",
        };
        Entry::new(
            outcome.name,
            [
                ("label", outcome.label.to_owned()),
                ("unit", outcome.unit.to_owned()),
                ("better", better.to_owned()),
                ("definition", outcome.definition.to_owned()),
                ("measured", measured.to_owned()),
                ("headline", if outcome.headline { "yes" } else { "no" }.to_owned()),
            ],
        )
    };
    OUTCOMES.iter().map(entry).collect()
}

fn parameters() -> Vec<Entry> {
    let entry = |row: &crate::scenario::parameters::Row| {
        let status = match row.status {
            Status::Measured => "measured",
            Status::Theory => "theory",
            Status::Calibrated => "calibrated",
            Status::Assumed => "assumption",
        };
        Entry::new(
            row.path,
            [
                ("meaning", row.meaning.to_owned()),
                ("default", row.written(row.default)),
                ("unit", row.unit.to_owned()),
                ("range", row.range()),
                ("vary over", if row.options.is_empty() { format!("{} to {}", row.vary.0, row.vary.1) } else { row.range() }),
                ("status", status.to_owned()),
                ("source", row.source.to_owned()),
            ],
        )
    };
    PARAMETERS.iter().map(entry).collect()
}

fn replications() -> Vec<Entry> {
    let entry = |model: &&crate::literature::Model| {
        let settings = model.settings.iter().map(|row| (row.name, format!("{} (default {}, {})", row.meaning, row.default, row.range())));
        let facts = [
            ("title", model.title.to_owned()),
            ("source", model.source.to_owned()),
            ("checks", model.checks.to_owned()),
            ("mechanism", model.mechanism.to_owned()),
            ("docking", model.docking.words()),
            ("remarks", model.remarks.to_owned()),
            ("effort", format!("{}, quick {}", model.counted(model.replications), model.quick)),
        ];
        Entry::new(model.name, facts.into_iter().chain(settings))
    };
    crate::literature::MODELS.iter().map(entry).collect()
}

fn claims() -> Vec<Entry> {
    let list = |items: Vec<String>| items.join("; ");
    let entry = |claim: &crate::claims::Claim| {
        let arms = claim.scenario.all_arms().map(|arm| arm.name.clone()).collect();
        let contexts = claim.contexts.iter().map(crate::claims::Context::words).collect();
        let facts = [
            ("claim", claim.claim.clone()),
            ("source", list(claim.sources.iter().map(|source| source.citation.trim_end_matches('.').to_owned()).collect())),
            ("says", claim.says.clone()),
            ("test", claim.test.clone()),
            ("arms", list(arms)),
            ("contexts", list(contexts)),
        ];
        let expected = claim.expectations.iter().map(|expectation| {
            let cut = if expectation.ablations.is_empty() { "no cause is claimed".to_owned() } else { expectation.ablation() };
            (
                "outcome",
                format!(
                    "{} {}: {}; ablation: {cut}",
                    expectation.outcome().name,
                    expectation.direction(),
                    expectation.arms(&claim.scenario)
                ),
            )
        });
        Entry::new(&claim.id, facts.into_iter().chain(expected).chain([("caution", claim.caution.clone())]))
    };
    crate::claims::all().iter().map(entry).collect()
}

/// A problem with a name that nothing has, with the nearest one that something has.
pub(super) fn unknown(singular: &str, name: &str, known: &[&str]) -> Problem {
    let problem = Problem::new(format!("there is no such {singular}")).value(name);
    let problem = if known.len() <= 12 { problem.allowed(known.join(", ")) } else { problem };
    with_nearest(problem, name, known.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::ValueEnum;

    #[test]
    fn every_kind_has_entries_with_different_names_and_all_brief_facts() {
        for name in KindName::value_variants() {
            let kind = kind(*name);
            let entries = (kind.entries)();
            assert!(!entries.is_empty(), "{}", kind.plural);
            let names: std::collections::BTreeSet<_> = entries.iter().map(|entry| entry.name.clone()).collect();
            assert_eq!(names.len(), entries.len(), "{}", kind.plural);
            for entry in &entries {
                assert!(kind.brief.iter().all(|label| !entry.fact(label).is_empty()), "{} {}", kind.plural, entry.name);
            }
        }
    }
}
