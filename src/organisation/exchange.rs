//! Messages between blocks of people that are worked on side by side: sent in one phase, read in the next.
//!
//! Each block writes an [`Outbox`] of its own, sorted by the block of the receiver as it goes; the receiving block reads what
//! all outboxes hold for it, in the order of sending blocks and, within a block, of sending. Nothing is carried from one to
//! the other, nobody waits for anybody, and the order does not depend on threads.

use crate::ahead;

/// Messages after which a place of a lane is written that is asked for now: a line of the cache further or two; see `crate::ahead`.
const LATER: usize = 4;

/// What one block sends, by block of the receiver.
#[derive(Clone, Debug)]
pub struct Outbox<T> {
    /// Binary logarithm of the receivers in a block.
    block: u32,
    large: bool,
    lanes: Vec<Vec<(u32, T)>>,
}

impl<T: Copy> Outbox<T> {
    /// Nothing yet to any of `people` people in blocks of `block`.
    ///
    /// # Panics
    /// If `block` is not a power of two.
    pub fn new(people: usize, block: usize) -> Self {
        assert!(block.is_power_of_two(), "blocks have a power of two of people");
        Self { block: block.trailing_zeros(), large: ahead::pays(people), lanes: vec![Vec::new(); people.div_ceil(block)] }
    }

    /// Receiver and message of what was sent to a block.
    #[inline]
    pub fn lane(&self, block: usize) -> &[(u32, T)] {
        &self.lanes[block]
    }

    /// Sends a message.
    #[inline]
    pub fn send(&mut self, to: u32, message: T) {
        let lane = &mut self.lanes[(to >> self.block) as usize];
        lane.push((to, message));
        if self.large
            && let Some(later) = lane.spare_capacity_mut().get(LATER)
        {
            ahead::in_reach(later);
        }
    }

    /// Forgets what was sent, before the next phase of sending.
    pub fn clear(&mut self) {
        self.lanes.iter_mut().for_each(Vec::clear);
    }
}

/// Messages on their way between blocks.
#[derive(Clone, Debug)]
pub struct Exchange<T> {
    outboxes: Vec<Outbox<T>>,
}

impl<T: Copy> Exchange<T> {
    /// Between `people` people in blocks of `block`.
    ///
    /// # Panics
    /// If `block` is not a power of two.
    pub fn new(people: usize, block: usize) -> Self {
        Self { outboxes: vec![Outbox::new(people, block); people.div_ceil(block)] }
    }

    /// The outboxes of all blocks, to be written.
    pub fn outboxes(&mut self) -> &mut [Outbox<T>] {
        &mut self.outboxes
    }

    /// Receiver and message of all that was sent to a block.
    #[inline]
    pub fn arrived(&self, block: usize) -> impl Iterator<Item = &(u32, T)> + Clone {
        self.outboxes.iter().flat_map(move |outbox| outbox.lane(block))
    }

    /// Bytes allocated.
    pub fn bytes(&self) -> usize {
        use std::mem::size_of;
        let lanes = || self.outboxes.iter().flat_map(|outbox| &outbox.lanes);
        lanes().map(|lane| size_of::<Vec<(u32, T)>>() + lane.capacity() * size_of::<(u32, T)>()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_arrive_in_their_block_in_order_of_sending() {
        let mut exchange = Exchange::new(10, 4);
        for (outbox, sent) in exchange.outboxes().iter_mut().zip([&[(9, 'a'), (0, 'b')][..], &[(9, 'c'), (5, 'd'), (8, 'e')]]) {
            sent.iter().for_each(|(to, message)| outbox.send(*to, *message));
        }
        assert!(exchange.arrived(0).eq(&[(0, 'b')]));
        assert!(exchange.arrived(1).eq(&[(5, 'd')]));
        assert!(exchange.arrived(2).eq(&[(9, 'a'), (9, 'c'), (8, 'e')]));
        exchange.outboxes().iter_mut().for_each(Outbox::clear);
        assert_eq!(exchange.arrived(2).count(), 0);
    }
}
