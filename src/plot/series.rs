//! Outcomes over time, or over a factor of a sweep: a panel an outcome, all on the same axis, with median and 50 and 90 % bands per arm.

use super::Plot;
use super::axis::{Axis, extent, lanes, usable};
use super::canvas::{Anchor, Area, Canvas, Point};
use super::key::{END_LABEL_ROOM, EndLabel, Sign, end_labels, key_rows};
use super::theme::{BODY, Colour, Dash, Direction, Frame, LEADING, SMALL, SeriesStyle, no_data, series_style};

/// One arm in one panel. Columns have the length of [`SeriesPlot::years`]; NaN leaves a gap.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SeriesBand {
    /// Median over replications.
    pub median: Vec<f64>,
    /// 25 % quantile.
    pub low50: Vec<f64>,
    /// 75 % quantile.
    pub high50: Vec<f64>,
    /// 5 % quantile.
    pub low90: Vec<f64>,
    /// 95 % quantile.
    pub high90: Vec<f64>,
}

/// One outcome.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SeriesPanel {
    /// Name of the outcome.
    pub title: String,
    /// Its unit; may be empty.
    pub unit: String,
    /// Which way is good.
    pub direction: Direction,
    /// One band an arm, in the order of [`SeriesPlot::arms`].
    pub bands: Vec<SeriesBand>,
}

/// Something that happened in every arm at the same time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventMark {
    /// When, in years.
    pub year: f64,
    /// What, in a few words.
    pub label: String,
}

/// Small multiples of outcomes over time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SeriesPlot {
    /// Title, subtitle and caption.
    pub frame: Frame,
    /// Names of the arms.
    pub arms: Vec<String>,
    /// Time of each observation, in years, increasing; or values of a factor.
    pub years: Vec<f64>,
    /// Name of the axis; years if empty.
    pub along_label: String,
    /// Panels, row by row.
    pub panels: Vec<SeriesPanel>,
    /// Marks in every panel.
    pub events: Vec<EventMark>,
    /// End of the warm-up, in years; everything before it is shaded.
    pub warm_up_until: Option<f64>,
}

/// What all panels share.
struct Sheet {
    columns: usize,
    rows: usize,
    gap: Point,
    years: (f64, f64),
    left: f64,
    right: f64,
    top: f64,
    /// Names of the arms at the ends of lines; empty if a key on top names them.
    labels: Vec<Vec<String>>,
}

const TOP: f64 = SMALL * LEADING;

impl Plot for SeriesPlot {
    fn draw(&self, canvas: &mut Canvas) {
        let mut area = self.frame.draw(canvas);
        let years = extent(self.years.iter().copied());
        let values = self.panels.iter().filter_map(panel_range).next();
        let (Some(years), Some(_)) = (years, values) else { return no_data(canvas, area) };
        let mut sheet = self.sheet(area, years);
        let mut key = Vec::new();
        if sheet.labels.is_empty() {
            key.extend(self.arms.iter().enumerate().map(|(i, arm)| (Sign::Series(series_style(i)), arm.clone())));
        }
        if self.has_bands() {
            key.push((Sign::Patch(Colour(120, 120, 120)), "middle 50 % of runs".into()));
            key.push((Sign::Patch(Colour(205, 205, 205)), "middle 90 %".into()));
        }
        if self.warm_up_until.is_some_and(|end| usable(end) && end > years.0) {
            key.push((Sign::Patch(Colour::SHADE), "warm-up".into()));
        }
        let letters = self.letter_key(&sheet, area);
        area.top = key_rows(canvas, (area.left, area.top), area.width(), &key);
        if let Some(words) = &letters {
            area.top = super::theme::paragraph(canvas, words, (area.left, area.top), SMALL, false, Colour::INK, area.width());
        }
        area.top += 6.0;
        area.bottom -= 24.0;
        sheet.left = sheet.left.max(self.axis_width(area, &sheet));
        for (index, panel) in self.panels.iter().enumerate() {
            self.draw_panel(canvas, area.cell(index, sheet.columns, sheet.rows, sheet.gap), &sheet, panel, letters.is_some());
        }
        let bottom = (area.centre().0, area.bottom + 14.0);
        canvas.text(bottom, Anchor::Middle, SMALL, Colour::QUIET, if self.along_label.is_empty() { "years" } else { &self.along_label });
    }
}

impl SeriesPlot {
    /// Whether runs differ anywhere; one run alone has no band.
    fn has_bands(&self) -> bool {
        let mut bands = self.panels.iter().flat_map(|panel| &panel.bands);
        bands.any(|band| band.low90.iter().zip(&band.high90).any(|(low, high)| low < high))
    }

