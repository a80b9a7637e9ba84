//! The ways: what the work of each phase needs, in the order in which one thing leads to the next. Those to the work on inboxes stand in
//! `ways/tasks.rs`.

pub mod tasks;

use super::{GAP, Way, at, in_reach, near};
use crate::mechanisms::decision::{Act, Step};
use crate::mechanisms::outcome::effects::{Cause, Out};
use crate::mechanisms::ties::Contact;
use crate::organisation::Organisation;
use crate::organisation::calendar::{Due, Entry};
use crate::organisation::inboxes::{Message, Tray};
use crate::organisation::issues::{Issue, NEAR_ADVISERS};
use crate::organisation::people::{Point, Profile};
use crate::organisation::pool::Handle;
use crate::organisation::ties::Row;

/// Asks for the ties of a person.
#[inline]
pub fn ties_of(organisation: &Organisation, person: u32) {
    if let Some(row) = organisation.ties.rows().get(person as usize) {
        row.ask();
    }
}

/// Asks for something of everybody to whom a person has a tie, and of nobody where a place has none.
#[inline]
fn known(organisation: &Organisation, person: u32, ask: impl Fn(u32)) {
    if let Some(row) = organisation.ties.rows().get(person as usize) {
        row.people().iter().for_each(|other| ask(*other));
    }
}

/// Asks for who somebody is, and where.
#[inline]
pub fn person(organisation: &Organisation, person: u32) {
    at(&organisation.people.profile, person);
}

/// Asks for who holds a seat, and its unit.
#[inline]
pub fn at_seat(organisation: &Organisation, seat: u32) {
    at(&organisation.positions.occupant, seat);
    at(&organisation.positions.unit, seat);
}

/// Asks for the holder of a seat that [`at_seat`] has been asked for.
#[inline]
pub fn occupant(organisation: &Organisation, seat: u32) {
    if let Some(occupant) = organisation.positions.occupant.get(seat as usize) {
        person(organisation, *occupant);
    }
}

/// Asks for the department of a seat that [`at_seat`] has been asked for.
#[inline]
fn department(organisation: &Organisation, seat: u32) {
    if let Some(unit) = organisation.positions.unit.get(seat as usize) {
        at(&organisation.units.department, *unit);
    }
}

/// Asks for the unit of somebody who has been asked for.
#[inline]
pub fn unit_of(organisation: &Organisation, one: u32) {
    if let Some(profile) = organisation.people.profile.get(one as usize) {
        at(&organisation.positions.unit, profile.seat);
    }
}

/// Asks for the manager of somebody who has been asked for.
#[inline]
fn manager(organisation: &Organisation, one: u32) {
    if let Some(profile) = organisation.people.profile.get(one as usize) {
        person(organisation, profile.manager);
    }
}

/// Asks for the first line of an issue.
#[inline]
fn head(organisation: &Organisation, about: Handle) {
    if let Some(issue) = organisation.issues.place(about) {
        in_reach(issue);
    }
}

/// Asks for the lines of an issue that the adviser at a place has a part in.
#[inline]
fn answer(organisation: &Organisation, about: Handle, place: u8) {
    if let Some(issue) = organisation.issues.place(about) {
        in_reach(issue);
        in_reach(&issue.advice.advisers[usize::from(place)]);
    }
}

/// Asks for an issue, but for the last of many advisers.
#[inline]
fn whole(organisation: &Organisation, about: Handle) {
    organisation.issues.place(about).into_iter().for_each(first_lines);
}

/// Asks for the first two lines of an issue.
#[inline]
fn first_lines(issue: &Issue) {
    in_reach(issue);
    in_reach(&issue.finder);
}

/// Asks for the last of many advisers about an issue that has been asked for.
#[inline]
fn last_advisers(issue: &Issue) {
    if usize::from(issue.advice.count) > NEAR_ADVISERS {
        in_reach(&issue.advice.advisers[NEAR_ADVISERS]);
    }
}

/// Asks for where an issue that arises at a seat will stand, some issues before it does.
#[inline]
pub fn place_for_issue(organisation: &Organisation, seat: u32) {
    organisation.issues.place_for(seat, GAP).into_iter().for_each(first_lines);
}

/// The colleagues asked about an issue.
#[inline]
fn advisers(issue: &Issue) -> impl Iterator<Item = u32> {
    issue.advice.asked().iter().map(|adviser| adviser.who().person)
}

/// Asks for a concern.
#[inline]
fn concern(organisation: &Organisation, about: Handle) {
    organisation.concerns.place(about).into_iter().for_each(in_reach);
}

