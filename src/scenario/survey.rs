//! Reads a survey of the founding staff from CSV: a row a seat of the chart, an answer a column.

use super::load::report::{Report, cut, listed};
use super::{ChartRow, SurveyRow};
use crate::error::{Error, Problem};
use crate::nearest::with_nearest;
use crate::organisation::survey::SURVEY;
use std::collections::BTreeMap;

/// Name of the column that says which seat a row is about.
const SEAT: &str = "position_id";

/// Reads the survey in `text` about the seats of `chart`. The header names `position_id` and at least one column of [`SURVEY`]; further
/// columns are ignored, and so are empty cells. Semicolons between cells are understood too.
///
/// # Errors
///
/// [`Error::BadInput`] with every problem found: a column that is missing or there twice, a seat that the chart does not have or that
/// has two rows, an answer that is no number from 0 to 1. Each names its row.
pub fn parse(source_name: &str, text: &str, chart: &[ChartRow]) -> Result<Vec<SurveyRow>, Error> {
    let mut report = Report::on_option(source_name);
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let header = text.lines().next().unwrap_or_default();
    let delimiter = if header.contains(';') && !header.contains(',') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).from_reader(text.as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    let Some(columns) = columns(&header, source_name, &mut report) else { return report.finish(Vec::new()) };
    let seats: BTreeMap<&str, u32> = chart.iter().enumerate().map(|(seat, row)| (row.position_id.as_str(), seat as u32)).collect();
    let mut rows: BTreeMap<u32, SurveyRow> = BTreeMap::new();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                let read = row(&record, &columns, &seats).and_then(|row| match rows.insert(row.seat, row) {
                    Some(_) => {
                        Err(Box::new(Problem::new("this seat has a row already").value(cut(record.get(columns.seat).unwrap_or_default()))))
                    }
                    None => Ok(()),
                });
                if let Err(problem) = read {
                    tell(&mut report, source_name, line, *problem);
                }
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                tell(
                    &mut report,
                    source_name,
                    line,
                    Problem::new("the row cannot be read").help("give every row as many cells as the header"),
                );
            }
        }
    }
    report.finish(rows.into_values().collect())
}

fn tell(report: &mut Report<'_>, source_name: &str, line: u64, problem: Problem) {
    let message = format!("row {line}: {}", problem.message);
    let problem = Problem { message, line: Some(line as usize), ..problem.within(source_name) };
    report.extend(vec![problem]);
}

/// Where things stand in a row.
struct Columns {
    seat: usize,
    /// Place of each column of [`SURVEY`] that is there, with its name.
    answers: Vec<(usize, &'static str)>,
}

fn columns(header: &csv::StringRecord, source_name: &str, report: &mut Report<'_>) -> Option<Columns> {
    let places = |name: &str| (0..header.len()).filter(|place| header[*place].eq_ignore_ascii_case(name)).collect::<Vec<usize>>();
    let names = || SURVEY.iter().map(|column| column.name);
    for name in std::iter::once(SEAT).chain(names()).filter(|name| places(name).len() > 1) {
        tell(report, source_name, 1, Problem::new(format!("the header names the column `{name}` twice")).help("keep one of the two"));
    }
    let seat = places(SEAT).first().copied();
    let answers: Vec<(usize, &'static str)> = names().filter_map(|name| Some((*places(name).first()?, name))).collect();
    if seat.is_none() {
        let problem = Problem::new(format!("the header has no column `{SEAT}`")).value(listed(header.iter().map(cut)));
        tell(report, source_name, 1, problem.help("the column names the seat of each row, as in the chart"));
    }
    if answers.is_empty() {
        let problem = Problem::new("the header has no answer that is known").value(listed(header.iter().map(cut)));
        tell(report, source_name, 1, problem.allowed(listed(names())));
    }
    report.is_clean().then_some(Columns { seat: seat?, answers })
}

fn row(record: &csv::StringRecord, columns: &Columns, seats: &BTreeMap<&str, u32>) -> Result<SurveyRow, Box<Problem>> {
    let id = record.get(columns.seat).unwrap_or_default();
    let Some(seat) = seats.get(id) else {
        let problem = Problem::new("the chart has no such seat").key(SEAT).value(cut(id));
        return Err(Box::new(with_nearest(problem, id, seats.keys().copied())));
    };
    let mut answers = BTreeMap::new();
    for (place, name) in &columns.answers {
        let cell = record.get(*place).unwrap_or_default();
        if cell.is_empty() {
            continue;
        }
        match cell.parse::<f32>() {
            Ok(answer) if (0.0..=1.0).contains(&answer) => drop(answers.insert((*name).to_owned(), answer + 0.0)),
            _ => {
                let problem = Problem::new(format!("`{name}` must be a number from 0 to 1")).key(*name).value(cut(cell)).allowed("0 to 1");
                return Err(Box::new(problem.help("an empty cell is no answer; divide a scale of 1 to 5 by (answer - 1) / 4")));
            }
        }
    }
    Ok(SurveyRow { seat: *seat, answers })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Arm, Scenario, Structure, chart};
    use crate::simulation::Simulation;

    const CHART: &str = "position_id,parent_id,unit,department\nhead,,a,a\nann,head,b,b\nbob,head,b,b\n";

    #[test]
    fn answers_take_the_place_of_draws_and_change_nobody_else() {
        let rows = chart::parse("chart.csv", CHART).unwrap();
        let survey = parse("s.csv", "name;POSITION_ID;Safety;trust_up;agency\nA;ann;0.25;;1\nB;head;;0.5;\n", &rows).unwrap();
        let plain = Scenario { days: 20, structure: Structure::Chart(rows), ..Scenario::default() };
        let asked = Scenario { survey, ..plain.clone() };
        let people = |scenario: &Scenario| {
            let arm: Arm = scenario.baseline.clone();
            Simulation::new(scenario, &arm, 0).organisation.people
        };
        let (before, after) = (people(&plain), people(&asked));
        assert_eq!((after.safety[1], after.profile[1].agency, after.agency_home[1], after.profile[0].trust_up), (0.25, 1.0, 1.0, 0.5));
        assert_eq!(
            (after.safety[0], after.safety[2], after.profile[1].trust_up),
            (before.safety[0], before.safety[2], before.profile[1].trust_up)
        );
        assert_eq!((&after.strain, &after.purpose), (&before.strain, &before.purpose));
        assert!(after.profile.iter().zip(&before.profile).all(|(after, before)| after.knowledge == before.knowledge));
    }

    #[test]
    fn mistakes_are_told_with_their_row() {
        let rows = chart::parse("chart.csv", CHART).unwrap();
        let told = |text: &str| parse("s.csv", text, &rows).unwrap_err().to_string();
        assert!(told("id,safety\nann,1\n").contains("no column `position_id`"));
        assert!(told("position_id,mood\nann,1\n").contains("no answer that is known"));
        let words = told("position_id,safety\nanna,0.5\nbob,1.5\nhead,x\nann,0.1\nann,0.2\n");
        for part in
            ["row 2: the chart has no such seat", "ann", "row 3: `safety` must be a number from 0 to 1", "row 4", "row 6: this seat"]
        {
            assert!(words.contains(part), "{part} in {words}");
        }
        assert!(told("position_id,safety,safety\nann,1,1\n").contains("twice"));
    }
}
