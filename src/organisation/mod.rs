//! The state of one organisation: people, seats, ties, open issues and the world it serves.
//!
//! Columns, not objects: a mechanism walks the few columns that it needs. What is in a pool (issues, advice, concerns) is
//! named by handles that go stale, so nothing that comes late reaches the wrong thing.

pub mod added;
pub mod beliefs;
pub mod bits;
pub mod build;
pub mod calendar;
pub mod columns;
pub mod exchange;
pub mod fifos;
mod founding;
pub mod inboxes;
pub mod issues;
pub mod links;
pub mod mishaps;
pub mod outside;
pub mod people;
pub mod pool;
pub mod positions;
pub mod slots;
mod structure;
pub mod survey;
pub mod ties;
pub mod tree;

use crate::mechanisms::outcome::effects::{Cause, Effects};
use crate::mechanisms::ties::{Contact, Met};
use crate::mechanisms::{attention::Budget, service};
use crate::spread::{Desks, Yield};
use added::Added;
use beliefs::Beliefs;
use calendar::Calendar;
use inboxes::{Inboxes, Tray};
use issues::{Arising, Concern, Issue, Who};
use mishaps::Mishaps;
use outside::Outside;
use people::{NOBODY, People, Point};
use pool::Pool;
use positions::{NOWHERE, Positions, Units};
use slots::Slots;
use ties::Ties;

/// What surrounds the organisation, and what it has set itself.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// What the people served need.
    pub need: Point,
    /// What the organisation has set itself: the need as it was last read.
    pub objective: Point,
    /// Own interest of each department.
    pub interests: Vec<Point>,
    /// Mean knowledge of each facet, as everybody assumes it of strangers; renewed weekly.
    pub mean_knowledge: [f32; crate::scenario::FACETS],
}

/// Reused buffers; hold nothing between mechanisms.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    /// Levels of last week.
    pub levels: Vec<f32>,
    /// Purposes of last week.
    pub points: Vec<Point>,
    /// New issues of the day.
    pub issues: Yield<Arising>,
    /// Who noticed a concern, and the draw on whether they say it.
    pub found: Yield<(u32, f32)>,
    /// Contacts of a block of people, as they are planned.
    pub contacts: Desks<Vec<Contact>>,
    /// What people take from contacts.
    pub met: Yield<Met>,
    /// What blocks of seats did for the service.
    pub services: Yield<service::Part>,
    /// Who leaves today, as blocks of people yield it.
    pub leavers: Yield<u32>,
    /// Who leaves this evening, once it is decided.
    pub leaving: Vec<u32>,
    /// Seats to look at.
    pub seats: Vec<u32>,
    /// What has come of issues since its effects were last applied.
    pub causes: Vec<Cause>,
    /// Effects on their way to people.
    pub effects: Effects,
}

/// The state of one organisation.
#[derive(Clone, Debug, Default)]
pub struct Organisation {
    /// Columns of people.
    pub people: People,
    /// Columns of seats.
    pub positions: Positions,
    /// Units and departments.
    pub units: Units,
    /// What people and the organisation believe; empty unless a rule of learning is about beliefs.
    pub beliefs: Beliefs,
    /// Ties between people.
    pub ties: Ties,
    /// Issues that are open, or settled with their outcome awaited.
    pub issues: Pool<Issue>,
    /// Concerns that wait for an answer.
    pub concerns: Pool<Concern>,
    /// Tasks by seat, and on their way to them.
    pub inboxes: Inboxes,
    /// Tasks of the inboxes that units share.
    pub shared: Tray,
    /// What falls due later.
    pub calendar: Calendar,
    /// Latent hazard of each unit.
    pub hazard: Vec<f32>,
    /// What each seat has for the day; set every morning.
    pub budget: Vec<Budget>,
    /// Share of the day that duties, cover, reporting and briefing take from whoever works at each seat; set every morning.
    pub busy: Vec<f32>,
    /// Thousandths of an hour that each seat spent today.
    pub spent: Vec<i32>,
    /// Thousandths of an hour that others have asked of each seat and that come off its next budget.
    pub owed: Vec<i32>,
    /// What programmes add to the dials today, by seat; empty unless one does.
    pub added: Vec<Added>,
    /// What went wrong, where a programme reviews it.
    pub mishaps: Mishaps,
    /// Part of each unit, where parts of the organisation are apart; else empty.
    pub parts: Vec<u32>,
    /// What the system that it belongs to gives and asks; nothing where there is none.
    pub outside: Outside,
    /// Slots of people that are free.
    pub slots: Slots,
    /// Vacant seats, in order.
    pub vacant: Vec<u32>,
    /// Vacancy chains begun so far.
    pub chains: u32,
    /// What surrounds it.
    pub world: World,
    /// Reused buffers.
    pub workspace: Workspace,
}

impl Organisation {
    /// The person in a slot, at this time.
    #[inline]
    pub fn who(&self, person: u32) -> Who {
        Who { person, generation: self.people.profile[person as usize].generation }
    }

    /// Whether that person, who was there once, still is.
    #[inline]
    pub fn there(&self, who: Who) -> bool {
        who.person != NOBODY && self.people.profile[who.person as usize].generation == who.generation
    }

    /// Unit of the seat that a person holds.
    #[inline]
    pub fn unit_of(&self, person: u32) -> u32 {
        self.positions.unit[self.people.position[person as usize] as usize]
    }

