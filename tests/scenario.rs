//! Reading scenarios: what is right loads, and whatever is wrong is told with its place and what would be right.
#![cfg(feature = "cli")]

use leaderful::error::{Error, Problem};
use leaderful::pattern::Pattern;
use leaderful::scenario::load::{Folder, LARGEST_FILE, Limits, load, load_within};
use leaderful::scenario::{Scenario, Structure};

const HEAD: &str = "[organisation]\nlevels = [1, 5, 8, 51]\n";

fn no_chart(_: &str) -> Result<String, String> {
    Err("there is no such file".into())
}

fn read(text: &str) -> Result<Scenario, Error> {
    load("school.toml", text, &no_chart)
}

/// A small scenario that ends in `more`; the first line of `more` is line 3.
fn with(more: &str) -> Scenario {
    read(&format!("{HEAD}{more}")).unwrap_or_else(|e| panic!("{e}"))
}

fn problems(text: &str) -> Vec<Problem> {
    match read(text) {
        Err(Error::BadInput(problems)) => problems,
        other => panic!("not refused: {other:?}"),
    }
}

/// The whole text of the error of a small scenario that ends in `more`.
fn told(more: &str) -> String {
    Error::BadInput(problems(&format!("{HEAD}{more}"))).to_string()
}

fn messages(more: &str) -> Vec<String> {
    problems(&format!("{HEAD}{more}")).into_iter().map(|p| p.message).collect()
}

#[test]
fn an_unknown_key_names_the_nearest() {
    assert_eq!(
        told("[trust]\ngian = 0.03\n"),
        "school.toml:4:1: there is no key `gian` in `trust`\n  key: trust.gian\n  value: 0.03\n  allowed: gain, loss, asked, \
         return_rate, set_point, start, start_sd, new_tie\n  did you mean: gain"
    );
    assert_eq!(problems("titel = \"x\"\n[organisation]\nlevels = [1]\n")[0].nearest.as_deref(), Some("title"));
}

#[test]
fn a_duplicate_key_is_told_at_its_second_place() {
    assert_eq!(
        told("[trust]\ngain = 0.03\ngain = 0.04\n"),
        "school.toml:5:1: `gain` is given twice\n  key: gain\n  help: keep one of the two"
    );
}

#[test]
fn a_number_in_quotation_marks_is_told_how_to_write_it() {
    assert_eq!(
        told("[trust]\ngain = \"0.03\"\n"),
        "school.toml:4:8: `gain` must be a number, not text\n  key: trust.gain\n  value: \"0.03\"\n  help: write it without \
         quotation marks: gain = 0.03"
    );
}

#[test]
fn nan_and_infinity_are_refused() {
    assert_eq!(
        told("[trust]\ngain = nan\nloss = inf\n"),
        "2 problems in the input:\nschool.toml:4:8: `gain` must be a number with a value: nan means 'not a number'\n  key: trust.gain\n  \
         value: nan\n  allowed: 0 to 1 (share)\n  help: Share of the missing trust gained by a success.\n\
         school.toml:5:8: `loss` must be finite\n  key: trust.loss\n  value: inf\n  allowed: 0 to 1 (share)\n  \
         help: Share of trust lost by a failure."
    );
    assert_eq!(messages("[trust]\ngain = 1e999\n"), ["`gain` must be finite"]);
}

#[test]
fn a_negative_rate_is_refused() {
    assert_eq!(
        told("[succession]\nleaving_rate = -0.1\n"),
        "school.toml:4:16: `leaving_rate` is too small: the least is 0\n  key: succession.leaving_rate\n  value: -0.1\n  \
         allowed: 0 to 2 (1/year)\n  help: Rate of leaving at strain .3 and engagement .5."
    );
}

#[test]
fn a_probability_above_one_is_refused() {
    assert_eq!(
        told("[context]\ncomplexity = 1.2\n"),
        "school.toml:4:14: `complexity` is too large: the most is 1\n  key: context.complexity\n  value: 1.2\n  \
         allowed: 0 to 1 (probability)\n  help: Chance that an issue needs each further facet of knowledge."
    );
}

#[test]
fn a_thousand_million_people_are_refused_before_memory_is_taken() {
    let text = "[organisation]\nlevels = [1, 5, 8, 1_000_000_000]\n";
    assert_eq!(
        Error::BadInput(problems(text)).to_string(),
        "school.toml:2:10: an organisation of 1,000,000,014 people needs about 1,397 GiB; limit 16 GiB, see --max-memory\n  \
         key: organisation.levels\n  value: a list of 4\n  allowed: 1 to 10,000,000 people"
    );
    let small = Limits { memory: 1 << 20 };
    assert!(load_within("s", "[organisation]\nlevels = [1, 900]\n", &no_chart, &small).is_err());
    let large = Limits { memory: u64::MAX };
    let Err(Error::BadInput(problems)) = load_within("s", text, &no_chart, &large) else { panic!() };
    assert_eq!(problems[0].message, "an organisation of 1,000,000,014 people is too large: the most is 10,000,000");
}

