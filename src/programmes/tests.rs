//! What every programme must do, and what each one does.

mod apart;
mod merger;
mod peer_review;
mod rollout;
mod rows;

use super::*;
use crate::organisation::mishaps::Mishap;
use crate::organisation::people::NOBODY;
use crate::scenario::{DAYS_PER_YEAR, Structure};
use crate::simulation::{RunResult, Simulation};

/// A small school with one programme from the first day.
fn school(kind: &str, change: impl FnOnce(&mut Scheduled)) -> Scenario {
    let brings = PROGRAMMES.iter().any(|row| row.name == kind && row.pattern);
    let pattern = brings.then(|| Pattern::preset("guided-distribution").unwrap());
    let mut scheduled = Scheduled { kind: kind.into(), pattern, ..Default::default() };
    change(&mut scheduled);
    let structure = Structure::Levels(vec![1, 3, 6, 30]);
    Scenario { days: DAYS_PER_YEAR, structure, schedule: vec![scheduled], ..Scenario::default() }
}

/// Programmes that act inside an organisation.
fn inside() -> impl Iterator<Item = &'static ProgrammeRow> {
    PROGRAMMES.iter().filter(|row| !row.system)
}

fn set(name: &str, value: f32) -> impl Fn(&mut Scheduled) + '_ {
    move |scheduled| {
        scheduled.settings.insert(name.into(), value);
    }
}

fn start(scenario: &Scenario) -> Simulation {
    Simulation::new(scenario, &scenario.baseline, 0)
}

/// Only the programme acts, on days on which something went wrong in units 2 and 3: no mechanism does.
fn alone(scenario: &Scenario, days: u32) -> (Organisation, Organisation) {
    let simulation = start(scenario);
    let (mut organisation, mut log) = (simulation.organisation.clone(), Log::default());
    let mut programmes = plan(scenario, &scenario.baseline, 0);
    for day in 0..days {
        let now = Now { day, ..simulation.now() };
        organisation.added.clear();
        organisation.mishaps.yesterday = [2, 3].map(|unit| Mishap { unit, lead: None }).to_vec();
        for programme in &mut programmes {
            programme.strike(&mut organisation, &now, &mut log);
        }
    }
    (simulation.organisation, organisation)
}

fn occupant(organisation: &Organisation, seat: u32) -> u32 {
    organisation.positions.occupant[seat as usize]
}

/// Somebody knows who holds or acts in the seat above.
fn managed(organisation: &Organisation, person: u32) {
    let seat = organisation.people.position[person as usize];
    assert_eq!(organisation.manager_of(person), organisation.positions.manager(seat), "seat {seat}");
}

fn run(scenario: &Scenario) -> RunResult {
    start(scenario).run()
}

/// Seats whose holder's level differs.
fn changed(before: &Organisation, after: &Organisation, level: impl Fn(&Organisation, usize) -> f32) -> Vec<u32> {
    let everybody = before.people.everybody();
    let differs = everybody.filter(|person| level(before, *person as usize) != level(after, *person as usize));
    differs.map(|person| before.people.position[person as usize]).collect()
}

/// Every level of a person that programmes may move.
const LEVELS: [fn(&Organisation, usize) -> f32; 7] = [
    |o, slot| o.people.profile[slot].leadership,
    |o, slot| o.people.profile[slot].aspiration,
    |o, slot| o.people.behaviour[slot],
    |o, slot| o.people.safety[slot],
    |o, slot| o.people.local[slot],
    |o, slot| o.people.position[slot] as f32,
    |o, slot| o.people.profile[slot].knowledge.iter().sum(),
];

#[test]
fn a_programme_moves_only_whom_it_names() {
    for row in PROGRAMMES.iter().filter(|row| row.strike.is_some() || row.daily.is_some()) {
        let scenario = school(row.name, |scheduled| {
            scheduled.units = vec!["unit-2".into()];
            scheduled.every_days = Some(20);
        });
        let (before, after) = alone(&scenario, 45);
        let named = |seat: u32| before.units.names[before.positions.unit[seat as usize] as usize] == "unit-2";
        for level in LEVELS {
            assert!(changed(&before, &after, level).into_iter().all(named), "{} moved somebody else", row.name);
        }
        let added = (0..after.positions.count() as u32).filter(|seat| after.added(*seat) != Default::default());
        assert!(added.into_iter().all(named), "{} turned somebody else's dials", row.name);
    }
}

