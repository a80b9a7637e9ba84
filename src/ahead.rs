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
use crate::organisation::issues::{Advice, Adviser, Issue};
use crate::organisation::pool::Handle;
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

/// Asks for who is above somebody who has been asked for.
#[inline]
fn above(organisation: &Organisation, person: u32) {
    if let Some(profile) = organisation.people.profile.get(person as usize) {
        at(&organisation.positions.parent, profile.seat);
    }
}

/// Asks for the holder of the seat above a seat, of which [`above`] was asked for.
#[inline]
fn manager(organisation: &Organisation, seat: u32) {
    if let Some(parent) = organisation.positions.parent.get(seat as usize) {
        at(&organisation.positions.occupant, *parent);
    }
}

/// The colleagues asked about an issue.
#[inline]
fn advisers<'a>(organisation: &'a Organisation, issue: &Issue) -> &'a [Adviser] {
    organisation.advice.get(issue.advice).map_or(&[][..], Advice::asked)
}

/// Asks for the colleagues asked about an issue, of whom the first line is there.
#[inline]
fn ask_advisers(organisation: &Organisation, issue: &Issue) {
    advisers(organisation, issue).iter().step_by(2).for_each(near);
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
        organisation.issues.ask(task.about);
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
    near(&issue.name);
    match kind {
        TaskKind::Lead | TaskKind::Own(_) => {
            ties_of(organisation, holder(organisation, seat));
        }
        TaskKind::Answer(_) | TaskKind::Settle => {
            organisation.advice.ask(issue.advice);
            ties_of(organisation, issue.lead.person);
            at(&organisation.people.safety, holder(organisation, seat));
        }
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
        TaskKind::Answer(place) => {
            if let Some(adviser) = advisers(organisation, issue).get(usize::from(place)) {
                near(adviser);
            }
        }
        TaskKind::Settle => ask_advisers(organisation, issue),
        _ => {}
    }
}

fn colleagues(inboxes: &Inboxes<'_>, seat: u32) {
    if let (organisation, Some((TaskKind::Settle, issue))) = (inboxes.0, first(inboxes, seat)) {
        for adviser in advisers(organisation, issue) {
            person(organisation, adviser.who.person);
            at(&organisation.people.purpose, adviser.who.person);
            at(&organisation.positions.parent, adviser.seat);
        }
    }
}

/// The way to following an act: the issue, the colleagues asked, and the units that it joins.
pub const ACT: &[Stage<Organisation, Act>] = &[
    |organisation, act| {
        organisation.issues.ask(act.about);
        person(organisation, act.person);
    },
    |organisation, act| {
        let Some(issue) = organisation.issues.get(act.about) else { return };
        organisation.advice.ask(issue.advice);
        near(&issue.name);
        if let Step::Begin(..) = act.step {
            joined(organisation, issue, first_seats);
        } else {
            person(organisation, issue.lead.person);
            at(&organisation.people.purpose, issue.lead.person);
            at(&organisation.positions.parent, issue.lead_seat);
        }
    },
    |organisation, act| {
        let Some(issue) = organisation.issues.get(act.about) else { return };
        match act.step {
            Step::Answer(place, ..) => {
                if let Some(adviser) = advisers(organisation, issue).get(usize::from(place)) {
                    near(adviser);
                }
            }
            Step::Begin(..) => joined(organisation, issue, seats),
            _ => {}
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

/// The issue of what falls due.
fn due_about((_, due): (u64, Due)) -> Option<Handle> {
    match due {
        Due::Arrival(about) | Due::Patience(about) | Due::Lapse(about) | Due::Outcome(about) => Some(about),
        Due::Concern(_) => None,
    }
}

/// The way to what falls due.
pub const DUE: &[Stage<Organisation, (u64, Due)>] = &[
    |organisation, due| {
        if let Some(about) = due_about(due) {
            organisation.issues.ask(about);
        }
    },
    |organisation, due| {
        let Some(issue) = due_about(due).and_then(|about| organisation.issues.get(about)) else { return };
        if let (_, Due::Arrival(_)) = due {
            organisation.inboxes.ask(issue.origin);
        } else {
            near(&issue.name);
            organisation.advice.ask(issue.advice);
        }
    },
];

/// The issue that something came of.
fn about(cause: Cause) -> Handle {
    match cause {
        Cause::Begun(about) | Cause::Settled(about) | Cause::Shown(about, _) => about,
        Cause::Overruled(_) => Handle::NONE,
    }
}

/// What comes of issues, into what an organisation suffers.
pub type Causes<'a> = (&'a Organisation, &'a mut Out);

/// The way to working out what a cause does: the issue, whom it concerns, their seats, their managers.
pub fn cause<'a>() -> [Stage<Causes<'a>, Cause>; 6] {
    [
        |(organisation, _), cause| organisation.issues.ask(about(cause)),
        |(organisation, _), cause| {
            let Some(issue) = organisation.issues.get(about(cause)) else { return };
            near(&issue.name);
            person(organisation, issue.lead.person);
            if let Cause::Begun(_) = cause {
                joined(organisation, issue, first_seats);
            } else {
                organisation.advice.ask(issue.advice);
                person(organisation, issue.finder.person);
            }
        },
        |(organisation, _), cause| {
            let Some(issue) = organisation.issues.get(about(cause)) else { return };
            if let Cause::Begun(_) = cause {
                joined(organisation, issue, seats);
            } else {
                ask_advisers(organisation, issue);
                above(organisation, issue.lead.person);
                above(organisation, issue.finder.person);
            }
        },
        |(organisation, _), cause| {
            let Some(issue) = organisation.issues.get(about(cause)) else { return };
            if let Cause::Begun(_) = cause {
                joined(organisation, issue, leaders);
                return;
            }
            manager(organisation, issue.lead_seat);
            for adviser in advisers(organisation, issue) {
                person(organisation, adviser.who.person);
                at(&organisation.positions.parent, adviser.seat);
            }
        },
        |(organisation, _), cause| {
            let Some(issue) = organisation.issues.get(about(cause)) else { return };
            advisers(organisation, issue).iter().for_each(|adviser| manager(organisation, adviser.seat));
        },
        |(organisation, _), cause| {
            let Some(issue) = organisation.issues.get(about(cause)) else { return };
            advisers(organisation, issue).iter().for_each(|adviser| person(organisation, organisation.positions.manager(adviser.seat)));
        },
    ]
}
