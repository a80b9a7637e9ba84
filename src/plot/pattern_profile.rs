//! Outcomes along ordered categories, such as the leadership patterns from autocracy to anarchy.

use super::Plot;
use super::axis::{Axis, extent, lanes, short_number, usable};
use super::canvas::{Anchor, Area, Canvas, Point};
use super::key::{Sign, key_rows};
use super::theme::{BODY, Colour, Dash, Direction, Frame, LEADING, SMALL, SeriesStyle, no_data, paragraph, series_style};

/// A mean with its interval, in the unit of the panel.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    /// The mean.
    pub point: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

/// One line in a panel.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProfileSeries {
    /// Name, such as a scenario; not shown if it is the only series.
    pub label: String,
    /// One estimate a category, in the order of [`PatternProfile::categories`]; NaN leaves a gap.
    pub points: Vec<Estimate>,
}

/// One outcome.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProfilePanel {
    /// Name of the outcome.
    pub title: String,
    /// Its unit; may be empty.
    pub unit: String,
    /// Which way is good; the best mean of a single series is written in bold.
    pub direction: Direction,
    /// One or several lines; the same number and order in every panel.
    pub series: Vec<ProfileSeries>,
}

/// Panels of outcomes over the same ordered categories.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PatternProfile {
    /// Title, subtitle and caption.
    pub frame: Frame,
    /// Names of the categories in their order, such as the seven leadership patterns.
    pub categories: Vec<String>,
    /// Panels, row by row.
    pub panels: Vec<ProfilePanel>,
}

impl Plot for PatternProfile {
    fn draw(&self, canvas: &mut Canvas) {
        let mut area = self.frame.draw(canvas);
        if self.categories.is_empty() || self.panels.iter().all(|panel| panel_range(panel).is_none()) {
            return no_data(canvas, area);
        }
        let names: Vec<&str> = self.series_names();
        if names.len() > 1 {
            let key = |(i, name): (usize, &&str)| (Sign::Series(series_style(i)), name.to_string());
            let key: Vec<_> = names.iter().enumerate().map(key).collect();
            area.top = key_rows(canvas, (area.left, area.top), area.width(), &key);
        }
        let count = self.panels.len();
        let columns = ((area.width() / 430.0) as usize).clamp(1, 3).min(count);
        let columns = if count == 4 && columns == 3 { 2 } else { columns };
        let rows = count.div_ceil(columns);
        let gap = (34.0, 20.0);
        let left = self.axis_width(area.cell(0, columns, rows, gap));
        for (index, panel) in self.panels.iter().enumerate() {
            self.draw_panel(canvas, area.cell(index, columns, rows, gap), left, panel);
        }
    }
}

impl PatternProfile {
    fn series_names(&self) -> Vec<&str> {
        let longest = self.panels.iter().max_by_key(|panel| panel.series.len());
        longest.map_or(Vec::new(), |panel| panel.series.iter().map(|s| s.label.as_str()).collect())
    }

    fn axis_width(&self, cell: Area) -> f64 {
        let pixels = (cell.height() - 120.0, 0.0);
        let axes = self.panels.iter().filter_map(|panel| Some(value_axis(panel_range(panel)?, pixels)));
        axes.map(|axis| axis.label_width() + 12.0).fold(0.0, f64::max)
    }

