//! Comma-separated values as RFC 4180 has them: header in row one, Unix newlines, an empty cell where a value is missing.
//!
//! Numbers are the shortest text that reads back as the same number; a real number always has a point or an exponent, so that
//! readers that guess a column's type from its first rows guess right. No cell says NaN or -0.0. A text that a spreadsheet would
//! take for a formula gets a leading apostrophe ([`inert`]); different texts stay different.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

use super::Format;
use super::form::{BYTE_ORDER_MARK, TableForm};
use crate::error::Error;
use crate::table::{Cell, Table};

/// The format for [`super::FORMATS`].
pub const FORMAT: Format = Format { name: "csv", meaning: "Plain text that every spreadsheet and language reads.", encode };

/// The bytes of `table`.
///
/// # Errors
/// None that a valid table can cause; the type is that of all formats.
pub fn encode(table: &Table) -> Result<Vec<u8>, Error> {
    let fault = |error: io::Error| Error::io("memory", "write", &error);
    let mut rows = RowWriter::new(table, Vec::new(), TableForm::default()).map_err(fault)?;
    rows.write_all_rows(table).map_err(fault)?;
    rows.finish().map_err(fault)
}

/// Writes rows one at a time; holds one buffer, whatever the number of rows.
#[derive(Debug)]
pub(crate) struct RowWriter<W: Write> {
    out: ::csv::Writer<W>,
    scratch: String,
    decimal: char,
}

impl<W: Write> RowWriter<W> {
    /// Writes the header of `schema`.
    pub(crate) fn new(schema: &Table, mut out: W, form: TableForm) -> io::Result<Self> {
        if form.excel {
            out.write_all(BYTE_ORDER_MARK)?;
        }
        let terminator = if form.excel { ::csv::Terminator::CRLF } else { ::csv::Terminator::Any(b'\n') };
        let mut rows = ::csv::WriterBuilder::new();
        let mut out = rows.terminator(terminator).delimiter(form.delimiter as u8).buffer_capacity(1 << 16).from_writer(out);
        out.write_record(schema.columns().iter().map(|column| &column.name)).map_err(plain)?;
        Ok(Self { out, scratch: String::new(), decimal: form.decimal })
    }

    /// Writes one row; `schema.check_row` is the caller's business.
    pub(crate) fn write_row<'a>(&mut self, row: impl IntoIterator<Item = Cell<'a>>, real: impl Fn(usize) -> bool) -> io::Result<()> {
        for (index, cell) in row.into_iter().enumerate() {
            self.scratch.clear();
            match cell {
                Cell::Text(text) => {
                    self.out.write_field(inert(&text).as_bytes()).map_err(plain)?;
                    continue;
                }
                Cell::Whole(value) if real(index) => self.write_real(value as f64),
                Cell::Whole(value) => write!(self.scratch, "{value}").expect("a String grows"),
                Cell::Real(value) => self.write_real(value),
                Cell::Truth(value) => self.scratch.push_str(if value { "true" } else { "false" }),
                Cell::Missing => {}
            }
            self.out.write_field(&self.scratch).map_err(plain)?;
        }
        self.out.write_record(None::<&[u8]>).map_err(plain)
    }

    fn write_real(&mut self, value: f64) {
        write_real(&mut self.scratch, value);
        if self.decimal != '.' {
            self.scratch = self.scratch.replace('.', self.decimal.encode_utf8(&mut [0; 4]));
        }
    }

    /// Writes all rows of `table`.
    pub(crate) fn write_all_rows(&mut self, table: &Table) -> io::Result<()> {
        for row in 0..table.rows() {
            self.write_row(table.columns().iter().map(|c| c.values.cell(row)), |_| false)?;
        }
        Ok(())
    }

    /// Hands back what was written to.
    pub(crate) fn finish(self) -> io::Result<W> {
        self.out.into_inner().map_err(|error| {
            let error = error.error();
            io::Error::new(error.kind(), error.to_string())
        })
    }
}

/// Adds the shortest text that reads back as `value`; nothing for NaN.
fn write_real(text: &mut String, value: f64) {
    if value.is_nan() {
        return;
    }
    // Adding zero turns -0.0 into 0.0.
    let value = value + 0.0;
    let plain = value == 0.0 || (1e-5..1e16).contains(&value.abs());
    let start = text.len();
    let written = if plain { write!(text, "{value}") } else { write!(text, "{value:e}") };
    written.expect("a String grows");
    if plain && !text[start..].contains('.') {
        text.push_str(".0");
    }
}

/// The shortest text that reads back as `value`; empty for NaN.
pub(super) fn real_text(value: f64) -> String {
    let mut text = String::new();
    write_real(&mut text, value);
    text
}

/// `text` with a leading apostrophe where a spreadsheet would otherwise compute it: where it starts with `=`, `+`, `-`, `@`, one of
/// their full-width twins or a control character, with any number of apostrophes before that.
///
/// The last part keeps different texts different: `-x` becomes `'-x`, and `'-x` becomes `''-x`.
#[must_use]
pub fn inert(text: &str) -> Cow<'_, str> {
    let dangerous = |first: char| matches!(first, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠') || first.is_control();
    if text.trim_start_matches('\'').starts_with(dangerous) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The error of the operating system inside an error of the CSV writer.
fn plain(error: ::csv::Error) -> io::Error {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_numbers_are_short_and_keep_their_kind() {
        for (value, text) in [
            (0.0, "0.0"),
            (-0.0, "0.0"),
            (2.0, "2.0"),
            (-1.5, "-1.5"),
            (0.1 + 0.2, "0.30000000000000004"),
            (1e-5, "0.00001"),
            (9.99e-6, "9.99e-6"),
            (9007199254740993.0, "9007199254740992.0"),
            (1e16, "1e16"),
            (f64::MAX, "1.7976931348623157e308"),
            (5e-324, "5e-324"),
            (f64::NAN, ""),
        ] {
            assert_eq!(real_text(value), text);
        }
    }

    #[test]
    fn inert_texts_stay_different() {
        let texts = ["-x", "'-x", "''-x", "'x", "x", "'", "", "=", "'="];
        let inert: std::collections::BTreeSet<_> = texts.iter().map(|text| inert(text)).collect();
        assert_eq!(inert.len(), texts.len());
        assert_eq!(super::inert("'tis"), "'tis");
    }
}
