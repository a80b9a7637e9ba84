//! The Beta distribution by table, for draws by inversion and for shares above a value.
//!
//! A draw by inversion takes one uniform number, so arms that differ elsewhere share their issues, and the share of
//! issues with higher stakes is at hand for every issue. The table holds the cumulative distribution on a fixed grid;
//! between grid points it is linear. Error of the cumulative share: below 1e-4 for shapes of 1 and more
//! (`tests` compare with the closed forms of whole shapes).

const CELLS: usize = 1024;
/// Parts of the way to a quantile that are looked up.
const PARTS: usize = 64;

/// Cumulative Beta distribution on a grid.
#[derive(Clone, Debug)]
pub struct Beta {
    /// Share below i / CELLS.
    below: Vec<f32>,
    /// Grid points whose share is at most i / PARTS: a search begins between two of these.
    up_to: Vec<u32>,
    /// The value below which half of the draws lie.
    median: f32,
}

impl Beta {
    /// The Beta distribution with two shapes above 0.
    pub fn new(alpha: f32, beta: f32) -> Self {
        let (alpha, beta) = (f64::from(alpha), f64::from(beta));
        let width = 1.0 / CELLS as f64;
        let mut below = Vec::with_capacity(CELLS + 1);
        let mut total = 0.0;
        below.push(0.0f64);
        for cell in 0..CELLS {
            let middle = (cell as f64 + 0.5) * width;
            // The end cells are integrated in closed form along their steep side: shapes below 1 have a pole there.
            total += if cell == 0 {
                libm::pow(width, alpha) / alpha * libm::pow(1.0 - middle, beta - 1.0)
            } else if cell == CELLS - 1 {
                libm::pow(width, beta) / beta * libm::pow(middle, alpha - 1.0)
            } else {
                width * libm::pow(middle, alpha - 1.0) * libm::pow(1.0 - middle, beta - 1.0)
            };
            below.push(total);
        }
        let below: Vec<f32> = below.iter().map(|share| (share / total) as f32).collect();
        let up_to = |part: usize| below.partition_point(|b| *b <= part as f32 / PARTS as f32) as u32;
        let up_to = (0..=PARTS).map(up_to).collect();
        let mut table = Self { below, up_to, median: 0.5 };
        table.median = table.quantile(0.5);
        table
    }

    /// The value below which half of the draws lie.
    pub fn median(&self) -> f32 {
        self.median
    }

    /// The value below which `share` (0..1) of draws lie.
    pub fn quantile(&self, share: f32) -> f32 {
        let part = ((share * PARTS as f32) as usize).min(PARTS - 1);
        let (first, end) = (self.up_to[part] as usize, self.up_to[part + 1] as usize);
        let up_to = first + self.below[first..end].partition_point(|b| *b <= share);
        let cell = up_to.clamp(1, CELLS) - 1;
        let (low, high) = (self.below[cell], self.below[cell + 1]);
        let within = if high > low { ((share - low) / (high - low)).clamp(0.0, 1.0) } else { 0.0 };
        (cell as f32 + within) / CELLS as f32
    }

    /// The share of draws above `value`.
    pub fn share_above(&self, value: f32) -> f32 {
        let place = value.clamp(0.0, 1.0) * CELLS as f32;
        let cell = (place as usize).min(CELLS - 1);
        let within = place - cell as f32;
        1.0 - (self.below[cell] + within * (self.below[cell + 1] - self.below[cell]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_meet_the_closed_forms() {
        // Beta(2,2): F = 3x^2 - 2x^3. Beta(2,4): F = 1 - (1-x)^4 (1 + 4x). Beta(1,1): F = x.
        for step in 0..=50 {
            let x = step as f32 / 50.0;
            assert!((Beta::new(2.0, 2.0).share_above(x) - (1.0 - (3.0 * x * x - 2.0 * x * x * x))).abs() < 1e-4);
            assert!((Beta::new(2.0, 4.0).share_above(x) - (1.0 - x).powi(4) * (1.0 + 4.0 * x)).abs() < 1e-4);
            assert!((Beta::new(1.0, 1.0).share_above(x) - (1.0 - x)).abs() < 1e-4);
        }
    }

    #[test]
    fn a_quantile_is_the_inverse_of_the_share() {
        for (alpha, beta) in [(2.0, 2.0), (2.0, 4.0), (0.5, 0.5), (5.0, 1.5)] {
            let table = Beta::new(alpha, beta);
            for step in 1..100 {
                let share = step as f32 / 100.0;
                assert!((1.0 - table.share_above(table.quantile(share)) - share).abs() < 1e-3, "{alpha} {beta} {share}");
            }
            assert_eq!(table.median(), table.quantile(0.5));
            assert_eq!(table.quantile(0.0), 0.0);
            assert!(table.quantile(1.0) <= 1.0);
        }
    }
}
