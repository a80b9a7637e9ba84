//! Asking ahead: what the work on things needs is on its way from memory before the work begins.
//!
//! In an organisation larger than a processor's cache what belongs together in the model lies far apart in memory. The work on one
//! thing finds its way from place to place, and each has to come from memory before the next is known. [`walk`] works on things in
//! their order, and in between goes some stages of the same way for those that follow: each stage looks at what the stage before
//! has asked for, [`GAP`] things ago, and asks for what it finds there. Nobody waits, and nothing is computed with what is asked for.

use crate::mechanisms::decision::{Act, Step};
use crate::mechanisms::outcome::effects::{Cause, Out};
use crate::organisation::Organisation;
use crate::organisation::calendar::Due;
use crate::organisation::inboxes::{TaskKind, Tray};
use crate::organisation::issues::Issue;
use crate::organisation::pool::Handle;
use crate::organisation::positions::NOWHERE;
use crate::spread::BLOCK;
use prefetch_index::prefetch_index;

/// Things between two stages.
const GAP: usize = 8;

/// Whether an organisation has more than one block of seats.
pub fn is_large(organisation: &Organisation) -> bool {
    organisation.positions.count() > BLOCK
}

/// A stage: asks for something on the way to the work on a thing.
pub type Stage<C, T> = fn(&C, T);

/// Works on `things` in order. In a `large` organisation each thing has gone through all stages before, of which each can look at what
/// those before it have asked for.
#[inline]
pub fn walk<C, T: Copy>(large: bool, context: &mut C, things: &[T], stages: &[Stage<C, T>], mut work: impl FnMut(&mut C, T)) {
    let way = if large { stages.len() * GAP } else { 0 };
    (0..way).for_each(|place| ask(context, things, place, stages));
    for (place, thing) in things.iter().enumerate() {
        if large {
            ask(context, things, place + way, stages);
        }
        work(context, *thing);
    }
}

/// Leads the thing at a place through the first stage, and those before it through one more each.
fn ask<C, T: Copy>(context: &C, things: &[T], place: usize, stages: &[Stage<C, T>]) {
    for (number, stage) in stages.iter().enumerate() {
        if let Some(thing) = place.checked_sub(number * GAP).and_then(|place| things.get(place)) {
            stage(context, *thing);
        }
    }
}

/// Asks for the line of the cache in which something begins.
#[inline]
pub fn near<T>(thing: &T) {
    prefetch_index(std::slice::from_ref(thing), 0);
}

/// Asks for an entry of a column, if it has one at the place.
#[inline]
fn at<T>(column: &[T], place: u32) {
    if let Some(entry) = column.get(place as usize) {
        near(entry);
    }
}

/// Asks for the ties of a person.
#[inline]
fn ties_of(organisation: &Organisation, person: u32) {
    if let Some(row) = organisation.ties.rows().get(person as usize) {
        row.ask();
    }
}

/// Asks for who somebody is, and where.
#[inline]
fn person(organisation: &Organisation, person: u32) {
    at(&organisation.people.profile, person);
}

/// The seat of somebody who has been asked for, if they are still there.
#[inline]
fn seat(organisation: &Organisation, person: u32) -> Option<u32> {
    organisation.people.profile.get(person as usize).map(|profile| profile.seat).filter(|seat| *seat != NOWHERE)
}

/// Asks for which seat is above somebody who has been asked for.
#[inline]
fn above(organisation: &Organisation, person: u32) {
    if let Some(seat) = seat(organisation, person) {
        at(&organisation.positions.parent, seat);
    }
}

/// Asks for who holds the seat above somebody of whom [`above`] was asked for.
#[inline]
fn seat_above(organisation: &Organisation, person: u32) {
    if let Some(parent) = seat(organisation, person).and_then(|seat| organisation.positions.parent.get(seat as usize)) {
        at(&organisation.positions.occupant, *parent);
    }
}

