//! Marks of numbered things, which fit into the cache where a list of their numbers would have to be looked through: a bit for each, 64 in a
//! word, or a byte for each of few that are looked for among many.

/// Things of a word.
pub const WORD: usize = u64::BITS as usize;

/// A bit for each of some things that are numbered from 0.
#[derive(Clone, Debug, Default)]
pub struct Bits(Vec<u64>);

impl Bits {
    /// None of so many things is marked.
    pub fn new(count: usize) -> Self {
        Self(vec![0; count.div_ceil(WORD)])
    }

    /// Marks a thing.
    ///
    /// # Panics
    /// If there is no such thing; so do [`Bits::clear`] and [`Bits::has`].
    pub fn set(&mut self, thing: u32) {
        self.0[thing as usize / WORD] |= bit(thing);
    }

    /// Takes the mark off a thing.
    pub fn clear(&mut self, thing: u32) {
        self.0[thing as usize / WORD] &= !bit(thing);
    }

    /// Whether a thing is marked.
    #[inline]
    pub fn has(&self, thing: u32) -> bool {
        self.0[thing as usize / WORD] & bit(thing) != 0
    }

    /// How many things are marked.
    pub fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Whether there are no things.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The things of a word that are marked, in order; nothing where there is no such word.
    pub fn marked(&self, word: usize) -> impl Iterator<Item = u32> + use<> {
        let mut bits = self.0.get(word).copied().unwrap_or(0);
        std::iter::from_fn(move || {
            let bit = (bits != 0).then(|| bits.trailing_zeros())?;
            bits &= bits - 1;
            Some(word as u32 * u64::BITS + bit)
        })
    }

    /// How many words there are.
    pub fn words(&self) -> usize {
        self.0.len()
    }
}

/// The bit of a thing in its word.
#[inline]
fn bit(thing: u32) -> u64 {
    1 << (thing as usize % WORD)
}

/// Marks of a [`Sieve`] at most.
const MOST: usize = 1 << 16;

/// Marks of few among many things, a byte each, which some share where there are more than 65,536 things: what has none is surely none of
/// the few.
#[derive(Clone, Debug, Default)]
pub struct Sieve {
    /// A power of two.
    marks: Vec<u8>,
}

impl Sieve {
    /// None of so many things is marked.
    pub fn new(count: usize) -> Self {
        Self { marks: vec![0; count.min(MOST).next_power_of_two()] }
    }

    #[inline]
    fn place(&self, thing: u32) -> usize {
        thing as usize & self.marks.len().wrapping_sub(1)
    }

    /// Marks a thing.
    pub fn set(&mut self, thing: u32) {
        let place = self.place(thing);
        self.marks[place] = 1;
    }

    /// Takes the mark off a thing, and off those that share it.
    pub fn clear(&mut self, thing: u32) {
        let place = self.place(thing);
        self.marks[place] = 0;
    }

    /// Whether one of some things may be marked: found without a branch on each. Any number may be asked for.
    #[inline]
    pub fn any<const N: usize>(&self, things: &[u32; N]) -> bool {
        things.iter().fold(0, |any, thing| any | self.marks.get(self.place(*thing)).copied().unwrap_or(0)) != 0
    }

    /// Whether nothing is marked.
    pub fn is_clear(&self) -> bool {
        self.marks.iter().all(|mark| *mark == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_found_one_by_one_and_in_words() {
        let mut bits = Bits::new(200);
        let marked = [0, 63, 64, 130, 199];
        marked.iter().for_each(|thing| bits.set(*thing));
        assert!((0..200).all(|thing| bits.has(thing) == marked.contains(&thing)));
        assert!((0..bits.words() + 2).flat_map(|word| bits.marked(word)).eq(marked));
        assert_eq!((bits.count(), bits.words(), bits.is_empty(), Bits::new(0).is_empty()), (5, 4, false, true));
        marked.iter().for_each(|thing| bits.clear(*thing));
        assert_eq!((bits.count(), bits.has(64)), (0, false));
    }

    #[test]
    fn whatever_is_marked_is_found_and_little_else() {
        for count in [1, 65, 4_096, MOST, MOST + 1, 1_000_000] {
            let mut sieve = Sieve::new(count);
            let marked: Vec<u32> = (0..count as u32).step_by(1_009).collect();
            marked.iter().for_each(|thing| sieve.set(*thing));
            assert!(marked.iter().all(|thing| sieve.any(&[u32::MAX, *thing])));
            let found = (0..count as u32).filter(|thing| sieve.any(&[*thing])).count();
            assert!(if count <= MOST { found == marked.len() } else { found <= marked.len() * count.div_ceil(MOST) }, "{count}: {found}");
            marked.iter().for_each(|thing| sieve.clear(*thing));
            assert!(sieve.is_clear() && !sieve.any(&[0, u32::MAX]));
        }
        assert!(!Sieve::default().any(&[0, u32::MAX]), "of no things none is marked");
    }
}
