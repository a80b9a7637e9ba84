//! The program as it is used: commands in an empty folder, exit codes, and the same bytes whatever the threads.

mod place;

use place::{Place, SMALL, text};
use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

/// The manifest of a folder of results.
fn manifest(place: &Place, folder: &str) -> serde_json::Value {
    serde_json::from_slice(&place.files(folder)["manifest.json"]).unwrap()
}

#[test]
fn a_newcomer_makes_checks_and_compares_a_scenario() {
    let place = Place::new();
    assert!(place.good(&["new", "our-school.toml"]).contains("wrote our-school.toml"));
    assert!(place.good(&["check", "our-school.toml"]).contains("is in order"));
    let said = place.good(&["compare", "our-school.toml", "--days", "60", "--replications", "3"]);
    for words in ["(baseline)", "Who leads", "Strain", "files in output", "rerun"] {
        assert!(said.contains(words), "{words} is not in {said}");
    }
    assert!(said.lines().all(|line| line.chars().count() <= 100) && !said.contains('\u{1b}'), "{said}");
    let files = place.files("output/our-school");
    for name in
        ["runs.csv", "series.csv", "events.csv", "summary.csv", "contrasts.csv", "decision_days.csv", "datapackage.json", "report.html"]
    {
        assert!(!files[name].is_empty(), "{name}");
    }
    let pictures: Vec<&String> = files.keys().filter(|name| name.starts_with("plots/")).collect();
    assert!(pictures.len() >= 8 && pictures.iter().any(|name| name.ends_with(".png")), "{pictures:?}");
    assert!(place.fails(65, &["new", "our-school.toml"]).contains("already"), "a file is never replaced");
}

/// Files of `compare small.toml` with further words, the same on any number of threads, which are the names of the folders.
fn compared_on_threads(place: &Place, words: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let on = |threads: &str| {
        place.good(&[&["compare", "small.toml", "--threads", threads, "--out", threads, "--no-plots"], words].concat());
        let mut files = place.files(threads);
        assert!(files.remove("manifest.json").is_some());
        files
    };
    let one = on("1");
    for threads in ["2", "8"] {
        let other = on(threads);
        assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
        one.iter().for_each(|(name, bytes)| assert!(other[name] == *bytes, "{name} depends on the threads"));
    }
    one
}

#[test]
fn every_file_has_the_same_bytes_on_any_number_of_threads() {
    let place = Place::with_small();
    let files = compared_on_threads(&place, &["--people", "--ties=0,60", "--events", "all"]);
    assert!(files.contains_key("people.csv") && files.keys().any(|name| name.ends_with(".graphml")));
    // Of the manifest only times, threads and the command differ.
    let (mut one, mut eight) = (manifest(&place, "1"), manifest(&place, "8"));
    for key in ["created", "started", "finished", "threads", "command"] {
        one[key] = serde_json::Value::Null;
        eight[key] = serde_json::Value::Null;
    }
    assert_eq!(one, eight);
}

#[test]
fn a_system_has_its_organisations_in_every_file_with_the_same_bytes_on_any_number_of_threads() {
    let place = Place::with_small();
    let system = "system.organisations=4";
    let words = ["--set", system, "--set", "system.meeting_days=20", "--organisations", "--people=60", "--ties=60", "--events", "all"];
    let files = compared_on_threads(&place, &words);
    let table = |name: &str| text(&files[name]);
    let organisations = table("organisations.csv");
    assert!(organisations.starts_with("arm,replication,organisation,") && organisations.lines().count() == 1 + 2 * 3 * 4);
    for name in ["events.csv", "people.csv", "ties.csv"] {
        let text = table(name);
        let column = text.lines().next().unwrap().split(',').position(|column| column == "organisation").unwrap();
        let seen: std::collections::BTreeSet<&str> = text.lines().skip(1).map(|line| line.split(',').nth(column).unwrap()).collect();
        assert!(seen.into_iter().eq(["0", "1", "2", "3"]), "{name}");
    }
    assert_eq!(files.keys().filter(|name| name.ends_with(".graphml")).count(), 8);
    assert!(table("summary.csv").contains("service_spread"));
    let said = place.good(&["run", "small.toml", "--set", system, "--replication", "0", "--no-plots", "--out", "one"]);
    assert!(said.contains("4 organisations of 9 seats") && said.contains("Practice that is right"), "{said}");
    let alone = place.fails(65, &["run", "small.toml", "--organisations"]);
    assert!(alone.contains("one organisation alone") && alone.contains("system.organisations"), "{alone}");
    let large = place.fails(65, &["check", "small.toml", "--set", "system.organisations=50000", "--max-memory", "1GiB"]);
    assert!(large.contains("450,000 people") && large.contains("--max-memory"), "{large}");
}

