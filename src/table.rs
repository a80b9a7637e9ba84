//! Named, typed columns: all data that leaves the crate is a [`Table`].
//!
//! A table carries its own dictionary (unit, meaning, limits and keys), so that every file made of it can explain itself. It knows
//! no file format; see `export` for those.
//!
//! ```
//! use leaderful::row;
//! use leaderful::table::{Column, Table};
//!
//! # fn main() -> Result<(), leaderful::error::Error> {
//! let mut runs = Table::new("runs", "One row a run")
//!     .column(Column::text("arm", "Name of the arm.").required())?
//!     .column(Column::whole("replication", "Number of the replication, from 0.").minimum(0.0).required())?
//!     .column(Column::real("decision_days", "Mean days from question to decision.").unit("days").minimum(0.0))?
//!     .primary_key(["arm", "replication"])?;
//! runs.push_row(row!["Heroic", 0, 12.5])?;
//! runs.push_row(row!["Distributed", 0, None::<f64>])?;
//! assert_eq!(runs.rows(), 2);
//! # Ok(())
//! # }
//! ```

use std::cmp::Ordering;

use crate::error::Error;

mod cell;
mod column;

pub use cell::Cell;
pub use column::{Column, Kind, Values};

/// Columns of equal length with distinct names, and what they mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    name: String,
    title: String,
    description: String,
    columns: Vec<Column>,
    primary_key: Vec<String>,
    foreign_keys: Vec<ForeignKey>,
}

/// Columns of a table whose values name a row of another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignKey {
    /// Columns of this table.
    pub columns: Vec<String>,
    /// Name of the table they point into.
    pub table: String,
    /// Columns of that table, in the same order.
    pub targets: Vec<String>,
}

