//! Forest plot: paired effects with intervals on one standardised scale.

use super::Plot;
use super::axis::{Axis, extent, number, usable};
use super::canvas::{Anchor, Area, Canvas};
use super::key::{Sign, key_rows};
use super::theme::{BODY, Colour, Dash, Direction, Frame, LEADING, SMALL, SeriesStyle, no_data, series_style};

/// One effect with its interval, on the plot's standardised scale.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Effect {
    /// The estimate.
    pub point: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
    /// The effect in the outcome's own unit as text, such as "−3.1 [−4.0, −2.2]"; may be empty.
    pub note: String,
}

/// One outcome.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ForestRow {
    /// Name of the outcome.
    pub label: String,
    /// Its unit, such as "days"; may be empty.
    pub unit: String,
    /// Which way is good; the good side of the zero line is shaded.
    pub direction: Direction,
    /// One effect an arm, in the order of [`ForestPlot::arms`]; missing ones are left out.
    pub effects: Vec<Effect>,
}

/// Paired effects of one or several arms against the same reference.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ForestPlot {
    /// Title, subtitle and caption.
    pub frame: Frame,
    /// Names of the arms; with one arm there is no key.
    pub arms: Vec<String>,
    /// Outcomes from top to bottom.
    pub rows: Vec<ForestRow>,
    /// Name of the scale, such as "standardised difference (Hedges g)".
    pub scale_label: String,
    /// Heading of the column of standardised values, such as "g [95 % interval]".
    pub value_heading: String,
    /// Heading of the column of [`Effect::note`], such as "in own unit".
    pub note_heading: String,
    /// What lies left of zero, such as "lower with delegation"; may be empty.
    pub left_hint: String,
    /// What lies right of zero.
    pub right_hint: String,
}

/// The style of an arm, which is the same in plots where the reference stands before all of them and has the first.
fn style_of(arm: usize) -> SeriesStyle {
    series_style(arm + 1)
}

/// Where the parts of the plot lie.
struct Layout {
    plot: Area,
    label_width: f64,
    value_right: f64,
    note_right: f64,
    row_height: f64,
    arm_gap: f64,
    value_size: f64,
    axis: Axis,
}

impl Plot for ForestPlot {
    fn draw(&self, canvas: &mut Canvas) {
        let mut area = self.frame.draw(canvas);
        let values = self.effects().flat_map(|e| [e.point, e.low, e.high]);
        let Some(range) = extent(values) else { return no_data(canvas, area) };
        area.top = key_rows(canvas, (area.left, area.top), area.width(), &self.key());
        let layout = self.layout(area, (range.0.min(0.0), range.1.max(0.0)));
        self.draw_scale(canvas, &layout, area);
        for (index, row) in self.rows.iter().enumerate() {
            self.draw_row(canvas, &layout, area, index, row);
        }
        let zero = layout.axis.px(0.0);
        canvas.line(&[(zero, layout.plot.top), (zero, layout.plot.bottom)], 1.75, Colour::INK, 1.0, Dash::Solid);
        for (index, row) in self.rows.iter().enumerate() {
            self.draw_effects(canvas, &layout, index, row);
        }
    }
}

impl ForestPlot {
    fn arm_count(&self) -> usize {
        self.rows.iter().map(|row| row.effects.len()).max().unwrap_or(0).max(1)
    }

    fn effects(&self) -> impl Iterator<Item = &Effect> {
        self.rows.iter().flat_map(|row| &row.effects)
    }

    fn key(&self) -> Vec<(Sign, String)> {
        let mut key = Vec::new();
        if self.arms.len() > 1 {
            let sign = |arm| Sign::Marker(style_of(arm).marker, style_of(arm).colour, false);
            key.extend(self.arms.iter().enumerate().map(|(i, arm)| (sign(i), arm.clone())));
        }
        if self.rows.iter().any(|row| row.direction != Direction::Neutral) {
            key.push((Sign::Patch(Colour::SHADE), "shaded side is the better one".into()));
        }
        key
    }

