//! Work on inclusion: leaders answer the marginalised group as they answer everybody.

use super::row::{hours, share, take_up};
use super::{Programme, ProgrammeRow};
use crate::events::Log;
use crate::mechanisms::Now;
use crate::organisation::Organisation;

/// The row of the list.
pub const ROW: ProgrammeRow = ProgrammeRow {
    name: "inclusion",
    meaning: "While it lasts the leaders who take part close part of the gap between the answers to the marginalised group and to others.",
    source: "\"Joining Forces: building systems leadership into job roles at all levels\" (claim); size: assumption",
    settings: &[
        take_up(1.0),
        share("closed", 0.8, "Share of the gap (1 - `voice.inclusion`) that closes."),
        hours(0.5, "Hours a week of each leader."),
    ],
    leaders: true,
    daily: Some(daily),
    ..ProgrammeRow::NOTHING
};

fn daily(programme: &mut Programme, organisation: &mut Organisation, now: &Now, _: &mut Log) {
    programme.for_each_participant(organisation, now, |organisation, seat| {
        let added = organisation.added_mut(seat);
        added.inclusion += programme.setting("closed") * (1.0 - added.inclusion);
    });
}
