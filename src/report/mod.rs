//! Figures and the report: from results to what people look at, as bytes.
//!
//! [`figures()`] draws what belongs to a comparison; [`html()`] puts question, answer, figures, tables, limits and the way to
//! rerun it into one self-contained page.

pub mod figures;
pub mod html;
pub mod words;

pub use figures::{Figure, figures};
pub use html::{Provenance, html};
