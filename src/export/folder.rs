//! The output folder: the only place that writes files.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::disk::{Disk, Pending, RealDisk, is_abandoned, is_temporary};
use super::form::TableForm;
use super::manifest::{FileRecord, MANIFEST, Manifest};
use super::names::{SUB_FOLDERS, check_name};
use super::stream::{OutputFile, TableStream};
use crate::error::{Error, IoKind};
use crate::table::Table;

#[cfg(test)]
mod tests;

/// A folder of results.
///
/// Every file is written under a temporary name in its own folder, put on the disk, and renamed: whatever happens, a file is absent,
/// old or new, and whole. Links at a file's name are replaced, not followed. `manifest.json` is removed before anything else is
/// written and comes back last, by [`OutputFolder::finish`]: where it is present, the folder holds one whole result.
///
/// Clones stand for the same folder, so files can be written from several threads. A name can be written once in a run, in upper
/// or lower case, so that no file of a run replaces another.
#[derive(Clone)]
pub struct OutputFolder {
    inner: Arc<Inner>,
    form: TableForm,
}

struct Inner {
    path: PathBuf,
    disk: Arc<dyn Disk>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Whether the manifest of an older result is gone.
    begun: bool,
    /// Lower-case name to record; `None` while the file is being written.
    files: BTreeMap<String, Option<FileRecord>>,
}

impl OutputFolder {
    /// Opens `path`, makes it if need be, and makes sure that files can be written in it. Changes no file in it.
    ///
    /// # Errors
    /// [`Error::BadName`] for an empty path, [`Error::Io`] of kind [`IoKind::NotAFolder`] where something else stands there, and of
    /// another kind where the folder cannot be made or written.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::open_on(Arc::new(RealDisk), path.as_ref())
    }

    pub(crate) fn open_on(disk: Arc<dyn Disk>, path: &Path) -> Result<Self, Error> {
        let shown = path.display();
        if path.as_os_str().is_empty() || path.as_os_str().as_encoded_bytes().contains(&0) {
            let reason = "a folder needs a name without NUL characters".to_owned();
            return Err(Error::BadName { name: shown.to_string(), reason });
        }
        make_folders(disk.as_ref(), path).map_err(|error| match nearest_obstacle(path) {
            Some(obstacle) => not_a_folder(&obstacle),
            None => Error::io(shown, "make the folder", &error),
        })?;
        if !path.is_dir() {
            return Err(not_a_folder(path));
        }
        let state = Mutex::new(State::default());
        let inner = Arc::new(Inner { path: path.to_owned(), disk, state });
        let folder = Self { inner, form: TableForm::default() };
        folder.probe().map_err(|error| Error::io(path.display(), "write in the folder", &error))?;
        Ok(folder)
    }

    /// The same folder with tables written in that form.
    #[must_use]
    pub fn with_form(self, form: TableForm) -> Self {
        Self { form, ..self }
    }

    /// The form in which tables are written.
    #[must_use]
    pub fn form(&self) -> TableForm {
        self.form
    }

    /// The folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    /// Writes a whole file; `name` is as in [`check_name`].
    ///
    /// # Errors
    /// [`Error::BadName`] when the name is refused, reserved or was written before; [`Error::Io`] naming the file.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<FileRecord, Error> {
        let mut file = self.create(name)?;
        file.write_all(bytes).map_err(|error| file.fault(&error))?;
        file.commit()
    }

    /// Starts a file whose bytes come bit by bit.
    ///
    /// # Errors
    /// As [`OutputFolder::write`].
    pub fn create(&self, name: &str) -> Result<OutputFile, Error> {
        if name.eq_ignore_ascii_case(MANIFEST) {
            let reason = "it is kept for the record that is written last".to_owned();
            return Err(Error::BadName { name: name.to_owned(), reason });
        }
        self.start(name)
    }

    /// Starts `<table>.csv` (and `<table>.parquet`, if the form says so) with the columns of `table`; rows are pushed as they come,
    /// those in `table` are not written.
    ///
    /// # Errors
    /// As [`OutputFolder::write`].
    pub fn stream(&self, table: &Table) -> Result<TableStream, Error> {
        TableStream::new(table.schema(), self)
    }

    /// Writes a whole table; see [`OutputFolder::stream`].
    ///
    /// # Errors
    /// As [`OutputFolder::write`].
    pub fn write_table(&self, table: &Table) -> Result<FileRecord, Error> {
        let mut stream = self.stream(table)?;
        stream.push_table(table)?;
        stream.commit()
    }

    /// The files written so far, by name.
    #[must_use]
    pub fn files(&self) -> Vec<FileRecord> {
        self.state().files.values().flatten().cloned().collect()
    }

    /// Writes `manifest.json` with the list of files, which marks the result as whole.
    ///
    /// # Errors
    /// As [`OutputFolder::write`]; also when a file is still being written.
    pub fn finish(&self, manifest: &Manifest) -> Result<FileRecord, Error> {
        let open = self.state().files.iter().find(|(_, r)| r.is_none()).map(|(n, _)| n.clone());
        if let Some(name) = open {
            let reason = "it is still being written".to_owned();
            return Err(Error::BadName { name, reason });
        }
        let whole = Manifest { files: self.files(), ..manifest.clone() };
        let mut file = self.start(MANIFEST)?;
        file.write_all(&whole.encode()?).map_err(|error| file.fault(&error))?;
        let record = file.commit()?;
        // Whatever is written after this makes the result incomplete again until the next manifest.
        let mut state = self.state();
        state.files.remove(MANIFEST);
        state.begun = false;
        Ok(record)
    }

    /// Temporary files that killed programs left here, as names for a message; those of programs that live are not among them.
    ///
    /// # Errors
    /// [`Error::Io`] when the folder cannot be read.
    pub fn leftovers(&self) -> Result<Vec<String>, Error> {
        let fault = |error: io::Error| Error::io(self.path().display(), "read the folder", &error);
        let mut names = Vec::new();
        for prefix in std::iter::once("").chain(SUB_FOLDERS.iter().copied()) {
            let folder = if prefix.is_empty() { self.path().to_owned() } else { self.path().join(prefix) };
            if !is_real_folder(&folder) && !prefix.is_empty() {
                continue;
            }
            for entry in fs::read_dir(&folder).map_err(fault)? {
                let name = entry.map_err(fault)?.file_name().to_string_lossy().into_owned();
                if is_temporary(&name) && is_abandoned(&folder.join(&name)) {
                    names.push(if prefix.is_empty() { name } else { format!("{prefix}/{name}") });
                }
            }
        }
        names.sort();
        Ok(names)
    }

    /// Removes what [`OutputFolder::leftovers`] lists.
    ///
    /// # Errors
    /// [`Error::Io`] naming the first file that cannot be removed.
    pub fn remove_leftovers(&self) -> Result<usize, Error> {
        let names = self.leftovers()?;
        for name in &names {
            let path = self.path().join(name);
            ignore_missing(self.disk().remove(&path)).map_err(|error| Error::io(path.display(), "remove", &error))?;
        }
        Ok(names.len())
    }

    fn disk(&self) -> &dyn Disk {
        self.inner.disk.as_ref()
    }

    pub(super) fn record(&self, record: FileRecord) {
        self.state().files.insert(record.name.to_ascii_lowercase(), Some(record));
    }

    /// Frees the name of a file that was given up.
    pub(super) fn release(&self, name: &str) {
        let mut state = self.state();
        let key = name.to_ascii_lowercase();
        if state.files.get(&key) == Some(&None) {
            state.files.remove(&key);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.inner.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn start(&self, name: &str) -> Result<OutputFile, Error> {
        let (sub_folder, file_name) = check_name(name)?;
        let target = self.path().join(name);
        let fault = |error: io::Error| Error::io(target.display(), "write", &error);
        self.reserve(name)?;
        let opened = self.begin().and_then(|()| {
            let folder = sub_folder.map_or(Ok(self.path().to_owned()), |sub| self.enter(sub))?;
            Pending::new(&self.inner.disk, &folder, file_name)
        });
        match opened {
            Ok(pending) => Ok(OutputFile::new(self.clone(), name.to_owned(), pending)),
            Err(error) => {
                self.release(name);
                Err(fault(error))
            }
        }
    }

    fn reserve(&self, name: &str) -> Result<(), Error> {
        let mut state = self.state();
        let key = name.to_ascii_lowercase();
        if state.files.contains_key(&key) {
            let reason = "a file of this name was already written in this run".to_owned();
            return Err(Error::BadName { name: name.to_owned(), reason });
        }
        state.files.insert(key, None);
        Ok(())
    }

    /// Removes the manifest of an older result before the first file of a new one.
    fn begin(&self) -> io::Result<()> {
        let mut state = self.state();
        if !state.begun {
            match self.disk().remove(&self.path().join(MANIFEST)) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                result => {
                    result?;
                    self.disk().sync_folder(self.path())?;
                }
            }
            state.begun = true;
        }
        Ok(())
    }

    /// Makes a sub-folder if need be; a link in its place is refused, for it may lead out of the folder.
    fn enter(&self, sub_folder: &str) -> io::Result<PathBuf> {
        let path = self.path().join(sub_folder);
        match self.disk().create_folder(&path) {
            Ok(()) => self.disk().sync_folder(self.path())?,
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            Err(_) if is_real_folder(&path) => {}
            Err(_) => return Err(io::Error::from(io::ErrorKind::NotADirectory)),
        }
        Ok(path)
    }

    fn probe(&self) -> io::Result<()> {
        let mut file = Pending::new(&self.inner.disk, self.path(), "probe")?;
        file.write_all(b"?")?;
        file.give_up()
    }
}

