//! Branches: the same past, the same luck, and something else from a day on.

mod place;

use leaderful::experiment::branching::Fork;
use leaderful::experiment::point::{Point, replay, state_sha256};
use leaderful::pattern::Pattern;
use leaderful::scenario::branch::{AT_START, Branch};
use leaderful::scenario::load::Limits;
use leaderful::scenario::parameters::{PARAMETERS, Row};
use leaderful::scenario::{Arm, PatternChange, Scenario, Scheduled, Structure};
use leaderful::simulation::RunResult;
use leaderful::system::{System, run};
use place::{Place, text};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs;

/// A small organisation whose pattern changes, with programmes that remember something.
fn scenario() -> Scenario {
    let mut scenario = Scenario { days: 1000, replications: 2, structure: Structure::Levels(vec![1, 2, 4, 16]), ..Scenario::default() };
    scenario.record_every_days = 10;
    scenario.parameters.succession.leaving_rate = 0.4;
    scenario.baseline.changes.push(PatternChange { day: 300, over_days: 400, pattern: Pattern::preset("guided-distribution").unwrap() });
    for (kind, from, every_days) in
        [("course", 95, Some(130)), ("mentoring", 10, None), ("leader-leaves", 333, None), ("job-swap", 200, Some(90))]
    {
        scenario.schedule.push(Scheduled { kind: kind.into(), from, every_days, ..Default::default() });
    }
    scenario
}

/// A system in which everything passes between organisations.
fn system(days: u32) -> Scenario {
    let mut scenario = Scenario { days, structure: Structure::Levels(vec![1, 2, 4, 12]), record_every_days: 10, ..Scenario::default() };
    let values = [
        ("organisations", 3.0),
        ("meeting_days", 15.0),
        ("practice_effect", 0.5),
        ("support_ties", 1.0),
        ("network_potential", 0.7),
        ("innovation", 2.0),
        ("system_hours", 2.0),
        ("team_size", 2.0),
        ("move_share", 1.0),
        ("central_places", 10.0),
        ("licensed", 0.5),
        ("resources", 2.0),
        ("size_spread", 0.2),
        ("trial", 0.3),
        ("copying", 0.3),
    ];
    for (name, value) in values {
        assert!(scenario.parameters.set(&format!("system.{name}"), value), "{name}");
    }
    scenario.parameters.succession.leaving_rate = 0.4;
    scenario
}

/// What a run says, in full: missing values are equal as text.
fn told(result: &RunResult) -> String {
    format!("{:?} {:?} {:?}", result.outcomes, result.series, result.events)
}

#[test]
fn a_run_that_is_stopped_a_hundred_times_and_one_that_is_replayed_have_the_same_state_bit_by_bit() {
    let scenario = scenario();
    let mut stopped = System::new(&scenario, &scenario.baseline, 1);
    let mut stops = Vec::new();
    for day in (10..=1000).step_by(10) {
        while stopped.day() < day {
            stopped.advance(day, &|| true);
        }
        stops.push((day, state_sha256(&stopped)));
    }
    let whole = run(&scenario, &scenario.baseline, 1);
    assert_eq!(told(&stopped.finish()), told(&whole));
    let replayed: Vec<_> = stops.par_iter().map(|(day, _)| replay(&scenario, &scenario.baseline, 1..2, *day).remove(0)).collect();
    assert_eq!(replayed.len(), 100);
    for ((day, hash), replay) in stops.iter().zip(&replayed) {
        assert_eq!(*hash, replay.state_sha256, "day {day}");
        assert_eq!(told(&replay.result), told(&whole), "day {day}");
    }
    let different: std::collections::BTreeSet<&String> = stops.iter().map(|(_, hash)| hash).collect();
    assert_eq!(different.len(), 100, "no two days have one state");
    assert_ne!(replay(&scenario, &scenario.baseline, 0..1, 500)[0].state_sha256, stops[49].1, "nor have two replications");
}

#[test]
fn a_system_has_one_state_on_any_number_of_threads() {
    let scenario = system(60);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| replay(&scenario, &scenario.baseline, 0..2, 40).into_iter().map(|replay| replay.state_sha256).collect::<Vec<_>>())
    };
    assert_eq!(on(1), on(3));
}

