//! The reference pages in `docs/` are made from the lists in the code. One test a page fails when the page has drifted.
//!
//! To write the pages anew after a change of a list:
//!
//! ```text
//! LEADERFUL_BLESS=1 cargo test --test docs
//! ```

#[path = "docs/claims.rs"]
mod claims;
#[path = "docs/programmes.rs"]
mod programmes;

use leaderful::literature::{MODELS, Model, Relation};
use leaderful::mechanisms::MECHANISMS;
use leaderful::outcomes::{self, Direction, Measure, OUTCOMES, Outcome};
use leaderful::pattern::{DIALS, PRESETS, STYLES};
use leaderful::programmes::PROGRAMMES;
use leaderful::scenario::parameters::{GROUPS, PARAMETERS, Row, Status};
use leaderful::system::BETWEEN;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// What writes the pages anew.
const COMMAND: &str = "LEADERFUL_BLESS=1 cargo test --test docs";

/// A page and what makes it.
type Page = (&'static str, fn() -> String);

/// Every page that is made whole.
const PAGES: &[Page] = &[
    ("docs/parameters.md", parameters),
    ("docs/patterns.md", patterns),
    ("docs/outcomes.md", outcomes_page),
    ("docs/mechanisms.md", mechanisms),
    ("docs/programmes.md", programmes::page),
    ("docs/literature.md", literature),
    ("docs/claims.md", claims::page),
];

/// Files of `src/mechanisms` with their heads, in the order of the day; parts of a mechanism follow it.
const HEADS: &[(&str, &str)] = &[
    ("context", include_str!("../src/mechanisms/context.rs")),
    ("arrival", include_str!("../src/mechanisms/arrival.rs")),
    ("voice", include_str!("../src/mechanisms/voice.rs")),
    ("voice/threshold", include_str!("../src/mechanisms/voice/threshold.rs")),
    ("attention", include_str!("../src/mechanisms/attention.rs")),
    ("attention/errands", include_str!("../src/mechanisms/attention/errands.rs")),
    ("attention/serving", include_str!("../src/mechanisms/attention/serving.rs")),
    ("decision", include_str!("../src/mechanisms/decision.rs")),
    ("decision/choice", include_str!("../src/mechanisms/decision/choice.rs")),
    ("decision/count", include_str!("../src/mechanisms/decision/count.rs")),
    ("judgement", include_str!("../src/mechanisms/judgement.rs")),
    ("judgement/screen", include_str!("../src/mechanisms/judgement/screen.rs")),
    ("outcome", include_str!("../src/mechanisms/outcome.rs")),
    ("outcome/effects", include_str!("../src/mechanisms/outcome/effects.rs")),
    ("service", include_str!("../src/mechanisms/service.rs")),
    ("trust", include_str!("../src/mechanisms/trust.rs")),
    ("learning", include_str!("../src/mechanisms/learning.rs")),
    ("learning/mutual", include_str!("../src/mechanisms/learning/mutual.rs")),
    ("learning/neighbours", include_str!("../src/mechanisms/learning/neighbours.rs")),
    ("learning/votes", include_str!("../src/mechanisms/learning/votes.rs")),
    ("ties", include_str!("../src/mechanisms/ties.rs")),
    ("purpose", include_str!("../src/mechanisms/purpose.rs")),
    ("purpose/opinion", include_str!("../src/mechanisms/purpose/opinion.rs")),
    ("strain", include_str!("../src/mechanisms/strain.rs")),
    ("succession", include_str!("../src/mechanisms/succession.rs")),
];

/// Files of `src/system` that stand in [`BETWEEN`], in its order.
const BETWEEN_HEADS: &[(&str, &str)] = &[
    ("practice", include_str!("../src/system/practice.rs")),
    ("copying", include_str!("../src/system/copying.rs")),
    ("network", include_str!("../src/system/network.rs")),
    ("team", include_str!("../src/system/team.rs")),
    ("transfer", include_str!("../src/system/transfer.rs")),
    ("development", include_str!("../src/system/development.rs")),
    ("resources", include_str!("../src/system/resources.rs")),
];

#[test]
fn the_parameter_page_is_that_of_the_code() {
    check_page("docs/parameters.md");
}

#[test]
fn the_pattern_page_is_that_of_the_code() {
    check_page("docs/patterns.md");
}

#[test]
fn the_outcome_page_is_that_of_the_code() {
    check_page("docs/outcomes.md");
}

#[test]
fn the_mechanism_page_is_that_of_the_code() {
    check_page("docs/mechanisms.md");
}

#[test]
fn the_programme_page_is_that_of_the_code() {
    check_page("docs/programmes.md");
}

#[test]
fn the_literature_page_is_that_of_the_code() {
    check_page("docs/literature.md");
}

#[test]
fn the_claims_page_is_that_of_the_code() {
    check_page("docs/claims.md");
}

#[test]
fn the_counts_in_the_odd_are_those_of_the_code() {
    let page = read("docs/ODD.md");
    let wanted = between_markers(&page, &counts()).expect("docs/ODD.md has both markers of its generated part");
    check("docs/ODD.md", &wanted);
}

#[test]
fn the_odd_has_its_seven_elements_and_eleven_concepts_in_order() {
    let elements = [
        "Purpose and patterns",
        "Entities, state variables and scales",
        "Process overview and scheduling",
        "Design concepts",
        "Initialisation",
        "Input data",
        "Submodels",
    ];
    let concepts = [
        "Basic principles",
        "Emergence",
        "Adaptation",
        "Objectives",
        "Learning",
        "Prediction",
        "Sensing",
        "Interaction",
        "Stochasticity",
        "Collectives",
        "Observation",
    ];
    let page = read("docs/ODD.md");
    let headings = |mark: &str| -> Vec<String> { page.lines().filter_map(|line| line.strip_prefix(mark)).map(str::to_owned).collect() };
    let wanted: Vec<String> = (1..).zip(elements).map(|(number, name)| format!("{number}. {name}")).collect();
    assert_eq!(headings("## "), wanted);
    let wanted: Vec<String> = (1..).zip(concepts).map(|(number, name)| format!("4.{number} {name}")).collect();
    let found: Vec<String> = headings("### ").into_iter().filter(|heading| heading.starts_with("4.")).collect();
    assert_eq!(found, wanted);
}

#[test]
fn the_odd_names_every_parameter_and_dial_and_none_that_is_not_there() {
    let page = read("docs/ODD.md");
    let words: std::collections::BTreeSet<&str> = page.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
    let names = PARAMETERS.iter().filter_map(|row| row.path.split('.').nth(1)).chain(DIALS.iter().map(|dial| dial.name));
    // The three authorities are one dial that is linear in depth, and so described.
    let missing: Vec<&str> = names.filter(|name| !words.contains(name) && !name.starts_with("authority_")).collect();
    assert!(missing.is_empty(), "docs/ODD.md does not say what these do: {missing:?}");
    for span in page.split('`').skip(1).step_by(2) {
        let is_path = span.split_once('.').is_some_and(|(group, _)| GROUPS.iter().any(|(name, _)| *name == group));
        assert!(!is_path || PARAMETERS.iter().any(|row| row.path == span), "docs/ODD.md names {span}");
    }
}

#[test]
fn every_file_of_the_mechanisms_is_on_the_mechanism_page() {
    let mut found = Vec::new();
    for file in rust_files(&root().join("src/mechanisms")) {
        let name = file.strip_prefix(root().join("src/mechanisms")).unwrap().with_extension("");
        found.push(name.to_string_lossy().replace('\\', "/"));
    }
    found.retain(|name| name != "mod");
    let mut listed: Vec<&str> = HEADS.iter().map(|(name, _)| *name).collect();
    listed.sort_unstable();
    found.sort_unstable();
    assert_eq!(found, listed, "add the file to HEADS in tests/docs.rs");
}

fn check_page(name: &str) {
    let (_, render) = PAGES.iter().find(|(page, _)| *page == name).expect("a page of the list");
    check(name, &render());
}

/// Compares a page with what it should be, or writes it where LEADERFUL_BLESS is 1.
fn check(name: &str, wanted: &str) {
    if std::env::var("LEADERFUL_BLESS").is_ok_and(|value| value == "1") {
        // Written beside and moved, so that a test that reads the page meanwhile sees all of it.
        let fresh = root().join(format!("{name}.new"));
        fs::write(&fresh, wanted).expect("the page can be written");
        fs::rename(&fresh, root().join(name)).expect("the page can be replaced");
        return;
    }
    let found = read(name);
    if found == wanted {
        return;
    }
    let differing = found.lines().zip(wanted.lines()).position(|(found, wanted)| found != wanted);
    let line = differing.unwrap_or_else(|| found.lines().count().min(wanted.lines().count()));
    let show = |text: &str| text.lines().nth(line).unwrap_or("(no such line)").to_owned();
    panic!(
        "{name} has drifted from the code at line {}.\n  page: {}\n  code: {}\nTo write it anew: {COMMAND}",
        line + 1,
        show(&found),
        show(wanted)
    );
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The text of a page; empty if there is none yet.
fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_default()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of the source") {
        let path = entry.expect("an entry of it").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

const BEGIN: &str = "<!-- generated from the code: begin -->";
const END: &str = "<!-- generated from the code: end -->";

/// The page with `text` between its markers; none if a marker is missing.
fn between_markers(page: &str, text: &str) -> Option<String> {
    let (before, rest) = page.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n{text}{END}{after}"))
}

/// Title, note of origin and introduction of a page.
fn opening(title: &str, about: &str) -> String {
    format!("# {title}\n\n<!-- Made from the code. Do not edit: change the list, then run `{COMMAND}`. -->\n\n{about}\n")
}

/// A table of Markdown.
fn table(page: &mut String, head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) {
    let mut line = |cells: &[String]| {
        let _ = writeln!(page, "| {} |", cells.join(" | "));
    };
    let cells: Vec<String> = head.iter().map(|cell| (*cell).to_owned()).collect();
    line(&cells);
    line(&vec!["---".to_owned(); head.len()]);
    for row in rows {
        assert_eq!(row.len(), head.len());
        let cells: Vec<String> = row.iter().map(|cell| cell.replace('|', "\\|").replace('<', "&lt;")).collect();
        line(&cells);
    }
}

fn code(text: &str) -> String {
    format!("`{text}`")
}

fn range(low: f32, high: f32) -> String {
    format!("{low} to {high}")
}

fn status_name(status: Status) -> &'static str {
    match status {
        Status::Measured => "measured",
        Status::Theory => "theory",
        Status::Calibrated => "calibrated",
        Status::Assumed => "assumed",
    }
}

const STATUSES: [(Status, &str); 4] = [
    (Status::Measured, "an empirical figure from the source named"),
    (Status::Theory, "fixed by a published model or by definition"),
    (Status::Calibrated, "chosen so that the baseline lands in the empirical ranges named"),
    (Status::Assumed, "an assumption: vary it before you lean on a result"),
];

fn of_status(status: Status) -> usize {
    PARAMETERS.iter().filter(|row| row.status == status).count()
}

/// The generated part of the ODD: how many of everything, and how far parameters can be defended.
fn counts() -> String {
    let mut text = format!(
        "{} parameters in {} groups, {} dials, {} presets, {} styles, {} mechanisms, {} programmes and events, {} outcomes.\n\n",
        PARAMETERS.len(),
        GROUPS.len(),
        DIALS.len(),
        PRESETS.len(),
        STYLES.len(),
        MECHANISMS.len(),
        PROGRAMMES.len(),
        OUTCOMES.len()
    );
    status_table(&mut text);
    text
}

fn status_table(text: &mut String) {
    table(
        text,
        &["status", "parameters", "share", "the value is"],
        STATUSES.iter().map(|(status, meaning)| {
            let number = of_status(*status);
            let percent = (100 * number + PARAMETERS.len() / 2) / PARAMETERS.len();
            vec![status_name(*status).to_owned(), number.to_string(), format!("{percent} %"), (*meaning).to_owned()]
        }),
    );
}

fn parameters() -> String {
    let mut page = opening(
        "Parameters",
        "Every number of the model that is not a dial of the leadership pattern. A parameter is named `group.name`, the same in a scenario\n\
         (`[group]` and below it `name = ...`), in `--set group.name=value`, in CSV columns and here. *Bounds* are what a scenario may say;\n\
         *vary* is the range for sensitivity analyses. A year has 260 working days, a week 5.\n",
    );
    status_table(&mut page);
    for (group, about) in GROUPS {
        let _ = writeln!(page, "\n## {group}\n\n{about}\n");
        let rows = PARAMETERS.iter().filter(|row| row.path.split('.').next() == Some(*group));
        table(&mut page, &["name", "default", "unit", "bounds", "vary", "status", "meaning", "source or reason"], rows.map(parameter));
    }
    page
}

fn parameter(row: &Row) -> Vec<String> {
    let name = row.path.rsplit('.').next().unwrap_or(row.path);
    vec![
        code(name),
        row.written(row.default),
        row.unit.to_owned(),
        row.range(),
        if row.options.is_empty() { range(row.vary.0, row.vary.1) } else { row.range() },
        status_name(row.status).to_owned(),
        row.meaning.to_owned(),
        row.source.to_owned(),
    ]
}

fn patterns() -> String {
    let mut page = opening(
        "Leadership patterns",
        "A pattern is one point in a space of dials. A dial says what people do, never what comes of it. Heroic and distributed leadership\n\
         are two points in this space, and every point between them can be run.\n\n\
         In a scenario a pattern is a preset (`pattern = \"autocracy\"`), a preset with dials turned\n\
         (`pattern = { preset = \"autocracy\", set = { openness = 0.6 } }`), a point between two\n\
         (`pattern = { between = [\"autocracy\", \"guided-distribution\"], at = 0.4 }`), or all dials. A `style` beside it turns style dials;\n\
         dials under `set` come last. `[[arm.change]]` with `day`, `over_days` and `pattern` changes the pattern in the course of a run.\n\n\
         ## Dials\n",
    );
    table(
        &mut page,
        &["dial", "unit", "bounds", "meaning"],
        DIALS.iter().map(|dial| vec![code(dial.name), dial.unit.to_owned(), range(dial.minimum, dial.maximum), dial.meaning.to_owned()]),
    );
    page.push_str(
        "\nAuthority is linear between the three levels: with depth 0 at the top and 1 at the front line, the middle value holds at 1/2.\n\n\
         ## Presets\n\n\
         The continuum of Hargreaves and Fink (2006). The order and the names are theirs; the values are assumptions.\n\n",
    );
    table(&mut page, &["preset", "meaning"], PRESETS.iter().map(|preset| vec![code(preset.name), preset.meaning.to_owned()]));
    page.push('\n');
    let mut head = vec!["dial"];
    head.extend(PRESETS.iter().map(|preset| preset.name));
    table(
        &mut page,
        &head,
        DIALS.iter().map(|dial| {
            let values = PRESETS.iter().map(|preset| preset.pattern.get(dial.name).expect("a dial").to_string());
            std::iter::once(code(dial.name)).chain(values).collect()
        }),
    );
    page.push_str("\n## Styles of formal leaders\n\nA style turns style dials only, so that it never counts a pattern's dial twice. Values are assumptions.\n\n");
    table(
        &mut page,
        &["style", "meaning", "turns"],
        STYLES.iter().map(|style| {
            let dials: Vec<String> = style.dials.iter().map(|(dial, value)| format!("`{dial}` = {value}")).collect();
            vec![code(style.name), style.meaning.to_owned(), dials.join(", ")]
        }),
    );
    page
}

fn outcomes_page() -> String {
    let mut page = opening(
        "Outcomes",
        "What comes out of a run. No outcome is ever an input. A *flow* is measured on what happened in a span of days: between two records in\n\
         a series, or in all days after warm-up for a run. A *state* is measured at each record, and its value for a run is the mean over the\n\
         records after warm-up; a *yearly* state takes long to measure and is so only at the first record after each year, and for a\n\
         run on its last day if no year has ended since the warm-up.\n\
         For a system of organisations, all are means over them. A *system* outcome looks at all organisations of a\n\
         system side by side, and is empty for one alone. An empty cell means that there was nothing to measure. Outcomes marked with * are shown at first look.",
    );
    let lists: [(&str, &[Outcome]); 9] = [
        ("Decision speed and quality", outcomes::decision::OUTCOMES),
        ("Silos and alignment", outcomes::silo::OUTCOMES),
        ("Succession and retention", outcomes::succession::OUTCOMES),
        ("People", outcomes::people::OUTCOMES),
        ("Voice and safety", outcomes::voice::OUTCOMES),
        ("Service", outcomes::service::OUTCOMES),
        ("Systems of organisations", outcomes::system::OUTCOMES),
        ("Roll-outs", outcomes::rollout::OUTCOMES),
        ("Runs that stop", outcomes::stop::OUTCOMES),
    ];
    assert_eq!(lists.iter().map(|(_, list)| list.len()).sum::<usize>(), OUTCOMES.len(), "a list is missing in tests/docs.rs");
    for (title, list) in lists {
        let _ = writeln!(page, "\n## {title}\n");
        table(&mut page, &["name", "label", "unit", "better", "measured", "definition"], list.iter().map(outcome));
    }
    page
}

fn outcome(outcome: &Outcome) -> Vec<String> {
    let better = match outcome.direction {
        Direction::Higher => "higher",
        Direction::Lower => "lower",
        Direction::Neutral => "neither",
    };
    let measured = match outcome.measure {
        Measure::Flow(_) => "flow",
        Measure::State(_) => "state",
        Measure::Yearly(_) => "yearly",
        Measure::System(_) => "system",
    };
    let star = if outcome.headline { " *" } else { "" };
    vec![
        format!("`{}`{star}", outcome.name),
        outcome.label.to_owned(),
        outcome.unit.to_owned(),
        better.to_owned(),
        measured.to_owned(),
        outcome.definition.to_owned(),
    ]
}

fn mechanisms() -> String {
    let mut page = opening(
        "Mechanisms",
        "What moves the model. Any mechanism can be switched off alone (`without = [\"trust\"]`), in a scenario or in one arm. The sections\n\
         below are the heads of the files in `src/mechanisms`; the names in `code type` are parameters ([parameters](parameters.md)), dials\n\
         ([patterns](patterns.md)) or columns of the state. The order of the day is in [ODD](ODD.md), section 3.\n",
    );
    table(
        &mut page,
        &["mechanism", "what it does", "without it"],
        MECHANISMS.iter().map(|row| vec![code(row.name), row.meaning.to_owned(), row.without.to_owned()]),
    );
    for (name, source) in HEADS {
        let _ = writeln!(page, "\n## {name}\n\n{}", head_of(source));
    }
    page.push_str("\n## Between organisations\n\nWhat passes between the organisations of a system at its meetings, in this order; the heads of the files in `src/system`.\n\n");
    table(
        &mut page,
        &["name", "what it does", "switched off by"],
        BETWEEN.iter().map(|row| vec![code(row.name), row.meaning.to_owned(), row.neutral.to_owned()]),
    );
    assert!(BETWEEN.iter().map(|row| row.name).eq(BETWEEN_HEADS.iter().map(|(name, _)| *name)), "add the file to BETWEEN_HEADS");
    for (name, source) in BETWEEN_HEADS {
        let _ = writeln!(page, "\n### {name}\n\n{}", head_of(source));
    }
    page
}

/// The `//!` lines at the top of a source file.
fn head_of(source: &str) -> String {
    let lines = source.lines().map_while(|line| line.strip_prefix("//!"));
    let text: Vec<&str> = lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    text.join("\n").trim_end().to_owned()
}

/// Parameter groups that belong to each mechanism beside the one of its own name.
const OTHER_GROUPS: &[(&str, &str)] = &[("voice", "hazard")];

fn literature() -> String {
    let mut page = opening(
        "Published models",
        "Each mechanism, run alone with a published model's parameters, must reproduce that model's published numbers:\n\
         `leaderful replicate --all` runs them all, `leaderful replicate NAME --set SETTING=VALUE` any other case of one. A number is\n\
         reproduced where ours lies within the larger of the tolerance and three standard errors. No default of a mechanism was tuned\n\
         on any of them.\n\n\
         Numbers that any program would reproduce prove nothing. So each model can also be run with mistakes that somebody could make\n\
         in coding it (`leaderful replicate --all --wrong`); below stands which numbers each mistake must miss. In the quick mode a test\n\
         holds them to it, and demands that every binding number that chance has a part in is missed under at least one mistake. Exact\n\
         numbers without a mistake are shown by their closed form only.\n\n\
         Certainty: A exact (closed form or deterministic, worked out a second way); B published number found in a text, a figure or a\n\
         replication's table, and reproduced by an independent run; C published number from memory, reproduced by an independent run; D from\n\
         memory, not reproduced: for its sign only; E an own run of the published rule, of which only shape or order is published; F counts, beside\n\
         which a model is held. A, B and C\n\
         bind: if one is missed, the command ends with exit code 1.\n\n\
         ## What holds up each mechanism\n",
    );
    let statuses = STATUSES.iter().map(|(status, _)| status_name(*status));
    let heads: Vec<&str> = ["mechanism", "reproduces"].into_iter().chain(statuses).collect();
    table(&mut page, &heads, MECHANISMS.iter().map(|row| docking(row.name)));
    page.push_str(
        "\nThe last four columns count the parameters of the mechanism by what their values rest on ([parameters](parameters.md)).\n",
    );
    MODELS.iter().for_each(|model| published(&mut page, model));
    page
}

/// What a mechanism reproduces, and what its parameters rest on.
fn docking(mechanism: &str) -> Vec<String> {
    let models: Vec<String> = MODELS.iter().filter(|model| model.mechanism == mechanism).map(|model| code(model.name)).collect();
    let mine = |path: &str| {
        let group = path.split('.').next().unwrap_or_default();
        group == mechanism || OTHER_GROUPS.contains(&(mechanism, group))
    };
    let count = |status: Status| PARAMETERS.iter().filter(|row| mine(row.path) && row.status == status).count().to_string();
    let models = if models.is_empty() { "nothing published was found".to_owned() } else { models.join(", ") };
    [mechanism.to_owned(), models].into_iter().chain(STATUSES.iter().map(|(status, _)| count(*status))).collect()
}

fn published(page: &mut String, model: &Model) {
    let _ = writeln!(page, "\n## {}\n\n{}. {}.\n\n{} Mechanism: {}.", model.name, model.title, model.source, model.checks, model.mechanism);
    let _ = writeln!(page, "\nHow it stands to the integrated model: {}.", model.docking.words());
    if !model.remarks.is_empty() {
        let _ = writeln!(page, "\n{}", model.remarks);
    }
    let _ = writeln!(page, "\nEffort: {}, {} in the quick mode.\n", model.counted(model.replications), model.quick);
    let rows = model
        .settings
        .iter()
        .map(|row| vec![code(row.name), row.default.to_owned(), row.unit.to_owned(), row.range(), row.meaning.to_owned()]);
    table(page, &["setting", "published case", "unit", "allowed", "meaning"], rows);
    page.push('\n');
    let sign = |relation: Relation| match relation {
        Relation::Equal => "",
        Relation::AtLeast => "at least ",
        Relation::AtMost => "at most ",
    };
    let rows = model.targets.iter().map(|target| {
        let published = format!("{}{}", sign(target.relation), target.published);
        vec![target.case.to_owned(), published, target.tolerance.to_string(), target.certainty.letter().to_owned()]
    });
    table(page, &["number", "published", "tolerance", "certainty"], rows);
    for variant in model.wrong {
        let _ = writeln!(page, "\nWrong on purpose: {}. Misses: {}.", variant.meaning, variant.misses.join("; "));
    }
}
