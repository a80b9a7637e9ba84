//! Parquet: typed columns in blocks, for large tables. Uncompressed, so that no library of compression is needed.

use std::sync::Arc;

use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;

use super::folder::OutputFolder;
use super::manifest::FileRecord;
use super::stream::OutputFile;
use crate::error::Error;
use crate::table::{Cell, Kind, Table, Values};

/// Rows of a block: as many are held in memory.
const BLOCK: usize = 1 << 16;

/// A Parquet file that takes rows as they come.
pub(super) struct Rows {
    /// Rows that are not written yet.
    block: Table,
    writer: SerializedFileWriter<OutputFile>,
    name: String,
}

impl Rows {
    /// Starts `<table>.parquet`.
    pub(super) fn new(schema: &Table, folder: &OutputFolder) -> Result<Self, Error> {
        let name = format!("{}.parquet", schema.name());
        let file = folder.create(&name)?;
        // The name of the program without its version: a table's bytes must not change with it.
        let properties = WriterProperties::builder().set_created_by("leaderful".to_owned()).build();
        let writer = message(schema).and_then(|message| SerializedFileWriter::new(file, message, Arc::new(properties)));
        Ok(Self { block: schema.schema(), writer: writer.map_err(|error| fault(&name, &error))?, name })
    }

    /// Takes a row that fits the table.
    pub(super) fn push_row<'a>(&mut self, row: impl IntoIterator<Item = Cell<'a>>) -> Result<(), Error> {
        self.block.push_row(row)?;
        if self.block.rows() >= BLOCK { self.write_block() } else { Ok(()) }
    }

    /// Writes what is left and gives the file its name.
    pub(super) fn commit(mut self) -> Result<FileRecord, Error> {
        if self.block.rows() > 0 {
            self.write_block()?;
        }
        self.writer.into_inner().map_err(|error| fault(&self.name, &error))?.commit()
    }

    fn write_block(&mut self) -> Result<(), Error> {
        let empty = self.block.schema();
        let block = std::mem::replace(&mut self.block, empty);
        write(&mut self.writer, &block).map_err(|error| fault(&self.name, &error))
    }
}

impl std::fmt::Debug for Rows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rows").field("name", &self.name).field("waiting", &self.block.rows()).finish_non_exhaustive()
    }
}

fn fault(name: &str, error: &ParquetError) -> Error {
    Error::io(name, "write", &std::io::Error::other(error.to_string()))
}

/// The columns of a table; each may miss values.
fn message(table: &Table) -> Result<Arc<Type>, ParquetError> {
    let field = |column: &crate::table::Column| {
        let (physical, logical) = match column.kind {
            Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Kind::Whole => (Physical::INT64, None),
            Kind::Real => (Physical::DOUBLE, None),
            Kind::Truth => (Physical::BOOLEAN, None),
        };
        let field = Type::primitive_type_builder(&column.name, physical).with_repetition(Repetition::OPTIONAL);
        field.with_logical_type(logical).build().map(Arc::new)
    };
    let fields = table.columns().iter().map(field).collect::<Result<Vec<_>, _>>()?;
    Type::group_type_builder(table.name()).with_fields(fields).build().map(Arc::new)
}

/// Writes all rows of a table as one block.
fn write(writer: &mut SerializedFileWriter<OutputFile>, table: &Table) -> Result<(), ParquetError> {
    let mut block = writer.next_row_group()?;
    for column in table.columns() {
        let Some(mut out) = block.next_column()? else { break };
        match &column.values {
            Values::Text(texts) => {
                let present = |text: &String| (!text.is_empty()).then(|| ByteArray::from(text.as_str()));
                values::<ByteArrayType>(&mut out, texts.iter().map(present))?;
            }
            Values::Whole(numbers) => values::<Int64Type>(&mut out, numbers.iter().copied())?,
            Values::Real(numbers) => values::<DoubleType>(&mut out, numbers.iter().map(|n| Some(*n + 0.0).filter(|n| !n.is_nan())))?,
            Values::Truth(answers) => values::<BoolType>(&mut out, answers.iter().copied())?,
        }
        out.close()?;
    }
    block.close().map(drop)
}

/// Values of a column, where they are present.
fn values<T: parquet::data_type::DataType>(
    out: &mut SerializedColumnWriter<'_>,
    values: impl Iterator<Item = Option<T::T>>,
) -> Result<(), ParquetError> {
    let (mut present, mut levels) = (Vec::new(), Vec::new());
    for value in values {
        levels.push(i16::from(value.is_some()));
        present.extend(value);
    }
    out.typed::<T>().write_batch(&present, Some(&levels), None).map(drop)
}
