//! Walks every list of the code: names, units, definitions, files; and shows that no row is dead.

use leaderful::mechanisms::{MECHANISMS, MechanismName, Switches};
use leaderful::outcomes::OUTCOMES;
use leaderful::pattern::{DIALS, PRESETS, Pattern, STYLES};
use leaderful::programmes::PROGRAMMES;
use leaderful::scenario::parameters::{GROUPS, PARAMETERS, Row};
use leaderful::scenario::{Arm, Scenario, Structure};
use leaderful::system::{self, BETWEEN};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Units of parameters, dials and settings.
const UNITS: &[&str] = &[
    "1/day",
    "1/quarter",
    "1/week",
    "1/year",
    "beliefs",
    "bits",
    "chances/week",
    "concerns/person-day",
    "contacts/person-day",
    "days",
    "distance",
    "distance/week",
    "distance/year^0.5",
    "exponent",
    "factor",
    "hazard",
    "hours",
    "hours/day",
    "hours/week",
    "incidents/hazard-day",
    "issues/person-day",
    "level",
    "levels",
    "log",
    "people",
    "people/year",
    "probability",
    "reward",
    "service",
    "shape",
    "rule",
    "share",
    "stakes",
    "strength",
    "organisations",
    "ties",
    "trials/quarter",
    "units",
    "weight",
    "windows",
    "years",
];

/// Units of outcomes, beside those of parameters.
const OUTCOME_UNITS: &[&str] =
    &["-0.5..1", "-1..1", "0..1", "0..2", "difference", "issues/person", "moves", "people/post", "posts", "steps"];

/// Headings of the head of every file in `src/mechanisms`.
const HEADINGS: [&str; 6] = ["Models", "Reads", "Writes", "Equation", "Evidence", "Limits"];

/// Most lines of a file.
const LONGEST_FILE: usize = 600;

/// Where std's transcendental functions are banned: their last bit depends on the platform.
const MODEL: &[&str] = &[
    "src/mechanisms",
    "src/organisation",
    "src/outcomes",
    "src/programmes",
    "src/simulation.rs",
    "src/beta.rs",
    "src/streams.rs",
    "src/system",
    "src/pattern.rs",
    "src/events.rs",
    "src/scenario/mod.rs",
    "src/scenario/parameters.rs",
];

/// Functions of std floats whose result is not fixed by IEEE 754. `sqrt`, `abs`, `floor` and their like are.
const INEXACT: &[&str] = &[
    "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "cbrt", "cos", "cosh", "exp", "exp2", "exp_m1", "hypot", "ln", "ln_1p",
    "log", "log10", "log2", "powf", "powi", "sin", "sin_cos", "sinh", "tan", "tanh",
];

#[test]
fn names_are_unique_and_written_as_their_kind_demands() {
    let last = |path: &'static str| path.rsplit('.').next().unwrap();
    let lists: [(&str, Vec<&str>, char); 9] = [
        ("parameter path", PARAMETERS.iter().map(|row| row.path).collect(), '.'),
        ("parameter", PARAMETERS.iter().map(|row| last(row.path)).collect(), '_'),
        ("group", GROUPS.iter().map(|(name, _)| *name).collect(), '_'),
        ("dial", DIALS.iter().map(|dial| dial.name).collect(), '_'),
        ("outcome", OUTCOMES.iter().map(|outcome| outcome.name).collect(), '_'),
        ("mechanism", MECHANISMS.iter().map(|row| row.name).collect(), '_'),
        ("preset", PRESETS.iter().map(|preset| preset.name).collect(), '-'),
        ("style", STYLES.iter().map(|style| style.name).collect(), '-'),
        ("programme", PROGRAMMES.iter().map(|row| row.name).collect(), '-'),
    ];
    for (kind, names, joint) in lists {
        let mut seen = BTreeSet::new();
        for name in names {
            // A name may come back in another group of parameters: there the path is what is unique.
            assert!(seen.insert(name) || kind == "parameter", "{kind} {name} twice");
            if joint != '.' {
                assert!(is_joined(name, joint), "{kind} {name} is not words joined by {joint}");
            }
        }
    }
    for row in PROGRAMMES {
        let names: BTreeSet<&str> = row.settings.iter().map(|setting| setting.name).collect();
        assert_eq!(names.len(), row.settings.len(), "{} has a setting twice", row.name);
        assert!(names.iter().all(|name| is_joined(name, '_')), "{}: {names:?}", row.name);
    }
}

