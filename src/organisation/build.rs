//! Builds an organisation from a scenario: seats from a chart or from levels, then the founding staff and their ties.

use super::beliefs::{Beliefs, CODE, Reality};
use super::calendar::Calendar;
use super::inboxes::{Inboxes, Tray};
use super::people::{NOBODY, People};
use super::pool::Pool;
use super::positions::{NOWHERE, Positions, Units};
use super::slots::Slots;
use super::ties::Ties;
use super::{Organisation, Workspace, World};
use crate::mechanisms::attention::Budget;
use crate::mechanisms::outcome::effects::Effects;
use crate::scenario::parameters::{Parameters, by_depth};
use crate::scenario::{ChartRow, DAYS_PER_YEAR, FACETS, Structure};
use crate::streams::{Process, Streams};
use std::collections::BTreeMap;

/// People under the seat that receives an issue, by the depth of the sender, in the reference school: whole school, a
/// senior leader's branch, a department.
const REFERENCE_BRANCH: [f32; 3] = [65.0, 13.0, 7.0];
/// Most that a small branch widens escalation.
const MOST_WIDENING: f32 = 4.0;

impl Organisation {
    /// The organisation on the morning of the first day. `ticks` is the longest delay that the calendar must hold.
    pub fn build(structure: &Structure, parameters: &Parameters, streams: &Streams, ticks: usize) -> Self {
        let (mut positions, mut units) = match structure {
            Structure::Levels(levels) => from_levels(levels),
            Structure::Chart(rows) => from_chart(rows),
        };
        positions.index();
        units.index(&positions);
        let count = positions.count();
        let deepest = positions.level.iter().copied().max().unwrap_or(0).max(1);
        positions.depth = positions.level.iter().map(|level| *level as f32 / deepest as f32).collect();
        let a = &parameters.attention;
        let duties = [a.duties_top, a.duties_senior, a.duties_middle, a.duties_frontline];
        positions.duties = positions.depth.iter().map(|depth| by_depth(duties, *depth)).collect();
        positions.size_factor = (0..count).map(|seat| size_factor(&positions, seat, parameters.decision.size_scaling)).collect();
        positions.occupant = vec![NOBODY; count];
        positions.acting = vec![NOBODY; count];
        positions.vacant_since = vec![0; count];
        positions.chain = vec![(0, 0); count];
        positions.appointments = vec![0; count];

        let departments = units.departments.len();
        let mut organisation = Self {
            people: People::vacant(count),
            ties: Ties::new(count),
            issues: Pool::new(count),
            concerns: Pool::new(count),
            slots: Slots::new(count),
            inboxes: Inboxes::new(count),
            shared: Tray::new(count as u32, units.count()),
            calendar: Calendar::new(ticks, count),
            hazard: vec![0.0; units.count()],
            budget: vec![Budget::NONE; count],
            busy: vec![0.0; count],
            spent: vec![0; count],
            owed: vec![0; count],
            workspace: Workspace { effects: Effects::new(count), ..Workspace::default() },
            world: World { interests: interests(departments, parameters.purpose.interest_distance), ..World::default() },
            positions,
            units,
            ..Self::default()
        };
        if parameters.learning.rule as usize > 0 {
            let l = &parameters.learning;
            let mut draws = streams.draws(Process::Belief, CODE, u64::MAX);
            let reality = Reality::by_facet(l.beliefs.round() as usize, l.block.round() as usize, &mut draws);
            organisation.beliefs = Beliefs::new(reality, count);
        }
        for seat in 0..count as u32 {
            organisation.appoint(seat, seat, None, parameters, streams);
        }
        organisation.tell_everybody();
        for person in 0..count as u32 {
            organisation.found_formal_trust(person, parameters, streams);
        }
        organisation.found_all_ties(parameters, streams);
        organisation.renew_mean_knowledge();
        organisation
    }

