//! How many replications a paired contrast needs.

use super::distribution::{noncentral_t_above, t_critical};
use super::is_level;
use libm::{fabs, sqrt};

/// Largest number of pairs that is considered.
const MOST_PAIRS: usize = 1_000_000_000;

/// What the replications are for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Aim {
    /// The t interval of the mean difference shall have at most this half-width, in the unit of the outcome.
    HalfWidth(f64),
    /// The paired t test shall see a smallest effect of interest.
    Power {
        /// Smallest mean difference of interest, in the unit of the outcome, without regard to its sign.
        smallest_effect: f64,
        /// Wanted probability of seeing it, in (0, 1), for example 0.9.
        power: f64,
    },
}

/// Smallest number of pairs (≥ 2) that reaches the aim, given the standard deviation of the differences.
///
/// `level` is the coverage of the interval; the two-sided test has significance 1 - level. For a half-width the standard
/// deviation is taken as known: with the one that will be observed, about half of the runs come out somewhat wider.
/// Source: Cohen (1988), *Statistical Power Analysis*, chapter 2; the power is that of [`paired_power`].
///
/// `None` if the level or power lies outside (0, 1), if the standard deviation is negative or not finite, if the
/// half-width or effect is 0 or not finite, or if more than 10⁹ pairs would be needed.
#[must_use]
pub fn replications_needed(sd_of_differences: f64, aim: Aim, level: f64) -> Option<usize> {
    let usable = |size: f64| size.is_finite() && size > 0.0;
    if !is_level(level) || !sd_of_differences.is_finite() || sd_of_differences < 0.0 {
        return None;
    }
    match aim {
        Aim::HalfWidth(wanted) if usable(wanted) => {
            smallest_pairs(|pairs| t_critical(level, (pairs - 1) as f64) * sd_of_differences / sqrt(pairs as f64) <= wanted)
        }
        Aim::Power { smallest_effect, power } if usable(fabs(smallest_effect)) && is_level(power) => {
            smallest_pairs(|pairs| paired_power(pairs, sd_of_differences, smallest_effect, level).is_some_and(|found| found >= power))
        }
        _ => None,
    }
}

/// Probability that the two-sided paired t test at significance 1 - `level` sees the mean difference `effect`, in [0, 1].
///
/// Exact for normal differences: P(|T| > t) of the noncentral T with `pairs` - 1 degrees of freedom and noncentrality
/// effect √pairs / sd, by numerical integration. Agrees with statsmodels' `TTestPower.power`. `None` with fewer than two
/// pairs, a level outside (0, 1) or an sd or effect that is not finite or an sd below 0; a zero sd gives 1 (0 without
/// an effect).
#[must_use]
pub fn paired_power(pairs: usize, sd_of_differences: f64, effect: f64, level: f64) -> Option<f64> {
    if pairs < 2 || !is_level(level) || !effect.is_finite() || !sd_of_differences.is_finite() || sd_of_differences < 0.0 {
        return None;
    }
    if sd_of_differences == 0.0 {
        return Some(if effect == 0.0 { 0.0 } else { 1.0 });
    }
    let df = (pairs - 1) as f64;
    let threshold = t_critical(level, df);
    let shift = fabs(effect) * sqrt(pairs as f64) / sd_of_differences;
    let power = noncentral_t_above(threshold, df, shift) + noncentral_t_above(threshold, df, -shift);
    Some(power.clamp(0.0, 1.0))
}

/// Smallest number of pairs for which a condition that stays true holds: doubling, then halving.
fn smallest_pairs(holds: impl Fn(usize) -> bool) -> Option<usize> {
    let mut high = 2;
    while !holds(high) {
        if high >= MOST_PAIRS {
            return None;
        }
        high = (2 * high).min(MOST_PAIRS);
    }
    let mut low = high / 2;
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(high)
}
