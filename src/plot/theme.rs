//! Fonts, sizes, colours, series styles, and the title, subtitle and caption around every plot.

use super::canvas::{Anchor, Area, Canvas, Point};

/// Families that an SVG viewer tries in turn; the widths of all are close to the bundled first one.
pub(super) const FONT_FAMILY: &str = "Inter, Helvetica Neue, Helvetica, Arial, sans-serif";
/// Size of a title, in logical pixels.
pub(super) const TITLE: f64 = 28.0;
/// Size of a subtitle and of panel titles.
pub(super) const SUBTITLE: f64 = 19.0;
/// Size of labels.
pub(super) const BODY: f64 = 17.0;
/// Size of tick labels, values and captions; the smallest in use.
pub(super) const SMALL: f64 = 15.0;
/// Distance of lines of text, as a multiple of their size.
pub(super) const LEADING: f64 = 1.32;
/// Free space around a figure, in logical pixels.
const MARGIN: f64 = 32.0;

/// Red, green and blue, 0 to 255 each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    /// Paper.
    pub const WHITE: Self = Self(255, 255, 255);
    /// Titles and values.
    pub const INK: Self = Self(26, 26, 26);
    /// Secondary text.
    pub const QUIET: Self = Self(89, 89, 89);
    /// Axes and ticks.
    pub const RULE: Self = Self(140, 140, 140);
    /// Grid lines.
    pub const GRID: Self = Self(226, 226, 226);
    /// Shaded regions.
    pub const SHADE: Self = Self(238, 238, 238);

    /// This colour with a share of `other`, 0 to 1, mixed in.
    pub fn mixed(self, other: Self, share: f64) -> Self {
        let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u8;
        Self(mix(self.0, other.0), mix(self.1, other.1), mix(self.2, other.2))
    }

    /// A darker kin of this colour that is legible as text on white.
    pub fn for_text(self) -> Self {
        let luminance = 0.3 * f64::from(self.0) + 0.59 * f64::from(self.1) + 0.11 * f64::from(self.2);
        self.mixed(Self(0, 0, 0), ((luminance - 80.0) / 200.0).clamp(0.0, 0.45))
    }

    /// Black or white, whichever is legible on this colour.
    pub fn ink_on(self) -> Self {
        let luminance = 0.3 * f64::from(self.0) + 0.59 * f64::from(self.1) + 0.11 * f64::from(self.2);
        if luminance > 125.0 { Self::INK } else { Self::WHITE }
    }
}

/// The Okabe-Ito colours without yellow, which is too pale on white; ordered for contrast between neighbours.
pub(super) const PALETTE: [Colour; 8] = [
    Colour(0, 114, 178),
    Colour(213, 94, 0),
    Colour(0, 158, 115),
    Colour(204, 121, 167),
    Colour(230, 159, 0),
    Colour(86, 180, 233),
    Colour(0, 0, 0),
    Colour(120, 120, 120),
];

/// How a line is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dash {
    /// Unbroken.
    Solid,
    /// Long strokes.
    Long,
    /// Short strokes.
    Short,
    /// Dots.
    Dotted,
    /// A long stroke and a dot in turn.
    LongDot,
}

impl Dash {
    fn lengths(self) -> &'static [f64] {
        match self {
            Self::Solid => &[],
            Self::Long => &[14.0, 6.0],
            Self::Short => &[7.0, 5.0],
            Self::Dotted => &[2.5, 4.5],
            Self::LongDot => &[14.0, 5.0, 2.5, 5.0],
        }
    }

    /// The strokes of a line through `points`.
    pub(super) fn split(self, points: &[Point]) -> Vec<Vec<Point>> {
        let lengths = self.lengths();
        if lengths.is_empty() {
            return vec![points.to_vec()];
        }
        let (mut strokes, mut stroke) = (Vec::new(), vec![points[0]]);
        let (mut turn, mut left) = (0, lengths[0]);
        for pair in points.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            let length = ((to.0 - from.0) * (to.0 - from.0) + (to.1 - from.1) * (to.1 - from.1)).sqrt();
            let mut done = 0.0;
            while length - done > left {
                done += left;
                let share = done / length;
                let at = (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
                stroke.push(at);
                if turn % 2 == 0 {
                    strokes.push(std::mem::take(&mut stroke));
                }
                stroke = vec![at];
                turn = (turn + 1) % lengths.len();
                left = lengths[turn];
            }
            left -= length - done;
            stroke.push(to);
        }
        if turn % 2 == 0 && stroke.len() > 1 {
            strokes.push(stroke);
        }
        strokes
    }
}

/// The sign at a data point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// A filled circle.
    Circle,
    /// A filled square.
    Square,
    /// A filled triangle, point up.
    Triangle,
    /// A filled diamond.
    Diamond,
    /// An open circle.
    Ring,
    /// An open square.
    Box,
    /// A filled triangle, point down.
    TriangleDown,
    /// An open diamond.
    OpenDiamond,
}

