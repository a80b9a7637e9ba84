//! `contrasts`: each arm against the baseline.

use super::{arm_names, ends, finite};
use crate::error::Error;
use crate::experiment::Contrast;
use crate::outcomes::{Direction, OUTCOMES};
use crate::scenario::Scenario;
use crate::table::{Cell, Column, Table};

/// Paired contrasts as a table; see [`Contrast`].
///
/// # Errors
/// None that contrasts can cause.
pub fn contrasts(scenario: &Scenario, contrasts: &[Contrast]) -> Result<Table, Error> {
    let mut table = Table::new("contrasts", "One row is one arm against the baseline on one outcome")
        .described(
            "Differences are arm minus baseline, paired by replication: same people, same luck. Lead with the difference, its interval and \
             Glass's delta: in a simulation the number of replications is a choice, so p values fall at will.",
        )
        .columns_from(columns())?
        .primary_key(["arm", "outcome"])?;
    let names = arm_names(scenario);
    for contrast in contrasts {
        table.push_row(row(contrast, &names))?;
    }
    Ok(table)
}

/// The paired difference with its t interval: columns of every table of contrasts.
pub(crate) fn differences() -> Vec<Column> {
    vec![
        Column::whole("pairs", "Replications in which both have a value.").minimum(0.0).required(),
        own("baseline_mean", "Mean of the baseline over the pairs."),
        own("arm_mean", "Mean of the arm over the pairs."),
        own("difference", "Mean of arm minus baseline."),
        own("difference_low", "Lower end of the 95 % t interval of the difference."),
        own("difference_high", "Upper end of the 95 % t interval of the difference."),
    ]
}

/// How large a difference is beside the luck between replications: columns of every table of contrasts.
pub(crate) fn sizes() -> Vec<Column> {
    vec![
        spreads("hedges_g", "Hedges' g_av: difference over the average standard deviation, corrected for few pairs."),
        spreads("hedges_low", "Lower end of its 95 % interval (Bonett 2008)."),
        spreads("hedges_high", "Upper end of its 95 % interval (Bonett 2008)."),
        chance("superiority", "Share of pairs in which the arm has the larger value, ties counted half."),
        chance("superiority_low", "Lower end of its 95 % Wilson interval."),
        chance("superiority_high", "Upper end of its 95 % Wilson interval."),
    ]
}

/// A probability.
pub(crate) fn chance(name: &str, meaning: &str) -> Column {
    Column::real(name, meaning).unit("probability").minimum(0.0).maximum(1.0)
}

fn own(name: &str, meaning: &str) -> Column {
    Column::real(name, meaning).unit("that of the outcome")
}

fn spreads(name: &str, meaning: &str) -> Column {
    Column::real(name, meaning).unit("standard deviations")
}

fn columns() -> Vec<Column> {
    let key = [
        Column::text("arm", "Name of the arm.").required(),
        Column::text("baseline", "Name of the arm that it is compared with.").required(),
        Column::text("outcome", "Name of the outcome: a column of runs, where its definition stands.").required(),
        Column::text("unit", "Unit of the outcome.").required(),
        Column::text("direction", "Which values are better, if either.").allowed(["higher", "lower", "neutral"]).required(),
    ];
    let intervals = [
        own("bca_low", "Lower end of the 95 % BCa bootstrap interval of the difference."),
        own("bca_high", "Upper end of the 95 % BCa bootstrap interval of the difference."),
        spreads("glass_delta", "Difference over the standard deviation of the baseline between replications."),
        spreads("glass_low", "Lower end of its 95 % BCa bootstrap interval."),
        spreads("glass_high", "Upper end of its 95 % BCa bootstrap interval."),
    ];
    let tests = [
        chance("p", "Two-sided p value of the paired t test."),
        chance("p_holm", "The same, adjusted by Holm over all outcomes of the arm."),
        Column::whole(
            "replications_needed",
            "Replications after which the half-width of the t interval is at most a tenth of the baseline's standard deviation.",
        )
        .minimum(2.0),
        Column::truth(
            "bimodal",
            "Whether the differences fall into two groups (Hartigan's dip test at 5 %): then their mean describes neither.",
        ),
    ];
    key.into_iter().chain(differences()).chain(intervals).chain(sizes()).chain(tests).collect()
}

fn row<'a>(contrast: &Contrast, names: &[&'a str]) -> Vec<Cell<'a>> {
    let outcome = &OUTCOMES[contrast.outcome];
    let direction = match outcome.direction {
        Direction::Higher => "higher",
        Direction::Lower => "lower",
        Direction::Neutral => "neutral",
    };
    let paired = contrast.paired.as_ref();
    let bca = paired.and_then(|p| p.bootstrap).map(|found| found.interval);
    let mut row: Vec<Cell<'a>> = vec![
        names[contrast.arm].into(),
        names[0].into(),
        outcome.name.into(),
        outcome.unit.into(),
        direction.into(),
        contrast.pairs.into(),
    ];
    let numbers = [
        [paired.map(|p| p.reference_mean), paired.map(|p| p.treatment_mean)].as_slice(),
        &[paired.map(|p| p.mean_difference)],
        &ends(paired.map(|p| p.interval)),
        &ends(bca),
        &[contrast.glass.map(|effect| effect.estimate)],
        &ends(contrast.glass.and_then(|effect| effect.interval)),
        &[contrast.hedges.map(|effect| effect.estimate)],
        &ends(contrast.hedges.and_then(|effect| effect.interval)),
        &[contrast.superiority.map(|found| found.probability)],
        &ends(contrast.superiority.and_then(|found| found.interval)),
        &[paired.and_then(|p| p.p_value), contrast.p_holm],
    ]
    .concat();
    row.extend(numbers.into_iter().map(|number| Cell::from(number.and_then(finite))));
    row.extend([Cell::from(contrast.replications_needed), Cell::from(contrast.bimodal)]);
    row
}
