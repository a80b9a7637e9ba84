//! Issues: what needs a decision, and who has a part in it.

use super::people::NOBODY;

/// Most colleagues that can be asked about one issue.
pub const MAX_ADVISERS: usize = 12;
/// Of these, how many stand in an issue's second line of the cache; the others have the third for themselves.
pub const NEAR_ADVISERS: usize = 4;
/// Most other units that one issue joins.
pub const MAX_JOINED: usize = 3;

/// Somebody at a time: a slot and its generation, so that whoever has left is not mistaken for the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Who {
    /// Slot.
    pub person: u32,
    /// Generation of the slot.
    pub generation: u16,
}

/// The name of an issue: origin seat, day and number on that day; the same in every arm.
pub fn issue_name(seat: u32, day: u32, number: u32) -> u64 {
    (u64::from(seat) << 32) | (u64::from(day) << 8) | u64::from(number & 0xFF)
}

/// The seat that the name of an issue begins with.
#[inline]
pub fn origin_of(name: u64) -> u32 {
    (name >> 32) as u32
}

/// An issue that needs a decision, and who was asked about it: three lines of the cache in one place. What is looked at whenever a task
/// about it waits stands in the first; the third is needed only where more than [`NEAR_ADVISERS`] were asked.
#[derive(Clone, Copy, Debug, Default)]
#[repr(C)]
pub struct Issue {
    /// Unique name; see [`issue_name`].
    pub name: u64,
    /// Whether it is settled and only its outcome is awaited.
    pub settled: bool,
    /// Whether it is a matter of hours.
    pub urgent: bool,
    /// Whether somebody took it up on own initiative.
    pub taken_up: bool,
    /// Whether the lead does not wait for answers: not any more, or nobody was asked.
    pub closed: bool,
    /// Steps up the line so far.
    pub hops: u8,
    /// Facets needed, a bit each.
    pub facets: u8,
    /// How many other units it joins.
    pub joined_count: u8,
    /// The lead's own judgement: facets seen rightly, a bit each.
    pub lead_right: u8,
    /// Facets decided rightly, a bit each; meaningful once settled.
    pub decided_right: u8,
    /// Seat from which it is led.
    pub lead_seat: u32,
    /// Who leads it.
    pub lead: Who,
    /// Difficulty (0..1).
    pub difficulty: f32,
    /// Factor on the hours that it takes; 1 on average.
    pub effort: f32,
    /// Stakes (0..1).
    pub stakes: f32,
    /// Share of issues with higher stakes than this one (0..1).
    pub tail: f32,
    /// Tick on which it arose.
    pub born: u32,
    /// Days that it may take.
    pub window_days: f32,
    /// Whoever met it.
    pub finder: Who,
    /// Other units that it joins; the first `joined_count` count.
    pub joined: [u32; MAX_JOINED],
    /// Support for the decision on the facet with the least, in weights.
    pub margin: f32,
    /// Value of the decision for the people served; meaningful once settled.
    pub merit: f32,
    /// The colleagues asked about it.
    pub advice: Advice,
}

/// What is known of an issue when it arises: a line of the cache.
#[derive(Clone, Copy, Debug)]
pub struct Arising {
    /// Unique name; see [`issue_name`].
    pub name: u64,
    /// Whoever meets it.
    pub finder: Who,
    /// Whether it is a matter of hours.
    pub urgent: bool,
    /// Facets needed, a bit each.
    pub facets: u8,
    /// Other units that it joins; the first `joined_count` count.
    pub joined: [u32; MAX_JOINED],
    /// How many these are.
    pub joined_count: u8,
    /// Difficulty (0..1).
    pub difficulty: f32,
    /// Factor on the hours that it takes; 1 on average.
    pub effort: f32,
    /// Stakes (0..1).
    pub stakes: f32,
    /// Share of issues with higher stakes than this one (0..1).
    pub tail: f32,
    /// Tick on which it arises.
    pub born: u32,
    /// Days that it may take.
    pub window_days: f32,
}

impl Issue {
    /// Becomes one that arises. Nobody is asked about it, so advisers of an earlier one may stand where they stood.
    #[inline]
    pub fn renew(&mut self, new: &Arising) {
        let advice = &mut self.advice;
        (advice.count, advice.answered, advice.needed) = (0, 0, 0);
        (self.name, self.born, self.window_days) = (new.name, new.born, new.window_days);
        (self.settled, self.urgent, self.taken_up, self.closed) = (false, new.urgent, false, true);
        (self.hops, self.facets, self.lead_right, self.decided_right) = (0, new.facets, 0, 0);
        (self.finder, self.lead, self.lead_seat) = (new.finder, new.finder, origin_of(new.name));
        (self.difficulty, self.effort, self.stakes, self.tail) = (new.difficulty, new.effort, new.stakes, new.tail);
        (self.joined, self.joined_count) = (new.joined, new.joined_count);
        (self.margin, self.merit) = (0.0, 0.0);
    }

    /// Seat where it arose.
    #[inline]
    pub fn origin(&self) -> u32 {
        origin_of(self.name)
    }

    /// The other units that it joins.
    #[inline]
    pub fn units(&self) -> impl Iterator<Item = u32> + '_ {
        self.joined[..usize::from(self.joined_count)].iter().copied()
    }
}

/// One colleague who was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Adviser {
    /// Slot of the person.
    person: u32,
    generation: u16,
    /// Facets seen rightly, a bit each; meaningful once answered.
    pub right: u8,
    marks: u8,
}

