//! Ctrl-C and SIGTERM: the first asks to stop, the second ends the program at once.

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// What the user or the system asked for.
pub(super) struct Signals {
    /// Set once a stop was asked for.
    pub(super) stop: Arc<AtomicBool>,
    last: Arc<AtomicUsize>,
}

impl Signals {
    /// Watches from now on. Where the system refuses, signals keep their usual effect.
    pub(super) fn watch() -> Self {
        let signals = Self { stop: Arc::default(), last: Arc::default() };
        for signal in [SIGINT, SIGTERM] {
            // In this order: the first signal finds `stop` unset, and sets it.
            let _ = flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&signals.stop));
            let _ = flag::register_usize(signal, Arc::clone(&signals.last), signal as usize);
            let _ = flag::register(signal, Arc::clone(&signals.stop));
        }
        signals
    }

    /// Exit code of a program that was asked to stop: 128 and the signal's number.
    pub(super) fn exit_code(&self) -> u8 {
        let signal = self.last.load(Ordering::SeqCst);
        128 + u8::try_from(if signal == 0 { SIGINT as usize } else { signal }).unwrap_or(2)
    }
}
