//! The calls to a disk, in one place, so that tests can let any of them fail or end the program.

use std::fmt;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[cfg(test)]
pub(crate) mod faulty;

/// The operating system; a test replaces single calls.
pub(crate) trait Disk: fmt::Debug + Send + Sync {
    /// Opens a file to read it.
    fn open(&self, path: &Path) -> io::Result<File> {
        File::open(path)
    }

    /// Makes a folder; its parent exists.
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    /// Makes a file that does not exist yet; follows no link.
    fn create(&self, path: &Path) -> io::Result<File> {
        OpenOptions::new().write(true).create_new(true).open(path)
    }

    /// Writes some of `bytes` and says how many.
    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<usize> {
        file.write(bytes)
    }

    /// Waits until the file's content is on the disk.
    fn sync(&self, file: &File) -> io::Result<()> {
        file.sync_all()
    }

    /// Gives `from` the name `to`, in place of whatever file or link has it.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    /// Removes a file or link.
    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    /// Waits until the names in a folder are on the disk.
    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        sync_folder(path)
    }
}

/// How many temporary names are tried for one file; more than one are taken only after as many kills under one process number.
const TEMPORARY_NAMES: u32 = 10_000;

/// Makes a file with a temporary name for `name` in `folder`.
fn temporary(disk: &dyn Disk, folder: &Path, name: &str) -> io::Result<(PathBuf, File)> {
    for attempt in 0..TEMPORARY_NAMES {
        let path = folder.join(format!(".{name}.{}.{attempt}.tmp", std::process::id()));
        match disk.create(&path) {
            // A killed program may have had the same number, above all in a container.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            result => return result.map(|file| (path, file)),
        }
    }
    Err(io::Error::from(io::ErrorKind::AlreadyExists))
}

/// Whether `name` has the shape `.<name>.<process>.<number>.tmp`.
pub(crate) fn is_temporary(name: &str) -> bool {
    let parts: Vec<&str> = name.split('.').collect();
    let number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    matches!(parts.as_slice(), ["", _, .., process, attempt, "tmp"]
        if parts.len() >= 5 && number(process) && number(attempt))
}

/// Whether nobody works on a temporary file any more: its program is gone, and so is the lock that it held. Where a file system has
/// no locks, every temporary file counts as abandoned.
pub(crate) fn is_abandoned(path: &Path) -> bool {
    // A pipe would be waited for.
    let is_file = path.symlink_metadata().is_ok_and(|found| found.is_file());
    let held = || {
        let file = OpenOptions::new().write(true).open(path);
        file.is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
    };
    !(is_file && held())
}

/// A file under a temporary name, which is locked as long as its program lives. [`Pending::commit`] puts it on the disk and gives it its
/// own name; dropping it leaves no trace.
#[derive(Debug)]
pub(crate) struct Pending {
    disk: Arc<dyn Disk>,
    file: Option<File>,
    temporary: PathBuf,
    target: PathBuf,
}

impl Pending {
    /// A file that will be called `name` in `folder`.
    pub(crate) fn new(disk: &Arc<dyn Disk>, folder: &Path, name: &str) -> io::Result<Self> {
        let (temporary, file) = temporary(disk.as_ref(), folder, name)?;
        // Where there are no locks, nobody sees that it is in use.
        let _ = file.try_lock();
        Ok(Self { disk: Arc::clone(disk), file: Some(file), temporary, target: folder.join(name) })
    }

    /// Where the file will be.
    pub(super) fn target(&self) -> &Path {
        &self.target
    }

    /// Puts the content on the disk and gives the file its name, in place of an older file or link of that name.
    pub(crate) fn commit(mut self) -> io::Result<()> {
        if let Some(file) = self.file.take() {
            self.disk.sync(&file)?;
        }
        self.disk.rename(&self.temporary, &self.target)?;
        self.temporary = PathBuf::new();
        self.disk.sync_folder(self.target.parent().unwrap_or(Path::new(".")))
    }

    /// Puts the content on the disk and removes it again: a trial.
    pub(super) fn give_up(mut self) -> io::Result<()> {
        let synced = self.file.take().map_or(Ok(()), |file| self.disk.sync(&file));
        let path = std::mem::take(&mut self.temporary);
        synced.and(self.disk.remove(&path))
    }
}

impl Write for Pending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.file {
            Some(file) => self.disk.write(file, bytes),
            None => Err(io::Error::other("the file is closed")),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        drop(self.file.take());
        if self.temporary != PathBuf::new() {
            // Nothing more can be done about a temporary file that cannot be removed.
            let _ = self.disk.remove(&self.temporary);
        }
    }
}

/// Writes the file `name` in `folder` whole: under a temporary name, put on the disk, renamed.
pub(crate) fn put(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    put_on(&(Arc::new(RealDisk) as Arc<dyn Disk>), folder, name, bytes)
}

/// As [`put`], on a disk that a test may replace.
pub(crate) fn put_on(disk: &Arc<dyn Disk>, folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let mut file = Pending::new(disk, folder, name)?;
    file.write_all(bytes)?;
    file.commit()
}

/// The disk as it is.
#[derive(Debug)]
pub(crate) struct RealDisk;

impl Disk for RealDisk {}

#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    match File::open(path)?.sync_all() {
        // Some network and user-space file systems cannot do this for folders and say so.
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        result => result,
    }
}

#[cfg(not(unix))]
fn sync_folder(_path: &Path) -> io::Result<()> {
    // Folders cannot be opened as files here; renaming is journalled by the file system.
    Ok(())
}