/// Whether a name is lower-case words, with digits, joined by one character.
fn is_joined(name: &str, joint: char) -> bool {
    let word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.split(joint).all(word)
}

#[test]
fn units_are_known() {
    for row in PARAMETERS {
        assert!(UNITS.contains(&row.unit), "{}: unit {}", row.path, row.unit);
    }
    for dial in DIALS {
        assert!(UNITS.contains(&dial.unit), "{}: unit {}", dial.name, dial.unit);
    }
    for (programme, setting) in settings() {
        assert!(UNITS.contains(&setting.unit), "{programme} {}: unit {}", setting.name, setting.unit);
    }
    for outcome in &OUTCOMES {
        assert!(UNITS.contains(&outcome.unit) || OUTCOME_UNITS.contains(&outcome.unit), "{}: unit {}", outcome.name, outcome.unit);
    }
}

fn settings() -> impl Iterator<Item = (&'static str, &'static leaderful::programmes::Setting)> {
    PROGRAMMES.iter().flat_map(|row| row.settings.iter().map(|setting| (row.name, setting)))
}

#[test]
fn definitions_are_sentences() {
    let mut texts: Vec<(String, &str)> = Vec::new();
    texts.extend(PARAMETERS.iter().map(|row| (row.path.to_owned(), row.meaning)));
    texts.extend(GROUPS.iter().map(|(name, about)| ((*name).to_owned(), *about)));
    texts.extend(DIALS.iter().map(|dial| (dial.name.to_owned(), dial.meaning)));
    texts.extend(PRESETS.iter().map(|preset| (preset.name.to_owned(), preset.meaning)));
    texts.extend(STYLES.iter().map(|style| (style.name.to_owned(), style.meaning)));
    texts.extend(OUTCOMES.iter().map(|outcome| (outcome.name.to_owned(), outcome.definition)));
    texts.extend(MECHANISMS.iter().flat_map(|row| [(row.name.to_owned(), row.meaning), (format!("without {}", row.name), row.without)]));
    texts.extend(PROGRAMMES.iter().map(|row| (row.name.to_owned(), row.meaning)));
    texts.extend(BETWEEN.iter().map(|row| (row.name.to_owned(), row.meaning)));
    texts.extend(settings().map(|(programme, setting)| (format!("{programme} {}", setting.name), setting.meaning)));
    let bad: Vec<&String> = texts.iter().filter(|(_, text)| !text.ends_with('.') || text.trim() != *text).map(|(name, _)| name).collect();
    assert!(bad.is_empty(), "not a sentence with a full stop: {bad:?}");
    // Doc comments add the full stop after a source themselves.
    let sources = PARAMETERS.iter().map(|row| (row.path, row.source)).chain(PROGRAMMES.iter().map(|row| (row.name, row.source)));
    for (name, source) in sources {
        assert!(!source.is_empty() && !source.ends_with('.'), "{name}: source {source:?}");
    }
    for outcome in &OUTCOMES {
        assert!(!outcome.label.is_empty() && !outcome.label.ends_with('.'), "{}: label", outcome.name);
    }
}

