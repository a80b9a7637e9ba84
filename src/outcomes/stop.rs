//! When a run ended that waits for something.

use super::Direction::Neutral;
use super::{Outcome, flow, share};

/// Outcomes of runs with a condition to stop; each is missing without one, and in a series.
pub const OUTCOMES: &[Outcome] = &[
    flow(
        "stopped_day",
        "Day on which the run stopped",
        "days",
        Neutral,
        "Days simulated when the condition of [stop] was met; missing where it never was. A mean leaves out the runs that never stopped, so \
         it says how long it took only where all did: see `ran_days`.",
        |s| share(s.tally.ran_days, s.tally.stopped),
    ),
    flow(
        "ran_days",
        "Days until the run stopped or ended",
        "days",
        Neutral,
        "Days simulated: until the condition of [stop] was met, or all days of a run in which it never was (censored there: the mean is \
         one restricted to the run).",
        |s| share(s.tally.ran_days, s.tally.watched),
    ),
];
