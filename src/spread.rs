//! Long columns worked on in blocks, side by side where the feature `threads` is on.
//!
//! Blocks are the same on any number of threads, and what they yield is joined in their order: results do not depend on
//! threads. An organisation of one block knows nothing of them.

use std::ops::Range;
use std::sync::Mutex;
#[cfg(feature = "threads")]
use std::sync::atomic::{AtomicBool, Ordering};

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

/// The block in which an entry stands.
#[inline]
pub fn block_of(entry: u32) -> usize {
    entry as usize / BLOCK
}

/// Threads that work side by side here.
pub fn threads() -> usize {
    #[cfg(feature = "threads")]
    return rayon::current_num_threads();
    #[cfg(not(feature = "threads"))]
    1
}

/// Does something inside the pool of threads, while the others of the pool stand by. Whoever calls the other functions from outside
/// waits anew for a thread of the pool each time, and a thread with nothing to do falls asleep within microseconds: waking it takes
/// longer than the work on a short column.
pub fn inside<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    #[cfg(feature = "threads")]
    return rayon::scope(|_| {
        let by = StandBy { owner: rayon::current_thread_index(), over: AtomicBool::new(false) };
        let (mut work, mut result) = (Some(work), None);
        by.while_working(threads() - 1, &mut || {
            let _over = Over(&by.over);
            result = work.take().map(|work| work());
        });
        result.expect("it was done")
    });
    #[cfg(not(feature = "threads"))]
    work()
}

/// Times that somebody who stands by looks for work in vain: about a millisecond.
#[cfg(feature = "threads")]
const PATIENCE: u32 = 16_384;

/// Threads of the pool that look for work until what they stand by for is over.
#[cfg(feature = "threads")]
struct StandBy {
    owner: Option<usize>,
    over: AtomicBool,
}

#[cfg(feature = "threads")]
impl StandBy {
    /// Does `work` while so many others stand by.
    fn while_working(&self, others: usize, work: &mut (dyn FnMut() + Send)) {
        if others == 0 {
            return work();
        }
        rayon::join(|| self.while_working(others - 1, work), || self.wait());
    }

    /// Looks for work until it is over, or until there has been none for [`PATIENCE`]: whoever comes here may have left something
    /// unfinished, for which others wait. The owner, who comes here where nobody else had time, goes on at once.
    fn wait(&self) {
        let mut idle = 0;
        while idle < PATIENCE && rayon::current_thread_index() != self.owner && !self.over.load(Ordering::Acquire) {
            if rayon::yield_now() == Some(rayon::Yield::Executed) {
                idle = 0;
            } else {
                idle += 1;
                std::hint::spin_loop();
            }
        }
    }
}

/// Says that it is over, also where the work ends in a panic.
#[cfg(feature = "threads")]
struct Over<'a>(&'a AtomicBool);

#[cfg(feature = "threads")]
impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
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
    pub fn iter(&self) -> impl Iterator<Item = &T> + Clone {
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

/// Workspaces for the work on one block: as many as threads have worked side by side. So they stay in the cache from one block to the next,
/// and nothing is allocated anew. Whoever takes one finds in it what somebody has left.
#[derive(Debug)]
pub struct Desks<T>(Mutex<Vec<T>>);

impl<T> Default for Desks<T> {
    fn default() -> Self {
        Self(Mutex::new(Vec::new()))
    }
}

/// A clone has none until one is needed.
impl<T> Clone for Desks<T> {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl<T: Default> Desks<T> {
    /// Does some work with one of them.
    ///
    /// # Panics
    /// If the work does.
    pub fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        let free = || self.0.lock().expect("nobody works while all are held");
        let mut desk = free().pop().unwrap_or_default();
        let result = work(&mut desk);
        free().push(desk);
        result
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
    #[cfg(feature = "threads")]
    fn those_who_stand_by_work_on_blocks_and_go_when_it_is_over() {
        use std::sync::atomic::AtomicUsize;
        let sum = || {
            let (mut column, total) = (vec![1usize; 9 * BLOCK], AtomicUsize::new(0));
            each(&mut column, |first, entries| {
                total.fetch_add(first + entries.iter().sum::<usize>(), Ordering::Relaxed);
            });
            total.into_inner()
        };
        let expected = (0..9).sum::<usize>() * BLOCK + 9 * BLOCK;
        for threads in [1, 2, 3, 5] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            for _ in 0..50 {
                assert_eq!(pool.install(|| inside(sum)), expected);
            }
            // Each thread has work of its own, and stands by for none, for some or for all of the others.
            let all = AtomicUsize::new(0);
            pool.broadcast(|_| all.fetch_add((0..20).map(|_| inside(sum)).sum(), Ordering::Relaxed));
            assert_eq!(all.into_inner(), 20 * threads * expected);
            // A panic is passed on, and nobody goes on standing by.
            let broken = pool.install(|| std::panic::catch_unwind(|| inside(|| assert_eq!(sum(), 0))));
            assert!(broken.is_err());
            assert_eq!(pool.install(|| inside(|| threads * inside(sum))), threads * expected);
        }
    }

    #[test]
    fn a_desk_is_used_again_and_each_block_has_its_own_meanwhile() {
        let desks: Desks<Vec<usize>> = Desks::default();
        let mut column = vec![0usize; 9 * BLOCK];
        for _ in 0..3 {
            each(&mut column, |first, entries| {
                desks.with(|desk| {
                    desk.clear();
                    desk.extend(first..first + entries.len());
                    entries.iter_mut().zip(&*desk).for_each(|(entry, number)| *entry += number);
                });
            });
        }
        assert!(column.iter().enumerate().all(|(place, entry)| *entry == 3 * place));
        let made = desks.0.lock().unwrap().len();
        assert!((1..=threads()).contains(&made), "{made} desks");
        assert_eq!(desks.clone().0.lock().unwrap().len(), 0);
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
