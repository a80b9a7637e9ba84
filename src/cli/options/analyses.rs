//! Options of the analyses: `sensitivity`, `map`, `power` and `calibrate`.

use super::{Changes, TableOptions};
use clap::{ArgAction, Args, ValueEnum, ValueHint};
use std::path::PathBuf;

/// Options of analyses, which run a scenario at many points.
#[derive(Args, Clone, Debug)]
pub struct Analysing {
    /// A scenario file, or the name of a preset (see `leaderful list scenarios`).
    #[arg(value_hint = ValueHint::FilePath)]
    pub scenario: String,
    /// What is changed in the scenario; replications are those of each arm at each point, the command's own number if left out.
    #[command(flatten)]
    pub changes: Changes,
    /// Folder for the results, in which finished runs are kept and found again; output/ and the scenario's name with that of the
    /// command if left out.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub out: Option<PathBuf>,
    /// Print the main table in JSON instead of words.
    #[arg(long)]
    pub json: bool,
    /// Threads; changes no result. All processors if left out.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Draw no plots.
    #[arg(long, action = ArgAction::SetTrue)]
    pub no_plots: bool,
    /// In which form tables are written.
    #[command(flatten)]
    pub tables: TableOptions,
}

/// How `sensitivity` varies factors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SensitivityMethod {
    /// Elementary effects on trajectories: cheap, for many factors.
    Morris,
    /// Shares of variance, alone and with interactions: dear, for a few factors.
    Sobol,
    /// Each factor alone at both ends, all others as in the scenario: local.
    OneAtATime,
}

/// Options of `sensitivity`.
#[derive(Args, Clone, Debug)]
pub struct SensitivityOptions {
    /// Scenario and options.
    #[command(flatten)]
    pub analysing: Analysing,
    /// Vary this over a range, such as trust.gain=0.01..0.1 (see `leaderful list parameters`).
    #[arg(long, value_name = "PATH=LOW..HIGH", required_unless_present = "all", conflicts_with = "all")]
    pub vary: Vec<String>,
    /// Vary every parameter over its range to vary.
    #[arg(long)]
    pub all: bool,
    /// Outcomes to look at (see `leaderful list outcomes`); four main ones if left out.
    #[arg(long = "outcome", value_name = "NAME")]
    pub outcomes: Vec<String>,
    /// Name of the arm that is looked at; the first after the baseline if left out.
    #[arg(long, value_name = "NAME")]
    pub arm: Option<String>,
    /// Name of the arm that is taken away from it, with the same luck; the baseline if left out.
    #[arg(long, value_name = "NAME", conflicts_with = "absolute")]
    pub against: Option<String>,
    /// Look at the arm itself, not at its difference from another.
    #[arg(long)]
    pub absolute: bool,
    /// How factors are varied.
    #[arg(long, value_name = "METHOD", default_value = "morris")]
    pub method: SensitivityMethod,
    /// Trajectories (morris, 10 if left out) or blocks of points (sobol, 256 if left out, best a power of two).
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(2..=1_000_000))]
    pub sample: Option<u32>,
}

/// Options of `map`.
#[derive(Args, Clone, Debug)]
pub struct MapOptions {
    /// Scenario and options.
    #[command(flatten)]
    pub analysing: Analysing,
    /// A factor and its range, such as context.load=0.4..1.8; given twice, the first across and the second upwards.
    #[arg(long, value_name = "PATH=LOW..HIGH", required = true)]
    pub vary: Vec<String>,
    /// Outcomes to map (see `leaderful list outcomes`); three main ones if left out.
    #[arg(long = "outcome", value_name = "NAME")]
    pub outcomes: Vec<String>,
    /// Names of the arms to compare, with commas; all if left out.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub arms: Vec<String>,
    /// Cells along each side before any is split.
    #[arg(long, value_name = "NUMBER", default_value_t = 8, value_parser = clap::value_parser!(u32).range(2..=64))]
    pub grid: u32,
    /// How often cells are split into four where the verdict changes.
    #[arg(long, value_name = "NUMBER", default_value_t = 2, value_parser = clap::value_parser!(u32).range(0..=5))]
    pub rounds: u32,
    /// Differences up to this count as none, in the unit of the outcome; a tenth of the standard deviation between replications
    /// if left out.
    #[arg(long, value_name = "NUMBER", value_parser = at_least_zero)]
    pub zone: Option<f64>,
}

/// Options of `power`.
#[derive(Args, Clone, Debug)]
pub struct PowerOptions {
    /// Scenario and options; the replications are those of the pilot, 30 if left out.
    #[command(flatten)]
    pub analysing: Analysing,
    /// Outcomes to look at, for a half-width of a tenth of the baseline's standard deviation; four main ones if none is named.
    #[arg(long = "outcome", value_name = "NAME")]
    pub outcomes: Vec<String>,
    /// Wanted half-width of the 95 % interval of the difference, in the unit of the outcome.
    #[arg(long, value_name = "OUTCOME=SIZE")]
    pub half_width: Vec<String>,
    /// Smallest difference of interest, in the unit of the outcome, that the paired t test shall see.
    #[arg(long, value_name = "OUTCOME=SIZE")]
    pub effect: Vec<String>,
    /// Wanted probability of seeing it.
    #[arg(long, value_name = "NUMBER", default_value_t = 0.9, value_parser = between_zero_and_one)]
    pub power: f64,
}

/// Options of `calibrate`.
#[derive(Args, Clone, Debug)]
pub struct CalibrateOptions {
    /// Scenario and options; a draw is the mean over its replications, 1 if left out, as for figures of one organisation.
    #[command(flatten)]
    pub analysing: Analysing,
    /// File with the figures to meet and the parameters to fit (TOML).
    #[arg(value_name = "TARGETS", value_hint = ValueHint::FilePath)]
    pub targets: String,
    /// Draws of the parameters in each round.
    #[arg(long, value_name = "NUMBER", default_value_t = 400, value_parser = clap::value_parser!(u32).range(50..=1_000_000))]
    pub draws: u32,
    /// Most rounds: each draws near the best of the one before.
    #[arg(long, value_name = "NUMBER", default_value_t = 6, value_parser = clap::value_parser!(u32).range(1..=50))]
    pub rounds: u32,
}

/// A finite number that is not below zero.
fn at_least_zero(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite() && *number >= 0.0);
    number.ok_or_else(|| "write a number that is not below zero".to_owned())
}

/// A probability that is neither 0 nor 1.
fn between_zero_and_one(text: &str) -> Result<f64, String> {
    text.parse::<f64>().ok().filter(|number| *number > 0.0 && *number < 1.0).ok_or_else(|| "write a number between 0 and 1".to_owned())
}
