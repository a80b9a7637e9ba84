//! `leaderful sensitivity`: which numbers a result rests on.

use super::Failure;
use super::analysis::{Analysis, Files, MAIN_OUTCOMES};
use super::numbers::count;
use super::options::{SensitivityMethod, SensitivityOptions};
use super::screen::Screen;
use crate::error::{Error, Problem};
use crate::report::words::{arm_name, number};
use crate::sensitivity::{FACTOR_RULE, Found, Measure, Method, Reading, Study, Target, all_factors, output, status_of};

/// Replications at each point where nobody says how many: two are needed to tell luck from parameters.
const REPLICATIONS: u32 = 2;
/// Usual trajectories, and blocks.
const TRAJECTORIES: u32 = 10;
const BLOCKS: u32 = 256;
/// Factors in a table on the terminal.
const SHOWN: usize = 12;

pub(super) fn perform(options: &SensitivityOptions, screen: &Screen) -> Result<u8, Failure> {
    let mut analysis = Analysis::new(&options.analysing, "sensitivity", REPLICATIONS, screen)?;
    let outcomes = analysis.outcomes(&options.outcomes, &MAIN_OUTCOMES)?;
    let (arm, against) = arms(&analysis, options)?;
    analysis.keep_arms(&against.into_iter().chain([arm]).collect::<Vec<usize>>());
    let factors = if options.all { all_factors(&analysis.scenario) } else { analysis.factors(&options.vary)? };
    if let Some(factor) = factors.iter().find(|factor| !factor.is_numeric()) {
        let problem = Problem::new("sensitivity needs numbers from a low to a high end").key(&factor.path);
        return Err(Error::input(problem.help("write for example --vary trust.gain=0.01..0.1")).into());
    }
    let (arm, against) = if against.is_some() { (1, Some(0)) } else { (0, None) };
    let targets = outcomes.iter().map(|outcome| Target { outcome: *outcome, arm, against }).collect();
    let study = Study { scenario: analysis.scenario.clone(), factors, method: method(options), targets };
    analysis.say(&opening(&analysis, &study, options.all));
    let found = match analysis.run(|kept, controls| study.run(kept, controls))? {
        Ok(found) => found,
        Err(code) => return Ok(code),
    };
    for (target, reading) in study.targets.iter().zip(&found.readings) {
        analysis.say(&told(&study, target, reading, screen));
    }
    analysis.say(&screen.wrapped(&reuse(&found), 0));
    let files = Files {
        tables: vec![
            output::table(&study, &found)?,
            output::convergence(&study, &found)?,
            output::luck(&study, &found)?,
            output::points(&study, &found)?,
            output::responses(&study, &found)?,
        ],
        pictures: if analysis.plots() { output::pictures(&study, &found) } else { Ok(Vec::new()) },
        description: format!("Sensitivity by the method {}, {} factors.", study.method.name(), study.factors.len()),
    };
    analysis.write(&files)?;
    Ok(analysis.code(found.failed.as_ref()))
}

/// The arm that is looked at, and the one that is taken away.
fn arms(analysis: &Analysis<'_>, options: &SensitivityOptions) -> Result<(usize, Option<usize>), Error> {
    let alone = analysis.scenario.arms.is_empty() || options.absolute;
    let arm = options.arm.as_deref().map(|name| analysis.arm(name)).transpose()?.unwrap_or(usize::from(!analysis.scenario.arms.is_empty()));
    let against = match options.against.as_deref() {
        Some(name) => Some(analysis.arm(name)?),
        None if alone => None,
        None => Some(0),
    };
    if against == Some(arm) {
        let name = arm_name(&analysis.scenario, arm);
        let problem = Problem::new("an arm does not differ from itself").value(name);
        return Err(Error::input(problem.help("name two arms by --arm and --against, or take --absolute")));
    }
    Ok((arm, against))
}

fn method(options: &SensitivityOptions) -> Method {
    match options.method {
        SensitivityMethod::OneAtATime => Method::OneAtATime,
        SensitivityMethod::Morris => Method::Morris(options.sample.unwrap_or(TRAJECTORIES)),
        SensitivityMethod::Sobol => Method::Sobol(options.sample.unwrap_or(BLOCKS)),
    }
}

fn opening(analysis: &Analysis<'_>, study: &Study, all: bool) -> String {
    let (screen, scenario) = (analysis.screen, &study.scenario);
    let arms = scenario.all_arms().count();
    let facts = format!(
        "{} by {}: {} x {} x {} = {} runs, with the same luck at every point.{}",
        count(study.factors.len(), "factor"),
        study.method.name(),
        count(study.points(), "point"),
        count(arms, "arm"),
        count(scenario.replications as usize, "replication"),
        study.points() * arms * scenario.replications as usize,
        if all { format!(" {FACTOR_RULE}") } else { String::new() }
    );
    format!("{}\n{}", screen.heading(&scenario.title), screen.wrapped(&facts, 0))
}

