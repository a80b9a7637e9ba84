//! Rules by which links between people form, as pure functions over the reporting tree or a ring.
//!
//! **Multiscale** (Dodds, Watts and Sabel 2003): links join pairs of the tree with weight exp(-D/lambda) exp(-x/zeta), one
//! by one and never twice. D is the depth of the lowest common ancestor, x = sqrt(a^2 + b^2 - 2) with a and b the levels
//! of the two below it; the line itself is linked already. **Small world** (Watts and Strogatz 1998): a ring of
//! neighbours, some of whose links are rewired to anybody.

use super::tree::Tree;
use crate::streams::Draws;
use rand::RngExt;
use std::collections::BTreeSet;

/// Organisational distance x of two people `first` and `second` levels below their lowest common ancestor. Who report
/// to each other are as near as members of one team: 0.
pub fn distance(first: u32, second: u32) -> f64 {
    libm::sqrt((f64::from(first * first + second * second) - 2.0).max(0.0))
}

/// Which pairs of a tree links join, and how readily.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Multiscale {
    /// Depth of the common ancestor over which links become rarer: 0 joins only across the root, infinite does not matter.
    pub lambda: f64,
    /// Organisational distance over which links become rarer: 0 joins only team mates, infinite does not matter.
    pub zeta: f64,
    /// Whether somebody may also be linked to those farther up their own line, who are then the common ancestor themselves.
    pub lineal: bool,
}

/// Pairs with the same depth of the common ancestor and the same levels below it: all have the same weight.
struct Class {
    log_weight: f64,
    near: u32,
    far: u32,
    /// Pairs that are not linked yet.
    left: u64,
    /// Common ancestors, each with the number of pairs up to it.
    ancestors: Vec<(u32, u64)>,
}

/// The pairs of a tree that do not report to each other, by weight; those of no weight are left out.
fn classes(tree: &Tree, rule: Multiscale) -> Vec<Class> {
    let Multiscale { lambda, zeta, lineal } = rule;
    let mut classes: Vec<Class> = Vec::new();
    let mut first_of_depth = 0;
    let mut depth = 0;
    for ancestor in 0..tree.count() as u32 {
        if tree.depth(ancestor) != depth {
            (depth, first_of_depth) = (tree.depth(ancestor), classes.len());
        }
        if lambda == 0.0 && depth > 0 {
            break;
        }
        for (near, far, pairs) in pairs_under(tree, ancestor, lineal) {
            let x = distance(near, far);
            if zeta == 0.0 && x > 0.0 {
                continue;
            }
            let share = |length: f64, scale: f64| if scale == 0.0 { 0.0 } else { length / scale };
            let found = classes[first_of_depth..].iter().position(|class| (class.near, class.far) == (near, far));
            let place = found.map_or(classes.len(), |place| first_of_depth + place);
            if place == classes.len() {
                let log_weight = -share(f64::from(depth), lambda) - share(x, zeta);
                classes.push(Class { log_weight, near, far, left: 0, ancestors: Vec::new() });
            }
            classes[place].left += pairs;
            let all = classes[place].left;
            classes[place].ancestors.push((ancestor, all));
        }
    }
    classes
}

/// Levels (near, far) below `ancestor`, and how many pairs there have it as their lowest common ancestor.
fn pairs_under(tree: &Tree, ancestor: u32, lineal: bool) -> Vec<(u32, u32, u64)> {
    let sizes = |place: u32| -> Vec<u64> {
        let spans = std::iter::successors(Some(place..place + 1), |span| Some(tree.below(span.clone())));
        spans.map(|span| u64::from(span.end - span.start)).take_while(|size| *size > 0).collect()
    };
    let all = sizes(ancestor);
    let branches: Vec<Vec<u64>> = if all.len() > 1 { tree.descendants(ancestor, 1).map(sizes).collect() } else { Vec::new() };
    let mut pairs = Vec::new();
    for far in 1..all.len() {
        for near in usize::from(!lineal)..=far {
            let same = |sizes: &Vec<u64>| match (near, sizes.get(far - 1)) {
                (0, _) | (_, None) => 0,
                (near, Some(size)) => sizes[near - 1] * size,
            };
            let across = all[near] * all[far] - branches.iter().map(same).sum::<u64>();
            let number = if near == far { across / 2 } else { across };
            if near + far > 1 && number > 0 {
                pairs.push((near as u32, far as u32, number));
            }
        }
    }
    pairs
}

