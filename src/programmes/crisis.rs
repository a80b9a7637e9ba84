//! Crisis: a shock to load, complexity and urgency, with authority devolved or pulled up.

use super::{Programme, ProgrammeRow, Setting};
use crate::pattern::Pattern;
use crate::scenario::parameters::Parameters;

/// The row of the list.
pub const ROW: ProgrammeRow = ProgrammeRow {
    name: "crisis",
    meaning: "Load, complexity and urgency rise while it lasts; authority can be devolved or pulled up.",
    source: "assumption: a shock to the context",
    settings: &[
        Setting { name: "load", default: 2.0, unit: "factor", minimum: 0.0, maximum: 10.0, meaning: "Factor on the rate of issues." },
        Setting {
            name: "complexity",
            default: 0.15,
            unit: "probability",
            minimum: 0.0,
            maximum: 1.0,
            meaning: "Added to the chance of each further facet.",
        },
        Setting {
            name: "urgency",
            default: 0.2,
            unit: "share",
            minimum: 0.0,
            maximum: 1.0,
            meaning: "Added to the share of urgent issues.",
        },
        Setting {
            name: "authority",
            default: 0.0,
            unit: "stakes",
            minimum: -1.0,
            maximum: 1.0,
            meaning: "Added to the authority of the middle and the front line: above 0 devolves, below 0 pulls up.",
        },
    ],
    no_take_up: "nobody is asked",
    no_hours: "more issues, more of them urgent, take the hours that issues take",
    turn: Some(turn),
    ..ProgrammeRow::NOTHING
};

fn turn(programme: &Programme, parameters: &mut Parameters, pattern: &mut Pattern) {
    let context = &mut parameters.context;
    context.load *= programme.setting("load");
    context.complexity = (context.complexity + programme.setting("complexity")).clamp(0.0, 1.0);
    context.urgency = (context.urgency + programme.setting("urgency")).clamp(0.0, 1.0);
    let shift = programme.setting("authority");
    pattern.authority_operational = (pattern.authority_operational + shift).clamp(0.0, 1.0);
    pattern.authority_frontline = (pattern.authority_frontline + shift).clamp(0.0, 1.0);
}
