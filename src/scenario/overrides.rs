//! `--set path=value`: changes a scenario that is loaded, with the same ranges and messages as its file.

use super::load::fields::Node;
use super::load::report::{Report, cut, listed, shown};
use super::load::structure::{depth, read_levels, system_too_large};
use super::load::{Limits, RUN_SETTINGS, RunSetting, parameters, pattern, run, schedule};
use super::parameters::{PARAMETERS, Row};
use super::{Arm, Scenario, Structure};
use crate::error::{Error, Problem};
use crate::nearest::with_nearest;
use crate::pattern::{DIALS, Pattern};
use crate::programmes::PROGRAMMES;
use std::borrow::Cow;
use std::ops::Range;
use toml::de::DeValue;

/// Applies every `path=value` of `arguments`, in their order. A path is
///
/// - a parameter, such as `trust.gain` (an arm that sets it itself keeps its own value),
/// - a setting of the run, such as `years` or `replications`, or `name`, `title`, `question`, `without`,
/// - `organisation.levels`,
/// - `pattern.DIAL`, a dial of every arm,
/// - `programme.KIND.SETTING`, a setting of every programme or event of that kind on the calendar,
/// - or `baseline.` or `arm.NAME.`, followed by `pattern`, `pattern.DIAL`, `style`, `without` or `set.GROUP.NAME`.
///
/// A value is written as in a scenario file; text needs no quotation marks. Nothing changes if anything is wrong.
///
/// # Errors
///
/// [`Error::BadInput`] with the problems of all arguments.
pub fn apply<S: AsRef<str>>(scenario: &mut Scenario, arguments: &[S], limits: &Limits) -> Result<(), Error> {
    let mut changed = scenario.clone();
    let mut problems = Vec::new();
    for argument in arguments {
        let source_name = format!("--set {}", cut(argument.as_ref()));
        let mut report = Report::on_option(&source_name);
        apply_one(&mut changed, argument.as_ref(), &mut report, limits);
        problems.extend(report.into_problems());
    }
    if problems.is_empty() {
        problems = contradictions(&changed);
        problems.extend(system_too_large(&changed, limits).map(|problem| problem.within("--set")));
    }
    if !problems.is_empty() {
        return Err(Error::BadInput(problems));
    }
    *scenario = changed;
    Ok(())
}

/// Every path that [`apply`] takes for `scenario`.
pub fn paths(scenario: &Scenario) -> Vec<String> {
    let mut paths: Vec<String> = RUN_SETTINGS.iter().map(|r| r.name.to_owned()).collect();
    paths.extend(["name", "title", "question", "without", "organisation.levels"].map(String::from));
    paths.extend(PARAMETERS.iter().map(|r| r.path.to_owned()));
    paths.extend(DIALS.iter().map(|d| format!("pattern.{}", d.name)));
    for row in PROGRAMMES.iter().filter(|row| scenario.schedule.iter().any(|one| one.kind == row.name)) {
        paths.extend(row.settings.iter().map(|setting| format!("programme.{}.{}", row.name, setting.name)));
    }
    let arms = scenario.arms.iter().map(|a| format!("arm.{}", a.name));
    for arm in std::iter::once("baseline".to_owned()).chain(arms) {
        paths.extend(["pattern", "style", "without"].map(|key| format!("{arm}.{key}")));
        paths.extend(DIALS.iter().map(|d| format!("{arm}.pattern.{}", d.name)));
        paths.extend(PARAMETERS.iter().map(|r| format!("{arm}.set.{}", r.path)));
    }
    paths
}

fn apply_one(scenario: &mut Scenario, argument: &str, report: &mut Report<'_>, limits: &Limits) {
    let Some((path, text)) = argument.split_once('=') else {
        let problem = Problem::new("--set needs a path and a value").value(cut(argument));
        report.at(&(0..0), problem.help("write for example --set trust.gain=0.03"));
        return;
    };
    set_text(scenario, path.trim(), text.trim(), &(0..0), report, limits);
}

/// Sets what stands at `path` to what `text` says; problems are reported at `span`.
pub(crate) fn set_text(scenario: &mut Scenario, path: &str, text: &str, span: &Range<usize>, report: &mut Report<'_>, limits: &Limits) {
    let as_text = DeValue::String(Cow::Borrowed(text));
    let parsed = DeValue::parse(text).map(toml::Spanned::into_inner).unwrap_or_else(|_| as_text.clone());
    // What is meant as text may look like a number: a title of 2026.
    let wants_text = matches!(path, "name" | "title" | "question");
    let value = if wants_text && !parsed.is_str() { &as_text } else { &parsed };
    set_at(scenario, path, &Node { value, span: span.clone(), path: path.into() }, report, limits);
}

