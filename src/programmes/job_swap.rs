//! Job swap: two people of one level and different units hold each other's seats for a time.

use super::moves::{Loan, days, exchange, on_loan};
use super::row::{hours, take_up};
use super::{Programme, ProgrammeRow};
use crate::events::Log;
use crate::mechanisms::Now;
use crate::organisation::Organisation;

/// The row of the list.
pub const ROW: ProgrammeRow = ProgrammeRow {
    name: "job-swap",
    meaning: "Pairs of one level and different units exchange seats for a time; they meet the issues and the people of the other unit.",
    source: "Munby, interviewed by Cottrill 2018, \"Distributed leadership at scale\" (Nous; claim); what they learn there is the model's",
    settings: &[take_up(0.1), days(60.0, "Days until they go back."), hours(4.0, "Hours of handing over, at the start, for each.")],
    daily: Some(daily),
    ..ProgrammeRow::NOTHING
};

fn daily(programme: &mut Programme, organisation: &mut Organisation, now: &Now, _: &mut Log) {
    exchange(programme, organisation, now, paired);
}

/// Two by two in an order that is drawn: seats of one level, of different units, neither on loan.
fn paired(programme: &Programme, organisation: &Organisation, now: &Now, loans: &[Loan]) -> Vec<[u32; 2]> {
    let positions = &organisation.positions;
    let level = |seat: u32| (positions.level[seat as usize], positions.leads(seat));
    let unit = |seat: u32| positions.unit[seat as usize];
    let fits =
        |one: u32, other: u32| level(one) == level(other) && unit(one) != unit(other) && !organisation.are_apart(unit(one), unit(other));
    let luck = |seat: u32| programme.draws(organisation, now, positions.occupant[seat as usize]).bits();
    let mut ready = programme.participants(organisation, now);
    ready.retain(|seat| !on_loan(organisation, loans, *seat));
    ready.sort_by_cached_key(|seat| (luck(*seat), *seat));
    let mut pairs = Vec::new();
    while let Some(seat) = ready.pop() {
        if let Some(place) = ready.iter().rposition(|other| fits(*other, seat)) {
            pairs.push([seat, ready.remove(place)]);
        }
    }
    pairs
}
