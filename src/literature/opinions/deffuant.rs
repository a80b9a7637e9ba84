//! Deffuant: two who meet and are not too far apart move towards each other.
//!
//! `N` opinions, uniform on 0 to 1. In each meeting two people are drawn; if they are less than `d` apart, each goes the
//! share `mu` of the gap. Deffuant, Neau, Amblard and Weisbuch 2000, Mixing beliefs among interacting agents, Advances in
//! Complex Systems 3:87: about 1/(2d) groups are left. A few people at the edges stay outside of the groups, so that only
//! those of at least `major` of all people count as such.

use super::super::{Certainty, Docking, Effort, Estimate, FigureRow, Kind, Model, Setting, Settings, Shape, Target, Wrong};
use super::{View, clusters};
use crate::error::Problem;
use crate::mechanisms::purpose::opinion::compromise;
use crate::streams::Streams;
use rand::RngExt;

/// The row of the list.
pub const MODEL: Model = Model {
    name: "deffuant",
    title: "Bounded confidence in pairs",
    source: "Deffuant, Neau, Amblard and Weisbuch 2000, Advances in Complex Systems 3:87",
    checks: "The compromise of two who meet, by the number of groups that are left.",
    mechanism: "purpose",
    docking: Docking::Variant("purpose.rule = \"pairwise\""),
    remarks: "Groups of at least a twentieth of people count; numbers of groups from memory.",
    settings: &[
        Setting::new("N", Kind::Whole(2.0, 100_000.0), "1000", "people", "People, unless their opinions are listed."),
        Setting::new("d", Kind::Number(0.0, f64::INFINITY), "0.5", "distance", "Distance below which two who meet compromise."),
        Setting::new("mu", Kind::Number(0.0, 0.5), "0.5", "share", "Share of the gap that each of the two goes."),
        Setting::new("T", Kind::Whole(0.0, 1e5), "100", "meetings", "Meetings in all, for each person."),
        Setting::new("start", Kind::Choice(&["random", "list"]), "random", "rule", "Opinions are uniform on 0 to 1, or listed."),
        super::LISTED,
        super::MAJOR,
        super::BOUND,
    ],
    effort: "runs",
    replications: 250,
    quick: 10,
    run,
    targets: &[
        Target::equal("groups at d = .5", &[], "major", 1.0, 0.05, Certainty::C),
        Target::equal("groups at d = .3", &[("d", "0.3")], "major", 1.0, 0.1, Certainty::C),
        Target::equal("groups at d = .2", &[("d", "0.2")], "major", 2.0, 0.1, Certainty::C),
    ],
    wrong: &[
        Wrong { meaning: "distance does not matter", set: &[("bound", "ignored")], misses: &["groups at d = .2"] },
        Wrong {
            meaning: "the distance is taken for the width of a group, so that half of it counts",
            set: &[("bound", "halved")],
            misses: &["groups at d = .5", "groups at d = .3"],
        },
    ],
    figure: FigureRow {
        title: "Groups that are left against confidence, in pairs",
        measures: &["major"],
        value_label: "groups of at least a twentieth",
        along: ("d", "confidence", &["0.05", "0.075", "0.1", "0.15", "0.2", "0.25", "0.3", "0.4", "0.5"]),
        by: None,
        set: &[],
        shape: Shape::Lines,
    },
};

fn run(settings: &Settings, effort: &Effort) -> Result<Vec<Estimate>, Problem> {
    let listed = settings.whole("start") == 1;
    let people = if listed { settings.list("x").len() } else { settings.whole("N") };
    if people < 2 {
        return Err(Problem::new("two are needed to meet").key("x").allowed("at least two numbers"));
    }
    let bound = [1.0, f64::INFINITY, 0.5][settings.whole("bound")] * settings.number("d").max(f64::MIN_POSITIVE);
    let (mu, meetings) = (settings.number("mu"), settings.whole("T") as u64 * people as u64 / 2);
    let (gap, least) = (settings.number("d") / 2.0, settings.number("major") * people as f64);
    Ok(effort.each(["major", "clusters", "largest", "mean"], |_, streams: &Streams| {
        let mut draws = Effort::draws(streams, 0, 0);
        let mut views: Vec<View> = match listed {
            true => settings.list("x").iter().map(|view| [*view]).collect(),
            false => (0..people).map(|_| [draws.random::<f64>()]).collect(),
        };
        for _ in 0..meetings {
            let one = draws.below(people as u32) as usize;
            let other = (one + 1 + draws.below(people as u32 - 1) as usize) % people;
            if let Some((first, second)) = compromise((views[one], views[other]), bound, mu) {
                (views[one], views[other]) = (first, second);
            }
        }
        let [all, major, largest] = clusters(&views, gap, least);
        [major, all, largest, views.iter().map(|view| view[0]).sum::<f64>() / people as f64]
    }))
}
