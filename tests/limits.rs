//! Limiting cases of the whole day against closed forms.

#![allow(clippy::disallowed_methods, reason = "tests compare within tolerances")]

use leaderful::mechanisms::MechanismName as M;
use leaderful::outcomes::position;
use leaderful::pattern::Pattern;
use leaderful::scenario::{Arm, Scenario, Structure};
use leaderful::simulation::{RunResult, Simulation};

fn value(result: &RunResult, outcome: &str) -> f64 {
    result.outcomes[position(outcome).unwrap()]
}

/// One person who decides alone: nothing but arrival, attention and decision.
fn lone_leader(load: f32, spread: f32) -> Scenario {
    let mut s = Scenario { days: 26_000, warm_up_days: 260, rounds: 16, structure: Structure::Levels(vec![1]), ..Scenario::default() };
    s.without = vec![M::Context, M::Voice, M::Outcome, M::Trust, M::Learning, M::Ties, M::Purpose, M::Strain, M::Succession];
    let p = &mut s.parameters;
    p.context.complexity = 0.0;
    p.context.urgency = 0.0;
    p.people.strain = 0.0;
    p.people.trait_sd = 0.0;
    (p.attention.duties_top, p.attention.duties_frontline, p.attention.duties_sd) = (0.0, 0.0, 0.0);
    (p.attention.day_hours, p.attention.leader_day_hours) = (8.0, 8.0);
    // Two hours an issue: four of the sixteen rounds.
    (p.attention.hours_factor, p.attention.lead_hours, p.attention.facet_hours) = (1.0, 2.0, 0.0);
    p.attention.hours_spread = spread;
    p.arrival.rate_top = load * 4.0;
    p.decision.lapse_days = 250.0;
    s
}

fn alone(s: &Scenario) -> RunResult {
    let mut pattern = Pattern::preset("autocracy").unwrap();
    pattern.consultation = 0.0;
    pattern.control = 0.0;
    pattern.coordination = 0.0;
    // A seat without reports is front line: give the one person the whole day by asking for one level above nobody.
    Simulation::new(s, &Arm::new("alone", pattern), 0).run()
}

#[test]
fn one_leader_is_a_queue_with_pollaczek_and_khinchines_wait() {
    for (load, spread) in [(0.5f32, 0.0f32), (0.8, 0.0), (0.7, 0.8)] {
        let mut s = lone_leader(load, spread);
        // The front line works on its inbox in the second half of the day; two seats make the first one a leader.
        s.structure = Structure::Levels(vec![1, 1]);
        s.parameters.arrival.rate_frontline = 0.0;
        let result = alone(&s);
        let service = 4.0; // rounds
        let rate = f64::from(load) / service; // issues a round
        let second_moment = service * service * f64::from(spread * spread).exp();
        let wait = rate * second_moment / (2.0 * (1.0 - f64::from(load)));
        // Arrivals and ends fall on rounds: an issue is settled in the round after its hours are paid at the latest.
        let expected = (wait + service) / 16.0;
        let ours = value(&result, "decision_days_mean");
        assert!((ours - expected).abs() < 0.06 * expected + 0.5 / 16.0, "load {load} spread {spread}: {ours} against {expected}");
    }
}

#[test]
fn peers_who_share_an_inbox_are_one_queue_of_many_servers() {
    let mut s = lone_leader(0.8, 0.0);
    // The top and four of the second level are a unit of leaders; nobody else meets issues.
    s.structure = Structure::Levels(vec![1, 4, 4, 4]);
    let a = &mut s.parameters.arrival;
    (a.rate_senior, a.rate_middle, a.rate_frontline) = (a.rate_top, 0.0, 0.0);
    let d = &mut s.parameters.attention;
    (d.duties_senior, d.duties_middle) = (0.0, 0.0);
    s.days = 5_200;
    let days = |inbox: f32| {
        let mut s = s.clone();
        s.parameters.attention.inbox = inbox;
        let mut pattern = Pattern::preset("anarchy").unwrap();
        (pattern.consultation, pattern.control, pattern.coordination, pattern.initiative) = (0.0, 0.0, 0.0, 0.0);
        (pattern.authority_strategic, pattern.authority_operational, pattern.authority_frontline) = (1.0, 1.0, 1.0);
        s.parameters.decision.trust_gate = 0.0;
        value(&Simulation::new(&s, &Arm::new("peers", pattern), 0).run(), "decision_days_mean")
    };
    // Fixed times wait half as long as exponential ones: exactly with one server (Pollaczek and Khinchine), nearly with five
    // (Erlang's C is .5541 there; Cosmetatos 1975 adds a factor of 1.05).
    let (own, shared) = (4.0 * (2.0 + 1.0) / 16.0, 4.0 * (0.5541 / 2.0 * 1.05 + 1.0) / 16.0);
    for (inbox, expected) in [(0.0, own), (1.0, shared)] {
        let ours = days(inbox);
        assert!((ours - expected).abs() < 0.06 * expected + 0.5 / 16.0, "{inbox}: {ours} against {expected}");
    }
}

