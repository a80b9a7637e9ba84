//! Experiments: arms over replications, and what can be said about their differences.
//!
//! An [`Experiment`] runs every arm of a scenario with the same people and the same luck and yields [`Results`]. From these
//! come [`contrasts`] with the baseline, who leads on which outcome ([`leaders`]), and all [`tables`].
//!
//! ```
//! use leaderful::experiment::{Experiment, contrasts};
//! use leaderful::scenario::{Scenario, Structure};
//!
//! let scenario = Scenario { days: 40, replications: 2, structure: Structure::Levels(vec![1, 2, 6]), ..Scenario::default() };
//! let results = Experiment::of(&scenario).run();
//! assert_eq!(results.runs.len(), 6);
//! assert!(!contrasts::contrasts(&scenario, &results).is_empty());
//! ```

pub mod branching;
pub mod contrasts;
pub mod ensemble;
pub mod kept;
pub mod leaders;
pub mod point;
pub mod power;
pub mod runner;
pub mod snapshot;
pub mod statistics;
pub mod tables;

pub use contrasts::Contrast;
pub use ensemble::{Ensemble, Values};
pub use kept::Kept;
pub use leaders::{Leader, Standing};
pub use runner::{Controls, Experiment, Progress, Results, Run};
pub use snapshot::Snapshot;

/// Coverage of all intervals that tables, plots and sentences show.
pub const LEVEL: f64 = 0.95;
