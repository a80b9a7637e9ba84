//! Long columns worked on in blocks, side by side where the feature `threads` is on.
//!
//! Blocks are the same on any number of threads, and what they yield is joined in their order: results do not depend on
//! threads. An organisation of one block knows nothing of them.

use std::ops::Range;

/// Entries of a block.
pub const BLOCK: usize = 4096;

/// Whether a column of so many entries has more than one block.
pub fn is_large(entries: usize) -> bool {
    entries > BLOCK
}

/// Blocks that a column of `entries` has, at least one.
pub fn blocks(entries: usize) -> usize {
    entries.div_ceil(BLOCK).max(1)
}

/// Threads that work side by side here.
pub fn threads() -> usize {
    #[cfg(feature = "threads")]
    return rayon::current_num_threads();
    #[cfg(not(feature = "threads"))]
    1
}

/// Does something inside the pool of threads. Whoever calls the other functions from outside waits anew for a thread of the pool each
/// time, which takes longer than the work on a short column.
pub fn inside<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    #[cfg(feature = "threads")]
    if rayon::current_thread_index().is_none() {
        return rayon::scope(|_| work());
    }
    work()
}

/// Calls `f` for each block of `column`, with the number of its first entry, its entries, and what is kept for the block in
/// `one` and in `other` (an entry a block).
///
/// # Panics
/// If there are fewer of these than blocks.
pub fn with<T: Send, A: Send, B: Send>(
    column: &mut [T],
    one: &mut [A],
    other: &mut [B],
    f: impl Fn(usize, &mut [T], &mut A, &mut B) + Sync,
) {
    let count = column.len().div_ceil(BLOCK);
    assert!(one.len() >= count && other.len() >= count, "each block has its own");
    if count <= 1 {
        if let ([one, ..], [other, ..]) = (one, other) {
            f(0, column, one, other);
        }
        return;
    }
    let work = |(number, ((entries, one), other)): (usize, ((&mut [T], &mut A), &mut B))| f(number * BLOCK, entries, one, other);
    #[cfg(feature = "threads")]
    {
        use rayon::prelude::*;
        column.par_chunks_mut(BLOCK).zip(one).zip(other).enumerate().with_max_len(1).for_each(work);
    }
    #[cfg(not(feature = "threads"))]
    column.chunks_mut(BLOCK).zip(one).zip(other).enumerate().for_each(work);
}

/// Calls `f` for each block of `column`, with the number of its first entry.
pub fn each<T: Send>(column: &mut [T], f: impl Fn(usize, &mut [T]) + Sync) {
    let nothing = || vec![(); blocks(column.len())];
    let (mut one, mut other) = (nothing(), nothing());
    with(column, &mut one, &mut other, |first, entries, (), ()| f(first, entries));
}

/// A block of three columns, with its number.
type Three<'a, A, B, C> = (usize, ((&'a mut [A], &'a mut [B]), &'a mut [C]));

/// Calls `f` for each block of three columns of one length, with its number and that of its first entry.
pub fn three<A: Send, B: Send, C: Send>(
    one: &mut [A],
    other: &mut [B],
    third: &mut [C],
    f: impl Fn(usize, usize, &mut [A], &mut [B], &mut [C]) + Sync,
) {
    assert!(one.len() == other.len() && one.len() == third.len(), "columns of one length");
    let work = |(number, ((one, other), third)): Three<A, B, C>| f(number, number * BLOCK, one, other, third);
    #[cfg(feature = "threads")]
    if is_large(one.len()) {
        use rayon::prelude::*;
        let blocks = one.par_chunks_mut(BLOCK).zip(other.par_chunks_mut(BLOCK)).zip(third.par_chunks_mut(BLOCK));
        blocks.enumerate().with_max_len(1).for_each(work);
        return;
    }
    one.chunks_mut(BLOCK).zip(other.chunks_mut(BLOCK)).zip(third.chunks_mut(BLOCK)).enumerate().for_each(work);
}

