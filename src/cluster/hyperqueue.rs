//! HyperQueue: task arrays.

use super::call::{Call, Fault};
use super::script::{End, Part, ranges};
use super::{Engine, Jobs, Submission, Wave};
use crate::sweep::MOST_DEATHS;
use serde_json::Value;

/// HyperQueue by its command `hq`.
pub(super) struct HyperQueue;

impl Engine for HyperQueue {
    fn name(&self) -> &'static str {
        "hq"
    }

    fn shards_per_element(&self, _shards: u64) -> u64 {
        1
    }

    fn most_elements(&self) -> u64 {
        u64::from(u32::MAX)
    }

    fn submit(&self, part: &Part<'_>, wave: &Wave, _after: Option<&str>) -> Call {
        let mut words = ["--output-mode=quiet", "submit"].map(str::to_owned).to_vec();
        words.extend([
            format!("--name={}", part.name),
            format!("--array={}", ranges(&wave.indices)),
            format!("--cpus={}", part.threads),
            format!("--crash-limit={MOST_DEATHS}"),
            "--stdout=none".to_owned(),
            "--stderr=none".to_owned(),
        ]);
        words.extend_from_slice(part.options);
        words.extend(["--", "sh", "-c"].map(str::to_owned));
        words.push(part.script(wave.base, "HQ_TASK_ID", &End::Replace));
        Call { program: "hq", words, input: String::new() }
    }

    fn job(&self, printed: &str) -> Option<String> {
        printed.split_whitespace().next_back().filter(|word| word.bytes().all(|byte| byte.is_ascii_digit())).map(str::to_owned)
    }

    fn jobs(&self, submission: &Submission) -> Result<Jobs, Fault> {
        let printed = Call::new("hq", &["--output-mode=json", "job", "list", "--all"]).run()?;
        let list: Value = serde_json::from_str(&printed).map_err(|error| Fault::Failed(format!("hq printed no JSON: {error}")))?;
        let mut jobs = Jobs::default();
        for job in list.as_array().into_iter().flatten().filter(|job| job["name"] == *submission.name) {
            let id = job["id"].to_string();
            let of = |state: &str| job["task_stats"][state].as_u64().unwrap_or(0);
            if of("running") + of("waiting") > 0 {
                jobs.alive.push(id.clone());
            }
            jobs.running += of("running");
            jobs.waiting += of("waiting");
            // What failed in an older submission was submitted again.
            jobs.failed += if submission.jobs.contains(&id) { of("failed") } else { 0 };
        }
        Ok(jobs)
    }

    fn cancel(&self, jobs: &[String]) -> Call {
        Call::new("hq", &["job", "cancel", &jobs.join(",")])
    }
}
