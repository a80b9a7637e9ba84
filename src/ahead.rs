//! Asking ahead: what the work on things needs is on its way from memory before the work begins.
//!
//! In an organisation larger than a processor's cache what belongs together in the model lies far apart in memory. The work on one
//! thing finds its way from place to place, and each has to come from memory before the next is known. [`walk`] works on things in
//! their order, and in between goes some stages of the same way for those that follow: each stage looks at what the stage before
//! has asked for, [`GAP`] things ago, and asks for what it finds there; a thing for which there is no more leaves its way. Nobody
//! waits, and nothing is computed with what is asked for. [`each`] does so where things lie one behind the other. The ways of the
//! mechanisms stand in `ahead/ways.rs`; a model that is built from these parts brings its own, as `examples/r1.rs` does.

pub(crate) mod ways;

use crate::organisation::Organisation;
use crate::spread;
use branches::prefetch_read_data;

/// Things between two stages.
pub const GAP: usize = 16;

/// People up to whom asking ahead takes more time than it saves: they lie in the second-level cache, or nearly.
const FEW: usize = 2 * spread::BLOCK;

/// Whether asking ahead pays among so many people.
pub fn pays(people: usize) -> bool {
    people > FEW
}

/// Whether asking ahead pays in an organisation.
pub fn is_large(organisation: &Organisation) -> bool {
    pays(organisation.positions.count())
}

/// The way to the work on a thing.
pub trait Way<C, T> {
    /// Stages of it.
    const STAGES: usize;

    /// Asks for what a stage needs to have, by what the stages before it have asked for. Says whether the thing goes on to the next stage.
    fn ask(context: &C, thing: T, stage: usize) -> bool;
}

/// The levels of the cache, as `branches` numbers them. The first has few places for lines on their way, so that many at a time wait for
/// each other: asked for into the second, they come in about 0.6 of the time on some processors, and from there they are soon at hand.
const FIRST_LEVEL: i32 = 0;
/// See [`FIRST_LEVEL`].
const SECOND_LEVEL: i32 = 1;

/// Stages that a way has at most.
const MOST: usize = 4;

/// Things on their way at most: a power of two.
const ON_WAY: usize = ((MOST - 1) * GAP + 1).next_power_of_two();

/// Works on `things` in order. In a `large` organisation each thing has gone through the stages of its way before, and nobody goes a
/// way in another one.
#[inline]
pub fn walk<C, T, W: Way<C, T>>(
    _: W,
    large: bool,
    context: &mut C,
    things: impl Iterator<Item = T> + Clone,
    mut work: impl FnMut(&mut C, T),
) {
    const { assert!(W::STAGES <= MOST, "room for each stage") };
    if !large {
        return things.for_each(|thing| work(context, thing));
    }
    // Each stage goes through the things for itself, a gap behind the stage before, and leaves out what need not go on.
    let mut stages: [_; MOST] = std::array::from_fn(|_| things.clone());
    let mut goes_on = [true; ON_WAY];
    let mut ask = |context: &C, newest: usize, stage: usize| {
        if let Some(thing) = stages[stage].next() {
            let goes_on = &mut goes_on[newest.wrapping_sub(stage * GAP) % ON_WAY];
            if stage == 0 || *goes_on {
                let more = W::ask(context, thing, stage);
                if stage + 1 < W::STAGES {
                    *goes_on = more;
                }
            }
        }
    };
    let ahead = W::STAGES * GAP;
    for newest in 0..ahead {
        (0..W::STAGES).filter(|stage| newest >= stage * GAP).for_each(|stage| ask(context, newest, stage));
    }
    for (thing, newest) in things.zip(ahead..) {
        (0..W::STAGES).for_each(|stage| ask(context, newest, stage));
        work(context, thing);
    }
}

/// Entries between the one that is worked on and the one that is asked for, where they follow each other.
const ALONG: usize = 2 * GAP;

/// Does something with each entry of a column, and asks for what will be needed of those further on if they are many; see [`along`].
pub fn each<T: Send>(column: &mut [T], ask: impl Fn(&T) + Sync, work: impl Fn(&mut T) + Sync) {
    let large = pays(column.len());
    spread::each(column, |_, block| along(large, block, &ask, &work));
}

