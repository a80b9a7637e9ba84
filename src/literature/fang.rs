//! Semi-isolated subgroups (Fang, Lee and Schilling 2010), by the rule that `learning.rule = "better-neighbours"` gives an
//! organisation.
//!
//! n people in complete groups of `group`, each tie rewired to somebody at random with probability beta; beliefs of -1, 0
//! and 1 about m dimensions, equally likely at first; a payoff is the share of blocks of s dimensions that are wholly
//! right. The period is that of [`neighbours`]. Turnover replaces people and turbulence turns dimensions, each with its
//! probability a period. The run ends when nobody sees a view other than the own, or after a number of periods.
//!
//! Fang, C., Lee, J. and Schilling, M. A. 2010, Organization Science 21(3), 625-642.

use super::society::{self, Society, Step};
use super::{Certainty, Docking, Effort, Estimate, FigureRow, Kind, Model, Quantity, Relation, Setting, Settings, Shape, Target, Wrong};
use crate::error::Problem;
use crate::mechanisms::learning::neighbours;
use crate::organisation::beliefs::CODE;
use crate::streams::{Draws, Streams};

const SHARE: Kind = Kind::Number(0.0, 1.0);
const BETAS: &[f64] = &[0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0];

/// The row of the list.
pub const MODEL: Model = Model {
    name: "fang-subgroups",
    title: "Learning in semi-isolated subgroups",
    source: "Fang, Lee and Schilling 2010, Organization Science 21(3), 625-642 (optimum from memory; values from our own run of the rule)",
    checks: "That a few ties across subgroups beat none and many.",
    mechanism: "learning",
    docking: Docking::Variant("learning.rule = \"better-neighbours\" (mechanisms::learning::neighbours::period)"),
    remarks: "No belief is no vote, and equal votes give no view. Values beside the optimum are an own run of ten replications by another program; ours lie above it at small chances of rewiring, and two of them outside the tolerance that was set before.",
    settings: &[
        Setting::new("n", Kind::Whole(2.0, 20_000.0), "280", "people", "People; a multiple of the size of groups."),
        Setting::new("group", Kind::Whole(1.0, 1000.0), "7", "people", "People of each complete group."),
        Setting::new("m", Kind::Whole(1.0, 10_000.0), "100", "dimensions", "Dimensions of reality; a multiple of s."),
        Setting::new(
            "s",
            Kind::Whole(1.0, 1000.0),
            "5",
            "dimensions",
            "Complexity: dimensions of a block, which pays only when all are right.",
        ),
        Setting::new("beta", SHARE, "0.1", "probability", "Chance that a tie is rewired at each draw."),
        Setting::new("p", SHARE, "0.3", "probability", "Chance to take over the view of the better neighbours on a dimension in a period."),
        Setting::new(
            "draws",
            Kind::Choice(&["one", "two", "person", "group"]),
            "two",
            "rule",
            "A tie is drawn for once, or by each of its two ends while it is there; or each person draws for one tie, or for \
             all ties of the group from both ends (both wrong).",
        ),
        Setting::new("turnover", SHARE, "0", "probability", "Chance that a person is replaced by a naive one in a period."),
        Setting::new("turbulence", SHARE, "0", "probability", "Chance that a dimension of reality turns in a period."),
        society::PERIODS,
        society::CHANGE,
        Setting::new(
            "models",
            Kind::Choice(&["better", "all"]),
            "better",
            "rule",
            "Whether people learn from neighbours whose payoff is higher, or from all of them (wrong).",
        ),
    ],
    effort: "replications",
    replications: 100,
    quick: 10,
    run,
    targets: &[
        optimum("best beta", Relation::AtLeast, 0.05),
        optimum("best beta", Relation::AtMost, 0.2),
        gain("beta .1 over 1", &[("beta", "1")], 0.1),
        gain("beta .1 over 0", &[("beta", "0")], 0.5),
        own_run("beta 0", &[("beta", "0")], 0.034),
        own_run("beta .02", &[("beta", "0.02")], 0.362),
        own_run("beta .05", &[("beta", "0.05")], 0.788),
        own_run("beta .10", &[("beta", "0.1")], 0.890),
        own_run("beta .15", &[("beta", "0.15")], 0.815),
        own_run("beta .20", &[("beta", "0.2")], 0.810),
        own_run("beta .30", &[("beta", "0.3")], 0.769),
        own_run("beta .50", &[("beta", "0.5")], 0.713),
        own_run("beta 1", &[("beta", "1")], 0.668),
    ],
    wrong: &[
        Wrong {
            meaning: "people learn from all neighbours, not only from the better",
            set: &[("models", "all")],
            misses: &[
                "beta .1 over 1 (at least)",
                "beta .1 over 0 (at least)",
                "beta .02",
                "beta .05",
                "beta .10",
                "beta .15",
                "beta .20",
                "beta .30",
                "beta .50",
                "beta 1",
            ],
        },
        Wrong { meaning: "each person draws for one tie, not for each tie", set: &[("draws", "person")], misses: &["best beta (at most)"] },
        Wrong { meaning: "everybody draws again for all ties of the group", set: &[("draws", "group")], misses: &["best beta (at least)"] },
    ],
    figure: FigureRow {
        title: "Payoff at the end against the ties across subgroups",
        measures: &["payoff"],
        value_label: "mean payoff",
        along: ("beta", "chance of rewiring", &["0", "0.02", "0.05", "0.1", "0.15", "0.2", "0.3", "0.5", "1"]),
        by: None,
        set: &[],
        shape: Shape::Lines,
    },
};

