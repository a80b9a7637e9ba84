//! What falls due later: patience that ends, issues that lapse, outcomes that show.

use super::fifos::Fifos;
use super::pool::Handle;
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

/// A wheel of ticks, each with a queue in one arena; one turn is as long as any delay.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    wheel: Fifos<(u64, Due)>,
    ticks: u32,
}

impl Calendar {
    /// A calendar for delays below `ticks`.
    pub fn new(ticks: usize) -> Self {
        let ticks = ticks.next_power_of_two();
        Self { wheel: Fifos::new(ticks), ticks: ticks as u32 }
    }

    /// Enters what falls due on `tick`, after now, with the name that orders it among others of that tick.
    pub fn enter(&mut self, tick: u32, name: u64, due: Due) {
        self.wheel.push(tick & (self.ticks - 1), (name, due));
    }

    /// Moves what falls due on `tick` into `into`, sorted by name.
    pub fn take(&mut self, tick: u32, into: &mut Vec<(u64, Due)>) {
        let place = tick & (self.ticks - 1);
        into.clear();
        while let Some(entry) = self.wheel.pop(place) {
            into.push(entry);
        }
        spread::sort_by_key(into, |(name, due)| (*name, kind(due)));
    }

    /// Bytes allocated.
    pub fn bytes(&self) -> usize {
        self.wheel.bytes()
    }
}

/// Order among entries of one name: never two of one kind on one tick.
fn kind(due: &Due) -> u8 {
    match due {
        Due::Arrival(_) => 0,
        Due::Patience(_) => 1,
        Due::Lapse(_) => 2,
        Due::Concern(_) => 3,
        Due::Outcome(_) => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_on_their_tick_and_in_order_of_name() {
        let mut calendar = Calendar::new(100);
        calendar.enter(70, 9, Due::Lapse(Handle::NONE));
        calendar.enter(70, 2, Due::Lapse(Handle::NONE));
        calendar.enter(71, 1, Due::Lapse(Handle::NONE));
        let mut due = Vec::new();
        calendar.take(70, &mut due);
        assert_eq!(due.iter().map(|d| d.0).collect::<Vec<_>>(), [2, 9]);
        calendar.take(70, &mut due);
        assert!(due.is_empty());
    }
}
