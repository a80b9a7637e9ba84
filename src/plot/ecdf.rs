//! Decision times as the share decided by day (one minus Kaplan-Meier), open issues being censored.

use super::Plot;
use super::axis::{Axis, AxisScale, number, usable};
use super::canvas::{Anchor, Area, Canvas, Point};
use super::key::{END_LABEL_ROOM, EndLabel, end_labels};
use super::theme::{BODY, Colour, Dash, Frame, LEADING, Marker, SMALL, SeriesStyle, no_data, series_style};

/// The curve of one arm.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EcdfArm {
    /// Name of the arm.
    pub label: String,
    /// Days at which the curve rises, increasing, with the share decided by then, 0 to 1.
    pub steps: Vec<(f64, f64)>,
    /// Last day on which an issue was still watched; from the last step to it the curve is drawn open.
    pub watched_to_days: f64,
}

impl EcdfArm {
    /// One minus the Kaplan-Meier estimate from durations in days and whether each ended in a decision.
    ///
    /// Durations that are negative or not finite are left out.
    pub fn from_durations(label: impl Into<String>, durations: &[(f64, bool)]) -> Self {
        let mut sorted: Vec<(f64, bool)> = durations.iter().copied().filter(|d| usable(d.0) && d.0 >= 0.0).collect();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (mut steps, mut open_share, mut at_risk) = (Vec::new(), 1.0, sorted.len());
        for same_day in sorted.chunk_by(|a, b| a.0 == b.0) {
            let decided = same_day.iter().filter(|d| d.1).count();
            if decided > 0 {
                open_share *= 1.0 - decided as f64 / at_risk as f64;
                steps.push((same_day[0].0, 1.0 - open_share));
            }
            at_risk -= same_day.len();
        }
        Self { label: label.into(), steps, watched_to_days: sorted.last().map_or(0.0, |d| d.0) }
    }

    /// First day by which half is decided, if it comes to that.
    pub fn median_days(&self) -> Option<f64> {
        self.clean().into_iter().find(|step| step.1 >= 0.5 - 1e-12).map(|step| step.0)
    }

    fn clean(&self) -> Vec<(f64, f64)> {
        let good = |step: &&(f64, f64)| usable(step.0) && step.0 >= 0.0 && (0.0..=1.0).contains(&step.1);
        self.steps.iter().filter(good).copied().collect()
    }

    /// Corners of the curve up to `limit` days.
    fn corners(&self, limit: f64) -> Vec<(f64, f64)> {
        let mut corners = vec![(0.0, 0.0)];
        let mut share = 0.0;
        for (day, next) in self.clean().into_iter().filter(|step| step.0 <= limit) {
            corners.extend([(day, share), (day, next)]);
            share = next;
        }
        corners
    }
}

/// Share of issues decided against days since they arose, a curve an arm.
#[derive(Clone, Debug, PartialEq)]
pub struct EcdfPlot {
    /// Title, subtitle and caption.
    pub frame: Frame,
    /// One curve an arm.
    pub arms: Vec<EcdfArm>,
    /// Right end of the axis, in days.
    pub limit_days: f64,
    /// Stretch of the axis of days.
    pub scale: AxisScale,
    /// Name of the axis of days, such as "days until decided".
    pub days_label: String,
    /// Name of the axis of shares, such as "share of issues decided".
    pub share_label: String,
}

impl Default for EcdfPlot {
    fn default() -> Self {
        Self {
            frame: Frame::default(),
            arms: Vec::new(),
            limit_days: 60.0,
            scale: AxisScale::SquareRoot,
            days_label: "days until decided".into(),
            share_label: "share of issues decided".into(),
        }
    }
}

impl Plot for EcdfPlot {
    fn draw(&self, canvas: &mut Canvas) {
        let area = self.frame.draw(canvas);
        let limit = if usable(self.limit_days) && self.limit_days > 0.0 { self.limit_days } else { 60.0 };
        if self.arms.iter().all(|arm| arm.clean().is_empty()) {
            return no_data(canvas, area);
        }
        let labels: Vec<Vec<String>> = self.arms.iter().map(|arm| arm_label(arm, limit, area.width() * 0.24)).collect();
        let widths = labels.iter().flatten().map(|line| Canvas::text_width(line, SMALL, false));
        let label_width = widths.fold(0.0, f64::max);
        let plot = Area::new(
            area.left + 58.0,
            area.top + BODY * LEADING + 10.0,
            (area.right - label_width - END_LABEL_ROOM).max(area.left + 160.0),
            area.bottom - 64.0,
        );
        let days = Axis::stretched(limit, (plot.left, plot.right), self.scale);
        let share = Axis::new((0.0, 1.0), (plot.bottom, plot.top), 5);
        canvas.text((area.left, area.top + BODY / 2.0), Anchor::Start, BODY, Colour::QUIET, &self.share_label);
        draw_axes(canvas, plot, &days, &share);
        canvas.text((plot.centre().0, plot.bottom + 50.0), Anchor::Middle, BODY, Colour::QUIET, &self.days_label);
        let mut ends = Vec::new();
        for (index, (arm, lines)) in self.arms.iter().zip(labels).enumerate() {
            let style = series_style(index);
            if let Some(at) = draw_curve(canvas, arm, limit, (&days, &share), style) {
                ends.push(EndLabel { at, lines, style });
            }
        }
        self.draw_medians(canvas, limit, (&days, &share));
        end_labels(canvas, plot.right, (plot.top - 20.0, plot.bottom + 20.0), &ends);
    }
}

