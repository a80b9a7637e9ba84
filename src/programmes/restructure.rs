//! Restructure: seats are dealt out anew among people of one level, and contacts and know-how are cut with the old unit.
//!
//! Seats are dealt out whatever the subject of their unit, as where generalists are redeployed (assumption). Who comes to another
//! department serves with what they know of its subject, which costs service until they have learnt it. Where people keep their
//! subject, as teachers do, name the units of one department.

use super::moves::reseat;
use super::row::{hours, share};
use super::{Programme, ProgrammeRow};
use crate::events::Log;
use crate::mechanisms::Now;
use crate::mechanisms::attention::charge;
use crate::organisation::Organisation;

/// The row of the list.
pub const ROW: ProgrammeRow = ProgrammeRow {
    name: "restructure",
    meaning: "People of one level change seats; who comes to another unit loses part of the ties to the others and of local knowledge, \
              and trust between new managers and reports begins anew.",
    source: "Hannan and Freeman 1984: reorganising sets routines and relations back (sign); sizes: assumption",
    settings: &[
        share("moved", 0.3, "Share of those named who are moved."),
        share("ties_lost", 0.5, "Share of the strength of ties outside the new unit that is lost."),
        share("local_lost", 0.2, "Share of local knowledge that is lost."),
        hours(4.0, "Hours of handing over of each who is moved."),
    ],
    no_take_up: "nobody is asked: `moved` says how many are moved",
    strike: Some(strike),
    ..ProgrammeRow::NOTHING
};

fn strike(programme: &Programme, organisation: &mut Organisation, now: &Now, _: &mut Log) {
    let before = organisation.people.position.clone();
    let moves = dealt(programme, organisation, now);
    reseat(organisation, now, &moves);
    for (person, seat) in moves {
        charge(organisation, now, seat, programme.setting("hours"));
        let unit = organisation.positions.unit[seat as usize];
        if organisation.positions.unit[before[person as usize] as usize] != unit {
            unsettle(programme, organisation, person, unit);
        }
    }
}

/// Who moves where: in an order drawn within each level, and within each part while parts are apart, everybody
/// takes the seat of the next.
fn dealt(programme: &Programme, organisation: &Organisation, now: &Now) -> Vec<(u32, u32)> {
    let positions = &organisation.positions;
    let mut movers: Vec<((u32, u32), u64, u32)> = Vec::new();
    for seat in programme.named(organisation) {
        let mut draws = programme.draws(organisation, now, positions.occupant[seat as usize]);
        if draws.chance(programme.setting("moved")) {
            let part = organisation.parts.get(positions.unit[seat as usize] as usize).copied().unwrap_or(0);
            movers.push(((positions.level[seat as usize], part), draws.bits(), seat));
        }
    }
    movers.sort_unstable();
    let mut moves = Vec::with_capacity(movers.len());
    for group in movers.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1) {
        let next = group.iter().cycle().skip(1);
        moves.extend(group.iter().zip(next).map(|((.., from), (.., to))| (positions.occupant[*from as usize], *to)));
    }
    moves
}

fn unsettle(programme: &Programme, organisation: &mut Organisation, person: u32, unit: u32) {
    let kept = 1.0 - programme.setting("ties_lost");
    organisation.people.local[person as usize] *= 1.0 - programme.setting("local_lost");
    let Organisation { ties, people, positions, .. } = organisation;
    ties.row_mut(person).weaken(kept, |other| positions.unit[people.position[other as usize] as usize] != unit);
}
