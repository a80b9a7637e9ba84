//! Durations of which some are not over yet: Kaplan-Meier.

use super::distribution::normal_quantile;
use super::{Interval, is_level};
use libm::{exp, fabs, log, sqrt};

/// Kaplan-Meier estimate of the share still open at each time, with right censoring.
#[derive(Clone, Debug, PartialEq)]
pub struct KaplanMeier {
    /// Number of durations used.
    pub n: usize,
    /// Number of those that ended in an event.
    pub events: usize,
    /// Durations dropped: missing, negative or infinite, or without a partner in the other slice.
    pub dropped: usize,
    /// One step a distinct time, ascending.
    pub steps: Vec<SurvivalStep>,
}

/// One distinct time of a [`KaplanMeier`] estimate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SurvivalStep {
    /// Time, in the unit of the durations.
    pub time: f64,
    /// Durations that lasted until this time at least.
    pub at_risk: usize,
    /// Events at this time.
    pub events: usize,
    /// Durations censored at this time, counted as at risk for its events.
    pub censored: usize,
    /// Estimated probability of lasting longer than this time, in [0, 1].
    pub survival: f64,
    /// Greenwood's standard error of the survival; `None` once the survival is 0.
    pub standard_error: Option<f64>,
    /// Log-log interval of the survival; [1, 1] before the first event, `None` once the survival is 0.
    pub interval: Option<Interval>,
}

/// Quantile of a duration with the quantiles of the interval's bounds; `None` where a curve does not come down so far.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SurvivalQuantile {
    /// The quantile, in the unit of the durations.
    pub estimate: Option<f64>,
    /// Lower end of its interval.
    pub low: Option<f64>,
    /// Upper end of its interval.
    pub high: Option<f64>,
}

/// Mean duration when the clock stops at a horizon.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RestrictedMean {
    /// The horizon, in the unit of the durations.
    pub horizon: f64,
    /// Area under the survival curve up to the horizon, in the unit of the durations.
    pub mean: f64,
    /// Greenwood-type standard error of the mean.
    pub standard_error: f64,
}

impl KaplanMeier {
    /// Estimates survival from durations (≥ 0) and whether each ended in an event (`true`) or was censored (`false`).
    ///
    /// Kaplan and Meier (1958), *Journal of the American Statistical Association* 53, 457-481; Greenwood (1926)
    /// variance; intervals on the log(-log) scale: Kalbfleisch and Prentice (1980). As R's
    /// `survfit(..., conf.type = "log-log")`. `None` if no duration is left or the level is outside (0, 1).
    #[must_use]
    pub fn of(times: &[f64], events: &[bool], level: f64) -> Option<Self> {
        let mut durations: Vec<(f64, bool)> =
            times.iter().copied().zip(events.iter().copied()).filter(|(t, _)| t.is_finite() && *t >= 0.0).collect();
        if durations.is_empty() || !is_level(level) {
            return None;
        }
        durations.sort_by(|left, right| left.0.total_cmp(&right.0));
        let z = normal_quantile(0.5 * (1.0 + level));
        let (mut survival, mut hazard_variance, mut at_risk) = (1.0, 0.0, durations.len());
        let mut steps = Vec::new();
        for same_time in durations.chunk_by(|left, right| left.0 == right.0) {
            let ended = same_time.iter().filter(|(_, event)| *event).count();
            let (r, d) = (at_risk as f64, ended as f64);
            if ended > 0 {
                survival *= (r - d) / r;
                hazard_variance += d / (r * (r - d));
            }
            steps.push(SurvivalStep {
                time: same_time[0].0,
                at_risk,
                events: ended,
                censored: same_time.len() - ended,
                survival,
                standard_error: (survival > 0.0).then(|| survival * sqrt(hazard_variance)),
                interval: log_log_interval(survival, hazard_variance, z, level),
            });
            at_risk -= same_time.len();
        }
        let events_used = durations.iter().filter(|(_, event)| *event).count();
        let dropped = times.len().max(events.len()) - durations.len();
        Some(Self { n: durations.len(), events: events_used, dropped, steps })
    }

