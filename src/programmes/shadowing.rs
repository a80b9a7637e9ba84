//! Shadowing: people spend time beside a leader of another unit and see how that is done.

use super::{Programme, ProgrammeRow, charge, hours, share, take_up};
use crate::mechanisms::{MechanismName, Now};
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
    turn: None,
    strike: None,
    daily: Some(daily),
};

fn daily(programme: &mut Programme, organisation: &mut Organisation, now: &Now) {
    if !programme.meets_on(now.day) {
        return;
    }
    let (seen, hours) = (programme.setting("seen"), programme.setting("hours"));
    let before = organisation.people.leadership.clone();
    for seat in programme.participants(organisation, now) {
        let Some(model) = followed(programme, organisation, now, seat) else { continue };
        let (person, leader) = (organisation.positions.occupant[seat as usize], organisation.positions.occupant[model as usize]);
        charge(organisation, now, seat, hours);
        charge(organisation, now, model, hours / 4.0);
        if now.on.has(MechanismName::Learning) {
            let people = &mut organisation.people;
            people.leadership[person as usize] += seen * (before[leader as usize] - before[person as usize]).max(0.0);
            let known = people.knowledge[leader as usize];
            if organisation.beliefs.is_empty() {
                for (own, known) in people.knowledge[person as usize].iter_mut().zip(known) {
                    *own += seen * (known - *own).max(0.0);
                }
            }
        }
        if now.on.has(MechanismName::Ties) {
            let (t, trust) = (&now.p.ties, now.p.trust.new_tie);
            organisation.ties.meet(person, leader, &organisation.people, t.gain_contact, trust, t.replace_below);
            organisation.ties.meet(leader, person, &organisation.people, t.gain_contact, trust, t.replace_below);
        }
    }
}

/// The seat of the leader whom somebody follows until the programme begins again: one level up, of another unit if there is one.
fn followed(programme: &Programme, organisation: &Organisation, now: &Now, seat: u32) -> Option<u32> {
    let positions = &organisation.positions;
    let level = positions.level[seat as usize].checked_sub(1)?;
    let above = |other: &u32| {
        let place = *other as usize;
        positions.level[place] == level && positions.leads(*other) && positions.occupant[place] != NOBODY
    };
    let leaders: Vec<u32> = (0..positions.count() as u32).filter(above).collect();
    let foreign: Vec<u32> =
        leaders.iter().copied().filter(|other| positions.unit[*other as usize] != positions.unit[seat as usize]).collect();
    let chosen = if foreign.is_empty() { leaders } else { foreign };
    if chosen.is_empty() {
        return None;
    }
    let mut draws = programme.draws(organisation, now, positions.occupant[seat as usize]);
    Some(chosen[draws.below(chosen.len() as u32) as usize])
}
