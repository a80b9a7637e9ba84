//! What a system shows beyond the means of its organisations.

use super::Direction::{Higher, Lower};
use super::{Outcome, system};

/// A system over a span of days: between two records, or the whole run after warm-up.
#[derive(Clone, Copy, Debug)]
pub struct Whole<'a> {
    /// Service of each organisation in the span (NaN is missing).
    pub services: &'a [f64],
}

/// Outcomes of a system; each is missing for an organisation alone.
pub const OUTCOMES: &[Outcome] = &[
    system(
        "service_spread",
        "Spread of service between organisations",
        "0..1",
        Lower,
        "Standard deviation of service between the organisations of a system.",
        |s| spread(s.services),
    ),
    system(
        "service_lowest_tenth",
        "Service of the lowest tenth",
        "0..1",
        Higher,
        "Mean service of the tenth of organisations in a system (at least one) where it is lowest.",
        |s| lowest_tenth(s.services),
    ),
];

/// Standard deviation over those that are not missing; 0 for one.
fn spread(values: &[f64]) -> f64 {
    let present = || values.iter().copied().filter(|value| value.is_finite());
    let count = present().count() as f64;
    let mean = present().sum::<f64>() / count;
    let squares: f64 = present().map(|value| (value - mean) * (value - mean)).sum();
    // Over nothing the mean is missing, and so is the spread.
    libm::sqrt(squares / (count - 1.0).max(1.0)) + 0.0 * mean
}

/// Mean of the lowest tenth, at least one, of those that are not missing.
fn lowest_tenth(values: &[f64]) -> f64 {
    let mut present: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    present.sort_unstable_by(f64::total_cmp);
    let tenth = (present.len() / 10).max(1).min(present.len());
    present[..tenth].iter().sum::<f64>() / tenth as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spread_and_lowest_tenth_are_those_of_the_numbers() {
        let values: Vec<f64> = (1..=20).map(f64::from).chain([f64::NAN]).collect();
        assert!((spread(&values) - 35f64.sqrt()).abs() < 1e-12);
        assert_eq!(lowest_tenth(&values), 1.5);
        assert_eq!((spread(&[0.4]), lowest_tenth(&[0.4])), (0.0, 0.4));
        assert!(spread(&[]).is_nan() && lowest_tenth(&[f64::NAN]).is_nan());
    }
}
