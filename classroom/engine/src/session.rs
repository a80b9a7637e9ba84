//! One run: its frames day by day, and what came out.

use crate::request::Wanted;
use leaderful::System;
use leaderful::events::{Event, Fact};
use leaderful::frames::Frames;
use leaderful::organisation::positions::NOWHERE;
use leaderful::outcomes::OUTCOMES;
use serde_json::{Value, json};

/// A run under way.
pub struct Session {
    system: System,
    days: u32,
    frames: Option<Frames>,
    /// The organisation that is shown.
    shown: usize,
}

impl Session {
    /// The run on its first morning.
    pub fn new(wanted: Wanted) -> Self {
        let Wanted { scenario, arm, replication, frames, organisation } = wanted;
        let system = System::new(&scenario, &arm, replication);
        Self { days: scenario.days, frames: frames.then(Frames::default), shown: organisation, system }
    }

    pub fn days(&self) -> u32 {
        self.days
    }

    pub fn day(&self) -> u32 {
        self.system.day()
    }

    /// The formal structure of the organisation that is shown: seats, units, and what frames hold.
    pub fn organisation(&self) -> Vec<u8> {
        let organisation = &self.system.members()[self.shown].organisation;
        let positions = &organisation.positions;
        let parents = positions.parent.iter().map(|parent| if *parent == NOWHERE { -1 } else { i64::from(*parent) });
        text(&json!({
            "organisations": self.system.members().len(),
            "parents": parents.collect::<Vec<_>>(),
            "levels": positions.level,
            "units": positions.unit,
            "unit_names": organisation.units.names,
            "seat_names": positions.names,
            "outcomes": OUTCOMES.iter().map(|outcome| outcome.name).collect::<Vec<_>>(),
        }))
    }

    /// Simulates at most so many days and appends their frames.
    pub fn step(&mut self, days: u32, out: &mut Vec<u8>) {
        let until = self.system.day().saturating_add(days).min(self.days);
        if let Some(frames) = self.frames.as_mut().filter(|frames| !frames.begun()) {
            frames.append(&self.system.members()[self.shown], out);
        }
        while self.system.day() < until {
            let next = if self.frames.is_some() { self.system.day() + 1 } else { until };
            self.system.advance(next, &|| true);
            if let Some(frames) = &mut self.frames {
                frames.append(&self.system.members()[self.shown], out);
            }
        }
    }

    /// What came out.
    pub fn finish(mut self) -> Vec<u8> {
        while self.system.day() < self.days {
            self.system.advance(self.days, &|| true);
        }
        let result = self.system.finish();
        text(&json!({
            "outcomes": result.outcomes,
            "series": result.series.iter().map(|record| json!({ "day": record.day, "warm_up": record.warm_up, "values": record.values })).collect::<Vec<_>>(),
            "events": result.events.iter().map(event).collect::<Vec<_>>(),
        }))
    }
}

fn text(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}

/// An event by the names that `events.csv` gives its cells.
fn event(event: &Event) -> Value {
    let mut cells = match &event.fact {
        Fact::Incident { unit } => json!({ "kind": "incident", "unit": unit }),
        Fact::PersonLeft { person, seat, level, retired } => {
            json!({ "kind": "departure", "person": person, "seat": seat, "level": level, "retired": retired })
        }
        Fact::ActingBegan { person, seat, level } => json!({ "kind": "acting", "person": person, "seat": seat, "level": level }),
        Fact::VacancyFilled { person, seat, level, inside, days, chain, place } => json!({
            "kind": "appointment", "person": person, "seat": seat, "level": level, "inside": inside, "days": days,
            "chain": chain, "place": place,
        }),
        Fact::RolloutStopped { days, units, practice, reading } => {
            json!({ "kind": "roll-out-stopped", "days": days, "units": units, "practice": practice, "reading": reading })
        }
        Fact::RolloutAdopted { days, units } => json!({ "kind": "roll-out-adopted", "days": days, "units": units }),
        Fact::ProgrammeBegan { kind } => json!({ "kind": "programme-begins", "programme": kind }),
        Fact::ProgrammeEnded { kind } => json!({ "kind": "programme-ends", "programme": kind }),
        // Single decisions are not asked for here: frames show them.
        _ => json!({ "kind": "decision" }),
    };
    cells["day"] = event.day.into();
    cells["organisation"] = event.organisation.into();
    cells
}
