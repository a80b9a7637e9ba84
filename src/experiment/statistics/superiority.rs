//! Probability of superiority: how often does the treatment give the larger value?

use super::distribution::{normal_quantile, t_critical};
use super::paired::complete_pairs;
use super::summary::{mean, sorted_present, variance};
use super::{Interval, is_level};
use libm::sqrt;

/// Share of pairs in which the treatment is larger.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairedSuperiority {
    /// Number of complete pairs (≥ 1).
    pub pairs: usize,
    /// Pairs in which the treatment is larger.
    pub larger: usize,
    /// Pairs in which both are equal.
    pub equal: usize,
    /// P(T > R) + P(T = R) / 2 within pairs, in [0, 1]; 0.5 means no tendency.
    pub probability: f64,
    /// Wilson interval of the probability, with ties counted as half a success.
    pub interval: Option<Interval>,
}

/// Superiority of two independent draws, one from each arm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnpairedSuperiority {
    /// Values used of the reference arm.
    pub reference_n: usize,
    /// Values used of the treatment arm.
    pub treatment_n: usize,
    /// Vargha and Delaney's A = P(T > R) + P(T = R) / 2, in [0, 1]; 0.5 means no tendency.
    pub probability: f64,
    /// Mann-Whitney U of the treatment, A × both sample sizes.
    pub mann_whitney_u: f64,
    /// Cliff's delta, 2 A - 1, in [-1, 1].
    pub cliffs_delta: f64,
    /// Interval of A; `None` if an arm has one value or the arms do not overlap, for then the method sees no variance.
    pub interval: Option<Interval>,
}

/// Sign-based probability of superiority over pairs, with a Wilson interval at `level`.
///
/// Grissom and Kim (2012), *Effect Sizes for Research*, chapter 5 (dependent groups). Ties count half; the interval is
/// then slightly wide. `None` if no complete pair is left.
#[must_use]
pub fn paired_superiority(reference: &[f64], treatment: &[f64], level: f64) -> Option<PairedSuperiority> {
    let (reference, treatment) = complete_pairs(reference, treatment);
    let pairs = reference.len();
    if pairs == 0 {
        return None;
    }
    let larger = reference.iter().zip(&treatment).filter(|(r, t)| t > r).count();
    let equal = reference.iter().zip(&treatment).filter(|(r, t)| t == r).count();
    let successes = larger as f64 + 0.5 * equal as f64;
    let probability = successes / pairs as f64;
    Some(PairedSuperiority { pairs, larger, equal, probability, interval: wilson_interval(successes, pairs, level) })
}

/// Probability of superiority over all combinations of a treatment and a reference value.
///
/// Vargha and Delaney (2000), *Journal of Educational and Behavioral Statistics* 25, 101-132; Cliff (1993),
/// *Psychological Bulletin* 114, 494-509. Interval at `level`: Brunner and Munzel (2000), *Biometrical Journal* 42,
/// 17-25, with their t approximation, cut to [0, 1]. It ignores the pairing, so it is too wide for paired runs with
/// positive correlation. `None` if an arm has no value.
#[must_use]
pub fn unpaired_superiority(reference: &[f64], treatment: &[f64], level: f64) -> Option<UnpairedSuperiority> {
    let (reference, treatment) = (sorted_present(reference), sorted_present(treatment));
    let (n, m) = (reference.len() as f64, treatment.len() as f64);
    if reference.is_empty() || treatment.is_empty() {
        return None;
    }
    let treatment_above = placements(&treatment, &reference);
    let reference_above = placements(&reference, &treatment);
    let mann_whitney_u: f64 = treatment_above.iter().sum();
    let probability = mann_whitney_u / (n * m);
    Some(UnpairedSuperiority {
        reference_n: reference.len(),
        treatment_n: treatment.len(),
        probability,
        mann_whitney_u,
        cliffs_delta: 2.0 * probability - 1.0,
        interval: brunner_munzel(&reference_above, &treatment_above, level),
    })
}

/// Wilson's score interval of a share: `successes` (halves allowed) of `trials` at `level`.
///
/// Wilson (1927), *Journal of the American Statistical Association* 22, 209-212, without continuity correction.
/// `None` without trials, with successes outside 0..=`trials` or with a level outside (0, 1).
#[must_use]
pub fn wilson_interval(successes: f64, trials: usize, level: f64) -> Option<Interval> {
    let n = trials as f64;
    if trials == 0 || !(0.0..=n).contains(&successes) || !is_level(level) {
        return None;
    }
    let z = normal_quantile(0.5 * (1.0 + level));
    let share = successes / n;
    let centre = (share + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let half_width = z * sqrt(share * (1.0 - share) / n + z * z / (4.0 * n * n)) / (1.0 + z * z / n);
    let Interval { low, high, .. } = Interval::around(centre, half_width, level);
    Some(Interval { low: low.max(0.0), high: high.min(1.0), level })
}

/// For each value, the number of `others` (sorted) below it, equal ones counted half.
fn placements(values: &[f64], others: &[f64]) -> Vec<f64> {
    let place = |value: &f64| {
        let below = others.partition_point(|other| other < value);
        let not_above = others.partition_point(|other| other <= value);
        0.5 * (below + not_above) as f64
    };
    values.iter().map(place).collect()
}

/// Interval of P(T > R) + P(T = R) / 2 from the placements of both arms.
fn brunner_munzel(reference_above: &[f64], treatment_above: &[f64], level: f64) -> Option<Interval> {
    let (n, m) = (reference_above.len() as f64, treatment_above.len() as f64);
    if n < 2.0 || m < 2.0 || !is_level(level) {
        return None;
    }
    let of_reference = variance(reference_above) / (n * m * m);
    let of_treatment = variance(treatment_above) / (m * n * n);
    let total = of_reference + of_treatment;
    if total <= 0.0 {
        return None;
    }
    let df = total * total / (of_reference * of_reference / (n - 1.0) + of_treatment * of_treatment / (m - 1.0));
    let half_width = t_critical(level, df) * sqrt(total);
    let Interval { low, high, .. } = Interval::around(mean(treatment_above) / n, half_width, level);
    Some(Interval { low: low.max(0.0), high: high.min(1.0), level })
}
