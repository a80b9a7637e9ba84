//! Resources: given alike from the centre, or by each organisation to its own need.
//!
//! **Models** central against local provision. **Reads** nothing. **Writes** what is added to skill in the core service.
//!
//! **Equation** the need of an organisation lies n from the mean, n from N(0, `need_spread`). What the centre gives is alike
//! everywhere and worth `central_efficiency` (1 - n^2); what an organisation gives itself misses the need by an error e from
//! N(0, `local_error`) and is worth `local_efficiency` (1 - e^2). `resources_effect` times that is added to the factor of
//! practice.
//!
//! **Evidence** the decentralisation theorem: Oates 1972, Fiscal Federalism; sizes: assumption.
//! **Limits** on average `central_efficiency` (1 - s^2) against `local_efficiency` (1 - error^2): they cross at
//! s^2 = 1 - `local_efficiency` (1 - error^2) / `central_efficiency` (test). A need farther away than 1 makes central
//! resources a burden.

use super::between::{Between, BetweenRow, Luck, draws};
use crate::organisation::outside::Outside;
use crate::scenario::parameters::{Parameters, System};
use crate::streams::Streams;

/// The row of the list.
pub const ROW: BetweenRow = BetweenRow {
    name: "resources",
    meaning: "The centre gives every organisation the same, or each gives itself what it takes its need to be.",
    neutral: "`resources` = \"none\"",
    meet: None,
    give: Some(|between: &Between, number, outside: &mut Outside| outside.practice += between.resources.value(&between.p.system, number)),
};

/// How far each organisation's need lies from the mean, and from what it takes it to be.
#[derive(Clone, Debug)]
pub struct Resources {
    needs: Vec<f32>,
    errors: Vec<f32>,
}

/// What resources are worth where they miss the need by so much.
pub fn worth(efficiency: f32, miss: f32) -> f32 {
    efficiency * (1.0 - miss * miss)
}

impl Resources {
    pub(super) fn found<'a>(p: &Parameters, organisations: impl Iterator<Item = &'a Streams>) -> Self {
        let luck = |streams| draws(streams, Luck::Resources, 0, 0);
        let spreads = [p.system.need_spread, p.system.local_error];
        let pairs: Vec<[f32; 2]> = organisations.map(luck).map(|mut luck| spreads.map(|spread| luck.normal(0.0, spread))).collect();
        Self { needs: pairs.iter().map(|pair| pair[0]).collect(), errors: pairs.iter().map(|pair| pair[1]).collect() }
    }

    /// What resources add to skill in an organisation.
    pub fn value(&self, p: &System, number: usize) -> f32 {
        p.resources_effect
            * match p.resources as u32 {
                0 => 0.0,
                1 => worth(p.central_efficiency, self.needs[number]),
                _ => worth(p.local_efficiency, self.errors[number]),
            }
    }
}
