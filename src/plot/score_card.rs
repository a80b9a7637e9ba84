//! Score-card: many claims, each with its effect, what an ablation leaves of it, and a verdict as shape and colour.

use super::Plot;
use super::axis::{Axis, number, usable};
use super::canvas::{Anchor, Area, Canvas};
use super::key::{Sign, key_rows};
use super::theme::{Colour, Dash, Frame, LEADING, Marker, PALETTE, SMALL, no_data};

/// Effects beyond this are drawn at the edge, with an arrow and their value.
const EDGE: f64 = 4.0;

/// What was found of a claim.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Finding {
    /// As claimed.
    For,
    /// Not as claimed.
    Against,
    /// Partly, or for another reason.
    Mixed,
    /// Not known.
    #[default]
    Open,
}

/// One effect, in the direction claimed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScoreRow {
    /// Name of the claim; written once for rows that follow each other.
    pub claim: String,
    /// What the effect is on.
    pub label: String,
    /// The estimate.
    pub point: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
    /// The estimate under the ablation; NaN without one.
    pub ablated: f64,
    /// Estimates elsewhere, as thin ticks.
    pub others: Vec<f64>,
    /// The verdict.
    pub finding: Finding,
}

/// Effects of many claims on one standardised scale.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScoreCard {
    /// Title, subtitle and caption.
    pub frame: Frame,
    /// Effects from top to bottom.
    pub rows: Vec<ScoreRow>,
    /// Half-width of the zone in which an effect counts as none.
    pub zone: f64,
    /// Name of the scale.
    pub scale_label: String,
}

impl Finding {
    /// The finding in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::For => "supported",
            Self::Against => "not supported",
            Self::Mixed => "mixed",
            Self::Open => "undecided",
        }
    }

    fn style(self) -> (Marker, Colour) {
        match self {
            Self::For => (Marker::Circle, PALETTE[0]),
            Self::Against => (Marker::Square, PALETTE[1]),
            Self::Mixed => (Marker::Diamond, PALETTE[2]),
            Self::Open => (Marker::Triangle, PALETTE[7]),
        }
    }
}

impl Plot for ScoreCard {
    fn draw(&self, canvas: &mut Canvas) {
        let mut area = self.frame.draw(canvas);
        if !self.rows.iter().any(|row| usable(row.point)) {
            return no_data(canvas, area);
        }
        area.top = key_rows(canvas, (area.left, area.top), area.width(), &key()) + 6.0;
        let widest = |texts: &mut dyn Iterator<Item = &str>| texts.map(|text| Canvas::text_width(text, SMALL, false)).fold(0.0, f64::max);
        let names = widest(&mut self.rows.iter().map(|row| row.claim.as_str())) + 14.0;
        let labels = widest(&mut self.rows.iter().map(|row| row.label.as_str())).min(area.width() * 0.36);
        let values = Canvas::text_width("not supported  −444.44", SMALL, false);
        let plot = Area::new(area.left + names + labels + 18.0, area.top, area.right - values - 16.0, area.bottom - 62.0);
        let axis = Axis::new((-EDGE, EDGE), (plot.left, plot.right), 8);
        let height = plot.height() / self.rows.len() as f64;
        let zone = Area::new(axis.px(-self.zone), plot.top, axis.px(self.zone), plot.bottom);
        canvas.rectangle(zone, Colour::SHADE, 1.0);
        axis.draw_below(canvas, plot, true);
        canvas.line(&[(axis.px(0.0), plot.top), (axis.px(0.0), plot.bottom)], 1.5, Colour::INK, 1.0, Dash::Solid);
        for (index, row) in self.rows.iter().enumerate() {
            let y = plot.top + (index as f64 + 0.5) * height;
            let first = index == 0 || self.rows[index - 1].claim != row.claim;
            if first {
                let line = y - height / 2.0;
                canvas.line(&[(area.left, line), (area.right, line)], 1.0, Colour::GRID, 1.0, Dash::Solid);
                canvas.bold_text((area.left, y), Anchor::Start, SMALL, Colour::INK, &row.claim);
            }
            let label = Canvas::wrap(&row.label, SMALL, false, labels + 1.0).into_iter().next().unwrap_or_default();
            let cut = if label.len() < row.label.len() { format!("{label} …") } else { label };
            canvas.text((area.left + names, y), Anchor::Start, SMALL, Colour::INK, &cut);
            row.draw(canvas, &axis, y, height);
            row.draw_words(canvas, (plot.right + 16.0, area.right), y);
        }
        let middle = (plot.left + plot.right) / 2.0;
        let half = Canvas::text_width(&self.scale_label, SMALL, false) / 2.0;
        let at = (middle.clamp(area.left + half, (area.right - half).max(area.left + half)), plot.bottom + 34.0 + SMALL * LEADING / 2.0);
        canvas.text(at, Anchor::Middle, SMALL, Colour::QUIET, &self.scale_label);
    }
}

