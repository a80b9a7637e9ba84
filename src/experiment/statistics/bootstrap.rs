//! Bias-corrected and accelerated (BCa) bootstrap intervals with a keyed generator.

use super::distribution::{normal_cdf, normal_quantile};
use super::summary::{mean, quantile_of_sorted, sd};
use super::{Interval, is_level};
use libm::pow;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// How many resamples, and from which key.
///
/// The rows drawn depend only on the seed and the number of rows: two outcomes of the same runs, resampled with the same
/// seed, see the same runs, so their intervals belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bootstrap {
    /// Number of resamples; 2000 is the usual choice for a 95 % interval.
    pub resamples: usize,
    /// Key of the generator.
    pub seed: u64,
}

impl Bootstrap {
    /// 2000 resamples with the given key.
    #[must_use]
    pub fn with_seed(seed: u64) -> Self {
        Self { resamples: 2000, seed }
    }
}

/// BCa interval together with what it was made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BcaInterval {
    /// The statistic of the sample itself.
    pub estimate: f64,
    /// The BCa interval.
    pub interval: Interval,
    /// Standard deviation of the statistic over the resamples.
    pub standard_error: f64,
    /// Bias correction z₀, in normal deviates.
    pub bias_correction: f64,
    /// Acceleration a, from the jackknife.
    pub acceleration: f64,
    /// Resamples in which the statistic was finite.
    pub resamples: usize,
}

/// BCa interval of `statistic` of one sample; missing values are dropped first.
///
/// Rules as in [`bca_rows`].
#[must_use]
pub fn bca_interval(values: &[f64], statistic: impl Fn(&[f64]) -> f64, level: f64, bootstrap: Bootstrap) -> Option<BcaInterval> {
    let present: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    let of_rows = |rows: &[usize]| {
        let sample: Vec<f64> = rows.iter().map(|&row| present[row]).collect();
        statistic(&sample)
    };
    bca_rows(present.len(), of_rows, level, bootstrap)
}

/// BCa interval of `statistic(reference, treatment)` of paired samples; pairs are resampled whole.
///
/// Pairs with a missing value are dropped first, and so is what the longer slice has too many. Rules as in [`bca_rows`].
#[must_use]
pub fn bca_paired(
    reference: &[f64],
    treatment: &[f64],
    statistic: impl Fn(&[f64], &[f64]) -> f64,
    level: f64,
    bootstrap: Bootstrap,
) -> Option<BcaInterval> {
    let (reference, treatment) = super::paired::complete_pairs(reference, treatment);
    let of_rows = |rows: &[usize]| {
        let left: Vec<f64> = rows.iter().map(|&row| reference[row]).collect();
        let right: Vec<f64> = rows.iter().map(|&row| treatment[row]).collect();
        statistic(&left, &right)
    };
    bca_rows(reference.len(), of_rows, level, bootstrap)
}

/// BCa interval of a statistic of row numbers 0..`rows`, for tables of any shape.
///
/// Efron (1987), *Journal of the American Statistical Association* 82, 171-185; Efron and Tibshirani (1993), chapter 14.
/// z₀ counts ties half, a = Σd³ / (6 (Σd²)^1.5) over jackknife deviations d, and the ends are type 7 quantiles: the
/// choices of SciPy's `bootstrap`, so that the same resamples give the same interval.
///
/// `None` with fewer than 3 rows, a level outside (0, 1), a statistic that is not finite on the sample or on a jackknife
/// sample, or if fewer than half of the resamples give a finite statistic or all of them fall on one side of the
/// estimate. If every resample gives the estimate itself, the interval has width zero.
#[must_use]
pub fn bca_rows(rows: usize, statistic: impl Fn(&[usize]) -> f64, level: f64, bootstrap: Bootstrap) -> Option<BcaInterval> {
    if rows < 3 || bootstrap.resamples < 2 || !is_level(level) {
        return None;
    }
    let all: Vec<usize> = (0..rows).collect();
    let estimate = statistic(&all);
    let acceleration = acceleration(rows, &statistic)?;
    let resampled = resample(rows, &statistic, bootstrap);
    if !estimate.is_finite() || 2 * resampled.len() < bootstrap.resamples.max(4) {
        return None;
    }
    let found = |interval, bias_correction| BcaInterval {
        estimate,
        interval,
        standard_error: sd(&resampled),
        bias_correction,
        acceleration,
        resamples: resampled.len(),
    };
    if resampled.iter().all(|&value| value == estimate) {
        return Some(found(Interval::around(estimate, 0.0, level), 0.0));
    }
    let below = resampled.partition_point(|&value| value < estimate);
    let not_above = resampled.partition_point(|&value| value <= estimate);
    let bias_correction = normal_quantile((below + not_above) as f64 / (2.0 * resampled.len() as f64));
    if !bias_correction.is_finite() {
        return None;
    }
    let end = |nominal: f64| {
        let shifted = bias_correction + normal_quantile(nominal);
        let adjusted = normal_cdf(bias_correction + shifted / (1.0 - acceleration * shifted));
        adjusted.is_finite().then(|| quantile_of_sorted(&resampled, adjusted))
    };
    let (low, high) = (end(0.5 * (1.0 - level))?, end(0.5 * (1.0 + level))?);
    Some(found(Interval { low: low.min(high), high: high.max(low), level }, bias_correction))
}

/// The finite values of the statistic over all resamples, ascending.
fn resample(rows: usize, statistic: impl Fn(&[usize]) -> f64, bootstrap: Bootstrap) -> Vec<f64> {
    let mut generator = ChaCha8Rng::seed_from_u64(bootstrap.seed);
    let mut drawn = vec![0; rows];
    let mut resampled = Vec::with_capacity(bootstrap.resamples);
    for _ in 0..bootstrap.resamples {
        for row in &mut drawn {
            // Multiply and shift: the bias of at most rows / 2^64 is far below any resampling error.
            *row = ((u128::from(generator.next_u64()) * rows as u128) >> 64) as usize;
        }
        resampled.push(statistic(&drawn));
    }
    resampled.retain(|value| value.is_finite());
    resampled.sort_by(f64::total_cmp);
    resampled
}

/// Jackknife acceleration; 0 if leaving a row out never changes the statistic, `None` if it is not finite once.
fn acceleration(rows: usize, statistic: impl Fn(&[usize]) -> f64) -> Option<f64> {
    let mut kept: Vec<usize> = (1..rows).collect();
    let mut left_out = Vec::with_capacity(rows);
    for row in 0..rows {
        left_out.push(statistic(&kept));
        // From "all but row" to "all but row + 1": one entry changes.
        if row + 1 < rows {
            kept[row] = row;
        }
    }
    let centre = mean(&left_out);
    let (mut squares, mut cubes) = (0.0, 0.0);
    for value in &left_out {
        let deviation = centre - value;
        squares += deviation * deviation;
        cubes += deviation * deviation * deviation;
    }
    if !squares.is_finite() {
        return None;
    }
    let scale = 6.0 * pow(squares, 1.5);
    Some(if scale > 0.0 { cubes / scale } else { 0.0 })
}
