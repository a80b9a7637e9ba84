//! The sampler, for any simulator.

use crate::design::Sobol;
use crate::error::Error;
use crate::streams::{Draws, Process, Streams};
use libm::{erfc, exp, log, sqrt};
use std::f64::consts::{PI, SQRT_2};

/// Share of the draws that shall count in each round.
const COUNTING: f64 = 0.25;
/// Draws that must count at the end; with fewer the standard errors stay widened.
const FEWEST: f64 = 25.0;
/// Tries to draw a place inside the ranges.
const TRIES: u32 = 1000;

/// A figure to meet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// The figure.
    pub value: f64,
    /// Its standard error, above zero.
    pub standard_error: f64,
}

/// One draw of the parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Draw {
    /// Number of the draw, from 0 over all rounds; it names the luck of its run.
    pub number: u32,
    /// Places of the parameters in their ranges, 0 to 1.
    pub place: Vec<f64>,
    /// What came out for each figure.
    pub values: Vec<f64>,
    /// Squared distance from the figures, in standard errors; infinite where a value is missing.
    pub distance: f64,
    /// Weight; those of a round add up to 1.
    pub weight: f64,
    /// The logarithm of the density with which it was drawn, over that of the prior.
    drawn: f64,
}

/// What is said of a round.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Round {
    /// Factor on all standard errors, 1 or more.
    pub widened: f64,
    /// Effective number of draws: (Σ w)² / Σ w².
    pub effective: f64,
    /// Smallest squared distance so far.
    pub nearest: f64,
}

/// A sample from the posterior.
#[derive(Clone, Debug, PartialEq)]
pub struct Posterior {
    /// Draws of the last round, weighted.
    pub draws: Vec<Draw>,
    /// Every round.
    pub rounds: Vec<Round>,
    /// By figure: the smallest and largest value that any draw of any round gave.
    pub reach: Vec<(f64, f64)>,
}

/// How many draws, and from which luck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Parameters.
    pub factors: usize,
    /// Draws of each round.
    pub draws: u32,
    /// Most rounds.
    pub rounds: u32,
    /// Seed.
    pub seed: u64,
}

/// Runs a batch of draws (number and place) and gives the value for each figure; `None` if it was interrupted.
pub type Simulate<'s> = dyn FnMut(&[(u32, Vec<f64>)]) -> Result<Option<Vec<Vec<f64>>>, Error> + 's;

/// Samples the posterior of parameters that have a uniform prior over the unit cube. Rounds end as soon as the standard errors need no
/// widening. `None` if it was interrupted.
///
/// # Errors
/// Those of `simulate`.
pub fn sample(plan: Plan, figures: &[Figure], simulate: &mut Simulate<'_>) -> Result<Option<Posterior>, Error> {
    let mut posterior = Posterior { draws: Vec::new(), rounds: Vec::new(), reach: vec![(f64::INFINITY, f64::NEG_INFINITY); figures.len()] };
    let (mut nearest, mut drawn) = (f64::INFINITY, first(plan));
    for round in 0..plan.rounds {
        let asked: Vec<(u32, Vec<f64>)> = drawn.iter().map(|(number, place, _)| (*number, place.clone())).collect();
        let Some(values) = simulate(&asked)? else { return Ok(None) };
        let mut draws: Vec<Draw> = drawn.into_iter().zip(values).map(|(drawn, values)| draw(drawn, values, figures)).collect();
        for (figure, reach) in posterior.reach.iter_mut().enumerate() {
            draws.iter().map(|draw| draw.values[figure]).filter(|value| value.is_finite()).for_each(|value| {
                *reach = (reach.0.min(value), reach.1.max(value));
            });
        }
        nearest = draws.iter().map(|draw| draw.distance).fold(nearest, f64::min);
        let wanted = COUNTING * f64::from(plan.draws);
        let last = round + 1 == plan.rounds;
        let enough = weigh(&mut draws, 1.0) >= if last { FEWEST.min(wanted) } else { wanted };
        let widened = if enough { 1.0 } else { widening(&mut draws, if last { FEWEST.min(wanted) } else { wanted }) };
        let effective = weigh(&mut draws, widened);
        posterior.rounds.push(Round { widened, effective, nearest });
        posterior.draws = draws;
        if enough || last || effective == 0.0 {
            break;
        }
        drawn = next(plan, round + 1, &posterior.draws);
    }
    Ok(Some(posterior))
}

