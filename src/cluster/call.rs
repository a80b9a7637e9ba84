//! Calls of an engine's commands.

use super::script::quoted;
use std::env;
use std::io::{ErrorKind, Write};
use std::process::{Command, Stdio};

/// What of the environment an engine's command sees, and with it the jobs: nothing that is not needed for finding the engine.
const PASSED: &[&str] = &["PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LD_LIBRARY_PATH", "KRB5CCNAME", "XDG_RUNTIME_DIR"];
/// Beginnings of names that are passed as well.
const PASSED_BEGINNINGS: &[&str] = &["SLURM_", "SBATCH_", "SQUEUE_", "HQ_"];
/// Longest part of what a failed command said that is repeated, in bytes.
const LONGEST_MESSAGE: usize = 500;

/// A command with its words and its input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The command.
    pub program: &'static str,
    /// Its words.
    pub words: Vec<String>,
    /// What it reads.
    pub input: String,
}

/// Why a command told nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is not on this machine.
    NoCommand(&'static str),
    /// It failed, in its own words.
    Failed(String),
}

impl Call {
    /// A call without input.
    pub(super) fn new(program: &'static str, words: &[&str]) -> Self {
        Self { program, words: words.iter().map(|word| (*word).to_owned()).collect(), input: String::new() }
    }

    /// Runs it and returns what it prints.
    ///
    /// # Errors
    /// [`Fault`] where there is no such command, or it fails.
    pub fn run(&self) -> Result<String, Fault> {
        let passed = env::vars_os().filter(|(name, _)| {
            let name = name.to_string_lossy();
            PASSED.contains(&name.as_ref()) || PASSED_BEGINNINGS.iter().any(|beginning| name.starts_with(beginning))
        });
        let mut command = Command::new(self.program);
        command.args(&self.words).env_clear().envs(passed).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|error| match error.kind() {
            ErrorKind::NotFound => Fault::NoCommand(self.program),
            _ => Fault::Failed(format!("{}: {error}", self.program)),
        })?;
        if let Some(mut input) = child.stdin.take() {
            // A command that reads nothing closes the pipe; what it made of that, its exit says.
            let _ = input.write_all(self.input.as_bytes());
        }
        let output = child.wait_with_output().map_err(|error| Fault::Failed(format!("{}: {error}", self.program)))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let said = [output.stderr, output.stdout].map(|bytes| String::from_utf8_lossy(&bytes).trim().to_owned());
        let said = said.iter().find(|said| !said.is_empty()).map_or("it said nothing", String::as_str);
        Err(Fault::Failed(format!("{} ({}): {}", self.program, output.status, &said[..said.floor_char_boundary(LONGEST_MESSAGE)])))
    }

    /// It as a line for a shell, with its input.
    #[must_use]
    pub fn shown(&self) -> String {
        let line = std::iter::once(self.program.to_owned()).chain(self.words.iter().map(|word| quoted(word))).collect::<Vec<_>>().join(" ");
        if self.input.is_empty() {
            return line + "\n";
        }
        // A line that the input does not have.
        let mut end = "END_OF_SCRIPT".to_owned();
        while self.input.lines().any(|line| line == end) {
            end.push('_');
        }
        format!("{line} <<'{end}'\n{}{end}\n", self.input)
    }
}