#[test]
fn a_programme_that_nobody_takes_up_changes_nothing_at_all() {
    let none = run(&Scenario { schedule: Vec::new(), ..school("course", |_| {}) });
    let bits =
        |result: &RunResult| -> Vec<u64> { result.series.iter().flat_map(|record| &record.values).map(|value| value.to_bits()).collect() };
    for row in inside().filter(|row| row.settings.iter().any(|setting| setting.name == "take_up")) {
        let idle = run(&school(row.name, set("take_up", 0.0)));
        assert_eq!(bits(&idle), bits(&none), "{}: draws or dials of others have moved", row.name);
        let busy = run(&school(row.name, |_| {}));
        assert_ne!(bits(&busy), bits(&none), "{} does nothing", row.name);
    }
}

#[test]
fn an_organisation_stays_whole_under_all_programmes_at_once() {
    let mut scenario = school("job-swap", |_| {});
    scenario.schedule = PROGRAMMES
        .iter()
        .map(|row| {
            school(row.name, |scheduled| (scheduled.from, scheduled.until, scheduled.every_days) = (3, Some(200), Some(30)))
                .schedule
                .remove(0)
        })
        .collect();
    scenario.parameters.succession.leaving_rate = 0.8;
    let mut simulation = start(&scenario);
    for _ in 0..scenario.days {
        simulation.step();
        let organisation = &simulation.organisation;
        for person in organisation.people.everybody() {
            assert_eq!(occupant(organisation, organisation.people.position[person as usize]), person);
            assert!((0.0..=1.0).contains(&organisation.people.profile[person as usize].leadership));
            managed(organisation, person);
        }
        for seat in 0..organisation.positions.count() as u32 {
            let vacant = occupant(organisation, seat) == NOBODY;
            assert_eq!(vacant, organisation.vacant.contains(&seat));
            assert!(vacant || organisation.positions.acting[seat as usize] == NOBODY, "nobody acts in a filled seat");
        }
    }
    assert!(simulation.run().outcomes.iter().all(|value| value.is_nan() || value.is_finite()));
}

#[test]
fn hours_come_off_the_day_of_those_who_take_part() {
    for row in PROGRAMMES.iter().filter(|row| row.settings.iter().any(|setting| setting.name == "hours")) {
        let (before, after) = alone(&school(row.name, |_| {}), 1);
        assert!(before.owed.iter().all(|owed| *owed == 0));
        assert!(after.owed.iter().any(|owed| *owed > 0), "{} costs nothing", row.name);
        let (_, free) = alone(&school(row.name, set("hours", 0.0)), 1);
        assert!(free.owed.iter().all(|owed| *owed == 0), "{}", row.name);
    }
}

#[test]
fn a_restructure_moves_people_inside_their_level_and_cuts_ties_with_the_old_unit() {
    let (before, after) = alone(&school("restructure", set("moved", 1.0)), 1);
    let level = |o: &Organisation, person: u32| o.positions.level[o.people.position[person as usize] as usize];
    let strength = |o: &Organisation, person: u32| o.ties.of(person).map(|tie| tie.strength).sum::<f32>();
    let mut gone = 0;
    for person in before.people.everybody() {
        assert_eq!(level(&before, person), level(&after, person));
        if before.unit_of(person) != after.unit_of(person) {
            gone += 1;
            assert!(strength(&after, person) < strength(&before, person));
            assert!((after.people.local[person as usize] - 0.8 * before.people.local[person as usize]).abs() < 1e-6);
        } else {
            assert_eq!(strength(&after, person), strength(&before, person));
        }
    }
    assert!(gone > 15, "{gone}");
}

#[test]
fn who_swaps_or_acts_goes_back_and_trust_with_them() {
    for kind in ["job-swap", "acting-up"] {
        let scenario = school(kind, |scheduled| {
            set("days", 10.0)(scheduled);
            set("take_up", 1.0)(scheduled);
        });
        let (before, away) = alone(&scenario, 10);
        let (_, home) = alone(&scenario, 11);
        let moved =
            before.people.everybody().filter(|person| before.people.position[*person as usize] != away.people.position[*person as usize]);
        assert!(moved.count() >= 2, "{kind}");
        let formal = |organisation: &Organisation| -> Vec<(u32, f32, f32)> {
            let people = organisation.people.position.iter().zip(&organisation.people.profile);
            people.map(|(position, profile)| (*position, profile.trust_up, profile.trust_down)).collect()
        };
        assert_eq!(formal(&before), formal(&home), "{kind}");
    }
}