#[test]
fn zero_replications_are_refused() {
    let text = format!("replications = 0\n{HEAD}");
    assert_eq!(
        Error::BadInput(problems(&text)).to_string(),
        "school.toml:1:16: `replications` is too small: the least is 1\n  key: replications\n  value: 0\n  allowed: 1 to 1,000,000 \
         (replications)\n  help: Replications of each arm: the same people and luck in every arm."
    );
}

#[test]
fn an_arm_named_twice_is_refused() {
    let arms = "[[arm]]\nname = \"Heroic\"\npattern = \"autocracy\"\n[[arm]]\nname = \"heroic\"\npattern = \"anarchy\"\n";
    assert_eq!(
        told(arms),
        "school.toml:7:8: an arm above has the name \"Heroic\" already\n  key: arm[1].name\n  value: \"heroic\"\n  \
         help: give each arm a name of its own; capital letters do not make a difference"
    );
    assert_eq!(messages("[[arm]]\nname = \"Baseline\"\npattern = \"anarchy\"\n"), ["the baseline has the name \"Baseline\" already"]);
}

#[test]
fn a_name_that_is_a_path_or_a_device_is_refused() {
    let text = format!("name = \"../x\"\n{HEAD}");
    assert_eq!(
        Error::BadInput(problems(&text)).to_string(),
        "school.toml:1:8: \"../x\" cannot be the scenario's name: it is a path, and results go to a folder of this name only\n  \
         key: name\n  value: \"../x\"\n  allowed: 1 to 80 letters (A to Z, a to z), digits, dots, hyphens and underscores, beginning \
         with a letter or digit\n  help: the name becomes the folder of the results; what people read is the title"
    );
    for name in ["/x", "C:\\\\x", "CON", "-rf", "", "a b", "..", &"x".repeat(300)] {
        assert_eq!(problems(&format!("name = \"{name}\"\n{HEAD}")).len(), 1, "{name}");
    }
}

#[test]
fn an_event_for_an_unknown_arm_or_after_the_end_is_refused() {
    assert_eq!(
        told("[[event]]\nday = 1300\nkind = \"leader-leaves\"\narms = [\"Basline\"]\nlevels = [4]\n"),
        "3 problems in the input:\nschool.toml:4:7: day 1300 comes after the end: the run has 1300 days\n  key: event[0].day\n  \
         value: 1300\n  allowed: 0 to 1299\n  help: choose an earlier day, or raise `years`\n\
         school.toml:6:9: there is no arm called \"Basline\"\n  key: event[0].arms[0]\n  value: \"Basline\"\n  allowed: Baseline\n  \
         did you mean: Baseline\n\
         school.toml:7:11: `levels[0]` is too large: the most is 3\n  key: event[0].levels[0]\n  value: 4\n  allowed: 0 to 3 (level)\n  \
         help: Levels of the organisation, 0 the top."
    );
}

#[test]
fn organisations_that_a_system_does_not_have_are_told() {
    let text = |number: u32| format!("[system]\norganisations = 3\n[[event]]\nday = 1\nkind = \"crisis\"\norganisations = [{number}]\n");
    assert_eq!(with(&text(2)).schedule[0].organisations, [2]);
    let problem = &problems(&format!("{HEAD}{}", text(3)))[0];
    assert_eq!((problem.key.as_deref(), problem.allowed.as_deref()), (Some("event[0].organisations[0]"), Some("0 to 2 (organisation)")));
}

#[test]
fn half_an_organisation_is_refused_and_a_whole_one_may_be_written_with_a_point() {
    assert_eq!(with("[system]\norganisations = 10.0\n").organisations(), 10);
    let problem = &problems(&format!("{HEAD}[system]\norganisations = 2.5\n"))[0];
    assert_eq!((problem.message.as_str(), problem.help.as_deref()), ("`organisations` must be a whole number", Some("write 2 or 3")));
    assert_eq!((problem.line, problem.key.as_deref()), (Some(4), Some("system.organisations")));
}

#[test]
fn what_acts_between_organisations_needs_several() {
    let network = "[[programme]]\nkind = \"support-network\"\nfrom = 260\nuntil = 780\n";
    assert_eq!(messages(network), ["`support-network` acts between the organisations of a system, and there is one alone"]);
    let scheduled = with(&format!("[system]\norganisations = 5\n{network}")).schedule.remove(0);
    assert_eq!((scheduled.from, scheduled.until), (260, Some(780)));
}