#[test]
fn a_rerun_gives_the_same_bytes_and_finds_a_flipped_one() {
    let place = Place::with_small();
    place.good(&["compare", "small.toml", "--set", "trust.gain=0.03", "--seed", "9", "--people", "--out", "a", "--no-plots", "-q"]);
    let said = place.good(&["rerun", "a", "--verify", "--threads", "1"]);
    assert!(said.contains("same       runs.csv") && said.contains("byte for byte"), "{said}");
    let path = place.path().join("a/series.csv");
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&path, bytes).unwrap();
    fs::remove_file(place.path().join("a/people.csv")).unwrap();
    let output = place.run(&["rerun", "a", "--verify"]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stdout);
    assert!(said.contains("different: the file was changed after it was written series.csv"), "{said}");
    assert!(said.contains("different: the file is missing people.csv") && said.contains("same       runs.csv"), "{said}");
    place.fails(2, &["rerun", "a"]);
    place.fails(65, &["rerun", "nowhere", "--verify"]);
    place.fails(65, &["rerun", "a", "--out", "a"]);
}

#[test]
fn one_replication_is_the_same_alone_and_among_others() {
    let place = Place::with_small();
    place.good(&["compare", "small.toml", "--out", "all", "--no-plots", "-q"]);
    place.good(&["run", "small.toml", "--arm", "distributed", "--replication", "2", "--out", "one", "--no-plots", "-q"]);
    let row = |folder: &str| {
        let runs = text(&place.files(folder)["runs.csv"]);
        runs.lines().find(|line| line.starts_with("Distributed,2,")).map(str::to_owned)
    };
    assert!(row("one").is_some());
    assert_eq!(row("one"), row("all"));
    place.good(&["rerun", "one", "--verify"]);
    assert!(place.fails(65, &["run", "small.toml", "--arm", "Distribted"]).contains("Distributed"), "the nearest arm is told");
}

#[test]
fn bad_input_is_told_with_code_65_and_nothing_is_written() {
    let place = Place::with_small();
    let bad = SMALL
        .replace("days = 60", "dayz = 60\nreplications = 0")
        .replace("replications = 3\n", "")
        .replace("guided-distribution", "guided");
    fs::write(place.path().join("bad.toml"), bad).unwrap();
    let said = place.fails(65, &["compare", "bad.toml"]);
    for words in ["dayz", "replications", "guided-distribution", "nothing was run"] {
        assert!(said.contains(words), "{words} is not in {said}");
    }
    for words in [
        ["compare", "nowhere.toml", "-q"],
        ["compare", "small.toml", "--set=trust.gian=1"],
        ["compare", "small.toml", "--replications=0"],
        ["compare", "small.toml", "--days=-1"],
        ["compare", "small.toml", "--seed=NaN"],
        ["compare", "small.toml", "--people=61"],
        ["run", "small.toml", "--arm=Nobody"],
        ["compare", "small.toml", "--max-memory=1"],
    ] {
        let said = place.fails(65, &words);
        assert!(!said.trim().is_empty(), "{words:?}");
    }
    assert!(place.fails(65, &["compare", "small.toml", "--replications=0"]).contains("--replications 0"));
    assert_eq!(place.files("").len(), 2, "only the two scenarios");
    assert!(!place.path().join("output").exists());
}