    fn draw_panel(&self, canvas: &mut Canvas, cell: Area, left: f64, panel: &ProfilePanel) {
        let width = cell.width();
        let mut top = paragraph(canvas, &panel.title, (cell.left, cell.top), BODY, true, Colour::INK, width);
        let about = [panel.unit.as_str(), panel.direction.words()];
        let about = about.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        top = paragraph(canvas, &about, (cell.left, top), SMALL, false, Colour::QUIET, width);
        let mut plot = Area::new(cell.left + left, top + 26.0, cell.right - 8.0, cell.bottom);
        let labels = self.category_labels(plot);
        let lanes = labels.iter().map(|label| label.lane + 1).max().unwrap_or(1);
        plot.bottom -= 12.0 + lanes as f64 * SMALL * LEADING;
        let Some(range) = panel_range(panel) else { return no_data(canvas, plot) };
        let values = value_axis(range, (plot.bottom, plot.top));
        values.draw_left(canvas, plot);
        canvas.line(&[(plot.left, plot.bottom), (plot.right, plot.bottom)], 1.25, Colour::RULE, 1.0, Dash::Solid);
        for (index, label) in labels.iter().enumerate() {
            let x = self.x(plot, index);
            let y = plot.bottom + 16.0 + label.lane as f64 * SMALL * LEADING;
            let tick = if label.lane > 0 { y - 10.0 } else { plot.bottom + 5.0 };
            canvas.line(&[(x, plot.bottom), (x, tick)], 1.0, Colour::RULE, 1.0, Dash::Solid);
            canvas.text((label.x, y), Anchor::Middle, SMALL, Colour::INK, &label.words);
        }
        let count = panel.series.len();
        for (index, series) in panel.series.iter().enumerate() {
            let shift = (index as f64 - (count as f64 - 1.0) / 2.0) * 11.0;
            self.draw_series(canvas, plot, &values, series, shift, series_style(index));
        }
        if let [only] = panel.series.as_slice() {
            self.write_values(canvas, plot, &values, only, panel.direction);
        }
    }

    fn x(&self, plot: Area, index: usize) -> f64 {
        plot.left + (index as f64 + 0.5) / self.categories.len() as f64 * plot.width()
    }

    /// Names in up to four lanes; numbers before that many letters where even those do not do.
    fn category_labels(&self, plot: Area) -> Vec<CategoryLabel> {
        let place = |words: Vec<String>| -> Vec<CategoryLabel> {
            let size = |(i, w): (usize, &String)| (self.x(plot, i), Canvas::text_width(w, SMALL, false));
            let sizes: Vec<Point> = words.iter().enumerate().map(size).collect();
            let placed = lanes(&sizes, 8.0, (plot.left - 30.0, plot.right + 8.0));
            words.into_iter().zip(placed).map(|(words, (lane, x))| CategoryLabel { words, lane, x }).collect()
        };
        let whole = place(self.categories.clone());
        let too_wide = whole.iter().any(|label| Canvas::text_width(&label.words, SMALL, false) > plot.width());
        if whole.iter().all(|label| label.lane < 4) && !too_wide {
            return whole;
        }
        place((1..=self.categories.len()).map(|i| i.to_string()).collect())
    }

    fn draw_series(&self, canvas: &mut Canvas, plot: Area, values: &Axis, series: &ProfileSeries, shift: f64, style: SeriesStyle) {
        let points: Vec<(usize, &Estimate)> = series.points.iter().take(self.categories.len()).enumerate().collect();
        let at = |(index, e): &(usize, &Estimate)| (self.x(plot, *index) + shift, values.px(e.point));
        for run in points.chunk_by(|a, b| usable(a.1.point) == usable(b.1.point)).filter(|run| usable(run[0].1.point)) {
            let path: Vec<Point> = run.iter().map(at).collect();
            canvas.line(&path, 2.0, style.colour, 0.65, style.dash);
        }
        for point in points.iter().filter(|p| usable(p.1.point)) {
            let (x, y) = at(point);
            let end = |value: f64| values.px(if usable(value) { value } else { point.1.point });
            let (low, high) = (end(point.1.low), end(point.1.high));
            canvas.line(&[(x, low), (x, high)], 2.5, style.colour, 1.0, Dash::Solid);
            for cap in [low, high] {
                canvas.line(&[(x - 5.0, cap), (x + 5.0, cap)], 2.0, style.colour, 1.0, Dash::Solid);
            }
            style.marker.draw(canvas, (x, y), 6.0, style.colour);
        }
    }

    /// Means above the intervals of a single series, where neighbours leave room; the best in bold.
    fn write_values(&self, canvas: &mut Canvas, plot: Area, values: &Axis, series: &ProfileSeries, way: Direction) {
        let good: Vec<(usize, &Estimate)> =
            series.points.iter().take(self.categories.len()).enumerate().filter(|p| usable(p.1.point)).collect();
        let sign = if way == Direction::LowerIsBetter { -1.0 } else { 1.0 };
        let best = good.iter().max_by(|a, b| (sign * a.1.point).total_cmp(&(sign * b.1.point))).map(|p| p.0);
        let best = best.filter(|_| way != Direction::Neutral);
        let step = plot.width() / self.categories.len() as f64;
        if good.iter().any(|p| Canvas::text_width(&short_number(p.1.point), SMALL, true) > step - 4.0) {
            return;
        }
        for (index, estimate) in good {
            let words = short_number(estimate.point);
            let at = self.value_place(plot, values, series, index, Canvas::text_width(&words, SMALL, true));
            match best == Some(index) {
                true => canvas.bold_text(at, Anchor::Middle, SMALL, Colour::INK, &words),
                false => canvas.text(at, Anchor::Middle, SMALL, Colour::INK, &words),
            }
        }
    }

