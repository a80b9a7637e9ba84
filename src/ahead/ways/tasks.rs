//! The ways to the work on inboxes: to the hours of a seat, to the first task of those that have some, and from there by what the task is.

use super::{advisers, answer, at, head, in_reach, known, last_advisers, near, person, ties_of, whole};
use crate::ahead::Way;
use crate::mechanisms::attention::errands::{Able, Waiting};
use crate::organisation::Organisation;
use crate::organisation::inboxes::{TaskKind, Tray};

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

/// To a look whether a task is still wanted.
pub struct ToLook;

impl<'a> Way<Work<'a>, Waiting> for ToLook {
    const STAGES: usize = 1;

    #[inline]
    fn ask((organisation, _): &Work<'a>, Waiting { kind, about, .. }: Waiting, _: usize) -> bool {
        if kind != TaskKind::Concern {
            head(organisation, about);
        }
        false
    }
}

/// Asks for the task after the first of an inbox, and then for the issue that it is about.
#[inline]
fn after_it((organisation, tray): &Work, seat: u32, stage: usize) {
    match stage {
        0 => tray.ask_second(seat),
        1 => {
            if let Some(task) = tray.second(seat).filter(|task| task.kind != TaskKind::Concern) {
                head(organisation, task.about);
            }
        }
        _ => {}
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

/// To passing an issue on, or to a concern.
pub struct ToPassing;

impl<'a> Way<Work<'a>, Waiting> for ToPassing {
    const STAGES: usize = 2;

    #[inline]
    fn ask(work: &Work<'a>, waiting: Waiting, stage: usize) -> bool {
        after_it(work, waiting.seat, stage);
        if stage == 0 {
            ToLook::ask(work, waiting, 0);
        }
        true
    }
}

/// To leading an issue: the own view, all whom the lead knows, and the own reports.
pub struct ToLead;

impl<'a> Way<Work<'a>, Waiting> for ToLead {
    const STAGES: usize = 4;

    #[inline]
    fn ask(work: &Work<'a>, Waiting { seat, about, .. }: Waiting, stage: usize) -> bool {
        after_it(work, seat, stage);
        let organisation = work.0;
        let (positions, holder) = (&organisation.positions, holder(organisation, seat));
        match stage {
            0 => {
                head(organisation, about);
                judge(organisation, holder);
                ties_of(organisation, holder);
                [&positions.parent, &positions.unit, &positions.first_child].into_iter().for_each(|column| at(column, seat));
                [&positions.depth, &positions.size_factor].into_iter().for_each(|column| at(column, seat));
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

impl<'a> Way<Work<'a>, Waiting> for ToAnswer {
    const STAGES: usize = 2;

    #[inline]
    fn ask(work: &Work<'a>, Waiting { seat, kind, about }: Waiting, stage: usize) -> bool {
        after_it(work, seat, stage);
        let organisation = work.0;
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

impl<'a> Way<Work<'a>, Waiting> for ToSettle {
    const STAGES: usize = 3;

    #[inline]
    fn ask(work: &Work<'a>, Waiting { seat, about, .. }: Waiting, stage: usize) -> bool {
        after_it(work, seat, stage);
        let organisation = work.0;
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

impl<'a> Way<Work<'a>, Waiting> for ToSignOff {
    const STAGES: usize = 2;

    #[inline]
    fn ask(work: &Work<'a>, Waiting { seat, about, .. }: Waiting, stage: usize) -> bool {
        after_it(work, seat, stage);
        let organisation = work.0;
        if stage == 0 {
            whole(organisation, about);
            judge(organisation, holder(organisation, seat));
        } else if let Some(issue) = organisation.issues.get(about) {
            person(organisation, issue.lead.person);
        }
        true
    }
}
