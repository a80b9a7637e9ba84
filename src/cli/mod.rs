//! The command line: one definition for parsing, help, completions and the manual page; one file a command.

mod analysis;
mod branch;
mod calibrate;
mod catalogue;
mod check;
mod claims;
mod classroom;
mod clock;
mod compare;
mod files;
mod list;
mod manual;
mod map;
mod new;
mod numbers;
mod options;
mod power;
pub mod problems;
mod progress;
mod replicate;
mod rerun;
mod run;
mod screen;
mod sensitivity;
mod session;
mod show;
mod signals;
mod sweep;

pub use options::{
    Analysing, Branching, CalibrateOptions, Changes, Cli, Command, Experimenting, Extent, KindName, MapOptions, Merging, PowerOptions,
    SensitivityMethod, SensitivityOptions, SweepPart, Sweeping, Writing,
};

use crate::error::Error;
use clap::Parser;
use screen::Screen;
use std::ffi::OsString;
use std::process::ExitCode;

/// Exit code of a run that did its work, but of which a part failed.
const FAILED: u8 = 1;

/// Why a command ended early: the error, and the text that it is about.
struct Failure {
    error: Error,
    text: Option<String>,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { error, text: None }
    }
}

/// Runs the command in `arguments` (the program's name first), prints what it has to say, and returns its exit code: 0 done,
/// 1 failed, 2 usage, 65 bad input, 75 try again, 130 and 143 interrupted.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // Whoever closed the pipe has read enough.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    silence_replications();
    let screen = Screen::new(cli.quiet, cli.verbose);
    let typed = std::iter::once("leaderful".to_owned()).chain(arguments.iter().skip(1).map(|word| word.to_string_lossy().into_owned()));
    match perform(&cli.command, &screen, typed.collect()) {
        Ok(code) => ExitCode::from(code),
        Err(Failure { error, text }) => {
            screen::complain(&problems::render(&error, text.as_deref()));
            ExitCode::from(error.exit_code())
        }
    }
}

fn perform(command: &Command, screen: &Screen, typed: Vec<String>) -> Result<u8, Failure> {
    match command {
        Command::Compare { experimenting } => compare::perform(experimenting, screen, typed),
        Command::Run { experimenting, arm, replication } => run::perform(experimenting, arm.as_deref(), *replication, screen, typed),
        Command::Sweep { sweeping, part } => sweep::perform(sweeping, part.as_ref(), screen, typed),
        Command::Rerun { folder, verify, out, threads } => rerun::perform(folder, *verify, out.as_deref(), *threads, screen),
        Command::Branch(options) => branch::perform(options, screen, typed),
        Command::New { file, from } => new::perform(file, from.as_deref(), screen),
        Command::Check { scenario, set, max_memory } => check::perform(scenario, set, *max_memory, screen),
        Command::Schema => {
            screen.print(&format!("{:#}\n", crate::scenario::schema::schema()));
            Ok(0)
        }
        Command::List { kind } => list::perform(*kind, screen),
        Command::Show { kind, name } => show::perform(*kind, name, screen),
        Command::Replicate { models, all, json, replications, quick, wrong, set, seed, out, no_plots, tables, threads } => {
            let wishes = replicate::Wishes {
                names: if *all { None } else { Some(models) },
                json: *json,
                replications: *replications,
                quick: *quick,
                wrong: *wrong,
                set,
                seed: *seed,
                out: out.as_deref(),
                plots: !no_plots,
                form: tables.form()?,
                threads: threads.map_or(0, usize::from),
            };
            replicate::perform(&wishes, screen)
        }
        Command::Claims { ids, json, replications, quick, set, seed, out, no_plots, tables, threads } => {
            let wishes = claims::Wishes {
                ids,
                json: *json,
                replications: *replications,
                quick: *quick,
                set,
                seed: *seed,
                out: out.as_deref(),
                plots: !no_plots,
                form: tables.form()?,
                threads: threads.map_or(0, usize::from),
            };
            claims::perform(&wishes, screen)
        }
        Command::Classroom { scenario, out } => classroom::perform(scenario.as_deref(), out.as_deref(), screen),
        Command::Sensitivity(options) => sensitivity::perform(options, screen),
        Command::Map(options) => map::perform(options, screen),
        Command::Power(options) => power::perform(options, screen),
        Command::Calibrate(options) => calibrate::perform(options, screen),
        Command::Completions { shell } => manual::completions(*shell, screen),
        Command::Man { command } => manual::page(command.as_deref(), screen),
    }
}

/// A panic inside a replication becomes a row of its own: it needs no words on the terminal.
fn silence_replications() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let name = std::thread::current().name().map(str::to_owned).unwrap_or_default();
        if !name.starts_with(crate::experiment::runner::THREAD_NAME) {
            usual(panic);
        }
    }));
}

impl From<crate::error::Problem> for Failure {
    fn from(problem: crate::error::Problem) -> Self {
        Error::input(problem).into()
    }
}