/// Where the payoff is largest.
const fn optimum(case: &'static str, relation: Relation, published: f64) -> Target {
    let quantity = Quantity::Largest("payoff", "beta", BETAS);
    Target { case, set: &[], quantity, relation, published, tolerance: 0.0, certainty: Certainty::C }
}

/// By how much the payoff at beta .1 is above that of another case, at least.
const fn gain(case: &'static str, other: super::model::Case, published: f64) -> Target {
    let quantity = Quantity::Minus("payoff", other);
    Target { case, set: &[], quantity, relation: Relation::AtLeast, published, tolerance: 0.0, certainty: Certainty::E }
}

/// A value of another run of the same rule, of 10 replications.
const fn own_run(case: &'static str, set: super::model::Case, published: f64) -> Target {
    Target::equal(case, set, "payoff", published, 0.05, Certainty::E)
}

/// Who draws for which ties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Drawing {
    /// The lower end of each tie.
    OneEnd,
    /// Each end.
    BothEnds,
    /// Each person, for one tie (wrong).
    OneTie,
    /// Each person, for all ties of the group from both ends (wrong).
    WholeGroup,
}

impl Drawing {
    /// The ties that a person draws for.
    fn of(self, person: usize, group: std::ops::Range<usize>, draws: &mut Draws) -> Vec<(usize, usize)> {
        let own = group.clone().filter(|mate| *mate != person).map(|mate| (person, mate));
        match self {
            Self::OneEnd => own.filter(|(lower, upper)| lower < upper).collect(),
            Self::BothEnds => own.collect(),
            Self::OneTie if group.len() == 1 => Vec::new(),
            Self::OneTie => own.skip(draws.below(group.len() as u32 - 1) as usize).take(1).collect(),
            Self::WholeGroup => {
                group.clone().flat_map(|one| group.clone().map(move |other| (one, other))).filter(|(one, other)| one != other).collect()
            }
        }
    }
}

/// Ties of everybody: those of person `i` are `ends[first[i]..first[i + 1]]`.
struct Network {
    first: Vec<u32>,
    ends: Vec<u32>,
}

impl Network {
    /// Complete groups. Ties are drawn for by the people of the group in turn, and go over to somebody with whom the drawing
    /// end has no tie with probability `beta`.
    fn rewired(people: usize, group: usize, beta: f64, drawing: Drawing, draws: &mut Draws) -> Self {
        let mates = |person: usize| person / group * group..(person / group + 1) * group;
        let mut ties: Vec<Vec<u32>> = Vec::with_capacity(people);
        for person in 0..people {
            ties.push(mates(person).filter(|mate| *mate != person).map(|mate| mate as u32).collect());
        }
        for person in 0..people {
            for (person, mate) in drawing.of(person, mates(person), draws) {
                let Some(place) = ties[person].iter().position(|end| *end == mate as u32) else { continue };
                if draws.mask(beta, 1) == 0 || ties[person].len() + 1 >= people {
                    continue;
                }
                let other = loop {
                    let other = draws.below(people as u32);
                    if other as usize != person && !ties[person].contains(&other) {
                        break other;
                    }
                };
                ties[person][place] = other;
                ties[mate].retain(|end| *end != person as u32);
                ties[other as usize].push(person as u32);
            }
        }
        let mut first = vec![0];
        first.extend(ties.iter().scan(0, |sum, ties| {
            *sum += ties.len() as u32;
            Some(*sum)
        }));
        Self { first, ends: ties.concat() }
    }

    fn of(&self, person: u32) -> impl Iterator<Item = u32> + '_ {
        let person = person as usize;
        self.ends[self.first[person] as usize..self.first[person + 1] as usize].iter().copied()
    }
}

struct Case {
    society: Society,
    group: usize,
    beta: f64,
    drawing: Drawing,
    p: f64,
    models: neighbours::Models,
}

