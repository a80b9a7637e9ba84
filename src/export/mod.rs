//! From tables to bytes, and from bytes to files.
//!
//! A format turns tables into bytes and touches no file; [`OutputFolder`] alone writes files. A new format for tables is one file
//! here and one line in [`FORMATS`].

use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::table::Table;

pub mod csv;
pub mod datapackage;
mod disk;
mod folder;
mod form;
pub mod graphml;
pub mod json;
pub mod manifest;
mod names;
#[cfg(feature = "parquet")]
mod parquet;
mod stream;

#[cfg(test)]
pub(crate) use disk::faulty;
pub(crate) use disk::{Disk, Pending, RealDisk, is_abandoned, is_temporary, put, put_on};
pub use folder::OutputFolder;
pub use form::{DELIMITERS, TableForm};
pub use manifest::{FailedRun, FileRecord, Manifest};
pub use names::{SUB_FOLDERS, check_name};
pub use stream::{OutputFile, TableStream};

/// A way to turn one table into the bytes of one file.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// Name on the command line, and the file's extension.
    pub name: &'static str,
    /// What it is good for, in one sentence.
    pub meaning: &'static str,
    /// Turns a table into bytes.
    pub encode: fn(&Table) -> Result<Vec<u8>, Error>,
}

/// All formats for tables.
pub const FORMATS: &[Format] = &[csv::FORMAT, json::FORMAT];

/// The format called `name`.
#[must_use]
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// The SHA-256 of `bytes`, in lower-case hexadecimal digits.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}
