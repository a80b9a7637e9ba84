//! Apart: parts of an organisation that have nothing to do with each other, as two that are to merge.
//!
//! The units named are those of the heads: each part is such a unit with every unit below its head; what belongs to none is a part
//! too. From the first day there are no ties, contacts, shared issues, outside views or programmes for two across, and a head who
//! reports to another part has nobody above. On the day on which it ends heads report as in the chart, and people may meet.

use super::{Programme, ProgrammeRow};
use crate::events::Log;
use crate::mechanisms::Now;
use crate::organisation::Organisation;
use crate::organisation::positions::NOWHERE;

/// The row of the list.
pub const ROW: ProgrammeRow = ProgrammeRow {
    name: "apart",
    meaning: "While it lasts each unit named, with all units below its head, is a part without ties, contacts, shared issues or lines to \
              the rest. Name the unit of each head, from day 0 until the day of a merger. What is already under way is finished; the need \
              of the people served, the objective, and what is assumed of strangers stay common.",
    source: "assumption: two organisations before they become one",
    settings: &[],
    no_take_up: "nobody is asked",
    no_hours: "it costs nothing: what is missing are contacts",
    daily: Some(daily),
    ..ProgrammeRow::NOTHING
};

fn daily(programme: &mut Programme, organisation: &mut Organisation, now: &Now, _: &mut Log) {
    if programme.begins_on(now.day) {
        organisation.parts = parts(programme, organisation);
        cut_ties(organisation);
        cut_lines(organisation, now, &mut programme.memory.lines);
    } else if !programme.lasts_on(now.day) {
        organisation.parts.clear();
        let lines = std::mem::take(&mut programme.memory.lines);
        organisation.change_structure(now.p, |organisation| {
            for [head, above] in lines {
                let parent = &mut organisation.positions.parent[head as usize];
                *parent = if *parent == NOWHERE { above } else { *parent };
            }
        });
    }
}

/// The part of each unit: the nearest unit named at its head's seat or above it, from 1; 0 if there is none.
fn parts(programme: &Programme, organisation: &Organisation) -> Vec<u32> {
    let positions = &organisation.positions;
    let named = programme.named_units(organisation);
    // Parents stand before their children.
    let mut of_seats: Vec<u32> = Vec::with_capacity(positions.count());
    for seat in 0..positions.count() {
        let own = named.binary_search(&positions.unit[seat]).ok().map(|_| positions.unit[seat] + 1);
        of_seats.push(own.unwrap_or_else(|| of_seats.get(positions.parent[seat] as usize).copied().unwrap_or(0)));
    }
    let units = 0..organisation.units.count() as u32;
    units.map(|unit| organisation.units.lead_seat(unit).map_or(0, |head| of_seats[head as usize])).collect()
}

fn cut_ties(organisation: &mut Organisation) {
    let everybody: Vec<u32> = organisation.people.everybody().collect();
    for person in everybody {
        let unit = organisation.unit_of(person);
        let mut row = *organisation.ties.row_mut(person);
        row.forget(|other| organisation.are_apart(unit, organisation.unit_of(other)));
        *organisation.ties.row_mut(person) = row;
    }
}

/// Heads who report to another part have nobody above; the lines that are cut are added to `lines`.
fn cut_lines(organisation: &mut Organisation, now: &Now, lines: &mut Vec<[u32; 2]>) {
    let unit = |seat: u32| organisation.positions.unit[seat as usize];
    let above = |seat: u32| organisation.positions.parent[seat as usize];
    let across = |seat: &u32| above(*seat) != NOWHERE && organisation.are_apart(unit(*seat), unit(above(*seat)));
    let cut: Vec<[u32; 2]> = (0..organisation.positions.count() as u32).filter(across).map(|seat| [seat, above(seat)]).collect();
    organisation.change_structure(now.p, |organisation| {
        cut.iter().for_each(|[seat, _]| organisation.positions.parent[*seat as usize] = NOWHERE);
    });
    lines.extend(cut);
}
