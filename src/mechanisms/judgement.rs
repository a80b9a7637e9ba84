//! Judgement and vote: how likely somebody sees a facet rightly, whether they repeat another's view, and how views add up.
//!
//! **Models** independent judges of unequal knowledge, herding towards superiors and close colleagues, and a weighted vote.
//! **Reads** knowledge, local knowledge, strain, leadership, ties. **Writes** nothing: it only answers.
//!
//! **Equation**
//! * p = 1/2 + 1/2 x^(`exponent` * difficulty), x = knowledge of the facet in effect (below).
//! * x = knowledge * (1 - `local_part` + `local_part` * local) * (1 - `strain_loss` * strain)
//!   * (1 + `leader_bonus` * (leadership - `leader_mean`)) * (1 - `hop_part` + `hop_part` * (1 - `hop_loss`
//!   * (1 - `carried_up` * following))^hops), following that of the unit where the issue arose.
//! * An adviser repeats the lead's view with 1 - (1 - `copying` (1 - safety) rank (floor + (1 - floor) answers)) *
//!   (1 - `copying_closeness` * strength), rank 1 - `own_view` * following below the lead and `copying_peer` otherwise.
//! * An adviser weighs trust * (1 - `expertise_weight` + 2 `expertise_weight` * perceived expertise), the lead
//!   `own_weight`; on each facet the heavier side wins, and the lead's view on a tie.
//! * With `rule` other than "vote" views weigh the same: on each facet it is decided to act if all, any, more than half or
//!   at least `views_needed` of lead and advisers would. Acting is right on a facet with chance `acting_right`; whoever
//!   sees a facet rightly would act where that is right and not act where it is not.
//!
//! **Evidence** the loss in each hop is Williamson's control loss (1967); discounting of advice: Yaniv and Kleinberger
//! 2000, Bonaccio and Dalal 2006; transactive memory: Wegner 1987. Forms and sizes of p, copying: assumption.
//!
//! **Limits** equal weights and independent judges give Condorcet's binomial majority; a copying chance of one gives the
//! lead alone; one facet and two judges in series give Sah and Stiglitz's products (tests below, and in
//! `screen`).

use super::Now;
use crate::organisation::Organisation;
use crate::organisation::issues::Issue;
use crate::scenario::FACETS;
use crate::scenario::parameters::Decision;
use crate::streams::{Draws, Process};

pub mod screen;

/// Probability of judging a facet rightly, given knowledge in effect (0..1) and difficulty (0..1).
#[inline]
pub fn right_probability(knowledge: f32, difficulty: f32, exponent: f32) -> f32 {
    0.5 + 0.5 * libm::powf(knowledge.clamp(0.001, 1.0), exponent * difficulty)
}

/// More than [`roughly_power`] and rounding can be wrong by.
const ROUGHLY: f32 = 1e-3;

/// Whether `luck` (0..1) is below [`right_probability`]. The power itself is most of the work of a judgement: it is needed only where luck
/// is next to what it roughly is.
#[inline]
fn sees(luck: f32, knowledge: f32, difficulty: f32, exponent: f32) -> bool {
    let needed = 2.0 * luck - 1.0;
    let power = roughly_power(knowledge.clamp(0.001, 1.0), exponent * difficulty);
    if (needed - power).abs() > ROUGHLY { needed < power } else { luck < right_probability(knowledge, difficulty, exponent) }
}

/// The bits of an `f32` that tell how far it lies between two powers of two, and those of 1.
const BETWEEN: u32 = 0x7F_FFFF;
const ONE: u32 = 127 << 23;

