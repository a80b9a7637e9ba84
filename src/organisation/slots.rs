//! Slots of people that are free. Whoever joins an organisation of many blocks gets the one nearest to the seat, so that people stand in
//! the order of their seats while staff come and go: walks over seats then read people in order, too. In an organisation of one block
//! it is the slot that was left last.

use crate::spread;

/// Free slots of people.
#[derive(Clone, Debug, Default)]
pub struct Slots {
    /// In the order in which they were left; empty in an organisation of many blocks.
    left: Vec<u32>,
    /// A bit for each slot of an organisation of many blocks.
    free: Vec<u64>,
}

impl Slots {
    /// None is free in an organisation of so many slots.
    pub fn new(slots: usize) -> Self {
        let words = if spread::is_large(slots) { slots.div_ceil(64) } else { 0 };
        Self { left: Vec::new(), free: vec![0; words] }
    }

    /// A slot becomes free.
    pub fn leave(&mut self, slot: u32) {
        match self.free.get_mut(slot as usize / 64) {
            Some(word) => *word |= 1 << (slot % 64),
            None => self.left.push(slot),
        }
    }

    /// How many are free.
    pub fn count(&self) -> usize {
        self.left.len() + self.free.iter().map(|word| word.count_ones() as usize).sum::<usize>()
    }

    /// Takes the slot for whoever joins on a seat, if one is free.
    pub fn take(&mut self, seat: u32) -> Option<u32> {
        if self.free.is_empty() {
            return self.left.pop();
        }
        let slot = match (self.below(seat), self.above(seat)) {
            (Some(below), Some(above)) if above - seat < seat - below => above,
            (below, above) => below.or(above)?,
        };
        self.free[slot as usize / 64] &= !(1 << (slot % 64));
        Some(slot)
    }

    /// The highest free slot up to `seat`.
    fn below(&self, seat: u32) -> Option<u32> {
        let own = seat as usize / 64;
        let here = self.free[own] & (u64::MAX >> (63 - seat % 64));
        let words = std::iter::once(here).chain(self.free[..own].iter().rev().copied());
        (0..=own as u32).rev().zip(words).find(|(_, word)| *word != 0).map(|(place, word)| 64 * place + 63 - word.leading_zeros())
    }

    /// The lowest free slot from `seat` on.
    fn above(&self, seat: u32) -> Option<u32> {
        let own = seat as usize / 64;
        let here = self.free[own] & (u64::MAX << (seat % 64));
        let words = std::iter::once(here).chain(self.free[own + 1..].iter().copied());
        (own as u32..).zip(words).find(|(_, word)| *word != 0).map(|(place, word)| 64 * place + word.trailing_zeros())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spread::BLOCK;

    #[test]
    fn in_many_blocks_a_seat_gets_the_nearest_slot_and_the_lower_of_two() {
        let mut slots = Slots::new(4 * BLOCK);
        let left = [0, 63, 64, 4000, 9000, 9003, 9064, 4 * BLOCK as u32 - 1];
        for seat in [0, 1, 62, 63, 64, 3000, 9001, 9002, 9034, 9035, 12_000, 4 * BLOCK as u32 - 1] {
            left.into_iter().for_each(|slot| slots.leave(slot));
            assert_eq!(slots.count(), left.len());
            let mut nearest = left;
            nearest.sort_unstable_by_key(|slot| (slot.abs_diff(seat), *slot));
            let taken: Vec<u32> = std::iter::from_fn(|| slots.take(seat)).collect();
            assert_eq!(taken, nearest, "of seat {seat}");
        }
    }

    #[test]
    fn in_one_block_the_slot_left_last_is_taken_first() {
        let mut slots = Slots::new(65);
        [3, 60, 7].into_iter().for_each(|slot| slots.leave(slot));
        assert_eq!((slots.count(), [(); 4].map(|()| slots.take(0))), (3, [Some(7), Some(60), Some(3), None]));
    }
}
