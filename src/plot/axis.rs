//! Scales, round ticks, numbers as text, and the grid of a panel.

use super::canvas::{Anchor, Area, Canvas, Point};
use super::theme::{Colour, Dash, SMALL};

/// How numbers are stretched along an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum AxisScale {
    /// Equal steps.
    #[default]
    Linear,
    /// Square roots: small numbers get more room, zero is shown.
    SquareRoot,
    /// Logarithms of one plus the number: strong stretch of small numbers, zero is shown.
    Log,
}

impl AxisScale {
    fn stretch(self, value: f64) -> f64 {
        match self {
            Self::Linear => value,
            Self::SquareRoot => value.max(0.0).sqrt(),
            Self::Log => libm::log1p(value.max(0.0)),
        }
    }
}

/// A number that can be drawn: finite and small enough for pixel arithmetic.
pub(super) fn usable(value: f64) -> bool {
    value.is_finite() && value.abs() < 1e12
}

/// Smallest and largest usable number, or nothing.
pub(super) fn extent(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.filter(|v| usable(*v)).fold(None, |range, v| match range {
        None => Some((v, v)),
        Some((low, high)) => Some((low.min(v), high.max(v))),
    })
}

/// A linear, square-root or logarithmic map from numbers to pixels, with round ticks.
#[derive(Clone, Debug)]
pub(super) struct Axis {
    scale: AxisScale,
    low: f64,
    high: f64,
    pixels: (f64, f64),
    pub ticks: Vec<f64>,
    step: f64,
}

impl Axis {
    /// An axis that covers `range` exactly, with about `count` ticks inside it.
    pub fn new(range: (f64, f64), pixels: (f64, f64), count: usize) -> Self {
        let (low, high) = widened(range);
        let step = round_step((high - low) / count.max(1) as f64);
        let first = (low / step - 1e-9).ceil() as i64;
        let last = (high / step + 1e-9).floor() as i64;
        let ticks = (first..=last).take(100).map(|i| i as f64 * step).collect();
        Self { scale: AxisScale::Linear, low, high, pixels, ticks, step }
    }

    /// An axis that reaches from a round number to a round number.
    pub fn rounded(range: (f64, f64), pixels: (f64, f64), count: usize) -> Self {
        let (low, high) = widened(range);
        let step = round_step((high - low) / count.max(1) as f64);
        let outer = ((low / step + 1e-9).floor() * step, (high / step - 1e-9).ceil() * step);
        Self::new(outer, pixels, ((outer.1 - outer.0) / step).round() as usize)
    }

    /// As [`Axis::new`], with whole numbers as ticks if the range holds at least two.
    pub fn whole(range: (f64, f64), pixels: (f64, f64), count: usize) -> Self {
        let axes = (1..=count.max(1)).rev().map(|count| Self::new(range, pixels, count));
        let whole = |axis: &Self| axis.ticks.len() > 1 && axis.ticks.iter().all(|tick| tick.fract() == 0.0);
        axes.clone().find(whole).unwrap_or_else(|| Self::new(range, pixels, count))
    }

    /// An axis from zero to `high` on `scale`, ticks at the chosen numbers where linear ticks would crowd.
    pub fn stretched(high: f64, pixels: (f64, f64), scale: AxisScale) -> Self {
        let mut axis = Self::new((0.0, high), pixels, 8);
        if scale != AxisScale::Linear {
            axis.scale = scale;
            let steps = [0.0, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 90.0, 180.0, 365.0, 730.0, 1825.0];
            axis.ticks = steps.into_iter().filter(|tick| *tick <= high).collect();
            axis.step = 1.0;
        }
        axis
    }

    /// Pixel of a number; numbers outside the axis end at its edge.
    pub fn px(&self, value: f64) -> f64 {
        let value = if value.is_nan() { self.low } else { value.clamp(self.low, self.high) };
        let (low, high) = (self.scale.stretch(self.low), self.scale.stretch(self.high));
        let share = (self.scale.stretch(value) - low) / (high - low);
        self.pixels.0 + (self.pixels.1 - self.pixels.0) * share
    }