/// One target in words and a table.
fn told(study: &Study, target: &Target, reading: &Reading, screen: &Screen) -> String {
    let outcome = target.outcome();
    let heading = format!("{}, {} ({})", outcome.label, target.arms(&study.scenario), outcome.unit);
    let mut table = screen.table(header(study.method).iter().map(|title| (*title).to_owned()));
    for place in reading.ranking().into_iter().take(SHOWN) {
        let path = &study.factors[place].path;
        if let Some(measure) = &reading.factors[place] {
            table.add_row([path.clone(), status_of(path).unwrap_or("setting").to_owned()].into_iter().chain(cells(measure)));
        }
    }
    let own =
        reading.own_interval.map_or(number(reading.own), |i| format!("{} ({} to {})", number(reading.own), number(i.low), number(i.high)));
    let mut words = format!("In the scenario as it is: {own}. {}", by_status(study, reading));
    if let Some(split) = reading.split {
        words.push_str(&format!(" Luck makes {} % of the variance between points.", number(100.0 * split.noise_share())));
    }
    if target.against.is_some() {
        words.push_str(&turns(study, reading));
    }
    format!("\n{}\n{table}\n{}", screen.heading(&heading), screen.wrapped(&words, 0))
}

fn header(method: Method) -> &'static [&'static str] {
    match method {
        Method::OneAtATime => &["factor", "status", "at low end", "at high end", "change (95 %)"],
        Method::Morris(_) => &["factor", "status", "mu* (95 %)", "mu", "sigma", "beyond luck", "steps that turn the sign"],
        Method::Sobol(_) => &["factor", "status", "alone (95 %)", "total (95 %)", "total without luck"],
    }
}

fn cells(measure: &Measure) -> Vec<String> {
    let with = |value: f64, interval: Option<crate::experiment::statistics::Interval>| {
        interval.map_or(number(value), |i| format!("{} ({} to {})", number(value), number(i.low), number(i.high)))
    };
    match measure {
        Measure::Ends { low, high, change } => vec![number(*low), number(*high), with(high - low, *change)],
        Measure::Effects(one) => vec![
            with(one.mu_star, one.mu_star_interval),
            number(one.mu),
            number(one.sigma),
            one.stands_out().map_or("–".into(), |out| if out { "yes".into() } else { "no".into() }),
            format!("{} %", number(100.0 * one.sign_changes)),
        ],
        Measure::Shares(one) => vec![
            with(one.first, one.first_interval),
            with(one.total, one.total_interval),
            one.total_without_luck.map_or("–".into(), number),
        ],
    }
}

/// How much of all sizes together each status has.
fn by_status(study: &Study, reading: &Reading) -> String {
    let size = |place: usize| reading.factors[place].as_ref().map_or(0.0, Measure::size).max(0.0);
    let all: f64 = (0..study.factors.len()).map(size).sum();
    if all <= 0.0 {
        return "No factor changes it.".to_owned();
    }
    let mut words = Vec::new();
    for status in ["assumed", "calibrated", "measured", "theory"] {
        let mine: Vec<usize> = (0..study.factors.len()).filter(|place| status_of(&study.factors[*place].path) == Some(status)).collect();
        if !mine.is_empty() {
            let share = mine.iter().map(|place| size(*place)).sum::<f64>() / all;
            words.push(format!("{} % {status} ({})", number(100.0 * share), count(mine.len(), "factor")));
        }
    }
    if words.is_empty() { String::new() } else { format!("Of all that the factors do, by their values' status: {}.", words.join(", ")) }
}

/// Which factors alone can turn the sign of the difference.
fn turns(study: &Study, reading: &Reading) -> String {
    let turning = |place: &usize| match &reading.factors[*place] {
        Some(Measure::Ends { low, high, .. }) => low * high < 0.0,
        Some(Measure::Effects(one)) => one.sign_changes > 0.0 && one.stands_out() != Some(false),
        _ => false,
    };
    if matches!(study.method, Method::Sobol(_)) {
        return String::new();
    }
    let names: Vec<&str> = reading.ranking().into_iter().filter(turning).map(|place| study.factors[place].path.as_str()).collect();
    match names.as_slice() {
        [] => " No factor that stands out turned its sign.".to_owned(),
        some => {
            let shown = some.iter().take(8).copied().collect::<Vec<_>>().join(", ");
            let more = if some.len() > 8 { format!(" and {} more", some.len() - 8) } else { String::new() };
            format!(" A step of one of these turned its sign at least once: {shown}{more}.")
        }
    }
}

fn reuse(found: &Found) -> String {
    let reused = if found.reused > 0 { format!(", of which {} were finished before", found.reused) } else { String::new() };
    format!("\n{}{reused}.", count(found.runs, "run"))
}
