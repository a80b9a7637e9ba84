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
        let style = ProgressStyle::with_template("{bar:30} {msg} replications, {eta} left");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self { bar, since: Instant::now(), shown: !screen.is_quiet() && std::io::stderr().is_terminal() }
    }

    /// Moves the bar on; called from any thread.
    pub(super) fn show(&self, progress: Progress) {
        if self.shown {
            self.bar.set_length(progress.planned_days);
            self.bar.set_message(format!("{} of {}", progress.done, progress.planned));
            if self.bar.is_hidden() && self.since.elapsed() >= PATIENCE {
                self.bar.set_draw_target(ProgressDrawTarget::stderr());
            }
            self.bar.set_position(progress.days);
        }
    }

    /// Takes the bar off the screen and says how long it took.
    pub(super) fn end(&self) -> Duration {
        self.bar.finish_and_clear();
        self.since.elapsed()
    }
}
