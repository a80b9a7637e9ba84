//! From figures to a fit of a scenario.

use super::abc::{Figure, Plan, Posterior, sample};
use crate::design::{Factor, Value};
use crate::error::Error;
use crate::experiment::statistics::chi_square_quantile;
use crate::experiment::{Controls, Ensemble, Kept};
use crate::scenario::load::Limits;
use crate::scenario::{Scenario, overrides};
use crate::streams::{Process, Streams};

/// Probability with which figures that can be met would be as far away as the nearest draw.
const OUT_OF_REACH: f64 = 0.01;
/// A parameter is informed if its 90 % interval is shorter than this part of that of the prior.
pub const INFORMED: f64 = 0.8;

/// A figure of a real organisation.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Place of the outcome.
    pub outcome: usize,
    /// Place of the arm that is like the organisation.
    pub arm: usize,
    /// The figure and its standard error, in the unit of the outcome.
    pub figure: Figure,
}

/// What is fitted to what.
#[derive(Clone, Debug)]
pub struct Calibration {
    /// The scenario; a draw is the mean over its replications, 1 for figures of one organisation.
    pub scenario: Scenario,
    /// The parameters, each with its range.
    pub factors: Vec<Factor>,
    /// The figures.
    pub targets: Vec<Target>,
    /// Draws of each round.
    pub draws: u32,
    /// Most rounds.
    pub rounds: u32,
}

/// A fit.
#[derive(Clone, Debug)]
pub struct Fit {
    /// Sample of the parameters.
    pub posterior: Posterior,
    /// Runs in all.
    pub runs: usize,
    /// Runs that were finished before.
    pub reused: usize,
    /// Runs that failed, with the reason of the first.
    pub failed: Option<(usize, String)>,
}

impl Calibration {
    /// Runs what `kept` does not have; `None` if it was interrupted.
    ///
    /// # Errors
    /// [`Error::BadInput`] if a draw does not fit the scenario; [`Error::Io`] if a run cannot be kept.
    pub fn run(&self, kept: &Kept, controls: &Controls<'_>) -> Result<Option<Fit>, Error> {
        let figures: Vec<Figure> = self.targets.iter().map(|target| target.figure).collect();
        let plan = Plan { factors: self.factors.len(), draws: self.draws, rounds: self.rounds, seed: self.scenario.seed };
        let (mut runs, mut reused, mut failed) = (0, 0, None::<(usize, String)>);
        let arms = self.scenario.all_arms().count();
        let mut simulate = |asked: &[(u32, Vec<f64>)]| {
            asked.iter().try_for_each(|(number, place)| self.at(*number, place).map(|_| ()))?;
            let at = |draw: usize| self.at(asked[draw].0, &asked[draw].1).expect("every draw was tried");
            let ensemble = Ensemble { points: asked.len(), arms, replications: &(0..self.scenario.replications), at: &at };
            let Some(values) = ensemble.run(kept, controls)? else { return Ok(None) };
            (runs, reused) = (runs + values.len(), reused + values.reused);
            if let Some(first) = values.failures.first() {
                let before = failed.take().unwrap_or((0, first.3.clone()));
                failed = Some((before.0 + values.failures.len(), before.1));
            }
            let mean = |draw: usize, target: &Target| {
                let values = values.get(draw, target.arm, target.outcome);
                values.iter().sum::<f64>() / values.len() as f64
            };
            Ok(Some((0..asked.len()).map(|draw| self.targets.iter().map(|target| mean(draw, target)).collect()).collect()))
        };
        let Some(posterior) = sample(plan, &figures, &mut simulate)? else { return Ok(None) };
        Ok(Some(Fit { posterior, runs, reused, failed }))
    }

    /// The scenario of a draw: its values, and luck of its own.
    fn at(&self, number: u32, place: &[f64]) -> Result<Scenario, Error> {
        let settings: Vec<String> = self.factors.iter().zip(place).map(|(factor, share)| factor.setting(&factor.at(*share))).collect();
        let mut scenario = self.scenario.clone();
        overrides::apply(&mut scenario, &settings, &Limits::default())?;
        scenario.seed = Streams::new(self.scenario.seed, number, super::DRAW).draws(Process::Design, 2, 0).bits();
        Ok(scenario)
    }

    /// The value of a factor at a quantile of the posterior.
    pub fn value(&self, fit: &Fit, factor: usize, probability: f64) -> Value {
        self.factors[factor].at(fit.posterior.quantile(factor, probability))
    }
}

impl Fit {
    /// Squared distance of the nearest draw beyond which the figures count as out of reach together: the quantile of χ² with as many
    /// degrees of freedom as there are figures.
    pub fn limit(&self) -> f64 {
        chi_square_quantile(1.0 - OUT_OF_REACH, self.posterior.reach.len() as f64)
    }

    /// Whether some draw comes as near to all figures as their standard errors allow.
    pub fn can_be_met(&self) -> bool {
        self.posterior.last().nearest <= self.limit()
    }

    /// Whether the figures say anything of a parameter: its 90 % interval over that of the prior, as lengths in its range.
    pub fn shortened(&self, factor: usize) -> f64 {
        (self.posterior.quantile(factor, 0.95) - self.posterior.quantile(factor, 0.05)) / 0.9
    }
}
