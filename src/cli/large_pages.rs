//! Large pages of memory for large organisations.
//!
//! What people need of each other lies all over the memory of a large organisation, and a processor looks up where a page lies before
//! it reads it: with pages of 2 MB instead of 4 KB a day of a million people takes about a fifth less. The C library of most
//! Linux systems (glibc 2.35 and newer) asks for them if a variable says so when a program begins; so the program begins anew, once, in its
//! own place, before it has done anything else. Nothing that it computes depends on it.

use crate::scenario::Scenario;

/// People, in all organisations of an arm, from which it pays.
const LEAST_PEOPLE: usize = 50_000;

/// Begins anew with large pages if the scenario is large and the variable is not set. Comes back otherwise, or where it cannot be done.
pub(super) fn ask(scenario: &Scenario) {
    let people = scenario.people().saturating_mul(scenario.organisations() as usize);
    if people >= LEAST_PEOPLE {
        begin_anew();
    }
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn begin_anew() {
    use std::os::unix::process::CommandExt;
    const VARIABLE: &str = "GLIBC_TUNABLES";
    const NAME: &str = "glibc.malloc.hugetlb";
    let others = std::env::var(VARIABLE).unwrap_or_default();
    let mut words = std::env::args_os();
    if let (false, Ok(program), Some(name)) = (others.contains(NAME), std::env::current_exe(), words.next()) {
        let value = if others.is_empty() { format!("{NAME}=1") } else { format!("{others}:{NAME}=1") };
        // Comes back only if it failed; then all goes on as it is.
        let _ = std::process::Command::new(program).arg0(name).args(words).env(VARIABLE, value).exec();
    }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn begin_anew() {}
