//! The figures of a comparison.

use super::words::{arm_name, count, number};
use crate::error::Error;
use crate::events::{DELAY_DAYS, Delays};
use crate::experiment::statistics::{Summary, quantile};
use crate::experiment::{Contrast, LEVEL, Results, Snapshot};
use crate::organisation::people::NOBODY;
use crate::organisation::positions::Units;
use crate::outcomes::decision::Survival;
use crate::outcomes::{Direction, Measure, OUTCOMES};
use crate::plot::{self, Plot, Rendered};
use crate::scenario::{DAYS_PER_YEAR, Scenario};
use crate::simulation::RunResult;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Size of a figure, in pixels.
pub const SIZE: (u32, u32) = (1400, 900);
/// Size of a figure with panels side by side, in pixels.
pub const WIDE: (u32, u32) = (1900, 760);
/// Arms that are told apart in one panel at most; figures with more arms show them along the axis instead.
const ARMS_IN_A_PANEL: usize = 4;
/// Front-line seats and fewer levels of the tie network are named from the front line up.
const LEVEL_NAMES: [&str; 5] = ["front line", "team leads", "middle leaders", "senior leaders", "top"];

/// A drawn figure.
#[derive(Clone, Debug)]
pub struct Figure {
    /// File name without its ending.
    pub name: String,
    /// What it shows, for those who cannot see it.
    pub alt: String,
    /// The picture.
    pub rendered: Rendered,
}

/// Draws what the results allow: figures without their data are left out.
///
/// # Errors
///
/// An error of the drawing library; odd data never cause one.
pub fn figures(scenario: &Scenario, results: &Results, contrasts: &[Contrast]) -> Result<Vec<Figure>, Error> {
    let drawing = Drawing { scenario, results, contrasts };
    let mut sketches = Vec::new();
    if results.arms > 1 {
        sketches.push(Sketch::new("effects", "Paired differences to the baseline with intervals", drawing.effects(), SIZE));
        sketches.push(Sketch::new("arms", "Each outcome by arm with intervals", drawing.arms(), SIZE));
    }
    sketches.push(Sketch::new("over-time", "Outcomes over time with bands", drawing.over_time(), SIZE));
    sketches.push(Sketch::new("decision-days", "Share of issues decided by day", drawing.decision_days(), SIZE));
    if let Some(network) = drawing.network() {
        sketches.push(Sketch::new("ties", "The tie network by unit, before and after", network, WIDE));
    }
    for arm in drawing.shown_arms() {
        if let Some(tree) = drawing.tree(arm) {
            let name = arm_name(scenario, arm);
            let (file, alt) = (format!("succession-{arm}-{}", slug(name)), format!("Reporting tree with ready successors: {name}"));
            sketches.push(Sketch::new(&file, &alt, tree, SIZE));
        }
    }
    // Painting is most of the work, and no picture needs another.
    sketches.into_par_iter().map(Sketch::paint).collect()
}

/// A figure that is not painted yet.
struct Sketch {
    name: String,
    alt: String,
    plot: Box<dyn Plot + Send>,
    size: (u32, u32),
}

impl Sketch {
    fn new(name: &str, alt: &str, plot: impl Plot + Send + 'static, size: (u32, u32)) -> Self {
        Self { name: name.into(), alt: alt.into(), plot: Box::new(plot), size }
    }

    fn paint(self) -> Result<Figure, Error> {
        let Self { name, alt, plot, size: (width, height) } = self;
        match plot.render(width, height) {
            Ok(rendered) => Ok(Figure { name, alt, rendered }),
            Err(error) => Err(Error::BadTable { table: name, message: error.to_string() }),
        }
    }
}

/// The part of a file's name that stands for an arm; only with the arm's number is it certain to be another for each arm.
pub fn slug(name: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    let parts: Vec<&str> = plain.split('-').filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "arm".into() } else { parts.join("-").chars().take(40).collect() }
}

struct Drawing<'a> {
    scenario: &'a Scenario,
    results: &'a Results,
    contrasts: &'a [Contrast],
}

