//! Voice: concerns that are said or not, answered or not, and what is left of them.
//!
//! **Models** psychological safety, organisational silence and latent hazard. **Reads** safety, openness, inboxes.
//! **Writes** concerns, safety, the feeling of being heard, hazard, incidents.
//!
//! **Equation** Somebody notices a concern with `notice_rate` a day and says it with chance `say_least` +
//! `say_by_safety` * safety; or, where `rule` is "threshold", if those of the unit who are seen to speak up (in the last
//! week, and today until nobody else joins) are at least `company` * max(0, `alone` - safety) / `alone`. It waits in the manager's inbox; once its hours are paid it is acted on and answered with
//! chance openness * (`inclusion` for the marginalised group) * (1 + `leader_quality` (L - `leader_mean`)). Answered:
//! safety += `safety_gain` (1 - safety), heard moves to 1 by `heard_rate`; ignored (also after `concern_lapse_days`):
//! safety -= `safety_loss` * safety, heard moves to 0. What is not said or not acted on adds `unspoken` to the hazard of
//! the unit. Hazard decays; a unit has incidents at `incident_rate` * hazard a day, each of which strains the unit, costs
//! trust upward and uncovers a share `release` of the hazard.
//!
//! **Evidence** sign: Edmondson 1999; Milliken, Morrison and Hewlin 2003; normal accidents from latent conditions: Reason
//! 1990; thresholds: Granovetter 1978; sizes: assumption. **Limits** at openness 1 and safety 1 nothing is left but what
//! is never said; thresholds 0..99 bring all 100 to act, and 1 if the second has 2 (test).

pub mod threshold;

use super::{MechanismName, Now, WEEK};
use crate::ahead::{self, ways};
use crate::events::{Fact, Log};
use crate::organisation::Organisation;
use crate::organisation::calendar::Due;
use crate::organisation::inboxes::{Message, Task, TaskKind};
use crate::organisation::issues::Concern;
use crate::organisation::pool::Handle;
use crate::organisation::positions::NOWHERE;
use crate::streams::Process;

/// Sets the names of concerns apart from those of issues.
const CONCERN: u64 = 1 << 63;

/// People notice concerns and say them, or not.
pub fn notice(organisation: &mut Organisation, now: &Now, log: &mut Log) {
    let v = &now.p.voice;
    let speakers = (v.rule as usize == threshold::RULE).then(|| threshold::speakers(organisation, now));
    let luck = now.streams.named(Process::Voice, u64::from(now.day));
    let mut found = std::mem::take(&mut organisation.workspace.found);
    let identity = &organisation.people.identity;
    found.over(identity.len(), |people, found| {
        for person in people {
            let mut draws = luck.draws(identity[person as usize]);
            if draws.chance(v.notice_rate) {
                found.push((person, draws.unit()));
            }
        }
    });
    let large = ahead::is_large(organisation);
    ahead::walk(ways::ToNoticed, large, organisation, found.iter(), |organisation, (person, luck)| {
        consider(organisation, now, log, *person, *luck, speakers.as_deref());
    });
    found.clear();
    organisation.workspace.found = found;
    if now.weekly() {
        let share = (v.safety_return * WEEK as f32, v.heard_return * WEEK as f32);
        let home = now.p.people.safety;
        organisation.people.safety.iter_mut().for_each(|safety| *safety += share.0 * (home - *safety));
        organisation.people.heard.iter_mut().for_each(|heard| *heard += share.1 * (0.5 - *heard));
    }
}

/// Somebody who has noticed a concern says it, or not. The top has nobody to say it to.
fn consider(organisation: &mut Organisation, now: &Now, log: &mut Log, person: u32, luck: f32, speakers: Option<&[u32]>) {
    let (v, slot) = (&now.p.voice, person as usize);
    let seat = organisation.people.position[slot];
    if seat == NOWHERE || organisation.positions.parent[seat as usize] == NOWHERE {
        return;
    }
    let marginalised = organisation.people.marginalised[slot];
    let unit = organisation.positions.unit[seat as usize];
    let safety = organisation.people.safety[slot];
    let said = match speakers {
        None => luck < v.say_least + v.say_by_safety * safety,
        Some(speakers) => {
            let others = speakers[unit as usize] - u32::from(organisation.people.spoke[slot] != 0);
            threshold::acts(threshold::of(safety, v), others)
        }
    };
    let t = &mut log.window;
    *(if marginalised { &mut t.noticed_marginalised } else { &mut t.noticed_majority }) += 1;
    if !said {
        organisation.hazard[unit as usize] += now.p.hazard.unspoken;
        return;
    }
    *(if marginalised { &mut t.said_marginalised } else { &mut t.said_majority }) += 1;
    organisation.people.spoke[slot] |= u8::from(speakers.is_some());
    let identity = organisation.people.identity[slot];
    let name = CONCERN | ((identity & 0x7F_FFFF_FFFF) << 20) | u64::from(now.day & 0xF_FFFF);
    let about = organisation.concerns.insert(seat, Concern { name, who: organisation.who(person), unit, marginalised });
    let tick = now.day * now.rounds + now.ticks(v.concern_lapse_days);
    organisation.calendar.enter(tick, name, Due::Concern(about));
    let task = Task { kind: TaskKind::Concern, about, owed: None };
    organisation.send(Message { seat: organisation.positions.parent[seat as usize], name, task, urgent: false });
}