#[test]
fn who_still_has_the_same_manager_keeps_the_trust() {
    let simulation = start(&school("job-swap", |_| {}));
    let (mut organisation, now) = (simulation.organisation.clone(), simulation.now());
    let siblings: Vec<u32> = organisation.positions.reports(1).iter().copied().take(2).collect();
    let people: Vec<u32> = siblings.iter().map(|seat| occupant(&organisation, *seat)).collect();
    let below = occupant(&organisation, organisation.positions.reports(siblings[0])[0]);
    organisation.people.profile.iter_mut().for_each(|profile| profile.trust_up = 0.9);
    moves::reseat(&mut organisation, &now, &[(people[0], siblings[1]), (people[1], siblings[0])]);
    assert_eq!((organisation.people.position[people[0] as usize], occupant(&organisation, siblings[0])), (siblings[1], people[1]));
    assert!(people.iter().all(|person| organisation.people.profile[*person as usize].trust_up == 0.9));
    assert_ne!(organisation.people.profile[below as usize].trust_up, 0.9, "trust in a new manager begins anew");
}

#[test]
fn who_comes_home_early_has_the_old_trust_and_keeps_what_becomes_of_it() {
    let scenario = school("job-swap", |scheduled| {
        set("days", 10.0)(scheduled);
        set("take_up", 1.0)(scheduled);
        scheduled.levels = vec![3];
    });
    let simulation = start(&scenario);
    let mut organisation = simulation.organisation.clone();
    let before = organisation.people.profile.clone();
    let mut programme = plan(&scenario, &scenario.baseline, 0).remove(0);
    let mut pass = |organisation: &mut Organisation, day: u32| {
        programme.strike(organisation, &Now { day, ..simulation.now() }, &mut Log::default());
    };
    pass(&mut organisation, 0);
    let away =
        |o: &Organisation, person: u32| o.people.position[person as usize] != simulation.organisation.people.position[person as usize];
    let person = organisation.people.everybody().find(|person| away(&organisation, *person)).unwrap();
    let partner = occupant(&organisation, simulation.organisation.people.position[person as usize]);
    organisation.remove(&[partner], 1);
    pass(&mut organisation, 1);
    let slot = person as usize;
    assert!(!away(&organisation, person));
    assert_eq!(organisation.people.profile[slot].trust_up, before[slot].trust_up);
    organisation.people.profile[slot].trust_up = 0.125;
    pass(&mut organisation, 10);
    assert_eq!(organisation.people.profile[slot].trust_up, 0.125, "what has happened since is not undone");
}

#[test]
fn who_acts_holds_the_leaders_seat_and_comes_to_want_it() {
    let (before, after) = alone(&school("acting-up", |scheduled| scheduled.levels = vec![0]), 20);
    let actor = occupant(&after, 0);
    assert_ne!(actor, occupant(&before, 0));
    assert!(before.positions.reports(0).contains(&before.people.position[actor as usize]));
    let wish = |o: &Organisation| o.people.profile[actor as usize].aspiration;
    assert!(wish(&after) > wish(&before));
    assert_eq!(changed(&before, &after, LEVELS[1]).len(), 1, "nobody else's wish moves");
}

#[test]
fn who_shadows_sees_only_better_and_gets_to_know_the_leader() {
    let (before, after) = alone(&school("shadowing", set("take_up", 1.0)), 11);
    let mut met = 0;
    for person in before.people.everybody() {
        let slot = person as usize;
        assert!(after.people.profile[slot].leadership >= before.people.profile[slot].leadership);
        met += after.ties.of(person).filter(|tie| before.ties.between(person, tie.to).is_none()).count();
    }
    assert!(changed(&before, &after, LEVELS[0]).len() > 20);
    assert!(met > 0);
}

