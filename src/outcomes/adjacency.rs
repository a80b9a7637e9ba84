//! Who is linked to whom, whatever the strength: clustering, path lengths and what is left when people go.
//!
//! Clustering and path length as in Watts and Strogatz 1998; the largest component as in Dodds, Watts and Sabel 2003.

use crate::organisation::Organisation;

/// An undirected network without weights, loops or doubles; neighbours are in order.
#[derive(Clone, Debug, Default)]
pub struct Adjacency {
    first: Vec<u32>,
    neighbours: Vec<u32>,
}

impl Adjacency {
    /// From links between numbers below `nodes`; doubles count once.
    pub fn new(nodes: usize, links: impl IntoIterator<Item = (u32, u32)>) -> Self {
        let mut all: Vec<(u32, u32)> = links.into_iter().filter(|(a, b)| a != b).flat_map(|(a, b)| [(a, b), (b, a)]).collect();
        all.sort_unstable();
        all.dedup();
        let mut first = vec![0u32; nodes + 1];
        all.iter().for_each(|(a, _)| first[*a as usize + 1] += 1);
        (0..nodes).for_each(|node| first[node + 1] += first[node]);
        Self { first, neighbours: all.into_iter().map(|(_, b)| b).collect() }
    }

    /// Whom the people of an organisation know, or are known by; by slot.
    pub fn of_ties(organisation: &Organisation) -> Self {
        let people = &organisation.people;
        let ties = people.everybody().flat_map(|person| organisation.ties.of(person).map(move |tie| (person, tie.to)));
        Self::new(people.slots(), ties)
    }

    /// Number of nodes.
    pub fn nodes(&self) -> usize {
        self.first.len() - 1
    }

    /// Number of links.
    pub fn links(&self) -> usize {
        self.neighbours.len() / 2
    }

    /// Neighbours of a node, in order.
    #[inline]
    pub fn of(&self, node: u32) -> &[u32] {
        &self.neighbours[self.first[node as usize] as usize..self.first[node as usize + 1] as usize]
    }

    /// Links between the neighbours of each node (twice), and pairs of neighbours (twice).
    fn triangles(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        let mut near = vec![false; self.nodes()];
        (0..self.nodes() as u32).map(move |node| {
            let own = self.of(node);
            own.iter().for_each(|other| near[*other as usize] = true);
            let closed: usize = own.iter().map(|other| self.of(*other).iter().filter(|third| near[**third as usize]).count()).sum();
            own.iter().for_each(|other| near[*other as usize] = false);
            (closed as f64, (own.len() * own.len().saturating_sub(1)) as f64)
        })
    }

    /// Clustering coefficient C: the mean over nodes of the share of pairs of neighbours that are linked; 0 for a node with
    /// fewer than two.
    pub fn clustering(&self) -> f64 {
        let sum: f64 = self.triangles().map(|(closed, pairs)| if pairs > 0.0 { closed / pairs } else { 0.0 }).sum();
        sum / self.nodes() as f64
    }

    /// Transitivity C': the share of all pairs of neighbours that are linked (three triangles over connected triples).
    pub fn transitivity(&self) -> f64 {
        let (closed, pairs) = self.triangles().fold((0.0, 0.0), |all, one| (all.0 + one.0, all.1 + one.1));
        if pairs > 0.0 { closed / pairs } else { 0.0 }
    }

    /// Characteristic path length L: the mean length of the shortest path over pairs that are joined by one, and the
    /// share of pairs that are not.
    pub fn path_length(&self) -> (f64, f64) {
        let nodes = self.nodes();
        let (mut steps, mut joined) = (0, 0);
        for first in (0..nodes as u32).step_by(64) {
            let (more_steps, more_joined) = self.steps_from(first..(first + 64).min(nodes as u32));
            (steps, joined) = (steps + more_steps, joined + more_joined);
        }
        let pairs = (nodes * nodes.saturating_sub(1)) as f64;
        (super::mean(steps as f64, joined), if pairs > 0.0 { 1.0 - joined as f64 / pairs } else { 0.0 })
    }

