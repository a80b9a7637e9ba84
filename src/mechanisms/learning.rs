//! Learning: knowledge, leadership, agency and the wish to lead.
//!
//! **Models** learning by doing with diminishing returns against forgetting; by other rules, mutual learning with a code or
//! learning from better neighbours. **Reads** issues, pattern, managers, ties, reality.
//! **Writes** knowledge, beliefs, leadership, agency, aspiration, behaviour, local knowledge.
//!
//! **Equation** (rates per issue unless said)
//! * Knowledge of each facet: x += g (1 - x) m, g = `lead`, `contribute` or `watch`; from the best contributor
//!   x += `from_better` * gap * m; m = (`development_floor` + `development_gain` * development + `monitoring_gain` * learning_centred) *
//!   (1 + `leader_quality` (L of the manager - `leader_mean`)).
//! * Leadership: by `leadership_lead` and `leadership_contribute` (times m), `leadership_development` * development a day;
//!   it fades by `leadership_fading` a year, as knowledge does by `forgetting`.
//! * Aspiration: `aspiration_lead` and, acting, `aspiration_acting` a day, times 1 - `perfection_chill` * perfection.
//! * Agency: + `agency_lead` (1 - a) when leading, + `agency_used` (1 - a) when used, - `agency_answered` * answers * a
//!   when a superior settles one's issue, - `agency_overruled` a when overruled; it returns to a personal set point.
//! * Knowledge by the other rules is the share of a facet's `beliefs` about reality that are right. Who joins holds each
//!   rightly with the probability of the knowledge that they would have had, else wrongly or not at all. No issue teaches
//!   it, no contact passes it on and nothing is forgotten; once a week beliefs move instead:
//!   `march-1991`: to those of the code with probability `socialisation`, one step of -1, 0, 1; the code takes over what
//!   the majority of those with performance above it does with probability 1 - (1 - `code_learning`)^k, k = majority -
//!   minority. `better-neighbours`: to the majority of those ties who have more blocks of `block` beliefs wholly right,
//!   with probability `majority_view`.
//! * Local knowledge gains half of what is missing each `local_half_life_years`.
//! * Behaviour moves towards that of the own manager by `imitation` * (1 + `modelling_gain` * learning_centred) * trust up a
//!   week, and back to the own habit.
//!
//! **Evidence** five ingredients: Munby, interviewed by Cottrill 2018, "Distributed leadership at scale" (Nous; claim); imitation: Bandura 1977; modelling, monitoring and dialogue: Southworth 2005; rules about beliefs: March 1991, Fang, Lee and Schilling 2010; sizes: assumption.
//! **Limits** `march-1991` ends when all hold the code, `better-neighbours` when nobody sees another view; without use knowledge halves in ln 2 / `forgetting` years; gains never pass 1.

pub mod mutual;
pub mod neighbours;
pub mod votes;

use super::outcome::effects::Out;
use super::outcome::used;
use super::{MechanismName, Now, WEEK, WEEKS_PER_YEAR, judgement, trust};
use crate::organisation::Organisation;
use crate::organisation::beliefs::CODE;
use crate::organisation::issues::{Issue, Who};
use crate::organisation::people::{NOBODY, Profile};
use crate::scenario::FACETS;
use crate::spread;
use crate::streams::Process;

/// The place of `better-neighbours` among the options of `learning.rule`.
const BETTER_NEIGHBOURS: usize = 2;

/// Moves a level towards 1 by a share of what is missing.
#[inline]
pub fn gain(level: &mut f32, share: f32) {
    *level += share.min(1.0) * (1.0 - *level);
}

/// Somebody sees a model who is better: a share of each gap, in leadership and (where people learn by doing) in knowledge, closes.
pub fn learn_from(organisation: &mut Organisation, person: u32, model: u32, level: f32, leadership: f32, knowledge: f32) {
    let people = &mut organisation.people;
    let own = &mut people.profile[person as usize].leadership;
    *own += leadership * (level - *own).max(0.0);
    let known = people.profile[model as usize].knowledge;
    if organisation.beliefs.is_empty() {
        for (own, known) in people.profile[person as usize].knowledge.iter_mut().zip(known) {
            *own += knowledge * (known - *own).max(0.0);
        }
    }
}

/// Factor on somebody's learning: development, and the own manager.
fn factor(organisation: &Organisation, now: &Now, person: u32) -> f32 {
    let (l, mean) = (&now.p.learning, now.p.decision.leader_mean);
    let manager = organisation.manager_of(person);
    let seat = organisation.people.profile[person as usize].seat;
    let development = development(organisation, now, seat);
    let monitoring = l.monitoring_gain * now.dials(organisation, seat).learning_centred;
    (l.development_floor + l.development_gain * development + monitoring) * organisation.leader_effect(manager, l.leader_quality, mean)
}

/// The dial development at a seat.
#[inline]
fn development(organisation: &Organisation, now: &Now, seat: u32) -> f32 {
    (now.dials(organisation, seat).development + organisation.added(seat).development).clamp(0.0, 1.0)
}