    /// Text of a tick, with as many decimals as the ticks need.
    pub fn label(&self, tick: f64) -> String {
        let decimals = (0..9).find(|d| {
            let scaled = self.step * libm::pow(10.0, f64::from(*d));
            (scaled - scaled.round()).abs() < 1e-6 * scaled.max(1e-9)
        });
        number(tick, decimals.unwrap_or(9) as usize)
    }

    /// Width of the widest tick label.
    pub fn label_width(&self) -> f64 {
        self.ticks.iter().map(|t| Canvas::text_width(&self.label(*t), SMALL, false)).fold(0.0, f64::max)
    }

    /// Horizontal grid lines and their labels left of `area`; the pixels of this axis run along y.
    pub fn draw_left(&self, canvas: &mut Canvas, area: Area) {
        for tick in &self.ticks {
            let y = self.px(*tick);
            canvas.line(&[(area.left, y), (area.right, y)], 1.0, Colour::GRID, 1.0, Dash::Solid);
            canvas.text((area.left - 8.0, y), Anchor::End, SMALL, Colour::QUIET, &self.label(*tick));
        }
    }

    /// A base line with ticks below `area`, and labels where they do not touch; the pixels run along x.
    pub fn draw_below(&self, canvas: &mut Canvas, area: Area, with_labels: bool) {
        let y = area.bottom;
        canvas.line(&[(area.left, y), (area.right, y)], 1.25, Colour::RULE, 1.0, Dash::Solid);
        let mut free_from = f64::NEG_INFINITY;
        for tick in &self.ticks {
            let (x, label) = (self.px(*tick), self.label(*tick));
            canvas.line(&[(x, y), (x, y + 5.0)], 1.25, Colour::RULE, 1.0, Dash::Solid);
            let half = Canvas::text_width(&label, SMALL, false) / 2.0;
            if with_labels && x - half >= free_from {
                canvas.text((x, y + 16.0), Anchor::Middle, SMALL, Colour::QUIET, &label);
                free_from = x + half + 10.0;
            }
        }
    }
}

/// A range with a width, even where all numbers are equal.
fn widened((low, high): (f64, f64)) -> (f64, f64) {
    let (low, high) = if usable(low) && usable(high) { (low.min(high), low.max(high)) } else { (0.0, 1.0) };
    if high - low > 1e-9 * low.abs().max(high.abs()).max(1e-9) {
        (low, high)
    } else {
        let room = (low.abs() * 0.1).max(0.5);
        (low - room, high + room)
    }
}

/// The nearest of 1, 2, 2.5, 5 times a power of ten that is at least `raw`.
fn round_step(raw: f64) -> f64 {
    let power = libm::pow(10.0, libm::floor(libm::log10(raw.max(1e-12))));
    let factor = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().find(|f| f * power >= raw * 0.999);
    factor.unwrap_or(10.0) * power
}

/// A number with `decimals` places, a true minus sign and thin gaps in thousands.
pub(super) fn number(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return if value.is_nan() {
            "–".into()
        } else if value > 0.0 {
            "∞".into()
        } else {
            "−∞".into()
        };
    }
    let digits = format!("{:.decimals$}", value.abs());
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        let behind = whole.len() - index;
        if index > 0 && behind % 3 == 0 && whole.len() > 4 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let zero = digits.chars().all(|c| c == '0' || c == '.');
    format!("{}{grouped}{rest}", if value < 0.0 && !zero { "−" } else { "" })
}

/// A number with about three significant digits.
pub(super) fn short_number(value: f64) -> String {
    let size = value.abs();
    let decimals = if size >= 100.0 || size == 0.0 {
        0
    } else if size >= 10.0 {
        1
    } else {
        2
    };
    number(value, decimals)
}

