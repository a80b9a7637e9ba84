//! Screening by elementary effects: what a step of one factor alone changes, at many places.
//!
//! Morris (1991), *Technometrics* 33, 161-174, on four levels; mu* is the mean of the absolute effects of Campolongo, Cariboni
//! and Saltelli (2007), *Environmental Modelling & Software* 22, 1509-1518. Effects are for the whole range of a factor.

use super::luck::{Response, mean, variance_of_difference};
use crate::experiment::LEVEL;
use crate::experiment::statistics::{Bootstrap, Interval, Summary, bca_interval};
use crate::streams::{Process, Streams};

/// Length of a step, as a share of the range: two of the three gaps between four levels.
pub const STEP: f64 = 2.0 / 3.0;

/// What one factor does to one response.
#[derive(Clone, Debug, PartialEq)]
pub struct Screened {
    /// Elementary effect on each trajectory, in the unit of the response for the whole range; missing ones are left out.
    pub effects: Vec<f64>,
    /// Mean effect: its sign is the direction.
    pub mu: f64,
    /// Mean absolute effect: how much the factor matters.
    pub mu_star: f64,
    /// Standard deviation of the effects: curvature, interaction with other factors, and luck.
    pub sigma: f64,
    /// BCa bootstrap interval of mu* over trajectories; needs three.
    pub mu_star_interval: Option<Interval>,
    /// The part of sigma that luck makes (see [`crate::sensitivity`]); needs two replications.
    pub noise: Option<f64>,
    /// Share of the steps over which the response changed its sign.
    pub sign_changes: f64,
}

impl Screened {
    /// What mu* would be if the factor did nothing to the mean response and luck were normal: noise times the root of 2/π.
    pub fn floor(&self) -> Option<f64> {
        self.noise.map(|noise| noise * libm::sqrt(2.0 / std::f64::consts::PI))
    }

    /// Whether the interval of mu* lies above what luck alone makes.
    pub fn stands_out(&self) -> Option<bool> {
        Some(self.mu_star_interval?.low > self.floor()?)
    }
}

/// Points in the unit cube: `trajectories` paths of `factors` + 1 points each, one after the other. Each path begins at a random
/// point of the four levels and moves every factor once, in random order. A longer sample begins with a shorter one.
pub fn sample(factors: usize, trajectories: u32, seed: u64) -> Vec<Vec<f64>> {
    (0..trajectories).flat_map(|number| trajectory(factors, number, seed)).collect()
}

fn trajectory(factors: usize, number: u32, seed: u64) -> Vec<Vec<f64>> {
    let mut draws = Streams::new(seed, number, super::MORRIS).draws(Process::Design, 0, 0);
    let mut here: Vec<f64> = (0..factors).map(|_| f64::from(draws.below(4)) / 3.0).collect();
    let mut order: Vec<usize> = (0..factors).collect();
    for place in (1..factors).rev() {
        order.swap(place, draws.below(place as u32 + 1) as usize);
    }
    let mut path = vec![here.clone()];
    for factor in order {
        // A step never leaves the range: from the lower two levels upwards, from the upper two downwards.
        here[factor] = if here[factor] < 0.5 { here[factor] + STEP } else { here[factor] - STEP };
        path.push(here.clone());
    }
    path
}

/// What each factor does, from the response at every point of [`sample`]. `None` for a factor without any effect that is known.
pub fn screen(points: &[Vec<f64>], responses: &[Response], seed: u64) -> Vec<Option<Screened>> {
    let factors = points.first().map_or(0, Vec::len);
    let mut steps: Vec<Vec<[usize; 2]>> = vec![Vec::new(); factors];
    for path in (0..points.len().min(responses.len())).collect::<Vec<_>>().chunks_exact(factors + 1) {
        for pair in path.windows(2) {
            if let Some(factor) = (0..factors).find(|factor| points[pair[0]][*factor] != points[pair[1]][*factor]) {
                steps[factor].push([pair[0], pair[1]]);
            }
        }
    }
    steps.iter().enumerate().map(|(factor, steps)| screened(factor, steps, points, responses, seed)).collect()
}

