//! Means over two factors: a panel an arm, one colour scale for all.

use super::Plot;
use super::axis::{Axis, extent, short_number};
use super::canvas::{Anchor, Area, Canvas};
use super::theme::{BODY, Colour, Frame, LEADING, SMALL, SUBTITLE, no_data};

/// One panel.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeatPanel {
    /// Its name.
    pub title: String,
    /// Values by place upwards, then by place across; NaN leaves a gap.
    pub values: Vec<Vec<f64>>,
}

/// Panels of coloured cells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeatMap {
    /// Title, subtitle and caption.
    pub frame: Frame,
    /// Name of the axis across.
    pub across_label: String,
    /// Name of the axis upwards.
    pub up_label: String,
    /// Name of what the colours mean, with its unit.
    pub value_label: String,
    /// Names of the places across.
    pub across: Vec<String>,
    /// Names of the places upwards, the lowest first.
    pub up: Vec<String>,
    /// The panels, row by row.
    pub panels: Vec<HeatPanel>,
}

/// The viridis colours (Smith and van der Walt 2015), from low to high.
const VIRIDIS: [Colour; 10] = [
    Colour(68, 1, 84),
    Colour(72, 40, 120),
    Colour(62, 73, 137),
    Colour(49, 104, 142),
    Colour(38, 130, 142),
    Colour(31, 158, 137),
    Colour(53, 183, 121),
    Colour(110, 206, 88),
    Colour(181, 222, 43),
    Colour(253, 231, 37),
];

/// Width of the bar of colours, with its numbers.
const BAR_ROOM: f64 = 120.0;

/// The colour at `share` (0 to 1) of the scale.
fn viridis(share: f64) -> Colour {
    let at = share.clamp(0.0, 1.0) * (VIRIDIS.len() - 1) as f64;
    let below = (at as usize).min(VIRIDIS.len() - 2);
    VIRIDIS[below].mixed(VIRIDIS[below + 1], at - below as f64)
}

impl Plot for HeatMap {
    fn draw(&self, canvas: &mut Canvas) {
        let mut area = self.frame.draw(canvas);
        let values = self.panels.iter().flat_map(|panel| panel.values.iter().flatten().copied());
        let Some(range) = extent(values).filter(|_| !self.across.is_empty() && !self.up.is_empty()) else { return no_data(canvas, area) };
        canvas.text((area.left, area.top + BODY / 2.0), Anchor::Start, BODY, Colour::QUIET, &format!("upwards: {}", self.up_label));
        canvas.text((area.left, area.bottom - BODY / 2.0), Anchor::Start, BODY, Colour::QUIET, &format!("across: {}", self.across_label));
        area = Area::new(area.left, area.top + BODY * LEADING + 8.0, area.right, area.bottom - BODY * LEADING - 6.0);
        let scale = Axis::rounded(range, (area.bottom - 20.0, area.top + BODY * LEADING * 2.0), 6);
        self.colour_bar(canvas, area, &scale);
        area.right -= BAR_ROOM + 24.0;
        let columns = match self.panels.len() {
            0..=3 => self.panels.len().max(1),
            count => count.div_ceil(2),
        };
        let rows = self.panels.len().div_ceil(columns);
        for (index, panel) in self.panels.iter().enumerate() {
            self.draw_panel(canvas, area.cell(index, columns, rows, (22.0, 18.0)), panel, &scale);
        }
    }
}

impl HeatMap {
    fn colour(scale: &Axis, value: f64) -> Colour {
        let (low, high) = (scale.ticks.first().copied().unwrap_or(0.0), scale.ticks.last().copied().unwrap_or(1.0));
        viridis((value - low) / (high - low).max(f64::MIN_POSITIVE))
    }

    fn colour_bar(&self, canvas: &mut Canvas, area: Area, scale: &Axis) {
        const STEPS: usize = 64;
        let left = area.right - BAR_ROOM + 8.0;
        let (Some(low), Some(high)) = (scale.ticks.first(), scale.ticks.last()) else { return };
        let lines = Canvas::wrap(&self.value_label, SMALL, false, BAR_ROOM + 8.0);
        let (top, bottom) = (area.top + lines.len() as f64 * SMALL * LEADING + 10.0, area.bottom - 20.0);
        for (number, line) in lines.iter().enumerate() {
            let at = (left - 8.0, area.top + SMALL / 2.0 + number as f64 * SMALL * LEADING);
            canvas.text(at, Anchor::Start, SMALL, Colour::INK, line);
        }
        let y = |value: f64| bottom + (top - bottom) * (value - low) / (high - low).max(f64::MIN_POSITIVE);
        for step in 0..STEPS {
            let at = |step: usize| low + (high - low) * step as f64 / STEPS as f64;
            let part = Area::new(left, y(at(step + 1)), left + 26.0, y(at(step)) + 0.5);
            canvas.rectangle(part, viridis((step as f64 + 0.5) / STEPS as f64), 1.0);
        }
        for tick in &scale.ticks {
            canvas.text((left + 34.0, y(*tick)), Anchor::Start, SMALL, Colour::INK, &scale.label(*tick));
        }
    }