impl Case {
    /// Mean payoff, best payoff, mean share of right dimensions, time to the last change, whether nothing can change.
    fn replication(&self, streams: &Streams) -> [f64; 5] {
        let people = self.society.people();
        let network = Network::rewired(people, self.group, self.beta, self.drawing, &mut Effort::draws(streams, CODE - 2, 0));
        let everybody: Vec<u32> = (0..people as u32).collect();
        let mut scratch = neighbours::Scratch::default();
        let end = self.society.run(streams, |beliefs, period| {
            let own = |person: u32| Effort::draws(streams, u64::from(person), period);
            let open = neighbours::period(beliefs, &mut scratch, self.models, self.p, &everybody, |person| network.of(person), own);
            if open { Step::Changed } else { Step::Settled }
        });
        let reality = &end.beliefs.reality;
        let (blocks, dimensions) = (f64::from(reality.blocks()), f64::from(reality.dimensions()));
        let (mut sum, mut best, mut right) = (0u32, 0, 0u32);
        for person in 0..people as u32 {
            let own = end.beliefs.of(person);
            let payoff = reality.blocks_right(own);
            sum += payoff;
            best = best.max(payoff);
            right += own.iter().zip(&reality.truth).map(|(own, truth)| own.right(*truth).count_ones()).sum::<u32>();
        }
        let number = people as f64;
        let settled = f64::from(u8::from(end.settled));
        [f64::from(sum) / blocks / number, f64::from(best) / blocks, f64::from(right) / dimensions / number, f64::from(end.time), settled]
    }
}

fn run(settings: &Settings, effort: &Effort) -> Result<Vec<Estimate>, Problem> {
    let (group, s) = (settings.whole("group"), settings.whole("s"));
    for (name, whole, part_name, part) in [("n", settings.whole("n"), "group", group), ("m", settings.whole("m"), "s", s)] {
        if !whole.is_multiple_of(part) {
            let problem = Problem::new(format!("{name} must be a multiple of {part_name}")).key(name).value(whole);
            return Err(problem.allowed(format!("multiples of {part}")));
        }
    }
    let models = if settings.whole("models") == 0 { neighbours::Models::Better } else { neighbours::Models::All };
    let society = Society::read(settings, s, "turnover", "turbulence")?;
    let drawing = [Drawing::OneEnd, Drawing::BothEnds, Drawing::OneTie, Drawing::WholeGroup][settings.whole("draws")];
    let case = Case { society, group, beta: settings.number("beta"), drawing, p: settings.number("p"), models };
    Ok(effort.each(["payoff", "best", "knowledge", "time", "settled"], |_, streams| case.replication(streams)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(beta: f64, drawing: Drawing) -> Network {
        Network::rewired(280, 7, beta, drawing, &mut Streams::new(1, 0, 0).draws(crate::streams::Process::Literature, 0, 0))
    }

    /// Share of ties that lead out of the group.
    fn out(network: &Network) -> f64 {
        let ends = (0..280u32).flat_map(|person| network.of(person).map(move |end| end / 7 != person / 7));
        ends.map(f64::from).sum::<f64>() / network.ends.len() as f64
    }

    #[test]
    fn rewiring_keeps_the_number_of_ties_and_both_ends() {
        use Drawing::*;
        for (beta, drawing) in [(0.0, BothEnds), (0.1, OneEnd), (0.1, BothEnds), (1.0, BothEnds), (0.5, OneTie), (0.1, WholeGroup)] {
            let network = network(beta, drawing);
            assert_eq!(network.ends.len(), 280 * 6);
            for person in 0..280 {
                assert!(network.of(person).all(|end| end != person && network.of(end).filter(|back| *back == person).count() == 1));
            }
        }
    }

    #[test]
    fn who_draws_makes_the_share_of_ties_that_are_rewired() {
        use Drawing::*;
        let outside = 273.0 / 279.0;
        let shares = [
            (0.0, BothEnds, 0.0),
            (0.2, OneEnd, 0.2),
            (0.2, BothEnds, 0.36),
            (1.0, OneEnd, 1.0),
            // Seven people draw for one of 21 ties each, or for each of them from both ends.
            (0.3, OneTie, 0.1),
            (0.1, WholeGroup, 1.0 - libm::pow(0.9, 14.0)),
        ];
        for (beta, drawing, share) in shares {
            let ours = out(&network(beta, drawing));
            assert!((ours - share * outside).abs() < 0.05, "{beta} {drawing:?}: {ours}");
        }
    }

    #[test]
    fn runs_settle_and_wrong_sizes_are_refused() {
        let run = |set: &[(&str, &str)]| run(&Settings::published(MODEL.settings).with(set), &Effort { replications: 3, seed: 1 });
        assert_eq!(run(&[]).unwrap()[4].value, 1.0);
        assert!(run(&[("n", "281")]).is_err() && run(&[("s", "7")]).is_err() && run(&[("turnover", "0.1")]).is_err());
        let (calm, turning) = (run(&[("periods", "100")]).unwrap(), run(&[("periods", "100"), ("turbulence", "0.01")]).unwrap());
        assert!(turning[0].value < calm[0].value);
    }
}
