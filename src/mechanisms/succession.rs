//! Succession: leaving, acting up, and filling posts from inside or outside.
//!
//! **Models** turnover and vacancy chains. **Reads** strain, engagement, leadership, aspiration. **Writes** seats, people.
//!
//! **Equation** rate of leaving = `leaving_rate` * exp(`leaving_strain` (strain - .3) - `leaving_engagement`
//! (engagement - .5)) * (`newcomer_factor` in the first two years) + (`retirement_rate` from 25 years); renewed weekly,
//! drawn daily. A vacant leadership post gets an acting holder from among the own reports after `acting_after_days`; after
//! `inside_days` the best ready person one or two levels below, in the branch of the seat above, takes it; after
//! `outside_days` somebody from outside. Ready is leadership above the line of the level and aspiration above
//! `ready_aspiration`. An internal appointment opens the next vacancy of the chain.
//!
//! **Evidence** vacancy chains: White 1970; turnover: docs/organisations.md; sizes: assumption.
//! **Limits** vacancies standing = leaving flow * time to fill; mean chain length 1/(1 - p), p the share filled inside.

use super::Now;
use crate::events::{Fact, Log};
use crate::organisation::Organisation;
use crate::organisation::people::NOBODY;
use crate::organisation::positions::NOWHERE;
use crate::scenario::DAYS_PER_YEAR;
use crate::scenario::parameters::{NEWCOMER_YEARS, RETIREMENT_YEARS, by_depth};
use crate::streams::Process;

/// Strain and engagement at which the rate of leaving is `leaving_rate`.
const NEUTRAL: (f32, f32) = (0.3, 0.5);

/// Leaving, acting and filling.
pub fn step(organisation: &mut Organisation, now: &Now, log: &mut Log) {
    if now.weekly() {
        renew_leaving(organisation, now);
    }
    leave(organisation, now, log);
    fill(organisation, now, log);
}

/// Chance of leaving a day, from the state of the week.
fn renew_leaving(organisation: &mut Organisation, now: &Now) {
    let s = &now.p.succession;
    for person in 0..organisation.people.slots() as u32 {
        let (people, slot) = (&mut organisation.people, person as usize);
        if people.position[slot] == NOWHERE {
            continue;
        }
        let pull = s.leaving_strain * (people.strain[slot] - NEUTRAL.0) - s.leaving_engagement * (people.engagement[slot] - NEUTRAL.1);
        let years = people.years(person, now.day);
        let new = if years < NEWCOMER_YEARS && people.joined[slot] >= 0 { s.newcomer_factor } else { 1.0 };
        let old = if years >= RETIREMENT_YEARS { s.retirement_rate } else { 0.0 };
        let rate = s.leaving_rate * libm::expf(pull) * new + old;
        people.leaving[slot] = 1.0 - libm::expf(-rate / DAYS_PER_YEAR as f32);
    }
}

fn leave(organisation: &mut Organisation, now: &Now, log: &mut Log) {
    for person in 0..organisation.people.slots() as u32 {
        let slot = person as usize;
        if organisation.people.position[slot] == NOWHERE {
            continue;
        }
        let identity = organisation.people.identity[slot];
        let mut draws = now.streams.draws(Process::Leaving, identity, u64::from(now.day));
        if draws.chance(organisation.people.leaving[slot]) {
            depart(organisation, now, log, person);
        }
    }
}

/// Somebody leaves for good; a new vacancy chain begins.
pub fn depart(organisation: &mut Organisation, now: &Now, log: &mut Log, person: u32) {
    let seat = organisation.people.position[person as usize];
    if seat == NOWHERE {
        return;
    }
    let retired = organisation.people.years(person, now.day) >= RETIREMENT_YEARS;
    let leads = organisation.positions.leads(seat);
    log.window.left += 1;
    log.window.leaders_left += u64::from(leads);
    log.note(now.day, Fact::PersonLeft { person, seat, level: organisation.positions.level[seat as usize], retired });
    organisation.remove_person(person, now.day);
    organisation.chains += 1;
    organisation.positions.chain[seat as usize] = (organisation.chains, 1);
}

/// Vacant seats, in order: acting, inside, outside.
fn fill(organisation: &mut Organisation, now: &Now, log: &mut Log) {
    let s = &now.p.succession;
    let mut vacant = std::mem::take(&mut organisation.workspace.seats);
    vacant.clear();
    vacant.extend_from_slice(&organisation.vacant);
    for &seat in &vacant {
        let days = (now.day - organisation.positions.vacant_since[seat as usize]) as f32;
        let leads = organisation.positions.leads(seat);
        let outside = if leads { s.outside_days } else { s.outside_frontline_days };
        let inside = if leads && days >= s.inside_days { successor(organisation, now, seat) } else { None };
        if let Some(person) = inside {
            promote(organisation, now, log, person, seat);
            continue;
        }
        if days >= outside {
            hire(organisation, now, log, seat);
        } else if leads && days >= s.acting_after_days && organisation.positions.acting[seat as usize] == NOBODY {
            act_up(organisation, now, log, seat);
        }
    }
    organisation.workspace.seats = vacant;
}