    /// Steps of the shortest paths from up to 64 nodes to all others that they reach, and the number of these pairs. All
    /// sources are walked at once, a bit each.
    pub fn steps_from(&self, sources: std::ops::Range<u32>) -> (u64, u64) {
        let mut reached = vec![0u64; self.nodes()];
        sources.enumerate().for_each(|(bit, source)| reached[source as usize] |= 1 << bit);
        let mut edge = reached.clone();
        let mut next = vec![0u64; self.nodes()];
        let (mut steps, mut joined) = (0, 0);
        for length in 1.. {
            let mut fresh = 0;
            for node in 0..self.nodes() as u32 {
                let here = self.of(node).iter().fold(0, |all, other| all | edge[*other as usize]) & !reached[node as usize];
                next[node as usize] = here;
                fresh += u64::from(here.count_ones());
            }
            if fresh == 0 {
                break;
            }
            reached.iter_mut().zip(&next).for_each(|(reached, next)| *reached |= next);
            std::mem::swap(&mut edge, &mut next);
            (steps, joined) = (steps + fresh * length, joined + fresh);
        }
        (steps, joined)
    }

    /// Nodes of the largest component among those that are not `gone`.
    pub fn largest(&self, gone: &[bool]) -> usize {
        let mut seen = gone.to_vec();
        let mut stack = Vec::new();
        let mut most = 0;
        for start in 0..self.nodes() as u32 {
            if std::mem::replace(&mut seen[start as usize], true) {
                continue;
            }
            let mut size = 0;
            stack.push(start);
            while let Some(node) = stack.pop() {
                size += 1;
                for other in self.of(node) {
                    if !std::mem::replace(&mut seen[*other as usize], true) {
                        stack.push(*other);
                    }
                }
            }
            most = most.max(size);
        }
        most
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Structure;
    use crate::scenario::parameters::Parameters;
    use crate::streams::Streams;

    #[test]
    fn small_networks_have_their_known_measures() {
        // A triangle 0 1 2 with a tail 2 3, and 4 alone.
        let network = Adjacency::new(5, [(0, 1), (1, 2), (2, 0), (2, 3), (3, 2)]);
        assert_eq!((network.nodes(), network.links(), network.of(2)), (5, 4, &[0, 1, 3][..]));
        assert!((network.clustering() - (1.0 + 1.0 + 1.0 / 3.0) / 5.0).abs() < 1e-12);
        assert!((network.transitivity() - 3.0 / 5.0).abs() < 1e-12);
        let (length, apart) = network.path_length();
        assert!((length - 8.0 / 6.0).abs() < 1e-12 && (apart - 0.4).abs() < 1e-12);
        assert_eq!(network.largest(&[false; 5]), 4);
        assert_eq!(network.largest(&[false, false, true, false, false]), 2);
        assert_eq!(network.largest(&[true; 5]), 0);
    }

    #[test]
    fn a_ring_of_neighbours_has_the_clustering_of_watts_and_strogatz() {
        for side in [2u32, 3, 5] {
            let k = f64::from(2 * side);
            let ring = Adjacency::new(100, (0..100).flat_map(|from| (1..=side).map(move |lap| (from, (from + lap) % 100))));
            assert!((ring.clustering() - 3.0 * (k - 2.0) / (4.0 * (k - 1.0))).abs() < 1e-12);
            assert!((ring.transitivity() - ring.clustering()).abs() < 1e-12);
        }
    }

    #[test]
    fn ties_of_units_are_clustered() {
        let structure = Structure::Levels(vec![1, 5, 8, 51]);
        let school = Organisation::build(&structure, &Parameters::default(), &Streams::new(1, 0, 0), 100);
        let network = Adjacency::of_ties(&school);
        assert_eq!(network.nodes(), 65);
        assert!(network.clustering() > 1.2 * (2.0 * network.links() as f64 / (65.0 * 64.0)), "more than chance");
    }
}
