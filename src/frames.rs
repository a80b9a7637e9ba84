//! What a living picture of a run shows, a day at a time: the state of every seat, the way of every issue, the ties.
//!
//! Looking changes nothing: frames are read from a [`Simulation`] between two days, and hold no outcome that is not in the
//! state. The trainers' page draws them; `classroom/engine` hands them over.
//!
//! A frame is a run of little-endian `f32`:
//!
//! | values | are |
//! | --- | --- |
//! | 1 | the day on whose morning it is |
//! | 4 a seat | strain and trust in the manager of whoever does the work (0..1), tasks in the inbox, and who holds the seat: 0 its holder, 1 somebody acting, 2 nobody |
//! | 1 | the number of moves since the frame before |
//! | 3 a move | seats from and to, and what became of the issue: 0 it waits there, 1 settled soundly, 2 settled otherwise |
//! | 1 | the number of ties, or -1 where this frame has none |
//! | 3 a tie | the two seats, and the mean strength of the two directions (0..1) |

use crate::organisation::Organisation;
use crate::organisation::people::NOBODY;
use crate::scenario::Scenario;
use crate::simulation::Simulation;
use std::collections::BTreeMap;

/// Most people, over all organisations of a system, that a page computes.
pub const MOST_PEOPLE: u64 = 3_000;
/// Most seats times days of which a page keeps frames.
pub const MOST_SEAT_DAYS: u64 = 3_000_000;
/// Days from one picture of the ties to the next.
pub const TIES_EVERY_DAYS: u32 = 20;
/// Weakest tie that is shown.
pub const LEAST_STRENGTH: f32 = 0.3;

/// Why a page cannot run a scenario, if it is too large for that.
pub fn too_large(scenario: &Scenario) -> Option<String> {
    let people = scenario.people() as u64;
    let all = people * u64::from(scenario.organisations());
    if all > MOST_PEOPLE {
        return Some(format!("the organisation is too large for the page: {all} people, the most is {MOST_PEOPLE}"));
    }
    let seat_days = people * u64::from(scenario.days);
    (seat_days > MOST_SEAT_DAYS).then(|| {
        format!("the run is too long for the page: {people} seats for {} days; seats times days may be {MOST_SEAT_DAYS}", scenario.days)
    })
}

/// Makes the frames of one organisation, one after the other.
#[derive(Clone, Debug, Default)]
pub struct Frames {
    begun: bool,
    /// Where each issue was, and whether it was settled, at the frame before.
    issues: BTreeMap<u64, (u32, bool)>,
}

impl Frames {
    /// Whether there has been a frame.
    pub fn begun(&self) -> bool {
        self.begun
    }

    /// Appends the frame of this morning.
    pub fn append(&mut self, simulation: &Simulation, out: &mut Vec<u8>) {
        self.begun = true;
        let (organisation, day) = (&simulation.organisation, simulation.day());
        let mut put = |values: &[f32]| values.iter().for_each(|value| out.extend_from_slice(&value.to_le_bytes()));
        put(&[day as f32]);
        for seat in 0..organisation.positions.count() as u32 {
            put(&seat_now(organisation, seat));
        }
        let moves = self.moves(organisation);
        put(&[moves.len() as f32]);
        put(moves.as_flattened());
        if !day.is_multiple_of(TIES_EVERY_DAYS) {
            return put(&[-1.0]);
        }
        let ties = ties(organisation);
        put(&[ties.len() as f32]);
        put(ties.as_flattened());
    }

    /// What became of issues since the frame before, by their names.
    fn moves(&mut self, organisation: &Organisation) -> Vec<[f32; 3]> {
        let issues: BTreeMap<u64, _> = organisation.issues.iter().map(|issue| (issue.name, issue)).collect();
        let mut moves = Vec::new();
        for (name, issue) in &issues {
            let former = self.issues.get(name).copied();
            let from = former.map_or(issue.origin(), |(seat, _)| seat);
            let settled = issue.settled && !former.is_some_and(|(_, settled)| settled);
            let sound = issue.decided_right & issue.facets == issue.facets;
            if settled || (!issue.settled && from != issue.lead_seat) {
                let what = if !settled {
                    0.0
                } else if sound {
                    1.0
                } else {
                    2.0
                };
                moves.push([from as f32, issue.lead_seat as f32, what]);
            }
        }
        self.issues = issues.into_iter().map(|(name, issue)| (name, (issue.lead_seat, issue.settled))).collect();
        moves
    }
}