impl ScoreRow {
    fn draw(&self, canvas: &mut Canvas, axis: &Axis, y: f64, height: f64) {
        let (marker, colour) = self.finding.style();
        let px = |value: f64| axis.px(value.clamp(-EDGE, EDGE));
        let size = (height * 0.3).clamp(3.0, 6.5);
        for other in self.others.iter().copied().filter(|other| usable(*other)) {
            canvas.line(&[(px(other), y - size * 0.8), (px(other), y + size * 0.8)], 1.25, colour, 1.0, Dash::Solid);
        }
        if !usable(self.point) {
            return;
        }
        let (low, high) = (if usable(self.low) { self.low } else { -EDGE }, if usable(self.high) { self.high } else { EDGE });
        canvas.line(&[(px(low), y), (px(high), y)], 2.5, colour, 1.0, Dash::Solid);
        if usable(self.ablated) {
            Marker::Circle.draw_hollow(canvas, (px(self.ablated), y), size * 0.85, Colour::INK);
        }
        if self.point.abs() > EDGE {
            let (tip, inwards) = (px(self.point), if self.point > 0.0 { -1.6 } else { 1.6 });
            canvas.polygon(&[(tip, y), (tip + inwards * size, y - size), (tip + inwards * size, y + size)], colour, 1.0);
            marker.draw(canvas, (tip + 2.4 * inwards * size, y), size, colour);
        } else {
            marker.draw(canvas, (px(self.point), y), size, colour);
        }
    }

    fn draw_words(&self, canvas: &mut Canvas, (left, right): (f64, f64), y: f64) {
        let (_, colour) = self.finding.style();
        canvas.text((left, y), Anchor::Start, SMALL, colour.for_text(), self.finding.words());
        let value = match self.point {
            point if !usable(point) => "–".into(),
            point if point.abs() < 1000.0 => number(point, 2),
            point => number(point.clamp(-999.0, 999.0), 0) + "…",
        };
        canvas.text((right, y), Anchor::End, SMALL, Colour::INK, &value);
    }
}

fn key() -> Vec<(Sign, String)> {
    let findings = [Finding::For, Finding::Mixed, Finding::Against, Finding::Open];
    let mut key: Vec<(Sign, String)> = findings
        .into_iter()
        .map(|finding| {
            let (marker, colour) = finding.style();
            (Sign::Marker(marker, colour, false), finding.words().to_owned())
        })
        .collect();
    key.push((Sign::Marker(Marker::Circle, Colour::INK, true), "with the ablation".into()));
    key.push((Sign::Patch(Colour::SHADE), "no effect of note".into()));
    key
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    fn sample(point: f64) -> ScoreCard {
        let row = |claim: &str, finding, point: f64| ScoreRow {
            claim: claim.into(),
            label: "decision days <&\">, usual load".into(),
            point,
            low: point - 0.3,
            high: point + 0.3,
            ablated: 0.1,
            others: vec![point / 2.0],
            finding,
        };
        let rows = vec![row("C01", Finding::For, 1.0), row("C01", Finding::Mixed, point), row("C02", Finding::Against, -9.5)];
        ScoreCard { frame: check::frame(), rows, zone: 0.2, scale_label: "standard deviations".into() }
    }

    #[test]
    fn verdicts_and_values_are_written() {
        let svg = check::picture(&sample(0.5));
        for words in ["C01", "C02", "supported", "mixed", "not supported", "−9.50", "no effect of note"] {
            assert!(svg.contains(words), "{words}");
        }
    }

    #[test]
    fn odd_numbers_do_not_panic() {
        for odd in check::ODD {
            check::picture(&sample(odd));
        }
        assert!(check::picture(&ScoreCard::default()).contains("no data"));
    }
}