/// The number that stands at `path`, as it would be written; none where there is none, or a name.
pub(crate) fn number_at(scenario: &Scenario, path: &str) -> Option<f64> {
    let short = |value: f32| value.to_string().parse().ok();
    let of_arm = |arm: &Arm, rest: &str| match rest.split_once('.') {
        Some(("pattern", dial)) => arm.pattern.get(dial),
        Some(("set", path)) => {
            let row = Row::find(path).filter(|row| row.options.is_empty())?;
            arm.parameters.get(path).copied().or_else(|| scenario.parameters.get(row.path))
        }
        _ => None,
    };
    if let Some(row) = Row::find(path) {
        return row.options.is_empty().then(|| scenario.parameters.get(row.path)).flatten().and_then(short);
    }
    if let Some(row) = RunSetting::find(path) {
        return Some(row.of(scenario));
    }
    if let Some(rest) = path.strip_prefix("baseline.") {
        return of_arm(&scenario.baseline, rest).and_then(short);
    }
    let after = path.strip_prefix("arm.")?;
    let rest = |arm: &Arm| after.strip_prefix(arm.name.as_str())?.strip_prefix('.');
    scenario.all_arms().filter_map(|arm| of_arm(arm, rest(arm)?)).next().and_then(short)
}

/// Sets what stands at `path` of [`paths`] to the value of `node`.
pub(crate) fn set_at(scenario: &mut Scenario, path: &str, node: &Node<'_>, report: &mut Report<'_>, limits: &Limits) {
    let done = at_top(scenario, path, node, report, limits)
        || in_arm(scenario, path, node, report)
        || in_every_arm(scenario, path, node, report)
        || in_schedule(scenario, path, node, report);
    if !done {
        report.at(&node.span, unknown(scenario, path, &shown(node.value)));
    }
}

/// Sets what stands at the top of a scenario. False if `path` does not.
fn at_top(scenario: &mut Scenario, path: &str, node: &Node<'_>, report: &mut Report<'_>, limits: &Limits) -> bool {
    if let Some(row) = Row::find(path) {
        if let Some(value) = parameters::value(row, node, report) {
            scenario.parameters.set(row.path, value);
        }
    } else if let Some(row) = RunSetting::find(path) {
        run::setting(row, node, report, scenario);
    } else {
        match path {
            "name" => run::name(node, report, scenario),
            "title" | "question" => run::sentence(path, node, report, scenario),
            "without" => scenario.without = run::without(node, report),
            "organisation.levels" => {
                if let Some(levels) = read_levels(node, report, limits) {
                    scenario.structure = Structure::Levels(levels);
                }
            }
            _ => return false,
        }
    }
    true
}

/// Sets what belongs to the baseline or to an arm. False if `path` does not.
fn in_arm(scenario: &mut Scenario, path: &str, node: &Node<'_>, report: &mut Report<'_>) -> bool {
    let (arm, rest) = if let Some(rest) = path.strip_prefix("baseline.") {
        (&mut scenario.baseline, rest)
    } else if let Some(after) = path.strip_prefix("arm.") {
        // A name may itself contain dots: the longest that fits is meant.
        let rest_of = |arm: &Arm| after.strip_prefix(arm.name.as_str())?.strip_prefix('.').map(str::len);
        let found = scenario.all_arms().enumerate().filter_map(|(i, arm)| Some((rest_of(arm)?, i))).min();
        let Some((length, index)) = found else { return false };
        let rest = &after[after.len() - length..];
        (if index == 0 { &mut scenario.baseline } else { &mut scenario.arms[index - 1] }, rest)
    } else {
        return false;
    };
    set_in(arm, rest, node, report)
}

/// Turns a dial of every arm. False if `path` does not name one.
fn in_every_arm(scenario: &mut Scenario, path: &str, node: &Node<'_>, report: &mut Report<'_>) -> bool {
    let Some(dial) = path.strip_prefix("pattern.").and_then(|name| DIALS.iter().find(|d| d.name == name)) else { return false };
    if let Some(value) = node.float(report, &pattern::bounds(dial)) {
        std::iter::once(&mut scenario.baseline).chain(&mut scenario.arms).for_each(|arm| {
            arm.pattern.set(dial.name, value as f32);
        });
    }
    true
}

/// Changes a setting of every programme or event of a kind that is on the calendar. False if `path` does not name one.
fn in_schedule(scenario: &mut Scenario, path: &str, node: &Node<'_>, report: &mut Report<'_>) -> bool {
    let Some((kind, name)) = path.strip_prefix("programme.").and_then(|rest| rest.split_once('.')) else { return false };
    let row = PROGRAMMES.iter().find(|row| row.name == kind);
    let Some(setting) = row.and_then(|row| row.settings.iter().find(|setting| setting.name == name)) else { return false };
    if !scenario.schedule.iter().any(|one| one.kind == kind) {
        return false;
    }
    if let Some(value) = node.float(report, &schedule::bounds(setting)) {
        for one in scenario.schedule.iter_mut().filter(|one| one.kind == kind) {
            one.settings.insert(name.into(), value as f32);
        }
    }
    true
}

