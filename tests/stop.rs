//! Runs that end before their last day.

mod place;

use leaderful::Error;
use leaderful::experiment::Experiment;
use leaderful::outcomes::{OUTCOMES, position, stop};
use leaderful::scenario::load::load;
use leaderful::scenario::{Scenario, Stop, Structure, template};
use leaderful::simulation::RunResult;
use leaderful::system::run;
use place::{Place, SMALL, text};
use std::fs;

fn school(days: u32, stop: Option<Stop>) -> Scenario {
    let mut scenario = Scenario { days, stop, structure: Structure::Levels(vec![1, 2, 4, 16]), replications: 4, ..Scenario::default() };
    scenario.parameters.succession.leaving_rate = 0.3;
    scenario
}

fn value(result: &RunResult, outcome: &str) -> f64 {
    result.outcomes[position(outcome).unwrap()]
}

/// What a run says apart from when it stopped.
fn told(result: &RunResult) -> String {
    let own = OUTCOMES.iter().zip(&result.outcomes).filter(|(outcome, _)| !stop::OUTCOMES.iter().any(|other| other.name == outcome.name));
    format!("{:?} {:?} {:?} {:?}", own.map(|(_, value)| value).collect::<Vec<_>>(), result.series, result.events, result.delays)
}

#[test]
fn a_run_that_stops_is_the_shorter_run() {
    let departures = |count| Stop::Event { kind: "departure".into(), count };
    let whole = run(&school(400, None), &school(400, None).baseline, 0);
    let strains: Vec<f64> = whole.series.iter().map(|record| record.values[position("strain_mean").unwrap()]).collect();
    let mut sorted = strains.clone();
    sorted.sort_by(f64::total_cmp);
    let [low, high] = [sorted[2], sorted[sorted.len() - 3]];
    let above = Stop::Above { outcome: "strain_mean".into(), bound: high };
    let below = Stop::Below { outcome: "strain_mean".into(), bound: low };
    for stop in [departures(1), departures(4), above, below] {
        let scenario = school(400, Some(stop.clone()));
        let result = run(&scenario, &scenario.baseline, 0);
        let day = value(&result, "stopped_day");
        assert!(day > 0.0 && day < 400.0, "{stop}");
        assert_eq!(value(&result, "ran_days"), day);
        let shorter = school(day as u32, None);
        assert_eq!(told(&result), told(&run(&shorter, &shorter.baseline, 0)), "{stop}");
        match &stop {
            Stop::Event { count, .. } => {
                let days: Vec<u32> = whole.events.iter().filter(|event| event.fact.kind() == "departure").map(|event| event.day).collect();
                assert_eq!(day as u32, days[*count as usize - 1] + 1, "the evening of the day of that departure");
            }
            Stop::Above { .. } => assert_eq!(day as usize, 20 * (1 + strains.iter().position(|strain| *strain > high).unwrap())),
            Stop::Below { .. } => assert_eq!(day as usize, 20 * (1 + strains.iter().position(|strain| *strain < low).unwrap())),
        }
    }
}

#[test]
fn a_run_that_never_comes_to_it_is_the_whole_run() {
    let never = school(100, Some(Stop::Above { outcome: "strain_mean".into(), bound: 2.0 }));
    let (result, whole) = (run(&never, &never.baseline, 1), run(&school(100, None), &never.baseline, 1));
    assert_eq!(told(&result), told(&whole));
    assert!(value(&result, "stopped_day").is_nan() && value(&result, "ran_days") == 100.0);
    assert!(value(&whole, "stopped_day").is_nan() && value(&whole, "ran_days").is_nan(), "nothing waits, nothing is told");
}

#[test]
fn the_warm_up_does_not_end_a_run_and_a_system_stops_as_one() {
    let mut scenario = school(200, Some(Stop::Above { outcome: "strain_mean".into(), bound: 0.0 }));
    scenario.warm_up_days = 100;
    assert_eq!(value(&run(&scenario, &scenario.baseline, 0), "stopped_day"), 120.0);
    scenario.warm_up_days = 0;
    scenario.stop = Some(Stop::Event { kind: "departure".into(), count: 6 });
    scenario.parameters.system.organisations = 3.0;
    let results = Experiment::of(&scenario).run();
    for run in &results.runs {
        let result = run.result.as_ref().unwrap();
        let departures: Vec<u32> = result.events.iter().filter(|event| event.fact.kind() == "departure").map(|event| event.day).collect();
        assert_eq!(value(result, "stopped_day") as u32, departures[5] + 1);
        assert_eq!(result.series.last().unwrap().day, departures[5] + 1);
    }
}

