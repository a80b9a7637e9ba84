//! The ways: what the work of each phase needs, in the order in which one thing leads to the next.

use super::{GAP, Way, at, in_reach};
use crate::mechanisms::attention::Able;
use crate::mechanisms::decision::{Act, Step};
use crate::mechanisms::outcome::effects::{Cause, Out};
use crate::mechanisms::ties::Met;
use crate::organisation::Organisation;
use crate::organisation::calendar::{Due, Entry};
use crate::organisation::inboxes::{Message, TaskKind, Tray};
use crate::organisation::issues::Issue;
use crate::organisation::people::{Point, Profile};
use crate::organisation::pool::Handle;
use crate::organisation::ties::{Row, Tie};

/// Asks for the ties of a person.
#[inline]
pub fn ties_of(organisation: &Organisation, person: u32) {
    if let Some(row) = organisation.ties.rows().get(person as usize) {
        row.ask();
    }
}

/// The ties of a person, if there is one.
#[inline]
fn ties(organisation: &Organisation, person: u32) -> impl Iterator<Item = Tie> {
    organisation.ties.rows().get(person as usize).into_iter().flat_map(Row::iter)
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

/// Asks for all lines of an issue.
#[inline]
fn whole(organisation: &Organisation, about: Handle) {
    organisation.issues.place(about).into_iter().for_each(lines);
}

#[inline]
fn lines(issue: &Issue) {
    in_reach(issue);
    in_reach(&issue.advice.advisers[0]);
    in_reach(&issue.merit);
}

/// Asks for where an issue that arises at a seat will stand, some issues before it does.
#[inline]
pub fn place_for_issue(organisation: &Organisation, seat: u32) {
    organisation.issues.place_for(seat, GAP).into_iter().for_each(lines);
}

/// The colleagues asked about an issue.
#[inline]
fn advisers(issue: &Issue) -> impl Iterator<Item = u32> {
    issue.advice.asked().iter().map(|adviser| adviser.who().person)
}

/// To the work on the inbox of a seat of a block: its first task, the issue, who is asked or could be, their ties or those of the lead.
pub struct ToInbox;

impl<'a> Way<(&'a Organisation, &'a mut Tray), Able> for ToInbox {
    const STAGES: usize = 4;

    #[inline]
    fn ask((organisation, tray): &(&'a Organisation, &'a mut Tray), Able { seat, room }: Able, stage: usize) {
        let (positions, holder) = (&organisation.positions, organisation.budget[seat as usize].holder);
        if stage == 0 {
            tray.ask(seat);
            person(organisation, holder);
            at(&organisation.people.local, holder);
            at(&organisation.people.strain, holder);
            return at(&positions.first_child, seat);
        }
        let Some(task) = tray.first(seat) else { return };
        let of_an_issue = task.kind != TaskKind::Concern;
        // What is not finished in this round needs no more than a look whether it is still wanted.
        if task.owed.is_some_and(|owed| owed as i32 > room) {
            if stage == 1 && of_an_issue {
                head(organisation, task.about);
            }
            return;
        }
        match stage {
            1 => tray.ask_second(seat),
            2 => {
                if let Some(task) = tray.second(seat).filter(|task| task.kind != TaskKind::Concern) {
                    head(organisation, task.about);
                }
            }
            _ => {}
        }
        if !of_an_issue {
            return;
        }
        match (stage, task.kind) {
            (1, TaskKind::Lead | TaskKind::Own(_)) => {
                head(organisation, task.about);
                ties_of(organisation, holder);
                at(&organisation.people.identity, holder);
                [&positions.parent, &positions.unit].into_iter().for_each(|column| at(column, seat));
                [&positions.depth, &positions.size_factor].into_iter().for_each(|column| at(column, seat));
                positions.reports(seat).first().into_iter().for_each(in_reach);
            }
            (1, TaskKind::Up(..) | TaskKind::Over(_)) => head(organisation, task.about),
            (1, TaskKind::Answer(place)) => {
                answer(organisation, task.about, place);
                at(&organisation.people.identity, holder);
                at(&organisation.people.safety, holder);
                at(&positions.level, seat);
            }
            (1, _) => whole(organisation, task.about),
            (2, TaskKind::Lead | TaskKind::Own(_)) => {
                ties(organisation, holder).for_each(|tie| person(organisation, tie.to));
                positions.reports(seat).iter().for_each(|report| at(&positions.occupant, *report));
            }
            (2, TaskKind::Answer(_) | TaskKind::Settle | TaskKind::SignOff) => {
                if let Some(issue) = organisation.issues.get(task.about) {
                    ask_about(organisation, task.kind, issue);
                }
            }
            (3, TaskKind::Lead | TaskKind::Own(_)) => {
                positions.reports(seat).iter().for_each(|report| person(organisation, positions.occupant[*report as usize]));
            }
            _ => {}
        }
    }
}

/// The last stage of the way to an answer, a decision or a second look.
#[inline]
fn ask_about(organisation: &Organisation, kind: TaskKind, issue: &Issue) {
    let lead = issue.lead.person;
    match kind {
        TaskKind::Answer(_) => {
            ties_of(organisation, lead);
            at(&organisation.positions.level, issue.lead_seat);
        }
        TaskKind::Settle => {
            ties_of(organisation, lead);
            at(&organisation.people.purpose, lead);
            for adviser in advisers(issue) {
                person(organisation, adviser);
                at(&organisation.people.purpose, adviser);
            }
        }
        _ => person(organisation, lead),
    }
}

/// To following an act: the issue, and the units that it joins.
pub struct ToAct;

impl Way<Organisation, Act> for ToAct {
    const STAGES: usize = 4;

