//! Sensitivity: which numbers of a scenario a result rests on.
//!
//! The numbers here need no simulator: [`morris`] and [`sobol`] give points of the unit cube and read the responses at them,
//! [`luck`] splits the responses. [`Study`] puts scenarios between the two.
//!
//! # Luck apart from parameters
//!
//! Every point is run with the same replications, and replication `r` has the same luck at all points. Luck that is good for all
//! points alike therefore falls out of every difference between two points. What is left is luck that meets one point and not
//! another, as an analysis of variance of points by replications shows ([`luck::Split`]).
//!
//! * The noise of an elementary effect is estimated from its spread over replications: variance over replications divided by their
//!   number. A factor stands out where the interval of mu* lies above the mu* that this noise alone would give.
//! * A product of two means over replications is too large by their covariance over replications divided by the number of
//!   replications. Taking it away from each square and product in a Sobol' index gives the index of the response without luck.
//!
//! With one replication neither can be told, and neither is.

mod factors;
mod found;
pub mod luck;
pub mod morris;
pub mod output;
pub mod sobol;
mod study;

pub use factors::{FACTOR_RULE, all_factors, status_of};
pub use found::{Found, Measure, Reading};
pub use study::{Method, Study, Target};

/// Numbers under which samples draw their luck: no organisation has them.
pub(crate) const MORRIS: u32 = u32::MAX - 2;
pub(crate) const SALTELLI: u32 = u32::MAX - 3;
