//! The calls that change a disk, in one place, so that tests can let any of them fail or end the program.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The operating system; a test replaces single calls.
pub(crate) trait Disk: Send + Sync {
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
pub(super) fn temporary(disk: &dyn Disk, folder: &Path, name: &str) -> io::Result<(PathBuf, File)> {
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

/// Writes the file `name` in `folder` whole: under a temporary name, put on the disk, renamed.
pub(crate) fn put(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let disk = RealDisk;
    let (path, mut file) = temporary(&disk, folder, name)?;
    let written = file.write_all(bytes).and_then(|()| disk.sync(&file));
    drop(file);
    written.and_then(|()| disk.rename(&path, &folder.join(name))).inspect_err(|_| {
        // Nothing more can be done about a temporary file that cannot be removed.
        let _ = disk.remove(&path);
    })?;
    disk.sync_folder(folder)
}

/// The disk as it is.
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
