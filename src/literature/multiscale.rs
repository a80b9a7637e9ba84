//! Multiscale networks: which links over a hierarchy keep it from congestion and from falling apart.
//!
//! A regular hierarchy gets `m` links, one by one, between pairs drawn with weight exp(-D/lambda) exp(-x/zeta)
//! ([`crate::organisation::links::multiscale`]). Messages go from a uniform source to a target drawn with weight
//! exp(-x/xi), always to the neighbour closest to the target in the tree ([`Router`]); a node's congestion centrality rho is
//! the share of all messages that it relays, neither as source nor as target. Then nodes are removed. Dodds, Watts and
//! Sabel 2003, Information exchange and the robustness of organizational networks, PNAS 100:12516.
//!
//! Links join two who are both below their common ancestor, as x supposes; `pairs` lets them also skip levels of one line,
//! which makes stars of the upper levels (and core-periphery networks congested, against the paper). Where the paper is
//! silent: among neighbours who are equally close, superior and reports come first, then one is drawn (`equal`); superior
//! and report are at distance x = 0 for messages; after a removal a message is lost where nobody left is closer to its target.

mod published;

use super::{Docking, Effort, Estimate, FigureRow, Kind, Model, Setting, Settings, Shape};
use crate::error::Problem;
use crate::organisation::links::{self, Multiscale};
use crate::organisation::tree::Tree;
use crate::outcomes::adjacency::Adjacency;
use crate::outcomes::congestion::{Router, Targets};
use crate::streams::{Draws, Streams};

const INFINITE: f64 = f64::INFINITY;

/// Names of networks with their (lambda, zeta); the first takes them from the settings.
const KINDS: [(f64, f64); 6] = [(0.5, 0.5), (INFINITE, INFINITE), (INFINITE, 0.0), (0.0, INFINITE), (0.1, 0.15), (0.5, 0.5)];

/// The row of the list.
pub const MODEL: Model = Model {
    name: "multiscale",
    title: "Links over a hierarchy: congestion and robustness",
    source: "Dodds, Watts and Sabel 2003, PNAS 100:12516",
    checks: "Which links over the line relieve those at the top and hold the rest together without them.",
    mechanism: "ties",
    docking: Docking::Variant("ties.start = \"multiscale\""),
    remarks: "Two readings were chosen after the first one failed the published orders: links join different branches only (pairs=all lets them skip levels of one line), and among neighbours who are equally close the line comes first (equal=random draws one). With both alternatives core-periphery networks are congested, against the paper. Local team and random interdivisional networks are equal within their errors.",
    settings: &[
        Setting::new("b", Kind::Whole(1.0, 1000.0), "5", "people", "Reports of everybody above the lowest level."),
        Setting::new("L", Kind::Whole(2.0, 20.0), "6", "levels", "Levels of the hierarchy, top included."),
        Setting::new("m", Kind::Whole(0.0, 1e6), "3906", "links", "Links added to the hierarchy."),
        Setting::new("lambda", Kind::Number(0.0, INFINITE), "0.5", "levels", "Depth of the common ancestor over which links become rarer."),
        Setting::new("zeta", Kind::Number(0.0, INFINITE), "0.5", "levels", "Organisational distance over which links become rarer."),
        Setting::new(
            "kind",
            Kind::Choice(&["as-set", "random", "local-team", "random-interdivisional", "core-periphery", "multiscale"]),
            "as-set",
            "rule",
            "A named network instead of lambda and zeta: (inf, inf), (inf, 0), (0, inf), (0.1, 0.15) or (0.5, 0.5).",
        ),
        Setting::new(
            "pairs",
            Kind::Choice(&["across", "all"]),
            "across",
            "rule",
            "Links join people of different branches, or also people of one line.",
        ),
        Setting::new("xi", Kind::Number(0.0, INFINITE), "1", "levels", "Distance over which targets become rarer; inf is uniform."),
        Setting::new("mu", Kind::Number(0.0, 1000.0), "0.002561", "messages", "Messages that a node sends in a step of time."),
        Setting::new("T", Kind::Whole(0.0, 1e7), "1000", "steps", "Steps of time; 0 sends one message from everybody to everybody."),
        Setting::new(
            "equal",
            Kind::Choice(&["line", "random"]),
            "line",
            "rule",
            "Among neighbours who are equally close to the target, superior and reports come first, or one is drawn.",
        ),
        Setting::new("remove", Kind::Whole(0.0, 1e6), "0", "nodes", "Nodes that are removed."),
        Setting::new(
            "removal",
            Kind::Choice(&["top", "random", "congestion", "bottom"]),
            "top",
            "rule",
            "Which: level by level from the top, at random, those who relay most, or from the bottom (wrong).",
        ),
        Setting::new(
            "wrong",
            Kind::Choice(&["nothing", "depth", "ends", "bare", "half", "workers"]),
            "nothing",
            "rule",
            "Links grow with the depth of the common ancestor, source and target count as relays, no links are added, half of m are, or \
             only people of the lowest level get any (all wrong).",
        ),
    ],
    effort: "networks",
    replications: 100,
    quick: 3,
    run,
    targets: published::TARGETS,
    wrong: published::WRONG,
    figure: FigureRow {
        title: "Congestion against links added to a hierarchy",
        measures: &["rho_max"],
        value_label: "largest share of messages relayed by one",
        along: ("m", "links added (781 nodes)", &["0", "98", "195", "391", "781", "1560"]),
        by: Some(("kind", &["multiscale", "core-periphery", "local-team", "random-interdivisional", "random"])),
        set: &[("L", "5"), ("T", "2000"), ("xi", "inf")],
        shape: Shape::Lines,
    },
};

