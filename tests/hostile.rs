//! Scenarios that ask for too much, and names that would leave the folder or run in a spreadsheet, as the program is used.
#![cfg(unix)]

mod place;

use place::{Place, text};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// Memory that a program may take which refuses a scenario, in KiB.
const MOST_MEMORY: u32 = 50 << 10;
/// Longest time for that; five times as long where nothing is optimised.
const LONGEST: Duration = Duration::from_millis(if cfg!(debug_assertions) { 500 } else { 100 });

#[expect(clippy::disallowed_methods, reason = "a test measures time")]
fn now() -> Instant {
    Instant::now()
}

/// Runs the program with little memory; returns its exit code, what it said, and how long it took.
fn with_little_memory(place: &Place, words: &[&str]) -> (Option<i32>, String, Duration) {
    let script = format!("ulimit -v {MOST_MEMORY}; exec \"$0\" \"$@\"");
    let start = now();
    let mut command = Command::new("sh");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_leaderful")]).args(words).current_dir(place.path()).env("NO_COLOR", "1");
    let output = command.output().unwrap();
    (output.status.code(), text(&output.stderr), start.elapsed())
}

#[test]
fn what_is_too_large_is_refused_soon_and_in_little_memory() {
    let place = Place::new();
    let levels = |levels: &str| format!("[organisation]\nlevels = {levels}\n");
    let small = levels("[1, 2, 6]");
    let mut files: Vec<(String, &str)> = [
        (levels("[1, 11_000_000]"), "people"),
        (levels("[1, 5, 20_000_000]"), "GiB"),
        (levels("[1, 1_000_000_000]"), "GiB"),
        (levels("[1, 9_000_000_000_000_000_000]"), "levels"),
        (levels("[1, 9_999_999, 9_999_999]"), "GiB"),
        (levels(&format!("[{}1]", "1, ".repeat(40))), "levels"),
        (levels(&format!("[{}1]", "1, ".repeat(10_000))), "levels"),
        (format!("{}[system]\norganisations = 10_000\n", levels("[1, 5, 8, 10_000]")), "GiB"),
        (format!("{small}[system]\norganisations = 4_000_000_000\n"), "organisations"),
        (format!("{small}[system]\norganisations = 1e308\n"), "organisations"),
        (format!("days = 1_000_001\n{small}"), "days"),
        (format!("years = 1e300\n{small}"), "years"),
        (format!("replications = 4_294_967_296\n{small}"), "replications"),
        (format!("rounds = 1_000_000\n{small}"), "rounds"),
        (format!("seed = 18_446_744_073_709_551_616\n{small}"), "seed"),
        (format!("{small}#{}", "x".repeat(1 << 20)), "1 MiB"),
        (format!("title = \"{}\"\n{small}", "x".repeat(5000)), "title"),
        ("[".repeat(100_000), "nested"),
        (small.clone() + &(0..100_000).map(|i| format!("k{i} = 1\n")).collect::<String>(), "1 MiB"),
    ]
    .into_iter()
    .collect();
    files.push((levels("[1, 400]"), "--max-memory"));
    assert_eq!(files.len(), 20);
    let mut slowest = Duration::ZERO;
    for (number, (scenario, said)) in files.iter().enumerate() {
        fs::write(place.path().join("large.toml"), scenario).unwrap();
        let limit: &[&str] = if number == 19 { &["--max-memory", "500kB"] } else { &[] };
        // The fastest of four tries: the machine may be busy with other things.
        let tries = [(); 4].map(|()| with_little_memory(&place, &[&["check", "large.toml"], limit].concat()));
        for (code, told, _) in &tries {
            assert_eq!(*code, Some(65), "{number}: {told}");
            assert!(told.contains(said), "{number}: {told}");
        }
        let took = tries.iter().map(|(.., took)| *took).min().unwrap();
        assert!(took < LONGEST, "{number}: {took:?}");
        slowest = slowest.max(took);
    }
    println!("20 scenarios refused in {MOST_MEMORY} KiB of address space, the slowest in {slowest:?}");
}

