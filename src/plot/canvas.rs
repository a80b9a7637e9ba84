//! The list of shapes that a plot draws, in logical pixels, and the measuring of text.

use super::theme::{Colour, Dash};
use ab_glyph::{Font, FontRef};
use std::sync::LazyLock;

/// A place on the canvas in logical pixels, x to the right and y downwards.
pub type Point = (f64, f64);

/// Logical area of every canvas, in square pixels: that of 1400 x 900.
const LOGICAL_AREA: f64 = 1400.0 * 900.0;
/// Fallback fonts differ in width, so measured text gets this much slack.
const WIDTH_SLACK: f64 = 1.02;
/// Height of a capital letter, in ems.
pub(super) const CAP_HEIGHT: f64 = 0.727;

static REGULAR: LazyLock<FontRef<'static>> = LazyLock::new(|| bundled(include_bytes!("../../assets/fonts/Inter-Regular.otf")));
static SEMI_BOLD: LazyLock<FontRef<'static>> = LazyLock::new(|| bundled(include_bytes!("../../assets/fonts/Inter-SemiBold.otf")));

fn bundled(bytes: &'static [u8]) -> FontRef<'static> {
    FontRef::try_from_slice(bytes).expect("the bundled font is a valid OpenType file")
}

/// The bundled font in one of its two weights.
pub(super) fn font(bold: bool) -> &'static FontRef<'static> {
    if bold { &SEMI_BOLD } else { &REGULAR }
}

/// Which end of a text its position names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The text starts at the position.
    Start,
    /// The text is centred on the position.
    Middle,
    /// The text ends at the position.
    End,
}

/// A rectangle on the canvas, in logical pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
}

impl Area {
    /// A rectangle from its four edges.
    pub fn new(left: f64, top: f64, right: f64, bottom: f64) -> Self {
        Self { left, top, right, bottom }
    }

    /// Width, at least one pixel.
    pub fn width(&self) -> f64 {
        (self.right - self.left).max(1.0)
    }

    /// Height, at least one pixel.
    pub fn height(&self) -> f64 {
        (self.bottom - self.top).max(1.0)
    }

    /// The middle.
    pub fn centre(&self) -> Point {
        ((self.left + self.right) / 2.0, (self.top + self.bottom) / 2.0)
    }

    /// Cell `index` of a grid of `columns` x `rows` cells with `gap` pixels between them, row by row.
    pub fn cell(&self, index: usize, columns: usize, rows: usize, gap: Point) -> Self {
        let (columns, rows) = (columns.max(1), rows.max(1));
        let width = (self.width() - gap.0 * (columns - 1) as f64) / columns as f64;
        let height = (self.height() - gap.1 * (rows - 1) as f64) / rows as f64;
        let left = self.left + (index % columns) as f64 * (width + gap.0);
        let top = self.top + (index / columns) as f64 * (height + gap.1);
        Self::new(left, top, left + width, top + height)
    }
}

/// A text on the canvas.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub at: Point,
    pub anchor: Anchor,
    pub size: f64,
    pub bold: bool,
    pub colour: Colour,
    pub words: String,
}

impl Text {
    /// The rectangle that the text covers, from a little above the capitals to the descenders.
    #[cfg(test)]
    pub fn bounds(&self) -> Area {
        let width = Canvas::text_width(&self.words, self.size, self.bold) / WIDTH_SLACK;
        let left = match self.anchor {
            Anchor::Start => self.at.0,
            Anchor::Middle => self.at.0 - width / 2.0,
            Anchor::End => self.at.0 - width,
        };
        let half = self.size * CAP_HEIGHT / 2.0;
        Area::new(left, self.at.1 - half, left + width, self.at.1 + half)
    }
}

/// One thing to paint.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    Line { points: Vec<Point>, width: f64, colour: Colour, alpha: f64 },
    Polygon { points: Vec<Point>, colour: Colour, alpha: f64 },
    Circle { centre: Point, radius: f64, colour: Colour, alpha: f64 },
    Text(Text),
}

/// An ordered list of shapes on a white sheet; later shapes cover earlier ones.
#[derive(Clone, Debug)]
pub struct Canvas {
    area: Area,
    pub(super) shapes: Vec<Shape>,
}

impl Canvas {
    /// An empty canvas with the shape of a picture of `width` x `height` pixels and the area of 1400 x 900.
    pub fn new(width: u32, height: u32) -> Self {
        let (width, height) = (f64::from(width.max(1)), f64::from(height.max(1)));
        let scale = (LOGICAL_AREA / (width * height)).sqrt();
        Self { area: Area::new(0.0, 0.0, width * scale, height * scale), shapes: Vec::new() }
    }