/// The chance that a leader acts on what somebody says, and answers, who is included to this degree (1 for the majority).
pub fn chance_of_acting(organisation: &Organisation, now: &Now, leader: u32, inclusion: f32) -> f32 {
    let seat = organisation.people.position[leader as usize];
    let quality = organisation.leader_effect(leader, now.p.learning.leader_quality, now.p.decision.leader_mean);
    (now.dials(organisation, seat).openness + organisation.added(seat).openness) * inclusion * quality
}

/// A superior has time for a concern: acts and answers, or not.
pub fn deal_with(organisation: &mut Organisation, now: &Now, log: &mut Log, about: Handle, leader: u32) {
    let Some(concern) = organisation.concerns.get(about) else { return };
    let (name, marginalised, who) = (concern.name, concern.marginalised, concern.who);
    let inclusion = if marginalised { now.p.voice.inclusion } else { 1.0 };
    let inclusion = inclusion + organisation.added(organisation.people.position[leader as usize]).inclusion * (1.0 - inclusion);
    let chance = chance_of_acting(organisation, now, leader, inclusion);
    if !now.streams.draws(Process::Answer, name, 0).chance(chance) {
        ignored(organisation, now, about);
        return;
    }
    organisation.concerns.remove(about);
    let t = &mut log.window;
    *(if marginalised { &mut t.answered_marginalised } else { &mut t.answered_majority }) += 1;
    if organisation.there(who) {
        let (people, slot) = (&mut organisation.people, who.person as usize);
        people.safety[slot] += now.p.voice.safety_gain * (1.0 - people.safety[slot]);
        people.heard[slot] += now.p.voice.heard_rate * (1.0 - people.heard[slot]);
    }
}

/// A concern was not acted on, or nobody had time for it.
pub fn ignored(organisation: &mut Organisation, now: &Now, about: Handle) {
    let Some(concern) = organisation.concerns.remove(about) else { return };
    organisation.hazard[concern.unit as usize] += now.p.hazard.unspoken;
    if organisation.there(concern.who) {
        let (people, slot) = (&mut organisation.people, concern.who.person as usize);
        people.safety[slot] -= now.p.voice.safety_loss * people.safety[slot];
        people.heard[slot] -= now.p.voice.heard_rate * people.heard[slot];
    }
}

/// Hazard decays and becomes incidents.
pub fn incidents(organisation: &mut Organisation, now: &Now, log: &mut Log) {
    let h = &now.p.hazard;
    let luck = now.streams.named(Process::Incident, u64::from(now.day));
    for unit in 0..organisation.units.count() as u32 {
        let hazard = &mut organisation.hazard[unit as usize];
        *hazard *= 1.0 - h.decay;
        let rate = h.incident_rate * *hazard;
        let chance = luck.draws(u64::from(unit)).unit();
        // The chance of an incident is below the rate, so the power is seldom needed.
        if chance >= rate || chance >= 1.0 - libm::expf(-rate) {
            continue;
        }
        *hazard *= 1.0 - h.release;
        log.window.incidents += 1;
        log.note(now.day, Fact::Incident { unit });
        organisation.mishaps.note(unit, None);
        strike(organisation, now, unit);
    }
}

/// An incident strains everybody in the unit and costs trust upward.
fn strike(organisation: &mut Organisation, now: &Now, unit: u32) {
    let h = &now.p.hazard;
    for place in 0..organisation.units.seats_of(unit).len() {
        let seat = organisation.units.seats_of(unit)[place];
        let person = organisation.positions.occupant[seat as usize];
        if person == crate::organisation::people::NOBODY {
            continue;
        }
        let (people, slot) = (&mut organisation.people, person as usize);
        if now.on.has(MechanismName::Strain) {
            people.strain[slot] += h.strain_gain * (1.0 - people.strain[slot]);
        }
        if now.on.has(MechanismName::Trust) {
            people.profile[slot].trust_up -= h.trust_loss * people.profile[slot].trust_up;
        }
    }
}
