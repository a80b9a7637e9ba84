//! Whom a programme names, who of them takes part, and what it does at each.

use super::Programme;
use crate::mechanisms::{Now, attention};
use crate::organisation::Organisation;
use crate::organisation::people::NOBODY;
use crate::streams::Process;

impl Programme {
    /// Whether a seat is among the levels and units that it touches.
    fn touches(&self, organisation: &Organisation, seat: u32) -> bool {
        let (levels, units) = (&self.scheduled.levels, &self.scheduled.units);
        let unit = organisation.positions.unit[seat as usize];
        (levels.is_empty() || levels.contains(&organisation.positions.level[seat as usize]))
            && (units.is_empty() || units.contains(&organisation.units.names[unit as usize]))
    }

    /// Whether a seat is held and among those that it touches.
    pub(super) fn names(&self, organisation: &Organisation, seat: u32) -> bool {
        organisation.positions.occupant[seat as usize] != NOBODY && self.touches(organisation, seat)
    }

    /// Held seats that it touches, in order.
    pub(super) fn named(&self, organisation: &Organisation) -> Vec<u32> {
        (0..organisation.positions.count() as u32).filter(|seat| self.names(organisation, *seat)).collect()
    }

    /// Units with such a seat, in order.
    pub(super) fn named_units(&self, organisation: &Organisation) -> Vec<u32> {
        let mut units: Vec<u32> = self.named(organisation).iter().map(|seat| organisation.positions.unit[*seat as usize]).collect();
        units.sort_unstable();
        units.dedup();
        units
    }

    /// Whether whoever holds a seat takes part: named, and willing. Willingness is drawn each time the programme begins.
    pub(super) fn takes_part(&self, organisation: &Organisation, now: &Now, seat: u32) -> bool {
        self.names(organisation, seat) && (!self.row.leaders || organisation.positions.leads(seat)) && {
            let person = organisation.positions.occupant[seat as usize];
            let name = self.key.wrapping_add(organisation.people.identity[person as usize]);
            let began = u64::from(self.last_began(now.day));
            now.streams.draws(Process::Programme, name, began).chance(self.setting("take_up"))
        }
    }

    /// Seats of those who take part, in order.
    pub(super) fn participants(&self, organisation: &Organisation, now: &Now) -> Vec<u32> {
        let mut seats = self.named(organisation);
        seats.retain(|seat| self.takes_part(organisation, now, *seat));
        seats
    }

    /// What it does on a day that it lasts at each seat that takes part, and the hours of the week if it takes any.
    pub(super) fn for_each_participant(&self, organisation: &mut Organisation, now: &Now, act: impl Fn(&mut Organisation, u32)) {
        if !self.lasts_on(now.day) {
            return;
        }
        for seat in self.participants(organisation, now) {
            act(organisation, seat);
            if self.meets_on(now.day) {
                attention::charge(organisation, now, seat, self.setting("hours"));
            }
        }
    }
}
