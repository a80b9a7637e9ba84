//! A leader leaves: the holders of the leadership posts of the named levels and units go on that day.

use super::{Programme, ProgrammeRow};
use crate::events::Log;
use crate::mechanisms::{Now, succession};
use crate::organisation::Organisation;

/// The row of the list.
pub const ROW: ProgrammeRow = ProgrammeRow {
    name: "leader-leaves",
    meaning: "The holders of the leadership posts of the named levels and units leave on that day.",
    source: "assumption: from then on the post is filled as any other",
    settings: &[],
    no_take_up: "nobody is asked",
    no_hours: "what a vacancy costs the others comes out of the model",
    strike: Some(strike),
    ..ProgrammeRow::NOTHING
};

fn strike(programme: &Programme, organisation: &mut Organisation, now: &Now, log: &mut Log) {
    let positions = &organisation.positions;
    let leaders = programme.named(organisation).into_iter().filter(|seat| positions.leads(*seat));
    let people: Vec<u32> = leaders.map(|seat| positions.occupant[seat as usize]).collect();
    succession::depart(organisation, now, log, &people);
}
