//! Figures for papers and talks, as SVG and PNG bytes.
//!
//! A plot is a plain struct that knows nothing of the simulator: the caller fills in numbers and words, and
//! [`Plot::render`] returns both files in memory. Every plot draws itself once, as a list of shapes in logical
//! pixels ([`Canvas`]); one generic function then paints that list onto plotters' SVG and bitmap backends.
//! Text is measured with the bundled font, so no system library and no file is needed, and the same input gives
//! the same SVG bytes.
//!
//! Text is 15 logical pixels or larger on a canvas of 1400 x 900; a picture of another size is scaled as a whole.
//! Colours are Okabe-Ito, and each series also has its own dash and marker, so that it reads in black and white.

mod axis;
mod bars;
mod canvas;
mod curves;
mod ecdf;
mod forest;
mod heat_map;
mod key;
mod network_layout;
mod paint;
mod pattern_profile;
mod plane;
mod ranked;
mod regime_map;
mod reporting_tree;
mod score_card;
mod series;
mod theme;
mod tie_network;
mod tree_layout;

pub use axis::AxisScale;
pub use bars::{BarPlot, BarSeries};
pub use canvas::{Anchor, Area, Canvas, Point};
pub use curves::{Curve, CurvePlot};
pub use ecdf::{EcdfArm, EcdfPlot};
pub use forest::{Effect, ForestPlot, ForestRow};
pub use heat_map::{HeatMap, HeatPanel};
pub use pattern_profile::{Estimate, PatternProfile, ProfilePanel, ProfileSeries};
pub use plane::{PlanePlot, PlanePoint};
pub use ranked::{Bar, RankedPlot, RankedRow};
pub use regime_map::{Regime, RegimeCell, RegimeMap};
pub use reporting_tree::{PostState, ReportingTree, TreePosition};
pub use score_card::{Finding, ScoreCard, ScoreRow};
pub use series::{EventMark, SeriesBand, SeriesPanel, SeriesPlot};
pub use theme::{Colour, Dash, Direction, Frame, Marker, SeriesStyle, series_style};
pub use tie_network::{NetworkNode, NetworkPanel, NetworkTie, PEOPLE_DRAWN, TieNetwork};

/// Name and purpose of every plot, in the order of the documentation.
pub const PLOTS: &[(&str, &str)] = &[
    ("forest", "paired effects with intervals on one standardised scale"),
    ("series", "outcomes over time, a panel an outcome, with 50 and 90 % bands"),
    ("ecdf", "share of issues decided by day, open issues treated as censored"),
    ("ties", "the tie network by unit, before and after"),
    ("reporting", "the organisation chart with succession depth"),
    ("patterns", "outcomes along the leadership patterns"),
    ("curves", "measures of a published model over one of its parameters"),
    ("bars", "measures of a published model by name"),
    ("heat-map", "means over two factors of a sweep, a panel an arm, on one colour scale"),
    ("ranked", "factors by how much they matter, with intervals; a tornado is one"),
    ("plane", "two measures of many factors, each with its name"),
    ("regime-map", "who leads over two factors, with the line on which the lead changes hands"),
    ("score-card", "many claims: effect, what an ablation leaves, verdict"),
];

/// Smallest and largest side of a picture, in pixels.
pub const SIDE_PX: (u32, u32) = (64, 12_000);

/// One picture in both formats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// A complete SVG document.
    pub svg: String,
    /// A complete PNG file, 8-bit RGB.
    pub png: Vec<u8>,
}

/// Why a picture could not be made. Data never cause this: odd data draw a plot that says "no data".
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlotError {
    /// A side is outside [`SIDE_PX`].
    #[error("a picture of {width} x {height} px is outside {} to {} px a side", SIDE_PX.0, SIDE_PX.1)]
    Size {
        /// Width asked for, in pixels.
        width: u32,
        /// Height asked for, in pixels.
        height: u32,
    },
    /// A drawing backend or the PNG encoder failed; the text is its own.
    #[error("drawing failed: {0}")]
    Backend(String),
}

/// A figure that can draw itself.
pub trait Plot {
    /// Draws the whole figure, with title, subtitle and caption, onto an empty canvas.
    fn draw(&self, canvas: &mut Canvas);

    /// Renders the figure as SVG and PNG of `width` x `height` pixels.
    ///
    /// # Errors
    ///
    /// [`PlotError::Size`] if a side is outside [`SIDE_PX`]; [`PlotError::Backend`] if encoding fails.
    fn render(&self, width: u32, height: u32) -> Result<Rendered, PlotError> {
        let sides = SIDE_PX.0..=SIDE_PX.1;
        if !sides.contains(&width) || !sides.contains(&height) {
            return Err(PlotError::Size { width, height });
        }
        let mut canvas = Canvas::new(width, height);
        self.draw(&mut canvas);
        Ok(Rendered { svg: paint::svg(&canvas, width, height)?, png: paint::png(&canvas, width, height)? })
    }
}

#[cfg(test)]
pub(crate) mod check;
