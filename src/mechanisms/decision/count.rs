//! How the views of lead and advisers are counted: a weighted vote, or a rule of screening.

use super::choice;
use crate::mechanisms::Now;
use crate::mechanisms::judgement::{self, Vote, screen};
use crate::organisation::Organisation;
use crate::organisation::issues::{Issue, MAX_ADVISERS};
use crate::organisation::people::NOBODY;
use crate::scenario::FACETS;
use crate::streams::Process;

/// The vote of the lead and of those who have answered.
pub fn votes(organisation: &Organisation, now: &Now, issue: &Issue) -> Vote {
    let d = &now.p.decision;
    if d.rule as usize != screen::VOTE {
        return screened(now, issue);
    }
    let mut voters = [(0u8, 0f32, 0f32, NOBODY); MAX_ADVISERS];
    let mut count = 0;
    for adviser in issue.advice.answers() {
        let person = adviser.who().person;
        let (trust, strength) = choice::relation(organisation, now, issue.lead.person, person);
        voters[count] = (adviser.right, trust, strength, person);
        count += 1;
    }
    let weight = |voter: usize, facet: usize| {
        let (_, trust, strength, person) = voters[voter];
        let truth = organisation.people.profile[person as usize].knowledge[facet];
        let seen = judgement::perceived(truth, organisation.world.mean_knowledge[facet], strength);
        judgement::adviser_weight(trust, seen, d.expertise_weight)
    };
    judgement::vote(issue.facets, issue.lead_right, d.own_weight, count, weight, |voter| voters[voter].0)
}

/// The views of the lead and of those who have answered, each of equal weight, under a rule of screening.
fn screened(now: &Now, issue: &Issue) -> Vote {
    let d = &now.p.decision;
    let mut draws = now.streams.draws(Process::Issue, issue.name, 5);
    let acting_right = (0..FACETS).fold(0u8, |sides, facet| sides | u8::from(draws.chance(d.acting_right)) << facet);
    let mut answers = issue.advice.answers();
    let views = 1 + u32::from(issue.advice.answered);
    let needed = screen::needed(d.rule as usize, views, d.views_needed);
    let view = |voter| if voter == 0 { issue.lead_right } else { answers.next().map_or(issue.lead_right, |adviser| adviser.right) };
    screen::settle(issue.facets, acting_right, needed, views as usize, view)
}
