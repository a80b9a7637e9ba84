//! What must hold on every day of any scenario: bounds, conservation, consistency of the structure.

use leaderful::organisation::Organisation;
use leaderful::organisation::people::NOBODY;
use leaderful::organisation::positions::NOWHERE;
use leaderful::pattern::{DIALS, Pattern};
use leaderful::scenario::parameters::PARAMETERS;
use leaderful::scenario::{Arm, Scenario, Structure};
use leaderful::simulation::Simulation;
use proptest::prelude::*;

fn level(value: f32, what: &str) {
    assert!((0.0..=1.0).contains(&value), "{what} = {value}");
}

fn check(o: &Organisation) {
    for person in o.people.everybody() {
        let i = person as usize;
        for (value, what) in [
            (o.people.profile[i].leadership, "leadership"),
            (o.people.profile[i].aspiration, "aspiration"),
            (o.people.safety[i], "safety"),
            (o.people.profile[i].agency, "agency"),
            (o.people.strain[i], "strain"),
            (o.people.engagement[i], "engagement"),
            (o.people.heard[i], "heard"),
            (o.people.support[i], "support"),
            (o.people.local[i], "local"),
            (o.people.profile[i].trust_up, "trust_up"),
            (o.people.profile[i].trust_down, "trust_down"),
            (o.people.leaving[i], "leaving"),
        ] {
            level(value, what);
        }
        o.people.profile[i].knowledge.iter().for_each(|x| level(*x, "knowledge"));
        assert!(o.people.purpose[i].iter().all(|x| x.is_finite()));
        assert_eq!(o.positions.occupant[o.people.position[i] as usize], person, "seat and person agree");
        assert_eq!(o.manager_of(person), o.positions.manager(o.people.position[i]), "everybody knows their manager");
        let acting = o.people.acting[i];
        assert!(acting == NOWHERE || o.positions.acting[acting as usize] == person, "acting seat and person agree");
        for tie in o.ties.of(person) {
            level(tie.trust, "tie trust");
            level(tie.strength, "tie strength");
            assert_ne!(tie.to, person, "nobody has a tie with themselves");
        }
    }
    for seat in 0..o.positions.count() {
        let (occupant, acting) = (o.positions.occupant[seat], o.positions.acting[seat]);
        assert!(occupant == NOBODY || o.people.position[occupant as usize] == seat as u32);
        assert!(acting == NOBODY || occupant == NOBODY, "nobody acts in a filled seat");
        assert_eq!(occupant == NOBODY, o.vacant.contains(&(seat as u32)), "the list of vacancies is right");
        assert!(o.spent[seat] >= 0 && (0..=16_000).contains(&o.budget[seat].hours()));
    }
    let people = o.people.everybody().count();
    assert_eq!(people + o.slots.count(), o.people.slots(), "every slot is in use or free");
    assert_eq!(people + o.vacant.len(), o.positions.count(), "every seat is held or vacant");
    assert!(o.hazard.iter().all(|hazard| hazard.is_finite() && *hazard >= 0.0));
}

fn dials() -> impl Strategy<Value = Vec<f32>> {
    DIALS.iter().map(|dial| dial.minimum..=dial.maximum).collect::<Vec<_>>()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, .. ProptestConfig::default() })]

    #[test]
    fn bounds_and_structure_hold_every_day(
        values in dials(),
        moved in proptest::collection::vec((0..PARAMETERS.len(), 0.0f32..=1.0), 0..12),
        levels in prop_oneof![Just(vec![1u32, 3, 9]), Just(vec![1, 5, 8, 51]), Just(vec![1, 12]), Just(vec![1, 2, 4, 8, 16])],
        rounds in 1u32..=8,
        seed in 0u64..1_000_000,
    ) {
        let mut pattern = Pattern::preset("autocracy").unwrap();
        for (dial, value) in DIALS.iter().zip(values) {
            pattern.set(dial.name, value);
        }
        let mut scenario = Scenario { days: 90, rounds, seed, structure: Structure::Levels(levels), ..Scenario::default() };
        for (row, share) in moved {
            let row = &PARAMETERS[row];
            scenario.parameters.set(row.path, row.vary.0 + share * (row.vary.1 - row.vary.0));
        }
        scenario.parameters.succession.leaving_rate = 0.8;
        let mut simulation = Simulation::new(&scenario, &Arm::new("any", pattern), 0);
        check(&simulation.organisation);
        for _ in 0..90 {
            simulation.step();
            check(&simulation.organisation);
        }
        let result = simulation.run();
        prop_assert!(result.outcomes.iter().all(|value| value.is_nan() || value.is_finite()));
    }
}

#[test]
fn parameters_at_their_extreme_bounds_do_not_break_a_run() {
    for row in PARAMETERS {
        for value in [row.minimum, row.maximum] {
            let mut scenario = Scenario { days: 25, structure: Structure::Levels(vec![1, 3, 9]), ..Scenario::default() };
            scenario.parameters.set(row.path, value);
            let mut simulation = Simulation::new(&scenario, &scenario.arms[1], 0);
            for _ in 0..25 {
                simulation.step();
                check(&simulation.organisation);
            }
        }
    }
}

#[test]
fn nothing_drifts_without_bound_in_ten_years() {
    let scenario = Scenario { days: 2600, ..Scenario::default() };
    for preset in leaderful::pattern::PRESETS {
        let simulation = Simulation::new(&scenario, &Arm::new(preset.name, preset.pattern), 0);
        let result = simulation.run();
        let half = result.series.len() / 2;
        for (place, outcome) in leaderful::outcomes::OUTCOMES.iter().enumerate() {
            let mean = |records: &[leaderful::simulation::Record]| {
                let values: Vec<f64> = records.iter().map(|r| r.values[place]).filter(|v| v.is_finite()).collect();
                values.iter().sum::<f64>() / values.len().max(1) as f64
            };
            let (first, last) = (mean(&result.series[..half]), mean(&result.series[half..]));
            // A count of at most six posts may go from none to all; everything else has a scale of about one.
            let room = if outcome.name == "top_bench" { 6.0 } else { 1.5 };
            assert!(last.abs() <= 4.0 * first.abs() + room, "{} of {}: {first} then {last}", outcome.name, preset.name);
        }
        let people = result.series.last().unwrap().values[leaderful::outcomes::position("ties_mean").unwrap()];
        assert!(people > 1.0, "{} empties the organisation", preset.name);
    }
}
