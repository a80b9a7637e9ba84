//! Finished runs in the output folder, so that a longer sample or the same command again runs only what is new.
//!
//! A run is named by what decides it: the scenario with its arm, the replication, and the program. Names are SHA-256 hashes; nothing
//! else is looked at, so that runs of other scenarios or of another version in the same folder are never taken.

use crate::error::Error;
use crate::export::{OutputFolder, sha256};
use crate::outcomes::OUTCOMES;
use crate::scenario::{Arm, Scenario};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::OnceLock;

/// Folder of kept runs inside an output folder.
const KEPT: &str = "kept";

/// Runs that are finished: name, replication and outcomes.
pub type Batch = [(String, u32, Vec<f64>)];

/// Outcomes of finished runs. The default keeps nothing.
#[derive(Default)]
pub struct Kept {
    folder: Option<OutputFolder>,
    runs: BTreeMap<(String, u32), Vec<f64>>,
}

impl Kept {
    /// What `folder` holds; new runs are kept there too.
    ///
    /// # Errors
    /// [`Error::Io`] if its files cannot be read. Files of another kind or version are left alone.
    pub fn open(folder: OutputFolder) -> Result<Self, Error> {
        let place = folder.path().join(KEPT);
        let mut runs = BTreeMap::new();
        let fault = |error: &std::io::Error| Error::io(place.display(), "read", error);
        let entries = match std::fs::read_dir(&place) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self { folder: Some(folder), runs }),
            Err(error) => return Err(fault(&error)),
        };
        for entry in entries {
            let path = entry.map_err(|error| fault(&error))?.path();
            if path.extension().is_some_and(|extension| extension == "csv") {
                read(&path, &mut runs).map_err(|error| fault(&error))?;
            }
        }
        Ok(Self { folder: Some(folder), runs })
    }

    /// The name of a run without its replication.
    pub fn name(scenario: &Scenario, arm: &Arm) -> String {
        // What is said of a scenario decides nothing, nor do the other arms.
        let bare = Scenario {
            name: String::new(),
            title: String::new(),
            question: String::new(),
            replications: 0,
            baseline: arm.clone(),
            arms: Vec::new(),
            ..scenario.clone()
        };
        let text = serde_json::to_string(&bare).expect("a scenario is plain data");
        sha256(format!("{}\n{text}", program()).as_bytes())
    }

    /// The outcomes of a run, if it is finished.
    pub fn outcomes(&self, name: &str, replication: u32) -> Option<&[f64]> {
        self.runs.get(&(name.to_owned(), replication)).map(Vec::as_slice)
    }

    /// Puts runs on the disk, in a file of their own that is whole or absent.
    ///
    /// # Errors
    /// [`Error::Io`] naming the file.
    pub fn keep(&self, batch: &Batch) -> Result<(), Error> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let mut text = header();
        for (name, replication, outcomes) in batch {
            let _ = write!(text, "\n{name},{replication}");
            for value in outcomes {
                let _ = if value.is_nan() { write!(text, ",") } else { write!(text, ",{value}") };
            }
        }
        text.push('\n');
        folder.write(&format!("{KEPT}/{}.csv", &sha256(text.as_bytes())[..32]), text.as_bytes()).map(|_| ())
    }
}

fn header() -> String {
    OUTCOMES.iter().fold("run,replication".to_owned(), |line, outcome| line + "," + outcome.name)
}

/// Adds the runs in a file, if it is one of this kind with the same outcomes.
fn read(path: &Path, runs: &mut BTreeMap<(String, u32), Vec<f64>>) -> std::io::Result<()> {
    let text = std::fs::read_to_string(path)?;
    let mut lines = text.lines();
    if lines.next() != Some(&header()) {
        return Ok(());
    }
    for line in lines {
        let mut cells = line.split(',');
        let (Some(name), Some(Ok(replication))) = (cells.next(), cells.next().map(str::parse)) else { continue };
        let value = |cell: &str| if cell.is_empty() { Some(f64::NAN) } else { cell.parse().ok() };
        if let Some(outcomes) = cells.map(value).collect::<Option<Vec<f64>>>().filter(|all| all.len() == OUTCOMES.len()) {
            runs.insert((name.to_owned(), replication), outcomes);
        }
    }
    Ok(())
}

/// The program: version and commit, and where its sources differ from that commit the file itself.
fn program() -> &'static str {
    static PROGRAM: OnceLock<String> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let commit = format!("{} {} {}", env!("CARGO_PKG_VERSION"), env!("LEADERFUL_COMMIT"), crate::streams::GENERATOR);
        if env!("LEADERFUL_DIRTY") != "true" && env!("LEADERFUL_COMMIT") != "unknown" {
            return commit;
        }
        let file = std::env::current_exe().and_then(std::fs::metadata);
        format!("{commit} {:?}", file.and_then(|file| Ok((file.len(), file.modified()?))).ok())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_about_a_scenario_change_no_name_and_what_decides_a_run_does() {
        let scenario = Scenario::default();
        let name = |scenario: &Scenario| Kept::name(scenario, &scenario.arms[0]);
        let told = Scenario { title: "another".into(), replications: 3, ..scenario.clone() };
        let fewer = Scenario { baseline: scenario.arms[1].clone(), ..scenario.clone() };
        assert_eq!((name(&scenario), name(&scenario)), (name(&told), name(&fewer)));
        let mut other = scenario.clone();
        other.parameters.trust.gain += 0.001;
        let seed = Scenario { seed: 2, ..scenario.clone() };
        assert!(name(&scenario) != name(&other) && name(&scenario) != name(&seed));
        assert_ne!(name(&scenario), Kept::name(&scenario, &scenario.arms[1]));
    }

    #[test]
    fn what_is_kept_comes_back_bit_by_bit_and_other_files_are_left_alone() {
        let place = tempfile::tempdir().unwrap();
        let open = || Kept::open(OutputFolder::open(place.path()).unwrap()).unwrap();
        let mut outcomes = vec![f64::NAN; OUTCOMES.len()];
        outcomes[..4].copy_from_slice(&[1.0 / 3.0, -0.0, 1e300, 5e-324]);
        open().keep(&[("a".into(), 7, outcomes.clone())]).unwrap();
        std::fs::write(place.path().join("kept/other.csv"), "run,replication\nb,1\n").unwrap();
        let kept = open();
        let bits = |values: &[f64]| values.iter().map(|v| if v.is_nan() { 1 } else { v.to_bits() }).collect::<Vec<_>>();
        assert_eq!(kept.outcomes("a", 7).map(bits), Some(bits(&outcomes)));
        assert!(kept.outcomes("a", 8).is_none() && kept.outcomes("b", 1).is_none());
    }
}