fn set_in(arm: &mut Arm, rest: &str, node: &Node<'_>, report: &mut Report<'_>) -> bool {
    if let Some(name) = rest.strip_prefix("pattern.") {
        let Some(dial) = DIALS.iter().find(|d| d.name == name) else { return false };
        if let Some(value) = node.float(report, &pattern::bounds(dial)) {
            arm.pattern.set(dial.name, value as f32);
        }
    } else if let Some(path) = rest.strip_prefix("set.") {
        let Some(row) = Row::find(path) else { return false };
        if let Some(value) = parameters::value(row, node, report) {
            arm.parameters.insert(row.path.into(), value);
        }
    } else {
        match rest {
            "pattern" => {
                if let Some(new) = pattern::pattern(node, None, report) {
                    arm.pattern = new;
                }
            }
            "style" => {
                let mut new: Option<Pattern> = Some(arm.pattern);
                pattern::adopt(&mut new, Some(node), report);
                arm.pattern = new.unwrap_or(arm.pattern);
            }
            "without" => arm.without = run::without(node, report),
            _ => return false,
        }
    }
    true
}

/// Why `path` is none of [`paths`], if it is none.
pub(crate) fn refused(scenario: &Scenario, path: &str) -> Option<Problem> {
    let known = paths(scenario).iter().any(|known| known == path);
    (!known).then(|| Problem { value: None, ..unknown(scenario, path, "") })
}

fn unknown(scenario: &Scenario, path: &str, value: &str) -> Problem {
    let problem = Problem::new(format!("there is no setting called \"{}\"", cut(path))).key(cut(path)).value(cut(value));
    let known = paths(scenario);
    if let Some(arm) = path.strip_prefix("arm.")
        && !scenario.all_arms().any(|a| arm.starts_with(a.name.as_str()))
    {
        let names: Vec<&str> = scenario.all_arms().map(|a| a.name.as_str()).collect();
        let first = arm.split('.').next().unwrap_or_default();
        let problem = problem.allowed(format!("arms: {}", listed(names.iter())));
        return with_nearest(problem, first, names).help("write for example --set arm.NAME.pattern=anarchy");
    }
    // A bare name is most likely the end of a path.
    let end = format!(".{path}");
    if let Some(whole) = known.iter().find(|k| k.ends_with(&end)) {
        return problem.nearest(whole.clone()).help("see `leaderful list parameters` for all paths");
    }
    let same_depth = known.iter().map(String::as_str).filter(|k| k.matches('.').count() == path.matches('.').count());
    with_nearest(problem, path, same_depth).help("see `leaderful list parameters` for all paths")
}