#[test]
fn usage_errors_are_told_with_code_2_and_a_suggestion() {
    let place = Place::with_small();
    assert!(place.fails(2, &["compare", "small.toml", "--replication", "3"]).contains("--replications"));
    assert!(place.fails(2, &["compere", "small.toml"]).contains("compare"));
    assert!(place.fails(2, &["list", "outcome-s"]).contains("outcomes"));
    place.fails(2, &["compare", "small.toml", "--threads", "0"]);
    place.fails(2, &["compare"]);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_told_with_code_75() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::with_small();
    let locked = place.path().join("locked");
    fs::create_dir(&locked).unwrap();
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o555)).unwrap();
    // Whoever may write everywhere, such as root, needs a place where nobody may.
    let out = if fs::write(locked.join("probe"), "").is_ok() { "/proc/leaderful-results" } else { "locked/results" };
    let code = place.run(&["compare", "small.toml", "--out", out]).status.code();
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(code, Some(75));
    assert_eq!(place.run(&["compare", "small.toml", "--out", "small.toml"]).status.code(), Some(65), "a file is no folder");
}

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_whole_files_of_what_was_finished() {
    let place = Place::with_small();
    // Too many runs ever to end, each short enough that some are over soon.
    let words = [
        "compare",
        "small.toml",
        "--replications=900000",
        "--set=organisation.levels=[1,4,12,48]",
        "--days=130",
        "--out=cut",
        "--no-plots",
    ];
    for (signal, code) in [("-INT", 130), ("-TERM", 143)] {
        let mut child = place.command(&words).stdout(std::process::Stdio::null()).stderr(std::process::Stdio::piped()).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(1500));
        assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
        let mut said = String::new();
        std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut said).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(code), "{said}");
        assert!(said.contains("interrupted: ") && said.contains("in every arm"), "{said}");
        let files = place.files("cut");
        assert!(files.keys().all(|name| !name.ends_with(".tmp")), "{:?}", files.keys());
        let manifest = manifest(&place, "cut");
        assert_eq!(manifest["status"], "interrupted");
        for file in manifest["files"].as_array().unwrap() {
            let bytes = &files[file["name"].as_str().unwrap()];
            assert_eq!(bytes.len() as u64, file["bytes"].as_u64().unwrap());
        }
        let runs = text(&files["runs.csv"]).lines().count() as u64 - 1;
        assert_eq!(Some(runs), manifest["runs_finished"].as_u64());
        assert!(runs > 0);
        place.fails(65, &["rerun", "cut", "--verify"]);
    }
}

#[test]
fn a_second_result_replaces_the_first_and_leaves_nothing_stale() {
    let place = Place::with_small();
    place.good(&["compare", "small.toml", "--people", "--no-plots", "-q", "--out", "a"]);
    fs::write(place.path().join("a/notes.txt"), "mine").unwrap();
    place.good(&["compare", "small.toml", "--no-plots", "-q", "--out", "a"]);
    let files = place.files("a");
    assert!(!files.contains_key("people.csv") && files["notes.txt"] == b"mine");
}

#[test]
fn lists_and_entries_are_shown_and_near_misses_told() {
    let place = Place::new();
    assert!(place.good(&["list"]).contains("parameters"));
    for (kind, name) in [
        ("scenarios", "secondary-school"),
        ("patterns", "autocracy"),
        ("styles", "heroic"),
        ("dials", "initiative"),
        ("programmes", "leader-leaves"),
        ("mechanisms", "trust"),
        ("outcomes", "succession_depth"),
        ("parameters", "trust.gain"),
    ] {
        assert!(place.good(&["list", kind]).contains(name), "{kind}");
        assert!(place.good(&["show", kind, name]).starts_with(name), "{kind}");
        let said = place.fails(65, &["show", kind, &name[..name.len() - 1]]);
        assert!(said.contains(name), "{kind}: {said}");
    }
    let shown = place.good(&["show", "parameter", "trust.gain"]);
    assert!(["unit", "range", "vary over", "source"].iter().all(|word| shown.contains(word)), "{shown}");
}