#[test]
fn a_condition_is_read_written_and_refused_with_its_place() {
    let no_chart = |_: &str| Err("none".into());
    let read = |text: &str| load("x.toml", &format!("{SMALL}\n[stop]\n{text}\n"), &no_chart);
    for (words, stop) in [
        ("outcome = \"strain_mean\"\nabove = 0.5", Stop::Above { outcome: "strain_mean".into(), bound: 0.5 }),
        ("outcome = \"service\"\nbelow = 1", Stop::Below { outcome: "service".into(), bound: 1.0 }),
        ("event = \"incident\"\ncount = 3", Stop::Event { kind: "incident".into(), count: 3 }),
        ("event = \"departure\"", Stop::Event { kind: "departure".into(), count: 1 }),
    ] {
        let scenario = read(words).unwrap();
        assert_eq!(scenario.stop, Some(stop));
        assert_eq!(load("x.toml", &template::text(&scenario, None), &no_chart).unwrap().stop, scenario.stop);
    }
    for (words, line, message) in [
        ("", 14, "does not say what ends a run"),
        ("outcome = \"strain_mean\"", 14, "no bound"),
        ("outcome = \"strain_meen\"\nabove = 1", 15, "strain_mean"),
        ("outcome = \"stopped_day\"\nabove = 1", 15, "stopped_day"),
        ("outcome = \"service_spread\"\nabove = 1", 15, "only a system"),
        ("outcome = \"strain_mean\"\nabove = 1\nbelow = 0", 17, "not by both"),
        ("outcome = \"strain_mean\"\nabove = \"much\"", 16, "number"),
        ("outcome = \"strain_mean\"\nabove = 1\ncount = 2", 17, "only events are counted"),
        ("event = \"incident\"\noutcome = \"service\"", 15, "not by both"),
        ("event = \"incident\"\nabove = 1", 16, "only an outcome has a bound"),
        ("event = \"decision\"", 15, "decision"),
        ("event = \"incident\"\ncount = 0", 16, "1 to"),
        ("until = 3", 14, "until"),
    ] {
        let Err(Error::BadInput(problems)) = read(words) else { panic!("{words} is taken") };
        assert_eq!(problems[0].line, Some(line), "{words}: {problems:?}");
        assert!(format!("{problems:?}").contains(message), "{words}: {problems:?}");
    }
}

#[test]
fn rows_say_why_a_run_ended_and_the_page_warns() {
    let place = Place::new();
    fs::write(place.path().join("stop.toml"), format!("{SMALL}\n[stop]\noutcome = \"strain_mean\"\nabove = 0.37\n")).unwrap();
    let said = place.good(&["compare", "stop.toml", "--out", "a", "--people", "--ties"]);
    assert!(said.contains("unequally long"), "{said}");
    let files = place.files("a");
    let runs = text(&files["runs.csv"]);
    let column = |name: &str| runs.lines().next().unwrap().split(',').position(|column| column == name).unwrap();
    let (ended, day) = (column("ended"), column("stopped_day"));
    for row in runs.lines().skip(1).map(|row| row.split(',').collect::<Vec<_>>()) {
        let expected = if row[day].is_empty() { "last day" } else { "strain_mean above 0.37" };
        assert_eq!(row[ended], expected);
    }
    assert!(text(&files["report.html"]).contains("unequally long"));
    assert!(place.good(&["rerun", "a", "--verify"]).contains("byte for byte"));
    place.good(&["sweep", "stop.toml", "--vary", "context.load=0.5,2", "--out", "s", "-q", "--no-plots"]);
    assert!(text(&place.files("s")["runs.csv"]).contains("stopped_day"));
    assert!(place.fails(65, &["classroom", "stop.toml"]).contains("[stop]"));
    assert!(place.fails(65, &["branch", "a", "--day", "20", "--set", "context.load=2"]).contains("strain_mean above 0.37"));
}
