//! Opinion dynamics as pure functions over points of any number of directions, in single or double precision.
//!
//! | model | step of one person |
//! | --- | --- |
//! | DeGroot 1974 | to the [`weighted_mean`] of all |
//! | Friedkin and Johnsen 1990 | [`pulled`] by that mean and by the own start |
//! | Hegselmann and Krause 2002 | to the mean of those [`within`] the own confidence |
//! | Deffuant et al. 2000 | two who meet [`compromise`] |

use std::ops::{Add, Div, Mul, Sub};

/// A real number.
pub trait Real: Copy + Default + PartialOrd + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self> {
    /// Square root.
    fn root(self) -> Self;
}

impl Real for f32 {
    fn root(self) -> Self {
        libm::sqrtf(self)
    }
}

impl Real for f64 {
    fn root(self) -> Self {
        libm::sqrt(self)
    }
}

/// Distance of two opinions.
#[inline]
pub fn distance<T: Real, const D: usize>(one: [T; D], other: [T; D]) -> T {
    let square = |d: usize| (one[d] - other[d]) * (one[d] - other[d]);
    (0..D).fold(T::default(), |sum, d| sum + square(d)).root()
}

/// Mean of opinions, each with its weight (0 or more); nothing if all weights are 0.
#[inline]
pub fn weighted_mean<T: Real, const D: usize>(views: impl Iterator<Item = (T, [T; D])>) -> Option<[T; D]> {
    let (mut sum, mut total) = ([T::default(); D], T::default());
    for (weight, view) in views {
        for (sum, part) in sum.iter_mut().zip(view) {
            *sum = *sum + weight * part;
        }
        total = total + weight;
    }
    (total > T::default()).then(|| sum.map(|sum| sum / total))
}

/// An opinion pulled towards others: own + sum of weight (other - own).
#[inline]
pub fn pulled<T: Real, const D: usize>(own: [T; D], pulls: &[(T, [T; D])]) -> [T; D] {
    std::array::from_fn(|d| own[d] + pulls.iter().fold(T::default(), |sum, (weight, to)| sum + *weight * (to[d] - own[d])))
}

/// Whether another opinion counts: at most `confidence` away.
#[inline]
pub fn within<T: Real, const D: usize>(own: [T; D], other: [T; D], confidence: T) -> bool {
    distance(own, other) <= confidence
}

/// Two who meet and are less than `confidence` apart: each goes `share` of the gap (half is the middle). Nothing if they
/// are farther apart.
#[inline]
pub fn compromise<T: Real, const D: usize>((one, other): ([T; D], [T; D]), confidence: T, share: T) -> Option<([T; D], [T; D])> {
    (distance(one, other) < confidence).then(|| (pulled(one, &[(share, other)]), pulled(other, &[(share, one)])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_steps_in_either_precision() {
        let views = [(1.0, [0.0, 4.0]), (3.0, [4.0, 0.0]), (0.0, [9.0, 9.0])];
        assert_eq!(weighted_mean(views.into_iter()), Some([3.0, 1.0]));
        assert_eq!(weighted_mean(views.into_iter().skip(2)), None);
        assert_eq!(pulled([1.0f32], &[(0.5, [3.0]), (0.25, [5.0])]), [3.0]);
        assert_eq!(distance([0.0f32, 3.0], [4.0, 0.0]), 5.0);
    }

    #[test]
    fn the_bound_counts_in_a_group_and_not_between_two() {
        assert!(within([0.25], [0.5], 0.25) && !within([0.25], [0.5], 0.2499));
        assert_eq!(compromise(([0.25], [0.5]), 0.25, 0.5), None);
        assert_eq!(compromise(([0.0], [1.0]), 1.5, 0.25), Some(([0.25], [0.75])));
    }
}
