//! What a system of organisations gives to one of them and asks of it, from one meeting of the system to the next.

/// Nothing, unless the organisation belongs to a system.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Outside {
    /// What practice that fits its context, and resources, add to skill in the core service, as a share of it.
    pub practice: f32,
    /// Hours a week that the head gives to work outside.
    pub head_hours: f32,
    /// Chances to lead a week that each deputy has instead of the head.
    pub deputy_chances: f32,
    /// Support that the head has from a team of peers outside: its sum of trust times strength.
    pub team: f32,
}
