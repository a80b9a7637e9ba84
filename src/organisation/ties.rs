//! Ties between people: at most [`TIES`] a person, all rows in one flat array.

use super::columns::first;
use super::people::NOBODY;
use crate::ahead;

/// Places for ties that a person has.
pub const TIES: usize = 12;

/// Strength of a place without a tie: below that of any.
const FREE: f32 = -1.0;

/// A directed tie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tie {
    /// The person at the other end.
    pub to: u32,
    /// Trust in that person (0..1).
    pub trust: f32,
    /// Strength (0..1): how well the two know each other.
    pub strength: f32,
}

/// The places for ties of one person, in columns, so that all are looked through at once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    to: [u32; TIES],
    trust: [f32; TIES],
    strength: [f32; TIES],
}

impl Row {
    const EMPTY: Self = Self { to: [NOBODY; TIES], trust: [0.0; TIES], strength: [FREE; TIES] };

    /// Asks for each line of it; see `crate::ahead`.
    #[inline]
    pub fn ask(&self) {
        ahead::in_reach(&self.to[0]);
        ahead::in_reach(&self.trust[4]);
        ahead::in_reach(&self.strength[TIES - 1]);
    }

    /// The ties, by place.
    #[inline]
    pub fn iter(&self) -> impl Iterator<Item = Tie> + '_ {
        let places = self.to.iter().zip(&self.trust).zip(&self.strength);
        places.filter(|((to, _), _)| **to != NOBODY).map(|((to, trust), strength)| Tie { to: *to, trust: *trust, strength: *strength })
    }

    /// The people at the other ends, by place; [`NOBODY`] where no tie is.
    #[inline]
    pub fn people(&self) -> &[u32; TIES] {
        &self.to
    }

    /// The people at the other ends ([`NOBODY`] where no tie is), trust and strength, by place.
    #[inline]
    pub fn columns(&self) -> (&[u32; TIES], &[f32; TIES], &[f32; TIES]) {
        (&self.to, &self.trust, &self.strength)
    }

    /// Copies the ties, without gaps, to the start of three columns, and says how many they are.
    #[inline]
    pub fn copy_to<const N: usize>(&self, people: &mut [u32; N], trust: &mut [f32; N], strength: &mut [f32; N]) -> usize {
        const { assert!(N > TIES, "one place more than ties") };
        let mut count = 0;
        for place in 0..TIES {
            (people[count], trust[count], strength[count]) = (self.to[place], self.trust[place], self.strength[place]);
            count += usize::from(self.to[place] != NOBODY);
        }
        count
    }

    #[inline]
    fn tie(&self, place: usize) -> Tie {
        Tie { to: self.to[place], trust: self.trust[place], strength: self.strength[place] }
    }

    /// The place of the tie to somebody.
    #[inline]
    fn place(&self, to: u32) -> Option<usize> {
        first(&self.to, to)
    }

    /// The tie to somebody.
    #[inline]
    pub fn tie_to(&self, to: u32) -> Option<Tie> {
        self.place(to).map(|place| self.tie(place))
    }

    /// Trust in somebody over the tie, to be changed.
    #[inline]
    pub fn trust_mut(&mut self, to: u32) -> Option<&mut f32> {
        self.place(to).map(|place| &mut self.trust[place])
    }

    /// A contact: strengthens the tie by `gain` of what is missing, or makes one with `trust` where there is a free place or
    /// where the weakest tie has fallen below `replace_below`. Gives the tie, if there is one then.
    #[inline]
    pub fn meet(&mut self, to: u32, gain: f32, trust: f32, replace_below: f32) -> Option<Tie> {
        if let Some(place) = self.place(to) {
            self.strength[place] += gain * (1.0 - self.strength[place]);
            return Some(self.tie(place));
        }
        let least = self.strength.iter().fold(f32::INFINITY, |least, strength| least.min(*strength));
        if least >= replace_below {
            return None;
        }
        let place = first(&self.strength, least)?;
        (self.to[place], self.trust[place], self.strength[place]) = (to, trust, gain);
        Some(self.tie(place))
    }

    /// Neglect: every tie keeps `share` of its strength.
    #[inline]
    pub fn fade(&mut self, share: f32) {
        self.strength.iter_mut().for_each(|strength| *strength *= if *strength > 0.0 { share } else { 1.0 });
    }

    /// Forgets every tie to somebody `of_those`.
    pub fn forget(&mut self, of_those: impl Fn(u32) -> bool) {
        for place in 0..TIES {
            if self.to[place] != NOBODY && of_those(self.to[place]) {
                (self.to[place], self.strength[place]) = (NOBODY, FREE);
            }
        }
    }

    /// Every tie to somebody `of_those` keeps `share` of its strength.
    pub fn weaken(&mut self, share: f32, of_those: impl Fn(u32) -> bool) {
        for (to, strength) in self.to.iter().zip(&mut self.strength) {
            if *to != NOBODY && of_those(*to) {
                *strength *= share;
            }
        }
    }
}

/// A bit for each person.
#[derive(Clone, Debug, Default)]
struct Marks(Vec<u64>);

impl Marks {
    fn set(&mut self, person: u32) {
        self.0[person as usize / 64] |= 1 << (person % 64);
    }

    fn clear(&mut self, person: u32) {
        self.0[person as usize / 64] &= !(1 << (person % 64));
    }

    /// 1 for whoever is marked, 0 for all others and for nobody.
    #[inline]
    fn of(&self, person: u32) -> u64 {
        self.0.get(person as usize / 64).map_or(0, |bits| bits >> (person % 64) & 1)
    }

