//! The people: one column an attribute, one slot a person.

use crate::scenario::FACETS;

/// No person (in a column of people).
pub const NOBODY: u32 = u32::MAX;

/// A point in the space of purposes; the first objective is its origin.
pub type Point = [f32; 2];

/// Distance of two purposes.
#[inline]
pub fn distance(a: Point, b: Point) -> f32 {
    libm::sqrtf((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]))
}

/// What others look up in a person, together in one line of the cache: whoever works on an issue reads it of everybody around.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(align(64))]
pub struct Profile {
    /// Knowledge of each facet (0..1).
    pub knowledge: [f32; FACETS],
    /// Leadership capability (0..1).
    pub leadership: f32,
    /// Wish to lead (0..1).
    pub aspiration: f32,
    /// How far own initiative is felt to be wanted (0..1).
    pub agency: f32,
    /// Trust in the own manager (0..1).
    pub trust_up: f32,
    /// Trust of the own manager in this person (0..1).
    pub trust_down: f32,
    /// Rises by one when whoever is in the slot leaves.
    pub generation: u16,
    /// Seat that the person holds, or [`super::positions::NOWHERE`]: as in [`People::position`], for whoever is here anyway.
    pub seat: u32,
    /// Who manages the person, or [`NOBODY`]: as [`super::positions::Positions::manager`] of the seat, for whoever is here anyway.
    pub manager: u32,
}

const _: () = assert!(size_of::<Profile>() == 64, "a profile is one line");

impl Profile {
    const VACANT: Self = Self {
        knowledge: [0.0; FACETS],
        leadership: 0.0,
        aspiration: 0.0,
        agency: 0.0,
        trust_up: 0.0,
        trust_down: 0.0,
        generation: 0,
        seat: super::positions::NOWHERE,
        manager: NOBODY,
    };
}

macro_rules! columns {
    ($($(#[$about:meta])* $name:ident: $type:ty = $empty:expr;)+) => {
        /// Columns of people; all have one entry a slot. A slot is used again when its holder has left.
        #[derive(Clone, Debug, Default)]
        pub struct People {
            $($(#[$about])* pub $name: Vec<$type>,)+
        }

        impl People {
            /// `slots` slots without anybody in them.
            pub fn vacant(slots: usize) -> Self {
                Self { $($name: vec![$empty; slots],)+ }
            }

            /// Bytes that one person takes in these columns.
            pub const BYTES: usize = 0 $(+ std::mem::size_of::<$type>())+;
        }
    };
}

columns! {
    /// Seat that the person holds, or [`super::positions::NOWHERE`]: on its own, since most walks over everybody begin with it.
    /// Set by [`People::sit`].
    position: u32 = super::positions::NOWHERE;
    /// What others look up.
    profile: Profile = Profile::VACANT;
    /// Names the person in all random draws: first seat and its appointments, the same in every arm.
    identity: u64 = 0;
    /// Seat in which the person acts beside the own one, or [`super::positions::NOWHERE`].
    acting: u32 = super::positions::NOWHERE;
    /// Wish to lead that the person returns to (0..1).
    aspiration_home: f32 = 0.0;
    /// Felt psychological safety (0..1).
    safety: f32 = 0.0;
    /// Agency that the person returns to (0..1).
    agency_home: f32 = 0.0;
    /// Strain (0..1).
    strain: f32 = 0.0;
    /// Engagement (0..1).
    engagement: f32 = 0.0;
    /// How far the person feels heard (0..1).
    heard: f32 = 0.5;
    /// Divides the gain of strain; around 1.
    resilience: f32 = 1.0;
    /// Days on which the person said a concern: bit 0 today, bit 1 the working day before and so on, as far as they are
    /// remembered; kept under the voice rule of thresholds only.
    spoke: u8 = 0;
    /// Support from trusted ties and the manager (0..1), renewed weekly.
    support: f32 = 0.0;
    /// Knowledge of this organisation (0..1).
    local: f32 = 0.0;
    /// How far the person lives the shared values (0..1).
    behaviour: f32 = 0.5;
    /// Behaviour that the person returns to (0..1).
    behaviour_home: f32 = 0.5;
    /// Weight in decisions since the last record.
    influence: f32 = 0.0;
    /// What the person works for.
    purpose: Point = [0.0; 2];
    /// The purpose that the person came with.
    purpose_home: Point = [0.0; 2];
    /// Whether the person belongs to the marginalised group.
    marginalised: bool = false;
    /// Day of joining (below 0 for the founding staff).
    joined: i32 = 0;
    /// What the own fixed duties differ from those of the level, as a share of the day.
    duties_offset: f32 = 0.0;
    /// Chance of leaving a day, renewed weekly.
    leaving: f32 = 0.0;
}

impl People {
    /// Number of slots.
    pub fn slots(&self) -> usize {
        self.profile.len()
    }

    /// Puts a person on a seat, or on none ([`super::positions::NOWHERE`]).
    pub fn sit(&mut self, person: u32, seat: u32) {
        (self.position[person as usize], self.profile[person as usize].seat) = (seat, seat);
    }

    /// Whether somebody is in the slot.
    #[inline]
    pub fn present(&self, person: u32) -> bool {
        self.position[person as usize] != super::positions::NOWHERE
    }

    /// Everybody who is there, by slot.
    pub fn everybody(&self) -> impl Iterator<Item = u32> + '_ {
        (0..self.slots() as u32).filter(|person| self.present(*person))
    }

    /// Years of service on `day`.
    pub fn years(&self, person: u32, day: u32) -> f32 {
        (day as i32 - self.joined[person as usize]) as f32 / crate::scenario::DAYS_PER_YEAR as f32
    }
}
