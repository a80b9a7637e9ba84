//! Ties between people: at most [`TIES`] a person, all rows in one flat array.

use super::bits::Sieve;
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
    pub fn place(&self, to: u32) -> Option<usize> {
        first(&self.to, to)
    }

    /// The tie to somebody.
    #[inline]
    pub fn tie_to(&self, to: u32) -> Option<Tie> {
        self.place(to).map(|place| self.tie(place))
    }

    /// Trust over the tie at a place, to be changed.
    #[inline]
    pub fn trust_mut(&mut self, place: usize) -> &mut f32 {
        &mut self.trust[place]
    }

    /// A contact: strengthens the tie by `gain` of what is missing, or makes one with `trust` where there is a free place or
    /// where the weakest tie has fallen below `replace_below`. Gives the tie, if there is one then.
    #[inline]
    pub fn meet(&mut self, to: u32, gain: f32, trust: f32, replace_below: f32) -> Option<Tie> {
        self.meet_at(self.place(to), to, gain, trust, replace_below)
    }

    /// The same with somebody the place of the tie to whom, if there is one, is known.
    #[inline]
    pub fn meet_at(&mut self, place: Option<usize>, to: u32, gain: f32, trust: f32, replace_below: f32) -> Option<Tie> {
        if let Some(place) = place {
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

    /// Every tie's trust returns to `set_point` by `share` of the distance.
    #[inline]
    pub fn calm(&mut self, set_point: f32, share: f32) {
        self.trust.iter_mut().for_each(|trust| *trust += share * (set_point - *trust));
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

/// Those to whom ties are being forgotten.
#[derive(Clone, Debug, Default)]
pub struct Going {
    /// Who they are, in order.
    people: Vec<u32>,
    marks: Sieve,
}

impl Going {
    /// Whether anybody is.
    pub fn is_somebody(&self) -> bool {
        !self.people.is_empty()
    }

    fn has(&self, person: u32) -> bool {
        self.marks.any(&[person]) && self.people.binary_search(&person).is_ok()
    }

    /// Forgets the ties of a row to them. Few rows may have one: whether one may is found without a branch on each tie.
    #[inline]
    pub fn clear(&self, row: &mut Row) {
        if self.marks.any(&row.to) {
            row.forget(|person| self.has(person));
        }
    }
}

/// All ties of an organisation, a row a person. Nobody has a tie to somebody who has left.
#[derive(Clone, Debug, Default)]
pub struct Ties {
    rows: Vec<Row>,
    /// Who is being forgotten; nobody from one day to the next.
    going: Going,
}

impl Ties {
    /// Room for `people` people, without any tie.
    pub fn new(people: usize) -> Self {
        Self { rows: vec![Row::EMPTY; people], going: Going { people: Vec::new(), marks: Sieve::new(people) } }
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

    /// Says who will be forgotten before anybody looks at ties again: those to them may be cleared at once, where somebody goes through
    /// all rows anyway, by [`Going::clear`] for each.
    pub fn tell(&mut self, people: &[u32]) {
        let Going { people: going, marks } = &mut self.going;
        people.iter().for_each(|person| marks.set(*person));
        going.extend_from_slice(people);
        going.sort_unstable();
    }

    /// The rows of all people, to be changed, and who will be forgotten.
    #[inline]
    pub fn rows_and_going(&mut self) -> (&mut [Row], &Going) {
        (&mut self.rows, &self.going)
    }

    /// Forgets all ties of some people and all ties to them, unless those have been cleared since [`Ties::tell`] said who they are.
    pub fn forget(&mut self, people: &[u32]) {
        if people.is_empty() {
            return;
        }
        let told = self.going.is_somebody();
        if !told {
            self.tell(people);
        }
        let Self { rows, going } = self;
        debug_assert!(going.people.len() == people.len() && people.iter().all(|person| going.has(*person)), "those who were told of");
        people.iter().for_each(|person| rows[*person as usize] = Row::EMPTY);
        if !told {
            ahead::each(rows, Row::ask, |row| going.clear(row));
        }
        people.iter().for_each(|person| going.marks.clear(*person));
        going.people.clear();
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
    fn whoever_is_told_of_is_forgotten_where_rows_are_gone_through() {
        let mut ties = Ties::new(100);
        (0..100).for_each(|from| (1..9).for_each(|step| _ = ties.row_mut(from).meet((from + step * step) % 100, 0.9, 0.5, 0.25)));
        let mut expected = ties.clone();
        for gone in [&[3, 64, 99][..], &[], &[0]] {
            expected.forget(gone);
            ties.tell(gone);
            let (rows, going) = ties.rows_and_going();
            assert_eq!(going.is_somebody(), !gone.is_empty());
            rows.iter_mut().for_each(|row| going.clear(row));
            ties.forget(gone);
            assert!(ties.rows() == expected.rows() && !ties.going.is_somebody() && ties.going.marks.is_clear());
        }
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
