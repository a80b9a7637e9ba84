//! Simulates how organisations fare under different ways of leading.

pub mod beta;
pub mod events;
pub mod mechanisms;
pub mod organisation;
pub mod outcomes;
pub mod pattern;
pub mod programmes;
pub mod scenario;
pub mod simulation;
pub mod streams;