    fn sheet(&self, area: Area, years: (f64, f64)) -> Sheet {
        let count = self.panels.len().max(1);
        // The grid whose panels come closest to the shape 1.7 : 1.
        let misfit = |columns: &usize| {
            let rows = count.div_ceil(*columns);
            let shape = (area.width() / *columns as f64) / (area.height() / rows as f64);
            let empty = (columns * rows - count) as f64 * 0.15;
            (libm::log(shape / 1.7).abs() + empty) * 1e6
        };
        let columns = (1..=count).min_by_key(|columns| misfit(columns) as i64).unwrap_or(1);
        let rows = count.div_ceil(columns);
        let gap = (26.0, 22.0);
        let cell = area.cell(0, columns, rows, gap);
        let widest_label = cell.width() * 0.2;
        let labels: Vec<Vec<String>> = self.arms.iter().map(|arm| Canvas::wrap(arm, SMALL, false, widest_label)).collect();
        let tallest = labels.iter().map(Vec::len).max().unwrap_or(0) as f64;
        let lines = tallest * labels.len() as f64;
        let mut words = self.arms.iter().flat_map(|arm| arm.split_whitespace());
        let whole = words.all(|word| Canvas::text_width(word, SMALL, false) <= widest_label);
        let direct = labels.len() > 1 && whole && tallest <= 2.0 && lines * SMALL * LEADING <= cell.height() - 120.0;
        let widest = labels.iter().flatten().map(|line| Canvas::text_width(line, SMALL, false)).fold(0.0, f64::max);
        let right = if direct { widest + END_LABEL_ROOM } else { 12.0 };
        let labels = if direct { labels } else { Vec::new() };
        Sheet { columns, rows, gap, years, left: 30.0, right, top: 0.0, labels }.with_top(self, cell)
    }

    /// Widest labels of the vertical axes, so that all panels line up.
    fn axis_width(&self, area: Area, sheet: &Sheet) -> f64 {
        let height = area.cell(0, sheet.columns, sheet.rows, sheet.gap).height();
        let axes = self.panels.iter().filter_map(|panel| Some(value_axis(panel_range(panel)?, (height - 90.0, 0.0))));
        axes.map(|axis| axis.label_width() + 12.0).fold(0.0, f64::max)
    }

    /// Events with letters, if their names would not fit above the panels.
    fn letter_key(&self, sheet: &Sheet, area: Area) -> Option<String> {
        let cell = area.cell(0, sheet.columns, sheet.rows, sheet.gap);
        let plot = (cell.left + sheet.left, cell.right - sheet.right);
        let shown = self.shown_events(sheet);
        let crowded = self.event_lanes(&shown, sheet, plot).iter().any(|lane| lane.0 > 2);
        let wide = shown.iter().any(|e| Canvas::text_width(&e.label, SMALL, false) > plot.1 - plot.0);
        if !(crowded || wide) {
            return None;
        }
        let entry = |(index, event): (usize, &&EventMark)| format!("{} {}", letter(index), event.label);
        Some(shown.iter().enumerate().map(entry).collect::<Vec<_>>().join("   ·   "))
    }

    fn shown_events(&self, sheet: &Sheet) -> Vec<&EventMark> {
        self.events.iter().filter(|e| usable(e.year) && e.year >= sheet.years.0 && e.year <= sheet.years.1).collect()
    }

    fn event_lanes(&self, shown: &[&EventMark], sheet: &Sheet, plot: Point) -> Vec<(usize, f64)> {
        let axis = Axis::new(sheet.years, plot, 5);
        let label = |e: &&EventMark| (axis.px(e.year), Canvas::text_width(&e.label, SMALL, false));
        lanes(&shown.iter().map(label).collect::<Vec<_>>(), 14.0, plot)
    }

    fn draw_panel(&self, canvas: &mut Canvas, cell: Area, sheet: &Sheet, panel: &SeriesPanel, letters: bool) {
        let title = Canvas::wrap(&panel.title, BODY, true, cell.width());
        let mut top = super::theme::paragraph(canvas, &title.join(" "), (cell.left, cell.top), BODY, true, Colour::INK, cell.width());
        let about = [panel.unit.as_str(), panel.direction.words()];
        let about = about.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        top = super::theme::paragraph(canvas, &about, (cell.left, top), SMALL, false, Colour::QUIET, cell.width());
        let lanes_height = if letters { TOP } else { sheet.top };
        let plot = Area::new(cell.left + sheet.left, top + 8.0 + lanes_height, cell.right - sheet.right, cell.bottom - 26.0);
        let years = Axis::whole(sheet.years, (plot.left, plot.right), (plot.width() / 60.0).max(2.0) as usize);
        let Some(range) = panel_range(panel) else { return no_data(canvas, plot) };
        if let Some(end) = self.warm_up_until.filter(|end| usable(*end) && *end > sheet.years.0) {
            canvas.rectangle(Area::new(plot.left, plot.top, years.px(end), plot.bottom), Colour::SHADE, 1.0);
        }
        let values = value_axis(range, (plot.bottom, plot.top));
        values.draw_left(canvas, plot);
        years.draw_below(canvas, plot, true);
        self.draw_events(canvas, plot, sheet, &years, letters);
        self.draw_bands(canvas, panel, (&years, &values));
        if !sheet.labels.is_empty() {
            self.label_ends(canvas, panel, &sheet.labels, plot, (&years, &values));
        }
    }

