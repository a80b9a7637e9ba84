//! Clusters: what an engine is told about a sweep, and what it says about it.
//!
//! An engine starts elements, and each element makes some shards by `leaderful sweep run-shard`. Whether a shard is there, its
//! file alone says: an engine that forgets, repeats or lies costs time and changes no byte. A new engine is one file here and one
//! line in [`ENGINES`].

mod call;
mod hyperqueue;
mod script;
mod slurm;

pub use call::{Call, Fault};
pub use script::{Part, ranges};

use crate::error::{Error, Problem};
use crate::export::{put, sha256};
use crate::sweep::SweepFolder;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// Record of what was submitted, in the folder of the sweep.
pub const SUBMISSION: &str = "engine.json";
/// Folder of the elements' logs, in the folder of the sweep.
pub const LOGS: &str = "engine";

/// All engines, beside the threads of this machine.
pub const ENGINES: &[&dyn Engine] = &[&slurm::Slurm, &hyperqueue::HyperQueue];

/// What starts elements on a cluster.
pub trait Engine: Sync {
    /// Its name on the command line and in `engine.json`.
    fn name(&self) -> &'static str;

    /// Shards of an element, of so many in all, where nobody says it.
    fn shards_per_element(&self, shards: u64) -> u64;

    /// Most elements of one job, by what the engine says of itself where it can be asked.
    fn most_elements(&self) -> u64;

    /// The call that submits a wave; `after` is the job that has to end first.
    fn submit(&self, part: &Part<'_>, wave: &Wave, after: Option<&str>) -> Call;

    /// The job's number in what the submission printed.
    fn job(&self, printed: &str) -> Option<String>;

    /// What the engine says about the jobs of a submission.
    ///
    /// # Errors
    /// [`Fault`] where it cannot be asked or says nothing that is understood.
    fn jobs(&self, submission: &Submission) -> Result<Jobs, Fault>;

    /// The call that cancels jobs.
    fn cancel(&self, jobs: &[String]) -> Call;
}

/// The engine called `name`.
#[must_use]
pub fn engine(name: &str) -> Option<&'static dyn Engine> {
    ENGINES.iter().copied().find(|engine| engine.name() == name)
}

/// Elements that are submitted as one job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wave {
    /// Number of the element with index 0.
    pub base: u64,
    /// Indices of the elements, from 0.
    pub indices: Vec<u64>,
}

/// Cuts ascending `elements` into waves whose indices lie below `most`.
#[must_use]
pub fn waves(elements: &[u64], most: u64) -> Vec<Wave> {
    let most = most.max(1);
    let of = |chunk: &[u64]| {
        let base = chunk[0] / most * most;
        Wave { base, indices: chunk.iter().map(|element| element - base).collect() }
    };
    elements.chunk_by(|a, b| a / most == b / most).map(of).collect()
}

/// What an engine says about the elements of a sweep.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Jobs {
    /// Jobs of which an element runs or waits.
    pub alive: Vec<String>,
    /// Elements that run.
    pub running: u64,
    /// Elements that wait.
    pub waiting: u64,
    /// Elements that failed, where the engine remembers them.
    pub failed: u64,
}

/// What was submitted: the content of `engine.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// Name of the engine.
    pub engine: String,
    /// Name of the jobs.
    pub name: String,
    /// The plan's hash.
    pub plan: String,
    /// Numbers of the jobs, in the order of the waves.
    pub jobs: Vec<String>,
    /// Elements of each job, as ranges of their numbers.
    pub elements: Vec<String>,
    /// Shards of an element.
    pub shards_per_element: u64,
    /// Shards that were missing or torn.
    pub shards: u64,
    /// When, in UTC.
    pub submitted: String,
}

impl Submission {
    /// Reads the record of a sweep; none if nothing was submitted.
    ///
    /// # Errors
    /// [`Error::Io`] where it cannot be read, [`Error::BadInput`] where it is no such record.
    pub fn of(folder: &SweepFolder) -> Result<Option<Self>, Error> {
        let path = folder.path().join(SUBMISSION);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::io(path.display(), "read", &error)),
        };
        serde_json::from_slice(&bytes).map(Some).map_err(|error| {
            let problem =
                Problem::new(format!("the record of what was submitted cannot be read: {error}")).within(path.display().to_string());
            Error::input(problem.help("remove it; jobs that are alive do no harm"))
        })
    }

    /// Writes the record whole.
    ///
    /// # Errors
    /// [`Error::Io`] naming the file.
    pub fn keep(&self, folder: &SweepFolder) -> Result<(), Error> {
        let text = serde_json::to_string_pretty(self).unwrap_or_default() + "\n";
        put(folder.path(), SUBMISSION, text.as_bytes())
            .map_err(|error| Error::io(folder.path().join(SUBMISSION).display(), "write", &error))
    }

    /// The engine.
    ///
    /// # Errors
    /// [`Fault::Failed`] where this program knows none of that name.
    pub fn engine(&self) -> Result<&'static dyn Engine, Fault> {
        engine(&self.engine).ok_or_else(|| Fault::Failed(format!("this program knows no engine {:?}", self.engine)))
    }
}

/// Name of the jobs of a sweep: from the plan and the folder, so that the jobs are found again if `engine.json` was never written.
#[must_use]
pub fn job_name(plan: &str, folder: &Path) -> String {
    let place = sha256(folder.as_os_str().as_encoded_bytes());
    format!("leaderful-{}-{}", &plan[..8], &place[..8])
}

/// Removes the logs of elements, and returns how many there were.
///
/// # Errors
/// [`Error::Io`] naming the first one that cannot be removed.
pub fn remove_logs(folder: &SweepFolder) -> Result<u64, Error> {
    let mut removed = 0;
    for path in fs::read_dir(folder.path().join(LOGS)).into_iter().flatten().flatten().map(|entry| entry.path()) {
        if path.extension().is_some_and(|end| end == "log") {
            fs::remove_file(&path).map_err(|error| Error::io(path.display(), "remove", &error))?;
            removed += 1;
        }
    }
    Ok(removed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waves_keep_each_element_and_each_index_small() {
        let elements: Vec<u64> = (0..3).chain(998..1002).chain([2500]).collect();
        let cut = waves(&elements, 1000);
        assert_eq!(
            cut.iter().map(|wave| (wave.base, ranges(&wave.indices))).collect::<Vec<_>>(),
            [(0, "0-2,998-999".to_owned()), (1000, "0-1".to_owned()), (2000, "500".to_owned()),]
        );
        let back: Vec<u64> = cut.iter().flat_map(|wave| wave.indices.iter().map(|index| wave.base + index)).collect();
        assert_eq!(back, elements);
        assert!(waves(&[], 1000).is_empty());
        assert_eq!(waves(&[4, 5], 0).len(), 2, "an engine that takes nothing is asked for single elements");
    }
}
