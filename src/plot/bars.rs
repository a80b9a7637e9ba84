//! Measures by name: groups of bars with standard errors, and published values as hollow signs.

use super::Plot;
use super::axis::{Axis, extent, short_number, usable};
use super::canvas::{Anchor, Area, Canvas};
use super::key::{Sign, key_rows};
use super::theme::{BODY, Colour, Dash, Frame, LEADING, Marker, SMALL, no_data, series_style};

/// The bars of one colour.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BarSeries {
    /// Its name.
    pub label: String,
    /// Value and standard error (0 draws no bar) in each group.
    pub values: Vec<(f64, f64)>,
    /// Published value in each group, where there is one.
    pub published: Vec<Option<f64>>,
}

/// Groups of bars.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BarPlot {
    /// Title, subtitle and caption.
    pub frame: Frame,
    /// Name of the axis of groups.
    pub along_label: String,
    /// Name of the axis of values.
    pub value_label: String,
    /// Names of the groups.
    pub groups: Vec<String>,
    /// The bars of each colour.
    pub series: Vec<BarSeries>,
}

impl BarPlot {
    fn cells(&self) -> impl Iterator<Item = (usize, usize, f64, f64)> + '_ {
        let of = |(index, series): (usize, &'_ BarSeries)| {
            let values: Vec<_> = series.values.iter().take(self.groups.len()).copied().enumerate().collect();
            values.into_iter().map(move |(group, (value, error))| (index, group, value, error))
        };
        self.series.iter().enumerate().flat_map(of).filter(|cell| usable(cell.2))
    }

    fn published(&self, series: usize, group: usize) -> Option<f64> {
        self.series[series].published.get(group).copied().flatten().filter(|value| usable(*value))
    }
}

impl Plot for BarPlot {
    fn draw(&self, canvas: &mut Canvas) {
        let mut area = self.frame.draw(canvas);
        let known: Vec<f64> = self.cells().filter_map(|cell| self.published(cell.0, cell.1)).collect();
        let Some(range) = extent(self.cells().map(|cell| cell.2).chain(known.iter().copied()).chain([0.0])) else {
            return no_data(canvas, area);
        };
        if self.cells().next().is_none() {
            return no_data(canvas, area);
        }
        let sign = |(index, series): (usize, &BarSeries)| (Sign::Patch(series_style(index).colour), series.label.clone());
        let mut entries: Vec<(Sign, String)> = self.series.iter().enumerate().map(sign).collect();
        if !known.is_empty() {
            entries.push((Sign::Marker(Marker::Diamond, Colour::INK, true), "published".to_owned()));
        }
        area.top = key_rows(canvas, (area.left, area.top), area.width(), &entries) + 6.0;
        let name_width = area.width() / self.groups.len() as f64 * 0.86;
        let names: Vec<Vec<String>> = self.groups.iter().map(|name| Canvas::wrap(name, SMALL, false, name_width)).collect();
        let lines = names.iter().map(Vec::len).max().unwrap_or(1) as f64;
        let bottom = area.bottom - lines * SMALL * LEADING - BODY * LEADING - 24.0;
        // Room for the numbers at the ends of the bars.
        let room = 0.08 * (range.1 - range.0);
        let range = (if range.0 < 0.0 { range.0 - room } else { range.0 }, if range.1 > 0.0 { range.1 + room } else { range.1 });
        let value = Axis::rounded(range, (bottom, area.top + BODY * LEADING + 22.0), 6);
        let plot = Area::new(area.left + value.label_width() + 20.0, area.top + BODY * LEADING + 22.0, area.right, bottom);
        canvas.text((area.left, area.top + BODY / 2.0), Anchor::Start, BODY, Colour::QUIET, &self.value_label);
        value.draw_left(canvas, plot);
        canvas.line(&[(plot.left, value.px(0.0)), (plot.right, value.px(0.0))], 1.5, Colour::RULE, 1.0, Dash::Solid);
        self.draw_bars(canvas, plot, &value);
        let step = plot.width() / self.groups.len() as f64;
        for (group, lines) in names.iter().enumerate() {
            for (row, line) in lines.iter().enumerate() {
                let at = (plot.left + step * (group as f64 + 0.5), plot.bottom + 18.0 + row as f64 * SMALL * LEADING);
                canvas.text(at, Anchor::Middle, SMALL, Colour::INK, line);
            }
        }
        canvas.text((plot.centre().0, area.bottom - BODY / 2.0), Anchor::Middle, BODY, Colour::QUIET, &self.along_label);
    }
}

impl BarPlot {
    fn draw_bars(&self, canvas: &mut Canvas, plot: Area, value: &Axis) {
        let step = plot.width() / self.groups.len() as f64;
        let width = (step * 0.76 / self.series.len() as f64).min(90.0);
        for (index, group, height, error) in self.cells() {
            let style = series_style(index);
            let middle = plot.left + step * (group as f64 + 0.5);
            let x = middle + width * (index as f64 - (self.series.len() as f64 - 1.0) / 2.0);
            let (zero, y) = (value.px(0.0), value.px(height));
            canvas.rectangle(Area::new(x - width * 0.44, zero.min(y), x + width * 0.44, zero.max(y)), style.colour, 0.85);
            if usable(error) && error > 0.0 {
                canvas.line(&[(x, value.px(height - error)), (x, value.px(height + error))], 1.5, Colour::INK, 1.0, Dash::Solid);
            }
            let words = short_number(height);
            let published = self.published(index, group);
            if let Some(published) = published {
                Marker::Diamond.draw_hollow(canvas, (x, value.px(published)), 7.0, Colour::INK);
            }
            if Canvas::text_width(&words, SMALL, false) < width * 0.98 {
                let far = published.map_or(y, |p| if height < 0.0 { value.px(p).max(y) } else { value.px(p).min(y) });
                let at = if height < 0.0 { far + 17.0 } else { far - 17.0 };
                let at = at.clamp(plot.top - 14.0, plot.bottom - 8.0);
                canvas.text((x, at), Anchor::Middle, SMALL, Colour::INK, &words);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    #[test]
    fn groups_and_colours_are_named_and_published_values_stand_beside() {
        let series = |label: &str, sign: f64| BarSeries {
            label: label.into(),
            values: vec![(9.0 * sign, 0.3), (-5.0 * sign, 0.2), (2.0 * sign, 0.0)],
            published: vec![Some(9.4 * sign), None, Some(sign)],
        };
        let plot = BarPlot {
            frame: check::frame(),
            along_label: "who is promoted".into(),
            value_label: "gain in points".into(),
            groups: vec!["best".into(), "worst".into(), "at random".into()],
            series: vec![series("common sense", 1.0), series("Peter", -1.0)],
        };
        let svg = check::picture(&plot);
        assert!(svg.contains("common sense") && svg.contains("at random") && svg.contains("published"));
    }

    #[test]
    fn odd_numbers_do_not_panic() {
        for odd in check::ODD {
            let series = BarSeries { label: "a".into(), values: vec![(odd, odd), (1.0, odd)], published: vec![Some(odd)] };
            check::picture(&BarPlot { groups: vec!["x".into(), "y".into()], series: vec![series], ..BarPlot::default() });
        }
        assert!(check::picture(&BarPlot::default()).contains("no data"));
    }
}
