//! Whom to ask, and who is known as an expert.
//!
//! A lead knows the people of the own ties and, as a manager, the own reports. Expertise is perceived in proportion to tie
//! strength and else assumed average (transactive memory, Wegner 1987): knowing everyone's expertise exactly would make
//! silos impossible. Whom to ask follows trust and perceived expertise, facet by facet.

use crate::ahead::{self, ways};
use crate::mechanisms::{Now, judgement};
use crate::organisation::Organisation;
use crate::organisation::columns::{first, largest};
use crate::organisation::issues::{Advice, Adviser, Issue, MAX_ADVISERS, Mark, Questions};
use crate::organisation::people::NOBODY;
use crate::organisation::positions::NOWHERE;
use crate::organisation::ties::TIES;
use crate::pattern::Pattern;
use crate::streams::{Draws, Process};

/// Strength at which a manager knows a report without a tie (assumption).
const FORMAL_STRENGTH: f32 = 0.35;
/// Reports that a manager considers beside the own ties at most.
const REPORTS: usize = 12;
/// Most by which high stakes widen consultation.
const MOST_CONSULTATION: f32 = 1.5;

/// People whom a lead knows at most.
const PLACES: usize = TIES + REPORTS;

/// The people whom a lead knows, at most [`PLACES`], in columns; ties stand first.
struct Circle {
    people: [u32; PLACES],
    trust: [f32; PLACES],
    strength: [f32; PLACES],
    /// Nothing where somebody may be chosen, minus infinity elsewhere.
    free: [f32; PLACES],
    /// The most trusted of the ties.
    broker: Option<u32>,
    count: usize,
}

impl Circle {
    fn of(organisation: &Organisation, person: u32) -> Self {
        let mut circle = Self {
            people: [NOBODY; PLACES],
            trust: [0.0; PLACES],
            strength: [0.0; PLACES],
            free: [f32::NEG_INFINITY; PLACES],
            broker: None,
            count: 0,
        };
        circle.count = organisation.ties.row(person).copy_to(&mut circle.people, &mut circle.trust, &mut circle.strength);
        let most_trusted = (0..circle.count).max_by(|a, b| circle.trust[*a].total_cmp(&circle.trust[*b]));
        circle.broker = most_trusted.map(|place| circle.people[place]);
        for &seat in organisation.positions.reports(organisation.people.profile[person as usize].seat) {
            let report = organisation.positions.occupant[seat as usize];
            if report != NOBODY && report != person && circle.count < PLACES && !circle.has(report) {
                circle.people[circle.count] = report;
                circle.trust[circle.count] = organisation.people.profile[report as usize].trust_down;
                circle.strength[circle.count] = FORMAL_STRENGTH;
                circle.count += 1;
            }
        }
        circle.free[..circle.count].fill(0.0);
        if let Some(broker) = circle.broker {
            ways::ties_of(organisation, broker);
        }
        circle
    }

    fn has(&self, person: u32) -> bool {
        first(&self.people, person).is_some()
    }

    /// How much each one weighs on a facet, by trust and perceived expertise; minus infinity for whoever cannot be chosen.
    fn weights(&self, organisation: &Organisation, now: &Now, facet: usize) -> [f32; PLACES] {
        let mut weights = [0.0; PLACES];
        for (truth, person) in weights.iter_mut().zip(&self.people[..self.count]) {
            *truth = organisation.people.profile[*person as usize].knowledge[facet];
        }
        let (assumed, expertise_weight) = (organisation.world.mean_knowledge[facet], now.p.decision.expertise_weight);
        for (((weight, trust), strength), free) in weights.iter_mut().zip(&self.trust).zip(&self.strength).zip(&self.free) {
            *weight = judgement::adviser_weight(*trust, judgement::perceived(*weight, assumed, *strength), expertise_weight) + free;
        }
        weights
    }
}

/// The expertise that is seen in somebody over a tie of `strength`.
fn seen(organisation: &Organisation, person: u32, strength: f32, facet: usize) -> f32 {
    let truth = organisation.people.profile[person as usize].knowledge[facet];
    judgement::perceived(truth, organisation.world.mean_knowledge[facet], strength)
}

/// Trust and strength with which a lead sees somebody: from a tie, as a manager, or as a stranger.
pub fn relation(organisation: &Organisation, now: &Now, lead: u32, other: u32) -> (f32, f32) {
    if let Some(tie) = organisation.ties.between(lead, other) {
        return (tie.trust, tie.strength);
    }
    if organisation.people.profile[other as usize].seat != NOWHERE && organisation.manager_of(other) == lead {
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
        let skill = judgement::facets(issue.facets).map(|facet| seen(organisation, tie.to, tie.strength, facet)).sum::<f32>() / number;
        let candidate = judgement::adviser_weight(tie.trust, skill, now.p.decision.expertise_weight);
        if candidate > weight {
            (best, expertise, weight) = (tie.to, skill, candidate);
        }
    }
    (best, expertise)
}