#[test]
fn a_branch_without_a_change_is_the_tail_of_the_run() {
    for mut scenario in [scenario(), system(60)] {
        let day = if scenario.days > 60 { 400 } else { 30 };
        let arm = scenario.baseline.clone();
        let mut branched = Arm { branches: vec![Branch { day, ..Branch::default() }], ..arm.clone() };
        let whole = run(&scenario, &arm, 0);
        scenario.warm_up_days = day;
        let (tail, branch) = (run(&scenario, &arm, 0), run(&scenario, &branched, 0));
        assert_eq!(told(&tail), told(&branch));
        assert_eq!(format!("{:?}", whole.events), format!("{:?}", branch.events));
        let values =
            |result: &RunResult| format!("{:?}", result.series.iter().map(|record| (record.day, &record.values)).collect::<Vec<_>>());
        assert_eq!(values(&whole), values(&branch), "the series is that of the run; its beginning counts as past");
        assert!(branch.series.iter().all(|record| record.warm_up == (record.day <= day)));
        // A change leaves the past as it is, and not what comes after it.
        branched.branches[0].parameters.insert("context.load".into(), 2.0);
        let changed = run(&scenario, &branched, 0);
        let until = |result: &RunResult, past: bool| {
            let records = result.series.iter().filter(|record| (record.day <= day) == past).map(|record| format!("{:?}", record.values));
            let events = result.events.iter().filter(|event| (event.day < day) == past).map(|event| format!("{event:?}"));
            records.chain(events).collect::<Vec<_>>()
        };
        assert_eq!(until(&whole, true), until(&changed, true));
        assert_ne!(until(&whole, false), until(&changed, false));
    }
}

/// Parameters of what is rare in a small organisation and a hundred days: a change of them on the way may not show.
const RARE: &[&str] = &[
    "people.leadership_top",
    "people.leadership_senior",
    "hazard.incident_rate",
    "hazard.release",
    "hazard.strain_gain",
    "hazard.trust_loss",
    "succession.acting_after_days",
];

/// Is read at every meeting as well, whose days do not change.
const MEETINGS: &str = "system.meeting_days";

#[test]
fn a_branch_may_set_what_is_read_on_the_way_and_nothing_else() {
    let shown = |row: &Row| {
        let mut scenario = if row.path.starts_with("system.") { system(120) } else { scenario() };
        scenario.days = 120;
        scenario.schedule.retain(|one| one.from < 90);
        scenario.baseline.changes.clear();
        let old = scenario.parameters.get(row.path).unwrap();
        let other = if row.options.is_empty() { [row.vary.0, row.vary.1] } else { [0.0, 1.0] };
        let value = BTreeMap::from([(row.path.to_owned(), if old == other[0] { other[1] } else { other[0] })]);
        let arm = scenario.baseline.clone();
        let same = told(&run(&scenario, &arm, 0));
        let early = told(&run(&scenario, &Arm { parameters: value.clone(), ..arm.clone() }, 0));
        let branches = vec![Branch { day: 20, parameters: value, ..Branch::default() }];
        [early != same, told(&run(&scenario, &Arm { branches, ..arm }, 0)) != same]
    };
    let found: Vec<(&str, [bool; 2])> = PARAMETERS.par_iter().map(|row| (row.path, shown(row))).collect();
    for (path, [early, late]) in &found {
        if AT_START.contains(path) {
            assert!(!late || *path == MEETINGS, "{path} is read later too");
        } else {
            assert!(*late || !early || RARE.contains(path), "{path} is read at the start alone");
        }
    }
    let count = |wanted: [bool; 2]| found.iter().filter(|(_, found)| *found == wanted).count();
    assert!(count([true, true]) > 150 && count([true, false]) > 15, "{} and {}", count([true, true]), count([true, false]));
}