    #[inline]
    fn ask(organisation: &Organisation, act: Act, stage: usize) {
        if stage == 0 {
            match act.step {
                Step::Answer(place, ..) => answer(organisation, act.about, place),
                Step::Up(..) | Step::Over(_) => head(organisation, act.about),
                _ => whole(organisation, act.about),
            }
            return person(organisation, act.person);
        }
        let begins = matches!(act.step, Step::Begin(..));
        if !begins && stage > 1 {
            return;
        }
        let Some(issue) = organisation.issues.get(act.about) else { return };
        if begins {
            joined(organisation, issue, stage);
            if stage == 3 {
                leading_seats(organisation, issue).for_each(|seat| at(&organisation.owed, seat));
            }
            return;
        }
        person(organisation, issue.lead.person);
        at(&organisation.people.purpose, issue.lead.person);
        at(&organisation.positions.parent, issue.lead_seat);
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
    fn ask(organisation: &Organisation, entry: Entry, stage: usize) {
        match (stage, entry.due()) {
            (0, Due::Arrival(about) | Due::Patience(about) | Due::Lapse(about)) => head(organisation, about),
            (0, Due::Outcome(about)) => whole(organisation, about),
            (1 | 2, Due::Arrival(about)) => {
                let Some(issue) = organisation.issues.get(about) else { return };
                let Some(tray) = organisation.inboxes.place(issue.origin) else { return };
                if stage == 1 {
                    tray.ask_ends(issue.origin);
                } else {
                    tray.ask_place(issue.origin, issue.urgent, GAP);
                }
            }
            _ => {}
        }
    }
}

/// To working out what a cause does: the issue, whom it concerns, their managers.
pub struct ToCause;

impl<'a> Way<(&'a Organisation, &'a mut Out), Cause> for ToCause {
    const STAGES: usize = 4;

    #[inline]
    fn ask((organisation, _): &(&'a Organisation, &'a mut Out), cause: Cause, stage: usize) {
        let about = match cause {
            Cause::Begun(about) | Cause::Settled(about) | Cause::Shown(about, _) => about,
            Cause::Overruled(_) => return,
        };
        if stage == 0 {
            return whole(organisation, about);
        }
        let Some(issue) = organisation.issues.get(about) else { return };
        if let Cause::Begun(_) = cause {
            if stage == 1 {
                person(organisation, issue.lead.person);
            }
            return joined(organisation, issue, stage);
        }
        for one in [issue.lead.person, issue.finder.person].into_iter().chain(advisers(issue)) {
            match stage {
                1 => person(organisation, one),
                2 => manager(organisation, one),
                _ => {}
            }
        }
    }
}

/// To the profile of a person of a block, whose first is given.
pub struct ToProfile;

impl<'a, T> Way<(usize, &'a mut [Profile]), &(u32, T)> for ToProfile {
    const STAGES: usize = 1;

    #[inline]
    fn ask((first, profiles): &(usize, &'a mut [Profile]), (person, _): &(u32, T), _: usize) {
        in_reach(&profiles[*person as usize - first]);
    }
}

/// To what a person of a block, whose first is given, learns and weighs.
pub struct ToLesson;

impl<'a, T> Way<(usize, &'a mut [Profile], &'a mut [f32]), &(u32, T)> for ToLesson {
    const STAGES: usize = 1;

    #[inline]
    fn ask((first, profiles, influence): &(usize, &'a mut [Profile], &'a mut [f32]), (person, _): &(u32, T), _: usize) {
        let place = *person as usize - first;
        in_reach(&profiles[place]);
        in_reach(&influence[place]);
    }
}

/// To the ties of a person of a block, whose first is given.
pub struct ToRow;

impl<'a, T> Way<(usize, &'a mut [Row]), &(u32, T)> for ToRow {
    const STAGES: usize = 1;

    #[inline]
    fn ask((first, rows): &(usize, &'a mut [Row]), (person, _): &(u32, T), _: usize) {
        rows[*person as usize - first].ask();
    }
}

/// To the purposes of those whom somebody trusts, for the own purpose in a block.
pub struct ToViews;

impl<'a> Way<(&'a Organisation, &'a mut [Point]), u32> for ToViews {
    const STAGES: usize = 1;

    #[inline]
    fn ask((organisation, _): &(&'a Organisation, &'a mut [Point]), person: u32, _: usize) {
        ties(organisation, person).for_each(|tie| at(&organisation.people.purpose, tie.to));
    }
}

/// To the queue of an inbox that something is delivered to, and to where it will lie.
pub struct ToDelivery;

impl Way<Tray, Message> for ToDelivery {
    const STAGES: usize = 2;

    #[inline]
    fn ask(tray: &Tray, message: Message, stage: usize) {
        if stage == 0 {
            tray.ask_ends(message.seat);
        } else {
            tray.ask_place(message.seat, message.urgent, GAP);
        }
    }
}

/// To a contact in a block, whose first person is given: the own ties, whoever holds the other seat, what they know.
pub struct ToMet;

impl<'a> Way<(&'a Organisation, usize, &'a mut [Row], &'a mut Vec<Met>), usize> for ToMet {
    const STAGES: usize = 2;

    #[inline]
    fn ask((organisation, first, rows, met): &(&'a Organisation, usize, &'a mut [Row], &'a mut Vec<Met>), contact: usize, stage: usize) {
        let met = &met[contact];
        if stage == 0 {
            rows[met.person as usize - first].ask();
            person(organisation, met.person);
            at_seat(organisation, met.seat);
        } else {
            occupant(organisation, met.seat);
            if met.outside.is_some() {
                department(organisation, met.seat);
            }
        }
    }
}