#[test]
fn a_mentor_is_trusted_inside_and_not_the_own_manager() {
    let scenario = school("mentoring", |scheduled| {
        set("take_up", 1.0)(scheduled);
        set("exposure", 1.0)(scheduled);
    });
    let (before, after) = alone(&scenario, 1);
    let simulation = start(&scenario);
    let mut programme = plan(&scenario, &scenario.baseline, 0).remove(0);
    programme.strike(&mut simulation.organisation.clone(), &simulation.now(), &mut Log::default());
    let pairs: Vec<[u32; 2]> = programme.memory.mentors.iter().map(|pair| pair.map(|who| who.person)).collect();
    let level = |person: u32| before.positions.level[before.people.position[person as usize] as usize];
    let known = |o: &Organisation, person: u32| o.ties.of(person).map(|tie| tie.to).collect::<Vec<_>>();
    let mut met = 0;
    for [mentor, mentee] in &pairs {
        let trust = before.ties.between(*mentee, *mentor).expect("a tie").trust;
        assert!(level(*mentor) < level(*mentee) && before.manager_of(*mentee) != *mentor);
        let missing = |o: &Organisation| 1.0 - o.people.behaviour[*mentee as usize];
        assert!((missing(&after) / missing(&before) - (1.0 - 0.005 * trust)).abs() < 1e-4);
        assert!([*mentor, *mentee].iter().all(|person| after.owed[before.people.position[*person as usize] as usize] >= 500));
        met += known(&after, *mentee).iter().filter(|other| !known(&before, *mentee).contains(other)).count();
    }
    for role in 0..2 {
        let mut people: Vec<u32> = pairs.iter().map(|pair| pair[role]).collect();
        people.sort_unstable();
        people.dedup();
        assert_eq!(people.len(), pairs.len(), "one mentor for one colleague");
    }
    assert!(pairs.len() >= 5 && met > 0, "{} pairs, {met} met", pairs.len());
    let changed = changed(&before, &after, LEVELS[2]).len();
    assert_eq!(changed, pairs.len(), "only who is mentored changes");
}

#[test]
fn development_adds_a_share_of_what_is_missing() {
    let missing = |o: &Organisation, slot: usize| 1.0 - o.people.profile[slot].leadership;
    for (kind, days, kept) in [("coaching", 10, 0.995 * 0.995), ("course", 1, 1.0 - 0.62 * 0.15), ("feedback-360", 131, 0.99 * 0.99)] {
        let (before, after) = alone(&school(kind, |scheduled| scheduled.levels = vec![1]), days);
        for person in before.people.everybody() {
            let slot = person as usize;
            let expected = if before.positions.level[before.people.position[slot] as usize] == 1 { kept } else { 1.0 };
            assert!((missing(&after, slot) / missing(&before, slot) - expected).abs() < 1e-4, "{kind}");
        }
    }
}

#[test]
fn a_course_fades_after_its_end_too() {
    let scenario = school("course", |scheduled| scheduled.until = Some(1));
    let (before, fresh) = alone(&scenario, 1);
    let (_, later) = alone(&scenario, 260);
    let gained = |o: &Organisation| o.people.profile[5].leadership - before.people.profile[5].leadership;
    let left = gained(&later) / gained(&fresh);
    assert!((0.2..0.6).contains(&left), "{left}");
}

#[test]
fn leaders_who_practise_are_more_open_and_close_the_gap() {
    let (_, after) = alone(&school("safety-work", |scheduled| scheduled.levels = vec![2]), 3);
    for seat in 0..after.positions.count() as u32 {
        let expected = if after.positions.level[seat as usize] == 2 { 0.2 } else { 0.0 };
        assert_eq!(after.added(seat).openness, expected);
    }
    let (_, after) = alone(&school("inclusion", |_| {}), 3);
    assert_eq!(after.added(0).inclusion, 0.8);
    let answered = |kind: &str, group: &str| {
        let result = run(&school(kind, |_| {}));
        result.outcomes[crate::outcomes::position(group).unwrap()]
    };
    let none = run(&Scenario { schedule: Vec::new(), ..school("course", |_| {}) });
    let place = crate::outcomes::position("answered_share").unwrap();
    assert!(answered("safety-work", "answered_share") > none.outcomes[place]);
}

