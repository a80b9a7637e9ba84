//! The board: it inspects, or it trusts.

use super::row::{either, take_up};
use super::{Programme, ProgrammeRow};
use crate::events::Log;
use crate::mechanisms::Now;
use crate::organisation::Organisation;

/// The row of the list.
pub const ROW: ProgrammeRow = ProgrammeRow {
    name: "board",
    meaning: "While it lasts those named (name the top: `levels = [0]`) are inspected: they report and are checked more, must be perfect, \
              and what is measured counts for more. Values below 0 are a board that trusts.",
    source: "\"Joining Forces: building systems leadership into job roles at all levels\" (claim); sizes: assumption",
    settings: &[
        take_up(1.0),
        either("control", 0.3, "Added to control: reporting, and the chance that a decision needs sign-off."),
        either("perfection", 0.5, "Added to perfection: how far leaders think that they must be perfect."),
        either("measured", 0.5, "Added to the reward of what is measured."),
    ],
    no_hours: "`control` takes hours of reporting and sign-off",
    daily: Some(daily),
    ..ProgrammeRow::NOTHING
};

fn daily(programme: &mut Programme, organisation: &mut Organisation, now: &Now, _: &mut Log) {
    programme.for_each_participant(organisation, now, |organisation, seat| {
        let added = organisation.added_mut(seat);
        added.control += programme.setting("control");
        added.perfection += programme.setting("perfection");
        added.measured += programme.setting("measured");
    });
}
