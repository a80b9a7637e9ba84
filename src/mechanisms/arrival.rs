//! Arrival: people meet issues that need a decision.
//!
//! **Models** the stream of non-routine matters. **Reads** seats, context. **Writes** issues, inboxes.
//!
//! **Equation** An occupied seat at depth d meets Poisson(`load` * rate(d)) issues a day,
//! each in some round of the day. An issue needs
//! 1 + Binomial(F - 1, `complexity`) facets: with `own_facet_probability` the first is that of the own department; the
//! others are drawn without replacement. Difficulty and stakes are Beta. A share `urgency` is due in hours; the others in
//! `deadline_days` + `deadline_span_days` * (1 - stakes). Each facet of another department brings in a unit of it with
//! `joint_probability`.
//!
//! **Evidence** assumption throughout; the rates are set so that a school of 65 meets about 4.5 a day.
//! **Limits** no load, no issues; draws are by inversion, so a higher load or complexity adds to the same issues.

use super::{Now, attention, judgement};
use crate::ahead::{self, ways};
use crate::events::Log;
use crate::organisation::Organisation;
use crate::organisation::calendar::Due;
use crate::organisation::inboxes::{Task, TaskKind};
use crate::organisation::issues::{Arising, MAX_JOINED, Who, issue_name, origin_of};
use crate::organisation::people::NOBODY;
use crate::organisation::pool::Handle;
use crate::scenario::FACETS;
use crate::scenario::parameters::by_depth;
use crate::streams::{Draws, Process};

/// Days until a concern, an outcome or a lapse at most; the calendar is built for it.
pub const LONGEST_DELAY_DAYS: u32 = 255;

/// New issues of the day.
pub fn step(organisation: &mut Organisation, now: &Now, log: &mut Log) {
    let p = &now.p.arrival;
    let rates = [p.rate_top, p.rate_senior, p.rate_middle, p.rate_frontline];
    let luck = now.streams.named(Process::Arrival, u64::from(now.day));
    let mut issues = std::mem::take(&mut organisation.workspace.issues);
    issues.over(organisation.positions.count(), |seats, issues| {
        // Seats of one level share their rate; levels are few, so the last one is remembered.
        let (mut depth, mut rate, mut none) = (f32::NAN, 0.0, 1.0);
        let mut arise = |(seat, finder, count): (u32, u32, u32)| {
            let finder = organisation.who(finder);
            issues.extend((0..count).map(|number| new_issue(organisation, now, seat, finder, issue_name(seat, now.day, number))));
        };
        // Those of one seat are made when those of the next are known: by then the finder has come from memory.
        let mut last = None;
        for seat in seats {
            if organisation.positions.depth[seat as usize] != depth {
                depth = organisation.positions.depth[seat as usize];
                rate = now.p.context.load * by_depth(rates, depth);
                none = libm::expf(-rate);
            }
            let count = luck.draws(u64::from(seat)).poisson(rate, none).min(255);
            let finder = organisation.positions.occupant[seat as usize];
            if count > 0 && finder != NOBODY {
                ways::person(organisation, finder);
                last.replace((seat, finder, count)).into_iter().for_each(&mut arise);
            }
        }
        last.into_iter().for_each(arise);
    });
    let (large, lapse) = (ahead::is_large(organisation), now.ticks(now.p.decision.lapse_days));
    for issue in issues.drain() {
        let (name, born, seat) = (issue.name, issue.born, origin_of(issue.name));
        if large {
            ways::place_for_issue(organisation, seat);
        }
        log.window.arrived += 1;
        let about = organisation.issues.renew(seat, |slot| slot.renew(&issue));
        organisation.calendar.enter(born, name, Due::Arrival(about));
        organisation.calendar.enter(born + lapse, name, Due::Lapse(about));
    }
    organisation.workspace.issues = issues;
}

/// An issue reaches the inbox of the seat where it arose, or the one that the unit shares.
pub fn reach(organisation: &mut Organisation, now: &Now, about: Handle) {
    if let Some(issue) = organisation.issues.get(about) {
        let (seat, urgent) = (issue.origin(), issue.urgent);
        let inbox = if now.p.attention.inbox as usize == attention::SHARED { organisation.shared_inbox(seat) } else { seat };
        organisation.deliver(inbox, Task { kind: TaskKind::Lead, about, owed: None }, urgent);
    }
}