/// What somebody takes from a piece of work.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lesson {
    /// Facets on which it teaches, a bit each.
    pub facets: u8,
    /// Share of what is missing on these that doing teaches.
    pub by_doing: f32,
    /// Share of the gap to the best that working with them teaches.
    pub from_better: f32,
    /// The best knowledge of each facet among those who worked on it.
    pub best: [f32; FACETS],
    /// Share of what is missing in leadership, aspiration and agency.
    pub grown: [f32; 3],
    /// Share of agency that is kept.
    pub agency_kept: f32,
    /// Weight in the decision.
    pub influence: f32,
}

impl Lesson {
    /// Teaches nothing.
    pub const NOTHING: Self =
        Self { facets: 0, by_doing: 0.0, from_better: 0.0, best: [0.0; FACETS], grown: [0.0; 3], agency_kept: 1.0, influence: 0.0 };

    /// Somebody takes it.
    #[inline]
    pub fn teach(&self, profile: &mut Profile) {
        for facet in judgement::facets(self.facets) {
            let known = &mut profile.knowledge[facet];
            *known += self.from_better.min(1.0) * (self.best[facet] - *known).max(0.0);
            gain(known, self.by_doing);
        }
        let [leadership, aspiration, agency] = self.grown;
        gain(&mut profile.leadership, leadership);
        gain(&mut profile.aspiration, aspiration);
        gain(&mut profile.agency, agency);
        profile.agency *= self.agency_kept;
    }
}

/// What so many chances to lead teach, beside knowledge.
fn chances_to_lead(organisation: &Organisation, now: &Now, lead: u32, factor: f32, chances: f32) -> [f32; 3] {
    let l = &now.p.learning;
    [l.leadership_lead * factor * chances, l.aspiration_lead * warmth(organisation, now, lead) * chances, l.agency_lead * chances]
}

/// Somebody has led in the place of another so many times: leadership, the wish to lead and agency grow as from issues.
pub fn stood_in(organisation: &mut Organisation, now: &Now, lead: u32, chances: f32) {
    let factor = factor(organisation, now, lead);
    let grown = chances_to_lead(organisation, now, lead, factor, chances);
    Lesson { grown, ..Lesson::NOTHING }.teach(&mut organisation.people.profile[lead as usize]);
}

/// What lead, advisers and finder take from an issue; without the mechanism, only their weight in it is noted.
pub fn from_issue(organisation: &Organisation, now: &Now, issue: &Issue, out: &mut Out) {
    let (l, on) = (&now.p.learning, now.on.has(MechanismName::Learning));
    let facets = if organisation.beliefs.is_empty() { issue.facets } else { 0 };
    let best = best_knowledge(organisation, issue);
    let lesson = |factor: f32, by_doing: f32| Lesson { facets, by_doing: by_doing * factor, best, ..Lesson::NOTHING };
    let mut take = |person: u32, influence: f32, lesson: &dyn Fn(f32) -> Lesson| {
        let lesson = if on { lesson(factor(organisation, now, person)) } else { Lesson::NOTHING };
        out.teach(person, Lesson { influence, ..lesson });
    };
    let lead = issue.lead.person;
    if organisation.there(issue.lead) {
        take(lead, 1.0, &|factor| Lesson {
            from_better: l.from_better * factor,
            grown: chances_to_lead(organisation, now, lead, factor, 1.0),
            ..lesson(factor, l.lead)
        });
    }
    for (adviser, right) in trust::advisers(organisation, issue) {
        let (agency, influence) = if used(issue, right) { (l.agency_used, 0.5) } else { (0.0, 0.0) };
        take(adviser, influence, &|factor| Lesson {
            from_better: l.from_better * factor,
            grown: [l.leadership_contribute * factor, 0.0, agency],
            ..lesson(factor, l.contribute)
        });
    }
    if issue.finder != issue.lead && organisation.there(issue.finder) {
        let answered = if issue.hops > 0 { l.agency_answered * now.dials(organisation, issue.lead_seat).answers } else { 0.0 };
        take(issue.finder.person, 0.0, &|factor| Lesson { agency_kept: 1.0 - answered, ..lesson(factor, l.watch) });
    }
}

/// The wish to lead grows by so many chances to do it, less where leaders must be perfect.
pub fn want_to_lead(organisation: &mut Organisation, now: &Now, person: u32, share: f32, chances: f32) {
    let share = share * warmth(organisation, now, person) * chances;
    gain(&mut organisation.people.profile[person as usize].aspiration, share);
}

/// What is left of the wish to lead where leaders must be perfect.
fn warmth(organisation: &Organisation, now: &Now, person: u32) -> f32 {
    let perfection = now.dials(organisation, organisation.people.profile[person as usize].seat).perfection;
    1.0 - now.p.learning.perfection_chill * perfection
}

