//! Each arm against the baseline, on every outcome, paired by replication.

use super::runner::Results;
use super::statistics::{
    Aim, Bootstrap, Effect, PairedContrast, PairedSuperiority, bimodality, glass_delta, hedges_g_av, holm, paired_contrast,
    paired_superiority, replications_needed,
};
use super::{LEVEL, statistics};
use crate::outcomes::OUTCOMES;
use crate::scenario::Scenario;
use rayon::prelude::*;

/// The half-width that [`Contrast::replications_needed`] aims at, in standard deviations of the baseline between replications.
pub const WANTED_HALF_WIDTH: f64 = 0.1;

/// One arm against the baseline on one outcome. What cannot be computed, as with too few pairs or no spread, is `None`.
#[derive(Clone, Debug)]
pub struct Contrast {
    /// Place of the arm in [`Scenario::all_arms`]; never 0, the baseline.
    pub arm: usize,
    /// Place in [`OUTCOMES`].
    pub outcome: usize,
    /// Pairs of replications in which both have a value.
    pub pairs: usize,
    /// Means, difference, and its t and bootstrap intervals.
    pub paired: Option<PairedContrast>,
    /// Difference over the standard deviation of the baseline between replications.
    pub glass: Option<Effect>,
    /// Difference over the average standard deviation, corrected for few pairs.
    pub hedges: Option<Effect>,
    /// How often the arm has the larger value.
    pub superiority: Option<PairedSuperiority>,
    /// p value adjusted by Holm over all outcomes of the arm.
    pub p_holm: Option<f64>,
    /// Replications after which the t interval's half-width is at most [`WANTED_HALF_WIDTH`] of the baseline's spread.
    pub replications_needed: Option<usize>,
    /// Whether the differences fall into two groups, so that their mean describes neither.
    pub bimodal: Option<bool>,
}

/// All contrasts, by arm and then in the order of [`OUTCOMES`].
pub fn contrasts(scenario: &Scenario, results: &Results) -> Vec<Contrast> {
    let pairs: Vec<(usize, usize)> = (1..results.arms).flat_map(|arm| (0..OUTCOMES.len()).map(move |outcome| (arm, outcome))).collect();
    // Each contrast is computed by one thread alone, so threads change no bit of it.
    let mut contrasts: Vec<Contrast> =
        pairs.into_par_iter().map(|(arm, outcome)| contrast(results, arm, outcome, Bootstrap::with_seed(scenario.seed))).collect();
    for of_arm in contrasts.chunk_by_mut(|a, b| a.arm == b.arm) {
        let raw: Vec<f64> = of_arm.iter().map(|c| c.paired.as_ref().and_then(|p| p.p_value).unwrap_or(f64::NAN)).collect();
        for (contrast, adjusted) in of_arm.iter_mut().zip(holm(&raw)) {
            contrast.p_holm = Some(adjusted).filter(|p| p.is_finite());
        }
    }
    contrasts
}

fn contrast(results: &Results, arm: usize, outcome: usize, bootstrap: Bootstrap) -> Contrast {
    let (reference, treatment) = (results.values(0, outcome), results.values(arm, outcome));
    let differences: Vec<f64> = reference.iter().zip(&treatment).map(|(r, t)| t - r).collect();
    let paired = paired_contrast(&reference, &treatment, LEVEL, bootstrap);
    let spread = statistics::Summary::of(&reference, LEVEL).and_then(|summary| summary.sd);
    let needed = paired
        .as_ref()
        .zip(spread)
        .and_then(|(paired, spread)| replications_needed(paired.sd_of_differences, Aim::HalfWidth(WANTED_HALF_WIDTH * spread), LEVEL));
    Contrast {
        arm,
        outcome,
        pairs: differences.iter().filter(|difference| !difference.is_nan()).count(),
        glass: glass_delta(&reference, &treatment, LEVEL, bootstrap),
        hedges: hedges_g_av(&reference, &treatment, LEVEL),
        superiority: paired_superiority(&reference, &treatment, LEVEL),
        p_holm: None,
        replications_needed: needed,
        bimodal: bimodality(&differences).map(|found| found.flagged),
        paired,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Experiment;
    use crate::pattern::Pattern;
    use crate::scenario::{Arm, Structure};

    #[test]
    fn an_arm_equal_to_the_baseline_differs_in_nothing() {
        let scenario = Scenario {
            days: 60,
            replications: 4,
            structure: Structure::Levels(vec![1, 2, 6]),
            arms: vec![Arm::new("same", Pattern::preset("traditional-delegation").unwrap())],
            ..Scenario::default()
        };
        let results = Experiment::of(&scenario).run();
        let contrasts = contrasts(&scenario, &results);
        assert_eq!(contrasts.len(), OUTCOMES.len());
        assert!(contrasts.iter().any(|contrast| contrast.pairs == 4));
        for contrast in contrasts {
            let Some(paired) = contrast.paired else { continue };
            assert_eq!((paired.mean_difference, paired.interval.low, paired.p_value), (0.0, 0.0, None));
            assert_eq!(contrast.superiority.unwrap().probability, 0.5);
            assert_eq!(contrast.p_holm, None);
        }
    }
}
