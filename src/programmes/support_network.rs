//! A support network between the organisations of a system: it begins, spreads and may end.

use super::row::share;
use super::{Programme, ProgrammeRow};
use crate::pattern::Pattern;
use crate::scenario::parameters::Parameters;

/// The row of the list.
pub const ROW: ProgrammeRow = ProgrammeRow {
    name: "support-network",
    meaning: "While it lasts leaders of the best of the organisations named may join the support network of the system one after another \
              and help any others; when it ends all help ends. It begins and ends at the first meeting of the system on that day or after.",
    source: "Munby, interviewed by Cottrill 2018, \"Distributed leadership at scale\" (Nous; claim); how it spreads: Bass 1969; sizes: the \
             parameters of the network in `system`",
    settings: &[share(
        "potential",
        0.25,
        "Share of organisations, those with the best practice when it begins, whose leader may join; in place of \
         `system.network_potential`.",
    )],
    no_take_up: "joining is voluntary and comes out of the model (`system.innovation`, `system.imitation`)",
    no_hours: "`system.support_hours` a week of the head for each organisation helped",
    system: true,
    turn: Some(turn),
    ..ProgrammeRow::NOTHING
};

fn turn(programme: &Programme, parameters: &mut Parameters, _: &mut Pattern) {
    parameters.system.network_potential = programme.setting("potential");
}
