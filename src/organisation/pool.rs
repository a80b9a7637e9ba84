//! A pool of things that come and go: slots are used again, and a handle from before does not find the new thing.

use crate::spread;

/// Names a thing in a [`Pool`]; stale after the thing was removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Handle {
    slot: u32,
    generation: u32,
}

impl Handle {
    /// Finds nothing in any pool.
    pub const NONE: Self = Self { slot: u32::MAX, generation: 0 };
}

/// A handle with a mark beside it, in the room of a handle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marked {
    slot: u32,
    generation_and_mark: u32,
}

/// Bits of a mark.
const MARK: u32 = 3;
/// Generations after which a slot begins anew: far more than there can be while anybody still has a handle to it.
const GENERATIONS: u32 = 1 << (u32::BITS - MARK);

impl Marked {
    /// A mark on nothing.
    pub const NONE: Self = Self { slot: u32::MAX, generation_and_mark: 0 };

    /// A handle with a mark below eight.
    #[inline]
    pub fn new(handle: Handle, mark: u8) -> Self {
        debug_assert!(mark < 1 << MARK, "a mark has {MARK} bits");
        Self { slot: handle.slot, generation_and_mark: handle.generation << MARK | u32::from(mark) }
    }

    /// The handle.
    #[inline]
    pub fn handle(self) -> Handle {
        Handle { slot: self.slot, generation: self.generation_and_mark >> MARK }
    }

    /// The mark.
    #[inline]
    pub fn mark(self) -> u8 {
        (self.generation_and_mark & ((1 << MARK) - 1)) as u8
    }
}

/// A slot: its generation stands beside the head of the thing, at the start of a line of the cache.
#[derive(Clone, Debug)]
#[repr(C, align(64))]
struct Slot<T> {
    generation: u32,
    taken: bool,
    thing: T,
}

/// Things in reused slots, those of each block of seats near each other: who works there finds them in the cache.
#[derive(Clone, Debug)]
pub struct Pool<T> {
    slots: Vec<Slot<T>>,
    /// Free slots of each block of seats.
    free: Vec<Vec<u32>>,
    /// The block to which each [`STRIP`] of slots belongs.
    owners: Vec<u32>,
}

/// Slots that a block gets at a time.
const STRIP: usize = 32;

impl<T: Copy + Default> Default for Pool<T> {
    fn default() -> Self {
        Self::new(0)
    }
}

impl<T: Copy + Default> Pool<T> {
    /// An empty pool for an organisation of so many seats.
    pub fn new(seats: usize) -> Self {
        Self { slots: Vec::new(), free: vec![Vec::new(); spread::blocks(seats)], owners: Vec::new() }
    }

    /// Puts `thing` into a free slot near `seat`.
    pub fn insert(&mut self, seat: u32, thing: T) -> Handle {
        self.renew(seat, |slot| *slot = thing)
    }

    /// Makes a new thing of what was last in a free slot near `seat`.
    #[inline]
    pub fn renew(&mut self, seat: u32, make: impl FnOnce(&mut T)) -> Handle {
        let block = spread::block_of(seat);
        let slot = self.free[block].pop().unwrap_or_else(|| self.grow(block));
        let entry = &mut self.slots[slot as usize];
        entry.taken = true;
        make(&mut entry.thing);
        Handle { slot, generation: entry.generation }
    }

    /// Gives a block a strip of slots, and takes the first of them.
    #[cold]
    fn grow(&mut self, block: usize) -> u32 {
        let first = self.slots.len();
        self.slots.extend((0..STRIP).map(|_| Slot { generation: 0, taken: false, thing: T::default() }));
        self.owners.push(block as u32);
        self.free[block].extend((first + 1..first + STRIP).rev().map(|slot| slot as u32));
        first as u32
    }

    /// Takes the thing out; its handles become stale.
    pub fn remove(&mut self, handle: Handle) -> Option<T> {
        let entry = self.slots.get_mut(handle.slot as usize).filter(|entry| entry.generation == handle.generation)?;
        (entry.taken, entry.generation) = (false, (entry.generation + 1) % GENERATIONS);
        self.free[self.owners[handle.slot as usize / STRIP] as usize].push(handle.slot);
        Some(entry.thing)
    }

