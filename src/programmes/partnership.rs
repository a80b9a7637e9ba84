//! Partnership funding: what is paid for is working together.

use super::row::share;
use super::{Programme, ProgrammeRow};
use crate::pattern::Pattern;
use crate::scenario::parameters::Parameters;

/// The row of the list.
pub const ROW: ProgrammeRow = ProgrammeRow {
    name: "partnership",
    meaning: "While it lasts departments compete less and share more of a direction, in the whole organisation.",
    source: "\"Joining Forces: building systems leadership into job roles at all levels\" (claim); sizes: assumption",
    settings: &[
        share("competition", 0.5, "Share of the competition between departments that goes away."),
        share("coordination", 0.2, "Added to coordination; its briefings take hours."),
    ],
    no_take_up: "it is the whole organisation that is funded",
    no_hours: "the briefings of `coordination` take hours",
    turn: Some(turn),
    ..ProgrammeRow::NOTHING
};

fn turn(programme: &Programme, parameters: &mut Parameters, pattern: &mut Pattern) {
    parameters.context.competition *= 1.0 - programme.setting("competition");
    pattern.coordination = (pattern.coordination + programme.setting("coordination")).clamp(0.0, 1.0);
}