/// What is marked of an adviser, a bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Mark {
    /// The answer is in.
    Answered = 1,
    /// Lead and adviser had no tie.
    Stranger = 2,
    /// The adviser sits in another unit than the lead.
    Across = 4,
}

impl Adviser {
    const NOBODY: Self = Self { person: NOBODY, generation: 0, right: 0, marks: 0 };

    /// Somebody who has not answered yet.
    pub fn new(who: Who) -> Self {
        Self { person: who.person, generation: who.generation, ..Self::NOBODY }
    }

    /// Who.
    #[inline]
    pub fn who(&self) -> Who {
        Who { person: self.person, generation: self.generation }
    }

    /// Whether something is marked.
    #[inline]
    pub fn is(&self, mark: Mark) -> bool {
        self.marks & mark as u8 != 0
    }

    /// Marks something if it holds.
    pub fn mark(&mut self, mark: Mark, holds: bool) {
        self.marks |= u8::from(holds) * mark as u8;
    }
}

/// The colleagues asked about one issue.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Advice {
    /// How many were asked.
    pub count: u8,
    /// How many have answered.
    pub answered: u8,
    /// How many answers are waited for.
    pub needed: u8,
    /// In order of choice; the first `count` are meaningful.
    pub advisers: [Adviser; MAX_ADVISERS],
}

impl Default for Advice {
    fn default() -> Self {
        Self::NONE
    }
}

impl Advice {
    /// Nobody was asked.
    pub const NONE: Self = Self { count: 0, answered: 0, needed: 0, advisers: [Adviser::NOBODY; MAX_ADVISERS] };

    /// Becomes what `other` is; of those who were asked no more is copied than there is.
    #[inline]
    pub fn become_like(&mut self, other: &Self) {
        (self.count, self.answered, self.needed) = (other.count, other.answered, other.needed);
        let near = usize::from(other.count) <= NEAR_ADVISERS;
        let copied = if near { ..NEAR_ADVISERS } else { ..MAX_ADVISERS };
        self.advisers[copied].copy_from_slice(&other.advisers[copied]);
    }

    /// Those who were asked.
    #[inline]
    pub fn asked(&self) -> &[Adviser] {
        &self.advisers[..self.count as usize]
    }

    /// Those who have answered.
    #[inline]
    pub fn answers(&self) -> impl Iterator<Item = &Adviser> + Clone {
        self.asked().iter().filter(|adviser| adviser.is(Mark::Answered))
    }
}

/// Questions on their way to the colleagues chosen.
#[derive(Clone, Copy, Debug)]
pub struct Questions {
    /// Who is asked.
    pub advice: Advice,
    /// Seat in whose inbox each question will lie.
    pub seats: [u32; MAX_ADVISERS],
}

/// A concern that was said and waits for an answer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Concern {
    /// Unique name: person and day.
    pub name: u64,
    /// Who said it.
    pub who: Who,
    /// Unit that it is about.
    pub unit: u32,
    /// Whether the speaker belongs to the marginalised group.
    pub marginalised: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::mem::{offset_of, size_of};

    #[test]
    fn an_issue_is_three_lines_of_the_cache_and_the_last_is_for_further_colleagues() {
        // Before an issue, a slot of the pool has eight bytes of its own.
        assert_eq!(size_of::<Issue>(), 3 * 64 - 8);
        assert_eq!(offset_of!(Issue, finder), 64 - 8);
        let advisers = offset_of!(Issue, advice) + offset_of!(Advice, advisers);
        assert_eq!(advisers + NEAR_ADVISERS * size_of::<Adviser>(), 2 * 64 - 8);
        assert_eq!(size_of::<Adviser>(), 8);
    }

    #[test]
    fn nothing_is_left_of_an_earlier_issue_but_those_who_were_asked() {
        let who = Who { person: 7, generation: 3 };
        let new = Arising {
            name: issue_name(5, 6, 7),
            finder: who,
            urgent: true,
            facets: 0b101,
            joined: [8, 9, 0],
            joined_count: 2,
            difficulty: 0.25,
            effort: 1.5,
            stakes: 0.75,
            tail: 0.125,
            born: 10,
            window_days: 2.5,
        };
        let mut fresh = Issue::default();
        fresh.renew(&new);
        let mut used = Issue { settled: true, taken_up: true, hops: 4, lead_right: 1, decided_right: 1, margin: 2.0, merit: 0.5, ..fresh };
        (used.closed, used.lead, used.lead_seat) = (false, Who::default(), 11);
        used.advice = Advice { count: 2, answered: 1, needed: 1, advisers: [Adviser::new(who); MAX_ADVISERS] };
        used.renew(&new);
        assert!(used.advice.asked().is_empty());
        used.advice.advisers = fresh.advice.advisers;
        assert_eq!(format!("{used:?}"), format!("{fresh:?}"));
        assert_eq!((fresh.origin(), fresh.lead_seat, fresh.lead, fresh.closed), (5, 5, who, true));
    }

    #[test]
    fn marks_of_an_adviser_stand_for_themselves() {
        let mut adviser = Adviser::new(Who { person: 7, generation: 3 });
        adviser.mark(Mark::Across, true);
        adviser.mark(Mark::Stranger, false);
        assert_eq!((adviser.who(), adviser.is(Mark::Across)), (Who { person: 7, generation: 3 }, true));
        assert!(![Mark::Answered, Mark::Stranger].into_iter().any(|mark| adviser.is(mark)));
        let advice = Advice { count: 2, advisers: std::array::from_fn(|_| adviser), ..Advice::NONE };
        assert_eq!((advice.asked().len(), advice.answers().count()), (2, 0));
    }
}
