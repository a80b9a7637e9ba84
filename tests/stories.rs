//! Stories: scenarios for a room of people, each with a page of text whose figures are run again here.
//!
//! `docs/stories/figures.csv` says in its first four columns what a page speaks of; `LEADERFUL_BLESS=1 cargo test --test stories` runs
//! the stories and writes the others anew. The text is written by hand: a figure in it that is none of these fails here, and so does a
//! difference whose interval is another one's, or whose sign is wrong.

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

/// A number with a decimal point as it is written in a text; most say "falls by 0.02" and need no sign.
#[derive(Clone, Copy, Debug)]
struct Written {
    value: f64,
    places: usize,
}

impl Written {
    /// The number that a text begins with.
    fn of(text: &str) -> Option<Self> {
        let unsigned = text.strip_prefix('−').unwrap_or(text);
        let end = unsigned.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(unsigned.len());
        let word = unsigned[..end].trim_end_matches('.');
        let (_, places) = word.split_once('.')?;
        let value: f64 = word.parse().ok()?;
        Some(Self { value: if unsigned.len() < text.len() { -value } else { value }, places: places.len() })
    }

    /// Whether a figure is this number, rounded.
    fn is(self, figure: f64) -> bool {
        (figure - self.value).abs() <= (0..self.places).fold(0.500_001, |half, _| half / 10.0)
    }

    /// The same, but a number without a sign may also be the size of a figure below zero.
    fn may_be(self, figure: f64) -> bool {
        self.is(figure) || (self.value.is_sign_positive() && self.is(-figure))
    }
}

/// Numbers with a decimal point in a text.
fn decimals(text: &str) -> impl Iterator<Item = (Written, &str)> {
    let begins = |at: usize| !text[..at].ends_with(|letter: char| letter.is_ascii_digit() || letter == '.' || letter == '−');
    let places = text.char_indices().filter(move |(at, letter)| (letter.is_ascii_digit() || *letter == '−') && begins(*at));
    places.filter_map(|(at, _)| Written::of(&text[at..]).map(|number| (number, &text[at..])))
}

/// The interval that follows a number: `0.02 (0.01 to 0.03)`.
fn interval(text: &str) -> Option<[Written; 2]> {
    let (number, rest) = text.split_once(" (")?;
    let (inside, _) = rest.split_once(')')?;
    let (low, high) = inside.split_once(" to ")?;
    (!number.contains(' ')).then_some([Written::of(low)?, Written::of(high)?])
}

/// Whether a difference and its interval are these, as they are or, for what falls, with all signs turned.
fn is_difference(difference: Written, [low, high]: [Written; 2], row: &[f64]) -> bool {
    let [.., middle, least, most] = row else { return false };
    let are = |figures: [f64; 3]| [difference, low, high].iter().zip(figures).all(|(number, figure)| number.is(figure));
    are([*middle, *least, *most]) || are([-middle, -most, -least])
}

#[test]
fn numbers_are_read_with_their_signs_and_intervals() {
    let read = |text| decimals(text).map(|(number, rest)| (number.value, number.places, interval(rest).is_some())).collect::<Vec<_>>();
    assert_eq!(
        read("falls by 0.02 (−0.01 to 0.035), in 12 years by −1.5."),
        [(0.02, 2, true), (-0.01, 2, false), (0.035, 3, false), (-1.5, 1, false)]
    );
    let row = [0.5, 0.4, -0.0196, -0.031, -0.0114];
    let tells = |text| decimals(text).next().is_some_and(|(number, rest)| is_difference(number, interval(rest).unwrap(), &row));
    assert!(tells("−0.02 (−0.031 to −0.011)") && tells("0.020 (0.011 to 0.031)"));
    assert!(!tells("0.02 (−0.031 to −0.011)") && !tells("0.02 (0.031 to 0.011)") && !tells("0.02 (0.012 to 0.031)"));
    let (number, _) = decimals("−0.40").next().unwrap();
    assert!(!number.may_be(0.4) && number.may_be(-0.4));
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
            known.push(figures);
        }
        let told = story.story.split("\n## ").find(|section| section.starts_with("What came out")).unwrap();
        assert!(told.contains(&format!("Measured with {} replications", scenario.replications)), "{}", story.name);
        assert!(decimals(told).count() > 5, "{}", story.name);
        let is_known = |number: Written, rest: &str| match interval(rest) {
            Some(interval) => known.iter().any(|row| is_difference(number, interval, row)),
            None => known.iter().flatten().any(|figure| number.may_be(*figure)),
        };
        let unknown = decimals(told).filter(|(number, rest)| !is_known(*number, rest));
        strange.extend(unknown.map(|(_, rest)| format!("{}: {}", story.name, rest.chars().take(40).collect::<String>())));
    }
    let found = String::from_utf8(found.into_inner().unwrap()).unwrap();
    if std::env::var_os("LEADERFUL_BLESS").is_some() {
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(FIGURES), &found).unwrap();
    } else {
        assert_eq!(written, found, "{FIGURES} is not what the stories give");
    }
    assert!(strange.is_empty(), "figures in pages that no row of {FIGURES} gives: {strange:#?}");
}
