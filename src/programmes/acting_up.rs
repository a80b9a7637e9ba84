//! Acting up, as planned: a report takes a leader's seat for a time, and the leader the report's.

use super::moves::{Loan, days, exchange, on_loan};
use super::row::{hours, take_up};
use super::{Programme, ProgrammeRow};
use crate::events::Log;
use crate::mechanisms::learning::want_to_lead;
use crate::mechanisms::{MechanismName, Now};
use crate::organisation::Organisation;
use crate::organisation::people::NOBODY;

/// The row of the list.
pub const ROW: ProgrammeRow = ProgrammeRow {
    name: "acting-up",
    meaning: "A report, drawn by lot, takes the seat of each leader named for a time and the leader that of the report; who acts leads, \
              and comes to want to (`learning.aspiration_acting`).",
    source: "Munby, interviewed by Cottrill 2018, \"Distributed leadership at scale\" (Nous; claim); learning by leading is the model's",
    settings: &[take_up(1.0), days(40.0, "Days until both go back."), hours(4.0, "Hours of handing over, at the start, for each.")],
    daily: Some(daily),
    ..ProgrammeRow::NOTHING
};

fn daily(programme: &mut Programme, organisation: &mut Organisation, now: &Now, _: &mut Log) {
    exchange(programme, organisation, now, paired);
    if now.on.has(MechanismName::Learning) {
        for [_, (actor, _)] in programme.memory.loans.iter().flat_map(|loan| &loan.pairs) {
            want_to_lead(organisation, now, actor.person, now.p.learning.aspiration_acting, 1.0);
        }
    }
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