impl fmt::Debug for OutputFolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutputFolder").field("path", &self.inner.path).finish_non_exhaustive()
    }
}

fn not_a_folder(path: &Path) -> Error {
    Error::Io { path: path.display().to_string(), doing: "use as a folder".to_owned(), kind: IoKind::NotAFolder, message: String::new() }
}

/// Makes `path` and the folders above it, each one put on the disk.
fn make_folders(disk: &dyn Disk, path: &Path) -> io::Result<()> {
    let missing: Vec<&Path> = path.ancestors().take_while(|p| !p.as_os_str().is_empty() && !p.is_dir()).collect();
    for folder in missing.into_iter().rev() {
        match disk.create_folder(folder) {
            // Another program was faster, or a file is in the way; the caller looks.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            result => result?,
        }
        let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty());
        // A parent that may be entered but not read cannot be put on the disk; that must not stop a run.
        let _ = disk.sync_folder(parent.unwrap_or(Path::new(".")));
    }
    Ok(())
}

/// The first part of `path` that exists and is no folder.
fn nearest_obstacle(path: &Path) -> Option<PathBuf> {
    path.ancestors().find(|p| p.symlink_metadata().is_ok() && !p.is_dir()).map(Path::to_owned)
}

fn is_real_folder(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|found| found.is_dir())
}

fn ignore_missing(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        result => result,
    }
}
