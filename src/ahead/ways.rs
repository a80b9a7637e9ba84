//! The ways: what the work of each phase needs, in the order in which one thing leads to the next.

use super::{Way, at, near};
use crate::mechanisms::decision::{Act, Step};
use crate::mechanisms::outcome::effects::{Cause, Out};
use crate::organisation::Organisation;
use crate::organisation::calendar::Due;
use crate::organisation::inboxes::{Message, TaskKind, Tray};
use crate::organisation::issues::Issue;
use crate::organisation::people::{Point, Profile};
use crate::organisation::pool::Handle;
use crate::organisation::positions::NOWHERE;
use crate::organisation::ties::{Row, Tie};

/// Asks for the ties of a person.
#[inline]
fn ties_of(organisation: &Organisation, person: u32) {
    if let Some(row) = organisation.ties.rows().get(person as usize) {
        row.ask();
    }
}

/// The ties of a person, if there is one.
#[inline]
fn ties(organisation: &Organisation, person: u32) -> impl Iterator<Item = Tie> {
    organisation.ties.rows().get(person as usize).into_iter().flat_map(Row::iter)
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

/// Asks for an entry of a column of seats for the seat of somebody who has been asked for.
#[inline]
fn column(column: &[u32], organisation: &Organisation, person: u32) {
    if let Some(seat) = seat(organisation, person) {
        at(column, seat);
    }
}

/// Asks for which seat is above somebody who has been asked for.
#[inline]
fn above(organisation: &Organisation, person: u32) {
    column(&organisation.positions.parent, organisation, person);
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

/// To the work on the inbox of a seat of a block: its first task, the issue, who is asked, their ties or those of the lead, where they are.
pub struct ToInbox;

impl<'a> Way<(&'a Organisation, &'a mut Tray), u32> for ToInbox {
    const STAGES: usize = 4;

    #[inline]
    fn ask((organisation, tray): &(&'a Organisation, &'a mut Tray), seat: u32, stage: usize) {
        let holder = organisation.budget[seat as usize].holder;
        if stage == 0 {
            tray.ask(seat);
            person(organisation, holder);
            at(&organisation.people.local, holder);
            at(&organisation.people.strain, holder);
            return;
        }
        let Some(task) = tray.first(seat).filter(|task| task.kind != TaskKind::Concern) else { return };
        match (stage, task.kind) {
            (1, TaskKind::Lead | TaskKind::Own(_)) => {
                head(organisation, task.about);
                ties_of(organisation, holder);
                let positions = &organisation.positions;
                [&positions.parent, &positions.unit, &positions.first_child].into_iter().for_each(|column| at(column, seat));
                [&positions.depth, &positions.size_factor].into_iter().for_each(|column| at(column, seat));
            }
            (1, TaskKind::Up(..) | TaskKind::Over(_)) => head(organisation, task.about),
            (1, TaskKind::Answer(_)) => {
                whole(organisation, task.about);
                at(&organisation.people.safety, holder);
                at(&organisation.positions.level, seat);
            }
            (1, _) => whole(organisation, task.about),
            (2, TaskKind::Lead | TaskKind::Own(_)) => {
                ties(organisation, holder).for_each(|tie| person(organisation, tie.to));
                let reports = organisation.positions.reports(seat).iter();
                reports.for_each(|report| person(organisation, organisation.positions.occupant[*report as usize]));
            }
            (3, TaskKind::Lead | TaskKind::Own(_)) => {
                let unit = |tie: Tie| column(&organisation.positions.unit, organisation, tie.to);
                ties(organisation, holder).for_each(unit);
            }
            (_, TaskKind::Answer(_) | TaskKind::Settle | TaskKind::SignOff) => {
                if let Some(issue) = organisation.issues.get(task.about) {
                    ask_about(organisation, task.kind, issue, stage);
                }
            }
            _ => {}
        }
    }
}

/// The last two stages of the way to an answer, a decision or a second look.
#[inline]
fn ask_about(organisation: &Organisation, kind: TaskKind, issue: &Issue, stage: usize) {
    match (stage, kind) {
        (2, TaskKind::Answer(_)) => {
            ties_of(organisation, issue.lead.person);
            at(&organisation.positions.level, issue.lead_seat);
        }
        (2, TaskKind::Settle) => {
            ties_of(organisation, issue.lead.person);
            at(&organisation.people.purpose, issue.lead.person);
            for adviser in advisers(issue) {
                person(organisation, adviser);
                at(&organisation.people.purpose, adviser);
            }
        }
        (2, _) => person(organisation, issue.lead.person),
        (_, TaskKind::Settle) => advisers(issue).for_each(|adviser| above(organisation, adviser)),
        _ => {}
    }
}

/// To following an act: the issue, and the units that it joins.
pub struct ToAct;

impl Way<Organisation, Act> for ToAct {
    const STAGES: usize = 4;

    #[inline]
    fn ask(organisation: &Organisation, act: Act, stage: usize) {
        if stage == 0 {
            whole(organisation, act.about);
            person(organisation, act.person);
            return;
        }
        let begins = matches!(act.step, Step::Begin(..));
        if !begins && stage > 1 {
            return;
        }
        let Some(issue) = organisation.issues.get(act.about) else { return };
        match stage {
            1 if begins => joined(organisation, issue, first_seats),
            1 => {
                person(organisation, issue.lead.person);
                at(&organisation.people.purpose, issue.lead.person);
                at(&organisation.positions.parent, issue.lead_seat);
            }
            2 => joined(organisation, issue, seats),
            _ => joined(organisation, issue, leaders),
        }
    }
}

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

/// To what falls due: the issue, and the inbox that it reaches.
pub struct ToDue;

impl Way<Organisation, (u64, Due)> for ToDue {
    const STAGES: usize = 2;

    #[inline]
    fn ask(organisation: &Organisation, (_, due): (u64, Due), stage: usize) {
        match (stage, due) {
            (0, Due::Arrival(about) | Due::Patience(about) | Due::Lapse(about)) => head(organisation, about),
            (0, Due::Outcome(about)) => whole(organisation, about),
            (1, Due::Arrival(about)) => {
                if let Some(issue) = organisation.issues.get(about) {
                    organisation.inboxes.ask(issue.origin);
                }
            }
            _ => {}
        }
    }
}

/// To working out what a cause does: the issue, whom it concerns, their seats, their managers.
pub struct ToCause;

impl<'a> Way<(&'a Organisation, &'a mut Out), Cause> for ToCause {
    const STAGES: usize = 5;

    #[inline]
    fn ask((organisation, _): &(&'a Organisation, &'a mut Out), cause: Cause, stage: usize) {
        let about = match cause {
            Cause::Begun(about) | Cause::Settled(about) | Cause::Shown(about, _) => about,
            Cause::Overruled(_) => return,
        };
        if stage == 0 {
            return whole(organisation, about);
        }
        let Some(issue) = organisation.issues.get(about) else { return };
        if let Cause::Begun(_) = cause {
            match stage {
                1 => joined(organisation, issue, first_seats),
                2 => joined(organisation, issue, seats),
                3 => joined(organisation, issue, leaders),
                _ => {}
            }
            return;
        }
        for one in [issue.lead.person, issue.finder.person].into_iter().chain(advisers(issue)) {
            match stage {
                1 => person(organisation, one),
                2 => above(organisation, one),
                3 => seat_above(organisation, one),
                _ => manager(organisation, one),
            }
        }
    }
}

