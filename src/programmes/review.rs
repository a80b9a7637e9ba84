//! Review after incidents and bad outcomes: who was it, or what can we learn?

use super::row::{hours, share, take_up};
use super::{Programme, ProgrammeRow};
use crate::events::Log;
use crate::mechanisms::attention::charge;
use crate::mechanisms::learning::gain;
use crate::mechanisms::{MechanismName, Now};
use crate::organisation::Organisation;
use crate::organisation::mishaps::Mishap;

/// The row of the list.
pub const ROW: ProgrammeRow = ProgrammeRow {
    name: "review",
    meaning: "While it lasts, the day after each incident or bad outcome of high stakes the people of the unit who are named review it. \
              With blame they feel as if a concern had been ignored and the lead trusts the manager less; without, as if one had been \
              answered, they learn, and part of the cause is mended.",
    source: "latent conditions, just culture: Reason 1990, 1997; learning without blame: Hay 2018 (CYP Now; claim); safety by \
             `voice.safety_gain` and `voice.safety_loss`, other sizes: assumption",
    settings: &[
        take_up(1.0),
        share("blame", 0.0, "How far the review looks for somebody to blame; the rest of it looks for what to learn."),
        share("mended", 0.2, "Share of the unit's latent hazard that a review without blame removes."),
        hours(0.5, "Hours that a review takes of each."),
    ],
    daily: Some(daily),
    ..ProgrammeRow::NOTHING
};

fn daily(programme: &mut Programme, organisation: &mut Organisation, now: &Now, _: &mut Log) {
    if !programme.lasts_on(now.day) {
        return;
    }
    organisation.mishaps.reviewed = true;
    let mishaps = std::mem::take(&mut organisation.mishaps.yesterday);
    for mishap in &mishaps {
        review(programme, organisation, now, mishap);
    }
    organisation.mishaps.yesterday = mishaps;
}

fn review(programme: &Programme, organisation: &mut Organisation, now: &Now, mishap: &Mishap) {
    let blame = programme.setting("blame");
    let mut seats = organisation.units.seats_of(mishap.unit).to_vec();
    seats.retain(|seat| programme.takes_part(organisation, now, *seat));
    if seats.is_empty() {
        return;
    }
    organisation.hazard[mishap.unit as usize] *= 1.0 - (1.0 - blame) * programme.setting("mended");
    let facet = organisation.units.facet(mishap.unit);
    for seat in seats {
        let slot = organisation.positions.occupant[seat as usize] as usize;
        charge(organisation, now, seat, programme.setting("hours"));
        if now.on.has(MechanismName::Voice) {
            let safety = &mut organisation.people.safety[slot];
            *safety -= blame * now.p.voice.safety_loss * *safety;
            gain(safety, (1.0 - blame) * now.p.voice.safety_gain);
        }
        if now.on.has(MechanismName::Learning) && organisation.beliefs.is_empty() {
            gain(&mut organisation.people.profile[slot].knowledge[facet], (1.0 - blame) * now.p.learning.contribute);
        }
    }
    let lead = mishap.lead.filter(|lead| organisation.there(*lead) && now.on.has(MechanismName::Trust));
    if let Some(lead) = lead.filter(|lead| programme.takes_part(organisation, now, organisation.people.position[lead.person as usize])) {
        organisation.people.profile[lead.person as usize].trust_up *= 1.0 - blame * now.p.trust.loss;
    }
}