/// Which way an outcome is good, for a plot.
pub(crate) fn direction(direction: Direction) -> plot::Direction {
    match direction {
        Direction::Higher => plot::Direction::HigherIsBetter,
        Direction::Lower => plot::Direction::LowerIsBetter,
        Direction::Neutral => plot::Direction::Neutral,
    }
}

impl Drawing<'_> {
    fn frame(&self, title: &str, subtitle: &str) -> plot::Frame {
        let n = self.results.complete_pairs();
        let paired = if self.results.arms > 1 { "paired replication" } else { "replication" };
        let (n, intervals) = (count(n, paired), if n > 1 { " · 95 % intervals" } else { "" });
        let caption = format!("n = {n} · seed {}{intervals} · leaderful {}", self.scenario.seed, env!("CARGO_PKG_VERSION"));
        plot::Frame { title: title.into(), subtitle: format!("{} · {subtitle}", self.scenario.title), caption }
    }

    /// The baseline and the first other arms, as many as a panel can tell apart.
    fn shown_arms(&self) -> std::ops::Range<usize> {
        0..self.results.arms.min(ARMS_IN_A_PANEL)
    }

    fn names(&self, arms: std::ops::Range<usize>) -> Vec<String> {
        arms.map(|arm| arm_name(self.scenario, arm).to_owned()).collect()
    }

    fn effects(&self) -> plot::ForestPlot {
        let arms = 1..self.results.arms.min(ARMS_IN_A_PANEL);
        let rows = self.results.headlines().map(|place| {
            let outcome = &OUTCOMES[place];
            let effects = arms.clone().map(|arm| self.effect(arm, place)).collect();
            plot::ForestRow { label: outcome.label.into(), unit: outcome.unit.into(), direction: direction(outcome.direction), effects }
        });
        let baseline = arm_name(self.scenario, 0);
        plot::ForestPlot {
            frame: self.frame(&format!("What differs from {baseline}"), "same people, same luck"),
            rows: rows.collect(),
            arms: self.names(arms),
            scale_label: format!("difference over the spread of {baseline} between replications (Glass's delta)"),
            value_heading: "delta [95 %]".into(),
            note_heading: "own unit".into(),
            left_hint: format!("lower than in {baseline}"),
            right_hint: format!("higher than in {baseline}"),
        }
    }

    fn effect(&self, arm: usize, outcome: usize) -> plot::Effect {
        let nothing = plot::Effect { point: f64::NAN, low: f64::NAN, high: f64::NAN, note: String::new() };
        let Some(contrast) = self.contrasts.iter().find(|c| c.arm == arm && c.outcome == outcome) else { return nothing };
        let (Some(glass), Some(paired)) = (&contrast.glass, &contrast.paired) else { return nothing };
        let difference = paired.mean_difference;
        let sign = if difference > 0.0 { "+" } else { "" };
        plot::Effect {
            point: glass.estimate,
            low: glass.interval.map_or(glass.estimate, |interval| interval.low),
            high: glass.interval.map_or(glass.estimate, |interval| interval.high),
            note: format!("{sign}{}", number(difference)).replace('-', "−"),
        }
    }

    fn arms(&self) -> plot::PatternProfile {
        // Along the continuum, whatever the order of the scenario: from authority at the top to authority everywhere.
        let authority = |arm: usize| {
            let pattern = self.scenario.all_arms().nth(arm).map(|arm| arm.pattern);
            pattern.map_or(0.0, |p| p.authority_strategic + p.authority_operational + p.authority_frontline)
        };
        let mut order: Vec<usize> = (0..self.results.arms).collect();
        order.sort_by(|a, b| authority(*a).total_cmp(&authority(*b)));
        let panels = self.results.headlines().map(|place| {
            let outcome = &OUTCOMES[place];
            let points = order.iter().copied().map(|arm| match Summary::of(&self.results.values(arm, place), LEVEL) {
                Some(summary) => {
                    let (low, high) = summary.interval.map_or((summary.mean, summary.mean), |interval| (interval.low, interval.high));
                    plot::Estimate { point: summary.mean, low, high }
                }
                None => plot::Estimate { point: f64::NAN, low: f64::NAN, high: f64::NAN },
            });
            let series = vec![plot::ProfileSeries { label: String::new(), points: points.collect() }];
            plot::ProfilePanel { title: outcome.label.into(), unit: outcome.unit.into(), direction: direction(outcome.direction), series }
        });
        plot::PatternProfile {
            frame: self
                .frame("Every way of leading on every main outcome", "from little to much authority below the top, mean and interval"),
            categories: order.iter().map(|arm| arm_name(self.scenario, *arm).to_owned()).collect(),
            panels: panels.collect(),
        }
    }

    fn over_time(&self) -> plot::SeriesPlot {
        let arms = self.shown_arms();
        let finished = self.results.runs.iter().filter_map(|run| run.result.as_ref().ok());
        // Runs that stopped are shorter; the first of the longest has every record.
        let longest = finished.rev().max_by_key(|run| run.series.len());
        let days: Vec<u32> = longest.map_or(Vec::new(), |run| run.series.iter().map(|record| record.day).collect());
        let years = days.iter().map(|day| f64::from(*day) / f64::from(DAYS_PER_YEAR)).collect();
        let panels = self.results.headlines().map(|place| {
            let outcome = &OUTCOMES[place];
            let bands = arms.clone().map(|arm| self.band(arm, place, &days)).collect();
            plot::SeriesPanel { title: outcome.label.into(), unit: outcome.unit.into(), direction: direction(outcome.direction), bands }
        });
        let warm_up = self.scenario.warm_up_days;
        let shown = match self.results.replications.len() {
            1 => "the one replication; counts of events over the year before",
            _ => "median and middle 50 and 90 % of replications; counts of events over the year before",
        };
        plot::SeriesPlot {
            frame: self.frame("Over time", shown),
            panels: panels.collect(),
            arms: self.names(arms),
            years,
            events: self.marks(),
            warm_up_until: (warm_up > 0).then(|| f64::from(warm_up) / f64::from(DAYS_PER_YEAR)),
            ..plot::SeriesPlot::default()
        }
    }

    /// Events that every arm shares.
    fn marks(&self) -> Vec<plot::EventMark> {
        let shared = self.scenario.schedule.iter().filter(|scheduled| scheduled.arms.is_empty());
        let year = |day: u32| f64::from(day) / f64::from(DAYS_PER_YEAR);
        shared.map(|scheduled| plot::EventMark { year: year(scheduled.from), label: scheduled.kind.replace('-', " ") }).collect()
    }

    fn band(&self, arm: usize, outcome: usize, days: &[u32]) -> plot::SeriesBand {
        // Events are few in a month: what counts them is shown over the year before.
        let span = match OUTCOMES[outcome].measure {
            Measure::Flow(_) | Measure::Yearly(_) => (DAYS_PER_YEAR / self.scenario.record_every_days.max(1)).max(1) as usize,
            Measure::State(_) | Measure::System(_) => 1,
        };
        let mut band = plot::SeriesBand::default();
        for (record, day) in days.iter().enumerate() {
            let recent = |run: &RunResult| {
                let rows = run
                    .series
                    .get((record + 1).saturating_sub(span)..=record)
                    .filter(|rows| rows.last().is_some_and(|row| row.day == *day))?;
                let values: Vec<f64> = rows.iter().map(|row| row.values[outcome]).filter(|value| value.is_finite()).collect();
                (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
            };
            let values: Vec<f64> = self.results.finished(arm).filter_map(|(_, run)| recent(run)).collect();
            let at = |share: f64| quantile(&values, share).unwrap_or(f64::NAN);
            band.median.push(at(0.5));
            band.low50.push(at(0.25));
            band.high50.push(at(0.75));
            band.low90.push(at(0.05));
            band.high90.push(at(0.95));
        }
        band
    }

    fn decision_days(&self) -> plot::EcdfPlot {
        let rounds = f64::from(self.scenario.rounds);
        let arms = (0..self.results.arms).map(|arm| {
            let mut all = Delays::default();
            for (_, run) in self.results.finished(arm) {
                all.add(&run.delays);
            }
            let mut before = 1.0;
            let mut steps = Vec::new();
            let horizon = (DELAY_DAYS * self.scenario.rounds) as usize;
            let survival = Survival::of(&all);
            for ticks in 0..=horizon {
                let open = survival.after(ticks);
                if open < before {
                    steps.push((ticks as f64 / rounds, 1.0 - open));
                    before = open;
                }
            }
            plot::EcdfArm { label: arm_name(self.scenario, arm).into(), steps, watched_to_days: f64::from(DELAY_DAYS) }
        });
        plot::EcdfPlot {
            frame: self.frame("How long decisions take", "one minus Kaplan-Meier over all issues of all replications"),
            arms: arms.collect(),
            limit_days: f64::from(DELAY_DAYS),
            ..plot::EcdfPlot::default()
        }
    }

    fn network(&self) -> Option<plot::TieNetwork> {
        let first = self.results.first_organisation(0).next()?;
        let groups = Groups::of(&first.units);
        let mut panels = vec![panel("At the start", first, groups)];
        // Three panels can be read: where there are two other arms, the baseline's end gives way to them.
        for arm in self.shown_arms().skip(usize::from(self.results.arms > 2)).take(2) {
            let last = self.results.first_organisation(arm).last()?;
            panels.push(panel(&format!("At the end: {}", arm_name(self.scenario, arm)), last, groups));
        }
        let deepest = first.positions.level.iter().max().map_or(0, |level| *level as usize);
        let levels = (0..=deepest).map(|level| LEVEL_NAMES[if level == deepest { 4 } else { level.min(3) }].to_owned());
        Some(plot::TieNetwork {
            frame: self.frame("Who knows whom", &format!("working ties by {} in the first replication", groups.one())),
            units: groups.names(&first.units).to_vec(),
            departments: groups == Groups::Departments,
            levels: levels.collect(),
            panels,
        })
    }

    fn tree(&self, arm: usize) -> Option<plot::ReportingTree> {
        let snapshot = self.results.first_organisation(arm).last()?;
        let positions = &snapshot.positions;
        let seat = |seat: u32| {
            let at = seat as usize;
            let state = match (positions.occupant[at], positions.acting[at]) {
                (NOBODY, NOBODY) => plot::PostState::Vacant,
                (NOBODY, _) => plot::PostState::Acting,
                _ => plot::PostState::Filled,
            };
            plot::TreePosition {
                parent: (positions.parent[at] != crate::organisation::positions::NOWHERE).then_some(positions.parent[at] as usize),
                title: snapshot.seat_name(seat).to_owned(),
                state,
                ready_successors: snapshot.ready[at],
                front_line: !positions.leads(seat),
            }
        };
        let name = arm_name(self.scenario, arm);
        Some(plot::ReportingTree {
            frame: self
                .frame(&format!("Who could take over: {name}"), "people ready now for each post at the end of the first replication"),
            positions: (0..positions.count() as u32).map(seat).collect(),
        })
    }
}

