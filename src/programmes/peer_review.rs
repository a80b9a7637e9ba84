//! Invitational peer review: leaders of other units come because they were asked, look, and say what they see.

use super::row::{hours, share, take_up};
use super::{Programme, ProgrammeRow, Setting};
use crate::events::Log;
use crate::mechanisms::attention::charge;
use crate::mechanisms::learning::{gain, learn_from};
use crate::mechanisms::{MechanismName, Now, ties, voice};
use crate::organisation::Organisation;
use crate::organisation::people::NOBODY;

/// The row of the list.
pub const ROW: ProgrammeRow = ProgrammeRow {
    name: "peer-review",
    meaning: "Each time it begins, heads of units who are willing invite heads of other units (of their level, else of any) to look at \
              theirs. The peers see more of its latent hazard than those who stand too close, and say so; the head acts on it as on any \
              concern. If so, part of the hazard goes and people feel safer; if not, they feel as if a concern had been ignored. The head \
              learns from the peers, and they get to know each other.",
    source: "asking others to come and look, against groupthink and standing too close: Munby, interviewed by Cottrill 2018, \"Distributed \
             leadership at scale\" (Nous; claim); form: Costa and Kallick 1993 (critical friend); safety by `voice.safety_gain` and \
             `voice.safety_loss`, other sizes: assumption",
    settings: &[
        take_up(0.5),
        Setting { name: "peers", default: 2.0, unit: "people", minimum: 1.0, maximum: 10.0, meaning: "Peers who come to a unit." },
        share("seen", 0.3, "Share of the unit's latent hazard that the peers see, and that goes if the head acts on what they say."),
        share("learnt", 0.05, "Share of the gap to each peer, in leadership and in each facet, that the head closes."),
        hours(6.0, "Hours of a visit of each peer and of the head; a quarter of it for each other person of the unit."),
    ],
    leaders: true,
    strike: Some(strike),
    ..ProgrammeRow::NOTHING
};

/// Heads who are drawn, at most, for each peer who is wanted.
const TRIES: u32 = 8;

fn strike(programme: &Programme, organisation: &mut Organisation, now: &Now, _: &mut Log) {
    let heads = heads(organisation);
    let hosts = programme.participants(organisation, now);
    let before: Vec<f32> = organisation.people.profile.iter().map(|profile| profile.leadership).collect();
    for host in hosts {
        if heads.binary_search(&(organisation.positions.level[host as usize], host)).is_err() {
            continue;
        }
        let peers = invited(programme, organisation, now, &heads, host);
        if !peers.is_empty() {
            visit(programme, organisation, now, host, &peers, &before);
        }
    }
}

/// Level and seat of the head of every unit who is in office, in order.
fn heads(organisation: &Organisation) -> Vec<(u32, u32)> {
    let positions = &organisation.positions;
    let units = 0..organisation.units.count() as u32;
    let seats = units.filter_map(|unit| organisation.units.lead_seat(unit)).filter(|seat| positions.occupant[*seat as usize] != NOBODY);
    let mut heads: Vec<(u32, u32)> = seats.map(|seat| (positions.level[seat as usize], seat)).collect();
    heads.sort_unstable();
    heads
}

/// Seats of the peers who come: drawn from the heads of the level of the host, or from all where there is no other on it.
fn invited(programme: &Programme, organisation: &Organisation, now: &Now, heads: &[(u32, u32)], host: u32) -> Vec<u32> {
    let positions = &organisation.positions;
    let level = positions.level[host as usize];
    let first = heads.partition_point(|(other, _)| *other < level);
    let alike = &heads[first..heads.partition_point(|(other, _)| *other <= level)];
    let pool = if alike.len() > 1 { alike } else { heads };
    let mut luck = programme.draws(organisation, now, positions.occupant[host as usize]);
    let wanted = programme.setting("peers").round() as usize;
    let mut peers: Vec<u32> = Vec::new();
    for _ in 0..TRIES * wanted as u32 {
        let (_, peer) = pool[luck.below(pool.len() as u32) as usize];
        let apart = organisation.are_apart(positions.unit[peer as usize], positions.unit[host as usize]);
        if peers.len() < wanted && peer != host && !apart && !peers.contains(&peer) {
            peers.push(peer);
        }
    }
    peers
}

/// What a visit costs, and what comes of it.
fn visit(programme: &Programme, organisation: &mut Organisation, now: &Now, host: u32, peers: &[u32], before: &[f32]) {
    let hours = programme.setting("hours");
    let unit = organisation.positions.unit[host as usize];
    let head = organisation.positions.occupant[host as usize];
    let seats = organisation.units.seats_of(unit).to_vec();
    for seat in &seats {
        charge(organisation, now, *seat, if *seat == host { hours } else { hours / 4.0 });
    }
    for peer in peers {
        charge(organisation, now, *peer, hours);
        let person = organisation.positions.occupant[*peer as usize];
        if now.on.has(MechanismName::Learning) {
            let learnt = programme.setting("learnt");
            learn_from(organisation, head, person, before[person as usize], learnt, learnt);
        }
        if now.on.has(MechanismName::Ties) {
            ties::both_meet(organisation, now, head, person, now.p.ties.gain_work);
        }
    }
    if now.on.has(MechanismName::Voice) {
        let luck = programme.draws_of(organisation, now, head, now.day).unit();
        let acts = luck < voice::chance_of_acting(organisation, now, head, 1.0);
        organisation.hazard[unit as usize] *= if acts { 1.0 - programme.setting("seen") } else { 1.0 };
        for person in seats.iter().map(|seat| organisation.positions.occupant[*seat as usize]).filter(|person| *person != NOBODY) {
            let safety = &mut organisation.people.safety[person as usize];
            if acts {
                gain(safety, now.p.voice.safety_gain);
            } else {
                *safety -= now.p.voice.safety_loss * *safety;
            }
        }
    }
}
