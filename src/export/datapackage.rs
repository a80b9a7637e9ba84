//! `datapackage.json`: the data dictionary of a result, in the part of Frictionless Data Package version 1 that its readers in R and
//! Python share.

use serde_json::{Map, Value, json};

use super::csv::inert;
use super::form::TableForm;
use super::manifest::FileRecord;
use crate::error::Error;
use crate::table::{Column, Kind, Table};

/// Name of the data dictionary's file.
pub const DATA_PACKAGE: &str = "datapackage.json";

/// What the dictionary says about the result as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackageInfo {
    /// Short name; anything but lower-case letters, digits, dot, dash and underscore becomes a dash.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// What the data are, how they were made, and what they leave out.
    pub description: String,
    /// When they were made, as an RFC 3339 text; left out where empty.
    pub created: String,
    /// The form of the tables.
    pub form: TableForm,
}

/// The bytes of `datapackage.json` for CSV files in the same folder: each table with the record of its file. Only the table's
/// description is used, so one without rows will do for a file that was streamed.
///
/// # Errors
/// [`Error::BadTable`] when there is no table or one has no columns.
pub fn encode(info: &PackageInfo, resources: &[(&Table, &FileRecord)]) -> Result<Vec<u8>, Error> {
    let fault = |table: &str, message: String| Error::BadTable { table: table.to_owned(), message };
    if resources.is_empty() {
        return Err(fault(DATA_PACKAGE, "a data package needs at least one table".to_owned()));
    }
    if let Some((table, _)) = resources.iter().find(|(table, _)| table.columns().is_empty()) {
        return Err(fault(table.name(), "it has no columns".to_owned()));
    }
    let mut package = Map::new();
    package.insert("profile".to_owned(), json!("tabular-data-package"));
    package.insert("name".to_owned(), json!(package_name(&info.name)));
    add_text(&mut package, "title", &info.title);
    add_text(&mut package, "description", &info.description);
    add_text(&mut package, "created", &info.created);
    let described: Vec<Value> = resources.iter().map(|(table, file)| resource(info.form, table, file, resources)).collect();
    package.insert("resources".to_owned(), Value::Array(described));
    let mut bytes = serde_json::to_vec_pretty(&Value::Object(package)).map_err(|error| fault(DATA_PACKAGE, error.to_string()))?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn resource(form: TableForm, table: &Table, file: &FileRecord, all: &[(&Table, &FileRecord)]) -> Value {
    let mut resource = Map::new();
    resource.insert("profile".to_owned(), json!("tabular-data-resource"));
    resource.insert("name".to_owned(), json!(table.name()));
    resource.insert("path".to_owned(), json!(file.name));
    add_text(&mut resource, "title", table.title());
    add_text(&mut resource, "description", table.description());
    resource.insert("format".to_owned(), json!("csv"));
    resource.insert("mediatype".to_owned(), json!("text/csv"));
    resource.insert("encoding".to_owned(), json!("utf-8"));
    if form.delimiter != ',' || form.excel {
        let terminator = if form.excel { "\r\n" } else { "\n" };
        resource.insert("dialect".to_owned(), json!({"delimiter": form.delimiter.to_string(), "lineTerminator": terminator}));
    }
    resource.insert("bytes".to_owned(), json!(file.bytes));
    resource.insert("hash".to_owned(), json!(format!("sha256:{}", file.sha256)));
    resource.insert("schema".to_owned(), schema(form, table, all));
    Value::Object(resource)
}

fn schema(form: TableForm, table: &Table, all: &[(&Table, &FileRecord)]) -> Value {
    let mut schema = Map::new();
    let fields: Vec<Value> = table.columns().iter().map(|column| field(form, table, column)).collect();
    schema.insert("fields".to_owned(), Value::Array(fields));
    schema.insert("missingValues".to_owned(), json!([""]));
    if !table.key_columns().is_empty() {
        schema.insert("primaryKey".to_owned(), json!(table.key_columns()));
    }
    // A key into a table that was not written would make the whole package invalid.
    let written = |key: &&crate::table::ForeignKey| {
        all.iter().any(|(other, _)| other.name() == key.table && key.targets.iter().all(|target| other.find(target).is_some()))
    };
    let foreign: Vec<Value> = table
        .foreign_keys()
        .iter()
        .filter(written)
        .map(|key| {
            let within = key.table == table.name();
            let target = if within { "" } else { key.table.as_str() };
            json!({"fields": key.columns, "reference": {"resource": target, "fields": key.targets}})
        })
        .collect();
    if !foreign.is_empty() {
        schema.insert("foreignKeys".to_owned(), Value::Array(foreign));
    }
    Value::Object(schema)
}

fn field(form: TableForm, table: &Table, column: &Column) -> Value {
    let mut field = Map::new();
    field.insert("name".to_owned(), json!(column.name));
    let kind = match column.kind {
        Kind::Text => "string",
        Kind::Whole => "integer",
        Kind::Real => "number",
        Kind::Truth => "boolean",
    };
    field.insert("type".to_owned(), json!(kind));
    field.insert("title".to_owned(), json!(title(&column.name)));
    add_text(&mut field, "description", &column.meaning);
    add_text(&mut field, "unit", &column.unit);
    if column.kind == Kind::Real && form.decimal != '.' {
        field.insert("decimalChar".to_owned(), json!(form.decimal.to_string()));
    }
    let constraints = constraints(table, column);
    if !constraints.is_empty() {
        field.insert("constraints".to_owned(), Value::Object(constraints));
    }
    Value::Object(field)
}

fn constraints(table: &Table, column: &Column) -> Map<String, Value> {
    let mut constraints = Map::new();
    if column.required || table.key_columns().contains(&column.name) {
        constraints.insert("required".to_owned(), json!(true));
    }
    if column.unique {
        constraints.insert("unique".to_owned(), json!(true));
    }
    // A limit of whole numbers has to be a whole number itself: the nearest one inside.
    let whole = column.kind == Kind::Whole;
    let number = |value: f64| {
        if whole { json!(value as i64) } else { json!(value) }
    };
    if matches!(column.kind, Kind::Whole | Kind::Real) {
        if let Some(minimum) = column.minimum {
            constraints.insert("minimum".to_owned(), number(if whole { minimum.ceil() } else { minimum }));
        }
        if let Some(maximum) = column.maximum {
            constraints.insert("maximum".to_owned(), number(if whole { maximum.floor() } else { maximum }));
        }
    }
    if column.kind == Kind::Text && !column.allowed.is_empty() {
        // As they stand in the file.
        let allowed: Vec<_> = column.allowed.iter().map(|text| inert(text)).collect();
        constraints.insert("enum".to_owned(), json!(allowed));
    }
    constraints
}

/// `decision_days` as `Decision days`.
fn title(name: &str) -> String {
    let mut title = name.replace('_', " ");
    if let Some(first) = title.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    title
}

fn package_name(name: &str) -> String {
    let safe = |c: char| {
        if c.is_ascii_alphanumeric() || "._-".contains(c) { c.to_ascii_lowercase() } else { '-' }
    };
    let name: String = name.chars().map(safe).collect();
    if name.is_empty() { "results".to_owned() } else { name }
}

fn add_text(map: &mut Map<String, Value>, key: &str, text: &str) {
    if !text.is_empty() {
        map.insert(key.to_owned(), json!(text));
    }
}
