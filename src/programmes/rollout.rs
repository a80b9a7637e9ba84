//! Roll-out: a new pattern comes unit by unit, as fast as it is practised.
//!
//! Practice p of a unit that has begun grows by (a + (1 - a) s) (1 + e (best p - p)) (1 - p) / `days` a day: a is `alone`, s the
//! share of the support that is needed and that a team of `capacity` can give, e `example`. The unit's dials are the old ones
//! times 1 - p and the new ones times p. Until it is learnt everybody pays `hours` (1 - p) a day, and p times the flaw of the
//! new pattern, which is halved in `flaw_days` of full use somewhere, or never where the pattern does not suit.

use super::row::share;
use super::{CHOICE, Programme, ProgrammeRow, Setting};
use crate::events::{Fact, Log};
use crate::mechanisms::Now;
use crate::mechanisms::attention::charge;
use crate::organisation::Organisation;
use crate::organisation::people::NOBODY;
use crate::pattern::Pattern;
use crate::streams::{Draws, Process};

/// The row of the list.
pub const ROW: ProgrammeRow = ProgrammeRow {
    name: "rollout",
    meaning: "A new pattern comes to the units named, to all at once or to some first and to others when these have shown the way. Their \
              dials move as it is practised; that grows with experience, support and the example of units ahead, and costs hours. A \
              survey with error may stop it: then all go back to the old pattern.",
    source: "experience, support and example: Szulanski 1996 (what keeps practices from spreading), Bandura 1977 (learning from models); \
             form and sizes: assumption",
    settings: &[
        whole("pilots", 0.0, "units", "Units that begin on the first day, by lot; 0 for all."),
        number("growth", 1.0, "factor", 1000.0, "Units that begin in each later wave, for each that has begun; 1 doubles them."),
        whole("wave_days", 65.0, "days", "Days between two waves, and between two surveys."),
        number("days", 90.0, "days", 2600.0, "Days in which most of it is learnt with full support; 0 is at once."),
        share("alone", 0.25, "Speed of learning without support, as a share of that with it."),
        number("capacity", 4.0, "units", 100_000.0, "Units that the team can support at a time."),
        number("example", 1.5, "factor", 10.0, "Gain in the speed of learning if another unit is ahead by all of it."),
        number(
            "hours",
            0.6,
            "hours",
            8.0,
            "Hours a day of each person, times what is still to be learnt: the cost of running two patterns.",
        ),
        number("flaw", 0.6, "hours", 8.0, "Hours a day that a flaw of the new pattern costs each person who uses it, until it is found."),
        number("flaw_days", 90.0, "days", 2600.0, "Days of full use in the unit furthest ahead that find half of the flaw."),
        share("unsuited", 0.0, "Chance that the new pattern does not suit and its flaw is never mended."),
        share("stop", 1.0, "Fall in engagement, beside that of units that have not begun, from which a survey stops it; 1 is never."),
        share("noise", 0.05, "Standard deviation of the error of a survey."),
    ],
    no_take_up: "units begin by lot and wave by wave",
    pattern: true,
    daily: Some(daily),
    ..ProgrammeRow::NOTHING
};

/// Practice at which a new pattern counts as learnt, and is surveyed no more.
const LEARNT: f32 = 0.9;
/// Names the draws that are not about one unit.
const ALL_UNITS: u64 = u64::MAX;

const fn number(name: &'static str, default: f32, unit: &'static str, maximum: f32, meaning: &'static str) -> Setting {
    Setting { name, default, unit, minimum: 0.0, maximum, meaning }
}

const fn whole(name: &'static str, default: f32, unit: &'static str, meaning: &'static str) -> Setting {
    Setting { name, default, unit, minimum: 0.0, maximum: 10_000.0, meaning }
}

