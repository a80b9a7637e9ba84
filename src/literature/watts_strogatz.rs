//! Small worlds: a ring of neighbours, partly rewired, is still clustered and soon short.
//!
//! `n` people in a ring know their `k` nearest; lap by lap each link keeps its end or, with probability `p`, gets another
//! one ([`crate::organisation::links::small_world`]). C is the mean clustering of a node, L the mean shortest path. Watts
//! and Strogatz 1998, Collective dynamics of small-world networks, Nature 393:440; C(p) about C(0)(1 - p)^3: Barrat and
//! Weigt 2000.

use super::{Certainty, Docking, Effort, Estimate, FigureRow, Kind, Model, Setting, Settings, Shape, Target, Wrong};
use crate::error::Problem;
use crate::organisation::links::small_world;
use crate::outcomes::adjacency::Adjacency;

/// The row of the list.
pub const MODEL: Model = Model {
    name: "watts-strogatz",
    title: "Small worlds: clustering and path length",
    source: "Watts and Strogatz 1998, Nature 393:440",
    checks: "The measures of clustering and path length of ties, and the rule of rewiring.",
    mechanism: "ties",
    docking: Docking::Variant("ties.start = \"small-world\""),
    remarks: "",
    settings: &[
        Setting::new("n", Kind::Whole(3.0, 10_000.0), "1000", "people", "People in the ring."),
        Setting::new("k", Kind::Whole(0.0, 200.0), "10", "people", "Neighbours of each at the start, an even number."),
        Setting::new("p", Kind::Number(0.0, 1.0), "0", "probability", "Chance that a link is rewired."),
        Setting::new("rule", Kind::Choice(&["rewire", "add"]), "rewire", "rule", "Links are rewired, or added to the ring (wrong)."),
        Setting::new(
            "sides",
            Kind::Choice(&["both", "each"]),
            "both",
            "rule",
            "Neighbours are k on both sides together, or on each (wrong).",
        ),
    ],
    effort: "networks",
    replications: 20,
    quick: 3,
    run,
    targets: &[
        Target::equal("C(0), k = 4", &[("k", "4")], "C", 0.5, 1e-9, Certainty::A),
        Target::equal("C(0), k = 6", &[("k", "6")], "C", 0.6, 1e-9, Certainty::A),
        Target::equal("C(0), k = 10", &[], "C", 0.6667, 5e-5, Certainty::A),
        Target::equal("C(.01) about C(0)(1 - p)^3", &[("p", "0.01")], "C", 0.646_866, 0.032_343, Certainty::A),
        Target::equal("C(.1) about C(0)(1 - p)^3", &[("p", "0.1")], "C", 0.486, 0.0243, Certainty::A),
        Target::equal("C(.2) about C(0)(1 - p)^3", &[("p", "0.2")], "C", 0.341_333, 0.017_067, Certainty::A),
    ],
    wrong: &[
        Wrong {
            meaning: "links are added to the ring",
            set: &[("rule", "add")],
            misses: &["C(.1) about C(0)(1 - p)^3", "C(.2) about C(0)(1 - p)^3"],
        },
        Wrong {
            meaning: "k neighbours stand on either side, not on both together",
            set: &[("sides", "each")],
            misses: &["C(0), k = 4", "C(0), k = 6", "C(0), k = 10", "C(.01) about C(0)(1 - p)^3", "C(.1) about C(0)(1 - p)^3"],
        },
    ],
    figure: FigureRow {
        title: "Clustering stays while paths become short",
        measures: &["C/C0", "L/L0"],
        value_label: "share of the value in the ring",
        along: ("p", "chance of rewiring", &["0", "0.001", "0.003", "0.01", "0.03", "0.1", "0.2", "0.5", "1"]),
        by: None,
        set: &[],
        shape: Shape::Lines,
    },
};

fn run(settings: &Settings, effort: &Effort) -> Result<Vec<Estimate>, Problem> {
    let (n, k, p) = (settings.whole("n") as u32, settings.whole("k") as u32, settings.number("p"));
    if !k.is_multiple_of(2) || k == 0 || k >= n {
        let most = (n - 1) / 2 * 2;
        let problem = Problem::new("neighbours are as many on either side, and fewer than people").key("k").value(k.to_string());
        return Err(problem.allowed(format!("an even number, 2 to {most}")));
    }
    // As many on either side as the ring has room for.
    let side = if settings.whole("sides") == 1 { k.min((n - 1) / 2) } else { k / 2 };
    let pairs = move || (0..n).flat_map(move |from| (1..=side).map(move |lap| (from, (from + lap) % n)));
    let ring = Adjacency::new(n as usize, pairs());
    // Everybody in the ring sees the same.
    let (clustering, (steps, joined)) = (ring.clustering(), ring.steps_from(0..1));
    let length = steps as f64 / joined as f64;
    let adds = settings.whole("rule") == 1;
    let effort = Effort { replications: if p == 0.0 { 1 } else { effort.replications }, ..*effort };
    Ok(effort.each(["C", "L", "transitivity", "apart", "C/C0", "L/L0"], |_, streams| {
        let links = small_world(n, side, p, &mut Effort::draws(streams, 0, 0));
        let kept = adds.then(pairs).into_iter().flatten();
        let network = Adjacency::new(n as usize, links.into_iter().chain(kept));
        let (c, (l, apart)) = (network.clustering(), network.path_length());
        [c, l, network.transitivity(), apart, if clustering > 0.0 { c / clustering } else { 0.0 }, l / length]
    }))
}
