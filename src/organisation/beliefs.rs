//! Beliefs about a reality of yes-or-no dimensions, as bit masks: 64 dimensions a word, and as many words as it takes.
//!
//! Reality, beliefs and actions of March (1991): a dimension is true or not; somebody believes it, disbelieves it or has no
//! belief about it. An organisation has them only under a rule of learning that needs them; else all columns are empty.

use super::people::People;
use crate::scenario::FACETS;
use crate::streams::Draws;

/// Name of the code, and of reality, in random draws; no person has it.
pub const CODE: u64 = u64::MAX;
/// Dimensions of a word.
pub const WORD: usize = 64;

/// What somebody holds about the dimensions of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Belief {
    /// Dimensions about which there is a belief.
    pub held: u64,
    /// Those of them that are believed to be true.
    pub yes: u64,
}

impl Belief {
    /// Draws beliefs of which each is right with probability `right`, and else wrong or missing, equally likely. A third
    /// makes March's naive newcomer: -1, 0 and 1 equally likely.
    pub fn drawn(right: f64, truth: u64, within: u64, draws: &mut Draws) -> Self {
        let right = draws.mask(right, within);
        let wrong = draws.mask(0.5, within & !right);
        Self { held: right | wrong, yes: (right & truth) | (wrong & !truth) }
    }

    /// Dimensions on which it is right.
    #[inline]
    pub fn right(self, truth: u64) -> u64 {
        self.held & !(self.yes ^ truth)
    }

    /// Right minus wrong dimensions.
    #[inline]
    pub fn score(self, truth: u64) -> i32 {
        2 * self.right(truth).count_ones() as i32 - self.held.count_ones() as i32
    }

    /// Dimensions on which `other` holds a belief and this is another or none.
    #[inline]
    pub fn differs(self, other: Self) -> u64 {
        other.held & !(self.held & !(self.yes ^ other.yes))
    }

    /// What somebody does who acts on these beliefs, and by the toss of a coin where there is none.
    #[inline]
    pub fn act(self, within: u64, draws: &mut Draws) -> Self {
        let open = within & !self.held;
        let coin = if open == 0 { 0 } else { draws.bits() };
        Self { held: within, yes: self.yes | (coin & open) }
    }

    /// One step towards `other` on `dims`, where they differ: from the contrary to no belief, from none to that of `other`.
    #[inline]
    pub fn step(self, other: Self, dims: u64) -> Self {
        let dropped = self.held & dims;
        let gained = dims & !self.held;
        Self { held: (self.held & !dropped) | gained, yes: (self.yes & !dropped) | (other.yes & gained) }
    }

    /// Takes over the beliefs of `other` on `dims`.
    #[inline]
    pub fn adopt(self, other: Self, dims: u64) -> Self {
        Self { held: (self.held & !dims) | (other.held & dims), yes: (self.yes & !dims) | (other.yes & dims) }
    }
}

/// Part of a block: some dimensions of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part {
    word: u32,
    dims: u64,
    /// Whether the block ends with it.
    last: bool,
}

/// What is true, and which dimensions pay only together.
#[derive(Clone, Debug, Default)]
pub struct Reality {
    /// Dimensions of each word that exist.
    pub within: Vec<u64>,
    /// Those that are true.
    pub truth: Vec<u64>,
    parts: Vec<Part>,
}

impl Reality {
    /// A reality of `dimensions` in a row, of which each `block` pay together; each dimension is true with probability 1/2.
    pub fn new(dimensions: usize, block: usize, draws: &mut Draws) -> Self {
        let mut reality = Self::default();
        for first in (0..dimensions).step_by(WORD) {
            reality.add_word((dimensions - first).min(WORD), draws);
        }
        reality.add_blocks(0..dimensions, block);
        reality
    }

