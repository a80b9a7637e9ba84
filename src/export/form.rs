//! In which form tables are written: how CSV separates, and whether Parquet stands beside it.

/// Form of the tables of an output folder. The default is plain CSV: commas, points, Unix newlines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableForm {
    /// Between two cells: one of [`DELIMITERS`].
    pub delimiter: char,
    /// Between the whole and the part of a number: a point, or a comma where the delimiter is none.
    pub decimal: char,
    /// For Excel: a byte-order mark at the start, so that it reads UTF-8, and CR LF at the end of lines.
    pub excel: bool,
    /// Whether each table is written as Parquet too.
    pub parquet: bool,
}

/// What may stand between two cells.
pub const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];

/// What tells Excel that a file is UTF-8.
pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

impl Default for TableForm {
    fn default() -> Self {
        Self { delimiter: ',', decimal: '.', excel: false, parquet: false }
    }
}
