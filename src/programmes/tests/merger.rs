//! Units that become one.

use super::*;
use crate::organisation::inboxes::{Task, TaskKind};
use crate::organisation::pool::Handle;

fn merger(days: f32, units: &[&str]) -> Scenario {
    school("merger", |scheduled| {
        set("two_heads_days", days)(scheduled);
        scheduled.units = units.iter().map(|unit| (*unit).to_owned()).collect();
    })
}

/// Seats of unit-2 and of unit-3 before the merger.
fn sides(before: &Organisation) -> [Vec<u32>; 2] {
    [2, 3].map(|unit| before.units.seats_of(unit).to_vec())
}

#[test]
fn people_of_both_units_sit_together_under_two_heads_and_then_one() {
    let scenario = merger(5.0, &["unit-2", "unit-3"]);
    let (before, two) = alone(&scenario, 1);
    let (_, one) = alone(&scenario, 6);
    let [first, other] = sides(&before);
    for after in [&two, &one] {
        assert_eq!(after.units.seats_of(2).len(), first.len() + other.len());
        assert_eq!((after.units.lead_seat(2), after.units.lead_seat(3)), (Some(first[0]), None));
    }
    assert_eq!(two.positions.parent, before.positions.parent, "each head leads the own people");
    let mut everybody = [&first[1..], &other[..]].concat();
    everybody.sort_unstable();
    assert_eq!(one.positions.reports(first[0]), everybody);
    assert!(!one.positions.leads(other[0]) && before.positions.leads(other[0]));
    let elsewhere = |seat: &u32| !first.contains(seat) && !other.contains(seat);
    for seat in (0..before.positions.count() as u32).filter(elsewhere) {
        assert_eq!(one.positions.parent[seat as usize], before.positions.parent[seat as usize]);
        assert_eq!(one.positions.unit[seat as usize], before.positions.unit[seat as usize]);
    }
}

#[test]
fn who_comes_along_loses_bearings_and_trust_in_a_new_head_begins_anew() {
    let scenario = merger(5.0, &["unit-2", "unit-3"]);
    let (before, after) = alone(&scenario, 6);
    let [first, other] = sides(&before);
    for seat in 0..before.positions.count() as u32 {
        let (slot, came) = (seat as usize, other.contains(&seat));
        let kept = if came { 0.8 } else { 1.0 };
        assert!((after.people.local[slot] - kept * before.people.local[slot]).abs() < 1e-6);
        if !came {
            assert_eq!(after.people.profile[slot].trust_up, before.people.profile[slot].trust_up);
        } else if before.ties.between(seat, first[0]).is_none() {
            assert_eq!(after.people.profile[slot].trust_up, scenario.parameters.trust.new_tie);
        }
    }
}

#[test]
fn hazard_and_what_waits_go_along() {
    let scenario = merger(0.0, &["unit-2", "unit-3"]);
    let simulation = start(&scenario);
    let mut organisation = simulation.organisation.clone();
    organisation.hazard.fill(1.0);
    plan(&scenario, &scenario.baseline, 0)[0].strike(&mut organisation, &simulation.now(), &mut Log::default());
    assert_eq!(organisation.hazard[..5], [1.0, 1.0, 2.0, 0.0, 1.0]);
    let (mut organisation, seats) = (simulation.organisation.clone(), simulation.organisation.positions.count() as u32);
    let task = Task { kind: TaskKind::Lead, about: Handle::NONE, owed: None };
    [(2, false), (3, false), (3, true)].into_iter().for_each(|(unit, urgent)| organisation.deliver(seats + unit, task, urgent));
    plan(&scenario, &scenario.baseline, 0)[0].strike(&mut organisation, &simulation.now(), &mut Log::default());
    assert_eq!([2, 3].map(|unit| organisation.shared.waiting(seats + unit)), [3, 0]);
    let mut shared = merger(40.0, &["unit-2", "unit-3"]);
    shared.parameters.attention.inbox = 1.0;
    assert!(run(&shared).outcomes.iter().all(|value| value.is_nan() || value.is_finite()));
}

#[test]
fn one_unit_alone_has_nobody_to_merge_with() {
    let (before, after) = alone(&merger(0.0, &["unit-2"]), 2);
    assert_eq!((before.positions.unit, before.positions.parent), (after.positions.unit, after.positions.parent));
    assert_eq!(before.people.local, after.people.local);
}