    fn layout(&self, area: Area, range: (f64, f64)) -> Layout {
        let width_of = |words: &str| Canvas::text_width(words, SMALL, false);
        let widest = |heading: &str, texts: &mut dyn Iterator<Item = String>| {
            texts.map(|text| width_of(&text)).fold(Canvas::text_width(heading, SMALL, true), f64::max)
        };
        let value_width = widest(&self.value_heading, &mut self.effects().map(value_text));
        let has_notes = self.effects().any(|e| !e.note.is_empty());
        let note_width = if has_notes { 24.0 + widest(&self.note_heading, &mut self.effects().map(|e| e.note.clone())) } else { 0.0 };
        let labels = self.rows.iter().map(|row| Canvas::text_width(&row.label, BODY, true).max(width_of(&about(row))));
        let label_width = labels.fold(0.0, f64::max).min(area.width() * 0.27) + 2.0;
        let plot = Area::new(
            area.left + label_width + 22.0,
            area.top + SMALL * LEADING + 8.0,
            (area.right - value_width - note_width - 24.0).max(area.left + label_width + 122.0),
            area.bottom - 34.0 - self.foot_height(),
        );
        let row_height = plot.height() / self.rows.len().max(1) as f64;
        let arm_gap = (row_height * 0.84 / self.arm_count() as f64).min(30.0);
        let slack = (range.1 - range.0) * 0.04;
        Layout {
            plot,
            label_width,
            value_right: area.right - note_width,
            note_right: area.right,
            row_height,
            arm_gap,
            value_size: SMALL.min(arm_gap * 0.95),
            axis: Axis::new((range.0 - slack, range.1 + slack), (plot.left, plot.right), (plot.width() / 90.0) as usize),
        }
    }

    fn foot_height(&self) -> f64 {
        let hints = !(self.left_hint.is_empty() && self.right_hint.is_empty());
        [hints, !self.scale_label.is_empty()].into_iter().filter(|shown| *shown).count() as f64 * BODY * LEADING
    }

    fn draw_scale(&self, canvas: &mut Canvas, layout: &Layout, area: Area) {
        let Layout { plot, axis, .. } = layout;
        let heading_y = area.top + SMALL * LEADING / 2.0;
        canvas.bold_text((layout.value_right, heading_y), Anchor::End, SMALL, Colour::INK, &self.value_heading);
        if layout.note_right > layout.value_right {
            canvas.bold_text((layout.note_right, heading_y), Anchor::End, SMALL, Colour::INK, &self.note_heading);
        }
        axis.draw_below(canvas, *plot, true);
        let mut y = plot.bottom + 34.0 + BODY * LEADING / 2.0;
        let zero = axis.px(0.0);
        let mut hinted = false;
        if !self.left_hint.is_empty() {
            let words = format!("← {}", self.left_hint);
            let right = (zero - 12.0).max(area.left + Canvas::text_width(&words, SMALL, false));
            canvas.text((right, y), Anchor::End, SMALL, Colour::INK, &words);
            hinted = true;
        }
        if !self.right_hint.is_empty() {
            let words = format!("{} →", self.right_hint);
            let left = (zero + 12.0).min(area.right - Canvas::text_width(&words, SMALL, false));
            canvas.text((left, y), Anchor::Start, SMALL, Colour::INK, &words);
            hinted = true;
        }
        y += if hinted { BODY * LEADING } else { 0.0 };
        canvas.text((plot.centre().0, y), Anchor::Middle, BODY, Colour::QUIET, &self.scale_label);
    }

    fn draw_row(&self, canvas: &mut Canvas, layout: &Layout, area: Area, index: usize, row: &ForestRow) {
        let plot = layout.plot;
        let top = plot.top + index as f64 * layout.row_height;
        let bottom = top + layout.row_height;
        let zero = layout.axis.px(0.0);
        let (left, right) = match row.direction {
            Direction::HigherIsBetter => (zero, plot.right),
            Direction::LowerIsBetter => (plot.left, zero),
            Direction::Neutral => (zero, zero),
        };
        if right > left {
            canvas.rectangle(Area::new(left, top + 1.5, right, bottom - 1.5), Colour::SHADE, 1.0);
        }
        canvas.line(&[(area.left, bottom), (area.right, bottom)], 1.0, Colour::GRID, 1.0, Dash::Solid);
        let mut lines: Vec<(String, f64, bool)> =
            Canvas::wrap(&row.label, BODY, true, layout.label_width).into_iter().map(|l| (l, BODY, true)).collect();
        let about = Canvas::wrap(&about(row), SMALL, false, layout.label_width);
        let room = |lines: &[(String, f64, bool)]| lines.iter().map(|l| l.1 * LEADING).sum::<f64>();
        lines.extend(about.into_iter().map(|l| (l, SMALL, false)));
        // Rows that are too low keep their name at full size and give up the second line.
        while lines.len() > 1 && room(&lines) > layout.row_height {
            lines.pop();
        }
        let mut y = (top + bottom) / 2.0 - room(&lines) / 2.0;
        for (words, size, bold) in lines {
            let size = size.min(layout.row_height / LEADING);
            let at = (area.left, y + size * LEADING / 2.0);
            match bold {
                true => canvas.bold_text(at, Anchor::Start, size, Colour::INK, &words),
                false => canvas.text(at, Anchor::Start, size, Colour::QUIET, &words),
            }
            y += size * LEADING;
        }
    }

