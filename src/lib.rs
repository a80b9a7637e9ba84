//! Simulates how the same organisation, with the same people and the same luck, fares under different ways of leading.
//!
//! The model in one sentence: a [`Scenario`] builds an [`Organisation`]; every day the [`programmes`] that are due and then all
//! [`mechanisms`] act on it and report facts; [`outcomes`] measure it; an `Experiment` repeats that over arms and
//! replications and yields tables, from which every file, plot and page is made.
//!
//! | to | go to |
//! | --- | --- |
//! | add a mechanism | one file in [`mechanisms`] and one line in its list and its day |
//! | add an outcome | one row in a file of [`outcomes`] |
//! | add a programme or event | one file in [`programmes`] and one line in its list |
//! | let organisations of a system act on each other | one file in [`system`] and one line in its list |
//! | check a mechanism against a published model | one file in `literature` and one line in its list |
//! | add a claim to test | one file in `claims/` and one line in `claims::FILES` |
//! | vary a number over a sweep, or add a way to choose points | `design` |
//! | run a design durably, or read its shards | `sweep` |
//! | run a sweep's shards by another engine | one file in `cluster` and one line in its list |
//! | show a run day by day | [`frames`]; the trainers' page in `classroom/` draws them |
//! | change a number | [`scenario::parameters`], where each has unit, bounds and source |
//! | understand the dials | [`pattern`] |
//! | understand randomness | [`streams`] |
//!
//! Everything up to [`simulation`] builds without default features: no files, threads, clocks or terminal. The feature `cli`
//! adds scenario files, experiments, statistics, exports, plots, the report and the program.
//!
//! ```
//! use leaderful::{Arm, Pattern, Scenario, Simulation, outcomes};
//!
//! let scenario = Scenario { days: 130, ..Scenario::default() };
//! let pattern = Pattern::preset("guided-distribution").expect("a preset");
//! let result = Simulation::new(&scenario, &Arm::new("Distributed", pattern), 0).run();
//! let sound = result.outcomes[outcomes::position("sound_share").expect("an outcome")];
//! assert!((0.0..=1.0).contains(&sound));
//! ```

#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "tests compare within tolerances"))]

pub mod ahead;
pub mod beta;
#[cfg(feature = "cli")]
pub mod calibration;
#[cfg(feature = "cli")]
pub mod claims;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
pub mod cluster;
#[cfg(feature = "cli")]
pub mod design;
pub mod error;
pub mod events;
#[cfg(feature = "cli")]
pub mod experiment;
#[cfg(feature = "cli")]
pub mod export;
pub mod frames;
#[cfg(feature = "cli")]
pub mod large_pages;
#[cfg(feature = "cli")]
pub mod literature;
pub mod mechanisms;
#[cfg(feature = "cli")]
mod nearest;
pub mod organisation;
pub mod outcomes;
pub mod pattern;
#[cfg(feature = "cli")]
pub mod plot;
pub mod programmes;
#[cfg(feature = "cli")]
pub mod regime;
#[cfg(feature = "cli")]
pub mod report;
pub mod scenario;
#[cfg(feature = "cli")]
pub mod sensitivity;
pub mod simulation;
pub mod spread;
pub mod streams;
#[cfg(feature = "cli")]
pub mod sweep;
pub mod system;
pub mod table;

pub use error::Error;
#[cfg(feature = "cli")]
pub use experiment::Experiment;
pub use organisation::Organisation;
pub use pattern::Pattern;
pub use scenario::{Arm, Scenario};
pub use simulation::Simulation;
pub use system::System;
pub use table::Table;
