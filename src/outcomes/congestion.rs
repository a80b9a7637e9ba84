//! Messages through an organisation: who has to pass them on, and whether they arrive when people are gone.
//!
//! Dodds, Watts and Sabel 2003: whoever holds a message passes it to the neighbour who is closest to its target in the
//! reporting tree. Whoever is neither source nor target relays it; the share of messages that somebody relays is their
//! congestion centrality.

use super::adjacency::Adjacency;
use crate::organisation::links::distance;
use crate::organisation::positions::NOWHERE;
use crate::organisation::tree::Tree;
use crate::streams::Draws;
use rand::RngExt;

/// Passes messages through a network over a reporting tree, both by the places of the tree.
#[derive(Clone, Debug)]
pub struct Router<'a> {
    tree: &'a Tree,
    network: &'a Adjacency,
    /// Whether superior and reports come first among neighbours who are equally close.
    line_first: bool,
    /// Branches that hold the target, from that of the root to its own, as in [`Tree::walk`].
    way: Vec<(u32, u32)>,
}

impl<'a> Router<'a> {
    /// For a network that holds the lines of the tree and other links. Among neighbours who are equally close to the target
    /// one is drawn; with `line_first`, superior and reports come before others.
    pub fn new(tree: &'a Tree, network: &'a Adjacency, line_first: bool) -> Self {
        Self { tree, network, line_first, way: Vec::new() }
    }

    /// Passes one message, past those who are `gone`, and calls `relay` with each who passes it on. Each step must bring it
    /// closer to the target in the tree. The number of steps, or nothing where nobody left is closer.
    pub fn pass(&mut self, from: u32, target: u32, gone: &[bool], draws: &mut Draws, mut relay: impl FnMut(u32)) -> Option<u32> {
        self.way.clear();
        self.way.extend(
            std::iter::successors(Some(target), |place| Some(self.tree.parent(*place)).filter(|above| *above != NOWHERE))
                .map(|place| self.tree.walk(place)),
        );
        self.way.reverse();
        let (mut holder, mut left, mut steps) = (from, self.steps_left(from), 0);
        while holder != target {
            if holder != from {
                relay(holder);
            }
            let (next, closer) = self.closest(holder, gone, draws).filter(|(_, closer)| *closer < left)?;
            (holder, left, steps) = (next, closer, steps + 1);
        }
        Some(steps)
    }

    /// Steps along the tree to the target.
    #[inline]
    fn steps_left(&self, from: u32) -> u32 {
        let number = self.tree.walk(from).0;
        // The root is always common: how many further ancestors of the target are?
        let common = self.way[1..].iter().take_while(|(start, end)| *start <= number && number < *end).count() as u32;
        self.tree.depth(from) + self.way.len() as u32 - 1 - 2 * common
    }

    /// The neighbour closest to the target, and how close.
    fn closest(&self, holder: u32, gone: &[bool], draws: &mut Draws) -> Option<(u32, u32)> {
        let (mut best, mut least, mut equal) = (NOWHERE, u32::MAX, 0);
        for other in self.network.of(holder).iter().filter(|other| !gone[**other as usize]) {
            let steps = self.steps_left(*other);
            if steps < least {
                (best, least, equal) = (*other, steps, 1);
            } else if steps == least && !(self.line_first && self.in_line(holder, best)) {
                equal += 1;
                if self.line_first && self.in_line(holder, *other) || draws.below(equal) == 0 {
                    best = *other;
                }
            }
        }
        (best != NOWHERE).then_some((best, least))
    }

    /// Whether one reports to the other.
    fn in_line(&self, one: u32, other: u32) -> bool {
        self.tree.parent(one) == other || self.tree.parent(other) == one
    }
}

/// How probable each target of a message is: in proportion to exp(-x/xi), x the organisational distance from the source.
#[derive(Clone, Debug)]
pub struct Targets<'a> {
    tree: &'a Tree,
    uniform: bool,
    /// Weight of a target by levels of source and target below their common ancestor.
    weights: Vec<Vec<f64>>,
    /// Levels of the source and of the target, the ancestor, and the weight up to here.
    choices: Vec<(u32, u32, u32, f64)>,
}

impl<'a> Targets<'a> {
    /// For messages in a tree; `xi` may be 0 (only team mates, reports and superior) and infinite (all alike).
    pub fn new(tree: &'a Tree, xi: f64) -> Self {
        let levels = tree.depth(tree.count() as u32 - 1) + 1;
        let weight = |near: u32, far: u32| match distance(near, far) {
            x if xi == 0.0 => f64::from(u8::from(x == 0.0)),
            x => libm::exp(-x / xi),
        };
        let weights = (0..levels).map(|near| (0..levels).map(|far| weight(near, far)).collect()).collect();
        Self { tree, uniform: xi == f64::INFINITY, weights, choices: Vec::new() }
    }

