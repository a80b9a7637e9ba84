//! The plan of a sweep: written once, never changed.

use super::layout::{Layout, Round};
use super::shard;
use crate::design::{Design, Points};
use crate::error::{Error, Problem};
use crate::export::manifest::canonical;
use crate::export::sha256;
use crate::outcomes::OUTCOMES;
use crate::scenario::Scenario;
use crate::scenario::load::Limits;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Name of the plan's file.
pub const PLAN: &str = "plan.json";
/// Version of the plan's shape; another one is refused.
const PLAN_VERSION: u32 = 1;
/// Most shards of a sweep.
pub const MOST_SHARDS: u64 = 100_000;
/// Most runs of a sweep.
pub const MOST_RUNS: u64 = 1_000_000_000;
/// Most bytes of a shard, held in memory by each thread.
const LARGEST_SHARD: u64 = 8 << 20;
/// Most rounds of a sequential sweep.
const MOST_ROUNDS: u64 = 10_000;

/// SHA-256 of a plan's canonical bytes.
pub type PlanId = [u8; 32];

/// What is fixed for a whole sweep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    plan_version: u32,
    /// Name of the program.
    pub program: String,
    /// Its version.
    pub version: String,
    /// What it was built from: a commit, or the hash of the program where that is not enough.
    pub build: String,
    /// Which generator and keying of random numbers is used.
    pub generator: String,
    /// The scenario with every value present; its replications are the most of each cell.
    pub scenario: Scenario,
    /// What is varied.
    pub design: Design,
    /// Names of the outcomes of a row.
    pub outcomes: Vec<String>,
    /// Runs of a shard: a multiple of the arms.
    pub runs_per_shard: u64,
    /// Most memory of a run, in bytes: limits hold at every point.
    pub max_memory: u64,
}

impl Plan {
    /// A plan with about `runs_per_shard` runs a shard: at least one replication of a cell, at most what memory takes.
    ///
    /// # Errors
    /// [`Error::BadInput`] if there are too many runs or the first or last point does not fit the scenario.
    pub fn new(scenario: Scenario, design: Design, runs_per_shard: u64, max_memory: u64) -> Result<Self, Error> {
        let bad = |message: String, help: &str| Err(Error::input(Problem::new(message).help(help)));
        let arms = scenario.all_arms().count() as u64;
        let blocks = design.size().saturating_mul(scenario.replications.into());
        let runs = blocks.saturating_mul(arms.into());
        if runs > u128::from(MOST_RUNS) {
            let message = format!("the sweep has {runs} runs, the most is {MOST_RUNS}");
            return bad(message, "take fewer points, arms or replications");
        }
        let points = design.points(&scenario);
        for number in [0, points.len() - 1] {
            points.get(number).apply(points.factors(), &scenario, &Limits { memory: max_memory })?;
        }
        let row = shard::row_bytes(OUTCOMES.len());
        let most = (LARGEST_SHARD / row / arms).max(1);
        let least = (blocks as u64).div_ceil(MOST_SHARDS / 2).max(1);
        let blocks_per_shard = (runs_per_shard / arms).clamp(1, most).max(least);
        let plan = Self {
            plan_version: PLAN_VERSION,
            program: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            build: build(),
            generator: crate::streams::GENERATOR.to_owned(),
            scenario,
            design,
            outcomes: OUTCOMES.iter().map(|outcome| outcome.name.to_owned()).collect(),
            runs_per_shard: blocks_per_shard * arms,
            max_memory,
        };
        if plan.bounds().count() as u64 > MOST_ROUNDS {
            return bad(format!("the sweep has more than {MOST_ROUNDS} looks at its precision"), "take a larger batch");
        }
        Ok(plan)
    }

