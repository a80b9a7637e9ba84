//! Succession: leaving, acting up, and filling posts from inside or outside.
//!
//! **Models** turnover and vacancy chains. **Reads** strain, engagement, leadership, aspiration. **Writes** seats, people.
//!
//! **Equation** rate of leaving = `leaving_rate` * exp(`leaving_strain` (strain - .3) - `leaving_engagement`
//! (engagement - .5)) * (`newcomer_factor` in the first two years) + (`retirement_rate` from 25 years); renewed weekly,
//! drawn daily. A vacant leadership post gets an acting holder from among the own reports after `acting_after_days`; after
//! `inside_days` the best ready person one or two levels below, in the branch of the seat above, takes it; after
//! `outside_days` somebody from outside. Ready is leadership above the line of the level and aspiration above
//! `ready_aspiration`. Where `rule` is not "ready", the best, the worst or a random one of all these candidates takes the
//! post, ready or not. Leadership in the new post = t * that in the old one + (1 - t) * that of somebody new to such a
//! post, t = `skill_transfer`. An internal appointment opens the next vacancy of the chain.
//!
//! **Evidence** vacancy chains: White 1970; rules and skill transfer: Pluchino, Rapisarda and Garofalo 2010; turnover:
//! docs/organisations.md; sizes: assumption.
//! **Limits** vacancies standing = leaving flow * time to fill; mean chain length 1/(1 - p), p the share filled inside;
//! alone: the gains and losses of the Peter principle (t = 0) and of common sense (t = 1).

use super::Now;
use crate::events::{Fact, Log, Tally};
use crate::organisation::people::NOBODY;
use crate::organisation::positions::NOWHERE;
use crate::organisation::{Organisation, Workspace};
use crate::scenario::DAYS_PER_YEAR;
use crate::scenario::parameters::{NEWCOMER_YEARS, RETIREMENT_YEARS, by_depth};
use crate::spread;
use crate::streams::{Draws, Process};

/// Whom a vacant post goes to among those inside; `succession.rule` names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The best of those who are ready; nobody if none is.
    Ready,
    /// The best, ready or not.
    Best,
    /// The worst.
    Worst,
    /// Anybody.
    Random,
}

impl Rule {
    /// The rule at a place in the list of options.
    pub fn of(place: f32) -> Self {
        [Self::Ready, Self::Best, Self::Worst, Self::Random][(place as usize).min(3)]
    }
}

/// The one among candidates (each with a level) whom a rule prefers; among equals the lowest number. A random one takes
/// one draw.
pub fn preferred(rule: Rule, mut candidates: impl Iterator<Item = (u32, f32)> + Clone, draws: &mut Draws) -> Option<u32> {
    let sign = match rule {
        Rule::Ready | Rule::Best => 1.0,
        Rule::Worst => -1.0,
        Rule::Random => {
            let number = candidates.clone().count() as u32;
            return if number == 0 { None } else { candidates.nth(draws.below(number) as usize).map(|(candidate, _)| candidate) };
        }
    };
    let mut first: Option<(u32, f32)> = None;
    for (candidate, level) in candidates {
        let height = sign * level;
        if first.is_none_or(|(other, highest)| height > highest || (height == highest && candidate < other)) {
            first = Some((candidate, height));
        }
    }
    first.map(|(candidate, _)| candidate)
}

/// Skill in a new post: a share `transfer` (0..1) of that in the old one, the rest that of somebody `new` to such a post.
#[inline]
pub fn carried(old: f32, new: f32, transfer: f32) -> f32 {
    transfer * old + (1.0 - transfer) * new
}

/// Begins a vacancy chain: its number, and 1 for its first vacancy.
pub fn begun(chains: &mut u32) -> (u32, u32) {
    *chains += 1;
    (*chains, 1)
}

/// The next vacancy of a chain: that which somebody leaves who fills this one from inside.
pub fn passed_on((chain, place): (u32, u32)) -> (u32, u32) {
    (chain, place + 1)
}

/// Counts a chain that ends with this vacancy, because somebody from outside fills it.
pub fn ended(tally: &mut Tally, (_, place): (u32, u32)) {
    tally.chains_ended += 1;
    tally.chain_moves += u64::from(place);
}

/// Strain and engagement at which the rate of leaving is `leaving_rate`.
const NEUTRAL: (f32, f32) = (0.3, 0.5);

