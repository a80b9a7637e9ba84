//! Files that grow under a temporary name and appear under their own name when they are whole.

use std::io::{self, Write};
use std::path::PathBuf;

use sha2::{Digest, Sha256};

use super::csv::RowWriter;
use super::disk::Pending;
use super::folder::OutputFolder;
use super::manifest::FileRecord;
use crate::error::Error;
use crate::table::{Cell, Kind, Table};

/// A file being written; [`OutputFile::commit`] gives it its name, dropping it leaves no trace.
pub struct OutputFile {
    folder: OutputFolder,
    name: String,
    target: PathBuf,
    pending: Option<Pending>,
    hash: Sha256,
    bytes: u64,
    failed: bool,
}

impl OutputFile {
    pub(super) fn new(folder: OutputFolder, name: String, pending: Pending) -> Self {
        let (target, pending) = (pending.target().to_owned(), Some(pending));
        Self { folder, name, target, pending, hash: Sha256::new(), bytes: 0, failed: false }
    }

    /// Puts the content on the disk and gives the file its name, in place of an older file or link of that name.
    ///
    /// # Errors
    /// [`Error::Io`] naming the file; then the file of that name is the old one or the new one, never a part.
    pub fn commit(mut self) -> Result<FileRecord, Error> {
        self.put_in_place().map_err(|error| self.fault(&error))?;
        let sha256 = format!("{:x}", self.hash.finalize_reset());
        let record = FileRecord { name: self.name.clone(), bytes: self.bytes, sha256 };
        self.folder.record(record.clone());
        Ok(record)
    }

    fn put_in_place(&mut self) -> io::Result<()> {
        match self.pending.take() {
            Some(pending) if !self.failed => pending.commit(),
            _ => Err(io::Error::other("an earlier write failed")),
        }
    }

    pub(super) fn fault(&self, error: &io::Error) -> Error {
        Error::io(self.target.display(), "write", error)
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(pending) = &mut self.pending else {
            return Err(io::Error::other("the file is closed"));
        };
        let result = pending.write(bytes);
        match &result {
            Ok(written) => {
                self.hash.update(&bytes[..*written]);
                self.bytes += *written as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => self.failed = true,
        }
        result
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for OutputFile {
    fn drop(&mut self) {
        drop(self.pending.take());
        self.folder.release(&self.name);
    }
}

impl std::fmt::Debug for OutputFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OutputFile").field("target", &self.target).field("bytes", &self.bytes).finish()
    }
}

/// The file or files of a table, which take rows as they come, in memory that does not grow with them.
#[derive(Debug)]
pub struct TableStream {
    schema: Table,
    rows: RowWriter<OutputFile>,
    target: PathBuf,
    #[cfg(feature = "parquet")]
    parquet: Option<super::parquet::Rows>,
}

impl TableStream {
    pub(super) fn new(schema: Table, folder: &OutputFolder) -> Result<Self, Error> {
        let (file, form) = (folder.create(&format!("{}.csv", schema.name()))?, folder.form());
        let target = file.target.clone();
        let rows = RowWriter::new(&schema, file, form).map_err(|error| Error::io(target.display(), "write", &error))?;
        #[cfg(feature = "parquet")]
        let parquet = if form.parquet { Some(super::parquet::Rows::new(&schema, folder)?) } else { None };
        Ok(Self {
            schema,
            rows,
            target,
            #[cfg(feature = "parquet")]
            parquet,
        })
    }

    /// Writes a row; [`crate::row!`] makes one.
    ///
    /// # Errors
    /// [`Error::BadTable`] when the row does not fit the table, and then nothing is written; [`Error::Io`] when the disk refuses.
    pub fn push_row<'a>(&mut self, row: impl IntoIterator<Item = Cell<'a>>) -> Result<(), Error> {
        let row: Vec<Cell<'a>> = row.into_iter().collect();
        self.schema.check_row(&row)?;
        #[cfg(feature = "parquet")]
        if let Some(parquet) = &mut self.parquet {
            parquet.push_row(row.clone())?;
        }
        let columns = self.schema.columns();
        let result = self.rows.write_row(row, |index| columns[index].kind == Kind::Real);
        self.named(result)
    }

    /// Writes all rows of a table with the same columns.
    ///
    /// # Errors
    /// As [`TableStream::push_row`].
    pub fn push_table(&mut self, table: &Table) -> Result<(), Error> {
        if table.schema() != self.schema {
            let message = "its columns are not those of the file".to_owned();
            return Err(Error::BadTable { table: table.name().to_owned(), message });
        }
        #[cfg(feature = "parquet")]
        if let Some(parquet) = &mut self.parquet {
            (0..table.rows()).try_for_each(|row| parquet.push_row(table.row(row).unwrap_or_default()))?;
        }
        let result = self.rows.write_all_rows(table);
        self.named(result)
    }

    /// Gives the file its name, and that of Parquet beside it; see [`OutputFile::commit`]. The record is that of the CSV file.
    ///
    /// # Errors
    /// [`Error::Io`] naming the file.
    pub fn commit(self) -> Result<FileRecord, Error> {
        #[cfg(feature = "parquet")]
        self.parquet.map(super::parquet::Rows::commit).transpose()?;
        let Self { rows, target, .. } = self;
        let file = rows.finish().map_err(|error| Error::io(target.display(), "write", &error))?;
        file.commit()
    }

    fn named(&self, result: io::Result<()>) -> Result<(), Error> {
        result.map_err(|error| Error::io(self.target.display(), "write", &error))
    }
}
