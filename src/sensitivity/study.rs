//! Scenarios at the points of a sample, and the responses that come back.

use super::found::Found;
use super::luck::Response;
use super::{morris, sobol};
use crate::design::{Factor, Value};
use crate::error::Error;
use crate::experiment::{Controls, Ensemble, Kept, Values};
use crate::scenario::load::Limits;
use crate::scenario::{Scenario, overrides};

/// How factors are varied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Each factor alone at both ends of its range, all others as in the scenario: it holds near the scenario only.
    OneAtATime,
    /// Elementary effects along so many trajectories ([`morris`]).
    Morris(u32),
    /// Sobol' indices from so many blocks of points ([`sobol`]).
    Sobol(u32),
}

impl Method {
    /// The name in tables and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::OneAtATime => "one-at-a-time",
            Self::Morris(_) => "morris",
            Self::Sobol(_) => "sobol",
        }
    }
}

/// What is looked at: an outcome of an arm, or the difference between two arms with the same luck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// Place in [`crate::outcomes::OUTCOMES`].
    pub outcome: usize,
    /// Place of the arm in the scenario.
    pub arm: usize,
    /// Place of the arm that is taken away; none for the outcome itself.
    pub against: Option<usize>,
}

/// A sensitivity study.
#[derive(Clone, Debug)]
pub struct Study {
    /// The scenario; its replications are run at every point, with the same luck at all of them.
    pub scenario: Scenario,
    /// What is varied.
    pub factors: Vec<Factor>,
    /// How.
    pub method: Method,
    /// What is looked at.
    pub targets: Vec<Target>,
}

/// A place for each factor, as a share of the way through its range; the scenario's own value where there is none.
pub(super) type Place = Vec<Option<f64>>;

impl Study {
    /// The points: the scenario as it is, and then those of the method. A larger sample begins with a smaller one.
    pub(super) fn places(&self) -> Vec<Place> {
        let count = self.factors.len();
        let own: Place = vec![None; count];
        let all = |point: Vec<f64>| point.into_iter().map(Some).collect();
        let points: Vec<Place> = match self.method {
            Method::OneAtATime => (0..count).flat_map(|factor| [0.0, 1.0].map(|end| alone(&own, factor, end))).collect(),
            Method::Morris(trajectories) => morris::sample(count, trajectories, self.scenario.seed).into_iter().map(all).collect(),
            Method::Sobol(blocks) => sobol::sample(count, blocks, self.scenario.seed).into_iter().map(all).collect(),
        };
        std::iter::once(own).chain(points).collect()
    }

    /// Number of points.
    pub fn points(&self) -> usize {
        let count = self.factors.len();
        1 + match self.method {
            Method::OneAtATime => 2 * count,
            Method::Morris(trajectories) => trajectories as usize * (count + 1),
            Method::Sobol(blocks) => blocks as usize * (count + 2),
        }
    }

    /// The value of a factor at a place; none where the scenario's own holds.
    pub(super) fn value(&self, place: &Place, factor: usize) -> Option<Value> {
        place[factor].map(|share| self.factors[factor].at(share))
    }

    fn at(&self, place: &Place) -> Result<Scenario, Error> {
        let setting = |factor: usize| Some(self.factors[factor].setting(&self.value(place, factor)?));
        let settings: Vec<String> = (0..self.factors.len()).filter_map(setting).collect();
        let mut scenario = self.scenario.clone();
        overrides::apply(&mut scenario, &settings, &Limits::default())?;
        Ok(scenario)
    }

    /// Runs what `kept` does not have; `None` if it was interrupted.
    ///
    /// # Errors
    /// [`Error::BadInput`] if a point does not fit the scenario, before anything is run; [`Error::Io`] if a run cannot be kept.
    pub fn run(&self, kept: &Kept, controls: &Controls<'_>) -> Result<Option<Found>, Error> {
        let places = self.places();
        places.iter().try_for_each(|place| self.at(place).map(|_| ()))?;
        let at = |point: usize| self.at(&places[point]).expect("every point was tried");
        let ensemble = Ensemble {
            points: places.len(),
            arms: self.scenario.all_arms().count(),
            replications: &(0..self.scenario.replications),
            at: &at,
        };
        let Some(values) = ensemble.run(kept, controls)? else { return Ok(None) };
        let responses = self.targets.iter().map(|target| responses(target, &values, places.len())).collect();
        Ok(Some(Found::of(self, places, responses, &values)))
    }
}

/// One factor at a share of its range, the others as they are.
fn alone(own: &Place, factor: usize, share: f64) -> Place {
    let mut place = own.clone();
    place[factor] = Some(share);
    place
}

fn responses(target: &Target, values: &Values, points: usize) -> Vec<Response> {
    let of = |point: usize| {
        let arm = values.get(point, target.arm, target.outcome);
        match target.against {
            None => arm,
            Some(other) => arm.iter().zip(values.get(point, other, target.outcome)).map(|(arm, other)| arm - other).collect(),
        }
    };
    (0..points).map(of).collect()
}
