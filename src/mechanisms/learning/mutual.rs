//! Mutual learning of people and a code (March 1991): the rule `march-1991`.
//!
//! Published rule, as the original program has it (Rodan 2005). In a period, all from the state at its start:
//! 1. Each person acts on each dimension, on the belief held or by the toss of a coin; performance = right - wrong actions.
//! 2. Each belief that differs from a belief of the code moves one step towards it (-1, 0, 1) with probability p1.
//! 3. The code learns from its superiors, whose performance is above right - wrong beliefs of the code: where their
//!    majority acts otherwise than the code holds, it takes that over with probability 1 - (1 - p2)^k, k = majority - minority.
//!
//! March, J. G. 1991, "Exploration and exploitation in organizational learning", Organization Science 2(1), 71-87.

use super::votes::Votes;
use crate::organisation::beliefs::{Belief, Beliefs};
use crate::streams::Draws;

/// How the paper is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// As the original program does it.
    Program,
    /// As the text says it: beliefs are compared, not actions, and a belief is taken over in one step.
    Text,
}

/// How the code learns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// p2: how readily the code learns from its superiors.
    pub learn: f64,
    /// Reading of the paper.
    pub reading: Reading,
}

/// Reused buffers.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    shown: Vec<Belief>,
    votes: Vec<Votes>,
}

impl Scratch {
    fn clear(&mut self, words: usize) {
        self.votes.resize_with(words, Votes::default);
        self.votes.iter_mut().for_each(Votes::clear);
    }
}

/// One period of those in `people` and the code; `conform` is p1 of a person. Says whether a belief changed.
pub fn period(
    beliefs: &mut Beliefs,
    scratch: &mut Scratch,
    rule: Rule,
    people: &[u32],
    conform: impl Fn(u32) -> f64,
    draws: impl Fn(u32) -> Draws,
    for_code: &mut Draws,
) -> bool {
    let words = beliefs.words();
    let Beliefs { reality, people: all, code } = beliefs;
    let to_beat = reality.score(code);
    scratch.clear(words);
    let mut changed = false;
    for &person in people {
        let mut draws = draws(person);
        let own = &mut all[person as usize * words..][..words];
        scratch.shown.clear();
        match rule.reading {
            Reading::Program => {
                scratch.shown.extend(own.iter().zip(&reality.within).map(|(belief, within)| belief.act(*within, &mut draws)))
            }
            Reading::Text => scratch.shown.extend_from_slice(own),
        }
        if reality.score(&scratch.shown) > to_beat {
            scratch.votes.iter_mut().zip(&scratch.shown).for_each(|(votes, shown)| votes.add(*shown));
        }
        changed |= socialise(own, code, conform(person), rule.reading, &mut draws);
    }
    changed | learn(code, &scratch.votes, rule.learn, for_code)
}

/// Beliefs that differ from the code's move towards it, each with probability p1. Says whether one did.
fn socialise(own: &mut [Belief], code: &[Belief], p1: f64, reading: Reading, draws: &mut Draws) -> bool {
    let mut changed = false;
    for (belief, code) in own.iter_mut().zip(code) {
        let moving = match belief.differs(*code) {
            0 => 0,
            differing => draws.mask(p1, differing),
        };
        *belief = match reading {
            Reading::Program => belief.step(*code, moving),
            Reading::Text => belief.adopt(*code, moving),
        };
        changed |= moving != 0;
    }
    changed
}

/// The code takes over what the majority of its superiors shows, each dimension with probability 1 - (1 - p2)^k.
fn learn(code: &mut [Belief], votes: &[Votes], p2: f64, draws: &mut Draws) -> bool {
    let mut changed = false;
    for (belief, votes) in code.iter_mut().zip(votes) {
        let majority = votes.majority();
        let mut open = belief.differs(majority);
        let mut taken = 0;
        while open != 0 {
            let dim = open.trailing_zeros();
            taken |= draws.mask(taken_over(p2, votes.margin(dim)), 1 << dim);
            open &= open - 1;
        }
        *belief = belief.adopt(majority, taken);
        changed |= taken != 0;
    }
    changed
}

/// Probability that the code takes a view over: 1 - (1 - p2)^k for a majority of k more than the minority.
pub fn taken_over(p2: f64, margin: u32) -> f64 {
    1.0 - libm::pow(1.0 - p2, f64::from(margin))
}

