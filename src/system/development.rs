//! Development: one central programme for future leaders, or licensed local ones.
//!
//! **Models** how many people programmes reach, and what stays of it. **Reads** aspiration, climate of the unit. **Writes**
//! leadership, hours.
//!
//! **Equation** the centre has `central_places` a year for the whole system, however many organisations there are; each place
//! goes to an organisation drawn by lot. The share `licensed` of organisations run a local programme with `local_places` a year
//! each. A place goes to whoever is not the head, was not developed before and has most aspiration; it takes 16 hours and
//! teaches the share .15 q of the leadership that is missing. q is 1 in the centre, and exp(-`quality_drift` (1 -
//! `quality_assurance`) t) in local programmes t years old; assurance costs the head `assurance_hours` a week at full
//! strength. What was taught fades as after a course: the share in use goes from .62 to .62 times the climate of the unit.
//!
//! **Evidence** fading: Saks and Belcourt 2006; programmes drift from their design where nobody looks: Durlak and DuPre 2008
//! (sign); places, drift and hours: assumption.
//! **Limits** people developed a year grow in proportion to the organisations under licences, and not at all with a central
//! programme (test).

use super::HEAD;
use super::between::{Between, BetweenRow, Luck, Meeting, draws};
use crate::mechanisms::attention::charge;
use crate::mechanisms::{MechanismName, Now};
use crate::organisation::Organisation;
use crate::organisation::outside::Outside;
use crate::programmes::course::{self, Taught};
use crate::programmes::{central_programme, licences};
use crate::simulation::Simulation;
use crate::streams::Streams;

/// Hours that a place takes.
const HOURS: f32 = 16.0;

/// The row of the list.
pub const ROW: BetweenRow = BetweenRow {
    name: "development",
    meaning: "A central programme of fixed size, or licensed local ones, develop people who want to lead; what is taught fades.",
    neutral: "`central_places` = 0 and `licensed` = 0",
    meet: Some(|between, members, meeting| between.development.meet(members, meeting)),
    give: Some(give),
};

/// Somebody who was developed.
#[derive(Clone, Copy, Debug)]
struct Developed {
    taught: Taught,
    /// Leadership that a programme of full quality would have taught.
    full: f32,
    years: f32,
}

/// Programmes and whom they have developed.
#[derive(Clone, Debug)]
pub struct Development {
    /// Which organisations run a local programme.
    licensed: Vec<bool>,
    /// Places of each local programme, and of the central one, that are not taken yet.
    local_due: f32,
    central_due: f32,
    /// In each organisation, who was developed and is there.
    people: Vec<Vec<Developed>>,
    years: f32,
    /// Years since local programmes began.
    local_years: f32,
    count: u64,
    /// Of those developed a year ago: the sum of the share that they use of what a programme of full quality teaches.
    kept: (f64, u64),
}

impl Development {
    pub(super) fn found(organisations: usize) -> Self {
        let (people, licensed) = (vec![Vec::new(); organisations], vec![false; organisations]);
        Self { people, licensed, local_due: 0.0, central_due: 0.0, years: 0.0, local_years: 0.0, count: 0, kept: (0.0, 0) }
    }

