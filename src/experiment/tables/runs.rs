//! `runs`: one row an arm and replication, with every outcome as a column.

use super::{arm_names, finite, run_columns};
use crate::error::Error;
use crate::experiment::Results;
use crate::outcomes::{OUTCOMES, position};
use crate::scenario::Scenario;
use crate::table::{Cell, Column, Table};

/// Outcomes of each run that is over; a failed one has its reason instead.
///
/// # Errors
/// None that results can cause.
pub fn runs(scenario: &Scenario, results: &Results) -> Result<Table, Error> {
    let [arm, replication] = run_columns();
    let mut table = Table::new("runs", "One row is one replication of one arm")
        .described("Outcomes of the whole run after the warm-up. Rows with the same replication and seed had the same people and luck.")
        .columns_from([arm, replication])?
        .columns_from(result_columns())?
        .columns_from(scenario.stop.as_ref().map(|stop| Column::text("ended", format!("What ended the run: {stop}, or its last day."))))?
        .primary_key(["arm", "replication"])?;
    let (names, seed) = (arm_names(scenario), scenario.seed.to_string());
    let stopped = position("stopped_day").expect("an outcome");
    for run in &results.runs {
        let mut row: Vec<Cell<'_>> = vec![names[run.arm].into(), run.replication.into(), (&seed).into()];
        match &run.result {
            Ok(result) => {
                row.extend([Cell::from("finished"), Cell::Missing]);
                row.extend(result.outcomes.iter().map(|value| Cell::from(finite(*value))));
            }
            Err(reason) => {
                row.extend([Cell::from("failed"), Cell::from(reason)]);
                row.extend(OUTCOMES.iter().map(|_| Cell::Missing));
            }
        }
        row.extend(scenario.stop.as_ref().map(|stop| match &run.result {
            Ok(result) if result.outcomes[stopped].is_finite() => Cell::from(stop.to_string()),
            Ok(_) => Cell::from("last day"),
            Err(_) => Cell::Missing,
        }));
        table.push_row(row)?;
    }
    Ok(table)
}

/// The columns of what became of a run.
pub(crate) fn result_columns() -> impl Iterator<Item = Column> {
    let columns = [
        // A text: R and spreadsheets would round a large whole number.
        Column::text("seed", "Seed of all random numbers, in digits; together with the replication it repeats the run.").required(),
        Column::text("status", "Whether the run finished.").allowed(["finished", "failed"]).required(),
        Column::text("failure", "Why a failed run failed."),
    ];
    columns.into_iter().chain(OUTCOMES.iter().map(|outcome| Column::real(outcome.name, outcome.definition).unit(outcome.unit)))
}