/// How far a new pattern has come.
#[derive(Clone, Debug)]
pub(super) struct Rollout {
    /// Practice of each unit (0..1).
    practice: Vec<f32>,
    /// Units under way.
    begun: Vec<u32>,
    /// Units that have not begun, in the order of the lot, the next last.
    waiting: Vec<u32>,
    /// Engagement of each unit on the first day.
    engagement: Vec<f32>,
    /// What is left of the flaw (0..1).
    flaw: f32,
    /// Whether use mends the flaw.
    suits: bool,
}

impl Programme {
    /// The day since which a new pattern is on its way that has not reached every unit, whether it was stopped or not.
    pub fn unadopted_since(&self) -> Option<u32> {
        self.memory.unadopted_since
    }

    /// Whether a new pattern is on its way to some units.
    pub fn is_rolled_out(&self) -> bool {
        self.memory.rollout.is_some()
    }

    /// Mixes the pattern that it brings into that of a unit, by practice.
    pub fn mix(&self, unit: usize, pattern: &mut Pattern) {
        if let (Some(rollout), Some(new)) = (&self.memory.rollout, &self.scheduled.pattern) {
            *pattern = pattern.towards(new, rollout.practice[unit]);
        }
    }
}

fn daily(programme: &mut Programme, organisation: &mut Organisation, now: &Now, log: &mut Log) {
    if !programme.lasts_on(now.day) {
        programme.memory.rollout = None;
        return;
    }
    let earlier = programme.memory.rollout.take().filter(|_| !programme.begins_on(now.day));
    if earlier.is_none() {
        programme.memory.unadopted_since.get_or_insert(now.day);
    }
    let mut rollout = earlier.unwrap_or_else(|| prepared(programme, organisation, now));
    let days = now.day - programme.memory.unadopted_since.unwrap_or(now.day);
    let wave_days = (programme.setting("wave_days") as u32).max(1);
    if (now.day - programme.last_began(now.day)).is_multiple_of(wave_days) {
        match survey(programme, organisation, now, &rollout).filter(|reading| *reading < -programme.setting("stop")) {
            Some(reading) => {
                let (units, practice) = (rollout.begun.len() as u32, rollout.mean_practice());
                log.note(now.day, Fact::RolloutStopped { days, units, practice, reading });
                rollout.give_up();
            }
            None => rollout.begin_wave(programme),
        }
    }
    pay(programme, organisation, now, &rollout);
    let before = rollout.is_learnt();
    rollout.learn(programme);
    if rollout.is_learnt() && !before {
        programme.memory.unadopted_since = None;
        log.window.rollouts += 1;
        log.window.adopted += 1;
        log.window.adoption_days += u64::from(days);
        log.note(now.day, Fact::RolloutAdopted { days, units: rollout.begun.len() as u32 });
    }
    programme.memory.rollout = Some(rollout);
}

/// The draws about a unit, or about all, on a day.
fn draws(programme: &Programme, now: &Now, unit: u64, day: u32) -> Draws {
    now.streams.draws(Process::Programme, programme.key.wrapping_add(unit) ^ CHOICE, u64::from(day))
}

/// The day before the first wave: units that are named, in an order that is drawn.
fn prepared(programme: &Programme, organisation: &Organisation, now: &Now) -> Rollout {
    let mut named = programme.named_units(organisation);
    named.sort_by_cached_key(|unit| (draws(programme, now, u64::from(*unit), now.day).bits(), *unit));
    let units = organisation.units.count();
    let suits = !draws(programme, now, ALL_UNITS, now.day).chance(programme.setting("unsuited"));
    let engagement = (0..units as u32).map(|unit| engagement(organisation, unit)).collect();
    Rollout { practice: vec![0.0; units], begun: Vec::new(), waiting: named, engagement, flaw: 1.0, suits }
}

/// Mean engagement of the people of a unit; that of nobody is 0.
fn engagement(organisation: &Organisation, unit: u32) -> f32 {
    let seats = organisation.units.seats_of(unit).iter();
    let people: Vec<u32> = seats.map(|seat| organisation.positions.occupant[*seat as usize]).filter(|person| *person != NOBODY).collect();
    people.iter().map(|person| organisation.people.engagement[*person as usize]).sum::<f32>() / people.len().max(1) as f32
}