/// A number, a place and its relative density.
type Drawn = (u32, Vec<f64>, f64);

/// Draws from the prior: scrambled Sobol' points.
fn first(plan: Plan) -> Vec<Drawn> {
    let sequence = Sobol::new(plan.factors, Some(Streams::new(plan.seed, 0, super::DRAW)));
    (0..plan.draws).map(|number| (number, (0..plan.factors).map(|factor| sequence.at(number, factor)).collect(), 0.0)).collect()
}

fn draw((number, place, drawn): Drawn, values: Vec<f64>, figures: &[Figure]) -> Draw {
    let apart = |(value, figure): (&f64, &Figure)| {
        let distance = (value - figure.value) / figure.standard_error;
        distance * distance
    };
    let distance = values.iter().zip(figures).map(apart).sum::<f64>();
    let distance = if distance.is_nan() { f64::INFINITY } else { distance };
    Draw { number, place, values, distance, weight: 0.0, drawn }
}

/// Weighs draws with standard errors that are `widened`; returns their effective number.
fn weigh(draws: &mut [Draw], widened: f64) -> f64 {
    let log_weight = |draw: &Draw| -0.5 * draw.distance / (widened * widened) - draw.drawn;
    let most = draws.iter().map(log_weight).fold(f64::NEG_INFINITY, f64::max);
    if most == f64::NEG_INFINITY {
        draws.iter_mut().for_each(|draw| draw.weight = 0.0);
        return 0.0;
    }
    draws.iter_mut().for_each(|draw| draw.weight = exp(log_weight(draw) - most));
    let sum: f64 = draws.iter().map(|draw| draw.weight).sum();
    draws.iter_mut().for_each(|draw| draw.weight /= sum);
    1.0 / draws.iter().map(|draw| draw.weight * draw.weight).sum::<f64>()
}

/// The smallest factor on the standard errors with which `wanted` draws count, or a very large one if there is none.
fn widening(draws: &mut [Draw], wanted: f64) -> f64 {
    let (mut low, mut high) = (1.0, 2.0);
    while weigh(draws, high) < wanted && high < 1e9 {
        high *= 2.0;
    }
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if weigh(draws, middle) < wanted {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// Draws around those of the round before: each is drawn by weight and moved by a normal step with twice their variance, inside the
/// ranges.
fn next(plan: Plan, round: u32, before: &[Draw]) -> Vec<Drawn> {
    let steps: Vec<f64> = (0..plan.factors).map(|factor| sqrt(2.0 * variance(before, factor)).max(1e-6)).collect();
    let one = |place: u32| {
        let number = round * plan.draws + place;
        let mut draws = Streams::new(plan.seed, number, super::DRAW).draws(Process::Design, 1, 0);
        let centre = pick(before, &mut draws);
        let moved: Vec<f64> = centre.place.iter().zip(&steps).map(|(middle, step)| inside(*middle, *step, &mut draws)).collect();
        let density = density(before, &steps, &moved);
        (number, moved, log(density))
    };
    (0..plan.draws).map(one).collect()
}

fn variance(draws: &[Draw], factor: usize) -> f64 {
    let mean: f64 = draws.iter().map(|draw| draw.weight * draw.place[factor]).sum();
    draws.iter().map(|draw| draw.weight * (draw.place[factor] - mean) * (draw.place[factor] - mean)).sum()
}

fn pick<'d>(draws: &'d [Draw], luck: &mut Draws) -> &'d Draw {
    let mut left = f64::from(luck.unit());
    for draw in draws {
        left -= draw.weight;
        if left < 0.0 {
            return draw;
        }
    }
    // Rounding may leave a little.
    draws.iter().rev().find(|draw| draw.weight > 0.0).unwrap_or(&draws[0])
}

