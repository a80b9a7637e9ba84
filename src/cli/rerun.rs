//! `leaderful rerun`: runs again what a folder of results was made of, and compares bytes.

use super::options::{Cli, Command};
use super::run::replications;
use super::screen::Screen;
use super::session::{self, Wishes, Work};
use super::{FAILED, Failure};
use crate::error::{Error, Problem};
use crate::export::manifest::MANIFEST;
use crate::export::{FileRecord, Manifest, check_name, sha256};
use crate::scenario::Scenario;
use clap::Parser;
use std::ops::Range;
use std::path::{Path, PathBuf};

pub(super) fn perform(folder: &Path, verify: bool, out: Option<&Path>, threads: Option<u16>, screen: &Screen) -> Result<u8, Failure> {
    let manifest = read(folder)?;
    let scenario = scenario_of(&manifest, folder)?;
    let (wishes, replications) = as_typed(&manifest, &scenario, folder)?;
    tell_version(&manifest, screen);
    let scratch = Scratch::new(out)?;
    if scratch.path.canonicalize().ok().is_some_and(|new| folder.canonicalize().ok() == Some(new)) {
        return Err(Problem::new("the new files cannot replace those they are made from").within("--out").into());
    }
    let threads = threads.map_or(0, usize::from);
    // It fitted before.
    let work = Work { scenario: &scenario, replications, threads, memory: u64::MAX, wishes, typed: manifest.command.clone() };
    let done = session::perform(&work, &scratch.path, screen)?;
    if done.code != 0 && !done.results.is_complete() {
        return Ok(done.code);
    }
    if !verify {
        screen.say(&format!("{} files in {}\n", done.files.len() + 1, scratch.path.display()));
        return Ok(done.code);
    }
    Ok(compare(folder, &manifest.files, &done.files, screen))
}

/// Notes where the results are of another version.
pub(super) fn tell_version(manifest: &Manifest, screen: &Screen) {
    let here = env!("CARGO_PKG_VERSION");
    if manifest.version != here || manifest.commit != env!("LEADERFUL_COMMIT") {
        let (version, commit) = (&manifest.version, &manifest.commit);
        screen.note(&format!(
            "note: the results are of version {version}, commit {commit}; this is {here}, commit {}",
            env!("LEADERFUL_COMMIT")
        ));
    }
}

/// The scenario of a manifest.
pub(super) fn scenario_of(manifest: &Manifest, folder: &Path) -> Result<Scenario, Failure> {
    serde_json::from_value(manifest.scenario.clone())
        .map_err(|error| bad(folder, format!("its scenario cannot be read by this version: {error}")))
}

/// The manifest of a whole result.
pub(super) fn read(folder: &Path) -> Result<Manifest, Failure> {
    let path = folder.join(MANIFEST);
    let bytes = std::fs::read(&path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            let help = "a folder of results has one; without it the result is not whole";
            Error::input(Problem::new("there is no manifest.json").within(folder.display().to_string()).help(help))
        }
        _ => Error::io(path.display(), "read", &error),
    })?;
    let manifest = Manifest::decode(&bytes)?;
    if manifest.status == "interrupted" {
        let (done, planned) = (manifest.runs_finished, manifest.runs_planned);
        return Err(bad(folder, format!("it was interrupted after {done} of {planned} runs, and another run would not stop there")));
    }
    Ok(manifest)
}

pub(super) fn bad(folder: &Path, message: String) -> Failure {
    Problem::new(message).within(folder.join(MANIFEST).display().to_string()).into()
}

/// The files and replications that were asked for, from what was typed.
pub(super) fn as_typed(manifest: &Manifest, scenario: &Scenario, folder: &Path) -> Result<(Wishes, Range<u32>), Failure> {
    let cli = Cli::try_parse_from(&manifest.command)
        .map_err(|error| bad(folder, format!("its command cannot be read by this version: {}", error.kind())))?;
    match cli.command {
        Command::Compare { experimenting } => Ok((Wishes::of(&experimenting.writing, scenario)?, 0..scenario.replications)),
        Command::Run { experimenting, replication, .. } => {
            Ok((Wishes::of(&experimenting.writing, scenario)?, replications(scenario, replication)))
        }
        Command::Branch(branching) => Ok((Wishes::of(&branching.writing, scenario)?, replications(scenario, branching.replication))),
        Command::Sweep { .. } => Err(bad(folder, "a sweep is run again by its own command, in another folder".to_owned())),
        _ => Err(bad(folder, "its command is none of compare, run and branch".to_owned())),
    }
}

/// Tells for each file whether it is the same, and returns the exit code.
fn compare(folder: &Path, old: &[FileRecord], new: &[FileRecord], screen: &Screen) -> u8 {
    let mut names: Vec<&str> = old.iter().chain(new).map(|file| file.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let mut differing = 0;
    for name in &names {
        let record = old.iter().find(|file| file.name == *name);
        let again = new.iter().find(|file| file.name == *name).map(|file| file.sha256.as_str());
        let found = check_name(name).ok().and_then(|_| std::fs::read(folder.join(name)).ok()).map(|bytes| sha256(&bytes));
        let verdict = match (found.as_deref(), again) {
            (Some(found), Some(again)) if found == again => "same",
            (Some(found), Some(again)) if record.is_some_and(|record| record.sha256 == again && found != again) => {
                "different: the file was changed after it was written"
            }
            (Some(_), Some(_)) => "different",
            (None, _) if record.is_some() => "different: the file is missing",
            (None, _) => "different: the manifest knows no such file",
            (Some(_), None) => "different: not made again",
        };
        differing += usize::from(verdict != "same");
        screen.say(&format!("{verdict:<10} {name}\n"));
    }
    let total = names.len();
    if differing == 0 {
        screen.say(&format!("all {total} files are the same, byte for byte\n"));
        return 0;
    }
    screen.note(&format!("{differing} of {total} files differ"));
    FAILED
}

/// The folder for the new files; one of its own is removed in the end.
struct Scratch {
    path: PathBuf,
    own: bool,
}

impl Scratch {
    fn new(asked: Option<&Path>) -> Result<Self, Error> {
        if let Some(path) = asked {
            return Ok(Self { path: path.to_owned(), own: false });
        }
        let parent = std::env::temp_dir();
        for attempt in 0..1000 {
            let path = parent.join(format!("leaderful-rerun-{}-{attempt}", std::process::id()));
            match std::fs::create_dir(&path) {
                Ok(()) => return Ok(Self { path, own: true }),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(Error::io(path.display(), "make the folder", &error)),
            }
        }
        let taken = std::io::Error::from(std::io::ErrorKind::AlreadyExists);
        Err(Error::io(parent.display(), "make a folder in", &taken))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if self.own {
            // What stays behind in the folder for temporary files does no harm.
            let _ = std::fs::remove_dir_all(&self.path);
        }
    }
}
