//! Styles of leaders and followers: each works by the paths that it is said to work by, and by no other.

use leaderful::{Arm, Pattern, Scenario, Simulation};

/// Outcomes, bit by bit, of a year under traditional delegation with one style dial and some parameters turned.
fn outcomes(dial: &str, level: f32, parameters: &[(&str, f32)]) -> Vec<u64> {
    let mut arm = Arm::new("arm", Pattern::preset("traditional-delegation").unwrap());
    assert!(arm.pattern.set(dial, level), "{dial}");
    arm.parameters.extend(parameters.iter().map(|(path, value)| ((*path).to_owned(), *value)));
    let scenario = Scenario { days: 260, ..Scenario::default() };
    Simulation::new(&scenario, &arm, 0).run().outcomes.iter().map(|value| value.to_bits()).collect()
}

/// With all paths cut the dial does nothing; with any one of them it does something.
fn works_by(dial: &str, paths: &[&str]) {
    let cut: Vec<(&str, f32)> = paths.iter().map(|path| (*path, 0.0)).collect();
    let none = outcomes(dial, 0.0, &cut);
    assert_eq!(outcomes(dial, 1.0, &cut), none, "{dial} works by more than {paths:?}");
    for path in paths {
        let one: Vec<(&str, f32)> = cut.iter().copied().filter(|(other, _)| other != path).collect();
        assert_ne!(outcomes(dial, 1.0, &one), outcomes(dial, 0.0, &one), "{dial} does not work by {path}");
    }
}

#[test]
fn skilled_following_works_by_proposals_knowledge_carried_up_and_an_own_view() {
    works_by("following", &["attention.proposal_hours", "attention.proposal_relief", "decision.carried_up", "decision.own_view"]);
}

#[test]
fn learning_centred_leaders_work_by_modelling_monitoring_and_dialogue() {
    works_by(
        "learning_centred",
        &["attention.dialogue_hours", "learning.dialogue_gain", "learning.monitoring_gain", "learning.modelling_gain"],
    );
}

#[test]
fn rewards_work_by_what_is_measured_and_by_purpose() {
    works_by("transactional", &["outcome.reward_transactional"]);
    works_by("transformational", &["outcome.use_transformational"]);
}
