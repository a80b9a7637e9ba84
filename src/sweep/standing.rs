//! How far a sweep is, by its files alone.

use super::folder::{Found, SweepFolder};
use super::precision;
use super::run::MOST_DEATHS;
use crate::error::Error;
use std::collections::BTreeSet;

/// What stands where shards should be.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    whole: BTreeSet<u64>,
    /// Runs in whole shards.
    pub runs: u64,
    /// Failed runs among them.
    pub failed: u64,
    /// Shards whose file is damaged, and how.
    pub torn: Vec<(u64, &'static str)>,
    /// Shards that are given up, since [`MOST_DEATHS`] programs ended while they made them; in their order.
    pub given_up: Vec<u64>,
    /// The shard after the last one that is wanted by now: of the first round with gaps, or of the last one.
    pub wanted: u64,
}

impl Standing {
    /// Looks at every shard of a sweep.
    ///
    /// # Errors
    /// [`Error::Io`] where a file is there and cannot be read.
    pub fn of(folder: &SweepFolder) -> Result<Self, Error> {
        let mut standing = Self::default();
        standing.look_again(folder)?;
        Ok(standing)
    }

    /// Looks again at all shards that were not whole.
    ///
    /// # Errors
    /// As [`Standing::of`].
    pub fn look_again(&mut self, folder: &SweepFolder) -> Result<(), Error> {
        let layout = &folder.layout;
        self.torn.clear();
        for shard in 0..layout.shards() {
            if self.whole.contains(&shard) {
                continue;
            }
            match folder.look(shard)? {
                Found::Whole(facts) => {
                    self.whole.insert(shard);
                    self.runs += layout.rows(shard);
                    self.failed += facts.reasons.len() as u64;
                }
                Found::Torn(reason) => self.torn.push((shard, reason)),
                Found::Missing => {}
            }
        }
        let deaths = folder.deaths().into_iter().filter(|(shard, deaths)| *deaths >= MOST_DEATHS && *shard < layout.shards());
        self.given_up = deaths.map(|(shard, _)| shard).filter(|shard| !self.whole.contains(shard)).collect();
        for round in &layout.rounds {
            self.wanted = round.shards.end;
            if round.shards.clone().any(|shard| !self.whole.contains(&shard)) || precision::ends(folder, round)? {
                break;
            }
        }
        Ok(())
    }

    /// Number of whole shards.
    #[must_use]
    pub fn whole(&self) -> u64 {
        self.whole.len() as u64
    }

    /// Shards that are wanted by now and missing or damaged, without those that are given up.
    #[must_use]
    pub fn to_do(&self) -> Vec<u64> {
        let left_out = |shard: &u64| self.whole.contains(shard) || self.given_up.binary_search(shard).is_ok();
        (0..self.wanted).filter(|shard| !left_out(shard)).collect()
    }

    /// Whether every shard that is wanted is whole: the sweep can be merged.
    #[must_use]
    pub fn is_done(&self) -> bool {
        (0..self.wanted).all(|shard| self.whole.contains(&shard))
    }
}
