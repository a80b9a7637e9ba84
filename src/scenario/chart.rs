//! Reads an organisation chart from CSV and checks that it is one tree with whole units.

use super::ChartRow;
use super::load::report::{Report, cut, listed};
use crate::error::{Error, Problem};
use crate::nearest::nearest;
use std::collections::BTreeMap;

/// Columns that a chart must have; others, such as `title`, are ignored.
pub const CHART_COLUMNS: [&str; 4] = ["position_id", "parent_id", "unit", "department"];
/// Longest cell that is read, in bytes.
const LONGEST_CELL: usize = 200;

/// A row as it stands in the file.
struct Seat {
    row: ChartRow,
    line: u64,
}

/// Seats by id, for looking up parents.
struct Index<'s> {
    seats: &'s [Seat],
    by_id: Vec<u32>,
}

/// Reads the chart in `text`: parents before children, siblings by their id, whatever the order of the rows.
///
/// A header names the columns of [`CHART_COLUMNS`] in any order; further columns are ignored. Semicolons between cells are
/// understood too, since spreadsheets write them in many countries.
///
/// # Errors
///
/// [`Error::BadInput`] with every problem found: a column that is missing, an empty cell, an id twice, no root or two, a
/// parent that is not there, a cycle, or a unit in several parts. Each names its row and ids.
pub fn parse(source_name: &str, text: &str) -> Result<Vec<ChartRow>, Error> {
    let mut faults = Faults { report: Report::on_option(source_name), source_name };
    let seats = read_rows(text, &mut faults);
    if !faults.report.is_clean() {
        return faults.report.finish(Vec::new());
    }
    if seats.is_empty() {
        faults.at(1, "the chart has no rows below its header", None, "give one row for each seat");
        return faults.report.finish(Vec::new());
    }
    let index = Index::new(&seats, &mut faults);
    let parents = find_parents(&index, &mut faults);
    if !faults.report.is_clean() {
        return faults.report.finish(Vec::new());
    }
    let order = walk(&index, &parents, &mut faults);
    if faults.report.is_clean() {
        check_units(&seats, &parents, &order, &mut faults);
    }
    faults.report.finish(())?;
    let mut rows: Vec<Option<ChartRow>> = seats.into_iter().map(|seat| Some(seat.row)).collect();
    Ok(order.iter().filter_map(|i| rows[*i as usize].take()).collect())
}

/// Collects problems that are named by their row.
struct Faults<'t> {
    report: Report<'t>,
    source_name: &'t str,
}

impl Faults<'_> {
    fn at(&mut self, line: u64, message: impl Into<String>, value: Option<&str>, help: &str) {
        let mut problem = Problem::new(format!("row {line}: {}", message.into())).within(self.source_name).help(help);
        problem.line = Some(line as usize);
        problem.value = value.map(cut);
        self.report.extend(vec![problem]);
    }
}

fn read_rows(text: &str, faults: &mut Faults<'_>) -> Vec<Seat> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let header = text.lines().next().unwrap_or_default();
    let delimiter = if header.contains(';') && !header.contains(',') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).from_reader(text.as_bytes());
    let Some(columns) = find_columns(&mut reader, faults) else { return Vec::new() };
    let mut seats = Vec::new();
    let mut record = csv::StringRecord::new();
    loop {
        let line = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(true) => seats.extend(read_seat(&record, columns, faults)),
            Ok(false) => return seats,
            Err(error) => {
                let line = error.position().map_or(line, csv::Position::line);
                let message = match error.kind() {
                    csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                        format!("the row has {len} cells, but the header has {expected_len}")
                    }
                    _ => "the row cannot be read".into(),
                };
                faults.at(line, message, None, "put cells that contain a comma between double quotes");
                if faults.report.is_full() {
                    return seats;
                }
            }
        }
    }
}

