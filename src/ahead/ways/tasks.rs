//! The ways to the work on inboxes: to the hours of a seat, to the first task of those that have some, and from there by what the task is.

use super::{advisers, answer, at, concern, head, in_reach, known, last_advisers, near, person, ties_of, whole};
use crate::ahead::Way;
use crate::mechanisms::attention::errands::{Able, Waiting};
use crate::mechanisms::{Now, decision};
use crate::organisation::Organisation;
use crate::organisation::inboxes::{TaskKind, Tray};
use crate::organisation::pool::Handle;

/// The organisation, and the inboxes of a block of seats that are worked on.
type Work<'a> = (&'a Organisation, &'a mut Tray);

/// To the hours of a seat of a block and the ends of its inbox.
pub struct ToHours;

impl<'a> Way<(&'a Organisation, &'a mut Tray, &'a [i32]), u32> for ToHours {
    const STAGES: usize = 1;

    #[inline]
    fn ask((organisation, tray, _): &(&'a Organisation, &'a mut Tray, &'a [i32]), seat: u32, _: usize) -> bool {
        near(&organisation.budget[seat as usize]);
        tray.ask_ends(seat);
        false
    }
}

/// To the first task of an inbox of a block.
pub struct ToTask;

impl<'a> Way<&'a mut Tray, Able> for ToTask {
    const STAGES: usize = 1;

    #[inline]
    fn ask(tray: &&'a mut Tray, able: Able, _: usize) -> bool {
        tray.ask(able.seat);
        tray.ask_length(able.seat);
        false
    }
}

/// To what becomes of an issue that nobody has looked at yet: the issue, what decides on authority, and all whom the holder of the seat
/// knows where an expert is looked for.
pub struct ToSight;

impl<'a> Way<(&'a Organisation, &'a Now<'a>, &'a mut Tray), Able> for ToSight {
    const STAGES: usize = 3;

    #[inline]
    fn ask((organisation, now, tray): &(&'a Organisation, &'a Now<'a>, &'a mut Tray), Able { seat, .. }: Able, stage: usize) -> bool {
        let Some(task) = tray.first(seat) else { return false };
        let holder = holder(organisation, seat);
        match stage {
            0 => {
                let positions = &organisation.positions;
                head(organisation, task.about);
                person(organisation, holder);
                at(&positions.parent, seat);
                [&positions.depth, &positions.size_factor].into_iter().for_each(|column| at(column, seat));
                true
            }
            1 => {
                let issue = organisation.issues.get(task.about);
                let calls = issue.is_some_and(|issue| decision::calls_for_expert(organisation, now, seat, issue).is_some());
                if calls {
                    ties_of(organisation, holder);
                }
                calls
            }
            _ => {
                known(organisation, holder, |other| person(organisation, other));
                false
            }
        }
    }
}

/// To the rest of an inbox: by what the first task needs, and by the way to the second.
pub trait ToRest {
    /// Stages of it.
    const STAGES: usize;

    /// Asks for what the first task needs in a stage. Says whether it goes on to the next one.
    fn ask(organisation: &Organisation, waiting: Waiting, stage: usize) -> bool;
}

impl<'a, R: ToRest> Way<Work<'a>, Waiting> for R {
    const STAGES: usize = R::STAGES;

    #[inline]
    fn ask((organisation, tray): &Work<'a>, waiting: Waiting, stage: usize) -> bool {
        match stage {
            // Nobody comes to a second task where the first cannot be finished.
            0 if R::STAGES > 1 => tray.ask_second(waiting.seat),
            1 => {
                if let Some(task) = tray.second(waiting.seat) {
                    subject(organisation, task.kind, task.about);
                }
            }
            _ => {}
        }
        R::ask(organisation, waiting, stage)
    }
}

/// Asks for all that a judgement needs of a person.
#[inline]
fn judge(organisation: &Organisation, one: u32) {
    person(organisation, one);
    at(&organisation.people.identity, one);
    at(&organisation.people.local, one);
    at(&organisation.people.strain, one);
}

/// Who works at the seat.
#[inline]
fn holder(organisation: &Organisation, seat: u32) -> u32 {
    organisation.budget[seat as usize].holder
}