/// Whether anything may still change: a belief that can move to the code's, or superiors (in some luck of their coins)
/// whose majority differs from the code. Exact unless a possible superior tosses coins; then it says yes.
pub fn may_change(beliefs: &Beliefs, rule: Rule, people: &[u32], conform: impl Fn(u32) -> f64) -> bool {
    let (reality, code) = (&beliefs.reality, &beliefs.code);
    let differs = |person: u32| beliefs.of(person).iter().zip(code).any(|(own, code)| own.differs(*code) != 0);
    if people.iter().any(|person| conform(*person) > 0.0 && differs(*person)) {
        return true;
    }
    let mut votes = vec![Votes::default(); beliefs.words()];
    let to_beat = reality.score(code);
    for &person in people {
        let own = beliefs.of(person);
        let coins = own.iter().zip(&reality.within).map(|(own, within)| (within & !own.held).count_ones() as i32).sum::<i32>();
        let coins = if rule.reading == Reading::Program { coins } else { 0 };
        if rule.learn > 0.0 && reality.score(own) + coins > to_beat {
            if coins > 0 {
                return true;
            }
            votes.iter_mut().zip(own).for_each(|(votes, own)| votes.add(*own));
        }
    }
    code.iter().zip(&votes).any(|(code, votes)| code.differs(votes.majority()) != 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organisation::beliefs::Reality;
    use crate::streams::{Process, Streams};

    const PROGRAM: Rule = Rule { learn: 1.0, reading: Reading::Program };

    fn draws(name: u32) -> Draws {
        Streams::new(2, 0, 0).draws(Process::Belief, u64::from(name), 0)
    }

    fn three(truth: u64, people: [Belief; 3]) -> Beliefs {
        let mut beliefs = Beliefs::new(Reality::new(4, 1, &mut draws(9)), 3);
        beliefs.reality.truth[0] = truth;
        beliefs.people.copy_from_slice(&people);
        beliefs
    }

    #[test]
    fn the_code_takes_over_the_majority_of_its_superiors_and_people_follow_it_step_by_step() {
        let all = |yes| Belief { held: 0b1111, yes };
        let mut beliefs = three(0b1111, [all(0b0111), all(0b1011), all(0b0001)]);
        let mut scratch = Scratch::default();
        let once =
            |beliefs: &mut Beliefs, scratch: &mut Scratch| period(beliefs, scratch, PROGRAM, &[0, 1, 2], |_| 1.0, draws, &mut draws(8));
        assert!(may_change(&beliefs, PROGRAM, &[0, 1, 2], |_| 1.0));
        assert!(once(&mut beliefs, &mut scratch));
        // The first two are superior to an empty code (score 2 against 0); they are at one on dimensions 0 and 1 only.
        assert_eq!(beliefs.code[0], Belief { held: 0b0011, yes: 0b0011 });
        assert_eq!(beliefs.of(2)[0], all(0b0001), "nobody can follow a code that was empty at the start of the period");
        assert!(once(&mut beliefs, &mut scratch));
        assert_eq!(beliefs.of(2)[0], Belief { held: 0b1101, yes: 0b0001 }, "from no to nothing");
        once(&mut beliefs, &mut scratch);
        assert_eq!(beliefs.of(2)[0].right(0b1111) & 0b0011, 0b0011, "and from nothing to yes");
    }

    #[test]
    fn nothing_changes_where_all_believe_the_code() {
        let known = Belief { held: 0b1111, yes: 0b0101 };
        let mut beliefs = three(0b1111, [known; 3]);
        beliefs.code[0] = known;
        assert!(!may_change(&beliefs, PROGRAM, &[0, 1, 2], |_| 0.5));
        assert!(!period(&mut beliefs, &mut Scratch::default(), PROGRAM, &[0, 1, 2], |_| 0.5, draws, &mut draws(8)));
        assert_eq!((beliefs.code[0], beliefs.of(1)[0]), (known, known));
    }

    #[test]
    fn the_more_superiors_agree_the_surer_the_code_learns() {
        assert!((taken_over(0.5, 3) - 0.875).abs() < 1e-12);
        assert_eq!((taken_over(0.0, 40), taken_over(1.0, 1), taken_over(0.3, 0)), (0.0, 1.0, 0.0));
    }
}
