//! What can be typed: the one definition of commands and options.

mod analyses;
mod branch;
mod sweep;

pub use analyses::{Analysing, CalibrateOptions, MapOptions, PowerOptions, SensitivityMethod, SensitivityOptions};
pub use branch::Branching;
pub use sweep::{Merging, SweepPart, Sweeping};

use crate::error::{Error, Problem};
use crate::export::{DELIMITERS, TableForm};
use clap::builder::styling::{AnsiColor, Styles};
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum, ValueHint};
use std::path::PathBuf;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Simulates how organisations fare under different ways of leading, from autocracy to anarchy.
#[derive(Clone, Debug, Parser)]
#[command(name = "leaderful", version, about, styles = STYLES, max_term_width = 110)]
#[command(after_help = "Start with:  leaderful compare secondary-school\n\
    Exit codes:  0 done, 1 failed, 2 usage, 65 bad input, 75 try again (disk), 130 and 143 interrupted")]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Print nothing but errors.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Print more: times, threads, notes.
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

/// The commands.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Run every arm of a scenario with the same people and the same luck, and compare them.
    Compare {
        /// Scenario and options.
        #[command(flatten)]
        experimenting: Experimenting,
    },
    /// Run one arm of a scenario.
    Run {
        /// Scenario and options.
        #[command(flatten)]
        experimenting: Experimenting,
        /// Name of the arm; the baseline if left out.
        #[arg(long, value_name = "NAME")]
        arm: Option<String>,
        /// Run only this replication, from 0: the same as among all others.
        #[arg(long, value_name = "NUMBER", conflicts_with = "replications")]
        replication: Option<u32>,
    },
    /// Run every arm at every point of a design; what is killed goes on where it was, by the same command.
    #[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
    Sweep {
        /// What is run.
        #[command(flatten)]
        sweeping: Box<Sweeping>,
        /// A part of the work alone.
        #[command(subcommand)]
        part: Option<SweepPart>,
    },
    /// Run again what a folder of results was made of, and compare every byte.
    #[command(group = clap::ArgGroup::new("purpose").required(true).multiple(true).args(["verify", "out"]))]
    Rerun {
        /// Folder of results with a manifest.json.
        #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
        folder: PathBuf,
        /// Compare every file with the one in DIR; exit 1 if any differs.
        #[arg(long)]
        verify: bool,
        /// Keep the new files in this folder.
        #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
        out: Option<PathBuf>,
        /// Threads; changes no result. All processors if left out.
        #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=1024))]
        threads: Option<u16>,
    },
    /// Branch what-ifs from a day of runs that are there: the same people, the same luck, the same past.
    Branch(Branching),
    /// Write a scenario file with every setting explained, to go on with.
    New {
        /// File to write; never one that exists.
        #[arg(value_hint = ValueHint::FilePath)]
        file: PathBuf,
        /// Preset to start from (see `leaderful list scenarios`); the reference school if left out.
        #[arg(long, value_name = "PRESET")]
        from: Option<String>,
    },
    /// Read a scenario and tell every mistake at once, without running it.
    Check {
        /// A scenario file, or the name of a preset.
        #[arg(value_hint = ValueHint::FilePath)]
        scenario: String,
        /// Change a setting or parameter first.
        #[arg(long, value_name = "PATH=VALUE")]
        set: Vec<String>,
        /// Most memory that a run may need, such as 16GiB.
        #[arg(long, value_name = "SIZE", value_parser = size)]
        max_memory: Option<u64>,
    },
    /// Print the JSON Schema (draft-07) of scenario files, for editors.
    Schema,
    /// List what there is of a kind, with unit, range and meaning.
    List {
        /// What to list; the kinds themselves if left out.
        kind: Option<KindName>,
    },
    /// Show one entry of a list with everything known about it.
    Show {
        /// What kind it is.
        kind: KindName,
        /// Its name.
        name: String,
    },
    /// Run published models with our mechanisms and compare with their published numbers.
    #[command(arg_required_else_help = true)]
    Replicate {
        /// Names of models (see `leaderful list replications`).
        #[arg(value_name = "NAME", required_unless_present = "all", conflicts_with = "all")]
        models: Vec<String>,
        /// Every model.
        #[arg(long)]
        all: bool,
        /// Print a list in JSON instead of tables, and write no files unless --out is given.
        #[arg(long)]
        json: bool,
        /// Effort of each case, in what the model counts (see `leaderful show replication NAME`); the model's own if left out.
        #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(2..=100_000_000))]
        replications: Option<u32>,
        /// The smaller effort of each model.
        #[arg(long, conflicts_with = "replications")]
        quick: bool,
        /// Run deliberately wrong variants instead, each of which must miss the numbers that it names.
        #[arg(long, conflicts_with_all = ["set", "out"])]
        wrong: bool,
        /// Run one case of one model instead, with this setting of it.
        #[arg(long, value_name = "SETTING=VALUE", conflicts_with = "all")]
        set: Vec<String>,
        /// Seed of all random numbers.
        #[arg(long, value_name = "NUMBER", default_value_t = 1)]
        seed: u64,
        /// Folder for replications.csv and plots; output/replications if left out.
        #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
        out: Option<PathBuf>,
        /// Draw no plots.
        #[arg(long, action = ArgAction::SetTrue)]
        no_plots: bool,
        /// In which form tables are written.
        #[command(flatten)]
        tables: TableOptions,
        /// Threads; changes no result. All processors if left out.
        #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=1024))]
        threads: Option<u16>,
    },
    /// Test the claims of the source documents, each with an ablation, and say what the model supports.
    Claims {
        /// Names of claims (see `leaderful list claims`), or files in the same form that end with .toml; all of the list if left out.
        #[arg(value_name = "ID", value_hint = ValueHint::FilePath)]
        ids: Vec<String>,
        /// Print a list in JSON instead of tables, and write no files unless --out is given.
        #[arg(long)]
        json: bool,
        /// Most replications of a claim: it ends before that once its intervals are narrow enough; 200 if left out.
        #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(2..=1_000_000))]
        replications: Option<u32>,
        /// Three replications of the main context of each claim, to see that everything runs; too few to judge by.
        #[arg(long, conflicts_with = "replications")]
        quick: bool,
        /// Set any setting or parameter of every claim first, such as trust.gain=0.03 (see `leaderful list parameters`).
        #[arg(long, value_name = "PATH=VALUE")]
        set: Vec<String>,
        /// Seed of all random numbers; each claim's own if left out.
        #[arg(long, value_name = "NUMBER")]
        seed: Option<u64>,
        /// Folder for claims.csv, claims.html and plots; output/claims if left out.
        #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
        out: Option<PathBuf>,
        /// Draw no plots.
        #[arg(long, action = ArgAction::SetTrue)]
        no_plots: bool,
        /// In which form tables are written.
        #[command(flatten)]
        tables: TableOptions,
        /// Threads; changes no result. All processors if left out.
        #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=1024))]
        threads: Option<u16>,
    },
    /// Find out which numbers a result rests on: screening by Morris, Sobol' indices, or one factor at a time.
    Sensitivity(SensitivityOptions),
    /// Map over two factors which arm leads on an outcome, where the lead changes hands, and how sure that is.
    Map(MapOptions),
    /// Run a pilot, and say how many replications each arm needs against the baseline on each outcome.
    Power(PowerOptions),
    /// Fit parameters to figures of your own by approximate Bayesian computation, with honest intervals.
    Calibrate(CalibrateOptions),
    /// Write the trainers' page: one HTML file that opens by a double click, computes by itself and needs no network.
    Classroom {
        /// A scenario file or preset that comes first on the page; its text is the .md file beside it. The ten stories are always there.
        #[arg(value_hint = ValueHint::FilePath)]
        scenario: Option<String>,
        /// File to write; leaderful-classroom.html if left out.
        #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
        out: Option<PathBuf>,
    },
    /// Print completions for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page, of the program or of one command, as roff.
    Man {
        /// Name of a command.
        command: Option<String>,
    },
}

