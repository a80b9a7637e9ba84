//! The best partition of a network: local moving and aggregation until modularity rises no more.
//!
//! Blondel et al. 2008, "Fast unfolding of communities in large networks" (J. Stat. Mech. P10008), walked in order of
//! number, so that the same network gives the same partition; a node is looked at again only after a neighbour moved
//! (Traag, Waltman and van Eck 2019, "From Louvain to Leiden"). It finds a good partition, not always the best one.

/// Gain in modularity, in units of strength, that counts as one.
const LEAST_GAIN: f64 = 1e-9;

/// An undirected network with weights, as flat lists of links. A link is in the lists of both of its ends; one of a node to itself
/// counts twice in its list.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// First link of each node; one more entry than nodes.
    first: Vec<u32>,
    links: Vec<(u32, f32)>,
    /// Weight of all links of each node.
    degree: Vec<f64>,
    /// Weight of all links of all nodes.
    whole: f64,
}

/// A division of the nodes of a network.
#[derive(Clone, Debug, PartialEq)]
pub struct Partition {
    /// Community of each node, numbered from 0 without gaps in order of their first node.
    pub community: Vec<u32>,
    /// Its modularity; missing (NaN) without edges.
    pub modularity: f64,
}

impl Graph {
    /// From edges between two nodes (both ends below `nodes`); the weights of several between the same two add up.
    pub fn new(nodes: usize, edges: &[(u32, u32, f32)]) -> Self {
        let mut first = vec![0u32; nodes + 1];
        for (a, b, _) in edges {
            first[*a as usize] += 1;
            first[*b as usize] += 1;
        }
        let mut end = 0;
        for first in &mut first {
            end += *first;
            *first = end;
        }
        let (mut links, mut degree) = (vec![(0, 0.0); 2 * edges.len()], vec![0.0; nodes]);
        // From behind, so that each list ends in the order of the edges.
        for (a, b, weight) in edges.iter().rev() {
            for (from, to) in [(*a as usize, *b), (*b as usize, *a)] {
                first[from] -= 1;
                links[first[from] as usize] = (to, *weight);
                degree[from] += f64::from(*weight);
            }
        }
        let whole = degree.iter().sum();
        Self { first, links, degree, whole }
    }

    fn nodes(&self) -> usize {
        self.degree.len()
    }

    #[inline]
    fn of(&self, node: usize) -> &[(u32, f32)] {
        &self.links[self.first[node] as usize..self.first[node + 1] as usize]
    }

    /// Newman's modularity of a partition; missing (NaN) without edges.
    pub fn modularity(&self, community: &[u32]) -> f64 {
        let (mut inside, mut size) = (0.0, vec![0.0; self.nodes()]);
        for (node, own) in community.iter().enumerate() {
            size[*own as usize] += self.degree[node];
            let own_part = |(other, weight): &(u32, f32)| if community[*other as usize] == *own { f64::from(*weight) } else { 0.0 };
            inside += self.of(node).iter().map(own_part).sum::<f64>();
        }
        if self.whole <= 0.0 {
            return f64::NAN;
        }
        inside / self.whole - size.iter().map(|size| (size / self.whole) * (size / self.whole)).sum::<f64>()
    }

    /// The best partition that is found, beginning with every node alone.
    pub fn best_partition(&self) -> Partition {
        let mut community: Vec<u32> = (0..self.nodes() as u32).collect();
        if self.whole <= 0.0 {
            return Partition { community, modularity: f64::NAN };
        }
        self.move_nodes(&mut community);
        loop {
            let (names, count) = renumbered(&community);
            let merged = self.merged(&names, count);
            let alone: Vec<u32> = (0..count as u32).collect();
            let mut above = alone.clone();
            if !merged.move_nodes(&mut above) {
                return Partition { community: names, modularity: merged.modularity(&alone) };
            }
            community = names.iter().map(|name| above[*name as usize]).collect();
        }
    }

