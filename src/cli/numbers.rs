//! Numbers as people read them.

use crate::experiment::leaders::Standing;

pub(super) use crate::report::words::count;

/// Most digits behind the point.
const MOST_DECIMALS: i32 = 4;

/// Digits behind the point that a row of numbers deserves: one digit of its narrowest half-width, or three of its largest mean.
pub(super) fn decimals<'a>(standings: impl IntoIterator<Item = &'a Standing>) -> usize {
    let (mut half_width, mut mean) = (f64::INFINITY, 0.0_f64);
    for standing in standings {
        let half = standing.interval.map_or(0.0, |interval| interval.half_width());
        half_width = if half > 0.0 { half_width.min(half) } else { half_width };
        mean = mean.max(standing.mean.abs());
    }
    let digits = |value: f64, wanted: i32| wanted - 1 - libm::log10(value).floor() as i32;
    let decimals = match (half_width.is_finite(), mean > 0.0) {
        (true, _) => digits(half_width, 1),
        (false, true) => digits(mean, 3),
        (false, false) => 1,
    };
    decimals.clamp(0, MOST_DECIMALS) as usize
}

/// A number with so many digits behind the point; never "-0.0".
pub(super) fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    if text.trim_start_matches(['-', '0', '.']).is_empty() { text.trim_start_matches('-').to_owned() } else { text }
}

/// The name of a unit behind a number: nothing for a bare scale, `%`-free words else.
pub(super) fn unit(unit: &str) -> String {
    let bare = unit.is_empty() || unit.contains("..") || matches!(unit, "share" | "probability" | "level" | "factor");
    if bare { String::new() } else { format!(" {unit}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::statistics::Interval;

    #[test]
    fn as_many_digits_as_the_interval_carries() {
        let standing = |mean: f64, half: f64| {
            let interval = (half > 0.0).then_some(Interval { low: mean - half, high: mean + half, level: 0.95 });
            Standing { arm: 0, mean, interval }
        };
        assert_eq!(decimals(&[standing(0.62, 0.013), standing(0.5, 0.004)]), 3);
        assert_eq!(decimals(&[standing(123.4, 17.0)]), 0);
        assert_eq!(decimals(&[standing(1.54, 0.23), standing(1.26, 0.014), standing(1.0, 0.0)]), 2);
        assert_eq!(decimals(&[standing(1.234, 0.0)]), 2);
        assert_eq!(decimals(&[standing(0.0, 0.0)]), 1);
        assert_eq!(decimals(&[standing(0.5, 1e-9)]), 4);
        assert_eq!((fixed(-0.0004, 2), fixed(-0.5, 1), fixed(2.0, 0)), ("0.00".to_owned(), "-0.5".to_owned(), "2".to_owned()));
    }
}