impl Table {
    /// A table without columns; `name` is snake_case and becomes the file's name, `title` says what one row is.
    pub fn new(name: impl Into<String>, title: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            title: title.into(),
            description: String::new(),
            columns: Vec::new(),
            primary_key: Vec::new(),
            foreign_keys: Vec::new(),
        }
    }

    /// Adds a longer explanation.
    #[must_use]
    pub fn described(mut self, description: impl Into<String>) -> Self {
        self.description = description.into();
        self
    }

    /// Adds a column.
    ///
    /// # Errors
    /// [`Error::BadTable`] when a name is no snake_case or is taken, the column is not as long as those before it, its values are of
    /// another kind than declared, or one is infinite.
    pub fn column(mut self, column: Column) -> Result<Self, Error> {
        for name in [&self.name, &column.name] {
            if !is_snake_case(name) {
                return Err(self.fault(format!("the name {name:?} is not snake_case")));
            }
        }
        if self.find(&column.name).is_some() {
            return Err(self.fault(format!("two columns are called {}", column.name)));
        }
        column.check_values().map_err(|message| self.fault(message))?;
        if !self.columns.is_empty() && column.values.len() != self.rows() {
            let (found, wanted) = (column.values.len(), self.rows());
            return Err(self.fault(format!("column {} has {found} rows, not {wanted}", column.name)));
        }
        self.columns.push(column);
        Ok(self)
    }

    /// Adds several columns.
    ///
    /// # Errors
    /// As [`Table::column`].
    pub fn columns_from(self, columns: impl IntoIterator<Item = Column>) -> Result<Self, Error> {
        columns.into_iter().try_fold(self, Self::column)
    }

    /// Names the columns that together are different in every row.
    ///
    /// # Errors
    /// [`Error::BadTable`] when one of them does not exist.
    pub fn primary_key<S: Into<String>>(mut self, columns: impl IntoIterator<Item = S>) -> Result<Self, Error> {
        self.primary_key = self.known(columns)?;
        Ok(self)
    }

    /// States that `columns` name a row of `table` by its columns `targets`.
    ///
    /// # Errors
    /// [`Error::BadTable`] when a column does not exist or the two lists differ in length.
    pub fn foreign_key<S: Into<String>, T: Into<String>>(
        mut self,
        columns: impl IntoIterator<Item = S>,
        table: impl Into<String>,
        targets: impl IntoIterator<Item = T>,
    ) -> Result<Self, Error> {
        let columns = self.known(columns)?;
        let targets: Vec<String> = targets.into_iter().map(Into::into).collect();
        if columns.is_empty() || columns.len() != targets.len() {
            return Err(self.fault("a foreign key needs as many targets as columns".to_owned()));
        }
        self.foreign_keys.push(ForeignKey { columns, table: table.into(), targets });
        Ok(self)
    }

    /// Adds a row; nothing is added when a cell does not fit.
    ///
    /// # Errors
    /// [`Error::BadTable`] when the number of cells is not that of the columns, a cell is of another kind or infinite, or no cell has a
    /// value: readers take such a row for a gap in the file.
    pub fn push_row<'a>(&mut self, row: impl IntoIterator<Item = Cell<'a>>) -> Result<(), Error> {
        let row: Vec<Cell<'a>> = row.into_iter().collect();
        self.check_row(&row)?;
        for (column, cell) in self.columns.iter_mut().zip(row) {
            column.values.push(cell);
        }
        Ok(())
    }

    /// Whether `row` would fit.
    ///
    /// # Errors
    /// As [`Table::push_row`].
    pub fn check_row(&self, row: &[Cell<'_>]) -> Result<(), Error> {
        if row.len() != self.columns.len() {
            let (found, wanted) = (row.len(), self.columns.len());
            return Err(self.fault(format!("a row has {found} cells, not {wanted}")));
        }
        for (column, cell) in self.columns.iter().zip(row) {
            column.check_cell(cell).map_err(|message| self.fault(message))?;
        }
        if is_blank(row) { Err(self.fault("a row has no value at all".to_owned())) } else { Ok(()) }
    }

    /// The table's name, snake_case.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What one row is.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The longer explanation, or an empty text.
    #[must_use]
    pub fn description(&self) -> &str {
        &self.description
    }

    /// All columns in order.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The column called `name`.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Names of the columns that together are different in every row.
    #[must_use]
    pub fn key_columns(&self) -> &[String] {
        &self.primary_key
    }

    /// What points into other tables.
    #[must_use]
    pub fn foreign_keys(&self) -> &[ForeignKey] {
        &self.foreign_keys
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |column| column.values.len())
    }

    /// The cells of one row, from 0; `None` behind the last one.
    #[must_use]
    pub fn row(&self, row: usize) -> Option<Vec<Cell<'_>>> {
        (row < self.rows()).then(|| self.columns.iter().map(|c| c.values.cell(row)).collect())
    }

    /// The same description without rows, for writing rows as they come.
    #[must_use]
    pub fn schema(&self) -> Self {
        self.with_columns(self.columns.iter().map(Column::emptied).collect())
    }

    /// Sorts the rows by the primary key; rows of equal keys stay in order, a missing value comes first.
    pub fn sort_by_key(&mut self) {
        let keys: Vec<&Values> = self.primary_key.iter().filter_map(|name| self.find(name)).map(|c| &c.values).collect();
        let mut order: Vec<usize> = (0..self.rows()).collect();
        order.sort_by(|&a, &b| keys.iter().map(|k| k.cell(a).order(&k.cell(b))).find(|o| o.is_ne()).unwrap_or(Ordering::Equal));
        for column in &mut self.columns {
            column.values = column.values.reordered(&order);
        }
    }

    /// Checks every value against what its column promises, that no row is blank, and that the primary key is different in every row.
    ///
    /// # Errors
    /// [`Error::BadTable`] naming the first value that breaks a promise.
    pub fn check(&self) -> Result<(), Error> {
        if self.columns.is_empty() {
            return Err(self.fault("it has no columns".to_owned()));
        }
        for column in &self.columns {
            column.check_constraints(&self.primary_key).map_err(|message| self.fault(message))?;
        }
        if let Some(row) = (0..self.rows()).find(|row| self.row(*row).is_some_and(|cells| is_blank(&cells))) {
            return Err(self.fault(format!("row {row} has no value at all")));
        }
        self.check_key()
    }

    fn check_key(&self) -> Result<(), Error> {
        if self.primary_key.is_empty() {
            return Ok(());
        }
        let columns = self.primary_key.iter().filter_map(|name| self.find(name)).cloned();
        let mut keys = self.with_columns(columns.collect());
        keys.sort_by_key();
        let mut last: Option<Vec<Cell<'_>>> = None;
        for row in (0..keys.rows()).filter_map(|row| keys.row(row)) {
            if last.as_ref() == Some(&row) {
                return Err(self.fault(format!("two rows have the key {row:?}")));
            }
            last = Some(row);
        }
        Ok(())
    }

    fn with_columns(&self, columns: Vec<Column>) -> Self {
        Self {
            name: self.name.clone(),
            title: self.title.clone(),
            description: self.description.clone(),
            columns,
            primary_key: self.primary_key.clone(),
            foreign_keys: self.foreign_keys.clone(),
        }
    }

    fn known<S: Into<String>>(&self, names: impl IntoIterator<Item = S>) -> Result<Vec<String>, Error> {
        let names: Vec<String> = names.into_iter().map(Into::into).collect();
        match names.iter().find(|name| self.find(name).is_none()) {
            Some(name) => Err(self.fault(format!("there is no column {name}"))),
            None => Ok(names),
        }
    }

    fn fault(&self, message: String) -> Error {
        Error::BadTable { table: self.name.clone(), message }
    }
}

