//! A new pattern that comes unit by unit.

use super::*;
use crate::events::Fact;
use crate::outcomes::position;
use crate::scenario::PatternChange;

fn rollout(settings: &[(&str, f32)]) -> Scenario {
    school("rollout", |scheduled| scheduled.settings.extend(settings.iter().map(|(name, value)| ((*name).to_owned(), *value))))
}

/// Dials of every unit on each of the first days.
fn coordination(scenario: &Scenario, days: u32) -> Vec<Vec<f32>> {
    let mut simulation = start(scenario);
    let today = |simulation: &mut Simulation| {
        simulation.step();
        dials(simulation)
    };
    (0..days).map(|_| today(&mut simulation)).collect()
}

fn dials(simulation: &Simulation) -> Vec<f32> {
    let (now, organisation) = (simulation.now(), &simulation.organisation);
    let units = 0..organisation.units.count() as u32;
    units.map(|unit| now.dials(organisation, organisation.units.lead_seat(unit).unwrap()).coordination).collect()
}

/// Units whose dials have moved from those of traditional delegation.
fn begun(simulation: &Simulation) -> Vec<u32> {
    let moved = dials(simulation).into_iter().zip(0..).filter(|(dial, _)| *dial != 0.5);
    moved.map(|(_, unit)| unit).collect()
}

fn has_begun(coordination: &[f32]) -> usize {
    coordination.iter().filter(|dial| **dial != 0.5).count()
}

#[test]
fn at_once_and_free_of_cost_it_is_the_change_of_an_arm() {
    let mut changed = Scenario { schedule: Vec::new(), ..rollout(&[]) };
    let pattern = Pattern::preset("guided-distribution").unwrap();
    changed.baseline.changes.push(PatternChange { day: 30, over_days: 0, pattern });
    let mut rolled = rollout(&[("days", 0.0), ("hours", 0.0), ("flaw", 0.0)]);
    rolled.schedule[0].from = 30;
    let crisis = Scheduled { kind: "crisis".into(), from: 60, ..Default::default() };
    changed.schedule.push(crisis.clone());
    rolled.schedule.push(crisis);
    let others = position("adoption_days").unwrap();
    let bits = |scenario: &Scenario| run(scenario).outcomes[..others].iter().map(|value| value.to_bits()).collect::<Vec<_>>();
    let same = bits(&changed);
    assert_eq!(bits(&rolled), same);
    rolled.schedule[0].settings.insert("days".into(), 90.0);
    assert_ne!(bits(&rolled), same, "practice takes time");
}

#[test]
fn dials_move_with_practice_and_small_beginnings_grow_wave_by_wave() {
    let all = coordination(&rollout(&[]), 3);
    assert_eq!(has_begun(&all[2]), all[2].len());
    assert!(all[0][1] > 0.5 && all[2][1] > all[1][1] && all[2][1] < 0.8);
    let some = coordination(&rollout(&[("pilots", 2.0), ("wave_days", 10.0)]), 31);
    assert_eq!([0, 9, 10, 20, 30].map(|day| has_begun(&some[day])), [2, 2, 4, 7, 7], "two, twice as many, and all seven");
    let then_all = coordination(&rollout(&[("pilots", 1.0), ("wave_days", 10.0), ("growth", 1000.0)]), 11);
    assert_eq!([9, 10].map(|day| has_begun(&then_all[day])), [1, 7]);
}

#[test]
fn support_is_shared_and_examples_help() {
    let last = |settings: &[(&str, f32)]| coordination(&rollout(settings), 60).pop().unwrap();
    let least = |dials: Vec<f32>| dials.into_iter().filter(|dial| *dial != 0.5).fold(1.0, f32::min);
    let alone = least(last(&[("capacity", 0.0)]));
    // With p = 1 - (1 - speed / days)^60 for seven units that are always level.
    let practice = |speed: f32| (0..60).fold(0.0f32, |p, _| p + speed / 90.0 * (1.0 - p));
    assert!((alone - (0.5 + 0.3 * practice(0.25))).abs() < 1e-5);
    assert!((least(last(&[("capacity", 1000.0)])) - (0.5 + 0.3 * practice(1.0))).abs() < 1e-5);
    let some = least(last(&[]));
    assert!(alone < some && some < least(last(&[("capacity", 1000.0)])));
    let behind = |example: f32| least(last(&[("pilots", 3.0), ("wave_days", 40.0), ("example", example), ("capacity", 1000.0)]));
    assert!(behind(1.5) > behind(0.0));
}