    /// Moves each node to the neighbouring community that gains most, until none gains. Whether any moved.
    fn move_nodes(&self, community: &mut [u32]) -> bool {
        let mut size = vec![0.0; self.nodes()];
        community.iter().zip(&self.degree).for_each(|(name, degree)| size[*name as usize] += degree);
        // Weight of the node's links to each community; only those it touches are set, and set back.
        let mut weights = vec![0.0; self.nodes()];
        let longest = (0..self.nodes()).map(|node| self.of(node).len()).max().unwrap_or(0);
        let mut touched = vec![0; longest + 1];
        let mut due = vec![true; self.nodes()];
        let (mut moved, mut again) = (false, true);
        while again {
            again = false;
            for node in 0..self.nodes() {
                if !std::mem::replace(&mut due[node], false) {
                    continue;
                }
                let own = community[node];
                let count = self.weigh(node, community, &mut weights, &mut touched);
                size[own as usize] -= self.degree[node];
                let share = self.degree[node] / self.whole;
                let (mut best, mut most) = (own, weights[own as usize] - size[own as usize] * share);
                for name in &touched[..count] {
                    let gain = std::mem::take(&mut weights[*name as usize]) - size[*name as usize] * share;
                    if gain > most + LEAST_GAIN {
                        (best, most) = (*name, gain);
                    }
                }
                size[best as usize] += self.degree[node];
                if best != own {
                    community[node] = best;
                    self.of(node).iter().for_each(|(other, _)| due[*other as usize] |= community[*other as usize] != best);
                    (moved, again) = (true, true);
                }
            }
        }
        moved
    }

    /// Adds the weight of a node's links to others to `weights`, by community, notes the communities at the start of `touched`, and says
    /// how many they are. Without a branch on whether a community is new, which no processor could guess.
    #[inline]
    fn weigh(&self, node: usize, community: &[u32], weights: &mut [f64], touched: &mut [u32]) -> usize {
        let mut count = 0;
        for (other, weight) in self.of(node).iter().filter(|(other, _)| *other as usize != node) {
            let name = community[*other as usize];
            let sum = &mut weights[name as usize];
            touched[count] = name;
            count += usize::from(*sum == 0.0);
            *sum += f64::from(*weight);
        }
        count
    }

    /// The network of communities.
    fn merged(&self, names: &[u32], count: usize) -> Self {
        let mut members: Vec<u32> = (0..self.nodes() as u32).collect();
        members.sort_by_key(|node| names[*node as usize]);
        let mut merged = Self { first: vec![0], links: Vec::new(), degree: vec![0.0; count], whole: self.whole };
        let (mut weights, mut touched) = (vec![0.0; count], Vec::new());
        for community in members.chunk_by(|a, b| names[*a as usize] == names[*b as usize]) {
            for node in community {
                for (other, weight) in self.of(*node as usize) {
                    let name = names[*other as usize];
                    if weights[name as usize] == 0.0 {
                        touched.push(name);
                    }
                    weights[name as usize] += f64::from(*weight);
                }
                merged.degree[names[*node as usize] as usize] += self.degree[*node as usize];
            }
            merged.links.extend(touched.drain(..).map(|name| (name, std::mem::take(&mut weights[name as usize]) as f32)));
            merged.first.push(merged.links.len() as u32);
        }
        merged
    }
}