#[test]
fn what_belongs_to_the_start_of_a_run_or_changes_nothing_is_refused() {
    let scenario = scenario();
    let fork = Fork { scenario: &scenario, arm: &scenario.baseline, day: 400 };
    let refused = |text: &str| format!("{:?}", fork.what_if(text, &Limits::default()).expect_err(text));
    for (text, message) in [
        ("seed=3", "cannot be changed in the middle of a run"),
        ("days=500", "cannot be changed in the middle of a run"),
        ("organisation.levels=[1, 3, 9]", "cannot be changed in the middle of a run"),
        ("programme.course.hours=3", "cannot be changed in the middle of a run"),
        ("people.tenure_years=3", "settled when a run begins"),
        ("calm: context.load=0.8; system.organisations=3", "settled when a run begins"),
        ("context.laod=1.5", "context.load"),
        ("context.load=99", "0 to 5"),
        ("context.load=1", "changes nothing"),
        ("calm:", "needs a name or settings"),
    ] {
        assert!(refused(text).contains(message), "{text}: {}", refused(text));
    }
    let read = |text: &str| fork.what_if(text, &Limits::default()).unwrap();
    let calm = read("calm: context.load = 0.8; pattern.openness=0.9; without=[\"trust\"]");
    assert_eq!((calm.name.as_str(), calm.branch.day, calm.branch.parameters["context.load"]), ("calm", 400, 0.8));
    assert_eq!((calm.branch.dials.len(), calm.branch.without.map(|off| off.len())), (1, Some(1)));
    assert_eq!(read("pattern=anarchy").branch.dials.len(), leaderful::pattern::DIALS.len(), "a whole pattern stays, whatever comes later");
    for (day, message) in [(0, "in its middle"), (1000, "in its middle"), (405, "from one record to the next")] {
        assert!(format!("{:?}", Fork { day, ..fork }.check().unwrap_err()).contains(message));
    }
    assert!(fork.branched(&[read("calm: context.load=0.8"), read("Calm: context.load=0.7")]).is_err(), "two of one name");
}

#[test]
fn a_branch_of_an_arm_keeps_its_programmes_and_its_luck() {
    let mut scenario = scenario();
    scenario.schedule.push(Scheduled { kind: "crisis".into(), from: 100, arms: vec!["Heroic".into()], ..Default::default() });
    scenario.schedule.push(Scheduled { kind: "crisis".into(), from: 150, arms: vec!["Traditional".into()], ..Default::default() });
    let arm = scenario.arms[0].clone();
    let fork = Fork { scenario: &scenario, arm: &arm, day: 200 };
    let branched = fork.branched(&[fork.what_if("busy: context.load=1.5", &Limits::default()).unwrap()]).unwrap();
    let [own, baseline, busy] = [run(&scenario, &arm, 1), run(&branched, &branched.baseline, 1), run(&branched, &branched.arms[0], 1)];
    assert_eq!(own.events, baseline.events);
    let past = |result: &RunResult| result.events.iter().take_while(|event| event.day < 200).cloned().collect::<Vec<_>>();
    assert_eq!(past(&own), past(&busy));
    assert_ne!(own.events, busy.events);
}

#[test]
fn a_point_whose_state_is_another_one_is_refused() {
    let scenario = scenario();
    let arm = &scenario.baseline;
    let replays = replay(&scenario, arm, 0..2, 50);
    let point = Point::of(&scenario, arm, 50, 0, &replays).unwrap();
    assert_eq!(Point::decode("p.json", &point.encode().unwrap()).unwrap(), point);
    point.compare("p.json", &replays).unwrap();
    let mut other = point.clone();
    let digit = if other.state_sha256[1].starts_with('0') { "1" } else { "0" };
    other.state_sha256[1].replace_range(..1, digit);
    let message = format!("{:?}", other.compare("p.json", &replays).unwrap_err());
    assert!(message.contains("replication 1") && message.contains("day 50"), "{message}");
    assert!(Point::decode("p.json", &point.encode().unwrap()[..40]).is_err());
    let changed = String::from_utf8(point.encode().unwrap()).unwrap().replace("\"days\": 1000", "\"days\": 900");
    assert!(Point::decode("p.json", changed.as_bytes()).is_err());
}

