//! Ties: everyday contact, work together and neglect.
//!
//! **Models** how a network of acquaintances follows from contact. **Reads** units, bridging, competition.
//! **Writes** ties, knowledge (what passes in a contact), hours owed.
//!
//! **Equation** A day brings a contact with a mate of the unit (`contact_unit`; a share `mixing` goes to anybody), for
//! leaders one with the leader of a sister unit (`contact_sister`), organised contact across units (`contact_bridging` *
//! bridging) and chance meetings (`contact_chance`); across departments all but the first two are thinned by
//! 1 - `competition_effect` * competition.
//! A contact strengthens the own tie by `gain_contact` (1 - strength), work on an issue by `gain_work` (1 - strength);
//! a day without takes `decay` of the strength (applied weekly). A new tie takes a free place or that of the weakest below
//! `replace_below`. The founding staff know their unit and some others, or by `start` the line and links over it, or a ring
//! of neighbours partly rewired (pure functions in `organisation::links`). In a contact knowledge of one facet moves
//! towards the other's by `knowledge_passed` * trust * gap (where people learn by doing; beliefs pass by their own rule).
//!
//! **Evidence** decay of bridges: Burt 2000; links over the line: Dodds, Watts and Sabel 2003; small worlds: Watts and
//! Strogatz 1998; sizes: assumption.
//! **Limits** without contact all ties fade to nothing with half-life ln 2 / `decay` days; complete mixing has the E-I
//! index of Krackhardt and Stern (tested with the outcome).

use super::attention::charge;
use super::outcome::effects::{Cause, Effect, Out};
use super::{MechanismName, Now, WEEK, purpose, trust};
use crate::ahead::{self, ways};
use crate::organisation::Organisation;
use crate::organisation::issues::{Issue, MAX_JOINED};
use crate::organisation::people::NOBODY;
use crate::organisation::pool::Handle;
use crate::organisation::positions::NOWHERE;
use crate::organisation::ties::Row;
use crate::scenario::FACETS;
use crate::streams::{Draws, Process};

/// Tries to find somebody outside the unit at random.
const TRIES: usize = 4;

/// A contact that is planned.
#[derive(Clone, Debug)]
pub struct Contact {
    /// Who goes to meet somebody.
    pub person: u32,
    /// The seat of whom they go to meet; while it is not yet known who that is outside the unit, the first that may be it.
    pub seat: u32,
    /// Draws that decide who it is outside the unit.
    pub outside: Option<Draws>,
    /// Facet that the two speak of.
    facet: u8,
}

/// What somebody takes from a contact.
#[derive(Clone, Copy, Debug)]
pub struct Met {
    person: u32,
    /// Whom they met.
    other: u32,
    /// How much knowledge passes, and of which facet.
    passed: f32,
    facet: u8,
}

/// Neglect, and the contacts of the day. Knowledge is read as it was before the first contact.
pub fn step(organisation: &mut Organisation, now: &Now) {
    let (mut ties, mut met) = (std::mem::take(&mut organisation.ties), std::mem::take(&mut organisation.workspace.met));
    let t = &now.p.ties;
    let rates = [t.contact_unit, t.contact_sister, t.contact_bridging, t.contact_chance];
    let luck = now.streams.named(Process::Contact, u64::from(now.day));
    let (kept, large) = (now.weekly().then(|| libm::powf(1.0 - t.decay, WEEK as f32)), ahead::is_large(organisation));
    let trust = trust::week(now);
    let pairwise = now.on.has(MechanismName::Purpose) && now.p.purpose.rule as usize == purpose::PAIRWISE;
    if !now.weekly() {
        // Nobody looks at ties between now and the evening but once a week.
        ties.tell(&organisation.workspace.leaving);
    }
    let (rows, going) = ties.rows_and_going();
    met.of(rows, |first, rows, met| {
        if let Some(share) = kept {
            ahead::along(large, rows, Row::ask, |row| row.fade(share));
        }
        organisation.workspace.contacts.with(|contacts| {
            contacts.clear();
            for person in first as u32..(first + rows.len()) as u32 {
                let seat = organisation.people.position[person as usize];
                if seat != NOWHERE {
                    let draws = luck.draws(organisation.people.identity[person as usize]);
                    Planned { organisation, now, person, seat, draws, contacts }.of_the_day(rates);
                }
            }
            let block = &mut (&*organisation, first, &mut *rows);
            ahead::walk(ways::ToContact, large, block, contacts.iter(), |(organisation, first, rows), contact| {
                if let Some(taken) = contact.meet(organisation, now, &mut rows[contact.person as usize - *first]) {
                    // Nothing passes in half of all contacts, which no branch could foresee.
                    let before = met.len();
                    met.push(taken);
                    met.truncate(before + usize::from(pairwise | (taken.passed > 0.0)));
                }
            });
        });
        if going.is_somebody() {
            ahead::along(large, rows, Row::ask, |row| going.clear(row));
        }
        if let Some((set_point, share)) = trust {
            ahead::along(large, rows, Row::ask, |row| row.calm(set_point, share));
        }
    });
    organisation.ties = ties;
    if now.on.has(MechanismName::Learning) && organisation.beliefs.is_empty() {
        met.of(&mut organisation.people.profile, |first, profiles, met| {
            for met in met.iter() {
                profiles[met.person as usize - first].knowledge[usize::from(met.facet)] += met.passed;
            }
        });
    }
    if pairwise {
        purpose::meetings(organisation, now, met.iter().map(|met| (met.person, met.other)));
    }
    met.clear();
    organisation.workspace.met = met;
}