#[test]
fn values_lie_in_their_bounds() {
    for row in PARAMETERS {
        assert!(row.minimum < row.maximum && row.vary.0 < row.vary.1, "{}", row.path);
        assert!(row.minimum <= row.vary.0 && row.vary.1 <= row.maximum, "{}", row.path);
        assert!((row.vary.0..=row.vary.1).contains(&row.default), "{}", row.path);
        assert!(GROUPS.iter().any(|(group, _)| row.path.split('.').next() == Some(*group)), "{}", row.path);
    }
    for dial in DIALS {
        assert!(dial.minimum < dial.maximum, "{}", dial.name);
        for preset in PRESETS {
            let value = preset.pattern.get(dial.name).unwrap();
            assert!((dial.minimum..=dial.maximum).contains(&value), "{} {}", preset.name, dial.name);
        }
    }
    for style in STYLES {
        assert!(style.dials.iter().all(|(name, _)| DIALS.iter().any(|dial| dial.name == *name)), "{}", style.name);
    }
    for (programme, setting) in settings() {
        assert!((setting.minimum..=setting.maximum).contains(&setting.default), "{programme} {}", setting.name);
    }
}

#[test]
fn every_mechanism_has_a_file_a_switch_and_a_word_on_its_absence() {
    for (place, row) in MECHANISMS.iter().enumerate() {
        assert_eq!(format!("{:?}", row.mechanism).to_lowercase(), row.name);
        assert_eq!(row.mechanism as usize, place, "{}: the list is in the order of the names", row.name);
        assert!(root().join(format!("src/mechanisms/{}.rs", row.name)).is_file(), "{}", row.name);
        let switches = Switches::without([row.mechanism]);
        for other in MECHANISMS {
            assert_eq!(switches.has(other.mechanism), other.mechanism != row.mechanism, "{} {}", row.name, other.name);
        }
        assert!(row.without.len() > 10, "{}: what happens without it", row.name);
    }
    // Succession is the last name: a further one must also be in the list.
    assert_eq!(MECHANISMS.last().unwrap().mechanism, MechanismName::Succession);
}

