//! Does a sample have two peaks?

use super::dip::{dip_of_sorted, dip_p_value};
use super::summary::sorted_present;

/// Significance level at which [`bimodality`] flags a sample.
pub const BIMODALITY_LEVEL: f64 = 0.05;

/// Whether and how a sample falls into two groups.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bimodality {
    /// Number of values used.
    pub n: usize,
    /// Number of missing values (`NaN`) that were dropped.
    pub missing: usize,
    /// Number of distinct values; few of them mean a discrete outcome.
    pub distinct: usize,
    /// Hartigan's dip after ties were spread, a share in [0, 0.25].
    pub dip: f64,
    /// p value of the dip against one peak, in [0.0005, 1].
    pub p_value: f64,
    /// Whether the p value is at most [`BIMODALITY_LEVEL`]: report the groups, not the mean.
    pub flagged: bool,
    /// The best cut into two groups, whether flagged or not; `None` if all values are equal.
    pub groups: Option<TwoGroups>,
}

/// Two groups of a sample, cut where the variance within them is least.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TwoGroups {
    /// Largest value of the lower group.
    pub lower_ends_at: f64,
    /// Share of the sample in the lower group, in (0, 1).
    pub lower_share: f64,
    /// Mean of the lower group.
    pub lower_mean: f64,
    /// Mean of the upper group.
    pub upper_mean: f64,
}

/// Flags a sample with more than one peak by Hartigan's dip test (see [`dip`](super::dip()) and [`dip_p_value`]).
///
/// The uniform distribution is the least favourable one with a single peak: it is flagged in 5 % of samples, a normal,
/// exponential or lognormal one in less than 1 %. The price is that two peaks must be clear. Share of samples flagged
/// (2000 simulated each) for two normal groups whose means lie so many standard deviations apart:
///
/// | groups | n = 30 | n = 100 | n = 300 | n = 1000 |
/// | --- | --- | --- | --- | --- |
/// | halves, 3 sd apart | 0.07 | 0.10 | 0.29 | 0.84 |
/// | halves, 4 sd apart | 0.24 | 0.76 | 1.00 | 1.00 |
/// | halves, 6 sd apart | 0.85 | 1.00 | 1.00 | 1.00 |
/// | 20 % and 80 %, 6 sd apart | 0.08 | 0.23 | 0.90 | 1.00 |
///
/// So the lack of a flag at n < 100 says little about a small group.
///
/// Ties would look like peaks. Before the test each tied value is therefore spread evenly over half the way to both its
/// neighbours, so that counts and shares are judged by their histogram. A sample with only two distinct values stays as
/// it is: nothing lies between them.
///
/// `None` with fewer than 8 values or an infinite one.
#[must_use]
pub fn bimodality(values: &[f64]) -> Option<Bimodality> {
    let sorted = sorted_present(values);
    let n = sorted.len();
    if n < 8 || sorted[0].is_infinite() || sorted[n - 1].is_infinite() {
        return None;
    }
    let distinct = 1 + sorted.windows(2).filter(|pair| pair[0] < pair[1]).count();
    let dip = if distinct > 2 { dip_of_sorted(&spread_ties(&sorted)) } else { dip_of_sorted(&sorted) };
    let p_value = dip_p_value(dip, n)?;
    Some(Bimodality {
        n,
        missing: values.len() - n,
        distinct,
        dip,
        p_value,
        flagged: p_value <= BIMODALITY_LEVEL,
        groups: two_groups(&sorted),
    })
}

/// Spreads equal values evenly over half the gap to the next lower and higher value; the outermost use their one gap
/// on both sides.
fn spread_ties(sorted: &[f64]) -> Vec<f64> {
    let mut spread = Vec::with_capacity(sorted.len());
    for tied in sorted.chunk_by(|left, right| left == right) {
        let value = tied[0];
        let start = spread.len();
        let gap_below = start.checked_sub(1).map(|index| value - sorted[index]);
        let gap_above = sorted.get(start + tied.len()).map(|next| next - value);
        let (below, above) = match (gap_below, gap_above) {
            (Some(below), Some(above)) => (0.5 * below, 0.5 * above),
            (Some(only), None) | (None, Some(only)) => (0.5 * only, 0.5 * only),
            (None, None) => (0.0, 0.0),
        };
        if tied.len() == 1 {
            spread.push(value);
            continue;
        }
        for index in 0..tied.len() {
            let share = (index as f64 + 0.5) / tied.len() as f64;
            spread.push(value - below + share * (below + above));
        }
    }
    spread
}

/// The cut of a sorted sample with the least variance within groups (Otsu 1979; two-means in one dimension, exactly).
fn two_groups(sorted: &[f64]) -> Option<TwoGroups> {
    let n = sorted.len() as f64;
    let centre = sorted.iter().sum::<f64>() / n;
    let (mut best, mut largest_between, mut sum) = (None, -1.0, 0.0);
    for (index, pair) in sorted.windows(2).enumerate() {
        // Deviations from the mean sum to zero, so the lower sum alone gives the variance between the groups.
        sum += pair[0] - centre;
        let lower = (index + 1) as f64;
        let between = sum * sum / (lower * (n - lower));
        if pair[0] < pair[1] && between > largest_between {
            largest_between = between;
            best = Some(TwoGroups {
                lower_ends_at: pair[0],
                lower_share: lower / n,
                lower_mean: centre + sum / lower,
                upper_mean: centre - sum / (n - lower),
            });
        }
    }
    best
}
