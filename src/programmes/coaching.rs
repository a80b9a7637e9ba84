//! Coaching: regular talks with a coach develop those who take part.

use super::row::{hours, share, take_up};
use super::{Programme, ProgrammeRow};
use crate::events::Log;
use crate::mechanisms::attention::charge;
use crate::mechanisms::learning::gain;
use crate::mechanisms::{MechanismName, Now};
use crate::organisation::Organisation;

/// The row of the list.
pub const ROW: ProgrammeRow = ProgrammeRow {
    name: "coaching",
    meaning: "Each week while it lasts a coach from outside develops the leadership of those who take part.",
    source: "half a year gives about .6 sd (Theeboom, Beersma and van Vianen 2014: skills g = .60), .06 at a spread of .10 and half of \
             leadership missing",
    settings: &[
        take_up(1.0),
        share("growth", 0.005, "Share of the missing leadership that a week adds."),
        hours(0.5, "Hours a week of those who are coached."),
    ],
    daily: Some(daily),
    ..ProgrammeRow::NOTHING
};

fn daily(programme: &mut Programme, organisation: &mut Organisation, now: &Now, _: &mut Log) {
    if !programme.meets_on(now.day) {
        return;
    }
    for seat in programme.participants(organisation, now) {
        charge(organisation, now, seat, programme.setting("hours"));
        if now.on.has(MechanismName::Learning) {
            let person = organisation.positions.occupant[seat as usize] as usize;
            gain(&mut organisation.people.profile[person].leadership, programme.setting("growth"));
        }
    }
}
