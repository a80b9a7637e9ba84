//! The page of programmes and events, from the rows of the list.

use super::{code, opening, range, table};
use leaderful::programmes::{PROGRAMMES, ProgrammeRow};
use std::fmt::Write as _;

/// The page.
pub fn page() -> String {
    let mut page = opening(
        "Programmes and events",
        "What can be put on the calendar of a scenario: the only things that may turn dials or parameters, or move people, while a run is\n\
         under way. None sets an outcome. Write `[[event]]` with `day`, or `[[programme]]` with `from`; both mean the same.\n",
    );
    let keys = [
        ("kind", "Name of the programme or event."),
        ("day", "First working day, counted from 0; `from` means the same."),
        ("until", "Day on which it ends, not included; the end of the run if left out."),
        ("every_days", "It begins again each time this many days have passed since its first day."),
        ("for_days", "Days that it lasts each time it begins; as long as it is on the calendar if left out."),
        ("arms", "Names of the arms that have it; all if left out."),
        ("levels", "Levels that it touches, 0 the top; all if left out."),
        ("units", "Names of the units that it touches; all if left out."),
        ("organisations", "Numbers, from 0, of the organisations of a system that have it; all if left out."),
    ];
    table(&mut page, &["key", "meaning"], keys.iter().map(|(key, meaning)| vec![code(key), (*meaning).to_owned()]));
    page.push_str("\nWhat each can be limited to, whether people choose to take part, and what it costs in attention:\n\n");
    let says = |row: &ProgrammeRow, setting: &str, otherwise: &str| match row.settings.iter().any(|known| known.name == setting) {
        true => code(setting),
        false => otherwise.to_owned(),
    };
    let line = |row: &ProgrammeRow| {
        let targets = if row.is_targeted() { "levels, units, organisations" } else { "organisations" };
        vec![code(row.name), targets.to_owned(), says(row, "take_up", row.no_take_up), says(row, "hours", row.no_hours)]
    };
    table(&mut page, &["programme", "limited to", "take-up", "cost in attention"], PROGRAMMES.iter().map(line));
    PROGRAMMES.iter().for_each(|row| programme(&mut page, row));
    page
}

fn programme(page: &mut String, row: &ProgrammeRow) {
    let _ = writeln!(page, "\n## {}\n\n{}", row.name, row.meaning);
    let acts: Vec<&str> = [
        (row.turn.is_some() && !row.system, "turns dials and parameters while it lasts"),
        (row.system, "turns parameters of the system while it lasts, from one meeting to the next"),
        (row.strike.is_some(), "changes seats or people on its first day, and again on each repetition"),
        (row.daily.is_some(), "acts on those named while it lasts"),
    ]
    .into_iter()
    .filter_map(|(does, what)| does.then_some(what))
    .collect();
    let acts = acts.join("; it ");
    let _ = writeln!(page, "\nIt {acts}. Source: {}.", row.source);
    if row.pattern {
        page.push_str("\nIt brings a `pattern`, written as in an arm, with a `style` beside it if wished.\n");
    }
    if row.settings.is_empty() {
        page.push_str("\nIt has no settings of its own.\n");
        return;
    }
    page.push('\n');
    let rows = row.settings.iter().map(|setting| {
        vec![
            code(setting.name),
            setting.default.to_string(),
            setting.unit.to_owned(),
            range(setting.minimum, setting.maximum),
            setting.meaning.to_owned(),
        ]
    });
    table(page, &["setting", "default", "unit", "bounds", "meaning"], rows);
}