    fn draw_events(&self, canvas: &mut Canvas, plot: Area, sheet: &Sheet, years: &Axis, letters: bool) {
        let shown = self.shown_events(sheet);
        let placed = self.event_lanes(&shown, sheet, (plot.left, plot.right));
        let top = |lane: usize| plot.top - 4.0 - if letters { 0.0 } else { lane as f64 * TOP };
        for (event, (lane, _)) in shown.iter().zip(&placed) {
            let x = years.px(event.year);
            canvas.line(&[(x, plot.bottom), (x, top(*lane))], 1.25, Colour::QUIET, 1.0, Dash::Short);
        }
        let mut free_from = f64::NEG_INFINITY;
        for (index, (event, (lane, centre))) in shown.iter().zip(placed).enumerate() {
            let (x, y) = (years.px(event.year), top(lane) - 2.0);
            if !letters {
                // A line that leads to a higher lane stops behind the words of a lower one.
                let half = Canvas::text_width(&event.label, SMALL, false) / 2.0 + 2.0;
                canvas.rectangle(Area::new(centre - half, y - 15.0, centre + half, y), Colour::WHITE, 1.0);
                canvas.text((centre, y - SMALL / 2.0), Anchor::Middle, SMALL, Colour::QUIET, &event.label);
            } else if x - 7.0 > free_from {
                canvas.text((x, y - SMALL / 2.0), Anchor::Middle, SMALL, Colour::QUIET, &letter(index));
                free_from = x + 7.0;
            }
        }
    }

    fn draw_bands(&self, canvas: &mut Canvas, panel: &SeriesPanel, axes: (&Axis, &Axis)) {
        for (index, band) in panel.bands.iter().enumerate() {
            let colour = series_style(index).colour;
            for (low, high, alpha) in [(&band.low90, &band.high90, 0.13), (&band.low50, &band.high50, 0.24)] {
                for run in self.runs(low, Some(high)) {
                    let lower = run.iter().map(|i| (axes.0.px(self.years[*i]), axes.1.px(low[*i])));
                    let upper = run.iter().rev().map(|i| (axes.0.px(self.years[*i]), axes.1.px(high[*i])));
                    canvas.polygon(&lower.chain(upper).collect::<Vec<_>>(), colour, alpha);
                }
            }
        }
        for (index, band) in panel.bands.iter().enumerate() {
            self.draw_median(canvas, band, index, axes, series_style(index));
        }
    }

    /// The median with a marker now and then, shifted from arm to arm so that they do not hide each other.
    fn draw_median(&self, canvas: &mut Canvas, band: &SeriesBand, index: usize, axes: (&Axis, &Axis), style: SeriesStyle) {
        let at = |i: usize| (axes.0.px(self.years[i]), axes.1.px(band.median[i]));
        for run in self.runs(&band.median, None) {
            let path: Vec<Point> = run.iter().map(|i| at(*i)).collect();
            canvas.line(&path, 2.75, style.colour, 1.0, style.dash);
            let every = (path.len() / 4).max(1);
            let first = if path.len() < 4 { 0 } else { every / 2 + index * every / 6 };
            for point in path.iter().skip(first).step_by(every) {
                style.marker.draw(canvas, *point, 5.5, style.colour);
            }
        }
    }

    fn label_ends(&self, canvas: &mut Canvas, panel: &SeriesPanel, names: &[Vec<String>], plot: Area, axes: (&Axis, &Axis)) {
        let mut labels = Vec::new();
        for (index, (band, lines)) in panel.bands.iter().zip(names).enumerate() {
            let Some(last) = self.runs(&band.median, None).last().and_then(|run| run.last().copied()) else { continue };
            let at = (axes.0.px(self.years[last]), axes.1.px(band.median[last]));
            labels.push(EndLabel { at, lines: lines.clone(), style: series_style(index) });
        }
        end_labels(canvas, plot.right, (plot.top - 8.0, plot.bottom + 8.0), &labels);
    }