    /// Whether two units belong to parts that have nothing to do with each other.
    #[inline]
    pub fn are_apart(&self, unit: u32, other: u32) -> bool {
        !self.parts.is_empty() && self.parts[unit as usize] != self.parts[other as usize]
    }

    /// Who manages a person now, or [`NOBODY`].
    #[inline]
    pub fn manager_of(&self, person: u32) -> u32 {
        self.people.profile[person as usize].manager
    }

    /// Whoever reports to a seat hears who manages them now.
    fn tell_reports(&mut self, seat: u32) {
        let manager = self.positions.holder(seat);
        for report in self.positions.reports(seat) {
            let person = self.positions.occupant[*report as usize];
            if person != NOBODY {
                self.people.profile[person as usize].manager = manager;
            }
        }
    }

    /// Everybody hears who manages them, after lines have changed.
    fn tell_everybody(&mut self) {
        for (profile, seat) in self.people.profile.iter_mut().zip(&self.people.position).filter(|(_, seat)| **seat != NOWHERE) {
            profile.manager = self.positions.manager(*seat);
        }
    }

    /// How far a manager's leadership above the mean raises what it acts on: 1 + gain * (L - mean); 1 without a manager.
    #[inline]
    pub fn leader_effect(&self, manager: u32, gain: f32, mean: f32) -> f32 {
        if manager == NOBODY { 1.0 } else { (1.0 + gain * (self.people.profile[manager as usize].leadership - mean)).max(0.0) }
    }

    /// Takes people out of their seats and out of the organisation; nobody has a tie to them any more.
    pub fn remove(&mut self, people: &[u32], day: u32) {
        for &person in people {
            self.leave_seat(person, day);
            self.people.sit(person, NOWHERE);
            let profile = &mut self.people.profile[person as usize];
            (profile.manager, profile.generation) = (NOBODY, profile.generation.wrapping_add(1));
            self.slots.leave(person);
        }
        self.ties.forget(people);
    }

    /// Vacates the seat that a person holds, and whatever they act in.
    pub fn leave_seat(&mut self, person: u32, day: u32) {
        let slot = person as usize;
        let (seat, acting) = (self.people.position[slot], self.people.acting[slot]);
        if acting != NOWHERE {
            self.positions.acting[acting as usize] = NOBODY;
            self.people.acting[slot] = NOWHERE;
            self.tell_reports(acting);
        }
        if seat != NOWHERE {
            self.positions.occupant[seat as usize] = NOBODY;
            self.positions.vacant_since[seat as usize] = day;
            let place = self.vacant.partition_point(|other| *other < seat);
            self.vacant.insert(place, seat);
            self.tell_reports(seat);
        }
    }

    /// A person acts in a vacant seat beside the own one.
    pub fn act(&mut self, person: u32, seat: u32) {
        self.positions.acting[seat as usize] = person;
        self.people.acting[person as usize] = seat;
        self.tell_reports(seat);
    }

    /// Takes a free slot for whoever joins on a seat.
    pub fn slot_for(&mut self, seat: u32) -> Option<u32> {
        self.slots.take(seat, |seat| self.positions.occupant[seat as usize] != NOBODY)
    }

    /// Seats a person who is in no seat. An acting holder steps back; trust with manager and reports begins anew, from a
    /// tie where there is one and else at `new_trust`.
    pub fn seat_person(&mut self, person: u32, seat: u32, new_trust: f32) {
        let acting = std::mem::replace(&mut self.positions.acting[seat as usize], NOBODY);
        if acting != NOBODY {
            self.people.acting[acting as usize] = NOWHERE;
        }
        self.positions.occupant[seat as usize] = person;
        self.people.sit(person, seat);
        self.people.profile[person as usize].manager = self.positions.manager(seat);
        self.tell_reports(seat);
        if let Ok(place) = self.vacant.binary_search(&seat) {
            self.vacant.remove(place);
        }
        self.meet_manager(person, new_trust);
        for place in 0..self.positions.reports(seat).len() {
            let report = self.positions.occupant[self.positions.reports(seat)[place] as usize];
            if report != NOBODY {
                self.meet_manager(report, new_trust);
            }
        }
    }

    /// Starts the formal relation between a person and the manager of the day.
    pub(super) fn meet_manager(&mut self, person: u32, new_trust: f32) {
        let manager = self.manager_of(person);
        let trust = |from, to| self.ties.between(from, to).map_or(new_trust, |tie| tie.trust);
        let (up, down) = if manager == NOBODY { (new_trust, new_trust) } else { (trust(person, manager), trust(manager, person)) };
        self.people.profile[person as usize].trust_up = up;
        self.people.profile[person as usize].trust_down = down;
    }

    /// Bytes of the state for each seat, as allocated.
    pub fn bytes_per_person(&self) -> f64 {
        use std::mem::size_of;
        let seats = self.positions.count().max(1);
        let people = self.people.slots() * (People::BYTES + size_of::<ties::Row>());
        let pools = self.issues.bytes();
        let work = self.calendar.bytes() + self.inboxes.bytes();
        let seat_bytes = seats * (18 * 4 + 4 * 4);
        let beliefs = self.beliefs.people.capacity() * size_of::<beliefs::Belief>();
        (people + pools + work + seat_bytes + beliefs) as f64 / seats as f64
    }
}
