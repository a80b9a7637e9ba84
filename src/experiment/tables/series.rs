//! `series`: outcomes over time, in long form.

use super::{Sink, arm_names, finite, run_columns};
use crate::error::Error;
use crate::experiment::Results;
use crate::outcomes::OUTCOMES;
use crate::row;
use crate::scenario::Scenario;
use crate::table::{Column, Table};

/// The columns of `series`, without rows.
///
/// # Errors
/// None; the type is that of all tables.
pub fn series_schema() -> Result<Table, Error> {
    let [arm, replication] = run_columns();
    Table::new("series", "One row is one outcome of one run at one record")
        .described("Flows are measured over the days since the record before, states on the day itself. Outcomes without a value at a record have no row.")
        .columns_from([
            arm,
            replication,
            Column::whole("day", "Days simulated when the record was made.").unit("days").minimum(0.0).required(),
            Column::truth("warm_up", "Whether the record lies in the warm-up, which the outcomes of runs leave out.").required(),
            Column::text("outcome", "Name of the outcome: a column of runs, where its unit and definition stand.").required(),
            Column::real("value", "Value, in the unit of the outcome.").required(),
        ])?
        .primary_key(["arm", "replication", "day", "outcome"])?
        .foreign_key(["arm", "replication"], "runs", ["arm", "replication"])
}

/// The rows of `series`: of the main outcomes, or of every one.
///
/// # Errors
/// Those of the sink.
pub fn series(scenario: &Scenario, results: &Results, every_outcome: bool, sink: &mut Sink<'_>) -> Result<(), Error> {
    let names = arm_names(scenario);
    for run in &results.runs {
        for record in run.result.iter().flat_map(|result| &result.series) {
            let wanted = OUTCOMES.iter().zip(&record.values).filter(|(outcome, _)| every_outcome || outcome.headline);
            for (outcome, value) in wanted {
                if let Some(value) = finite(*value) {
                    sink(row![names[run.arm], run.replication, record.day, record.warm_up, outcome.name, value].into())?;
                }
            }
        }
    }
    Ok(())
}
