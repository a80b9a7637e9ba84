//! Standardised effects: how large is a difference, measured by the luck between replications?

use super::bootstrap::{Bootstrap, bca_paired};
use super::distribution::{ln_gamma_half_step, normal_quantile};
use super::paired::complete_pairs;
use super::summary::{covariance, mean, sd, variance};
use super::{Interval, is_level};
use libm::{exp, sqrt};

/// Standardised effect, in standard deviations (no unit, any real number; positive if the treatment is larger).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// Number of complete pairs.
    pub pairs: usize,
    /// Estimate of the effect.
    pub estimate: f64,
    /// Interval of the effect, by the method that the function names.
    pub interval: Option<Interval>,
}

/// Glass's delta: mean difference over the between-replication standard deviation (n - 1) of the reference arm.
///
/// Glass (1976), *Educational Researcher* 5(10), 3-8. The lead effect size: its denominator does not move with the
/// treatment, nor with how well common random numbers pair the runs. No small-sample correction. Interval: BCa
/// bootstrap over pairs (Kelley 2005, *Educational and Psychological Measurement* 65, 51-69); `None` with fewer than
/// 3 pairs. The whole is `None` with fewer than two complete pairs or if the reference does not vary.
#[must_use]
pub fn glass_delta(reference: &[f64], treatment: &[f64], level: f64, bootstrap: Bootstrap) -> Option<Effect> {
    let (reference, treatment) = complete_pairs(reference, treatment);
    let delta = |reference: &[f64], treatment: &[f64]| (mean(treatment) - mean(reference)) / sd(reference);
    if reference.len() < 2 {
        return None;
    }
    let estimate = delta(&reference, &treatment);
    let interval = bca_paired(&reference, &treatment, delta, level, bootstrap).map(|found| found.interval);
    estimate.is_finite().then_some(Effect { pairs: reference.len(), estimate, interval })
}

/// Hedges' g_av of paired data: J × mean difference / √((sd² of reference + sd² of treatment) / 2).
///
/// d_av and J = Γ(m / 2) / (√(m / 2) Γ((m - 1) / 2)) with m = n - 1 as in Cumming (2012), *Understanding the New
/// Statistics*, chapter 11, and Hedges (1981), *Journal of Educational Statistics* 6, 107-128.
///
/// Interval: d ± z se, centred on d without J, with
/// se² = d² (s₁⁴ + s₂⁴ + 2 s₁₂²) / (8 m s⁴) + s_d² / (m s²), s² = (s₁² + s₂²) / 2, s₁₂ the covariance and s_d² the
/// variance of the differences: Bonett (2008), *Psychological Methods* 13, 99-109, as in `statpsych::ci.stdmean.ps`.
/// `None` with fewer than three complete pairs or if neither arm varies.
#[must_use]
pub fn hedges_g_av(reference: &[f64], treatment: &[f64], level: f64) -> Option<Effect> {
    let (reference, treatment) = complete_pairs(reference, treatment);
    let pairs = reference.len();
    if pairs < 3 {
        return None;
    }
    let (v1, v2, shared) = (variance(&reference), variance(&treatment), covariance(&reference, &treatment));
    let average = 0.5 * (v1 + v2);
    let d = (mean(&treatment) - mean(&reference)) / sqrt(average);
    let m = (pairs - 1) as f64;
    let of_spread = d * d * (v1 * v1 + v2 * v2 + 2.0 * shared * shared) / (8.0 * m * average * average);
    let of_means = (v1 + v2 - 2.0 * shared).max(0.0) / (m * average);
    let half_width = normal_quantile(0.5 * (1.0 + level)) * sqrt(of_spread + of_means);
    let interval = is_level(level).then(|| Interval::around(d, half_width, level));
    d.is_finite().then_some(Effect { pairs, estimate: small_sample_factor(m) * d, interval })
}

/// Hedges' exact correction J for `m` > 1 degrees of freedom, in (0, 1).
fn small_sample_factor(m: f64) -> f64 {
    exp(ln_gamma_half_step(0.5 * (m - 1.0))) / sqrt(0.5 * m)
}
