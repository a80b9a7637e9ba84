//! `summary`: each outcome of each arm over its replications.

use super::{arm_names, ends, finite};
use crate::error::Error;
use crate::experiment::statistics::{Summary, bimodality};
use crate::experiment::{LEVEL, Results};
use crate::outcomes::OUTCOMES;
use crate::row;
use crate::scenario::Scenario;
use crate::table::{Column, Table};

/// Distribution of each outcome over the replications of each arm.
///
/// # Errors
/// None that results can cause.
pub fn summary(scenario: &Scenario, results: &Results) -> Result<Table, Error> {
    let mut table = Table::new("summary", "One row is one outcome of one arm over its replications")
        .described("Intervals are 95 % t intervals of the mean. Quantiles are of type 7.")
        .columns_from(columns())?
        .primary_key(["arm", "outcome"])?;
    for (arm, name) in arm_names(scenario).into_iter().enumerate() {
        for (place, outcome) in OUTCOMES.iter().enumerate() {
            let values = results.values(arm, place);
            let Some(s) = Summary::of(&values, LEVEL) else {
                let none = None::<f64>;
                let missing = values.len();
                table.push_row(row![
                    name,
                    outcome.name,
                    outcome.unit,
                    0,
                    missing,
                    none,
                    none,
                    none,
                    none,
                    none,
                    none,
                    none,
                    none,
                    none,
                    none,
                    none,
                    None::<bool>
                ])?;
                continue;
            };
            let [low, high] = ends(s.interval);
            let flagged = bimodality(&values).map(|found| found.flagged);
            table.push_row(row![
                name,
                outcome.name,
                outcome.unit,
                s.n,
                s.missing,
                finite(s.mean),
                s.sd.and_then(finite),
                low,
                high,
                s.minimum,
                s.quantile_05,
                s.quantile_25,
                s.median,
                s.quantile_75,
                s.quantile_95,
                s.maximum,
                flagged
            ])?;
        }
    }
    Ok(table)
}

fn columns() -> Vec<Column> {
    let of_values = |name: &str, meaning: &str| Column::real(name, meaning).unit("that of the outcome");
    vec![
        Column::text("arm", "Name of the arm.").required(),
        Column::text("outcome", "Name of the outcome: a column of runs, where its definition stands.").required(),
        Column::text("unit", "Unit of the outcome.").required(),
        Column::whole("n", "Replications with a value.").minimum(0.0).required(),
        Column::whole("missing", "Replications without a value: failed, not run, or nothing to measure.").minimum(0.0).required(),
        of_values("mean", "Mean."),
        of_values("sd", "Standard deviation between replications, divisor n - 1.").minimum(0.0),
        of_values("low", "Lower end of the 95 % interval of the mean."),
        of_values("high", "Upper end of the 95 % interval of the mean."),
        of_values("minimum", "Smallest value."),
        of_values("quantile_05", "5 % quantile."),
        of_values("quantile_25", "25 % quantile."),
        of_values("median", "50 % quantile."),
        of_values("quantile_75", "75 % quantile."),
        of_values("quantile_95", "95 % quantile."),
        of_values("maximum", "Largest value."),
        Column::truth("bimodal", "Whether the values fall into two groups (Hartigan's dip test at 5 %): then the mean describes neither."),
    ]
}