/// Strain and trust of whoever does the work of a seat, its inbox, and who that is.
fn seat_now(organisation: &Organisation, seat: u32) -> [f32; 4] {
    let (people, positions) = (&organisation.people, &organisation.positions);
    let waiting = organisation.inboxes.waiting(seat) as f32;
    match positions.holder(seat) {
        NOBODY => [0.0, 0.0, waiting, 2.0],
        person => {
            let acting = positions.occupant[seat as usize] == NOBODY;
            [people.strain[person as usize], people.profile[person as usize].trust_up, waiting, f32::from(u8::from(acting))]
        }
    }
}

/// Ties between holders of seats that are strong enough, each pair once, by seats.
fn ties(organisation: &Organisation) -> Vec<[f32; 3]> {
    let (people, positions) = (&organisation.people, &organisation.positions);
    let mut pairs: BTreeMap<(u32, u32), f32> = BTreeMap::new();
    for seat in 0..positions.count() as u32 {
        let person = positions.occupant[seat as usize];
        if person == NOBODY {
            continue;
        }
        for tie in organisation.ties.of(person) {
            let other = people.position[tie.to as usize];
            *pairs.entry((seat.min(other), seat.max(other))).or_default() += tie.strength / 2.0;
        }
    }
    let shown = pairs.into_iter().filter(|(_, strength)| *strength >= LEAST_STRENGTH);
    shown.map(|((one, other), strength)| [one as f32, other as f32, strength]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Scheduled, Structure};
    use crate::system;

    fn floats(bytes: &[u8]) -> Vec<f32> {
        bytes.chunks_exact(4).map(|four| f32::from_le_bytes(four.try_into().unwrap())).collect()
    }

    /// What stands in one frame, and where it ends.
    struct Seen {
        seats: Vec<[f32; 4]>,
        moves: Vec<[f32; 3]>,
        ties: Option<Vec<[f32; 3]>>,
        end: usize,
    }

    fn read(frame: &[f32], seats: usize) -> Seen {
        let threes = |at: usize| {
            let number = frame[at].max(0.0) as usize;
            (frame[at + 1..][..3 * number].as_chunks().0.to_vec(), at + 1 + 3 * number)
        };
        let (moves, next) = threes(1 + 4 * seats);
        let (ties, end) = threes(next);
        Seen { seats: frame[1..][..4 * seats].as_chunks().0.to_vec(), moves, ties: (frame[next] >= 0.0).then_some(ties), end }
    }

    #[test]
    fn frames_tell_the_state_and_change_nothing() {
        let mut scenario = Scenario { days: 60, ..Scenario::default() };
        scenario.schedule.push(Scheduled { kind: "leader-leaves".into(), from: 30, levels: vec![0], ..Scheduled::default() });
        let arm = scenario.arms[0].clone();
        let (mut simulation, mut frames, mut bytes) = (Simulation::new(&scenario, &arm, 0), Frames::default(), Vec::new());
        frames.append(&simulation, &mut bytes);
        let mut top = Vec::new();
        let (mut settled, mut way_up) = (0, 0);
        while simulation.day() < scenario.days {
            simulation.step();
            bytes.clear();
            frames.append(&simulation, &mut bytes);
            let frame = floats(&bytes);
            let Seen { seats, moves, ties, end } = read(&frame, scenario.people());
            assert_eq!((frame[0], end), (simulation.day() as f32, frame.len()));
            assert_eq!(ties.is_some(), simulation.day().is_multiple_of(TIES_EVERY_DAYS));
            assert!(seats.iter().all(|[strain, trust, ..]| (0.0..=1.0).contains(strain) && (0.0..=1.0).contains(trust)));
            assert!(ties.iter().flatten().all(|[one, other, strength]| one < other && (LEAST_STRENGTH..=1.0).contains(strength)));
            settled += moves.iter().filter(|[_, _, what]| *what > 0.0).count();
            way_up += moves.iter().filter(|[from, to, what]| *what == 0.0 && to < from).count();
            top.push(seats[0][3]);
        }
        assert!(settled > 60 && way_up > 60, "{settled} settled, {way_up} passed up");
        assert!(top[..30].iter().all(|held| *held == 0.0) && top[31] > 0.0, "{top:?}");
        assert_eq!(format!("{:?}", simulation.finish()), format!("{:?}", system::run(&scenario, &arm, 0)));
    }

    #[test]
    fn what_is_too_large_is_told() {
        let many = Scenario { structure: Structure::Levels(vec![1, 3_000]), ..Scenario::default() };
        assert!(too_large(&many).unwrap().contains("3001 people"));
        let long = Scenario { structure: Structure::Levels(vec![1, 999]), days: 3_001, ..Scenario::default() };
        assert!(too_large(&long).unwrap().contains("too long"));
        assert_eq!(too_large(&Scenario::default()), None);
    }
}