/// How many links [`multiscale`] can add at most.
pub fn most(tree: &Tree, rule: Multiscale) -> u64 {
    classes(tree, rule).iter().map(|class| class.left).sum()
}

/// Adds `number` links between places of the tree, or as many as there are pairs of any weight.
pub fn multiscale(tree: &Tree, number: usize, rule: Multiscale, draws: &mut Draws) -> Vec<(u32, u32)> {
    let mut classes = classes(tree, rule);
    let mut linked: BTreeSet<(u32, u32)> = BTreeSet::new();
    let mut links = Vec::with_capacity(number);
    while links.len() < number {
        classes.retain(|class| class.left > 0);
        let heaviest = classes.iter().map(|class| class.log_weight).fold(f64::NEG_INFINITY, f64::max);
        let weights: Vec<f64> = classes.iter().map(|class| libm::exp(class.log_weight - heaviest)).collect();
        // The weights hold until a class is empty.
        while links.len() < number && classes.iter().all(|class| class.left > 0) && !classes.is_empty() {
            let place = drawn(weights.iter().zip(&classes).map(|(weight, class)| weight * class.left as f64), draws);
            let class = &mut classes[place];
            let pair = loop {
                let pair = pair_of(tree, class, draws);
                if linked.insert(pair) {
                    break pair;
                }
            };
            class.left -= 1;
            links.push(pair);
        }
        if classes.is_empty() {
            break;
        }
    }
    links
}

/// A place drawn in proportion to its weight.
fn drawn(weights: impl Iterator<Item = f64> + Clone, draws: &mut Draws) -> usize {
    let mut left = draws.random::<f64>() * weights.clone().sum::<f64>();
    let mut last = 0;
    for (place, weight) in weights.enumerate().filter(|(_, weight)| *weight > 0.0) {
        last = place;
        if left < weight {
            break;
        }
        left -= weight;
    }
    last
}

/// A pair of a class, all alike; the lower place first.
fn pair_of(tree: &Tree, class: &Class, draws: &mut Draws) -> (u32, u32) {
    let all = class.ancestors.last().expect("a class has pairs").1;
    let number = ((draws.random::<f64>() * all as f64) as u64).min(all - 1);
    let ancestor = class.ancestors[class.ancestors.partition_point(|(_, upto)| *upto <= number)].0;
    let one_of = |levels: u32, draws: &mut Draws| {
        let span = tree.descendants(ancestor, levels);
        span.start + draws.below(span.end - span.start)
    };
    loop {
        let (near, far) = (one_of(class.near, draws), one_of(class.far, draws));
        let apart = class.near == 0 || tree.above(near, class.near - 1) != tree.above(far, class.far - 1);
        if apart {
            return (near.min(far), near.max(far));
        }
    }
}

