//! Purpose: what people work for, and how it moves.
//!
//! **Models** social influence with attachment, drift, direction and interest. **Reads** ties, objective, need.
//! **Writes** purposes, once a week, all from last week's.
//!
//! **Equation** p += `ties_weight` (mean of the ties' purposes, weighted by trust, - p) + `attachment` (own start - p) +
//! `coordination_pull` * coordination (.5 + .5 trust up)(.5 + behaviour of the manager)(objective - p) +
//! `competition_pull` * competition (interest of the department - p) + N(0, `noise`) in each direction;
//! at the front line also `sensing` (need - p). Where `rule` is "bounded-confidence", only ties whose purpose is at most
//! `confidence` away are in that mean; where it is "pairwise", nobody follows a mean, but two who meet in an everyday
//! contact and are less than `confidence` apart both go the share `compromise` of the gap.
//!
//! **Evidence** Friedkin and Johnsen 1990; DeGroot 1974; bounded confidence: Hegselmann and Krause 2002, in pairs Deffuant
//! et al. 2000. Weights: assumption.
//! **Limits** with only `ties_weight`, purposes tend to one point inside the hull of the first ones (DeGroot's consensus);
//! with `attachment` to the Friedkin-Johnsen fixed point; with little confidence to several points (test).

pub mod opinion;

use self::opinion::{compromise, pulled, weighted_mean, within};
use super::Now;
use crate::ahead::{self, ways};
use crate::organisation::Organisation;
use crate::organisation::people::{NOBODY, Point};
use crate::spread;
use crate::streams::{Named, Process};

/// Place of `bounded-confidence` in the options of `purpose.rule`.
const BOUNDED_CONFIDENCE: usize = 1;
/// Place of `pairwise` there.
pub(super) const PAIRWISE: usize = 2;

/// Everybody's purpose moves, once a week.
pub fn step(organisation: &mut Organisation, now: &Now) {
    if !now.weekly() {
        return;
    }
    let mut next = std::mem::take(&mut organisation.workspace.points);
    next.clone_from(&organisation.people.purpose);
    let luck = now.streams.named(Process::Purpose, u64::from(now.day));
    let large = ahead::is_large(organisation);
    spread::each(&mut next, |first, block| {
        let people = first as u32..(first + block.len()) as u32;
        ahead::walk(ways::ToViews, large, &mut (&*organisation, block), people, |(organisation, block), person| {
            if organisation.people.present(person) {
                block[person as usize - first] = moved(organisation, now, person, &luck);
            }
        });
    });
    organisation.workspace.points = std::mem::replace(&mut organisation.people.purpose, next);
}

fn moved(organisation: &Organisation, now: &Now, person: u32, luck: &Named) -> Point {
    let (p, people, slot) = (&now.p.purpose, &organisation.people, person as usize);
    let own = people.purpose[slot];
    let seat = people.position[slot];
    let manager = organisation.manager_of(person);
    let behaviour = if manager == NOBODY { people.behaviour[slot] } else { people.behaviour[manager as usize] };
    let direction =
        p.coordination_pull * now.dials(organisation, seat).coordination * (0.5 + 0.5 * people.profile[slot].trust_up) * (0.5 + behaviour);
    let department = organisation.units.department[organisation.positions.unit[seat as usize] as usize] as usize;
    let pulls = [
        (p.ties_weight, trusted_mean(organisation, now, person)),
        (p.attachment, people.purpose_home[slot]),
        (direction, organisation.world.objective),
        (p.competition_pull * now.p.context.competition, organisation.world.interests[department]),
        (if organisation.positions.leads(seat) { 0.0 } else { p.sensing }, organisation.world.need),
    ];
    let mut draws = luck.draws(people.identity[slot]);
    pulled(own, &pulls).map(|to| to + draws.normal(0.0, p.noise))
}

/// Mean purpose of the ties that count under the rule, weighted by trust; the own one without any.
fn trusted_mean(organisation: &Organisation, now: &Now, person: u32) -> Point {
    let (p, purpose) = (&now.p.purpose, &organisation.people.purpose);
    let own = purpose[person as usize];
    let views = organisation.ties.of(person).map(|tie| (tie.trust, purpose[tie.to as usize]));
    let mean = match p.rule as usize {
        PAIRWISE => None,
        BOUNDED_CONFIDENCE => weighted_mean(views.filter(|(_, view)| within(own, *view, p.confidence))),
        _ => weighted_mean(views),
    };
    mean.unwrap_or(own)
}

/// People who met today compromise, pair by pair in the order in which they met.
pub(super) fn meetings(organisation: &mut Organisation, now: &Now, met: impl Iterator<Item = (u32, u32)>) {
    let (p, purpose) = (&now.p.purpose, &mut organisation.people.purpose);
    for (one, other) in met {
        let pair = (purpose[one as usize], purpose[other as usize]);
        if let Some((first, second)) = compromise(pair, p.confidence, p.compromise) {
            (purpose[one as usize], purpose[other as usize]) = (first, second);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mechanisms::MechanismName as M;
    use crate::scenario::{Scenario, Structure};
    use crate::simulation::Simulation;

    /// Mean distance between the purposes of two people after four years of nothing but influence.
    fn spread(rule: usize, confidence: f32) -> f32 {
        let mut scenario = Scenario { days: 1040, structure: Structure::Levels(vec![1, 3, 24]), ..Scenario::default() };
        scenario.without = vec![M::Arrival, M::Voice, M::Learning, M::Strain, M::Trust, M::Succession, M::Context, M::Decision];
        let p = &mut scenario.parameters.purpose;
        (p.noise, p.coordination_pull, p.competition_pull, p.sensing, p.attachment) = (0.0, 0.0, 0.0, 0.0, 0.0);
        (p.ties_weight, p.rule, p.confidence, p.compromise) = (0.3, rule as f32, confidence, 0.3);
        let mut simulation = Simulation::new(&scenario, &scenario.baseline, 0);
        (0..1040).for_each(|_| simulation.step());
        let purposes = &simulation.organisation.people.purpose;
        let gaps = purposes.iter().flat_map(|a| purposes.iter().map(|b| crate::organisation::people::distance(*a, *b)));
        gaps.sum::<f32>() / (purposes.len() * purposes.len()) as f32
    }

    #[test]
    fn with_wide_confidence_all_agree_and_with_little_they_do_not() {
        let start = 0.1 * 1.77; // mean distance of two draws, spread .1 in each of two directions
        for rule in [BOUNDED_CONFIDENCE, PAIRWISE] {
            assert!(spread(rule, 10.0) < 0.005, "rule {rule}: {}", spread(rule, 10.0));
            let apart = spread(rule, 0.05);
            assert!(apart > 0.3 * start && apart < 1.2 * start, "rule {rule}: {apart}");
        }
        assert!(spread(0, 0.0) < 0.005, "confidence does not matter where all are heard");
    }
}