#[test]
fn results_are_branched_compared_kept_as_a_point_and_run_again() {
    let place = Place::with_small();
    place.good(&["compare", "small.toml", "--out", "a", "--no-plots", "-q", "--decimal", ","]);
    let words = ["branch", "a", "--arm", "Distributed", "--day", "20", "--set", "context.load=2", "--what-if", "calm: context.load=0.5"];
    let said = place.good(&[&words[..], &["--out", "b", "--save", "p.json"]].concat());
    for part in ["Distributed", "calm", "context.load=2", "from day 20 on", "wrote p.json"] {
        assert!(said.contains(part), "{part} is not in {said}");
    }
    let files = place.files("b");
    assert!(files.keys().any(|name| name.starts_with("plots/")) && text(&files["report.html"]).contains("from day 20 on context.load = 2"));
    let value = |table: &str, of: &[&str], column: &str| -> Vec<String> {
        let at = |name: &str| table.lines().next().unwrap().split(',').position(|known| known == name).unwrap();
        let (arm, column) = (at("arm"), at(column));
        let rows = table.lines().skip(1).map(|row| row.split(',').map(str::to_owned).collect::<Vec<_>>());
        rows.filter(|row| of.contains(&row[arm].as_str())).map(|row| row[column].clone()).collect()
    };
    let runs = text(&files["runs.csv"]);
    assert_eq!(value(&runs, &["Distributed", "calm"], "replication").len(), 6);
    assert_ne!(value(&runs, &["Distributed"], "service"), value(&runs, &["calm"], "service"));
    assert!(place.good(&["rerun", "b", "--verify"]).contains("byte for byte"));
    // From the point come the same tables.
    place.good(&["branch", "p.json", "--set", "context.load=2", "--what-if", "calm: context.load=0.5", "--out", "c", "-q", "--no-plots"]);
    assert!(place.files("c")["runs.csv"] == files["runs.csv"] && place.files("c")["series.csv"] == files["series.csv"]);
    // One replication of results, and a branch of a branch.
    place.good(&["branch", "a", "--day", "40", "--replication", "2", "--set", "context.load=2", "--out", "one", "-q", "--no-plots"]);
    assert!(place.good(&["rerun", "one", "--verify"]).contains("byte for byte"));
    place.good(&["branch", "one", "--day", "40", "--arm", "context.load=2", "--set", "context.load=1", "--out", "two", "-q", "--no-plots"]);
    assert!(place.good(&["rerun", "two", "--verify"]).contains("byte for byte"));
    // What is not the same run is refused, and nothing is written.
    let kept = fs::read_to_string(place.path().join("p.json")).unwrap();
    let hash = kept.split('"').find(|word| word.len() == 64 && !kept.contains(&format!("scenario_sha256\": \"{word}"))).unwrap();
    let other = format!("{}{}", if hash.starts_with('0') { "1" } else { "0" }, &hash[1..]);
    fs::write(place.path().join("q.json"), kept.replace(hash, &other)).unwrap();
    let said = place.fails(65, &["branch", "q.json", "--set", "context.load=2", "--out", "d"]);
    assert!(said.contains("replication 0 on day 20 is another one"), "{said}");
    let runs = fs::read_to_string(place.path().join("a/runs.csv")).unwrap();
    let last = runs.trim_end().rfind(|letter: char| letter.is_ascii_digit()).unwrap();
    let digit = if runs.as_bytes()[last] == b'1' { "2" } else { "1" };
    fs::write(place.path().join("a/runs.csv"), format!("{}{digit}{}", &runs[..last], &runs[last + 1..])).unwrap();
    let said = place.fails(65, &["branch", "a", "--arm", "Distributed", "--day", "20", "--set", "context.load=2", "--out", "d"]);
    assert!(said.contains("comes out otherwise in this version"), "{said}");
    assert!(place.files("d").is_empty());
    for (words, part) in [
        (&["branch", "b", "--day", "25", "--set", "context.load=2"][..], "from one record to the next"),
        (&["branch", "b", "--set", "context.load=2"], "need a day"),
        (&["branch", "b", "--day", "40", "--arm", "Calm one", "--set", "context.load=2"], "Distributed"),
        (&["branch", "b", "--day", "40", "--replication", "9", "--set", "context.load=2"], "0 to 2"),
        (&["branch", "p.json", "--day", "20", "--set", "context.load=2"], "has its own"),
        (&["branch", "nowhere", "--day", "20", "--set", "context.load=2"], "no such folder or file"),
    ] {
        let said = place.fails(65, words);
        assert!(said.contains(part), "{words:?}: {said}");
    }
    place.fails(2, &["branch", "b", "--day", "40"]);
}
