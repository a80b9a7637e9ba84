//! Hartigan's dip: how far is a sample from having one peak?

use super::summary::sorted_present;
use libm::{log, pow, sqrt};

/// Hartigan's dip: the largest distance of the empirical distribution function from the nearest unimodal one.
///
/// Hartigan and Hartigan (1985), *Annals of Statistics* 13, 70-84; the iteration over the greatest convex minorant and
/// least concave majorant is that of P. Hartigan (1985), *Applied Statistics* 34, 320-325 (AS 217). A share in
/// [1 / (2n), 0.25], missing values dropped; 0 if all values are equal, `None` if no finite sample is left.
#[must_use]
pub fn dip(values: &[f64]) -> Option<f64> {
    let x = sorted_present(values);
    if x.is_empty() || x.iter().any(|value| value.is_infinite()) {
        return None;
    }
    Some(dip_of_sorted(&x))
}

/// Dip of a sorted, non-empty, finite sample.
pub(super) fn dip_of_sorted(x: &[f64]) -> f64 {
    let n = x.len();
    if x[0] == x[n - 1] {
        return 0.0;
    }
    // Distances are counted in steps of 1 / n, and twice the dip is kept; one step is the least there is.
    let mut largest = 1.0_f64;
    let (mut low, mut high) = (0, n - 1);
    loop {
        let minorant = hull(x, low, high, |slope, next| next <= slope);
        let majorant = hull(x, low, high, |slope, next| next >= slope);
        let below = heights(x, &minorant);
        let above = heights(x, &majorant);
        let gap = |index: usize| above[index - low] - below[index - low] + 1.0;
        let (distance, left, right) = widest_gap(&minorant, &majorant, gap);
        if distance <= largest {
            break;
        }
        for index in low..=left {
            largest = largest.max(index as f64 - below[index - low] + 1.0);
        }
        for index in right..=high {
            largest = largest.max(above[index - low] - index as f64 + 1.0);
        }
        if (left, right) == (low, high) {
            break;
        }
        (low, high) = (left, right);
    }
    largest / (2.0 * n as f64)
}

/// Widest gap between the hulls at a vertex of either, with the interval it leaves: from a minorant vertex to the next
/// majorant vertex, or from the last minorant vertex to a majorant vertex.
fn widest_gap(minorant: &[usize], majorant: &[usize], gap: impl Fn(usize) -> f64) -> (f64, usize, usize) {
    let mut widest = (0.0, minorant[0], majorant[majorant.len() - 1]);
    for &index in &minorant[..minorant.len() - 1] {
        if gap(index) > widest.0 {
            widest = (gap(index), index, majorant[majorant.partition_point(|&vertex| vertex < index)]);
        }
    }
    for &index in &majorant[1..] {
        if gap(index) > widest.0 {
            widest = (gap(index), minorant[minorant.partition_point(|&vertex| vertex <= index) - 1], index);
        }
    }
    widest
}

/// Vertices, by index, of the hull of the points (x_i, i) for i in `low`..=`high`; `drop` says from the slope into the
/// last vertex and the slope onwards whether that vertex goes.
fn hull(x: &[f64], low: usize, high: usize, drop: impl Fn(f64, f64) -> bool) -> Vec<usize> {
    let slope = |from: usize, to: usize| (to - from) as f64 / (x[to] - x[from]);
    let mut vertices: Vec<usize> = Vec::new();
    for index in low..=high {
        while let [.., before, last] = vertices[..] {
            if !drop(slope(before, last), slope(last, index)) {
                break;
            }
            vertices.pop();
        }
        vertices.push(index);
    }
    vertices
}

/// Heights of the broken line through the vertices, at every index between the first and the last.
fn heights(x: &[f64], vertices: &[usize]) -> Vec<f64> {
    let mut heights = vec![vertices[0] as f64];
    for pair in vertices.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let width = x[to] - x[from];
        for index in from + 1..=to {
            let share = if width > 0.0 { (x[index] - x[from]) / width } else { 1.0 };
            heights.push(from as f64 + (to - from) as f64 * share);
        }
    }
    heights
}
/// p values of the columns of [`UNIFORM_DIPS`].
const TABLE_P: [f64; 12] = [0.9, 0.75, 0.5, 0.25, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005];

