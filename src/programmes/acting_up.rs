//! Acting up, as planned: a report takes a leader's seat for a time, and the leader the report's.

use super::moves::{Loan, give_back, lend, on_loan};
use super::{Programme, ProgrammeRow, Setting, charge, gain, hours, take_up};
use crate::mechanisms::{MechanismName, Now};
use crate::organisation::Organisation;
use crate::organisation::people::NOBODY;

/// The row of the list.
pub const ROW: ProgrammeRow = ProgrammeRow {
    name: "acting-up",
    meaning: "A report, drawn by lot, takes the seat of each leader named for a time and the leader that of the report; who acts leads, \
              and comes to want to (`learning.aspiration_acting`).",
    source: "Munby, interviewed by Cottrill 2018, \"Distributed leadership at scale\" (Nous; claim); learning by leading is the model's",
    settings: &[
        take_up(1.0),
        Setting { name: "days", default: 40.0, unit: "days", minimum: 1.0, maximum: 1300.0, meaning: "Days until both go back." },
        hours(4.0, "Hours of handing over, at the start, for each."),
    ],
    turn: None,
    strike: None,
    daily: Some(daily),
};

fn daily(programme: &mut Programme, organisation: &mut Organisation, now: &Now) {
    let mut loans = std::mem::take(&mut programme.memory.loans);
    give_back(organisation, now, &mut loans, !programme.lasts_on(now.day));
    if programme.begins_on(now.day) {
        let back = now.day + programme.setting("days") as u32;
        let pairs = paired(programme, organisation, now, &loans);
        for seat in pairs.as_flattened() {
            charge(organisation, now, *seat, programme.setting("hours"));
        }
        loans.push(lend(organisation, now, &pairs, back));
    }
    if now.on.has(MechanismName::Learning) {
        let l = &now.p.learning;
        let taste = l.aspiration_acting * (1.0 - l.perfection_chill * now.pattern.perfection);
        for [_, (actor, _)] in loans.iter().flat_map(|loan| &loan.pairs) {
            gain(&mut organisation.people.aspiration[actor.person as usize], taste);
        }
    }
    programme.memory.loans = loans;
}

/// Leaders who take part, each with a report drawn by lot; nobody twice.
fn paired(programme: &Programme, organisation: &Organisation, now: &Now, loans: &[Loan]) -> Vec<[u32; 2]> {
    let positions = &organisation.positions;
    let mut pairs: Vec<[u32; 2]> = Vec::new();
    for leader in programme.participants(organisation, now) {
        let free = |seat: u32| {
            positions.occupant[seat as usize] != NOBODY && !on_loan(organisation, loans, seat) && !pairs.as_flattened().contains(&seat)
        };
        let reports: Vec<u32> = positions.reports(leader).iter().copied().filter(|report| free(*report)).collect();
        if free(leader) && !reports.is_empty() {
            let mut draws = programme.draws(organisation, now, positions.occupant[leader as usize]);
            let report = reports[draws.below(reports.len() as u32) as usize];
            pairs.push([leader, report]);
        }
    }
    pairs
}
