//! `leaderful map`: over two factors, who leads.

use super::Failure;
use super::analysis::{Analysis, Files, MAIN_OUTCOMES};
use super::numbers::count;
use super::options::MapOptions;
use super::screen::Screen;
use crate::error::{Error, Problem};
use crate::outcomes::{Direction, OUTCOMES};
use crate::regime::{Map, output};

/// Replications in each cell where nobody says how many.
const REPLICATIONS: u32 = 20;
/// Most cells along a side if all were split.
const MOST_STEPS: u32 = 128;

pub(super) fn perform(options: &MapOptions, screen: &Screen) -> Result<u8, Failure> {
    let mut analysis = Analysis::new(&options.analysing, "map", REPLICATIONS, screen)?;
    let outcomes = analysis.outcomes(&options.outcomes, &MAIN_OUTCOMES[..3])?;
    if let Some(neutral) = outcomes.iter().find(|outcome| OUTCOMES[**outcome].direction == Direction::Neutral) {
        let problem = Problem::new("nobody leads where more is neither better nor worse").value(OUTCOMES[*neutral].name);
        return Err(Error::input(problem.within("--outcome")).into());
    }
    let named = options.arms.iter().map(|name| analysis.arm(name)).collect::<Result<Vec<usize>, Error>>()?;
    if !named.is_empty() {
        analysis.keep_arms(&named);
    }
    let map = Map {
        factors: factors(&analysis, options)?,
        scenario: analysis.scenario.clone(),
        outcomes,
        grid: options.grid,
        rounds: options.rounds,
        zone: options.zone,
    };
    analysis.say(&opening(&analysis, &map));
    let mapped = match analysis.run(|kept, controls| map.run(kept, controls))? {
        Ok(mapped) => mapped,
        Err(code) => return Ok(code),
    };
    for layer in &mapped.layers {
        let outcome = &OUTCOMES[layer.outcome];
        let lines = output::words(&map, &mapped, layer).into_iter().map(|line| screen.wrapped(&format!("- {line}"), 2));
        analysis.say(&format!("\n{}\n{}", screen.heading(outcome.label), lines.collect::<String>()));
    }
    analysis.say(&format!(
        "\n{}, of which {} finished before; {}.\n",
        count(mapped.runs, "run"),
        mapped.reused,
        count(mapped.plane.cells.len(), "cell")
    ));
    let files = Files {
        tables: vec![output::table(&map, &mapped)?, output::boundary(&map, &mapped)?, output::regions(&map, &mapped)?],
        pictures: if analysis.plots() { output::pictures(&map, &mapped) } else { Ok(Vec::new()) },
        description: "Who leads over two factors, cell by cell.".to_owned(),
    };
    analysis.write(&files)?;
    Ok(analysis.code(mapped.failed.as_ref()))
}

/// The two factors, and that there is something to compare in cells that can be had.
fn factors(analysis: &Analysis<'_>, options: &MapOptions) -> Result<[crate::design::Factor; 2], Error> {
    let refuse = |message: String, help: &str| Err(Error::input(Problem::new(message).help(help)));
    if analysis.scenario.arms.is_empty() {
        return refuse("a map compares arms, and there is one alone".to_owned(), "take a scenario with [[arm]], or name two by --arms");
    }
    let steps = options.grid.checked_shl(options.rounds).filter(|steps| *steps <= MOST_STEPS);
    if steps.is_none() {
        let message = format!("{} cells a side, split {} times, are more than {MOST_STEPS}", options.grid, options.rounds);
        return refuse(message, "take a smaller --grid or fewer --rounds");
    }
    let factors = analysis.factors(&options.vary)?;
    let help = "write for example --vary context.load=0.4..1.8 --vary context.urgency=0..0.7";
    match <[crate::design::Factor; 2]>::try_from(factors) {
        Ok(two) if two.iter().all(crate::design::Factor::is_numeric) => Ok(two),
        Ok(_) => refuse("a map needs numbers from a low to a high end".to_owned(), help),
        Err(other) => refuse(format!("a map has two factors, not {}", other.len()), help),
    }
}

fn opening(analysis: &Analysis<'_>, map: &Map) -> String {
    let (screen, scenario) = (analysis.screen, &map.scenario);
    let arms = scenario.all_arms().count();
    let facts = format!(
        "{} x {} cells, split up to {} where the verdict changes; {} of {} in each, with the same people and the same luck.",
        map.grid,
        map.grid,
        count(map.rounds as usize, "time"),
        count(scenario.replications as usize, "replication"),
        count(arms, "arm"),
    );
    format!("{}\n{}", screen.heading(&scenario.title), screen.wrapped(&facts, 0))
}
