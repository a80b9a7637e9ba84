//! Strain, engagement, trust, agency and knowledge.

use super::Direction::{Higher, Lower, Neutral};
use super::{Outcome, State, mean, share, state};
use crate::organisation::Organisation;
use crate::organisation::people::{NOBODY, People};
use crate::organisation::positions::NOWHERE;
use crate::scenario::FACETS;

/// Outcomes of people's state.
pub const OUTCOMES: &[Outcome] = &[
    state("strain_mean", "Strain", "0..1", Lower, "Mean strain of everybody.", |s| column(s, &s.staff.all, |p, i| p.strain[i])).headline(),
    state("strain_leaders", "Strain of leaders", "0..1", Lower, "Mean strain of holders of leadership posts.", |s| {
        column(s, &s.staff.leaders, |p, i| p.strain[i])
    }),
    state("strain_top", "Strain at the top", "0..1", Lower, "Strain of the holder of the top post.", |s| {
        let head = s.organisation.positions.holder(0);
        if head == NOBODY { f64::NAN } else { f64::from(s.organisation.people.strain[head as usize]) }
    }),
    state("burnout_share", "People burnt out", "share", Lower, "Share of people whose strain is above the threshold.", |s| {
        let line = s.now.p.strain.threshold;
        let people = &s.organisation.people;
        let mut above = 0;
        for person in &s.staff.all {
            above += u64::from(people.strain[*person as usize] > line);
        }
        share(above, s.staff.all.len() as u64)
    }),
    state("engagement_mean", "Engagement", "0..1", Higher, "Mean engagement of everybody.", |s| {
        column(s, &s.staff.all, |p, i| p.engagement[i])
    }),
    state("trust_up", "Trust in the manager", "0..1", Higher, "Mean trust in the own manager.", |s| {
        column(s, &s.staff.all, |p, i| p.profile[i].trust_up)
    }),
    state("trust_down", "Trust in reports", "0..1", Higher, "Mean trust of managers in their reports.", |s| {
        column(s, &s.staff.all, |p, i| p.profile[i].trust_down)
    }),
    state("trust_lateral", "Trust between colleagues", "0..1", Higher, "Mean trust over living ties.", |s| s.network.trust),
    state("agency_mean", "Agency", "0..1", Higher, "Mean agency of everybody.", |s| column(s, &s.staff.all, |p, i| p.profile[i].agency)),
    state("agency_frontline", "Agency at the front line", "0..1", Higher, "Mean agency of those without reports.", |s| {
        column(s, &s.staff.frontline, |p, i| p.profile[i].agency)
    }),
    state(
        "behaviour_frontline",
        "Shared values lived at the front line",
        "0..1",
        Higher,
        "Mean behaviour of those without reports.",
        |s| column(s, &s.staff.frontline, |p, i| p.behaviour[i]),
    ),
    state("knowledge_mean", "Knowledge", "0..1", Higher, "Mean knowledge over people and facets.", |s| {
        column(s, &s.staff.all, |p, i| p.profile[i].knowledge.iter().sum::<f32>() / FACETS as f32)
    }),
    state(
        "knowledge_coverage",
        "Knowledge coverage",
        "0..1",
        Higher,
        "Best knowledge of a facet in a unit, averaged over facets and units.",
        |s| s.profiles.coverage,
    ),
    state("knowledge_gap", "Gap between units", "0..1", Lower, "Standard deviation between units of their mean knowledge.", |s| {
        s.profiles.gap
    }),
    state("support_mean", "Support", "0..1", Higher, "Mean support from ties and manager.", |s| {
        column(s, &s.staff.all, |p, i| p.support[i])
    }),
    state("ties_mean", "Ties a person", "ties", Neutral, "Living ties, a person.", |s| share(s.network.ties, s.staff.all.len() as u64)),
];

/// Who is there, by slot.
#[derive(Clone, Debug, Default)]
pub struct Staff {
    /// Everybody.
    pub all: Vec<u32>,
    /// Holders of seats with reports.
    pub leaders: Vec<u32>,
    /// Holders of seats without reports.
    pub frontline: Vec<u32>,
    /// Sums of everybody's leadership capability and of its square.
    leadership: [f64; 2],
}

impl Staff {
    /// Lists who is there.
    pub fn of(organisation: &Organisation) -> Self {
        let seats = &organisation.people.position;
        let list = || Vec::with_capacity(seats.len());
        let (mut all, mut leaders, mut frontline, mut leadership) = (list(), list(), list(), [0.0; 2]);
        for (person, seat) in (0..).zip(seats).filter(|(_, seat)| **seat != NOWHERE) {
            all.push(person);
            if organisation.positions.leads(*seat) {
                leaders.push(person)
            } else {
                frontline.push(person)
            }
            let level = f64::from(organisation.people.profile[person as usize].leadership);
            leadership[0] += level;
            leadership[1] += level * level;
        }
        Self { all, leaders, frontline, leadership }
    }

    /// Mean and standard deviation of leadership capability.
    pub fn leadership(&self) -> (f64, f64) {
        let [level, square] = self.leadership.map(|sum| mean(sum, self.all.len() as u64));
        (level, libm::sqrt((square - level * level).max(0.0)))
    }
}

/// The mean of a value over some of the people.
pub(super) fn column(state: &State, whom: &[u32], value: impl Fn(&People, usize) -> f32) -> f64 {
    let value = |person: u32| f64::from(value(&state.organisation.people, person as usize));
    // Four sums side by side, for no addition can begin before the last on the same sum has ended.
    let (fours, rest) = whom.as_chunks::<4>();
    let mut sums = [0.0; 4];
    for four in fours {
        (0..4).for_each(|lane| sums[lane] += value(four[lane]));
    }
    sums.iter_mut().zip(rest).for_each(|(sum, person)| *sum += value(*person));
    mean((sums[0] + sums[1]) + (sums[2] + sums[3]), whom.len() as u64)
}