/// Decides who leaves this evening. It is known before the contacts of the day, on which it does not depend, so that whoever goes
/// through all ties then can forget those to them.
pub fn decide(organisation: &mut Organisation, now: &Now) {
    if now.weekly() {
        renew_leaving(organisation, now);
    }
    let luck = now.streams.named(Process::Leaving, u64::from(now.day));
    let people = &organisation.people;
    organisation.workspace.leavers.over(people.slots(), |slots, leavers| {
        let leaves = |person: u32| luck.draws(people.identity[person as usize]).chance(people.leaving[person as usize]);
        leavers.extend(slots.filter(|person| leaves(*person) && people.present(*person)));
    });
    let Workspace { leavers, leaving, .. } = &mut organisation.workspace;
    leaving.extend(leavers.drain());
}

/// Leaving, acting and filling.
pub fn step(organisation: &mut Organisation, now: &Now, log: &mut Log) {
    let mut leaving = std::mem::take(&mut organisation.workspace.leaving);
    depart(organisation, now, log, &leaving);
    leaving.clear();
    organisation.workspace.leaving = leaving;
    fill(organisation, now, log);
}

/// Chance of leaving a day, from the state of the week.
fn renew_leaving(organisation: &mut Organisation, now: &Now) {
    let s = &now.p.succession;
    let mut leaving = std::mem::take(&mut organisation.people.leaving);
    let people = &organisation.people;
    spread::each(&mut leaving, |first, block| {
        for (person, leaving) in (first as u32..).zip(block).filter(|(person, _)| people.present(*person)) {
            let slot = person as usize;
            let pull = s.leaving_strain * (people.strain[slot] - NEUTRAL.0) - s.leaving_engagement * (people.engagement[slot] - NEUTRAL.1);
            let years = people.years(person, now.day);
            let new = if years < NEWCOMER_YEARS && people.joined[slot] >= 0 { s.newcomer_factor } else { 1.0 };
            let old = if years >= RETIREMENT_YEARS { s.retirement_rate } else { 0.0 };
            let rate = s.leaving_rate * libm::expf(pull) * new + old;
            *leaving = 1.0 - libm::expf(-rate / DAYS_PER_YEAR as f32);
        }
    });
    organisation.people.leaving = leaving;
}

/// People leave for good; each begins a new vacancy chain.
pub fn depart(organisation: &mut Organisation, now: &Now, log: &mut Log, people: &[u32]) {
    for &person in people {
        let seat = organisation.people.position[person as usize];
        let retired = organisation.people.years(person, now.day) >= RETIREMENT_YEARS;
        log.window.left += 1;
        log.window.leaders_left += u64::from(organisation.positions.leads(seat));
        log.note(now.day, Fact::PersonLeft { person, seat, level: organisation.positions.level[seat as usize], retired });
        organisation.positions.chain[seat as usize] = begun(&mut organisation.chains);
    }
    organisation.remove(people, now.day);
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

/// Everybody one or two levels below a seat in the branch of the seat above it (for the top: in its own).
pub fn candidates(organisation: &Organisation, seat: u32) -> impl Iterator<Item = u32> + Clone + '_ {
    let positions = &organisation.positions;
    let parent = positions.parent[seat as usize];
    let (alone, peers) = if parent == NOWHERE { (Some(seat), &[][..]) } else { (None, positions.reports(parent)) };
    let below = alone.into_iter().chain(peers.iter().copied()).flat_map(|peer| positions.reports(peer));
    let seats = below.flat_map(|below| std::iter::once(below).chain(positions.reports(*below)));
    seats.map(|candidate| positions.occupant[*candidate as usize]).filter(|person| *person != NOBODY)
}

/// Whether somebody is ready for a post with this line.
pub fn is_ready(organisation: &Organisation, now: &Now, person: u32, line: f32) -> bool {
    let people = &organisation.people;
    people.profile[person as usize].leadership >= line && people.profile[person as usize].aspiration >= now.p.succession.ready_aspiration
}

/// Who inside takes a seat, by the rule in force.
fn successor(organisation: &Organisation, now: &Now, seat: u32) -> Option<u32> {
    let rule = Rule::of(now.p.succession.rule);
    let line = ready_line(organisation, now, seat);
    let admitted = candidates(organisation, seat).filter(|person| rule != Rule::Ready || is_ready(organisation, now, *person, line));
    let levels = admitted.map(|person| (person, organisation.people.profile[person as usize].leadership));
    preferred(rule, levels, &mut luck(now, seat))
}