    /// The bytes of `plan.json`: one form only.
    ///
    /// # Errors
    /// [`Error::BadInput`] with a number that is not finite, which loading refuses.
    pub fn encode(&self) -> Result<Vec<u8>, Error> {
        let value = serde_json::to_value(self).map_err(|error| unreadable(&error.to_string()))?;
        Ok((canonical(&value) + "\n").into_bytes())
    }

    /// Reads a `plan.json` that this program can carry out.
    ///
    /// # Errors
    /// [`Error::BadInput`] when it is no plan, was changed by hand, or belongs to another version or build of the program.
    pub fn decode(bytes: &[u8]) -> Result<Self, Error> {
        let plan: Self = serde_json::from_slice(bytes).map_err(|error| unreadable(&error.to_string()))?;
        let (here, there) = ((env!("CARGO_PKG_VERSION"), build()), (plan.version.as_str(), &plan.build));
        if plan.plan_version != PLAN_VERSION || here.0 != there.0 || here.1 != *there.1 {
            let message = format!("the plan belongs to version {}, build {}; this is {}, build {}", there.0, there.1, here.0, here.1);
            let help = "one sweep needs one program: go on with that one, or begin in another folder";
            return Err(Error::input(Problem::new(message).within(PLAN).help(help)));
        }
        if plan.encode()? != bytes {
            return Err(unreadable("it was changed after it was written"));
        }
        Ok(plan)
    }

    /// The plan's name.
    ///
    /// # Errors
    /// As [`Plan::encode`].
    pub fn id(&self) -> Result<PlanId, Error> {
        use sha2::Digest;
        Ok(sha2::Sha256::digest(self.encode()?).into())
    }

    /// Whether `other` asks for the same rows, whatever the size of the shards.
    #[must_use]
    pub fn asks_the_same(&self, other: &Self) -> bool {
        *self == Self { runs_per_shard: self.runs_per_shard, ..other.clone() }
    }

    /// The points of the design.
    #[must_use]
    pub fn points(&self) -> Points {
        self.design.points(&self.scenario)
    }

    /// Number of arms.
    #[must_use]
    pub fn arms(&self) -> usize {
        1 + self.scenario.arms.len()
    }

    /// Where every row stands.
    #[must_use]
    pub fn layout(&self) -> Layout {
        let (cells, arms) = (self.design.size() as u64, self.arms() as u64);
        let blocks_per_shard = (self.runs_per_shard / arms).max(1);
        let mut first = 0;
        let round = |replications: Range<u32>| {
            let blocks = cells * replications.len() as u64;
            let shards = first..first + blocks.div_ceil(blocks_per_shard);
            first = shards.end;
            Round { replications, shards }
        };
        Layout { cells, arms, blocks_per_shard, rounds: self.bounds().map(round).collect() }
    }

    /// Where looks at the precision fall: the replications of each round.
    fn bounds(&self) -> impl Iterator<Item = Range<u32>> + '_ {
        let most = self.scenario.replications;
        let until = self.design.until.as_ref();
        let first = until.map_or(most, |until| until.minimum).min(most);
        let batch = until.map_or(most, |until| until.batch).max(1);
        std::iter::successors(Some(0..first), move |round| (round.end < most).then(|| round.end..round.end.saturating_add(batch).min(most)))
    }
}

/// What the program was built from: the commit, or a hash of the program itself where sources differ from any commit.
fn build() -> String {
    static BUILD: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    let of_program = || {
        let bytes = std::env::current_exe().and_then(std::fs::read).map(|bytes| sha256(&bytes));
        bytes.map_or_else(|_| "unknown".to_owned(), |hash| format!("program-{}", &hash[..16]))
    };
    let known = env!("LEADERFUL_DIRTY") != "true" && env!("LEADERFUL_COMMIT") != "unknown";
    BUILD.get_or_init(|| if known { env!("LEADERFUL_COMMIT").to_owned() } else { of_program() }).clone()
}

fn unreadable(message: &str) -> Error {
    Error::input(Problem::new(format!("the plan cannot be read: {message}")).within(PLAN))
}
