//! `leaderful run`: one arm.

use super::options::Experimenting;
use super::screen::Screen;
use super::session::{self, Wishes, Work};
use super::{Failure, catalogue, compare};
use crate::error::{Error, Problem};
use crate::scenario::load::MAX_REPLICATIONS;
use crate::scenario::{Arm, Scenario};

pub(super) fn perform(
    options: &Experimenting,
    arm: Option<&str>,
    replication: Option<u32>,
    screen: &Screen,
    typed: Vec<String>,
) -> Result<u8, Failure> {
    let all = session::scenario(&options.scenario, &options.changes, screen)?;
    let scenario = Scenario { baseline: chosen(&all, arm)?, arms: Vec::new(), ..all };
    if let Some(number) = replication.filter(|number| *number >= MAX_REPLICATIONS) {
        let problem = Problem::new("there is no such replication").within("--replication").value(number);
        return Err(Error::input(problem.allowed(format!("0 to {}", MAX_REPLICATIONS - 1))).into());
    }
    let work = Work {
        scenario: &scenario,
        replications: replications(&scenario, replication),
        threads: options.writing.threads.map_or(0, usize::from),
        memory: session::limits(options.changes.max_memory).memory,
        wishes: Wishes::of(&options.writing, &scenario)?,
        typed,
    };
    let out = session::folder(
        options.writing.out.as_deref(),
        &format!("{}-{}", scenario.name, crate::report::figures::slug(&scenario.baseline.name)),
    );
    let done = session::perform(&work, &out, screen)?;
    if !done.results.runs.is_empty() {
        screen.say(&compare::opening(&scenario, &done, screen));
        screen.say(&compare::table(&scenario, &done.leaders, screen));
        screen.say(&compare::files(&done, &out, screen));
    }
    Ok(done.code)
}

/// The replications of a run: all, or the one that was asked for.
pub(super) fn replications(scenario: &Scenario, only: Option<u32>) -> std::ops::Range<u32> {
    only.map_or(0..scenario.replications, |number| number..number + 1)
}

/// The arm of that name; the baseline without a name.
pub(super) fn chosen(scenario: &Scenario, name: Option<&str>) -> Result<Arm, Error> {
    let Some(name) = name else { return Ok(scenario.baseline.clone()) };
    let fits = |arm: &&Arm| arm.name == name;
    let folded = |arm: &&Arm| arm.name.eq_ignore_ascii_case(name);
    let found = scenario.all_arms().find(fits).or_else(|| scenario.all_arms().find(folded));
    found.cloned().ok_or_else(|| {
        let names: Vec<&str> = scenario.all_arms().map(|arm| arm.name.as_str()).collect();
        Error::input(catalogue::unknown("arm", name, &names).within("--arm"))
    })
}
