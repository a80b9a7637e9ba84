//! The published numbers, and the mistakes that must miss them.

use super::super::model::Case;
use super::super::{Certainty, Quantity, Relation, Target, Wrong};

/// Profits, errors, committees, hybrids and juries: exact, then from projects that are screened one by one.
pub(super) const TARGETS: &[Target] = &[
    profit("profit, alpha .2, single", &[("alpha", "0.2"), ("structure", "single")], -0.080),
    profit("profit, alpha .2, hierarchy of two", &[("alpha", "0.2")], 0.056),
    profit("profit, alpha .2, polyarchy of two", &[("alpha", "0.2"), ("structure", "polyarchy")], -0.216),
    profit("profit, alpha .5, single", &[("structure", "single")], 0.250),
    profit("profit, alpha .5, hierarchy of two", &[], 0.275),
    profit("profit, alpha .5, polyarchy of two", &[("structure", "polyarchy")], 0.225),
    profit("profit, alpha .8, single", &[("alpha", "0.8"), ("structure", "single")], 0.580),
    profit("profit, alpha .8, hierarchy of two", &[("alpha", "0.8")], 0.494),
    profit("profit, alpha .8, polyarchy of two", &[("alpha", "0.8"), ("structure", "polyarchy")], 0.666),
    Target {
        case: "polyarchy minus hierarchy, alpha .2",
        set: &[("alpha", "0.2"), ("structure", "polyarchy")],
        quantity: Quantity::Minus("profit", &[("alpha", "0.2")]),
        relation: Relation::Equal,
        published: -0.272,
        tolerance: 1e-9,
        certainty: Certainty::A,
    },
    Target {
        case: "polyarchy minus hierarchy, alpha .8",
        set: &[("alpha", "0.8"), ("structure", "polyarchy")],
        quantity: Quantity::Minus("profit", &[("alpha", "0.8")]),
        relation: Relation::Equal,
        published: 0.172,
        tolerance: 1e-9,
        certainty: Certainty::A,
    },
    Target::equal("rejects a good one, single", &[("structure", "single")], "type_1", 0.20, 1e-9, Certainty::A),
    Target::equal("rejects a good one, hierarchy of two", &[], "type_1", 0.36, 1e-9, Certainty::A),
    Target::equal("rejects a good one, polyarchy of two", &[("structure", "polyarchy")], "type_1", 0.04, 1e-9, Certainty::A),
    Target::equal("accepts a bad one, single", &[("structure", "single")], "type_2", 0.30, 1e-9, Certainty::A),
    Target::equal("accepts a bad one, hierarchy of two", &[], "type_2", 0.09, 1e-9, Certainty::A),
    Target::equal("accepts a bad one, polyarchy of two", &[("structure", "polyarchy")], "type_2", 0.51, 1e-9, Certainty::A),
    good("1 of 3 accepts a good one", COMMITTEES[0], 0.992),
    bad("1 of 3 accepts a bad one", COMMITTEES[0], 0.657),
    good("2 of 3 accepts a good one", COMMITTEES[1], 0.896),
    bad("2 of 3 accepts a bad one", COMMITTEES[1], 0.216),
    good("3 of 3 accepts a good one", COMMITTEES[2], 0.512),
    bad("3 of 3 accepts a bad one", COMMITTEES[2], 0.027),
    Target::equal("fixed point of the 2 by 2 hybrid", HYBRID, "fixed_point", 0.618_033_988_7, 1e-9, Certainty::A),
    Target {
        case: "2 by 2 hybrid sharpens upward above it, p1 = .65",
        set: &[("structure", "hybrid"), ("p1", "0.65")],
        quantity: Quantity::Measure("accept_good"),
        relation: Relation::AtLeast,
        published: 0.65,
        tolerance: 0.0,
        certainty: Certainty::A,
    },
    Target {
        case: "2 by 2 hybrid sharpens downward below it, p2 = .60",
        set: &[("structure", "hybrid"), ("p2", "0.6")],
        quantity: Quantity::Measure("accept_bad"),
        relation: Relation::AtMost,
        published: 0.60,
        tolerance: 0.0,
        certainty: Certainty::A,
    },
    good("hybrid six times into itself accepts what is good", &[("structure", "hybrid"), ("depth", "6")], 1.0),
    bad("hybrid six times into itself accepts what is bad", &[("structure", "hybrid"), ("depth", "6")], 0.0),
    good("majority of 1, p .6", &[("structure", "majority"), ("p1", "0.6"), ("n", "1")], 0.6),
    good("majority of 3, p .6", JURY_3, 0.648),
    good("majority of 5, p .6", &[("structure", "majority"), ("p1", "0.6"), ("n", "5")], 0.682_56),
    good("majority of 7, p .6", &[("structure", "majority"), ("p1", "0.6"), ("n", "7")], 0.710_208),
    good("majority of 9, p .6", &[("structure", "majority"), ("p1", "0.6"), ("n", "9")], 0.733_432_32),
    good("majority of 11, p .6", JURY_11, 0.753_498_132_5),
    good("majority of 25, p .6", &[("structure", "majority"), ("p1", "0.6"), ("n", "25")], 0.846_232_231_0),
    good("majority of 51, p .6", &[("structure", "majority"), ("p1", "0.6"), ("n", "51")], 0.926_470_798_0),
    good("majority of 101, p .6", JURY_101, 0.979_103_309_0),
    good("majority of 3, p .4", &[("structure", "majority"), ("p1", "0.4"), ("n", "3")], 0.352),
    good("majority of 5, p .4", &[("structure", "majority"), ("p1", "0.4"), ("n", "5")], 0.317_44),
    good("majority of 11, p .4", &[("structure", "majority"), ("p1", "0.4"), ("n", "11")], 0.246_501_867_5),
    drawn("screened one by one: profit, alpha .5, hierarchy of two", &[], "drawn_profit", 0.275),
    drawn("screened one by one: profit, alpha .5, polyarchy of two", &[("structure", "polyarchy")], "drawn_profit", 0.225),
    drawn("screened one by one: 2 of 3 accepts a good one", COMMITTEES[1], "drawn_good", 0.896),
    drawn("screened one by one: 2 of 3 accepts a bad one", COMMITTEES[1], "drawn_bad", 0.216),
    drawn("screened one by one: 3 of 3 accepts a good one", COMMITTEES[2], "drawn_good", 0.512),
    drawn("screened one by one: 1 of 3 accepts a bad one", COMMITTEES[0], "drawn_bad", 0.657),
    drawn("screened one by one: 2 by 2 hybrid accepts a good one", HYBRID, "drawn_good", 0.8704),
    drawn("screened one by one: 2 by 2 hybrid accepts a bad one", HYBRID, "drawn_bad", 0.1719),
    drawn("voted one by one: majority of 3, p .6", JURY_3, "drawn_good", 0.648),
    drawn("voted one by one: majority of 11, p .6", JURY_11, "drawn_good", 0.753_498_132_5),
    drawn("voted one by one: majority of 101, p .6", JURY_101, "drawn_good", 0.979_103_309_0),
];