/// A ring of `people`, each linked to the `side` next on either side; lap by lap, the link to the next, the next but one
/// and so on of each in turn keeps its end or, with probability `rewiring`, gets another one, drawn from all with whom
/// there is no link. `side` is less than half of `people`.
pub fn small_world(people: u32, side: u32, rewiring: f64, draws: &mut Draws) -> Vec<(u32, u32)> {
    let around = |from: u32, lap: u32| (from + lap) % people;
    let ordered = |a: u32, b: u32| (a.min(b), a.max(b));
    let mut linked: BTreeSet<(u32, u32)> =
        (1..=side).flat_map(|lap| (0..people).map(move |from| ordered(from, around(from, lap)))).collect();
    let mut links = Vec::with_capacity((people * side) as usize);
    let mut degree = vec![2 * side; people as usize];
    for lap in 1..=side {
        for from in 0..people {
            let old = around(from, lap);
            let mut end = old;
            // Who knows everybody has nobody else to turn to.
            if draws.random::<f64>() < rewiring && degree[from as usize] + 1 < people {
                end = loop {
                    let other = draws.below(people);
                    if other != from && !linked.contains(&ordered(from, other)) {
                        break other;
                    }
                };
                linked.remove(&ordered(from, old));
                linked.insert(ordered(from, end));
                degree[old as usize] -= 1;
                degree[end as usize] += 1;
            }
            links.push((from, end));
        }
    }
    links
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::streams::{Process, Streams};

    fn draws(name: u64) -> Draws {
        Streams::new(1, 0, 0).draws(Process::FirstTies, name, 2)
    }

    fn all(lambda: f64, zeta: f64) -> Multiscale {
        Multiscale { lambda, zeta, lineal: true }
    }

    /// Every pair of a tree with its weight, one by one.
    fn pairs(tree: &Tree, lambda: f64, zeta: f64) -> Vec<((u32, u32), f64)> {
        let count = tree.count() as u32;
        let all = (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b)));
        let apart = all.map(|(a, b)| ((a, b), tree.apart(a, b))).filter(|(_, apart)| apart.steps() > 1);
        apart
            .map(|(pair, apart)| {
                let x = distance(apart.first, apart.second);
                (pair, libm::exp(-f64::from(tree.depth(apart.ancestor)) / lambda - x / zeta))
            })
            .collect()
    }

    #[test]
    fn classes_hold_every_pair_that_does_not_report_to_each_other() {
        for tree in [Tree::regular(5, 4), Tree::regular(2, 6), Tree::new(&[u32::MAX, 0, 0, 1, 1, 1, 2, 6, 6, 3])] {
            let count = tree.count() as u64;
            assert_eq!(most(&tree, all(f64::INFINITY, f64::INFINITY)), count * (count - 1) / 2 - (count - 1));
            let mates = pairs(&tree, 1.0, 1.0).iter().filter(|((a, b), _)| tree.parent(*a) == tree.parent(*b)).count() as u64;
            assert_eq!(most(&tree, all(f64::INFINITY, 0.0)), mates);
        }
        assert_eq!(most(&Tree::regular(5, 5), all(0.0, 0.0)), 10, "the reports of the root");
        assert_eq!(most(&Tree::regular(1, 1), all(1.0, 1.0)), 0);
    }

    #[test]
    fn links_are_drawn_in_proportion_to_their_weight() {
        let tree = Tree::new(&[u32::MAX, 0, 0, 1, 1, 1, 2, 6, 6, 3]);
        let weights = pairs(&tree, 0.7, 0.9);
        let total: f64 = weights.iter().map(|(_, weight)| weight).sum();
        let mut found = vec![0u32; weights.len()];
        let number = 40_000;
        for round in 0..number {
            let link = multiscale(&tree, 1, all(0.7, 0.9), &mut draws(round))[0];
            found[weights.iter().position(|(pair, _)| *pair == link).unwrap()] += 1;
        }
        for ((pair, weight), found) in weights.iter().zip(found) {
            let expected = weight / total * number as f64;
            assert!((f64::from(found) - expected).abs() < 4.5 * libm::sqrt(expected) + 1.0, "{pair:?}: {found} against {expected}");
        }
    }

    #[test]
    fn extreme_lengths_fill_the_nearest_pairs_first_and_end_with_all() {
        let tree = Tree::regular(3, 4);
        let rule = Multiscale { lineal: false, ..all(0.001, 0.01) };
        let links = multiscale(&tree, 1_000_000, rule, &mut draws(0));
        assert_eq!(links.len() as u64, most(&tree, rule));
        assert!(links.iter().all(|(a, b)| tree.apart(*a, *b).first > 0 && tree.apart(*a, *b).second > 0), "none up the own line");
        assert!(links[..3].iter().all(|(a, b)| *a > 0 && *b < 4), "the three pairs next to the root come first");
        let unique: BTreeSet<_> = links.iter().collect();
        assert_eq!(unique.len(), links.len());
    }

    #[test]
    fn a_ring_is_rewired_without_loops_or_doubles() {
        assert_eq!(small_world(10, 2, 0.0, &mut draws(0)).iter().filter(|(a, b)| (b + 10 - a) % 10 <= 2).count(), 20);
        for (people, side, rewiring) in [(200, 5, 0.3), (200, 5, 1.0), (5, 2, 1.0), (3, 1, 1.0)] {
            let links = small_world(people, side, rewiring, &mut draws(1));
            let unique: BTreeSet<_> = links.iter().map(|(a, b)| (a.min(b), a.max(b))).collect();
            assert_eq!((links.len(), unique.len()), ((people * side) as usize, (people * side) as usize));
            assert!(links.iter().all(|(a, b)| a != b));
        }
    }
}
