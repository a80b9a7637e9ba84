//! What every plot must keep, checked on its list of shapes and its bytes.

use super::canvas::{Area, Shape};
use super::{Canvas, Frame, Plot, PlotError};

/// Numbers that a caller may hand over by accident.
pub const ODD: [f64; 7] = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, -1e300, 0.0, 1e-300];

/// Title, subtitle and caption that need escaping and wrapping.
pub fn frame() -> Frame {
    Frame {
        title: "A title with <&\"'> in it".into(),
        subtitle: "the long subtitle of a figure ".repeat(8),
        caption: "n = 200, seed 1, 95 % intervals, leaderful 0.1.0".into(),
    }
}

/// Draws a plot, checks that no text leaves the sheet or touches another, and returns the SVG.
pub fn picture(plot: &impl Plot) -> String {
    for (width, height) in [(1400, 900), (900, 1200), (1600, 700)] {
        let mut canvas = Canvas::new(width, height);
        plot.draw(&mut canvas);
        assert_legible(&canvas);
    }
    let first = plot.render(700, 450).expect("the size is allowed");
    assert_eq!(first, plot.render(700, 450).expect("the size is allowed"), "same input, same bytes");
    assert_eq!(first.png[..8], *b"\x89PNG\r\n\x1a\n");
    assert_eq!(first.png[16..24], [0, 0, 2, 188, 0, 0, 1, 194], "width and height in the header");
    assert!(first.svg.starts_with("<svg width=\"700\" height=\"450\" viewBox=\"0 0 2800 1800\""));
    assert!(first.svg.trim_end().ends_with("</svg>"));
    assert!(!first.svg.contains("NaN") && !first.svg.contains("inf"));
    first.svg
}

/// Fails if a text leaves the canvas or two texts touch.
pub fn assert_legible(canvas: &Canvas) {
    let sheet = canvas.area();
    let texts: Vec<(&str, Area)> = canvas
        .shapes
        .iter()
        .filter_map(|shape| match shape {
            Shape::Text(text) => Some((text.words.as_str(), text.bounds())),
            _ => None,
        })
        .collect();
    for (index, (words, a)) in texts.iter().enumerate() {
        let inside = a.left >= 0.0 && a.right <= sheet.right && a.top >= 0.0 && a.bottom <= sheet.bottom;
        assert!(inside, "“{words}” leaves the sheet: {a:?}");
        for (other, b) in &texts[index + 1..] {
            let apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
            assert!(apart, "“{words}” {a:?} touches “{other}” {b:?}");
        }
    }
}

#[test]
fn a_size_that_no_picture_can_have_is_an_error() {
    struct Empty;
    impl Plot for Empty {
        fn draw(&self, _: &mut Canvas) {}
    }
    for (width, height) in [(0, 100), (100, 0), (100, u32::MAX)] {
        assert_eq!(Empty.render(width, height), Err(PlotError::Size { width, height }));
    }
    assert!(Empty.render(64, 64).is_ok());
}