/// Asks for the issue or the concern that a task is about.
#[inline]
fn subject(organisation: &Organisation, kind: TaskKind, about: Handle) {
    if kind == TaskKind::Concern {
        concern(organisation, about);
    } else {
        head(organisation, about);
    }
}

/// To a look whether a task is still wanted.
pub struct ToLook;

impl ToRest for ToLook {
    const STAGES: usize = 1;

    #[inline]
    fn ask(organisation: &Organisation, Waiting { kind, about, .. }: Waiting, _: usize) -> bool {
        subject(organisation, kind, about);
        false
    }
}

/// To passing an issue on, or to a concern.
pub struct ToPassing;

impl ToRest for ToPassing {
    const STAGES: usize = 2;

    #[inline]
    fn ask(organisation: &Organisation, Waiting { kind, about, .. }: Waiting, stage: usize) -> bool {
        if stage == 0 {
            subject(organisation, kind, about);
        }
        true
    }
}

/// To leading an issue: the own view, all whom the lead knows, and the own reports.
pub struct ToLead;

impl ToRest for ToLead {
    const STAGES: usize = 4;

    #[inline]
    fn ask(organisation: &Organisation, Waiting { seat, about, .. }: Waiting, stage: usize) -> bool {
        let (positions, holder) = (&organisation.positions, holder(organisation, seat));
        match stage {
            0 => {
                head(organisation, about);
                judge(organisation, holder);
                ties_of(organisation, holder);
                [&positions.unit, &positions.first_child].into_iter().for_each(|column| at(column, seat));
                true
            }
            1 => {
                known(organisation, holder, |other| person(organisation, other));
                let reports = positions.reports(seat);
                reports.first().into_iter().for_each(in_reach);
                !reports.is_empty()
            }
            2 => {
                positions.reports(seat).iter().for_each(|report| at(&positions.occupant, *report));
                true
            }
            _ => {
                positions.reports(seat).iter().for_each(|report| person(organisation, positions.occupant[*report as usize]));
                false
            }
        }
    }
}

/// To answering a question: the own view, the lead's ties.
pub struct ToAnswer;

impl ToRest for ToAnswer {
    const STAGES: usize = 2;

    #[inline]
    fn ask(organisation: &Organisation, Waiting { seat, kind, about }: Waiting, stage: usize) -> bool {
        if stage == 0 {
            if let TaskKind::Answer(place) = kind {
                answer(organisation, about, place);
            }
            let holder = holder(organisation, seat);
            judge(organisation, holder);
            at(&organisation.people.safety, holder);
            at(&organisation.positions.level, seat);
        } else if let Some(issue) = organisation.issues.get(about) {
            ties_of(organisation, issue.lead.person);
            at(&organisation.positions.level, issue.lead_seat);
        }
        true
    }
}

/// To settling an issue: those whose views are counted.
pub struct ToSettle;

impl ToRest for ToSettle {
    const STAGES: usize = 3;

    #[inline]
    fn ask(organisation: &Organisation, Waiting { about, .. }: Waiting, stage: usize) -> bool {
        if stage == 0 {
            whole(organisation, about);
            return true;
        }
        let Some(issue) = organisation.issues.get(about) else { return false };
        if stage == 1 {
            ties_of(organisation, issue.lead.person);
            at(&organisation.people.purpose, issue.lead.person);
            last_advisers(issue);
        } else {
            for adviser in advisers(issue) {
                person(organisation, adviser);
                at(&organisation.people.purpose, adviser);
            }
        }
        true
    }
}

/// To signing a decision off: the own view, and whoever made it.
pub struct ToSignOff;

impl ToRest for ToSignOff {
    const STAGES: usize = 2;

    #[inline]
    fn ask(organisation: &Organisation, Waiting { seat, about, .. }: Waiting, stage: usize) -> bool {
        if stage == 0 {
            whole(organisation, about);
            judge(organisation, holder(organisation, seat));
        } else if let Some(issue) = organisation.issues.get(about) {
            person(organisation, issue.lead.person);
        }
        true
    }
}
