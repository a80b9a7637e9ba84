//! Voice, safety, influence and incidents.

use super::Direction::{Higher, Lower, Neutral};
use super::{Outcome, State, flow, mean, share, state};
use crate::scenario::DAYS_PER_YEAR;

/// Outcomes of voice and safety.
pub const OUTCOMES: &[Outcome] = &[
    flow("said_share", "Concerns said", "share", Higher, "Share of noticed concerns that were said.", |s| {
        let t = s.tally;
        share(t.said_majority + t.said_marginalised, t.noticed_majority + t.noticed_marginalised)
    }),
    flow("answered_share", "Concerns answered", "share", Higher, "Share of concerns that were said and acted on.", |s| {
        let t = s.tally;
        share(t.answered_majority + t.answered_marginalised, t.said_majority + t.said_marginalised)
    }),
    flow(
        "voice_gap",
        "Voice gap between groups",
        "share",
        Lower,
        "Share of concerns said and answered among the majority minus the same among the marginalised group.",
        |s| {
            let t = s.tally;
            share(t.answered_majority, t.noticed_majority) - share(t.answered_marginalised, t.noticed_marginalised)
        },
    ),
    state("safety_mean", "Psychological safety", "0..1", Higher, "Mean felt safety of everybody.", |s| safety(s, None)).headline(),
    state(
        "safety_gap",
        "Safety gap between groups",
        "0..1",
        Lower,
        "Mean safety of the majority minus that of the marginalised group.",
        |s| safety(s, Some(false)) - safety(s, Some(true)),
    ),
    state("influence_gini", "Inequality of influence", "0..1", Neutral, "Gini index of weight in decisions since the record before.", gini),
    flow("incidents", "Incidents a head and year", "1/year", Lower, "Incidents, over person-years.", |s| {
        share(s.tally.incidents * u64::from(DAYS_PER_YEAR), s.tally.person_days)
    }),
    state("hazard", "Latent hazard a head", "hazard", Lower, "Latent hazard of all units, a seat.", |s| {
        s.organisation.hazard.iter().map(|h| f64::from(*h)).sum::<f64>() / s.organisation.positions.count() as f64
    }),
];

fn safety(state: &State, group: Option<bool>) -> f64 {
    let people = &state.organisation.people;
    let (mut sum, mut count) = (0.0, 0);
    for person in &state.staff.all {
        if group.is_none_or(|group| people.marginalised[*person as usize] == group) {
            sum += f64::from(people.safety[*person as usize]);
            count += 1;
        }
    }
    mean(sum, count)
}

fn gini(state: &State) -> f64 {
    let people = &state.organisation.people;
    // Weights are not negative: their bits are in their order, and soon compared.
    let mut weights: Vec<u32> = state.staff.all.iter().map(|person| people.influence[*person as usize].to_bits()).collect();
    weights.sort_unstable();
    let weights: Vec<f32> = weights.into_iter().map(f32::from_bits).collect();
    let total: f64 = weights.iter().map(|weight| f64::from(*weight)).sum();
    if total <= 0.0 {
        return f64::NAN;
    }
    let n = weights.len() as f64;
    let ranked: f64 = weights.iter().enumerate().map(|(rank, weight)| (rank + 1) as f64 * f64::from(*weight)).sum();
    2.0 * ranked / (n * total) - (n + 1.0) / n
}
