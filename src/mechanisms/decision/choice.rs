//! Whom to ask, and who is known as an expert.
//!
//! A lead knows the people of the own ties and, as a manager, the own reports. Expertise is perceived in proportion to tie
//! strength and else assumed average (transactive memory, Wegner 1987): knowing everyone's expertise exactly would make
//! silos impossible. Whom to ask follows trust and perceived expertise, facet by facet.

use crate::mechanisms::{Now, judgement};
use crate::organisation::Organisation;
use crate::organisation::issues::{Advice, Adviser, Issue, MAX_ADVISERS, Who};
use crate::organisation::people::NOBODY;
use crate::organisation::ties::TIES;
use crate::pattern::Pattern;
use crate::scenario::FACETS;
use crate::streams::{Draws, Process};

/// Strength at which a manager knows a report without a tie (assumption).
const FORMAL_STRENGTH: f32 = 0.35;
/// Reports that a manager considers beside the own ties at most.
const REPORTS: usize = 12;
/// Most by which high stakes widen consultation.
const MOST_CONSULTATION: f32 = 1.5;

/// People whom a lead knows at most.
const PLACES: usize = TIES + REPORTS;

/// Somebody whom the lead knows.
#[derive(Clone, Copy)]
struct Known {
    person: u32,
    trust: f32,
    strength: f32,
    tied: bool,
}

/// The people whom a lead knows, at most [`PLACES`].
struct Circle {
    known: [Known; PLACES],
    count: usize,
}

impl Circle {
    fn of(organisation: &Organisation, person: u32) -> Self {
        let nobody = Known { person: NOBODY, trust: 0.0, strength: 0.0, tied: false };
        let mut circle = Self { known: [nobody; PLACES], count: 0 };
        for tie in organisation.ties.of(person) {
            circle.add(Known { person: tie.to, trust: tie.trust, strength: tie.strength, tied: true });
        }
        for &seat in organisation.positions.reports(organisation.people.position[person as usize]) {
            let report = organisation.positions.occupant[seat as usize];
            if report != NOBODY && report != person && !circle.has(report) {
                let trust = organisation.people.profile[report as usize].trust_down;
                circle.add(Known { person: report, trust, strength: FORMAL_STRENGTH, tied: false });
            }
        }
        circle
    }

    fn add(&mut self, known: Known) {
        if self.count < self.known.len() {
            self.known[self.count] = known;
            self.count += 1;
        }
    }

    fn all(&self) -> &[Known] {
        &self.known[..self.count]
    }

    fn has(&self, person: u32) -> bool {
        self.all().iter().any(|known| known.person == person)
    }
}

fn seen(organisation: &Organisation, known: &Known, facet: usize) -> f32 {
    let truth = organisation.people.profile[known.person as usize].knowledge[facet];
    judgement::perceived(truth, organisation.world.mean_knowledge[facet], known.strength)
}

/// Trust and strength with which a lead sees somebody: from a tie, as a manager, or as a stranger.
pub fn relation(organisation: &Organisation, now: &Now, lead: u32, other: u32) -> (f32, f32) {
    if let Some(tie) = organisation.ties.between(lead, other) {
        return (tie.trust, tie.strength);
    }
    if organisation.people.present(other) && organisation.manager_of(other) == lead {
        return (organisation.people.profile[other as usize].trust_down, FORMAL_STRENGTH);
    }
    (now.p.trust.new_tie, 0.0)
}

/// The most trusted expert among a person and their ties, and the expertise that is seen in them.
pub fn expert(organisation: &Organisation, now: &Now, person: u32, issue: &Issue) -> (u32, f32) {
    let number = issue.facets.count_ones() as f32;
    let own =
        judgement::facets(issue.facets).map(|facet| organisation.people.profile[person as usize].knowledge[facet]).sum::<f32>() / number;
    let (mut best, mut expertise) = (person, own);
    // The finder is trusted as a colleague would be: trust in oneself would keep every issue where it arose.
    let mut weight = judgement::adviser_weight(now.p.trust.set_point, own, now.p.decision.expertise_weight);
    for tie in organisation.ties.of(person) {
        let known = Known { person: tie.to, trust: tie.trust, strength: tie.strength, tied: true };
        let skill = judgement::facets(issue.facets).map(|facet| seen(organisation, &known, facet)).sum::<f32>() / number;
        let candidate = judgement::adviser_weight(tie.trust, skill, now.p.decision.expertise_weight);
        if candidate > weight {
            (best, expertise, weight) = (tie.to, skill, candidate);
        }
    }
    (best, expertise)
}

/// The colleagues that a lead asks; none if the lead asks nobody.
pub fn advisers(organisation: &Organisation, now: &Now, seat: u32, lead: u32, issue: &Issue) -> Option<Advice> {
    let mut draws = now.streams.draws(Process::Issue, issue.name, 16 + u64::from(issue.hops));
    let dials = now.dials(organisation, seat);
    let wanted = wanted(now, dials, issue, &mut draws);
    if wanted == 0 {
        return None;
    }
    let circle = Circle::of(organisation, lead);
    let mut chosen =
        Chosen { organisation, now, lead, seat, people: [NOBODY; MAX_ADVISERS], stranger: [false; MAX_ADVISERS], count: 0, taken: 0 };
    let mut weights = Weights { facets: 0, of: [[0.0; PLACES]; FACETS] };
    for facet in judgement::facets(issue.facets).cycle().take(wanted) {
        chosen.next(&circle, weights.on(organisation, now, &circle, facet), facet, &mut draws);
    }
    let challenge = draws.chance(dials.challenge);
    if challenge && chosen.count > 0 {
        chosen.replace_last_by_outsider(&circle, issue, &mut draws);
    }
    (chosen.count > 0).then(|| chosen.advice())
}

