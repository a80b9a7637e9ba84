//! What a study leaves: tables, and a picture a target.

use super::factors::status_of;
use super::found::{Found, Measure, Reading};
use super::study::{Method, Study, Target};
use crate::error::Error;
use crate::experiment::statistics::Interval;
use crate::outcomes::{OUTCOMES, Outcome};
use crate::plot::{Bar, Curve, CurvePlot, Frame, PlanePlot, PlanePoint, Plot, PlotError, RankedPlot, RankedRow, Rendered};
use crate::report::words::arm_name;
use crate::row;
use crate::scenario::Scenario;
use crate::table::{Cell, Column, Table};

/// Size of a picture, in pixels.
const SIZE_PX: (u32, u32) = (1600, 1000);
/// Factors of a picture of ranks, and lines of a picture of convergence.
const SHOWN: usize = 20;
const LINES: usize = 7;
/// Statuses of parameters, in the order of their signs; settings that are no parameters come last.
const STATUSES: [&str; 5] = ["assumed", "calibrated", "measured", "theory", "setting"];

impl Target {
    /// The arms in words: one, or the difference of two.
    pub fn arms(&self, scenario: &Scenario) -> String {
        let arm = arm_name(scenario, self.arm);
        self.against.map_or(arm.to_owned(), |against| format!("{arm} - {}", arm_name(scenario, against)))
    }

    /// The outcome.
    pub fn outcome(&self) -> &'static Outcome {
        &OUTCOMES[self.outcome]
    }

    /// The beginning of the names of files about the target.
    fn file(&self) -> &'static str {
        self.outcome().name
    }
}

/// Columns that every table here begins with.
fn place_columns() -> [Column; 4] {
    [
        Column::text("outcome", "Name of the outcome, as in `leaderful list outcomes`.").required(),
        Column::text("arms", "The arm, or the two arms whose paired difference is looked at: the first less the second.").required(),
        Column::text("path", "What is varied: a parameter or another setting.").required(),
        Column::text("status", "How far the parameter's value can be defended; missing where it is no parameter.").allowed([
            "measured",
            "theory",
            "calibrated",
            "assumed",
        ]),
    ]
}

/// One row a target and factor.
///
/// # Errors
/// None that a study can cause.
pub fn table(study: &Study, found: &Found) -> Result<Table, Error> {
    let own = |name: &str, meaning: &str| Column::real(name, meaning).unit("that of the outcome");
    let ends = [
        Column::text("low", "Low end of the range.").required(),
        Column::text("high", "High end of the range.").required(),
        Column::whole("rank", "Rank by size among the factors of the same outcome and arms, from 1.").minimum(1.0),
        own("own_value", "Mean of the outcome or difference in the scenario as it is."),
    ];
    let table = Table::new("sensitivity", "One row is one factor of one outcome of one arm or pair of arms")
        .described(format!(
            "Method: {}. Every point is run with the same replications, with the same luck at all points.",
            study.method.name()
        ))
        .columns_from(place_columns())?
        .columns_from(ends)?;
    let mut table = table.columns_from(measure_columns(study.method))?.primary_key(["outcome", "arms", "path"])?;
    for (target, reading) in study.targets.iter().zip(&found.readings) {
        let ranking = reading.ranking();
        for (place, factor) in study.factors.iter().enumerate() {
            let rank = ranking.iter().position(|other| *other == place).map(|rank| rank as i64 + 1);
            let arms = target.arms(&study.scenario);
            let (low, high) = (factor.at(0.0).to_string(), factor.at(1.0).to_string());
            let first = row![target.outcome().name, &arms, &factor.path, status_of(&factor.path), &low, &high, rank, finite(reading.own)];
            table.push_row(first.into_iter().chain(measure_cells(study.method, reading.factors[place].as_ref())))?;
        }
    }
    Ok(table)
}

