//! From values in cells to a map.

use super::line::{Piece, line};
use super::plane::Plane;
use super::region::{Region, region};
use super::verdict::{Judged, Verdict, judge, usual_zone};
use crate::design::Factor;
use crate::error::Error;
use crate::experiment::{Controls, Ensemble, Kept};
use crate::outcomes::{Direction, OUTCOMES};
use crate::scenario::load::Limits;
use crate::scenario::{Scenario, overrides};

/// What is mapped.
#[derive(Clone, Debug)]
pub struct Map {
    /// The scenario; its arms are compared, with its replications in each cell.
    pub scenario: Scenario,
    /// The two factors: across, and upwards.
    pub factors: [Factor; 2],
    /// Places of outcomes, of which more or less is better.
    pub outcomes: Vec<usize>,
    /// Cells along each side before any is split.
    pub grid: u32,
    /// How often cells are split where the verdict changes.
    pub rounds: u32,
    /// Half-width of the zone in which a difference is none, in the unit of the outcome; the [`usual_zone`] of each outcome if none.
    pub zone: Option<f64>,
}

/// One outcome over the plane.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Place of the outcome.
    pub outcome: usize,
    /// The zone that was used.
    pub zone: f64,
    /// What is known of each cell; none where runs failed.
    pub cells: Vec<Option<Judged>>,
    /// Where the best mean changes hands.
    pub line: Vec<Piece>,
    /// Where each arm leads, as a box.
    pub regions: Vec<Option<Region>>,
}

/// A map.
#[derive(Clone, Debug)]
pub struct Mapped {
    /// The cells.
    pub plane: Plane,
    /// Each outcome, in the order of [`Map::outcomes`].
    pub layers: Vec<Layer>,
    /// Runs in all.
    pub runs: usize,
    /// Runs that were finished before.
    pub reused: usize,
    /// Runs that failed, with the reason of the first.
    pub failed: Option<(usize, String)>,
}

/// Values by outcome, arm and replication of one cell.
pub type CellValues = Vec<Vec<Vec<f64>>>;

/// Gives the values at places (shares of both ranges); none if it was interrupted.
pub type Evaluate<'v> = dyn FnMut(&[(f64, f64)]) -> Result<Option<Vec<CellValues>>, Error> + 'v;

/// One outcome: the zone, and what is known of each cell.
pub type Explored = (f64, Vec<Option<Judged>>);

/// What an exploration needs beside values.
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    /// Cells along each side before any is split.
    pub grid: u32,
    /// How often cells are split.
    pub rounds: u32,
    /// Which way is better, by outcome.
    pub directions: &'a [Direction],
    /// As in [`Map::zone`].
    pub zone: Option<f64>,
    /// Seed of the resamples.
    pub seed: u64,
}

/// Explores the plane with `values`, which gives the values at places (shares of both ranges); `None` where that gives none. Returns
/// the cells, and by outcome the zone and what is known of each cell.
///
/// # Errors
/// Those of `values`.
pub fn explore(plan: &Plan<'_>, values: &mut Evaluate<'_>) -> Result<Option<(Plane, Vec<Explored>)>, Error> {
    let mut plane = Plane::new(plan.grid, plan.rounds);
    let Some(first) = values(&centres(&plane, 0))? else { return Ok(None) };
    let outcomes = 0..plan.directions.len();
    let zone = |outcome: usize| plan.zone.unwrap_or_else(|| usual_zone(first.iter().flat_map(|cell| &cell[outcome])));
    let zones: Vec<f64> = outcomes.clone().map(zone).collect();
    let judged = |cells: &[CellValues], outcome: usize| -> Vec<Option<Judged>> {
        cells.iter().map(|cell| judge(&cell[outcome], plan.directions[outcome], zones[outcome], plan.seed)).collect()
    };
    let mut layers: Vec<Vec<Option<Judged>>> = outcomes.clone().map(|outcome| judged(&first, outcome)).collect();
    for _ in 0..plan.rounds {
        let mut wanted = vec![false; plane.cells.len()];
        for (one, other) in plane.neighbours() {
            let differs = |layer: &Vec<Option<Judged>>| verdict(&layer[one]) != verdict(&layer[other]);
            if layers.iter().any(differs) {
                (wanted[one], wanted[other]) = (true, true);
            }
        }
        let split = plane.split(&wanted);
        if split.new == 0 {
            break;
        }
        let Some(new) = values(&centres(&plane, split.stay.len()))? else { return Ok(None) };
        for (outcome, layer) in layers.iter_mut().enumerate() {
            let kept = split.stay.iter().map(|place| layer[*place].clone());
            *layer = kept.chain(judged(&new, outcome)).collect();
        }
    }
    Ok(Some((plane, zones.into_iter().zip(layers).collect())))
}