#[test]
fn learning_and_the_flaw_cost_hours_until_they_are_over() {
    let owed = |settings: &[(&str, f32)], days: u32| {
        let (_, after) = alone(&rollout(settings), days);
        let (_, before) = alone(&rollout(settings), days - 1);
        after.owed[10] - before.owed[10]
    };
    assert_eq!(owed(&[("flaw", 0.0)], 1), 600);
    assert_eq!(owed(&[("flaw", 0.0), ("days", 0.0)], 2), 0);
    let flaw = [("hours", 0.0), ("days", 0.0), ("flaw_days", 10.0)];
    assert_eq!([2, 12].map(|days| owed(&flaw, days)), [600, 300], "half of it is found in ten days");
    let never = [flaw[0], flaw[1], flaw[2], ("unsuited", 1.0)];
    assert_eq!([2, 12].map(|days| owed(&never, days)), [600, 600]);
}

#[test]
fn a_survey_that_finds_less_engagement_stops_it() {
    let surveyed = |fall: f32| {
        let scenario = rollout(&[("pilots", 2.0), ("wave_days", 10.0), ("stop", 0.1), ("noise", 0.0)]);
        let mut simulation = start(&scenario);
        (0..10).for_each(|_| simulation.step());
        for unit in begun(&simulation) {
            for seat in simulation.organisation.units.seats_of(unit).to_vec() {
                let person = occupant(&simulation.organisation, seat);
                simulation.organisation.people.engagement[person as usize] -= fall;
            }
        }
        simulation.step();
        begun(&simulation).len()
    };
    assert_eq!((surveyed(0.3), surveyed(0.0)), (0, 4));
}

/// Days until adoption, the share that gets there, and the days and kinds of its facts.
fn adoption(scenario: &Scenario) -> (f64, f64, Vec<(u32, Fact)>) {
    let result = run(scenario);
    let of = |name: &str| result.outcomes[position(name).unwrap()];
    let is_news = |fact: &Fact| matches!(fact, Fact::RolloutStopped { .. } | Fact::RolloutAdopted { .. });
    let facts = result.events.iter().filter(|event| is_news(&event.fact)).map(|event| (event.day, event.fact.clone()));
    (of("adoption_days"), of("adopted_share"), facts.collect())
}

#[test]
fn days_until_adoption_are_those_of_the_last_unit_and_censored_where_it_never_comes() {
    let mut scenario = rollout(&[("pilots", 4.0), ("wave_days", 10.0), ("days", 0.0)]);
    scenario.schedule[0].from = 30;
    assert_eq!(adoption(&scenario), (10.0, 1.0, vec![(40, Fact::RolloutAdopted { days: 10, units: 7 })]));
    scenario.schedule[0].until = Some(35);
    assert_eq!(adoption(&scenario), (230.0, 0.0, Vec::new()), "260 days less the 30 before it began");
    let none = run(&Scenario { schedule: Vec::new(), ..rollout(&[]) });
    assert!(none.outcomes[position("adoption_days").unwrap()].is_nan());
    // Two attempts of ten days: the first stops short, and the second goes on from its start.
    let mut scenario = rollout(&[("wave_days", 10.0), ("days", 5.0), ("capacity", 100.0)]);
    (scenario.schedule[0].every_days, scenario.schedule[0].for_days, scenario.schedule[0].until) = (Some(40), Some(10), Some(60));
    let (days, share, facts) = adoption(&scenario);
    assert_eq!((days, share, facts.len()), (260.0, 0.0, 0), "ten days are too few to learn nine tenths at a fifth a day");
}

#[test]
fn a_survey_that_stops_it_leaves_its_figures_and_a_censored_time() {
    // Hours that are never paid back and a reading without error: engagement falls where it has begun.
    let mut scenario = rollout(&[("pilots", 3.0), ("wave_days", 20.0), ("hours", 8.0), ("days", 2600.0), ("stop", 0.001), ("noise", 0.0)]);
    scenario.schedule[0].from = 5;
    let (days, share, facts) = adoption(&scenario);
    let [(day, Fact::RolloutStopped { days: after, units: begun, practice, reading })] = facts[..] else { panic!("{facts:?}") };
    assert_eq!((days, share, after), (255.0, 0.0, day - 5));
    assert!(after % 20 == 0 && after >= 20 && [3, 6, 7].contains(&begun) && reading < -0.001, "{after} {begun} {reading}");
    assert!(practice > 0.0 && practice < 0.1, "{practice}");
}