fn measure_columns(method: Method) -> Vec<Column> {
    let own = |name: &str, meaning: &str| Column::real(name, meaning).unit("that of the outcome");
    let share = |name: &str, meaning: &str| Column::real(name, meaning).unit("share");
    match method {
        Method::OneAtATime => vec![
            own("at_low", "Mean with the factor at the low end, all others as in the scenario."),
            own("at_high", "Mean with the factor at the high end."),
            own("change", "Value at the high end less that at the low end."),
            own("change_low", "Lower end of the 95 % t interval of the change, paired over replications."),
            own("change_high", "Upper end of that interval."),
        ],
        Method::Morris(_) => vec![
            own("mu", "Mean elementary effect for the whole range: its sign is the direction."),
            own("mu_star", "Mean absolute elementary effect: how much the factor matters.").minimum(0.0),
            own("mu_star_low", "Lower end of its 95 % BCa bootstrap interval over trajectories."),
            own("mu_star_high", "Upper end of that interval."),
            own("sigma", "Standard deviation of the elementary effects: curvature, interaction and luck.").minimum(0.0),
            own("noise", "The part of sigma that luck makes; missing with one replication.").minimum(0.0),
            own("floor", "The mu* that luck alone would give.").minimum(0.0),
            Column::truth("stands_out", "Whether the interval of mu* lies above the floor."),
            share("sign_changes", "Share of the steps of this factor alone over which the outcome or difference changed its sign.")
                .minimum(0.0),
        ],
        Method::Sobol(_) => vec![
            share("first", "First-order index: share of the variance that goes back to the factor alone."),
            share("first_low", "Lower end of its 95 % BCa bootstrap interval over blocks of points."),
            share("first_high", "Upper end of that interval."),
            share("total", "Total index: share with all interactions, luck among them."),
            share("total_low", "Lower end of its 95 % BCa bootstrap interval."),
            share("total_high", "Upper end of that interval."),
            share("first_without_luck", "First-order index of the response without luck; missing with one replication."),
            share("total_without_luck", "Total index of the response without luck; missing with one replication."),
        ],
    }
}

fn measure_cells(method: Method, measure: Option<&Measure>) -> Vec<Cell<'static>> {
    let (low, high) = (|i: Option<Interval>| i.and_then(|i| finite(i.low)), |i: Option<Interval>| i.and_then(|i| finite(i.high)));
    match measure {
        Some(Measure::Ends { low: at_low, high: at_high, change }) => {
            row![finite(*at_low), finite(*at_high), finite(at_high - at_low), low(*change), high(*change)].into()
        }
        Some(Measure::Effects(one)) => row![
            finite(one.mu),
            finite(one.mu_star),
            low(one.mu_star_interval),
            high(one.mu_star_interval),
            finite(one.sigma),
            one.noise.and_then(finite),
            one.floor().and_then(finite),
            one.stands_out(),
            finite(one.sign_changes)
        ]
        .into(),
        Some(Measure::Shares(one)) => row![
            finite(one.first),
            low(one.first_interval),
            high(one.first_interval),
            finite(one.total),
            low(one.total_interval),
            high(one.total_interval),
            one.first_without_luck,
            one.total_without_luck
        ]
        .into(),
        None => measure_columns(method).iter().map(|_| Cell::Missing).collect(),
    }
}

fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

/// One row a target, factor and part of the sample.
///
/// # Errors
/// None that a study can cause.
pub fn convergence(study: &Study, found: &Found) -> Result<Table, Error> {
    let mut table = Table::new("convergence", "One row is the size of one factor's measure with the first part of the sample")
        .described("The size is mu* (morris), the total index (sobol), or the span between both ends (one-at-a-time).")
        .columns_from(place_columns())?
        .columns_from([
            Column::whole("points", "Points of the part.").minimum(0.0).required(),
            Column::real("size", "Size of the measure with these points."),
            Column::real("size_low", "Lower end of its 95 % interval."),
            Column::real("size_high", "Upper end of its 95 % interval."),
        ])?
        .primary_key(["outcome", "arms", "path", "points"])?;
    for (target, reading) in study.targets.iter().zip(&found.readings) {
        let arms = target.arms(&study.scenario);
        for (points, measures) in &reading.convergence {
            for (factor, measure) in study.factors.iter().zip(measures) {
                let interval = measure.as_ref().and_then(Measure::interval);
                table.push_row(row![
                    target.outcome().name,
                    &arms,
                    &factor.path,
                    status_of(&factor.path),
                    *points as i64,
                    measure.as_ref().and_then(|one| finite(one.size())),
                    interval.and_then(|i| finite(i.low)),
                    interval.and_then(|i| finite(i.high))
                ])?;
            }
        }
    }
    Ok(table)
}

