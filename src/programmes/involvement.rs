//! User involvement: the people served take part in setting the objective.

use super::row::{hours, share, take_up};
use super::{Programme, ProgrammeRow};
use crate::events::Log;
use crate::mechanisms::Now;
use crate::organisation::Organisation;
use crate::pattern::Pattern;
use crate::scenario::parameters::Parameters;

/// The row of the list.
pub const ROW: ProgrammeRow = ProgrammeRow {
    name: "user-involvement",
    meaning: "While it lasts the need of the people served is read four times a year and more exactly; those named give hours to it. The \
              objective is that of the whole organisation.",
    source: "Hay 2018, \"Dispersed leadership\" (CYP Now; claim); sizes: assumption",
    settings: &[
        take_up(1.0),
        share("involvement", 1.0, "How far the people served take part; raises `context.involvement` to this, times `take_up`."),
        hours(0.5, "Hours a week of each of the staff named."),
    ],
    turn: Some(turn),
    daily: Some(daily),
    ..ProgrammeRow::NOTHING
};

fn turn(programme: &Programme, parameters: &mut Parameters, _: &mut Pattern) {
    let involvement = &mut parameters.context.involvement;
    *involvement = involvement.max(programme.setting("involvement") * programme.setting("take_up"));
}

fn daily(programme: &mut Programme, organisation: &mut Organisation, now: &Now, _: &mut Log) {
    programme.for_each_participant(organisation, now, |_, _| {});
}
