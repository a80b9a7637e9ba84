//! The command line.

pub mod problems;