/// The questions that a lead asks; none if the lead asks nobody.
pub fn advisers(organisation: &Organisation, now: &Now, seat: u32, lead: u32, issue: &Issue) -> Option<Questions> {
    let mut draws = now.streams.draws(Process::Issue, issue.name, 16 + u64::from(issue.hops));
    let dials = now.dials(organisation, seat);
    let wanted = wanted(now, dials, issue, &mut draws);
    if wanted == 0 {
        return None;
    }
    let outsiders = Outsiders { organisation, sample: now.p.decision.challenge_sample as usize };
    let expected = ahead::is_large(organisation).then(|| challenge_after(wanted, dials, draws.clone())).flatten();
    outsiders.ask(expected.as_ref(), ways::at_seat);
    let mut circle = Circle::of(organisation, lead);
    outsiders.ask(expected.as_ref(), ways::occupant);
    let mut chosen = Chosen { organisation, now, lead, seat, people: [NOBODY; MAX_ADVISERS], stranger: [false; MAX_ADVISERS], count: 0 };
    for facet in judgement::facets(issue.facets).cycle().take(wanted) {
        chosen.next(&mut circle, facet, &mut draws);
    }
    let challenge = draws.chance(dials.challenge);
    if challenge && chosen.count > 0 {
        chosen.replace_last_by_outsider(&circle, issue, outsiders.seats(draws));
    }
    (chosen.count > 0).then(|| chosen.questions())
}

/// The draws by which outsiders will be found who may challenge, if they will: those that are left when so many have been chosen, each by
/// one draw.
fn challenge_after(chosen: usize, dials: &Pattern, mut draws: Draws) -> Option<Draws> {
    (0..chosen).for_each(|_| _ = draws.bits());
    draws.chance(dials.challenge).then_some(draws)
}

/// Those among whom a challenger is looked for.
struct Outsiders<'a> {
    organisation: &'a Organisation,
    sample: usize,
}

impl Outsiders<'_> {
    /// Their seats, anywhere.
    fn seats(&self, mut draws: Draws) -> impl Iterator<Item = u32> + use<> {
        let count = self.organisation.positions.count() as u32;
        (0..self.sample).map(move |_| draws.below(count))
    }

    /// Asks for something of each of those that are expected; see `crate::ahead`.
    fn ask(&self, expected: Option<&Draws>, way: fn(&Organisation, u32)) {
        if let Some(draws) = expected {
            self.seats(draws.clone()).for_each(|seat| way(self.organisation, seat));
        }
    }
}

/// The least whole number that is not below a share of some people.
fn at_least(people: f32) -> u8 {
    let whole = people as u8;
    whole + u8::from(f32::from(whole) < people)
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
}

impl Chosen<'_> {
    fn has(&self, person: u32) -> bool {
        self.people[..self.count].contains(&person)
    }

    fn add(&mut self, person: u32, stranger: bool) {
        ways::unit_of(self.organisation, person);
        self.people[self.count] = person;
        self.stranger[self.count] = stranger;
        self.count += 1;
    }

    /// The best of the circle for a facet, or somebody whom the most trusted one knows to be better.
    fn next(&mut self, circle: &mut Circle, facet: usize, draws: &mut Draws) {
        let refers = draws.chance(self.now.p.decision.referral);
        let best = largest(&circle.weights(self.organisation, self.now, facet));
        let good = |place: usize| seen(self.organisation, circle.people[place], circle.strength[place], facet) >= super::EXPERT;
        let referred = if refers && !best.is_some_and(good) { self.referral(circle, facet) } else { None };
        match (referred, best) {
            (Some(person), _) => self.add(person, true),
            (None, Some(place)) => {
                circle.free[place] = f32::NEG_INFINITY;
                self.add(circle.people[place], false);
            }
            (None, None) => {}
        }
    }

    /// The best for a facet among the ties of the most trusted tie.
    fn referral(&self, circle: &Circle, facet: usize) -> Option<u32> {
        let ties = self.organisation.ties.of(circle.broker?);
        let strangers = ties.filter(|tie| tie.to != self.lead && !circle.has(tie.to) && !self.has(tie.to));
        strangers
            .map(|tie| (tie.to, seen(self.organisation, tie.to, tie.strength, facet)))
            .filter(|(_, skill)| *skill >= super::EXPERT)
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(person, _)| person)
    }

    /// Invited challenge: the best informed of some people outside the unit and the circle takes the last place.
    fn replace_last_by_outsider(&mut self, circle: &Circle, issue: &Issue, seats: impl Iterator<Item = u32>) {
        let organisation = self.organisation;
        let unit = organisation.positions.unit[self.seat as usize];
        let mut best = (NOBODY, 0.0);
        for seat in seats {
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

    fn questions(&self) -> Questions {
        let organisation = self.organisation;
        let own_unit = organisation.positions.unit[self.seat as usize];
        let (mut advice, mut seats) = (Advice::NONE, [NOWHERE; MAX_ADVISERS]);
        for (place, person) in self.people[..self.count].iter().enumerate() {
            seats[place] = organisation.people.profile[*person as usize].seat;
            let mut adviser = Adviser::new(organisation.who(*person));
            adviser.mark(Mark::Stranger, self.stranger[place]);
            adviser.mark(Mark::Across, organisation.positions.unit[seats[place] as usize] != own_unit);
            advice.advisers[place] = adviser;
        }
        let needed = at_least(self.now.dials(organisation, self.seat).quorum * self.count as f32).max(1);
        (advice.count, advice.needed) = (self.count as u8, needed.min(self.count as u8));
        Questions { advice, seats }
    }
}