/// A normal step from `middle` that stays in the range.
fn inside(middle: f64, step: f64, luck: &mut Draws) -> f64 {
    let tries = (0..TRIES).map(|_| middle + step * f64::from(luck.normal(0.0, 1.0)));
    let mut tries = tries.filter(|place| (0.0..=1.0).contains(place));
    tries.next().unwrap_or(middle)
}

/// Density with which [`next`] draws a place.
fn density(before: &[Draw], steps: &[f64], place: &[f64]) -> f64 {
    let normal = |z: f64| 0.5 * erfc(-z / SQRT_2);
    let along = |(at, (middle, step)): (&f64, (&f64, &f64))| {
        let z = (at - middle) / step;
        let held = normal((1.0 - middle) / step) - normal(-middle / step);
        exp(-0.5 * z * z) / (step * sqrt(2.0 * PI) * held)
    };
    let of = |draw: &Draw| draw.weight * place.iter().zip(draw.place.iter().zip(steps)).map(along).product::<f64>();
    before.iter().filter(|draw| draw.weight > 0.0).map(of).sum()
}

impl Posterior {
    /// Quantile of a parameter's place at `probability`.
    pub fn quantile(&self, factor: usize, probability: f64) -> f64 {
        let pairs: Vec<(f64, f64)> = self.draws.iter().map(|draw| (draw.place[factor], draw.weight)).collect();
        weighted_quantile(pairs, probability)
    }

    /// Quantile of what comes out for a figure at `probability`.
    pub fn predicted(&self, figure: usize, probability: f64) -> f64 {
        let pairs: Vec<(f64, f64)> = self.draws.iter().map(|draw| (draw.values[figure], draw.weight)).collect();
        weighted_quantile(pairs.into_iter().filter(|pair| pair.1 > 0.0).collect(), probability)
    }

    /// The last round.
    pub fn last(&self) -> Round {
        *self.rounds.last().expect("there is a round at least")
    }
}