#[test]
fn results_and_sweeps_that_are_too_large_are_refused_before_the_first_run() {
    let place = Place::with_small();
    // A scenario of two gibibytes, most of them holes.
    fs::File::create(place.path().join("sparse.toml")).unwrap().set_len(2 << 30).unwrap();
    for (words, said) in [
        (&["compare", "sparse.toml"][..], "1 MiB"),
        (&["compare", "/dev/zero"], "not a file"),
        (&["compare", "small.toml", "--replications", "1000000", "--days", "100000"], "the results of 2,000,000 runs need about"),
        (&["run", "small.toml", "--replications", "900", "--max-memory", "1MB"], "the results of 900 runs need about 3 MiB; limit 1 MiB"),
        (&["sweep", "small.toml", "--vary", "trust.gain=0..0.1:1000000", "--replications", "1000000"], "the most is 1000000000"),
        (&["sweep", "small.toml", "--vary", "system.organisations=1,2000000"], "organisations"),
    ] {
        let (code, told, _) = with_little_memory(&place, &[words, &["--out", "o"]].concat());
        assert!(code == Some(65) && told.contains(said), "{words:?}: {code:?} {told}");
        assert!(!place.path().join("o").exists());
    }
}

/// Every path below a folder that is not in `out`, with the content of files.
fn tree(place: &Place, out: &str) -> BTreeMap<String, Vec<u8>> {
    let mut files = place.files(".");
    files.retain(|name, _| !name.starts_with(&format!("{out}/")));
    files
}

fn hostile_names() -> Vec<String> {
    let plain = [
        "../x",
        "..\\x",
        "/x",
        "//x",
        "C:\\x",
        "C:x",
        "\\\\host\\x",
        "./x",
        "plots/../../x",
        "x/",
        "x/y/z",
        "-rf",
        "--help",
        ".bashrc",
        "..",
        ".",
        "x.",
        " ",
        "x y",
        "x:y",
        "x*",
        "x?",
        "x|y",
        "a;rm -rf x",
        "a&b",
        "$HOME",
        "$(touch x)",
        "`touch x`",
        "~",
        "~/x",
        "%TEMP%",
        "é",
        "ｘ",
        "..%2fx",
        "%2e%2e%2f",
        "file:///x",
        "http://x",
        "manifest",
        "manifest.json",
        "runs",
        "runs.csv",
        "plan.json",
        "shards",
        "plots",
        ".lock",
        "\u{2024}\u{2024}/x",
        "‥/x",
        "\u{202e}gpj",
        "<script>",
        "'x'",
        "''",
        "*",
        "?",
        "|",
        "<",
        ">",
        "\u{200b}",
        "\u{feff}",
        "x\u{301}",
        "😀",
    ];
    let mut names: Vec<String> = plain.map(str::to_owned).to_vec();
    for device in ["CON", "nul", "Aux", "PRN", "com1", "COM9", "lpt1", "LPT9", "CON.txt", "nul.csv"] {
        names.push(device.to_owned());
    }
    names.extend((1..=40).map(|depth| format!("{}x", "../".repeat(depth))));
    names.extend((1..=40).map(|length| "x".repeat(length * 10)));
    names.extend((1..=25).map(|depth| format!("{}etc/x", "..\\".repeat(depth))));
    names.extend((0..25).map(|place| format!("a{}b/../../c", ["\\", "/", ":", "//", "/./"][place % 5].repeat(1 + place / 5))));
    names
}