#[test]
fn the_schema_the_manual_and_completions_are_printed() {
    let place = Place::new();
    let schema: serde_json::Value = serde_json::from_str(&place.good(&["schema"])).unwrap();
    assert!(schema["$schema"].as_str().unwrap().contains("draft-07"));
    assert!(place.good(&["man"]).contains(".TH") && place.good(&["man", "compare"]).contains("replications"));
    place.fails(65, &["man", "compere"]);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        assert!(place.good(&["completions", shell]).contains("replications"), "{shell}");
    }
    assert!(place.good(&["--version"]).starts_with("leaderful "));
    assert!(place.good(&["compare", "--help"]).contains("--set"));
}

#[test]
fn a_preset_with_a_chart_becomes_a_scenario_of_ones_own() {
    let place = Place::new();
    place.good(&["new", "ours.toml", "--from", "secondary-school"]);
    assert!(place.path().join("ours-chart.csv").exists());
    assert!(place.good(&["check", "ours.toml"]).contains("65 seats"));
    assert!(place.fails(65, &["new", "other.toml", "--from", "secondary-scool"]).contains("secondary-school"));
    assert!(!place.path().join("other.toml").exists());
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_error() {
    let place = Place::new();
    let program = env!("CARGO_BIN_EXE_leaderful");
    let script = format!("\"{program}\" list parameters | head -n 1; \"{program}\" --help | head -n 1");
    let output = Command::new("sh").args(["-c", &script]).current_dir(place.path()).output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{}", text(&output.stderr));
}

#[test]
fn published_models_are_run_as_tables_json_and_files() {
    let place = Place::new();
    let said = place.good(&["replicate", "garbage-can", "trust-operator", "--quick"]);
    assert!(said.contains("garbage-can") && said.contains("numbers reproduced"), "{said}");
    let header = fs::read_to_string(place.path().join("output/replications/replications.csv")).unwrap();
    assert!(header.starts_with("model,case,published,ours,standard_error,tolerance,certainty,reproduced"), "{header}");
    for file in ["datapackage.json", "plots/garbage-can.svg", "plots/trust-operator.png"] {
        assert!(place.path().join("output/replications").join(file).is_file(), "{file}");
    }
    let json = |words: &[&str]| -> serde_json::Value { serde_json::from_str(&place.good(words)).unwrap() };
    let rows = json(&["replicate", "garbage-can", "--json"]);
    let columns = ["model", "case", "published", "ours", "standard_error", "tolerance", "certainty", "reproduced"];
    for row in rows.as_array().unwrap() {
        assert_eq!(row.as_object().unwrap().keys().collect::<Vec<_>>(), columns);
        assert_eq!((&row["certainty"], &row["reproduced"]), (&row["certainty"], &serde_json::Value::Bool(true)), "{row}");
    }
    let with_files: serde_json::Value = json(&["replicate", "garbage-can", "--json", "--out", "there", "--no-plots"]);
    assert_eq!(with_files, rows, "files change nothing that is printed");
    assert!(place.path().join("there/replications.csv").is_file() && !place.path().join("there/plots").exists());
    let case = |threads| {
        place.good(&[
            "replicate",
            "march-1991",
            "--set",
            "p1=0.3",
            "--set",
            "p3=0.1",
            "--set",
            "periods=50",
            "--replications",
            "8",
            "--json",
            "--threads",
            threads,
        ])
    };
    assert_eq!(case("1"), case("3"), "the same bytes on any number of threads");
    place.good(&["replicate", "trust-operator", "--wrong", "--quick"]);
}

#[test]
fn a_published_model_or_setting_that_is_not_there_is_told_with_the_nearest() {
    let place = Place::new();
    let told = place.fails(65, &["replicate", "marsh-1991"]);
    assert!(told.contains("march-1991") && told.contains("leaderful list replications"), "{told}");
    let told = place.fails(65, &["replicate", "peter"]);
    assert!(told.contains("did you mean: peter-principle"), "{told}");
    let told = place.fails(65, &["replicate", "march-1991", "--set", "p9=0.3", "--set", "p1=2"]);
    assert!(told.contains("p9") && told.contains("0 to 1") && told.contains("2 problems"), "{told}");
    place.fails(65, &["replicate", "march-1991", "trust-operator", "--set", "p1=0.3"]);
    let told = place.fails(2, &["replicate"]);
    assert!(told.contains("leaderful list replications"), "{told}");
    place.fails(2, &["replicate", "march-1991", "--wrong", "--out", "there"]);
    place.fails(2, &["replicate", "--all", "trust-operator"]);
    assert!(place.files(".").is_empty(), "nothing was written");
}

#[test]
fn claims_are_tested_as_tables_json_and_files() {
    let place = Place::new();
    let said = place.good(&["claims", "c11", "--quick"]);
    assert!(said.contains("C11") && said.contains("Score-card") && said.contains("agency_mean"), "{said}");
    let folder = place.path().join("output/claims");
    let csv = fs::read_to_string(folder.join("claims.csv")).unwrap();
    assert!(csv.starts_with("id,source,outcome,unit,arms,context,difference,ci_low,ci_high,effect_size,"), "{csv}");
    let page = fs::read_to_string(folder.join("claims.html")).unwrap();
    assert!(page.contains("What that does and does not mean") && !page.contains("<script") && !page.contains("href="));
    for file in ["datapackage.json", "plots/claims.svg", "plots/claims.png"] {
        assert!(folder.join(file).is_file(), "{file}");
    }
    let on = |threads| place.good(&["claims", "C11", "--replications", "3", "--json", "--set", "days=150", "--threads", threads]);
    let (one, three) = (on("1"), on("3"));
    assert_eq!(one, three, "the same bytes on any number of threads");
    let rows: serde_json::Value = serde_json::from_str(&one).unwrap();
    assert_eq!(rows.as_array().unwrap().len(), 4, "two outcomes in two contexts");
    assert!(rows.as_array().unwrap().iter().all(|row| row["replications"] == 3));
}

#[test]
fn a_claim_that_is_not_there_or_has_mistakes_is_told() {
    let place = Place::new();
    let told = place.fails(65, &["claims", "C99"]);
    assert!(told.contains("there is no such claim") && told.contains("leaderful list claims"), "{told}");
    place.fails(65, &["claims", "C11", "--set", "trust.gian=0.1"]);
    fs::write(place.path().join("own.toml"), "claim = \"x\"\n[[expectations]]\nname = \"servise\"\nexpected = \"higher\"\n").unwrap();
    let told = place.fails(65, &["claims", "own.toml"]);
    assert!(told.contains("servise") && told.contains("service") && told.contains("`sources` is missing"), "{told}");
    assert_eq!(place.files(".").keys().collect::<Vec<_>>(), ["own.toml"], "nothing was written");
}

/// Runs a script of a results folder; nothing where this machine has no such program.
fn script(place: &Place, program: &str, file: &str) -> Option<std::process::Output> {
    let found = Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success());
    if !found {
        println!("skipped: there is no {program} here");
        return None;
    }
    Some(Command::new(program).arg(file).current_dir(place.path()).output().unwrap())
}

