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

use super::outcome::effects::{Effect, Out};
use super::{MechanismName, Now, WEEK};
use crate::ahead;
use crate::organisation::Organisation;
use crate::organisation::issues::{Advice, Issue};
use crate::organisation::ties::Row;
use crate::scenario::parameters::Trust;
use crate::spread;

/// Trust after one experience.
#[inline]
pub fn after(trust: f32, good: bool, gain: f32, loss: f32) -> f32 {
    if good { trust + gain * (1.0 - trust) } else { trust - loss * trust }
}

/// Once a week trust returns to its set point by a share of the distance: that over ties on the walk over contacts (`ties::step`), unless
/// there is none.
pub fn step(organisation: &mut Organisation, now: &Now) {
    let Some((set_point, share)) = week(now) else { return };
    if !now.on.has(MechanismName::Ties) {
        ahead::each(organisation.ties.rows_mut(), Row::ask, |row| row.calm(set_point, share));
    }
    spread::each(&mut organisation.people.profile, |_, block| {
        for profile in block {
            profile.trust_up += share * (set_point - profile.trust_up);
            profile.trust_down += share * (set_point - profile.trust_down);
        }
    });
}

/// The set point of trust, and the share of the distance by which it returns; none on most days.
pub fn week(now: &Now) -> Option<(f32, f32)> {
    let p = &now.p.trust;
    (now.on.has(MechanismName::Trust) && now.weekly()).then(|| (p.set_point, (p.return_rate * WEEK as f32).min(1.0)))
}

/// What moves trust: something that went well or not. The share of what is missing that is gained, or below 0 the share that is lost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Experience(f32);

impl Experience {
    /// Leaves trust as it is.
    pub const NONE: Self = Self(0.0);

    /// Something went well, by which `gain` of what is missing is gained, or not, by which `loss` is lost.
    #[inline]
    pub fn new(good: bool, gain: f32, loss: f32) -> Self {
        Self(if good { gain } else { -loss })
    }

    /// Trust after it.
    #[inline]
    pub fn after(self, trust: f32) -> f32 {
        after(trust, self.0 >= 0.0, self.0, -self.0)
    }
}

/// Advisers trust the lead more where their view was used, and less where it was not.
#[inline]
pub fn asked(now: &Now, issue: &Issue, right: u8) -> Experience {
    let size = now.p.trust.asked;
    Experience::new(super::outcome::used(issue, right), size, size)
}

/// A decision shows as good or bad: those who worked on it trust each other more or less; so do the lead and the manager,
/// and the finder and the line where the issue went up.
pub fn result(organisation: &Organisation, now: &Now, issue: &Issue, good: bool, out: &mut Out) {
    let Trust { gain, loss, .. } = now.p.trust;
    let (lead, experience) = (issue.lead.person, Experience::new(good, gain, loss));
    for (adviser, _) in advisers(organisation, issue) {
        for (from, to) in [(adviser, lead), (lead, adviser)] {
            out.send(from, Effect::trust(to, experience));
            moves(organisation, from, to, experience, out);
        }
    }
    // Those who only see the result are moved as far as it matters to them: in proportion to stakes.
    let seen = Experience::new(good, gain * issue.stakes, loss * issue.stakes);
    if organisation.there(issue.lead) {
        out.trust_down(lead, seen);
    }
    if issue.hops > 0 && organisation.there(issue.finder) {
        out.trust_up(issue.finder.person, seen);
    }
}

/// Each adviser who answered and the view given, if lead and adviser are still there.
pub(super) fn advisers(organisation: &Organisation, issue: &Issue) -> impl Iterator<Item = (u32, u8)> {
    let advice = if organisation.there(issue.lead) { &issue.advice } else { &Advice::NONE };
    let there = advice.answers().filter(|adviser| organisation.there(adviser.who()) && adviser.who().person != issue.lead.person);
    there.map(|adviser| (adviser.who().person, adviser.right))
}

/// The trust of one person in another moves over the formal relation, where there is one.
pub(super) fn moves(organisation: &Organisation, from: u32, to: u32, experience: Experience, out: &mut Out) {
    if organisation.manager_of(from) == to {
        out.trust_up(from, experience);
    } else if organisation.manager_of(to) == from {
        out.trust_down(to, experience);
    }
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
