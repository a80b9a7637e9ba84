//! Signals that end programs: the first asks to stop, the second ends the program at once.

#[cfg(unix)]
use signal_hook::consts::{SIGHUP, SIGUSR1};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// What the user or the system asked for.
pub(super) struct Signals {
    /// Set once a stop was asked for.
    pub(super) stop: Arc<AtomicBool>,
    at_once: Arc<AtomicBool>,
    last: Arc<AtomicUsize>,
}

impl Signals {
    /// Watches from now on. Where the system refuses, signals keep their usual effect.
    pub(super) fn watch() -> Self {
        let signals = Self { stop: Arc::default(), at_once: Arc::default(), last: Arc::default() };
        for signal in watched() {
            // In this order: the first signal finds `at_once` unset, and sets it.
            let _ = flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&signals.at_once));
            let _ = flag::register_usize(signal, Arc::clone(&signals.last), signal as usize);
            let _ = flag::register(signal, Arc::clone(&signals.at_once));
            let _ = flag::register(signal, Arc::clone(&signals.stop));
        }
        signals
    }

    /// From now on the first signal ends the program at once: all that it does is to write files, each whole or not at all.
    pub(super) fn end_at_once(&self) {
        self.at_once.store(true, Ordering::SeqCst);
    }

    /// Exit code of a program that was asked to stop: 128 and the signal's number.
    pub(super) fn exit_code(&self) -> u8 {
        let signal = self.last.load(Ordering::SeqCst);
        128 + u8::try_from(if signal == 0 { SIGINT as usize } else { signal }).unwrap_or(2)
    }
}

/// Signals that ask to stop: of the keyboard, the system, a terminal that goes away unless `nohup` lets it, and a scheduler that warns
/// before the time is up.
#[cfg(unix)]
fn watched() -> Vec<i32> {
    let hang_up = (!is_ignored(SIGHUP)).then_some(SIGHUP);
    [SIGINT, SIGTERM, SIGUSR1].into_iter().chain(hang_up).collect()
}

#[cfg(not(unix))]
fn watched() -> Vec<i32> {
    vec![SIGINT, SIGTERM]
}

/// Whether whoever started the program had it ignore a signal. Where nobody tells, it keeps what it has: it counts as ignored.
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| u64::from_str_radix(line.strip_prefix("SigIgn:")?.trim(), 16).ok());
    mask.is_none_or(|mask| mask >> (signal - 1) & 1 == 1)
}