    /// The thing, unless the handle is stale.
    #[inline]
    pub fn get(&self, handle: Handle) -> Option<&T> {
        self.slots.get(handle.slot as usize).filter(|entry| entry.generation == handle.generation).map(|entry| &entry.thing)
    }

    /// Where the thing stands or stood: to ask for parts of it, not to look at it. See `crate::ahead`.
    #[inline]
    pub fn place(&self, handle: Handle) -> Option<&T> {
        self.slots.get(handle.slot as usize).map(|entry| &entry.thing)
    }

    /// Where something that is put near `seat` will stand after `others` have been: to ask for it. See `crate::ahead`.
    #[inline]
    pub fn place_for(&self, seat: u32, others: usize) -> Option<&T> {
        let free = &self.free[spread::block_of(seat)];
        let slot = free.len().checked_sub(1 + others).map(|place| free[place])?;
        self.slots.get(slot as usize).map(|entry| &entry.thing)
    }

    /// The thing, to be changed.
    #[inline]
    pub fn get_mut(&mut self, handle: Handle) -> Option<&mut T> {
        self.slots.get_mut(handle.slot as usize).filter(|entry| entry.generation == handle.generation).map(|entry| &mut entry.thing)
    }

    /// Everything in the pool, by slot.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.slots.iter().filter(|entry| entry.taken).map(|entry| &entry.thing)
    }

    /// How many things there are.
    pub fn len(&self) -> usize {
        self.slots.len() - self.free.iter().map(Vec::len).sum::<usize>()
    }

    /// Bytes allocated.
    pub fn bytes(&self) -> usize {
        let lists = self.free.iter().chain([&self.owners]).map(Vec::capacity).sum::<usize>();
        self.slots.capacity() * std::mem::size_of::<Slot<T>>() + 4 * lists
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spread::BLOCK;

    #[test]
    fn a_stale_handle_does_not_find_the_next_thing_in_the_slot() {
        let mut pool = Pool::default();
        let old = pool.insert(0, "old");
        assert_eq!(pool.remove(old), Some("old"));
        let new = pool.insert(0, "new");
        assert_eq!(pool.get(old), None);
        assert_eq!(pool.remove(old), None);
        assert_eq!(pool.get(new), Some(&"new"));
        assert_eq!(pool.len(), 1);
        assert_eq!(pool.get(Handle::NONE), None);
    }

    #[test]
    fn a_mark_stands_beside_any_handle() {
        for generation in [0, 1, GENERATIONS - 1] {
            let handle = Handle { slot: u32::MAX, generation };
            for mark in 0..1 << MARK {
                let marked = Marked::new(handle, mark);
                assert_eq!((marked.handle(), marked.mark()), (handle, mark));
            }
        }
        // After the last generation a slot begins anew.
        let mut pool = Pool::default();
        pool.insert(0, 1);
        pool.slots[0].generation = GENERATIONS - 1;
        pool.remove(Handle { slot: 0, generation: GENERATIONS - 1 });
        assert_eq!(pool.insert(0, 2), Handle { slot: 0, generation: 0 });
    }

    #[test]
    fn each_block_of_seats_has_strips_of_its_own_and_uses_them_again() {
        let mut pool = Pool::new(2 * BLOCK);
        let seats = [0, BLOCK as u32, BLOCK as u32 - 1, 2 * BLOCK as u32 - 1];
        for _ in 0..3 {
            let handles: Vec<(u32, Handle)> =
                (0..200).map(|number| seats[number % 4]).map(|seat| (seat, pool.insert(seat, seat))).collect();
            for (seat, handle) in &handles {
                assert_eq!(pool.get(*handle), Some(seat));
                assert_eq!(pool.owners[handle.slot as usize / STRIP], seat / BLOCK as u32);
            }
            assert_eq!((pool.len(), pool.slots.len()), (200, 2 * 100usize.next_multiple_of(STRIP)));
            handles.iter().for_each(|(seat, handle)| assert_eq!(pool.remove(*handle), Some(*seat)));
            assert!(pool.is_empty());
        }
    }
}
