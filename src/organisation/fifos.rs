//! Queues: first in, first out, one for each owner, all in one arena of reused links.

use crate::ahead;

const NONE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct Link<T> {
    value: T,
    next: u32,
}

impl<T> Link<T> {
    /// Asks for all of it: it may begin in one line of the cache and end in the next.
    #[inline]
    fn ask(&self) {
        ahead::near(&self.value);
        ahead::near(&self.next);
    }
}

#[derive(Clone, Copy, Debug)]
struct Ends {
    first: u32,
    last: u32,
}

/// A queue of `T` for each owner, numbered from 0.
#[derive(Clone, Debug)]
pub struct Fifos<T> {
    links: Vec<Link<T>>,
    free: Vec<u32>,
    ends: Vec<Ends>,
}

impl<T> Default for Fifos<T> {
    fn default() -> Self {
        Self { links: Vec::new(), free: Vec::new(), ends: Vec::new() }
    }
}

impl<T: Copy> Fifos<T> {
    /// Empty queues for `owners` owners.
    pub fn new(owners: usize) -> Self {
        Self { ends: vec![Ends { first: NONE, last: NONE }; owners], ..Self::default() }
    }

    /// Puts a value at the end of an owner's queue.
    #[inline]
    pub fn push(&mut self, owner: u32, value: T) {
        let link = Link { value, next: NONE };
        let place = match self.free.pop() {
            Some(place) => {
                self.links[place as usize] = link;
                place
            }
            None => {
                self.links.push(link);
                self.links.len() as u32 - 1
            }
        };
        let ends = &mut self.ends[owner as usize];
        if ends.first == NONE {
            ends.first = place;
        } else {
            self.links[ends.last as usize].next = place;
        }
        ends.last = place;
    }

    /// Whether an owner's queue is empty.
    #[inline]
    pub fn is_empty(&self, owner: u32) -> bool {
        self.ends[owner as usize].first == NONE
    }

    /// Asks for the first value of an owner's queue; see `crate::ahead`.
    #[inline]
    pub fn ask(&self, owner: u32) {
        if let Some(link) = self.links.get(self.ends[owner as usize].first as usize) {
            link.ask();
        }
    }

    /// Asks for the ends of an owner's queue; see `crate::ahead`.
    #[inline]
    pub fn ask_ends(&self, owner: u32) {
        ahead::near(&self.ends[owner as usize]);
    }

    /// Asks for what changes in the last link of an owner's queue when a value joins it, once its ends have come; see `crate::ahead`.
    #[inline]
    pub fn ask_last(&self, owner: u32) {
        self.links.get(self.ends[owner as usize].last as usize).into_iter().for_each(|link| ahead::near(&link.next));
    }

    /// Asks for the place that a value takes which is put into some queue after so many others; see `crate::ahead`.
    #[inline]
    pub fn ask_place(&self, others: usize) {
        let place = self.free.len().checked_sub(1 + others).and_then(|place| self.links.get(self.free[place] as usize));
        place.into_iter().for_each(Link::ask);
    }

    /// The first value of an owner's queue.
    #[inline]
    pub fn first(&self, owner: u32) -> Option<&T> {
        let place = self.ends[owner as usize].first;
        if place == NONE { None } else { Some(&self.links[place as usize].value) }
    }

    /// The place of the second value of an owner's queue, once the first has come.
    #[inline]
    fn second_link(&self, owner: u32) -> Option<&Link<T>> {
        let first = self.links.get(self.ends[owner as usize].first as usize)?;
        self.links.get(first.next as usize)
    }

    /// Asks for the second value of an owner's queue; see `crate::ahead`.
    #[inline]
    pub fn ask_second(&self, owner: u32) {
        self.second_link(owner).into_iter().for_each(Link::ask);
    }

    /// The second value of an owner's queue.
    #[inline]
    pub fn second(&self, owner: u32) -> Option<&T> {
        self.second_link(owner).map(|link| &link.value)
    }

    /// The first value of an owner's queue, to be changed.
    #[inline]
    pub fn first_mut(&mut self, owner: u32) -> Option<&mut T> {
        let place = self.ends[owner as usize].first;
        if place == NONE { None } else { Some(&mut self.links[place as usize].value) }
    }

    /// Takes the first value out of an owner's queue.
    #[inline]
    pub fn pop(&mut self, owner: u32) -> Option<T> {
        let ends = &mut self.ends[owner as usize];
        if ends.first == NONE {
            return None;
        }
        let place = ends.first;
        let link = self.links[place as usize];
        ends.first = link.next;
        self.free.push(place);
        Some(link.value)
    }

    /// Values in all queues.
    pub fn count(&self) -> usize {
        self.links.len() - self.free.len()
    }

    /// Links made so far: the most values that there were at a time.
    pub fn links(&self) -> usize {
        self.links.len()
    }

    /// Bytes allocated.
    pub fn bytes(&self) -> usize {
        use std::mem::size_of;
        self.links.capacity() * size_of::<Link<T>>() + self.free.capacity() * 4 + self.ends.capacity() * size_of::<Ends>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_queue_keeps_its_order_and_links_are_used_again() {
        let mut queues = Fifos::new(2);
        for round in 0..50u32 {
            queues.push(0, round);
            queues.push(1, 100 + round);
            queues.push(0, 200 + round);
            assert_eq!(queues.first_mut(1), Some(&mut (100 + round)));
            assert_eq!((queues.pop(0), queues.pop(0), queues.pop(0)), (Some(round), Some(200 + round), None));
            assert_eq!((queues.pop(1), queues.is_empty(1), queues.count()), (Some(100 + round), true, 0));
        }
        assert_eq!((queues.count(), queues.links()), (0, 3));
    }
}