/// The value up to which `probability` of the weight lies, linear between the middles of weights; NaN without values.
fn weighted_quantile(mut pairs: Vec<(f64, f64)>, probability: f64) -> f64 {
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let all: f64 = pairs.iter().map(|pair| pair.1).sum();
    let (mut before, mut last) = (0.0, None::<(f64, f64)>);
    for (value, weight) in pairs {
        let middle = (before + 0.5 * weight) / all;
        if middle >= probability {
            return match last {
                Some((at, lower)) if middle > at => lower + (value - lower) * (probability - at) / (middle - at),
                _ => value,
            };
        }
        before += weight;
        last = Some((middle, value));
    }
    last.map_or(f64::NAN, |(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Answer = Result<Option<Vec<Vec<f64>>>, Error>;

    /// A simulator that adds normal luck to a parameter: s = 10 θ + τ z.
    fn line(tau: f64, seed: u64) -> impl FnMut(&[(u32, Vec<f64>)]) -> Answer {
        move |asked| {
            let luck = |number: u32| f64::from(Streams::new(seed, number, 0).draws(Process::Design, 7, 7).normal(0.0, 1.0));
            Ok(Some(asked.iter().map(|(number, place)| vec![10.0 * place[0] + tau * luck(*number)]).collect()))
        }
    }

    #[test]
    fn the_posterior_of_a_line_is_that_of_bayes() {
        // Figure 4 with error .3, luck .4: the posterior of 10 θ is normal around 4 with sd .5.
        let plan = Plan { factors: 1, draws: 2000, rounds: 6, seed: 11 };
        let figure = Figure { value: 4.0, standard_error: 0.3 };
        let found = sample(plan, &[figure], &mut line(0.4, 5)).unwrap().unwrap();
        assert_eq!(found.last().widened, 1.0);
        for (probability, expected) in [(0.05, 4.0 - 0.822), (0.5, 4.0), (0.95, 4.0 + 0.822)] {
            let place = 10.0 * found.quantile(0, probability);
            assert!((place - expected).abs() < 0.12, "{probability}: {place} and {expected}, {} effective", found.last().effective);
        }
        assert!((found.draws.iter().map(|draw| draw.weight).sum::<f64>() - 1.0).abs() < 1e-9);
        let narrow = Figure { value: 4.0, standard_error: 0.02 };
        let found = sample(Plan { draws: 400, ..plan }, &[narrow], &mut line(0.05, 5)).unwrap().unwrap();
        assert!(found.rounds.len() > 1 && found.last().widened == 1.0, "{:?}", found.rounds);
        assert!((10.0 * found.quantile(0, 0.5) - 4.0).abs() < 0.03);
        let width = 10.0 * (found.quantile(0, 0.95) - found.quantile(0, 0.05));
        assert!((width / (2.0 * 1.645 * sqrt(0.05 * 0.05 + 0.02 * 0.02)) - 1.0).abs() < 0.25, "{width}");
    }

    #[test]
    fn intervals_hold_the_truth_as_often_as_they_say() {
        let (mut inside, truths) = (0, 60);
        for truth in 0..truths {
            let mut luck = Streams::new(77, truth, 0).draws(Process::Design, 3, 3);
            let place = f64::from(luck.unit());
            let value = 10.0 * place + f64::from(luck.normal(0.0, 0.4)) + f64::from(luck.normal(0.0, 0.3));
            let plan = Plan { factors: 1, draws: 300, rounds: 5, seed: u64::from(truth) };
            let found = sample(plan, &[Figure { value, standard_error: 0.3 }], &mut line(0.4, 1000 + u64::from(truth))).unwrap().unwrap();
            inside += u32::from((found.quantile(0, 0.05)..=found.quantile(0, 0.95)).contains(&place));
        }
        // 90 % of 60 are 54, with a standard error of 2.3.
        assert!((47..=60).contains(&inside), "{inside} of {truths} intervals of 90 % hold the truth");
    }

    #[test]
    fn a_figure_out_of_reach_is_seen_and_missing_values_weigh_nothing() {
        let plan = Plan { factors: 2, draws: 100, rounds: 3, seed: 1 };
        let found = sample(plan, &[Figure { value: 100.0, standard_error: 0.5 }], &mut line(0.1, 2)).unwrap().unwrap();
        assert!(found.last().nearest > 1e4 && found.reach[0].1 < 11.0 && found.last().widened > 1.0);
        let mut gone = |asked: &[(u32, Vec<f64>)]| Ok(Some(asked.iter().map(|_| vec![f64::NAN]).collect()));
        let found = sample(plan, &[Figure { value: 1.0, standard_error: 0.5 }], &mut gone).unwrap().unwrap();
        assert_eq!((found.last().effective, found.rounds.len()), (0.0, 1));
        assert!(sample(plan, &[], &mut |_: &[(u32, Vec<f64>)]| Ok(None)).unwrap().is_none());
    }

    #[test]
    fn quantiles_follow_weights() {
        let even = vec![(3.0, 1.0), (1.0, 1.0), (2.0, 1.0)];
        assert_eq!(
            (weighted_quantile(even.clone(), 0.5), weighted_quantile(even.clone(), 0.0), weighted_quantile(even, 1.0)),
            (2.0, 1.0, 3.0)
        );
        assert!((weighted_quantile(vec![(1.0, 9.0), (2.0, 1.0)], 0.5) - 1.1).abs() < 0.2);
        assert!(weighted_quantile(Vec::new(), 0.5).is_nan());
    }
}
