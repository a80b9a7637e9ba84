//! Treatment minus reference, over replications that share their luck.

use super::bootstrap::{BcaInterval, Bootstrap, bca_rows};
use super::distribution::{t_critical, t_two_sided_p};
use super::summary::{mean, sd};
use super::{Interval, is_level};
use libm::sqrt;

/// Paired contrast of one outcome between two arms, in the unit of the outcome unless a field says otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct PairedContrast {
    /// Number of complete pairs (≥ 2).
    pub pairs: usize,
    /// Pairs dropped because a value was missing (`NaN`) or had no partner.
    pub dropped: usize,
    /// Mean of the reference arm over the complete pairs.
    pub reference_mean: f64,
    /// Mean of the treatment arm over the complete pairs.
    pub treatment_mean: f64,
    /// Mean of treatment minus reference.
    pub mean_difference: f64,
    /// Standard deviation of the differences, divisor n - 1.
    pub sd_of_differences: f64,
    /// Standard error of the mean difference.
    pub standard_error: f64,
    /// t interval of the mean difference.
    pub interval: Interval,
    /// t statistic with `pairs` - 1 degrees of freedom; `None` if the differences do not vary.
    pub t: Option<f64>,
    /// Two-sided p value of the paired t test; `None` if the differences do not vary.
    pub p_value: Option<f64>,
    /// BCa bootstrap interval of the mean difference; needs three pairs.
    pub bootstrap: Option<BcaInterval>,
}

/// Contrasts `treatment` with `reference`, paired by index, with intervals at `level`.
///
/// Paired t test (Student 1908; R's `t.test(treatment, reference, paired = TRUE)`) and BCa bootstrap ([`bca_rows`]).
/// `None` with fewer than two complete pairs or a level outside (0, 1). If the slices differ in length, the values
/// without a partner count as dropped.
#[must_use]
pub fn paired_contrast(reference: &[f64], treatment: &[f64], level: f64, bootstrap: Bootstrap) -> Option<PairedContrast> {
    let longest = reference.len().max(treatment.len());
    let (reference, treatment) = complete_pairs(reference, treatment);
    let pairs = reference.len();
    if pairs < 2 || !is_level(level) {
        return None;
    }
    let differences: Vec<f64> = reference.iter().zip(&treatment).map(|(r, t)| t - r).collect();
    let mean_difference = mean(&differences);
    let sd_of_differences = sd(&differences);
    let standard_error = sd_of_differences / sqrt(pairs as f64);
    let degrees_of_freedom = (pairs - 1) as f64;
    let t = (standard_error > 0.0).then(|| mean_difference / standard_error);
    let mean_of_rows = |rows: &[usize]| {
        let sample: Vec<f64> = rows.iter().map(|&row| differences[row]).collect();
        mean(&sample)
    };
    Some(PairedContrast {
        pairs,
        dropped: longest - pairs,
        reference_mean: mean(&reference),
        treatment_mean: mean(&treatment),
        mean_difference,
        sd_of_differences,
        standard_error,
        interval: Interval::around(mean_difference, t_critical(level, degrees_of_freedom) * standard_error, level),
        t,
        p_value: t.map(|t| t_two_sided_p(t, degrees_of_freedom)),
        bootstrap: bca_rows(pairs, mean_of_rows, level, bootstrap),
    })
}

/// The pairs without a missing value, as two slices of equal length.
pub(super) fn complete_pairs(reference: &[f64], treatment: &[f64]) -> (Vec<f64>, Vec<f64>) {
    reference.iter().zip(treatment).filter(|(r, t)| !r.is_nan() && !t.is_nan()).map(|(&r, &t)| (r, t)).unzip()
}
