//! Attention: the hours of a day, and what they are spent on.
//!
//! **Models** bounded attention: an inbox is worked through in order, and a task is done when its hours are paid.
//! **Reads** strain, duties, inboxes. **Writes** hours spent, inboxes.
//!
//! **Equation** Free hours = `day_hours` (`leader_day_hours` for leaders) * (1 - duties - cover) * (1 - `strain_bite` * strain) - reporting - briefing.
//! Reporting is `reporting_hours` * control (half at the front line), briefing `briefing_hours` * coordination *
//! ln(units)/ln 9, cover the duties of vacant front-line seats shared by the unit. Duties differ
//! between people by `duties_sd`; learning-centred leaders also give `dialogue_hours`, and hours that others have asked of a
//! seat (joint work) come off its next day. They are released evenly over the
//! rounds (what a round does not use goes into the service); at the front line over the second half of the day, for the
//! service comes first. Urgent tasks go to the front
//! and may overdraw by `overdraft_hours`. Whoever acts in a second seat gives it `acting_capacity` of the free hours.
//! Passing an issue up takes `proposal_hours` * following more, and leading it above `proposal_relief` * following less.
//! All hours are counted in thousandths, in whole numbers, so that no order of adding matters. With `inbox` = "shared" the
//! new issues of a unit wait in one inbox: in each round, after the own inboxes, whoever of the unit has an empty one and is free
//! first takes the next and keeps it.
//!
//! **Evidence** assumption for the hours; see docs/assumptions.md; shared queues: Erlang 1917. **Limits** with exponential
//! or fixed tasks and Poisson arrivals a seat is an M/M/1 or M/D/1 queue, and c peers who share an inbox an M/M/c or M/D/c
//! queue; without the mechanism work takes no hours.

use super::decision::{self, Act};
use super::outcome::effects;
use super::{MechanismName, Now};
use crate::ahead::{self, ways};
use crate::events::Log;
use crate::organisation::Organisation;
use crate::organisation::calendar::Entry;
use crate::organisation::inboxes::{Inboxes, Message, Task, Tray};
use crate::organisation::issues::{Questions, origin_of};
use crate::organisation::people::NOBODY;
use crate::organisation::positions::NOWHERE;
use crate::spread::{self, Desks, block_of};
use errands::Lists;

pub mod errands;
mod serving;

pub use serving::{Hours, serve, serve_shared};

/// Place of the rule among the options of `attention.inbox` by which new issues of a unit wait in one inbox.
pub const SHARED: usize = 1;

/// Thousandths in an hour.
pub const HOUR: f32 = 1000.0;

/// Hours in thousandths.
#[inline]
pub fn thousandths(hours: f32) -> i32 {
    (hours * HOUR + 0.5) as i32
}

/// Takes hours off a seat's next budget, where hours count.
pub fn charge(organisation: &mut Organisation, now: &Now, seat: u32, hours: f32) {
    if now.on.has(MechanismName::Attention) {
        organisation.owed[seat as usize] += thousandths(hours);
    }
}

/// What a block of seats has finished in a round.
#[derive(Clone, Debug, Default)]
pub struct Finished {
    /// What follows from it for issues that arose in the block; then also what others have finished about these.
    acts: Vec<Act>,
    /// What follows from it for other issues, and for concerns.
    elsewhere: Vec<Act>,
    /// Questions to the colleagues chosen.
    pub questions: Vec<Questions>,
    active: Vec<u32>,
}

impl Finished {
    /// Notes what follows from the work of a seat of the block.
    #[inline]
    pub fn note(&mut self, act: Act) {
        let at_home = block_of(origin_of(act.name)) == block_of(act.seat);
        (if at_home { &mut self.acts } else { &mut self.elsewhere }).push(act);
    }
}

/// Workspace of a day; holds nothing between rounds.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// By block of seats.
    blocks: Vec<Finished>,
    /// What waits in a block of seats.
    errands: Desks<Lists>,
    due: Vec<Entry>,
    /// Shared inboxes with tasks.
    shared: Vec<u32>,
    /// Hours of the round of each seat in a unit with a shared inbox in use.
    hours: Vec<Hours>,
    /// Vacant front-line seats of each unit.
    vacant: Vec<u32>,
}

