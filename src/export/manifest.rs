//! The manifest: what was run, with what, and what came out; enough to run it again and compare bytes.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::sha256;
use crate::error::{Error, Problem};

/// Name of the manifest's file.
pub const MANIFEST: &str = "manifest.json";

/// Version of the manifest's shape; a reader refuses newer ones.
pub const MANIFEST_VERSION: u32 = 1;

/// Record of one result.
///
/// Times are RFC 3339 texts that the caller gives, so that no clock is read here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Manifest {
    /// Version of this record's shape.
    pub manifest_version: u32,
    /// Name of the program.
    pub program: String,
    /// Its version.
    pub version: String,
    /// Commit it was built from, or `unknown`.
    pub commit: String,
    /// Whether the sources differed from that commit.
    pub dirty: bool,
    /// Compiler it was built with.
    pub rustc: String,
    /// Operating system and processor, such as `linux-x86_64`.
    pub host: String,
    /// Which generator and keying of random numbers was used.
    pub generator: String,
    /// `complete`, or `interrupted` where not every run that was asked for is over.
    pub status: String,
    /// Runs that were asked for, over all arms.
    pub runs_planned: u64,
    /// Runs that are over, failed ones included.
    pub runs_finished: u64,
    /// What was typed, word by word.
    pub command: Vec<String>,
    /// The scenario with every value present.
    pub scenario: Value,
    /// [`hash`] of the scenario.
    pub scenario_sha256: String,
    /// Of a sweep, the SHA-256 of its plan.json.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub plan_sha256: String,
    /// Master seed.
    pub seed: u64,
    /// Replications of each arm.
    pub replications: u64,
    /// Names of the arms in order.
    pub arms: Vec<String>,
    /// Threads used; they change no result.
    pub threads: usize,
    /// When the output folder was opened.
    pub created: String,
    /// When the first replication started.
    pub started: String,
    /// When the last replication ended.
    pub finished: String,
    /// Replications that failed.
    pub failures: Vec<FailedRun>,
    /// Every other file of the result; [`super::OutputFolder::finish`] fills it in.
    pub files: Vec<FileRecord>,
}

/// A replication that failed, with what is needed to run it again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FailedRun {
    /// Name of the arm.
    pub arm: String,
    /// Number of the replication, from 0.
    pub replication: u64,
    /// Its seed.
    pub seed: u64,
    /// What went wrong.
    pub message: String,
}

/// A file of a result.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FileRecord {
    /// Name inside the output folder, with `/` after a sub-folder.
    pub name: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of the content, in lower-case hexadecimal digits.
    pub sha256: String,
}

impl Default for Manifest {
    fn default() -> Self {
        Self {
            manifest_version: MANIFEST_VERSION,
            program: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            commit: "unknown".to_owned(),
            dirty: false,
            rustc: "unknown".to_owned(),
            host: format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH),
            generator: String::new(),
            status: String::new(),
            runs_planned: 0,
            runs_finished: 0,
            command: Vec::new(),
            scenario: Value::Null,
            scenario_sha256: hash(&Value::Null),
            plan_sha256: String::new(),
            seed: 0,
            replications: 0,
            arms: Vec::new(),
            threads: 0,
            created: String::new(),
            started: String::new(),
            finished: String::new(),
            failures: Vec::new(),
            files: Vec::new(),
        }
    }
}

impl Manifest {
    /// A manifest of `scenario`; program, version and host are filled in, the rest is the caller's.
    ///
    /// # Errors
    /// [`Error::BadInput`] when the scenario cannot be written as JSON, as with a number that is not finite.
    pub fn of<S: Serialize>(scenario: &S) -> Result<Self, Error> {
        let scenario = serde_json::to_value(scenario).map_err(|error| unreadable(&error))?;
        Ok(Self { scenario_sha256: hash(&scenario), scenario, ..Self::default() })
    }

