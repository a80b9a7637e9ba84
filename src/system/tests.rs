//! What holds for every system: members are themselves, and neither threads nor order change a byte.

use super::*;
use crate::pattern::Pattern;
use crate::scenario::Structure;

/// A small system in which nothing passes between organisations.
pub(super) fn apart(organisations: f32, days: u32) -> Scenario {
    let mut scenario = Scenario { days, structure: Structure::Levels(vec![1, 2, 4, 12]), ..Scenario::default() };
    scenario.parameters.system.organisations = organisations;
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

#[cfg(feature = "cli")]
#[test]
fn threads_change_no_byte_of_a_system() {
    let scenario = apart(7.0, 200);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        format!("{:?}", pool.install(|| run(&scenario, &arm(), 1)))
    };
    let one = on(1);
    assert!(one == on(2) && one == on(8));
}
