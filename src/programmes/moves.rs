//! People who change seats: for good, or on loan for a time.

use super::{Programme, Setting};
use crate::mechanisms::Now;
use crate::mechanisms::attention::charge;
use crate::organisation::Organisation;
use crate::organisation::issues::Who;
use crate::organisation::people::NOBODY;

/// Two people, each with the own seat.
type Pair = [(Who, u32); 2];

/// A person, the manager if there is one, and trust up and down between them.
type Relation = (Who, Option<Who>, f32, f32);

/// People who hold each other's seats, two by two, for a time.
#[derive(Clone, Debug)]
pub(super) struct Loan {
    pub pairs: Vec<Pair>,
    /// Day on which they go back.
    back: u32,
    /// Formal trust, up and down, between reports and managers whom the exchange has parted.
    trust: Vec<Relation>,
}

/// Chooses the seats whose holders change places, beside the loans under way.
type Pairing = fn(&Programme, &Organisation, &Now, &[Loan]) -> Vec<[u32; 2]>;

/// The setting of how long an exchange lasts.
pub(super) const fn days(default: f32, meaning: &'static str) -> Setting {
    Setting { name: "days", default, unit: "days", minimum: 1.0, maximum: 1300.0, meaning }
}

/// The day of a programme of exchanges: whose time is over goes back, and when it begins the holders of the seats that are
/// `paired` hand over to each other.
pub(super) fn exchange(programme: &mut Programme, organisation: &mut Organisation, now: &Now, paired: Pairing) {
    let mut loans = std::mem::take(&mut programme.memory.loans);
    give_back(organisation, now, &mut loans, !programme.lasts_on(now.day));
    if programme.begins_on(now.day) {
        let pairs = paired(programme, organisation, now, &loans);
        for seat in pairs.as_flattened() {
            charge(organisation, now, *seat, programme.setting("hours"));
        }
        loans.push(lend(organisation, now, &pairs, now.day + programme.setting("days") as u32));
    }
    programme.memory.loans = loans;
}

/// Moves people to seats that are, after all have left theirs, free. Trust with new managers and reports begins anew; between
/// those who still manage and report to each other it stays.
pub(super) fn reseat(organisation: &mut Organisation, now: &Now, moves: &[(u32, u32)]) {
    let seats = moves.iter().flat_map(|(person, seat)| [organisation.people.position[*person as usize], *seat]);
    let before = formal_trust(organisation, &seats.collect::<Vec<_>>());
    for (person, _) in moves {
        organisation.leave_seat(*person, now.day);
    }
    for (person, seat) in moves {
        organisation.seat_person(*person, *seat, now.p.trust.new_tie);
    }
    for relation in &before {
        restore_trust(organisation, relation);
    }
}

/// Exchanges the holders of seats two by two until the day `back`.
fn lend(organisation: &mut Organisation, now: &Now, seats: &[[u32; 2]], back: u32) -> Loan {
    let holder = |seat: u32| organisation.who(organisation.positions.occupant[seat as usize]);
    let pairs: Vec<Pair> = seats.iter().map(|two| two.map(|seat| (holder(seat), seat))).collect();
    let mut trust = formal_trust(organisation, seats.as_flattened());
    let exchange = |[(one, first), (other, second)]: &Pair| [(one.person, *second), (other.person, *first)];
    reseat(organisation, now, &pairs.iter().flat_map(exchange).collect::<Vec<_>>());
    trust.retain(|(who, before, ..)| manager(organisation, who.person) != *before);
    Loan { pairs, back, trust }
}

/// Formal trust of all whom a change of holders of these seats concerns.
fn formal_trust(organisation: &Organisation, seats: &[u32]) -> Vec<Relation> {
    let positions = &organisation.positions;
    let around = seats.iter().flat_map(|seat| std::iter::once(*seat).chain(positions.reports(*seat).iter().copied()));
    let people = around.map(|seat| positions.occupant[seat as usize]).filter(|person| *person != NOBODY);
    let relations = people.map(|person| {
        let slot = person as usize;
        (
            organisation.who(person),
            manager(organisation, person),
            organisation.people.profile[slot].trust_up,
            organisation.people.profile[slot].trust_down,
        )
    });
    relations.collect()
}

fn manager(organisation: &Organisation, person: u32) -> Option<Who> {
    let manager = organisation.manager_of(person);
    (manager != NOBODY).then(|| organisation.who(manager))
}

/// Ends the loans that are over (all if `all`), and in the others the exchanges of which one party has left.
fn give_back(organisation: &mut Organisation, now: &Now, loans: &mut Vec<Loan>, all: bool) {
    loans.retain_mut(|loan| {
        let over = all || now.day >= loan.back;
        let mut moves = Vec::new();
        loan.pairs.retain(|pair| {
            let stays = !over && pair.iter().all(|(who, _)| organisation.there(*who));
            if !stays {
                moves.extend(way_home(organisation, pair));
            }
            stays
        });
        if !moves.is_empty() {
            reseat(organisation, now, &moves);
            loan.trust.retain(|relation| !restore_trust(organisation, relation));
        }
        !over
    });
}

/// Who of a pair goes home: both, or one whose own seat the other left vacant; that vacancy then moves on to the other seat.
fn way_home(organisation: &mut Organisation, pair: &Pair) -> Vec<(u32, u32)> {
    let holder = |seat: u32| organisation.positions.occupant[seat as usize];
    let away = |(who, _): (Who, u32), seat: u32| organisation.there(who) && holder(seat) == who.person;
    let [one, other] = *pair;
    match (away(one, other.1), away(other, one.1)) {
        (true, true) => vec![(one.0.person, one.1), (other.0.person, other.1)],
        (true, false) if holder(one.1) == NOBODY => {
            organisation.positions.chain[other.1 as usize] = organisation.positions.chain[one.1 as usize];
            vec![(one.0.person, one.1)]
        }
        (false, true) if holder(other.1) == NOBODY => {
            organisation.positions.chain[one.1 as usize] = organisation.positions.chain[other.1 as usize];
            vec![(other.0.person, other.1)]
        }
        _ => Vec::new(),
    }
}

/// Trust as it was, if report and manager are again (or still) the same. False if not.
fn restore_trust(organisation: &mut Organisation, (who, before, up, down): &Relation) -> bool {
    let same = organisation.there(*who) && manager(organisation, who.person) == *before;
    if same {
        organisation.people.profile[who.person as usize].trust_up = *up;
        organisation.people.profile[who.person as usize].trust_down = *down;
    }
    same
}

/// Whether a seat, or whoever holds it, is part of one of these loans.
pub(super) fn on_loan(organisation: &Organisation, loans: &[Loan], seat: u32) -> bool {
    let person = organisation.positions.occupant[seat as usize];
    loans.iter().flat_map(|loan| loan.pairs.as_flattened()).any(|(who, home)| who.person == person || *home == seat)
}
