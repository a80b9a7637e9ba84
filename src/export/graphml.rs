//! GraphML: people and the ties between them for network programs such as Gephi, igraph and networkx.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::csv::real_text;
use crate::error::Error;
use crate::table::{Cell, Column, Kind, Table};

/// Whether ties have a direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ties {
    /// From one person to another.
    Directed,
    /// Between two people.
    Undirected,
}

/// The bytes of a GraphML file. The first column of `nodes` names each node; the first two columns of `ties` name the ends of each
/// tie; all further columns become attributes, with unit and meaning, and missing values are left out.
///
/// # Errors
/// [`Error::BadTable`] when those columns are absent, a node has no name or that of another, or a tie ends at an unknown node.
pub fn encode(nodes: &Table, ties: &Table, direction: Ties) -> Result<Vec<u8>, Error> {
    let fault = |table: &Table, message: &str| Error::BadTable { table: table.name().to_owned(), message: message.to_owned() };
    let [node, node_attributes @ ..] = nodes.columns() else {
        return Err(fault(nodes, "it has no column that names the nodes"));
    };
    let [from, to, tie_attributes @ ..] = ties.columns() else {
        return Err(fault(ties, "it lacks the two columns that name the ends of a tie"));
    };
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n");
    add_keys(&mut text, "node", 'n', node_attributes);
    add_keys(&mut text, "edge", 'e', tie_attributes);
    let direction = if direction == Ties::Directed { "directed" } else { "undirected" };
    add(&mut text, format_args!("  <graph id=\"G\" edgedefault=\"{direction}\">\n"));
    let mut known = BTreeSet::new();
    for row in 0..nodes.rows() {
        let id = plain(&node.values.cell(row)).ok_or_else(|| fault(nodes, "a node has no name"))?;
        add(&mut text, format_args!("    <node id=\"{}\">", escaped(&id)));
        add_data(&mut text, 'n', node_attributes, row);
        text.push_str("</node>\n");
        if !known.insert(id) {
            return Err(fault(nodes, "two nodes have the same name"));
        }
    }
    for row in 0..ties.rows() {
        let end = |column: &Column| {
            plain(&column.values.cell(row))
                .filter(|id| known.contains(id))
                .ok_or_else(|| fault(ties, "a tie ends at a node that is not there"))
        };
        let (source, target) = (escaped(&end(from)?), escaped(&end(to)?));
        add(&mut text, format_args!("    <edge source=\"{source}\" target=\"{target}\">"));
        add_data(&mut text, 'e', tie_attributes, row);
        text.push_str("</edge>\n");
    }
    text.push_str("  </graph>\n</graphml>\n");
    Ok(text.into_bytes())
}

fn add_keys(text: &mut String, domain: &str, prefix: char, columns: &[Column]) {
    for (index, column) in columns.iter().enumerate() {
        let kind = match column.kind {
            Kind::Text => "string",
            Kind::Whole => "long",
            Kind::Real => "double",
            Kind::Truth => "boolean",
        };
        let unit = if column.unit.is_empty() { String::new() } else { format!(" Unit: {}.", column.unit) };
        let (name, meaning) = (escaped(&column.name), escaped(&format!("{}{unit}", column.meaning)));
        add(
            text,
            format_args!(
                "  <key id=\"{prefix}{index}\" for=\"{domain}\" attr.name=\"{name}\" attr.type=\"{kind}\"><desc>{meaning}</desc></key>\n"
            ),
        );
    }
}

fn add_data(text: &mut String, prefix: char, columns: &[Column], row: usize) {
    for (index, column) in columns.iter().enumerate() {
        if let Some(value) = plain(&column.values.cell(row)) {
            add(text, format_args!("<data key=\"{prefix}{index}\">{}</data>", escaped(&value)));
        }
    }
}

fn add(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    text.write_fmt(arguments).expect("a String grows");
}

/// A cell as text; `None` for a missing one.
fn plain(cell: &Cell<'_>) -> Option<String> {
    match cell {
        Cell::Missing => None,
        Cell::Text(text) => Some(text.to_string()),
        Cell::Whole(value) => Some(value.to_string()),
        Cell::Real(value) => Some(real_text(*value)),
        Cell::Truth(value) => Some(value.to_string()),
    }
}

/// `text` for the inside of an element or attribute; characters that XML 1.0 cannot hold become U+FFFD.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\t' | '\n' | '\r' => add(&mut safe, format_args!("&#{};", u32::from(character))),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => safe.push('\u{fffd}'),
            _ => safe.push(character),
        }
    }
    safe
}
