//! Ties between people: at most [`TIES`] a person, all in one flat array.

use super::people::{NOBODY, People};
use crate::spread;

/// Places for ties that a person has.
pub const TIES: usize = 12;

/// A directed tie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tie {
    /// The person at the other end, or [`NOBODY`] for a free place.
    pub to: u32,
    /// Generation of that person when the tie was made; a tie to somebody who has left is void.
    pub generation: u32,
    /// Trust in that person (0..1).
    pub trust: f32,
    /// Strength (0..1): how well the two know each other.
    pub strength: f32,
}

const FREE: Tie = Tie { to: NOBODY, generation: 0, trust: 0.0, strength: 0.0 };

/// The places for ties of one person.
pub type Row = [Tie; TIES];

/// All ties of an organisation, a row a person.
#[derive(Clone, Debug, Default)]
pub struct Ties {
    rows: Vec<Row>,
}

impl Ties {
    /// Room for `people` people, without any tie.
    pub fn new(people: usize) -> Self {
        Self { rows: vec![[FREE; TIES]; people] }
    }

    /// All places of `person`, free and void ones included.
    #[inline]
    pub fn places(&self, person: u32) -> &Row {
        &self.rows[person as usize]
    }

    /// All places of `person`, to be changed.
    #[inline]
    pub fn places_mut(&mut self, person: u32) -> &mut Row {
        &mut self.rows[person as usize]
    }

    /// The rows of all people.
    #[inline]
    pub fn rows_mut(&mut self) -> &mut [Row] {
        &mut self.rows
    }

    /// The living ties of `person`.
    #[inline]
    pub fn of<'a>(&'a self, person: u32, people: &'a People) -> impl Iterator<Item = &'a Tie> {
        self.places(person).iter().filter(|tie| tie.holds(people))
    }

    /// The tie from one person to another, if it is there.
    #[inline]
    pub fn between(&self, from: u32, to: u32, people: &People) -> Option<&Tie> {
        self.places(from).iter().find(|tie| tie.to == to && tie.holds(people))
    }

    /// The tie from one person to another, to be changed.
    #[inline]
    pub fn between_mut(&mut self, from: u32, to: u32, people: &People) -> Option<&mut Tie> {
        self.places_mut(from).iter_mut().find(|tie| tie.to == to && tie.holds(people))
    }

    /// Forgets all ties of `person` (their own; those to them become void with their generation).
    pub fn clear(&mut self, person: u32) {
        self.places_mut(person).fill(FREE);
    }

    /// A contact of `from`: see [`meet`].
    pub fn meet(&mut self, from: u32, to: u32, people: &People, gain: f32, trust: f32, replace_below: f32) {
        meet(self.places_mut(from), to, people, gain, trust, replace_below);
    }

    /// Neglect: every tie keeps `share` of its strength.
    pub fn fade(&mut self, share: f32) {
        spread::each(&mut self.rows, |_, rows| rows.as_flattened_mut().iter_mut().for_each(|tie| tie.strength *= share));
    }

    /// Every tie's trust returns to `set_point` by `share` of the distance.
    pub fn calm(&mut self, set_point: f32, share: f32) {
        let calm = |tie: &mut Tie| tie.trust += share * (set_point - tie.trust);
        spread::each(&mut self.rows, |_, rows| rows.as_flattened_mut().iter_mut().for_each(calm));
    }
}

/// A contact: strengthens the tie of a row by `gain` of what is missing, or makes one with `trust` where there is a free
/// place or where the weakest tie has fallen below `replace_below`. Gives the tie, if there is one then.
#[inline]
pub fn meet<'a>(row: &'a mut Row, to: u32, people: &People, gain: f32, trust: f32, replace_below: f32) -> Option<&'a Tie> {
    if let Some(place) = row.iter().position(|tie| tie.to == to && tie.holds(people)) {
        row[place].strength += gain * (1.0 - row[place].strength);
        return Some(&row[place]);
    }
    let strength = |tie: &Tie| if tie.holds(people) { tie.strength } else { -1.0 };
    let (mut weakest, mut least) = (0, f32::INFINITY);
    for (place, tie) in row.iter().enumerate() {
        let strength = strength(tie);
        if strength < least {
            (weakest, least) = (place, strength);
        }
    }
    if least >= replace_below {
        return None;
    }
    row[weakest] = Tie { to, generation: people.generation[to as usize], trust, strength: gain };
    Some(&row[weakest])
}

impl Tie {
    /// Whether the person at the other end is still there.
    #[inline]
    pub fn holds(&self, people: &People) -> bool {
        self.to != NOBODY && people.generation[self.to as usize] == self.generation
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two() -> (Ties, People) {
        (Ties::new(20), People::vacant(20))
    }

    #[test]
    fn contacts_strengthen_and_neglect_weakens() {
        let (mut ties, people) = two();
        ties.meet(0, 1, &people, 0.1, 0.5, 0.25);
        ties.meet(0, 1, &people, 0.1, 0.5, 0.25);
        let tie = *ties.between(0, 1, &people).unwrap();
        assert!((tie.strength - 0.19).abs() < 1e-6);
        ties.fade(0.5);
        assert!((ties.between(0, 1, &people).unwrap().strength - 0.095).abs() < 1e-6);
        assert!(ties.between(1, 0, &people).is_none(), "ties are directed");
    }

    #[test]
    fn only_the_weakest_below_the_line_gives_way() {
        let (mut ties, people) = two();
        for to in 1..=12 {
            ties.meet(0, to, &people, if to == 5 { 0.1 } else { 0.9 }, 0.5, 0.25);
        }
        ties.meet(0, 15, &people, 0.3, 0.5, 0.25);
        assert!(ties.between(0, 5, &people).is_none());
        assert!(ties.between(0, 15, &people).is_some());
        ties.meet(0, 16, &people, 0.3, 0.5, 0.25);
        assert!(ties.between(0, 16, &people).is_none(), "no tie is below the line any more");
    }

    #[test]
    fn a_tie_to_somebody_who_left_is_void_and_gives_way_first() {
        let (mut ties, mut people) = two();
        for to in 1..=12 {
            ties.meet(0, to, &people, 0.9, 0.5, 0.25);
        }
        people.generation[7] += 1;
        assert_eq!(ties.of(0, &people).count(), 11);
        ties.meet(0, 13, &people, 0.1, 0.5, 0.25);
        assert_eq!(ties.of(0, &people).count(), 12);
    }
}
