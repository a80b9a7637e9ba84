//! What a study found: a reading of each factor for each target, and how it settled as the sample grew.

use super::luck::{Response, Split, mean};
use super::morris::{self, Screened};
use super::sobol::{self, Index};
use super::study::{Method, Place, Study};
use crate::experiment::statistics::Interval;
use crate::experiment::{LEVEL, Values, statistics};

/// Parts of the sample at which convergence is looked at, in quarters.
const QUARTERS: [usize; 4] = [1, 2, 3, 4];

/// What a factor does to a target, by the method.
#[derive(Clone, Debug, PartialEq)]
pub enum Measure {
    /// Mean response at the low and at the high end of the range, all others as in the scenario, with the paired t interval of the
    /// change from one end to the other.
    Ends {
        /// At the low end.
        low: f64,
        /// At the high end.
        high: f64,
        /// High less low; needs two replications.
        change: Option<Interval>,
    },
    /// Elementary effects.
    Effects(Screened),
    /// Shares of variance.
    Shares(Index),
}

impl Measure {
    /// By what factors are ranked: the span between the ends, mu*, or the total index.
    pub fn size(&self) -> f64 {
        match self {
            Self::Ends { low, high, .. } => (high - low).abs(),
            Self::Effects(found) => found.mu_star,
            Self::Shares(found) => found.total,
        }
    }

    /// The interval of the size, where the method has one.
    pub fn interval(&self) -> Option<Interval> {
        match self {
            Self::Ends { .. } => None,
            Self::Effects(found) => found.mu_star_interval,
            Self::Shares(found) => found.total_interval,
        }
    }
}

/// All that is known of one target.
#[derive(Clone, Debug)]
pub struct Reading {
    /// What each factor does, in the order of the study; none where it cannot be told.
    pub factors: Vec<Option<Measure>>,
    /// Mean response of the scenario as it is.
    pub own: f64,
    /// Its t interval over replications.
    pub own_interval: Option<Interval>,
    /// Variance by cause; needs two replications.
    pub split: Option<Split>,
    /// Size and interval of each factor's measure with a part of the sample: points, and a measure a factor.
    pub convergence: Vec<(usize, Vec<Option<Measure>>)>,
}

impl Reading {
    /// Places of the factors with a reading, the largest first.
    pub fn ranking(&self) -> Vec<usize> {
        let mut places: Vec<usize> = (0..self.factors.len()).filter(|place| self.factors[*place].is_some()).collect();
        let size = |place: &usize| self.factors[*place].as_ref().map_or(0.0, Measure::size);
        places.sort_by(|a, b| size(b).total_cmp(&size(a)));
        places
    }
}

/// What a study found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The points, as shares of ranges.
    pub(super) places: Vec<Place>,
    /// Responses by target and point.
    pub(super) responses: Vec<Vec<Response>>,
    /// A reading of each target.
    pub readings: Vec<Reading>,
    /// Runs in all.
    pub runs: usize,
    /// Runs that were finished before.
    pub reused: usize,
    /// Runs that failed, with the reason of the first.
    pub failed: Option<(usize, String)>,
    /// Threads that worked on it.
    pub threads: usize,
}

impl Found {
    pub(super) fn of(study: &Study, places: Vec<Place>, responses: Vec<Vec<Response>>, values: &Values) -> Self {
        let readings = responses.iter().map(|responses| reading(study, &places, responses)).collect();
        let failed = values.failures.first().map(|first| (values.failures.len(), first.3.clone()));
        Self { places, responses, readings, runs: values.len(), reused: values.reused, failed, threads: values.threads }
    }
}

fn reading(study: &Study, places: &[Place], responses: &[Response]) -> Reading {
    let (block, least) = match study.method {
        Method::OneAtATime => (2 * study.factors.len(), 1),
        Method::Morris(_) => (study.factors.len() + 1, 3),
        Method::Sobol(_) => (study.factors.len() + 2, 8),
    };
    let blocks = (places.len() - 1) / block.max(1);
    let parts = QUARTERS.iter().map(|quarter| blocks * quarter / 4).filter(|part| *part >= least && *part < blocks);
    let convergence = parts.map(|part| (part * block, measures(study, &places[..=part * block], &responses[..=part * block])));
    let convergence: Vec<_> = convergence.collect();
    let factors = measures(study, places, responses);
    let last = (places.len() - 1, factors.clone());
    // Point 0 is the scenario itself, which is no part of a sample.
    let sample = if study.method == Method::OneAtATime { responses } else { &responses[1..] };
    Reading {
        factors,
        own: mean(&responses[0]),
        own_interval: statistics::t_interval(&responses[0], LEVEL),
        split: Split::of(sample),
        convergence: convergence.into_iter().chain([last]).collect(),
    }
}

