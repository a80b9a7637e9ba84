//! Simulates how organisations fare under different ways of leading.

#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "tests compare within tolerances"))]

pub mod beta;
#[cfg(feature = "cli")]
pub mod cli;
pub mod error;
pub mod events;
#[cfg(feature = "cli")]
pub mod experiment;
#[cfg(feature = "cli")]
pub mod export;
pub mod mechanisms;
pub mod organisation;
pub mod outcomes;
pub mod pattern;
#[cfg(feature = "cli")]
pub mod plot;
pub mod programmes;
#[cfg(feature = "cli")]
pub mod report;
pub mod scenario;
pub mod simulation;
pub mod streams;
pub mod table;
