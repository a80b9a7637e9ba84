//! What holds for every system: members are themselves, and neither threads nor order change a byte.

use super::*;
use crate::outcomes::position;
use crate::pattern::Pattern;
use crate::scenario::{Scheduled, Structure};

/// A small system in which nothing passes between organisations.
pub(super) fn apart(organisations: f32, days: u32) -> Scenario {
    let mut scenario = Scenario { days, structure: Structure::Levels(vec![1, 2, 4, 12]), ..Scenario::default() };
    scenario.parameters.system.organisations = organisations;
    scenario.parameters.system.practice_effect = 0.0;
    scenario
}

/// The same with everything between organisations at work.
pub(super) fn together(organisations: f32, days: u32) -> Scenario {
    let mut scenario = apart(organisations, days);
    let values = [
        ("meeting_days", 30.0),
        ("practice_effect", 0.5),
        ("support_ties", 2.0),
        ("network_potential", 0.6),
        ("innovation", 2.0),
        ("system_hours", 2.0),
        ("team_size", 3.0),
        ("move_share", 1.0),
        ("central_places", 10.0),
        ("licensed", 0.5),
        ("resources", 2.0),
        ("size_spread", 0.2),
    ];
    for (name, value) in values {
        assert!(scenario.parameters.set(&format!("system.{name}"), value), "{name}");
    }
    // Vacant posts of heads are part of it.
    scenario.parameters.succession.leaving_rate = 0.4;
    scenario
}

pub(super) fn arm() -> Arm {
    Arm::new("Distributed", Pattern::preset("guided-distribution").unwrap())
}

/// Bits, so that missing values compare too; those that only a system has are left out.
fn bits(values: &[f64]) -> Vec<u64> {
    let own = OUTCOMES.iter().zip(values).filter(|(outcome, _)| !outcome.is_of_a_system());
    own.map(|(_, value)| value.to_bits()).collect()
}

#[test]
fn an_organisation_alone_is_the_simulation_itself() {
    let scenario = apart(1.0, 150);
    let (alone, simulation) = (run(&scenario, &arm(), 2), Simulation::new(&scenario, &arm(), 2).run());
    assert_eq!(format!("{alone:?}"), format!("{simulation:?}"));
}

#[test]
fn a_programme_of_one_organisation_leaves_the_others_as_they_are() {
    let mut scenario = apart(3.0, 150);
    let without = System::new(&scenario, &arm(), 0).run();
    let crisis = Scheduled { kind: "crisis".into(), from: 20, organisations: vec![1], ..Scheduled::default() };
    scenario.schedule.push(crisis);
    let with = System::new(&scenario, &arm(), 0).run();
    let same = |number: usize| bits(&with.members[number]) == bits(&without.members[number]);
    assert_eq!([0, 1, 2].map(same), [true, false, true]);
}

#[test]
fn where_nothing_passes_between_them_organisations_are_what_they_are_alone() {
    let three = System::new(&apart(3.0, 150), &arm(), 2).run();
    let five = System::new(&apart(5.0, 150), &arm(), 2).run();
    let alone = Simulation::new(&apart(1.0, 150), &arm(), 2).run();
    assert_eq!(bits(&three.members[0]), bits(&alone.outcomes), "the first has the people and luck of an organisation alone");
    for number in 0..3 {
        assert_eq!(bits(&three.members[number]), bits(&five.members[number]), "organisation {number} does not depend on the others");
    }
    assert_ne!(bits(&three.members[1]), bits(&three.members[2]));
    let service = position("service").unwrap();
    let mean = three.members.iter().map(|member| member[service]).sum::<f64>() / 3.0;
    assert!((three.outcomes[service] - mean).abs() < 1e-12);
    let of = |result: &RunResult, name: &str| result.outcomes[position(name).unwrap()];
    assert!(of(&three, "service_spread") > 0.0 && of(&alone, "service_spread").is_nan());
    assert!(of(&three, "service_lowest_tenth") < mean);
}

