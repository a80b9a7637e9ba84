//! `leaderful check`: reads a scenario and tells every mistake at once.

use super::numbers::count;
use super::screen::Screen;
use super::{Failure, session};
use crate::scenario::load::Loaded;
use crate::scenario::{DAYS_PER_YEAR, overrides};

pub(super) fn perform(argument: &str, set: &[String], max_memory: Option<u64>, screen: &Screen) -> Result<u8, Failure> {
    let Loaded { mut scenario, design } = session::open(argument, max_memory)?;
    overrides::apply(&mut scenario, set, &session::limits(max_memory))?;
    let arms: Vec<&str> = scenario.all_arms().map(|arm| arm.name.as_str()).collect();
    let years = f64::from(scenario.days) / f64::from(DAYS_PER_YEAR);
    screen.say(&format!("{argument} is in order\n  {}\n  {}\n", scenario.title, scenario.question));
    screen.say(&format!(
        "  {}{}, {} days ({years:.1} years), {}, {} of each\n",
        crate::report::words::organisations(&scenario),
        count(scenario.people(), "seat"),
        scenario.days,
        count(arms.len(), "arm"),
        count(scenario.replications as usize, "replication"),
    ));
    screen.say(&format!("  {}", screen.wrapped(&format!("baseline {}{}", arms[0], list(&arms[1..])), 4)));
    if !scenario.schedule.is_empty() {
        screen.say(&format!("  {} on the calendar\n", count(scenario.schedule.len(), "programme or event")));
    }
    if let Some(design) = design {
        screen.say(&format!("  a design of {} points over {}\n", design.size(), count(design.factors.len(), "factor")));
    }
    Ok(0)
}

fn list(arms: &[&str]) -> String {
    if arms.is_empty() { String::new() } else { format!(", then {}", arms.join(", ")) }
}
