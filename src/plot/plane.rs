//! Points in a plane with names, by kind: the plane of Morris, or any other two measures of many things.

use super::Plot;
use super::axis::{Axis, extent, usable};
use super::canvas::{Anchor, Area, Canvas, Point};
use super::key::{Sign, key_rows};
use super::theme::{BODY, Colour, Dash, Frame, SMALL, no_data, series_style};

/// One thing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanePoint {
    /// Its name, written where there is room; the first points come first.
    pub label: String,
    /// Place among [`PlanePlot::kinds`].
    pub kind: usize,
    /// Place along the axis below.
    pub x: f64,
    /// Place along the axis at the left.
    pub y: f64,
}

/// Points with names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanePlot {
    /// Title, subtitle and caption.
    pub frame: Frame,
    /// Name of the axis below.
    pub along_label: String,
    /// Name of the axis at the left.
    pub value_label: String,
    /// Names of the kinds of points, each with a sign of its own.
    pub kinds: Vec<String>,
    /// The points, the most important first.
    pub points: Vec<PlanePoint>,
    /// Whether the line on which both measures are equal is drawn.
    pub diagonal: bool,
}

impl Plot for PlanePlot {
    fn draw(&self, canvas: &mut Canvas) {
        let mut area = self.frame.draw(canvas);
        let points: Vec<&PlanePoint> = self.points.iter().filter(|point| usable(point.x) && usable(point.y)).collect();
        let (Some(along), Some(values)) =
            (extent(points.iter().map(|p| p.x).chain([0.0])), extent(points.iter().map(|p| p.y).chain([0.0])))
        else {
            return no_data(canvas, area);
        };
        if points.is_empty() {
            return no_data(canvas, area);
        }
        let entry =
            |(index, name): (usize, &String)| (Sign::Marker(series_style(index).marker, series_style(index).colour, false), name.clone());
        let mut key: Vec<(Sign, String)> = self.kinds.iter().enumerate().map(entry).collect();
        if self.diagonal {
            key.push((Sign::Line(Colour::RULE, 1.5), "both equal".into()));
        }
        area.top = key_rows(canvas, (area.left, area.top), area.width(), &key);
        let (top, bottom) = (area.top + BODY * 1.32 + 10.0, area.bottom - 64.0);
        let value = Axis::rounded(values, (bottom, top), 6);
        let plot = Area::new(area.left + value.label_width() + 20.0, top, area.right - 24.0, bottom);
        let along = Axis::rounded(along, (plot.left, plot.right), 8);
        canvas.text((area.left, area.top + BODY / 2.0), Anchor::Start, BODY, Colour::QUIET, &self.value_label);
        value.draw_left(canvas, plot);
        along.draw_below(canvas, plot, true);
        canvas.text((plot.centre().0, plot.bottom + 50.0), Anchor::Middle, BODY, Colour::QUIET, &self.along_label);
        if self.diagonal {
            let reach = along.ticks.last().copied().unwrap_or(0.0).min(value.ticks.last().copied().unwrap_or(0.0));
            canvas.line(&[(along.px(0.0), value.px(0.0)), (along.px(reach), value.px(reach))], 1.5, Colour::RULE, 1.0, Dash::Long);
        }
        let spots: Vec<Point> = points.iter().map(|point| (along.px(point.x), value.px(point.y))).collect();
        for (point, at) in points.iter().zip(&spots).rev() {
            let style = series_style(point.kind);
            style.marker.draw(canvas, *at, 6.5, style.colour);
        }
        label(canvas, &points, &spots, plot);
    }
}

/// Writes names right or left of their points, where they touch no name or point.
fn label(canvas: &mut Canvas, points: &[&PlanePoint], spots: &[Point], plot: Area) {
    let around = |at: &Point| Area::new(at.0 - 8.0, at.1 - 8.0, at.0 + 8.0, at.1 + 8.0);
    let mut taken: Vec<Area> = Vec::new();
    for (index, (point, at)) in points.iter().zip(spots).enumerate() {
        let width = Canvas::text_width(&point.label, SMALL, false);
        let box_at = |left: f64, middle: f64| Area::new(left, middle - SMALL * 0.62, left + width, middle + SMALL * 0.62);
        let places = [
            (box_at(at.0 + 11.0, at.1), Anchor::Start, (at.0 + 11.0, at.1)),
            (box_at(at.0 - 11.0 - width, at.1), Anchor::End, (at.0 - 11.0, at.1)),
            (box_at(at.0 - width / 2.0, at.1 - 20.0), Anchor::Middle, (at.0, at.1 - 20.0)),
            (box_at(at.0 - width / 2.0, at.1 + 20.0), Anchor::Middle, (at.0, at.1 + 20.0)),
        ];
        let free = |place: &Area| {
            let inside = place.left >= plot.left && place.right <= plot.right && place.top >= plot.top && place.bottom <= plot.bottom;
            let points = spots.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, spot)| around(spot));
            inside && taken.iter().copied().chain(points).all(|other| apart(place, &other))
        };
        if let Some((place, anchor, at)) = places.into_iter().find(|(place, ..)| free(place)) {
            canvas.text(at, anchor, SMALL, series_style(point.kind).colour.for_text(), &point.label);
            taken.push(place);
        }
    }
}

fn apart(a: &Area, b: &Area) -> bool {
    a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    fn sample(x: f64) -> PlanePlot {
        let point = |label: &str, kind, x, y| PlanePoint { label: label.into(), kind, x, y };
        let mut points = vec![point("attention.decision_hours", 1, 9.0, 4.0), point("strain.bite <&\">", 0, x, 2.0)];
        points
            .extend((0..60).map(|i| point(&format!("a.parameter_{i}"), i % 2, f64::from(i as u32) * 0.02, f64::from(i as u32 % 7) * 0.03)));
        PlanePlot {
            frame: check::frame(),
            along_label: "mu*".into(),
            value_label: "sigma".into(),
            kinds: vec!["measured".into(), "assumed".into()],
            points,
            diagonal: true,
        }
    }

    #[test]
    fn the_most_important_points_are_named_and_no_names_touch() {
        let svg = check::picture(&sample(3.0));
        assert!(svg.contains("attention.decision_hours") && svg.contains("measured") && svg.contains("both equal"));
    }

    #[test]
    fn odd_numbers_do_not_panic() {
        for odd in check::ODD {
            check::picture(&sample(odd));
        }
        assert!(check::picture(&PlanePlot::default()).contains("no data"));
    }
}
