//! Reading ahead: a little of what the work on some things begins with is read before the work.
//!
//! In an organisation larger than a processor's cache what belongs together in the model lies far apart in memory. The work on one
//! thing finds its way from place to place, and each has to come from memory before the next is known. Here the same way is gone for
//! [`SOME`] things side by side: none of the reads of one pass waits for another one, so the processor fetches many at a time. Nothing
//! is computed with what is read, and an organisation of one block of seats reads nothing ahead.

use crate::mechanisms::decision::{Act, Step};
use crate::mechanisms::outcome::effects::Cause;
use crate::organisation::Organisation;
use crate::organisation::inboxes::{TaskKind, Tray};
use crate::organisation::issues::{Advice, Issue, MAX_ADVISERS};
use crate::organisation::people::NOBODY;
use crate::organisation::pool::Handle;
use crate::organisation::ties::Row;
use crate::spread::BLOCK;

/// Things that are read ahead at a time.
pub const SOME: usize = 64;

/// What was read, so that it is not left out as unused.
#[derive(Default)]
struct Read(u32);

impl Read {
    #[inline]
    fn note(&mut self, read: u32) {
        self.0 ^= read;
    }
}

impl Drop for Read {
    fn drop(&mut self) {
        std::hint::black_box(self.0);
    }
}

/// Whether an organisation has more than one block of seats.
pub fn is_large(organisation: &Organisation) -> bool {
    organisation.positions.count() > BLOCK
}

/// Both lines of an issue.
#[inline]
fn issue(organisation: &Organisation, about: Handle, read: &mut Read) {
    read.note(organisation.issues.get(about).map_or(0, |issue| issue.name as u32 ^ issue.stakes.to_bits()));
}

/// A person's profile.
#[inline]
fn profile(organisation: &Organisation, person: u32, read: &mut Read) {
    read.note(organisation.people.profile.get(person as usize).map_or(0, |profile| profile.leadership.to_bits()));
}

/// The colleague asked about an issue at a place, or the last one if they are fewer.
#[inline]
fn adviser(organisation: &Organisation, issue: &Issue, place: usize, read: &mut Read) {
    if let Some(advice) = organisation.advice.get(issue.advice) {
        read.note(advice.advisers[place.min(advice.asked().len().saturating_sub(1))].seat);
    }
}

/// Work on the inboxes of some seats.
pub fn inboxes(organisation: &Organisation, tray: &Tray, seats: &[u32]) {
    if !is_large(organisation) {
        return;
    }
    let (mut read, mut tasks) = (Read::default(), [(TaskKind::Concern, Handle::NONE, NOBODY); SOME]);
    for (ahead, seat) in tasks.iter_mut().zip(seats) {
        if let Some(task) = tray.first(*seat) {
            *ahead = (task.kind, task.about, organisation.budget[*seat as usize].holder);
        }
    }
    let tasks = &tasks[..seats.len()];
    for (_, about, holder) in tasks {
        issue(organisation, *about, &mut read);
        profile(organisation, *holder, &mut read);
    }
    for (kind, about, holder) in tasks {
        let Some(issue) = organisation.issues.get(*about) else { continue };
        match kind {
            TaskKind::Lead | TaskKind::Own(_) => read.note(organisation.ties.touch(*holder)),
            TaskKind::Answer(place) => {
                adviser(organisation, issue, usize::from(*place), &mut read);
                read.note(organisation.ties.touch(issue.lead.person));
            }
            TaskKind::Settle => {
                adviser(organisation, issue, MAX_ADVISERS - 1, &mut read);
                read.note(organisation.ties.touch(issue.lead.person));
            }
            _ => {}
        }
    }
}

/// Following some acts.
pub fn acts(organisation: &Organisation, acts: &[Act]) {
    if !is_large(organisation) {
        return;
    }
    let mut read = Read::default();
    for act in acts {
        issue(organisation, act.about, &mut read);
    }
    for act in acts {
        let Some(issue) = organisation.issues.get(act.about) else { continue };
        match act.step {
            Step::Answer(place, ..) => adviser(organisation, issue, usize::from(place), &mut read),
            Step::Settle(_) | Step::SignOff(..) => profile(organisation, issue.lead.person, &mut read),
            _ => {}
        }
    }
}

/// The issue that something came of.
fn about(cause: &Cause) -> Handle {
    match cause {
        Cause::Begun(about) | Cause::Settled(about) | Cause::Shown(about, _) => *about,
        Cause::Overruled(_) => Handle::NONE,
    }
}

/// Working out what some causes do.
pub fn causes(organisation: &Organisation, causes: &[Cause]) {
    if !is_large(organisation) {
        return;
    }
    let mut read = Read::default();
    for cause in causes {
        issue(organisation, about(cause), &mut read);
    }
    let issues = || causes.iter().filter_map(|cause| organisation.issues.get(about(cause)));
    for issue in issues() {
        adviser(organisation, issue, MAX_ADVISERS / 2, &mut read);
        adviser(organisation, issue, MAX_ADVISERS - 1, &mut read);
        profile(organisation, issue.lead.person, &mut read);
    }
    for issue in issues() {
        for adviser in organisation.advice.get(issue.advice).map_or(&[][..], Advice::asked) {
            profile(organisation, adviser.who.person, &mut read);
        }
    }
}

/// The ties of some people.
pub fn rows<'a>(rows: impl Iterator<Item = &'a Row>) {
    let mut read = Read::default();
    rows.for_each(|row| read.note(row.touch()));
}
