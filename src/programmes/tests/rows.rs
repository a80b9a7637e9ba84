//! What the calendar promises of every row: from, until, repetition, arms, levels, units, organisations, take-up and cost.

use super::*;
use crate::events::Fact;
use crate::simulation::Record;
use crate::system::System;

/// One programme in an organisation, or in a system of four where it acts between organisations.
fn planned(row: &ProgrammeRow, change: impl FnOnce(&mut Scheduled)) -> Scenario {
    let mut scenario = school(row.name, change);
    scenario.days = 120;
    scenario.parameters.context.competition = 0.3;
    if row.system {
        scenario.parameters.system.organisations = 4.0;
        (scenario.parameters.system.meeting_days, scenario.parameters.system.innovation) = (10.0, 10.0);
        (scenario.parameters.system.copying, scenario.structure) = (0.5, Structure::Levels(vec![1, 2, 8]));
    }
    scenario
}

fn result(scenario: &Scenario) -> RunResult {
    System::new(scenario, &scenario.baseline, 0).run()
}

/// Bits of the series up to a day, or of all of it.
fn bits(result: &RunResult, until: u32) -> Vec<u64> {
    let known = |record: &&Record| record.day <= until;
    result.series.iter().filter(known).flat_map(|record| record.values.iter().map(|value| value.to_bits())).collect()
}

/// Days on which it began and ended in the first organisation that has it.
fn days(result: &RunResult) -> [Vec<u32>; 2] {
    let first =
        result.events.iter().filter(|event| matches!(event.fact, Fact::ProgrammeBegan { .. })).map(|event| event.organisation).min();
    let of = |is: fn(&Fact) -> bool| {
        let noted = result.events.iter().filter(|event| is(&event.fact) && Some(event.organisation) == first);
        noted.map(|event| event.day).collect()
    };
    [of(|fact| matches!(fact, Fact::ProgrammeBegan { .. })), of(|fact| matches!(fact, Fact::ProgrammeEnded { .. }))]
}

fn has(row: &ProgrammeRow, setting: &str) -> bool {
    row.settings.iter().any(|known| known.name == setting)
}

#[test]
fn every_row_begins_ends_repeats_and_keeps_to_its_arms() {
    for row in PROGRAMMES {
        let none = result(&Scenario { schedule: Vec::new(), ..planned(row, |_| {}) });
        let late = result(&planned(row, |scheduled| scheduled.from = 40));
        assert_eq!(bits(&late, 40), bits(&none, 40), "{} acts before its first day", row.name);
        assert_ne!(bits(&late, 120), bits(&none, 120), "{} does nothing", row.name);
        let short = result(&planned(row, |scheduled| (scheduled.from, scheduled.until) = (20, Some(60))));
        assert_eq!(days(&short), [vec![20], vec![60]], "{}", row.name);
        let again = result(&planned(row, |scheduled| {
            (scheduled.from, scheduled.every_days, scheduled.for_days) = (10, Some(40), Some(20));
        }));
        assert_eq!(days(&again), [vec![10, 50, 90], vec![30, 70, 110]], "{}", row.name);
        assert_ne!(bits(&again, 120), bits(&short, 120), "{}", row.name);
        let others = result(&planned(row, |scheduled| scheduled.arms = vec!["Heroic".into()]));
        assert_eq!(bits(&others, 120), bits(&none, 120), "{} is in an arm that it does not name", row.name);
    }
}

#[test]
fn what_turns_dials_or_parameters_leaves_them_as_they_were_when_it_ends() {
    for row in PROGRAMMES.iter().filter(|row| row.turn.is_some()) {
        let scenario = planned(row, |scheduled| (scheduled.from, scheduled.until) = (20, Some(60)));
        let programme = plan_of(&scenario, &scenario.baseline).remove(0);
        for (day, turned) in [(19, false), (20, true), (59, true), (60, false)] {
            let (mut parameters, mut pattern) = (scenario.parameters.clone(), scenario.baseline.pattern);
            programme.turn(day, &mut parameters, &mut pattern);
            let same = (&parameters, &pattern) == (&scenario.parameters, &scenario.baseline.pattern);
            assert_eq!(same, !turned, "{} on day {day}", row.name);
        }
    }
}

#[test]
fn every_row_keeps_to_the_organisations_that_it_names() {
    for row in PROGRAMMES {
        let mut scenario = planned(row, |scheduled| scheduled.organisations = vec![1]);
        (scenario.parameters.system.organisations, scenario.parameters.system.practice_effect) = (3.0, 0.0);
        scenario.days = 60;
        let with = result(&scenario);
        let named = |event: &&crate::events::Event| matches!(event.fact, Fact::ProgrammeBegan { .. });
        assert!(with.events.iter().filter(named).all(|event| event.organisation == 1), "{}", row.name);
        let without = result(&Scenario { schedule: Vec::new(), ..scenario });
        let same = |number: usize| {
            let of = |result: &RunResult| result.members[number].iter().map(|value| value.to_bits()).collect::<Vec<_>>();
            of(&with) == of(&without)
        };
        assert!(same(0) && same(2), "{} reached an organisation that it does not name", row.name);
        // Who may join a network of one has nobody to help unless it is the best.
        assert!(!same(1) || row.name == "support-network", "{} did not reach the one that it names", row.name);
    }
}

#[test]
fn every_row_says_who_takes_part_and_what_it_costs() {
    for row in PROGRAMMES {
        assert_ne!(has(row, "take_up"), !row.no_take_up.is_empty(), "{}: a setting take_up, or why there is none", row.name);
        assert_ne!(has(row, "hours"), !row.no_hours.is_empty(), "{}: a setting hours, or where the cost lies", row.name);
        assert!(row.is_targeted() != (row.turn.is_some() && row.strike.is_none() && row.daily.is_none()), "{}", row.name);
        assert!(!row.system || !row.is_targeted(), "{}", row.name);
    }
}
