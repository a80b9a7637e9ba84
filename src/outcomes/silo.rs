//! Silo formation: structure of the tie network and its consequences, kept apart.

use super::Direction::{Higher, Lower, Neutral};
use super::partition::Graph;
use super::{Outcome, flow, share, state, yearly};
use crate::organisation::Organisation;
use crate::organisation::people::distance;
use crate::scenario::FACETS;

/// Most people for whom modularity is measured; beyond it takes longer than the run.
const LARGEST_PARTITION: usize = 20_000;

/// Outcomes of silos and alignment.
pub const OUTCOMES: &[Outcome] = &[
    state(
        "ei_index",
        "Ties across units (E-I index)",
        "-1..1",
        Higher,
        "Strength of ties outside the unit minus inside, over both; -1 is full silos (Krackhardt and Stern 1988).",
        |s| s.network.ei_index(),
    )
    .headline(),
    state(
        "modularity",
        "Modularity by unit",
        "-0.5..1",
        Lower,
        "Newman's modularity of the tie network, weighted by strength, with units as communities.",
        |s| s.network.modularity,
    ),
    yearly(
        "best_modularity",
        "Modularity of emergent groups",
        "-0.5..1",
        Lower,
        "Newman's modularity of the best partition found: by units, or by local moving (Blondel et al. 2008); up to 20,000 people.",
        best_modularity,
    ),
    flow(
        "cross_consultation_share",
        "Asked outside the unit",
        "share",
        Higher,
        "Share of the colleagues asked who sit in another unit.",
        |s| share(s.tally.asked_across, s.tally.asked),
    ),
    state(
        "knowledge_overlap",
        "Knowledge shared by units",
        "0..1",
        Neutral,
        "Mean cosine between the knowledge profile of a unit and that of the organisation.",
        |s| s.profiles.overlap,
    ),
    state(
        "purpose_distance",
        "Distance from the objective",
        "distance",
        Lower,
        "Mean distance of people's purposes from the objective that was set.",
        |s| s.alignment.objective,
    ),
    state(
        "purpose_spread",
        "Spread between departments",
        "distance",
        Lower,
        "Mean distance of the departments' mean purposes from the mean of all.",
        |s| s.alignment.spread,
    ),
    state(
        "need_distance",
        "Distance from the need",
        "distance",
        Lower,
        "Mean distance of people's purposes from the need of the people served.",
        |s| s.alignment.need,
    ),
];

/// Ties inside and across units.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Mixing {
    /// Sum of strength inside units.
    pub inside: f64,
    /// Sum of strength across units.
    pub across: f64,
}

impl Mixing {
    /// Counts a tie from somebody of one unit to somebody of another, or of the same.
    #[inline]
    pub fn add(&mut self, unit: u32, other: u32, strength: f64) {
        // Both sums in every case: which of them grows cannot be guessed.
        let inside = if unit == other { strength } else { 0.0 };
        self.inside += inside;
        self.across += strength - inside;
    }

    /// E-I index of Krackhardt and Stern 1988: (across - inside) / (across + inside); missing (NaN) without ties.
    pub fn ei_index(&self) -> f64 {
        (self.across - self.inside) / (self.across + self.inside)
    }
}

/// What is measured on the tie network once a record.
#[derive(Clone, Copy, Debug, Default)]
pub struct Network {
    /// Ties inside and across units.
    pub mixing: Mixing,
    /// Newman's modularity with units as communities.
    pub modularity: f64,
    /// Mean trust over ties.
    pub trust: f64,
    /// Living ties.
    pub ties: u64,
}

