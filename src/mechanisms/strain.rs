//! Strain and engagement: what work does to people.
//!
//! **Models** job demands and resources. **Reads** hours, inboxes, ties, managers. **Writes** strain, engagement, support.
//!
//! **Equation** demand = duties and talk + hours spent + min(waiting work, `waiting_hours`), as shares of the day, for
//! leaders + `responsibility` * (1 + perfection). A day adds
//! `gain` * clip(demand - `slack`, 0, `excess_cap`) * (1 - `buffer` * support) / resilience * (1 - strain) minus
//! `recovery` * (`rest` + `recovery_support` * support) * strain. Support = 1/2 min(1, sum of trust * strength over ties / 3) +
//! 1/2 trust up * (1 + `leader_quality` (L - `leader_mean`)), renewed weekly. Engagement moves by `engagement_rate` a day to a weighted
//! sum of being heard, agency, trust up, alignment and the absence of strain.
//!
//! **Evidence** form: Demerouti et al. 2001 (demands and resources), Cohen and Wills 1985 (buffering); sizes: assumption.
//! **Limits** both terms are proportional, so strain stays inside (0, 1) and has an inner fixed point: at a steady demand
//! s* = g / (g + r), with g the gain and r the recovery above (test).

use super::{Now, WEEK, attention::HOUR};
use crate::ahead::{self, ways};
use crate::organisation::Organisation;
use crate::organisation::people::{NOBODY, distance};
use crate::organisation::positions::NOWHERE;
use crate::scenario::parameters::Strain;
use crate::spread;

/// Sum of trust times strength of ties that counts as full support.
const FULL_SUPPORT: f32 = 3.0;

/// Strain after a day of `demand` (share of the day) with `support` (0..1).
pub fn after_day(p: &Strain, strain: f32, demand: f32, support: f32, resilience: f32) -> f32 {
    let excess = (demand - p.slack).clamp(0.0, p.excess_cap);
    let gain = p.gain * excess * (1.0 - p.buffer * support) / resilience;
    let recovery = p.recovery * (p.rest + p.recovery_support * support);
    (strain + gain * (1.0 - strain) - recovery * strain).clamp(0.0, 1.0)
}

/// Strain daily; support and engagement weekly.
pub fn step(organisation: &mut Organisation, now: &Now) {
    let p = &now.p.strain;
    let mut strain = std::mem::take(&mut organisation.people.strain);
    spread::each(&mut strain, |first, block| {
        for (slot, strain) in (first..).zip(block) {
            let seat = organisation.people.position[slot];
            if seat != NOWHERE {
                let (support, resilience) = (organisation.people.support[slot], organisation.people.resilience[slot]);
                *strain = after_day(p, *strain, demand(organisation, now, slot, seat), support, resilience);
            }
        }
    });
    organisation.people.strain = strain;
    if now.weekly() {
        weekly(organisation, now);
    }
}

/// What the day asked of somebody, as a share of it.
#[inline]
fn demand(organisation: &Organisation, now: &Now, slot: usize, seat: u32) -> f32 {
    let (p, a) = (&now.p.strain, &now.p.attention);
    let acting = organisation.people.acting[slot];
    let (mut spent, mut waiting) = (organisation.spent[seat as usize], organisation.inboxes.waiting(seat));
    if acting != NOWHERE {
        spent += organisation.spent[acting as usize];
        waiting += organisation.inboxes.waiting(acting);
    }
    let (load, day) = if organisation.positions.leads(seat) {
        let perfection = (now.dials(organisation, seat).perfection + organisation.added(seat).perfection).clamp(0.0, 1.0);
        (p.responsibility * (1.0 + perfection), a.leader_day_hours)
    } else {
        (0.0, a.day_hours)
    };
    let waiting = waiting as f32 + shared(organisation, seat);
    let backlog = (waiting * p.waiting_task_hours).min(p.waiting_hours);
    organisation.busy[seat as usize] + (spent as f32 / HOUR + backlog) / day + load
}

/// A seat's part of what waits in the inbox that its unit shares, in tasks.
fn shared(organisation: &Organisation, seat: u32) -> f32 {
    if organisation.shared.count() == 0 {
        return 0.0;
    }
    let waiting = organisation.shared.waiting(organisation.shared_inbox(seat));
    waiting as f32 / organisation.units.seats_of(organisation.positions.unit[seat as usize]).len() as f32
}

fn weekly(organisation: &mut Organisation, now: &Now) {
    let p = &now.p.strain;
    let mut supports = std::mem::take(&mut organisation.people.support);
    let large = ahead::is_large(organisation);
    spread::each(&mut supports, |first, block| {
        let people = first as u32..(first + block.len()) as u32;
        ahead::walk(ways::ToTies, large, &mut (&*organisation, block), people, |(organisation, block), person| {
            if organisation.people.present(person) {
                block[person as usize - first] = support(organisation, now, person);
            }
        });
    });
    organisation.people.support = supports;
    let share = (p.engagement_rate * WEEK as f32).min(1.0);
    let mut engagement = std::mem::take(&mut organisation.people.engagement);
    let people = &organisation.people;
    spread::each(&mut engagement, |first, block| {
        for (slot, engagement) in (first..).zip(block).filter(|(slot, _)| people.present(*slot as u32)) {
            let alignment = (1.0 - distance(people.purpose[slot], organisation.world.objective)).max(0.0);
            let target = p.engagement_base
                + p.engagement_heard * people.heard[slot]
                + p.engagement_agency * people.profile[slot].agency
                + p.engagement_trust * people.profile[slot].trust_up
                + p.engagement_alignment * alignment
                + p.engagement_unstrained * (1.0 - people.strain[slot]);
            *engagement += share * (target.min(1.0) - *engagement);
        }
    });
    organisation.people.engagement = engagement;
}

/// What a team of peers outside adds to the ties of the head.
fn team(organisation: &Organisation, person: u32) -> f32 {
    if organisation.people.position[person as usize] == 0 { organisation.outside.team } else { 0.0 }
}

/// Support from ties and manager (0..1); from ties alone at the top.
fn support(organisation: &Organisation, now: &Now, person: u32) -> f32 {
    let people = &organisation.people;
    let sum = organisation.ties.of(person).fold(0.0, |sum, tie| sum + tie.trust * tie.strength) + team(organisation, person);
    let ties = (sum / FULL_SUPPORT).min(1.0);
    let manager = organisation.manager_of(person);
    if manager == NOBODY {
        return ties;
    }
    let quality = organisation.leader_effect(manager, now.p.learning.leader_quality, now.p.decision.leader_mean);
    (0.5 * ties + 0.5 * people.profile[person as usize].trust_up * quality).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::parameters::Parameters;

    #[test]
    fn strain_meets_its_inner_fixed_point_from_both_sides() {
        let p = Parameters::default().strain;
        let (demand, support, resilience) = (0.95, 0.5, 1.0);
        let gain = p.gain * (demand - p.slack) * (1.0 - p.buffer * support);
        let recovery = p.recovery * (p.rest + p.recovery_support * support);
        let expected = gain / (gain + recovery);
        for start in [0.0, 1.0] {
            let mut strain = start;
            for _ in 0..3000 {
                strain = after_day(&p, strain, demand, support, resilience);
            }
            assert!((strain - expected).abs() < 1e-3, "{strain} {expected}");
        }
    }

    #[test]
    fn no_demand_above_slack_heals() {
        let p = Parameters::default().strain;
        assert!(after_day(&p, 0.5, p.slack, 0.5, 1.0) < 0.5);
        assert_eq!(after_day(&p, 0.0, p.slack, 0.5, 1.0), 0.0);
    }
}