fn verdict(judged: &Option<Judged>) -> Verdict {
    judged.as_ref().map_or(Verdict::Undecided, |judged| judged.verdict)
}

fn centres(plane: &Plane, from: usize) -> Vec<(f64, f64)> {
    plane.cells[from..].iter().map(|cell| plane.centre(*cell)).collect()
}

impl Map {
    /// Runs what `kept` does not have; `None` if it was interrupted.
    ///
    /// # Errors
    /// [`Error::BadInput`] if a corner of the plane does not fit the scenario, before anything is run; [`Error::Io`] if a run cannot be
    /// kept.
    pub fn run(&self, kept: &Kept, controls: &Controls<'_>) -> Result<Option<Mapped>, Error> {
        for corner in [(0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0)] {
            self.at(corner)?;
        }
        let directions: Vec<Direction> = self.outcomes.iter().map(|outcome| OUTCOMES[*outcome].direction).collect();
        let (mut runs, mut reused, mut failed) = (0, 0, None);
        let arms = self.scenario.all_arms().count();
        let mut values = |places: &[(f64, f64)]| {
            places.iter().try_for_each(|place| self.at(*place).map(|_| ()))?;
            let at = |cell: usize| self.at(places[cell]).expect("every place was tried");
            let ensemble = Ensemble { points: places.len(), arms, replications: &(0..self.scenario.replications), at: &at };
            let Some(found) = ensemble.run(kept, controls)? else { return Ok(None) };
            (runs, reused) = (runs + found.len(), reused + found.reused);
            if let Some(first) = found.failures.first() {
                let before = failed.take().map_or((0, first.3.clone()), |before| before);
                failed = Some((before.0 + found.failures.len(), before.1));
            }
            let arms_of = |cell: usize, outcome: usize| (0..arms).map(|arm| found.get(cell, arm, outcome)).collect();
            let cell = |cell: usize| self.outcomes.iter().map(|outcome| arms_of(cell, *outcome)).collect();
            Ok(Some((0..places.len()).map(cell).collect()))
        };
        let plan = Plan { grid: self.grid, rounds: self.rounds, directions: &directions, zone: self.zone, seed: self.scenario.seed };
        let Some((plane, layers)) = explore(&plan, &mut values)? else { return Ok(None) };
        let layer = |((zone, cells), outcome): (Explored, &usize)| {
            let led = |arm: usize| cells.iter().map(|cell| verdict(cell) == Verdict::Leads(arm)).collect::<Vec<bool>>();
            Layer {
                outcome: *outcome,
                zone,
                line: line(&plane, &cells, OUTCOMES[*outcome].direction),
                regions: (0..arms).map(|arm| region(&plane, &led(arm))).collect(),
                cells,
            }
        };
        let layers = layers.into_iter().zip(&self.outcomes).map(layer).collect();
        Ok(Some(Mapped { plane, layers, runs, reused, failed }))
    }

