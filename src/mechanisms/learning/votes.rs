//! Votes on 64 dimensions at once: two columns of bits are added for each voter, and the majority is read off.
//!
//! Numbers stand upright: bit `d` of plane `i` is worth 2^i votes on dimension `d`.

use crate::organisation::beliefs::Belief;

/// Planes of a count: up to 16 million voters.
const PLANES: usize = 24;

#[derive(Clone, Debug, Default)]
struct Count {
    planes: [u64; PLANES],
    used: usize,
}

impl Count {
    #[inline]
    fn add(&mut self, dims: u64) {
        let (mut carry, mut plane) = (dims, 0);
        while carry != 0 {
            let both = self.planes[plane] & carry;
            self.planes[plane] ^= carry;
            carry = both;
            plane += 1;
        }
        self.used = self.used.max(plane);
    }

    fn at(&self, dim: u32) -> u32 {
        (0..self.used).map(|plane| ((self.planes[plane] >> dim & 1) as u32) << plane).sum()
    }

    fn clear(&mut self) {
        self.planes[..self.used].fill(0);
        self.used = 0;
    }
}

/// The votes of a group on the dimensions of a word. Who has no belief about a dimension does not vote on it.
#[derive(Clone, Debug, Default)]
pub struct Votes {
    yes: Count,
    no: Count,
}

impl Votes {
    /// Forgets all votes.
    pub fn clear(&mut self) {
        self.yes.clear();
        self.no.clear();
    }

    /// Adds a voter.
    #[inline]
    pub fn add(&mut self, voter: Belief) {
        self.yes.add(voter.held & voter.yes);
        self.no.add(voter.held & !voter.yes);
    }

    /// The view of the majority, on the dimensions that have one: not where votes are equal.
    pub fn majority(&self) -> Belief {
        let (mut open, mut yes, mut no) = (u64::MAX, 0, 0);
        for plane in (0..self.yes.used.max(self.no.used)).rev() {
            let (for_it, against) = (self.yes.planes[plane], self.no.planes[plane]);
            yes |= open & for_it & !against;
            no |= open & against & !for_it;
            open &= !(for_it ^ against);
        }
        Belief { held: yes | no, yes }
    }

    /// Majority minus minority on a dimension.
    pub fn margin(&self, dim: u32) -> u32 {
        self.yes.at(dim).abs_diff(self.no.at(dim))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn majorities_and_margins_are_those_of_a_count_by_hand() {
        let mut votes = Votes::default();
        for round in 0..2 {
            votes.clear();
            for voter in 0..37u64 {
                // Dimension d: yes from voters below d, no from others; voter 36 has no belief about even dimensions.
                let held = if voter == 36 { 0xAAAA_AAAA_AAAA_AAAA } else { u64::MAX };
                let yes = (0..64).filter(|dim| voter < *dim).fold(0, |bits, dim| bits | 1 << dim) & held;
                votes.add(Belief { held, yes });
            }
            let majority = votes.majority();
            for dim in 0..64u32 {
                let voters = if dim % 2 == 0 { 36 } else { 37 };
                let yes = dim.min(voters) as i32;
                let no = voters as i32 - yes;
                assert_eq!(votes.margin(dim), yes.abs_diff(no), "{dim} {round}");
                assert_eq!(majority.held >> dim & 1, u64::from(yes != no), "{dim}");
                assert_eq!(majority.yes >> dim & 1, u64::from(yes > no), "{dim}");
            }
        }
    }
}