/// Natural logarithm of nine, the number of units for which briefing is set.
const LN_9: f32 = 2.197_224_6;

/// What a seat has for its inbox on a day; as it stands from its opening to its last round.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Budget {
    /// Who does the work of the seat: its holder, else whoever acts, else [`NOBODY`].
    pub holder: u32,
    /// Thousandths of an hour.
    hours: u16,
    /// Whether the seat has no reports.
    front: bool,
}

const _: () = assert!(size_of::<Budget>() == 8, "eight budgets are a line of the cache");

impl Budget {
    /// Of a seat that nobody holds.
    pub const NONE: Self = Self { holder: NOBODY, hours: 0, front: true };

    /// Thousandths of an hour.
    #[inline]
    pub fn hours(self) -> i32 {
        i32::from(self.hours)
    }
}

/// Hours of the day for each seat.
pub fn open(organisation: &mut Organisation, now: &Now, scratch: &mut Scratch) {
    let units = organisation.units.count();
    scratch.vacant.clear();
    scratch.vacant.resize(units, 0);
    for &seat in &organisation.vacant {
        if !organisation.positions.leads(seat) {
            scratch.vacant[organisation.positions.unit[seat as usize] as usize] += 1;
        }
    }
    let size = libm::logf(organisation.units.with_seats().max(1) as f32);
    let (mut budgets, mut busy) = (std::mem::take(&mut organisation.budget), std::mem::take(&mut organisation.busy));
    let mut spent = std::mem::take(&mut organisation.spent);
    spread::three(&mut budgets, &mut busy, &mut spent, |_, first, budgets, busy, spent| {
        for (place, own) in budgets.iter_mut().enumerate() {
            (*own, busy[place]) = budget(organisation, now, (first + place) as u32, size, &scratch.vacant);
            spent[place] = organisation.owed[first + place].min(own.hours());
        }
    });
    organisation.owed.iter_mut().zip(&spent).for_each(|(owed, spent)| *owed -= spent);
    (organisation.budget, organisation.busy, organisation.spent) = (budgets, busy, spent);
}

/// What whoever holds or acts in a seat has for the day, and the share of it in duties, cover, reporting and briefing; `size` is the
/// logarithm of the number of units.
fn budget(organisation: &Organisation, now: &Now, seat: u32, size: f32, vacant: &[u32]) -> (Budget, f32) {
    let (a, place) = (&now.p.attention, seat as usize);
    let (occupant, acting) = (organisation.positions.occupant[place], organisation.positions.acting[place]);
    let holder = if occupant != NOBODY { occupant } else { acting };
    if holder == NOBODY {
        return (Budget::NONE, 0.0);
    }
    let slot = holder as usize;
    let home = organisation.people.position[slot];
    let front = !organisation.positions.leads(home);
    let duties = duties(organisation, now, holder, vacant);
    let dials = now.dials(organisation, home);
    let briefing = a.briefing_hours * dials.coordination * size / LN_9;
    let dialogue = if front { 0.0 } else { a.dialogue_hours * dials.learning_centred };
    let control = (dials.control + organisation.added(home).control).clamp(0.0, 1.0);
    let reporting = a.reporting_hours * control;
    let talk = briefing + dialogue + reporting * if front { 0.5 } else { 1.0 };
    let day = if front { a.day_hours } else { a.leader_day_hours };
    let free = day * (1.0 - duties) * (1.0 - a.strain_bite * organisation.people.strain[slot]) - talk;
    let share = match (occupant == NOBODY, organisation.people.acting[slot] != NOWHERE) {
        (true, _) => a.acting_capacity,
        (false, true) => 1.0 - a.acting_capacity,
        (false, false) => 1.0,
    };
    // A day has at most 24,000 thousandths.
    let hours = thousandths((free * share).max(0.0)) as u16;
    (Budget { holder, hours, front: !organisation.positions.leads(seat) }, duties + talk / day)
}

