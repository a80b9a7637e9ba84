//! From a design to its points, in a fixed order.

use super::{Design, Factor, Method, Sobol, Value};
use crate::error::Error;
use crate::scenario::load::Limits;
use crate::scenario::{Scenario, overrides};
use crate::streams::{Process, Streams};

/// Number under which points of designs draw their luck: no organisation has it.
const DESIGN: u32 = u32::MAX - 1;

/// The points of a design.
#[derive(Clone, Debug)]
pub struct Points {
    factors: Vec<Factor>,
    method: Method,
    levels: Vec<Vec<Value>>,
    drawn: Drawn,
    len: u64,
}

/// What random designs need.
#[derive(Clone, Debug)]
enum Drawn {
    Nothing,
    /// The part that each point has of each factor, and the luck that places it inside.
    Hypercube(Vec<Vec<u32>>, Streams),
    Sobol(Sobol),
}

/// One point: a value for each factor, or none where the scenario's own holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Number of the point, from 0.
    pub number: u64,
    /// Values in the order of the factors.
    pub values: Vec<Option<Value>>,
}

impl Points {
    pub(super) fn new(design: &Design, seed: u64) -> Self {
        let streams = Streams::new(seed, 0, DESIGN);
        let drawn = match design.method {
            Method::Lhs { points } => {
                let order = |factor| shuffled(points, factor as u64, &streams);
                Drawn::Hypercube((0..design.factors.len()).map(order).collect(), streams)
            }
            Method::Sobol { scrambled, .. } => Drawn::Sobol(Sobol::new(design.factors.len(), scrambled.then_some(streams))),
            Method::Grid | Method::Zip | Method::Table | Method::OneAtATime => Drawn::Nothing,
        };
        let levels = match drawn {
            Drawn::Nothing => design.factors.iter().map(|factor| factor.levels().into_owned()).collect(),
            _ => Vec::new(),
        };
        let len = u64::try_from(design.size()).unwrap_or(u64::MAX);
        Self { factors: design.factors.clone(), method: design.method, levels, drawn, len }
    }

    /// Number of points.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The factors, in the order of the values.
    #[must_use]
    pub fn factors(&self) -> &[Factor] {
        &self.factors
    }

    /// Point `number`, from 0.
    ///
    /// # Panics
    /// If there is no such point.
    #[must_use]
    pub fn get(&self, number: u64) -> Point {
        assert!(number < self.len, "there are {} points", self.len);
        Point { number, values: self.values(number) }
    }

    /// All points in their order.
    pub fn iter(&self) -> impl Iterator<Item = Point> + '_ {
        (0..self.len).map(|number| self.get(number))
    }

    fn values(&self, number: u64) -> Vec<Option<Value>> {
        match &self.drawn {
            Drawn::Hypercube(parts, streams) => {
                let of = |(place, factor): (usize, &Factor)| {
                    let inside = f64::from(streams.draws(Process::Design, place as u64, number).unit());
                    let part = f64::from(parts[place][number as usize]);
                    Some(factor.at((part + inside) / self.len as f64))
                };
                self.factors.iter().enumerate().map(of).collect()
            }
            Drawn::Sobol(sobol) => {
                let of = |(place, factor): (usize, &Factor)| Some(factor.at(sobol.at(number as u32, place)));
                self.factors.iter().enumerate().map(of).collect()
            }
            Drawn::Nothing if self.method == Method::Grid => self.combination(number),
            Drawn::Nothing if self.method == Method::OneAtATime => self.alone(number),
            Drawn::Nothing => self.levels.iter().map(|levels| Some(levels[number as usize].clone())).collect(),
        }
    }

    /// The levels of a point of a grid.
    fn combination(&self, number: u64) -> Vec<Option<Value>> {
        let mut left = number;
        let mut values = vec![None; self.levels.len()];
        for (value, levels) in values.iter_mut().zip(&self.levels).rev() {
            *value = Some(levels[(left % levels.len() as u64) as usize].clone());
            left /= levels.len() as u64;
        }
        values
    }

    /// One level of one factor, all others left alone; nothing at point 0.
    fn alone(&self, number: u64) -> Vec<Option<Value>> {
        let mut values = vec![None; self.levels.len()];
        let mut before = 1;
        for (value, levels) in values.iter_mut().zip(&self.levels) {
            let place = number.checked_sub(before).map(|place| place as usize);
            *value = place.and_then(|place| levels.get(place)).cloned();
            before += levels.len() as u64;
        }
        values
    }
}

impl Point {
    /// What is set, as for `--set`.
    #[must_use]
    pub fn settings(&self, factors: &[Factor]) -> Vec<String> {
        let of = |(factor, value): (&Factor, &Option<Value>)| Some(factor.setting(value.as_ref()?));
        factors.iter().zip(&self.values).filter_map(of).collect()
    }

    /// The scenario at this point.
    ///
    /// # Errors
    /// [`Error::BadInput`] where a value does not fit the scenario, alone or beside the others.
    pub fn apply(&self, factors: &[Factor], scenario: &Scenario, limits: &Limits) -> Result<Scenario, Error> {
        let mut changed = scenario.clone();
        overrides::apply(&mut changed, &self.settings(factors), limits)?;
        Ok(changed)
    }
}

/// The numbers below `points` in an order of their own for each factor (Fisher and Yates).
fn shuffled(points: u32, factor: u64, streams: &Streams) -> Vec<u32> {
    let mut order: Vec<u32> = (0..points).collect();
    let named = streams.named(Process::Design, factor | 1 << 32);
    for last in (1..order.len()).rev() {
        let other = named.draws(last as u64).below(last as u32 + 1);
        order.swap(last, other as usize);
    }
    order
}
