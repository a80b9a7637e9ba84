//! Plots of a sweep: outcomes over each factor, and over the first two together.

use super::plan::Plan;
use super::reader::Row;
use crate::design::{Domain, Factor, Method, Point, Scale, Value};
use crate::experiment::statistics::quantile;
use crate::outcomes::{OUTCOMES, headlines};
use crate::plot::{self, HeatMap, HeatPanel, Plot, SeriesBand, SeriesPanel, SeriesPlot};
use crate::report::figures::{direction, slug};
use crate::streams::mix;

/// Factors that get a plot of their own.
const FACTORS: usize = 6;
/// Outcomes in a plot.
const PANELS: usize = 9;
/// Arms that a panel can tell apart.
const ARMS: usize = 7;
/// Most places along an axis; more values are put into as many equal parts.
const PLACES: usize = 12;
/// Values that a band is made of, about.
const POOLED: u64 = 1024;

/// A plot with its name and size.
pub struct Figure {
    /// Name of its files.
    pub name: String,
    /// Width and height in pixels.
    pub size: (u32, u32),
    /// The plot.
    pub plot: Box<dyn Plot>,
}

/// The places of one factor along an axis.
enum Places {
    /// One for each of a few values.
    Values(Vec<Value>),
    /// Equal parts of a range, on its scale.
    Parts(f64, f64, Scale),
}

impl Places {
    fn of(factor: &Factor, method: Method) -> Self {
        let sampled = matches!(method, Method::Lhs { .. } | Method::Sobol { .. });
        if let (Domain::Range { low, high, scale, .. }, true) = (&factor.domain, sampled) {
            return Self::Parts(*low, *high, *scale);
        }
        let mut values: Vec<Value> = Vec::new();
        for level in factor.levels().iter() {
            if !values.contains(level) {
                values.push(level.clone());
            }
            if values.len() > PLACES {
                break;
            }
        }
        let numbers: Vec<f64> = factor.levels().iter().filter_map(Value::number).collect();
        let (low, high) = numbers.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), n| (low.min(*n), high.max(*n)));
        if values.len() > PLACES && numbers.len() == factor.levels().len() {
            return Self::Parts(low, high, Scale::Linear);
        }
        if factor.is_numeric() {
            values.sort_by(|a, b| a.number().partial_cmp(&b.number()).unwrap_or(std::cmp::Ordering::Equal));
        }
        values.truncate(PLACES);
        Self::Values(values)
    }

    fn count(&self) -> usize {
        match self {
            Self::Values(values) => values.len(),
            Self::Parts(..) => PLACES,
        }
    }

    fn place(&self, value: &Value) -> Option<usize> {
        match self {
            Self::Values(values) => values.iter().position(|known| known == value),
            Self::Parts(low, high, scale) => {
                let along = |value: f64| if *scale == Scale::Log { libm::log(value) } else { value };
                let share = (along(value.number()?) - along(*low)) / (along(*high) - along(*low));
                Some(((share * PLACES as f64) as usize).min(PLACES - 1))
            }
        }
    }

    /// The middle of a place as a number; its number in the list where it is a name.
    fn middle(&self, place: usize) -> f64 {
        match self {
            Self::Values(values) => values[place].number().unwrap_or(place as f64),
            Self::Parts(low, high, scale) => {
                let share = (place as f64 + 0.5) / PLACES as f64;
                match scale {
                    Scale::Linear => low + share * (high - low),
                    Scale::Log => libm::exp(libm::log(*low) + share * (libm::log(*high) - libm::log(*low))),
                }
            }
        }
    }

    fn label(&self, place: usize) -> String {
        match self {
            Self::Values(values) => values[place].number().map_or_else(|| values[place].to_string(), three_digits),
            Self::Parts(..) => three_digits(self.middle(place)),
        }
    }
}

