//! Rows by cell, in memory that does not grow with the number of runs.

use super::folder::SweepFolder;
use super::layout::Block;
use super::shard::{HEADER_BYTES, row_bytes};
use crate::error::Error;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

/// Files that are held open at a time.
const OPEN_FILES: usize = 128;

/// One run.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Whether it failed.
    pub failed: bool,
    /// Its outcomes; NaN is missing.
    pub values: Vec<f64>,
}

/// Reads rows out of whole shards.
#[derive(Debug)]
pub struct Reader<'a> {
    folder: &'a SweepFolder,
    /// Open files with the time of their last use.
    open: BTreeMap<u64, (u64, File)>,
    clock: u64,
}

impl<'a> Reader<'a> {
    /// A reader of a folder whose shards have been looked at.
    #[must_use]
    pub fn new(folder: &'a SweepFolder) -> Self {
        Self { folder, open: BTreeMap::new(), clock: 0 }
    }

    /// The rows of a block, an arm each; none where its shard is missing.
    ///
    /// # Errors
    /// [`Error::Io`] naming the shard.
    pub fn rows(&mut self, block: Block) -> Result<Option<Vec<Row>>, Error> {
        let (shard, row) = self.folder.layout.place(block);
        let outcomes = self.folder.plan.outcomes.len();
        let length = row_bytes(outcomes);
        let mut bytes = vec![0; (self.folder.layout.arms * length) as usize];
        let read = self.file(shard).and_then(|file| {
            file.seek(SeekFrom::Start(HEADER_BYTES + row * length))?;
            file.read_exact(&mut bytes)
        });
        match read {
            Ok(()) => Ok(Some(bytes.chunks(length as usize).map(decode).collect())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::io(self.folder.shard_path(shard).display(), "read", &error)),
        }
    }

    fn file(&mut self, shard: u64) -> io::Result<&mut File> {
        self.clock += 1;
        if !self.open.contains_key(&shard) {
            if self.open.len() >= OPEN_FILES
                && let Some(oldest) = self.open.iter().min_by_key(|(_, (used, _))| *used).map(|(shard, _)| *shard)
            {
                self.open.remove(&oldest);
            }
            self.open.insert(shard, (0, self.folder.open_shard(shard)?));
        }
        let (used, file) = self.open.get_mut(&shard).expect("it is open now");
        *used = self.clock;
        Ok(file)
    }
}

fn decode(bytes: &[u8]) -> Row {
    let values = bytes[1..].chunks(8).map(|chunk| f64::from_le_bytes(chunk.try_into().expect("eight bytes"))).collect();
    Row { failed: bytes[0] != 0, values }
}
