//! A story for the page: a scenario, its pages in Markdown, and the bets that the pages offer.
//!
//! The pages are shown as they are written, section by section; only the section [`BETS`] is read here:
//!
//! ```markdown
//! ## Place your bets
//!
//! **Heroic, head leaves** against **Distributed, head leaves**
//!
//! - `service`, a number from 0 to 1: How well are the people served?
//! - `decision_days_mean`, a line from 0 to 15: How long does a decision take?
//! ```

use crate::error::{Error, Problem};
use crate::nearest::with_nearest;
use crate::outcomes::{Measure, OUTCOMES, Outcome};
use crate::scenario::Scenario;
use serde::Serialize;
use std::ops::Range;

/// The heading above the two organisations and the bets.
const BETS: &str = "## Place your bets";
/// Most bets of a story: a room loses patience with more.
const MOST_BETS: usize = 3;
/// What is guessed where the pages offer no bets.
const USUAL: [(&str, Kind, [f64; 2], &str); 3] = [
    ("decision_days_mean", Kind::Line, [0.0, 15.0], "How many days does a decision take?"),
    ("sound_share", Kind::Number, [0.0, 1.0], "What share of decisions is sound?"),
    ("strain_mean", Kind::Number, [0.0, 1.0], "How strained are people?"),
];

/// How a guess is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    /// The value of the whole run.
    Number,
    /// The series.
    Line,
}

/// Something to guess.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Bet {
    /// Name of an outcome.
    pub(super) outcome: String,
    pub(super) kind: Kind,
    pub(super) from: f64,
    pub(super) to: f64,
    pub(super) question: String,
}

/// A scenario with its pages.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Story {
    pub(super) scenario: Scenario,
    /// Seed as text: JavaScript's numbers are exact only up to 2^53.
    pub(super) seed: String,
    /// Markdown.
    pub(super) pages: String,
    /// The two arms that are set side by side.
    pub(super) sides: [String; 2],
    pub(super) bets: Vec<Bet>,
}

impl Story {
    /// The story of a scenario with these pages, which errors call `name`.
    pub(super) fn of(scenario: Scenario, pages: &str, name: &str) -> Result<Self, Error> {
        let mut reader = Reader { scenario: &scenario, pages, name, problems: Vec::new() };
        let (sides, bets) = reader.bets();
        if !reader.problems.is_empty() {
            return Err(Error::BadInput(reader.problems));
        }
        let seed = scenario.seed.to_string();
        Ok(Self { scenario: Scenario { seed: 0, ..scenario }, seed, pages: pages.to_owned(), sides, bets })
    }

    pub(super) fn name(&self) -> &str {
        &self.scenario.name
    }
}

/// Reads the section of the bets and notes what is wrong.
struct Reader<'a> {
    scenario: &'a Scenario,
    pages: &'a str,
    name: &'a str,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn bets(&mut self) -> ([String; 2], Vec<Bet>) {
        let names: Vec<&str> = self.scenario.all_arms().map(|arm| arm.name.as_str()).collect();
        let mut sides = [names[0].to_owned(), names.get(1).unwrap_or(&names[0]).to_string()];
        let Some(section) = self.section() else { return (sides, usual()) };
        let mut bets = Vec::new();
        for (line, at) in lines(self.pages, section.clone()) {
            if let Some(row) = line.strip_prefix("- ") {
                bets.extend(self.bet(row, at + 2));
            } else if line.contains("**") {
                sides = self.sides(line, at, &names).unwrap_or(sides);
            }
        }
        if bets.is_empty() || bets.len() > MOST_BETS {
            let problem = Problem::new(format!("a story offers 1 to {MOST_BETS} bets, this one {}", bets.len()));
            self.tell(problem.help("write for example: - `service`, a number from 0 to 1: How well are people served?"), section);
        }
        (sides, bets)
    }

    /// Where the section lies in the pages, without its heading.
    fn section(&self) -> Option<Range<usize>> {
        let heading = lines(self.pages, 0..self.pages.len()).find(|(line, _)| line.trim_end() == BETS)?;
        let start = heading.1 + heading.0.len();
        let end = self.pages[start..].find("\n## ").map_or(self.pages.len(), |length| start + length);
        Some(start..end)
    }

    /// Two arms between pairs of asterisks.
    fn sides(&mut self, line: &str, at: usize, names: &[&str]) -> Option<[String; 2]> {
        let bold: Vec<&str> = line.split("**").skip(1).step_by(2).collect();
        let [one, other] = bold[..] else {
            let problem = Problem::new("this line must name two arms").help("write for example: **Heroic** against **Distributed**");
            self.tell(problem, at..at + line.len());
            return None;
        };
        for name in [one, other].into_iter().filter(|name| !names.contains(name)) {
            let start = at + line.find(name).unwrap_or(0);
            let problem = Problem::new("there is no such arm").value(name).allowed(names.join(", "));
            self.tell(with_nearest(problem, name, names.iter().copied()), start..start + name.len());
        }
        Some([one.to_owned(), other.to_owned()])
    }

    /// One bet, from a row without its hyphen.
    fn bet(&mut self, row: &str, at: usize) -> Option<Bet> {
        let Some(bet) = parsed(row) else {
            let problem =
                Problem::new("this is not a bet").value(row).allowed("`outcome`, a number (or: a line) from LEAST to MOST: QUESTION");
            self.tell(
                problem.help("write for example: - `service`, a number from 0 to 1: How well are people served?"),
                at..at + row.len(),
            );
            return None;
        };
        let system = self.scenario.is_system();
        let offered = |outcome: &&Outcome| system || !matches!(outcome.measure, Measure::System(_));
        let known: Vec<&str> = OUTCOMES.iter().filter(offered).map(|outcome| outcome.name).collect();
        if !known.contains(&bet.outcome.as_str()) {
            let problem =
                Problem::new("there is no such outcome in this scenario").value(&bet.outcome).help("see `leaderful list outcomes`");
            self.tell(with_nearest(problem, &bet.outcome, known), at + 1..at + 1 + bet.outcome.len());
        }
        if !(bet.from < bet.to && bet.from.is_finite() && bet.to.is_finite()) {
            let problem = Problem::new("the range of guesses is empty").value(format!("from {} to {}", bet.from, bet.to));
            self.tell(problem.allowed("LEAST below MOST"), at..at + row.len());
        }
        Some(bet)
    }

    fn tell(&mut self, problem: Problem, span: Range<usize>) {
        self.problems.push(problem.located(self.name, self.pages, (span.start, span.end)));
    }
}