    fn draw_effects(&self, canvas: &mut Canvas, layout: &Layout, index: usize, row: &ForestRow) {
        let middle = layout.plot.top + (index as f64 + 0.5) * layout.row_height;
        for (arm, effect) in row.effects.iter().enumerate() {
            let y = middle + (arm as f64 - (row.effects.len() as f64 - 1.0) / 2.0) * layout.arm_gap;
            draw_effect(canvas, layout, y, effect, style_of(arm));
            let size = layout.value_size;
            canvas.text((layout.value_right, y), Anchor::End, size, Colour::INK, &value_text(effect));
            canvas.text((layout.note_right, y), Anchor::End, size, Colour::QUIET, &effect.note);
        }
        if row.effects.is_empty() {
            canvas.text((layout.value_right, middle), Anchor::End, SMALL, Colour::QUIET, "no data");
        }
    }
}

/// Unit and direction of a row.
fn about(row: &ForestRow) -> String {
    let parts = [row.unit.as_str(), row.direction.words()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn value_text(effect: &Effect) -> String {
    if effect.point.is_nan() {
        return "no data".into();
    }
    format!("{} [{}, {}]", number(effect.point, 2), number(effect.low, 2), number(effect.high, 2))
}

/// Interval and marker; an end that is not finite becomes an arrow at the edge.
fn draw_effect(canvas: &mut Canvas, layout: &Layout, y: f64, effect: &Effect, style: SeriesStyle) {
    if !usable(effect.point) {
        return;
    }
    let Layout { plot, axis, .. } = layout;
    let (low, high) = (axis.px(effect.low), axis.px(effect.high));
    let left = if usable(effect.low) { low } else { plot.left };
    let right = if usable(effect.high) { high } else { plot.right };
    canvas.line(&[(left, y), (right, y)], 2.5, style.colour, 1.0, Dash::Solid);
    for (x, value, inwards) in [(left, effect.low, 8.0), (right, effect.high, -8.0)] {
        if usable(value) {
            canvas.line(&[(x, y - 5.0), (x, y + 5.0)], 2.0, style.colour, 1.0, Dash::Solid);
        } else {
            canvas.polygon(&[(x, y), (x + inwards, y - 5.0), (x + inwards, y + 5.0)], style.colour, 1.0);
        }
    }
    style.marker.draw(canvas, (axis.px(effect.point), y), (layout.arm_gap * 0.3).clamp(3.0, 7.0), style.colour);
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    fn sample(point: f64) -> ForestPlot {
        let effect = |shift: f64| Effect { point: point + shift, low: point - 0.2, high: point + 0.3, note: "−3 d".into() };
        let row = |label: &str, direction| ForestRow {
            label: label.into(),
            unit: "days".into(),
            direction,
            effects: vec![effect(0.0), effect(0.4)],
        };
        ForestPlot {
            frame: check::frame(),
            arms: vec!["deputies".into(), "delegation".into()],
            rows: vec![row("decision time", Direction::LowerIsBetter), row("voice <&\">", Direction::HigherIsBetter)],
            scale_label: "Hedges g".into(),
            value_heading: "g [95 %]".into(),
            note_heading: "own unit".into(),
            left_hint: "lower with it".into(),
            right_hint: "higher with it".into(),
        }
    }

    #[test]
    fn labels_and_values_are_written_without_touching() {
        let svg = check::picture(&sample(-0.4));
        for words in ["decision time", "voice &lt;&amp;&quot;&gt;", "−0.40 [−0.60, −0.10]", "← lower with it"] {
            assert!(svg.contains(words), "{words}");
        }
    }

    #[test]
    fn the_style_of_the_reference_is_left_to_it() {
        let svg = check::picture(&sample(0.1));
        let is_drawn = |place: usize| {
            let Colour(red, green, blue) = series_style(place).colour;
            svg.contains(&format!("#{red:02X}{green:02X}{blue:02X}"))
        };
        assert_eq!([0, 1, 2, 3].map(is_drawn), [false, true, true, false]);
    }

    #[test]
    fn odd_numbers_do_not_panic() {
        for odd in check::ODD {
            check::picture(&sample(odd));
        }
        assert!(check::picture(&sample(f64::NAN)).contains("no data"));
        assert!(check::picture(&ForestPlot::default()).contains("no data"));
        let mut open = sample(0.1);
        open.rows[0].effects[0].high = f64::INFINITY;
        assert!(check::picture(&open).contains("∞]"));
    }
}
