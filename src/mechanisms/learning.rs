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

use super::outcome::{facets, used};
use super::{Now, WEEK, WEEKS_PER_YEAR, trust};
use crate::organisation::Organisation;
use crate::organisation::beliefs::CODE;
use crate::organisation::issues::{Issue, Who};
use crate::organisation::people::NOBODY;
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
    let development = development(organisation, now, organisation.people.profile[person as usize].position);
    let monitoring = l.monitoring_gain * now.dials(organisation, organisation.people.profile[person as usize].position).learning_centred;
    (l.development_floor + l.development_gain * development + monitoring) * organisation.leader_effect(manager, l.leader_quality, mean)
}

/// The dial development at a seat.
#[inline]
fn development(organisation: &Organisation, now: &Now, seat: u32) -> f32 {
    (now.dials(organisation, seat).development + organisation.added(seat).development).clamp(0.0, 1.0)
}

/// What somebody takes from so many chances to lead, beside knowledge.
fn grow(organisation: &mut Organisation, now: &Now, lead: u32, factor: f32, chances: f32) {
    let (l, people, slot) = (&now.p.learning, &mut organisation.people, lead as usize);
    gain(&mut people.profile[slot].leadership, l.leadership_lead * factor * chances);
    gain(&mut people.profile[slot].agency, l.agency_lead * chances);
    want_to_lead(organisation, now, lead, l.aspiration_lead, chances);
}

/// Somebody has led in the place of another so many times: leadership, the wish to lead and agency grow as from issues.
pub fn stood_in(organisation: &mut Organisation, now: &Now, lead: u32, chances: f32) {
    let factor = factor(organisation, now, lead);
    grow(organisation, now, lead, factor, chances);
}

/// What lead, advisers and finder take from an issue.
pub fn from_issue(organisation: &mut Organisation, now: &Now, issue: &Issue) {
    let l = &now.p.learning;
    let best = best_knowledge(organisation, issue);
    if organisation.there(issue.lead) {
        let lead = issue.lead.person;
        let factor = factor(organisation, now, lead);
        study(organisation, lead, issue, l.lead * factor, l.from_better * factor, &best);
        grow(organisation, now, lead, factor, 1.0);
    }
    trust::for_each_adviser(organisation, issue, |organisation, adviser, right| {
        let factor = factor(organisation, now, adviser);
        study(organisation, adviser, issue, l.contribute * factor, l.from_better * factor, &best);
        gain(&mut organisation.people.profile[adviser as usize].leadership, l.leadership_contribute * factor);
        if used(issue, right) {
            gain(&mut organisation.people.profile[adviser as usize].agency, l.agency_used);
        }
    });
    if issue.finder != issue.lead && organisation.there(issue.finder) {
        let finder = issue.finder.person;
        let factor = factor(organisation, now, finder);
        study(organisation, finder, issue, l.watch * factor, 0.0, &best);
        if issue.hops > 0 {
            organisation.people.profile[finder as usize].agency *=
                1.0 - l.agency_answered * now.dials(organisation, issue.lead_seat).answers;
        }
    }
}

/// The wish to lead grows by so many chances to do it, less where leaders must be perfect.
pub fn want_to_lead(organisation: &mut Organisation, now: &Now, person: u32, share: f32, chances: f32) {
    let perfection = now.dials(organisation, organisation.people.profile[person as usize].position).perfection;
    let chill = 1.0 - now.p.learning.perfection_chill * perfection;
    gain(&mut organisation.people.profile[person as usize].aspiration, share * chill * chances);
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
    if let Some(advice) = organisation.advice.get(issue.advice) {
        advice.asked().iter().filter(|adviser| adviser.answered).for_each(|adviser| see(adviser.who));
    }
    best
}

fn study(organisation: &mut Organisation, person: u32, issue: &Issue, by_doing: f32, from_better: f32, best: &[f32; FACETS]) {
    if !organisation.beliefs.is_empty() {
        return;
    }
    let knowledge = &mut organisation.people.profile[person as usize].knowledge;
    for facet in facets(issue) {
        let gap = (best[facet] - knowledge[facet]).max(0.0);
        knowledge[facet] += from_better.min(1.0) * gap;
        gain(&mut knowledge[facet], by_doing);
    }
}

/// A superior changed the decision of a lead.
pub fn overruled(organisation: &mut Organisation, now: &Now, lead: Who) {
    if now.on.has(super::MechanismName::Learning) && organisation.there(lead) {
        organisation.people.profile[lead.person as usize].agency *= 1.0 - now.p.learning.agency_overruled;
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
            gain(&mut own.leadership, l.leadership_development * development(organisation, now, own.position) * week);
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
            let modelling = 1.0 + l.modelling_gain * now.dials(organisation, people.profile[slot].position).learning_centred;
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