/// √n × dip of n uniform values: simulated quantiles with upper tail [`TABLE_P`], from 300 000 samples (n ≤ 50) down to
/// 30 000 (n = 5000). They lie within 1.3 % of the table in R's package `diptest`.
const UNIFORM_DIPS: [(f64, [f64; 12]); 12] = [
    (8.0, [0.2317, 0.2721, 0.3142, 0.3475, 0.4013, 0.4356, 0.4692, 0.4894, 0.5060, 0.5273, 0.5509, 0.5687]),
    (10.0, [0.2465, 0.2781, 0.3091, 0.3612, 0.4125, 0.4416, 0.4773, 0.5049, 0.5285, 0.5551, 0.5726, 0.5866]),
    (15.0, [0.2489, 0.2789, 0.3237, 0.3716, 0.4258, 0.4595, 0.4993, 0.5270, 0.5514, 0.5801, 0.6012, 0.6199]),
    (20.0, [0.2537, 0.2865, 0.3279, 0.3808, 0.4345, 0.4695, 0.5110, 0.5392, 0.5660, 0.5985, 0.6214, 0.6422]),
    (30.0, [0.2598, 0.2929, 0.3368, 0.3902, 0.4467, 0.4833, 0.5258, 0.5558, 0.5842, 0.6185, 0.6410, 0.6638]),
    (50.0, [0.2668, 0.3002, 0.3455, 0.4007, 0.4588, 0.4965, 0.5420, 0.5735, 0.6019, 0.6368, 0.6642, 0.6863]),
    (100.0, [0.2742, 0.3086, 0.3550, 0.4116, 0.4717, 0.5109, 0.5583, 0.5909, 0.6198, 0.6585, 0.6855, 0.7066]),
    (200.0, [0.2796, 0.3143, 0.3617, 0.4196, 0.4810, 0.5213, 0.5693, 0.6031, 0.6348, 0.6758, 0.7027, 0.7295]),
    (500.0, [0.2847, 0.3202, 0.3679, 0.4266, 0.4884, 0.5291, 0.5771, 0.6123, 0.6455, 0.6867, 0.7161, 0.7412]),
    (1000.0, [0.2875, 0.3230, 0.3713, 0.4303, 0.4932, 0.5347, 0.5844, 0.6189, 0.6514, 0.6889, 0.7144, 0.7446]),
    (2000.0, [0.2891, 0.3246, 0.3729, 0.4319, 0.4961, 0.5390, 0.5906, 0.6248, 0.6565, 0.6918, 0.7246, 0.7547]),
    (5000.0, [0.2912, 0.3274, 0.3752, 0.4365, 0.4998, 0.5417, 0.5915, 0.6268, 0.6597, 0.7047, 0.7333, 0.7609]),
];

/// Probability that a uniform sample of `n` values has at least this dip, in [0.0005, 1].
///
/// From a simulated table (n = 8 to 5000, in ln n between and constant beyond), ln p linear between its columns: right
/// to about 5 % of itself down to p = 0.01 and to 25 % below. The uniform distribution is the least favourable of those with one peak
/// (Hartigan and Hartigan 1985). `None` with n < 8 or a dip that is negative or not a number.
#[must_use]
pub fn dip_p_value(dip: f64, n: usize) -> Option<f64> {
    if n < 8 || dip.is_nan() || dip < 0.0 {
        return None;
    }
    let size = n as f64;
    let scaled = dip * sqrt(size);
    let last = UNIFORM_DIPS.len() - 1;
    let above = UNIFORM_DIPS.partition_point(|row| row.0 < size).clamp(1, last);
    let (smaller, larger) = (&UNIFORM_DIPS[above - 1], &UNIFORM_DIPS[above]);
    let weight = (log(size / smaller.0) / log(larger.0 / smaller.0)).min(1.0);
    let (mut before, mut p_before) = (0.0, 1.0);
    for (column, &p) in TABLE_P.iter().enumerate() {
        let here = smaller.1[column] + weight * (larger.1[column] - smaller.1[column]);
        if scaled < here {
            let share = (scaled - before) / (here - before);
            return Some(p_before * pow(p / p_before, share));
        }
        (before, p_before) = (here, p);
    }
    Some(p_before)
}