/// Somebody's contacts of a day.
struct Planned<'a> {
    organisation: &'a Organisation,
    now: &'a Now<'a>,
    person: u32,
    seat: u32,
    draws: Draws,
    contacts: &'a mut Vec<Contact>,
}

impl Planned<'_> {
    #[inline]
    fn of_the_day(mut self, rates: [f32; 4]) {
        let ([unit, sister], [bridging, chance]) = (self.draws.units(), self.draws.units());
        let organisation = self.organisation;
        if unit < rates[0] {
            let mates = organisation.units.seats_of(organisation.positions.unit[self.seat as usize]);
            let mixing = self.now.p.ties.mixing;
            let anybody = mixing > 0.0 && self.draws.chance(mixing);
            let mate = if anybody {
                self.draws.below(organisation.positions.count() as u32)
            } else {
                mates[self.draws.below(mates.len() as u32) as usize]
            };
            self.meet(mate);
        }
        let parent = organisation.positions.parent[self.seat as usize];
        if sister < rates[1] && parent != NOWHERE && organisation.positions.leads(self.seat) {
            let sisters = organisation.positions.reports(parent);
            let sister = sisters[self.draws.below(sisters.len() as u32) as usize];
            self.meet(sister);
        }
        let organised = rates[2] * self.now.dials(organisation, self.seat).bridging;
        match (bridging < organised, chance < rates[3]) {
            (false, false) => {}
            // With whom a last contact is can wait until its place has come from memory.
            (true, false) | (false, true) => {
                let maybe = self.draws.clone().below(organisation.positions.count() as u32);
                self.go(maybe, Some(self.draws.clone()), 0);
            }
            (true, true) => {
                for _ in 0..2 {
                    if let Some((seat, facet)) = elsewhere(organisation, self.now, self.seat, &mut self.draws) {
                        self.go(seat, None, facet);
                    }
                }
            }
        }
    }

    fn meet(&mut self, seat: u32) {
        let facet = facet(&mut self.draws);
        self.go(seat, None, facet);
    }

    fn go(&mut self, seat: u32, outside: Option<Draws>, facet: u8) {
        self.contacts.push(Contact { person: self.person, seat, outside, facet });
    }
}

/// The facet that two people happen to speak of.
fn facet(draws: &mut Draws) -> u8 {
    draws.below(FACETS as u32) as u8
}

/// The seat and facet of a contact outside the unit, unless competition between departments keeps the two apart.
fn elsewhere(organisation: &Organisation, now: &Now, seat: u32, draws: &mut Draws) -> Option<(u32, u8)> {
    let other = somewhere_else(organisation, seat, draws)?;
    let apart = department(organisation, other) != department(organisation, seat);
    let kept = apart && draws.chance(now.p.ties.competition_effect * now.p.context.competition);
    (!kept).then(|| (other, facet(draws)))
}