#[test]
fn two_hundred_hostile_names_change_nothing_outside_the_folder() {
    let place = Place::new();
    let names = hostile_names();
    assert!(names.len() >= 200, "{}", names.len());
    let toml = |name: &str| toml::Value::String(name.to_owned()).to_string();
    let small = "days = 5\nreplications = 2\n[organisation]\nlevels = [1, 2]\n";
    fs::write(place.path().join("x"), "mine").unwrap();
    let (mut refused, mut written) = (0, 0);
    // As the scenario's name, all 200; and as names of arms, which become parts of file names, many at a time.
    for name in &names {
        fs::write(place.path().join("s.toml"), format!("name = {}\n{small}", toml(name))).unwrap();
        let before = tree(&place, "output");
        let output = place.run(&["check", "s.toml"]);
        match output.status.code() {
            Some(65) => refused += 1,
            code => {
                assert_eq!(code, Some(0), "{name}");
                place.good(&["run", "s.toml", "--no-plots", "--quiet"]);
                assert!(
                    fs::read_dir(place.path().join("output")).unwrap().flatten().all(|entry| entry.path().join("manifest.json").exists())
                );
                written += 1;
            }
        }
        assert_eq!(tree(&place, "output"), before, "{name}");
    }
    let mut arms = 0;
    for chunk in names.chunks(5) {
        let arm = |name: &String| format!("[[arm]]\nname = {}\npattern = \"anarchy\"\n", toml(name));
        let legal = chunk.iter().filter(|name| {
            fs::write(place.path().join("s.toml"), format!("{small}{}", arm(name))).unwrap();
            place.run(&["check", "s.toml"]).status.success()
        });
        let legal: Vec<&String> = legal.collect();
        fs::write(place.path().join("s.toml"), format!("{small}{}", legal.iter().map(|name| arm(name)).collect::<String>())).unwrap();
        if legal.is_empty() || !place.run(&["check", "s.toml"]).status.success() {
            continue;
        }
        let before = tree(&place, "o");
        place.good(&["compare", "s.toml", "--no-plots", "--ties", "--quiet", "--out", "o"]);
        assert_eq!(tree(&place, "o"), before, "{legal:?}");
        arms += legal.len();
    }
    assert!(!Path::new("/x").exists() && !Path::new("/etc/x").exists() && fs::read(place.path().join("x")).unwrap() == b"mine");
    println!(
        "{} names: {refused} refused and {written} written as scenarios, {arms} written as arms; nothing outside changed",
        names.len()
    );
    assert!(refused > 100 && written > 5 && arms > 50, "{refused} {written} {arms}");
}

/// What makes a spreadsheet compute a cell.
const PREFIXES: [char; 8] = ['=', '+', '-', '@', '\t', '\r', '＝', '＠'];

/// Whether a spreadsheet would compute this cell. A number is none of that.
fn is_formula(cell: &str) -> bool {
    cell.starts_with(PREFIXES) && cell.parse::<f64>().is_err()
}

#[test]
fn no_text_of_a_user_is_a_formula_in_any_table() {
    let (mut cells, mut inert) = (0, 0);
    for prefix in PREFIXES {
        let place = Place::new();
        let hostile = format!("{prefix}1+1");
        let quoted = toml::Value::String(hostile.clone()).to_string();
        let chart =
            format!("position_id,parent_id,unit,department\nhead,,{hostile}u,{hostile}d\n{hostile}a,head,b,{hostile}e\nc,head,b,c\n");
        fs::write(place.path().join("chart.csv"), chart).unwrap();
        let scenario = format!(
            "title = {quoted}\nquestion = {quoted}\ndays = 60\nreplications = 2\n[organisation]\nchart = \"chart.csv\"\n\
             [baseline]\nname = {quoted}\npattern = \"autocracy\"\n[[arm]]\nname = \"also {hostile}\"\npattern = \"anarchy\"\n\
             [[event]]\nday = 3\nkind = \"leader-leaves\"\n"
        );
        fs::write(place.path().join("s.toml"), scenario).unwrap();
        if prefix.is_control() {
            // No text of a scenario may have one.
            let told = place.fails(65, &["check", "s.toml"]);
            assert!(["control character", "carriage return"].iter().any(|word| told.contains(word)), "{told}");
            continue;
        }
        place.good(&["compare", "s.toml", "--people", "--ties", "--no-plots", "--events", "all", "--quiet", "--out", "o"]);
        let vary = "days=50,60";
        place.good(&["sweep", "s.toml", "--vary", vary, "--no-plots", "--quiet", "--out", "w"]);
        for folder in ["o", "w"] {
            for (name, bytes) in place.files(folder).into_iter().filter(|(name, _)| name.ends_with(".csv")) {
                let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
                for cell in reader.records().map(Result::unwrap).flat_map(|row| row.iter().map(str::to_owned).collect::<Vec<_>>()) {
                    assert!(!is_formula(&cell), "{folder}/{name}: {cell:?}");
                    cells += 1;
                    inert += usize::from(cell.starts_with('\'') && is_formula(&cell[1..]));
                }
            }
        }
    }
    println!("{cells} cells of tables for 8 prefixes: {inert} were made inert by an apostrophe, none computes");
    assert!(inert > 1000, "{inert}");
}
