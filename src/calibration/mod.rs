//! Calibration: which values of chosen parameters go with figures of a real organisation.
//!
//! The answer is a sample from the posterior distribution of the parameters, by approximate Bayesian computation. What is known
//! before is that each lies anywhere in its range with equal probability. Each draw of the parameters is run with luck of its own,
//! and weighs exp(-d² / 2), where d² is the sum over all figures of ((run - figure) / standard error)². With this weight the
//! method is exact for figures that are the truth plus a normal error of that standard error (Wilkinson 2013, *Statistical
//! Applications in Genetics and Molecular Biology* 12, 129-141); the luck of the organisation itself is in the runs.
//!
//! If few draws weigh anything, the standard errors are widened by a common factor so far that a quarter of the draws count, and new
//! draws are taken around the heavy ones and weighed by how likely they were to be drawn (Beaumont et al. 2009, *Biometrika* 96,
//! 983-990), until the factor is 1.

mod abc;
mod fit;
mod load;
pub mod output;

pub use abc::{Draw, Figure, Plan, Posterior, Round, sample};
pub use fit::{Calibration, Fit, INFORMED, Target};

/// Number under which draws of parameters take their luck: no organisation has it.
pub(crate) const DRAW: u32 = u32::MAX - 5;
