//! The folder of a sweep: the plan, the shards, and who works on them.

use super::layout::Layout;
use super::plan::{PLAN, Plan, PlanId};
use super::shard::{self, Facts};
use crate::error::{Error, Problem};
use crate::export::{Disk, OutputFolder, Pending, RealDisk, is_abandoned, is_temporary, put_on};
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Folder of the shards.
const SHARDS: &str = "shards";
/// Shards of a folder inside it.
const SHARDS_PER_FOLDER: u64 = 1000;
/// File that is locked while somebody runs or merges.
const LOCK: &str = ".lock";
/// How often a lock that is taken is tried again: a program that is just being started still holds those of whoever starts it.
const LOCK_TRIES: u32 = 10;
/// Pause between two tries.
const LOCK_PAUSE: Duration = Duration::from_millis(30);

/// A folder with a plan.
#[derive(Debug)]
pub struct SweepFolder {
    disk: Arc<dyn Disk>,
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

/// A shard that is being made. Its temporary file is there before its first run: what cannot be written is known before anything is run
/// for it, and a program that is killed leaves a mark.
pub(super) struct Begun<'a> {
    folder: &'a SweepFolder,
    shard: u64,
    pending: Pending,
}

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
        Self::open_on(Arc::new(RealDisk), path)
    }

    pub(super) fn open_on(disk: Arc<dyn Disk>, path: &Path) -> Result<Self, Error> {
        let file = path.join(PLAN);
        let bytes = read(disk.as_ref(), &file).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => {
                let problem = Problem::new("there is no plan.json").within(path.display().to_string());
                Error::input(problem.help("`leaderful sweep SCENARIO --out DIR` makes one"))
            }
            _ => Error::io(file.display(), "read", &error),
        })?;
        let plan = Plan::decode(&bytes)?;
        Ok(Self { disk, path: path.to_owned(), id: plan.id()?, layout: plan.layout(), plan })
    }

    /// Opens the folder of `plan`, or makes it. A plan that is there already stays, if it asks for the same rows.
    ///
    /// # Errors
    /// [`Error::BadInput`] where the folder holds another plan, or results that are not of a sweep; [`Error::Io`] where it cannot be used.
    pub fn begin(path: &Path, plan: &Plan) -> Result<(Self, Lock), Error> {
        Self::begin_on(Arc::new(RealDisk), path, plan)
    }

    pub(super) fn begin_on(disk: Arc<dyn Disk>, path: &Path, plan: &Plan) -> Result<(Self, Lock), Error> {
        let output = OutputFolder::open_on(Arc::clone(&disk), path)?;
        let lock = Lock::take(path)?;
        if path.join(PLAN).exists() {
            let there = Self::open_on(disk, path)?;
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
        put_on(&disk, output.path(), PLAN, &plan.encode()?).map_err(|error| Error::io(path.join(PLAN).display(), "write", &error))?;
        Ok((Self { disk, path: path.to_owned(), id: plan.id()?, layout: plan.layout(), plan: plan.clone() }, lock))
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
        self.shards_of(shard).join(self.shard_name(shard))
    }

    fn shard_name(&self, shard: u64) -> String {
        format!("{shard:07}.{}.shard", &self.id_text()[..8])
    }

    /// Folder of a shard.
    fn shards_of(&self, shard: u64) -> PathBuf {
        self.path.join(SHARDS).join(format!("{:03}", shard / SHARDS_PER_FOLDER))
    }

    /// Looks at the file of a shard, all of it.
    ///
    /// # Errors
    /// [`Error::Io`] where it is there and cannot be read.
    pub fn look(&self, shard: u64) -> Result<Found, Error> {
        let path = self.shard_path(shard);
        let bytes = match read(self.disk.as_ref(), &path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Missing),
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => return Ok(Found::Torn("it is not a file")),
            Err(error) => return Err(Error::io(path.display(), "read", &error)),
        };
        Ok(match shard::check(&bytes, &self.id, shard, self.layout.rows(shard), self.plan.outcomes.len()) {
            Ok(facts) => Found::Whole(facts),
            Err(reason) => Found::Torn(reason),
        })
    }

    /// Opens the file of a shard.
    pub(super) fn open_shard(&self, shard: u64) -> io::Result<File> {
        self.disk.open(&self.shard_path(shard))
    }

    /// How many programs ended while they made a shard, by shard: each left a temporary file that nobody holds any more.
    #[must_use]
    pub fn deaths(&self) -> BTreeMap<u64, u32> {
        let mut deaths = BTreeMap::new();
        for shard in self.abandoned(&self.folders()).into_iter().filter_map(|(_, shard)| shard) {
            *deaths.entry(shard).or_insert(0) += 1;
        }
        deaths
    }

    /// Removes what programs that ended over a shard left behind, if it is whole now.
    ///
    /// # Errors
    /// As [`SweepFolder::look`].
    pub(super) fn forget_deaths(&self, shard: u64) -> Result<(), Error> {
        if matches!(self.look(shard)?, Found::Whole(_)) {
            let mine = self.abandoned(&[self.shards_of(shard)]).into_iter().filter(|(_, whose)| *whose == Some(shard));
            // What cannot be removed now, `clean` tells of.
            mine.for_each(|(path, _)| drop(self.disk.remove(&path)));
        }
        Ok(())
    }

    /// Temporary files that nobody holds any more, each with its shard if it is of this plan.
    fn abandoned(&self, folders: &[PathBuf]) -> Vec<(PathBuf, Option<u64>)> {
        let whose = |name: &str| {
            let (shard, rest) = name.strip_prefix('.')?.split_once('.')?;
            rest.starts_with(&self.id_text()[..8]).then(|| shard.parse().ok())?
        };
        let mut found = Vec::new();
        for entry in folders.iter().flat_map(fs::read_dir).flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if is_temporary(&name) && is_abandoned(&entry.path()) {
                found.push((entry.path(), whose(&name)));
            }
        }
        found
    }

    /// The folders with shards.
    fn folders(&self) -> Vec<PathBuf> {
        fs::read_dir(self.path.join(SHARDS)).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
    }

    /// Takes a shard in hand.
    ///
    /// # Errors
    /// [`Error::Io`] naming its file.
    pub(super) fn begin_shard(&self, shard: u64) -> Result<Begun<'_>, Error> {
        let pending = self.folder_of(shard).and_then(|folder| Pending::new(&self.disk, &folder, &self.shard_name(shard)));
        let pending = pending.map_err(|error| Error::io(self.shard_path(shard).display(), "write", &error))?;
        Ok(Begun { folder: self, shard, pending })
    }

    /// Makes the folder of a shard if need be; a link in its place is refused, for it may lead out of the folder.
    fn folder_of(&self, shard: u64) -> io::Result<PathBuf> {
        let folder = self.shards_of(shard);
        for path in [&self.path.join(SHARDS), &folder] {
            match path.symlink_metadata() {
                Ok(found) if found.is_dir() => {}
                Ok(_) => return Err(io::ErrorKind::NotADirectory.into()),
                Err(_) => match self.disk.create_folder(path) {
                    Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                    _ => self.disk.sync_folder(path.parent().unwrap_or(&self.path))?,
                },
            }
        }
        Ok(folder)
    }

    /// Removes what killed programs left behind, and nothing of a program that lives; the shards too, if they are no longer wanted.
    /// Returns how many files.
    ///
    /// # Errors
    /// [`Error::Io`] naming the first file that cannot be removed.
    pub fn clean(&self, shards: bool) -> Result<u64, Error> {
        let mut removed = OutputFolder::open_on(Arc::clone(&self.disk), &self.path)?.remove_leftovers()? as u64;
        let mut paths: Vec<PathBuf> = self.abandoned(&self.folders()).into_iter().map(|(path, _)| path).collect();
        if shards {
            paths.extend((0..self.layout.shards()).map(|shard| self.shard_path(shard)).filter(|path| path.symlink_metadata().is_ok()));
        }
        for path in paths {
            self.disk.remove(&path).map_err(|error| Error::io(path.display(), "remove", &error))?;
            removed += 1;
        }
        if shards {
            // A folder with anything else in it stays.
            self.folders().iter().for_each(|folder| drop(fs::remove_dir(folder)));
        }
        Ok(removed)
    }
}

impl Begun<'_> {
    /// Gives the shard its file, whole or not at all.
    ///
    /// # Errors
    /// [`Error::Io`] naming the file.
    pub(super) fn commit(mut self, bytes: &[u8]) -> Result<(), Error> {
        let fault = |error: io::Error| Error::io(self.folder.shard_path(self.shard).display(), "write", &error);
        self.pending.write_all(bytes).map_err(fault)?;
        self.pending.commit().map_err(fault)
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
        let mut answer = file.try_lock();
        for _ in 0..LOCK_TRIES {
            if !matches!(answer, Err(fs::TryLockError::WouldBlock)) {
                break;
            }
            std::thread::sleep(LOCK_PAUSE);
            answer = file.try_lock();
        }
        match answer {
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

/// Reads a whole file. Anything else than a file is refused: a pipe would be waited for.
fn read(disk: &dyn Disk, path: &Path) -> io::Result<Vec<u8>> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a file"));
    }
    let mut bytes = Vec::new();
    disk.open(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
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
