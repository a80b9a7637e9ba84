//! One central leadership programme for all organisations of a system.

use super::{Programme, ProgrammeRow, Setting};
use crate::pattern::Pattern;
use crate::scenario::parameters::Parameters;

/// The row of the list.
pub const ROW: ProgrammeRow = ProgrammeRow {
    name: "central-programme",
    meaning: "While it lasts one central programme develops people of the organisations named, drawn by lot: so many a year, however many \
              organisations there are. It begins and ends at the first meeting of the system on that day or after.",
    source: "Munby, interviewed by Cottrill 2018, \"Distributed leadership at scale\" (Nous; claim); what is taught: as in a course; \
             places: assumption",
    settings: &[Setting {
        name: "places",
        default: 20.0,
        unit: "people/year",
        minimum: 0.0,
        maximum: 1_000_000.0,
        meaning: "Places for the whole system; in place of `system.central_places`.",
    }],
    no_take_up: "each place goes to whoever wants most to lead",
    no_hours: "16 hours of whoever takes a place",
    system: true,
    turn: Some(turn),
    ..ProgrammeRow::NOTHING
};

fn turn(programme: &Programme, parameters: &mut Parameters, _: &mut Pattern) {
    parameters.system.central_places = programme.setting("places");
}