/// Asks for whoever said a concern that has been asked for, and for what its end does.
#[inline]
fn speaker(organisation: &Organisation, about: Handle) {
    if let Some(concern) = organisation.concerns.get(about) {
        person(organisation, concern.who.person);
        at(&organisation.people.safety, concern.who.person);
        at(&organisation.people.heard, concern.who.person);
        at(&organisation.hazard, concern.unit);
    }
}

/// To whether somebody says what they have noticed: the seat, whom it reports to, and its unit.
pub struct ToNoticed;

impl Way<Organisation, &(u32, f32)> for ToNoticed {
    const STAGES: usize = 3;

    #[inline]
    fn ask(organisation: &Organisation, (one, _): &(u32, f32), stage: usize) -> bool {
        let (people, positions) = (&organisation.people, &organisation.positions);
        if stage == 0 {
            person(organisation, *one);
            at(&people.position, *one);
            at(&people.safety, *one);
            at(&people.identity, *one);
            at(&people.marginalised, *one);
            return true;
        }
        let Some(seat) = people.position.get(*one as usize) else { return false };
        if stage == 1 {
            at(&positions.parent, *seat);
            at(&positions.unit, *seat);
        } else if let Some(unit) = positions.unit.get(*seat as usize) {
            at(&organisation.hazard, *unit);
        }
        true
    }
}

/// To following an act: the issue, and the units that it joins.
pub struct ToAct;

impl Way<Organisation, &Act> for ToAct {
    const STAGES: usize = 4;

    #[inline]
    fn ask(organisation: &Organisation, act: &Act, stage: usize) -> bool {
        if stage == 0 {
            match act.step {
                Step::Answer(place, ..) => answer(organisation, act.about, place),
                Step::Up(..) | Step::Over(_) => head(organisation, act.about),
                Step::Concern => {
                    person(organisation, act.person);
                    concern(organisation, act.about);
                }
                Step::Begin(..) => {
                    person(organisation, act.person);
                    whole(organisation, act.about);
                }
                Step::Settle(_) | Step::SignOff(..) => whole(organisation, act.about),
            }
            return matches!(act.step, Step::Begin(..) | Step::Settle(_) | Step::SignOff(..) | Step::Concern);
        }
        if act.step == Step::Concern {
            speaker(organisation, act.about);
            return false;
        }
        let Some(issue) = organisation.issues.get(act.about) else { return false };
        if let Step::Begin(..) = act.step {
            joined(organisation, issue, stage);
            if stage == 3 {
                leading_seats(organisation, issue).for_each(|seat| at(&organisation.owed, seat));
            }
            return issue.joined_count > 0;
        }
        person(organisation, issue.lead.person);
        at(&organisation.people.purpose, issue.lead.person);
        at(&organisation.positions.parent, issue.lead_seat);
        false
    }
}

/// The stages 1 to 3 of the way to the leaders of the units that an issue joins.
#[inline]
fn joined(organisation: &Organisation, issue: &Issue, stage: usize) {
    let units = &organisation.units;
    match stage {
        1 => issue.units().for_each(|unit| at(&units.first_seat, unit)),
        2 => issue.units().filter_map(|unit| units.first_seat.get(unit as usize)).for_each(|first| at(&units.seats, *first)),
        _ => leading_seats(organisation, issue).for_each(|seat| at(&organisation.positions.occupant, seat)),
    }
}

/// The seats of the leaders of the units that an issue joins, once two stages of [`joined`] have come.
#[inline]
fn leading_seats(organisation: &Organisation, issue: &Issue) -> impl Iterator<Item = u32> {
    issue.units().filter_map(|unit| organisation.units.lead_seat(unit))
}

/// To what falls due: the issue, and the inbox that it reaches.
pub struct ToDue;

impl Way<Organisation, Entry> for ToDue {
    const STAGES: usize = 3;

    #[inline]
    fn ask(organisation: &Organisation, entry: Entry, stage: usize) -> bool {
        match (stage, entry.due()) {
            (0, Due::Patience(about) | Due::Lapse(about)) => head(organisation, about),
            (0, Due::Outcome(about)) => whole(organisation, about),
            (0, Due::Concern(about)) => {
                concern(organisation, about);
                return true;
            }
            (1, Due::Concern(about)) => speaker(organisation, about),
            (0, Due::Arrival(about)) => {
                head(organisation, about);
                return true;
            }
            (_, Due::Arrival(about)) => {
                let Some(issue) = organisation.issues.get(about) else { return false };
                let Some(tray) = organisation.inboxes.place(issue.origin()) else { return false };
                if stage == 1 {
                    tray.ask_ends(issue.origin());
                    tray.ask_length(issue.origin());
                } else {
                    tray.ask_place(issue.origin(), issue.urgent, GAP);
                }
                return true;
            }
            _ => {}
        }
        false
    }
}

/// To working out what a cause does: the issue, whom it concerns, their managers.
pub struct ToCause;

