//! 360-degree feedback: people at every level see themselves as others do, and close a small share of the gap.

use super::row::{hours, share, take_up};
use super::{Programme, ProgrammeRow};
use crate::events::Log;
use crate::mechanisms::attention::charge;
use crate::mechanisms::learning::gain;
use crate::mechanisms::{MechanismName, Now};
use crate::organisation::Organisation;
use crate::scenario::DAYS_PER_YEAR;

/// The row of the list.
pub const ROW: ProgrammeRow = ProgrammeRow {
    name: "feedback-360",
    meaning: "Twice a year (or each `every_days`) those who take part close a small share of the gap between what they do and what is \
              wanted of them, in behaviour and in leadership.",
    source: "small effects (Smither, London and Reilly 2005); the part in which procedures help modelling: Munby, interviewed by Cottrill \
             2018 (claim); sizes: assumption",
    settings: &[
        take_up(1.0),
        share("behaviour", 0.06, "Share of the missing behaviour that a round of feedback adds."),
        share("leadership", 0.01, "Share of the missing leadership that a round of feedback adds."),
        hours(3.0, "Hours of giving and taking feedback in a round, for each."),
    ],
    daily: Some(daily),
    ..ProgrammeRow::NOTHING
};

fn daily(programme: &mut Programme, organisation: &mut Organisation, now: &Now, _: &mut Log) {
    let every = programme.scheduled.every_days.unwrap_or(DAYS_PER_YEAR / 2);
    if !programme.lasts_on(now.day) || !(now.day - programme.scheduled.from).is_multiple_of(every.max(1)) {
        return;
    }
    for seat in programme.participants(organisation, now) {
        charge(organisation, now, seat, programme.setting("hours"));
        if now.on.has(MechanismName::Learning) {
            let (people, slot) = (&mut organisation.people, organisation.positions.occupant[seat as usize] as usize);
            gain(&mut people.behaviour[slot], programme.setting("behaviour"));
            gain(&mut people.profile[slot].leadership, programme.setting("leadership"));
        }
    }
}