/// The lines of a part of a text, each with its first byte.
fn lines(text: &str, part: Range<usize>) -> impl Iterator<Item = (&str, usize)> {
    let mut at = part.start;
    text[part].split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (line.trim_end_matches(['\n', '\r']), start)
    })
}

fn parsed(row: &str) -> Option<Bet> {
    let (outcome, rest) = row.strip_prefix('`')?.split_once('`')?;
    let (kind, rest) = match rest.strip_prefix(", a number from ") {
        Some(rest) => (Kind::Number, rest),
        None => (Kind::Line, rest.strip_prefix(", a line from ")?),
    };
    let (range, question) = rest.split_once(": ")?;
    let (from, to) = range.split_once(" to ")?;
    let question = question.trim().to_owned();
    Some(Bet { outcome: outcome.into(), kind, from: from.trim().parse().ok()?, to: to.trim().parse().ok()?, question })
}

fn usual() -> Vec<Bet> {
    let bet = |(outcome, kind, [from, to], question): (&str, Kind, [f64; 2], &str)| Bet {
        outcome: outcome.into(),
        kind,
        from,
        to,
        question: question.into(),
    };
    USUAL.map(bet).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(pages: &str) -> Vec<String> {
        match Story::of(Scenario::default(), pages, "school.md") {
            Err(Error::BadInput(problems)) => problems.iter().map(ToString::to_string).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn bets_are_read_and_without_them_the_usual_ones_stand() {
        let pages = "# A\n\n## Place your bets\n\n**Heroic** against **Distributed**\n\n\
                     - `service`, a number from 0 to 1: How well?\n- `strain_mean`, a line from 0.1 to 0.5: How bad: much?\n\n## Then\n";
        let story = Story::of(Scenario { seed: u64::MAX, ..Scenario::default() }, pages, "school.md").unwrap();
        assert_eq!(story.sides, ["Heroic", "Distributed"]);
        assert_eq!((story.bets.len(), story.bets[1].kind, story.bets[1].question.as_str()), (2, Kind::Line, "How bad: much?"));
        assert_eq!((story.bets[1].from, story.bets[1].to), (0.1, 0.5));
        assert_eq!((story.seed.as_str(), story.scenario.seed), ("18446744073709551615", 0));
        let bare = Story::of(Scenario::default(), "", "school.md").unwrap();
        assert_eq!((bare.sides, bare.bets.len()), (["Traditional".to_owned(), "Heroic".to_owned()], 3));
    }

    #[test]
    fn a_wrong_bet_is_told_with_its_place_and_the_nearest_name() {
        let pages = "## Place your bets\n\n**Heroc** against **Distributed**\n- `servise`, a number from 0 to 1: How?\n- service from 0\n\
                     - `strain_mean`, a line from 1 to 0: How?\n";
        let found = problems(pages);
        assert_eq!(found.len(), 4, "{found:#?}");
        assert!(found[0].starts_with("school.md:3:3") && found[0].contains("Heroic"), "{}", found[0]);
        assert!(found[1].starts_with("school.md:4:4") && found[1].contains("service"), "{}", found[1]);
        assert!(found[2].starts_with("school.md:5:3") && found[3].contains("empty"), "{found:#?}");
        assert!(problems("## Place your bets\n\nNone.\n")[0].contains("1 to 3 bets"));
        assert!(problems("## Place your bets\n\n**Heroic**\n- `service`, a number from 0 to 1: How?\n")[0].contains("two arms"));
    }
}
