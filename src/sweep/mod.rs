//! Durable sweeps: every arm of a scenario at every point of a design, over replications.
//!
//! A [`Plan`] is written once and says everything; a shard is a pure function of (plan, number), and its file is absent or whole
//! and checks itself ([`shard`]); [`run()`] makes the shards that are missing; [`merge()`] reads them in order. So whatever is
//! killed, and whoever made which shard, the merged bytes are the same. Replications are interleaved over cells: a sweep that was
//! stopped early is balanced. A cell is a point of the design; replication 7 has the same luck in every cell and arm.
//!
//! ```
//! use leaderful::design::{Design, Domain, Factor, Method, Value};
//! use leaderful::scenario::{Scenario, Structure, load::Limits};
//! use leaderful::sweep::Plan;
//!
//! # fn main() -> Result<(), leaderful::Error> {
//! let scenario = Scenario { days: 20, replications: 3, structure: Structure::Levels(vec![1, 2, 6]), ..Scenario::default() };
//! let levels = Domain::Levels([0.01, 0.02].map(Value::Number).to_vec());
//! let factor = Factor { path: "trust.gain".into(), between: None, domain: levels };
//! let design = Design { method: Method::Grid, seed: None, factors: vec![factor], until: None };
//! let plan = Plan::new(scenario, design, 6, Limits::default().memory)?;
//! // 2 cells, 3 arms, 3 replications; a shard of 6 runs has all arms of two cells.
//! let layout = plan.layout();
//! assert_eq!((layout.runs(), layout.shards()), (18, 3));
//! assert_eq!(layout.blocks(1).map(|block| (block.replication, block.cell)).collect::<Vec<_>>(), [(1, 0), (1, 1)]);
//! # Ok(())
//! # }
//! ```

#[cfg(test)]
mod faults;
pub mod figures;
mod folder;
mod layout;
mod merge;
mod plan;
mod precision;
mod reader;
mod run;
pub mod shard;
mod standing;
mod tables;
#[cfg(test)]
mod tests;

pub use folder::{Found, Lock, SweepFolder};
pub use layout::{Block, Layout, Round};
pub use merge::{Merged, Wishes, merge};
pub use plan::{MOST_RUNS, MOST_SHARDS, PLAN, Plan, PlanId};
pub use reader::{Reader, Row};
pub use run::{Done, How, MOST_DEATHS, Progress, pilot, run, run_shard};
pub use standing::Standing;