/// Weights of the circle on the facets that have been looked at, a bit each.
struct Weights {
    facets: u8,
    of: [[f32; PLACES]; FACETS],
}

impl Weights {
    /// How much each of the circle weighs on a facet, by trust and perceived expertise.
    fn on(&mut self, organisation: &Organisation, now: &Now, circle: &Circle, facet: usize) -> &[f32] {
        let weights = &mut self.of[facet];
        if self.facets & 1 << facet == 0 {
            self.facets |= 1 << facet;
            for (weight, known) in weights.iter_mut().zip(circle.all()) {
                *weight = judgement::adviser_weight(known.trust, seen(organisation, known, facet), now.p.decision.expertise_weight);
            }
        }
        weights
    }
}

/// How many to ask: in proportion to stakes, at most 1.5 times, fewer in haste; a fraction is decided by chance.
fn wanted(now: &Now, dials: &Pattern, issue: &Issue, draws: &mut Draws) -> usize {
    let stakes = (issue.stakes / now.tables.stakes.median().max(1e-6)).min(MOST_CONSULTATION);
    let haste = if issue.urgent { now.p.decision.haste } else { 1.0 };
    ((dials.consultation * stakes * haste + draws.unit()) as usize).min(MAX_ADVISERS)
}

struct Chosen<'a> {
    organisation: &'a Organisation,
    now: &'a Now<'a>,
    lead: u32,
    seat: u32,
    people: [u32; MAX_ADVISERS],
    stranger: [bool; MAX_ADVISERS],
    count: usize,
    /// Places in the circle of those chosen, a bit each.
    taken: u32,
}

impl Chosen<'_> {
    fn has(&self, person: u32) -> bool {
        self.people[..self.count].contains(&person)
    }

    fn add(&mut self, person: u32, stranger: bool) {
        self.people[self.count] = person;
        self.stranger[self.count] = stranger;
        self.count += 1;
    }

    /// The best of the circle for a facet, or somebody whom the most trusted one knows to be better.
    fn next(&mut self, circle: &Circle, weights: &[f32], facet: usize, draws: &mut Draws) {
        let refers = draws.chance(self.now.p.decision.referral);
        let (mut best, mut most) = (None, f32::NEG_INFINITY);
        for (place, weight) in weights[..circle.count].iter().enumerate() {
            let free = self.taken >> place & 1 == 0;
            (best, most) = if free && *weight > most { (Some(place), *weight) } else { (best, most) };
        }
        let known = best.map(|place| &circle.all()[place]);
        let good = || known.is_some_and(|known| seen(self.organisation, known, facet) >= super::EXPERT);
        let referred = if refers && !good() { self.referral(circle, facet) } else { None };
        match (referred, best, known) {
            (Some(person), ..) => self.add(person, true),
            (None, Some(place), Some(known)) => {
                self.taken |= 1 << place;
                self.add(known.person, !known.tied && known.strength == 0.0);
            }
            _ => {}
        }
    }

    /// The best for a facet among the ties of the most trusted tie.
    fn referral(&self, circle: &Circle, facet: usize) -> Option<u32> {
        let broker = circle.all().iter().filter(|known| known.tied).max_by(|a, b| a.trust.total_cmp(&b.trust))?;
        let strangers =
            self.organisation.ties.of(broker.person).filter(|tie| tie.to != self.lead && !circle.has(tie.to) && !self.has(tie.to));
        let known = strangers.map(|tie| Known { person: tie.to, trust: tie.trust, strength: tie.strength, tied: false });
        known
            .map(|known| (known.person, seen(self.organisation, &known, facet)))
            .filter(|(_, skill)| *skill >= super::EXPERT)
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(person, _)| person)
    }

    /// Invited challenge: the best informed of some people outside the unit and the circle takes the last place.
    fn replace_last_by_outsider(&mut self, circle: &Circle, issue: &Issue, draws: &mut Draws) {
        let organisation = self.organisation;
        let unit = organisation.positions.unit[self.seat as usize];
        let mut best = (NOBODY, 0.0);
        for _ in 0..self.now.p.decision.challenge_sample as usize {
            let seat = draws.below(organisation.positions.count() as u32);
            let person = organisation.positions.occupant[seat as usize];
            let other = organisation.positions.unit[seat as usize];
            let outside = other != unit && !organisation.are_apart(other, unit);
            if person == NOBODY || person == self.lead || !outside || circle.has(person) || self.has(person) {
                continue;
            }
            let knowledge = &organisation.people.profile[person as usize].knowledge;
            let skill: f32 = judgement::facets(issue.facets).map(|facet| knowledge[facet]).sum();
            if skill > best.1 {
                best = (person, skill);
            }
        }
        if best.0 != NOBODY {
            self.people[self.count - 1] = best.0;
            self.stranger[self.count - 1] = true;
        }
    }

    fn advice(&self) -> Advice {
        let organisation = self.organisation;
        let own_unit = organisation.positions.unit[self.seat as usize];
        let nobody = Who { person: NOBODY, generation: 0 };
        let empty = Adviser { who: nobody, seat: 0, right: 0, answered: false, copied: false, stranger: false, across: false };
        let mut advisers = [empty; MAX_ADVISERS];
        for (place, person) in self.people[..self.count].iter().enumerate() {
            let seat = organisation.people.position[*person as usize];
            advisers[place] = Adviser {
                who: organisation.who(*person),
                seat,
                stranger: self.stranger[place],
                across: organisation.positions.unit[seat as usize] != own_unit,
                ..empty
            };
        }
        let needed = libm::ceilf(self.now.dials(organisation, self.seat).quorum * self.count as f32).max(1.0) as u8;
        Advice { advisers, count: self.count as u8, answered: 0, needed: needed.min(self.count as u8), closed: false }
    }
}