fn measures(study: &Study, places: &[Place], responses: &[Response]) -> Vec<Option<Measure>> {
    let seed = study.scenario.seed;
    match study.method {
        Method::OneAtATime => (0..study.factors.len()).map(|factor| ends(&responses[1 + 2 * factor..3 + 2 * factor])).collect(),
        Method::Morris(_) => {
            let points: Vec<Vec<f64>> = places[1..].iter().map(|place| place.iter().flatten().copied().collect()).collect();
            morris::screen(&points, &responses[1..], seed).into_iter().map(|one| one.map(Measure::Effects)).collect()
        }
        Method::Sobol(_) => {
            sobol::indices(study.factors.len(), &responses[1..], seed).into_iter().map(|one| one.map(Measure::Shares)).collect()
        }
    }
}

fn ends(responses: &[Response]) -> Option<Measure> {
    let [low, high] = responses else { return None };
    let change: Vec<f64> = high.iter().zip(low).map(|(high, low)| high - low).collect();
    let known = mean(low).is_finite() && mean(high).is_finite();
    known.then(|| Measure::Ends { low: mean(low), high: mean(high), change: statistics::t_interval(&change, LEVEL) })
}

#[cfg(test)]
mod tests {
    use super::super::study::Target;
    use super::*;
    use crate::design::{Domain, Factor, Scale};
    use crate::experiment::{Controls, Kept};
    use crate::outcomes;
    use crate::scenario::{Scenario, Structure};
    use std::sync::atomic::AtomicBool;

    fn study(method: Method) -> Study {
        let scenario = Scenario { days: 40, replications: 2, structure: Structure::Levels(vec![1, 2, 6]), ..Scenario::default() };
        let factor = |path: &str, low: f64, high: f64| {
            let domain = Domain::Range { low, high, scale: Scale::Linear, steps: None, whole: false };
            Factor { path: path.into(), between: None, domain }
        };
        let outcome = outcomes::position("decision_days_mean").unwrap();
        let factors = vec![factor("context.load", 0.5, 3.0), factor("voice.alone", 0.5, 0.9), factor("context.urgency", 0.0, 0.7)];
        let targets = vec![Target { outcome, arm: 1, against: Some(0) }, Target { outcome, arm: 1, against: None }];
        Study { scenario, factors, method, targets }
    }

    fn run(study: &Study) -> Found {
        let interrupt = AtomicBool::new(false);
        let controls = Controls { threads: 2, interrupt: &interrupt, progress: &|_| {} };
        study.run(&Kept::default(), &controls).unwrap().unwrap()
    }

    #[test]
    fn every_method_sees_what_matters_and_that_an_unused_parameter_does_not() {
        for (method, points) in [(Method::OneAtATime, 7), (Method::Morris(4), 17), (Method::Sobol(16), 81)] {
            let study = study(method);
            let found = run(&study);
            assert_eq!((study.points(), found.places.len(), found.runs), (points, points, points * 3 * 2), "{method:?}");
            assert!(found.failed.is_none() && found.readings.len() == 2);
            for reading in &found.readings {
                // The rule of thresholds is not in force: the parameter that belongs to it changes no bit.
                assert_eq!(reading.factors[1].as_ref().map(Measure::size), Some(0.0), "{method:?}");
                assert!(reading.ranking()[0] != 1 && reading.factors[0].as_ref().is_some_and(|one| one.size() > 0.0));
                assert!(reading.split.is_some_and(|split| split.parameters > 0.0));
                assert_eq!(reading.convergence.last().map(|last| (last.0, &last.1)), Some((points - 1, &reading.factors)));
            }
            let own = crate::experiment::Experiment { replications: 0..2, ..crate::experiment::Experiment::of(&study.scenario) }.run();
            let values = |arm| mean(&own.values(arm, study.targets[0].outcome));
            assert!((found.readings[0].own - (values(1) - values(0))).abs() < 1e-12, "the scenario as it is stands beside the sample");
        }
    }
}