/// Leadership that makes somebody ready for a seat.
pub fn ready_line(organisation: &Organisation, now: &Now, seat: u32) -> f32 {
    let s = &now.p.succession;
    by_depth([s.ready_top, s.ready_senior, s.ready_middle, s.ready_middle], organisation.positions.depth[seat as usize])
}

/// Calls `f` for each person one or two levels below a seat in the branch of the seat above it (for the top: its own).
pub fn for_each_candidate(organisation: &Organisation, seat: u32, mut f: impl FnMut(u32)) {
    let positions = &organisation.positions;
    let parent = positions.parent[seat as usize];
    let alone = [seat];
    let peers = if parent == NOWHERE { &alone[..] } else { positions.reports(parent) };
    for peer in peers {
        for below in positions.reports(*peer) {
            for candidate in std::iter::once(below).chain(positions.reports(*below)) {
                let person = positions.occupant[*candidate as usize];
                if person != NOBODY {
                    f(person);
                }
            }
        }
    }
}

/// Whether somebody is ready for a post with this line.
pub fn is_ready(organisation: &Organisation, now: &Now, person: u32, line: f32) -> bool {
    let people = &organisation.people;
    people.leadership[person as usize] >= line && people.aspiration[person as usize] >= now.p.succession.ready_aspiration
}

/// The best ready candidate for a seat; among equals the one in the lowest slot.
fn successor(organisation: &Organisation, now: &Now, seat: u32) -> Option<u32> {
    let line = ready_line(organisation, now, seat);
    let mut best: Option<u32> = None;
    let level = |person: u32| organisation.people.leadership[person as usize];
    for_each_candidate(organisation, seat, |person| {
        if is_ready(organisation, now, person, line) {
            let better = best.is_none_or(|other| level(person) > level(other) || (level(person) == level(other) && person < other));
            if better {
                best = Some(person);
            }
        }
    });
    best
}

fn promote(organisation: &mut Organisation, now: &Now, log: &mut Log, person: u32, seat: u32) {
    let old = organisation.people.position[person as usize];
    let (chain, place) = organisation.positions.chain[seat as usize];
    organisation.leave_seat(person, now.day);
    organisation.positions.chain[old as usize] = (chain, place + 1);
    filled(organisation, now, log, person, seat, true);
    organisation.seat_person(person, seat, now.p.trust.new_tie);
}

fn hire(organisation: &mut Organisation, now: &Now, log: &mut Log, seat: u32) {
    let Some(person) = organisation.free_slots.pop() else { return };
    log.window.chains_ended += 1;
    log.window.chain_moves += u64::from(organisation.positions.chain[seat as usize].1);
    filled(organisation, now, log, person, seat, false);
    organisation.appoint(person, seat, Some(now.day), now.p, now.streams);
}

fn filled(organisation: &Organisation, now: &Now, log: &mut Log, person: u32, seat: u32, inside: bool) {
    let days = now.day - organisation.positions.vacant_since[seat as usize];
    let (chain, place) = organisation.positions.chain[seat as usize];
    if organisation.positions.leads(seat) {
        *(if inside { &mut log.window.filled_inside } else { &mut log.window.filled_outside }) += 1;
        log.window.fill_days += u64::from(days);
    }
    let level = organisation.positions.level[seat as usize];
    log.note(now.day, Fact::VacancyFilled { person, seat, level, inside, days, chain, place });
}

/// The report with the most leadership who acts nowhere else acts in a vacant seat.
fn act_up(organisation: &mut Organisation, now: &Now, log: &mut Log, seat: u32) {
    let mut best: Option<u32> = None;
    for report in organisation.positions.reports(seat) {
        let person = organisation.positions.occupant[*report as usize];
        if person == NOBODY || organisation.people.acting[person as usize] != NOWHERE {
            continue;
        }
        let level = |person: u32| organisation.people.leadership[person as usize];
        if best.is_none_or(|other| level(person) > level(other)) {
            best = Some(person);
        }
    }
    if let Some(person) = best {
        organisation.positions.acting[seat as usize] = person;
        organisation.people.acting[person as usize] = seat;
        log.note(now.day, Fact::ActingBegan { person, seat, level: organisation.positions.level[seat as usize] });
    }
}