    /// Estimated probability of lasting longer than `time`, in [0, 1]; after the last time its last value.
    #[must_use]
    pub fn survival_at(&self, time: f64) -> f64 {
        let passed = self.steps.partition_point(|step| step.time <= time);
        if passed == 0 { 1.0 } else { self.steps[passed - 1].survival }
    }

    /// Time by which `share` in (0, 1) of the durations have ended, with the interval of Brookmeyer and Crowley (1982),
    /// *Biometrics* 38, 29-41.
    ///
    /// First time at which the survival is at most 1 - share; the middle of the flat part if it is exactly that, as in
    /// R's `quantile.survfit`. All `None` for a share outside (0, 1).
    #[must_use]
    pub fn quantile(&self, share: f64) -> SurvivalQuantile {
        SurvivalQuantile {
            estimate: self.first_at_most(1.0 - share, |step| Some(step.survival)),
            low: self.first_at_most(1.0 - share, |step| step.interval.map(|interval| interval.low)),
            high: self.first_at_most(1.0 - share, |step| step.interval.map(|interval| interval.high)),
        }
    }

    /// Median duration, [`KaplanMeier::quantile`] of one half.
    #[must_use]
    pub fn median(&self) -> SurvivalQuantile {
        self.quantile(0.5)
    }

    /// Mean duration restricted to `horizon` > 0, with the standard error of Klein and Moeschberger (2003), section 4.5,
    /// as R's `print(survfit, rmean = horizon)`.
    ///
    /// `None` if the horizon is not positive and finite, or if it lies beyond the last time while some durations are
    /// still open there: the curve is unknown then.
    #[must_use]
    pub fn restricted_mean(&self, horizon: f64) -> Option<RestrictedMean> {
        let last = self.steps.last()?;
        if !horizon.is_finite() || horizon <= 0.0 || (last.time < horizon && last.survival > 0.0) {
            return None;
        }
        let (mut area_after, mut variance, mut end) = (0.0, 0.0, horizon);
        for step in self.steps.iter().rev().filter(|step| step.time <= horizon) {
            area_after += step.survival * (end - step.time);
            end = step.time;
            let (r, d) = (step.at_risk as f64, step.events as f64);
            if d > 0.0 && d < r {
                variance += area_after * area_after * d / (r * (r - d));
            }
        }
        Some(RestrictedMean { horizon, mean: area_after + end, standard_error: sqrt(variance) })
    }

    /// First time at which `curve` is at most `target`; the middle of the flat part if it equals the target.
    fn first_at_most(&self, target: f64, curve: impl Fn(&SurvivalStep) -> Option<f64>) -> Option<f64> {
        // Products of shares miss an exact 0.5 by a rounding error; R allows as much.
        const TOLERANCE: f64 = 1.5e-8;
        if !is_level(target) {
            return None;
        }
        // Where the survival is 0 the bounds are unknown, and the estimate itself has arrived.
        let known = |step: &&SurvivalStep| curve(step).is_some();
        let found = self.steps.iter().filter(known).find(|step| curve(step) < Some(target + TOLERANCE))?;
        let level = curve(found)?;
        if fabs(level - target) > TOLERANCE {
            return Some(found.time);
        }
        let later = self.steps.iter().filter(known).find(|step| curve(step) < Some(level - TOLERANCE));
        Some(later.map_or(found.time, |step| 0.5 * (found.time + step.time)))
    }
}

/// Interval of a survival probability on the log(-log) scale.
fn log_log_interval(survival: f64, hazard_variance: f64, z: f64, level: f64) -> Option<Interval> {
    if survival <= 0.0 {
        return None;
    }
    if survival >= 1.0 {
        return Some(Interval { low: 1.0, high: 1.0, level });
    }
    let hazard = -log(survival);
    let shift = z * sqrt(hazard_variance) / hazard;
    Some(Interval { low: exp(-hazard * exp(shift)), high: exp(-hazard * exp(-shift)), level })
}