#[test]
fn scripts_in_r_and_python_find_the_same_contrasts_and_notice_a_changed_one() {
    let place = Place::with_small();
    let more = ["compare", "small.toml", "--replications", "6", "--no-plots", "-q", "--out"];
    place.good(&[&more[..], &["plain"]].concat());
    place.good(&[&more[..], &["comma", "--excel", "--decimal", ","]].concat());
    let arms = 2;
    for (program, name) in [("python3", "analysis.py"), ("Rscript", "analysis.R")] {
        for folder in ["plain", "comma"] {
            let Some(output) = script(&place, program, &format!("{folder}/{name}")) else { continue };
            let said = text(&output.stdout);
            assert!(output.status.success(), "{folder}/{name}: {said}{}", text(&output.stderr));
            let numbers: usize = said.lines().last().unwrap().split(' ').next().unwrap().parse().unwrap();
            assert!(said.contains("numbers equal within 1e-") && said.contains("0 different"), "{said}");
            // Four numbers of each arm, and of the contrast the pairs and three more, on most of the outcomes.
            assert!(numbers > (4 * arms + 4) * 50, "{numbers}");
        }
        let path = place.path().join("plain/contrasts.csv");
        let contrasts = fs::read_to_string(&path).unwrap();
        let line = contrasts.lines().find(|line| line.contains(",service,")).unwrap();
        let difference = line.split(',').nth(8).unwrap();
        fs::write(&path, contrasts.replace(&format!(",{difference},"), ",0.125,")).unwrap();
        if let Some(output) = script(&place, program, &format!("plain/{name}")) {
            assert_eq!(output.status.code(), Some(1), "{}", text(&output.stdout));
            assert!(text(&output.stdout).contains("different: Distributed, service, difference"), "{}", text(&output.stdout));
        }
        fs::write(&path, contrasts).unwrap();
    }
}

