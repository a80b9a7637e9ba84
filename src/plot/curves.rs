//! Measures over a number, a line each, with standard errors and published values as hollow signs.

use super::Plot;
use super::axis::{Axis, extent, usable};
use super::canvas::{Anchor, Area, Canvas, Point};
use super::key::{END_LABEL_ROOM, EndLabel, Sign, end_labels, key_rows};
use super::theme::{BODY, Colour, Dash, Frame, LEADING, Marker, SMALL, SeriesStyle, no_data, series_style};

/// One line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curve {
    /// Its name.
    pub label: String,
    /// Place along the axis, value, standard error (0 draws no bar); in the order of the axis.
    pub points: Vec<(f64, f64, f64)>,
    /// Place and value of published numbers.
    pub published: Vec<Point>,
}

impl Curve {
    fn clean(&self) -> impl Iterator<Item = (f64, f64, f64)> + '_ {
        self.points.iter().copied().filter(|point| usable(point.0) && usable(point.1))
    }

    fn known(&self) -> impl Iterator<Item = Point> + '_ {
        self.published.iter().copied().filter(|point| usable(point.0) && usable(point.1))
    }
}

/// Lines over a number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CurvePlot {
    /// Title, subtitle and caption.
    pub frame: Frame,
    /// Name of the axis along which lines run.
    pub along_label: String,
    /// Name of the axis of values.
    pub value_label: String,
    /// The lines.
    pub curves: Vec<Curve>,
}

impl Plot for CurvePlot {
    fn draw(&self, canvas: &mut Canvas) {
        let mut area = self.frame.draw(canvas);
        let points = || self.curves.iter().flat_map(|curve| curve.clean().map(|p| (p.0, p.1)).chain(curve.known()));
        let bars = self.curves.iter().flat_map(|curve| curve.clean().flat_map(|p| [p.1 - p.2, p.1 + p.2]));
        let (Some(along), Some(values)) = (extent(points().map(|p| p.0)), extent(points().map(|p| p.1).chain(bars))) else {
            return no_data(canvas, area);
        };
        if self.curves.iter().any(|curve| curve.known().next().is_some()) {
            let entries = [
                (Sign::Marker(Marker::Circle, Colour::INK, false), "ours, with one standard error".to_owned()),
                (Sign::Marker(Marker::Circle, Colour::INK, true), "published".to_owned()),
            ];
            area.top = key_rows(canvas, (area.left, area.top), area.width(), &entries);
        }
        let room = area.width() * 0.24;
        let labels: Vec<Vec<String>> = self.curves.iter().map(|curve| Canvas::wrap(&curve.label, SMALL, false, room)).collect();
        let widest = labels.iter().flatten().map(|line| Canvas::text_width(line, SMALL, false)).fold(0.0, f64::max);
        let (top, bottom) = (area.top + BODY * LEADING + 10.0, area.bottom - 64.0);
        let value = Axis::rounded(values, (bottom, top), 6);
        let plot =
            Area::new(area.left + value.label_width() + 20.0, top, (area.right - widest - END_LABEL_ROOM).max(area.left + 160.0), bottom);
        let along = Axis::new(along, (plot.left + 12.0, plot.right - 12.0), 8);
        canvas.text((area.left, area.top + BODY / 2.0), Anchor::Start, BODY, Colour::QUIET, &self.value_label);
        value.draw_left(canvas, plot);
        along.draw_below(canvas, plot, true);
        canvas.text((plot.centre().0, plot.bottom + 50.0), Anchor::Middle, BODY, Colour::QUIET, &self.along_label);
        let mut ends = Vec::new();
        for (index, (curve, lines)) in self.curves.iter().zip(labels).enumerate() {
            let style = series_style(index);
            if let Some(at) = draw_curve(canvas, curve, (&along, &value), style) {
                ends.push(EndLabel { at, lines, style });
            }
        }
        end_labels(canvas, plot.right, (plot.top - 20.0, plot.bottom + 20.0), &ends);
    }
}

/// Line, signs and error bars of a curve; returns its right end.
fn draw_curve(canvas: &mut Canvas, curve: &Curve, (along, value): (&Axis, &Axis), style: SeriesStyle) -> Option<Point> {
    let path: Vec<Point> = curve.clean().map(|p| (along.px(p.0), value.px(p.1))).collect();
    canvas.line(&path, 2.5, style.colour, 1.0, style.dash);
    for (place, height, error) in curve.clean() {
        let x = along.px(place);
        if usable(error) && error > 0.0 {
            canvas.line(&[(x, value.px(height - error)), (x, value.px(height + error))], 1.5, style.colour, 1.0, Dash::Solid);
        }
        style.marker.draw(canvas, (x, value.px(height)), 5.5, style.colour);
    }
    for (place, height) in curve.known() {
        style.marker.draw_hollow(canvas, (along.px(place), value.px(height)), 9.0, style.colour);
        style.marker.draw(canvas, (along.px(place), value.px(height)), 2.5, style.colour);
    }
    path.last().copied()
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    #[test]
    fn lines_carry_their_names_and_published_values_stand_beside() {
        let curve = |slope: f64| Curve {
            label: format!("p2 {slope}"),
            points: (0..9).map(|i| (f64::from(i) / 10.0, slope * f64::from(i), 0.1)).collect(),
            published: vec![(0.1, slope), (0.8, 7.0 * slope)],
        };
        let curves = vec![curve(0.1), curve(0.5), curve(0.9)];
        let plot = CurvePlot { frame: check::frame(), along_label: "p1".into(), value_label: "knowledge".into(), curves };
        let svg = check::picture(&plot);
        assert!(svg.contains("p2 0.5") && svg.contains("published"));
    }

    #[test]
    fn odd_numbers_do_not_panic() {
        for odd in check::ODD {
            let curve = Curve { label: "a".into(), points: vec![(odd, 0.5, odd), (1.0, odd, 0.0)], published: vec![(odd, odd)] };
            check::picture(&CurvePlot { curves: vec![curve], ..CurvePlot::default() });
        }
        assert!(check::picture(&CurvePlot::default()).contains("no data"));
    }
}