    /// Stretches of rows in which year and values can be drawn.
    fn runs(&self, column: &[f64], other: Option<&Vec<f64>>) -> Vec<Vec<usize>> {
        let good = |i: &usize| {
            let value = |column: &[f64]| column.get(*i).is_some_and(|v| usable(*v));
            usable(self.years[*i]) && value(column) && other.is_none_or(|other| value(other))
        };
        let rows: Vec<usize> = (0..self.years.len().min(column.len())).collect();
        let runs = rows.chunk_by(|a, b| good(a) == good(b));
        runs.filter(|run| good(&run[0])).map(<[usize]>::to_vec).collect()
    }
}

impl Sheet {
    /// Room for the lanes of event labels above every panel.
    fn with_top(mut self, plot: &SeriesPlot, cell: Area) -> Self {
        let shown = plot.shown_events(&self);
        let edges = (cell.left + self.left + 20.0, cell.right - self.right);
        let lanes = plot.event_lanes(&shown, &self, edges).iter().map(|lane| lane.0 + 1).max().unwrap_or(0);
        self.top = lanes as f64 * TOP;
        self
    }
}

fn letter(index: usize) -> String {
    let first = char::from(b'A' + (index % 26) as u8);
    if index < 26 { first.to_string() } else { format!("{first}{}", index / 26) }
}

fn value_axis(range: (f64, f64), pixels: Point) -> Axis {
    Axis::rounded(range, pixels, ((pixels.0 - pixels.1).abs() / 48.0).clamp(2.0, 6.0) as usize)
}

fn panel_range(panel: &SeriesPanel) -> Option<(f64, f64)> {
    let columns =
        |band: &SeriesBand| [&band.median, &band.low50, &band.high50, &band.low90, &band.high90].map(|c| extent(c.iter().copied()));
    let ranges = panel.bands.iter().flat_map(columns).flatten();
    extent(ranges.flat_map(|(low, high)| [low, high]))
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    fn sample(arms: usize, panels: usize, level: f64) -> SeriesPlot {
        let years: Vec<f64> = (0..=40).map(|i| f64::from(i) / 4.0).collect();
        let band = |arm: usize| {
            let at = |shift: f64| years.iter().map(|y| level + shift + y * arm as f64 / 10.0).collect();
            SeriesBand { median: at(0.0), low50: at(-0.2), high50: at(0.2), low90: at(-0.5), high90: at(0.5) }
        };
        let panel = |i: usize| SeriesPanel {
            title: format!("Share of concerns raised {i} <&\">"),
            unit: "share".into(),
            direction: Direction::HigherIsBetter,
            bands: (0..arms).map(band).collect(),
        };
        SeriesPlot {
            frame: check::frame(),
            arms: (0..arms).map(|i| format!("arm {i}")).collect(),
            panels: (0..panels).map(panel).collect(),
            events: vec![
                EventMark { year: 3.0, label: "chief executive leaves".into() },
                EventMark { year: 3.5, label: "shock".into() },
                EventMark { year: 9.9, label: "merger".into() },
            ],
            warm_up_until: Some(1.0),
            years,
            ..SeriesPlot::default()
        }
    }

    #[test]
    fn any_number_of_panels_and_arms_is_legible() {
        for (arms, panels) in [(1, 1), (2, 2), (3, 4), (5, 6), (7, 9), (8, 12)] {
            let svg = check::picture(&sample(arms, panels, 1.0));
            assert!(svg.contains("raised 0 &lt;&amp;&quot;&gt;") && svg.contains(&format!("arm {}", arms - 1)));
        }
    }

    #[test]
    fn the_key_tells_of_bands_where_there_are_some() {
        let mut plot = sample(2, 1, 1.0);
        assert!(check::picture(&plot).contains("middle 90 %"));
        for band in plot.panels.iter_mut().flat_map(|panel| &mut panel.bands) {
            (band.low90, band.high90) = (band.median.clone(), band.median.clone());
        }
        assert!(!check::picture(&plot).contains("middle 90 %"));
    }

    #[test]
    fn odd_numbers_do_not_panic() {
        for odd in check::ODD {
            check::picture(&sample(2, 3, odd));
            let mut plot = sample(2, 2, 1.0);
            plot.years[7] = odd;
            plot.panels[0].bands[1].median[3] = odd;
            plot.panels[0].bands[0].low90.truncate(4);
            plot.warm_up_until = Some(odd);
            plot.events[0].year = odd;
            check::picture(&plot);
        }
        assert!(check::picture(&SeriesPlot::default()).contains("no data"));
        assert!(check::picture(&sample(2, 2, f64::NAN)).contains("no data"));
        let mut single = sample(2, 2, 1.0);
        single.years.truncate(1);
        check::picture(&single);
    }
}
