//! Merger: units become one, first in everyday life and after a time under one head.
//!
//! On the first day the people of the units named come to sit in the first of them: from then on they are mates, of one
//! department, and serve what it serves. Each head goes on to lead those who came along. After `two_heads_days` the lines are
//! joined too: the first head leads everybody, and the other heads become members of the unit.

use super::row::{hours, share};
use super::{Programme, ProgrammeRow, Setting};
use crate::events::Log;
use crate::mechanisms::Now;
use crate::mechanisms::attention::charge;
use crate::organisation::Organisation;
use crate::organisation::people::NOBODY;

/// The row of the list.
pub const ROW: ProgrammeRow = ProgrammeRow {
    name: "merger",
    meaning: "The units named become one: seats, contacts and what they serve at once, the lines when the time of several heads is over. \
              Purposes and ties come along and meet; who comes to the other unit loses part of the local knowledge, and trust in a new \
              head begins anew.",
    source: "people lose their bearings and meet other ways: Buono and Bowditch 1989; Nahavandi and Malekzadeh 1988 (sign); sizes: \
             assumption",
    settings: &[
        Setting {
            name: "two_heads_days",
            default: 130.0,
            unit: "days",
            minimum: 0.0,
            maximum: 2600.0,
            meaning: "Days for which each head goes on to lead the own people; 0 joins the lines at once.",
        },
        share("local_lost", 0.2, "Share of local knowledge that those lose who come to the other unit."),
        hours(8.0, "Hours of moving, on the first day, of each."),
    ],
    no_take_up: "nobody is asked",
    daily: Some(daily),
    ..ProgrammeRow::NOTHING
};

fn daily(programme: &mut Programme, organisation: &mut Organisation, now: &Now, _: &mut Log) {
    if !programme.lasts_on(now.day) {
        return;
    }
    if programme.begins_on(now.day) {
        join_units(programme, organisation, now);
    }
    if now.day - programme.last_began(now.day) == programme.setting("two_heads_days") as u32 {
        let named = programme.named_units(organisation);
        organisation.change_structure(now.p, |organisation| named.iter().for_each(|unit| join_lines(organisation, *unit)));
    }
}

/// Everybody of the units named comes to sit in that of the first head.
fn join_units(programme: &Programme, organisation: &mut Organisation, now: &Now) {
    for seat in programme.named(organisation) {
        charge(organisation, now, seat, programme.setting("hours"));
    }
    let named = programme.named_units(organisation);
    let Some(first) = named.iter().copied().min_by_key(|unit| organisation.units.seats_of(*unit)[0]) else { return };
    for unit in named.into_iter().filter(|unit| *unit != first) {
        for place in 0..organisation.units.seats_of(unit).len() {
            let seat = organisation.units.seats_of(unit)[place];
            organisation.positions.unit[seat as usize] = first;
            let person = organisation.positions.occupant[seat as usize];
            if person != NOBODY {
                organisation.people.local[person as usize] *= 1.0 - programme.setting("local_lost");
            }
        }
        organisation.hazard[first as usize] += std::mem::take(&mut organisation.hazard[unit as usize]);
        organisation.join_shared_inboxes(unit, first);
    }
    organisation.change_structure(now.p, |_| {});
}

/// All who report to a head of the unit come to report to the first, and so do the other heads.
fn join_lines(organisation: &mut Organisation, unit: u32) {
    let positions = &mut organisation.positions;
    let inside = |seat: u32| positions.unit.get(seat as usize) == Some(&unit);
    let seats = organisation.units.seats_of(unit).iter().copied();
    let mut heads: Vec<u32> = seats.filter(|seat| !inside(positions.parent[*seat as usize])).collect();
    heads.sort_unstable();
    let Some((first, others)) = heads.split_first() else { return };
    for parent in positions.parent.iter_mut().filter(|parent| others.contains(parent)) {
        *parent = *first;
    }
    others.iter().for_each(|head| positions.parent[*head as usize] = *first);
}
