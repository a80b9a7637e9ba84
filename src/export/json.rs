//! JSON: a list of rows, each an object by column, for programs that read one table from a pipe.

use serde_json::{Map, Value};

use super::Format;
use crate::error::Error;
use crate::table::{Cell, Table};

/// The format of this file.
pub const FORMAT: Format = Format { name: "json", meaning: "a list of rows for programs", encode };

/// The rows of a table as a JSON list; missing values are null.
///
/// # Errors
/// None that a table can cause.
pub fn encode(table: &Table) -> Result<Vec<u8>, Error> {
    let value = |cell: Cell<'_>| match cell {
        Cell::Missing => Value::Null,
        Cell::Text(text) => Value::String(text.into_owned()),
        Cell::Whole(number) => number.into(),
        Cell::Real(number) => number.into(),
        Cell::Truth(truth) => truth.into(),
    };
    let object = |row: Vec<Cell<'_>>| {
        let pairs = table.columns().iter().zip(row).map(|(column, cell)| (column.name.clone(), value(cell)));
        Value::Object(pairs.collect::<Map<_, _>>())
    };
    let rows: Vec<Value> = (0..table.rows()).filter_map(|row| table.row(row)).map(object).collect();
    let fault = |error: serde_json::Error| Error::BadTable { table: table.name().to_owned(), message: error.to_string() };
    let mut bytes = serde_json::to_vec_pretty(&rows).map_err(fault)?;
    bytes.push(b'\n');
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::row;
    use crate::table::Column;

    #[test]
    fn rows_are_objects_and_missing_values_null() {
        let mut table = Table::new("t", "One row a thing")
            .columns_from([Column::text("name", "A name."), Column::real("value", "A number."), Column::truth("yes", "A truth.")])
            .unwrap();
        table.push_row(row!["a \"b\"", 0.1, true]).unwrap();
        table.push_row(row!["c", None::<f64>, None::<bool>]).unwrap();
        let read: Value = serde_json::from_slice(&encode(&table).unwrap()).unwrap();
        assert_eq!(
            read,
            serde_json::json!([{ "name": "a \"b\"", "value": 0.1, "yes": true }, { "name": "c", "value": null, "yes": null }])
        );
    }
}
