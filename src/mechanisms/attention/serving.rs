//! Serving: hours are paid to the tasks of an inbox, in order; in a shared inbox whoever is free first takes the next.
//!
//! Nothing here knows what a task is about, nor how long a day is: hours are whole numbers of any unit of time. So the
//! integrated model serves a round with them, and the published queues serve the time between two arrivals exactly.

use crate::organisation::inboxes::{Inboxes, Task, Tray};

/// The hours that a seat has in some stretch of time, in thousandths or another whole unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hours {
    /// Most that may be spent by the end of the stretch.
    pub ready: i32,
    /// What the stretch itself brings.
    pub fresh: i32,
    /// By how much urgent work may exceed `ready`.
    pub overdraft: i32,
    /// Whether work takes hours at all.
    pub counted: bool,
}

impl Hours {
    /// A stretch without any overdraft, of which nothing is spent yet.
    pub const fn of(stretch: i32) -> Self {
        Self { ready: stretch, fresh: stretch, overdraft: 0, counted: true }
    }

    /// What is left for work where so much is spent: no end of it where hours are not counted.
    #[inline]
    pub fn left(&self, spent: i32, urgent: bool) -> i32 {
        if self.counted { self.room(spent, urgent) } else { i32::MAX }
    }

    #[inline]
    fn room(&self, spent: i32, urgent: bool) -> i32 {
        self.ready - spent + if urgent { self.overdraft } else { 0 }
    }
}

/// Works through an inbox until it is empty or the hours are; without hours left nothing is looked at. `look` says what a task still needs (none: it is out of
/// date and goes); `finish` follows its last hour and is told what had been spent by then.
#[inline]
pub fn serve(
    inboxes: &mut Tray,
    inbox: u32,
    hours: Hours,
    spent: &mut i32,
    mut look: impl FnMut(&mut Task) -> Option<u32>,
    mut finish: impl FnMut(Task, i32),
) {
    while let Some((task, urgent)) = inboxes.first_mut(inbox) {
        let room = hours.room(*spent, urgent);
        if hours.counted && room <= 0 {
            return;
        }
        let Some(owed) = look(task) else {
            inboxes.pop(inbox);
            continue;
        };
        let pay = if hours.counted { (owed as i32).min(room) } else { 0 };
        *spent += pay;
        if hours.counted && pay < owed as i32 {
            task.owed = Some(owed - pay as u32);
            return;
        }
        if let Some((task, _)) = inboxes.pop(inbox) {
            finish(task, *spent);
        }
    }
}

/// Lets `seats` serve a shared inbox beside their own: whoever is free first (the larger share of the fresh hours is
/// left; the first in the list if equal) takes the next task into the own inbox and works on it. `hours` is none for a
/// seat that nobody holds.
pub fn serve_shared(
    (shared, inbox): (&mut Tray, u32),
    own: &mut Inboxes,
    seats: &[u32],
    hours: impl Fn(u32) -> Option<Hours>,
    spent: &mut [i32],
    mut look: impl FnMut(u32, &mut Task) -> Option<u32>,
    mut finish: impl FnMut(u32, Task, i32),
) {
    while let Some((_, urgent)) = shared.first_mut(inbox) {
        let mut free: Option<(u32, Hours, i64, i64)> = None;
        for &seat in seats.iter().filter(|seat| own.waiting(**seat) == 0) {
            let Some(hours) = hours(seat) else { continue };
            let used = spent[seat as usize];
            if hours.counted && hours.room(used, urgent) <= 0 {
                continue;
            }
            let (left, fresh) = (i64::from(hours.ready - used), i64::from(hours.fresh.max(1)));
            if free.is_none_or(|(_, _, most, of)| left * of > most * fresh) {
                free = Some((seat, hours, left, fresh));
            }
        }
        let Some((seat, hours, ..)) = free else { return };
        let Some((task, urgent)) = shared.pop(inbox) else { return };
        let inboxes = own.tray(seat);
        inboxes.append(seat, task, urgent);
        serve(inboxes, seat, hours, &mut spent[seat as usize], |task| look(seat, task), |task, at| finish(seat, task, at));
        inboxes.keep_active(seat);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organisation::inboxes::TaskKind;
    use crate::organisation::pool::Handle;

    fn task(owed: u32) -> Task {
        Task { kind: TaskKind::Lead, about: Handle::NONE, owed: Some(owed) }
    }

    #[test]
    fn a_task_is_done_when_its_hours_are_paid_however_they_are_cut() {
        for cuts in [vec![100], vec![30, 70], vec![1; 100]] {
            let (mut inboxes, mut now, mut ends) = (Tray::new(0, 1), 0, Vec::new());
            [20, 30, 45].into_iter().for_each(|owed| inboxes.push(0, task(owed), false));
            for stretch in cuts {
                serve(&mut inboxes, 0, Hours::of(stretch), &mut 0, |task| task.owed, |_, at| ends.push(now + at));
                now += stretch;
            }
            assert_eq!(ends, [20, 50, 95]);
        }
    }

    #[test]
    fn whoever_is_free_first_takes_the_next_whatever_the_order_of_the_list() {
        for seats in [[0, 1], [1, 0]] {
            let (mut shared, mut own, mut spent, mut ends) = (Tray::new(2, 1), Inboxes::new(2), [0, 7], Vec::new());
            [10, 4, 5].into_iter().for_each(|owed| shared.push(2, task(owed), false));
            let hours = |_| Some(Hours::of(20));
            serve_shared((&mut shared, 2), &mut own, &seats, hours, &mut spent, |_, task| task.owed, |seat, _, at| ends.push((seat, at)));
            // The first is free and takes ten hours; the second is free at seven; the first is free again at ten.
            assert_eq!(ends, [(0, 10), (1, 11), (0, 15)]);
        }
    }

    #[test]
    fn a_task_that_was_begun_stays_with_whoever_took_it() {
        let (mut shared, mut own, mut spent) = (Tray::new(2, 1), Inboxes::new(2), [0, 0]);
        shared.push(2, task(50), false);
        let mut serve = |shared: &mut Tray, hours: Option<Hours>| {
            serve_shared((shared, 2), &mut own, &[0, 1], |_| hours, &mut spent, |_, task| task.owed, |_, _, _| unreachable!());
            (own.waiting(0), own.waiting(1), shared.waiting(2), spent)
        };
        assert_eq!(serve(&mut shared, Some(Hours::of(20))), (1, 0, 0, [20, 0]));
        shared.push(2, task(1), false);
        assert_eq!(serve(&mut shared, None), (1, 0, 1, [20, 0]), "nobody is there");
    }
}
