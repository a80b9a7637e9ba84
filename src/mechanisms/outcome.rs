//! Outcome: what a decision is worth, and how it shows after a lag.
//!
//! **Models** the value of a decision for the people served. **Reads** issue, purpose of the lead, need.
//! **Writes** tallies, hazard, and what comes of issues (effects).
//!
//! **Equation** value = timeliness * (quality + sound)/2 * alignment. Quality is the share of facets decided rightly, a
//! decision is sound where all are; timeliness is 1 in time and else 2^-(lateness / (`late_half_life` * window));
//! alignment is 1 - distance of the lead's purpose to the need. After `lag_days` it shows as good with chance value and
//! as bad otherwise; a bad one of high stakes adds `bad_decision` to the hazard of the unit where the issue arose.
//!
//! **Evidence** assumption. **Limits** unsettled issues are worth nothing; without the mechanism nobody learns how a
//! decision went.

pub mod effects;

use super::{MechanismName, Now, decision};
use crate::events::{Fact, Log};
use crate::organisation::Organisation;
use crate::organisation::calendar::Due;
use crate::organisation::issues::Issue;
use crate::organisation::people::distance;
use crate::organisation::pool::Handle;
use crate::organisation::positions::NOWHERE;
use crate::streams::Process;
use effects::Cause;

/// Facets from which an issue counts as complex.
const COMPLEX: u32 = 4;

/// 1 in time, else halved by each `half_life` windows of lateness.
pub fn timeliness(days: f32, window: f32, half_life: f32) -> f32 {
    if days <= window { 1.0 } else { libm::exp2f(-(days - window) / (half_life * window)) }
}

/// The decision stands: it is counted, people learn from the work, and its outcome goes on the calendar.
pub fn settle(organisation: &mut Organisation, now: &Now, log: &mut Log, about: Handle) {
    let Some(issue) = organisation.issues.get(about) else { return };
    let ticks = now.tick() + 1 - issue.born;
    let days = ticks as f32 / now.rounds as f32;
    let needed = issue.facets.count_ones();
    let right = (issue.decided_right & issue.facets).count_ones();
    let (quality, sound) = (right as f32 / needed as f32, right == needed);
    let alignment = if organisation.there(issue.lead) {
        (1.0 - distance(organisation.people.purpose[issue.lead.person as usize], organisation.world.need)).max(0.0)
    } else {
        0.5
    };
    let merit = (quality + f32::from(u8::from(sound))) / 2.0;
    let timely = timeliness(days, issue.window_days, now.p.outcome.late_half_life);
    let value = timely * merit * alignment;
    let asked = issue.advice.count;
    tally(organisation, now, log, issue, ticks, quality, sound, value);
    if log.every_decision {
        let (seat, unit) = (issue.lead_seat, organisation.positions.unit[issue.origin() as usize]);
        let (stakes, hops, urgent) = (issue.stakes, issue.hops, issue.urgent);
        log.note(now.day, Fact::DecisionMade { seat, unit, days, quality, sound, stakes, value, hops, asked, urgent });
    }
    let name = issue.name;
    if let Some(issue) = organisation.issues.get_mut(about) {
        (issue.settled, issue.merit) = (true, value);
    }
    if now.on.has(MechanismName::Outcome) {
        organisation.calendar.enter(now.tick() + now.ticks(now.p.outcome.lag_days), name, Due::Outcome(about));
    }
    organisation.workspace.causes.push(Cause::Settled(about));
}

#[allow(clippy::too_many_arguments, reason = "the parts of one decision, computed once by the caller")]
fn tally(org: &Organisation, now: &Now, log: &mut Log, issue: &Issue, ticks: u32, quality: f32, sound: bool, value: f32) {
    let t = &mut log.window;
    let high = issue.stakes >= now.p.hazard.high_stakes;
    for class in decision::classes(issue, high) {
        t.delays[class as usize].settle(ticks);
    }
    let late = ticks as f32 / now.rounds as f32 > issue.window_days;
    let (sound, late) = (u64::from(sound), u64::from(late));
    t.settled += 1;
    t.late += late;
    t.urgent += u64::from(issue.urgent);
    t.urgent_late += late * u64::from(issue.urgent);
    t.quality += f64::from(quality);
    t.sound += sound;
    if issue.facets.count_ones() >= COMPLEX {
        t.complex += 1;
        t.complex_sound += sound;
    }
    if issue.joined_count > 0 {
        t.joint += 1;
        t.joint_sound += sound;
    }
    t.stakes += f64::from(issue.stakes);
    t.stakes_value += f64::from(issue.stakes) * f64::from(value);
    t.hops += u64::from(issue.hops);
    t.settled_by_top += u64::from(org.positions.parent[issue.lead_seat as usize] == NOWHERE);
    t.taken_up += u64::from(issue.taken_up);
}

/// Whether a view agrees with the decision on more than half of the facets.
pub fn used(issue: &Issue, right: u8) -> bool {
    let agree = (!(right ^ issue.decided_right) & issue.facets).count_ones();
    2 * agree > issue.facets.count_ones()
}

/// The outcome shows: good or bad.
pub fn show(organisation: &mut Organisation, now: &Now, about: Handle) {
    let Some(issue) = organisation.issues.get(about) else { return };
    let good = now.streams.draws(Process::Issue, issue.name, 4).chance(issue.merit);
    organisation.workspace.causes.push(Cause::Shown(about, good));
    if !good && issue.stakes >= now.p.hazard.high_stakes {
        let unit = organisation.positions.unit[issue.origin() as usize];
        organisation.mishaps.note(unit, Some(issue.lead));
        if now.on.has(MechanismName::Voice) {
            organisation.hazard[unit as usize] += now.p.hazard.bad_decision;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lateness_halves_the_value_each_half_life() {
        assert_eq!(timeliness(4.0, 5.0, 1.0), 1.0);
        assert_eq!(timeliness(5.0, 5.0, 1.0), 1.0);
        assert!((timeliness(10.0, 5.0, 1.0) - 0.5).abs() < 1e-6);
        assert!((timeliness(20.0, 5.0, 1.0) - 0.125).abs() < 1e-6);
        assert!((timeliness(10.0, 5.0, 2.0) - 0.5f32.sqrt()).abs() < 1e-6);
    }
}