    /// Puts a new person into slot `person` and seat `seat`: founding staff, or on day `joins` somebody from outside.
    /// The draws are named by the seat and the number of its appointments, so the same people apply in every arm.
    pub fn appoint(&mut self, person: u32, seat: u32, joins: Option<u32>, parameters: &Parameters, streams: &Streams) {
        let p = &parameters.people;
        let number = &mut self.positions.appointments[seat as usize];
        let mut draws = streams.draws(Process::Person, u64::from(seat), u64::from(*number));
        let identity = (u64::from(seat) << 16) | u64::from(*number & 0xFFFF);
        *number += 1;
        let (slot, depth) = (person as usize, self.positions.depth[seat as usize]);
        let leads = self.positions.leads(seat);
        let own = self.units.facet(self.positions.unit[seat as usize]);
        let mut level = |mean: f32, sd: f32| draws.normal(mean, sd).clamp(0.0, 1.0);
        let others = if leads { p.knowledge_manager } else { p.knowledge_other };
        let knowledge: [f32; FACETS] = std::array::from_fn(|facet| {
            let mean = if facet == own { p.knowledge_own } else { others };
            level(mean, p.knowledge_sd).clamp(0.02, 0.98)
        });
        let people = &mut self.people;
        people.identity[slot] = identity;
        people.profile[slot].knowledge = knowledge;
        if !self.beliefs.is_empty() {
            let mut draws = streams.draws(Process::Belief, identity, u64::MAX);
            self.beliefs.join(person, |facet| f64::from(knowledge[facet]), &mut draws);
            people.profile[slot].knowledge = std::array::from_fn(|facet| self.beliefs.knowledge(person, facet));
        }
        people.profile[slot].leadership = level(p.leadership_mean(depth), p.leadership_sd);
        people.profile[slot].aspiration = level(p.aspiration, p.aspiration_sd).max(if leads { 0.5 } else { 0.0 });
        people.aspiration_home[slot] = people.profile[slot].aspiration;
        people.safety[slot] = level(p.safety, p.trait_sd);
        people.agency_home[slot] = level(p.agency, p.trait_sd);
        people.profile[slot].agency = people.agency_home[slot];
        people.strain[slot] = level(p.strain, p.trait_sd);
        people.engagement[slot] = level(p.engagement, p.trait_sd);
        people.behaviour_home[slot] = level(0.5, p.trait_sd);
        people.behaviour[slot] = people.behaviour_home[slot];
        people.heard[slot] = 0.5;
        people.spoke[slot] = 0;
        people.support[slot] = 0.5;
        people.influence[slot] = 0.0;
        people.acting[slot] = NOWHERE;
        let spread = draws.normal(0.0, p.resilience_sd);
        people.resilience[slot] = libm::expf(spread.clamp(-3.0, 3.0));
        people.duties_offset[slot] = draws.normal(0.0, parameters.attention.duties_sd);
        people.marginalised[slot] = draws.chance(p.marginalised_share);
        let years = -p.tenure_years * libm::logf(1.0 - draws.unit());
        let away = [draws.normal(0.0, p.purpose_sd), draws.normal(0.0, p.purpose_sd)];
        let objective = self.world.objective;
        people.purpose[slot] = [objective[0] + away[0], objective[1] + away[1]];
        people.purpose_home[slot] = people.purpose[slot];
        (people.joined[slot], people.local[slot]) = match joins {
            Some(day) => (day as i32, p.local_newcomer),
            None => (-((years.min(40.0) * DAYS_PER_YEAR as f32) as i32) - 1, local_after(years, parameters)),
        };
        match joins {
            Some(_) => self.seat_person(person, seat, parameters.trust.new_tie),
            None => {
                people.sit(person, seat);
                self.positions.occupant[seat as usize] = person;
            }
        }
    }

    /// Trust between a founding member and the manager.
    fn found_formal_trust(&mut self, person: u32, parameters: &Parameters, streams: &Streams) {
        let mut draws = streams.draws(Process::FirstTies, u64::from(person), 1);
        let mut trust = || draws.normal(parameters.trust.start, parameters.trust.start_sd).clamp(0.05, 0.95);
        self.people.profile[person as usize].trust_up = trust();
        self.people.profile[person as usize].trust_down = trust();
    }

    /// Renews what everybody assumes of strangers: the mean knowledge of each facet.
    pub fn renew_mean_knowledge(&mut self) {
        let mut sums = [0f64; FACETS];
        let mut number = 0u32;
        for person in self.people.everybody() {
            number += 1;
            for (sum, knowledge) in sums.iter_mut().zip(&self.people.profile[person as usize].knowledge) {
                *sum += f64::from(*knowledge);
            }
        }
        self.world.mean_knowledge = sums.map(|sum| (sum / f64::from(number.max(1))) as f32);
    }
}

/// Local knowledge after years of service: half of what is missing in each half-life, from a newcomer's.
fn local_after(years: f32, parameters: &Parameters) -> f32 {
    let missing = 1.0 - parameters.people.local_newcomer;
    1.0 - missing * libm::exp2f(-years / parameters.learning.local_half_life_years)
}

/// Own interests of departments: evenly around the first objective.
fn interests(departments: usize, distance: f32) -> Vec<[f32; 2]> {
    (0..departments)
        .map(|d| {
            let angle = std::f32::consts::TAU * d as f32 / departments.max(1) as f32;
            [distance * libm::cosf(angle), distance * libm::sinf(angle)]
        })
        .collect()
}

/// min(4, B_ref / B)^scaling, with B the people under the seat that would receive an issue from `seat`.
pub(super) fn size_factor(positions: &Positions, seat: usize, scaling: f32) -> f32 {
    let parent = positions.parent[seat];
    if parent == NOWHERE {
        return 1.0;
    }
    let reference = reference_branch(positions.depth[parent as usize]);
    let ratio = (reference / positions.branch[parent as usize] as f32).min(MOST_WIDENING);
    libm::powf(ratio, scaling)
}

/// People under a seat at `depth` in the reference school, geometric between its levels.
fn reference_branch(depth: f32) -> f32 {
    let place = (depth * 3.0).clamp(0.0, 2.0);
    let lower = (place as usize).min(1);
    let share = place - lower as f32;
    libm::powf(REFERENCE_BRANCH[lower], 1.0 - share) * libm::powf(REFERENCE_BRANCH[lower + 1], share)
}

