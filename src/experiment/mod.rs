//! Experiments: arms over replications, and what can be said about their differences.

pub mod statistics;
