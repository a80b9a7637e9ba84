//! `summary`: each outcome of each arm over its replications.

use super::{arm_names, ends, finite};
use crate::error::Error;
use crate::experiment::statistics::{Summary, bimodality};
use crate::experiment::{LEVEL, Results};
use crate::outcomes::OUTCOMES;
use crate::row;
use crate::scenario::Scenario;
use crate::table::{Cell, Column, Table};

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
            let summary = Summary::of(&values, LEVEL);
            let n = summary.as_ref().map_or(0, |summary| summary.n);
            let mut row = row![name, outcome.name, outcome.unit, n, values.len() - n].to_vec();
            row.extend(statistics_of(summary.as_ref()).map(Cell::from));
            row.push(Cell::from(summary.and_then(|_| bimodality(&values)).map(|found| found.flagged)));
            table.push_row(row)?;
        }
    }
    Ok(table)
}

/// The numbers of [`statistics_columns`]; all missing where there is no value.
pub(crate) fn statistics_of(summary: Option<&Summary>) -> [Option<f64>; 11] {
    let Some(s) = summary else { return [None; 11] };
    let [low, high] = ends(s.interval);
    let quantiles = [s.minimum, s.quantile_05, s.quantile_25, s.median, s.quantile_75, s.quantile_95, s.maximum].map(Some);
    let [minimum, q05, q25, median, q75, q95, maximum] = quantiles;
    [finite(s.mean), s.sd.and_then(finite), low, high, minimum, q05, q25, median, q75, q95, maximum]
}

fn columns() -> Vec<Column> {
    let mut columns = vec![
        Column::text("arm", "Name of the arm.").required(),
        Column::text("outcome", "Name of the outcome: a column of runs, where its definition stands.").required(),
        Column::text("unit", "Unit of the outcome.").required(),
        Column::whole("n", "Replications with a value.").minimum(0.0).required(),
        Column::whole("missing", "Replications without a value: failed, not run, or nothing to measure.").minimum(0.0).required(),
    ];
    columns.extend(statistics_columns());
    columns.push(Column::truth(
        "bimodal",
        "Whether the values fall into two groups (Hartigan's dip test at 5 %): then the mean describes neither.",
    ));
    columns
}

/// Moments, interval and quantiles of an outcome over replications.
pub(crate) fn statistics_columns() -> [Column; 11] {
    let of_values = |name: &str, meaning: &str| Column::real(name, meaning).unit("that of the outcome");
    [
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
    ]
}