/// Asks for the manager of somebody of whom [`seat_above`] was asked for.
#[inline]
fn manager(organisation: &Organisation, one: u32) {
    if let Some(seat) = seat(organisation, one) {
        person(organisation, organisation.positions.manager(seat));
    }
}

/// Asks for the first line of an issue.
#[inline]
fn head(organisation: &Organisation, about: Handle) {
    if let Some(issue) = organisation.issues.place(about) {
        near(issue);
    }
}

/// Asks for all lines of an issue.
#[inline]
fn whole(organisation: &Organisation, about: Handle) {
    if let Some(issue) = organisation.issues.place(about) {
        near(issue);
        near(&issue.advice.advisers[0]);
        near(&issue.merit);
    }
}

/// The colleagues asked about an issue.
#[inline]
fn advisers(issue: &Issue) -> impl Iterator<Item = u32> {
    issue.advice.asked().iter().map(|adviser| adviser.who().person)
}

/// The inboxes of a block of seats of an organisation.
pub type Inboxes<'a> = (&'a Organisation, &'a mut Tray);

/// The way to the work on an inbox: its first task, the issue, who is asked, their ties or those of the lead, who they are.
pub fn inbox<'a>() -> [Stage<Inboxes<'a>, u32>; 5] {
    [tasks as Stage<_, _>, task as Stage<_, _>, issue as Stage<_, _>, circle as Stage<_, _>, colleagues as Stage<_, _>]
}

fn holder(organisation: &Organisation, seat: u32) -> u32 {
    organisation.budget[seat as usize].holder
}

fn tasks((_, tray): &Inboxes<'_>, seat: u32) {
    tray.ask(seat);
}

fn task((organisation, tray): &Inboxes<'_>, seat: u32) {
    if let Some(task) = tray.first(seat) {
        match task.kind {
            TaskKind::Lead | TaskKind::Own(_) | TaskKind::Up(..) | TaskKind::Over(_) => head(organisation, task.about),
            _ => whole(organisation, task.about),
        }
        person(organisation, holder(organisation, seat));
    }
}

/// The first task of a seat if it is about an issue.
#[inline]
fn first<'a>((organisation, tray): &'a Inboxes<'_>, seat: u32) -> Option<(TaskKind, &'a Issue)> {
    let task = tray.first(seat).filter(|task| task.kind != TaskKind::Concern)?;
    Some((task.kind, organisation.issues.get(task.about)?))
}

fn issue(inboxes: &Inboxes<'_>, seat: u32) {
    let (organisation, Some((kind, issue))) = (inboxes.0, first(inboxes, seat)) else { return };
    match kind {
        TaskKind::Lead | TaskKind::Own(_) => ties_of(organisation, holder(organisation, seat)),
        TaskKind::Answer(_) => {
            ties_of(organisation, issue.lead.person);
            at(&organisation.people.safety, holder(organisation, seat));
        }
        TaskKind::Settle => ties_of(organisation, issue.lead.person),
        TaskKind::SignOff => person(organisation, issue.lead.person),
        _ => {}
    }
}

fn circle(inboxes: &Inboxes<'_>, seat: u32) {
    let (organisation, Some((kind, issue))) = (inboxes.0, first(inboxes, seat)) else { return };
    match kind {
        TaskKind::Lead | TaskKind::Own(_) => {
            if let Some(row) = organisation.ties.rows().get(holder(organisation, seat) as usize) {
                row.iter().for_each(|tie| person(organisation, tie.to));
            }
            let reports = organisation.positions.reports(seat).iter();
            reports.for_each(|report| person(organisation, organisation.positions.occupant[*report as usize]));
        }
        TaskKind::Settle => advisers(issue).for_each(|adviser| {
            person(organisation, adviser);
            at(&organisation.people.purpose, adviser);
        }),
        _ => {}
    }
}

fn colleagues(inboxes: &Inboxes<'_>, seat: u32) {
    if let (organisation, Some((TaskKind::Settle, issue))) = (inboxes.0, first(inboxes, seat)) {
        advisers(issue).for_each(|adviser| above(organisation, adviser));
    }
}

