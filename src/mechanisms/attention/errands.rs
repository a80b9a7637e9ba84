//! Errands: how a block of seats of a large organisation works on its inboxes.
//!
//! All that a seat does in a round depends on what the others were before it, so that the order of seats does not matter. In a large
//! organisation, where what they need has to be asked for (`crate::ahead`), those come together whose first task needs the same.

use super::{Finished, hours, work_seat};
use crate::ahead;
use crate::ahead::ways::tasks::{ToAnswer, ToHours, ToLead, ToLook, ToPassing, ToSettle, ToSight, ToSignOff, ToTask};
use crate::mechanisms::{Now, decision};
use crate::organisation::Organisation;
use crate::organisation::inboxes::{Task, TaskKind, Tray};
use crate::organisation::people::NOBODY;
use crate::organisation::pool::Handle;

/// A seat that can work on its inbox in a round.
#[derive(Clone, Copy, Debug)]
pub struct Able {
    /// The seat.
    pub seat: u32,
    /// Thousandths of an hour that it has for what waits first.
    pub room: i32,
}

/// What waits first in the inbox of a seat that can work on it.
#[derive(Clone, Copy, Debug)]
pub struct Waiting {
    /// The seat.
    pub seat: u32,
    /// What it asks for.
    pub kind: TaskKind,
    /// The issue, or the concern, that it is about.
    pub about: Handle,
}

/// What the work on a first task needs: each has a way of its own; see `crate::ahead`.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Errand {
    /// A look whether it is still wanted: it cannot be finished in this round.
    Look,
    Pass,
    Lead,
    Answer,
    Settle,
    SignOff,
}

/// How many errands there are.
const ERRANDS: usize = Errand::SignOff as usize + 1;

/// Whether nobody has looked at an issue that waits at a seat.
fn is_unseen(task: &Task) -> bool {
    task.kind == TaskKind::Lead && task.owed.is_none()
}

impl Errand {
    /// Of a task for which there is `room`; of an unseen issue, that it is led here.
    #[inline]
    fn of(task: &Task, room: i32) -> Self {
        let whole = match task.kind {
            TaskKind::Lead | TaskKind::Own(_) => Self::Lead,
            TaskKind::Answer(_) => Self::Answer,
            TaskKind::Settle => Self::Settle,
            TaskKind::SignOff => Self::SignOff,
            TaskKind::Up(..) | TaskKind::Over(_) | TaskKind::Concern => Self::Pass,
        };
        if task.owed.is_some_and(|owed| owed as i32 > room) { Self::Look } else { whole }
    }
}

/// The seats of a block that can work, and what waits there, errand by errand.
#[derive(Debug, Default)]
pub(super) struct Lists {
    able: Vec<Able>,
    /// Those where an issue waits of which it is not yet decided what becomes of it.
    unseen: Vec<Able>,
    waiting: [Vec<Waiting>; ERRANDS],
}

/// The work of a block of seats in a large organisation, whose first is given: those that have hours, errand by errand. So what is needed
/// can be asked for, and no branch on what waits has to be guessed. Whoever works first changes nothing for the others.
pub(super) fn work(
    organisation: &Organisation,
    now: &Now,
    (first, active): (usize, &[u32]),
    tray: &mut Tray,
    spent: &mut [i32],
    Lists { able, unseen, waiting }: &mut Lists,
    finished: &mut Finished,
) {
    able.clear();
    unseen.clear();
    waiting.iter_mut().for_each(Vec::clear);
    ahead::walk(ToHours, true, &mut (organisation, &mut *tray, &*spent), active.iter().copied(), |(_, tray, spent), seat| {
        // Half of all seats have no hours for what waits, which no branch could foresee.
        let (before, spent) = (able.len(), spent[seat as usize - first]);
        let room = hours(organisation, now, seat, spent).left(spent, tray.has_urgent(seat));
        able.push(Able { seat, room });
        able.truncate(before + usize::from(room > 0));
        tray.stay_active(seat);
    });
    let mut note = |seat: u32, task: &Task, errand: Errand| {
        waiting[errand as usize].push(Waiting { seat, kind: task.kind, about: task.about });
    };
    ahead::walk(ToTask, true, &mut &mut *tray, able.iter().copied(), |tray, able| {
        match tray.first(able.seat) {
            Some(task) if is_unseen(task) => unseen.push(able),
            Some(task) => note(able.seat, task, Errand::of(task, able.room)),
            None => {}
        };
    });
    // What becomes of an issue, and whether there are hours for it, decides what else is needed.
    ahead::walk(ToSight, true, &mut (organisation, now, &mut *tray), unseen.iter().copied(), |(_, _, tray), Able { seat, room }| {
        let holder = organisation.budget[seat as usize].holder;
        if let Some((task, _)) = tray.first_mut(seat) {
            let is_wanted = holder != NOBODY && decision::look(organisation, now, seat, holder, task).is_some();
            note(seat, task, if is_wanted { Errand::of(task, room) } else { Errand::Look });
        }
    });
    let desk = &mut (organisation, tray);
    let mut work = |(_, tray): &mut (&Organisation, &mut Tray), waiting: Waiting| {
        work_seat(organisation, now, waiting.seat, tray, &mut spent[waiting.seat as usize - first], finished);
    };
    let list = |errand: Errand| waiting[errand as usize].iter().copied();
    ahead::walk(ToLook, true, desk, list(Errand::Look), &mut work);
    ahead::walk(ToPassing, true, desk, list(Errand::Pass), &mut work);
    ahead::walk(ToLead, true, desk, list(Errand::Lead), &mut work);
    ahead::walk(ToAnswer, true, desk, list(Errand::Answer), &mut work);
    ahead::walk(ToSettle, true, desk, list(Errand::Settle), &mut work);
    ahead::walk(ToSignOff, true, desk, list(Errand::SignOff), &mut work);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_goes_to_those_of_its_kind_unless_it_cannot_be_finished() {
        let of = |kind, owed, room| Errand::of(&Task { kind, about: Handle::NONE, owed }, room);
        for (kind, errand) in [
            (TaskKind::Lead, Errand::Lead),
            (TaskKind::Own(true), Errand::Lead),
            (TaskKind::Answer(3), Errand::Answer),
            (TaskKind::Settle, Errand::Settle),
            (TaskKind::SignOff, Errand::SignOff),
            (TaskKind::Up(1, 2), Errand::Pass),
            (TaskKind::Over(1), Errand::Pass),
            (TaskKind::Concern, Errand::Pass),
        ] {
            // What a task needs is not known before it is first looked at.
            assert!([None, Some(0), Some(500)].into_iter().all(|owed| of(kind, owed, 500) == errand));
            assert_eq!(of(kind, Some(501), 500), Errand::Look);
        }
    }
}
