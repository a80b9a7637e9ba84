//! The program `leaderful`; see `leaderful --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    leaderful::cli::main(std::env::args_os())
}
