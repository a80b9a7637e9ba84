//! Work for the system, and a team of those who do it.
//!
//! **Models** systems leadership beside the own post, alone or among peers. **Reads** hours that heads give to others.
//! **Writes** hours and support of heads.
//!
//! **Equation** every head gives `system_hours` a week to the system. Those who give it any hours, here or in the support
//! network, meet in a team for `team_hours` a week: `team_size` peers, each trusted by `team_trust`, count in their support as
//! so many ties of full strength (7.9 of the ODD).
//!
//! **Evidence** support of peers: Cohen and Wills 1985; a team for systems leaders: Vize 2016, The revolution will be
//! improvised, part II (claim); sizes: assumption.
//! **Limits** without hours there is no team; where support buffers nothing and heals nothing, the team costs its hours only.

use super::between::{Between, BetweenRow};
use crate::organisation::outside::Outside;

/// The row of the list.
pub const ROW: BetweenRow = BetweenRow {
    name: "team",
    meaning: "Heads give hours to the system, and those who do may meet in a team that supports them.",
    neutral: "`system_hours` = 0 and `team_size` = 0",
    meet: None,
    give: Some(give),
};

fn give(between: &Between, _: usize, outside: &mut Outside) {
    let p = &between.p.system;
    outside.head_hours += p.system_hours;
    if outside.head_hours > 0.0 && p.team_size > 0.0 {
        outside.head_hours += p.team_hours;
        outside.team = p.team_size * p.team_trust;
    }
}
