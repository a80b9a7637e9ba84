//! Statistics of replicated runs: summaries, paired contrasts, effect sizes, survival, planning and shape.
//!
//! All functions are pure: slices in, plain structs out; no files, threads or clocks. Sums run in the order of the
//! slice and the bootstrap draws from a keyed ChaCha8 generator, so that the same input gives the same numbers.
//!
//! A missing value is `NaN`: it is dropped and counted, never replaced. What cannot be computed (too few values, no
//! spread, a level outside (0, 1)) is `None`, never a panic. Infinite values are kept, except where a function says
//! otherwise; means and standard deviations that contain one are then not finite.
//!
//! In a simulation the number of replications is a choice, so p values fall at will. Lead with [`glass_delta`] and its
//! interval; [`PairedContrast::p_value`] is there for completeness.
//!
//! | question | item |
//! | --- | --- |
//! | what does this outcome look like? | [`Summary`], [`Ecdf`], [`bimodality`] |
//! | what does the treatment change? | [`paired_contrast`], [`bca_interval`] |
//! | is that much? | [`glass_delta`], [`hedges_g_av`], [`paired_superiority`], [`unpaired_superiority`] |
//! | several outcomes at once? | [`holm`] |
//! | how long until a decision? | [`KaplanMeier`] |
//! | how many replications? | [`replications_needed`], [`sequential_stop`], [`sd_interval`] |

mod bootstrap;
mod dip;
mod distribution;
mod effect;
mod holm;
mod paired;
mod planning;
mod sequential;
mod shape;
mod spread;
mod summary;
mod superiority;
mod survival;

pub use bootstrap::{BcaInterval, Bootstrap, bca_interval, bca_paired, bca_rows};
pub use dip::{dip, dip_p_value};
pub use effect::{Effect, glass_delta, hedges_g_av};
pub use holm::holm;
pub use paired::{PairedContrast, paired_contrast};
pub use planning::{Aim, paired_power, replications_needed};
pub use sequential::{PrecisionState, PrecisionTarget, StopDecision, StopReason, StopRule, sequential_stop};
pub use shape::{BIMODALITY_LEVEL, Bimodality, TwoGroups, bimodality};
pub use spread::{chi_square_quantile, sd_interval};
pub use summary::{Ecdf, Summary, quantile, t_interval};
pub use superiority::{PairedSuperiority, UnpairedSuperiority, paired_superiority, unpaired_superiority, wilson_interval};
pub use survival::{KaplanMeier, RestrictedMean, SurvivalQuantile, SurvivalStep};

/// Two-sided interval of an estimate, in the unit of the estimate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end; never below `low`.
    pub high: f64,
    /// Nominal coverage, in (0, 1), for example 0.95.
    pub level: f64,
}

impl Interval {
    /// Half the distance between the ends, in the unit of the estimate.
    #[must_use]
    pub fn half_width(&self) -> f64 {
        0.5 * (self.high - self.low)
    }

    /// Whether `value` lies between the ends, ends included.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    /// The interval `centre` ± `half_width`.
    fn around(centre: f64, half_width: f64, level: f64) -> Self {
        Self { low: centre - half_width, high: centre + half_width, level }
    }
}

/// Whether `level` is a usable coverage.
fn is_level(level: f64) -> bool {
    level > 0.0 && level < 1.0
}
