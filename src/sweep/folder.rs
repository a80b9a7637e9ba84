//! The folder of a sweep: the plan, the shards, and who works on them.

use super::layout::Layout;
use super::plan::{PLAN, Plan, PlanId};
use super::shard::{self, Facts};
use crate::error::{Error, Problem};
use crate::export::{OutputFolder, is_temporary, put};
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// Folder of the shards.
const SHARDS: &str = "shards";
/// Shards of a folder inside it.
const SHARDS_PER_FOLDER: u64 = 1000;
/// File that is locked while somebody runs or merges.
const LOCK: &str = ".lock";

/// A folder with a plan.
#[derive(Debug)]
pub struct SweepFolder {
    path: PathBuf,
    /// The plan.
    pub plan: Plan,
    /// Its name.
    pub id: PlanId,
    /// Where every row stands.
    pub layout: Layout,
}

/// Held while this process runs or merges; the system lets go of it whatever becomes of the process.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "held for as long as it lives")] File);

/// What stands where a shard should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Nothing.
    Missing,
    /// The whole shard.
    Whole(Facts),
    /// Something else, and why.
    Torn(&'static str),
}

impl SweepFolder {
    /// Opens a folder that has a plan.
    ///
    /// # Errors
    /// [`Error::BadInput`] where there is none, or one that this program cannot carry out; [`Error::Io`] where it cannot be read.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let file = path.join(PLAN);
        let bytes = fs::read(&file).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => {
                let problem = Problem::new("there is no plan.json").within(path.display().to_string());
                Error::input(problem.help("`leaderful sweep SCENARIO --out DIR` makes one"))
            }
            _ => Error::io(file.display(), "read", &error),
        })?;
        let plan = Plan::decode(&bytes)?;
        Ok(Self { path: path.to_owned(), id: plan.id()?, layout: plan.layout(), plan })
    }

    /// Opens the folder of `plan`, or makes it. A plan that is there already stays, if it asks for the same rows.
    ///
    /// # Errors
    /// [`Error::BadInput`] where the folder holds another plan, or results that are not of a sweep; [`Error::Io`] where it cannot be used.
    pub fn begin(path: &Path, plan: &Plan) -> Result<(Self, Lock), Error> {
        let output = OutputFolder::open(path)?;
        let lock = Lock::take(path)?;
        if path.join(PLAN).exists() {
            let there = Self::open(path)?;
            if !there.plan.asks_the_same(plan) {
                let problem = Problem::new("the folder holds another sweep").within(path.display().to_string());
                return Err(Error::input(
                    problem.value(difference(&there.plan, plan)).help("name another folder with --out, or remove this one"),
                ));
            }
            return Ok((there, lock));
        }
        if path.join(crate::export::manifest::MANIFEST).exists() {
            let problem = Problem::new("the folder holds results that are not of a sweep").within(path.display().to_string());
            return Err(Error::input(problem.help("name another folder with --out")));
        }
        put(output.path(), PLAN, &plan.encode()?).map_err(|error| Error::io(path.join(PLAN).display(), "write", &error))?;
        Ok((Self { path: path.to_owned(), id: plan.id()?, layout: plan.layout(), plan: plan.clone() }, lock))
    }

    /// The folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The plan's name in hexadecimal digits.
    #[must_use]
    pub fn id_text(&self) -> String {
        self.id.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Where a shard's file is.
    #[must_use]
    pub fn shard_path(&self, shard: u64) -> PathBuf {
        let name = format!("{shard:07}.{}.shard", &self.id_text()[..8]);
        self.path.join(SHARDS).join(format!("{:03}", shard / SHARDS_PER_FOLDER)).join(name)
    }

    /// Looks at the file of a shard, all of it.
    ///
    /// # Errors
    /// [`Error::Io`] where it is there and cannot be read.
    pub fn look(&self, shard: u64) -> Result<Found, Error> {
        let path = self.shard_path(shard);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Missing),
            Err(error) => return Err(Error::io(path.display(), "read", &error)),
        };
        Ok(match shard::check(&bytes, &self.id, shard, self.layout.rows(shard), self.plan.outcomes.len()) {
            Ok(facts) => Found::Whole(facts),
            Err(reason) => Found::Torn(reason),
        })
    }

    /// Gives a shard its file, whole or not at all.
    ///
    /// # Errors
    /// [`Error::Io`] naming the file.
    pub(super) fn commit(&self, shard: u64, bytes: &[u8]) -> Result<(), Error> {
        let path = self.shard_path(shard);
        let folder = path.parent().unwrap_or(&self.path);
        let fault = |error: io::Error| Error::io(path.display(), "write", &error);
        if !folder.is_dir() {
            fs::create_dir_all(folder).map_err(fault)?;
        }
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        put(folder, &name, bytes).map_err(fault)
    }

    /// Removes what killed programs left behind, and the counts of attempts; the shards too, if they are no longer wanted. Returns how many files.
    ///
    /// # Errors
    /// [`Error::Io`] naming the first file that cannot be removed.
    pub fn clean(&self, shards: bool) -> Result<u64, Error> {
        let mut removed = OutputFolder::open(&self.path)?.remove_leftovers()? as u64 + self.forget_attempts();
        let Ok(folders) = fs::read_dir(self.path.join(SHARDS)) else { return Ok(removed) };
        for folder in folders.flatten().map(|entry| entry.path()) {
            for path in fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                if is_temporary(&name) || shards && name.ends_with(".shard") {
                    fs::remove_file(&path).map_err(|error| Error::io(path.display(), "remove", &error))?;
                    removed += 1;
                }
            }
            if shards {
                // A folder with anything else in it stays.
                let _ = fs::remove_dir(&folder);
            }
        }
        Ok(removed)
    }
}

impl Lock {
    /// Takes the lock of a folder.
    ///
    /// # Errors
    /// [`Error::BadInput`] where another process has it; [`Error::Io`] where there can be none.
    pub fn take(folder: &Path) -> Result<Self, Error> {
        let path = folder.join(LOCK);
        let fault = |error: io::Error| Error::io(path.display(), "lock", &error);
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(fault)?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(fs::TryLockError::WouldBlock) => {
                let problem = Problem::new("another sweep is at work in the folder").within(folder.display().to_string());
                Err(Error::input(problem.help("wait for it, or name another folder with --out")))
            }
            // A file system without locks: shards are whole and the same whoever writes them.
            Err(fs::TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => Ok(Self(file)),
            Err(fs::TryLockError::Error(error)) => Err(fault(error)),
        }
    }
}

/// In what two plans differ, in a few words.
fn difference(there: &Plan, asked: &Plan) -> &'static str {
    if there.design != asked.design {
        "its design differs"
    } else if there.scenario != asked.scenario {
        "its scenario or an option differs"
    } else {
        "its limits differ"
    }
}
