//! Regime maps: over two factors, which arm leads on an outcome, where the lead changes hands, and how sure that is.
//!
//! The plane of both ranges is covered with square cells. In the middle of each, all arms are run with the same replications and
//! the same luck, and [`verdict`] says who leads, that nobody does, or that it is not known. Cells whose verdict differs from that of
//! a neighbour are split into four, so that runs go where the lead changes. [`mod@line`] draws the line of equal means; [`region`] tells
//! in plain words where an arm leads.

pub mod line;
mod map;
pub mod output;
pub mod plane;
pub mod region;
pub mod verdict;

pub use map::{CellValues, Evaluate, Explored, Layer, Map, Mapped, Plan, explore};

/// Number under which resamples draw their luck: no organisation has it.
pub(crate) const RESAMPLE: u32 = u32::MAX - 4;
