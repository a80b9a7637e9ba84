//! Screening: views of equal weight become a decision by how many it takes to act.
//!
//! A facet of an issue asks whether to act; on one side of it acting is right. Whoever sees the facet rightly would act
//! on that side and not act on the other. A hierarchy acts if all would, a polyarchy if any would, a committee if enough
//! would (Sah and Stiglitz 1986). So the rule sets the balance between acting wrongly and failing to act.

use super::{Vote, facets};
use crate::scenario::FACETS;

/// Place of the default among the options of `decision.rule`: the weighted vote.
pub const VOTE: usize = 0;

/// How many of `views` it takes to act under an option of `decision.rule` other than the vote: all, any, more than half,
/// or `least` of them (all where there are fewer).
pub fn needed(rule: usize, views: u32, least: f32) -> u32 {
    match rule {
        1 => views,
        2 => 1,
        3 => views / 2 + 1,
        _ => (least as u32).clamp(1, views.max(1)),
    }
}

/// Settles each facet of `facets_needed` by how many of the `views` would act on it, `needed` at least. `acting_right`
/// has a bit for each facet on which acting is right; `view` gives the facets that a screener sees rightly, and is asked
/// once for each in order. The margin is twice the number of views that would have to change, less one.
pub fn settle(facets_needed: u8, acting_right: u8, needed: u32, views: usize, mut view: impl FnMut(usize) -> u8) -> Vote {
    let mut acting = [0u32; FACETS];
    for voter in 0..views {
        let mut acts = !(view(voter) ^ acting_right) & facets_needed;
        while acts != 0 {
            acting[acts.trailing_zeros() as usize] += 1;
            acts &= acts - 1;
        }
    }
    let (mut right, mut margin) = (0, f32::INFINITY);
    for facet in facets(facets_needed) {
        let acts = acting[facet] >= needed;
        let should = acting_right >> facet & 1 != 0;
        right |= u8::from(acts == should) << facet;
        margin = margin.min((2.0 * (acting[facet] as f32 - needed as f32) + 1.0).abs());
    }
    Vote { right, margin }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the rule decides rightly on one facet if `right` of three see it rightly.
    fn decides(rule: usize, acting_right: u8, right: usize) -> Vote {
        settle(1, acting_right, needed(rule, 3, 2.0), 3, |voter| u8::from(voter < right))
    }

    #[test]
    fn all_must_agree_to_act_in_a_hierarchy_and_one_is_enough_in_a_polyarchy() {
        for right in 0..=3 {
            assert_eq!(decides(1, 1, right).right, u8::from(right == 3), "acting is right: all must see it");
            assert_eq!(decides(1, 0, right).right, u8::from(right >= 1), "not acting is right: one who sees it stops it");
            assert_eq!(decides(2, 1, right).right, u8::from(right >= 1));
            assert_eq!(decides(2, 0, right).right, u8::from(right == 3));
            for (rule, side) in [(3, 0), (3, 1), (4, 0), (4, 1)] {
                assert_eq!(decides(rule, side, right).right, u8::from(right >= 2), "two of three either way");
            }
        }
    }

    #[test]
    fn facets_are_settled_apart_and_the_margin_is_the_closest() {
        // Acting is right on the first facet only; the views are right on both, on the first, on neither.
        let views = [0b11, 0b01, 0b00];
        let vote = settle(0b11, 0b01, 2, 3, |voter| views[voter]);
        assert_eq!(vote, Vote { right: 0b01, margin: 1.0 });
        assert_eq!(settle(1, 1, 1, 5, |_| 1).margin, 9.0, "five views must change");
    }

    #[test]
    fn a_lone_screener_decides_under_every_rule() {
        for rule in 1..=4 {
            for (side, view) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                assert_eq!(settle(1, side, needed(rule, 1, 5.0), 1, |_| view).right, view, "rule {rule}");
            }
        }
    }
}