#[test]
fn sizes_vary_where_they_may_and_an_organisation_keeps_its_own() {
    let mut scenario = apart(6.0, 5);
    let seats = |scenario: &Scenario| -> Vec<usize> {
        System::new(scenario, &arm(), 0).members().iter().map(|member| member.organisation.positions.count()).collect()
    };
    assert_eq!(seats(&scenario), vec![19; 6]);
    scenario.parameters.system.size_spread = 0.4;
    let six = seats(&scenario);
    assert!(six.iter().any(|count| *count > 22) && six.iter().any(|count| *count < 17), "{six:?}");
    scenario.parameters.system.organisations = 3.0;
    assert_eq!(seats(&scenario), six[..3]);
}

#[test]
fn events_name_their_organisation_in_the_order_of_days() {
    let result = run(&apart(4.0, 260), &arm(), 0);
    assert!(result.events.is_sorted_by_key(|event| (event.day, event.organisation)));
    assert!((0..4).all(|number| result.events.iter().any(|event| event.organisation == number)));
}

#[test]
fn days_between_two_looks_change_nothing() {
    let scenario = together(3.0, 130);
    let mut system = System::new(&scenario, &arm(), 0);
    while system.day() < 130 {
        assert!(system.advance(system.day() + 7, &|| true));
    }
    assert_eq!(format!("{:?}", system.finish()), format!("{:?}", run(&scenario, &arm(), 0)));
    let mut given_up = System::new(&scenario, &arm(), 0);
    assert!(!given_up.advance(130, &|| false));
}

#[cfg(feature = "cli")]
#[test]
fn threads_change_no_byte_of_a_system() {
    let scenario = together(7.0, 200);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        format!("{:?}", pool.install(|| run(&scenario, &arm(), 1)))
    };
    let one = on(1);
    assert!(one == on(2) && one == on(8));
}

#[test]
fn each_thing_between_organisations_moves_something_and_can_be_switched_off() {
    let scenario = together(6.0, 200);
    let whole = format!("{:?}", run(&scenario, &arm(), 0).outcomes);
    let neutral = [
        ("practice_effect", 0.0),
        ("copying", 0.0),
        ("network_potential", 0.0),
        ("team_size", 0.0),
        ("move_share", 0.0),
        ("licensed", 0.0),
        ("resources", 0.0),
    ];
    assert_eq!(neutral.len(), BETWEEN.len());
    for ((name, value), row) in neutral.into_iter().zip(BETWEEN) {
        assert!(row.neutral.contains(name), "{}: {}", row.name, row.neutral);
        let mut other = scenario.clone();
        other.parameters.set(&format!("system.{name}"), value);
        assert_ne!(format!("{:?}", run(&other, &arm(), 0).outcomes), whole, "{} moves nothing", row.name);
    }
}

#[test]
fn outcomes_of_a_system_stay_in_their_bounds_at_both_ends_of_every_range() {
    for end in [0, 1] {
        let mut scenario = together(4.0, 140);
        for row in crate::scenario::parameters::PARAMETERS.iter().filter(|row| row.path.starts_with("system.")) {
            let name = row.path.trim_start_matches("system.");
            if !["organisations", "meeting_days", "size_spread"].contains(&name) {
                // Some ranges are open above for other units of counting.
                scenario.parameters.set(row.path, [row.minimum, row.maximum.min(100.0)][end]);
            }
        }
        let result = run(&scenario, &arm(), 0);
        let of = |name: &str| result.outcomes[position(name).unwrap()];
        for name in ["practice_right", "developed_kept", "heads_burnt_out"] {
            assert!(of(name).is_nan() || (0.0..=1.0).contains(&of(name)), "{name} {}", of(name));
        }
        assert!(of("service").is_finite() && (0.0..=4.0).contains(&of("adopters")));
    }
}
