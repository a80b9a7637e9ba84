//! Points from a CSV file: the header names paths, each row is a point.

use super::draft::{Check, fixed};
use super::{Domain, Factor, MOST_POINTS, Value};
use crate::error::Problem;
use crate::scenario::load::report::{Report, cut, grouped, listed};

/// The columns of the table called `name`, as factors: all, or those that are `wanted`. Semicolons between cells are understood
/// too, since spreadsheets write them in many countries.
pub(super) fn factors(name: &str, text: &str, wanted: &[String], check: &mut Check<'_>, report: &mut Report<'_>) -> Option<Vec<Factor>> {
    let mut own = Report::on_option(name);
    let factors = read(text, wanted, &mut own).map(|columns| checked(name, columns, check, &mut own));
    let clean = own.is_clean();
    report.extend(own.into_problems());
    factors.filter(|_| clean)
}

/// A column: its path, and its values by line.
type Column = (String, Vec<(u64, String)>);

fn read(text: &str, wanted: &[String], report: &mut Report<'_>) -> Option<Vec<Column>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let first = text.lines().next().unwrap_or_default();
    let delimiter = if first.contains(';') && !first.contains(',') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).from_reader(text.as_bytes());
    let mut tell = |problem: Problem| report.at(&(0..0), problem);
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => {
            tell(Problem::new(format!("the table cannot be read: {error}")));
            return None;
        }
    };
    let missing: Vec<&String> = wanted.iter().filter(|path| !header.iter().any(|column| column == path.as_str())).collect();
    if !missing.is_empty() {
        let problem = Problem::new(format!("the table has no column {}", listed(&missing))).value(listed(&header));
        tell(problem.help("give it the column, or take the factor out of the design"));
        return None;
    }
    let taken = |path: &&str| wanted.is_empty() || wanted.iter().any(|wanted| wanted == path);
    let mut columns: Vec<Column> = header.iter().filter(taken).map(|path| (path.to_owned(), Vec::new())).collect();
    let places: Vec<usize> = header.iter().enumerate().filter(|(_, path)| taken(path)).map(|(place, _)| place).collect();
    for row in reader.records() {
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                tell(Problem::new(format!("a row does not fit the header: {error}")).help("give each row as many cells as the header"));
                return None;
            }
        };
        let line = row.position().map_or(0, csv::Position::line);
        for (column, place) in columns.iter_mut().zip(&places) {
            column.1.push((line, row.get(*place).unwrap_or_default().to_owned()));
        }
        if columns.first().is_some_and(|column| column.1.len() as u64 > MOST_POINTS) {
            tell(Problem::new(format!("the table has more than {} rows", grouped(MOST_POINTS))));
            return None;
        }
    }
    if columns.first().is_none_or(|column| column.1.is_empty()) {
        tell(Problem::new("the table has no rows below its header").help("each row is a point"));
        return None;
    }
    Some(columns)
}

fn checked(name: &str, columns: Vec<Column>, check: &mut Check<'_>, report: &mut Report<'_>) -> Vec<Factor> {
    let of = |(path, cells): Column| {
        if let Some(problem) = fixed(&path) {
            report.at(&(0..0), problem);
        }
        let mut levels = Vec::with_capacity(cells.len());
        for (line, cell) in cells {
            let place = format!("{name}, line {line}");
            let mut own = Report::on_option(&place);
            let value = Value::of(&cell);
            if cell.is_empty() {
                own.at(&(0..0), Problem::new(format!("the cell under `{}` is empty", cut(&path))).key(cut(&path)));
            } else if !report.is_full() {
                check.fits(&path, None, &(value.clone(), 0..0), &mut own);
            }
            report.extend(own.into_problems());
            levels.push(value);
        }
        Factor { path, between: None, domain: Domain::Levels(levels) }
    };
    columns.into_iter().map(of).collect()
}