#[test]
fn what_turns_dials_must_end_before_it_begins_again() {
    let crisis = |more: &str| format!("[[event]]\nkind = \"crisis\"\nday = 10\nevery_days = 100\n{more}");
    assert_eq!(messages(&crisis("")), ["`crisis` lasts until its end: it cannot begin again before it has ended"]);
    assert_eq!(messages(&crisis("for_days = 101\n")), ["it begins again after 100 days, but lasts 101 days"]);
    assert_eq!(with(&crisis("for_days = 30\n")).schedule[0].for_days, Some(30));
}

#[test]
fn what_works_on_the_whole_organisation_takes_no_levels_or_units() {
    let text = "[[event]]\nday = 1\nkind = \"crisis\"\nlevels = [0]\n[[programme]]\nfrom = 1\nkind = \"course\"\nlevels = [0]\n";
    assert_eq!(messages(text), ["`crisis` works on the whole organisation"]);
}

#[test]
fn a_roll_out_needs_a_pattern_and_nothing_else_on_the_calendar_takes_one() {
    let programme = |kind: &str, pattern: &str| format!("[[programme]]\nfrom = 1\nkind = \"{kind}\"\n{pattern}");
    assert_eq!(messages(&programme("rollout", "")), ["a pattern is missing here"]);
    assert_eq!(messages(&programme("rollout", "pattern = \"anarky\"\n")), ["there is no pattern called \"anarky\""]);
    assert_eq!(messages(&programme("crisis", "pattern = \"anarchy\"\n")).len(), 1);
    let mut imperfect = leaderful::Pattern::preset("autocracy").unwrap();
    assert!(imperfect.adopt_style("imperfect"));
    let scheduled = with(&programme("rollout", "pattern = \"autocracy\"\nstyle = \"imperfect\"\n")).schedule.remove(0);
    assert_eq!(scheduled.pattern, Some(imperfect));
}

#[test]
fn what_is_missing_is_told_where_it_belongs() {
    assert_eq!(
        messages("[[arm]]\npattern = \"anarchy\"\n[[arm]]\nname = \"x\"\n[[event]]\nday = 1\n[[programme]]\nkind = \"crisis\"\n"),
        ["this arm has no name", "a pattern is missing here", "this has no kind", "this has no day on which it begins"]
    );
    assert_eq!(problems("")[0].message, "the scenario has no organisation");
    assert_eq!(problems("[organisation]\n")[0].line, Some(1));
}

#[test]
fn a_pattern_that_cannot_be_is_refused() {
    let pattern = |text: &str| messages(&format!("[baseline]\npattern = {text}\n"));
    assert_eq!(pattern("\"anarky\""), ["there is no pattern called \"anarky\""]);
    assert_eq!(pattern("anarchy"), ["text must stand in quotation marks"]);
    assert_eq!(pattern("{ between = [\"autocracy\"], at = 0.1 }"), ["`between` needs two presets, not 1"]);
    assert_eq!(pattern("{ between = [\"autocracy\", \"anarchy\"] }"), ["`at` is missing beside `between`"]);
    assert_eq!(pattern("{ preset = \"anarchy\", openness = 1 }"), ["`openness` belongs under `set`"]);
    assert_eq!(pattern("{ preset = \"anarchy\", set = { openness = 1.5 } }"), ["`openness` is too large: the most is 1"]);
    assert_eq!(pattern("{ openness = 0.5 }"), ["a pattern without a preset needs every dial"]);
    assert_eq!(pattern("3"), ["`pattern` must be text in quotation marks, not a whole number"]);
    assert_eq!(pattern("\"anarchy\"\nstyle = \"heroc\""), ["there is no style called \"heroc\""]);
}

#[test]
fn sizes_and_depths_are_limited() {
    assert!(problems(&format!("{HEAD}#{}", "x".repeat(LARGEST_FILE)))[0].message.starts_with("the file is too large"));
    for deep in
        ["[".repeat(100_000), "a.".repeat(100_000) + "a = 1", format!("a = {}", "{a=".repeat(50_000)), format!("[{}a]", "a.".repeat(40))]
    {
        assert_eq!(problems(&deep)[0].message, "tables and lists are nested more than 32 deep");
    }
    assert_eq!(messages(&format!("[baseline]\npattern = \"{}\"\n", "x".repeat(5000))).len(), 1);
    assert_eq!(problems(&"\r".repeat(1_000_000))[0].message, "a line ends with a carriage return alone");
    let long = format!("without = [{}]\n{HEAD}", "0,".repeat(100_001));
    assert_eq!(problems(&long)[0].message, "`without` is too long: 100001 items, the most is 100000");
    assert!(messages("[[arm]]\nname = \"a\\u202eb\"\npattern = \"anarchy\"\n")[0].contains("invisible control character"));
    let many: String = (0..50_000).map(|i| format!("k{i} = 1\n")).collect();
    let problems = problems(&format!("{many}{HEAD}"));
    assert_eq!(problems.len(), 101);
    assert_eq!(problems[100].message, "and 49900 more problems: correct these first");
}