/// The way to following an act: the issue, and the units that it joins.
pub const ACT: &[Stage<Organisation, Act>] = &[
    |organisation, act| {
        whole(organisation, act.about);
        person(organisation, act.person);
    },
    |organisation, act| {
        let Some(issue) = organisation.issues.get(act.about) else { return };
        if let Step::Begin(..) = act.step {
            joined(organisation, issue, first_seats);
        } else {
            person(organisation, issue.lead.person);
            at(&organisation.people.purpose, issue.lead.person);
            at(&organisation.positions.parent, issue.lead_seat);
        }
    },
    |organisation, act| {
        if let (Step::Begin(..), Some(issue)) = (act.step, organisation.issues.get(act.about)) {
            joined(organisation, issue, seats);
        }
    },
    |organisation, act| {
        if let (Step::Begin(..), Some(issue)) = (act.step, organisation.issues.get(act.about)) {
            joined(organisation, issue, leaders);
        }
    },
];

/// Looks at each unit that an issue joins.
#[inline]
fn joined(organisation: &Organisation, issue: &Issue, look: fn(&Organisation, usize)) {
    issue.joined[..usize::from(issue.joined_count)].iter().for_each(|unit| look(organisation, *unit as usize));
}

fn first_seats(organisation: &Organisation, unit: usize) {
    at(&organisation.units.first_seat, unit as u32);
}

fn seats(organisation: &Organisation, unit: usize) {
    if let Some(first) = organisation.units.first_seat.get(unit) {
        at(&organisation.units.seats, *first);
    }
}

fn leaders(organisation: &Organisation, unit: usize) {
    let units = &organisation.units;
    if let Some(seat) = units.first_seat.get(unit).and_then(|first| units.seats.get(*first as usize)) {
        at(&organisation.positions.occupant, *seat);
    }
}

/// The way to what falls due.
pub const DUE: &[Stage<Organisation, (u64, Due)>] = &[
    |organisation, (_, due)| match due {
        Due::Arrival(about) | Due::Patience(about) | Due::Lapse(about) => head(organisation, about),
        Due::Outcome(about) => whole(organisation, about),
        Due::Concern(_) => {}
    },
    |organisation, (_, due)| {
        if let Due::Arrival(about) = due
            && let Some(issue) = organisation.issues.get(about)
        {
            organisation.inboxes.ask(issue.origin);
        }
    },
];

/// What comes of issues, into what an organisation suffers.
pub type Causes<'a> = (&'a Organisation, &'a mut Out);

/// The issue that something came of.
#[inline]
fn about(cause: Cause) -> Handle {
    match cause {
        Cause::Begun(about) | Cause::Settled(about) | Cause::Shown(about, _) => about,
        Cause::Overruled(_) => Handle::NONE,
    }
}

/// Looks at the units that an issue joins where somebody has begun to lead it, else at each of the people whom it concerns.
#[inline]
fn concerned((organisation, _): &Causes<'_>, cause: Cause, unit: fn(&Organisation, usize), one: fn(&Organisation, u32)) {
    let Some(issue) = organisation.issues.get(about(cause)) else { return };
    if let Cause::Begun(_) = cause {
        joined(organisation, issue, unit);
    } else {
        [issue.lead.person, issue.finder.person].into_iter().chain(advisers(issue)).for_each(|person| one(organisation, person));
    }
}

/// The way to working out what a cause does: the issue, whom it concerns, their seats, their managers.
pub fn cause<'a>() -> [Stage<Causes<'a>, Cause>; 5] {
    [
        |(organisation, _), cause| whole(organisation, about(cause)),
        |causes, cause| concerned(causes, cause, first_seats, person),
        |causes, cause| concerned(causes, cause, seats, above),
        |causes, cause| concerned(causes, cause, leaders, seat_above),
        |causes, cause| concerned(causes, cause, |_, _| {}, manager),
    ]
}
