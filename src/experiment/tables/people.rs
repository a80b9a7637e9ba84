//! `people` and `ties`: the first replication of each arm on the days that were asked for.

use super::{arm_names, organisation_cell, organisation_column, run_columns, short};
use crate::error::Error;
use crate::experiment::{Results, Snapshot};
use crate::organisation::people::People;
use crate::organisation::positions::NOWHERE;
use crate::row;
use crate::scenario::{FACETS, Scenario};
use crate::table::{Cell, Column, Table};

/// A number of a person: name, unit, meaning and value.
type Attribute = (&'static str, &'static str, &'static str, fn(&People, usize) -> f32);

/// Every number of a person that tables show.
const ATTRIBUTES: &[Attribute] = &[
    ("leadership", "0..1", "Leadership capability.", |p, i| p.profile[i].leadership),
    ("aspiration", "0..1", "Wish to lead.", |p, i| p.profile[i].aspiration),
    ("safety", "0..1", "Felt psychological safety.", |p, i| p.safety[i]),
    ("agency", "0..1", "How far own initiative is felt to be wanted.", |p, i| p.profile[i].agency),
    ("strain", "0..1", "Strain.", |p, i| p.strain[i]),
    ("engagement", "0..1", "Engagement.", |p, i| p.engagement[i]),
    ("heard", "0..1", "How far the person feels heard.", |p, i| p.heard[i]),
    ("resilience", "factor", "Divides the gain of strain.", |p, i| p.resilience[i]),
    ("support", "0..1", "Support from trusted ties and the manager.", |p, i| p.support[i]),
    ("local_knowledge", "0..1", "Knowledge of this organisation.", |p, i| p.local[i]),
    ("behaviour", "0..1", "How far the person lives the shared values.", |p, i| p.behaviour[i]),
    ("trust_up", "0..1", "Trust in the own manager.", |p, i| p.profile[i].trust_up),
    ("trust_down", "0..1", "Trust of the own manager in this person.", |p, i| p.profile[i].trust_down),
    ("purpose_x", "distance", "What the person works for, first direction.", |p, i| p.purpose[i][0]),
    ("purpose_y", "distance", "What the person works for, second direction.", |p, i| p.purpose[i][1]),
];

/// Columns of a person besides what names it.
fn person_columns() -> Vec<Column> {
    let mut columns = vec![
        Column::whole("seat", "Number of the seat in the chart, from 0.").minimum(0.0).required(),
        Column::text("position", "Name of the seat in the chart, where there is a chart."),
        Column::text("unit", "Unit of the seat.").required(),
        Column::text("department", "Department of the unit.").required(),
        Column::whole("level", "Level of the seat, 0 at the top.").minimum(0.0).required(),
        Column::truth("leads", "Whether the seat has reports.").required(),
        Column::whole("acting_in", "Seat in which the person acts beside the own one.").minimum(0.0),
        Column::truth("marginalised", "Whether the person belongs to the marginalised group.").required(),
        Column::real("service_years", "Years of service.").unit("years"),
    ];
    columns.extend(ATTRIBUTES.iter().map(|(name, unit, meaning, _)| Column::real(*name, *meaning).unit(*unit)));
    columns
        .extend((0..FACETS).map(|facet| Column::real(format!("knowledge_{facet}"), format!("Knowledge of facet {facet}.")).unit("0..1")));
    columns
}

fn person_cells<'a>(snapshot: &'a Snapshot, person: u32) -> Vec<Cell<'a>> {
    let (people, slot) = (&snapshot.people, person as usize);
    let seat = people.position[slot];
    let unit = snapshot.positions.unit[seat as usize] as usize;
    let department = snapshot.units.department[unit] as usize;
    let acting = Some(people.acting[slot]).filter(|acting| *acting != NOWHERE);
    let mut cells: Vec<Cell<'a>> = row![
        seat,
        snapshot.seat_name(seat),
        &snapshot.units.names[unit],
        &snapshot.units.departments[department],
        snapshot.positions.level[seat as usize],
        snapshot.positions.leads(seat),
        acting,
        people.marginalised[slot],
        short(people.years(person, snapshot.day)),
    ]
    .into();
    cells.extend(ATTRIBUTES.iter().map(|(.., value)| Cell::from(short(value(people, slot)))));
    cells.extend(people.profile[slot].knowledge.iter().map(|level| Cell::from(short(*level))));
    cells
}

fn day_column() -> Column {
    Column::whole("day", "Morning of the snapshot; the number of days of the run is the evening of the last.")
        .unit("days")
        .minimum(0.0)
        .required()
}

/// Columns of a tie besides what names it.
fn tie_columns() -> [Column; 2] {
    let level = |name: &str, meaning: &str| Column::real(name, meaning).unit("0..1");
    [level("trust", "Trust in that person."), level("strength", "How well the two know each other.")]
}