    /// The whole canvas.
    pub fn area(&self) -> Area {
        self.area
    }

    /// Draws a line through `points`; nothing if one is not finite or fewer than two remain.
    pub fn line(&mut self, points: &[Point], width: f64, colour: Colour, alpha: f64, dash: Dash) {
        if points.len() < 2 || !all_finite(points) {
            return;
        }
        for part in dash.split(points) {
            self.shapes.push(Shape::Line { points: part, width, colour, alpha });
        }
    }

    /// Fills a polygon; nothing if a point is not finite.
    pub fn polygon(&mut self, points: &[Point], colour: Colour, alpha: f64) {
        if points.len() > 2 && all_finite(points) {
            self.shapes.push(Shape::Polygon { points: points.to_vec(), colour, alpha });
        }
    }

    /// Fills a rectangle.
    pub fn rectangle(&mut self, area: Area, colour: Colour, alpha: f64) {
        let Area { left, top, right, bottom } = area;
        self.polygon(&[(left, top), (right, top), (right, bottom), (left, bottom)], colour, alpha);
    }

    /// Fills a circle.
    pub fn circle(&mut self, centre: Point, radius: f64, colour: Colour, alpha: f64) {
        if all_finite(&[centre]) && radius.is_finite() && radius > 0.0 {
            self.shapes.push(Shape::Circle { centre, radius, colour, alpha });
        }
    }

    /// Writes one line of text whose capitals are centred on the height of `at`.
    pub fn text(&mut self, at: Point, anchor: Anchor, size: f64, colour: Colour, words: &str) {
        self.write(at, anchor, size, false, colour, words);
    }

    /// As [`Canvas::text`], semi-bold.
    pub fn bold_text(&mut self, at: Point, anchor: Anchor, size: f64, colour: Colour, words: &str) {
        self.write(at, anchor, size, true, colour, words);
    }

    fn write(&mut self, at: Point, anchor: Anchor, size: f64, bold: bool, colour: Colour, words: &str) {
        // XML 1.0 has no way to hold control characters, not even escaped.
        let words: String = words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let words = words.trim().to_string();
        if all_finite(&[at]) && !words.is_empty() {
            self.shapes.push(Shape::Text(Text { at, anchor, size, bold, colour, words }));
        }
    }

    /// Width of one line of text in logical pixels, with a little slack for other fonts.
    pub fn text_width(words: &str, size: f64, bold: bool) -> f64 {
        let font = font(bold);
        let units: f32 = words.chars().map(|c| font.h_advance_unscaled(font.glyph_id(c))).sum();
        f64::from(units) / f64::from(font.units_per_em().unwrap_or(1000.0)) * size * WIDTH_SLACK
    }

    /// Breaks text at spaces, or inside words that are too long, into lines no wider than `width`.
    pub fn wrap(words: &str, size: f64, bold: bool, width: f64) -> Vec<String> {
        let fits = |line: &str| Self::text_width(line, size, bold) <= width;
        let mut lines = vec![String::new()];
        for word in words.split_whitespace() {
            let line = lines.last_mut().expect("there is always a last line");
            let longer = if line.is_empty() { word.to_string() } else { format!("{line} {word}") };
            if fits(&longer) {
                *line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(String::new());
            }
            for letter in word.chars() {
                let line = lines.last_mut().expect("there is always a last line");
                line.push(letter);
                if line.chars().count() > 1 && !fits(line) {
                    line.pop();
                    lines.push(letter.to_string());
                }
            }
        }
        lines.retain(|line| !line.is_empty());
        lines
    }
}

fn all_finite(points: &[Point]) -> bool {
    points.iter().all(|p| p.0.is_finite() && p.1.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_lines_fit_and_lose_no_letter() {
        let words = "Share of concerns that were raised in time, by unit, incomprehensibilities";
        let lines = Canvas::wrap(words, 17.0, false, 90.0);
        assert!(lines.iter().all(|line| Canvas::text_width(line, 17.0, false) <= 90.0));
        let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        assert_eq!(letters(&lines.concat()), letters(words));
        assert!(Canvas::wrap("", 17.0, false, 90.0).is_empty());
    }

    #[test]
    fn every_canvas_has_the_same_area() {
        for (width, height) in [(1400, 900), (700, 450), (500, 2000)] {
            let area = Canvas::new(width, height).area();
            assert!((area.width() * area.height() - LOGICAL_AREA).abs() < 1e-6);
        }
    }
}