/// Moves heights apart so that neighbours keep `gap`, inside `low..high`, keeping their order; exact ties keep input order.
pub(super) fn spread(heights: &[f64], gap: f64, (low, high): (f64, f64)) -> Vec<f64> {
    let mut order: Vec<usize> = (0..heights.len()).collect();
    order.sort_by(|a, b| heights[*a].total_cmp(&heights[*b]).then(a.cmp(b)));
    let gap = gap.min((high - low).max(0.0) / heights.len().saturating_sub(1).max(1) as f64);
    let mut placed: Vec<f64> = order.iter().map(|i| heights[*i].clamp(low, high.max(low))).collect();
    for _ in 0..60 {
        for i in 1..placed.len() {
            let overlap = placed[i - 1] + gap - placed[i];
            if overlap > 0.0 {
                placed[i - 1] -= overlap / 2.0;
                placed[i] += overlap / 2.0;
            }
        }
        placed.iter_mut().for_each(|y| *y = y.clamp(low, high.max(low)));
    }
    // A last sweep from the top, then from the bottom, settles what the averaging left.
    (1..placed.len()).for_each(|i| placed[i] = placed[i].max(placed[i - 1] + gap));
    if let Some(last) = placed.last_mut() {
        *last = last.min(high);
    }
    (1..placed.len()).rev().for_each(|i| placed[i - 1] = placed[i - 1].min(placed[i] - gap));
    let mut result = vec![0.0; heights.len()];
    order.iter().zip(placed).for_each(|(index, y)| result[*index] = y);
    result
}

/// Puts labels of the given centre and width into as few lanes as keep `gap` between neighbours.
///
/// Returns the lane of each label and its centre, moved where it would leave `low..high`.
pub(super) fn lanes(labels: &[Point], gap: f64, (low, high): (f64, f64)) -> Vec<(usize, f64)> {
    let mut order: Vec<usize> = (0..labels.len()).collect();
    order.sort_by(|a, b| labels[*a].0.total_cmp(&labels[*b].0).then(a.cmp(b)));
    let mut free_from: Vec<f64> = Vec::new();
    let mut result = vec![(0, 0.0); labels.len()];
    for index in order {
        let (x, width) = labels[index];
        let centre = x.min(high - width / 2.0).max(low + width / 2.0);
        let lane = free_from.iter().position(|free| centre - width / 2.0 >= *free);
        let lane = lane.unwrap_or_else(|| {
            free_from.push(0.0);
            free_from.len() - 1
        });
        free_from[lane] = centre + width / 2.0 + gap;
        result[index] = (lane, centre);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        let axis = Axis::new((-0.83, 1.17), (0.0, 100.0), 5);
        let labels: Vec<String> = axis.ticks.iter().map(|t| axis.label(*t)).collect();
        assert_eq!(labels, ["−0.5", "0.0", "0.5", "1.0"]);
        let axis = Axis::rounded((3.0, 97.0), (0.0, 100.0), 5);
        assert_eq!(axis.ticks, [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
    }

    #[test]
    fn odd_ranges_still_give_an_axis() {
        for range in [(f64::NAN, 1.0), (2.0, 2.0), (0.0, 0.0), (f64::NEG_INFINITY, f64::INFINITY), (1e300, -1e300)] {
            let axis = Axis::rounded(range, (0.0, 100.0), 5);
            assert!(axis.px(1.0).is_finite() && axis.px(f64::NAN).is_finite() && axis.ticks.len() > 1);
        }
    }

    #[test]
    fn numbers_read_well() {
        assert_eq!(number(-0.001, 2), "0.00");
        assert_eq!(number(-12345.678, 1), "−12,345.7");
        assert_eq!(number(1234.0, 0), "1234");
    }

    #[test]
    fn spread_keeps_order_gap_and_bounds() {
        let placed = spread(&[50.0, 51.0, 50.0, 99.0, f64::from(98)], 10.0, (0.0, 100.0));
        let mut sorted = placed.clone();
        sorted.sort_by(f64::total_cmp);
        assert!(sorted.windows(2).all(|p| p[1] - p[0] >= 9.999));
        assert!(sorted.iter().all(|y| (-1e-9..=100.0).contains(y)));
        assert!(placed[0] < placed[2] && placed[2] < placed[1]);
    }

    #[test]
    fn touching_labels_take_another_lane() {
        let placed = lanes(&[(10.0, 30.0), (20.0, 30.0), (80.0, 30.0)], 5.0, (0.0, 100.0));
        assert_eq!(placed.iter().map(|p| p.0).collect::<Vec<_>>(), [0, 1, 0]);
        assert_eq!(placed[0].1, 15.0);
    }
}
