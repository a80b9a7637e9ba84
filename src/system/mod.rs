//! A system of organisations: each a simulation of its own, side by side, and what lies between them.
//!
//! Organisations run alone from one meeting of the system to the next (`system.meeting_days`), spread over threads; what one
//! does to another happens at the meetings, in the order of the organisations. So phases are few and large, and neither
//! threads nor order change a byte. An organisation's people and luck are named by its number, whatever others there are.

pub mod between;
pub mod copying;
pub mod development;
#[cfg(test)]
mod limits;
pub mod network;
pub mod practice;
pub mod resources;
mod size;
pub mod team;
#[cfg(test)]
mod tests;
pub mod transfer;
pub(crate) mod within;

use crate::events::{Delays, Event};
use crate::outcomes::{Measure, OUTCOMES, mean, system::Whole};
use crate::programmes::plan_between;
use crate::scenario::{Arm, Scenario, Stop};
use crate::simulation::{Record, RunResult, Simulation, tables};
use crate::spread;
use crate::streams::Streams;
use std::sync::Arc;

pub use between::{BETWEEN, Between, BetweenRow, Meeting};
pub use network::Network;
pub use size::structure_of;

/// The seat of the head.
const HEAD: u32 = 0;

/// Number of an organisation that no system has, for the luck that all of its organisations share.
const COMMON: u32 = u32::MAX;

/// One replication of one arm: an organisation alone, or a system of many.
#[derive(Clone, Debug)]
pub struct System {
    members: Vec<Simulation>,
    /// What lies between them; nothing where there is one alone.
    between: Option<Between>,
    day: u32,
    days: u32,
    warm_up: u32,
    stop: Option<Stop>,
    stopped: bool,
    meeting_days: u32,
    series: Vec<Record>,
    events: Vec<Event>,
}

impl System {
    /// Builds every organisation of a replication. The same scenario, replication and arm give the same bytes.
    pub fn new(scenario: &Scenario, arm: &Arm, replication: u32) -> Self {
        let parameters = scenario.parameters_of(arm);
        let tables = Arc::new(tables(&parameters));
        let member = |number: u32| {
            let streams = Streams::new(scenario.seed, replication, number);
            let structure = structure_of(scenario, &parameters, &streams);
            Simulation::member(scenario, arm, number, streams, &structure, tables.clone())
        };
        let mut members: Vec<Simulation> = (0..scenario.organisations_of(arm)).map(member).collect();
        let common = Streams::new(scenario.seed, replication, COMMON);
        Self {
            between: (members.len() > 1)
                .then(|| Between::new(&parameters, arm.branches.clone(), plan_between(scenario, arm), common, &mut members)),
            members,
            day: 0,
            days: scenario.days,
            warm_up: scenario.warm_up_days,
            stop: scenario.stop.clone(),
            stopped: false,
            meeting_days: parameters.system.meeting_days.round() as u32,
            series: Vec::new(),
            events: Vec::new(),
        }
    }

    /// Days simulated so far.
    pub fn day(&self) -> u32 {
        self.day
    }

    /// Whether the last day is over, or what the run waits for has ended it.
    pub fn is_over(&self) -> bool {
        self.day >= self.days
    }

    /// The organisations, by number.
    pub fn members(&self) -> &[Simulation] {
        &self.members
    }

    /// Writes every decision into the event logs.
    pub fn log_every_decision(&mut self) {
        self.members.iter_mut().for_each(Simulation::log_every_decision);
    }

    /// Simulates to the morning of the next meeting, or of day `until` if that comes first. Where `go_on` turns false in
    /// between, the run is of no more use and the answer is false.
    pub fn advance(&mut self, until: u32, go_on: &(dyn Fn() -> bool + Sync)) -> bool {
        let next = (self.day / self.meeting_days + 1).saturating_mul(self.meeting_days).min(until).min(self.days);
        // What may end a run is looked at every evening.
        let next = if self.stop.is_some() { next.min(self.day + 1) } else { next };
        spread::every(&mut self.members, |_, member| {
            while member.day() < next && go_on() {
                member.step();
            }
        });
        self.day = next;
        if !go_on() {
            return false;
        }
        let records = self.series.len();
        self.collect();
        if self.stop.as_ref().is_some_and(|stop| stop.is_met(&self.series[records..], &self.events, self.warm_up)) {
            self.members.iter_mut().for_each(Simulation::end);
            self.collect();
            (self.days, self.stopped) = (next, true);
        }
        if let Some(between) = self.between.as_mut().filter(|_| next < self.days && next.is_multiple_of(self.meeting_days)) {
            between.meet(&mut self.members, next, next <= self.warm_up);
        }
        true
    }

    /// Simulates to the end and returns what came out.
    pub fn run(mut self) -> RunResult {
        while !self.is_over() {
            self.advance(self.days, &|| true);
        }
        self.finish()
    }

    /// Takes what the organisations have noted: means of their records, and their events in the order of days.
    fn collect(&mut self) {
        let records: Vec<Vec<Record>> = self.members.iter_mut().map(Simulation::take_series).collect();
        for place in 0..records[0].len() {
            let Record { day, warm_up, .. } = records[0][place];
            let values: Vec<&[f64]> = records.iter().map(|member| member[place].values.as_slice()).collect();
            let values = self.outcomes(&values, false);
            self.series.push(Record { day, warm_up, values });
        }
        let from = self.events.len();
        for member in &mut self.members {
            self.events.append(&mut member.log.events);
        }
        self.events[from..].sort_by_key(|event| event.day);
    }

    /// Outcomes of the system from those of its organisations: means, and what only a system has.
    fn outcomes(&self, members: &[&[f64]], run: bool) -> Vec<f64> {
        let Some(between) = &self.between else { return members[0].to_vec() };
        let whole = Whole { members, between, run };
        let of = |(place, measure): (usize, &Measure)| match measure {
            Measure::System(measure) => Some(measure(&whole)).filter(|value| value.is_finite()).unwrap_or(f64::NAN),
            Measure::Flow(_) | Measure::State(_) | Measure::Yearly(_) => {
                let present = || members.iter().map(|values| values[place]).filter(|value| value.is_finite());
                mean(present().sum(), present().count() as u64)
            }
        };
        OUTCOMES.iter().map(|outcome| &outcome.measure).enumerate().map(of).collect()
    }

    /// What came out, on the last day.
    pub fn finish(mut self) -> RunResult {
        if self.stop.is_some() {
            self.members.iter_mut().for_each(|member| member.count_stop(self.stopped));
        }
        let results: Vec<RunResult> = std::mem::take(&mut self.members).into_iter().map(Simulation::finish).collect();
        let members: Vec<&[f64]> = results.iter().map(|result| result.outcomes.as_slice()).collect();
        let outcomes = self.outcomes(&members, true);
        let mut delays = Delays::default();
        results.iter().for_each(|result| delays.add(&result.delays));
        let members = if results.len() > 1 { results.into_iter().map(|result| result.outcomes).collect() } else { Vec::new() };
        RunResult { outcomes, series: self.series, events: self.events, delays, members }
    }
}

/// One replication of one arm, to its end.
pub fn run(scenario: &Scenario, arm: &Arm, replication: u32) -> RunResult {
    System::new(scenario, arm, replication).run()
}