impl EcdfPlot {
    /// A marker where each curve crosses one half, and a drop line to the axis.
    fn draw_medians(&self, canvas: &mut Canvas, limit: f64, (days, share): (&Axis, &Axis)) {
        for (index, arm) in self.arms.iter().enumerate() {
            let Some(median) = arm.median_days().filter(|median| *median <= limit) else { continue };
            let style = series_style(index);
            let at = (days.px(median), share.px(0.5));
            canvas.line(&[at, (at.0, share.px(0.0))], 1.5, style.colour, 0.8, Dash::Dotted);
            style.marker.draw(canvas, at, 8.0, style.colour);
        }
    }
}

fn draw_axes(canvas: &mut Canvas, plot: Area, days: &Axis, share: &Axis) {
    for tick in &share.ticks {
        let y = share.px(*tick);
        let colour = if (tick - 0.5).abs() < 1e-9 { Colour::RULE } else { Colour::GRID };
        canvas.line(&[(plot.left, y), (plot.right, y)], 1.0, colour, 1.0, Dash::Solid);
        let words = format!("{} %", number(tick * 100.0, 0));
        canvas.text((plot.left - 8.0, y), Anchor::End, SMALL, Colour::QUIET, &words);
    }
    let half = share.px(0.5);
    canvas.line(&[(plot.left, half), (plot.right, half)], 1.0, Colour::RULE, 1.0, Dash::Short);
    days.draw_below(canvas, plot, true);
}

/// Name, median and share still open, in lines no wider than `width`.
fn arm_label(arm: &EcdfArm, limit: f64, width: f64) -> Vec<String> {
    let decided = arm.corners(limit).last().map_or(0.0, |corner| corner.1);
    let median = match arm.median_days() {
        Some(days) => format!("median {} days", number(days, if (days - days.round()).abs() < 0.05 { 0 } else { 1 })),
        None => "median not reached".into(),
    };
    let open = format!("{} % open at day {}", number((1.0 - decided) * 100.0, 0), number(limit, 0));
    let mut lines = Canvas::wrap(&arm.label, SMALL, false, width);
    lines.extend([median, open].iter().flat_map(|words| Canvas::wrap(words, SMALL, false, width)));
    lines
}

/// The steps, then the open tail with a ring at its end; returns the right end of the curve.
fn draw_curve(canvas: &mut Canvas, arm: &EcdfArm, limit: f64, (days, share): (&Axis, &Axis), style: SeriesStyle) -> Option<Point> {
    let corners = arm.corners(limit);
    let &(last_day, last_share) = corners.last()?;
    if corners.len() < 2 && arm.watched_to_days <= 0.0 {
        return None;
    }
    let path: Vec<Point> = corners.iter().map(|c| (days.px(c.0), share.px(c.1))).collect();
    canvas.line(&path, 3.0, style.colour, 1.0, style.dash);
    let end_day = if last_share > 1.0 - 1e-9 { limit } else { arm.watched_to_days.clamp(last_day, limit) };
    let end = (days.px(end_day), share.px(last_share));
    let start = (days.px(last_day), end.1);
    if last_share > 1.0 - 1e-9 {
        canvas.line(&[start, end], 3.0, style.colour, 1.0, style.dash);
    } else {
        canvas.line(&[start, end], 1.75, style.colour, 0.8, Dash::Dotted);
        Marker::Ring.draw(canvas, end, 6.5, style.colour);
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    #[test]
    fn kaplan_meier_by_hand() {
        let durations = [(1.0, true), (2.0, false), (2.0, true), (4.0, true), (5.0, false)];
        let arm = EcdfArm::from_durations("a", &durations);
        // 1 - 4/5; then 3 of the 4 at risk stay; then 1 of 2.
        let expected = [(1.0, 0.2), (2.0, 0.4), (4.0, 0.7)];
        for (step, hand) in arm.steps.iter().zip(expected) {
            assert!(step.0 == hand.0 && (step.1 - hand.1).abs() < 1e-12, "{step:?} {hand:?}");
        }
        assert_eq!(arm.steps.len(), 3);
        assert_eq!((arm.median_days(), arm.watched_to_days), (Some(4.0), 5.0));
    }

    #[test]
    fn curves_are_labelled_with_median_and_open_share() {
        let arm = |label: &str, slow: f64| {
            let durations: Vec<(f64, bool)> = (0..50).map(|i| (f64::from(i) * slow, i % 5 != 0)).collect();
            EcdfArm::from_durations(label, &durations)
        };
        for scale in [AxisScale::Linear, AxisScale::SquareRoot, AxisScale::Log] {
            let arms = vec![arm("autocracy", 0.4), arm("<&\">", 0.5), arm("anarchy", 3.0)];
            let svg = check::picture(&EcdfPlot { frame: check::frame(), arms, scale, ..EcdfPlot::default() });
            assert!(svg.contains("autocracy") && svg.contains("&lt;&amp;&quot;&gt;") && svg.contains("open at day 60"));
        }
    }

    #[test]
    fn odd_numbers_do_not_panic() {
        for odd in check::ODD {
            let arm = EcdfArm { label: "a".into(), steps: vec![(odd, 0.5), (1.0, odd)], watched_to_days: odd };
            check::picture(&EcdfPlot { arms: vec![arm.clone()], limit_days: odd, ..EcdfPlot::default() });
            let durations = EcdfArm::from_durations("a", &[(odd, true)]);
            check::picture(&EcdfPlot { arms: vec![durations, arm], ..EcdfPlot::default() });
        }
        assert!(check::picture(&EcdfPlot::default()).contains("no data"));
    }
}
