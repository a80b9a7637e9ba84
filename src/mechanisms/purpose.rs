//! Purpose: what people work for, and how it moves.
//!
//! **Models** social influence with attachment, drift, direction and interest. **Reads** ties, objective, need.
//! **Writes** purposes, once a week, all from last week's.
//!
//! **Equation** p += `ties_weight` (mean of the ties' purposes, weighted by trust, - p) + `attachment` (own start - p) +
//! `coordination_pull` * coordination (.5 + .5 trust up)(.5 + behaviour of the manager)(objective - p) +
//! `competition_pull` * competition (interest of the department - p) + N(0, `noise`) in each direction;
//! at the front line also `sensing` (need - p).
//!
//! **Evidence** Friedkin and Johnsen 1990; DeGroot 1974. Weights: assumption.
//! **Limits** with only `ties_weight`, purposes tend to one point inside the hull of the first ones (DeGroot's consensus);
//! with `attachment` to the Friedkin-Johnsen fixed point (test).

use super::Now;
use crate::organisation::Organisation;
use crate::organisation::people::{NOBODY, Point};
use crate::organisation::positions::NOWHERE;
use crate::streams::Process;

/// Everybody's purpose moves, once a week.
pub fn step(organisation: &mut Organisation, now: &Now) {
    if !now.weekly() {
        return;
    }
    let mut before = std::mem::take(&mut organisation.workspace.points);
    before.clear();
    before.extend_from_slice(&organisation.people.purpose);
    for person in 0..organisation.people.slots() as u32 {
        if organisation.people.position[person as usize] != NOWHERE {
            organisation.people.purpose[person as usize] = moved(organisation, now, person, &before);
        }
    }
    organisation.workspace.points = before;
}

fn moved(organisation: &Organisation, now: &Now, person: u32, before: &[Point]) -> Point {
    let (p, people, slot) = (&now.p.purpose, &organisation.people, person as usize);
    let own = before[slot];
    let seat = people.position[slot] as usize;
    let manager = organisation.manager_of(person);
    let behaviour = if manager == NOBODY { people.behaviour[slot] } else { people.behaviour[manager as usize] };
    let direction = p.coordination_pull * now.pattern.coordination * (0.5 + 0.5 * people.trust_up[slot]) * (0.5 + behaviour);
    let department = organisation.units.department[organisation.positions.unit[seat] as usize] as usize;
    let pulls = [
        (p.ties_weight, trusted_mean(organisation, person, before)),
        (p.attachment, people.purpose_home[slot]),
        (direction, organisation.world.objective),
        (p.competition_pull * now.p.context.competition, organisation.world.interests[department]),
        (if organisation.positions.leads(seat as u32) { 0.0 } else { p.sensing }, organisation.world.need),
    ];
    let mut draws = now.streams.draws(Process::Purpose, people.identity[slot], u64::from(now.day));
    std::array::from_fn(|d| {
        let pull: f32 = pulls.iter().map(|(weight, to)| weight * (to[d] - own[d])).sum();
        own[d] + pull + draws.normal(0.0, p.noise)
    })
}

/// Mean purpose of the ties, weighted by trust; the own one without ties.
fn trusted_mean(organisation: &Organisation, person: u32, before: &[Point]) -> Point {
    let (mut sum, mut total) = ([0.0f32; 2], 0.0);
    for tie in organisation.ties.of(person, &organisation.people) {
        let to = before[tie.to as usize];
        sum[0] += tie.trust * to[0];
        sum[1] += tie.trust * to[1];
        total += tie.trust;
    }
    if total > 0.0 { sum.map(|s| s / total) } else { before[person as usize] }
}