/// Options of everything that runs a scenario.
#[derive(Args, Clone, Debug)]
pub struct Experimenting {
    /// A scenario file, or the name of a preset (see `leaderful list scenarios`).
    #[arg(value_hint = ValueHint::FilePath)]
    pub scenario: String,
    /// What is changed in it.
    #[command(flatten)]
    pub changes: Changes,
    /// What is written, and where.
    #[command(flatten)]
    pub writing: Writing,
}

/// What runs write, and where.
#[derive(Args, Clone, Debug)]
pub struct Writing {
    /// Folder for the results; output/ and the scenario's name if left out.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub out: Option<PathBuf>,
    /// Threads; changes no result. All processors if left out.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Write everybody of the first replication, on the first and last day or on the days given.
    #[arg(long, value_name = "DAYS", value_delimiter = ',', num_args = 0.., require_equals = true)]
    pub people: Option<Vec<u32>>,
    /// Write all ties of the first replication, as CSV and GraphML, on the first and last day or on the days given.
    #[arg(long, value_name = "DAYS", value_delimiter = ',', num_args = 0.., require_equals = true)]
    pub ties: Option<Vec<u32>>,
    /// Write a row for each organisation of a system in each run, with its main outcomes.
    #[arg(long, action = ArgAction::SetTrue)]
    pub organisations: bool,
    /// Which events to write.
    #[arg(long, value_name = "WHICH", default_value = "main")]
    pub events: Extent,
    /// Which outcomes to write into series.csv.
    #[arg(long, value_name = "WHICH", default_value = "main")]
    pub series: Extent,
    /// Draw no plots.
    #[arg(long, action = ArgAction::SetTrue)]
    pub no_plots: bool,
    /// In which form tables are written.
    #[command(flatten)]
    pub tables: TableOptions,
}

