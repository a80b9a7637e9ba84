//! One replication of one arm: [`Simulation::new`], [`Simulation::step`] a day, [`Simulation::run`] to the end.

use crate::beta::Beta;
use crate::events::{Delays, Event, Log, Tally};
use crate::mechanisms::{self, Now, Switches, Tables, attention::Scratch};
use crate::organisation::Organisation;
use crate::outcomes::{
    Measure, OUTCOMES, Span, State,
    people::Staff,
    silo::{Alignment, Network, Profiles},
    succession::Bench,
};
use crate::pattern::Pattern;
use crate::programmes::{self, Programme};
use crate::scenario::parameters::Parameters;
use crate::scenario::{Arm, DAYS_PER_YEAR, Scenario, Structure};
use crate::spread;
use crate::streams::Streams;
use crate::system::within;
use std::sync::Arc;

/// A row of a series: the outcomes of the days since the record before.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Day on whose evening it was made.
    pub day: u32,
    /// Whether it lies in the warm-up.
    pub warm_up: bool,
    /// Values in the order of [`OUTCOMES`]; NaN is missing.
    pub values: Vec<f64>,
}

/// What one replication of one arm yields.
#[derive(Clone, Debug, PartialEq)]
pub struct RunResult {
    /// Values of the whole run after warm-up, in the order of [`OUTCOMES`]; NaN is missing.
    pub outcomes: Vec<f64>,
    /// The series.
    pub series: Vec<Record>,
    /// The event log.
    pub events: Vec<Event>,
    /// Delays of all issues after warm-up, for the curve of decision days.
    pub delays: Delays,
    /// For a system, the outcomes of each of its organisations, in the order of [`OUTCOMES`]; empty for one organisation.
    pub members: Vec<Vec<f64>>,
}

/// What holds in a run, apart from the state: kept together so that a mechanism can read it while the state changes.
#[derive(Clone, Debug)]
struct Conditions {
    rounds: u32,
    streams: Streams,
    switches: Switches,
    /// Parameters and dials in force, and the tables that follow from them.
    parameters: Parameters,
    pattern: Pattern,
    /// Dials in force in each unit, while units differ.
    patterns: Vec<Pattern>,
    tables: Arc<Tables>,
    backwards: bool,
}

impl Conditions {
    fn now(&self, day: u32) -> Now<'_> {
        Now {
            day,
            round: 0,
            rounds: self.rounds,
            p: &self.parameters,
            pattern: &self.pattern,
            patterns: &self.patterns,
            streams: &self.streams,
            on: self.switches,
            tables: &self.tables,
            backwards: self.backwards,
        }
    }
}

/// One replication of one arm.
#[derive(Clone, Debug)]
pub struct Simulation {
    /// The state.
    pub organisation: Organisation,
    /// What happened.
    pub log: Log,
    conditions: Conditions,
    arm: Arm,
    base: Parameters,
    programmes: Vec<Programme>,
    scratch: Scratch,
    day: u32,
    days: u32,
    warm_up: u32,
    record_every: u32,
    last_record: u32,
    total: Tally,
    sums: Vec<(f64, u64)>,
    series: Vec<Record>,
}

impl Simulation {
    /// Builds the organisation of a replication. The same scenario, replication and pattern give the same bytes.
    pub fn new(scenario: &Scenario, arm: &Arm, replication: u32) -> Self {
        let tables = Arc::new(tables(&scenario.parameters_of(arm)));
        Self::member(scenario, arm, 0, Streams::new(scenario.seed, replication, 0), &scenario.structure, tables)
    }

    /// Builds one organisation of a system: the people and the luck of `streams`, with a structure of its own.
    pub(crate) fn member(
        scenario: &Scenario,
        arm: &Arm,
        number: u32,
        streams: Streams,
        structure: &Structure,
        tables: Arc<Tables>,
    ) -> Self {
        let base = scenario.parameters_of(arm);
        let longest = mechanisms::arrival::LONGEST_DELAY_DAYS as usize + 1;
        let mut organisation = Organisation::build(structure, &base, &streams, longest * scenario.rounds as usize);
        organisation.take_survey(&scenario.survey);
        let off = scenario.without.iter().chain(&arm.without).copied();
        let conditions = Conditions {
            rounds: scenario.rounds,
            streams,
            switches: Switches::without(off),
            pattern: arm.pattern,
            patterns: Vec::new(),
            tables,
            parameters: base.clone(),
            backwards: false,
        };
        Self {
            organisation,
            log: Log { window: Tally::new(scenario.rounds), organisation: number, ..Log::default() },
            conditions,
            arm: arm.clone(),
            base,
            programmes: programmes::plan(scenario, arm, number),
            scratch: Scratch::default(),
            day: 0,
            days: scenario.days,
            warm_up: scenario.warm_up_days,
            record_every: scenario.record_every_days.max(1),
            last_record: 0,
            total: Tally::new(scenario.rounds),
            sums: vec![(0.0, 0); OUTCOMES.len()],
            series: Vec::new(),
        }
    }