    /// The scenario at a place of the plane.
    fn at(&self, place: (f64, f64)) -> Result<Scenario, Error> {
        let [across, upwards] = &self.factors;
        let settings = [across.setting(&across.at(place.0)), upwards.setting(&upwards.at(place.1))];
        let mut scenario = self.scenario.clone();
        overrides::apply(&mut scenario, &settings, &Limits::default())?;
        Ok(scenario)
    }
}

impl Layer {
    /// The share of the plane with a verdict.
    pub fn share(&self, plane: &Plane, wanted: Verdict) -> f64 {
        let cells = plane.cells.iter().zip(&self.cells).filter(|(_, judged)| verdict(judged) == wanted);
        cells.map(|(cell, _)| plane.area(*cell)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::streams::{Process, Streams};

    /// Two arms with noise of their own; the second is ahead by `lead` of the place.
    fn planted(lead: impl Fn(f64, f64) -> f64) -> (Plane, f64, Vec<Option<Judged>>, usize) {
        let mut asked = 0;
        let mut values = |places: &[(f64, f64)]| {
            asked += places.len();
            let luck = |place: &(f64, f64), r: u32, arm: u64| {
                let name = (place.0 * 1e6) as u64 * 2_000_000 + (place.1 * 1e6) as u64;
                f64::from(Streams::new(name, r, 0).draws(Process::Design, arm, 0).normal(0.0, 1.0))
            };
            let arm = |place: &(f64, f64), arm: u64| -> Vec<f64> {
                (0..20).map(|r| luck(place, r, 9) + 0.3 * luck(place, r, arm) + arm as f64 * lead(place.0, place.1)).collect()
            };
            Ok(Some(places.iter().map(|place| vec![vec![arm(place, 0), arm(place, 1)]]).collect()))
        };
        let plan = Plan { grid: 8, rounds: 1, directions: &[Direction::Higher], zone: None, seed: 3 };
        let (plane, mut layers) = explore(&plan, &mut values).unwrap().unwrap();
        let (zone, cells) = layers.remove(0);
        (plane, zone, cells, asked)
    }

    #[test]
    fn a_planted_boundary_is_found() {
        let lead = |x: f64, y: f64| 3.0 * (0.25 + 0.6 * x * x - y);
        let (plane, zone, cells, asked) = planted(lead);
        assert!((zone / 0.104 - 1.0).abs() < 0.1, "a tenth of sqrt(1 + .09): {zone}");
        let wrong = |(cell, judged): (&super::super::plane::Cell, &Option<Judged>)| {
            let (x, y) = plane.centre(*cell);
            match verdict(judged) {
                Verdict::Leads(1) => lead(x, y) <= 0.0,
                Verdict::Leads(_) => lead(x, y) >= 0.0,
                _ => lead(x, y).abs() > 0.6,
            }
        };
        let wrong = plane.cells.iter().zip(&cells).filter(|pair| wrong(*pair)).count();
        assert_eq!(wrong, 0, "no cell is given to the wrong arm, and none far from the line is left undecided");
        let pieces = line(&plane, &cells, Direction::Higher);
        let ends: Vec<(f64, f64)> = pieces.iter().flat_map(|piece| [piece.from, piece.to]).collect();
        let off = ends.iter().map(|(x, y)| (0.25 + 0.6 * x * x - y).abs()).fold(0.0, f64::max);
        assert!(off < 0.12, "the line is off by {off}");
        let fine = plane.cells.iter().filter(|cell| cell.side == 1).count();
        assert!(asked < 256 && fine > 40, "{asked} places instead of 256, {fine} of them fine");
    }

    #[test]
    fn where_nothing_differs_nothing_is_decided() {
        let (plane, _, cells, asked) = planted(|_, _| 0.0);
        let led: f64 =
            plane.cells.iter().zip(&cells).filter(|(_, j)| matches!(verdict(j), Verdict::Leads(_))).map(|(c, _)| plane.area(*c)).sum();
        assert!(led < 0.1, "{led} of the plane is given to an arm, of {asked} places");
    }
}
