//! Organisations of unequal size: the seats below the top times exp(N(0, `system.size_spread`)), at most tenfold.
//!
//! A chart is taken as it is, and so is the structure of an organisation alone. Evidence: assumption.

use crate::scenario::parameters::Parameters;
use crate::scenario::{Scenario, Structure};
use crate::streams::{Process, Streams};
use std::borrow::Cow;

/// Most by which an organisation is larger or smaller than the scenario's, as a logarithm.
const MOST: f32 = std::f32::consts::LN_10;
/// Names the draw beside those of the mechanisms between organisations.
const SIZE: u64 = u64::MAX;

/// The formal structure of the organisation of a system that has the luck of `streams`.
pub fn structure_of<'a>(scenario: &'a Scenario, parameters: &Parameters, streams: &Streams) -> Cow<'a, Structure> {
    let p = &parameters.system;
    match &scenario.structure {
        Structure::Levels(levels) if p.size_spread > 0.0 && p.organisations >= 1.5 => {
            let log = streams.draws(Process::System, SIZE, 0).normal(0.0, p.size_spread).clamp(-MOST, MOST);
            Cow::Owned(Structure::Levels(scaled(levels, libm::expf(log))))
        }
        structure => Cow::Borrowed(structure),
    }
}

/// Seats by level times a factor: one at the top, and never fewer than above.
fn scaled(levels: &[u32], factor: f32) -> Vec<u32> {
    let mut above = 1;
    let seats = levels.iter().enumerate().map(|(level, seats)| {
        above = if level == 0 { 1 } else { (libm::roundf(*seats as f32 * factor) as u32).max(above) };
        above
    });
    seats.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scaled_structure_has_one_at_the_top_and_no_level_shorter_than_the_one_above() {
        assert_eq!(scaled(&[1, 5, 8, 51], 1.0), [1, 5, 8, 51]);
        assert_eq!(scaled(&[1, 5, 8, 51], 2.0), [1, 10, 16, 102]);
        assert_eq!(scaled(&[1, 5, 8, 51], 0.1), [1, 1, 1, 5]);
    }
}
