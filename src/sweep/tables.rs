//! The tables of a sweep: what their columns are, and the rows of one cell.

use super::plan::Plan;
use super::reader::Row;
use crate::design::{Factor, Method, Point};
use crate::error::Error;
use crate::experiment::LEVEL;
use crate::experiment::statistics::{Bootstrap, Interval, Summary, hedges_g_av, paired_contrast, paired_superiority};
use crate::experiment::tables::contrasts::{chance, differences, sizes};
use crate::experiment::tables::{ends, finite, result_columns, statistics_columns, statistics_of};
use crate::outcomes::{OUTCOMES, Outcome};
use crate::scenario::load::RunSetting;
use crate::scenario::parameters::Row as Parameter;
use crate::table::{Cell, Column, Table};

/// The columns of all tables of a sweep.
pub(super) struct Tables<'a> {
    plan: &'a Plan,
    names: Vec<String>,
}

impl<'a> Tables<'a> {
    pub(super) fn new(plan: &'a Plan) -> Self {
        let mut names: Vec<String> = Vec::new();
        let taken = ["cell", "arm", "replication", "replications", "seed", "status", "failure", "varied", "runs", "failed"];
        for factor in &plan.design.factors {
            let end = if factor.between.is_some() { ".at" } else { "" };
            let snake = snake_case(&format!("{}{end}", factor.path));
            let mut name = snake.clone();
            let mut number = 1;
            while taken.contains(&name.as_str()) || names.contains(&name) || OUTCOMES.iter().any(|outcome| outcome.name == name) {
                number += 1;
                name = if number == 2 { format!("set_{snake}") } else { format!("set_{snake}_{number}") };
            }
            names.push(name);
        }
        Self { plan, names }
    }

    fn cell_column() -> Column {
        Column::whole("cell", "Number of the cell: a point of the design, from 0.").minimum(0.0).required()
    }