fn find_columns(reader: &mut csv::Reader<&[u8]>, faults: &mut Faults<'_>) -> Option<[usize; 4]> {
    let Ok(header) = reader.headers().cloned() else {
        faults.at(1, "the header cannot be read", None, "begin with position_id,parent_id,unit,department");
        return None;
    };
    let mut columns = [0; 4];
    for (column, name) in columns.iter_mut().zip(CHART_COLUMNS) {
        let mut found = (0..header.len()).filter(|i| header[*i].eq_ignore_ascii_case(name));
        match (found.next(), found.next()) {
            (Some(place), None) => *column = place,
            (Some(_), Some(_)) => faults.at(1, format!("the header names the column `{name}` twice"), None, "keep one of the two"),
            (None, _) => {
                let near = nearest(name, header.iter().filter(|h| !CHART_COLUMNS.contains(h)));
                let help = near.map_or("begin with position_id,parent_id,unit,department".into(), |n| format!("is `{}` meant?", cut(n)));
                faults.at(1, format!("the header has no column `{name}`"), Some(&listed(header.iter().map(cut))), &help);
            }
        }
    }
    faults.report.is_clean().then_some(columns)
}

fn read_seat(record: &csv::StringRecord, columns: [usize; 4], faults: &mut Faults<'_>) -> Option<Seat> {
    let line = record.position().map_or(0, csv::Position::line);
    let cells = columns.map(|c| record.get(c).unwrap_or_default());
    let [position_id, parent_id, unit, department] = cells;
    let mut whole = true;
    for (name, cell) in CHART_COLUMNS.iter().zip(cells) {
        let message = if cell.is_empty() && *name != "parent_id" {
            format!("`{name}` is empty")
        } else if cell.len() > LONGEST_CELL {
            format!("`{name}` is longer than {LONGEST_CELL} bytes")
        } else if cell.chars().any(char::is_control) {
            format!("`{name}` contains a control character")
        } else {
            continue;
        };
        whole = false;
        let help = format!("the seat is `{}`: every seat needs an id, a unit and a department", cut(position_id));
        faults.at(line, message, (!cell.is_empty()).then_some(cell), &help);
    }
    whole.then(|| Seat {
        row: ChartRow {
            position_id: position_id.into(),
            parent_id: (!parent_id.is_empty()).then(|| parent_id.into()),
            unit: unit.into(),
            department: department.into(),
        },
        line,
    })
}

impl<'s> Index<'s> {
    /// Sorts the seats by id and reports ids that are there twice.
    fn new(seats: &'s [Seat], faults: &mut Faults<'_>) -> Self {
        let mut by_id: Vec<u32> = (0..seats.len() as u32).collect();
        by_id.sort_by(|a, b| seats[*a as usize].row.position_id.cmp(&seats[*b as usize].row.position_id));
        for pair in by_id.windows(2) {
            let (first, second) = (&seats[pair[0] as usize], &seats[pair[1] as usize]);
            if first.row.position_id == second.row.position_id {
                let id = &second.row.position_id;
                let message = format!("the id `{}` is that of row {} already", cut(id), first.line);
                faults.at(second.line, message, Some(id), "give each seat an id of its own");
            }
        }
        Self { seats, by_id }
    }

    fn find(&self, id: &str) -> Option<u32> {
        let place = self.by_id.binary_search_by(|i| self.seats[*i as usize].row.position_id.as_str().cmp(id));
        place.ok().map(|p| self.by_id[p])
    }
}

/// The parent of each seat; itself for a root. Reports parents that are not there, and roots if there is not just one.
fn find_parents(index: &Index<'_>, faults: &mut Faults<'_>) -> Vec<u32> {
    let mut first_root: Option<&Seat> = None;
    let mut parents = Vec::with_capacity(index.seats.len());
    for (i, seat) in index.seats.iter().enumerate() {
        let id = &seat.row.position_id;
        let Some(parent) = &seat.row.parent_id else {
            if let Some(root) = first_root {
                let message =
                    format!("`{}` is a second root: `{}` in row {} has no parent either", cut(id), cut(&root.row.position_id), root.line);
                faults.at(seat.line, message, None, "one seat only, the top, has an empty parent_id");
            }
            first_root = first_root.or(Some(seat));
            parents.push(i as u32);
            continue;
        };
        parents.push(index.find(parent).unwrap_or_else(|| {
            let near = if faults.report.is_full() || index.seats.len() > 20_000 {
                None
            } else {
                nearest(parent, index.seats.iter().map(|s| s.row.position_id.as_str()))
            };
            let help = near.map_or("every parent_id must be the position_id of a row".into(), |n| format!("is `{}` meant?", cut(n)));
            faults.at(seat.line, format!("`{}` reports to `{}`, which is no row", cut(id), cut(parent)), Some(parent), &help);
            i as u32
        }));
    }
    if first_root.is_none() {
        faults.at(index.seats[0].line, "the chart has no root: every row has a parent", None, "leave parent_id of the top seat empty");
    }
    parents
}

