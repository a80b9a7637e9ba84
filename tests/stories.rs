//! Stories: scenarios for a room of people, each with a page of text whose figures are run again here.
//!
//! `docs/stories/figures.csv` says in its first four columns what a page speaks of; `LEADERFUL_BLESS=1 cargo test --test stories` runs
//! the stories and writes the others anew. The text is written by hand: a figure in it that is none of these fails here.

use leaderful::experiment::statistics::{Bootstrap, Summary, paired_contrast};
use leaderful::experiment::{Experiment, LEVEL, Results};
use leaderful::outcomes;
use leaderful::scenario::Scenario;
use leaderful::scenario::presets::{SCENARIO_PRESETS, ScenarioPreset};
use std::path::Path;

const FIGURES: &str = "docs/stories/figures.csv";

fn read(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap_or_default()
}

fn stories() -> Vec<&'static ScenarioPreset> {
    SCENARIO_PRESETS.iter().filter(|preset| preset.charts.is_empty()).collect()
}

#[test]
fn every_story_has_a_page_that_names_its_claim_its_arms_and_how_to_run_it() {
    let stories = stories();
    assert_eq!(stories.len(), 10);
    for story in stories {
        let (name, page) = (story.name, story.story);
        assert!(page.starts_with(&format!("# {}\n", story.title)), "{name}");
        assert!((5..=8).contains(&page.matches("\n## ").count()), "{name}: five to eight sections");
        assert!(page.contains(&format!("leaderful compare {name}\n")), "{name}");
        assert!(page.match_indices("(C").any(|(at, _)| page[at + 2..].starts_with(|digit: char| digit.is_ascii_digit())), "{name}");
        for arm in story.load().unwrap().all_arms() {
            assert!(page.contains(&arm.name), "{name}: {}", arm.name);
        }
        assert!(read("README.md").contains(&format!("docs/stories/{name}.md")), "{name}");
    }
}

/// Values of an outcome, one a replication, in an arm, or in the difference `A minus B` of two.
fn values(scenario: &Scenario, results: &Results, arm: &str, outcome: &str) -> Vec<f64> {
    let outcome = outcomes::position(outcome).unwrap_or_else(|| panic!("there is no outcome {outcome}"));
    let of = |name: &str| {
        let arm = scenario.all_arms().position(|arm| arm.name == name).unwrap_or_else(|| panic!("there is no arm {name}"));
        results.values(arm, outcome)
    };
    match arm.split_once(" minus ") {
        Some((one, other)) => of(one).iter().zip(of(other)).map(|(one, other)| one - other).collect(),
        None => of(arm),
    }
}

/// Both means, the difference paired by replication, and its interval; the mean of the arm alone where it stands against nothing.
fn figures(scenario: &Scenario, results: &Results, outcome: &str, arm: &str, against: &str) -> Vec<f64> {
    let of = values(scenario, results, arm, outcome);
    if against.is_empty() {
        return vec![Summary::of(&of, LEVEL).unwrap().mean];
    }
    let others = values(scenario, results, against, outcome);
    let paired = paired_contrast(&others, &of, LEVEL, Bootstrap::with_seed(scenario.seed)).unwrap();
    vec![paired.treatment_mean, paired.reference_mean, paired.mean_difference, paired.interval.low, paired.interval.high]
}

/// Numbers with a decimal point in a text.
fn decimals(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_ascii_digit() && letter != '.')
        .map(|word| word.trim_matches('.'))
        .filter(|word| word.contains('.'))
}

#[test]
fn what_came_out_of_a_story_is_what_comes_out() {
    let written = read(FIGURES);
    let mut rows = csv::Reader::from_reader(written.as_bytes());
    let mut found = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    found.write_record(rows.headers().unwrap()).unwrap();
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    let mut strange = Vec::new();
    for story in stories() {
        let scenario = story.load().unwrap();
        let results = Experiment::of(&scenario).run();
        let mut known = Vec::new();
        for row in rows.iter().filter(|row| &row[0] == story.name) {
            let figures = figures(&scenario, &results, &row[1], &row[2], &row[3]);
            let mut cells: Vec<String> = figures.iter().map(|figure| format!("{figure:.6}")).collect();
            cells.resize(5, String::new());
            found.write_record(row.iter().take(4).map(str::to_owned).chain(cells)).unwrap();
            known.extend(figures);
        }
        let told = story.story.split("\n## ").find(|section| section.starts_with("What came out")).unwrap();
        assert!(told.contains(&format!("Measured with {} replications", scenario.replications)), "{}", story.name);
        assert!(decimals(told).count() > 5, "{}", story.name);
        let is_known = |number: &str| {
            let places = number.len() - number.find('.').unwrap() - 1;
            known.iter().any(|figure| format!("{:.places$}", figure.abs()) == number)
        };
        strange.extend(decimals(told).filter(|number| !is_known(number)).map(|number| format!("{}: {number}", story.name)));
    }
    let found = String::from_utf8(found.into_inner().unwrap()).unwrap();
    if std::env::var_os("LEADERFUL_BLESS").is_some() {
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(FIGURES), &found).unwrap();
    } else {
        assert_eq!(written, found, "{FIGURES} is not what the stories give");
    }
    assert!(strange.is_empty(), "figures in pages that no row of {FIGURES} gives: {strange:#?}");
}
