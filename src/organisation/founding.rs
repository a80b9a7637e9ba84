//! The first ties of the founding staff, by the rule that `ties.start` names.

use super::Organisation;
use super::links::{self, Multiscale};
use super::ties::TIES;
use super::tree::Tree;
use crate::scenario::parameters::Parameters;
use crate::streams::{Draws, Process, Streams};

/// Place of `multiscale` in the options of `ties.start`.
const MULTISCALE: usize = 1;
/// Place of `small-world` there.
const SMALL_WORLD: usize = 2;

impl Organisation {
    /// Ties of all founding members.
    pub(super) fn found_all_ties(&mut self, parameters: &Parameters, streams: &Streams) {
        let pairs = match parameters.ties.start as usize {
            MULTISCALE => self.multiscale_pairs(parameters, streams),
            SMALL_WORLD => self.ring_pairs(parameters, streams),
            _ => {
                (0..self.positions.count() as u32).for_each(|person| self.found_ties(person, parameters, streams));
                return;
            }
        };
        // Both ends know each other as far as their places go.
        let mut known: Vec<Vec<u32>> = vec![Vec::new(); self.positions.count()];
        for (one, other) in pairs {
            for (from, to) in [(one, other), (other, one)] {
                if known[from as usize].len() < TIES {
                    known[from as usize].push(to);
                }
            }
        }
        for (seat, others) in known.iter().enumerate() {
            let person = self.positions.occupant[seat];
            let mut draws = streams.draws(Process::FirstTies, u64::from(person), 0);
            for other in others {
                self.found_tie(person, *other, parameters, &mut draws);
            }
        }
    }

    /// The line, and links over it by depth and distance: pairs of seats, those of the line first.
    fn multiscale_pairs(&self, parameters: &Parameters, streams: &Streams) -> Vec<(u32, u32)> {
        let (tree, t) = (Tree::new(&self.positions.parent), &parameters.ties);
        let number = libm::roundf(t.start_links * tree.count() as f32) as usize;
        let mut draws = streams.draws(Process::FirstTies, 0, 2);
        let rule = Multiscale { lambda: f64::from(t.lambda), zeta: f64::from(t.zeta), lineal: false };
        let added = links::multiscale(&tree, number, rule, &mut draws);
        tree.lines().chain(added).map(|(one, other)| (tree.seat(one), tree.seat(other))).collect()
    }

    /// A ring of neighbours along the units, partly rewired: pairs of seats.
    fn ring_pairs(&self, parameters: &Parameters, streams: &Streams) -> Vec<(u32, u32)> {
        let (people, t) = (self.positions.count() as u32, &parameters.ties);
        let side = (t.ring as u32).min((people - 1) / 2);
        let mut draws = streams.draws(Process::FirstTies, 0, 2);
        let seats = &self.units.seats;
        let pairs = links::small_world(people, side, f64::from(t.rewiring), &mut draws);
        pairs.into_iter().map(|(one, other)| (seats[one as usize], seats[other as usize])).collect()
    }

    /// Ties of a founding member: mates of the unit, then people elsewhere.
    fn found_ties(&mut self, person: u32, parameters: &Parameters, streams: &Streams) {
        let seat = self.people.position[person as usize];
        let mut draws = streams.draws(Process::FirstTies, u64::from(person), 0);
        let mates = self.units.seats_of(self.positions.unit[seat as usize]);
        let count = self.positions.count() as u32;
        let inside = (parameters.people.ties_in_unit as usize).min(mates.len() - 1).min(TIES);
        let across = (parameters.people.ties_across as usize).min(TIES - inside);
        let mut chosen: Vec<u32> = Vec::with_capacity(TIES);
        let mut tries = 0;
        while chosen.len() < inside && tries < 200 {
            tries += 1;
            let mate = mates[draws.below(mates.len() as u32) as usize];
            if mate != seat && !chosen.contains(&mate) {
                chosen.push(mate);
            }
        }
        let inside = chosen.len();
        while chosen.len() < inside + across && tries < 400 && mates.len() < count as usize {
            tries += 1;
            let other = draws.below(count);
            if self.positions.unit[other as usize] != self.positions.unit[seat as usize] && !chosen.contains(&other) {
                chosen.push(other);
            }
        }
        for other in chosen {
            self.found_tie(person, other, parameters, &mut draws);
        }
    }

    /// A first tie to the holder of a seat, closer inside the unit.
    fn found_tie(&mut self, person: u32, seat: u32, parameters: &Parameters, draws: &mut Draws) {
        let mate = self.positions.unit[seat as usize] == self.unit_of(person);
        let trust = draws.normal(parameters.trust.start, parameters.trust.start_sd).clamp(0.05, 0.95);
        let strength = if mate { 0.4 + 0.4 * draws.unit() } else { 0.2 + 0.3 * draws.unit() };
        self.ties.row_mut(person).meet(self.positions.occupant[seat as usize], strength, trust, 0.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcomes::adjacency::Adjacency;
    use crate::outcomes::silo::Network;
    use crate::scenario::Structure;

    fn school(start: usize, change: impl Fn(&mut Parameters)) -> Organisation {
        let mut parameters = Parameters::default();
        parameters.ties.start = start as f32;
        change(&mut parameters);
        Organisation::build(&Structure::Levels(vec![1, 5, 8, 51]), &parameters, &Streams::new(1, 0, 0), 100)
    }

    #[test]
    fn under_the_multiscale_rule_people_know_the_line_and_whom_it_links() {
        let bare = school(MULTISCALE, |p| p.ties.start_links = 0.0);
        for person in bare.people.everybody() {
            let manager = bare.manager_of(person);
            assert!(manager == crate::organisation::people::NOBODY || bare.ties.between(person, manager).is_some());
        }
        assert_eq!(Adjacency::of_ties(&bare).links(), 64);
        let links = |lambda: f32, zeta: f32| {
            let linked = school(MULTISCALE, |p| (p.ties.lambda, p.ties.zeta) = (lambda, zeta));
            let network = Adjacency::of_ties(&linked);
            assert!((110..=129).contains(&network.links()), "{}", network.links());
            Network::of(&linked).ei_index()
        };
        assert!(links(100.0, 0.0) < links(0.0, 100.0), "team mates against links across");
    }

    #[test]
    fn in_a_small_world_rewiring_opens_the_units() {
        let world = |rewiring: f32| school(SMALL_WORLD, |p| p.ties.rewiring = rewiring);
        let (ring, open) = (world(0.0), world(1.0));
        // k = 8 neighbours: 3 (k - 2) / (4 (k - 1)).
        assert!((Adjacency::of_ties(&ring).clustering() - 18.0 / 28.0).abs() < 1e-12);
        assert!(Network::of(&ring).ei_index() < Network::of(&open).ei_index());
        assert!(Adjacency::of_ties(&open).clustering() < 0.4);
    }
}
