//! The organisation as it stands on one morning of one run, for `people.csv`, `ties.csv` and pictures of it.

use crate::mechanisms::{Now, succession};
use crate::organisation::Organisation;
use crate::organisation::people::People;
use crate::organisation::positions::{Positions, Units};
use crate::organisation::ties::Ties;
use crate::simulation::Simulation;

/// The organisation on the morning of a day.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The day; the number of days of the run is the evening of the last one.
    pub day: u32,
    /// Number of the organisation; 0 unless there is a system of several.
    pub organisation: u32,
    /// Columns of people.
    pub people: People,
    /// Columns of seats.
    pub positions: Positions,
    /// Units and departments.
    pub units: Units,
    /// Ties between people.
    pub ties: Ties,
    /// For each seat, how many people are ready now to take it; 0 at the front line.
    pub ready: Vec<u32>,
}

impl Snapshot {
    /// What stands now; readiness is judged by the parameters in force.
    pub fn of(simulation: &Simulation) -> Self {
        let (organisation, now) = (&simulation.organisation, simulation.now());
        let seats = 0..organisation.positions.count() as u32;
        Self {
            day: simulation.day(),
            organisation: simulation.log.organisation,
            people: organisation.people.clone(),
            positions: organisation.positions.clone(),
            units: organisation.units.clone(),
            ties: organisation.ties.clone(),
            ready: seats.map(|seat| ready_for(organisation, &now, seat)).collect(),
        }
    }

    /// Name of a seat from the chart, or nothing.
    pub fn seat_name(&self, seat: u32) -> &str {
        self.positions.names.get(seat as usize).map_or("", String::as_str)
    }

    /// Unit of the seat that a person holds.
    pub fn unit_of(&self, person: u32) -> u32 {
        self.positions.unit[self.people.position[person as usize] as usize]
    }
}

/// People ready now for a leadership post.
fn ready_for(organisation: &Organisation, now: &Now, seat: u32) -> u32 {
    if !organisation.positions.leads(seat) {
        return 0;
    }
    let line = succession::ready_line(organisation, now, seat);
    succession::candidates(organisation, seat).filter(|person| succession::is_ready(organisation, now, *person, line)).count() as u32
}
