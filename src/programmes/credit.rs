//! Credit: what is rewarded is the name of the organisation, or what the community gets.

use super::{Programme, ProgrammeRow, Setting};
use crate::pattern::Pattern;
use crate::scenario::parameters::Parameters;

/// The row of the list.
pub const ROW: ProgrammeRow = ProgrammeRow {
    name: "credit",
    meaning: "While it lasts credit goes to departments and organisation (towards 1) or to the purpose of the community (towards -1): \
              departments compete more or less, and the front line senses the need of the people served less or more.",
    source: "\"Joining Forces: building systems leadership into job roles at all levels\" (claim); sizes: assumption",
    settings: &[Setting {
        name: "own",
        default: 0.5,
        unit: "share",
        minimum: -1.0,
        maximum: 1.0,
        meaning: "1: credit for the own organisation, competition full and need not sensed; 0: no change; -1: for the community, no \
                  competition and need sensed twice as much.",
    }],
    no_take_up: "it is the whole organisation that is judged",
    no_hours: "what is rewarded changes, and not what is done for it",
    turn: Some(turn),
    ..ProgrammeRow::NOTHING
};

fn turn(programme: &Programme, parameters: &mut Parameters, _: &mut Pattern) {
    let own = programme.setting("own");
    let competition = &mut parameters.context.competition;
    *competition += if own > 0.0 { own * (1.0 - *competition) } else { own * *competition };
    parameters.purpose.sensing *= 1.0 - own;
}
