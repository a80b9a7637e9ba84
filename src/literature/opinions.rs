//! Opinion dynamics: what the four models share. Each drives [`crate::mechanisms::purpose::opinion`].

pub(super) mod deffuant;
pub(super) mod degroot;
pub(super) mod friedkin_johnsen;
pub(super) mod hegselmann_krause;

use super::{Kind, Setting, Settings};
use crate::error::Problem;
use crate::mechanisms::purpose::opinion::{pulled, weighted_mean};

/// An opinion.
type View = [f64; 1];

/// Whom a run reports on.
const PERSON: Setting = Setting::new("person", Kind::Whole(1.0, 1000.0), "1", "person", "Whose numbers are reported.");
/// How long a run may last.
const ROUNDS: Setting =
    Setting::new("rounds", Kind::Whole(0.0, 1e6), "100000", "rounds", "Rounds at most; all end earlier where nothing changes.");
/// Opinions at the start, where they are not drawn.
const LISTED: Setting = Setting::new("x", Kind::List(-1e6, 1e6), "0, 0.25, 0.5, 0.75, 1", "opinion", "The opinions, if they are listed.");
/// Which groups count as major.
const MAJOR: Setting = Setting::new("major", Kind::Number(0.0, 1.0), "0.05", "share", "Share of people from which a group is a major one.");
/// How the bound of confidence is read.
const BOUND: Setting = Setting::new(
    "bound",
    Kind::Choice(&["kept", "ignored", "halved"]),
    "kept",
    "rule",
    "Whether the distance counts as it is (else wrong).",
);

/// Change of an opinion below which it is at rest.
const REST: f64 = 1e-15;

/// A weight matrix and as many opinions.
struct Group {
    weights: Vec<Vec<f64>>,
    start: Vec<View>,
}

impl Group {
    fn read(settings: &Settings) -> Result<Self, Problem> {
        let weights = settings.table("W").to_vec();
        let people = weights.len();
        if let Some(row) = weights.iter().position(|row| row.len() != people || row.iter().sum::<f64>() <= 0.0) {
            let problem = Problem::new(format!("row {} of W does not fit", row + 1)).key("W");
            return Err(problem.allowed(format!("{people} rows of {people} weights, not all 0")));
        }
        let start = views(settings, "y", people)?;
        Ok(Self { weights, start })
    }

    /// All move at once, each to the weighted mean as far as they can be moved, else to their start, until nothing changes
    /// or for `most` rounds. How open each is stands in `open`; all are at 1 without it.
    fn settled(&self, start: &[View], open: Option<&[f64]>, most: usize) -> (Vec<View>, usize) {
        let mut now = start.to_vec();
        for round in 0..most {
            let next: Vec<View> = (0..now.len())
                .map(|own| {
                    let mean = weighted_mean(self.weights[own].iter().copied().zip(now.iter().copied())).expect("a row has weight");
                    match open {
                        None => mean,
                        Some(open) => pulled(now[own], &[(open[own], mean), (1.0 - open[own], start[own])]),
                    }
                })
                .collect();
            let change = now.iter().zip(&next).map(|(old, new)| (old[0] - new[0]).abs()).fold(0.0, f64::max);
            now = next;
            if change <= REST * now.iter().map(|view| view[0].abs()).fold(1.0, f64::max) {
                return (now, round);
            }
        }
        (now, most)
    }

    /// The place of the person that the settings ask for.
    fn person(&self, settings: &Settings) -> Result<usize, Problem> {
        let (person, people) = (settings.whole("person"), self.start.len());
        let problem = || Problem::new("there is no such person").key("person").value(person.to_string()).allowed(format!("1 to {people}"));
        if person > people { Err(problem()) } else { Ok(person - 1) }
    }
}

/// As many opinions as people.
fn views(settings: &Settings, name: &'static str, people: usize) -> Result<Vec<View>, Problem> {
    let list = settings.list(name);
    if list.len() != people {
        let problem = Problem::new(format!("{} numbers for {people} people", list.len())).key(name);
        return Err(problem.allowed(format!("{people} numbers")));
    }
    Ok(list.iter().map(|view| [*view]).collect())
}

/// Largest minus smallest opinion.
fn spread(views: &[View]) -> f64 {
    let (low, high) = views.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), view| (low.min(view[0]), high.max(view[0])));
    high - low
}

/// Groups of people between whose opinions there is no gap above `gap`: their number, the number of those with at least
/// `least` people, and the share of people in the largest.
fn clusters(views: &[View], gap: f64, least: f64) -> [f64; 3] {
    let mut sorted: Vec<f64> = views.iter().map(|view| view[0]).collect();
    sorted.sort_by(f64::total_cmp);
    let sizes: Vec<f64> = sorted.chunk_by(|low, high| high - low <= gap).map(|group| group.len() as f64).collect();
    let major = sizes.iter().filter(|size| **size >= least).count();
    [sizes.len() as f64, major as f64, sizes.iter().copied().fold(0.0, f64::max) / views.len() as f64]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_told_apart_by_gaps() {
        let views: Vec<View> = [0.9, 0.1, 0.11, 0.5, 0.1, 0.91].map(|view| [view]).to_vec();
        assert_eq!(clusters(&views, 0.1, 2.0), [3.0, 2.0, 0.5]);
        assert_eq!(clusters(&views, 1.0, 2.0), [1.0, 1.0, 1.0]);
        assert!((spread(&views) - 0.81).abs() < 1e-12);
    }
}