impl Network {
    /// Measures the tie network.
    pub fn of(organisation: &Organisation) -> Self {
        let (mut mixing, mut trust, mut ties) = (Mixing::default(), 0.0, 0u64);
        let mut ends = vec![0.0; organisation.units.count()];
        let units = units_of(organisation);
        for (row, unit) in organisation.ties.rows().iter().zip(&units) {
            let (mut own, (people, trusts, strengths)) = (0.0, row.columns());
            for ((other, one), strength) in people.iter().zip(trusts).zip(strengths) {
                // Nobody is in no unit: that is how a place without a tie is found.
                let Some(other) = units.get(*other as usize) else { continue };
                let strength = f64::from(*strength);
                mixing.add(*unit, *other, strength);
                ends[*other as usize] += strength;
                own += strength;
                trust += f64::from(*one);
                ties += 1;
            }
            // Whoever has left has no ties, and adds nothing here.
            ends[*unit as usize] += own;
        }
        let whole = mixing.inside + mixing.across;
        let by_chance: f64 = ends.iter().map(|ends| (ends / (2.0 * whole)) * (ends / (2.0 * whole))).sum();
        Self { mixing, modularity: mixing.inside / whole - by_chance, trust: super::mean(trust, ties), ties }
    }

    /// [`Mixing::ei_index`] of its ties.
    pub fn ei_index(&self) -> f64 {
        self.mixing.ei_index()
    }
}

/// The unit of everybody, by slot; that of the first seat where nobody is.
fn units_of(organisation: &Organisation) -> Vec<u32> {
    let seats = organisation.people.position.iter();
    seats.map(|seat| organisation.positions.unit.get(*seat as usize).map_or(0, |unit| *unit)).collect()
}

/// Newman's modularity of the best partition of the tie network that is found; missing (NaN) without ties or beyond
/// [`LARGEST_PARTITION`].
fn best_modularity(organisation: &Organisation) -> f64 {
    let people = &organisation.people;
    if people.slots() > LARGEST_PARTITION {
        return f64::NAN;
    }
    let mut edges = Vec::new();
    for person in people.everybody() {
        for tie in organisation.ties.of(person) {
            // Two ties between the same two people are one link.
            let back = organisation.ties.between(tie.to, person).map(|tie| tie.strength);
            if tie.to > person || back.is_none() {
                edges.push((person, tie.to, tie.strength + back.unwrap_or(0.0)));
            }
        }
    }
    let graph = Graph::new(people.slots(), &edges);
    graph.best_partition().modularity.max(graph.modularity(&units_of(organisation)))
}

/// What units know, measured once a record.
#[derive(Clone, Copy, Debug, Default)]
pub struct Profiles {
    /// Mean cosine of units' knowledge profiles with the organisation's.
    pub overlap: f64,
    /// Standard deviation between units of their mean knowledge.
    pub gap: f64,
    /// Best knowledge of a facet in a unit, averaged over facets and units.
    pub coverage: f64,
}

impl Profiles {
    /// Measures what units know.
    pub fn of(organisation: &Organisation) -> Self {
        let units = organisation.units.count();
        let mut sums = vec![[0.0f64; FACETS]; units];
        let (mut bests, mut counts) = (vec![[0.0f32; FACETS]; units], vec![0u64; units]);
        for person in organisation.people.everybody() {
            let unit = organisation.unit_of(person) as usize;
            let (sum, best, knowledge) = (&mut sums[unit], &mut bests[unit], organisation.people.profile[person as usize].knowledge);
            counts[unit] += 1;
            *sum = std::array::from_fn(|facet| sum[facet] + f64::from(knowledge[facet]));
            *best = std::array::from_fn(|facet| if knowledge[facet] > best[facet] { knowledge[facet] } else { best[facet] });
        }
        let all: [f64; FACETS] = std::array::from_fn(|facet| sums.iter().map(|unit| unit[facet]).sum());
        let norm = |profile: &[f64; FACETS]| libm::sqrt(profile.iter().map(|x| x * x).sum());
        let length = norm(&all);
        let (mut cosines, mut means, mut squares, mut number) = (0.0, 0.0, 0.0, 0u64);
        for (profile, count) in sums.iter().zip(&counts).filter(|(_, count)| **count > 0) {
            let dot: f64 = profile.iter().zip(&all).map(|(a, b)| a * b).sum();
            cosines += dot / (norm(profile) * length);
            let mean = profile.iter().sum::<f64>() / (*count as f64 * FACETS as f64);
            means += mean;
            squares += mean * mean;
            number += 1;
        }
        let mean = super::mean(means, number);
        let gap = libm::sqrt((super::mean(squares, number) - mean * mean).max(0.0));
        let best = bests.iter().map(|unit| unit.iter().map(|level| f64::from(*level)).sum::<f64>()).sum();
        let coverage = super::mean(best, (organisation.units.with_seats() * FACETS) as u64);
        Self { overlap: super::mean(cosines, number), gap, coverage }
    }
}