/// With more units than this, ties are drawn between departments.
const UNITS_DRAWN: usize = 150;

/// What people are grouped by in the picture of ties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Groups {
    Units,
    Departments,
}

impl Groups {
    fn of(units: &Units) -> Self {
        if units.count() > UNITS_DRAWN && units.departments.len() < units.count() { Self::Departments } else { Self::Units }
    }

    fn one(self) -> &'static str {
        if self == Self::Units { "unit" } else { "department" }
    }

    fn names(self, units: &Units) -> &[String] {
        if self == Self::Units { &units.names } else { &units.departments }
    }

    /// The group of a person.
    fn of_person(self, snapshot: &Snapshot, person: u32) -> usize {
        let unit = snapshot.unit_of(person) as usize;
        if self == Self::Units { unit } else { snapshot.units.department[unit] as usize }
    }
}

/// One picture of a network, with the share of strength that crosses groups.
fn panel(title: &str, snapshot: &Snapshot, groups: Groups) -> plot::NetworkPanel {
    let deepest = snapshot.positions.level.iter().max().map_or(0, |level| *level as usize);
    let mut place = vec![usize::MAX; snapshot.people.slots()];
    let mut nodes = Vec::new();
    for person in snapshot.people.everybody() {
        place[person as usize] = nodes.len();
        let level = snapshot.positions.level[snapshot.people.position[person as usize] as usize] as usize;
        nodes.push(plot::NetworkNode { unit: groups.of_person(snapshot, person), level: deepest - level });
    }
    // Where groups are drawn instead of people, one tie between two of them stands for all: there may be millions.
    let summed = nodes.len() > plot::PEOPLE_DRAWN;
    let (mut ties, mut sums, mut across, mut total) = (Vec::new(), BTreeMap::new(), 0.0, 0.0);
    for person in snapshot.people.everybody() {
        for tie in snapshot.ties.of(person) {
            let strength = f64::from(tie.strength);
            let [from, to] = [person, tie.to].map(|end| place[end as usize]);
            let (one, other) = (nodes[from].unit, nodes[to].unit);
            total += strength;
            across += if one == other { 0.0 } else { strength };
            if !summed {
                ties.push(plot::NetworkTie { from, to, strength });
            } else if one != other {
                sums.entry((one.min(other), one.max(other))).or_insert(plot::NetworkTie { from, to, strength: 0.0 }).strength += strength;
            }
        }
    }
    ties.extend(sums.into_values());
    let note =
        if total > 0.0 { format!("{:.0} % of tie strength crosses {}s", 100.0 * across / total, groups.one()) } else { String::new() };
    plot::NetworkPanel { title: title.into(), note, nodes, ties }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{Experiment, contrasts};
    use crate::scenario::Structure;

    #[test]
    fn ties_of_very_many_units_are_drawn_between_departments() {
        for (units, word) in [(UNITS_DRAWN - 2, "unit"), (UNITS_DRAWN + 2, "department")] {
            let levels = vec![1, 2, units as u32, 3 * units as u32];
            let scenario = Scenario { days: 5, replications: 1, structure: Structure::Levels(levels), ..Scenario::default() };
            let results = Experiment { snapshot_days: vec![0, 5], ..Experiment::of(&scenario) }.run();
            let figures = figures(&scenario, &results, &[]).unwrap();
            let ties = &figures.iter().find(|figure| figure.name == "ties").unwrap().rendered.svg;
            assert!(ties.contains(&format!("area: people in the {word}")), "{units} units");
            assert!(ties.contains(&format!("% of tie strength crosses {word}s")));
        }
    }

    #[test]
    fn every_figure_of_a_comparison_is_drawn_and_names_the_arms() {
        let scenario = Scenario { days: 60, replications: 3, structure: Structure::Levels(vec![1, 2, 6]), ..Scenario::default() };
        let results = Experiment { snapshot_days: vec![0, 60], ..Experiment::of(&scenario) }.run();
        let figures = figures(&scenario, &results, &contrasts::contrasts(&scenario, &results)).unwrap();
        let names: Vec<&str> = figures.iter().map(|figure| figure.name.as_str()).collect();
        let trees = ["succession-0-traditional", "succession-1-heroic", "succession-2-distributed"];
        assert_eq!(names[..5], ["effects", "arms", "over-time", "decision-days", "ties"]);
        assert_eq!(names[5..], trees, "a tree for each arm that is shown");
        assert!(figures[0].rendered.svg.contains("Heroic") || figures[0].rendered.svg.contains("svg"));
    }

    #[test]
    fn a_name_becomes_a_file_name() {
        assert_eq!(slug("Guided / distribution!"), "guided-distribution");
        assert_eq!(slug("…"), "arm");
        assert_eq!(slug("../../etc"), "etc");
        assert_eq!(slug(&"long ".repeat(50)).len(), 40);
    }
}
