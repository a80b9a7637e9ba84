//! Licences: organisations of a system run local leadership programmes, with or without quality assurance.

use super::row::share;
use super::{Programme, ProgrammeRow, Setting};
use crate::pattern::Pattern;
use crate::scenario::parameters::Parameters;

/// The row of the list.
pub const ROW: ProgrammeRow = ProgrammeRow {
    name: "licensed-programmes",
    meaning: "While it lasts those of the organisations named that take a licence run a leadership programme of their own, which \
              drifts from its design unless it is assured. It begins and ends at the first meeting of the system on that day or after.",
    source: "Munby, interviewed by Cottrill 2018, \"Distributed leadership at scale\" (Nous; claim); drift: Durlak and DuPre 2008 (sign); \
             sizes: assumption",
    settings: &[
        share("take_up", 1.0, "Share of the organisations named that take a licence, by lot; in place of `system.licensed`."),
        Setting {
            name: "places",
            default: 4.0,
            unit: "people/year",
            minimum: 0.0,
            maximum: 1000.0,
            meaning: "Places of each local programme; in place of `system.local_places`.",
        },
        share("assurance", 1.0, "How far quality assurance keeps programmes to their design; in place of `system.quality_assurance`."),
    ],
    no_hours: "16 hours of whoever takes a place, and `system.assurance_hours` a week of the head",
    system: true,
    turn: Some(turn),
    ..ProgrammeRow::NOTHING
};

fn turn(programme: &Programme, parameters: &mut Parameters, _: &mut Pattern) {
    let system = &mut parameters.system;
    system.licensed = programme.setting("take_up");
    system.local_places = programme.setting("places");
    system.quality_assurance = programme.setting("assurance");
}
