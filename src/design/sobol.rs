//! Sobol' points: each half, quarter and smaller part of the unit cube gets its share.
//!
//! Construction: Sobol' (1967), *USSR Computational Mathematics and Mathematical Physics* 7, 86-112, in the Gray code order of
//! Antonov and Saleev (1979), with the direction numbers of Joe and Kuo (2008). Without scrambling, the points are those of
//! SciPy's `qmc.Sobol(d, scramble=False)`, the origin included. Scrambling is Owen's (1995) nested uniform one: each binary digit
//! is turned over or not by a draw that the digits before it name.

use crate::streams::{Process, Streams};

/// Dimensions for which there are direction numbers.
pub const MOST_DIMENSIONS: usize = 1000;
/// Binary digits of a coordinate.
const DIGITS: usize = 32;

static DIRECTIONS: &str = include_str!("joe-kuo-2008.txt");

/// The points of a Sobol' sequence, any of them at any time.
#[derive(Clone, Debug)]
pub struct Sobol {
    directions: Vec<[u32; DIGITS]>,
    scramble: Option<Streams>,
}

impl Sobol {
    /// The sequence in so many dimensions (1 to [`MOST_DIMENSIONS`]), scrambled with the keys of `scramble` if there are any.
    ///
    /// # Panics
    /// If there are more dimensions.
    #[must_use]
    pub fn new(dimensions: usize, scramble: Option<Streams>) -> Self {
        assert!(dimensions <= MOST_DIMENSIONS, "there are direction numbers for {MOST_DIMENSIONS} dimensions");
        let first = std::array::from_fn(|digit| 1 << (DIGITS - 1 - digit));
        let rows = DIRECTIONS.lines().filter(|line| !line.starts_with('#')).map(directions);
        Self { directions: std::iter::once(first).chain(rows).take(dimensions).collect(), scramble }
    }

    /// One coordinate of point `index`, in [0, 1).
    #[must_use]
    pub fn at(&self, index: u32, dimension: usize) -> f64 {
        let gray = index ^ (index >> 1);
        let digits = (0..DIGITS).filter(|digit| gray >> digit & 1 == 1);
        let plain = digits.fold(0, |bits, digit| bits ^ self.directions[dimension][digit]);
        let bits = self.scramble.as_ref().map_or(plain, |streams| scrambled(plain, dimension, streams));
        f64::from(bits) / 4_294_967_296.0
    }
}

/// Direction numbers from a polynomial and its first ones.
fn directions(line: &str) -> [u32; DIGITS] {
    let mut numbers = line.split(' ').map(|word| word.parse::<u32>().expect("the table holds whole numbers"));
    let polynomial = numbers.next().expect("a line begins with its polynomial");
    let degree = polynomial.ilog2() as usize;
    let mut directions = [0; DIGITS];
    for (digit, number) in numbers.enumerate() {
        directions[digit] = number << (DIGITS - 1 - digit);
    }
    for digit in degree..DIGITS {
        directions[digit] = directions[digit - degree] ^ (directions[digit - degree] >> degree);
        for back in 1..degree {
            if polynomial >> (degree - back) & 1 == 1 {
                directions[digit] ^= directions[digit - back];
            }
        }
    }
    directions
}

/// `bits` with each digit turned over or not, as the digits before it decide.
fn scrambled(bits: u32, dimension: usize, streams: &Streams) -> u32 {
    let named = streams.named(Process::Design, dimension as u64);
    (0..DIGITS).fold(bits, |scrambled, digit| {
        // The digits before this one, behind a 1 that tells 0 from 00.
        let before = (1_u64 << digit) | (u64::from(bits) >> (DIGITS - digit));
        let turn = (named.draws(before).bits() >> 63) as u32;
        scrambled ^ (turn << (DIGITS - 1 - digit))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Points 0 to 1023 of the unscrambled sequence in 1000 dimensions, weighted by place, against SciPy 1.17:
    /// `x = qmc.Sobol(1000, scramble=False).random(1024); (x * w).sum()`.
    #[test]
    fn unscrambled_points_are_those_of_scipy() {
        let sobol = Sobol::new(1000, None);
        SCIPY.iter().for_each(|(index, dimension, value)| assert_eq!(sobol.at(*index, *dimension), *value, "{index} {dimension}"));
        let weighted: f64 = (0..1024_u32)
            .flat_map(|index| (0..1000_usize).map(move |dimension| (index, dimension)))
            .map(|(index, dimension)| sobol.at(index, dimension) * 1024.0 * ((index as usize * 7 + dimension * 3) % 11) as f64)
            .sum();
        assert_eq!(weighted, SCIPY_WEIGHTED);
    }

    #[test]
    fn scrambled_points_keep_their_parts_and_differ_by_seed() {
        let scrambled = |seed| Sobol::new(40, Some(Streams::new(seed, 0, 0)));
        let (one, two) = (scrambled(1), scrambled(2));
        for dimension in 0..40 {
            let mut parts = [0; 256];
            (0..256).for_each(|index| parts[(one.at(index, dimension) * 256.0) as usize] += 1);
            assert!(parts.iter().all(|count| *count == 1), "{dimension}: one point in each of 256 parts");
        }
        let boxes = |first: usize, second: usize| {
            let mut boxes = [0; 16];
            (0..16).for_each(|index| boxes[(one.at(index, first) * 4.0) as usize * 4 + (one.at(index, second) * 4.0) as usize] += 1);
            boxes
        };
        assert_eq!(boxes(0, 1), [1; 16], "the first two dimensions fill every box of a quarter by a quarter");
        assert_ne!(one.at(3, 5), two.at(3, 5));
        let mean = (0..4096).map(|index| one.at(index, 7)).sum::<f64>() / 4096.0;
        assert!((mean - 0.5).abs() < 1e-3, "{mean}");
    }

    const SCIPY_WEIGHTED: f64 = 2619127455.0;
    const SCIPY: &[(u32, usize, f64)] = &[
        (0, 0, 0.0),
        (1, 0, 0.5),
        (2, 1, 0.25),
        (3, 2, 0.75),
        (5, 4, 0.875),
        (77, 9, 0.4296875),
        (500, 99, 0.861328125),
        (1023, 500, 0.3818359375),
        (1000, 999, 0.2001953125),
        (513, 998, 0.5869140625),
    ];
}
