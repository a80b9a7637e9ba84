//! Factors by how much they matter: bars from a common line, one below the other, with intervals. A tornado is one of these.

use super::Plot;
use super::axis::{Axis, extent, number, usable};
use super::canvas::{Anchor, Area, Canvas};
use super::key::{Sign, key_rows};
use super::theme::{BODY, Colour, Dash, Frame, LEADING, SMALL, no_data, series_style};

/// One bar of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bar {
    /// Where it ends; it begins at [`RankedPlot::origin`].
    pub value: f64,
    /// Lower end of the interval; NaN without one.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

/// One factor.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RankedRow {
    /// Its name.
    pub label: String,
    /// A word beside the bars, such as the status of the parameter.
    pub note: String,
    /// A bar for each entry of [`RankedPlot::series`].
    pub bars: Vec<Bar>,
}

/// Bars by rank.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RankedPlot {
    /// Title, subtitle and caption.
    pub frame: Frame,
    /// Name of the axis of values.
    pub value_label: String,
    /// Where bars begin.
    pub origin: f64,
    /// Names of the bars of a row.
    pub series: Vec<String>,
    /// Whether the bars of a row lie in one line, as in a tornado.
    pub in_line: bool,
    /// Rows from top to bottom.
    pub rows: Vec<RankedRow>,
}

impl RankedPlot {
    fn values(&self) -> impl Iterator<Item = f64> + '_ {
        self.rows.iter().flat_map(|row| row.bars.iter().flat_map(|bar| [bar.value, bar.low, bar.high])).filter(|value| usable(*value))
    }

    fn key(&self) -> Vec<(Sign, String)> {
        self.series.iter().enumerate().map(|(index, name)| (Sign::Patch(series_style(index).colour), name.clone())).collect()
    }
}

impl Plot for RankedPlot {
    fn draw(&self, canvas: &mut Canvas) {
        let mut area = self.frame.draw(canvas);
        if !usable(self.origin) || !self.rows.iter().flat_map(|row| &row.bars).any(|bar| usable(bar.value)) {
            return no_data(canvas, area);
        }
        area.top = key_rows(canvas, (area.left, area.top), area.width(), &self.key()) + 4.0;
        let widest = |texts: &mut dyn Iterator<Item = &str>| texts.map(|text| Canvas::text_width(text, SMALL, false)).fold(0.0, f64::max);
        let labels = widest(&mut self.rows.iter().map(|row| row.label.as_str())).min(area.width() * 0.42);
        let notes = widest(&mut self.rows.iter().map(|row| row.note.as_str())).min(area.width() * 0.2);
        let room = if notes > 0.0 { notes + 18.0 } else { 0.0 };
        let plot = Area::new(area.left + labels + 16.0, area.top, area.right - room, area.bottom - 62.0);
        let (low, high) = extent(self.values().chain([self.origin])).expect("there is a usable value");
        // Room for the numbers at the ends of bars.
        let space = 0.09 * (high - low).max(1e-9);
        let axis = Axis::new((if low < self.origin { low - space } else { low }, high + space), (plot.left, plot.right), 7);
        axis.draw_below(canvas, plot, true);
        let middle = (plot.left + plot.right) / 2.0;
        canvas.text((middle, plot.bottom + 32.0 + BODY * LEADING / 2.0), Anchor::Middle, BODY, Colour::QUIET, &self.value_label);
        let height = plot.height() / self.rows.len() as f64;
        for (index, row) in self.rows.iter().enumerate() {
            let y = plot.top + (index as f64 + 0.5) * height;
            canvas.line(&[(plot.left, y), (plot.right, y)], 1.0, Colour::GRID, 1.0, Dash::Solid);
            let label = first_line(&row.label, labels + 1.0);
            canvas.text((plot.left - 12.0, y), Anchor::End, SMALL, Colour::INK, &label);
            canvas.text((plot.right + 18.0, y), Anchor::Start, SMALL, Colour::QUIET, &first_line(&row.note, notes + 1.0));
            self.draw_row(canvas, row, &axis, (y, height));
        }
        let line = axis.px(self.origin);
        canvas.line(&[(line, plot.top), (line, plot.bottom)], 1.5, Colour::INK, 1.0, Dash::Solid);
    }
}

impl RankedPlot {
    fn draw_row(&self, canvas: &mut Canvas, row: &RankedRow, axis: &Axis, (y, height): (f64, f64)) {
        let lanes = if self.in_line { 1.0 } else { row.bars.len().max(1) as f64 };
        let thick = (height * 0.74 / lanes).min(26.0);
        for (index, bar) in row.bars.iter().enumerate().filter(|(_, bar)| usable(bar.value)) {
            let lane = if self.in_line { 0.0 } else { index as f64 - (lanes - 1.0) / 2.0 };
            let y = y + lane * thick;
            let (from, to) = (axis.px(self.origin), axis.px(bar.value));
            let half = thick * 0.44;
            canvas.rectangle(Area::new(from.min(to), y - half, from.max(to), y + half), series_style(index).colour, 0.85);
            let mut far = to;
            if usable(bar.low) && usable(bar.high) {
                canvas.line(&[(axis.px(bar.low), y), (axis.px(bar.high), y)], 1.75, Colour::INK, 1.0, Dash::Solid);
                far = if bar.value < self.origin { to.min(axis.px(bar.low)) } else { to.max(axis.px(bar.high)) };
            }
            if thick >= SMALL * 0.95 && !self.in_line {
                let (x, anchor) = if bar.value < self.origin { (far - 7.0, Anchor::End) } else { (far + 7.0, Anchor::Start) };
                canvas.text((x, y), anchor, SMALL, Colour::INK, &three_digits(bar.value));
            }
        }
    }
}

/// A number with about three digits that count.
fn three_digits(value: f64) -> String {
    let size = value.abs();
    let decimals = if size < 1e-9 { 0.0 } else { (2.0 - libm::floor(libm::log10(size))).clamp(0.0, 4.0) };
    number(value, decimals as usize)
}

/// The text, cut with an ellipsis where it is wider than `width`.
pub(super) fn first_line(text: &str, width: f64) -> String {
    let line = Canvas::wrap(text, SMALL, false, width).into_iter().next().unwrap_or_default();
    if line.len() < text.len() { format!("{}…", line.trim_end_matches(|c: char| !c.is_alphanumeric())) } else { line }
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    fn sample(value: f64, in_line: bool) -> RankedPlot {
        let bar = |value: f64| Bar { value, low: value - 0.4, high: value + 0.3 };
        let row = |label: &str, size: f64| RankedRow {
            label: label.into(),
            note: "assumed".into(),
            bars: vec![bar(size), bar(if in_line { -size } else { size * 1.2 })],
        };
        RankedPlot {
            frame: check::frame(),
            value_label: "difference in days".into(),
            origin: 0.0,
            series: vec!["low end".into(), "high end".into()],
            in_line,
            rows: vec![row("attention.decision_hours", 3.0), row("strain.bite <&\">", value), row("context.load", 1.0)],
        }
    }

    #[test]
    fn factors_bars_and_notes_are_named() {
        for in_line in [false, true] {
            let svg = check::picture(&sample(2.0, in_line));
            for words in ["attention.decision_hours", "assumed", "low end", "difference in days"] {
                assert!(svg.contains(words), "{words}");
            }
        }
    }

    #[test]
    fn odd_numbers_do_not_panic() {
        for odd in check::ODD {
            check::picture(&sample(odd, false));
            check::picture(&RankedPlot { origin: odd, ..sample(1.0, true) });
        }
        assert!(check::picture(&RankedPlot::default()).contains("no data"));
    }
}
