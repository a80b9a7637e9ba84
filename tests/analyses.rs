//! `sensitivity`, `map`, `power` and `calibrate` as they are typed, on an organisation of nine.

mod place;

use place::Place;
use std::collections::BTreeMap;
use std::fs;

const SCENARIO: &str = "title = \"Small\"\ndays = 30\nreplications = 4\n[organisation]\nchart = \"chart.csv\"\nsurvey = \"survey.csv\"\n\
    [baseline]\nname = \"Usual\"\npattern = \"traditional-delegation\"\n\
    [[arm]]\nname = \"Heroic\"\npattern = \"autocracy\"\n[[arm]]\nname = \"Shared\"\npattern = \"guided-distribution\"\n";
const CHART: &str = "position_id,parent_id,unit,department\nhead,,top,top\na,head,one,one\nb,head,two,two\na1,a,one,one\na2,a,one,one\n\
    a3,a,one,one\nb1,b,two,two\nb2,b,two,two\nb3,b,two,two\n";
const SURVEY: &str = "position_id,safety,strain\nhead,0.5,0.6\na1,0.9,\n";
const TARGETS: &str = "[[target]]\noutcome = \"safety_mean\"\nvalue = 0.6\nstandard_error = 0.02\n\
    [[factor]]\npath = \"people.safety\"\nlow = 0.3\nhigh = 0.9\n[[factor]]\npath = \"voice.alone\"\nlow = 0.5\nhigh = 0.9\n";

/// A folder with the scenario, its chart and survey, and figures.
fn small() -> Place {
    let place = Place::new();
    for (file, text) in [("small.toml", SCENARIO), ("chart.csv", CHART), ("survey.csv", SURVEY), ("targets.toml", TARGETS)] {
        fs::write(place.path().join(file), text).unwrap();
    }
    place
}

fn good(place: &Place, command: &str) -> String {
    place.good(&command.split(' ').collect::<Vec<_>>())
}

/// Every file of a folder but the kept runs, whose division into files is of no account.
fn files(place: &Place, folder: &str) -> BTreeMap<String, Vec<u8>> {
    place.files(folder).into_iter().filter(|(name, _)| !name.starts_with("kept/")).collect()
}

/// Runs a command on one thread, on three, and again from what is kept: every file must be the same each time.
fn same_on_threads(place: &Place, command: &str) -> (String, BTreeMap<String, Vec<u8>>) {
    let first = good(place, &format!("{command} --threads 1 --out one"));
    good(place, &format!("{command} --threads 3 --out three"));
    let (one, three) = (files(place, "one"), files(place, "three"));
    assert!(one == three, "{command}: {:?} and {:?}", one.keys(), three.keys());
    let again = good(place, &format!("{command} --out one"));
    assert!(again.contains("finished before") && files(place, "one") == one, "{command}: {again}");
    (first, one)
}

#[test]
fn sensitivity_by_each_method_has_the_same_bytes_on_threads_and_from_kept_runs() {
    let place = small();
    let vary = "--vary context.load=0.5..2 --vary voice.alone=0.5..0.9 --outcome decision_days_mean --arm Shared --against Heroic";
    for (method, pictures) in [("morris --sample 4", 6), ("sobol --sample 8", 4), ("one-at-a-time", 2)] {
        let (said, files) = same_on_threads(&place, &format!("sensitivity small.toml {vary} --method {method}"));
        assert!(said.contains("Shared - Heroic") && said.contains("context.load") && said.contains("assumed"), "{said}");
        let names = ["sensitivity.csv", "convergence.csv", "luck.csv", "points.csv", "responses.csv", "datapackage.json"];
        assert!(names.iter().all(|name| files.contains_key(*name)), "{:?}", files.keys());
        assert_eq!(files.keys().filter(|name| name.starts_with("plots/")).count(), pictures, "{:?}", files.keys());
        for folder in ["one", "three"] {
            fs::remove_dir_all(place.path().join(folder)).unwrap();
        }
    }
    let json = good(&place, "sensitivity small.toml --vary context.load=0.5..2 --absolute --sample 3 --json --no-plots");
    assert!(json.trim_start().starts_with('[') && json.contains("\"mu_star\""), "{json}");
}

#[test]
fn a_longer_sample_runs_only_what_is_new() {
    let place = small();
    let command = "sensitivity small.toml --vary context.load=0.5..2 --vary context.urgency=0..0.7 --vary context.complexity=0.1..0.4 \
         --outcome service --arm Heroic --no-plots --out folder --sample";
    assert!(good(&place, &format!("{command} 3")).contains("52 runs.\n"), "1 + 3 x 4 points, 2 arms, 2 replications");
    let said = good(&place, &format!("{command} 5"));
    let words: Vec<&str> = said.split_whitespace().collect();
    assert!(said.contains("84 runs"), "1 + 5 x 4 points: {said}");
    let which = words.windows(2).position(|pair| pair == ["of", "which"]).expect("some are reused");
    let reused: u32 = words[which + 2].parse().expect("of which so many");
    // Points of four levels can meet by chance.
    assert!((52..84).contains(&reused), "{said}");
}