impl<'a> Way<(&'a Organisation, &'a mut Out), Cause> for ToCause {
    const STAGES: usize = 4;

    #[inline]
    fn ask((organisation, _): &(&'a Organisation, &'a mut Out), cause: Cause, stage: usize) -> bool {
        let (Cause::Begun(about) | Cause::Settled(about) | Cause::Shown(about, _)) = cause else { return false };
        if stage == 0 {
            whole(organisation, about);
            return true;
        }
        let Some(issue) = organisation.issues.get(about) else { return false };
        if let Cause::Begun(_) = cause {
            if stage == 1 {
                person(organisation, issue.lead.person);
            }
            joined(organisation, issue, stage);
            return issue.joined_count > 0;
        }
        if stage == 1 {
            last_advisers(issue);
            return true;
        }
        for one in [issue.lead.person, issue.finder.person].into_iter().chain(advisers(issue)) {
            if stage == 2 {
                person(organisation, one);
            } else {
                manager(organisation, one);
            }
        }
        // What shows is no matter of what managers are like.
        matches!(cause, Cause::Settled(_))
    }
}

/// To the profile of a person of a block, whose first is given.
pub struct ToProfile;

impl<'a, T> Way<(usize, &'a mut [Profile]), &(u32, T)> for ToProfile {
    const STAGES: usize = 1;

    #[inline]
    fn ask((first, profiles): &(usize, &'a mut [Profile]), (person, _): &(u32, T), _: usize) -> bool {
        in_reach(&profiles[*person as usize - first]);
        false
    }
}

/// To what a person of a block, whose first is given, learns and weighs.
pub struct ToLesson;

impl<'a, T> Way<(usize, &'a mut [Profile], &'a mut [f32]), &(u32, T)> for ToLesson {
    const STAGES: usize = 1;

    #[inline]
    fn ask((first, profiles, influence): &(usize, &'a mut [Profile], &'a mut [f32]), (person, _): &(u32, T), _: usize) -> bool {
        let place = *person as usize - first;
        in_reach(&profiles[place]);
        in_reach(&influence[place]);
        false
    }
}

/// To the ties of a person of a block, whose first is given.
pub struct ToRow;

impl<'a, T> Way<(usize, &'a mut [Row]), &(u32, T)> for ToRow {
    const STAGES: usize = 1;

    #[inline]
    fn ask((first, rows): &(usize, &'a mut [Row]), (person, _): &(u32, T), _: usize) -> bool {
        rows[*person as usize - first].ask();
        false
    }
}

/// To the purposes of those whom somebody trusts, for the own purpose in a block: the ties, and where they lead.
pub struct ToViews;

impl<'a> Way<(&'a Organisation, &'a mut [Point]), u32> for ToViews {
    const STAGES: usize = 2;

    #[inline]
    fn ask((organisation, _): &(&'a Organisation, &'a mut [Point]), person: u32, stage: usize) -> bool {
        if stage == 0 {
            ties_of(organisation, person);
        } else {
            known(organisation, person, |other| at(&organisation.people.purpose, other));
        }
        true
    }
}

/// To the ties of somebody, for something of the own in a block.
pub struct ToTies;

impl<'a> Way<(&'a Organisation, &'a mut [f32]), u32> for ToTies {
    const STAGES: usize = 1;

    #[inline]
    fn ask((organisation, _): &(&'a Organisation, &'a mut [f32]), person: u32, _: usize) -> bool {
        ties_of(organisation, person);
        false
    }
}

/// To the queue of an inbox that something is delivered to, and to where it will lie.
pub struct ToDelivery;

impl Way<Tray, &Message> for ToDelivery {
    const STAGES: usize = 2;

    #[inline]
    fn ask(tray: &Tray, message: &Message, stage: usize) -> bool {
        if stage == 0 {
            tray.ask_ends(message.seat);
            tray.ask_length(message.seat);
        } else {
            tray.ask_place(message.seat, message.urgent, GAP);
        }
        true
    }
}

/// To a contact in a block, whose first person is given: the own ties, whoever holds the other seat, what they know.
pub struct ToContact;

impl<'a> Way<(&'a Organisation, usize, &'a mut [Row]), &Contact> for ToContact {
    const STAGES: usize = 2;

    #[inline]
    fn ask((organisation, first, rows): &(&'a Organisation, usize, &'a mut [Row]), contact: &Contact, stage: usize) -> bool {
        if stage == 0 {
            rows[contact.person as usize - first].ask();
            person(organisation, contact.person);
            at_seat(organisation, contact.seat);
        } else {
            occupant(organisation, contact.seat);
            if contact.outside.is_some() {
                department(organisation, contact.seat);
            }
        }
        true
    }
}
