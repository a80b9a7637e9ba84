//! The published numbers, and ours where only their order is published.

use super::super::model::Case;
use super::super::{Certainty, Quantity, Relation, Target, Wrong};

/// Settings of the table at depth 5: as many links as nodes, uniform targets.
macro_rules! table {
    ($kind:literal) => {
        &[("L", "5"), ("m", "781"), ("T", "2000"), ("xi", "inf"), ("kind", $kind)]
    };
}

/// The same without the upper three levels; messages do not matter then.
macro_rules! headless {
    ($kind:literal) => {
        &[("L", "5"), ("m", "781"), ("T", "1"), ("xi", "inf"), ("remove", "31"), ("kind", $kind)]
    };
}

/// The bare hierarchy, with one message from everybody to everybody.
macro_rules! hierarchy {
    () => {
        &[("L", "5"), ("m", "0"), ("T", "0"), ("xi", "inf"), ("remove", "31")]
    };
}

/// The table, its orders, and where congestion is least.
pub(super) const TARGETS: &[Target] = &[
    Target::equal("hierarchy: share that the top relays", hierarchy!(), "rho_top", 0.7990, 5e-5, Certainty::A),
    Target::equal("hierarchy: (1 - 1/b)(N - 1)/N", hierarchy!(), "rho_max", 0.798_975_672_215_108_8, 1e-9, Certainty::A),
    Target::equal("hierarchy: largest component without the top three levels", hierarchy!(), "largest", 0.008, 1e-9, Certainty::A),
    rho("multiscale", table!("multiscale"), 0.124, 0.03),
    rho("core-periphery", table!("core-periphery"), 0.166, 0.0332),
    rho("local team", table!("local-team"), 0.348, 0.0696),
    rho("random interdivisional", table!("random-interdivisional"), 0.422, 0.0844),
    rho("random", table!("random"), 0.456, 0.0912),
    largest("multiscale, largest component", headless!("multiscale"), 0.996),
    largest("core-periphery, largest component", headless!("core-periphery"), 0.040),
    largest("local team, largest component", headless!("local-team"), 0.040),
    largest("random interdivisional, largest component", headless!("random-interdivisional"), 1.000),
    largest("random, largest component", headless!("random"), 1.000),
    below("rho_max: multiscale minus core-periphery", table!("multiscale"), table!("core-periphery"), 0.01),
    below("rho_max: core-periphery minus local team", table!("core-periphery"), table!("local-team"), -0.01),
    below("rho_max: local team minus random interdivisional", table!("local-team"), table!("random-interdivisional"), 0.0),
    below("rho_max: local team minus random", table!("local-team"), table!("random"), 0.0),
    Target {
        case: "largest component: multiscale minus core-periphery",
        set: headless!("multiscale"),
        quantity: Quantity::Minus("largest", headless!("core-periphery")),
        relation: Relation::AtLeast,
        published: 0.9,
        tolerance: 0.0,
        certainty: Certainty::B,
    },
    Target {
        case: "most of what links can take off the top is gone with the first m = N",
        set: table!("multiscale"),
        quantity: Quantity::Measure("rho_max"),
        relation: Relation::AtMost,
        published: 0.3995,
        tolerance: 0.0,
        certainty: Certainty::B,
    },
    least("lambda of the least rho_max at zeta .5", "lambda"),
    least("zeta of the least rho_max at lambda .5", "zeta"),
];

/// What must miss them.
pub(super) const WRONG: &[Wrong] = &[
    Wrong {
        meaning: "links grow with the depth of the common ancestor",
        set: &[("wrong", "depth")],
        misses: &[
            "multiscale",
            "core-periphery",
            "multiscale, largest component",
            "rho_max: core-periphery minus local team (at most)",
            "lambda of the least rho_max at zeta .5",
            "zeta of the least rho_max at lambda .5",
        ],
    },
    Wrong {
        meaning: "links are not added",
        set: &[("wrong", "bare")],
        misses: &[
            "local team",
            "random interdivisional",
            "random",
            "random interdivisional, largest component",
            "random, largest component",
            "largest component: multiscale minus core-periphery (at least)",
            "most of what links can take off the top is gone with the first m = N (at most)",
        ],
    },
    Wrong {
        meaning: "links are counted by their ends, so that half of them are added",
        set: &[("wrong", "half")],
        misses: &["rho_max: multiscale minus core-periphery (at most)"],
    },
    Wrong {
        meaning: "links join only people of the lowest level",
        set: &[("wrong", "workers")],
        misses: &["rho_max: local team minus random interdivisional (at most)", "rho_max: local team minus random (at most)"],
    },
    Wrong { meaning: "links also skip levels of one line", set: &[("pairs", "all")], misses: &["core-periphery"] },
    Wrong { meaning: "source and target count as relays", set: &[("wrong", "ends")], misses: &["hierarchy: share that the top relays"] },
    Wrong {
        meaning: "removed from the bottom",
        set: &[("removal", "bottom")],
        misses: &["core-periphery, largest component", "local team, largest component"],
    },
];

const fn rho(case: &'static str, set: Case, published: f64, tolerance: f64) -> Target {
    Target::equal(case, set, "rho_max", published, tolerance, Certainty::E)
}

const fn largest(case: &'static str, set: Case, published: f64) -> Target {
    Target::equal(case, set, "largest", published, 0.03, Certainty::E)
}

/// One network is no more congested than another, plus `published`.
const fn below(case: &'static str, set: Case, other: Case, published: f64) -> Target {
    let quantity = Quantity::Minus("rho_max", other);
    Target { case, set, quantity, relation: Relation::AtMost, published, tolerance: 0.0, certainty: Certainty::B }
}

/// Where congestion is least, at the published size and with the published messages.
const fn least(case: &'static str, setting: &'static str) -> Target {
    let quantity = Quantity::Least("rho_max", setting, &[0.1, 0.25, 0.5, 1.0, f64::INFINITY]);
    Target { case, set: &[], quantity, relation: Relation::Equal, published: 0.5, tolerance: 0.25, certainty: Certainty::B }
}
