//! Leaders who move: the head's post of one organisation goes to a deputy of another.
//!
//! **Models** careers across a system. **Reads** vacancies, leadership, aspiration. **Writes** seats, people.
//!
//! **Equation** at a meeting each head's post without an occupant goes, with chance `move_share`, to the best ready deputy
//! (who reports to the head) among ten organisations drawn by lot; ready is as for the own head's post (7.13 of the ODD).
//! Whoever moves keeps knowledge, leadership, aspiration, agency, behaviour, purpose, strain and resilience, has a newcomer's
//! local knowledge and no ties, and leaves a vacancy behind.
//!
//! **Evidence** vacancy chains between organisations: White 1970; leadership must learn its context: claim; sizes: assumption.
//! **Limits** leaders are neither made nor lost: who leaves one organisation joins another on the same day (test).

use super::HEAD;
use super::between::{Between, BetweenRow, Luck, Meeting, another, draws};
use crate::mechanisms::{MechanismName, succession};
use crate::organisation::people::{NOBODY, People, Point};
use crate::scenario::FACETS;
use crate::simulation::Simulation;

/// Organisations in which a vacant post is offered.
const OFFERED_IN: u32 = 10;

/// The row of the list.
pub const ROW: BetweenRow = BetweenRow {
    name: "transfer",
    meaning: "A vacant head's post goes to a ready deputy of another organisation, who keeps what is known but not whom and where.",
    neutral: "`move_share` = 0",
    meet: Some(meet),
    give: None,
};

/// What somebody takes along.
struct Luggage {
    knowledge: [f32; FACETS],
    leadership: f32,
    aspiration: [f32; 2],
    agency: [f32; 2],
    behaviour: [f32; 2],
    purpose: [Point; 2],
    strain: f32,
    resilience: f32,
    marginalised: bool,
}

impl Luggage {
    fn of(people: &People, person: u32) -> Self {
        let slot = person as usize;
        Self {
            knowledge: people.profile[slot].knowledge,
            leadership: people.profile[slot].leadership,
            aspiration: [people.profile[slot].aspiration, people.aspiration_home[slot]],
            agency: [people.profile[slot].agency, people.agency_home[slot]],
            behaviour: [people.behaviour[slot], people.behaviour_home[slot]],
            purpose: [people.purpose[slot], people.purpose_home[slot]],
            strain: people.strain[slot],
            resilience: people.resilience[slot],
            marginalised: people.marginalised[slot],
        }
    }

    fn unpack(self, people: &mut People, person: u32, with_knowledge: bool) {
        let slot = person as usize;
        if with_knowledge {
            people.profile[slot].knowledge = self.knowledge;
        }
        people.profile[slot].leadership = self.leadership;
        [people.profile[slot].aspiration, people.aspiration_home[slot]] = self.aspiration;
        [people.profile[slot].agency, people.agency_home[slot]] = self.agency;
        [people.behaviour[slot], people.behaviour_home[slot]] = self.behaviour;
        [people.purpose[slot], people.purpose_home[slot]] = self.purpose;
        people.strain[slot] = self.strain;
        people.resilience[slot] = self.resilience;
        people.marginalised[slot] = self.marginalised;
    }
}

fn meet(_: &mut Between, members: &mut [Simulation], meeting: &Meeting) {
    let share = meeting.p.system.move_share;
    if share == 0.0 || members.len() < 2 {
        return;
    }
    for number in 0..members.len() as u32 {
        let member = &members[number as usize];
        if member.organisation.positions.occupant[HEAD as usize] != NOBODY || !member.now().on.has(MechanismName::Succession) {
            continue;
        }
        let mut luck = draws(member.streams(), Luck::Transfer, 0, meeting.day);
        if !luck.chance(share) {
            continue;
        }
        let others = (0..OFFERED_IN).map(|_| another(&mut luck, members.len() as u32, number));
        if let Some((from, person)) = best_deputy(members, others) {
            let luggage = Luggage::of(&members[from as usize].organisation.people, person);
            members[from as usize].visit(|organisation, now, log| succession::depart(organisation, now, log, &[person]));
            members[number as usize].visit(|organisation, now, log| {
                if let Some(slot) = succession::hire(organisation, now, log, HEAD) {
                    luggage.unpack(&mut organisation.people, slot, organisation.beliefs.is_empty());
                }
            });
        }
    }
}

/// The ready deputy with most leadership among some organisations; among equals the one who was found first.
fn best_deputy(members: &[Simulation], among: impl Iterator<Item = u32>) -> Option<(u32, u32)> {
    let mut best: Option<(u32, u32, f32)> = None;
    for other in among {
        let (organisation, now) = (&members[other as usize].organisation, members[other as usize].now());
        let line = succession::ready_line(organisation, &now, HEAD);
        for seat in organisation.positions.reports(HEAD) {
            let person = organisation.positions.occupant[*seat as usize];
            if person != NOBODY && succession::is_ready(organisation, &now, person, line) {
                let leadership = organisation.people.profile[person as usize].leadership;
                if best.is_none_or(|(.., highest)| leadership > highest) {
                    best = Some((other, person, leadership));
                }
            }
        }
    }
    best.map(|(other, person, _)| (other, person))
}
