//! Speaking up as a cascade of thresholds: somebody acts once enough others are seen to act (Granovetter 1978).

use super::super::{Now, WEEK};
use crate::organisation::Organisation;
use crate::organisation::people::NOBODY;
use crate::organisation::positions::NOWHERE;
use crate::scenario::parameters::Voice;
use crate::streams::Process;

/// Place of `threshold` in the options of `voice.rule`.
pub const RULE: usize = 1;

/// Days of a week, today included, as bits of [`crate::organisation::people::People::spoke`].
const DAYS_OF_WEEK: u8 = ((1 << (WEEK + 1)) - 1) as u8;
/// Most rounds of a cascade; thresholds of people need no more rounds than people.
const MOST_ROUNDS: u32 = 1_000_000;
/// Change of a number of people below which a cascade over a distribution is at rest.
const REST: f64 = 1e-12;

/// Whether somebody acts who sees `acting` others act.
#[inline]
pub fn acts(threshold: f32, acting: u32) -> bool {
    acting as f32 >= threshold
}

/// How many of the unit somebody must see speak up, as their felt safety makes it.
pub fn of(safety: f32, voice: &Voice) -> f32 {
    if voice.alone <= 0.0 { 0.0 } else { voice.company * (voice.alone - safety).max(0.0) / voice.alone }
}

/// Where a cascade comes to rest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rest {
    /// How many act in the end.
    pub acting: f64,
    /// Rounds in which somebody joined.
    pub rounds: u32,
}

/// Rounds from `seen` on, in each of which all look at the number who act and `next` says how many act then, until it
/// changes no more.
pub fn rest(seen: f64, mut next: impl FnMut(f64) -> f64) -> Rest {
    let mut rest = Rest { acting: seen, rounds: 0 };
    while rest.rounds < MOST_ROUNDS {
        let acting = next(rest.acting);
        if (acting - rest.acting).abs() < REST {
            break;
        }
        rest = Rest { acting, rounds: rest.rounds + 1 };
    }
    rest
}

/// The cascade among people with these thresholds, beside `seen` others who act anyway; the rest counts both.
pub fn cascade(thresholds: &[f32], seen: u32) -> Rest {
    rest(f64::from(seen), |acting| f64::from(seen) + thresholds.iter().filter(|own| acts(**own, acting as u32)).count() as f64)
}

/// How many of each unit are seen to speak up today: those who did in the last week, and those who notice something today
/// and join them. A new day begins in the memory of who spoke up.
pub fn speakers(organisation: &mut Organisation, now: &Now) -> Vec<u32> {
    let mut seen = vec![0u32; organisation.units.count()];
    let mut joining: Vec<(u32, f32)> = Vec::new();
    let (positions, people) = (&organisation.positions, &mut organisation.people);
    for seat in 0..positions.count() {
        let (person, unit) = (positions.occupant[seat], positions.unit[seat]);
        if person == NOBODY {
            continue;
        }
        let slot = person as usize;
        people.spoke[slot] = (people.spoke[slot] << 1) & DAYS_OF_WEEK;
        seen[unit as usize] += u32::from(people.spoke[slot] != 0);
        let mut draws = now.streams.draws(Process::Voice, u64::from(now.day), people.identity[slot]);
        // Who was seen in the last week says what they notice if their threshold allows, but is not counted twice.
        if positions.parent[seat] != NOWHERE && people.spoke[slot] == 0 && draws.chance(now.p.voice.notice_rate) {
            joining.push((unit, of(people.safety[slot], &now.p.voice)));
        }
    }
    joining.sort_by_key(|(unit, _)| *unit);
    for group in joining.chunk_by(|one, other| one.0 == other.0) {
        let (unit, thresholds) = (group[0].0 as usize, group.iter().map(|(_, own)| *own).collect::<Vec<f32>>());
        seen[unit] = cascade(&thresholds, seen[unit]).acting as u32;
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Scenario, Structure};
    use crate::simulation::Simulation;

    #[test]
    fn one_changed_threshold_ends_the_cascade() {
        let mut thresholds: Vec<f32> = (0..100).map(|own| own as f32).collect();
        assert_eq!(cascade(&thresholds, 0), Rest { acting: 100.0, rounds: 100 });
        thresholds[1] = 2.0;
        assert_eq!(cascade(&thresholds, 0), Rest { acting: 1.0, rounds: 1 });
        assert_eq!(cascade(&thresholds, 1).acting, 101.0, "one outsider sets it off again");
        assert_eq!(cascade(&[], 7), Rest { acting: 7.0, rounds: 0 });
    }

    fn said(company: f32, safety: f32) -> f64 {
        let mut scenario = Scenario { days: 260, warm_up_days: 0, structure: Structure::Levels(vec![1, 3, 30]), ..Scenario::default() };
        let v = &mut scenario.parameters.voice;
        (v.rule, v.company, v.alone, v.notice_rate) = (RULE as f32, company, 0.8, 0.2);
        // Felt safety stays: nothing moves it, and newcomers bring the same.
        (v.safety_gain, v.safety_loss) = (0.0, 0.0);
        scenario.parameters.people.safety = safety;
        scenario.parameters.people.trait_sd = 0.0;
        let result = Simulation::new(&scenario, &scenario.baseline, 0).run();
        result.outcomes[crate::outcomes::position("said_share").unwrap()]
    }

    #[test]
    fn without_anybody_who_speaks_first_nobody_ever_does_and_without_need_of_company_all_do() {
        assert_eq!(said(5.0, 0.3), 0.0);
        assert_eq!(said(0.0, 0.3), 1.0);
        assert!(said(5.0, 0.9) > 0.9, "all feel safe enough to be first");
    }
}