/// What must miss them.
pub(super) const WRONG: &[Wrong] = &[
    Wrong {
        meaning: "screeners all share one view",
        set: &[("correlation", "1")],
        misses: &["screened one by one: profit, alpha .5, hierarchy of two", "screened one by one: profit, alpha .5, polyarchy of two"],
    },
    Wrong {
        meaning: "screeners of a committee or hybrid err together",
        set: &[("correlation", "0.3"), ("follow", "all")],
        misses: &[
            "screened one by one: 2 of 3 accepts a good one",
            "screened one by one: 2 of 3 accepts a bad one",
            "screened one by one: 3 of 3 accepts a good one",
            "screened one by one: 1 of 3 accepts a bad one",
            "screened one by one: 2 by 2 hybrid accepts a good one",
            "screened one by one: 2 by 2 hybrid accepts a bad one",
        ],
    },
    Wrong { meaning: "the lead outvotes the others", set: &[("lead_weight", "3")], misses: &["voted one by one: majority of 3, p .6"] },
    Wrong {
        meaning: "judges copy a common view",
        set: &[("correlation", "0.3")],
        misses: &["voted one by one: majority of 11, p .6", "voted one by one: majority of 101, p .6"],
    },
];

const COMMITTEES: [Case; 3] = [
    &[("structure", "committee"), ("n", "3"), ("k", "1")],
    &[("structure", "committee"), ("n", "3"), ("k", "2")],
    &[("structure", "committee"), ("n", "3"), ("k", "3")],
];
const HYBRID: Case = &[("structure", "hybrid")];
const JURY_3: Case = &[("structure", "majority"), ("p1", "0.6"), ("n", "3")];
const JURY_11: Case = &[("structure", "majority"), ("p1", "0.6"), ("n", "11")];
const JURY_101: Case = &[("structure", "majority"), ("p1", "0.6"), ("n", "101")];

const fn profit(case: &'static str, set: Case, published: f64) -> Target {
    Target::equal(case, set, "profit", published, 1e-9, Certainty::A)
}

const fn good(case: &'static str, set: Case, published: f64) -> Target {
    Target::equal(case, set, "accept_good", published, 1e-9, Certainty::A)
}

const fn bad(case: &'static str, set: Case, published: f64) -> Target {
    Target::equal(case, set, "accept_bad", published, 1e-9, Certainty::A)
}

/// A number of the same case from projects that are screened one by one.
const fn drawn(case: &'static str, set: Case, measure: &'static str, published: f64) -> Target {
    Target::equal(case, set, measure, published, 0.005, Certainty::A)
}