/// Does something with each entry of a block, and asks for what will be needed of those further on in a `large` organisation. A processor
/// sees by itself that entries follow each other, but some begin anew on each page of 4 KB, which has few of those that take more than a
/// line of the cache.
#[inline]
pub fn along<T>(large: bool, block: &mut [T], ask: impl Fn(&T), work: impl Fn(&mut T)) {
    for place in 0..block.len() {
        if let Some(later) = block.get(place + ALONG).filter(|_| large) {
            ask(later);
        }
        work(&mut block[place]);
    }
}

/// Asks for the line of the cache in which something begins, into the first level: for work that needs few lines of each thing.
#[inline]
pub fn near<T>(thing: &T) {
    prefetch_read_data::<T, FIRST_LEVEL>(thing);
}

/// Asks for the line of the cache in which something begins, into the second level: for work that needs many lines of each thing.
#[inline]
pub fn in_reach<T>(thing: &T) {
    prefetch_read_data::<T, SECOND_LEVEL>(thing);
}

/// Asks for an entry of a column into the second level, if it has one at the place.
#[inline]
pub fn at<T>(column: &[T], place: u32) {
    if let Some(entry) = column.get(place as usize) {
        in_reach(entry);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    /// Every third thing leaves its way after the first stage, every fifth after the second.
    struct Noted;

    impl Way<RefCell<Vec<(usize, usize)>>, usize> for Noted {
        const STAGES: usize = 3;

        fn ask(notes: &RefCell<Vec<(usize, usize)>>, thing: usize, stage: usize) -> bool {
            notes.borrow_mut().push((thing, stage));
            !thing.is_multiple_of([3, 5, 1][stage])
        }
    }

    const WORK: usize = usize::MAX;

    #[test]
    fn each_entry_is_worked_on_once_and_asked_for_only_among_many() {
        use std::sync::Mutex;
        for count in [0, 1, ALONG, ALONG + 1, FEW, FEW + 1, FEW + spread::BLOCK + 5] {
            let mut column: Vec<usize> = (0..count).collect();
            let asked = Mutex::new(Vec::new());
            each(&mut column, |entry| asked.lock().unwrap().push(*entry), |entry| *entry += count);
            assert!(column.iter().enumerate().all(|(place, entry)| *entry == place + count));
            let mut asked = asked.into_inner().unwrap();
            asked.sort_unstable();
            // The first of each block come too soon to be asked for; no entry has been worked on when it is asked for.
            let expected = (0..count).filter(|place| pays(count) && place % spread::BLOCK >= ALONG);
            assert!(asked.into_iter().eq(expected), "{count}");
        }
    }

    #[test]
    fn a_thing_goes_its_way_before_it_is_worked_on_as_far_as_there_is_something_to_ask_for() {
        for count in [0, 1, GAP - 1, GAP, 3 * GAP, 20 * GAP + 7] {
            let mut notes = RefCell::new(Vec::new());
            walk(Noted, true, &mut notes, 0..count, |notes, thing| notes.get_mut().push((thing, WORK)));
            let notes = notes.into_inner();
            let at = |thing: usize, stage: usize| notes.iter().position(|note| *note == (thing, stage));
            for thing in 0..count {
                let [first, second, third, work] = [0, 1, 2, WORK].map(|stage| at(thing, stage));
                assert_eq!((first.is_some(), second.is_some(), third.is_some()), (true, thing % 3 != 0, thing % 3 != 0 && thing % 5 != 0));
                assert!([first, second, third].into_iter().flatten().is_sorted() && third < work && second < work && first < work);
                // Before a later stage of a thing, those that follow it within the gap have gone through the stage before.
                let next = thing + GAP - 1;
                assert!(second.is_none() || next >= count || at(next, 0) < second);
            }
            assert!(notes.iter().filter(|(_, stage)| *stage == WORK).map(|(thing, _)| *thing).eq(0..count));
        }
        let mut notes = RefCell::new(Vec::new());
        walk(Noted, false, &mut notes, 0..9, |notes, thing| notes.get_mut().push((thing, WORK)));
        assert!(notes.into_inner().into_iter().eq((0..9).map(|thing| (thing, WORK))), "nobody goes a way in a small organisation");
    }
}