#[test]
fn a_chart_outside_the_folder_or_with_a_cycle_is_refused() {
    let chart = |name: &str| format!("[organisation]\nchart = \"{name}\"\n");
    for name in ["../x.csv", "/etc/x.csv", "C:/x.csv", "a\\\\b.csv", "a//b.csv", "./x.csv", "", "a/../b.csv"] {
        assert!(problems(&chart(name))[0].message.contains("cannot be read as a chart"), "{name}");
    }
    assert_eq!(problems(&chart("x.csv"))[0].message, "the chart \"x.csv\" cannot be read: there is no such file");
    let cycle = |_: &str| Ok("position_id,parent_id,unit,department\nhead,,t,t\na,b,u,d\nb,a,u,d\n".to_owned());
    let error = load("s.toml", &chart("x.csv"), &cycle).unwrap_err();
    assert_eq!(
        error.to_string(),
        "x.csv:3: row 3: reporting goes round in a circle: `a` (row 3) reports to `b` (row 4), and back to the first\n  \
         help: somebody in the circle has to report to a seat outside it"
    );
    assert!(load("s.toml", &chart("charts/secondary-school.csv"), &Folder("scenarios".into())).is_ok());
}

#[test]
fn all_forms_of_a_pattern_are_understood() {
    let (a, b) = (Pattern::preset("autocracy").unwrap(), Pattern::preset("anarchy").unwrap());
    let scenario = with(
        "[baseline]\nstyle = \"heroic\"\npattern = { between = [\"autocracy\", \"anarchy\"], at = 0.25, set = { bridging = 0.6, answers = 0.1 } }\n\
         [[arm]]\nname = \"x\"\npattern = { preset = \"anarchy\", set = { quorum = 1 } }\nset.trust.gain = 0.03\n\
         [[arm.change]]\nday = 9\nover_days = 3\npattern = \"autocracy\"\n",
    );
    let mut expected = a.towards(&b, 0.25);
    assert!(expected.adopt_style("heroic"));
    // What is set by hand comes last.
    (expected.bridging, expected.answers) = (0.6, 0.1);
    assert_eq!(scenario.baseline.pattern, expected);
    assert_eq!((scenario.arms[0].pattern.quorum, scenario.arms[0].changes[0].pattern), (1.0, a));
    assert_eq!(scenario.arms[0].parameters.get("trust.gain"), Some(&0.03));
}

#[test]
fn years_may_have_a_decimal_part_and_a_design_is_checked() {
    let text = "years = 0.5\n[organisation]\nlevels = [1]\n[design]\n[[design.factor]]\npath = \"trust.gain\"\nlevels = [0.01, 0.02]\n";
    let loaded = load_within("a/b/My file.toml", text, &no_chart, &Limits::default()).unwrap();
    assert_eq!((loaded.scenario.days, loaded.scenario.name.as_str(), loaded.design.unwrap().size()), (130, "My-file", 2));
    assert_eq!(loaded.scenario.structure, Structure::Levels(vec![1]));
    assert!(problems(&format!("{HEAD}[design]\nanything = 1\n"))[0].message.contains("there is no key `anything`"));
    assert_eq!(problems(&format!("years = 1\ndays = 2\n{HEAD}"))[0].message, "both `years` and `days` are given");
    assert_eq!(problems(&format!("days = 2\nwarm_up_days = 2\n{HEAD}"))[0].message, "`warm_up_days` leaves nothing of a run of 2 days");
}

#[test]
fn the_order_of_a_file_does_not_matter() {
    let parts = [
        "[organisation]\nlevels = [1, 4]\n",
        "[trust]\ngain = 0.03\nloss = 0.05\n",
        "[baseline]\nname = \"B\"\npattern = \"anarchy\"\n",
        "[[event]]\nkind = \"crisis\"\nday = 9\nload = 3\n",
        "[[programme]]\nlevels = [1, 0]\nkind = \"leader-leaves\"\nfrom = 9\n",
        "[[event]]\nday = 3\nkind = \"leader-leaves\"\n",
    ];
    let first = read(&format!("years = 1\nseed = 7\n{}", parts.concat())).unwrap();
    for turn in 0..parts.len() {
        let turned: String = (0..parts.len()).rev().map(|i| parts[(i + turn) % parts.len()]).collect();
        assert_eq!(read(&format!("seed = 7\nyears = 1\n{turned}")).unwrap(), first);
    }
    assert_eq!(first.schedule.iter().map(|s| s.from).collect::<Vec<_>>(), [3, 9, 9]);
    assert_eq!(read(&format!("\u{feff}years = 1\nseed = 7\n{}", parts.concat()).replace('\n', "\r\n")).unwrap(), first);
}