#[test]
fn a_hierarchy_is_to_what_is_wrong_what_a_polyarchy_is_to_what_is_right() {
    let run = |rule: f32, acting_right: f32| {
        let mut s = Scenario { days: 520, ..Scenario::default() };
        (s.parameters.decision.rule, s.parameters.decision.acting_right) = (rule, acting_right);
        let mut pattern = Pattern::preset("guided-distribution").unwrap();
        pattern.consultation = 4.0;
        let result = Simulation::new(&s, &Arm::new("screen", pattern), 0).run();
        result.outcomes.iter().map(|value| value.to_bits()).collect::<Vec<_>>()
    };
    let sound = |bits: &[u64]| f64::from_bits(bits[position("sound_share").unwrap()]);
    let (all, any, majority) = (1.0, 2.0, 3.0);
    // All would have to act wrongly, or all fail to act: the same luck gives the same run.
    assert_eq!(run(all, 0.0), run(any, 1.0));
    let (timid, bold) = (run(all, 1.0), run(any, 1.0));
    assert!(sound(&timid) + 0.1 < sound(&run(majority, 1.0)) && sound(&run(majority, 1.0)) + 0.1 < sound(&bold));
    // A committee of which one view is enough is a polyarchy.
    let mut s = Scenario { days: 260, ..Scenario::default() };
    s.parameters.decision.views_needed = 1.0;
    let of = |s: &Scenario, rule: f32| {
        let mut s = s.clone();
        s.parameters.decision.rule = rule;
        value(&Simulation::new(&s, &s.baseline, 0).run(), "sound_share")
    };
    assert_eq!(of(&s, 4.0), of(&s, any));
}

#[test]
fn unlimited_attention_settles_at_once() {
    let mut s = lone_leader(0.8, 0.8);
    s.days = 520;
    s.without.push(M::Attention);
    assert!((value(&alone(&s), "decision_days_mean") - 1.0 / 16.0).abs() < 1e-9, "the round in which it arose");
}

#[test]
fn vacancies_standing_are_the_leaving_flow_times_the_time_to_fill() {
    let mut s = Scenario { days: 5200, structure: Structure::Levels(vec![1, 200]), ..Scenario::default() };
    s.without = vec![M::Arrival, M::Voice, M::Learning, M::Ties, M::Purpose, M::Strain, M::Trust, M::Context];
    let p = &mut s.parameters.succession;
    (p.leaving_strain, p.leaving_engagement, p.newcomer_factor, p.retirement_rate) = (0.0, 0.0, 1.0, 0.0);
    (p.leaving_rate, p.outside_frontline_days) = (0.2, 60.0);
    let result = Simulation::new(&s, &s.baseline, 0).run();
    let turnover = value(&result, "turnover");
    assert!((turnover - 0.2).abs() < 4.0 * (0.2f64 / (200.0 * 20.0)).sqrt(), "{turnover}");
    // A vacancy is filled on the evening of its sixtieth day; flow counts the people who are there.
    let standing = value(&result, "frontline_vacant_share");
    let expected = 0.2 * 60.0 / 260.0 / (1.0 + 0.2 * 60.0 / 260.0);
    assert!((standing - expected).abs() < 0.06 * expected + 0.001, "{standing} against {expected}");
}