impl Marker {
    /// Draws the marker with about the area of a circle of `radius`.
    pub fn draw(self, canvas: &mut Canvas, at: Point, radius: f64, colour: Colour) {
        let open = matches!(self, Self::Ring | Self::Box | Self::OpenDiamond);
        self.fill(canvas, at, radius, colour);
        if open {
            self.fill(canvas, at, radius * 0.58, Colour::WHITE);
        }
    }

    /// Draws the marker hollow, whatever its kind.
    pub fn draw_hollow(self, canvas: &mut Canvas, at: Point, radius: f64, colour: Colour) {
        self.fill(canvas, at, radius, colour);
        self.fill(canvas, at, radius * 0.58, Colour::WHITE);
    }

    pub(super) fn fill(self, canvas: &mut Canvas, (x, y): Point, radius: f64, colour: Colour) {
        let (r, s) = (radius * 1.25, radius * 0.9);
        match self {
            Self::Circle | Self::Ring => canvas.circle((x, y), radius, colour, 1.0),
            Self::Square | Self::Box => canvas.rectangle(Area::new(x - s, y - s, x + s, y + s), colour, 1.0),
            Self::Triangle => {
                canvas.polygon(&[(x, y - r), (x + r, y + r * 0.8), (x - r, y + r * 0.8)], colour, 1.0);
            }
            Self::TriangleDown => {
                canvas.polygon(&[(x, y + r), (x + r, y - r * 0.8), (x - r, y - r * 0.8)], colour, 1.0);
            }
            Self::Diamond | Self::OpenDiamond => {
                canvas.polygon(&[(x, y - r), (x + r, y), (x, y + r), (x - r, y)], colour, 1.0);
            }
        }
    }
}

/// Colour, dash and marker of one series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeriesStyle {
    /// Colour of lines, markers and direct labels.
    pub colour: Colour,
    /// How lines are broken.
    pub dash: Dash,
    /// The sign at data points.
    pub marker: Marker,
}

/// Style of series `index`; any two of the first eight differ in colour and marker, neighbours also in dash.
pub fn series_style(index: usize) -> SeriesStyle {
    const DASHES: [Dash; 5] = [Dash::Solid, Dash::Long, Dash::Dotted, Dash::LongDot, Dash::Short];
    const MARKERS: [Marker; 8] = [
        Marker::Circle,
        Marker::Square,
        Marker::Triangle,
        Marker::Diamond,
        Marker::Ring,
        Marker::TriangleDown,
        Marker::Box,
        Marker::OpenDiamond,
    ];
    SeriesStyle { colour: PALETTE[index % PALETTE.len()], dash: DASHES[index % DASHES.len()], marker: MARKERS[index % MARKERS.len()] }
}

/// Which way an outcome is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Direction {
    /// More is better.
    HigherIsBetter,
    /// Less is better.
    LowerIsBetter,
    /// Neither.
    #[default]
    Neutral,
}

impl Direction {
    /// "higher is better", "lower is better" or nothing.
    pub fn words(self) -> &'static str {
        match self {
            Self::HigherIsBetter => "higher is better",
            Self::LowerIsBetter => "lower is better",
            Self::Neutral => "",
        }
    }
}

/// The words around a plot. Empty ones take no room.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// What the figure shows, or better: what it says.
    pub title: String,
    /// Units, arms, horizon.
    pub subtitle: String,
    /// n, seed, interval level, version.
    pub caption: String,
}

impl Frame {
    /// Writes title, subtitle and caption, wrapped, and returns the area that is left.
    pub(super) fn draw(&self, canvas: &mut Canvas) -> Area {
        let mut area = canvas.area();
        area = Area::new(MARGIN, MARGIN, area.right - MARGIN, area.bottom - MARGIN);
        let width = area.width();
        for (words, size, bold) in [(&self.title, TITLE, true), (&self.subtitle, SUBTITLE, false)] {
            let colour = if bold { Colour::INK } else { Colour::QUIET };
            area.top = paragraph(canvas, words, (area.left, area.top), size, bold, colour, width);
        }
        let lines = Canvas::wrap(&self.caption, SMALL, false, width);
        area.bottom -= lines.len() as f64 * SMALL * LEADING;
        paragraph(canvas, &self.caption, (area.left, area.bottom), SMALL, false, Colour::QUIET, width);
        if !lines.is_empty() {
            area.bottom -= 12.0;
        }
        area.top += 12.0;
        area
    }
}

/// Writes wrapped text from the upper left corner `at` and returns the y below it.
pub(super) fn paragraph(canvas: &mut Canvas, words: &str, at: Point, size: f64, bold: bool, colour: Colour, width: f64) -> f64 {
    let mut y = at.1;
    for line in Canvas::wrap(words, size, bold, width) {
        let middle = (at.0, y + size * LEADING / 2.0);
        if bold {
            canvas.bold_text(middle, Anchor::Start, size, colour, &line);
        } else {
            canvas.text(middle, Anchor::Start, size, colour, &line);
        }
        y += size * LEADING;
    }
    y
}

/// Says that an area has nothing to show.
pub(super) fn no_data(canvas: &mut Canvas, area: Area) {
    canvas.text(area.centre(), Anchor::Middle, SUBTITLE, Colour::QUIET, "no data");
}