/// Fixed duties of a person as a share of the day, with what vacant seats of the unit add.
fn duties(organisation: &Organisation, now: &Now, person: u32, vacant: &[u32]) -> f32 {
    let seat = organisation.people.position[person as usize];
    let own = organisation.positions.duties[seat as usize] + organisation.people.duties_offset[person as usize];
    let unit = organisation.positions.unit[seat as usize];
    let empty = vacant[unit as usize];
    let cover = if empty == 0 || organisation.positions.leads(seat) {
        0.0
    } else {
        let mates = (organisation.units.seats_of(unit).len() as u32).saturating_sub(empty).max(1);
        now.p.attention.vacancy_cover * organisation.positions.duties[seat as usize] * empty as f32 / mates as f32
    };
    (own + cover).clamp(0.0, 0.98)
}

/// Thousandths of an hour released up to the end of a round.
fn released(allowance: i32, round: u32, rounds: u32, front: bool) -> i32 {
    let skipped = if front { rounds / 2 } else { 0 };
    (i64::from(allowance) * i64::from((round + 1).saturating_sub(skipped)) / i64::from(rounds - skipped)) as i32
}

/// One round: what is due, work on inboxes, what follows from it, delivery.
pub fn round(organisation: &mut Organisation, now: &Now, log: &mut Log, scratch: &mut Scratch) {
    let mut due = std::mem::take(&mut scratch.due);
    organisation.calendar.take(now.tick(), &mut due);
    let large = ahead::is_large(organisation);
    ahead::walk(ways::ToDue, large, organisation, due.iter().copied(), |organisation, entry| {
        decision::fall_due(organisation, now, log, entry.due());
    });
    scratch.due = due;
    effects::apply(organisation, now);
    organisation.inboxes.deliver();
    if !now.on.has(MechanismName::Decision) {
        return;
    }
    work(organisation, now, scratch);
    scratch.join();
    let blocks = &mut scratch.blocks;
    for block in blocks.iter() {
        ahead::walk(ways::ToAct, large, organisation, block.acts.iter(), |organisation, act| {
            decision::follow(organisation, now, log, *act, &blocks[block_of(act.seat)].questions);
        });
    }
    for Finished { acts, questions, .. } in blocks {
        acts.clear();
        questions.clear();
    }
    effects::apply(organisation, now);
    organisation.inboxes.deliver();
}

impl Scratch {
    /// Brings what the blocks have finished to where the issues arose, and sorts it there by name: names of issues begin with that seat,
    /// and those of concerns come after all of them.
    fn join(&mut self) {
        let blocks = &mut self.blocks;
        let last = blocks.len() - 1;
        for block in 0..blocks.len() {
            let mut elsewhere = std::mem::take(&mut blocks[block].elsewhere);
            for act in elsewhere.drain(..) {
                blocks[block_of(origin_of(act.name)).min(last)].acts.push(act);
            }
            blocks[block].elsewhere = elsewhere;
        }
        spread::every(blocks, |_, block| block.acts.sort_unstable_by_key(|act| (act.name, act.order)));
    }
}

/// Every seat with tasks works on its inbox, then units on shared ones. Reads the others as they were at the start of the
/// round and changes only inboxes and hours of the seat or unit; everything else is left as an [`Act`].
fn work(organisation: &mut Organisation, now: &Now, scratch: &mut Scratch) {
    let (mut inboxes, mut shared) = (std::mem::take(&mut organisation.inboxes), std::mem::take(&mut organisation.shared));
    let mut spent = std::mem::take(&mut organisation.spent);
    let Scratch { blocks, errands, shared: units, hours, .. } = scratch;
    blocks.resize_with(inboxes.trays().len(), Finished::default);
    shared.take_active(units);
    note_hours(organisation, now, units, &spent, hours);
    let seats = &*organisation;
    spread::with(&mut spent, inboxes.trays(), blocks, |first, spent, tray, finished| {
        let mut active = std::mem::take(&mut finished.active);
        tray.take_active(&mut active);
        if now.backwards {
            active.reverse();
        }
        if ahead::is_large(seats) {
            errands.with(|lists| errands::work(seats, now, (first, &active), tray, spent, lists, finished));
        } else {
            for &seat in &active {
                work_seat(seats, now, seat, tray, &mut spent[seat as usize - first], finished);
            }
        }
        finished.active = active;
    });
    if now.backwards {
        units.reverse();
    }
    for &inbox in units.iter() {
        work_unit(organisation, now, (&mut shared, inbox), &mut inboxes, &mut spent, hours, blocks);
        shared.keep_active(inbox);
    }
    (organisation.inboxes, organisation.shared, organisation.spent) = (inboxes, shared, spent);
}

