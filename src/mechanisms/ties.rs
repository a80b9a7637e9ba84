//! Ties: everyday contact, work together and neglect.
//!
//! **Models** how a network of acquaintances follows from contact. **Reads** units, bridging, competition.
//! **Writes** ties, knowledge (what passes in a contact), hours owed.
//!
//! **Equation** A day brings a contact with a mate of the unit (`contact_unit`), for leaders one with the leader of a
//! sister unit (`contact_sister`), organised contact across units (`contact_bridging` * bridging) and chance meetings
//! (`contact_chance`); across departments all but the first two are thinned by 1 - `competition_effect` * competition.
//! A contact strengthens the own tie by `gain_contact` (1 - strength), work on an issue by `gain_work` (1 - strength);
//! every day a tie keeps 1 - `decay` of its strength. A new tie takes a free place or that of the weakest below
//! `replace_below`. The founding staff know their unit and some others, or by `start` the line and links over it, or a ring
//! of neighbours partly rewired (pure functions in `organisation::links`). In a contact knowledge of one facet moves
//! towards the other's by `knowledge_passed` * trust * gap (where people learn by doing; beliefs pass by their own rule).
//!
//! **Evidence** decay of bridges: Burt 2000; links over the line: Dodds, Watts and Sabel 2003; small worlds: Watts and
//! Strogatz 1998; sizes: assumption.
//! **Limits** without contact all ties fade to nothing with half-life ln 2 / `decay` days; complete mixing has the E-I
//! index of Krackhardt and Stern (tested with the outcome).

use super::attention::thousandths;
use super::{MechanismName, Now, purpose, trust};
use crate::organisation::Organisation;
use crate::organisation::issues::Issue;
use crate::organisation::people::NOBODY;
use crate::organisation::pool::Handle;
use crate::scenario::FACETS;
use crate::streams::{Draws, Process};

/// Tries to find somebody outside the unit at random.
const TRIES: usize = 4;

/// A little knowledge on its way to a person: facet and amount.
pub type Passed = (u32, u8, f32);

/// What the contacts of a day bring: knowledge on its way, and who met whom where that moves purposes.
#[derive(Debug)]
struct Exchange {
    passed: Vec<Passed>,
    met: Vec<(u32, u32)>,
}

/// Neglect, and the contacts of the day. Knowledge is read as it was before the first contact.
pub fn step(organisation: &mut Organisation, now: &Now) {
    organisation.ties.fade(1.0 - now.p.ties.decay);
    let workspace = &mut organisation.workspace;
    let mut exchange = Exchange { passed: std::mem::take(&mut workspace.passed), met: std::mem::take(&mut workspace.met) };
    for seat in 0..organisation.positions.count() as u32 {
        let person = organisation.positions.occupant[seat as usize];
        if person != NOBODY {
            contacts(organisation, now, person, seat, &mut exchange);
        }
    }
    if now.on.has(MechanismName::Learning) && organisation.beliefs.is_empty() {
        for (person, facet, amount) in &exchange.passed {
            organisation.people.knowledge[*person as usize][*facet as usize] += amount;
        }
    }
    if now.on.has(MechanismName::Purpose) {
        purpose::meetings(organisation, now, &exchange.met);
    }
    exchange.passed.clear();
    exchange.met.clear();
    (organisation.workspace.passed, organisation.workspace.met) = (exchange.passed, exchange.met);
}

fn contacts(organisation: &mut Organisation, now: &Now, person: u32, seat: u32, exchange: &mut Exchange) {
    let t = &now.p.ties;
    let mut draws = now.streams.draws(Process::Contact, organisation.people.identity[person as usize], u64::from(now.day));
    let luck: [f32; 4] = std::array::from_fn(|_| draws.unit());
    if luck[0] < t.contact_unit {
        let mates = organisation.units.seats_of(organisation.positions.unit[seat as usize]);
        let mate = mates[draws.below(mates.len() as u32) as usize];
        meet(organisation, now, person, seat, mate, &mut draws, exchange);
    }
    let parent = organisation.positions.parent[seat as usize];
    if luck[1] < t.contact_sister && parent != crate::organisation::positions::NOWHERE && organisation.positions.leads(seat) {
        let sisters = organisation.positions.reports(parent);
        let sister = sisters[draws.below(sisters.len() as u32) as usize];
        meet(organisation, now, person, seat, sister, &mut draws, exchange);
    }
    for (luck, rate) in [(luck[2], t.contact_bridging * now.pattern.bridging), (luck[3], t.contact_chance)] {
        let other = if luck < rate { somewhere_else(organisation, seat, &mut draws) } else { None };
        let Some(other) = other else { continue };
        let apart = department(organisation, other) != department(organisation, seat);
        if !apart || !draws.chance(t.competition_effect * now.p.context.competition) {
            meet(organisation, now, person, seat, other, &mut draws, exchange);
        }
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

fn meet(organisation: &mut Organisation, now: &Now, person: u32, seat: u32, other_seat: u32, draws: &mut Draws, exchange: &mut Exchange) {
    let other = organisation.positions.occupant[other_seat as usize];
    let facet = draws.below(FACETS as u32) as usize;
    if other == NOBODY || other_seat == seat {
        return;
    }
    let t = &now.p.ties;
    organisation.ties.meet(person, other, &organisation.people, t.gain_contact, now.p.trust.new_tie, t.replace_below);
    if now.p.purpose.rule as usize == purpose::PAIRWISE {
        exchange.met.push((person, other));
    }
    let trust = organisation.ties.between(person, other, &organisation.people).map_or(now.p.trust.new_tie, |tie| tie.trust);
    let knowledge = &organisation.people.knowledge;
    let gap = knowledge[other as usize][facet] - knowledge[person as usize][facet];
    if gap > 0.0 {
        let dialogue = 1.0 + now.p.learning.dialogue_gain * now.pattern.learning_centred;
        exchange.passed.push((person, facet as u8, (t.knowledge_passed * dialogue).min(1.0) * trust * gap));
    }
}

/// Working on an issue strengthens the ties between lead and advisers, both ways.
pub fn worked_together(organisation: &mut Organisation, now: &Now, issue: &Issue) {
    let lead = issue.lead.person;
    trust::for_each_adviser(organisation, issue, |organisation, adviser, _| {
        both_meet(organisation, now, lead, adviser);
    });
}

fn both_meet(organisation: &mut Organisation, now: &Now, one: u32, other: u32) {
    let (t, trust) = (&now.p.ties, now.p.trust.new_tie);
    organisation.ties.meet(one, other, &organisation.people, t.gain_work, trust, t.replace_below);
    organisation.ties.meet(other, one, &organisation.people, t.gain_work, trust, t.replace_below);
}

/// The lead meets the leaders of the units that an issue joins; it costs those half of the hours that it costs the lead.
pub fn join_units(organisation: &mut Organisation, now: &Now, about: Handle) {
    let Some(issue) = organisation.issues.get(about) else { return };
    let (lead, joined, count) = (issue.lead, issue.joined, usize::from(issue.joined_count));
    for unit in &joined[..count] {
        let seat = organisation.units.lead_seat(*unit);
        let other = organisation.positions.holder(seat);
        if other == NOBODY || other == lead.person {
            continue;
        }
        if now.on.has(MechanismName::Attention) {
            organisation.owed[seat as usize] += thousandths(now.p.attention.joint_hours / 2.0);
        }
        if now.on.has(MechanismName::Ties) && organisation.there(lead) {
            both_meet(organisation, now, lead.person, other);
        }
    }
}
