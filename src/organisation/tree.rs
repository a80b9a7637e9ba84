//! The reporting tree, walked as one: seats level by level, so that the branch of a seat is one span on every level.

use super::positions::NOWHERE;
use std::ops::Range;

/// How two places lie to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Apart {
    /// Lowest common ancestor.
    pub ancestor: u32,
    /// Levels of the first place below it.
    pub first: u32,
    /// Levels of the second place below it.
    pub second: u32,
}

impl Apart {
    /// Steps along the tree from one place to the other.
    #[inline]
    pub fn steps(&self) -> u32 {
        self.first + self.second
    }
}

/// A reporting tree. Its places are numbered level by level, the reports of a place next to each other; place 0 is the
/// root.
#[derive(Clone, Debug)]
pub struct Tree {
    seats: Vec<u32>,
    parent: Vec<u32>,
    depth: Vec<u32>,
    /// First report of each place; one more entry than places.
    first: Vec<u32>,
    /// Number of each place where every branch is walked to its end before the next, and the end of its own branch there.
    walk: Vec<(u32, u32)>,
}

impl Tree {
    /// From the seat above each seat ([`NOWHERE`] for the one root), as in [`super::positions::Positions::parent`].
    pub fn new(parents: &[u32]) -> Self {
        let mut reports = vec![Vec::new(); parents.len()];
        let mut seats = Vec::with_capacity(parents.len());
        for (seat, above) in parents.iter().enumerate() {
            if *above == NOWHERE {
                seats.push(seat as u32);
            } else {
                reports[*above as usize].push(seat as u32);
            }
        }
        debug_assert_eq!(seats.len(), 1, "one root");
        let first = Vec::with_capacity(parents.len() + 1);
        let mut tree = Self { seats, parent: vec![NOWHERE], depth: vec![0], first, walk: Vec::new() };
        let mut place = 0;
        while place < tree.seats.len() {
            tree.first.push(tree.seats.len() as u32);
            for seat in &reports[tree.seats[place] as usize] {
                tree.seats.push(*seat);
                tree.parent.push(place as u32);
                tree.depth.push(tree.depth[place] + 1);
            }
            place += 1;
        }
        tree.first.push(tree.seats.len() as u32);
        tree.number_branches();
        tree
    }

    fn number_branches(&mut self) {
        let count = self.count();
        let mut size = vec![1u32; count];
        for place in (1..count).rev() {
            size[self.parent[place] as usize] += size[place];
        }
        self.walk = vec![(0, size[0]); count];
        let mut next: Vec<u32> = vec![1; count];
        for place in 1..count {
            let start = &mut next[self.parent[place] as usize];
            let own = *start;
            *start += size[place];
            (self.walk[place], next[place]) = ((own, own + size[place]), own + 1);
        }
    }

    /// A tree of `levels` levels (at least 1) in which everybody above the lowest has `branching` reports.
    pub fn regular(branching: u32, levels: u32) -> Self {
        let places = (0..levels).fold((0u32, 1u32), |(all, level), _| (all + level, level * branching)).0;
        let parents: Vec<u32> = (0..places).map(|place| if place == 0 { NOWHERE } else { (place - 1) / branching }).collect();
        Self::new(&parents)
    }

    /// Number of places.
    pub fn count(&self) -> usize {
        self.seats.len()
    }

    /// The seat at a place.
    pub fn seat(&self, place: u32) -> u32 {
        self.seats[place as usize]
    }

    /// Levels below the root.
    #[inline]
    pub fn depth(&self, place: u32) -> u32 {
        self.depth[place as usize]
    }

    /// The place above; [`NOWHERE`] for the root.
    #[inline]
    pub fn parent(&self, place: u32) -> u32 {
        self.parent[place as usize]
    }

    /// The places that lie one level below a span of places of one level: their reports.
    #[inline]
    pub fn below(&self, span: Range<u32>) -> Range<u32> {
        self.first[span.start as usize]..self.first[span.end as usize]
    }

    /// The places `levels` below a place.
    pub fn descendants(&self, place: u32, levels: u32) -> Range<u32> {
        (0..levels).fold(place..place + 1, |span, _| self.below(span))
    }

    /// The place `levels` above a place.
    pub fn above(&self, place: u32, levels: u32) -> u32 {
        (0..levels).fold(place, |place, _| self.parent(place))
    }

    /// Number of a place in a walk along whole branches, and the end of its own branch there: another place is in the branch
    /// where its number lies between the two.
    #[inline]
    pub fn walk(&self, place: u32) -> (u32, u32) {
        self.walk[place as usize]
    }

    /// How two places lie to each other.
    pub fn apart(&self, first: u32, second: u32) -> Apart {
        // A place stands after its parent, so the later of two different places is never the ancestor of the other.
        let (mut one, mut other) = (first, second);
        let mut apart = Apart { ancestor: 0, first: 0, second: 0 };
        while one != other {
            if one > other {
                (one, apart.first) = (self.parent(one), apart.first + 1);
            } else {
                (other, apart.second) = (self.parent(other), apart.second + 1);
            }
        }
        apart.ancestor = one;
        apart
    }

    /// The lines of the tree: every place but the root with the place above.
    pub fn lines(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        (1..self.count() as u32).map(|place| (self.parent(place), place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_regular_tree_has_its_levels_branches_and_distances() {
        let tree = Tree::regular(5, 5);
        assert_eq!(tree.count(), 781);
        assert_eq!(Tree::regular(5, 6).count(), 3906);
        assert_eq!((tree.depth(780), tree.descendants(0, 3), tree.descendants(2, 1)), (4, 31..156, 11..16));
        assert_eq!(tree.apart(11, 12), Apart { ancestor: 2, first: 1, second: 1 });
        assert_eq!(tree.apart(0, 780), Apart { ancestor: 0, first: 0, second: 4 });
        assert_eq!(tree.apart(156, 6).steps(), 2);
        assert_eq!((tree.above(780, 4), tree.lines().count()), (0, 780));
        for (place, other) in (0..781).flat_map(|place| [0, 3, 17, 100, 500].map(|other| (place, other))) {
            let (start, end) = tree.walk(other);
            assert_eq!((start..end).contains(&tree.walk(place).0), tree.apart(place, other).second == 0);
        }
    }

    #[test]
    fn a_chart_in_any_order_is_walked_level_by_level() {
        // 0 leads 1 and 3; 1 leads 2 and 5; 3 leads 4.
        let tree = Tree::new(&[NOWHERE, 0, 1, 0, 3, 1]);
        let seats: Vec<u32> = (0..6).map(|place| tree.seat(place)).collect();
        assert_eq!(seats, [0, 1, 3, 2, 5, 4]);
        assert_eq!((tree.descendants(1, 1), tree.descendants(2, 1), tree.descendants(0, 3)), (3..5, 5..6, 6..6));
        assert_eq!(Tree::new(&[NOWHERE]).count(), 1);
        assert_eq!(Tree::regular(1, 4).count(), 4, "a chain is a tree too");
    }
}
