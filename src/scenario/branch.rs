//! What is changed in the middle of a run.

use super::parameters::Parameters;
use crate::mechanisms::MechanismName;
use crate::pattern::Pattern;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Parameters that are settled when a run begins, so that a branch may not set them: they are read at the start alone, and a change of one
/// later would change nothing; and the days of the meetings of a system hang on `system.meeting_days` from the start.
pub const AT_START: &[&str] = &[
    "people.tenure_years",
    "people.ties_in_unit",
    "people.ties_across",
    "attention.duties_top",
    "attention.duties_senior",
    "attention.duties_middle",
    "attention.duties_frontline",
    "decision.size_scaling",
    "trust.start",
    "trust.start_sd",
    "learning.rule",
    "learning.beliefs",
    "learning.block",
    "ties.start",
    "ties.start_links",
    "ties.lambda",
    "ties.zeta",
    "ties.ring",
    "ties.rewiring",
    "purpose.interest_distance",
    "system.organisations",
    "system.meeting_days",
    "system.size_spread",
    "system.practice_bits",
    "system.context_share",
    "system.support_ties",
    "system.need_spread",
    "system.local_error",
];

/// What else holds in an arm from the morning of a day on. What mechanisms read every day holds at once; what passes between
/// the organisations of a system, from their next meeting on. Programmes go on turning what they turn.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct Branch {
    /// First day.
    pub day: u32,
    /// Values of parameters, by path, in place of those of scenario and arm.
    pub parameters: BTreeMap<String, f32>,
    /// Values of dials, by name; they stay, whatever patterns the arm changes to.
    pub dials: BTreeMap<String, f32>,
    /// All mechanisms that are switched off; none for those that were before.
    pub without: Option<Vec<MechanismName>>,
}

impl Branch {
    /// Sets the parameters that hold on `day`.
    pub fn set(&self, day: u32, parameters: &mut Parameters) {
        for (path, value) in self.parameters.iter().filter(|_| self.day <= day) {
            parameters.set(path, *value);
        }
    }

    /// Turns the dials as they stand on `day`.
    pub fn turn(&self, day: u32, pattern: &mut Pattern) {
        for (dial, value) in self.dials.iter().filter(|_| self.day <= day) {
            pattern.set(dial, *value);
        }
    }
}