    /// From now on those organisations run a local programme that take a licence: with the same luck at every meeting.
    pub(super) fn license<'a>(&mut self, organisations: impl Iterator<Item = &'a Streams>, meeting: &Meeting) {
        let share = meeting.p.system.licensed;
        for (number, streams) in organisations.enumerate() {
            let takes = draws(streams, Luck::Licence, 0, 0).chance(share);
            self.licensed[number] = takes && meeting.names(&licences::ROW, number as u32);
        }
        if share == 0.0 {
            self.local_years = 0.0;
        }
    }

    /// People developed a year so far (NaN before the first meeting).
    pub fn people_a_year(&self) -> f64 {
        if self.years > 0.0 { self.count as f64 / f64::from(self.years) } else { f64::NAN }
    }

    /// What those use, a year on, of what a programme of full quality teaches (NaN without any).
    pub fn kept(&self) -> f64 {
        crate::outcomes::mean(self.kept.0, self.kept.1)
    }

    fn meet(&mut self, members: &mut [Simulation], meeting: &Meeting) {
        let p = &meeting.p.system;
        self.years += meeting.years();
        self.local_years += meeting.years();
        for (people, member) in self.people.iter_mut().zip(members.iter_mut()).filter(|(people, _)| !people.is_empty()) {
            member.visit(|organisation, now, _| fade(people, organisation, now, meeting.years(), &mut self.kept));
        }
        let places = |due: &mut f32, a_year: f32| {
            *due += a_year * meeting.years();
            let whole = libm::floorf(*due);
            *due -= whole;
            whole as u32
        };
        let (central, local) = (places(&mut self.central_due, p.central_places), places(&mut self.local_due, p.local_places));
        let mut luck = draws(meeting.common, Luck::Places, 0, meeting.day);
        let named: Vec<usize> = (0..members.len()).filter(|number| meeting.names(&central_programme::ROW, *number as u32)).collect();
        for _ in 0..central {
            let number = named[luck.below(named.len() as u32) as usize];
            self.develop(number, &mut members[number], 1.0);
        }
        let quality = libm::expf(-p.quality_drift * (1.0 - p.quality_assurance) * self.local_years);
        for number in (0..members.len()).filter(|number| self.licensed[*number]).collect::<Vec<_>>() {
            (0..local).for_each(|_| self.develop(number, &mut members[number], quality));
        }
    }

    /// Fills a place in an organisation.
    fn develop(&mut self, number: usize, member: &mut Simulation, quality: f32) {
        let people = &mut self.people[number];
        let developed = member.visit(|organisation, now, _| {
            if !now.on.has(MechanismName::Learning) {
                return None;
            }
            let person = most_willing(organisation, people)?;
            let (who, seat) = (organisation.who(person), organisation.people.position[person as usize]);
            charge(organisation, now, seat, HOURS);
            let leadership = &mut organisation.people.profile[person as usize].leadership;
            let full = course::TAUGHT * (1.0 - *leadership);
            let (amount, used) = (full * quality, course::USED);
            *leadership += used * amount;
            Some(Developed { taught: Taught { who, amount, used }, full, years: 0.0 })
        });
        if let Some(developed) = developed {
            people.push(developed);
            self.count += 1;
        }
    }
}

/// Whoever is not the head, was not developed before and has most aspiration; among equals the lowest number.
fn most_willing(organisation: &Organisation, developed: &[Developed]) -> Option<u32> {
    let head = organisation.positions.occupant[HEAD as usize];
    let new = |person: &u32| *person != head && developed.iter().all(|one| one.taught.who != organisation.who(*person));
    let aspiration = |person: u32| organisation.people.profile[person as usize].aspiration;
    let others = organisation.people.everybody().filter(new);
    others.fold(None, |best: Option<u32>, person| match best {
        Some(other) if aspiration(other) >= aspiration(person) => best,
        _ => Some(person),
    })
}

/// What was taught fades by the time since the last meeting; those who have left are forgotten.
fn fade(people: &mut Vec<Developed>, organisation: &mut Organisation, now: &Now, years: f32, kept: &mut (f64, u64)) {
    people.retain(|one| organisation.there(one.taught.who));
    for one in people {
        one.taught.fade(organisation, now, [course::USED, course::CLIMATE, course::FADING], years);
        let before = one.years;
        one.years += years;
        if before < 1.0 && one.years >= 1.0 && one.full > 0.0 {
            kept.0 += f64::from(one.taught.used * one.taught.amount / one.full);
            kept.1 += 1;
        }
    }
}

fn give(between: &Between, number: usize, outside: &mut Outside) {
    let p = &between.p.system;
    if between.development.licensed[number] {
        outside.head_hours += p.assurance_hours * p.quality_assurance;
    }
}
