//! Running until the answer is precise enough.

use super::planning::{Aim, replications_needed};
use super::summary::{sd, t_interval};

/// A named contrast and how precise its mean difference shall be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PrecisionTarget<'a> {
    /// Name of the contrast, for the report.
    pub name: &'a str,
    /// Differences of the pairs so far; missing ones (`NaN`) are dropped.
    pub differences: &'a [f64],
    /// Wanted half-width of the t interval, in the unit of the outcome.
    pub half_width: f64,
}

/// When to look at the precision, and when to stop in any case.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StopRule {
    /// Coverage of the intervals, in (0, 1).
    pub level: f64,
    /// Pairs before which no target counts as reached: a small sample may look precise by chance. 30 is a usual choice.
    pub minimum_pairs: usize,
    /// Pairs at which a run stops, reached or not; per target, missing ones included.
    pub maximum_pairs: usize,
}

/// Where one target stands.
#[derive(Clone, Debug, PartialEq)]
pub struct PrecisionState {
    /// Name of the contrast.
    pub name: String,
    /// Pairs with a difference.
    pub pairs: usize,
    /// Half-width of the t interval now; `None` with fewer than two pairs.
    pub half_width: Option<f64>,
    /// Wanted half-width.
    pub wanted: f64,
    /// Whether the minimum of pairs is there and the half-width is at most the wanted one.
    pub reached: bool,
    /// Pairs needed in all, by the present standard deviation; `None` if that is not known yet.
    pub pairs_needed: Option<usize>,
}

/// Why a run stops or goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopReason {
    /// Every target is reached.
    Reached,
    /// A target is not reached, but one has its maximum of pairs.
    Exhausted,
    /// Go on.
    Continue,
}

/// Answer of [`sequential_stop`].
#[derive(Clone, Debug, PartialEq)]
pub struct StopDecision {
    /// Why the run stops, or that it goes on.
    pub reason: StopReason,
    /// One state a target, in the order given.
    pub targets: Vec<PrecisionState>,
}

impl StopDecision {
    /// Whether no more replications are needed or allowed.
    #[must_use]
    pub fn stops(&self) -> bool {
        self.reason != StopReason::Continue
    }
}

/// Says whether every target has its half-width, so that a sweep may stop.
///
/// Chow and Robbins (1965), *Annals of Mathematical Statistics* 36, 457-462: the coverage is right in the limit and a
/// little below the level when stopping early, which the minimum of pairs keeps small. Look after whole batches rather
/// than after each pair. Without targets the answer is [`StopReason::Reached`].
#[must_use]
pub fn sequential_stop(targets: &[PrecisionTarget<'_>], rule: StopRule) -> StopDecision {
    let states: Vec<PrecisionState> = targets.iter().map(|target| state(target, rule)).collect();
    let exhausted = targets.iter().any(|target| target.differences.len() >= rule.maximum_pairs);
    let reason = if states.iter().all(|state| state.reached) {
        StopReason::Reached
    } else if exhausted {
        StopReason::Exhausted
    } else {
        StopReason::Continue
    };
    StopDecision { reason, targets: states }
}

/// Where one target stands under the rule.
fn state(target: &PrecisionTarget<'_>, rule: StopRule) -> PrecisionState {
    let present: Vec<f64> = target.differences.iter().copied().filter(|value| !value.is_nan()).collect();
    let half_width = t_interval(&present, rule.level).map(|interval| interval.half_width());
    let enough = present.len() >= rule.minimum_pairs.max(2);
    let by_sd = || replications_needed(sd(&present), Aim::HalfWidth(target.half_width), rule.level);
    PrecisionState {
        name: target.name.to_owned(),
        pairs: present.len(),
        half_width,
        wanted: target.half_width,
        reached: enough && half_width.is_some_and(|now| now <= target.half_width),
        pairs_needed: half_width.and_then(|_| by_sd()).map(|pairs| pairs.max(rule.minimum_pairs)),
    }
}