/// One row a target: its variance by cause.
///
/// # Errors
/// None that a study can cause.
pub fn luck(study: &Study, found: &Found) -> Result<Table, Error> {
    let own = |name: &str, meaning: &str| Column::real(name, meaning).unit("that of the outcome, squared").minimum(0.0);
    let mut table =
        Table::new("luck", "One row is one outcome of one arm or pair of arms: its variance over points and replications, by cause")
            .described("Estimated from mean squares of points by replications; an estimate below zero is set to zero.")
            .columns_from(place_columns().into_iter().take(2))?
            .columns_from([
                Column::whole("points", "Points without a missing value.").minimum(0.0),
                Column::whole("replications", "Replications at each point.").minimum(0.0),
                own("parameters", "Variance of the mean response over points."),
                own("shared_luck", "Variance over replications that all points share; it cancels between points."),
                own("own_luck", "Variance left over: luck that meets one point and not another."),
                Column::real("noise_share", "Share of the variance between the means of points that is luck.")
                    .unit("share")
                    .minimum(0.0)
                    .maximum(1.0),
            ])?
            .primary_key(["outcome", "arms"])?;
    for (target, reading) in study.targets.iter().zip(&found.readings) {
        let split = reading.split;
        table.push_row(row![
            target.outcome().name,
            target.arms(&study.scenario),
            split.map(|s| s.points as i64),
            split.map(|s| s.replications as i64),
            split.map(|s| s.parameters),
            split.map(|s| s.shared_luck),
            split.map(|s| s.own_luck),
            split.map(|s| s.noise_share())
        ])?;
    }
    Ok(table)
}

/// One row a point and factor: the value that the scenario was given.
///
/// # Errors
/// None that a study can cause.
pub fn points(study: &Study, found: &Found) -> Result<Table, Error> {
    let mut table =
        Table::new("points", "One row is the value of one factor at one point; factors that are as in the scenario have no row")
            .columns_from([
                Column::whole("point", "Number of the point; 0 is the scenario as it is.").minimum(0.0).required(),
                Column::text("path", "What is varied.").required(),
                Column::text("value", "The value, as for `--set`.").required(),
            ])?
            .primary_key(["point", "path"])?;
    for (point, place) in found.places.iter().enumerate() {
        for (factor, path) in study.factors.iter().enumerate() {
            if let Some(value) = study.value(place, factor) {
                table.push_row(row![point as i64, &path.path, value.to_string()])?;
            }
        }
    }
    Ok(table)
}

/// One row a point, target and replication.
///
/// # Errors
/// None that a study can cause.
pub fn responses(study: &Study, found: &Found) -> Result<Table, Error> {
    let mut table = Table::new("responses", "One row is one outcome of one arm or pair of arms at one point in one replication")
        .columns_from(place_columns().into_iter().take(2))?
        .columns_from([
            Column::whole("point", "Number of the point, as in points.csv.").minimum(0.0).required(),
            Column::whole("replication", "Number of the replication: the same luck at every point.").minimum(0.0).required(),
            Column::real("value", "The outcome or difference.").unit("that of the outcome"),
        ])?
        .primary_key(["outcome", "arms", "point", "replication"])?;
    for (target, responses) in study.targets.iter().zip(&found.responses) {
        let arms = target.arms(&study.scenario);
        for (point, response) in responses.iter().enumerate() {
            for (replication, value) in response.iter().enumerate() {
                table.push_row(row![target.outcome().name, &arms, point as i64, replication as i64, finite(*value)])?;
            }
        }
    }
    Ok(table)
}

/// All pictures with the names of their files: ranks, the plane of Morris, and convergence, for each target.
///
/// # Errors
/// A fault of a drawing backend.
pub fn pictures(study: &Study, found: &Found) -> Result<Vec<(String, Rendered)>, PlotError> {
    let (width, height) = SIZE_PX;
    let mut pictures = Vec::new();
    for (target, reading) in study.targets.iter().zip(&found.readings) {
        let one = Picture { study, target, reading };
        let name = match study.method {
            Method::OneAtATime => "tornado",
            Method::Morris(_) => "mu-star",
            Method::Sobol(_) => "sobol",
        };
        pictures.push((format!("{}-{name}", target.file()), one.ranks().render(width, height)?));
        if matches!(study.method, Method::Morris(_)) {
            pictures.push((format!("{}-plane", target.file()), one.plane().render(width, height)?));
        }
        if study.method != Method::OneAtATime {
            pictures.push((format!("{}-convergence", target.file()), one.convergence().render(width, height)?));
        }
    }
    Ok(pictures)
}

/// A target with its reading.
struct Picture<'a> {
    study: &'a Study,
    target: &'a Target,
    reading: &'a Reading,
}