    /// Above the interval; to the side, or below in a valley, where the line to a neighbour would cross the text.
    fn value_place(&self, plot: Area, values: &Axis, series: &ProfileSeries, index: usize, width: f64) -> Point {
        let estimate = &series.points[index];
        let bound = |value: f64| values.px(if usable(value) { value } else { estimate.point });
        let y = values.px(estimate.point);
        let (top, bottom) = (bound(estimate.high).min(y), bound(estimate.low).max(y));
        let step = plot.width() / self.categories.len() as f64;
        let crosses = |neighbour: Option<usize>| {
            let point = neighbour.filter(|i| *i < self.categories.len()).and_then(|i| series.points.get(i));
            let rise = point.filter(|e| usable(e.point)).map_or(0.0, |e| y - values.px(e.point));
            rise * (width / 2.0 + 3.0) / step > y - top + 8.0
        };
        let x = self.x(plot, index);
        match (crosses(index.checked_sub(1)), crosses(Some(index + 1))) {
            (true, true) if bottom + 24.0 < plot.bottom => (x, bottom + 16.0),
            (true, false) => ((x + width / 2.0).min(plot.right - width / 2.0), top - 14.0),
            (false, true) => ((x - width / 2.0).max(plot.left + width / 2.0 + 4.0), top - 14.0),
            _ => (x, top - 16.0),
        }
    }
}

/// A tick label below a panel.
struct CategoryLabel {
    words: String,
    lane: usize,
    x: f64,
}

fn value_axis(range: (f64, f64), pixels: Point) -> Axis {
    Axis::rounded(range, pixels, ((pixels.0 - pixels.1).abs() / 48.0).clamp(2.0, 6.0) as usize)
}

fn panel_range(panel: &ProfilePanel) -> Option<(f64, f64)> {
    let points = panel.series.iter().flat_map(|series| &series.points).filter(|e| usable(e.point));
    extent(points.flat_map(|e| [e.point, e.low, e.high]))
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    fn sample(series: usize, panels: usize, level: f64) -> PatternProfile {
        let estimate = |i: usize| {
            let point = level + (i * i) as f64;
            Estimate { point, low: point - 2.0, high: point + 2.0 }
        };
        let line = |s: usize| ProfileSeries { label: format!("scenario {s} <&\">"), points: (0..7).map(|i| estimate(i + s)).collect() };
        let panel = |p: usize| ProfilePanel {
            title: format!("Outcome {p} <&\">"),
            unit: "days".into(),
            direction: Direction::LowerIsBetter,
            series: (0..series).map(line).collect(),
        };
        let names = ["autocracy", "directive", "consultative", "participative", "delegating", "self-managing", "anarchy"];
        PatternProfile { frame: check::frame(), categories: names.map(String::from).to_vec(), panels: (0..panels).map(panel).collect() }
    }

    #[test]
    fn categories_and_values_do_not_touch() {
        for (series, panels) in [(1, 1), (1, 4), (1, 6), (3, 5)] {
            let svg = check::picture(&sample(series, panels, 3.0));
            assert!(svg.contains("participative") && svg.contains("Outcome 0 &lt;&amp;&quot;&gt;"));
        }
    }

    #[test]
    fn odd_numbers_do_not_panic() {
        for odd in check::ODD {
            check::picture(&sample(1, 2, odd));
            let mut plot = sample(2, 2, 1.0);
            plot.panels[0].series[0].points[2] = Estimate { point: 1.0, low: odd, high: odd };
            plot.panels[1].series[1].points.truncate(1);
            plot.categories.push("one more".into());
            check::picture(&plot);
        }
        assert!(check::picture(&sample(1, 1, f64::NAN)).contains("no data"));
        assert!(check::picture(&PatternProfile::default()).contains("no data"));
    }
}
