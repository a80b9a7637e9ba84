//! A disk on which calls fail, stop short, or are the last ones of a program or a machine.

use super::{Disk, RealDisk};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

/// What is done to a disk.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Step {
    Open,
    CreateFolder,
    Create,
    Write,
    Sync,
    Rename,
    Remove,
    SyncFolder,
}

/// What goes wrong. Calls are counted from 0, those that read left out but for [`Fault::FailOpen`].
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fault {
    /// Nothing.
    None,
    /// The call with this number fails.
    Fail(usize, io::ErrorKind),
    /// The file with this number cannot be opened for reading.
    FailOpen(usize),
    /// Only so many bytes can be written.
    Full(usize),
    /// Every write takes half of its bytes, and every other one is interrupted first.
    Slow,
    /// The process ends before (false) or after (true) its first call of this step.
    Die(Step, bool),
    /// The program is killed before the call with this number: nothing that it does has an effect from then on.
    Kill(usize),
    /// The machine loses its power before the call with this number: what was not put on the disk is gone, in part or whole.
    PowerCut(usize),
}

/// What a test knows of a [`Faulty`] disk.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    /// Whether faults happen yet.
    pub(crate) armed: AtomicBool,
    calls: AtomicUsize,
    opened: AtomicUsize,
    bytes: AtomicUsize,
    over: AtomicBool,
    last: Mutex<Option<Step>>,
    volatile: Mutex<Volatile>,
}

/// What a loss of power takes.
#[derive(Debug, Default)]
struct Volatile {
    /// Files with content that is not on the disk; the name of each open one changes with it.
    contents: Vec<PathBuf>,
    /// Names that are not on the disk, with the file that had the name before.
    names: BTreeMap<PathBuf, Option<Vec<u8>>>,
}

impl Counters {
    /// The step that failed, if one did.
    pub(crate) fn failed(&self) -> Option<Step> {
        *self.last.lock().expect("no panic")
    }

    /// Whether the program or the machine is gone.
    pub(crate) fn is_over(&self) -> bool {
        self.over.load(Ordering::SeqCst)
    }

    /// Calls so far.
    pub(crate) fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }

    fn volatile(&self) -> MutexGuard<'_, Volatile> {
        self.volatile.lock().expect("no panic")
    }

    /// Takes what is not on the disk: half of each content, and every name.
    fn lose(&self) {
        let mut volatile = self.volatile();
        for path in volatile.contents.drain(..) {
            if let Ok(file) = File::options().write(true).open(&path) {
                let length = file.metadata().map_or(0, |facts| facts.len());
                file.set_len(length / 2).expect("it can be cut");
            }
        }
        for (path, before) in std::mem::take(&mut volatile.names) {
            match before {
                Some(bytes) => fs::write(&path, bytes).expect("it was there"),
                None => drop(fs::remove_file(&path)),
            }
        }
    }
}

/// The real disk with a fault.
#[derive(Debug)]
pub(crate) struct Faulty(Fault, Arc<Counters>);

impl Faulty {
    /// A disk with a fault that happens once the counters are armed.
    pub(crate) fn new(fault: Fault) -> (Arc<Self>, Arc<Counters>) {
        let counters = Arc::new(Counters::default());
        (Arc::new(Self(fault, Arc::clone(&counters))), counters)
    }

    fn is_armed(&self) -> bool {
        self.1.armed.load(Ordering::SeqCst)
    }

    fn around<T>(&self, step: Step, call: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        if !self.is_armed() {
            return call();
        }
        if self.1.is_over() {
            return Err(io::ErrorKind::Other.into());
        }
        let counter = if step == Step::Open { &self.1.opened } else { &self.1.calls };
        let number = counter.fetch_add(1, Ordering::SeqCst);
        let fail = |kind: io::ErrorKind| {
            *self.1.last.lock().expect("no panic") = Some(step);
            Err(kind.into())
        };
        match self.0 {
            Fault::FailOpen(n) if n == number && step == Step::Open => fail(io::ErrorKind::Other),
            _ if step == Step::Open => call(),
            Fault::Fail(n, kind) if n == number => fail(kind),
            Fault::Kill(n) | Fault::PowerCut(n) if n == number => {
                self.1.over.store(true, Ordering::SeqCst);
                if matches!(self.0, Fault::PowerCut(_)) {
                    self.1.lose();
                }
                fail(io::ErrorKind::Other)
            }
            Fault::Die(at, after) if at == step => {
                if after {
                    call()?;
                }
                std::process::abort()
            }
            _ => call(),
        }
    }

    /// How many of `length` bytes are taken.
    fn taken(&self, length: usize) -> io::Result<usize> {
        let written = self.1.bytes.load(Ordering::SeqCst);
        match self.0 {
            Fault::Full(budget) if budget <= written => Err(io::ErrorKind::StorageFull.into()),
            Fault::Full(budget) => Ok(length.min(budget - written)),
            Fault::Slow if self.1.calls().is_multiple_of(2) => Err(io::ErrorKind::Interrupted.into()),
            Fault::Slow => Ok(length.div_ceil(2)),
            _ => Ok(length),
        }
    }
}

impl Disk for Faulty {
    fn open(&self, path: &Path) -> io::Result<File> {
        self.around(Step::Open, || RealDisk.open(path))
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.around(Step::CreateFolder, || RealDisk.create_folder(path))
    }

    fn create(&self, path: &Path) -> io::Result<File> {
        self.around(Step::Create, || {
            let file = RealDisk.create(path)?;
            self.1.volatile().contents.push(path.to_owned());
            Ok(file)
        })
    }

    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<usize> {
        if !self.is_armed() {
            return RealDisk.write(file, bytes);
        }
        self.around(Step::Write, || {
            let count = RealDisk.write(file, &bytes[..self.taken(bytes.len())?])?;
            self.1.bytes.fetch_add(count, Ordering::SeqCst);
            Ok(count)
        })
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        self.around(Step::Sync, || {
            RealDisk.sync(file)?;
            self.1.volatile().contents.retain(|path| !is_same(file, path));
            Ok(())
        })
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.around(Step::Rename, || {
            let before = fs::read(to).ok();
            RealDisk.rename(from, to)?;
            let mut volatile = self.1.volatile();
            volatile.contents.iter_mut().filter(|path| *path == from).for_each(|path| to.clone_into(path));
            volatile.names.entry(to.to_owned()).or_insert(before);
            Ok(())
        })
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.around(Step::Remove, || {
            self.1.volatile().contents.retain(|kept| kept != path);
            RealDisk.remove(path)
        })
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.around(Step::SyncFolder, || {
            RealDisk.sync_folder(path)?;
            self.1.volatile().names.retain(|name, _| name.parent() != Some(path));
            Ok(())
        })
    }
}

/// Whether `path` leads to the open `file`.
#[cfg(unix)]
fn is_same(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    matches!((file.metadata(), fs::metadata(path)), (Ok(one), Ok(other)) if (one.dev(), one.ino()) == (other.dev(), other.ino()))
}

/// Whether `path` leads to the open `file`: elsewhere, no loss of content is tried.
#[cfg(not(unix))]
fn is_same(_file: &File, _path: &Path) -> bool {
    true
}