    /// Walks seats backwards inside a round. Results do not change; a test shows it.
    pub fn walk_backwards(&mut self) {
        self.conditions.backwards = true;
    }

    /// Writes every decision into the event log.
    pub fn log_every_decision(&mut self) {
        self.log.every_decision = true;
    }

    /// Days simulated so far.
    pub fn day(&self) -> u32 {
        self.day
    }

    /// What holds today.
    pub fn now(&self) -> Now<'_> {
        self.conditions.now(self.day)
    }

    /// Dials in force.
    pub fn pattern(&self) -> &Pattern {
        &self.conditions.pattern
    }

    /// Rows of the series so far.
    pub fn series(&self) -> &[Record] {
        &self.series
    }

    /// Takes the rows of the series that have been made since they were last taken.
    pub(crate) fn take_series(&mut self) -> Vec<Record> {
        std::mem::take(&mut self.series)
    }

    /// The random numbers of the organisation.
    pub(crate) fn streams(&self) -> &Streams {
        &self.conditions.streams
    }

    /// Does something to the organisation between two days, as its mechanisms would.
    pub(crate) fn visit<T>(&mut self, act: impl FnOnce(&mut Organisation, &Now<'_>, &mut Log) -> T) -> T {
        act(&mut self.organisation, &self.conditions.now(self.day), &mut self.log)
    }

    /// Simulates one day.
    pub fn step(&mut self) {
        if spread::is_large(self.organisation.positions.count()) {
            spread::inside(|| self.one_day());
        } else {
            self.one_day();
        }
    }

    fn one_day(&mut self) {
        self.branch();
        self.turn_dials();
        let now = self.conditions.now(self.day);
        self.organisation.added.clear();
        self.organisation.mishaps.reviewed = false;
        for programme in &mut self.programmes {
            programme.strike(&mut self.organisation, &now, &mut self.log);
        }
        self.organisation.mishaps.yesterday.clear();
        within::week(&mut self.organisation, &now);
        self.turn_dials_of_units();
        let mut now = self.conditions.now(self.day);
        mechanisms::day(&mut self.organisation, &mut now, &mut self.log, &mut self.scratch);
        self.day += 1;
        if self.day - self.last_record >= self.record_every || self.day == self.days {
            self.record();
        }
    }

    /// Simulates to the last day and returns what came out; what may end a run before that is looked at by [`crate::System`].
    pub fn run(mut self) -> RunResult {
        while self.day < self.days {
            self.step();
        }
        self.finish()
    }

    /// On the first day of a branch: the parameters and mechanisms that it brings.
    fn branch(&mut self) {
        for branch in self.arm.branches.iter().filter(|branch| branch.day == self.day) {
            branch.set(self.day, &mut self.base);
            self.conditions.parameters.clone_from(&self.base);
            self.conditions.tables = Arc::new(tables(&self.base));
            if let Some(off) = &branch.without {
                self.conditions.switches = Switches::without(off.iter().copied());
            }
        }
    }

    /// Pattern and parameters of the day: the arm's, then what programmes under way turn.
    fn turn_dials(&mut self) {
        let turning = self.programmes.iter().any(|programme| programme.turns_on(self.day));
        if self.arm.changes.is_empty() && self.arm.branches.is_empty() && !turning {
            return;
        }
        let conditions = &mut self.conditions;
        conditions.pattern = self.arm.pattern_on(self.day);
        conditions.parameters.clone_from(&self.base);
        for programme in &self.programmes {
            programme.turn(self.day, &mut conditions.parameters, &mut conditions.pattern);
        }
    }

    /// Patterns of the units, while they differ: the arm's, what is rolled out by practice, then what programmes turn.
    fn turn_dials_of_units(&mut self) {
        let patterns = &mut self.conditions.patterns;
        patterns.clear();
        if !self.programmes.iter().any(Programme::is_rolled_out) {
            return;
        }
        let mut parameters = self.base.clone();
        for unit in 0..self.organisation.units.count() {
            let mut pattern = self.arm.pattern_on(self.day);
            self.programmes.iter().for_each(|programme| programme.mix(unit, &mut pattern));
            parameters.clone_from(&self.base);
            self.programmes.iter().for_each(|programme| programme.turn(self.day, &mut parameters, &mut pattern));
            patterns.push(pattern);
        }
    }

    fn record(&mut self) {
        let now = self.conditions.now(self.day);
        let organisation = &self.organisation;
        let span = Span::new(&self.log.window, &now);
        let staff = Staff::of(organisation);
        let state = State {
            organisation,
            now: &now,
            staff: &staff,
            network: &Network::of(organisation),
            bench: &Bench::of(organisation, &now),
            profiles: &Profiles::of(organisation),
            alignment: &Alignment::of(organisation),
        };
        let warm_up = self.day <= self.warm_up;
        let ends_year = self.day / DAYS_PER_YEAR > self.last_record / DAYS_PER_YEAR;
        let mut values = Vec::with_capacity(OUTCOMES.len());
        for (outcome, sum) in OUTCOMES.iter().zip(&mut self.sums) {
            let value = match outcome.measure {
                Measure::Flow(measure) => measure(&span),
                Measure::State(measure) => measure(&state),
                Measure::Yearly(measure) if ends_year => measure(organisation),
                Measure::Yearly(_) | Measure::System(_) => f64::NAN,
            };
            if !warm_up && value.is_finite() {
                sum.0 += value;
                sum.1 += 1;
            }
            values.push(if value.is_finite() { value } else { f64::NAN });
        }
        if !warm_up {
            self.total.add(&self.log.window);
        }
        self.log.window.clear();
        self.organisation.people.influence.fill(0.0);
        self.series.push(Record { day: self.day, warm_up, values });
        self.last_record = self.day;
    }

    /// Ends the run on this evening, which becomes a record unless it is one.
    pub(crate) fn end(&mut self) {
        self.days = self.day;
        if self.last_record < self.day {
            self.record();
        }
    }

    /// Counts a run that waits for something, and whether it has come.
    pub(crate) fn count_stop(&mut self, stopped: bool) {
        self.total.watched = 1;
        self.total.stopped = u64::from(stopped);
        self.total.ran_days = u64::from(self.day);
    }

    /// What came out, on the last day.
    pub(crate) fn finish(mut self) -> RunResult {
        let high = self.conditions.parameters.hazard.high_stakes;
        let tick = self.day * self.conditions.rounds;
        for issue in self.organisation.issues.iter().filter(|issue| !issue.settled) {
            for class in mechanisms::decision::classes(issue, issue.stakes >= high) {
                self.total.delays[class as usize].censor(tick - issue.born);
            }
        }
        for since in self.programmes.iter().filter_map(Programme::unadopted_since) {
            self.total.rollouts += 1;
            self.total.adoption_days += u64::from(self.day - since);
        }
        let now = self.conditions.now(self.day);
        let span = Span::new(&self.total, &now);
        let outcomes = OUTCOMES.iter().zip(&self.sums).map(|(outcome, sum)| match outcome.measure {
            Measure::Flow(measure) => {
                let value = measure(&span);
                if value.is_finite() { value } else { f64::NAN }
            }
            // No year has ended since the warm-up.
            Measure::Yearly(measure) if sum.1 == 0 => measure(&self.organisation),
            Measure::State(_) | Measure::Yearly(_) => crate::outcomes::mean(sum.0, sum.1),
            Measure::System(_) => f64::NAN,
        });
        let outcomes = outcomes.collect();
        let [delays, ..] = self.total.delays;
        RunResult { outcomes, series: self.series, events: self.log.events, delays, members: Vec::new() }
    }
}

/// The distributions that are looked up, for one set of parameters.
pub(crate) fn tables(parameters: &Parameters) -> Tables {
    let a = &parameters.arrival;
    Tables { difficulty: Beta::new(a.difficulty_alpha, a.difficulty_beta), stakes: Beta::new(a.stakes_alpha, a.stakes_beta) }
}