/// How purposes lie to what was set, to each other and to what is needed, measured once a record.
#[derive(Clone, Copy, Debug, Default)]
pub struct Alignment {
    /// Mean distance from the objective.
    pub objective: f64,
    /// Mean distance of departments' mean purposes from the mean of all.
    pub spread: f64,
    /// Mean distance from the need.
    pub need: f64,
}

impl Alignment {
    /// Measures purposes.
    pub fn of(organisation: &Organisation) -> Self {
        let (people, world) = (&organisation.people, &organisation.world);
        let mut sums = vec![([0.0f64; 2], 0u64); organisation.units.departments.len()];
        let (mut objective, mut need, mut count) = (0.0, 0.0, 0u64);
        for person in people.everybody() {
            let purpose = people.purpose[person as usize];
            objective += f64::from(distance(purpose, world.objective));
            need += f64::from(distance(purpose, world.need));
            count += 1;
            let sum = &mut sums[organisation.units.department[organisation.unit_of(person) as usize] as usize];
            sum.0[0] += f64::from(purpose[0]);
            sum.0[1] += f64::from(purpose[1]);
            sum.1 += 1;
        }
        let centre = [0, 1].map(|d| super::mean(sums.iter().map(|sum| sum.0[d]).sum(), count));
        let (mut spread, mut departments) = (0.0, 0u64);
        for (sum, number) in sums.iter().filter(|(_, number)| *number > 0) {
            let (x, y) = (sum[0] / *number as f64 - centre[0], sum[1] / *number as f64 - centre[1]);
            spread += libm::sqrt(x * x + y * y);
            departments += 1;
        }
        Self { objective: super::mean(objective, count), spread: super::mean(spread, departments), need: super::mean(need, count) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organisation::ties::Ties;
    use crate::scenario::parameters::Parameters;
    use crate::scenario::{ChartRow, Structure};
    use crate::streams::Streams;

    /// A flat organisation of three units of four, with the head in the first.
    fn twelve() -> Organisation {
        let row = |n: usize| ChartRow {
            position_id: format!("p{n}"),
            parent_id: (n > 0).then(|| "p0".into()),
            unit: format!("u{}", n / 4),
            department: "d".into(),
        };
        let rows = (0..12).map(row).collect();
        let mut organisation = Organisation::build(&Structure::Chart(rows), &Parameters::default(), &Streams::new(1, 0, 0), 100);
        organisation.ties = Ties::new(12);
        organisation
    }

    #[test]
    fn complete_mixing_has_the_index_of_krackhardt_and_stern_and_isolated_units_minus_one() {
        let mut organisation = twelve();
        for from in 0..12u32 {
            for to in (0..12u32).filter(|to| *to != from) {
                organisation.ties.row_mut(from).meet(to, 0.5, 0.5, 0.0);
            }
        }
        // G = 3 units of n = 4: (n(G-1) - (n-1)) / (Gn - 1) = (8 - 3) / 11.
        let network = Network::of(&organisation);
        assert!((network.ei_index() - 5.0 / 11.0).abs() < 1e-6);
        assert!(network.modularity < 0.0, "complete mixing has no communities");
        let mut organisation = twelve();
        for from in 0..12u32 {
            for to in (0..12u32).filter(|to| *to != from && to / 4 == from / 4) {
                organisation.ties.row_mut(from).meet(to, 0.5, 0.5, 0.0);
            }
        }
        let network = Network::of(&organisation);
        assert_eq!(network.ei_index(), -1.0);
        assert!((network.modularity - 2.0 / 3.0).abs() < 1e-9, "1 - 1/3 for three equal communities");
    }
}
