//! What the page asks for, and whether that can be run.

use leaderful::frames;
use leaderful::pattern::{DIALS, Pattern};
use leaderful::programmes::PROGRAMMES;
use leaderful::scenario::parameters::PARAMETERS;
use leaderful::scenario::{Arm, MAX_ROUNDS, Scenario, Structure};
use serde::Deserialize;

/// One run: JSON with these fields.
#[derive(Deserialize)]
pub struct Request {
    /// The scenario, every value present; its own seed does not count.
    pub scenario: Scenario,
    /// Seed as text, since JavaScript's numbers are exact only up to 2^53.
    pub seed: String,
    /// Name of the arm.
    pub arm: String,
    /// Number of the replication, from 0.
    pub replication: u32,
    /// Whether frames are wanted.
    #[serde(default)]
    pub frames: bool,
    /// Which organisation of a system the frames show, from 0.
    #[serde(default)]
    pub organisation: u32,
}

/// A request that can be run.
pub struct Wanted {
    pub scenario: Scenario,
    pub arm: Arm,
    pub replication: u32,
    pub frames: bool,
    pub organisation: usize,
}

/// Reads and checks a request.
pub fn read(bytes: &[u8]) -> Result<Wanted, String> {
    let Request { mut scenario, seed, arm, replication, frames, organisation } =
        serde_json::from_slice(bytes).map_err(|error| format!("the scenario cannot be read: {error}"))?;
    scenario.seed = seed.parse().map_err(|_| format!("the seed \"{seed}\" is not a whole number from 0 to {}", u64::MAX))?;
    check(&scenario)?;
    let arm = scenario.all_arms().find(|known| known.name == arm).cloned().ok_or_else(|| format!("there is no arm \"{arm}\""))?;
    if organisation >= scenario.organisations() {
        return Err(format!("there is no organisation {organisation}: they are numbered from 0 to {}", scenario.organisations() - 1));
    }
    Ok(Wanted { scenario, arm, replication, frames, organisation: organisation as usize })
}

/// Refuses what would give wrong results without a word, or take too long. `leaderful check` tells much more.
fn check(scenario: &Scenario) -> Result<(), String> {
    frames::too_large(scenario).map_or(Ok(()), Err)?;
    if scenario.days == 0 || scenario.rounds == 0 || scenario.rounds > MAX_ROUNDS {
        return Err("a run needs a day, and a day 1 to 16 rounds".into());
    }
    structure(&scenario.structure)?;
    for row in PARAMETERS {
        let value = scenario.parameters.get(row.path).unwrap_or(f32::NAN);
        within(row.path, value, row.minimum, row.maximum)?;
    }
    for arm in scenario.all_arms() {
        pattern(&arm.pattern)?;
        arm.changes.iter().try_for_each(|change| pattern(&change.pattern))?;
        for (path, value) in &arm.parameters {
            let row = PARAMETERS.iter().find(|row| row.path == path).ok_or_else(|| format!("there is no parameter \"{path}\""))?;
            within(path, *value, row.minimum, row.maximum)?;
        }
    }
    for one in &scenario.schedule {
        let row = PROGRAMMES.iter().find(|row| row.name == one.kind).ok_or_else(|| format!("there is no programme \"{}\"", one.kind))?;
        for (name, value) in &one.settings {
            let setting = row.settings.iter().find(|setting| setting.name == name);
            let setting = setting.ok_or_else(|| format!("{} has no setting \"{name}\"", one.kind))?;
            within(name, *value, setting.minimum, setting.maximum)?;
        }
        one.pattern.iter().try_for_each(pattern)?;
    }
    Ok(())
}

fn structure(structure: &Structure) -> Result<(), String> {
    let sound = match structure {
        Structure::Levels(levels) => levels.len() > 1 && levels[0] == 1 && levels.is_sorted(),
        Structure::Chart(rows) => {
            let parent_before = |(at, row): (usize, &leaderful::scenario::ChartRow)| match &row.parent_id {
                None => at == 0,
                Some(parent) => at > 0 && rows[..at].iter().any(|above| above.position_id == *parent),
            };
            rows.len() > 1 && rows.iter().enumerate().all(parent_before)
        }
    };
    if sound { Ok(()) } else { Err("the organisation needs one seat at the top and each level at least as many seats as above".into()) }
}

fn pattern(pattern: &Pattern) -> Result<(), String> {
    DIALS.iter().try_for_each(|dial| within(dial.name, pattern.get(dial.name).unwrap_or(f32::NAN), dial.minimum, dial.maximum))
}

fn within(name: &str, value: f32, minimum: f32, maximum: f32) -> Result<(), String> {
    if (minimum..=maximum).contains(&value) { Ok(()) } else { Err(format!("{name} = {value} is not from {minimum} to {maximum}")) }
}
