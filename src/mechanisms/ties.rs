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

/// A contact, and what somebody takes from it.
#[derive(Clone, Debug)]
pub struct Met {
    /// Who goes to meet somebody.
    pub person: u32,
    /// The seat of whom they go to meet; while it is not yet known who that is outside the unit, the first that may be it.
    pub seat: u32,
    /// Draws that decide who it is outside the unit.
    pub outside: Option<Draws>,
    /// Whom they met, or [`NOBODY`].
    other: u32,
    /// Facet of which a little knowledge passes, and how much.
    facet: u8,
    passed: f32,
}

/// Neglect, and the contacts of the day. Knowledge is read as it was before the first contact.
pub fn step(organisation: &mut Organisation, now: &Now) {
    let (mut ties, mut met) = (std::mem::take(&mut organisation.ties), std::mem::take(&mut organisation.workspace.met));
    let t = &now.p.ties;
    let rates = [t.contact_unit, t.contact_sister, t.contact_bridging, t.contact_chance];
    let luck = now.streams.named(Process::Contact, u64::from(now.day));
    let (kept, large) = (now.weekly().then(|| libm::powf(1.0 - t.decay, WEEK as f32)), ahead::is_large(organisation));
    met.of(ties.rows_mut(), |first, rows, met| {
        if let Some(share) = kept {
            rows.iter_mut().for_each(|row| row.fade(share));
        }
        for person in first as u32..(first + rows.len()) as u32 {
            let seat = organisation.people.position[person as usize];
            if seat != NOWHERE {
                let draws = luck.draws(organisation.people.identity[person as usize]);
                Contacts { organisation, now, person, seat, draws, met }.of_the_day(rates);
            }
        }
        let contacts = 0..met.len();
        ahead::walk(ways::ToMet, large, &mut (organisation, first, rows, met), contacts, |(organisation, first, rows, met), contact| {
            let met = &mut met[contact];
            met.find(organisation, now);
            met.meet(organisation, now, &mut rows[met.person as usize - *first]);
        });
    });
    organisation.ties = ties;
    if now.on.has(MechanismName::Learning) && organisation.beliefs.is_empty() {
        met.of(&mut organisation.people.profile, |first, profiles, met| {
            for met in met.iter() {
                profiles[met.person as usize - first].knowledge[usize::from(met.facet)] += met.passed;
            }
        });
    }
    if now.on.has(MechanismName::Purpose) && now.p.purpose.rule as usize == purpose::PAIRWISE {
        let pairs = met.iter().filter(|met| met.other != NOBODY).map(|met| (met.person, met.other));
        purpose::meetings(organisation, now, pairs);
    }
    met.clear();
    organisation.workspace.met = met;
}

/// Somebody's contacts of a day.
struct Contacts<'a> {
    organisation: &'a Organisation,
    now: &'a Now<'a>,
    person: u32,
    seat: u32,
    draws: Draws,
    met: &'a mut Vec<Met>,
}

impl Contacts<'_> {
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
        self.met.push(Met { person: self.person, seat, outside, other: NOBODY, facet, passed: 0.0 });
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

impl Met {
    /// Finds out who it is outside the unit: the own seat, with which nothing happens, if it is nobody.
    #[inline]
    fn find(&mut self, organisation: &Organisation, now: &Now) {
        if let Some(mut draws) = self.outside.take() {
            let own = organisation.people.position[self.person as usize];
            (self.seat, self.facet) = elsewhere(organisation, now, own, &mut draws).unwrap_or((own, 0));
        }
    }

    /// Meets whoever holds the seat, if somebody else does and the two are not apart: the own tie, and the knowledge that passes.
    #[inline]
    fn meet(&mut self, organisation: &Organisation, now: &Now, row: &mut Row) {
        let (t, own) = (&now.p.ties, organisation.people.position[self.person as usize]);
        let other = organisation.positions.occupant[self.seat as usize];
        let unit = |seat: u32| organisation.positions.unit[seat as usize];
        if other == NOBODY || self.seat == own || organisation.are_apart(unit(self.seat), unit(own)) {
            return;
        }
        let tie = row.meet(other, t.gain_contact, now.p.trust.new_tie, t.replace_below);
        let trust = tie.map_or(now.p.trust.new_tie, |tie| tie.trust);
        let (profile, facet) = (&organisation.people.profile, usize::from(self.facet));
        let gap = profile[other as usize].knowledge[facet] - profile[self.person as usize].knowledge[facet];
        let dialogue = 1.0 + now.p.learning.dialogue_gain * now.dials(organisation, own).learning_centred;
        self.other = other;
        self.passed = (t.knowledge_passed * dialogue).min(1.0) * trust * gap.max(0.0);
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

/// Working on an issue strengthens the ties between lead and advisers, both ways.
pub fn worked_together(organisation: &Organisation, now: &Now, issue: &Issue, out: &mut Out) {
    let lead = issue.lead.person;
    for (adviser, _) in trust::advisers(organisation, issue) {
        out.send(lead, Effect::Met(adviser, now.p.ties.gain_work));
        out.send(adviser, Effect::Met(lead, now.p.ties.gain_work));
    }
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
            out.send(lead.person, Effect::Met(other, now.p.ties.gain_work));
            out.send(other, Effect::Met(lead.person, now.p.ties.gain_work));
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
