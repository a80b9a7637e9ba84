//! Whether a sweep is precise enough to end: decided from whole rounds alone, so the same for everybody.

use super::folder::SweepFolder;
use super::layout::{Block, Round};
use super::reader::Reader;
use crate::error::Error;
use crate::experiment::LEVEL;
use crate::experiment::statistics::{PrecisionTarget, StopRule, sequential_stop};
use crate::outcomes::position;

/// Whether the sweep ends with `round`, of which every shard is whole, as are those before it.
pub(super) fn ends(folder: &SweepFolder, round: &Round) -> Result<bool, Error> {
    let most = folder.plan.scenario.replications;
    let Some(until) = &folder.plan.design.until else { return Ok(round.replications.end >= most) };
    if round.replications.end >= most {
        return Ok(true);
    }
    let wanted: Vec<(usize, &str, f64)> =
        until.half_width.iter().filter_map(|(name, width)| Some((position(name)?, name.as_str(), *width))).collect();
    let rule = StopRule { level: LEVEL, minimum_pairs: until.minimum as usize, maximum_pairs: most as usize };
    let mut reader = Reader::new(folder);
    for cell in 0..folder.layout.cells {
        // By outcome and arm: differences from the baseline, or the values of an arm that is alone.
        let compared = folder.plan.arms().saturating_sub(1).max(1);
        let mut values = vec![Vec::new(); wanted.len() * compared];
        for replication in 0..round.replications.end {
            let rows = reader.rows(Block { replication, cell })?.unwrap_or_default();
            for (place, (outcome, ..)) in wanted.iter().enumerate() {
                for arm in 0..compared {
                    let value = |arm: usize| rows.get(arm).map_or(f64::NAN, |row| row.values[*outcome]);
                    let found = if folder.plan.arms() == 1 { value(0) } else { value(arm + 1) - value(0) };
                    values[place * compared + arm].push(found);
                }
            }
        }
        let targets: Vec<PrecisionTarget<'_>> = values
            .iter()
            .enumerate()
            .map(|(place, differences)| {
                let (_, name, half_width) = wanted[place / compared];
                PrecisionTarget { name, differences, half_width }
            })
            .collect();
        if !sequential_stop(&targets, rule).stops() {
            return Ok(false);
        }
    }
    Ok(true)
}
