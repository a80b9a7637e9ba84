//! Friedkin and Johnsen: influence against attachment to the own start.
//!
//! y(t + 1) = A W y(t) + (I - A) y(1), A the diagonal of susceptibilities, rows of W divided by their sums. Friedkin and
//! Johnsen 1990, Social influence and opinions, Journal of Mathematical Sociology 15:193; the group of four is that of
//! Friedkin and Johnsen 1999, Social influence networks and opinion change, Advances in Group Processes 16:1.

use super::super::{Certainty, Docking, Effort, Estimate, FigureRow, Kind, Model, Setting, Settings, Shape, Target};
use super::{Group, spread, views};
use crate::error::Problem;

/// The row of the list.
pub const MODEL: Model = Model {
    name: "friedkin-johnsen",
    title: "Influence with attachment",
    source: "Friedkin and Johnsen 1990, Journal of Mathematical Sociology 15:193",
    checks: "The move of purposes between the mean of others and the own start, by where each comes to rest.",
    mechanism: "purpose",
    docking: Docking::Same("mechanisms::purpose::opinion::pulled"),
    remarks: "The example of four people is from memory, reproduced to half a point.",
    settings: &[
        Setting::new(
            "W",
            Kind::List(0.0, 1e6),
            "0.220, 0.120, 0.360, 0.300; 0.147, 0.215, 0.344, 0.294; 0, 0, 1, 0; 0.090, 0.178, 0.446, 0.286",
            "weight",
            "Who listens to whom: a row for each person, divided by its sum.",
        ),
        Setting::new("A", Kind::List(0.0, 1.0), "0.780, 0.785, 0, 0.714", "share", "How far each can be moved; the rest is attachment."),
        Setting::new("y", Kind::List(-1e6, 1e6), "25, 25, 75, 85", "opinion", "Opinions at the start."),
        super::PERSON,
        super::ROUNDS,
    ],
    effort: "runs",
    replications: 1,
    quick: 1,
    run,
    targets: &[
        end("first of four", &[], 60.0, 0.5),
        end("second of four", &[("person", "2")], 60.0, 0.5),
        end("third of four", &[("person", "3")], 75.0, 0.5),
        end("fourth of four", &[("person", "4")], 75.0, 0.5),
    ],
    wrong: &[],
    figure: FigureRow {
        title: "Opinions at rest: disagreement stays",
        measures: &["start", "opinion"],
        value_label: "opinion",
        along: ("person", "person", &["1", "2", "3", "4"]),
        by: None,
        set: &[],
        shape: Shape::Bars,
    },
};

const fn end(case: &'static str, set: super::super::model::Case, published: f64, tolerance: f64) -> Target {
    Target::equal(case, set, "opinion", published, tolerance, Certainty::C)
}

fn run(settings: &Settings, _: &Effort) -> Result<Vec<Estimate>, Problem> {
    let group = Group::read(settings)?;
    let person = group.person(settings)?;
    let open: Vec<f64> = views(settings, "A", group.start.len())?.into_iter().map(|[open]| open).collect();
    let (end, rounds) = group.settled(&group.start, Some(&open), settings.whole("rounds"));
    Ok(vec![
        Estimate::exact("start", group.start[person][0]),
        Estimate::exact("opinion", end[person][0]),
        Estimate::exact("spread", spread(&end)),
        Estimate::exact("mean", end.iter().map(|view| view[0]).sum::<f64>() / end.len() as f64),
        Estimate::exact("rounds", rounds as f64),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_who_are_half_open_end_at_the_solution_of_their_equations() {
        // x = (y + 0) / 2 and y = (x + 1) / 2, each listening to the other only: 1/3 and 2/3.
        let two = [("W", "0, 1; 1, 0"), ("A", "0.5, 0.5"), ("y", "0, 1")];
        let effort = Effort { replications: 1, seed: 1 };
        let all = run(&Settings::published(MODEL.settings).with(&two), &effort).unwrap();
        assert!((all[1].value - 1.0 / 3.0).abs() < 1e-12 && (all[2].value - 1.0 / 3.0).abs() < 1e-12, "{all:?}");
        let wrong = Settings::published(MODEL.settings).with(&[("A", "1, 1")]);
        assert_eq!(run(&wrong, &effort).unwrap_err().key.as_deref(), Some("A"));
    }
}