/// What is changed in a scenario before it is run.
#[derive(Args, Clone, Debug)]
pub struct Changes {
    /// Seed of all random numbers.
    #[arg(long, value_name = "NUMBER")]
    pub seed: Option<String>,
    /// Replications of each arm.
    #[arg(long, value_name = "NUMBER")]
    pub replications: Option<String>,
    /// Working days to simulate (260 are a year).
    #[arg(long, value_name = "NUMBER")]
    pub days: Option<String>,
    /// Set any setting or parameter, such as trust.gain=0.03 (see `leaderful list parameters`).
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// Most memory that a run may need, such as 16GiB.
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub max_memory: Option<u64>,
}

/// In which form tables are written.
#[derive(Args, Clone, Debug)]
pub struct TableOptions {
    /// For Excel: begin CSV files with a byte-order mark, and end lines with CR LF.
    #[arg(long, action = ArgAction::SetTrue)]
    pub excel: bool,
    /// What stands between two cells of CSV files: a comma, ';', '|' or tab; ';' if left out beside --decimal ','.
    #[arg(long, value_name = "CHARACTER", value_parser = delimiter)]
    pub delimiter: Option<char>,
    /// What stands between the whole and the part of a number in CSV files.
    #[arg(long, value_name = "CHARACTER", default_value = ".", value_parser = ["." , ","])]
    pub decimal: String,
    /// Write tables in this form: CSV alone, or Parquet beside it.
    #[arg(long, value_name = "FORM", default_value = "csv")]
    pub format: TableFormat,
}

/// What tables can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// CSV alone.
    Csv,
    /// Parquet beside CSV.
    Parquet,
}