impl Picture<'_> {
    fn frame(&self, what: &str, subtitle: &str) -> Frame {
        let scenario = &self.study.scenario;
        Frame {
            title: format!(
                "{what}: {}, {}",
                self.target.outcome().label.to_lowercase(),
                self.target.arms(scenario).replace(" - ", " less ")
            ),
            subtitle: subtitle.to_owned(),
            caption: format!(
                "{}. {} points, {} replications with the same luck at each, seed {}, leaderful {}",
                scenario.title,
                self.study.points(),
                scenario.replications,
                scenario.seed,
                env!("CARGO_PKG_VERSION")
            ),
        }
    }

    fn unit(&self) -> String {
        let unit = self.target.outcome().unit;
        let what = if self.target.against.is_some() { "difference" } else { self.target.outcome().label };
        format!("{what} ({unit})")
    }

    fn ranks(&self) -> RankedPlot {
        let none = f64::NAN;
        let bar = |value: f64, interval: Option<Interval>| Bar {
            value,
            low: interval.map_or(none, |i| i.low),
            high: interval.map_or(none, |i| i.high),
        };
        let bars = |measure: &Measure| match measure {
            Measure::Ends { low, high, .. } => vec![bar(*low, None), bar(*high, None)],
            Measure::Effects(one) => vec![bar(one.mu_star, one.mu_star_interval)],
            Measure::Shares(one) => vec![bar(one.first, one.first_interval), bar(one.total, one.total_interval)],
        };
        let row = |place: usize| {
            let factor = &self.study.factors[place];
            let measure = self.reading.factors[place].as_ref()?;
            Some(RankedRow {
                label: factor.path.clone(),
                note: status_of(&factor.path).unwrap_or("setting").to_owned(),
                bars: bars(measure),
            })
        };
        let rows: Vec<RankedRow> = self.reading.ranking().into_iter().take(SHOWN).filter_map(row).collect();
        let shown = format!("The {} that matter most of {} factors", rows.len(), self.study.factors.len());
        let (what, subtitle, value_label, series): (_, String, String, &[&str]) = match self.study.method {
            Method::OneAtATime => {
                let subtitle = format!("{shown}, each alone at both ends of its range; the line is the scenario as it is");
                ("One at a time", subtitle, self.unit(), &["low end", "high end"])
            }
            Method::Morris(_) => {
                let subtitle = format!("{shown}: mean absolute effect of the whole range, with 95 % bootstrap intervals");
                ("What matters", subtitle, format!("mu*: {}", self.unit()), &["mu*"])
            }
            Method::Sobol(_) => {
                let subtitle = format!("{shown}: share of the variance, with 95 % bootstrap intervals");
                ("What matters", subtitle, "share of the variance".to_owned(), &["alone (first order)", "with interactions (total)"])
            }
        };
        let in_line = self.study.method == Method::OneAtATime;
        let series = series.iter().map(|name| (*name).to_owned()).collect();
        let origin = if in_line { self.reading.own } else { 0.0 };
        RankedPlot { frame: self.frame(what, &subtitle), value_label, origin, series, in_line, rows }
    }

    fn plane(&self) -> PlanePlot {
        let point = |place: usize| {
            let Some(Measure::Effects(one)) = &self.reading.factors[place] else { return None };
            let path = &self.study.factors[place].path;
            let kind = STATUSES.iter().position(|status| Some(*status) == status_of(path)).unwrap_or(STATUSES.len() - 1);
            Some(PlanePoint { label: path.clone(), kind, x: one.mu_star, y: one.sigma })
        };
        PlanePlot {
            frame: self.frame(
                "Strength and interaction",
                "Right: matters more. High: what it does depends on the other factors, is curved, or is luck",
            ),
            along_label: format!("mu*, mean absolute effect: {}", self.unit()),
            value_label: "sigma, spread of the effects".to_owned(),
            kinds: STATUSES.map(str::to_owned).to_vec(),
            points: self.reading.ranking().into_iter().filter_map(point).collect(),
            diagonal: true,
        }
    }

    fn convergence(&self) -> CurvePlot {
        let curve = |place: usize| {
            let points = self.reading.convergence.iter().filter_map(|(points, measures)| {
                let one = measures[place].as_ref()?;
                Some((*points as f64, one.size(), one.interval().map_or(0.0, |interval| interval.half_width())))
            });
            Curve { label: self.study.factors[place].path.clone(), points: points.collect(), published: Vec::new() }
        };
        let what = if matches!(self.study.method, Method::Morris(_)) { format!("mu*: {}", self.unit()) } else { "total index".to_owned() };
        CurvePlot {
            frame: self.frame(
                "Has it settled?",
                "The largest factors with the first quarter, half, three quarters and all of the sample; bars are half of a 95 % interval",
            ),
            along_label: "points".to_owned(),
            value_label: what,
            curves: self.reading.ranking().into_iter().take(LINES).map(curve).collect(),
        }
    }
}
