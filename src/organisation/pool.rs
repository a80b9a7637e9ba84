//! A pool of things that come and go: slots are used again, and a handle from before does not find the new thing.

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

/// A slot: its generation stands beside the head of the thing.
#[derive(Clone, Debug)]
#[repr(C)]
struct Slot<T> {
    generation: u32,
    thing: Option<T>,
}

/// Things in reused slots.
#[derive(Clone, Debug)]
pub struct Pool<T> {
    slots: Vec<Slot<T>>,
    free: Vec<u32>,
}

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Self { slots: Vec::new(), free: Vec::new() }
    }
}

impl<T> Pool<T> {
    /// Puts `thing` into a free slot.
    pub fn insert(&mut self, thing: T) -> Handle {
        match self.free.pop() {
            Some(slot) => {
                let entry = &mut self.slots[slot as usize];
                entry.thing = Some(thing);
                Handle { slot, generation: entry.generation }
            }
            None => {
                self.slots.push(Slot { generation: 0, thing: Some(thing) });
                Handle { slot: self.slots.len() as u32 - 1, generation: 0 }
            }
        }
    }

    /// Takes the thing out; its handles become stale.
    pub fn remove(&mut self, handle: Handle) -> Option<T> {
        let entry = self.slots.get_mut(handle.slot as usize).filter(|entry| entry.generation == handle.generation)?;
        let thing = entry.thing.take()?;
        entry.generation = entry.generation.wrapping_add(1);
        self.free.push(handle.slot);
        Some(thing)
    }

    /// Reads of a thing what stands at its head.
    #[inline]
    pub fn touch(&self, handle: Handle) -> u32 {
        self.slots.get(handle.slot as usize).map_or(0, |slot| slot.generation)
    }

    /// The thing, unless the handle is stale.
    #[inline]
    pub fn get(&self, handle: Handle) -> Option<&T> {
        self.slots.get(handle.slot as usize).filter(|entry| entry.generation == handle.generation)?.thing.as_ref()
    }

    /// The thing, to be changed.
    #[inline]
    pub fn get_mut(&mut self, handle: Handle) -> Option<&mut T> {
        self.slots.get_mut(handle.slot as usize).filter(|entry| entry.generation == handle.generation)?.thing.as_mut()
    }

    /// Everything in the pool, by slot.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.slots.iter().filter_map(|entry| entry.thing.as_ref())
    }

    /// How many things there are.
    pub fn len(&self) -> usize {
        self.slots.len() - self.free.len()
    }

    /// How many slots have been made.
    pub fn capacity(&self) -> usize {
        self.slots.len()
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stale_handle_does_not_find_the_next_thing_in_the_slot() {
        let mut pool = Pool::default();
        let old = pool.insert("old");
        assert_eq!(pool.remove(old), Some("old"));
        let new = pool.insert("new");
        assert_eq!(pool.get(old), None);
        assert_eq!(pool.remove(old), None);
        assert_eq!(pool.get(new), Some(&"new"));
        assert_eq!(pool.len(), 1);
        assert_eq!(pool.get(Handle::NONE), None);
    }
}