/// Hours of a seat in this round. What found an empty inbox went into the service: a round has its own and none from before.
#[inline]
fn hours(organisation: &Organisation, now: &Now, seat: u32, spent: i32) -> Hours {
    let budget = organisation.budget[seat as usize];
    let (allowance, front) = (budget.hours(), budget.front);
    let ready = released(allowance, now.round, now.rounds, front);
    let earlier = if now.round == 0 { 0 } else { released(allowance, now.round - 1, now.rounds, front) };
    Hours {
        ready: ready.min(spent + ready - earlier),
        fresh: ready - earlier,
        overdraft: thousandths(now.p.attention.overdraft_hours),
        counted: now.on.has(MechanismName::Attention),
    }
}

/// A seat works on its inbox.
#[inline(never)]
fn work_seat(organisation: &Organisation, now: &Now, seat: u32, tray: &mut Tray, spent: &mut i32, finished: &mut Finished) {
    let holder = organisation.budget[seat as usize].holder;
    if holder != NOBODY {
        let look = |task: &mut Task| decision::look(organisation, now, seat, holder, task);
        let finish = |task, _| decision::finish(organisation, now, seat, holder, task, finished);
        serve(tray, seat, hours(organisation, now, seat, *spent), spent, look, finish);
    }
    tray.keep_active(seat);
}

/// Notes the hours of all who share an inbox, before anybody spends some in the round.
fn note_hours(organisation: &Organisation, now: &Now, shared: &[u32], spent: &[i32], noted: &mut Vec<Hours>) {
    if shared.is_empty() {
        return;
    }
    noted.resize(spent.len(), Hours::default());
    for &inbox in shared {
        for &seat in organisation.units.seats_of(inbox - spent.len() as u32) {
            noted[seat as usize] = hours(organisation, now, seat, spent[seat as usize]);
        }
    }
}

/// The people of a unit serve its shared inbox with what the round has left for them.
fn work_unit(
    organisation: &Organisation,
    now: &Now,
    shared: (&mut Tray, u32),
    own: &mut Inboxes,
    spent: &mut [i32],
    hours: &[Hours],
    blocks: &mut [Finished],
) {
    let seats = organisation.units.seats_of(shared.1 - spent.len() as u32);
    let holder = |seat: u32| organisation.budget[seat as usize].holder;
    let look = |seat, task: &mut Task| decision::look(organisation, now, seat, holder(seat), task);
    let finish = |seat, task, _| decision::finish(organisation, now, seat, holder(seat), task, &mut blocks[block_of(seat)]);
    serve_shared(shared, own, seats, |seat| (holder(seat) != NOBODY).then(|| hours[seat as usize]), spent, look, finish);
}

impl Organisation {
    /// Puts a task into an inbox at once: that of a seat, or one that a unit shares.
    pub fn deliver(&mut self, inbox: u32, task: Task, urgent: bool) {
        let tray = if inbox < self.positions.count() as u32 { self.inboxes.tray(inbox) } else { &mut self.shared };
        tray.push(inbox, task, urgent);
    }

    /// The inbox that the unit of `seat` shares: they are numbered after the seats' own.
    #[inline]
    pub fn shared_inbox(&self, seat: u32) -> u32 {
        self.positions.count() as u32 + self.positions.unit[seat as usize]
    }

    /// Sends a task to a seat; it arrives at the end of the round.
    pub fn send(&mut self, message: Message) {
        self.inboxes.tray(message.seat).send(message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn briefing_is_as_set_among_nine_units() {
        assert_eq!(LN_9, libm::logf(9.0));
    }

    #[test]
    fn all_hours_are_released_by_the_end_of_the_day() {
        for rounds in [1, 2, 3, 4, 8, 16] {
            for front in [false, true] {
                assert_eq!(released(1757, rounds - 1, rounds, front), 1757);
            }
        }
        assert_eq!(released(1000, 0, 4, false), 250);
        assert_eq!(released(1000, 1, 4, true), 0);
        assert_eq!(released(1000, 2, 4, true), 500);
    }
}