/// The draws on who fills a seat today (the first) and how well the skill fits (the second).
fn luck(now: &Now, seat: u32) -> Draws {
    now.streams.draws(Process::Succession, u64::from(seat), u64::from(now.day))
}

fn promote(organisation: &mut Organisation, now: &Now, log: &mut Log, person: u32, seat: u32) {
    let old = organisation.people.position[person as usize];
    organisation.leave_seat(person, now.day);
    organisation.positions.chain[old as usize] = passed_on(organisation.positions.chain[seat as usize]);
    filled(organisation, now, log, person, seat, true);
    organisation.seat_person(person, seat, now.p.trust.new_tie);
    if now.p.succession.skill_transfer < 1.0 {
        let people = &now.p.people;
        let mut draws = luck(now, seat);
        draws.bits();
        let mean = people.leadership_mean(organisation.positions.depth[seat as usize]);
        let new = draws.normal(mean, people.leadership_sd).clamp(0.0, 1.0);
        let level = &mut organisation.people.profile[person as usize].leadership;
        *level = carried(*level, new, now.p.succession.skill_transfer);
    }
}

/// Somebody from outside takes a vacant seat: their slot, unless there is none.
pub fn hire(organisation: &mut Organisation, now: &Now, log: &mut Log, seat: u32) -> Option<u32> {
    let person = organisation.slot_for(seat)?;
    ended(&mut log.window, organisation.positions.chain[seat as usize]);
    filled(organisation, now, log, person, seat, false);
    organisation.appoint(person, seat, Some(now.day), now.p, now.streams);
    Some(person)
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
    let holder = |report: u32| organisation.positions.occupant[report as usize];
    let free = organisation.positions.reports(seat).iter().copied().filter(|report| {
        let person = holder(*report);
        person != NOBODY && organisation.people.acting[person as usize] == NOWHERE
    });
    let levels = free.map(|report| (report, organisation.people.profile[holder(report) as usize].leadership));
    let best = preferred(Rule::Best, levels, &mut luck(now, seat)).map(holder);
    if let Some(person) = best {
        organisation.act(person, seat);
        log.note(now.day, Fact::ActingBegan { person, seat, level: organisation.positions.level[seat as usize] });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::streams::Streams;

    #[test]
    fn a_rule_prefers_the_best_the_worst_or_anybody_and_among_equals_the_lowest_number() {
        let streams = Streams::new(1, 0, 0);
        let mut draws = streams.draws(Process::Succession, 0, 0);
        let people = [(3, 0.5f32), (7, 0.9), (1, 0.2), (5, 0.9), (9, 0.2)];
        let mut chosen = |rule| preferred(rule, people.iter().copied(), &mut draws);
        assert_eq!((chosen(Rule::Best), chosen(Rule::Ready), chosen(Rule::Worst)), (Some(5), Some(5), Some(1)));
        let mut times = [0u32; 10];
        (0..5000).for_each(|_| times[chosen(Rule::Random).unwrap() as usize] += 1);
        // Four standard errors of a count of 5,000 at one in five.
        assert!(people.iter().all(|(person, _)| times[*person as usize].abs_diff(1000) < 114), "{times:?}");
        assert_eq!(preferred(Rule::Random, std::iter::empty(), &mut draws), None);
        assert_eq!(preferred(Rule::Worst, std::iter::empty(), &mut draws), None);
    }

    #[test]
    fn skill_carries_over_whole_in_part_or_not_at_all() {
        assert_eq!((carried(0.8, 0.4, 1.0), carried(0.8, 0.4, 0.0)), (0.8, 0.4));
        assert!((carried(0.8, 0.4, 0.25) - 0.5).abs() < 1e-6);
    }

    #[test]
    fn a_chain_counts_every_vacancy_until_somebody_comes_from_outside() {
        let (mut chains, mut tally) = (4, Tally::default());
        let first = begun(&mut chains);
        assert_eq!((first, chains), ((5, 1), 5));
        ended(&mut tally, passed_on(passed_on(first)));
        ended(&mut tally, begun(&mut chains));
        assert_eq!((tally.chains_ended, tally.chain_moves), (2, 4));
    }
}