#[test]
fn every_mechanism_file_has_the_fixed_headings_in_order() {
    let mut bad = Vec::new();
    let homes = [root().join("src/mechanisms"), root().join("src/system")];
    for file in BETWEEN.iter().flat_map(|row| rust_files(&format!("src/system/{}.rs", row.name))).chain(rust_files("src/mechanisms")) {
        // The list itself, and parts that live in a mechanism's own folder, have a free head.
        if file.ends_with("mechanisms/mod.rs") || !homes.iter().any(|home| file.parent() == Some(home)) {
            continue;
        }
        let head = head_of(&text(&file));
        let places: Vec<Option<usize>> = HEADINGS.iter().map(|heading| head.find(&format!("**{heading}**"))).collect();
        let missing: Vec<&str> = HEADINGS.iter().zip(&places).filter(|(_, place)| place.is_none()).map(|(heading, _)| *heading).collect();
        if !missing.is_empty() || !places.is_sorted() {
            bad.push(format!("{}: missing {missing:?}, in order {}", short(&file), places.is_sorted()));
        }
        // Markdown would make a list of a formula that goes on with its operator on the next line.
        for line in head.lines().filter(|line| line.starts_with("+ ") || line.starts_with("- ")) {
            bad.push(format!("{}: begins with an operator: {line}", short(&file)));
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

#[test]
fn no_file_is_too_long() {
    let files = ["src", "tests", "benches", "examples"].into_iter().flat_map(rust_files);
    let long: Vec<String> = files
        .map(|file| (text(&file).lines().count(), file))
        .filter(|(lines, _)| *lines > LONGEST_FILE)
        .map(|(lines, file)| format!("{}: {lines} lines", short(&file)))
        .collect();
    assert!(long.is_empty(), "over {LONGEST_FILE} lines:\n{}", long.join("\n"));
}

#[test]
fn the_model_uses_no_inexact_functions_of_std_no_clock_and_no_hash_order() {
    let mut bad = Vec::new();
    for file in MODEL.iter().flat_map(|path| rust_files(path)) {
        let text = text(&file);
        let model = text.split("#[cfg(test)]").next().unwrap();
        for (number, line) in model.lines().enumerate() {
            let line = line.split("//").next().unwrap();
            let inexact = INEXACT.iter().any(|name| calls(line, name));
            let banned = ["Instant", "SystemTime", "HashMap", "HashSet", "thread_rng", "std::env", "std::fs", "std::thread"];
            if inexact || banned.iter().any(|word| line.contains(word)) {
                bad.push(format!("{}:{}: {}", short(&file), number + 1, line.trim()));
            }
        }
    }
    assert!(bad.is_empty(), "use libm, BTreeMap and keyed draws:\n{}", bad.join("\n"));
}

/// Whether a line calls a function of std floats, as a method or by its path.
fn calls(line: &str, name: &str) -> bool {
    [format!(".{name}("), format!("f32::{name}"), format!("f64::{name}")].iter().any(|call| {
        // A longer name, such as `f64::exp2` for `f64::exp`, is another function.
        line.match_indices(call.as_str())
            .any(|(at, _)| call.ends_with('(') || !line[at + call.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_'))
    })
}

#[test]
fn the_ban_would_find_what_it_bans() {
    assert!(calls("let y = x.exp();", "exp") && calls("xs.map(f32::ln)", "ln") && calls("f64::powf(a, b)", "powf"));
    assert!(!calls("libm::expf(x)", "exp") && !calls("f64::exp2(x)", "exp") && !calls("x.sqrt()", "exp"));
    assert!(is_joined("a_b2", '_') && !is_joined("a__b", '_') && !is_joined("A_b", '_') && !is_joined("a-b", '_') && !is_joined("", '-'));
}

/// A small organisation in which everything happens: much work, little trust, many leavers, every dial in the middle.
fn busy() -> (Scenario, Arm) {
    let mut s =
        Scenario { days: 330, record_every_days: 30, rounds: 4, structure: Structure::Levels(vec![1, 3, 6, 30]), ..Scenario::default() };
    let mut pattern = Pattern::preset("traditional-delegation").unwrap();
    for dial in DIALS {
        pattern.set(dial.name, 0.5);
    }
    (pattern.authority_strategic, pattern.authority_operational, pattern.authority_frontline) = (0.5, 0.35, 0.2);
    (pattern.consultation, pattern.patience_days) = (3.0, 2.0);
    let values = [
        ("context.load", 1.6),
        ("context.complexity", 0.4),
        ("context.urgency", 0.3),
        ("context.involvement", 0.5),
        ("context.competition", 0.5),
        ("context.turbulence", 0.3),
        ("people.tenure_years", 15.0),
        ("people.strain", 0.55),
        ("people.marginalised_share", 0.4),
        ("voice.notice_rate", 0.1),
        ("hazard.incident_rate", 0.02),
        ("trust.start", 0.45),
        ("trust.set_point", 0.5),
        ("succession.leaving_rate", 0.4),
        ("succession.ready_aspiration", 0.4),
        ("succession.ready_middle", 0.5),
        ("decision.lapse_days", 20.0),
        ("purpose.interest_distance", 0.3),
    ];
    for (path, value) in values {
        assert!(s.parameters.set(path, value), "{path}");
    }
    (s, Arm::new("busy", pattern))
}

/// The same with other organisations beside it, all of which meet often and give and take.
fn busy_system(alone: &Scenario) -> Scenario {
    let mut s = alone.clone();
    let values = [
        ("system.organisations", 6.0),
        ("system.meeting_days", 20.0),
        ("system.support_ties", 2.0),
        ("system.network_potential", 0.7),
        ("system.innovation", 3.0),
        ("system.imitation", 5.0),
        ("system.network_contacts", 2.0),
        ("system.system_hours", 2.0),
        ("system.team_size", 1.0),
        ("system.move_share", 0.9),
        ("system.central_places", 10.0),
        ("system.licensed", 0.5),
        ("system.local_places", 8.0),
        ("system.quality_assurance", 0.5),
        ("succession.ready_top", 0.5),
        // A head whose ties are full has nothing of a team.
        ("people.ties_in_unit", 0.0),
        ("people.ties_across", 0.0),
    ];
    for (path, value) in values {
        assert!(s.parameters.set(path, value), "{path}");
    }
    s
}

/// Every number that a run yields, as bits: missing values are equal to themselves.
fn run(scenario: &Scenario, arm: &Arm) -> Vec<u64> {
    let result = system::run(scenario, arm, 0);
    let series = result.series.iter().flat_map(|record| &record.values);
    result.outcomes.iter().chain(series).map(|value| value.to_bits()).collect()
}

/// Other values to try: the ends of the range to vary, or half and one and a half times the value in force where that is more.
fn elsewhere(row: &Row, value: f32) -> [f32; 2] {
    [row.vary.0.min(value * 0.5).max(row.minimum), row.vary.1.max(value * 1.5).min(row.maximum)]
}

#[test]
fn no_parameter_is_dead() {
    let (scenario, arm) = busy();
    let plain = run(&scenario, &arm);
    assert_eq!(run(&scenario, &arm), plain);
    let moves = |scenario: &Scenario, row: &Row, plain: &[u64]| {
        elsewhere(row, scenario.parameters.get(row.path).unwrap()).into_iter().any(|value| {
            let mut other = scenario.clone();
            other.parameters.set(row.path, value);
            run(&other, &arm) != plain
        })
    };
    let system = busy_system(&scenario);
    let system_plain = run(&system, &arm);
    // Some numbers belong to one rule of a mechanism: they must move something where that rule is chosen.
    let matters = |row: &&Row| {
        let (base, plain) = if row.path.starts_with("system.") { (&system, &system_plain) } else { (&scenario, &plain) };
        moves(base, row, plain)
            || PARAMETERS.iter().filter(|choice| !choice.options.is_empty()).any(|choice| {
                (1..choice.options.len()).any(|option| {
                    let mut other = base.clone();
                    other.parameters.set(choice.path, option as f32);
                    row.path != choice.path && moves(&other, row, &run(&other, &arm))
                })
            })
    };
    let dead: Vec<&str> = PARAMETERS.iter().filter(|row| !matters(row)).map(|row| row.path).collect();
    assert!(dead.is_empty(), "changing these changes no outcome: {dead:?}");
}

#[test]
fn no_dial_and_no_ablation_is_dead() {
    let (scenario, arm) = busy();
    let plain = run(&scenario, &arm);
    for dial in DIALS {
        let mut other = arm.clone();
        let value = arm.pattern.get(dial.name).unwrap();
        other.pattern.set(dial.name, if value < dial.maximum { dial.maximum.min(value * 2.0) } else { dial.minimum });
        assert!(run(&scenario, &other) != plain, "{} changes no outcome", dial.name);
    }
    for row in MECHANISMS {
        let mut other = arm.clone();
        other.without.push(row.mechanism);
        assert!(run(&scenario, &other) != plain, "without {} nothing changes", row.name);
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn short(file: &Path) -> String {
    file.strip_prefix(root()).unwrap_or(file).display().to_string()
}

fn text(file: &Path) -> String {
    fs::read_to_string(file).expect("a file of the source")
}

/// The `//!` lines at the top of a source file.
fn head_of(source: &str) -> String {
    let lines = source.lines().map_while(|line| line.strip_prefix("//!"));
    lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

/// The Rust files below a folder, in order, or the one file; none if it does not exist.
fn rust_files(path: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    collect(&root().join(path), &mut found);
    found.sort();
    found
}

fn collect(path: &Path, found: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).expect("a folder of the source") {
            collect(&entry.expect("an entry of it").path(), found);
        }
    } else if path.extension().is_some_and(|extension| extension == "rs") {
        found.push(path.to_owned());
    }
}
