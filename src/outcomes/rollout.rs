//! How long a new pattern takes to reach everybody who is meant.

use super::Direction::{Higher, Lower};
use super::{Outcome, flow, share};

/// Outcomes of roll-outs; each is missing where nothing is rolled out.
pub const OUTCOMES: &[Outcome] = &[
    flow(
        "adoption_days",
        "Days until a new pattern has reached every unit",
        "days",
        Lower,
        "Mean days from the start of a roll-out until its last unit has nine tenths of practice in the new pattern. One that is stopped, or \
         not there yet at the end of the run, counts with the days from its start to that end (censored there: the mean is one restricted \
         to the run).",
        |s| share(s.tally.adoption_days, s.tally.rollouts),
    ),
    flow(
        "adopted_share",
        "Roll-outs that have reached every unit",
        "share",
        Higher,
        "Share of roll-outs whose last unit has nine tenths of practice in the new pattern before the end of the run; the others are censored.",
        |s| share(s.tally.adopted, s.tally.rollouts),
    ),
];
