//! Parts of an organisation that are apart until they merge.

use super::*;
use crate::organisation::issues::{Issue, Who};
use crate::organisation::positions::NOWHERE;
use crate::scenario::ChartRow;
use std::collections::BTreeMap;

/// Two halves, each with a head and two teams of five; the second head reports to the first in the chart.
fn two_halves() -> Structure {
    let row = |position: &str, parent: Option<&str>, unit: &str| ChartRow {
        position_id: position.into(),
        parent_id: parent.map(str::to_owned),
        unit: unit.into(),
        department: unit.into(),
    };
    let mut rows = vec![row("north-head", None, "north"), row("south-head", Some("north-head"), "south")];
    for half in ["north", "south"] {
        let head = format!("{half}-head");
        rows.push(row(&format!("{half}-deputy"), Some(&head), half));
        for team in 1..=2 {
            let (lead, unit) = (format!("{half}-lead-{team}"), format!("{half}-team-{team}"));
            rows.push(row(&lead, Some(&head), &unit));
            rows.extend((1..=5).map(|place| row(&format!("{half}-{team}-{place}"), Some(&lead), &unit)));
        }
    }
    Structure::Chart(rows)
}

/// Apart until day 60, and one under one head from then on.
fn to_merge() -> Scenario {
    let units = || vec!["north".to_owned(), "south".to_owned()];
    let mut scenario = school("apart", |scheduled| (scheduled.until, scheduled.units) = (Some(60), units()));
    let settings = BTreeMap::from([("two_heads_days".to_owned(), 0.0)]);
    scenario.schedule.push(Scheduled { kind: "merger".into(), from: 60, units: units(), settings, ..Default::default() });
    scenario.structure = two_halves();
    // Everything that could cross is frequent.
    (scenario.parameters.ties.contact_chance, scenario.parameters.ties.mixing, scenario.parameters.context.load) = (0.5, 0.5, 3.0);
    (scenario.parameters.arrival.joint_probability, scenario.parameters.context.complexity) = (1.0, 0.6);
    (scenario.baseline.pattern.challenge, scenario.baseline.pattern.consultation) = (1.0, 4.0);
    scenario
}

/// Whether a unit is of the south.
fn south(organisation: &Organisation, unit: u32) -> bool {
    organisation.units.names[unit as usize].starts_with("south")
}

/// What is across: ties, units joined and colleagues asked about issues, lines.
fn across(organisation: &Organisation) -> [usize; 4] {
    let of = |person: u32| south(organisation, organisation.unit_of(person));
    let everybody = || organisation.people.everybody();
    let ties = everybody().flat_map(|one| organisation.ties.of(one).map(move |tie| (one, tie.to)));
    let joined = |issue: &Issue| issue.units().collect::<Vec<_>>();
    let home = |issue: &Issue| south(organisation, organisation.positions.unit[issue.origin() as usize]);
    let elsewhere = |issue: &Issue, who: Who| organisation.there(who) && of(who.person) != home(issue);
    let issues = || organisation.issues.iter();
    let lines = everybody().filter(|one| organisation.manager_of(*one) != NOBODY && of(*one) != of(organisation.manager_of(*one)));
    [
        ties.filter(|(one, other)| of(*one) != of(*other)).count(),
        issues().flat_map(|issue| joined(issue).into_iter().map(|unit| south(organisation, unit) != home(issue))).filter(|is| *is).count(),
        issues().map(|issue| issue.advice.asked().iter().filter(|adviser| elsewhere(issue, adviser.who())).count()).sum(),
        lines.count(),
    ]
}

#[test]
fn nothing_is_across_until_the_day_of_the_merger_and_then_everything_may_be() {
    let scenario = to_merge();
    let mut simulation = start(&scenario);
    let met = across(&simulation.organisation);
    assert!(met[0] > 10 && met[3] == 1, "without it founding ties and the line of the second head are across: {met:?}");
    for _ in 0..60 {
        simulation.step();
        assert_eq!(across(&simulation.organisation), [0; 4], "day {}", simulation.day());
    }
    assert_eq!(simulation.organisation.positions.parent[..2], [NOWHERE; 2], "two heads, nobody above");
    let mut seen = [0; 4];
    for _ in 60..110 {
        simulation.step();
        seen.iter_mut().zip(across(&simulation.organisation)).for_each(|(most, now)| *most = now.max(*most));
    }
    assert!(seen[..3].iter().all(|count| *count > 0), "{seen:?}");
    let organisation = &simulation.organisation;
    assert_eq!(organisation.positions.parent[1], 0, "the second head reports to the first");
    assert!(organisation.parts.is_empty() && organisation.units.seats_of(1).is_empty());
}

#[test]
fn two_halves_have_two_vacant_tops_that_are_filled_from_their_own_half() {
    let mut scenario = to_merge();
    scenario.schedule.push(Scheduled { kind: "leader-leaves".into(), from: 5, levels: vec![0, 1], ..Default::default() });
    scenario.parameters.people.leadership_middle = 0.95;
    scenario.parameters.people.aspiration = 0.9;
    (scenario.schedule[0].until, scenario.schedule[1].from, scenario.days) = (None, 259, 120);
    let mut simulation = start(&scenario);
    let half = |identity: u64| identity >> 16;
    for _ in 0..120 {
        simulation.step();
        simulation.organisation.people.everybody().for_each(|person| managed(&simulation.organisation, person));
    }
    let organisation = &simulation.organisation;
    for (seat, name) in [(0, "north"), (1, "south")] {
        let person = occupant(organisation, seat);
        let home = organisation.positions.names[half(organisation.people.identity[person as usize]) as usize].clone();
        assert!(home.starts_with(name), "{home} leads {name}");
    }
}

#[test]
fn programmes_for_two_stay_inside_a_part() {
    for kind in ["job-swap", "restructure", "shadowing", "peer-review"] {
        let mut scenario = to_merge();
        scenario.days = 20;
        let settings = [("take_up", 1.0), ("moved", 1.0)].map(|(name, value)| (name.to_owned(), value));
        scenario.schedule.push(Scheduled { kind: kind.into(), from: 1, settings: settings.into(), ..Default::default() });
        let mut simulation = start(&scenario);
        (0..20).for_each(|_| simulation.step());
        let organisation = &simulation.organisation;
        assert_eq!(across(organisation), [0; 4], "{kind}");
        let seat_of = |person: u32| (organisation.people.identity[person as usize] >> 16) as usize;
        let stayed = |person: u32| {
            south(organisation, organisation.positions.unit[seat_of(person)]) == south(organisation, organisation.unit_of(person))
        };
        assert!(organisation.people.everybody().all(stayed), "{kind} moved somebody across");
    }
}

#[test]
fn a_unit_in_the_middle_is_apart_and_comes_back() {
    let scenario = school("apart", |scheduled| (scheduled.units, scheduled.until) = (vec!["unit-2".into()], Some(10)));
    let (before, away) = alone(&scenario, 10);
    let (_, home) = alone(&scenario, 11);
    let head = before.units.lead_seat(2).unwrap();
    assert_eq!(away.positions.parent[head as usize], NOWHERE);
    assert_eq!(home.positions.parent, before.positions.parent);
    let strangers = |o: &Organisation| o.people.everybody().filter(|person| o.ties.of(*person).count() == 0).count();
    assert!(strangers(&away) <= 1, "ties inside stay");
}
