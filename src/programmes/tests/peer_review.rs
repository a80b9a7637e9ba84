//! Peers who come because they were asked.

use super::*;

/// What a review alone does where every head invites: hazard was 1 everywhere.
fn reviewed(change: impl Fn(&mut Scenario)) -> (Organisation, Organisation) {
    let mut scenario = school("peer-review", set("take_up", 1.0));
    change(&mut scenario);
    let simulation = start(&scenario);
    let mut after = simulation.organisation.clone();
    after.hazard.fill(1.0);
    plan(&scenario, &scenario.baseline, 0)[0].strike(&mut after, &simulation.now(), &mut Log::default());
    (simulation.organisation, after)
}

/// How many feel safer, and how many less safe.
fn safety(before: &Organisation, after: &Organisation) -> [usize; 2] {
    let change = |person: &u32| after.people.safety[*person as usize] - before.people.safety[*person as usize];
    let count = |is: fn(f32) -> bool| before.people.everybody().filter(|person| is(change(person))).count();
    [count(|change| change > 0.0), count(|change| change < 0.0)]
}

#[test]
fn a_head_who_acts_mends_what_peers_see_and_one_who_never_does_harms() {
    let (_, after) = reviewed(|scenario| scenario.baseline.pattern.openness = 1.0);
    let mended = after.hazard.iter().filter(|hazard| **hazard == 0.7).count();
    assert!(mended > 0 && after.hazard.iter().all(|hazard| [0.7, 1.0].contains(hazard)), "{:?}", after.hazard);
    let (before, after) = reviewed(|scenario| scenario.baseline.pattern.openness = 0.0);
    assert!(after.hazard.iter().all(|hazard| *hazard == 1.0));
    assert_eq!(safety(&before, &after), [0, before.people.everybody().count()], "everybody of every unit is let down");
}

#[test]
fn heads_learn_from_peers_of_other_units_and_get_to_know_them() {
    let (before, after) = reviewed(|scenario| scenario.schedule[0].units = vec!["unit-3".into()]);
    let head = before.units.lead_seat(3).unwrap();
    let met: Vec<u32> = before.people.everybody().filter(|person| !after.ties.of(*person).eq(before.ties.of(*person))).collect();
    let peers: Vec<u32> = met.iter().copied().filter(|person| *person != occupant(&before, head)).collect();
    assert_eq!((met.len(), peers.len()), (3, 2), "the head and two peers");
    for peer in &peers {
        let seat = before.people.position[*peer as usize];
        assert!(before.positions.level[seat as usize] == 2 && before.unit_of(*peer) != 3 && after.owed[seat as usize] == 6000);
    }
    assert_eq!((after.owed[head as usize], after.owed[before.units.seats_of(3)[1] as usize]), (6000, 1500));
    assert_eq!(changed(&before, &after, LEVELS[6]), [head], "only the head learns");
}

#[test]
fn nothing_but_hours_and_ties_is_left_without_what_peers_see_and_teach() {
    let (before, after) = reviewed(|scenario| {
        scenario.schedule[0].settings.extend([("seen".to_owned(), 0.0), ("learnt".to_owned(), 0.0)]);
        scenario.parameters.voice.safety_gain = 0.0;
        scenario.parameters.voice.safety_loss = 0.0;
    });
    assert!(LEVELS.iter().all(|level| changed(&before, &after, level).is_empty()));
    assert!(after.hazard.iter().all(|hazard| *hazard == 1.0) && after.owed.iter().any(|owed| *owed > 0));
}

#[test]
fn one_unit_alone_has_no_peers() {
    let (before, after) = reviewed(|scenario| scenario.structure = Structure::Levels(vec![1, 6]));
    assert!(after.owed.iter().all(|owed| *owed == 0));
    assert_eq!(safety(&before, &after), [0, 0]);
}