/// What no longer fits together once everything is set.
pub(crate) fn contradictions(scenario: &Scenario) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut tell = |key: &str, message: String, help: &str| {
        problems.push(Problem::new(message).key(key).within("--set").help(help));
    };
    let days = scenario.days;
    if scenario.warm_up_days >= days {
        let message = format!("`warm_up_days` is {}, which leaves nothing of a run of {days} days", scenario.warm_up_days);
        tell("warm_up_days", message, "lengthen the run or set a shorter warm-up");
    }
    for arm in scenario.all_arms() {
        for change in arm.changes.iter().filter(|c| c.day >= days) {
            let message =
                format!("the pattern of arm \"{}\" changes on day {}, after the end: the run has {days} days", arm.name, change.day);
            tell("days", message, "lengthen the run, or take the change out of the scenario");
        }
    }
    if !scenario.survey.is_empty() && matches!(scenario.structure, Structure::Levels(_)) {
        tell("organisation.levels", "the survey names seats of the chart".to_owned(), "take the survey out of the scenario");
    }
    let levels = depth(&scenario.structure);
    for one in &scenario.schedule {
        if one.from >= days {
            let message = format!("{} begins on day {}, after the end: the run has {days} days", one.kind, one.from);
            tell("days", message, "lengthen the run, or take it out of the scenario");
        }
        if let Some(level) = one.levels.iter().find(|l| **l >= levels) {
            let message = format!("{} touches level {level}, but the levels are 0 to {}", one.kind, levels - 1);
            tell("organisation.levels", message, "keep as many levels as the scenario has");
        }
        let count = scenario.organisations();
        if let Some(number) = one.organisations.iter().find(|number| **number >= count) {
            let message = format!("{} is in organisation {number}, but they are 0 to {}", one.kind, count - 1);
            tell("system.organisations", message, "keep as many organisations as the scenario has");
        }
        if count < 2 && PROGRAMMES.iter().any(|row| row.system && row.name == one.kind) {
            let message = format!("`{}` acts between the organisations of a system, and there is one alone", one.kind);
            tell("system.organisations", message, "keep several organisations, or take it out of the scenario");
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(arguments: &[&str]) -> Result<Scenario, Vec<Problem>> {
        let mut scenario = Scenario::default();
        // As much memory as the largest system needs.
        match apply(&mut scenario, arguments, &Limits { memory: u64::MAX }) {
            Ok(()) => Ok(scenario),
            Err(Error::BadInput(problems)) => {
                assert_eq!(scenario, Scenario::default(), "nothing changes where anything is wrong");
                Err(problems)
            }
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn every_parameter_dial_and_setting_can_be_set_to_both_ends_of_its_range() {
        for row in PARAMETERS {
            for value in [row.minimum, row.maximum] {
                let written = row.written(value);
                let scenario = set(&[&format!("{}={written}", row.path), &format!("arm.Heroic.set.{}={written}", row.path)]).unwrap();
                assert_eq!(scenario.parameters.get(row.path), Some(value));
                assert_eq!(scenario.arms[0].parameters.get(row.path), Some(&value));
            }
            assert!(set(&[&format!("{}={}", row.path, f64::from(row.maximum) + 1.0)]).is_err(), "{}", row.path);
        }
        for dial in DIALS {
            let arguments = [format!("baseline.pattern.{}={}", dial.name, dial.maximum), format!("arm.Heroic.pattern.{}=0", dial.name)];
            let scenario = set(&[&arguments[0], &arguments[1]]).unwrap();
            assert_eq!(scenario.baseline.pattern.get(dial.name), Some(dial.maximum));
            assert_eq!(scenario.arms[0].pattern.get(dial.name), Some(0.0));
        }
        let all = ["years=2", "rounds=8", "replications=3", "seed=18446744073709551615", "record_every_days=5", "warm_up_days=10"];
        let scenario = set(&all).unwrap();
        assert_eq!((scenario.days, scenario.rounds, scenario.replications, scenario.seed), (520, 8, 3, u64::MAX));
        assert_eq!((scenario.record_every_days, scenario.warm_up_days), (5, 10));
        assert_eq!(set(&["days=7", "title=2026", "without=[\"trust\"]"]).unwrap().title, "2026");
    }

    #[test]
    fn a_whole_pattern_and_a_style_can_be_set_by_name() {
        let scenario = set(&["arm.Heroic.pattern=anarchy", "baseline.style=heroic", "arm.Distributed.without=[\"voice\"]"]).unwrap();
        assert_eq!(scenario.arms[0].pattern, Pattern::preset("anarchy").unwrap());
        assert_eq!(scenario.baseline.pattern.perfection, 1.0);
        assert_eq!(scenario.arms[1].without.len(), 1);
        let table = "arm.Heroic.pattern={ between = [\"autocracy\", \"anarchy\"], at = 0.5, set = { bridging = 0.6 } }";
        assert_eq!(set(&[table]).unwrap().arms[0].pattern.bridging, 0.6);
    }

    #[test]
    fn unknown_paths_name_the_nearest() {
        let near = |argument: &str| set(&[argument]).unwrap_err()[0].nearest.clone().unwrap_or_default();
        assert_eq!(near("trust.gian=0.1"), "trust.gain");
        assert_eq!(near("leaving_rate=0.1"), "succession.leaving_rate");
        assert_eq!(near("replication=3"), "replications");
        assert_eq!(near("arm.Heroc.pattern=anarchy"), "Heroic");
        assert_eq!(near("arm.Heroic.pattern.openess=0.1"), "arm.Heroic.pattern.openness");
        assert_eq!(near("arm.Heroic.pattern=anarky"), "anarchy");
        assert_eq!(set(&["trust.gain"]).unwrap_err()[0].message, "--set needs a path and a value");
        assert_eq!(set(&["trust.gian=1", "years=nan", "seed=-1"]).unwrap_err().len(), 3);
    }

    #[test]
    fn a_shorter_run_may_not_lose_what_is_planned() {
        let mut scenario = Scenario::default();
        let kind = "leader-leaves".to_owned();
        scenario.schedule.push(super::super::Scheduled { kind, from: 520, levels: vec![3], ..Default::default() });
        let Err(Error::BadInput(problems)) = apply(&mut scenario, &["years=1", "organisation.levels=[1, 4]"], &Limits::default()) else {
            panic!()
        };
        assert_eq!(problems[0].message, "leader-leaves begins on day 520, after the end: the run has 260 days");
        assert_eq!(problems.len(), 2);
    }
}
