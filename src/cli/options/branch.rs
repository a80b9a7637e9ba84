//! Options of `leaderful branch`.

use super::Writing;
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// What is branched, and how.
#[derive(Args, Clone, Debug)]
#[command(group = clap::ArgGroup::new("purpose").required(true).multiple(true).args(["set", "what_if", "save"]))]
pub struct Branching {
    /// Folder of results of compare, run or branch, or a point that --save wrote.
    #[arg(value_name = "RESULTS", value_hint = ValueHint::AnyPath)]
    pub source: PathBuf,
    /// Morning from which on something else holds: a day on which a record of the series was made. A point has its own.
    #[arg(long, value_name = "DAY")]
    pub day: Option<u32>,
    /// Name of the arm that is branched; the baseline if left out. A point has its own.
    #[arg(long, value_name = "NAME")]
    pub arm: Option<String>,
    /// Only this replication, from 0; all that there are if left out.
    #[arg(long, value_name = "NUMBER")]
    pub replication: Option<u32>,
    /// Set this from the day on; several make one what-if.
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// A what-if with a name, such as "calmer: context.load=0.8; trust.gain=0.05"; several stand side by side.
    #[arg(long, value_name = "NAME: PATH=VALUE; ...")]
    pub what_if: Vec<String>,
    /// Keep the point as a file: the recipe of the runs until the day, and a hash of each state.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub save: Option<PathBuf>,
    /// What is written, and where.
    #[command(flatten)]
    pub writing: Writing,
}