    /// Sets the source; the sum of the weights of all targets.
    pub fn from(&mut self, source: u32) -> f64 {
        let tree = self.tree;
        self.choices.clear();
        if self.uniform {
            return tree.count() as f64 - 1.0;
        }
        let (mut total, mut ancestor, mut near) = (0.0, source, 0);
        while ancestor != NOWHERE {
            // The places below the ancestor and, among them, the branch of the source, level by level.
            let (mut span, mut far) = (ancestor..ancestor + 1, 0);
            let mut branch = if near == 0 { 0..0 } else { tree.descendants(tree.above(source, near - 1), 0) };
            while span.end > span.start {
                let mut number = span.end - span.start;
                if far > 0 {
                    number -= branch.end - branch.start;
                    branch = tree.below(branch);
                }
                if number > 0 && (near, far) != (0, 0) {
                    total += f64::from(number) * self.weights[near as usize][far as usize];
                    self.choices.push((near, far, ancestor, total));
                }
                (span, far) = (tree.below(span), far + 1);
            }
            (ancestor, near) = (tree.parent(ancestor), near + 1);
        }
        total
    }

    /// Weight of one target of that source.
    pub fn weight(&self, source: u32, target: u32) -> f64 {
        let apart = self.tree.apart(source, target);
        self.weights[apart.first as usize][apart.second as usize]
    }

    /// A target of that source, whose total weight is `total`.
    pub fn draw(&self, source: u32, total: f64, draws: &mut Draws) -> u32 {
        let tree = self.tree;
        if self.uniform {
            let other = draws.below(tree.count() as u32 - 1);
            return other + u32::from(other >= source);
        }
        let luck = draws.random::<f64>() * total;
        let place = self.choices.partition_point(|choice| choice.3 <= luck).min(self.choices.len() - 1);
        let (near, far, ancestor, _) = self.choices[place];
        let span = tree.descendants(ancestor, far);
        loop {
            let target = span.start + draws.below(span.end - span.start);
            if near == 0 || far == 0 || tree.above(target, far - 1) != tree.above(source, near - 1) {
                return target;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::streams::{Process, Streams};

    fn draws() -> Draws {
        Streams::new(1, 0, 0).draws(Process::Literature, 0, 0)
    }

    #[test]
    fn in_a_bare_hierarchy_messages_follow_the_lines_and_the_top_relays_what_crosses() {
        let tree = Tree::regular(3, 4);
        let network = Adjacency::new(tree.count(), tree.lines());
        let (mut router, gone) = (Router::new(&tree, &network, true), vec![false; tree.count()]);
        let (count, mut top) = (tree.count() as u32, 0u32);
        for (from, to) in (0..count).flat_map(|from| (0..count).map(move |to| (from, to))) {
            let steps = router.pass(from, to, &gone, &mut draws(), |place| top += u32::from(place == 0));
            assert_eq!(steps, Some(tree.apart(from, to).steps()));
        }
        let n = f64::from(count);
        assert!((f64::from(top) / (n * (n - 1.0)) - (1.0 - 1.0 / 3.0) * (n - 1.0) / n).abs() < 1e-12);
        let mut gone = gone;
        gone[0] = true;
        assert_eq!(router.pass(1, 2, &gone, &mut draws(), |_| ()), None, "nobody but the top leads across");
        assert_eq!(router.pass(4, 5, &gone, &mut draws(), |_| ()), Some(2));
    }

    #[test]
    fn a_link_is_a_short_cut() {
        let tree = Tree::regular(3, 4);
        let network = Adjacency::new(tree.count(), tree.lines().chain([(13, 39)]));
        let (mut router, mut relays) = (Router::new(&tree, &network, true), Vec::new());
        let gone = vec![false; tree.count()];
        assert_eq!(router.pass(13, 12, &gone, &mut draws(), |place| relays.push(place)), Some(2));
        assert_eq!(relays, [39]);
    }

    #[test]
    fn targets_are_drawn_in_proportion_to_nearness() {
        for (tree, source) in [(Tree::regular(3, 4), 4), (Tree::new(&[NOWHERE, 0, 0, 1, 1, 2, 5]), 0), (Tree::regular(2, 3), 6)] {
            for xi in [0.0, 0.7, 1e9, f64::INFINITY] {
                let mut targets = Targets::new(&tree, xi);
                let total = targets.from(source);
                let others: Vec<u32> = (0..tree.count() as u32).filter(|place| *place != source).collect();
                let weights: Vec<f64> = others.iter().map(|place| targets.weight(source, *place)).collect();
                assert!((total - weights.iter().sum::<f64>()).abs() < 1e-12);
                let (mut found, mut luck, number) = (vec![0u32; tree.count()], draws(), 20_000);
                (0..number).for_each(|_| found[targets.draw(source, total, &mut luck) as usize] += 1);
                for (place, weight) in others.iter().zip(weights) {
                    let expected = weight / total * f64::from(number);
                    let room = 4.5 * libm::sqrt(expected);
                    assert!((f64::from(found[*place as usize]) - expected).abs() <= room, "{place} at {xi}: {}", found[*place as usize]);
                }
                assert_eq!(found[source as usize], 0);
            }
        }
    }
}