fn screened(factor: usize, steps: &[[usize; 2]], points: &[Vec<f64>], responses: &[Response], seed: u64) -> Option<Screened> {
    let (mut effects, mut noise, mut changes) = (Vec::new(), Some(0.0), 0);
    for [from, to] in steps {
        let length = points[*to][factor] - points[*from][factor];
        let (before, after) = (mean(&responses[*from]), mean(&responses[*to]));
        let effect = (after - before) / length;
        if effect.is_nan() {
            continue;
        }
        effects.push(effect);
        changes += usize::from(before * after < 0.0);
        let luck = variance_of_difference(&responses[*to], &responses[*from]);
        noise = noise.zip(luck).map(|(sum, luck)| sum + luck / (length * length));
    }
    let summary = Summary::of(&effects, LEVEL)?;
    let count = effects.len() as f64;
    let absolute: Vec<f64> = effects.iter().map(|effect| effect.abs()).collect();
    let average = |sample: &[f64]| sample.iter().sum::<f64>() / sample.len() as f64;
    Some(Screened {
        mu: summary.mean,
        mu_star: average(&absolute),
        sigma: summary.sd.unwrap_or(f64::NAN),
        mu_star_interval: bca_interval(&absolute, average, LEVEL, Bootstrap::with_seed(seed)).map(|found| found.interval),
        noise: noise.map(|sum| libm::sqrt(sum / count)),
        sign_changes: changes as f64 / count,
        effects,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_moves_every_factor_once_and_stays_in_the_range() {
        let points = sample(7, 5, 3);
        assert_eq!((points.len(), &points[..16]), (40, &sample(7, 2, 3)[..]));
        assert_ne!(points[..8], points[8..16]);
        for path in points.chunks_exact(8) {
            let moved: Vec<usize> = path.windows(2).map(|pair| (0..7).filter(|f| pair[0][*f] != pair[1][*f]).count()).collect();
            assert_eq!(moved, [1; 7]);
            assert!((0..7).all(|f| (path[0][f] - path[7][f]).abs() > 0.6));
            assert!(path.iter().flatten().all(|x| (-1e-12..=1.0 + 1e-12).contains(x)));
        }
    }

    #[test]
    fn a_line_has_its_slopes_as_effects_and_luck_that_all_points_share_is_no_noise() {
        let points = sample(3, 6, 1);
        let responses: Vec<Response> =
            points.iter().map(|p| [0.0, 5.0, -3.0].iter().map(|luck| 2.0 * p[0] - 0.5 * p[1] + luck).collect()).collect();
        let found: Vec<Screened> = screen(&points, &responses, 1).into_iter().map(|one| one.expect("an effect")).collect();
        for (one, slope) in found.iter().zip([2.0, -0.5, 0.0]) {
            assert!((one.mu - slope).abs() < 1e-9 && (one.mu_star - f64::abs(slope)).abs() < 1e-9 && one.sigma < 1e-9);
            assert!(one.noise.is_some_and(|noise| noise < 1e-9));
        }
        assert_eq!((found[0].stands_out(), found[2].mu_star), (Some(true), 0.0));
    }

    #[test]
    fn pure_luck_does_not_stand_out() {
        let points = sample(12, 30, 4);
        let noise = |p: usize, r: u64| f64::from(Streams::new(9, p as u32, 0).draws(Process::Design, r, 1).normal(0.0, 1.0));
        let responses: Vec<Response> = (0..points.len()).map(|p| (0..4).map(|r| noise(p, r)).collect()).collect();
        let found: Vec<Screened> = screen(&points, &responses, 1).into_iter().flatten().collect();
        let out = found.iter().filter(|one| one.stands_out() == Some(true)).count();
        assert!(out <= 2, "{out} of 12 stand out, of which one in forty should by chance");
        let floor = found.iter().map(|one| one.floor().unwrap()).sum::<f64>() / 12.0;
        let mu_star = found.iter().map(|one| one.mu_star).sum::<f64>() / 12.0;
        assert!((mu_star / floor - 1.0).abs() < 0.1, "{mu_star} and {floor}");
    }

    #[test]
    fn missing_values_are_left_out() {
        let points = sample(2, 3, 1);
        let mut responses: Vec<Response> = points.iter().map(|p| vec![p[0]]).collect();
        responses[0] = vec![f64::NAN];
        let found = screen(&points, &responses, 1);
        let counts: Vec<usize> = found.iter().map(|one| one.as_ref().map_or(0, |one| one.effects.len())).collect();
        assert_eq!(counts.iter().sum::<usize>(), 5);
        assert!(found.iter().flatten().all(|one| one.noise.is_none()), "one replication says nothing of luck");
        assert!(screen(&points, &vec![vec![f64::NAN]; 9], 1).iter().all(Option::is_none));
    }
}
