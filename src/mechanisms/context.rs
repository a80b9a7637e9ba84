//! Context: turbulence, the need of the people served, and how the organisation reads it.
//!
//! **Models** a world that moves: knowledge turns obsolete, and what people need walks away from what was set.
//! **Reads** the need. **Writes** knowledge, reality, need, objective.
//!
//! **Equation**
//! * Turbulence: each week each facet is struck with probability 1/13 (once a quarter on average); everybody then keeps
//!   the share 1 - `turbulence`/4 of their knowledge of it, so that a year takes about `turbulence` of it. Where people
//!   hold beliefs (`learning.rule`), each dimension of the struck facet turns into its contrary with that probability.
//! * Need: walks `need_drift` * sqrt(1/52) a week in each of two directions.
//! * Objective: once a year objective = need + `reading_error`; with involvement v it is read four times a year, with an
//!   error between `reading_error` and `reading_error_involved`.
//!
//! **Evidence** assumption; that involving the people served sharpens the reading: Hay 2018, "Dispersed leadership", CYP Now (claim).
//! **Limits** without turbulence, drift and error nothing moves.

use super::{Now, WEEKS_PER_YEAR};
use crate::organisation::Organisation;
use crate::scenario::{DAYS_PER_YEAR, FACETS};
use crate::spread;
use crate::streams::Process;

/// Weeks between two shocks to one facet, on average.
const WEEKS_BETWEEN_SHOCKS: f32 = 13.0;

/// Turbulence and the walk of the need (weekly), and the reading of the objective.
pub fn step(organisation: &mut Organisation, now: &Now) {
    if now.weekly() {
        turbulence(organisation, now);
        let mut draws = now.streams.draws(Process::Need, 0, u64::from(now.day));
        let spread = now.p.context.need_drift / libm::sqrtf(WEEKS_PER_YEAR);
        for direction in &mut organisation.world.need {
            *direction += draws.normal(0.0, spread);
        }
    }
    read_objective(organisation, now);
}

fn turbulence(organisation: &mut Organisation, now: &Now) {
    let lost = now.p.context.turbulence * WEEKS_BETWEEN_SHOCKS / WEEKS_PER_YEAR;
    let kept = 1.0 - lost;
    for facet in 0..FACETS {
        let mut draws = now.streams.draws(Process::Turbulence, facet as u64, u64::from(now.day));
        let struck = draws.chance(1.0 / WEEKS_BETWEEN_SHOCKS);
        if !struck || now.p.context.turbulence <= 0.0 {
            continue;
        }
        if organisation.beliefs.is_empty() {
            spread::each(&mut organisation.people.profile, |_, block| {
                block.iter_mut().for_each(|profile| profile.knowledge[facet] *= kept.max(0.0));
            });
        } else {
            organisation.beliefs.reality.shift(facet, f64::from(lost), &mut draws);
            organisation.beliefs.show(&mut organisation.people);
        }
    }
}

fn read_objective(organisation: &mut Organisation, now: &Now) {
    let involvement = now.p.context.involvement;
    let every = if involvement > 0.0 { DAYS_PER_YEAR / 4 } else { DAYS_PER_YEAR };
    if now.day == 0 || !now.day.is_multiple_of(every) {
        return;
    }
    let p = &now.p.purpose;
    let error = p.reading_error + (p.reading_error_involved - p.reading_error) * involvement;
    let mut draws = now.streams.draws(Process::Need, 1, u64::from(now.day));
    let need = organisation.world.need;
    organisation.world.objective = need.map(|direction| direction + draws.normal(0.0, error));
}
