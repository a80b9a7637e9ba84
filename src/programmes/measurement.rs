//! Measurement: to control, or to learn.

use super::row::{hours, share, take_up};
use super::{Programme, ProgrammeRow, Setting};
use crate::events::Log;
use crate::mechanisms::Now;
use crate::organisation::Organisation;

/// The row of the list.
pub const ROW: ProgrammeRow = ProgrammeRow {
    name: "measurement",
    meaning: "While it lasts those named are measured. For control, what is measured is rewarded more and effort moves to it; for \
              learning, it is fed back and people learn more from their work.",
    source: "effort moves to what is measured: Holmstrom and Milgrom 1991; control against learning: \"Joining Forces: building systems \
             leadership into job roles at all levels\" (claim); sizes: assumption",
    settings: &[
        take_up(1.0),
        Setting {
            name: "reward",
            default: 2.0,
            unit: "reward",
            minimum: 0.0,
            maximum: 10.0,
            meaning: "For control: added to the reward of what is measured; 0 to measure for learning only.",
        },
        share("learning", 0.0, "For learning: added to the dial development of those named; 0 to measure for control only."),
        hours(0.5, "Hours of measuring a week of each."),
    ],
    daily: Some(daily),
    ..ProgrammeRow::NOTHING
};

fn daily(programme: &mut Programme, organisation: &mut Organisation, now: &Now, _: &mut Log) {
    programme.for_each_participant(organisation, now, |organisation, seat| {
        let added = organisation.added_mut(seat);
        added.measured += programme.setting("reward");
        added.development += programme.setting("learning");
    });
}
