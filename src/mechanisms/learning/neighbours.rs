//! Learning from better neighbours (Fang, Lee and Schilling 2010): the rule `better-neighbours`.
//!
//! Published rule. In a period, all from the state at its start, each person looks at the neighbours whose payoff is
//! higher, and takes over the view of their majority on each dimension on which it differs from the own, with probability p.
//! A payoff is the share of blocks of s dimensions that are wholly right. No belief is no vote, and equal votes no view.
//!
//! Fang, C., Lee, J. and Schilling, M. A. 2010, "Balancing exploration and exploitation through structural design: the
//! isolation of subgroups and organizational learning", Organization Science 21(3), 625-642.

use super::votes::Votes;
use crate::organisation::beliefs::{Belief, Beliefs};
use crate::streams::Draws;

/// From whom people learn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Models {
    /// From neighbours whose payoff is higher.
    Better,
    /// From all neighbours, which is not the published rule.
    All,
}

/// Reused buffers.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    payoffs: Vec<u32>,
    next: Vec<Belief>,
    votes: Vec<Votes>,
}

/// One period of those in `people`, with probability p = `adopt`. Says whether anybody saw a view other than the own: if
/// not, nothing can change.
pub fn period<I: Iterator<Item = u32>>(
    beliefs: &mut Beliefs,
    scratch: &mut Scratch,
    models: Models,
    adopt: f64,
    people: &[u32],
    neighbours: impl Fn(u32) -> I,
    draws: impl Fn(u32) -> Draws,
) -> bool {
    let words = beliefs.words();
    scratch.votes.resize_with(words, Votes::default);
    scratch.payoffs.resize(beliefs.people.len() / words, 0);
    for &person in people {
        scratch.payoffs[person as usize] = beliefs.reality.blocks_right(beliefs.of(person));
    }
    scratch.next.clone_from(&beliefs.people);
    let mut open = false;
    for &person in people {
        let own = scratch.payoffs[person as usize];
        let mut any = false;
        for other in neighbours(person) {
            if models == Models::All || scratch.payoffs[other as usize] > own {
                scratch.votes.iter_mut().zip(beliefs.of(other)).for_each(|(votes, belief)| votes.add(*belief));
                any = true;
            }
        }
        if any {
            let next = &mut scratch.next[person as usize * words..][..words];
            open |= follow(next, &mut scratch.votes, adopt, || draws(person));
        }
    }
    std::mem::swap(&mut beliefs.people, &mut scratch.next);
    open && adopt > 0.0
}

/// Takes over the majority's view on each dimension on which it differs, with probability p. Says whether it does on any.
fn follow(own: &mut [Belief], votes: &mut [Votes], adopt: f64, draws: impl Fn() -> Draws) -> bool {
    let mut draws_once = None;
    for (belief, votes) in own.iter_mut().zip(votes) {
        let majority = votes.majority();
        votes.clear();
        let differing = belief.differs(majority);
        if differing != 0 {
            let taken = draws_once.get_or_insert_with(&draws).mask(adopt, differing);
            *belief = belief.adopt(majority, taken);
        }
    }
    draws_once.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organisation::beliefs::Reality;
    use crate::streams::{Process, Streams};

    fn draws(name: u32) -> Draws {
        Streams::new(2, 0, 0).draws(Process::Belief, u64::from(name), 0)
    }

    /// Four people on a line who hold yes on these dimensions and no on the others; everything is true.
    fn line(yes: [u64; 4]) -> Beliefs {
        let mut beliefs = Beliefs::new(Reality::new(4, 2, &mut draws(9)), 4);
        beliefs.reality.truth[0] = 0b1111;
        beliefs.people.iter_mut().zip(yes).for_each(|(belief, yes)| *belief = Belief { held: 0b1111, yes });
        beliefs
    }

    fn next_on_the_line(person: u32) -> impl Iterator<Item = u32> {
        (0..4u32).filter(move |other| other.abs_diff(person) == 1)
    }

    fn views(beliefs: &Beliefs) -> Vec<u64> {
        beliefs.people.iter().map(|belief| belief.yes).collect()
    }

    #[test]
    fn only_the_better_are_followed_and_all_at_once() {
        let mut beliefs = line([0b1111, 0b0011, 0b0101, 0b1101]);
        let mut scratch = Scratch::default();
        let mut once = |beliefs: &mut Beliefs| period(beliefs, &mut scratch, Models::Better, 1.0, &[0, 1, 2, 3], next_on_the_line, draws);
        assert!(once(&mut beliefs));
        // Payoffs 2, 1, 0, 1: the second follows the first, the third the two beside it where they agree, as they were.
        assert_eq!(views(&beliefs), [0b1111, 0b1111, 0b0101, 0b1101]);
        assert!(once(&mut beliefs));
        // The two beside the third: 1111 and 1101, at one on dimensions 0, 2 and 3.
        assert_eq!(views(&beliefs), [0b1111, 0b1111, 0b1101, 0b1101]);
        assert!(once(&mut beliefs));
        assert_eq!(views(&beliefs), [0b1111, 0b1111, 0b1111, 0b1101]);
        assert!(once(&mut beliefs));
        assert!(!once(&mut beliefs), "all hold the truth");
    }

    #[test]
    fn equals_teach_each_other_nothing() {
        let mut beliefs = line([0b0011, 0b1100, 0b0011, 0b1100]);
        let before = views(&beliefs);
        assert!(!period(&mut beliefs, &mut Scratch::default(), Models::Better, 1.0, &[0, 1, 2, 3], next_on_the_line, draws));
        assert_eq!(views(&beliefs), before);
    }
}