    /// The bytes of `manifest.json`.
    ///
    /// # Errors
    /// None that a manifest can cause.
    pub fn encode(&self) -> Result<Vec<u8>, Error> {
        let mut bytes = serde_json::to_vec_pretty(self).map_err(|error| unreadable(&error))?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Reads the bytes of a `manifest.json`; fields of which it says nothing keep their default.
    ///
    /// # Errors
    /// [`Error::BadInput`] when it is no manifest, is of a newer shape, or its scenario was changed by hand.
    pub fn decode(bytes: &[u8]) -> Result<Self, Error> {
        let bad = |message: &str| Error::input(Problem::new(message).within(MANIFEST));
        let manifest: Self = serde_json::from_slice(bytes).map_err(|error| unreadable(&error))?;
        if manifest.manifest_version > MANIFEST_VERSION {
            return Err(bad("it was written by a newer version of the program"));
        }
        if manifest.scenario_sha256 != hash(&manifest.scenario) {
            return Err(bad("its scenario is not the one that its hash was taken of"));
        }
        Ok(manifest)
    }
}

fn unreadable(error: &serde_json::Error) -> Error {
    let problem = Problem { message: error.to_string(), ..Problem::default() }.within(MANIFEST);
    let place = (error.line() > 0).then_some((error.line(), error.column().max(1)));
    Error::input(Problem { line: place.map(|p| p.0), column: place.map(|p| p.1), ..problem })
}

/// SHA-256 of the canonical JSON of `value`.
#[must_use]
pub fn hash(value: &Value) -> String {
    sha256(canonical(value).as_bytes())
}

/// `value` as JSON in one form only: keys sorted by code point, no spaces, the shortest numbers, and 0.0 for -0.0.
#[must_use]
pub fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write_canonical(value, &mut text);
    text
}

fn write_canonical(value: &Value, text: &mut String) {
    match value {
        Value::Object(entries) => {
            let mut entries: Vec<_> = entries.iter().collect();
            entries.sort_by_key(|(key, _)| key.as_str());
            write_list(entries, ['{', '}'], text, |(key, value), text| {
                text.push_str(&Value::from(key.as_str()).to_string());
                text.push(':');
                write_canonical(value, text);
            });
        }
        Value::Array(values) => write_list(values, ['[', ']'], text, write_canonical),
        Value::Number(number) if number.as_f64() == Some(0.0) && number.is_f64() => {
            text.push_str("0.0");
        }
        other => text.push_str(&other.to_string()),
    }
}

fn write_list<T>(items: impl IntoIterator<Item = T>, brackets: [char; 2], text: &mut String, mut write: impl FnMut(T, &mut String)) {
    text.push(brackets[0]);
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        write(item, text);
    }
    text.push(brackets[1]);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn canonical_form_does_not_depend_on_order_or_spaces() {
        let one: Value = serde_json::from_str(r#"{ "b": [1, -0.0, "é\n"], "a": {"z": null, "A": true} }"#).expect("JSON");
        assert_eq!(canonical(&one), r#"{"a":{"A":true,"z":null},"b":[1,0.0,"é\n"]}"#);
        let other = json!({"a": {"A": true, "z": null}, "b": [1, 0.0, "é\n"]});
        assert_eq!(hash(&one), hash(&other));
        assert_ne!(hash(&one), hash(&json!({"a": {"A": true}, "b": [1, 0.0, "é\n"]})));
        assert_eq!(hash(&json!({})), sha256(b"{}"));
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn a_manifest_reads_back_and_a_changed_scenario_is_noticed() {
        let manifest = Manifest { seed: u64::MAX, arms: vec!["a".into()], ..Manifest::of(&json!({"days": 3})).expect("JSON") };
        let bytes = manifest.encode().expect("JSON");
        assert_eq!(Manifest::decode(&bytes).expect("reads back"), manifest);
        let text = String::from_utf8(bytes).expect("UTF-8");
        assert!(Manifest::decode(text.replace("\"days\": 3", "\"days\": 4").as_bytes()).is_err());
        assert!(Manifest::decode(text.replace("version\": 1,", "version\": 2,").as_bytes()).is_err());
        let torn = Manifest::decode(&text.as_bytes()[..text.len() / 2]).expect_err("torn");
        assert_eq!(torn.exit_code(), 65);
        assert!(torn.to_string().starts_with("manifest.json:"), "{torn}");
    }

    proptest! {
        #[test]
        fn every_number_of_a_scenario_reads_back_with_its_bits(number in any::<f64>(), seed in any::<u64>()) {
            prop_assume!(number.is_finite());
            let manifest = Manifest { seed, ..Manifest::of(&json!({"x": number})).expect("JSON") };
            let back = Manifest::decode(&manifest.encode().expect("JSON")).expect("reads back");
            prop_assert_eq!(back.scenario["x"].as_f64().map(f64::to_bits), Some(number.to_bits()));
            prop_assert_eq!(back, manifest);
        }
    }
}