/// Calls `f` for each of some large things, with its number.
pub fn every<T: Send>(things: &mut [T], f: impl Fn(usize, &mut T) + Sync + Send) {
    let work = |(number, thing): (usize, &mut T)| f(number, thing);
    #[cfg(feature = "threads")]
    if things.len() > 1 {
        use rayon::prelude::*;
        things.par_iter_mut().enumerate().with_max_len(1).for_each(work);
        return;
    }
    things.iter_mut().enumerate().for_each(work);
}

/// What the blocks of a column yield, in order. Kept from one use to the next, so that nothing is allocated anew.
#[derive(Clone, Debug)]
pub struct Yield<T>(Vec<Vec<T>>);

impl<T> Default for Yield<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Send> Yield<T> {
    /// Calls `f` for each block of `column`, with the number of its first entry and the list that it yields to.
    pub fn of<C: Send>(&mut self, column: &mut [C], f: impl Fn(usize, &mut [C], &mut Vec<T>) + Sync) {
        self.0.resize_with(blocks(column.len()).max(self.0.len()), Vec::new);
        let mut nothing = vec![(); self.0.len()];
        with(column, &mut self.0, &mut nothing, |first, entries, list, ()| f(first, entries, list));
    }

    /// Calls `f` for each block of the numbers below `count`, with the numbers and the list that it yields to.
    pub fn over(&mut self, count: usize, f: impl Fn(Range<u32>, &mut Vec<T>) + Sync) {
        self.0.resize_with(blocks(count).max(self.0.len()), Vec::new);
        let range = |number: usize| (number * BLOCK) as u32..((number + 1) * BLOCK).min(count) as u32;
        let lists = &mut self.0[..blocks(count)];
        #[cfg(feature = "threads")]
        if lists.len() > 1 {
            use rayon::prelude::*;
            lists.par_iter_mut().enumerate().with_max_len(1).for_each(|(number, list)| f(range(number), list));
            return;
        }
        lists.iter_mut().enumerate().for_each(|(number, list)| f(range(number), list));
    }

    /// All that was yielded, in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter().flatten()
    }

    /// Forgets what was yielded.
    pub fn clear(&mut self) {
        self.0.iter_mut().for_each(Vec::clear);
    }

    /// Takes out all that was yielded, in order.
    pub fn drain(&mut self) -> impl Iterator<Item = T> {
        self.0.iter_mut().flat_map(|list| list.drain(..))
    }
}

/// Sorts by a key that no two items share.
pub fn sort_by_key<T: Send, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K + Sync) {
    #[cfg(feature = "threads")]
    if is_large(items.len()) {
        use rayon::prelude::*;
        items.par_sort_unstable_by_key(key);
        return;
    }
    items.sort_unstable_by_key(key);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_joined_in_their_order_whatever_the_length() {
        for length in [0, 1, BLOCK, BLOCK + 1, 5 * BLOCK - 1] {
            let mut column: Vec<usize> = vec![0; length];
            each(&mut column, |first, entries| entries.iter_mut().enumerate().for_each(|(place, entry)| *entry = first + place));
            assert!(column.iter().enumerate().all(|(place, entry)| place == *entry));
            let mut odd = Yield::default();
            odd.of(&mut column, |_, entries, list| list.extend(entries.iter().copied().filter(|entry| entry % 2 == 1)));
            assert!(odd.drain().eq((0..length).filter(|entry| entry % 2 == 1)));
            let mut even = Yield::default();
            even.over(length, |numbers, list| list.extend(numbers.filter(|number| number % 2 == 0)));
            assert!(even.drain().eq((0..length as u32).filter(|number| number % 2 == 0)));
            assert_eq!(odd.drain().count(), 0);
        }
    }

    #[test]
    fn long_lists_are_sorted_as_short_ones() {
        let mut items: Vec<u64> = (0..3 * BLOCK as u64).map(|number| number.wrapping_mul(0x9E37_79B9_7F4A_7C15)).collect();
        let mut expected = items.clone();
        expected.sort_unstable();
        sort_by_key(&mut items, |item| *item);
        assert_eq!(items, expected);
    }
}