    /// A reality of a word for each facet, of `each` dimensions; blocks end with the facet.
    pub fn by_facet(each: usize, block: usize, draws: &mut Draws) -> Self {
        let mut reality = Self::default();
        for facet in 0..FACETS {
            reality.add_word(each.min(WORD), draws);
            reality.add_blocks(facet * WORD..facet * WORD + each.min(WORD), block);
        }
        reality
    }

    fn add_word(&mut self, dimensions: usize, draws: &mut Draws) {
        let within = u64::MAX >> (WORD - dimensions);
        self.within.push(within);
        self.truth.push(draws.mask(0.5, within));
    }

    fn add_blocks(&mut self, places: std::ops::Range<usize>, block: usize) {
        let end = places.end;
        for (count, place) in places.enumerate() {
            let (word, dim) = ((place / WORD) as u32, 1u64 << (place % WORD));
            let last = (count + 1).is_multiple_of(block) || place + 1 == end;
            match self.parts.last_mut() {
                Some(part) if !part.last && part.word == word => (part.dims, part.last) = (part.dims | dim, last),
                _ => self.parts.push(Part { word, dims: dim, last }),
            }
        }
    }

    /// Number of dimensions.
    pub fn dimensions(&self) -> u32 {
        self.within.iter().map(|within| within.count_ones()).sum()
    }

    /// Number of blocks.
    pub fn blocks(&self) -> u32 {
        self.parts.iter().map(|part| u32::from(part.last)).sum()
    }

    /// Right minus wrong dimensions of beliefs or actions.
    #[inline]
    pub fn score(&self, beliefs: &[Belief]) -> i32 {
        beliefs.iter().zip(&self.truth).map(|(belief, truth)| belief.score(*truth)).sum()
    }

    /// Blocks of which every dimension is right.
    pub fn blocks_right(&self, beliefs: &[Belief]) -> u32 {
        let (mut count, mut whole) = (0, true);
        for part in &self.parts {
            let word = part.word as usize;
            whole &= beliefs[word].right(self.truth[word]) & part.dims == part.dims;
            if part.last {
                count += u32::from(whole);
                whole = true;
            }
        }
        count
    }

    /// Turbulence: each dimension of a word turns into its contrary with `probability`.
    pub fn shift(&mut self, word: usize, probability: f64, draws: &mut Draws) {
        self.truth[word] ^= draws.mask(probability, self.within[word]);
    }
}

/// The reality, what each person believes of it, and the code: what the organisation holds to be true.
#[derive(Clone, Debug, Default)]
pub struct Beliefs {
    /// What is true.
    pub reality: Reality,
    /// Beliefs of the person in slot `i` at `i * words ..`.
    pub people: Vec<Belief>,
    /// Beliefs of the organisation, at first none.
    pub code: Vec<Belief>,
}

impl Beliefs {
    /// Room for the beliefs of people about a reality; nobody holds any yet.
    pub fn new(reality: Reality, people: usize) -> Self {
        let words = reality.within.len();
        Self { people: vec![Belief::default(); people * words], code: vec![Belief::default(); words], reality }
    }

