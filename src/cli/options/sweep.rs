//! What can be typed after `leaderful sweep`.

use super::{Changes, TableOptions};
use clap::{Args, Subcommand, ValueHint};
use std::path::PathBuf;

/// Options of a sweep.
#[derive(Args, Clone, Debug)]
pub struct Sweeping {
    /// A scenario file, or the name of a preset (see `leaderful list scenarios`).
    #[arg(value_hint = ValueHint::FilePath, required = true)]
    pub scenario: Option<String>,
    /// What is varied, beside or in place of the design of the scenario: PATH=a,b,c, PATH=low..high, PATH=low..high:steps,
    /// PATH=log:low..high, or for a pattern PATH=preset..preset:steps.
    #[arg(long, value_name = "PATH=VALUES")]
    pub vary: Vec<String>,
    /// Which points: grid, zip, one-at-a-time, lhs:POINTS, sobol:POINTS, sobol-unscrambled:POINTS or table:FILE.
    #[arg(long, value_name = "METHOD")]
    pub design: Option<String>,
    /// End once the 95 % interval of this outcome has this half-width in every cell; --replications is then the most.
    #[arg(long, value_name = "OUTCOME=HALF-WIDTH")]
    pub until: Vec<String>,
    /// What is changed in the scenario.
    #[command(flatten)]
    pub changes: Changes,
    /// Folder of the sweep; output/ and the scenario's name and -sweep if left out.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub out: Option<PathBuf>,
    /// Threads; changes no result. All processors if left out.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Seconds of one thread that a shard takes, about: what a kill can lose. Changes no result.
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=86_400))]
    pub shard_time: u32,
    /// Runs of a shard, instead of timing a few.
    #[arg(long, value_name = "NUMBER", conflicts_with = "shard_time", value_parser = clap::value_parser!(u64).range(1..))]
    pub runs_per_shard: Option<u64>,
    /// Say what would be run and about how long it would take, and write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Print progress and the end as lines of JSON.
    #[arg(long)]
    pub json: bool,
    /// What is written of it.
    #[command(flatten)]
    pub merging: Merging,
}

/// What is written of a sweep.
#[derive(Args, Clone, Debug)]
pub struct Merging {
    /// Every outcome in summary.csv and contrasts.csv, not the main ones alone; runs.csv always has all.
    #[arg(long)]
    pub all_outcomes: bool,
    /// Draw no plots.
    #[arg(long)]
    pub no_plots: bool,
    /// In which form tables are written.
    #[command(flatten)]
    pub tables: TableOptions,
}

/// Parts of a sweep, for clusters and for looking after one.
#[derive(Clone, Debug, Subcommand)]
pub enum SweepPart {
    /// Write the plan alone.
    Plan {
        /// What is run.
        #[command(flatten)]
        sweeping: Box<Sweeping>,
    },
    /// Make some shards of a plan: those that are missing or torn.
    RunShard {
        /// Folder with a plan.json.
        #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
        folder: PathBuf,
        /// Number of a shard, from 0, or A..B for those from A up to but not including B.
        #[arg(long, value_name = "A[..B]")]
        shard: String,
        /// Threads; changes no result. One if left out.
        #[arg(long, value_name = "NUMBER", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1024))]
        threads: u16,
    },
    /// Hand the shards that are missing or torn to an engine. The same command again cancels what is left of the first and submits what is
    /// still missing.
    Submit {
        /// Folder with a plan.json.
        #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
        folder: PathBuf,
        /// Who makes them: slurm, hq (HyperQueue), or local for threads of this machine.
        #[arg(long, value_name = "ENGINE")]
        engine: String,
        /// Print the commands and scripts, and submit nothing.
        #[arg(long)]
        dry_run: bool,
        /// Shards of an element, one after the other: for slurm so many that a thousand elements have them all, for hq one, if left out.
        #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
        shards_per_element: Option<u64>,
        /// Threads of an element, which are also what it asks the engine for; changes no result. One if left out; for local all processors.
        #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=1024))]
        threads: Option<u16>,
        /// Options for sbatch or hq submit, such as --time or --partition.
        #[arg(last = true, value_name = "ENGINE OPTIONS")]
        options: Vec<String>,
    },
    /// Tell how far a sweep is, from its files alone, and what its engine says. Exits with 1 if a shard was given up.
    Status {
        /// Folder with a plan.json.
        #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
        folder: PathBuf,
        /// Print it as JSON.
        #[arg(long)]
        json: bool,
        /// Look again every so many seconds, 10 if left out, until everything is whole or given up.
        #[arg(long, value_name = "SECONDS", num_args = 0..=1, require_equals = true, default_missing_value = "10")]
        #[arg(value_parser = clap::value_parser!(u32).range(1..=86_400))]
        watch: Option<u32>,
    },
    /// Write tables and plots from the shards; refuses gaps.
    Merge {
        /// Folder with a plan.json.
        #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
        folder: PathBuf,
        /// Merge what is there, and exit with 4 if anything is missing.
        #[arg(long)]
        allow_partial: bool,
        /// What is written.
        #[command(flatten)]
        merging: Merging,
    },
    /// Remove what killed programs left behind, and logs of elements; refused while jobs of the sweep are alive.
    Clean {
        /// Folder with a plan.json.
        #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
        folder: PathBuf,
        /// Remove the shards as well, once they are merged: tables and plots stay.
        #[arg(long)]
        shards: bool,
    },
}