/// `x` (0.001..1) to a `power` (0..=10) within 0.0005, without a branch: logarithm and power of two are exact at powers of two, and
/// interpolated between them at Chebyshev's points.
#[inline]
fn roughly_power(x: f32, power: f32) -> f32 {
    let m = f32::from_bits(x.to_bits() & BETWEEN | ONE);
    let bend = ((-0.044_873_955 * m + 0.285_155_06) * m - 0.705_266_3) * m + 0.907_403_77;
    let logarithm = (x.to_bits() >> 23) as f32 - 127.0 + (m - 1.0) * (1.0 + (2.0 - m) * bend);
    let bits = (((power * logarithm).max(-120.0) + 127.0) * (1 << 23) as f32) as u32;
    let m = f32::from_bits(bits & BETWEEN | ONE);
    let bend = (-0.013_697_664 * m - 0.038_229_77) * m - 0.254_981_36;
    f32::from_bits(bits & !BETWEEN) * (m + (m - 1.0) * (2.0 - m) * bend)
}

/// Share of a judgement that is left after some hops up the line.
#[inline]
pub fn hop_factor(hops: u8, loss: f32, part: f32) -> f32 {
    let kept = (0..hops).fold(1.0, |kept, _| kept * (1.0 - loss));
    1.0 - part + part * kept
}

/// Factor of rank on copying: skill in `following` helps towards a superior.
pub fn rank_factor(d: &Decision, below_the_lead: bool, following: f32) -> f32 {
    if below_the_lead { 1.0 - d.own_view * following } else { d.copying_peer }
}

/// Chance that an adviser repeats the lead's view.
pub fn copying_chance(d: &Decision, safety: f32, rank: f32, answers: f32, strength: f32) -> f32 {
    let style = d.copying_floor + (1.0 - d.copying_floor) * answers;
    1.0 - (1.0 - d.copying * (1.0 - safety) * rank * style) * (1.0 - d.copying_closeness * strength)
}

/// Weight of an adviser in the vote, and in the choice whom to ask.
#[inline]
pub fn adviser_weight(trust: f32, perceived: f32, expertise_weight: f32) -> f32 {
    trust * (1.0 - expertise_weight + 2.0 * expertise_weight * perceived)
}

/// Expertise as somebody perceives it over a tie of `strength`: what strangers are assumed to know, up to the truth.
#[inline]
pub fn perceived(truth: f32, assumed: f32, strength: f32) -> f32 {
    assumed + (truth - assumed) * (2.0 * strength).min(1.0)
}

/// The judge's view of an issue: the facets seen rightly, a bit each. The draws are the judge's own for this issue.
pub fn judge(organisation: &Organisation, now: &Now, person: u32, issue: &Issue, draws: &mut Draws) -> u8 {
    let (people, slot, d) = (&organisation.people, person as usize, &now.p.decision);
    let carried = 1.0 - d.carried_up * now.dials(organisation, issue.origin()).following;
    let clear = (1.0 - d.local_part + d.local_part * people.local[slot])
        * (1.0 - d.strain_loss * people.strain[slot])
        * (1.0 + d.leader_bonus * (people.profile[slot].leadership - d.leader_mean)).max(0.0)
        * hop_factor(issue.hops, d.hop_loss * carried, d.hop_part);
    let mut right = 0;
    for facet in facets(issue.facets) {
        let is_right = sees(draws.unit(), people.profile[slot].knowledge[facet] * clear, issue.difficulty, d.exponent);
        right |= u8::from(is_right) << facet;
    }
    right
}

/// The draws of one judge for one issue: the same in every arm in which that person judges it.
pub fn draws_of(organisation: &Organisation, now: &Now, issue: &Issue, person: u32) -> Draws {
    now.streams.draws(Process::Judgement, issue.name, organisation.people.identity[person as usize])
}

/// The facets in a set of bits, in order. It goes from bit to bit: whether one is set is not asked of each.
#[inline]
pub fn facets(bits: u8) -> impl Iterator<Item = usize> + Clone {
    let mut left = bits;
    std::iter::from_fn(move || {
        let facet = left.trailing_zeros() as usize;
        left &= left.wrapping_sub(1);
        (facet < FACETS).then_some(facet)
    })
}

/// Outcome of a vote.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Vote {
    /// Facets decided rightly, a bit each.
    pub right: u8,
    /// Weight by which the decision leads on the facet where it leads least.
    pub margin: f32,
}

