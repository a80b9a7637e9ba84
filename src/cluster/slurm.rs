//! SLURM: job arrays.

use super::call::{Call, Fault};
use super::script::{End, Part, ranges};
use super::{Engine, Jobs, Submission, Wave};

/// Most elements of an array, whatever the site allows: so many jobs a site takes from one user without asking.
const MOST_ELEMENTS: u64 = 1000;
/// Seconds before the time limit at which an element is told.
const WARNING: u32 = 60;

/// SLURM by its commands `sbatch`, `squeue`, `scontrol` and `scancel`.
pub(super) struct Slurm;

impl Engine for Slurm {
    fn name(&self) -> &'static str {
        "slurm"
    }

    fn shards_per_element(&self, shards: u64) -> u64 {
        shards.div_ceil(MOST_ELEMENTS).max(1)
    }

    fn most_elements(&self) -> u64 {
        let config = Call::new("scontrol", &["show", "config"]).run().unwrap_or_default();
        let size = config.lines().find_map(|line| line.split_once('=').filter(|(key, _)| key.trim() == "MaxArraySize"));
        // The largest index is one less than MaxArraySize.
        let most = size.and_then(|(_, value)| value.trim().parse::<u64>().ok()).map_or(MOST_ELEMENTS, |size| size.saturating_sub(1));
        most.clamp(1, MOST_ELEMENTS)
    }

    fn submit(&self, part: &Part<'_>, wave: &Wave, after: Option<&str>) -> Call {
        let mut words = vec![
            "--parsable".to_owned(),
            format!("--job-name={}", part.name),
            format!("--array={}", ranges(&wave.indices)),
            "--nodes=1".to_owned(),
            "--ntasks=1".to_owned(),
            format!("--cpus-per-task={}", part.threads),
            "--requeue".to_owned(),
            format!("--signal=B:USR1@{WARNING}"),
            "--output=/dev/null".to_owned(),
        ];
        words.extend(after.map(|job| format!("--dependency=afterany:{job}")));
        words.extend_from_slice(part.options);
        Call { program: "sbatch", words, input: part.script(wave.base, "SLURM_ARRAY_TASK_ID", &End::Requeue) }
    }

    fn job(&self, printed: &str) -> Option<String> {
        // The number, and the cluster's name behind a semicolon where there are several.
        let job = printed.lines().last()?.split(';').next()?.trim();
        (!job.is_empty() && job.bytes().all(|byte| byte.is_ascii_digit())).then(|| job.to_owned())
    }

    fn jobs(&self, submission: &Submission) -> Result<Jobs, Fault> {
        let name = format!("--name={}", submission.name);
        let printed = Call::new("squeue", &["--noheader", "--me", "--array", &name, "--format=%F %T"]).run()?;
        let mut jobs = Jobs::default();
        for (job, state) in printed.lines().filter_map(|line| line.trim().split_once(' ')) {
            let waits = ["PENDING", "REQUEUED", "REQUEUE_HOLD", "REQUEUE_FED", "SPECIAL_EXIT"].contains(&state.trim());
            *(if waits { &mut jobs.waiting } else { &mut jobs.running }) += 1;
            if !jobs.alive.iter().any(|known| known == job) {
                jobs.alive.push(job.to_owned());
            }
        }
        Ok(jobs)
    }

    fn cancel(&self, jobs: &[String]) -> Call {
        Call { program: "scancel", words: jobs.to_vec(), input: String::new() }
    }
}
