//! A bar with the time left, on a terminal only and for anything over a second.

use super::screen::Screen;
use crate::experiment::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::time::{Duration, Instant};

/// How long something takes before a bar appears.
const PATIENCE: Duration = Duration::from_secs(1);

/// The bar.
pub(super) struct Bar {
    bar: ProgressBar,
    since: Instant,
    shown: bool,
}

impl Bar {
    #[expect(clippy::disallowed_methods, reason = "the time left is for the terminal")]
    pub(super) fn new(screen: &Screen) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{bar:30} {msg}, {eta} left");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self { bar, since: Instant::now(), shown: !screen.is_quiet() && std::io::stderr().is_terminal() }
    }

    /// Moves the bar on; called from any thread.
    pub(super) fn show(&self, progress: Progress) {
        self.move_to(progress.days, progress.planned_days, || format!("{} of {} replications", progress.done, progress.planned));
    }

    /// Moves the bar to `position` of `length`, with words beside it.
    pub(super) fn move_to(&self, position: u64, length: u64, words: impl FnOnce() -> String) {
        if self.shown {
            self.bar.set_length(length);
            self.bar.set_message(words());
            if self.bar.is_hidden() && self.since.elapsed() >= PATIENCE {
                self.bar.set_draw_target(ProgressDrawTarget::stderr());
            }
            self.bar.set_position(position);
        }
    }

    /// Says that what is done so far took no time.
    pub(super) fn begin_at(&self, position: u64) {
        self.bar.set_position(position);
        self.bar.reset_eta();
    }

    /// Takes the bar off the screen and says how long it took.
    pub(super) fn end(&self) -> Duration {
        self.bar.finish_and_clear();
        self.since.elapsed()
    }
}
