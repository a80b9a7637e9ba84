//! `leaderful completions` and `leaderful man`, from the same definition as the parser.

use super::options::Cli;
use super::screen::Screen;
use super::{Failure, catalogue};
use crate::error::Error;
use clap::CommandFactory;

pub(super) fn completions(shell: clap_complete::Shell, screen: &Screen) -> Result<u8, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "leaderful", &mut script);
    screen.print(&String::from_utf8_lossy(&script));
    Ok(0)
}

/// The manual page of the program, or of one of its commands.
pub(super) fn page(name: Option<&str>, screen: &Screen) -> Result<u8, Failure> {
    let mut program = Cli::command();
    program.build();
    let command = match name {
        None => program,
        Some(name) => {
            let names: Vec<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
            let found = program.find_subcommand(name).ok_or_else(|| catalogue::unknown("command", name, &names))?;
            found.clone().display_name(format!("leaderful-{name}"))
        }
    };
    let mut roff = Vec::new();
    clap_mangen::Man::new(command).render(&mut roff).map_err(|error| Error::io("memory", "write", &error))?;
    screen.print(&String::from_utf8_lossy(&roff));
    Ok(0)
}
