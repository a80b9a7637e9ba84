//! What a fit leaves: tables and a picture.

use super::fit::{Calibration, Fit, INFORMED};
use crate::error::Error;
use crate::outcomes::OUTCOMES;
use crate::plot::{Bar, Frame, Plot, PlotError, RankedPlot, RankedRow, Rendered};
use crate::report::words::arm_name;
use crate::row;
use crate::sensitivity::status_of;
use crate::table::{Column, Table};

fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

/// One row a parameter: its interval.
///
/// # Errors
/// None that a fit can cause.
pub fn parameters(calibration: &Calibration, fit: &Fit) -> Result<Table, Error> {
    let text = |name: &str, meaning: &str| Column::text(name, meaning).required();
    let mut table = Table::new("calibration", "One row is one parameter that was fitted to figures")
        .described("Quantiles of the posterior by approximate Bayesian computation with a uniform prior over the range.")
        .columns_from([
            text("path", "What was fitted."),
            Column::text("status", "How far the value in the scenario can be defended.").allowed([
                "measured",
                "theory",
                "calibrated",
                "assumed",
            ]),
            text("low", "Low end of the range."),
            text("high", "High end of the range."),
            Column::real("own_value", "Value in the scenario."),
            text("median", "Median of the posterior."),
            text("interval_low", "Lower end of its 90 % interval."),
            text("interval_high", "Upper end of its 90 % interval."),
            Column::real("shortened", "Length of that interval over that of the prior, on the scale of the range.")
                .unit("share")
                .minimum(0.0),
            Column::truth("informed", "Whether the figures inform the parameter: whether that is less than .8."),
        ])?
        .primary_key(["path"])?;
    for (place, factor) in calibration.factors.iter().enumerate() {
        let value = |probability: f64| calibration.value(fit, place, probability).to_string();
        let shortened = fit.shortened(place);
        table.push_row(row![
            &factor.path,
            status_of(&factor.path),
            factor.at(0.0).to_string(),
            factor.at(1.0).to_string(),
            factor.own(&calibration.scenario),
            value(0.5),
            value(0.05),
            value(0.95),
            finite(shortened),
            finite(shortened).map(|shortened| shortened < INFORMED)
        ])?;
    }
    Ok(table)
}

/// One row a figure: what comes out for it.
///
/// # Errors
/// None that a fit can cause.
pub fn targets(calibration: &Calibration, fit: &Fit) -> Result<Table, Error> {
    let own = |name: &str, meaning: &str| Column::real(name, meaning).unit("that of the outcome");
    let mut table = Table::new("targets", "One row is one figure that was to be met")
        .columns_from([
            Column::text("outcome", "Name of the outcome, as in `leaderful list outcomes`.").required(),
            Column::text("arm", "Arm that is like the organisation.").required(),
            Column::whole("target", "Number of the figure in its file, from 1.").minimum(1.0).required(),
            own("value", "The figure.").required(),
            own("standard_error", "Its standard error.").minimum(0.0).required(),
            own("predicted", "Median of the runs that count, by their weights."),
            own("predicted_low", "Their 5 % quantile."),
            own("predicted_high", "Their 95 % quantile."),
            own("least", "Smallest value of any run."),
            own("most", "Largest value of any run."),
        ])?
        .primary_key(["target"])?;
    for (place, target) in calibration.targets.iter().enumerate() {
        let predicted = |probability: f64| finite(fit.posterior.predicted(place, probability));
        let reach = fit.posterior.reach[place];
        table.push_row(row![
            OUTCOMES[target.outcome].name,
            arm_name(&calibration.scenario, target.arm),
            place + 1,
            target.figure.value,
            target.figure.standard_error,
            predicted(0.5),
            predicted(0.05),
            predicted(0.95),
            finite(reach.0),
            finite(reach.1)
        ])?;
    }
    Ok(table)
}

/// One row a draw of the last round and parameter.
///
/// # Errors
/// None that a fit can cause.
pub fn draws(calibration: &Calibration, fit: &Fit) -> Result<Table, Error> {
    let mut table = Table::new("draws", "One row is the value of one parameter in one draw of the last round")
        .columns_from([
            Column::whole("draw", "Number of the draw over all rounds, from 0; it names its luck.").minimum(0.0).required(),
            Column::text("path", "What was fitted.").required(),
            Column::text("value", "Its value, as for `--set`.").required(),
            Column::real("weight", "Weight of the draw; those of all draws add up to 1.").minimum(0.0).maximum(1.0).required(),
            Column::real("distance", "Squared distance from all figures, in standard errors.").minimum(0.0),
        ])?
        .primary_key(["draw", "path"])?;
    for draw in &fit.posterior.draws {
        for (factor, place) in calibration.factors.iter().zip(&draw.place) {
            table.push_row(row![
                i64::from(draw.number),
                &factor.path,
                factor.at(*place).to_string(),
                draw.weight,
                finite(draw.distance)
            ])?;
        }
    }
    Ok(table)
}

/// Where in their ranges the parameters lie.
///
/// # Errors
/// A fault of a drawing backend.
pub fn pictures(calibration: &Calibration, fit: &Fit) -> Result<Vec<(String, Rendered)>, PlotError> {
    let row = |(place, factor): (usize, &crate::design::Factor)| RankedRow {
        label: format!("{} ({} to {})", factor.path, factor.at(0.0), factor.at(1.0)),
        note: if fit.shortened(place) < INFORMED { "informed".into() } else { "not informed".into() },
        bars: vec![Bar {
            value: fit.posterior.quantile(place, 0.5),
            low: fit.posterior.quantile(place, 0.05),
            high: fit.posterior.quantile(place, 0.95),
        }],
    };
    let last = fit.posterior.last();
    let plot = RankedPlot {
        frame: Frame {
            title: "What the figures say of the parameters".into(),
            subtitle: "Median and 90 % interval, as a share of the way through each range".into(),
            caption: format!(
                "{}. {} figures, {} draws that count, seed {}, leaderful {}",
                calibration.scenario.title,
                calibration.targets.len(),
                last.effective.round(),
                calibration.scenario.seed,
                env!("CARGO_PKG_VERSION")
            ),
        },
        value_label: "share of the way through the range".into(),
        origin: 0.0,
        series: vec!["median".into()],
        in_line: false,
        rows: calibration.factors.iter().enumerate().map(row).collect(),
    };
    Ok(vec![("calibration".to_owned(), plot.render(1400, 900)?)])
}