/// Seats by level, reports spread evenly. The seats above the lowest leaders form one unit a branch (one for all of a
/// school); each lowest leader and its reports form a unit, and each unit is a department up to one a facet.
fn from_levels(levels: &[u32]) -> (Positions, Units) {
    let (mut positions, mut units) = (Positions::default(), Units::default());
    let last = levels.len() - 1;
    let mut starts = vec![0u32];
    for number in levels {
        starts.push(starts[starts.len() - 1] + number);
    }
    let teams = if last == 0 { 1 } else { levels[last - 1] };
    let groups = teams.min(FACETS as u32);
    let seats = starts[levels.len()] as usize;
    [&mut positions.level, &mut positions.parent, &mut positions.unit].into_iter().for_each(|column| column.reserve_exact(seats));
    for (level, number) in levels.iter().enumerate() {
        for place in 0..*number {
            let above = |ratio_of: u32| (u64::from(place) * u64::from(ratio_of) / u64::from(*number)) as u32;
            positions.level.push(level as u32);
            positions.parent.push(if level == 0 { NOWHERE } else { starts[level - 1] + above(levels[level - 1]) });
            let team = if level == last { above(teams) } else { place };
            positions.unit.push(if level + 1 >= last { team + u32::from(last > 1) } else { 0 });
        }
    }
    if last > 1 {
        units.names.push("leadership".into());
        units.department.push(0);
    }
    for team in 0..teams {
        units.names.push(format!("unit-{}", team + 1));
        units.department.push((u64::from(team) * u64::from(groups) / u64::from(teams)) as u32 + u32::from(last > 1));
    }
    if last > 1 {
        units.departments.push("leadership".into());
    }
    units.departments.extend((0..groups).map(|d| format!("department-{}", d + 1)));
    (positions, units)
}

/// Seats from the rows of a chart; units and departments in order of appearance.
fn from_chart(rows: &[ChartRow]) -> (Positions, Units) {
    let (mut positions, mut units) = (Positions::default(), Units::default());
    let mut seats: BTreeMap<&str, u32> = BTreeMap::new();
    let mut unit_numbers: BTreeMap<&str, u32> = BTreeMap::new();
    let mut department_numbers: BTreeMap<&str, u32> = BTreeMap::new();
    for (seat, row) in rows.iter().enumerate() {
        seats.insert(&row.position_id, seat as u32);
        let parent = row.parent_id.as_deref().map_or(NOWHERE, |id| seats.get(id).copied().unwrap_or(NOWHERE));
        positions.level.push(if parent == NOWHERE { 0 } else { positions.level[parent as usize] + 1 });
        positions.parent.push(parent);
        positions.names.push(row.position_id.clone());
        let department = *department_numbers.entry(&row.department).or_insert_with(|| {
            units.departments.push(row.department.clone());
            units.departments.len() as u32 - 1
        });
        let unit = *unit_numbers.entry(&row.unit).or_insert_with(|| {
            units.names.push(row.unit.clone());
            units.department.push(department);
            units.names.len() as u32 - 1
        });
        positions.unit.push(unit);
    }
    (positions, units)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organisation::ties::TIES;

    fn build(levels: &[u32]) -> Organisation {
        Organisation::build(&Structure::Levels(levels.to_vec()), &Parameters::default(), &Streams::new(1, 0, 0), 1000)
    }

    #[test]
    fn the_reference_school_has_its_units_and_branches() {
        let school = build(&[1, 5, 8, 51]);
        assert_eq!(school.positions.count(), 65);
        assert_eq!(school.units.count(), 9);
        assert_eq!(school.units.seats_of(0).len(), 6);
        assert_eq!(school.positions.branch[0], 65);
        let teachers: usize = (1..9).map(|unit| school.units.seats_of(unit).len()).sum();
        assert_eq!(teachers, 59);
        for unit in 1..9 {
            assert_eq!(school.positions.level[school.units.lead_seat(unit).unwrap() as usize], 2);
        }
    }

    #[test]
    fn the_reference_school_needs_no_size_factor_and_a_large_one_escalates_less() {
        let school = build(&[1, 5, 8, 51]);
        let head_reports = school.positions.size_factor[1];
        assert!((head_reports - 1.0).abs() < 1e-5, "{head_reports}");
        let large = build(&[1, 5, 80, 510]);
        assert!(large.positions.size_factor[1] < 0.2);
        let small = build(&[1, 2, 4]);
        assert_eq!(small.positions.size_factor[1], 4.0, "bounded in a small organisation");
    }

    #[test]
    fn everybody_has_a_seat_and_ties_to_living_people() {
        let school = build(&[1, 5, 8, 51]);
        for person in school.people.everybody() {
            let ties = school.ties.of(person).count();
            assert!((6..=TIES).contains(&ties), "{ties}");
            assert!(school.ties.between(person, person).is_none());
        }
        assert_eq!(school.people.everybody().count(), 65);
    }

    #[test]
    fn one_person_alone_is_an_organisation_too() {
        let alone = build(&[1]);
        assert_eq!(alone.positions.count(), 1);
        assert_eq!(alone.units.count(), 1);
    }
}
