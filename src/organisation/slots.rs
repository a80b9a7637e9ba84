//! Slots of people that are free. In an organisation of many blocks whoever joins gets the slot with the number of the seat, so that
//! people stand in the order of their seats while staff come and go: walks over seats then read people in order, too. Whoever is
//! promoted stays in the slot, and whoever follows on the seat has to take another one: near it, and of a seat that is held, so that
//! no third person has to. In an organisation of one block it is the slot that was left last.

use super::bits::{Bits, WORD};
use crate::spread;

/// Free slots of people.
#[derive(Clone, Debug, Default)]
pub struct Slots {
    /// In the order in which they were left; empty in an organisation of many blocks.
    left: Vec<u32>,
    /// A bit for each slot of an organisation of many blocks.
    free: Bits,
}

impl Slots {
    /// None is free in an organisation of so many slots.
    pub fn new(slots: usize) -> Self {
        Self { left: Vec::new(), free: Bits::new(if spread::is_large(slots) { slots } else { 0 }) }
    }

    /// A slot becomes free.
    pub fn leave(&mut self, slot: u32) {
        if self.free.is_empty() {
            self.left.push(slot);
        } else {
            self.free.set(slot);
        }
    }

    /// How many are free.
    pub fn count(&self) -> usize {
        self.left.len() + self.free.count()
    }

    /// Takes the slot for whoever joins on a seat, if one is free; `is_held` says of a seat whether somebody holds it.
    pub fn take(&mut self, seat: u32, is_held: impl Fn(u32) -> bool) -> Option<u32> {
        if self.free.is_empty() {
            return self.left.pop();
        }
        let own = Some(seat).filter(|slot| self.free.has(*slot));
        let slot = own.or_else(|| self.near(seat, is_held)).or_else(|| self.near(seat, |_| true))?;
        self.free.clear(slot);
        Some(slot)
    }

    /// A free slot that suits, in the word nearest to that of a seat.
    fn near(&self, seat: u32, suits: impl Fn(u32) -> bool) -> Option<u32> {
        let own = seat as usize / WORD;
        let nearest = (0..self.free.words()).flat_map(|far| [own.checked_sub(far), Some(own + far)]).flatten();
        nearest.flat_map(|word| self.free.marked(word)).find(|slot| suits(*slot))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Scenario, Structure};
    use crate::simulation::Simulation;
    use crate::spread::BLOCK;

    #[test]
    fn in_many_blocks_a_seat_gets_its_slot_or_one_near_it_of_a_seat_that_is_held() {
        let mut slots = Slots::new(4 * BLOCK);
        let last = 4 * BLOCK as u32 - 1;
        let take = |slots: &mut Slots, seat, held: &[u32]| slots.take(seat, |slot| held.contains(&slot));
        [0, 63, 64, 100, 4000, 9000, last].into_iter().for_each(|slot| slots.leave(slot));
        assert_eq!(slots.count(), 7);
        assert_eq!(take(&mut slots, 63, &[0, 64]), Some(63), "the own one, whoever holds what");
        assert_eq!(take(&mut slots, 63, &[4000, last]), Some(4000), "not that of a seat which somebody will come to");
        assert_eq!(take(&mut slots, 9001, &[0, last]), Some(last), "the nearest of those");
        let rest: Vec<u32> = std::iter::from_fn(|| take(&mut slots, 130, &[])).collect();
        assert_eq!(rest, [64, 100, 0, 9000], "any other, by words from the own one");
        assert_eq!(slots.count(), 0);
    }

    #[test]
    fn whoever_follows_on_somebody_promoted_gets_the_slot_of_whom_that_one_followed() {
        let scenario = Scenario { structure: Structure::Levels(vec![1, BLOCK as u32]), ..Scenario::default() };
        let mut organisation = Simulation::new(&scenario, &scenario.baseline, 0).organisation;
        organisation.remove(&[10, 20], 0);
        organisation.leave_seat(30, 0);
        organisation.seat_person(30, 20, 0.5);
        assert_eq!([30, 10, 10].map(|seat| organisation.slot_for(seat)), [Some(20), Some(10), None]);
    }

    #[test]
    fn in_one_block_the_slot_left_last_is_taken_first() {
        let mut slots = Slots::new(65);
        [3, 60, 7].into_iter().for_each(|slot| slots.leave(slot));
        assert_eq!((slots.count(), [(); 4].map(|()| slots.take(0, |_| true))), (3, [Some(7), Some(60), Some(3), None]));
    }
}