    fn factor_columns(&self) -> impl Iterator<Item = Column> + '_ {
        let column = |(factor, name): (&Factor, &String)| {
            let meaning = format!("Value of {}.", factor.label());
            let unit = Parameter::find(&factor.path).map(|row| row.unit).or(RunSetting::find(&factor.path).map(|row| row.unit));
            if factor.is_numeric() { Column::real(name, meaning).unit(unit.unwrap_or_default()) } else { Column::text(name, meaning) }
        };
        self.plan.design.factors.iter().zip(&self.names).map(column)
    }

    /// The values of a point; where a factor is left alone, the scenario's own.
    pub(super) fn factor_cells(&self, point: &Point) -> Vec<Cell<'static>> {
        let cell = |(factor, value): (&Factor, &Option<crate::design::Value>)| match value {
            Some(value) if factor.is_numeric() => Cell::from(value.number()),
            Some(value) => Cell::from(value.to_string()),
            None => Cell::from(factor.own(&self.plan.scenario).filter(|_| factor.is_numeric())),
        };
        self.plan.design.factors.iter().zip(&point.values).map(cell).collect()
    }

    /// `cells`, without rows.
    pub(super) fn cells(&self) -> Result<Table, Error> {
        let local = "Path of the one factor that differs from the scenario. One at a time sees no interaction: it is local.";
        Table::new("cells", "One row is one cell: a point of the design")
            .described("What was varied. All other settings are those of the scenario in plan.json.")
            .column(Self::cell_column())?
            .columns_from(self.factor_columns())?
            .columns_from(self.is_local().then(|| Column::text("varied", local)))?
            .columns_from([
                Column::whole("runs", "Runs of all arms that are over.").minimum(0.0).required(),
                Column::whole("failed", "Runs of these that failed; runs has their reason.").minimum(0.0).required(),
            ])?
            .primary_key(["cell"])
    }

    fn is_local(&self) -> bool {
        self.plan.design.method == Method::OneAtATime
    }

    /// The row of a cell.
    pub(super) fn cells_row(&self, point: &Point, runs: u64, failed: u64) -> Vec<Cell<'static>> {
        let mut row = vec![Cell::from(point.number as i64)];
        row.extend(self.factor_cells(point));
        if self.is_local() {
            let varied = self.plan.design.factors.iter().zip(&point.values).find(|(_, value)| value.is_some());
            row.push(Cell::from(varied.map(|(factor, _)| factor.path.clone())));
        }
        row.extend([Cell::from(runs as i64), Cell::from(failed as i64)]);
        row
    }

    /// `runs`, without rows.
    pub(super) fn runs(&self) -> Result<Table, Error> {
        Table::new("runs", "One row is one replication of one arm in one cell")
            .described(
                "Outcomes of the whole run after the warm-up. Rows with the same replication and seed had the same people and luck, in every \
                 cell and arm.",
            )
            .column(Self::cell_column())?
            .columns_from(self.factor_columns())?
            .columns_from([
                Column::whole("replication", "Number of the replication, from 0: the same luck in every cell and arm.")
                    .minimum(0.0)
                    .required(),
                Column::text("arm", "Name of the arm.").required(),
            ])?
            .columns_from(result_columns())?
            .primary_key(["cell", "replication", "arm"])?
            .foreign_key(["cell"], "cells", ["cell"])
    }

    /// The row of a run.
    pub(super) fn runs_row<'b>(&self, key: RunKey<'b>, row: &Row) -> Vec<Cell<'b>> {
        let mut cells = vec![Cell::from(key.cell as i64)];
        cells.extend(key.factors.iter().cloned());
        cells.extend([Cell::from(key.replication), Cell::from(key.arm), Cell::from(key.seed)]);
        cells.push(Cell::from(if row.failed { "failed" } else { "finished" }));
        cells.push(Cell::from(key.failure));
        cells.extend(row.values.iter().map(|value| Cell::from(finite(*value))));
        cells
    }

    fn outcome_columns() -> [Column; 3] {
        [
            Column::text("arm", "Name of the arm.").required(),
            Column::text("outcome", "Name of the outcome: a column of runs, where its definition stands.").required(),
            Column::text("unit", "Unit of the outcome.").required(),
        ]
    }

    /// `summary`, without rows.
    pub(super) fn summary(&self) -> Result<Table, Error> {
        Table::new("summary", "One row is one outcome of one arm in one cell, over its replications")
            .described("Intervals are 95 % t intervals of the mean. Quantiles are of type 7.")
            .column(Self::cell_column())?
            .columns_from(self.factor_columns())?
            .columns_from(Self::outcome_columns())?
            .columns_from([
                Column::whole("n", "Replications with a value.").minimum(0.0).required(),
                Column::whole("missing", "Replications without a value: failed, not run, or nothing to measure.").minimum(0.0).required(),
            ])?
            .columns_from(statistics_columns())?
            .primary_key(["cell", "arm", "outcome"])?
            .foreign_key(["cell"], "cells", ["cell"])
    }

    /// The row of an outcome of an arm.
    pub(super) fn summary_row<'b>(&self, key: &RunKey<'b>, outcome: &'b Outcome, values: &[f64]) -> Vec<Cell<'b>> {
        let summary = Summary::of(values, LEVEL);
        let n = summary.as_ref().map_or(0, |summary| summary.n);
        let mut cells = vec![Cell::from(key.cell as i64)];
        cells.extend(key.factors.iter().cloned());
        cells.extend([Cell::from(key.arm), outcome.name.into(), outcome.unit.into(), n.into(), (values.len() - n).into()]);
        cells.extend(statistics_of(summary.as_ref()).map(Cell::from));
        cells
    }

    /// `contrasts`, without rows.
    pub(super) fn contrasts(&self) -> Result<Table, Error> {
        Table::new("contrasts", "One row is one arm against the baseline on one outcome in one cell")
            .described(
                "Differences are arm minus baseline, paired by replication: same people, same luck. A sweep makes many comparisons: read p \
                 values with that in mind, and lead with differences and intervals.",
            )
            .column(Self::cell_column())?
            .columns_from(self.factor_columns())?
            .columns_from(Self::outcome_columns())?
            .column(Column::text("baseline", "Name of the arm that it is compared with.").required())?
            .columns_from(differences())?
            .columns_from(sizes())?
            .column(chance("p", "Two-sided p value of the paired t test, of this comparison alone."))?
            .primary_key(["cell", "arm", "outcome"])?
            .foreign_key(["cell"], "cells", ["cell"])
    }

    /// The row of an outcome of an arm against the baseline.
    pub(super) fn contrasts_row<'b>(&self, key: &RunKey<'b>, outcome: &'b Outcome, pair: [&[f64]; 2]) -> Vec<Cell<'b>> {
        // Bootstrap intervals would take most of the time of a merge.
        let none = Bootstrap { resamples: 0, seed: 0 };
        let [reference, treatment] = pair;
        let pairs = reference.iter().zip(treatment).filter(|(r, t)| !r.is_nan() && !t.is_nan()).count();
        let paired = paired_contrast(reference, treatment, LEVEL, none);
        let hedges = hedges_g_av(reference, treatment, LEVEL);
        let superiority = paired_superiority(reference, treatment, LEVEL);
        let interval = |interval: Option<Interval>| ends(interval);
        let mut cells = vec![Cell::from(key.cell as i64)];
        cells.extend(key.factors.iter().cloned());
        cells.extend([Cell::from(key.arm), outcome.name.into(), outcome.unit.into(), key.baseline.into(), pairs.into()]);
        let numbers = [
            [paired.as_ref().map(|p| p.reference_mean), paired.as_ref().map(|p| p.treatment_mean)],
            [paired.as_ref().map(|p| p.mean_difference), None],
            interval(paired.as_ref().map(|p| p.interval)),
            [hedges.map(|effect| effect.estimate), None],
            interval(hedges.and_then(|effect| effect.interval)),
            [superiority.map(|found| found.probability), None],
            interval(superiority.and_then(|found| found.interval)),
            [paired.as_ref().and_then(|p| p.p_value), None],
        ];
        // Single numbers stand alone in their pair.
        let single = [1, 3, 5, 7];
        for (place, pair) in numbers.iter().enumerate() {
            let count = if single.contains(&place) { 1 } else { 2 };
            cells.extend(pair.iter().take(count).map(|number| Cell::from(number.and_then(finite))));
        }
        cells
    }
}

/// What names a run, and the values of its cell.
#[derive(Clone, Copy)]
pub(super) struct RunKey<'b> {
    pub cell: u64,
    pub factors: &'b [Cell<'b>],
    pub replication: u32,
    pub arm: &'b str,
    pub baseline: &'b str,
    pub seed: &'b str,
    pub failure: &'b str,
}

/// `text` in lower case, with underscores for what a column's name cannot have.
fn snake_case(text: &str) -> String {
    let parts = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    let name = parts.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("_");
    if name.starts_with(|c: char| c.is_ascii_lowercase()) { name } else { format!("set_{name}") }
}
