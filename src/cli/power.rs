//! `leaderful power`: how many replications a question needs.

use super::Failure;
use super::analysis::{Analysis, Files, MAIN_OUTCOMES};
use super::options::PowerOptions;
use super::screen::Screen;
use crate::error::{Error, Problem};
use crate::experiment::power::{Need, Wanted, needs, pictures, table};
use crate::experiment::statistics::Aim;
use crate::experiment::{Ensemble, Values};
use crate::outcomes::OUTCOMES;
use crate::report::words::{arm_name, number};
use crate::scenario::Scenario;

/// Replications of the pilot where nobody says how many.
const PILOT: u32 = 30;

pub(super) fn perform(options: &PowerOptions, screen: &Screen) -> Result<u8, Failure> {
    let analysis = Analysis::new(&options.analysing, "power", PILOT, screen)?;
    let wanted = wanted(&analysis, options)?;
    let scenario = &analysis.scenario;
    let refuse = |message: &str, help: &str| Err(Failure::from(Error::input(Problem::new(message).help(help))));
    if scenario.arms.is_empty() {
        return refuse("power is that of a difference, and there is one arm alone", "take a scenario with [[arm]]");
    }
    if scenario.replications < 3 {
        return refuse("a pilot has three replications at least", "take more --replications");
    }
    let ensemble =
        Ensemble { points: 1, arms: scenario.all_arms().count(), replications: &(0..scenario.replications), at: &|_| scenario.clone() };
    let pilot = match analysis.run(|kept, controls| ensemble.run(kept, controls))? {
        Ok(pilot) => pilot,
        Err(code) => return Ok(code),
    };
    let needs = needs(&pilot, &wanted);
    analysis.say(&told(scenario, &pilot, &needs, screen));
    let files = Files {
        tables: vec![table(scenario, &needs)?],
        pictures: if analysis.plots() { pictures(scenario, &needs) } else { Ok(Vec::new()) },
        description: format!("Replications needed, by a pilot of {}.", scenario.replications),
    };
    analysis.write(&files)?;
    Ok(analysis.code(pilot.failures.first().map(|first| (pilot.failures.len(), first.3.clone())).as_ref()))
}

/// Outcomes with what is wanted of them: those with a size, and those that are only named.
fn wanted(analysis: &Analysis<'_>, options: &PowerOptions) -> Result<Vec<Wanted>, Error> {
    let mut wanted: Vec<Wanted> = Vec::new();
    let sized = options.half_width.iter().map(|word| ("--half-width", word)).chain(options.effect.iter().map(|word| ("--effect", word)));
    for (option, word) in sized {
        let (outcome, size) = size(analysis, option, word)?;
        let aim = if option == "--effect" { Aim::Power { smallest_effect: size, power: options.power } } else { Aim::HalfWidth(size) };
        if wanted.iter().any(|other| other.outcome == outcome) {
            return Err(Error::input(Problem::new("one aim an outcome is enough").value(OUTCOMES[outcome].name).within(option)));
        }
        wanted.push(Wanted { outcome, aim: Some(aim) });
    }
    let usual: &[&str] = if wanted.is_empty() { &MAIN_OUTCOMES } else { &[] };
    for outcome in analysis.outcomes(&options.outcomes, usual)? {
        if !wanted.iter().any(|other| other.outcome == outcome) {
            wanted.push(Wanted { outcome, aim: None });
        }
    }
    Ok(wanted)
}

/// `outcome=size`.
fn size(analysis: &Analysis<'_>, option: &str, word: &str) -> Result<(usize, f64), Error> {
    let (name, size) = word.split_once('=').unwrap_or((word, ""));
    let outcome = analysis.outcomes(&[name.trim().to_owned()], &[])?[0];
    match size.trim().parse::<f64>() {
        Ok(size) if size.is_finite() && size > 0.0 => Ok((outcome, size)),
        _ => {
            let problem = Problem::new("a size is a number above zero, in the unit of the outcome").value(word).within(option);
            Err(Error::input(problem.help(format!("write for example {option} service=0.01"))))
        }
    }
}

fn told(scenario: &Scenario, pilot: &Values, needs: &[Need], screen: &Screen) -> String {
    let mut text = format!("{}\n", screen.heading(&format!("{}: pilot of {} replications", scenario.title, scenario.replications)));
    for of_outcome in needs.chunk_by(|a, b| a.outcome == b.outcome) {
        let outcome = &OUTCOMES[of_outcome[0].outcome];
        let aim = match of_outcome[0].aim {
            Some(Aim::HalfWidth(size)) => format!("half-width {} of the 95 % interval", number(size)),
            Some(Aim::Power { smallest_effect, power }) => {
                format!("to see a difference of {} with probability {}", number(smallest_effect), number(power))
            }
            None => "the baseline does not vary: name a size by --half-width or --effect".to_owned(),
        };
        let mut table =
            screen.table(["arm", "difference", "sd of differences (95 %)", "replications needed", "between"].map(str::to_owned));
        let count = |needed: Option<usize>| needed.map_or("–".to_owned(), |needed| needed.to_string());
        for need in of_outcome {
            table.add_row([
                arm_name(scenario, need.arm).to_owned(),
                number(need.difference),
                format!("{} ({} to {})", number(need.sd), number(need.sd_interval.low), number(need.sd_interval.high)),
                count(need.needed),
                format!("{} to {}", count(need.needed_between.0), count(need.needed_between.1)),
            ]);
        }
        text.push_str(&format!("\n{}\n{table}\n", screen.wrapped(&format!("{} ({}): {aim}", outcome.label, outcome.unit), 0).trim_end()));
    }
    let most = needs.iter().filter_map(|need| need.needed_between.1).max();
    let most = most.map_or(String::new(), |most| format!(" {most} replications are enough for all of them at the upper end of each."));
    let words = format!(
        "The last column says what is needed if the spread is at either end of its 95 % interval, which takes differences as normal.{most} \
         {} runs, of which {} were finished before.",
        pilot.len(),
        pilot.reused
    );
    text + "\n" + &screen.wrapped(&words, 0)
}