impl Contact {
    /// The seat and the facet: outside the unit it is found out now, and is the own seat, with which nothing happens, if it is nobody.
    #[inline]
    fn found(&self, organisation: &Organisation, now: &Now) -> (u32, u8) {
        let Some(mut draws) = self.outside.clone() else { return (self.seat, self.facet) };
        let own = organisation.people.position[self.person as usize];
        elsewhere(organisation, now, own, &mut draws).unwrap_or((own, 0))
    }

    /// Meets whoever holds the seat, if somebody else does and the two are not apart: the own tie, and the knowledge that passes.
    #[inline]
    fn meet(&self, organisation: &Organisation, now: &Now, row: &mut Row) -> Option<Met> {
        let (t, own, (seat, facet)) = (&now.p.ties, organisation.people.position[self.person as usize], self.found(organisation, now));
        let other = organisation.positions.occupant[seat as usize];
        let unit = |seat: u32| organisation.positions.unit[seat as usize];
        if other == NOBODY || seat == own || organisation.are_apart(unit(seat), unit(own)) {
            return None;
        }
        let tie = row.meet(other, t.gain_contact, now.p.trust.new_tie, t.replace_below);
        let trust = tie.map_or(now.p.trust.new_tie, |tie| tie.trust);
        let (profile, known) = (&organisation.people.profile, usize::from(facet));
        let gap = profile[other as usize].knowledge[known] - profile[self.person as usize].knowledge[known];
        let dialogue = 1.0 + now.p.learning.dialogue_gain * now.dials(organisation, own).learning_centred;
        let passed = (t.knowledge_passed * dialogue).min(1.0) * trust * gap.max(0.0);
        Some(Met { person: self.person, other, passed, facet })
    }
}

fn department(organisation: &Organisation, seat: u32) -> u32 {
    organisation.units.department[organisation.positions.unit[seat as usize] as usize]
}

/// A seat outside the unit, at random.
fn somewhere_else(organisation: &Organisation, seat: u32, draws: &mut Draws) -> Option<u32> {
    let count = organisation.positions.count() as u32;
    let unit = organisation.positions.unit[seat as usize];
    (0..TRIES).map(|_| draws.below(count)).find(|other| organisation.positions.unit[*other as usize] != unit)
}

/// Two people get to know each other, or know each other better by `gain`.
pub fn both_meet(organisation: &mut Organisation, now: &Now, one: u32, other: u32, gain: f32) {
    let (trust, replace_below) = (now.p.trust.new_tie, now.p.ties.replace_below);
    organisation.ties.row_mut(one).meet(other, gain, trust, replace_below);
    organisation.ties.row_mut(other).meet(one, gain, trust, replace_below);
}

/// The lead of an issue meets the leaders of the units that it joins.
pub fn joined(organisation: &Organisation, now: &Now, issue: &Issue, out: &mut Out) {
    let lead = issue.lead;
    if organisation.there(lead) {
        for (_, other) in leaders_of_joined(organisation, issue).filter(|(_, other)| *other != lead.person) {
            out.send(lead.person, Effect::met(other, now.p.ties.gain_work));
            out.send(other, Effect::met(lead.person, now.p.ties.gain_work));
        }
    }
}

/// Leaders' seats of the units that an issue joins and who does their work.
fn leaders_of_joined(organisation: &Organisation, issue: &Issue) -> impl Iterator<Item = (u32, u32)> {
    let seats = issue.units().filter_map(|unit| organisation.units.lead_seat(unit));
    seats.map(|seat| (seat, organisation.positions.holder(seat))).filter(|(_, holder)| *holder != NOBODY)
}

/// Joint work costs the leaders of the units that an issue joins half of the hours that it costs the lead.
pub fn charge_joined(organisation: &mut Organisation, now: &Now, about: Handle) {
    let Some(issue) = organisation.issues.get(about).filter(|issue| issue.joined_count > 0) else { return };
    let mut seats = [NOWHERE; MAX_JOINED];
    let others = leaders_of_joined(organisation, issue).filter(|(_, other)| *other != issue.lead.person);
    seats.iter_mut().zip(others).for_each(|(seat, (other, _))| *seat = other);
    for seat in seats.into_iter().filter(|seat| *seat != NOWHERE) {
        charge(organisation, now, seat, now.p.attention.joint_hours / 2.0);
    }
    organisation.workspace.causes.push(Cause::Begun(about));
}
