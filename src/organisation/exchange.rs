//! Messages between blocks of people that are worked on side by side: sent in one phase, read in the next.
//!
//! Each block writes its own outbox; [`Exchange::deliver`] hands every message to the block of its receiver, in the order
//! of sending blocks and, within a block, of sending. That order does not depend on threads, so results do not either.

/// Messages on their way, by block of the receiver.
#[derive(Clone, Debug)]
pub struct Exchange<T> {
    block: u32,
    arrived: Vec<Vec<(u32, T)>>,
}

impl<T: Copy> Exchange<T> {
    /// For `receivers` receivers in blocks of `block`.
    ///
    /// # Panics
    /// If `block` is not a power of two.
    pub fn new(receivers: usize, block: usize) -> Self {
        assert!(block.is_power_of_two(), "blocks have a power of two of receivers");
        Self { block: block.trailing_zeros(), arrived: vec![Vec::new(); receivers.div_ceil(block)] }
    }

    /// Forgets what has arrived and delivers what stands in the outboxes, which it empties.
    pub fn deliver<'a>(&mut self, outboxes: impl Iterator<Item = &'a mut Vec<(u32, T)>>)
    where
        T: 'a,
    {
        self.arrived.iter_mut().for_each(Vec::clear);
        for outbox in outboxes {
            if let [only] = &mut self.arrived[..] {
                only.append(outbox);
                continue;
            }
            for message in outbox.drain(..) {
                self.arrived[(message.0 >> self.block) as usize].push(message);
            }
        }
    }

    /// Receiver and message of all that arrived in a block.
    #[inline]
    pub fn arrived(&self, block: usize) -> &[(u32, T)] {
        &self.arrived[block]
    }

    /// Bytes allocated.
    pub fn bytes(&self) -> usize {
        self.arrived.iter().map(|messages| messages.capacity() * std::mem::size_of::<(u32, T)>()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_arrive_in_their_block_in_order_of_sending() {
        let mut exchange = Exchange::new(10, 4);
        let mut outboxes = [vec![(9, 'a'), (0, 'b')], vec![(9, 'c'), (5, 'd'), (8, 'e')]];
        exchange.deliver(outboxes.iter_mut());
        assert_eq!(exchange.arrived(0), [(0, 'b')]);
        assert_eq!(exchange.arrived(1), [(5, 'd')]);
        assert_eq!(exchange.arrived(2), [(9, 'a'), (9, 'c'), (8, 'e')]);
        assert!(outboxes.iter().all(Vec::is_empty));
        exchange.deliver(outboxes.iter_mut());
        assert!(exchange.arrived(2).is_empty());
    }
}