/// To the profile of a person of a block, whose first is given.
pub struct ToProfile;

impl<'a, T> Way<(usize, &'a mut [Profile]), &(u32, T)> for ToProfile {
    const STAGES: usize = 1;

    #[inline]
    fn ask((first, profiles): &(usize, &'a mut [Profile]), (person, _): &(u32, T), _: usize) {
        near(&profiles[*person as usize - first]);
    }
}

/// To the ties of a person of a block, whose first is given.
pub struct ToRow;

impl<'a, T> Way<(usize, &'a mut [Row]), &(u32, T)> for ToRow {
    const STAGES: usize = 1;

    #[inline]
    fn ask((first, rows): &(usize, &'a mut [Row]), (person, _): &(u32, T), _: usize) {
        rows[*person as usize - first].ask();
    }
}

/// To the purposes of those whom somebody trusts, for the own purpose in a block.
pub struct ToViews;

impl<'a> Way<(&'a Organisation, &'a mut [Point]), u32> for ToViews {
    const STAGES: usize = 1;

    #[inline]
    fn ask((organisation, _): &(&'a Organisation, &'a mut [Point]), person: u32, _: usize) {
        ties(organisation, person).for_each(|tie| at(&organisation.people.purpose, tie.to));
    }
}

/// To the queue of an inbox that something is delivered to.
pub struct ToDelivery;

impl Way<Tray, Message> for ToDelivery {
    const STAGES: usize = 1;

    #[inline]
    fn ask(tray: &Tray, message: Message, _: usize) {
        tray.ask_ends(message.seat);
    }
}