/// A number with three digits that count, as for an axis.
fn three_digits(number: f64) -> String {
    let digits = (2 - libm::log10(number.abs().max(1e-12)).floor() as i32).clamp(0, 9) as usize;
    let text = format!("{number:.digits$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// Values gathered for the plots, in memory that does not grow with the number of runs.
pub struct Pools {
    factors: Vec<(usize, Places)>,
    outcomes: Vec<usize>,
    arms: usize,
    /// One value in so many is kept.
    thin: u64,
    /// Kept values by factor, place, arm and outcome.
    kept: Vec<Vec<f64>>,
    /// Sum and count by place of the first and of the second factor, arm and outcome.
    sums: Vec<(f64, u64)>,
    cells: u64,
    replications: u32,
    local: bool,
}

impl Pools {
    /// Empty pools for the cells of a plan.
    #[must_use]
    pub fn new(plan: &Plan, replications: u32) -> Self {
        let design = &plan.design;
        let places = |(place, factor): (usize, &Factor)| (place, Places::of(factor, design.method));
        let factors: Vec<(usize, Places)> = design.factors.iter().enumerate().take(FACTORS).map(places).collect();
        let outcomes: Vec<usize> = headlines(plan.scenario.is_system()).take(PANELS).collect();
        let arms = plan.arms().min(ARMS);
        let size = factors.len() * PLACES * arms * outcomes.len();
        let pair = if factors.len() > 1 { factors[0].1.count() * factors[1].1.count() * arms * outcomes.len() } else { 0 };
        let cells = design.size() as u64;
        let fewest = factors.iter().map(|(_, places)| places.count()).min().unwrap_or(1) as u64;
        let thin = (cells * u64::from(replications)).div_ceil(fewest * POOLED).max(1);
        let local = design.method == Method::OneAtATime;
        Self { factors, outcomes, arms, thin, kept: vec![Vec::new(); size], sums: vec![(0.0, 0); pair], cells, replications, local }
    }

    /// Takes the rows of a block.
    pub fn add(&mut self, point: &Point, replication: u32, rows: &[Row]) {
        let place = |(factor, places): &(usize, Places)| point.values[*factor].as_ref().and_then(|value| places.place(value));
        let found: Vec<Option<usize>> = self.factors.iter().map(place).collect();
        let per_place = self.arms * self.outcomes.len();
        let values = |arm: usize, outcome: usize| rows.get(arm).map_or(f64::NAN, |row| row.values[outcome]);
        // Which are kept follows from their names alone, so from no order.
        if mix(point.number << 32 | u64::from(replication)).is_multiple_of(self.thin) {
            for (factor, place) in found.iter().enumerate().filter_map(|(factor, place)| Some((factor, (*place)?))) {
                for arm in 0..self.arms {
                    for (number, outcome) in self.outcomes.iter().enumerate() {
                        let at = (factor * PLACES + place) * per_place + arm * self.outcomes.len() + number;
                        self.kept[at].push(values(arm, *outcome));
                    }
                }
            }
        }
        if let [Some(first), Some(second), ..] = found[..] {
            for arm in 0..self.arms {
                for (number, outcome) in self.outcomes.iter().enumerate() {
                    let value = values(arm, *outcome);
                    let cell = first * self.factors[1].1.count() + second;
                    let sum = &mut self.sums[cell * per_place + arm * self.outcomes.len() + number];
                    *sum = if value.is_nan() { *sum } else { (sum.0 + value, sum.1 + 1) };
                }
            }
        }
    }

    /// The plots.
    #[must_use]
    pub fn figures(&self, plan: &Plan) -> Vec<Figure> {
        let over = (0..self.factors.len()).filter_map(|factor| self.over(plan, factor));
        let maps = (0..self.outcomes.len()).filter_map(|outcome| self.map(plan, outcome));
        over.chain(maps).collect()
    }

    fn frame(&self, plan: &Plan, title: String, subtitle: String) -> plot::Frame {
        let caption = format!(
            "{} cells, {} replications of each · seed {} · leaderful {}",
            self.cells,
            self.replications,
            plan.scenario.seed,
            env!("CARGO_PKG_VERSION")
        );
        plot::Frame { title, subtitle, caption }
    }

    fn arm_names(&self, plan: &Plan) -> Vec<String> {
        plan.scenario.all_arms().take(self.arms).map(|arm| arm.name.clone()).collect()
    }

    /// Outcomes over one factor that has numbers.
    fn over(&self, plan: &Plan, number: usize) -> Option<Figure> {
        let (place, places) = &self.factors[number];
        let factor = &plan.design.factors[*place];
        if !factor.is_numeric() || places.count() < 2 {
            return None;
        }
        let log = matches!(places, Places::Parts(_, _, Scale::Log)) || matches!(factor.domain, Domain::Range { scale: Scale::Log, .. });
        let along = |at: usize| if log { libm::log10(places.middle(at)) } else { places.middle(at) };
        let per_place = self.arms * self.outcomes.len();
        let band = |arm: usize, outcome: usize| {
            let of = |share: f64| -> Vec<f64> {
                let at = |at: usize| &self.kept[(number * PLACES + at) * per_place + arm * self.outcomes.len() + outcome];
                (0..places.count()).map(|place| quantile(at(place), share).unwrap_or(f64::NAN)).collect()
            };
            SeriesBand { median: of(0.5), low50: of(0.25), high50: of(0.75), low90: of(0.05), high90: of(0.95) }
        };
        let panels = self.outcomes.iter().enumerate().map(|(number, outcome)| {
            let outcome = &OUTCOMES[*outcome];
            let bands = (0..self.arms).map(|arm| band(arm, number)).collect();
            SeriesPanel { title: outcome.label.into(), unit: outcome.unit.into(), direction: direction(outcome.direction), bands }
        });
        let others = match (self.local, plan.design.factors.len()) {
            (_, 1) => "",
            (true, _) => " · local: all other factors as in the scenario",
            (false, _) => " · over all values of the other factors",
        };
        let label = if log { format!("{} (power of ten)", factor.label()) } else { factor.label() };
        let plot = SeriesPlot {
            frame: self.frame(
                plan,
                format!("Outcomes over {}", factor.path),
                format!("{} · median and bands of runs{others}", plan.scenario.title),
            ),
            arms: self.arm_names(plan),
            years: (0..places.count()).map(along).collect(),
            panels: panels.collect(),
            along_label: label,
            ..SeriesPlot::default()
        };
        Some(Figure { name: format!("over-{}-{}", number + 1, slug(&factor.path)), size: (1600, 1100), plot: Box::new(plot) })
    }

    /// One outcome over the first two factors.
    fn map(&self, plan: &Plan, number: usize) -> Option<Figure> {
        let [(first, columns), (second, rows), ..] = &self.factors[..] else { return None };
        if columns.count() < 2 || rows.count() < 2 || self.sums.iter().all(|(_, count)| *count == 0) {
            return None;
        }
        let per_place = self.arms * self.outcomes.len();
        let mean = |arm: usize, row: usize, column: usize| {
            let (sum, count) = self.sums[(column * rows.count() + row) * per_place + arm * self.outcomes.len() + number];
            if count == 0 { f64::NAN } else { sum / count as f64 }
        };
        let panel = |(arm, title): (usize, String)| HeatPanel {
            title,
            values: (0..rows.count()).map(|row| (0..columns.count()).map(|column| mean(arm, row, column)).collect()).collect(),
        };
        let outcome = &OUTCOMES[self.outcomes[number]];
        let (across, up) = (&plan.design.factors[*first], &plan.design.factors[*second]);
        let unit = if outcome.unit.is_empty() { String::new() } else { format!(", {}", outcome.unit) };
        let plot = HeatMap {
            frame: self.frame(
                plan,
                format!("{} over {} and {}", outcome.label, across.path, up.path),
                format!("{} · means of runs", plan.scenario.title),
            ),
            across_label: across.label(),
            up_label: up.label(),
            value_label: format!("{}{unit}", outcome.label),
            across: (0..columns.count()).map(|place| columns.label(place)).collect(),
            up: (0..rows.count()).map(|place| rows.label(place)).collect(),
            panels: self.arm_names(plan).into_iter().enumerate().map(panel).collect(),
        };
        Some(Figure { name: format!("map-{}", outcome.name.replace('_', "-")), size: (1600, 1000), plot: Box::new(plot) })
    }
}