#[test]
fn a_map_has_the_same_bytes_on_threads() {
    let place = small();
    let command =
        "map small.toml --vary context.load=0.4..3 --vary context.urgency=0..0.7 --arms Heroic,Shared --grid 3 --rounds 1 --replications 4";
    let (said, files) = same_on_threads(&place, command);
    assert!(said.contains("undecided"), "{said}");
    for name in ["map.csv", "boundary.csv", "regions.csv", "datapackage.json", "plots/service-map.svg"] {
        assert!(files.contains_key(name), "{name}");
    }
    let rows = String::from_utf8_lossy(&files["map.csv"]).lines().count() - 1;
    assert!(rows >= 3 * 9 * 2 && rows.is_multiple_of(6), "three outcomes, nine cells at least, two arms: {rows}");
}

#[test]
fn power_says_what_an_effect_needs() {
    let place = small();
    let (said, files) =
        same_on_threads(&place, "power small.toml --effect decision_days_mean=0.5 --half-width service=0.01 --replications 6");
    assert!(said.contains("pilot of 6 replications") && said.contains("to see a difference of 0.5"), "{said}");
    let rows = String::from_utf8_lossy(&files["power.csv"]).into_owned();
    assert_eq!(rows.lines().count(), 5, "{rows}");
    assert!(rows.contains("decision_days_mean,Heroic,Usual,6,") && rows.contains(",effect,0.5,0.9,"), "{rows}");
}

#[test]
fn a_calibration_says_which_parameter_the_figures_inform() {
    let place = small();
    let (said, files) = same_on_threads(&place, "calibrate small.toml targets.toml --draws 200 --rounds 3");
    assert!(said.contains("nothing or little") && said.contains("something"), "{said}");
    let rows = String::from_utf8_lossy(&files["calibration.csv"]).into_owned();
    assert!(rows.lines().any(|row| row.starts_with("people.safety,") && row.ends_with(",true")), "{rows}");
    assert!(rows.lines().any(|row| row.starts_with("voice.alone,") && row.ends_with(",false")), "{rows}");
    let far = TARGETS.replace("value = 0.6", "value = 40");
    fs::write(place.path().join("targets.toml"), far).unwrap();
    let said = good(&place, "calibrate small.toml targets.toml --draws 60 --rounds 1 --no-plots");
    assert!(said.contains("cannot be met together"), "{said}");
}

#[test]
fn bad_input_is_told_with_code_65_before_anything_is_written() {
    let place = small();
    for (words, part) in [
        ("sensitivity small.toml --vary context.laod=0..1", "context.load"),
        ("sensitivity small.toml --vary context.load=2..1", "above the high end"),
        ("sensitivity small.toml --vary context.load=1..2 --outcome servce", "service"),
        ("sensitivity small.toml --vary context.load=1..2 --arm Usual", "does not differ from itself"),
        ("sensitivity small.toml --vary baseline.pattern=autocracy,anarchy", "needs numbers"),
        ("map small.toml --vary context.load=0..1", "a map has two factors, not 1"),
        ("map small.toml --vary context.load=0..1 --vary context.urgency=0..9", "too large"),
        ("map small.toml --vary context.load=0..1 --vary context.urgency=0..1 --outcome turnover --arms Herioc", "Heroic"),
        ("map small.toml --vary context.load=0..1 --vary context.urgency=0..1 --outcome escalations", "neither better nor worse"),
        ("map small.toml --vary context.load=0..1 --vary context.urgency=0..1 --grid 64 --rounds 3", "more than 128"),
        ("power small.toml --effect service=0", "above zero"),
        ("power small.toml --half-width servic=0.1", "service"),
        ("calibrate small.toml none.toml", "cannot be read"),
        ("calibrate small.toml small.toml", "there is no key"),
    ] {
        let complaint = place.fails(65, &format!("{words} --out folder").split(' ').collect::<Vec<_>>());
        assert!(complaint.contains(part), "{words}: {complaint}");
        assert!(!place.path().join("folder").exists(), "{words}");
    }
    let survey = SURVEY.replace("a1", "a9");
    fs::write(place.path().join("survey.csv"), survey).unwrap();
    let complaint = place.fails(65, &["check", "small.toml"]);
    assert!(complaint.contains("the chart has no such seat"), "{complaint}");
}
