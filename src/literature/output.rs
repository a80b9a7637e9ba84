//! What a study leaves: the table `replications` and a picture a model.

use super::study::{Figure, Row};
use super::{Certainty, Effort, Model, Shape};
use crate::error::Error;
use crate::plot::{BarPlot, BarSeries, Curve, CurvePlot, Frame, Plot, PlotError, Rendered};
use crate::row;
use crate::table::{Column, Table};

/// Size of a picture, in pixels.
const SIZE_PX: (u32, u32) = (1400, 900);

/// Published numbers beside ours, a row each.
///
/// # Errors
/// None that rows can cause.
pub fn table(rows: &[Row]) -> Result<Table, Error> {
    let mut table = Table::new("replications", "One row is one number of a published model, or a measure of a case of it")
        .described("A number is reproduced where ours lies within the larger of the tolerance and three standard errors.")
        .columns_from([
            Column::text("model", "Name of the published model, as in `leaderful list replications`.").required(),
            Column::text("case", "The case and what is measured in it.").required(),
            Column::real("published", "The published number; missing for a case that was not published."),
            Column::real("ours", "What our mechanism gives."),
            Column::real("standard_error", "Standard error of ours over replications; 0 for what is exact.").minimum(0.0),
            Column::real("tolerance", "Allowed distance, before three standard errors.").minimum(0.0),
            Column::text(
                "certainty",
                "How sure the published number is, from A (exact) to E (an own run of the published rule), or F (counts).",
            )
            .allowed(["A", "B", "C", "D", "E", "F"]),
            Column::truth("reproduced", "Whether ours lies as it must to the published number."),
        ])?
        .primary_key(["model", "case"])?;
    for one in rows {
        let finite = |value: f64| value.is_finite().then_some(value);
        table.push_row(row![
            one.model,
            &one.case,
            one.published,
            finite(one.ours),
            finite(one.standard_error),
            one.tolerance,
            one.certainty.map(Certainty::letter),
            one.reproduced
        ])?;
    }
    Ok(table)
}

/// The picture of a model.
///
/// # Errors
/// A fault of a drawing backend.
pub fn picture(model: &Model, figure: &Figure, effort: Effort) -> Result<Rendered, PlotError> {
    let frame = Frame {
        title: figure.row.title.to_owned(),
        subtitle: model.title.to_owned(),
        caption: format!(
            "{}. {}, seed {}, leaderful {}",
            model.source,
            model.counted(effort.replications),
            effort.seed,
            env!("CARGO_PKG_VERSION")
        ),
    };
    let (along_label, value_label) = (figure.row.along.1.to_owned(), figure.row.value_label.to_owned());
    let (width, height) = SIZE_PX;
    match figure.row.shape {
        Shape::Lines => {
            let places: Vec<f64> = figure.places.iter().map(|place| place.parse().unwrap_or(f64::NAN)).collect();
            let curve = |line: &super::Line| Curve {
                label: line.label.clone(),
                points: places.iter().zip(&line.values).map(|(x, (y, error))| (*x, *y, *error)).collect(),
                published: places.iter().zip(&line.published).filter_map(|(x, y)| y.map(|y| (*x, y))).collect(),
            };
            CurvePlot { frame, along_label, value_label, curves: figure.lines.iter().map(curve).collect() }.render(width, height)
        }
        Shape::Bars => {
            let series = |line: &super::Line| BarSeries {
                label: line.label.clone(),
                values: line.values.clone(),
                published: line.published.clone(),
            };
            let series = figure.lines.iter().map(series).collect();
            BarPlot { frame, along_label, value_label, groups: figure.places.clone(), series }.render(width, height)
        }
    }
}
