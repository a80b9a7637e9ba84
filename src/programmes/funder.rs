//! Funder controls: reporting and control run down from the top to the front line.

use super::row::{share, take_up};
use super::{Programme, ProgrammeRow};
use crate::events::Log;
use crate::mechanisms::Now;
use crate::organisation::Organisation;

/// The row of the list.
pub const ROW: ProgrammeRow = ProgrammeRow {
    name: "funder-controls",
    meaning: "While it lasts those named report more and have more decisions signed off, at the top by `control` and on each level below \
              by the share `passed_on` of that above.",
    source: "\"Joining Forces: building systems leadership into job roles at all levels\" (claim); that it may not reach all: \
             decoupling (Meyer and Rowan 1977); sizes: assumption",
    settings: &[
        take_up(1.0),
        share("control", 0.4, "Added to control at the top."),
        share("passed_on", 0.8, "Share of it that each level passes on to the next; 0 stops it at the top."),
    ],
    no_hours: "`control` takes hours of reporting and sign-off",
    daily: Some(daily),
    ..ProgrammeRow::NOTHING
};

fn daily(programme: &mut Programme, organisation: &mut Organisation, now: &Now, _: &mut Log) {
    let (control, passed_on) = (programme.setting("control"), programme.setting("passed_on"));
    programme.for_each_participant(organisation, now, |organisation, seat| {
        let levels = organisation.positions.level[seat as usize];
        organisation.added_mut(seat).control += (0..levels).fold(control, |control, _| control * passed_on);
    });
}