/// Whether a row holds nothing.
fn is_blank(row: &[Cell<'_>]) -> bool {
    row.iter().all(|cell| *cell == Cell::Missing)
}

/// Whether `name` consists of lower-case ASCII letters, digits and underscores and starts with a letter.
fn is_snake_case(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// A row for [`Table::push_row`]: `row!["Heroic", 3, 2.5, true, None::<f64>]`.
#[macro_export]
macro_rules! row {
    ($($cell:expr),* $(,)?) => { [$($crate::table::Cell::from($cell)),*] };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Table {
        Table::new("runs", "One row a run")
            .columns_from([
                Column::text("arm", "Name.").required(),
                Column::whole("replication", "Number.").minimum(0.0),
                Column::real("days", "Length.").unit("days").maximum(9.0),
                Column::truth("whole", "Whether it ended."),
            ])
            .and_then(|table| table.primary_key(["arm", "replication"]))
            .expect("a good description")
    }

    #[test]
    fn a_row_that_does_not_fit_leaves_the_table_as_it_was() {
        let mut table = small();
        table.push_row(row!["b", 1, 2, true]).expect("a whole number fits a real column");
        let before = table.clone();
        assert!(table.push_row(row!["a", 1, 2.0]).is_err());
        assert!(table.push_row(row!["a", 1.5, 2.0, true]).is_err());
        assert!(table.push_row(row!["a", 1, f64::INFINITY, true]).is_err());
        assert!(table.push_row(row!["a", 1, i64::MAX, true]).is_err());
        assert!(table.push_row(row![1, 1, 2.0, true]).is_err());
        assert_eq!(table, before);
    }

    #[test]
    fn descriptions_that_contradict_themselves_are_refused() {
        let whole = |name: &str| Column::whole(name, "Number.");
        assert!(small().column(whole("arm")).is_err(), "taken");
        for name in ["", "Arm", "1st", "a b", "a.b", "ä", "_a", "a-b"] {
            assert!(small().column(whole(name)).is_err(), "{name}");
            assert!(Table::new(name, "t").column(whole("a")).is_err(), "{name}");
        }
        assert!(small().column(whole("n").values(vec![1_i64])).is_err(), "too long");
        assert!(small().column(whole("n").values(vec![1.0])).is_err(), "other kind");
        assert!(small().column(Column::real("x", "X.").values(vec![f64::INFINITY])).is_err());
        assert!(small().primary_key(["no"]).is_err());
        assert!(small().foreign_key(["no"], "t", ["a"]).is_err());
        assert!(small().foreign_key(["arm"], "t", ["a", "b"]).is_err());
        assert!(Table::new("t", "t").check().is_err(), "no columns");
    }

    #[test]
    fn promises_are_checked() {
        let with = |row: [Cell<'static>; 4]| {
            let mut table = small();
            table.push_row(row).and_then(|()| table.check())
        };
        assert_eq!(with(row!["a", 0, 9.0, false]), Ok(()));
        assert_eq!(with(row!["a", 0, None::<f64>, None::<bool>]), Ok(()));
        assert!(with(row!["", 0, 1.0, true]).is_err(), "required");
        assert!(with(row!["a", None::<i64>, 1.0, true]).is_err(), "key");
        assert!(with(row![None::<&str>, None::<i64>, f64::NAN, None::<bool>]).is_err(), "blank");
        assert!(with(row!["a", -1, 1.0, true]).is_err(), "minimum");
        assert!(with(row!["a", 0, 9.5, true]).is_err(), "maximum");
        let column = |values: Vec<&'static str>| Column::text("c", "C.").values(values);
        let check = |c: Column| Table::new("t", "t").column(c).and_then(|table| table.check());
        assert!(check(column(vec!["x", "y"]).allowed(["x"])).is_err());
        assert!(check(column(vec!["x"]).allowed(["x"]).unique()).is_ok());
        assert!(check(column(vec!["x", ""])).is_err(), "blank");
        assert!(check(column(vec!["x", "x"]).unique()).is_err());
    }

    #[test]
    fn rows_sort_by_key_and_equal_keys_are_found() {
        let mut table = small();
        for row in [row!["b", 1, 1.0, true], row!["a", 10, 2.0, true], row!["a", 9, 3.0, true]] {
            table.push_row(row).expect("fits");
        }
        table.check().expect("three keys");
        table.sort_by_key();
        let days = table.find("days").and_then(|c| c.values.reals());
        assert_eq!(days, Some(&[3.0, 2.0, 1.0][..]));
        table.push_row(row!["a", 9, 4.0, false]).expect("fits");
        assert!(table.check().is_err());
        assert_eq!((table.schema().rows(), table.schema().columns().len()), (0, 4));
        assert_eq!(table.row(4), None);
    }
}
