//! A bit for each of some numbered things, 64 in a word: a million of them fit into the cache where a list of numbers would have to
//! be looked through.

/// Things of a word.
pub const WORD: usize = u64::BITS as usize;

/// A bit for each of some things that are numbered from 0, and a last word that stays without marks for all other numbers.
#[derive(Clone, Debug, Default)]
pub struct Bits(Vec<u64>);

impl Bits {
    /// None of so many things is marked.
    pub fn new(count: usize) -> Self {
        Self(vec![0; if count == 0 { 0 } else { count.div_ceil(WORD) + 1 }])
    }

    /// Marks a thing.
    ///
    /// # Panics
    /// If there is no such thing; so do the others, but for [`Bits::of`].
    pub fn set(&mut self, thing: u32) {
        self.0[thing as usize / WORD] |= 1 << (thing as usize % WORD);
    }

    /// Takes the mark off a thing.
    pub fn clear(&mut self, thing: u32) {
        self.0[thing as usize / WORD] &= !(1 << (thing as usize % WORD));
    }

    /// 1 for a thing that is marked, 0 for one that is not and for a number that is no thing's.
    #[inline]
    pub fn of(&self, thing: u32) -> u64 {
        let word = (thing as usize / WORD).min(self.0.len().saturating_sub(1));
        self.0.get(word).map_or(0, |bits| bits >> (thing as usize % WORD) & 1)
    }

    /// Whether a thing is marked.
    #[inline]
    pub fn has(&self, thing: u32) -> bool {
        self.of(thing) != 0
    }

    /// Whether one of some things is marked: found without a branch on each.
    #[inline]
    pub fn any<const N: usize>(&self, things: &[u32; N]) -> bool {
        things.iter().fold(0, |any, thing| any | self.of(*thing)) != 0
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

    /// How many words there are, the last among them.
    pub fn words(&self) -> usize {
        self.0.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_found_one_by_one_in_rows_and_in_words() {
        let mut bits = Bits::new(200);
        let marked = [0, 63, 64, 130, 199];
        marked.iter().for_each(|thing| bits.set(*thing));
        assert!((0..200).all(|thing| bits.has(thing) == marked.contains(&thing)));
        assert!((0..bits.words() + 2).flat_map(|word| bits.marked(word)).eq(marked));
        assert!(bits.any(&[5, 199, u32::MAX]) && !bits.any(&[5, 198, u32::MAX]));
        assert_eq!((bits.count(), bits.words(), bits.is_empty(), Bits::new(0).is_empty()), (5, 5, false, true));
        marked.iter().for_each(|thing| bits.clear(*thing));
        assert_eq!((bits.count(), bits.of(64), bits.of(u32::MAX)), (0, 0, 0));
    }
}
