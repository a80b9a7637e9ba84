//! What falls due later: patience that ends, issues that lapse, outcomes that show.

use super::pool::{Handle, Marked};
use crate::spread;

/// What falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Due {
    /// An issue reaches the inbox of the seat where it arose.
    Arrival(Handle),
    /// A lead stops waiting for answers.
    Patience(Handle),
    /// An issue is settled by default unless somebody has taken it up.
    Lapse(Handle),
    /// A concern counts as ignored unless it was dealt with.
    Concern(Handle),
    /// A decision shows as good or bad.
    Outcome(Handle),
}

impl Due {
    /// Its kind: its place among entries of one name, of which never two are of one kind on one tick.
    #[inline]
    fn kind(self) -> u8 {
        match self {
            Self::Arrival(_) => 0,
            Self::Patience(_) => 1,
            Self::Lapse(_) => 2,
            Self::Concern(_) => 3,
            Self::Outcome(_) => 4,
        }
    }

    /// What it is about.
    #[inline]
    fn about(self) -> Handle {
        match self {
            Self::Arrival(about) | Self::Patience(about) | Self::Lapse(about) | Self::Concern(about) | Self::Outcome(about) => about,
        }
    }
}

/// An entry: what falls due, and the name that orders it among others of its tick, in sixteen bytes.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    name: u64,
    /// What it is about, marked with the kind.
    about: Marked,
}

impl Entry {
    const NONE: Self = Self { name: 0, about: Marked::NONE };

    #[inline]
    fn new(name: u64, due: Due) -> Self {
        Self { name, about: Marked::new(due.about(), due.kind()) }
    }

    /// What falls due.
    #[inline]
    pub fn due(self) -> Due {
        let about = self.about.handle();
        match self.about.mark() {
            0 => Due::Arrival(about),
            1 => Due::Patience(about),
            2 => Due::Lapse(about),
            3 => Due::Concern(about),
            _ => Due::Outcome(about),
        }
    }
}

/// A wheel of ticks, each with a list of bunches of entries in one arena; one turn is as long as any delay.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    ticks: Vec<List>,
    /// Entries of all bunches, bunch by bunch.
    entries: Vec<Entry>,
    /// The bunch that follows each.
    next: Vec<u32>,
    /// Bunches that are free.
    free: Vec<u32>,
    /// Entries that a bunch has room for.
    size: usize,
}

/// The bunches of a tick: all are full but the last.
#[derive(Clone, Copy, Debug)]
struct List {
    first: u32,
    last: u32,
    /// Entries of the last one.
    filled: u32,
}

/// No bunch.
const NONE: u32 = u32::MAX;
/// Room of a bunch at most; in an organisation of one block of seats, bunches are single entries.
const MOST: usize = 64;
const EMPTY: List = List { first: NONE, last: NONE, filled: 0 };

impl Calendar {
    /// A calendar of an organisation of so many seats for delays below `ticks`.
    pub fn new(ticks: usize, seats: usize) -> Self {
        let size = spread::blocks(seats).next_power_of_two().min(MOST);
        Self { ticks: vec![EMPTY; ticks.next_power_of_two()], size, ..Self::default() }
    }

    #[inline]
    fn place(&self, tick: u32) -> usize {
        tick as usize & (self.ticks.len() - 1)
    }

    /// Enters what falls due on `tick`, after now, with the name that orders it among others of that tick.
    pub fn enter(&mut self, tick: u32, name: u64, due: Due) {
        let place = self.place(tick);
        let mut list = self.ticks[place];
        if list.first == NONE || list.filled as usize == self.size {
            let bunch = self.free.pop().unwrap_or_else(|| self.grow());
            self.next[bunch as usize] = NONE;
            if list.first == NONE {
                list.first = bunch;
            } else {
                self.next[list.last as usize] = bunch;
            }
            (list.last, list.filled) = (bunch, 0);
        }
        self.entries[list.last as usize * self.size + list.filled as usize] = Entry::new(name, due);
        list.filled += 1;
        self.ticks[place] = list;
    }

    fn grow(&mut self) -> u32 {
        self.entries.resize(self.entries.len() + self.size, Entry::NONE);
        self.next.push(NONE);
        self.next.len() as u32 - 1
    }

    /// Moves what falls due on `tick` into `into`, sorted by name.
    pub fn take(&mut self, tick: u32, into: &mut Vec<Entry>) {
        let place = self.place(tick);
        let list = std::mem::replace(&mut self.ticks[place], EMPTY);
        into.clear();
        let mut bunch = list.first;
        while bunch != NONE {
            let count = if bunch == list.last { list.filled as usize } else { self.size };
            into.extend_from_slice(&self.entries[bunch as usize * self.size..][..count]);
            self.free.push(bunch);
            bunch = self.next[bunch as usize];
        }
        spread::sort_by_key(into, |entry| (entry.name, entry.about.mark()));
    }

    /// Bytes allocated.
    pub fn bytes(&self) -> usize {
        use std::mem::size_of;
        let bunches = 4 * (self.next.capacity() + self.free.capacity()) + self.ticks.capacity() * size_of::<List>();
        self.entries.capacity() * size_of::<Entry>() + bunches
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spread::BLOCK;

    #[test]
    fn an_entry_keeps_what_it_is_and_what_it_is_about() {
        assert_eq!(size_of::<Entry>(), 16);
        let about = crate::organisation::pool::Pool::default().insert(0, ());
        for about in [about, Handle::NONE] {
            for due in [Due::Arrival(about), Due::Patience(about), Due::Lapse(about), Due::Concern(about), Due::Outcome(about)] {
                assert_eq!(Entry::new(7, due).due(), due);
            }
        }
    }

    #[test]
    fn entries_come_on_their_tick_and_in_order_of_name() {
        // In bunches of one, of four and of sixty-four.
        for seats in [65, 4 * BLOCK, 1_000_000] {
            let mut calendar = Calendar::new(100, seats);
            for turn in 0..3 {
                let tick = 70 + 128 * turn;
                for name in (1..200).rev() {
                    calendar.enter(tick, name, Due::Lapse(Handle::NONE));
                    calendar.enter(tick + 1, name, Due::Lapse(Handle::NONE));
                }
                let mut due = Vec::new();
                calendar.take(tick, &mut due);
                assert!(due.iter().map(|entry| entry.name).eq(1..200), "{seats}");
                calendar.take(tick, &mut due);
                assert!(due.is_empty());
                calendar.take(tick + 1, &mut due);
                assert_eq!(due.len(), 199);
            }
            assert_eq!(calendar.free.len(), calendar.next.len(), "all bunches are free again");
            assert_eq!(calendar.next.len(), 2 * 199usize.div_ceil(calendar.size), "and were used again");
        }
    }
}
