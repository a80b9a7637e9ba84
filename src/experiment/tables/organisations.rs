//! `organisations`: one row an organisation of each run of a system, with its main outcomes.

use super::{arm_names, finite, organisation_column, run_columns};
use crate::error::Error;
use crate::experiment::Results;
use crate::outcomes::{OUTCOMES, Outcome};
use crate::row;
use crate::scenario::Scenario;
use crate::table::{Cell, Column, Table};

/// Main outcomes of each organisation over the whole run after warm-up. An arm of one organisation has no rows.
///
/// # Errors
/// None that results can cause.
pub fn organisations(scenario: &Scenario, results: &Results) -> Result<Table, Error> {
    let shown = |outcome: &Outcome| outcome.headline && !outcome.is_of_a_system();
    let mut table = Table::new("organisations", "One row is one organisation of one run")
        .described("Main outcomes of the whole run after the warm-up, organisation by organisation; runs has their means.")
        .columns_from(run_columns())?
        .columns_from(organisation_column(scenario))?
        .columns_from(OUTCOMES.iter().filter(|o| shown(o)).map(|o| Column::real(o.name, o.definition).unit(o.unit)))?
        .primary_key(["arm", "replication"].into_iter().chain(scenario.is_system().then_some("organisation")))?
        .foreign_key(["arm", "replication"], "runs", ["arm", "replication"])?;
    let names = arm_names(scenario);
    for run in &results.runs {
        for (number, outcomes) in run.result.iter().flat_map(|result| &result.members).enumerate() {
            let mut row: Vec<Cell<'_>> = row![names[run.arm], run.replication, number].into();
            let values = OUTCOMES.iter().zip(outcomes).filter(|(outcome, _)| shown(outcome));
            row.extend(values.map(|(_, value)| Cell::from(finite(*value))));
            table.push_row(row)?;
        }
    }
    Ok(table)
}
