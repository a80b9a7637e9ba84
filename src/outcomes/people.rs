//! Strain, engagement, trust, agency and knowledge.

use super::Direction::{Higher, Lower, Neutral};
use super::{Outcome, State, mean, share, state};
use crate::organisation::people::NOBODY;
use crate::scenario::FACETS;

/// Outcomes of people's state.
pub const OUTCOMES: &[Outcome] = &[
    state("strain_mean", "Strain", "0..1", Lower, "Mean strain of everybody.", |s| column(s, |_| true, |p, i| p.strain[i])).headline(),
    state("strain_leaders", "Strain of leaders", "0..1", Lower, "Mean strain of holders of leadership posts.", |s| {
        column(s, |leads| leads, |p, i| p.strain[i])
    }),
    state("strain_top", "Strain at the top", "0..1", Lower, "Strain of the holder of the top post.", |s| {
        let head = s.organisation.positions.holder(0);
        if head == NOBODY { f64::NAN } else { f64::from(s.organisation.people.strain[head as usize]) }
    }),
    state("burnout_share", "People burnt out", "share", Lower, "Share of people whose strain is above the threshold.", |s| {
        let line = s.now.p.strain.threshold;
        let people = &s.organisation.people;
        let mut above = 0;
        for (person, _) in s.staff {
            above += u64::from(people.strain[*person as usize] > line);
        }
        share(above, s.staff.len() as u64)
    }),
    state("engagement_mean", "Engagement", "0..1", Higher, "Mean engagement of everybody.", |s| {
        column(s, |_| true, |p, i| p.engagement[i])
    }),
    state("trust_up", "Trust in the manager", "0..1", Higher, "Mean trust in the own manager.", |s| {
        column(s, |_| true, |p, i| p.profile[i].trust_up)
    }),
    state("trust_down", "Trust in reports", "0..1", Higher, "Mean trust of managers in their reports.", |s| {
        column(s, |_| true, |p, i| p.profile[i].trust_down)
    }),
    state("trust_lateral", "Trust between colleagues", "0..1", Higher, "Mean trust over living ties.", |s| s.network.trust),
    state("agency_mean", "Agency", "0..1", Higher, "Mean agency of everybody.", |s| column(s, |_| true, |p, i| p.profile[i].agency)),
    state("agency_frontline", "Agency at the front line", "0..1", Higher, "Mean agency of those without reports.", |s| {
        column(s, |leads| !leads, |p, i| p.profile[i].agency)
    }),
    state(
        "behaviour_frontline",
        "Shared values lived at the front line",
        "0..1",
        Higher,
        "Mean behaviour of those without reports.",
        |s| column(s, |leads| !leads, |p, i| p.behaviour[i]),
    ),
    state("knowledge_mean", "Knowledge", "0..1", Higher, "Mean knowledge over people and facets.", |s| {
        column(s, |_| true, |p, i| p.profile[i].knowledge.iter().sum::<f32>() / FACETS as f32)
    }),
    state(
        "knowledge_coverage",
        "Knowledge coverage",
        "0..1",
        Higher,
        "Best knowledge of a facet in a unit, averaged over facets and units.",
        coverage,
    ),
    state("knowledge_gap", "Gap between units", "0..1", Lower, "Standard deviation between units of their mean knowledge.", |s| {
        s.profiles.gap
    }),
    state("support_mean", "Support", "0..1", Higher, "Mean support from ties and manager.", |s| column(s, |_| true, |p, i| p.support[i])),
    state("ties_mean", "Ties a person", "ties", Neutral, "Living ties, a person.", |s| share(s.network.ties, s.staff.len() as u64)),
];

/// The mean of a value over those whom `admit`, told whether they lead, lets in.
pub(super) fn column(
    state: &State,
    admit: impl Fn(bool) -> bool,
    value: impl Fn(&crate::organisation::people::People, usize) -> f32,
) -> f64 {
    let (mut sum, mut count) = (0.0, 0);
    for (person, leads) in state.staff {
        if admit(*leads) {
            sum += f64::from(value(&state.organisation.people, *person as usize));
            count += 1;
        }
    }
    mean(sum, count)
}

fn coverage(state: &State) -> f64 {
    let organisation = state.organisation;
    let (mut sum, mut count) = (0.0, 0);
    for unit in (0..organisation.units.count() as u32).filter(|unit| !organisation.units.seats_of(*unit).is_empty()) {
        let mut best = [0.0f32; FACETS];
        for seat in organisation.units.seats_of(unit) {
            let person = organisation.positions.occupant[*seat as usize];
            if person != NOBODY {
                for (best, level) in best.iter_mut().zip(&organisation.people.profile[person as usize].knowledge) {
                    *best = best.max(*level);
                }
            }
        }
        sum += best.iter().map(|level| f64::from(*level)).sum::<f64>();
        count += FACETS as u64;
    }
    mean(sum, count)
}
