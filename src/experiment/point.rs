//! A point in runs that can be come back to: a recipe, and a hash of the whole state.
//!
//! A run is a pure function of scenario, arm and replication. So nothing of its state needs to be kept: it is replayed to the
//! morning of the day, and the hash tells whether it is the same state, bit by bit.

use crate::error::{Error, Problem};
use crate::export::{Manifest, manifest};
use crate::scenario::{Arm, Scenario};
use crate::simulation::RunResult;
use crate::system::System;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fmt::{self, Write};
use std::ops::Range;

/// One run that was replayed.
#[derive(Clone, Debug)]
pub struct Replay {
    /// Hash of the state on the morning of the day.
    pub state_sha256: String,
    /// What the run yields in the end.
    pub result: RunResult,
}

/// Replays runs of an arm, each to its end, with the state on the morning of `day` (at most the days of the scenario).
pub fn replay(scenario: &Scenario, arm: &Arm, replications: Range<u32>, day: u32) -> Vec<Replay> {
    let one = |replication| {
        let mut system = System::new(scenario, arm, replication);
        while system.day() < day {
            system.advance(day, &|| true);
        }
        let state_sha256 = state_sha256(&system);
        Replay { state_sha256, result: system.run() }
    };
    replications.into_par_iter().map(one).collect()
}

/// The SHA-256 of all that a run is made of: people, seats, ties, issues, calendars, tallies, dials and what programmes remember.
/// Equal states have equal hashes on any number of threads.
pub fn state_sha256(system: &System) -> String {
    /// Takes the text as it comes: that of a large organisation would need as much memory again.
    struct Hasher(Sha256);
    impl Write for Hasher {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            self.0.update(text.as_bytes());
            Ok(())
        }
    }
    let mut hasher = Hasher(Sha256::new());
    write!(hasher, "{system:?}").expect("a hash takes any text");
    format!("{:x}", hasher.0.finalize())
}

/// A point in runs, as it is kept in a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Version of the program that wrote it.
    pub version: String,
    /// Commit that it was built from, or `unknown`.
    pub commit: String,
    /// The scenario with every value present.
    pub scenario: Value,
    /// Hash of the scenario.
    pub scenario_sha256: String,
    /// Name of the arm.
    pub arm: String,
    /// The day.
    pub day: u32,
    /// Number of the first replication.
    pub first_replication: u32,
    /// Hash of the state in each replication, from the first on.
    pub state_sha256: Vec<String>,
}

impl Point {
    /// The point in runs that were replayed.
    ///
    /// # Errors
    /// None that a scenario can cause.
    pub fn of(scenario: &Scenario, arm: &Arm, day: u32, first_replication: u32, replays: &[Replay]) -> Result<Self, Error> {
        let Manifest { version, scenario, scenario_sha256, .. } = Manifest::of(scenario)?;
        let state_sha256 = replays.iter().map(|replay| replay.state_sha256.clone()).collect();
        let commit = env!("LEADERFUL_COMMIT").to_owned();
        Ok(Self { version, commit, scenario, scenario_sha256, arm: arm.name.clone(), day, first_replication, state_sha256 })
    }

    /// Its replications.
    pub fn replications(&self) -> Range<u32> {
        self.first_replication..self.first_replication.saturating_add(u32::try_from(self.state_sha256.len()).unwrap_or(u32::MAX))
    }

    /// The bytes of its file.
    ///
    /// # Errors
    /// None that a point can cause.
    pub fn encode(&self) -> Result<Vec<u8>, Error> {
        let mut bytes = serde_json::to_vec_pretty(self).map_err(|error| Error::input(Problem::new(error.to_string())))?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Reads the bytes of a file called `name`.
    ///
    /// # Errors
    /// [`Error::BadInput`] when it is no point, or its scenario was changed by hand.
    pub fn decode(name: &str, bytes: &[u8]) -> Result<Self, Error> {
        let point: Self = serde_json::from_slice(bytes).map_err(|error| {
            let problem =
                Problem { line: Some(error.line().max(1)), column: Some(error.column().max(1)), ..Problem::new(error.to_string()) };
            Error::input(problem.within(name).help("a point is a file that `leaderful branch --save` wrote"))
        })?;
        if point.scenario_sha256 != manifest::hash(&point.scenario) {
            return Err(Error::input(Problem::new("its scenario is not the one that its hash was taken of").within(name)));
        }
        Ok(point)
    }

    /// Compares the states with those of runs that were replayed.
    ///
    /// # Errors
    /// [`Error::BadInput`] with the first replication whose state is another one.
    pub fn compare(&self, name: &str, replays: &[Replay]) -> Result<(), Error> {
        let differs = self.replications().zip(&self.state_sha256).zip(replays).find(|((_, hash), replay)| **hash != replay.state_sha256);
        let Some(((replication, hash), replay)) = differs else { return Ok(()) };
        let (day, here) = (self.day, env!("CARGO_PKG_VERSION"));
        let message = format!("the state of replication {replication} on day {day} is another one than when the point was saved");
        let problem = Problem::new(message).within(name).value(&replay.state_sha256).allowed(hash.clone());
        let help = format!(
            "it was saved by version {}, commit {}; this is {here}, commit {}",
            self.version,
            self.commit,
            env!("LEADERFUL_COMMIT")
        );
        Err(Error::input(problem.help(help)))
    }
}
