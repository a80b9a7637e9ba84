//! The claims of the source documents as experiments, and what the model says of each.
//!
//! A claim is data: a file in `claims/` and a line in [`FILES`]. It is a scenario (arms that differ in one thing) with a small
//! grid of contexts and the outcomes that the claim speaks of, each with the direction that is claimed and the ablations that
//! must take the effect away if its cause is the one claimed. [`Claim::load`] reads it, [`experiment::test`] runs it with paired
//! replications, [`verdict`] judges what came out; [`output`] and [`page`] show it. No verdict is written anywhere.
//!
//! | to | go to |
//! | --- | --- |
//! | add a claim | a file in `claims/` and a line in [`FILES`] |
//! | add an ablation | a table in `claims/ablations.toml` |
//! | change what counts as supported | [`verdict`] |

mod ablations;
pub mod experiment;
mod load;
pub mod output;
pub mod page;
pub mod verdict;

pub use ablations::{ABLATIONS_FILE, Ablation, ablations};
pub use experiment::{Effort, Row, Tested, test};
pub use verdict::{Reason, Verdict};

use crate::experiment::statistics::Interval;
use crate::outcomes::{OUTCOMES, Outcome};
use crate::scenario::Scenario;

/// A document that makes claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// Number by which claims name it.
    pub name: &'static str,
    /// Citation.
    pub citation: &'static str,
}

/// The documents that the claims are taken from.
pub const SOURCES: &[Source] = &[
    Source { name: "000", citation: "Hay, P. (2018). Dispersed leadership. Children and Young People Now, 28 August 2018." },
    Source {
        name: "001",
        citation: "A Better Way. Joining Forces: building systems leadership into job roles at all levels (notes of a discussion).",
    },
    Source { name: "002", citation: "Social Care Institute for Excellence. Leadership and management (web resource)." },
    Source {
        name: "003",
        citation: "Cottrill, P. Distributed leadership at scale: lessons from the education sector (interview with S. Munby). Nous Group.",
    },
    Source { name: "004", citation: "Distributed leadership (course unit for senior school leaders, after Bennett et al. 2003)." },
];

/// A claim and how it is tested.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Short name, such as "C02".
    pub id: String,
    /// Where it is made.
    pub sources: Vec<&'static Source>,
    /// The claim in one sentence.
    pub claim: String,
    /// What the documents say, in our words.
    pub says: String,
    /// How it is tested.
    pub test: String,
    /// What a result does and does not mean.
    pub caution: String,
    /// The organisation, its arms and its calendar, before any context.
    pub scenario: Scenario,
    /// Where it is tested; the first is the main one.
    pub contexts: Vec<Context>,
    /// What is expected.
    pub expectations: Vec<Expectation>,
}

/// A context: the scenario with some settings changed.
#[derive(Clone, Debug)]
pub struct Context {
    /// Name, such as "heavy load".
    pub name: String,
    /// What it changes: path and value.
    pub set: Vec<(String, String)>,
    /// The scenario in this context.
    pub scenario: Scenario,
}

/// Two arms, by their places in [`Scenario::all_arms`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The treated arm.
    pub arm: usize,
    /// The reference arm.
    pub against: usize,
}

/// What a claim expects of one outcome.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// Place in [`OUTCOMES`].
    pub outcome: usize,
    /// Whether the effect is claimed to be above zero; below if not.
    pub higher: bool,
    /// The effect is the treated arm minus the reference arm …
    pub pair: Pair,
    /// … minus the same of these two arms, for an interaction between arms.
    pub minus: Option<Pair>,
    /// Contexts in which it is expected, by place.
    pub contexts: Vec<usize>,
    /// Context whose effect is taken away from that of each of these, for an interaction with the context.
    pub compared_with: Option<usize>,
    /// Ablations that must take the effect away; none where the claim names no cause.
    pub ablations: Vec<&'static Ablation>,
}

macro_rules! files {
    ($($id:literal)+) => {
        /// Every claim: its name, and its text as in `claims/`.
        pub const FILES: &[(&str, &str)] = &[$(($id, include_str!(concat!("../../claims/", $id, ".toml"))),)+];
    };
}

files! {
    "C01" "C02" "C03" "C04" "C05" "C06" "C07" "C08" "C09" "C10"
    "C11" "C12" "C13" "C14" "C15" "C16" "C17" "C18" "C19" "C20"
    "C21" "C22" "C23" "C24" "C25" "C26" "C27" "C28" "C29" "C30"
    "C31" "C32" "C33" "C34" "C35" "C36" "C37" "C38"
}

/// Every claim as it is written.
///
/// # Panics
/// Never, as a test shows: claims are checked before they are compiled in.
pub fn all() -> Vec<Claim> {
    FILES.iter().map(|(id, text)| Claim::load(id, text, &[]).expect("a claim that a test has read")).collect()
}

impl Context {
    /// Its name, and what it changes.
    pub fn words(&self) -> String {
        if self.set.is_empty() {
            return self.name.clone();
        }
        let settings: Vec<String> = self.set.iter().map(|(path, value)| format!("{path} = {value}")).collect();
        format!("{} ({})", self.name, settings.join(", "))
    }
}

impl Expectation {
    /// The outcome.
    pub fn outcome(&self) -> &'static Outcome {
        &OUTCOMES[self.outcome]
    }

    /// "higher" or "lower".
    pub fn direction(&self) -> &'static str {
        if self.higher { "higher" } else { "lower" }
    }

    /// An interval of the effect, turned so that above zero is what the claim says.
    pub fn claimed(&self, interval: Interval) -> Interval {
        if self.higher { interval } else { Interval { low: -interval.high, high: -interval.low, ..interval } }
    }

    /// The arms in words.
    pub fn arms(&self, scenario: &Scenario) -> String {
        let name = |arm: usize| scenario.all_arms().nth(arm).map_or("?", |arm| arm.name.as_str());
        let words = |pair: Pair| format!("{} against {}", name(pair.arm), name(pair.against));
        match self.minus {
            Some(other) => format!("{}, less {}", words(self.pair), words(other)),
            None => words(self.pair),
        }
    }

    /// The context in words: its name, and what it is compared with.
    pub fn place(&self, contexts: &[Context], context: usize) -> String {
        match self.compared_with {
            Some(other) => format!("{}, less {}", contexts[context].name, contexts[other].name),
            None => contexts[context].name.clone(),
        }
    }

    /// What the ablations do, in words; empty without any.
    pub fn ablation(&self) -> String {
        self.ablations.iter().map(|ablation| ablation.meaning.as_str()).collect::<Vec<_>>().join(" ")
    }
}
