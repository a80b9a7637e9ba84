//! Work on psychological safety: leaders practise to hear concerns, act on them and answer.

use super::row::{hours, share, take_up};
use super::{Programme, ProgrammeRow};
use crate::events::Log;
use crate::mechanisms::Now;
use crate::organisation::Organisation;

/// The row of the list.
pub const ROW: ProgrammeRow = ProgrammeRow {
    name: "safety-work",
    meaning: "While it lasts the leaders who take part are more open: they act on concerns and answer more often. Safety follows.",
    source: "sign: Edmondson 1999; Hay 2018, \"Dispersed leadership\" (CYP Now; claim); size: assumption",
    settings: &[
        take_up(1.0),
        share("openness", 0.2, "Added to the chance that a concern is acted on and answered."),
        hours(1.0, "Hours a week of each leader."),
    ],
    leaders: true,
    daily: Some(daily),
    ..ProgrammeRow::NOTHING
};

fn daily(programme: &mut Programme, organisation: &mut Organisation, now: &Now, _: &mut Log) {
    programme.for_each_participant(organisation, now, |organisation, seat| {
        organisation.added_mut(seat).openness += programme.setting("openness");
    });
}