    /// Whether somebody of these is marked: found without a branch on each, for it is seldom so.
    #[inline]
    fn any(&self, people: &[u32; TIES]) -> bool {
        people.iter().fold(0, |any, person| any | self.of(*person)) != 0
    }
}

/// All ties of an organisation, a row a person. Nobody has a tie to somebody who has left.
#[derive(Clone, Debug, Default)]
pub struct Ties {
    rows: Vec<Row>,
    /// Workspace: who is being forgotten.
    gone: Marks,
}

impl Ties {
    /// Room for `people` people, without any tie.
    pub fn new(people: usize) -> Self {
        Self { rows: vec![Row::EMPTY; people], gone: Marks(vec![0; people.div_ceil(64)]) }
    }

    /// The rows of all people.
    #[inline]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The rows of all people, to be changed.
    #[inline]
    pub fn rows_mut(&mut self) -> &mut [Row] {
        &mut self.rows
    }

    /// The row of a person.
    #[inline]
    pub fn row(&self, person: u32) -> &Row {
        &self.rows[person as usize]
    }

    /// The row of a person, to be changed.
    #[inline]
    pub fn row_mut(&mut self, person: u32) -> &mut Row {
        &mut self.rows[person as usize]
    }

    /// The ties of `person`.
    #[inline]
    pub fn of(&self, person: u32) -> impl Iterator<Item = Tie> + '_ {
        self.rows[person as usize].iter()
    }

    /// The tie from one person to another, if it is there.
    #[inline]
    pub fn between(&self, from: u32, to: u32) -> Option<Tie> {
        self.rows[from as usize].tie_to(to)
    }

    /// Forgets all ties of some people and all ties to them.
    pub fn forget(&mut self, people: &[u32]) {
        if people.is_empty() {
            return;
        }
        let Self { rows, gone } = self;
        for &person in people {
            gone.set(person);
            rows[person as usize] = Row::EMPTY;
        }
        ahead::each(rows, Row::ask, |row| {
            if gone.any(&row.to) {
                row.forget(|person| gone.of(person) != 0);
            }
        });
        people.iter().for_each(|person| gone.clear(*person));
    }

    /// Every tie's trust returns to `set_point` by `share` of the distance.
    pub fn calm(&mut self, set_point: f32, share: f32) {
        let calm = |row: &mut Row| row.trust.iter_mut().for_each(|trust| *trust += share * (set_point - *trust));
        ahead::each(&mut self.rows, Row::ask, calm);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts_strengthen_and_neglect_weakens() {
        let mut ties = Ties::new(2);
        ties.row_mut(0).meet(1, 0.1, 0.5, 0.25);
        ties.row_mut(0).meet(1, 0.1, 0.5, 0.25);
        assert!((ties.between(0, 1).unwrap().strength - 0.19).abs() < 1e-6);
        ties.row_mut(0).fade(0.5);
        assert!((ties.between(0, 1).unwrap().strength - 0.095).abs() < 1e-6);
        assert!(ties.between(1, 0).is_none(), "ties are directed");
    }

    #[test]
    fn only_the_weakest_below_the_line_gives_way() {
        let mut ties = Ties::new(20);
        let row = ties.row_mut(0);
        for to in 1..=12 {
            row.meet(to, if to == 5 { 0.1 } else { 0.9 }, 0.5, 0.25);
        }
        row.meet(15, 0.3, 0.5, 0.25);
        assert!(row.tie_to(5).is_none());
        assert!(row.tie_to(15).is_some());
        row.meet(16, 0.3, 0.5, 0.25);
        assert!(row.tie_to(16).is_none(), "no tie is below the line any more");
    }

    #[test]
    fn only_whoever_leaves_is_forgotten() {
        let mut ties = Ties::new(200);
        let all = [0, 63, 64, 65, 127, 128, 199];
        for from in all {
            all.iter().filter(|to| **to != from).for_each(|to| _ = ties.row_mut(from).meet(*to, 0.9, 0.5, 0.25));
        }
        // Two at a time, and nobody of an earlier time again.
        for gone in [[64, 199], [0, 127]] {
            ties.forget(&gone);
            assert!(all.iter().all(|from| gone.iter().all(|to| ties.between(*from, *to).is_none())));
        }
        let left = [63, 65, 128];
        for from in left {
            assert!(ties.of(from).map(|tie| tie.to).eq(left.into_iter().filter(|to| *to != from)));
        }
        ties.row_mut(63).meet(64, 0.9, 0.5, 0.25);
        ties.forget(&[65]);
        assert!(ties.of(63).map(|tie| tie.to).eq([64, 128]), "whoever comes after one who left is known");
    }

    #[test]
    fn whoever_leaves_is_forgotten_and_leaves_room() {
        let mut ties = Ties::new(20);
        for to in 1..=12 {
            ties.row_mut(0).meet(to, 0.9, 0.5, 0.25);
            ties.row_mut(to).meet(0, 0.9, 0.5, 0.25);
        }
        ties.forget(&[7, 9]);
        assert_eq!(ties.of(0).count(), 10);
        assert_eq!(ties.of(7).count(), 0);
        ties.row_mut(0).fade(0.0);
        ties.row_mut(0).meet(13, 0.1, 0.5, 0.25);
        assert_eq!(ties.of(0).map(|tie| tie.to).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6, 13, 8, 10, 11, 12]);
        ties.forget(&[3]);
        assert!(ties.between(0, 7).is_none() && ties.between(0, 13).is_some());
    }
}