/// Places of mistakes in the setting `wrong`.
const DEPTH: usize = 1;
const ENDS: usize = 2;
const BARE: usize = 3;
const HALF: usize = 4;
const WORKERS: usize = 5;

/// A case, read.
struct Case {
    tree: Tree,
    links: usize,
    rule: Multiscale,
    line_first: bool,
    xi: f64,
    messages: u64,
    remove: usize,
    removal: usize,
    ends_count: bool,
    workers_only: bool,
}

fn run(settings: &Settings, effort: &Effort) -> Result<Vec<Estimate>, Problem> {
    let case = Case::read(settings)?;
    // Everything is certain: one network is as good as many.
    let certain = case.links == 0 && case.messages == 0 && settings.whole("removal") != 1;
    let effort = Effort { replications: if certain { 1 } else { effort.replications }, ..*effort };
    Ok(effort.each(["rho_max", "rho_top", "path", "largest", "delivered"], |_, streams| case.measured(streams)))
}

impl Case {
    fn read(settings: &Settings) -> Result<Self, Problem> {
        let (b, levels, wrong) = (settings.whole("b") as u32, settings.whole("L") as u32, settings.whole("wrong"));
        let nodes = (0..levels).try_fold((0u64, 1u64), |(all, level), _| {
            let all = all + level;
            (all <= MOST_NODES).then_some((all, level * u64::from(b)))
        });
        let Some((nodes, _)) = nodes else {
            return Err(Problem::new(format!("a hierarchy of {levels} levels with {b} reports each is too large"))
                .key("L")
                .allowed(format!("up to {MOST_NODES} nodes")));
        };
        let tree = Tree::regular(b, levels);
        let (lambda, zeta) = match settings.whole("kind") {
            0 => (settings.number("lambda"), settings.number("zeta")),
            kind => KINDS[kind],
        };
        let mut rule = Multiscale { lambda, zeta, lineal: settings.whole("pairs") == 1 };
        let links = match wrong {
            BARE => 0,
            HALF => settings.whole("m") / 2,
            _ => settings.whole("m"),
        };
        let most = links::most(&tree, rule);
        if links as u64 > most {
            let problem = Problem::new(format!("{links} links cannot be added")).key("m").value(links.to_string());
            return Err(problem.allowed(format!("0 to {most}, the pairs that these lambda and zeta can join")));
        }
        let remove = settings.whole("remove");
        if remove as u64 >= nodes {
            let problem = Problem::new(format!("{remove} nodes cannot be removed")).key("remove").value(remove.to_string());
            return Err(problem.allowed(format!("0 to {}", nodes - 1)));
        }
        let messages = match settings.whole("T") {
            0 => 0,
            steps => libm::round(settings.number("mu") * nodes as f64 * steps as f64).max(1.0) as u64,
        };
        if wrong == DEPTH {
            rule.lambda = -lambda;
        }
        let line_first = settings.whole("equal") == 0;
        let (xi, removal) = (settings.number("xi"), settings.whole("removal"));
        Ok(Self { tree, links, rule, line_first, xi, messages, remove, removal, ends_count: wrong == ENDS, workers_only: wrong == WORKERS })
    }

    /// rho_max, rho_top, mean steps of a message; then, without the removed, the share of the rest in the largest component
    /// and the share of their messages that arrive.
    fn measured(&self, streams: &Streams) -> [f64; 5] {
        let (tree, nodes) = (&self.tree, self.tree.count());
        let network = Adjacency::new(nodes, tree.lines().chain(self.added(streams)));
        let mut gone = vec![false; nodes];
        let mut router = Router::new(tree, &network, self.line_first);
        let (mut relayed, mut all, mut steps) = (vec![0.0; nodes], 0.0, 0.0);
        self.each_message(streams, |from, to, weight, draws| {
            let length = router.pass(from, to, &gone, draws, |node| relayed[node as usize] += weight);
            if self.ends_count {
                relayed[from as usize] += weight;
                relayed[to as usize] += weight;
            }
            all += weight;
            steps += weight * f64::from(length.expect("the line always leads closer"));
        });
        let rho_max = relayed.iter().copied().fold(0.0, f64::max) / all;
        let (mut left, mut arrived) = (all, all);
        if self.remove > 0 {
            for node in self.order(&relayed, &mut Effort::draws(streams, 1, 0)).into_iter().take(self.remove) {
                gone[node as usize] = true;
            }
            (left, arrived) = (0.0, 0.0);
            self.each_message(streams, |from, to, weight, draws| {
                if !gone[from as usize] && !gone[to as usize] {
                    left += weight;
                    arrived += if router.pass(from, to, &gone, draws, |_| ()).is_some() { weight } else { 0.0 };
                }
            });
        }
        let largest = network.largest(&gone) as f64 / (nodes - self.remove) as f64;
        [rho_max, relayed[0] / all, steps / all, largest, if left > 0.0 { arrived / left } else { 0.0 }]
    }