impl TableOptions {
    /// The form that was asked for.
    ///
    /// # Errors
    /// [`Error::BadInput`] where cells and numbers would be separated alike, or this build cannot write the format.
    pub fn form(&self) -> Result<TableForm, Error> {
        let decimal = if self.decimal == "," { ',' } else { '.' };
        let delimiter = self.delimiter.unwrap_or(if decimal == ',' { ';' } else { ',' });
        if delimiter == decimal {
            let problem = Problem::new("a comma cannot stand between cells and inside numbers").within("--delimiter").value(",");
            return Err(Error::input(problem.allowed("; | tab").help("write for example --decimal , --delimiter ';'")));
        }
        let parquet = self.format == TableFormat::Parquet;
        if parquet && !cfg!(feature = "parquet") {
            let problem = Problem::new("this build cannot write Parquet").within("--format").value("parquet").allowed("csv");
            return Err(Error::input(problem.help("build it with: cargo install --path . --features parquet")));
        }
        Ok(TableForm { delimiter, decimal, excel: self.excel, parquet })
    }
}

/// A delimiter by itself or by name.
fn delimiter(text: &str) -> Result<char, String> {
    let named = if text.eq_ignore_ascii_case("tab") || text == "\\t" { "\t" } else { text };
    DELIMITERS.into_iter().find(|known| named == known.encode_utf8(&mut [0; 4])).ok_or_else(|| "write one of , ; | tab".to_owned())
}

/// How much of a long table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Extent {
    /// Events that explain a run, or the main outcomes.
    Main,
    /// Every decision as well, or every outcome.
    All,
}

/// A kind of thing that can be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KindName {
    /// Compiled-in scenarios.
    #[value(alias = "scenario")]
    Scenarios,
    /// The seven leadership patterns.
    #[value(alias = "pattern")]
    Patterns,
    /// Styles of formal leaders.
    #[value(alias = "style")]
    Styles,
    /// The dials that a pattern is made of.
    #[value(alias = "dial")]
    Dials,
    /// Programmes and events.
    #[value(alias = "programme")]
    Programmes,
    /// What passes between the organisations of a system.
    Between,
    /// The mechanisms of a day.
    #[value(alias = "mechanism")]
    Mechanisms,
    /// What is measured.
    #[value(alias = "outcome")]
    Outcomes,
    /// Every number of the model that is not a dial.
    #[value(alias = "parameter")]
    Parameters,
    /// Published models that our mechanisms must reproduce.
    #[value(alias = "replication")]
    Replications,
    /// What the source documents claim, as experiments.
    #[value(alias = "claim")]
    Claims,
}

/// Bytes in a text such as `16GiB`, `500 MB` or `1000000`.
fn size(text: &str) -> Result<u64, String> {
    const UNITS: [(&str, u64); 9] = [
        ("", 1),
        ("b", 1),
        ("kb", 1_000),
        ("mb", 1_000_000),
        ("gb", 1_000_000_000),
        ("kib", 1 << 10),
        ("mib", 1 << 20),
        ("gib", 1 << 30),
        ("tib", 1 << 40),
    ];
    let split = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, unit) = (&text[..split], text[split..].trim().to_ascii_lowercase());
    let factor = UNITS.iter().find(|(name, _)| *name == unit).map(|(_, factor)| *factor);
    let bytes = digits.parse::<u64>().ok().zip(factor).and_then(|(number, factor)| number.checked_mul(factor));
    bytes.ok_or_else(|| "write a size such as 500MiB or 16GiB".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn sizes_are_read() {
        assert_eq!((size("16GiB"), size("2 mb"), size("7")), (Ok(16 << 30), Ok(2_000_000), Ok(7)));
        for bad in ["", "GiB", "-1", "1.5GiB", "99999999999TiB", "1 parsec"] {
            assert!(size(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn days_of_snapshots_are_optional() {
        let people = |words: &[&str]| match Cli::try_parse_from([&["leaderful", "run"], words].concat()).unwrap().command {
            Command::Run { experimenting, .. } => experimenting.writing.people,
            _ => unreachable!(),
        };
        assert_eq!(people(&["s"]), None);
        assert_eq!(people(&["--people", "s"]), Some(vec![]));
        assert_eq!(people(&["--people=0,260", "s"]), Some(vec![0, 260]));
    }
}
