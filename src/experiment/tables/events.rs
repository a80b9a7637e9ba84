//! `events`: what happened, in one tidy table for all kinds of facts.

use super::{Sink, organisation_cell, organisation_column, run_columns, short};
use crate::error::Error;
use crate::events::{Event, Fact, KINDS};
use crate::experiment::Results;
use crate::organisation::Organisation;
use crate::organisation::positions::{Positions, Units};
use crate::row;
use crate::scenario::parameters::Parameters;
use crate::scenario::{Arm, Scenario, Structure};
use crate::streams::Streams;
use crate::system::structure_of;
use crate::table::{Cell, Column, Table};
use std::collections::BTreeMap;

/// The columns of `events`, without rows.
///
/// # Errors
/// None; the type is that of all tables.
pub fn events_schema(scenario: &Scenario) -> Result<Table, Error> {
    let [arm, replication] = run_columns();
    Table::new("events", "One row is one event of one run")
        .described(
            "A decision was settled; an issue lapsed because nobody took it up; a latent hazard became an incident; somebody left, began to \
             act in a vacant seat, or was appointed; a programme began or ended; a survey stopped a roll-out, or its last unit has the new pattern. Decisions and lapses are recorded with --events all. \
             A cell is empty where it has no meaning for the kind of event.",
        )
        .columns_from([
            arm,
            replication,
            Column::whole("number", "Number of the event in its run, from 0, in the order of the days.").minimum(0.0).required(),
            Column::whole("day", "Day of the run, from 0.").unit("days").minimum(0.0).required(),
        ])?
        .columns_from(organisation_column(scenario))?
        .columns_from([
            Column::text("kind", "What happened.").allowed(KINDS).required(),
            Column::whole("person", "Slot of the person; a slot is used again when its holder has left.").minimum(0.0),
            Column::whole("seat", "Number of the seat in the chart, from 0.").minimum(0.0),
            Column::text("position", "Name of the seat in the chart, where there is a chart."),
            Column::text("unit", "Unit of the seat, or unit of the incident."),
            Column::whole("level", "Level of the seat, 0 at the top.").minimum(0.0),
            Column::real("days", "Decision: from arrival to settlement. Appointment: from vacancy to appointment. Roll-out: since its start.").unit("days").minimum(0.0),
            Column::truth("inside", "Appointment: whether the person came from inside."),
            Column::truth("retired", "Departure: whether it was retirement."),
            Column::whole("chain", "Appointment: number of its vacancy chain in the run.").minimum(0.0),
            Column::whole("place", "Appointment: its place in the vacancy chain, from 1.").minimum(0.0),
            Column::real("stakes", "Stakes of the issue.").unit("0..1"),
            Column::real("quality", "Decision: share of the issue's facets decided rightly.").unit("share"),
            Column::truth("sound", "Decision: whether all facets were decided rightly."),
            Column::real("value", "Decision: what it is worth.").unit("0..1"),
            Column::whole("hops", "Decision: steps up the line.").minimum(0.0),
            Column::whole("asked", "Decision: colleagues asked.").minimum(0.0),
            Column::truth("urgent", "Decision: whether its deadline was hours."),
            Column::text("programme", "Kind of the programme that began or ended."),
            Column::whole("units", "Roll-out: units that have begun.").minimum(0.0),
            Column::real("practice", "Roll-out that stops: mean practice of the units that have begun.").unit("share"),
            Column::real(
                "reading",
                "Roll-out that stops: what the survey read, the change in engagement since the start in units that have begun less that in \
                 units that wait.",
            )
            .unit("share"),
        ])?
        .primary_key(["arm", "replication", "number"])?
        .foreign_key(["arm", "replication"], "runs", ["arm", "replication"])
}

/// All rows of `events`.
///
/// # Errors
/// Those of the sink.
pub fn events(scenario: &Scenario, results: &Results, sink: &mut Sink<'_>) -> Result<(), Error> {
    let arms: Vec<&Arm> = scenario.all_arms().collect();
    let mut charts = Charts::default();
    for run in &results.runs {
        let arm = arms[run.arm];
        let parameters = scenario.parameters_of(arm);
        let events = run.result.iter().flat_map(|result| &result.events);
        // The chart of each organisation, looked up at its first event.
        let mut places: BTreeMap<u32, usize> = BTreeMap::new();
        for (number, event) in events.enumerate() {
            let mut row: Vec<Cell<'_>> = row![arm.name.as_str(), run.replication, number, event.day].into();
            row.extend(organisation_cell(scenario, event.organisation));
            let place = *places.entry(event.organisation).or_insert_with(|| {
                let streams = Streams::new(scenario.seed, run.replication, event.organisation);
                charts.place(&structure_of(scenario, &parameters, &streams))
            });
            row.extend(Facts::of(event, charts.at(place)).cells());
            sink(row)?;
        }
    }
    Ok(())
}