    /// Whether learning is not about beliefs.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.code.is_empty()
    }

    /// Words of each person.
    #[inline]
    pub fn words(&self) -> usize {
        self.code.len()
    }

    /// The beliefs of a person.
    #[inline]
    pub fn of(&self, person: u32) -> &[Belief] {
        &self.people[person as usize * self.words()..][..self.words()]
    }

    /// Gives a person new beliefs, right on each dimension of a word with the probability that `right` gives for it.
    pub fn join(&mut self, person: u32, right: impl Fn(usize) -> f64, draws: &mut Draws) {
        let words = self.words();
        let own = &mut self.people[person as usize * words..][..words];
        for (word, belief) in own.iter_mut().enumerate() {
            *belief = Belief::drawn(right(word), self.reality.truth[word], self.reality.within[word], draws);
        }
    }

    /// Share of the dimensions of a word on which a person is right.
    #[inline]
    pub fn knowledge(&self, person: u32, word: usize) -> f32 {
        let right = self.of(person)[word].right(self.reality.truth[word]);
        right.count_ones() as f32 / self.reality.within[word].count_ones() as f32
    }

    /// Writes everybody's knowledge of each facet: the share of its beliefs that are right.
    pub fn show(&self, people: &mut People) {
        for (person, profile) in people.profile.iter_mut().enumerate() {
            profile.knowledge = std::array::from_fn(|facet| self.knowledge(person as u32, facet));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::streams::{Process, Streams};

    fn draws(name: u64) -> Draws {
        Streams::new(5, 0, 0).draws(Process::Belief, name, 0)
    }

    #[test]
    fn a_belief_moves_by_one_step_or_is_taken_over() {
        // Dimensions 0 to 3: yes, no, none, yes.
        let own = Belief { held: 0b1011, yes: 0b1001 };
        let code = Belief { held: 0b0111, yes: 0b0110 };
        assert_eq!(own.differs(code), 0b0111);
        assert_eq!(code.differs(own), 0b1011);
        assert_eq!(own.step(code, 0b0111), Belief { held: 0b1100, yes: 0b1100 });
        assert_eq!(own.step(code, 0b0111).step(code, 0b0011), Belief { held: 0b1111, yes: 0b1110 });
        assert_eq!(own.adopt(code, 0b0111), Belief { held: 0b1111, yes: 0b1110 });
        assert_eq!((own.score(0b1111), own.score(0b1001), own.right(0b0001)), (1, 3, 0b0011));
    }

    #[test]
    fn actions_follow_beliefs_and_else_a_coin() {
        let own = Belief { held: 0b0011, yes: 0b0001 };
        let acted: Vec<u64> = (0..200).map(|name| own.act(0b1111, &mut draws(name)).yes).collect();
        assert!(acted.iter().all(|yes| yes & 0b0011 == 1 && yes >> 4 == 0));
        assert!((80..120).contains(&acted.iter().filter(|yes| *yes & 0b0100 != 0).count()));
    }

    #[test]
    fn blocks_pay_only_when_whole_and_may_cross_words() {
        let reality = Reality::new(100, 5, &mut draws(0));
        assert_eq!((reality.dimensions(), reality.blocks(), reality.within.len()), (100, 20, 2));
        let all: Vec<Belief> =
            reality.truth.iter().zip(&reality.within).map(|(truth, within)| Belief { held: *within, yes: *truth }).collect();
        assert_eq!((reality.blocks_right(&all), reality.score(&all)), (20, 100));
        let mut one_wrong = all.clone();
        // Dimension 64 is in the block of 60 to 64, which crosses the words.
        one_wrong[1].yes ^= 1;
        assert_eq!((reality.blocks_right(&one_wrong), reality.score(&one_wrong)), (19, 98));
        let facets = Reality::by_facet(7, 5, &mut draws(0));
        assert_eq!((facets.dimensions(), facets.blocks()), (56, 16), "a block of five and one of two a facet");
    }

    #[test]
    fn newcomers_are_right_as_often_as_told() {
        let mut beliefs = Beliefs::new(Reality::new(130, 1, &mut draws(1)), 300);
        let share = |beliefs: &Beliefs| {
            let words = (0..300u32).flat_map(|person| beliefs.of(person).iter().zip(&beliefs.reality.truth));
            let (mut right, mut held) = (0, 0);
            words.for_each(|(belief, truth)| (right, held) = (right + belief.right(*truth).count_ones(), held + belief.held.count_ones()));
            (f64::from(right) / 39_000.0, f64::from(held) / 39_000.0)
        };
        for (told, held) in [(1.0 / 3.0, 2.0 / 3.0), (0.7, 0.85), (0.0, 0.5), (1.0, 1.0)] {
            (0..300).for_each(|person| beliefs.join(person, |_| told, &mut draws(u64::from(person))));
            let ours = share(&beliefs);
            assert!((ours.0 - told).abs() < 0.01 && (ours.1 - held).abs() < 0.01, "{told}: {ours:?}");
        }
    }
}
