//! Regime map: who leads over two factors, cell by cell, with the line on which the lead changes hands.

use super::Plot;
use super::axis::Axis;
use super::canvas::{Anchor, Area, Canvas, Point};
use super::key::{Sign, key_rows};
use super::theme::{BODY, Colour, Dash, Frame, LEADING, no_data, series_style};

/// What is known of a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Regime {
    /// The arm at this place of [`RegimeMap::arms`] leads.
    Led(usize),
    /// Nobody leads.
    Level,
    /// Not known.
    #[default]
    Undecided,
}

/// One cell, in the units of the axes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RegimeCell {
    /// Lower left corner.
    pub from: Point,
    /// Upper right corner.
    pub to: Point,
    /// What is known of it.
    pub regime: Regime,
}

/// Cells over two factors.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RegimeMap {
    /// Title, subtitle and caption.
    pub frame: Frame,
    /// Name of the axis below.
    pub along_label: String,
    /// Name of the axis at the left.
    pub value_label: String,
    /// Names of the arms.
    pub arms: Vec<String>,
    /// The cells, which cover the plane once.
    pub cells: Vec<RegimeCell>,
    /// Pieces of the line on which the best mean changes hands.
    pub line: Vec<[Point; 2]>,
    /// The scenario as it is, if it lies in the plane.
    pub own: Option<Point>,
}

impl Plot for RegimeMap {
    fn draw(&self, canvas: &mut Canvas) {
        let mut area = self.frame.draw(canvas);
        let ends = |of: fn(&RegimeCell) -> [f64; 2]| super::axis::extent(self.cells.iter().flat_map(of));
        let (Some(along), Some(value)) = (ends(|cell| [cell.from.0, cell.to.0]), ends(|cell| [cell.from.1, cell.to.1])) else {
            return no_data(canvas, area);
        };
        area.top = key_rows(canvas, (area.left, area.top), area.width(), &self.key());
        let (top, bottom) = (area.top + BODY * LEADING + 10.0, area.bottom - 64.0);
        let value = Axis::new(value, (bottom, top), 6);
        let left = area.left + value.label_width() + 20.0;
        let plot = Area::new(left, top, area.right - 12.0, bottom);
        let along = Axis::new(along, (plot.left, plot.right), 8);
        canvas.text((area.left, area.top + BODY / 2.0), Anchor::Start, BODY, Colour::QUIET, &self.value_label);
        value.draw_left(canvas, plot);
        let at = |point: Point| (along.px(point.0), value.px(point.1));
        for cell in &self.cells {
            let (from, to) = (at(cell.from), at(cell.to));
            let area = Area::new(from.0, to.1, to.0, from.1);
            canvas.rectangle(area, cell.regime.colour(), 1.0);
            if let Regime::Led(arm) = cell.regime {
                // The sign of the arm tells it without colours, where it fits.
                let size = (area.width().min(area.height()) * 0.16).min(7.0);
                let style = series_style(arm);
                style.marker.draw(canvas, area.centre(), size, style.colour);
            }
        }
        for piece in &self.line {
            canvas.line(&piece.map(at), 3.5, Colour::INK, 1.0, Dash::Solid);
        }
        if let Some(own) = self.own {
            let (x, y) = at(own);
            canvas.circle((x, y), 9.0, Colour::WHITE, 1.0);
            canvas.circle((x, y), 6.0, Colour::INK, 1.0);
        }
        along.draw_below(canvas, plot, true);
        canvas.text((plot.centre().0, plot.bottom + 50.0), Anchor::Middle, BODY, Colour::QUIET, &self.along_label);
    }
}

impl Regime {
    fn colour(self) -> Colour {
        match self {
            Self::Led(arm) => series_style(arm).colour.mixed(Colour::WHITE, 0.45),
            Self::Level => Colour::GRID,
            Self::Undecided => Colour::WHITE,
        }
    }
}

impl RegimeMap {
    fn key(&self) -> Vec<(Sign, String)> {
        let has = |regime: Regime| self.cells.iter().any(|cell| cell.regime == regime);
        let arm =
            |arm: usize| (Sign::Marker(series_style(arm).marker, series_style(arm).colour, false), format!("{} leads", self.arms[arm]));
        let mut key: Vec<(Sign, String)> = (0..self.arms.len()).filter(|place| has(Regime::Led(*place))).map(arm).collect();
        if has(Regime::Level) {
            key.push((Sign::Patch(Colour::GRID), "no arm leads by more than the zone".into()));
        }
        if has(Regime::Undecided) {
            key.push((Sign::Patch(Colour::WHITE), "white: undecided".into()));
        }
        if !self.line.is_empty() {
            key.push((Sign::Line(Colour::INK, 3.5), "best mean changes hands".into()));
        }
        if self.own.is_some() {
            key.push((Sign::Marker(super::theme::Marker::Circle, Colour::INK, false), "the scenario as it is".into()));
        }
        key
    }
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    fn sample(odd: f64) -> RegimeMap {
        let cell = |x: f64, y: f64, regime| RegimeCell { from: (x, y), to: (x + 0.5, y + 0.5), regime };
        let (first, last) = (cell(0.0, 0.0, Regime::Led(0)), cell(odd, 0.5, Regime::Undecided));
        RegimeMap {
            frame: check::frame(),
            along_label: "context.load <&\">".into(),
            value_label: "context.urgency".into(),
            arms: vec!["Heroic".into(), "Distributed".into()],
            cells: vec![first, cell(0.5, 0.0, Regime::Led(1)), cell(0.0, 0.5, Regime::Level), last],
            line: vec![[(0.5, 0.0), (0.4, odd)]],
            own: Some((0.7, odd)),
        }
    }

    #[test]
    fn arms_and_what_is_not_known_are_named() {
        let svg = check::picture(&sample(0.5));
        for words in ["Heroic leads", "Distributed leads", "no arm leads", "white: undecided", "context.urgency", "scenario as it is"] {
            assert!(svg.contains(words), "{words}");
        }
    }

    #[test]
    fn odd_numbers_do_not_panic() {
        for odd in check::ODD {
            check::picture(&sample(odd));
        }
        assert!(check::picture(&RegimeMap::default()).contains("no data"));
    }
}