    fn draw_panel(&self, canvas: &mut Canvas, area: Area, panel: &HeatPanel, scale: &Axis) {
        let label = |words: &String, room: f64| {
            let mut words = words.clone();
            while Canvas::text_width(&words, SMALL, false) > room && words.chars().count() > 1 {
                words.pop();
            }
            words
        };
        let widest = self.up.iter().map(|words| Canvas::text_width(words, SMALL, false)).fold(0.0, f64::max).min(area.width() * 0.3);
        for line in Canvas::wrap(&panel.title, SUBTITLE, true, area.width()).iter().take(1) {
            canvas.bold_text((area.left, area.top + SUBTITLE / 2.0), Anchor::Start, SUBTITLE, Colour::INK, line);
        }
        let plot =
            Area::new(area.left + widest + 8.0, area.top + SUBTITLE * LEADING + 4.0, area.right, area.bottom - SMALL * LEADING - 6.0);
        let (width, height) = (plot.width() / self.across.len() as f64, plot.height() / self.up.len() as f64);
        for (row, values) in panel.values.iter().enumerate().take(self.up.len()) {
            let bottom = plot.bottom - row as f64 * height;
            for (column, value) in values.iter().enumerate().take(self.across.len()).filter(|(_, value)| super::axis::usable(**value)) {
                let left = plot.left + column as f64 * width;
                let colour = Self::colour(scale, *value);
                canvas.rectangle(Area::new(left, bottom - height, left + width + 0.5, bottom + 0.5), colour, 1.0);
                let words = short_number(*value);
                if Canvas::text_width(&words, SMALL, false) < width * 0.9 && height > SMALL * 1.4 {
                    canvas.text((left + width / 2.0, bottom - height / 2.0), Anchor::Middle, SMALL, colour.ink_on(), &words);
                }
            }
            let every = (SMALL * 1.3 / height).ceil().max(1.0) as usize;
            if row.is_multiple_of(every) {
                canvas.text((plot.left - 6.0, bottom - height / 2.0), Anchor::End, SMALL, Colour::INK, &label(&self.up[row], widest));
            }
        }
        let longest = self.across.iter().map(|words| Canvas::text_width(words, SMALL, false)).fold(0.0, f64::max);
        let every = ((longest + 10.0) / width).ceil().clamp(1.0, 4.0) as usize;
        for (column, words) in self.across.iter().enumerate().filter(|(column, _)| column.is_multiple_of(every)) {
            let room = width * every as f64 - 8.0;
            let words = label(words, room);
            let half = Canvas::text_width(&words, SMALL, false) / 2.0;
            let x = (plot.left + (column as f64 + 0.5) * width).clamp(plot.left + half, (plot.right - half).max(plot.left + half));
            canvas.text((x, plot.bottom + 14.0), Anchor::Middle, SMALL, Colour::INK, &words);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    fn map(panels: usize, columns: usize, rows: usize, value: impl Fn(usize, usize) -> f64) -> HeatMap {
        let values = |_| (0..rows).map(|row| (0..columns).map(|column| value(row, column)).collect()).collect();
        HeatMap {
            frame: check::frame(),
            across_label: "context.load".into(),
            up_label: "trust.gain".into(),
            value_label: "Strain, share of the day".into(),
            across: (0..columns).map(|column| format!("{}", 0.5 + column as f64 / 4.0)).collect(),
            up: (0..rows).map(|row| format!("level {row}")).collect(),
            panels: (0..panels).map(|panel| HeatPanel { title: format!("arm {panel}"), values: values(panel) }).collect(),
        }
    }

    #[test]
    fn every_panel_axis_and_colour_is_named() {
        for (panels, columns, rows) in [(1, 2, 2), (3, 5, 4), (7, 12, 12), (2, 12, 1)] {
            let svg = check::picture(&map(panels, columns, rows, |row, column| row as f64 - column as f64 / 3.0));
            assert!(svg.contains("arm 0") && svg.contains("upwards: trust.gain") && svg.contains("Strain"));
        }
    }

    #[test]
    fn odd_numbers_do_not_panic_and_gaps_stay_empty() {
        for odd in check::ODD {
            check::picture(&map(2, 3, 3, |row, column| if row == column { odd } else { 1.0 }));
        }
        assert!(check::picture(&map(2, 3, 3, |_, _| f64::NAN)).contains("no data"));
        assert!(check::picture(&HeatMap::default()).contains("no data"));
        assert_eq!((viridis(-1.0), viridis(1.0)), (VIRIDIS[0], VIRIDIS[9]));
    }
}