/// What names a row: run, day and organisation, where there are several, and what is listed in them.
fn key<'a>(scenario: &Scenario, last: &[&'a str]) -> Vec<&'a str> {
    let organisation = scenario.is_system().then_some("organisation");
    ["arm", "replication", "day"].into_iter().chain(organisation).chain(last.iter().copied()).collect()
}

/// `people`: everybody in the first replication of each arm, on each of `days` of which there is a snapshot.
///
/// # Errors
/// None that results can cause.
pub fn people(scenario: &Scenario, results: &Results, days: &[u32]) -> Result<Table, Error> {
    let [arm, replication] = run_columns();
    let mut table = Table::new("people", "One row is one person on one day of one run")
        .columns_from([arm, replication, day_column()])?
        .columns_from(organisation_column(scenario))?
        .column(Column::whole("person", "Slot of the person.").minimum(0.0).required())?
        .columns_from(person_columns())?
        .primary_key(key(scenario, &["person"]))?;
    for_each_snapshot(scenario, results, days, |name, snapshot| {
        for person in snapshot.people.everybody() {
            let mut row: Vec<Cell<'_>> = row![name, results.replications.start, snapshot.day].into();
            row.extend(organisation_cell(scenario, snapshot.organisation));
            row.push(person.into());
            row.extend(person_cells(snapshot, person));
            table.push_row(row)?;
        }
        Ok(())
    })?;
    Ok(table)
}

/// `ties`: the living ties of everybody in the first replication of each arm, on each of `days` of which there is a snapshot.
///
/// # Errors
/// None that results can cause.
pub fn ties(scenario: &Scenario, results: &Results, days: &[u32]) -> Result<Table, Error> {
    let [arm, replication] = run_columns();
    let end = |name: &str, meaning: &str| Column::whole(name, meaning).minimum(0.0).required();
    let mut table = Table::new("ties", "One row is one directed tie on one day of one run")
        .columns_from([arm, replication, day_column()])?
        .columns_from(organisation_column(scenario))?
        .columns_from([end("from", "Slot of the person who has the tie."), end("to", "Slot of the other.")])?
        .columns_from(tie_columns())?
        .primary_key(key(scenario, &["from", "to"]))?;
    for_each_snapshot(scenario, results, days, |name, snapshot| {
        for_each_tie(snapshot, |from, to, trust, strength| {
            let mut row: Vec<Cell<'_>> = row![name, results.replications.start, snapshot.day].into();
            row.extend(organisation_cell(scenario, snapshot.organisation));
            row.extend(row![from, to, trust, strength]);
            table.push_row(row)
        })
    })?;
    Ok(table)
}

/// People and ties of one snapshot, shaped for network programs: the first column names the node, the first two the ends of a tie.
#[derive(Clone, Debug)]
pub struct NetworkTables {
    /// A row a person.
    pub people: Table,
    /// A row a tie.
    pub ties: Table,
}

/// The network of one snapshot.
///
/// # Errors
/// None that a snapshot can cause.
pub fn network_of(snapshot: &Snapshot) -> Result<NetworkTables, Error> {
    let mut people = Table::new("people", "One node is one person")
        .column(Column::whole("person", "Slot of the person.").minimum(0.0).required())?
        .columns_from(person_columns())?;
    for person in snapshot.people.everybody() {
        let mut row: Vec<Cell<'_>> = vec![person.into()];
        row.extend(person_cells(snapshot, person));
        people.push_row(row)?;
    }
    let end = |name: &str| Column::whole(name, "Slot of a person.").minimum(0.0).required();
    let mut ties = Table::new("ties", "One edge is one directed tie").columns_from([end("from"), end("to")])?.columns_from(tie_columns())?;
    for_each_tie(snapshot, |from, to, trust, strength| ties.push_row(row![from, to, trust, strength]))?;
    Ok(NetworkTables { people, ties })
}

fn for_each_snapshot(
    scenario: &Scenario,
    results: &Results,
    days: &[u32],
    mut f: impl FnMut(&str, &Snapshot) -> Result<(), Error>,
) -> Result<(), Error> {
    for (arm, name) in arm_names(scenario).into_iter().enumerate() {
        results.snapshots(arm).iter().filter(|snapshot| days.contains(&snapshot.day)).try_for_each(|snapshot| f(name, snapshot))?;
    }
    Ok(())
}

/// Calls `f` with both ends, trust and strength of each living tie, in order.
fn for_each_tie(snapshot: &Snapshot, mut f: impl FnMut(u32, u32, f64, f64) -> Result<(), Error>) -> Result<(), Error> {
    for person in snapshot.people.everybody() {
        let mut ties: Vec<_> = snapshot.ties.of(person).collect();
        ties.sort_by_key(|tie| tie.to);
        for tie in ties {
            f(person, tie.to, short(tie.trust), short(tie.strength))?;
        }
    }
    Ok(())
}