/// Seats and units of each structure, made once.
#[derive(Default)]
struct Charts(Vec<(Structure, Organisation)>);

impl Charts {
    /// The place of a structure, which is made unless it is there.
    fn place(&mut self, structure: &Structure) -> usize {
        self.0.iter().position(|(known, _)| known == structure).unwrap_or_else(|| {
            let organisation = Organisation::build(structure, &Parameters::default(), &Streams::new(0, 0, 0), 1);
            self.0.push((structure.clone(), organisation));
            self.0.len() - 1
        })
    }

    fn at(&self, place: usize) -> (&Positions, &Units) {
        let organisation = &self.0[place].1;
        (&organisation.positions, &organisation.units)
    }
}

/// The cells of an event behind its day; those without a meaning stay empty.
#[derive(Default)]
struct Facts<'a> {
    kind: &'static str,
    person: Option<u32>,
    seat: Option<u32>,
    position: &'a str,
    unit: &'a str,
    level: Option<u32>,
    days: Option<f64>,
    inside: Option<bool>,
    retired: Option<bool>,
    chain: Option<(u32, u32)>,
    stakes: Option<f32>,
    quality: Option<f32>,
    sound: Option<bool>,
    value: Option<f32>,
    hops: Option<u8>,
    asked: Option<u8>,
    urgent: Option<bool>,
    programme: &'static str,
    units: Option<u32>,
    practice: Option<f32>,
    reading: Option<f32>,
}

impl<'a> Facts<'a> {
    fn of(event: &Event, (positions, units): (&'a Positions, &'a Units)) -> Self {
        let at = |kind: &'static str, seat: u32| Self {
            kind,
            seat: Some(seat),
            position: positions.names.get(seat as usize).map_or("", String::as_str),
            unit: &units.names[positions.unit[seat as usize] as usize],
            level: Some(positions.level[seat as usize]),
            ..Self::default()
        };
        let programme = |kind: &'static str, programme: &'static str| Self { kind, programme, ..Self::default() };
        let kind = event.fact.kind();
        match event.fact {
            Fact::DecisionMade { seat, days, quality, value, sound, stakes, hops, asked, urgent, .. } => Self {
                days: Some(short(days)),
                stakes: Some(stakes),
                quality: Some(quality),
                sound: Some(sound),
                value: Some(value),
                hops: Some(hops),
                asked: Some(asked),
                urgent: Some(urgent),
                ..at(kind, seat)
            },
            Fact::IssueLapsed { seat, stakes, .. } => Self { stakes: Some(stakes), ..at(kind, seat) },
            Fact::Incident { unit } => Self { kind, unit: &units.names[unit as usize], ..Self::default() },
            Fact::PersonLeft { person, seat, retired, .. } => Self { person: Some(person), retired: Some(retired), ..at(kind, seat) },
            Fact::ActingBegan { person, seat, .. } => Self { person: Some(person), ..at(kind, seat) },
            Fact::VacancyFilled { person, seat, inside, days, chain, place, .. } => Self {
                person: Some(person),
                inside: Some(inside),
                days: Some(f64::from(days)),
                chain: Some((chain, place)),
                ..at(kind, seat)
            },
            Fact::ProgrammeBegan { kind } => programme(kind, kind),
            Fact::ProgrammeEnded { kind } => programme(kind, kind),
            Fact::RolloutStopped { days, units, practice, reading } => Self {
                days: Some(days.into()),
                units: Some(units),
                practice: Some(practice),
                reading: Some(reading),
                ..programme(kind, "rollout")
            },
            Fact::RolloutAdopted { days, units } => Self { days: Some(days.into()), units: Some(units), ..programme(kind, "rollout") },
        }
    }

    fn cells(self) -> [Cell<'a>; 22] {
        let real = |value: Option<f32>| Cell::from(value.map(short));
        [
            self.kind.into(),
            self.person.into(),
            self.seat.into(),
            self.position.into(),
            self.unit.into(),
            self.level.into(),
            self.days.into(),
            self.inside.into(),
            self.retired.into(),
            self.chain.map(|(chain, _)| chain).into(),
            self.chain.map(|(_, place)| place).into(),
            real(self.stakes),
            real(self.quality),
            self.sound.into(),
            real(self.value),
            self.hops.into(),
            self.asked.into(),
            self.urgent.into(),
            self.programme.into(),
            self.units.into(),
            real(self.practice),
            real(self.reading),
        ]
    }
}
