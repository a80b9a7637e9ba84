//! DeGroot's consensus: everybody takes over the weighted mean of all, again and again.
//!
//! y(t + 1) = W y(t), rows of W divided by their sums. Where all agree in the end, each has had an influence on the
//! consensus: what comes out where that person starts from 1 and all others from 0. DeGroot 1974, Reaching a consensus,
//! Journal of the American Statistical Association 69:118.

use super::super::{Certainty, Docking, Effort, Estimate, FigureRow, Kind, Model, Setting, Settings, Shape, Target};
use super::{Group, View, spread};
use crate::error::Problem;

/// The row of the list.
pub const MODEL: Model = Model {
    name: "degroot",
    title: "Consensus by weighted means",
    source: "DeGroot 1974, Journal of the American Statistical Association 69:118",
    checks: "The move of purposes towards the weighted mean of others, by the influence that each has in the end.",
    mechanism: "purpose",
    docking: Docking::Same("mechanisms::purpose::opinion::weighted_mean"),
    remarks: "",
    settings: &[
        Setting::new(
            "W",
            Kind::List(0.0, 1e6),
            "1, 1, 1; 2, 2, 0; 0, 1, 3",
            "weight",
            "Who listens to whom: a row for each person, divided by its sum.",
        ),
        Setting::new("y", Kind::List(-1e6, 1e6), "1, 0, 0", "opinion", "Opinions at the start."),
        super::PERSON,
        super::ROUNDS,
    ],
    effort: "runs",
    replications: 1,
    quick: 1,
    run,
    targets: &[
        Target::equal("influence of the first", &[], "influence", 3.0 / 11.0, 1e-9, Certainty::A),
        Target::equal("influence of the second", &[("person", "2")], "influence", 4.0 / 11.0, 1e-9, Certainty::A),
        Target::equal("influence of the third", &[("person", "3")], "influence", 4.0 / 11.0, 1e-9, Certainty::A),
        Target::equal("no disagreement is left", &[], "spread", 0.0, 1e-9, Certainty::A),
    ],
    wrong: &[],
    figure: FigureRow {
        title: "Influence on the consensus",
        measures: &["influence"],
        value_label: "influence",
        along: ("person", "person", &["1", "2", "3"]),
        by: None,
        set: &[],
        shape: Shape::Bars,
    },
};

fn run(settings: &Settings, _: &Effort) -> Result<Vec<Estimate>, Problem> {
    let group = Group::read(settings)?;
    let (person, most) = (group.person(settings)?, settings.whole("rounds"));
    let (end, rounds) = group.settled(&group.start, None, most);
    let alone: Vec<View> = (0..end.len()).map(|other| [f64::from(u8::from(other == person))]).collect();
    let (taken, _) = group.settled(&alone, None, most);
    let influence = taken.iter().map(|view| view[0]).sum::<f64>() / taken.len() as f64;
    Ok(vec![
        Estimate::exact("influence", influence),
        Estimate::exact("opinion", end[person][0]),
        Estimate::exact("spread", spread(&end)),
        Estimate::exact("rounds", rounds as f64),
    ])
}
