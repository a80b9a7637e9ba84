//! One sample: moments, quantiles, t interval of the mean, empirical distribution.

use super::distribution::t_critical;
use super::{Interval, is_level};
use libm::{floor, sqrt};

/// Description of one sample, in the unit of the values unless a field says otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// Number of values used (≥ 1).
    pub n: usize,
    /// Number of missing values (`NaN`) that were dropped.
    pub missing: usize,
    /// Arithmetic mean.
    pub mean: f64,
    /// Standard deviation with divisor n - 1; needs two values.
    pub sd: Option<f64>,
    /// Standard error of the mean, sd / √n; needs two values.
    pub standard_error: Option<f64>,
    /// t interval of the mean (see [`t_interval`]).
    pub interval: Option<Interval>,
    /// Smallest value.
    pub minimum: f64,
    /// 5 % quantile (see [`quantile`]).
    pub quantile_05: f64,
    /// 25 % quantile.
    pub quantile_25: f64,
    /// 50 % quantile.
    pub median: f64,
    /// 75 % quantile.
    pub quantile_75: f64,
    /// 95 % quantile.
    pub quantile_95: f64,
    /// Largest value.
    pub maximum: f64,
}

impl Summary {
    /// Summarises `values`, with a t interval of the mean at `level`; `None` if no value is left.
    #[must_use]
    pub fn of(values: &[f64], level: f64) -> Option<Self> {
        let sorted = sorted_present(values);
        let n = sorted.len();
        let present: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
        let sd = (n >= 2).then(|| sd(&present));
        Some(Self {
            n,
            missing: values.len() - n,
            minimum: *sorted.first()?,
            maximum: *sorted.last()?,
            mean: mean(&present),
            sd,
            standard_error: sd.map(|sd| sd / sqrt(n as f64)),
            interval: t_interval(&present, level),
            quantile_05: quantile_of_sorted(&sorted, 0.05),
            quantile_25: quantile_of_sorted(&sorted, 0.25),
            median: quantile_of_sorted(&sorted, 0.5),
            quantile_75: quantile_of_sorted(&sorted, 0.75),
            quantile_95: quantile_of_sorted(&sorted, 0.95),
        })
    }
}

/// Quantile of `values` at `probability` in [0, 1], type 7 of Hyndman and Fan (1996), the default of R's `quantile`.
///
/// `None` if no value is left or the probability lies outside [0, 1].
#[must_use]
pub fn quantile(values: &[f64], probability: f64) -> Option<f64> {
    let sorted = sorted_present(values);
    (!sorted.is_empty() && (0.0..=1.0).contains(&probability)).then(|| quantile_of_sorted(&sorted, probability))
}

/// Student's t interval of the mean at `level`: mean ± t(n - 1) sd / √n.
///
/// `None` with fewer than two values or a level outside (0, 1). Equal values give an interval of width zero.
#[must_use]
pub fn t_interval(values: &[f64], level: f64) -> Option<Interval> {
    let present: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    let n = present.len();
    if n < 2 || !is_level(level) {
        return None;
    }
    let half_width = t_critical(level, (n - 1) as f64) * sd(&present) / sqrt(n as f64);
    Some(Interval::around(mean(&present), half_width, level))
}

/// Empirical distribution function of a sample, as steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Ecdf {
    /// Distinct values, ascending.
    pub values: Vec<f64>,
    /// Share of the sample at or below each value, in (0, 1]; the last is 1.
    pub shares: Vec<f64>,
    /// Number of missing values (`NaN`) that were dropped.
    pub missing: usize,
}

impl Ecdf {
    /// Steps of the empirical distribution of `values`; `None` if no value is left.
    #[must_use]
    pub fn of(values: &[f64]) -> Option<Self> {
        let sorted = sorted_present(values);
        let n = sorted.len();
        if n == 0 {
            return None;
        }
        let mut ecdf = Self { values: Vec::new(), shares: Vec::new(), missing: values.len() - n };
        for (index, &value) in sorted.iter().enumerate() {
            if sorted.get(index + 1) != Some(&value) {
                ecdf.values.push(value);
                ecdf.shares.push((index + 1) as f64 / n as f64);
            }
        }
        Some(ecdf)
    }

    /// Share of the sample at or below `value`, in [0, 1].
    #[must_use]
    pub fn share_at_or_below(&self, value: f64) -> f64 {
        let steps = self.values.partition_point(|&step| step <= value);
        if steps == 0 { 0.0 } else { self.shares[steps - 1] }
    }
}

/// The values that are not `NaN`, ascending.
pub(super) fn sorted_present(values: &[f64]) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// Type 7 quantile of a sorted, non-empty sample without `NaN`.
pub(super) fn quantile_of_sorted(sorted: &[f64], probability: f64) -> f64 {
    let position = (sorted.len() - 1) as f64 * probability;
    let below = floor(position) as usize;
    let weight = position - below as f64;
    let low = sorted[below];
    // Interpolating between equal infinities would give NaN.
    match sorted.get(below + 1) {
        Some(&high) if weight > 0.0 && high != low => low + weight * (high - low),
        _ => low,
    }
}

/// Mean, with one correction pass as in R, so that equal values give that value; `NaN` for an empty slice.
pub(super) fn mean(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let first = values.iter().sum::<f64>() / n;
    let correction = values.iter().map(|value| value - first).sum::<f64>() / n;
    if correction.is_finite() { first + correction } else { first }
}

/// Sum of products of deviations from the means, over n - 1; two slices of equal length ≥ 2.
pub(super) fn covariance(left: &[f64], right: &[f64]) -> f64 {
    let (left_mean, right_mean) = (mean(left), mean(right));
    let products = left.iter().zip(right).map(|(l, r)| (l - left_mean) * (r - right_mean));
    products.sum::<f64>() / (left.len() as f64 - 1.0)
}

/// Variance with divisor n - 1; exactly 0 for equal values.
pub(super) fn variance(values: &[f64]) -> f64 {
    if values.windows(2).all(|pair| pair[0] == pair[1]) {
        return 0.0;
    }
    covariance(values, values)
}

/// Standard deviation with divisor n - 1; exactly 0 for equal values.
pub(super) fn sd(values: &[f64]) -> f64 {
    sqrt(variance(values))
}
