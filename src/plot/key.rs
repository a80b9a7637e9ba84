//! The key of a plot: a row of signs with their meanings, and labels at the ends of lines.

use super::axis::spread;
use super::canvas::{Anchor, Area, Canvas, Point};
use super::theme::{BODY, Colour, Dash, LEADING, Marker, SMALL, SeriesStyle};

/// What stands before the words of a key entry.
#[derive(Clone, Copy, Debug)]
pub(super) enum Sign {
    /// A piece of a line with its marker.
    Series(SeriesStyle),
    /// A marker alone, filled or hollow.
    Marker(Marker, Colour, bool),
    /// A patch of colour.
    Patch(Colour),
    /// A crossed ring.
    Crossed,
    /// A line of a colour and width.
    Line(Colour, f64),
}

impl Sign {
    fn width(self) -> f64 {
        match self {
            Self::Series(_) | Self::Line(..) => 44.0,
            Self::Patch(_) => 24.0,
            Self::Marker(..) | Self::Crossed => 16.0,
        }
    }

    fn draw(self, canvas: &mut Canvas, (x, y): Point) {
        let middle = (x + self.width() / 2.0, y);
        match self {
            Self::Series(style) => {
                canvas.line(&[(x, y), (x + self.width(), y)], 3.0, style.colour, 1.0, style.dash);
                style.marker.draw(canvas, middle, 6.0, style.colour);
            }
            Self::Marker(marker, colour, false) => marker.draw(canvas, middle, 7.0, colour),
            Self::Marker(marker, colour, true) => marker.draw_hollow(canvas, middle, 7.0, colour),
            Self::Crossed => {
                canvas.circle(middle, 8.0, Colour::INK, 1.0);
                canvas.circle(middle, 6.5, Colour::WHITE, 1.0);
                for side in [5.0, -5.0] {
                    let cross = [(middle.0 - 5.0, y - side), (middle.0 + 5.0, y + side)];
                    canvas.line(&cross, 1.5, Colour::INK, 1.0, Dash::Solid);
                }
            }
            Self::Patch(colour) => canvas.rectangle(Area::new(x, y - 8.0, x + 24.0, y + 8.0), colour, 1.0),
            Self::Line(colour, width) => {
                canvas.line(&[(x, y), (x + self.width(), y)], width, colour, 1.0, Dash::Solid);
            }
        }
    }
}

/// Draws entries side by side from the upper left corner `at`, in rows no wider than `width`; returns the y below.
pub(super) fn key_rows(canvas: &mut Canvas, at: Point, width: f64, entries: &[(Sign, String)]) -> f64 {
    let (mut x, mut y) = (at.0, at.1 + BODY * LEADING / 2.0);
    for (sign, words) in entries {
        let room = (width - sign.width() - 8.0).max(40.0);
        let lines = Canvas::wrap(words, BODY, false, room);
        let widest = lines.iter().map(|line| Canvas::text_width(line, BODY, false)).fold(0.0, f64::max);
        if x > at.0 && x + sign.width() + 8.0 + widest > at.0 + width {
            x = at.0;
            y += BODY * LEADING;
        }
        sign.draw(canvas, (x, y));
        for (index, line) in lines.iter().enumerate() {
            y += if index > 0 { BODY * LEADING } else { 0.0 };
            canvas.text((x + sign.width() + 8.0, y), Anchor::Start, BODY, Colour::INK, line);
        }
        x += sign.width() + 8.0 + widest + 28.0;
    }
    if entries.is_empty() { at.1 } else { y + BODY * LEADING / 2.0 + 6.0 }
}

/// A label at the right end of a line.
#[derive(Clone, Debug)]
pub(super) struct EndLabel {
    /// End of the line.
    pub at: Point,
    /// Lines of text.
    pub lines: Vec<String>,
    /// Style of the line; its marker stands before the text.
    pub style: SeriesStyle,
}

/// Room that an end label needs beside its widest line of text: leader, marker and gaps.
pub(super) const END_LABEL_ROOM: f64 = 36.0;

/// Writes labels right of `edge`, moved apart inside `range` of heights, with a thin leader to each line end.
pub(super) fn end_labels(canvas: &mut Canvas, edge: f64, range: Point, labels: &[EndLabel]) {
    let tallest = labels.iter().map(|l| l.lines.len()).max().unwrap_or(1) as f64;
    let gap = tallest * SMALL * LEADING + if tallest > 2.0 { 8.0 } else { 0.0 };
    let inside = (range.0 + gap / 2.0, (range.1 - gap / 2.0).max(range.0 + gap / 2.0));
    let heights: Vec<f64> = labels.iter().map(|label| label.at.1).collect();
    for (label, y) in labels.iter().zip(spread(&heights, gap, inside)) {
        // The leader starts at the edge of the panel: from an earlier end it would look like more of the curve.
        let leader = [(label.at.0.max(edge) + 3.0, label.at.1), (edge + 14.0, y)];
        canvas.line(&leader, 1.0, label.style.colour, 0.7, Dash::Solid);
        label.style.marker.draw(canvas, (edge + 21.0, y), 5.0, label.style.colour);
        let top = y - (label.lines.len() as f64 - 1.0) * SMALL * LEADING / 2.0;
        for (index, line) in label.lines.iter().enumerate() {
            let at = (edge + 30.0, top + index as f64 * SMALL * LEADING);
            canvas.text(at, Anchor::Start, SMALL, label.style.colour.for_text(), line);
        }
    }
}