#[test]
fn tables_can_be_written_for_excel_and_for_decimal_commas() {
    let place = Place::with_small();
    let words = ["compare", "small.toml", "--no-plots", "-q", "--out", "a", "--excel", "--decimal", ","];
    place.good(&words);
    let runs = fs::read(place.path().join("a/runs.csv")).unwrap();
    let lines: Vec<&str> = std::str::from_utf8(&runs).unwrap().split("\r\n").collect();
    assert!(runs.starts_with(b"\xEF\xBB\xBFarm;replication;seed;") && lines.last() == Some(&"") && !lines[1].contains('\n'));
    let number = |cell: &str| cell.contains(',') && cell.replace(',', ".").parse::<f64>().is_ok();
    assert!(lines[1].split(';').skip(5).filter(|cell| number(cell)).count() > 50, "{}", lines[1]);
    let package: serde_json::Value = serde_json::from_slice(&fs::read(place.path().join("a/datapackage.json")).unwrap()).unwrap();
    let resource = &package["resources"][0];
    assert_eq!(resource["dialect"], serde_json::json!({ "delimiter": ";", "lineTerminator": "\r\n" }));
    let field = resource["schema"]["fields"].as_array().unwrap().iter().find(|field| field["name"] == "service").unwrap();
    assert_eq!(field["decimalChar"], ",");
    assert!(place.good(&["rerun", "a", "--verify"]).contains("byte for byte"));
    let said = place.fails(65, &[&words[..6], &["--decimal", ",", "--delimiter", ","]].concat());
    assert!(said.contains("a comma cannot stand between cells and inside numbers"), "{said}");
    place.fails(2, &[&words[..6], &["--delimiter", "x"]].concat());
    let said = place.run(&[&words[..6], &["--format", "parquet"]].concat());
    let written = place.path().join("a/runs.parquet");
    if cfg!(feature = "parquet") {
        assert!(fs::read(written).unwrap().starts_with(b"PAR1"));
    } else {
        assert!(said.status.code() == Some(65) && text(&said.stderr).contains("--features parquet") && !written.exists());
    }
}

/// From 50,000 people on the program begins anew with large pages, where it can.
#[test]
fn a_large_organisation_gives_the_same_bytes_on_pages_of_any_size() {
    let place = Place::new();
    let large = "title = \"Many\"\ndays = 3\nreplications = 1\n[organisation]\nlevels = [1, 50000]\n[baseline]\npattern = \"anarchy\"\n";
    fs::write(place.path().join("many.toml"), large).unwrap();
    let tables = |out: &str, tunables: Option<&str>| {
        let mut command = place.command(&["run", "many.toml", "--no-plots", "--out", out]);
        command.env_remove("GLIBC_TUNABLES").envs(tunables.map(|tunables| ("GLIBC_TUNABLES", tunables)));
        let output = command.output().unwrap();
        assert!(output.status.success(), "{out}: {}", text(&output.stderr));
        let mut files = place.files(out);
        files.retain(|name, _| name.ends_with(".csv"));
        assert!(files.contains_key("summary.csv"), "{out}");
        files
    };
    let small_pages = tables("small", Some("glibc.malloc.hugetlb=0"));
    assert_eq!(tables("large", None), small_pages);
    assert_eq!(tables("others", Some("glibc.malloc.arena_max=2")), small_pages);
}