/// The issue called `name`: the same in every arm, but for whoever meets it.
fn new_issue(organisation: &Organisation, now: &Now, seat: u32, finder: Who, name: u64) -> Arising {
    let p = &now.p.arrival;
    let mut draws = now.streams.draws(Process::Issue, name, 0);
    let upper = draws.unit();
    let stakes = now.tables.stakes.quantile(upper);
    let difficulty = now.tables.difficulty.quantile(draws.unit());
    let urgent = draws.chance(now.p.context.urgency);
    let hurry = draws.unit();
    let window_days =
        if urgent { p.urgent_days + p.urgent_span_days * hurry } else { p.deadline_days + p.deadline_span_days * (1.0 - stakes) };
    let own_unit = organisation.positions.unit[seat as usize];
    let facets = needed_facets(&mut draws, organisation.units.facet(own_unit), now.p.context.complexity, p.own_facet_probability);
    let brought = brought_units(organisation, &mut draws, facets, p.joint_probability);
    let round = draws.below(now.rounds);
    let spread = now.p.attention.hours_spread;
    let effort = libm::expf(draws.normal(-spread * spread / 2.0, spread));
    let (joined, joined_count) = brought.joined(organisation, own_unit);
    let born = now.day * now.rounds + round;
    Arising { name, finder, urgent, facets, joined, joined_count, difficulty, effort, stakes, tail: 1.0 - upper, born, window_days }
}

fn needed_facets(draws: &mut Draws, own: usize, complexity: f32, own_probability: f32) -> u8 {
    let more = draws.binomial(FACETS as u32 - 1, complexity);
    let first = if draws.chance(own_probability) { own as u32 } else { draws.below(FACETS as u32) };
    let mut facets = 1u8 << first;
    for _ in 0..more {
        // The n-th facet that is not yet needed.
        let place = draws.below(FACETS as u32 - facets.count_ones());
        let others = (0..place).fold(!facets, |others, _| others & (others - 1));
        facets |= others & others.wrapping_neg();
    }
    facets
}

/// Units that facets bring in, each with its department: the first `count`.
struct Brought<'a> {
    units: [&'a (u32, u32); FACETS],
    count: usize,
}

/// Draws the units that facets bring in, and asks for them: they are looked at when there is nothing else to do.
#[inline]
fn brought_units<'a>(organisation: &'a Organisation, draws: &mut Draws, facets: u8, probability: f32) -> Brought<'a> {
    let mut brought = Brought { units: [&(0, 0); FACETS], count: 0 };
    for facet in judgement::facets(facets) {
        let (brings, place) = (draws.chance(probability), draws.unit());
        let units = &organisation.units.of_facet[facet];
        if let Some(last) = units.len().checked_sub(1) {
            let unit = &units[((place * units.len() as f32) as usize).min(last)];
            brought.units[brought.count] = unit;
            brought.count += usize::from(brings);
        }
    }
    brought.units[..brought.count].iter().for_each(|unit| ahead::near(*unit));
    brought
}

impl Brought<'_> {
    /// Those of other departments that an issue of a unit joins, and how many they are.
    #[inline]
    fn joined(&self, organisation: &Organisation, own_unit: u32) -> ([u32; MAX_JOINED], u8) {
        let own_department = organisation.units.department[own_unit as usize];
        let (mut joined, mut count) = ([0; MAX_JOINED], 0);
        for &&(unit, department) in &self.units[..self.count] {
            if count < MAX_JOINED && unit != own_unit && department != own_department && !organisation.are_apart(unit, own_unit) {
                joined[count] = unit;
                count += 1;
            }
        }
        (joined, count as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::streams::Streams;

    #[test]
    fn facets_are_as_many_as_complexity_says() {
        let streams = Streams::new(3, 0, 0);
        let (mut total, n) = (0, 20_000);
        for i in 0..n {
            let mut draws = streams.draws(Process::Issue, i, 0);
            let facets = needed_facets(&mut draws, 2, 0.2, 1.0);
            assert!(facets & 0b100 != 0, "the own facet is needed");
            total += facets.count_ones();
        }
        let error = 4.0 * (7.0 * 0.2 * 0.8 / n as f64).sqrt();
        assert!((f64::from(total) / n as f64 - 2.4).abs() < error);
    }

    #[test]
    fn no_complexity_one_facet_and_full_complexity_all() {
        let mut draws = Streams::new(3, 0, 0).draws(Process::Issue, 1, 0);
        assert_eq!(needed_facets(&mut draws, 5, 0.0, 1.0), 1 << 5);
        assert_eq!(needed_facets(&mut draws, 5, 1.0, 1.0), u8::MAX);
    }
}