#[test]
fn levers_turn_the_dials_of_those_named_and_a_cascade_weakens() {
    let by_level = |kind: &str, change: &dyn Fn(&mut Scheduled), dial: fn(crate::organisation::added::Added) -> f32| -> Vec<f32> {
        let (_, after) = alone(&school(kind, change), 3);
        (0..4)
            .map(|level| after.positions.level.iter().position(|other| *other == level).unwrap())
            .map(|seat| dial(after.added(seat as u32)))
            .collect()
    };
    let close = |ours: Vec<f32>, expected: [f32; 4]| assert!(ours.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-6), "{ours:?}");
    close(by_level("funder-controls", &|_| {}, |added| added.control), [0.4, 0.32, 0.256, 0.2048]);
    close(by_level("funder-controls", &set("passed_on", 0.0), |added| added.control), [0.4, 0.0, 0.0, 0.0]);
    close(by_level("board", &|scheduled| scheduled.levels = vec![0], |added| added.perfection), [0.5, 0.0, 0.0, 0.0]);
    close(by_level("measurement", &|scheduled| scheduled.levels = vec![3], |added| added.measured), [0.0, 0.0, 0.0, 2.0]);
    close(by_level("measurement", &set("learning", 0.3), |added| added.development), [0.3; 4]);
}

#[test]
fn what_works_on_the_whole_organisation_turns_what_it_says_and_no_more() {
    let turned = |kind: &str, change: &dyn Fn(&mut Scheduled)| {
        let scenario = school(kind, change);
        let (mut parameters, mut pattern) = (scenario.parameters.clone(), scenario.baseline.pattern);
        plan(&scenario, &scenario.baseline, 0)[0].turn(0, &mut parameters, &mut pattern);
        (parameters, pattern)
    };
    let (p, _) = turned("user-involvement", &|_| {});
    assert_eq!(p.context.involvement, 1.0);
    let (p, pattern) = turned("partnership", &|_| {});
    assert!((p.context.competition - 0.1).abs() < 1e-6 && (pattern.coordination - 0.7).abs() < 1e-6);
    let (p, _) = turned("credit", &set("own", 1.0));
    assert_eq!((p.context.competition, p.purpose.sensing), (1.0, 0.0));
    let (p, _) = turned("credit", &set("own", -1.0));
    assert_eq!((p.context.competition, p.purpose.sensing), (0.0, 0.008));
    let (p, pattern) = turned("credit", &set("own", 0.0));
    assert_eq!((p, pattern), (Scenario::default().parameters, Scenario::default().baseline.pattern));
}

#[test]
fn a_review_with_blame_costs_safety_and_one_without_mends() {
    let reviewed = |blame: f32| {
        let scenario = school("review", set("blame", blame));
        let simulation = start(&scenario);
        let (before, now) = (simulation.organisation.clone(), simulation.now());
        let mut after = before.clone();
        after.hazard.fill(1.0);
        let lead = after.who(occupant(&after, 5));
        after.mishaps.yesterday.push(Mishap { unit: 2, lead: Some(lead) });
        plan(&scenario, &scenario.baseline, 0)[0].strike(&mut after, &now, &mut Log::default());
        assert!(after.mishaps.reviewed);
        (before, after)
    };
    let (before, after) = reviewed(1.0);
    let moved = changed(&before, &after, LEVELS[3]);
    assert!(moved.iter().all(|seat| before.positions.unit[*seat as usize] == 2) && moved.len() == before.units.seats_of(2).len());
    assert!(moved.iter().all(|seat| after.people.safety[*seat as usize] < before.people.safety[*seat as usize]));
    assert!(after.people.profile[5].trust_up < before.people.profile[5].trust_up);
    assert!(after.hazard.iter().all(|hazard| *hazard == 1.0));
    let (before, after) = reviewed(0.0);
    assert!(moved.iter().all(|seat| after.people.safety[*seat as usize] > before.people.safety[*seat as usize]));
    assert_eq!(after.people.profile[5].trust_up, before.people.profile[5].trust_up);
    assert_eq!((after.hazard[2], after.hazard[1]), (0.8, 1.0));
    assert_eq!(changed(&before, &after, LEVELS[6]).len(), moved.len());
}

#[test]
fn every_lever_reaches_the_results() {
    let none = run(&Scenario { schedule: Vec::new(), ..school("course", |_| {}) });
    for row in inside() {
        let result = run(&school(row.name, |_| {}));
        assert_ne!(format!("{:?}", result.outcomes), format!("{:?}", none.outcomes), "{} does nothing", row.name);
    }
}