/// A weighted vote on each facet of `needed`; `weight(voter, facet)` and `view(voter)` describe voters 0..`voters` in
/// the order in which weights are summed. The lead is counted beside them with `own_weight` and wins ties.
pub fn vote(
    needed: u8,
    lead_right: u8,
    own_weight: f32,
    voters: usize,
    weight: impl Fn(usize, usize) -> f32,
    view: impl Fn(usize) -> u8,
) -> Vote {
    let (mut right, mut margin) = (0, f32::INFINITY);
    for facet in facets(needed) {
        let bit = 1u8 << facet;
        let sign = |seen: u8| if seen & bit != 0 { 1.0 } else { -1.0 };
        let lead = sign(lead_right);
        let balance = (0..voters).fold(lead * own_weight, |sum, voter| sum + weight(voter, facet) * sign(view(voter)));
        let decided = if balance == 0.0 { lead } else { balance };
        if decided > 0.0 {
            right |= bit;
        }
        margin = margin.min(balance.abs());
    }
    Vote { right, margin }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;
    use crate::scenario::parameters::Parameters;
    use crate::simulation::Simulation;
    use crate::streams::Streams;

    /// Binomial majority: P(more than half of n are right).
    fn condorcet(n: u32, p: f64) -> f64 {
        let choose = |k: u32| (0..k).fold(1.0, |c, i| c * f64::from(n - i) / f64::from(i + 1));
        (n / 2 + 1..=n).map(|k| choose(k) * p.powi(k as i32) * (1.0 - p).powi((n - k) as i32)).sum()
    }

    fn share_right(n: usize, p: f32, copying: f32) -> f64 {
        let (streams, runs) = (Streams::new(11, 0, 0), 40_000u64);
        let mut sound = 0u64;
        for run in 0..runs {
            let mut draws = streams.draws(Process::Judgement, run, 0);
            let lead = u8::from(draws.chance(p));
            let views: Vec<u8> = (1..n).map(|_| if draws.chance(copying) { lead } else { u8::from(draws.chance(p)) }).collect();
            sound += u64::from(vote(1, lead, 1.0, views.len(), |_, _| 1.0, |voter| views[voter]).right);
        }
        sound as f64 / runs as f64
    }

    #[test]
    fn equal_weights_give_condorcets_majority() {
        for (n, p) in [(3, 0.6), (5, 0.6), (11, 0.6), (5, 0.4)] {
            let exact = condorcet(n, p);
            let error = 4.0 * (exact * (1.0 - exact) / 40_000.0f64).sqrt();
            assert!((share_right(n as usize, p as f32, 0.0) - exact).abs() < error, "{n} {p}");
        }
        assert!((condorcet(3, 0.6) - 0.648).abs() < 1e-12 && (condorcet(11, 0.6) - 0.75350).abs() < 5e-6);
    }

    #[test]
    fn judges_who_always_copy_are_worth_one() {
        assert!((share_right(11, 0.6, 1.0) - 0.6).abs() < 4.0 * (0.24f64 / 40_000.0).sqrt());
        // Half copying: below Condorcet's value by far more than the error, so this test can fail.
        assert!(share_right(11, 0.6, 0.5) < condorcet(11, 0.6) - 0.05);
    }

    #[test]
    fn hop_loss_is_williamsons_power() {
        for hops in 0..5 {
            assert!((hop_factor(hops, 0.2, 1.0) - 0.8f32.powi(i32::from(hops))).abs() < 1e-6);
        }
        assert_eq!(hop_factor(3, 0.2, 0.0), 1.0);
    }

    #[test]
    fn right_probability_is_certain_for_the_easy_and_a_coin_for_the_ignorant() {
        assert_eq!(right_probability(0.3, 0.0, 4.0), 1.0);
        assert_eq!(right_probability(1.0, 1.0, 4.0), 1.0);
        assert!((right_probability(0.0, 0.5, 4.0) - 0.5).abs() < 1e-5);
        // Worked by hand: x = .3, d = .5 gives .5 + .5 * .09.
        assert!((right_probability(0.3, 0.5, 4.0) - 0.545).abs() < 1e-6);
    }

    #[test]
    fn facets_are_those_whose_bits_are_set() {
        for bits in 0..=u8::MAX {
            assert!(facets(bits).eq((0..FACETS).filter(|facet| bits >> facet & 1 == 1)), "{bits:08b}");
        }
    }

    #[test]
    fn the_rough_power_is_close_to_the_power() {
        for (x, power) in (1..=1000).flat_map(|x| (0..=100).map(move |power| (x as f32 / 1000.0, power as f32 / 10.0))) {
            let apart = (roughly_power(x, power) - libm::powf(x, power)).abs();
            assert!(apart < ROUGHLY / 2.0, "{x} to {power}: {apart}");
        }
    }

    #[test]
    fn what_somebody_sees_is_what_the_probability_says() {
        let mut draws = Streams::new(3, 0, 0).draws(Process::Judgement, 0, 0);
        for _ in 0..200_000 {
            let (luck, knowledge, difficulty, exponent) = (draws.unit(), 1.3 * draws.unit(), draws.unit(), 10.0 * draws.unit());
            assert_eq!(sees(luck, knowledge, difficulty, exponent), luck < right_probability(knowledge, difficulty, exponent));
            // As close to the line as rounding comes.
            let line = right_probability(knowledge, difficulty, exponent);
            for luck in [line.next_down(), line, line.next_up()] {
                assert_eq!(sees(luck, knowledge, difficulty, exponent), luck < line, "{knowledge} {difficulty} {exponent}");
            }
        }
    }

    #[test]
    fn newcomers_judge_with_the_same_luck_in_whatever_slots_they_sit() {
        let scenario = Scenario::default();
        let simulation = Simulation::new(&scenario, &scenario.baseline, 0);
        let (now, issue) = (simulation.now(), Issue { name: 4711, ..Issue::default() });
        // Whoever sat on the two seats leaves in one order or the other, and newcomers get their slots.
        let newcomers = |left: [u32; 2]| {
            let mut organisation = simulation.organisation.clone();
            organisation.remove(&left, 3);
            [40, 50].map(|seat| {
                let slot = organisation.slot_for(seat).unwrap();
                organisation.appoint(slot, seat, Some(3), now.p, now.streams);
                (slot, draws_of(&organisation, &now, &issue, slot).bits())
            })
        };
        let (one, other) = (newcomers([40, 50]), newcomers([50, 40]));
        assert_eq!(one.map(|(slot, _)| slot), [50, 40]);
        assert_eq!(other.map(|(slot, _)| slot), [40, 50]);
        assert_eq!(one.map(|(_, luck)| luck), other.map(|(_, luck)| luck));
        assert_ne!(one[0].1, one[1].1);
    }

    #[test]
    fn nobody_copies_who_is_safe_and_distant() {
        let d = Parameters::default().decision;
        assert_eq!(copying_chance(&d, 1.0, 1.0, 1.0, 0.0), 0.0);
        assert!((copying_chance(&d, 0.0, 1.0, 1.0, 0.0) - d.copying).abs() < 1e-6);
        let (up, skilled, peer) = (rank_factor(&d, true, 0.0), rank_factor(&d, true, 1.0), rank_factor(&d, false, 1.0));
        assert!(up > skilled && (up, peer) == (1.0, d.copying_peer));
        assert!(copying_chance(&d, 0.5, up, 0.5, 0.0) > copying_chance(&d, 0.5, peer, 0.5, 0.0));
    }

    #[test]
    fn the_lead_wins_ties_and_the_heavier_side_wins() {
        let views = [0u8, 0];
        assert_eq!(vote(1, 1, 1.0, 2, |_, _| 0.5, |v| views[v]).right, 1);
        assert_eq!(vote(1, 1, 1.0, 2, |_, _| 0.51, |v| views[v]).right, 0);
        assert_eq!(perceived(0.9, 0.4, 0.5), 0.9);
        assert_eq!(perceived(0.9, 0.4, 0.0), 0.4);
    }
}
