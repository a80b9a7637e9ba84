//! What the models of beliefs share: naive people about a random reality, who leave, and a reality that shifts.

use super::{Effort, Kind, Setting, Settings};
use crate::error::Problem;
use crate::organisation::beliefs::{Beliefs, CODE, Reality};
use crate::streams::Streams;

/// Beliefs of -1, 0 and 1 are equally likely.
const NAIVE: f64 = 1.0 / 3.0;
/// Names the draws of joining and leaving.
const JOINS: u64 = 1 << 40;
/// Periods after which a run that never settles is stopped.
const LONGEST: u32 = 50_000;

/// After how long to measure.
pub(super) const PERIODS: Setting = Setting::new(
    "periods",
    Kind::Whole(0.0, LONGEST as f64),
    "0",
    "periods",
    "After how many periods to measure; 0 is when nothing can change.",
);
/// When people and reality change.
pub(super) const CHANGE: Setting = Setting::new(
    "change",
    Kind::Choice(&["after", "before"]),
    "after",
    "rule",
    "Whether turnover and then turbulence come after the learning of a period or before it.",
);

/// Size, change and length of a run.
pub(super) struct Society {
    dimensions: usize,
    people: usize,
    block: usize,
    turnover: f64,
    turbulence: f64,
    change_first: bool,
    periods: u32,
}

/// How a run ended.
pub(super) struct End {
    pub beliefs: Beliefs,
    /// Periods until the last change.
    pub time: u32,
    /// Whether nothing could change any more.
    pub settled: bool,
}

impl Society {
    /// Reads the settings that the models share, and two whose names differ: turnover and turbulence.
    pub fn read(settings: &Settings, block: usize, turnover: &'static str, turbulence: &'static str) -> Result<Self, Problem> {
        let society = Self {
            dimensions: settings.whole("m"),
            people: settings.whole("n"),
            block,
            turnover: settings.number(turnover),
            turbulence: settings.number(turbulence),
            change_first: settings.whole("change") == 1,
            periods: settings.whole("periods") as u32,
        };
        if society.periods == 0 && society.turnover + society.turbulence > 0.0 {
            return Err(Problem::new(format!("with {turnover} or {turbulence} change never ends"))
                .key("periods")
                .value(0)
                .allowed("a whole number, 1 or more")
                .help("say after how many periods to measure"));
        }
        Ok(society)
    }

    /// Number of people.
    pub fn people(&self) -> usize {
        self.people
    }

    /// Runs periods, each given its number, until as many as asked have passed or until `learn` says that it was the last.
    pub fn run(&self, streams: &Streams, mut learn: impl FnMut(&mut Beliefs, u64) -> Step) -> End {
        let mut draws = Effort::draws(streams, CODE, 0);
        let mut beliefs = Beliefs::new(Reality::new(self.dimensions, self.block, &mut draws), self.people);
        for person in 0..self.people as u32 {
            beliefs.join(person, |_| NAIVE, &mut Effort::draws(streams, JOINS | u64::from(person), 0));
        }
        let (mut time, mut settled) = (0, false);
        let last = if self.periods == 0 { LONGEST } else { self.periods };
        for period in 1..=last {
            if self.change_first {
                self.change(&mut beliefs, streams, period);
            }
            match learn(&mut beliefs, u64::from(period)) {
                Step::Changed => (time, settled) = (period, false),
                Step::Still => settled = false,
                Step::Settled => settled = true,
            }
            if settled && self.turnover + self.turbulence == 0.0 {
                break;
            }
            if !self.change_first {
                self.change(&mut beliefs, streams, period);
            }
        }
        End { beliefs, time, settled }
    }

    /// Turnover, then turbulence.
    fn change(&self, beliefs: &mut Beliefs, streams: &Streams, period: u32) {
        let period = u64::from(period);
        if self.turnover > 0.0 {
            for person in 0..self.people as u32 {
                let mut draws = Effort::draws(streams, JOINS | u64::from(person), period);
                if draws.mask(self.turnover, 1) == 1 {
                    beliefs.join(person, |_| NAIVE, &mut draws);
                }
            }
        }
        if self.turbulence > 0.0 {
            let mut draws = Effort::draws(streams, CODE - 1, period);
            for word in 0..beliefs.words() {
                beliefs.reality.shift(word, self.turbulence, &mut draws);
            }
        }
    }
}

/// What a period did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A belief changed.
    Changed,
    /// None did, by chance.
    Still,
    /// None can any more.
    Settled,
}