#[test]
fn purposes_alone_reach_consensus_inside_the_hull_and_with_attachment_they_do_not() {
    let mut s = Scenario { days: 2600, ..Scenario::default() };
    s.without = vec![M::Arrival, M::Voice, M::Learning, M::Ties, M::Strain, M::Trust, M::Succession, M::Context, M::Decision, M::Outcome];
    let p = &mut s.parameters.purpose;
    (p.noise, p.coordination_pull, p.competition_pull, p.sensing, p.attachment) = (0.0, 0.0, 0.0, 0.0, 0.0);
    p.ties_weight = 0.3;
    let spread = |s: &Scenario| {
        let mut simulation = Simulation::new(s, &s.baseline, 0);
        let first = simulation.organisation.people.purpose.clone();
        (0..2600).for_each(|_| simulation.step());
        let last = &simulation.organisation.people.purpose;
        for d in 0..2 {
            let (low, high) = first.iter().fold((f32::MAX, f32::MIN), |(l, h), p| (l.min(p[d]), h.max(p[d])));
            assert!(last.iter().all(|p| p[d] >= low - 1e-4 && p[d] <= high + 1e-4), "inside the hull");
        }
        let mean = last.iter().map(|p| p[0]).sum::<f32>() / last.len() as f32;
        last.iter().map(|p| (p[0] - mean).abs()).fold(0.0f32, f32::max)
    };
    assert!(spread(&s) < 1e-3, "DeGroot: one purpose");
    s.parameters.purpose.attachment = 0.1;
    assert!(spread(&s) > 0.02, "Friedkin and Johnsen: disagreement stays");
}

#[test]
fn authority_of_one_never_escalates_and_of_none_always() {
    let mut s = Scenario { days: 200, ..Scenario::default() };
    s.parameters.decision.trust_gate = 0.0;
    let mut pattern = Pattern::preset("guided-distribution").unwrap();
    pattern.initiative = 0.0;
    (pattern.authority_strategic, pattern.authority_operational, pattern.authority_frontline) = (1.0, 1.0, 1.0);
    assert_eq!(value(&Simulation::new(&s, &Arm::new("all", pattern), 0).run(), "escalations"), 0.0);
    (pattern.authority_strategic, pattern.authority_operational, pattern.authority_frontline) = (0.0, 0.0, 0.0);
    s.without = vec![M::Attention, M::Succession];
    s.parameters.decision.size_scaling = 0.0;
    let result = Simulation::new(&s, &Arm::new("none", pattern), 0).run();
    let (steps, top) = (value(&result, "escalations"), value(&result, "top_decisions_per_day"));
    // All that arises in the school: .175 + 5 * .15 + 8 * .092 + 51 * .057 a day.
    let all = 4.568;
    assert!((top - all).abs() < 4.0 * (all / 200.0f64).sqrt(), "everything rises to the top: {top} of {all} a day");
    assert!((steps - (5.0 * 0.15 + 2.0 * 8.0 * 0.092 + 3.0 * 51.0 * 0.057) / all).abs() < 0.1, "{steps} steps");
}

#[test]
fn the_number_of_issues_that_reach_the_top_does_not_depend_on_size() {
    let top = |levels: &[u32]| {
        let mut s = Scenario { days: 520, structure: Structure::Levels(levels.to_vec()), ..Scenario::default() };
        s.without = vec![M::Attention, M::Trust, M::Succession];
        value(&Simulation::new(&s, &s.baseline, 0).run(), "top_decisions_per_day")
    };
    let reference = top(&[1, 5, 8, 51]);
    for levels in [&[1, 6, 49, 344][..], &[1, 10, 139, 1050]] {
        let ratio = top(levels) / reference;
        assert!((1.0 / 1.5..1.5).contains(&ratio), "{levels:?}: {ratio} times the reference school's");
    }
}

#[test]
fn a_share_of_consultation_reaches_those_asked_and_no_consultation_nobody() {
    let mut s = Scenario { days: 200, ..Scenario::default() };
    s.parameters.context.urgency = 0.0;
    let mut pattern = Pattern::preset("guided-distribution").unwrap();
    pattern.consultation = 0.0;
    assert_eq!(value(&Simulation::new(&s, &Arm::new("none", pattern), 0).run(), "consulted"), 0.0);
    pattern.consultation = 3.0;
    let asked = value(&Simulation::new(&s, &Arm::new("three", pattern), 0).run(), "consulted");
    assert!((2.0..4.0).contains(&asked), "{asked}");
}