/// The seats level by level, siblings by id. Reports the cycles that the walk from the root does not reach.
fn walk(index: &Index<'_>, parents: &[u32], faults: &mut Faults<'_>) -> Vec<u32> {
    let count = parents.len();
    let mut starts = vec![0_u32; count + 1];
    for (seat, parent) in index.seats.iter().zip(parents) {
        starts[*parent as usize + 1] += u32::from(seat.row.parent_id.is_some());
    }
    for i in 0..count {
        starts[i + 1] += starts[i];
    }
    let mut places = starts.clone();
    let mut children = vec![0_u32; starts[count] as usize];
    let mut order = Vec::with_capacity(count);
    // In order of id, so that siblings come out sorted.
    for seat in &index.by_id {
        if index.seats[*seat as usize].row.parent_id.is_none() {
            order.push(*seat);
        } else {
            let place = &mut places[parents[*seat as usize] as usize];
            children[*place as usize] = *seat;
            *place += 1;
        }
    }
    let mut next = 0;
    while next < order.len() {
        let seat = order[next] as usize;
        order.extend_from_slice(&children[starts[seat] as usize..starts[seat + 1] as usize]);
        next += 1;
    }
    if order.len() < count {
        report_cycles(index.seats, parents, &order, faults);
    }
    order
}

fn report_cycles(seats: &[Seat], parents: &[u32], reached: &[u32], faults: &mut Faults<'_>) {
    // 0 not seen, otherwise the number of the walk that saw it; walks from seats that the root reaches end at once.
    let mut seen = vec![0_u32; seats.len()];
    reached.iter().for_each(|seat| seen[*seat as usize] = 1);
    for start in 0..seats.len() {
        let walk = start as u32 + 2;
        let mut seat = start;
        while seen[seat] == 0 {
            seen[seat] = walk;
            seat = parents[seat] as usize;
        }
        if seen[seat] != walk {
            continue;
        }
        let mut around = vec![seat];
        let mut next = parents[seat] as usize;
        while next != seat {
            around.push(next);
            next = parents[next] as usize;
        }
        // From the row that comes first in the file.
        let first = (0..around.len()).min_by_key(|i| seats[around[*i]].line).unwrap_or(0);
        around.rotate_left(first);
        let steps: Vec<String> =
            around.iter().take(6).map(|s| format!("`{}` (row {})", cut(&seats[*s].row.position_id), seats[*s].line)).collect();
        let dots = if around.len() > 6 { ", …" } else { "" };
        let line = seats[around[0]].line;
        let message = if around.len() == 1 {
            format!("{} reports to itself", steps[0])
        } else {
            format!("reporting goes round in a circle: {}{dots}, and back to the first", steps.join(" reports to "))
        };
        faults.at(line, message, None, "somebody in the circle has to report to a seat outside it");
    }
}

