//! Tables of an experiment: what every file, plot and page is made of.
//!
//! Long tables (`series`, `events`) hand over their rows one by one to a [`Sink`], so that a file can take them as they come.
//! Rows stand in the order of the scenario's arms, then by replication, then by day.

pub(crate) mod contrasts;
mod decision_days;
mod events;
mod organisations;
mod people;
mod runs;
mod series;
mod summary;

pub use contrasts::contrasts;
pub use decision_days::{OpenShare, decision_days, open_shares};
pub use events::{events, events_schema};
pub use organisations::organisations;
pub use people::{NetworkTables, network_of, people, ties};
pub(crate) use runs::result_columns;
pub use runs::runs;
pub use series::{series, series_schema};
pub use summary::summary;
pub(crate) use summary::{statistics_columns, statistics_of};

use super::statistics::Interval;
use crate::error::Error;
use crate::scenario::Scenario;
use crate::table::{Cell, Column};

/// Takes rows one by one.
pub type Sink<'a> = dyn FnMut(Vec<Cell<'_>>) -> Result<(), Error> + 'a;

/// Names of the arms, the baseline first.
fn arm_names(scenario: &Scenario) -> Vec<&str> {
    scenario.all_arms().map(|arm| arm.name.as_str()).collect()
}

/// The columns that name a run.
fn run_columns() -> [Column; 2] {
    [
        Column::text("arm", "Name of the arm.").required(),
        Column::whole("replication", "Number of the replication, from 0; the same luck in every arm.").minimum(0.0).required(),
    ]
}

/// The column that names an organisation; none where no arm is a system.
fn organisation_column(scenario: &Scenario) -> Option<Column> {
    let meaning = "Number of the organisation in its system, from 0; the same people and luck in every arm.";
    scenario.is_system().then(|| Column::whole("organisation", meaning).minimum(0.0).required())
}

/// The cell of an organisation, where there is a column for it.
fn organisation_cell(scenario: &Scenario, organisation: u32) -> Option<Cell<'static>> {
    scenario.is_system().then(|| Cell::from(organisation))
}

/// The two ends of an interval, or two missing values.
pub(crate) fn ends(interval: Option<Interval>) -> [Option<f64>; 2] {
    [interval.map(|i| i.low).filter(|low| low.is_finite()), interval.map(|i| i.high).filter(|high| high.is_finite())]
}

/// A number of 32 bits as the number of 64 bits with the same shortest text: 0.3 instead of 0.30000001192092896.
fn short(value: f32) -> f64 {
    value.to_string().parse().unwrap_or(f64::from(value))
}

/// The number if it is finite: a table takes nothing else.
pub(crate) fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}