/// What a survey reads: how engagement has changed in the units that have begun, against those that wait. Nothing if none is held.
fn survey(programme: &Programme, organisation: &Organisation, now: &Now, rollout: &Rollout) -> Option<f32> {
    if rollout.begun.is_empty() || rollout.is_learnt() || programme.setting("stop") >= 1.0 {
        return None;
    }
    let change = |units: &[u32]| {
        let changes = units.iter().map(|unit| engagement(organisation, *unit) - rollout.engagement[*unit as usize]);
        changes.sum::<f32>() / units.len().max(1) as f32
    };
    let mut luck = draws(programme, now, ALL_UNITS, now.day);
    luck.bits(); // the place of the draw on whether it suits
    Some(change(&rollout.begun) - change(&rollout.waiting) + luck.normal(0.0, programme.setting("noise")))
}

/// Everybody named in a unit that has begun pays for what is not yet learnt, and for the flaw.
fn pay(programme: &Programme, organisation: &mut Organisation, now: &Now, rollout: &Rollout) {
    let (learning, flaw) = (programme.setting("hours"), programme.setting("flaw") * rollout.flaw);
    for unit in &rollout.begun {
        let practice = rollout.practice[*unit as usize];
        for place in 0..organisation.units.seats_of(*unit).len() {
            let seat = organisation.units.seats_of(*unit)[place];
            if programme.names(organisation, seat) {
                charge(organisation, now, seat, learning * (1.0 - practice) + flaw * practice);
            }
        }
    }
}

impl Rollout {
    /// Whether every unit has the new pattern.
    fn is_learnt(&self) -> bool {
        !self.begun.is_empty() && self.waiting.is_empty() && self.begun.iter().all(|unit| self.practice[*unit as usize] >= LEARNT)
    }

    /// Mean practice of the units that have begun.
    fn mean_practice(&self) -> f32 {
        self.begun.iter().map(|unit| self.practice[*unit as usize]).sum::<f32>() / self.begun.len().max(1) as f32
    }

    /// The next units begin: the pilots, and then so many for each that has begun.
    fn begin_wave(&mut self, programme: &Programme) {
        let pilots = programme.setting("pilots") as usize;
        let wave = match (pilots, self.begun.len()) {
            (0, _) => self.waiting.len(),
            (_, 0) => pilots,
            (_, begun) => (begun as f32 * programme.setting("growth") + 0.5) as usize,
        };
        let first = self.waiting.len().saturating_sub(wave);
        self.begun.extend(self.waiting.drain(first..).rev());
    }

    /// All go back to the old pattern, for good.
    fn give_up(&mut self) {
        self.practice.fill(0.0);
        self.begun.clear();
        self.waiting.clear();
    }

    /// A day of practice, and of finding the flaw.
    fn learn(&mut self, programme: &Programme) {
        let practice = |unit: &u32| self.practice[*unit as usize];
        let best = self.begun.iter().map(practice).fold(0.0, f32::max);
        let missing: f32 = self.begun.iter().map(|unit| 1.0 - practice(unit)).sum();
        let supported = if missing > 0.0 { (programme.setting("capacity") / missing).min(1.0) } else { 1.0 };
        let (alone, days, example) = (programme.setting("alone"), programme.setting("days"), programme.setting("example"));
        let speed = alone + (1.0 - alone) * supported;
        for unit in &self.begun {
            let own = &mut self.practice[*unit as usize];
            let share = if days > 0.0 { speed * (1.0 + example * (best - *own)) / days } else { 1.0 };
            *own = if share < 1.0 { *own + share * (1.0 - *own) } else { 1.0 };
        }
        if self.suits {
            self.flaw *= if programme.setting("flaw_days") > 0.0 { libm::exp2f(-best / programme.setting("flaw_days")) } else { 0.0 };
        }
    }
}
