//! Starts of shards that came to no end: how a shard is known that ends every program which makes it.
//!
//! Elements of a cluster write a byte into `attempts/NUMBER` when they begin a shard, take it back when they stop in good order, and
//! remove the file when the shard is whole. What is killed leaves its byte. Only this tells a poisonous shard from one that is often
//! interrupted; nothing else depends on it.

use super::folder::SweepFolder;
use crate::error::Error;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::PathBuf;

/// A shard that was begun so often and came to no end is given up.
pub const MOST_ATTEMPTS: u64 = 5;
/// Folder of the counts.
const ATTEMPTS: &str = "attempts";

impl SweepFolder {
    fn attempts_path(&self, shard: u64) -> PathBuf {
        self.path().join(ATTEMPTS).join(format!("{shard:07}"))
    }

    /// Notes that a shard is begun; false, and nothing is noted, if it was begun too often already.
    pub(super) fn begin_shard(&self, shard: u64) -> Result<bool, Error> {
        let path = self.attempts_path(shard);
        if fs::metadata(&path).is_ok_and(|file| file.len() >= MOST_ATTEMPTS) {
            return Ok(false);
        }
        let fault = |error: std::io::Error| Error::io(path.display(), "write", &error);
        fs::create_dir_all(self.path().join(ATTEMPTS)).map_err(fault)?;
        let file = OpenOptions::new().create(true).append(true).open(&path);
        file.and_then(|mut file| file.write_all(b"x")).map_err(fault)?;
        Ok(true)
    }

    /// Notes that a shard came to an end: it is whole, or was put down in good order.
    pub(super) fn end_shard(&self, shard: u64, whole: bool) {
        let path = self.attempts_path(shard);
        // A count that stays too high is forgotten by `clean`; no result depends on it.
        if whole {
            let _ = fs::remove_file(&path);
        } else if let Ok(file) = OpenOptions::new().write(true).open(&path) {
            let _ = file.metadata().and_then(|now| file.set_len(now.len().saturating_sub(1)));
        }
    }

    /// Shards that were begun too often, in their order, whole or not.
    ///
    /// # Errors
    /// [`Error::Io`] where the counts cannot be read.
    pub(super) fn begun_too_often(&self) -> Result<Vec<u64>, Error> {
        let path = self.path().join(ATTEMPTS);
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(Error::io(path.display(), "read", &error)),
        };
        let often = entries.flatten().filter(|entry| entry.metadata().is_ok_and(|file| file.len() >= MOST_ATTEMPTS));
        let mut shards: Vec<u64> = often.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect();
        shards.sort_unstable();
        Ok(shards)
    }

    /// Forgets all counts and returns how many there were: shards that were given up are tried again.
    pub(super) fn forget_attempts(&self) -> u64 {
        let mut forgotten = 0;
        for entry in fs::read_dir(self.path().join(ATTEMPTS)).into_iter().flatten().flatten() {
            let counts = entry.file_name().to_str().is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_digit()));
            forgotten += u64::from(counts && fs::remove_file(entry.path()).is_ok());
        }
        forgotten
    }
}