/// The best knowledge of each facet among lead and advisers.
fn best_knowledge(organisation: &Organisation, issue: &Issue) -> [f32; FACETS] {
    let mut best = [0.0f32; FACETS];
    let mut see = |who: Who| {
        if organisation.there(who) {
            for (best, level) in best.iter_mut().zip(&organisation.people.profile[who.person as usize].knowledge) {
                *best = best.max(*level);
            }
        }
    };
    see(issue.lead);
    issue.advice.answers().for_each(|adviser| see(adviser.who()));
    best
}

/// A superior changed the decision of a lead.
pub fn overruled(organisation: &Organisation, now: &Now, lead: Who, out: &mut Out) {
    if now.on.has(MechanismName::Learning) && organisation.there(lead) {
        let agency_kept = 1.0 - now.p.learning.agency_overruled;
        out.teach(lead.person, Lesson { agency_kept, ..Lesson::NOTHING });
    }
}

/// Weekly drifts: forgetting, fading, development, returns to set points, local knowledge, imitation; daily: acting.
pub fn step(organisation: &mut Organisation, now: &Now) {
    let l = &now.p.learning;
    for place in 0..organisation.vacant.len() {
        let acting = organisation.positions.acting[organisation.vacant[place] as usize];
        if acting != NOBODY {
            want_to_lead(organisation, now, acting, l.aspiration_acting, 1.0);
        }
    }
    if !now.weekly() {
        return;
    }
    let week = WEEK as f32;
    let kept = if organisation.beliefs.is_empty() { 1.0 - l.forgetting / WEEKS_PER_YEAR } else { 1.0 };
    let local = 1.0 - libm::exp2f(-1.0 / (l.local_half_life_years * WEEKS_PER_YEAR));
    spread::each(&mut organisation.people.local, |_, block| block.iter_mut().for_each(|level| gain(level, local)));
    let (faded, returned) = (1.0 - l.leadership_fading / WEEKS_PER_YEAR, [l.aspiration_return * week, l.agency_return * week]);
    let mut profiles = std::mem::take(&mut organisation.people.profile);
    spread::each(&mut profiles, |first, block| {
        for (slot, own) in (first..).zip(block) {
            own.knowledge.iter_mut().for_each(|level| *level *= kept);
            own.leadership *= faded;
            gain(&mut own.leadership, l.leadership_development * development(organisation, now, organisation.people.position[slot]) * week);
            own.aspiration += returned[0] * (organisation.people.aspiration_home[slot] - own.aspiration);
            own.agency += returned[1] * (organisation.people.agency_home[slot] - own.agency);
        }
    });
    organisation.people.profile = profiles;
    imitate(organisation, now);
    if !organisation.beliefs.is_empty() {
        exchange_beliefs(organisation, now);
    }
    organisation.renew_mean_knowledge();
}

/// A period of learning about reality, by the rule that the scenario chose.
fn exchange_beliefs(organisation: &mut Organisation, now: &Now) {
    let l = &now.p.learning;
    let Organisation { beliefs, people, ties, .. } = organisation;
    let everybody: Vec<u32> = people.everybody().collect();
    let draws = |name| now.streams.draws(Process::Belief, name, u64::from(now.day));
    let own_draws = |person: u32| draws(people.identity[person as usize]);
    if (l.rule as usize) < BETTER_NEIGHBOURS {
        let rule = mutual::Rule { learn: f64::from(l.code_learning), reading: mutual::Reading::Program };
        let conform = |_| f64::from(l.socialisation);
        mutual::period(beliefs, &mut mutual::Scratch::default(), rule, &everybody, conform, own_draws, &mut draws(CODE));
    } else {
        let known = |person| ties.of(person).map(|tie| tie.to);
        let (models, adopt) = (neighbours::Models::Better, f64::from(l.majority_view));
        neighbours::period(beliefs, &mut neighbours::Scratch::default(), models, adopt, &everybody, known, own_draws);
    }
    beliefs.show(people);
}

/// Everybody's behaviour moves towards that of the manager a week ago, and back to the own habit.
fn imitate(organisation: &mut Organisation, now: &Now) {
    let l = &now.p.learning;
    let mut next = std::mem::take(&mut organisation.workspace.levels);
    next.clone_from(&organisation.people.behaviour);
    let people = &organisation.people;
    spread::each(&mut next, |first, block| {
        for (person, behaviour) in (first as u32..).zip(block).filter(|(person, _)| people.present(*person)) {
            let (slot, manager, own) = (person as usize, organisation.manager_of(person), *behaviour);
            let modelling = 1.0 + l.modelling_gain * now.dials(organisation, people.position[slot]).learning_centred;
            let imitation = (l.imitation * modelling).min(1.0);
            let pull = if manager == NOBODY {
                0.0
            } else {
                imitation * people.profile[slot].trust_up * (people.behaviour[manager as usize] - own)
            };
            *behaviour = own + pull + l.behaviour_return * (people.behaviour_home[slot] - own);
        }
    });
    organisation.workspace.levels = std::mem::replace(&mut organisation.people.behaviour, next);
}