/// Reports units that are in several parts: seats that neither report inside the unit nor to the manager of the others.
fn check_units(seats: &[Seat], parents: &[u32], order: &[u32], faults: &mut Faults<'_>) {
    // The first seat found by unit that leads out of it, in order of the levels.
    let mut ways_out: BTreeMap<&str, u32> = BTreeMap::new();
    for seat in order {
        let (row, parent) = (&seats[*seat as usize].row, parents[*seat as usize]);
        let inside = parent != *seat && seats[parent as usize].row.unit == row.unit;
        if inside {
            continue;
        }
        let first = *ways_out.entry(row.unit.as_str()).or_insert(*seat);
        if parents[first as usize] == parent {
            continue;
        }
        let other = &seats[first as usize];
        let reports_to = |seat: &Seat| match &seat.row.parent_id {
            Some(parent) => format!("reports to `{}`", cut(parent)),
            None => "is the top".into(),
        };
        let message = format!(
            "the unit `{}` is in two parts: `{}` {}, but `{}` in row {} {}",
            cut(&row.unit),
            cut(&row.position_id),
            reports_to(&seats[*seat as usize]),
            cut(&other.row.position_id),
            other.line,
            reports_to(other)
        );
        faults.at(
            seats[*seat as usize].line,
            message,
            Some(&row.unit),
            "let both report to one manager, or give the parts names of their own",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "position_id,parent_id,unit,department\n";

    fn faults(rows: &str) -> Vec<String> {
        match parse("chart.csv", &format!("{HEADER}{rows}")) {
            Err(Error::BadInput(problems)) => problems.into_iter().map(|p| p.message).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn parents_come_before_children_whatever_the_order_of_rows_and_columns() {
        let a = parse("a", &format!("{HEADER}head,,top,top\nb,head,u,d\na,head,v,d\nc,a,v,d\n")).unwrap();
        let b =
            parse("b", "\u{feff}title;Unit;department;parent_id;position_id\r\nT;v;d;a;c\nT;v;d;head;a\n\nT;u;d;head;b\nT;top;top;;head\n");
        assert_eq!(a, b.unwrap());
        assert_eq!(a.iter().map(|r| r.position_id.as_str()).collect::<Vec<_>>(), ["head", "a", "b", "c"]);
        assert_eq!(a[0].parent_id, None);
    }

    #[test]
    fn a_cycle_names_its_rows_and_ids() {
        let text = "head,,t,t\na,c,u,d\nb,a,u,d\nc,b,u,d\nd,c,u,d\ne,e,u,d\n";
        assert_eq!(
            faults(text),
            [
                "row 3: reporting goes round in a circle: `a` (row 3) reports to `c` (row 5) reports to `b` (row 4), and back to the first",
                "row 7: `e` (row 7) reports to itself",
            ]
        );
    }

    #[test]
    fn two_roots_and_no_root_name_their_rows() {
        assert_eq!(faults("a,,t,t\nb,,t,t\n"), ["row 3: `b` is a second root: `a` in row 2 has no parent either"]);
        assert_eq!(faults("a,b,t,t\nb,a,t,t\n"), ["row 2: the chart has no root: every row has a parent"]);
    }

    #[test]
    fn a_missing_parent_and_a_duplicate_id_name_their_rows() {
        assert_eq!(
            faults("head,,t,t\na,haed,t,t\nhead,a,t,t\n"),
            ["row 4: the id `head` is that of row 2 already", "row 3: `a` reports to `haed`, which is no row"]
        );
    }

    #[test]
    fn an_empty_unit_and_an_orphan_unit_name_their_rows() {
        assert_eq!(faults("head,,t,t\na,head,,t\n"), ["row 3: `unit` is empty"]);
        assert_eq!(
            faults("head,,t,t\na,head,u,d\nb,head,u,d\nc,a,v,d\nd,b,v,d\n"),
            ["row 6: the unit `v` is in two parts: `d` reports to `b`, but `c` in row 5 reports to `a`"]
        );
    }

    #[test]
    fn a_bad_header_and_ragged_rows_are_told() {
        let Err(Error::BadInput(problems)) = parse("c", "position,parent_id,unit\n") else { panic!() };
        assert_eq!(problems.len(), 2);
        assert_eq!(problems[0].help.as_deref(), Some("is `position` meant?"));
        assert_eq!(faults("a,,t\nb,a,t,t,t\n").len(), 2);
        assert!(matches!(parse("c", ""), Err(Error::BadInput(_))));
        assert_eq!(faults(""), ["row 1: the chart has no rows below its header"]);
    }

    #[test]
    fn a_long_chain_and_a_large_chart_are_quick() {
        let mut text = String::from(HEADER);
        for i in 0..50_000_u32 {
            let parent = if i == 0 { String::new() } else { format!("p{}", i - 1) };
            text.push_str(&format!("p{i},{parent},u,d\n"));
        }
        assert_eq!(parse("c", &text).unwrap().len(), 50_000);
    }
}
