//! What programmes add to the dials at a seat, beside the pattern of the organisation. Renewed every morning.

use super::Organisation;

/// Additions to dials at one seat; none without a programme.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Added {
    /// Added to the chance that the holder acts on a concern (-1..1).
    pub openness: f32,
    /// Share of the gap to full inclusion that is closed in how the holder answers the marginalised group (0..1).
    pub inclusion: f32,
    /// Added to control (-1..1, with the dial inside 0..1).
    pub control: f32,
    /// Added to perfection (-1..1, with the dial inside 0..1).
    pub perfection: f32,
    /// Added to the reward of what is measured.
    pub measured: f32,
    /// Added to development (0..1, with the dial inside 0..1).
    pub development: f32,
}

impl Organisation {
    /// What programmes add at `seat` today.
    #[inline]
    pub fn added(&self, seat: u32) -> Added {
        self.added.get(seat as usize).copied().unwrap_or_default()
    }

    /// What programmes add at `seat` today, to be added to.
    pub fn added_mut(&mut self, seat: u32) -> &mut Added {
        self.added.resize(self.positions.count(), Added::default());
        &mut self.added[seat as usize]
    }
}
