//! Trust: between those who work together, and between managers and reports.
//!
//! **Models** the linear operator of trust. **Reads** outcomes, advice. **Writes** ties, trust upward and downward.
//!
//! **Equation** success: T += `gain` (1 - T); failure: T -= `loss` T; being asked and used: T += `asked` (1 - T), asked
//! and not used: T -= `asked` T. Between a manager and a report who did not work on it together, the step is multiplied by
//! the stakes. Each day T returns to `set_point` by `return_rate` (applied weekly).
//!
//! **Evidence** form: Bush and Mosteller 1955; that bad weighs more than good: Slovic 1993 (sign); sizes: assumption.
//!
//! **Limits** without return, with success rate p the mean tends to p gain / (p gain + (1 - p) loss) (test below).

use super::{Now, WEEK};
use crate::organisation::Organisation;
use crate::organisation::issues::Issue;
use crate::organisation::people::NOBODY;
use crate::scenario::parameters::Trust;
use crate::spread;

/// Trust after one experience.
#[inline]
pub fn after(trust: f32, good: bool, gain: f32, loss: f32) -> f32 {
    if good { trust + gain * (1.0 - trust) } else { trust - loss * trust }
}

/// Trust returns to its set point.
pub fn step(organisation: &mut Organisation, now: &Now) {
    if !now.weekly() {
        return;
    }
    let p = &now.p.trust;
    let share = (p.return_rate * WEEK as f32).min(1.0);
    organisation.ties.calm(p.set_point, share);
    spread::each(&mut organisation.people.profile, |_, block| {
        for profile in block {
            profile.trust_up += share * (p.set_point - profile.trust_up);
            profile.trust_down += share * (p.set_point - profile.trust_down);
        }
    });
}

/// Advisers trust the lead more where their view was used, and less where it was not.
pub fn asked(organisation: &mut Organisation, now: &Now, issue: &Issue) {
    let gain = now.p.trust.asked;
    for_each_adviser(organisation, issue, |organisation, adviser, right| {
        let good = super::outcome::used(issue, right);
        move_trust(organisation, adviser, issue.lead.person, good, gain, gain);
    });
}

/// A decision shows as good or bad: those who worked on it trust each other more or less; so do the lead and the manager,
/// and the finder and the line where the issue went up.
pub fn result(organisation: &mut Organisation, now: &Now, issue: &Issue, good: bool) {
    let Trust { gain, loss, .. } = now.p.trust;
    let lead = issue.lead.person;
    for_each_adviser(organisation, issue, |organisation, adviser, _| {
        move_trust(organisation, adviser, lead, good, gain, loss);
        move_trust(organisation, lead, adviser, good, gain, loss);
    });
    // Those who only see the result are moved as far as it matters to them: in proportion to stakes.
    let (gain, loss) = (gain * issue.stakes, loss * issue.stakes);
    if organisation.there(issue.lead) {
        let down = &mut organisation.people.profile[lead as usize].trust_down;
        *down = after(*down, good, gain, loss);
    }
    if issue.hops > 0 && organisation.there(issue.finder) {
        let up = &mut organisation.people.profile[issue.finder.person as usize].trust_up;
        *up = after(*up, good, gain, loss);
    }
}

/// Calls `f(organisation, adviser, view)` for each adviser who answered, if lead and adviser are still there.
pub(super) fn for_each_adviser(organisation: &mut Organisation, issue: &Issue, mut f: impl FnMut(&mut Organisation, u32, u8)) {
    let Some(advice) = organisation.advice.get(issue.advice) else { return };
    let (advisers, count) = (advice.advisers, usize::from(advice.count));
    if !organisation.there(issue.lead) {
        return;
    }
    for adviser in advisers[..count].iter().filter(|adviser| adviser.answered) {
        if organisation.there(adviser.who) && adviser.who.person != issue.lead.person {
            f(organisation, adviser.who.person, adviser.right);
        }
    }
}

/// Moves the trust of one person in another: over the tie, and over the formal relation where there is one.
fn move_trust(organisation: &mut Organisation, from: u32, to: u32, good: bool, gain: f32, loss: f32) {
    if let Some(trust) = organisation.ties.trust_mut(from, to) {
        *trust = after(*trust, good, gain, loss);
    }
    let formal = if organisation.manager_of(from) == to {
        &mut organisation.people.profile[from as usize].trust_up
    } else if organisation.manager_of(to) == from && from != NOBODY {
        &mut organisation.people.profile[to as usize].trust_down
    } else {
        return;
    };
    *formal = after(*formal, good, gain, loss);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::streams::{Process, Streams};

    #[test]
    fn the_mean_is_that_of_the_linear_operator() {
        // Published values of the operator with g = .05, l = .20: .6923 at p = .9, .5 at .8, .2 at .5.
        let streams = Streams::new(5, 0, 0);
        for (p, mean) in [(0.9, 0.6923), (0.8, 0.5), (0.5, 0.2)] {
            let mut draws = streams.draws(Process::Issue, 1, 1);
            let (mut trust, mut sum, n) = (0.5f32, 0.0f64, 400_000);
            for _ in 0..n {
                trust = after(trust, draws.chance(p), 0.05, 0.20);
                sum += f64::from(trust);
            }
            assert!((sum / f64::from(n) - mean).abs() < 0.005, "{p}");
        }
    }

    #[test]
    fn one_breach_takes_many_kept_promises() {
        let (mut trust, mut kept) = (after(0.8, false, 0.05, 0.2), 0);
        while trust < 0.8 {
            trust = after(trust, true, 0.05, 0.2);
            kept += 1;
        }
        assert_eq!(kept, 12, "11.46 in the published table");
    }
}