/// Communities numbered from 0 without gaps, in order of their first node.
fn renumbered(community: &[u32]) -> (Vec<u32>, usize) {
    const UNNAMED: u32 = u32::MAX;
    let (mut names, mut count) = (vec![UNNAMED; community.len()], 0);
    let numbered = community.iter().map(|name| {
        let new = &mut names[*name as usize];
        if *new == UNNAMED {
            *new = count;
            count += 1;
        }
        *new
    });
    let numbered = numbered.collect();
    (numbered, count as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Zachary's karate club (1977), 34 people and 78 ties.
    const KARATE: &[(u32, u32)] = &[
        (1, 2),
        (1, 3),
        (2, 3),
        (1, 4),
        (2, 4),
        (3, 4),
        (1, 5),
        (1, 6),
        (1, 7),
        (5, 7),
        (6, 7),
        (1, 8),
        (2, 8),
        (3, 8),
        (4, 8),
        (1, 9),
        (3, 9),
        (3, 10),
        (1, 11),
        (5, 11),
        (6, 11),
        (1, 12),
        (1, 13),
        (4, 13),
        (1, 14),
        (2, 14),
        (3, 14),
        (4, 14),
        (6, 17),
        (7, 17),
        (1, 18),
        (2, 18),
        (1, 20),
        (2, 20),
        (1, 22),
        (2, 22),
        (24, 26),
        (25, 26),
        (3, 28),
        (24, 28),
        (25, 28),
        (3, 29),
        (24, 30),
        (27, 30),
        (2, 31),
        (9, 31),
        (1, 32),
        (25, 32),
        (26, 32),
        (29, 32),
        (3, 33),
        (9, 33),
        (15, 33),
        (16, 33),
        (19, 33),
        (21, 33),
        (23, 33),
        (24, 33),
        (30, 33),
        (31, 33),
        (32, 33),
        (9, 34),
        (10, 34),
        (14, 34),
        (15, 34),
        (16, 34),
        (19, 34),
        (20, 34),
        (21, 34),
        (23, 34),
        (24, 34),
        (27, 34),
        (28, 34),
        (29, 34),
        (30, 34),
        (31, 34),
        (32, 34),
        (33, 34),
    ];

    #[test]
    fn the_karate_club_comes_close_to_its_known_best_partition() {
        let club = Graph::new(34, &KARATE.iter().map(|(a, b)| (a - 1, b - 1, 1.0)).collect::<Vec<_>>());
        let together = vec![0; 34];
        assert!(club.modularity(&together).abs() < 1e-12);
        // The best known value is .4198 (Brandes et al. 2008); local moving gives .415 and more.
        let best = club.best_partition();
        let found = club.modularity(&best.community);
        assert!((found - best.modularity).abs() < 1e-6);
        assert!((0.41..0.4199).contains(&found), "{found}");
    }

    #[test]
    fn cliques_on_a_ring_are_found() {
        let clique = |c: u32| (0..5).flat_map(move |a| (a + 1..5).map(move |b| (5 * c + a, 5 * c + b, 1.0)));
        let bridges = (0..6).map(|c| (5 * c, (5 * c + 5) % 30 + 1, 1.0));
        let ring = Graph::new(30, &(0..6).flat_map(clique).chain(bridges).collect::<Vec<_>>());
        let cliques: Vec<u32> = (0..30).map(|node| node / 5).collect();
        let best = ring.best_partition();
        assert!(ring.modularity(&best.community) >= ring.modularity(&cliques) - 1e-12);
        for clique in best.community.chunks(5) {
            assert!(clique.iter().all(|name| *name == clique[0]));
        }
    }

    #[test]
    fn links_of_a_community_add_up() {
        let doubled = Graph::new(3, &[(0, 1, 1.0), (1, 0, 0.5), (2, 2, 1.0), (1, 2, 2.0), (2, 1, 1.0)]);
        assert_eq!(doubled.of(0), [(1, 1.0), (1, 0.5)]);
        assert_eq!(doubled.degree, [1.5, 4.5, 5.0]);
        let merged = doubled.merged(&[0, 0, 1], 2);
        assert_eq!(merged.of(0), [(0, 3.0), (1, 3.0)]);
        assert_eq!(merged.of(1), [(1, 2.0), (0, 3.0)]);
        assert_eq!(merged.degree, [6.0, 5.0]);
        assert_eq!(doubled.modularity(&[0, 0, 1]), merged.modularity(&[0, 1]));
    }

    #[test]
    fn a_network_without_ties_has_no_modularity() {
        let empty = Graph::new(3, &[]);
        assert!(empty.best_partition().modularity.is_nan());
    }
}
