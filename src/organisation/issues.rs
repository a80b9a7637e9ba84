//! Issues: what needs a decision, and who has a part in it.

use super::pool::Handle;

/// Most colleagues that can be asked about one issue.
pub const MAX_ADVISERS: usize = 12;
/// Most other units that one issue joins.
pub const MAX_JOINED: usize = 3;

/// Somebody at a time: a slot and its generation, so that whoever has left is not mistaken for the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Who {
    /// Slot.
    pub person: u32,
    /// Generation of the slot.
    pub generation: u32,
}

/// The name of an issue: origin seat, day and number on that day; the same in every arm.
pub fn issue_name(seat: u32, day: u32, number: u32) -> u64 {
    (u64::from(seat) << 32) | (u64::from(day) << 8) | u64::from(number & 0xFF)
}

/// An issue that needs a decision; what is looked at whenever a task about it waits stands first, in one line of the cache.
#[derive(Clone, Debug)]
#[repr(C)]
pub struct Issue {
    /// Colleagues asked, or stale.
    pub advice: Handle,
    /// Whether it is settled and only its outcome is awaited.
    pub settled: bool,
    /// Whether it is a matter of hours.
    pub urgent: bool,
    /// Whether somebody took it up on own initiative.
    pub taken_up: bool,
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
    /// Seat where it arose.
    pub origin: u32,
    /// Factor on the hours that it takes; 1 on average.
    pub effort: f32,
    /// Whoever met it.
    pub finder: Who,
    /// Other units that it joins; the first `joined_count` count.
    pub joined: [u32; MAX_JOINED],
    /// Difficulty (0..1).
    pub difficulty: f32,
    /// Stakes (0..1).
    pub stakes: f32,
    /// Share of issues with higher stakes than this one (0..1).
    pub tail: f32,
    /// Tick on which it arose.
    pub born: u32,
    /// Days that it may take.
    pub window_days: f32,
    /// Support for the decision on the facet with the least, in weights.
    pub margin: f32,
    /// Value of the decision for the people served; meaningful once settled.
    pub merit: f32,
    /// Unique name; see [`issue_name`].
    pub name: u64,
}

/// One colleague who was asked.
#[derive(Clone, Copy, Debug)]
pub struct Adviser {
    /// Who.
    pub who: Who,
    /// Seat in whose inbox the question lies.
    pub seat: u32,
    /// Facets seen rightly, a bit each; meaningful once answered.
    pub right: u8,
    /// Whether the answer is in.
    pub answered: bool,
    /// Whether the answer repeats the lead's view.
    pub copied: bool,
    /// Whether lead and adviser had no tie.
    pub stranger: bool,
    /// Whether the adviser sits in another unit than the lead.
    pub across: bool,
}

/// The colleagues asked about one issue; what concerns all of them stands first, in the line of the cache that is looked at anyway.
#[derive(Clone, Debug)]
#[repr(C)]
pub struct Advice {
    /// How many were asked.
    pub count: u8,
    /// How many have answered.
    pub answered: u8,
    /// How many answers are waited for.
    pub needed: u8,
    /// Whether the lead has stopped waiting.
    pub closed: bool,
    /// In order of choice; the first `count` are meaningful.
    pub advisers: [Adviser; MAX_ADVISERS],
}

impl Advice {
    /// Those who were asked.
    pub fn asked(&self) -> &[Adviser] {
        &self.advisers[..self.count as usize]
    }
}

/// A concern that was said and waits for an answer.
#[derive(Clone, Debug)]
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
