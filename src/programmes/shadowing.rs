//! Shadowing: people spend time beside a leader of another unit and see how that is done.

use super::row::{hours, share, take_up};
use super::{Programme, ProgrammeRow};
use crate::events::Log;
use crate::mechanisms::attention::charge;
use crate::mechanisms::learning::learn_from;
use crate::mechanisms::{MechanismName, Now, ties};
use crate::organisation::Organisation;
use crate::organisation::people::NOBODY;

/// The row of the list.
pub const ROW: ProgrammeRow = ProgrammeRow {
    name: "shadowing",
    meaning: "Each week while it lasts those who take part follow a leader of a higher level and, if there is one, another unit: they see \
              what that leader knows and does, and the two get to know each other.",
    source: "form: Bandura 1977 (learning from models); named by Munby, interviewed by Cottrill 2018 (claim); sizes: assumption",
    settings: &[
        take_up(0.2),
        share("seen", 0.01, "Share of the gap to the leader, in leadership and in each facet, that a week closes."),
        hours(2.0, "Hours a week of those who follow; a quarter of it for the leader."),
    ],
    daily: Some(daily),
    ..ProgrammeRow::NOTHING
};

fn daily(programme: &mut Programme, organisation: &mut Organisation, now: &Now, _: &mut Log) {
    if !programme.meets_on(now.day) {
        return;
    }
    let (seen, hours) = (programme.setting("seen"), programme.setting("hours"));
    let leaders = leaders(organisation);
    let before = organisation.people.profile.clone();
    for seat in programme.participants(organisation, now) {
        let Some(model) = followed(programme, organisation, now, &leaders, seat) else { continue };
        let (person, leader) = (organisation.positions.occupant[seat as usize], organisation.positions.occupant[model as usize]);
        charge(organisation, now, seat, hours);
        charge(organisation, now, model, hours / 4.0);
        if now.on.has(MechanismName::Learning) {
            learn_from(organisation, person, leader, before[leader as usize].leadership, seen, seen);
        }
        if now.on.has(MechanismName::Ties) {
            ties::both_meet(organisation, now, person, leader, now.p.ties.gain_contact);
        }
    }
}

/// Seats of the leaders in office on each level, in order.
fn leaders(organisation: &Organisation) -> Vec<Vec<u32>> {
    let positions = &organisation.positions;
    let mut leaders: Vec<Vec<u32>> = Vec::new();
    for seat in 0..positions.count() as u32 {
        let level = positions.level[seat as usize] as usize;
        if positions.leads(seat) && positions.occupant[seat as usize] != NOBODY {
            leaders.resize_with(leaders.len().max(level + 1), Vec::new);
            leaders[level].push(seat);
        }
    }
    leaders
}

/// The seat of the leader whom somebody follows until the programme begins again: one level up, of another unit if there is one.
fn followed(programme: &Programme, organisation: &Organisation, now: &Now, leaders: &[Vec<u32>], seat: u32) -> Option<u32> {
    let positions = &organisation.positions;
    let leaders = leaders.get(positions.level[seat as usize].checked_sub(1)? as usize).filter(|leaders| !leaders.is_empty())?;
    let mates = organisation.units.seats_of(positions.unit[seat as usize]);
    let mut own: Vec<usize> = mates.iter().filter_map(|mate| leaders.binary_search(mate).ok()).collect();
    if own.len() == leaders.len() {
        own.clear();
    }
    let mut draws = programme.draws(organisation, now, positions.occupant[seat as usize]);
    let place = draws.below((leaders.len() - own.len()) as u32) as usize;
    let model = leaders[own.into_iter().fold(place, |place, own| place + usize::from(own <= place))];
    (!organisation.are_apart(positions.unit[seat as usize], positions.unit[model as usize])).then_some(model)
}