    /// The links over the line.
    fn added(&self, streams: &Streams) -> Vec<(u32, u32)> {
        let drawn = |number: usize| links::multiscale(&self.tree, number, self.rule, &mut Effort::draws(streams, 0, 0));
        if !self.workers_only {
            return drawn(self.links);
        }
        let works = |place: u32| self.tree.descendants(place, 1).is_empty();
        let mut number = self.links;
        // Out of more and more links, the first that join two without reports.
        loop {
            let all = drawn(number);
            let complete = all.len() < number;
            let theirs: Vec<(u32, u32)> = all.into_iter().filter(|(one, other)| works(*one) && works(*other)).take(self.links).collect();
            if theirs.len() == self.links || complete {
                return theirs;
            }
            number *= 2;
        }
    }

    /// Calls `f(source, target, weight, draws)` for every message.
    fn each_message(&self, streams: &Streams, mut f: impl FnMut(u32, u32, f64, &mut Draws)) {
        let nodes = self.tree.count() as u32;
        let mut targets = Targets::new(&self.tree, self.xi);
        if self.messages > 0 {
            for number in 0..self.messages {
                let mut draws = Effort::draws(streams, 2, number);
                let source = draws.below(nodes);
                let total = targets.from(source);
                let target = targets.draw(source, total, &mut draws);
                f(source, target, 1.0, &mut draws);
            }
            return;
        }
        for source in 0..nodes {
            let total = targets.from(source);
            for target in (0..nodes).filter(|target| *target != source) {
                let mut draws = Effort::draws(streams, 2, u64::from(source) * u64::from(nodes) + u64::from(target));
                f(source, target, targets.weight(source, target) / total, &mut draws);
            }
        }
    }

    /// The nodes in the order of removal.
    fn order(&self, relayed: &[f64], draws: &mut Draws) -> Vec<u32> {
        let mut order: Vec<u32> = (0..relayed.len() as u32).collect();
        match self.removal {
            1 => (1..order.len()).rev().for_each(|last| order.swap(last, draws.below(last as u32 + 1) as usize)),
            2 => order.sort_by(|a, b| relayed[*b as usize].total_cmp(&relayed[*a as usize])),
            3 => order.reverse(),
            _ => {}
        }
        order
    }
}

/// Largest hierarchy that is run.
const MOST_NODES: u64 = 200_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_is_refused() {
        for (name, value) in [("m", "8000000"), ("m", "900000"), ("L", "20"), ("remove", "3906")] {
            let mut settings = Settings::published(MODEL.settings);
            let read = settings.set(name, value).and_then(|()| Case::read(&settings).map(|_| ()));
            let fine = name == "m" && value == "900000";
            assert_eq!(read.is_ok(), fine, "{name}={value}");
        }
        let full = Settings::published(MODEL.settings).with(&[("zeta", "0"), ("m", "7811")]);
        assert!(Case::read(&full).err().and_then(|problem| problem.allowed).is_some_and(|allowed| allowed.contains("7810")));
    }

    #[test]
    fn near_targets_and_removal_of_the_most_congested() {
        let base = [("L", "4"), ("m", "0"), ("T", "0"), ("remove", "1")];
        let effort = Effort { replications: 2, seed: 1 };
        let measure = |changes: &[(&str, &str)], name: &str| {
            let all = run(&Settings::published(MODEL.settings).with(&base).with(changes), &effort).unwrap();
            all.iter().find(|estimate| estimate.measure == name).unwrap().value
        };
        assert!(measure(&[("xi", "0.5")], "rho_top") < measure(&[("xi", "inf")], "rho_top"), "near targets pass the top less");
        assert_eq!(measure(&[("xi", "0")], "path"), measure(&[("xi", "0")], "path").clamp(1.0, 2.0), "team mates are two steps away");
        let top = measure(&[("xi", "inf")], "largest");
        assert_eq!(top, measure(&[("xi", "inf"), ("removal", "congestion")], "largest"), "the top relays most");
        assert!((top - 0.2).abs() < 1e-12 && measure(&[("xi", "inf"), ("removal", "bottom")], "largest") == 1.0);
    }
}
