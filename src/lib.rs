//! Simulates how organisations fare under different ways of leading.

pub mod mechanisms;
pub mod pattern;
pub mod programmes;
pub mod scenario;
pub mod streams;
