//! An empty folder in which the program is run as it is used.

#![allow(dead_code, reason = "each test program uses a part of it")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// A small organisation under two ways of leading.
pub const SMALL: &str = "title = \"A small school\"\nquestion = \"Which way?\"\ndays = 60\nreplications = 3\nseed = 7\n\
    [organisation]\nlevels = [1, 2, 6]\n[baseline]\npattern = \"traditional-delegation\"\n\
    [[arm]]\nname = \"Distributed\"\npattern = \"guided-distribution\"\n";

/// An empty folder that goes away in the end.
pub struct Place(TempDir);

impl Place {
    pub fn new() -> Self {
        Self(tempfile::Builder::new().prefix("leaderful-").tempdir().unwrap())
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// With the small scenario in `small.toml`.
    pub fn with_small() -> Self {
        let place = Self::new();
        fs::write(place.path().join("small.toml"), SMALL).unwrap();
        place
    }

    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_leaderful"));
        command.args(words).current_dir(self.path()).env("NO_COLOR", "1").env_remove("COLUMNS");
        command
    }

    pub fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().unwrap()
    }

    /// Runs and expects success; returns what was printed.
    pub fn good(&self, words: &[&str]) -> String {
        let output = self.run(words);
        assert!(output.status.success(), "{words:?}: {}", text(&output.stderr));
        text(&output.stdout)
    }

    /// Runs and expects an exit code; returns what was printed to standard error.
    pub fn fails(&self, code: i32, words: &[&str]) -> String {
        let output = self.run(words);
        assert_eq!(output.status.code(), Some(code), "{words:?}: {}{}", text(&output.stdout), text(&output.stderr));
        text(&output.stderr)
    }

    /// Every file below a folder with its bytes, by name.
    pub fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(&self.path().join(folder), "", &mut files);
        files
    }

    /// Every file of a sweep's result but the shards and what tells times.
    pub fn results(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let mut files = self.files(folder);
        files.retain(|name, _| !name.starts_with("shards/") && !["manifest.json", ".lock", "plan.json"].contains(&name.as_str()));
        files
    }
}

fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.map(Result::unwrap) {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read(entry.path()).unwrap());
        }
    }
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
