//! Limiting cases of what lies between organisations, each alone.

use super::between::{Between, Meeting};
use super::copying::{self, Ties};
use super::network::Network;
use super::practice::Practice;
use super::resources::{Resources, worth};
use super::tests::{apart, arm};
use super::{System, run, transfer};
use crate::mechanisms::{MECHANISMS, MechanismName, succession};
use crate::organisation::people::NOBODY;
use crate::outcomes::position;
use crate::scenario::parameters::{self, Parameters};
use crate::simulation::{RunResult, Simulation};
use crate::streams::Streams;

fn luck(organisations: u32) -> Vec<Streams> {
    (0..organisations).map(|number| Streams::new(5, 0, number)).collect()
}

fn meeting<'a>(p: &'a Parameters, common: &'a Streams, day: u32) -> Meeting<'a> {
    Meeting { day, since: day, p, common, programmes: &[] }
}

#[test]
fn practice_of_an_organisation_alone_settles_where_its_rates_balance() {
    let (p, luck, common) = (Parameters::default(), luck(300), Streams::new(5, 0, 9999));
    let mut practice = Practice::found(&p, &common, luck.iter());
    let mut late = 0.0;
    for quarter in 1..=80 {
        practice.meet(luck.iter(), &meeting(&p, &common, 65 * quarter));
        late += if quarter > 60 { practice.mean() / 20.0 } else { 0.0 };
    }
    let s = &p.system;
    let trials = f64::from(s.search_trials / s.practice_bits);
    let (evaluation, turbulence, forgetting) = (f64::from(s.evaluation), f64::from(s.practice_turbulence), f64::from(s.forgetting));
    let expected = (trials * evaluation + turbulence) / (trials + forgetting + 2.0 * turbulence);
    assert!((late - expected).abs() < 0.01, "{late} against {expected}");
    assert!((f64::from(s.practice_start) - expected).abs() < 0.01, "the start is where it settles");
}

/// Practice that only crosses: share right after many meetings.
fn crossed(change: impl Fn(&mut Parameters)) -> f64 {
    let (mut p, luck, common) = (Parameters::default(), luck(12), Streams::new(5, 0, 9999));
    (p.system.evaluation, p.system.context_share, p.system.copying, p.system.support_ties) = (1.0, 0.0, 0.3, 4.0);
    (p.system.search_trials, p.system.forgetting, p.system.practice_turbulence) = (0.0, 0.0, 0.0);
    change(&mut p);
    let mut practice = Practice::found(&p, &common, luck.iter());
    let (ties, network) = (Ties::found(&p, luck.iter()), Network::found(luck.len()));
    for quarter in 1..=100 {
        copying::copy(&mut practice, &ties, &network, luck.iter(), &meeting(&p, &common, 65 * quarter));
    }
    practice.mean()
}

#[test]
fn copying_without_noise_reaches_all_and_without_ties_nobody() {
    assert_eq!(crossed(|_| ()), 1.0);
    let start = crossed(|p| p.system.support_ties = 0.0);
    assert!((start - 0.53).abs() < 0.08, "{start}");
    assert_eq!(crossed(|p| p.system.copying = 0.0), start);
}

#[test]
fn untried_copying_carries_errors_and_practice_bound_to_a_context_stays_at_home() {
    assert!(crossed(|p| p.system.trial = 1.0) < 0.8, "what is wrong crosses as well");
    let bound = crossed(|p| p.system.context_share = 1.0);
    // Everybody does either thing somewhere: each organisation finds its own among its ties or keeps it.
    assert!(bound > 0.9, "{bound}");
    assert!(crossed(|p| (p.system.context_share, p.system.trial) = (1.0, 1.0)) < 0.65);
}

/// Mean adopters of many networks after some years, and the standard error of the mean.
fn joined(p: &Parameters, leaders: u32, years: f32) -> (f64, f64) {
    let counts: Vec<f64> = (0..8)
        .map(|replication| {
            let luck: Vec<Streams> = (0..leaders).map(|leader| Streams::new(5, replication, leader)).collect();
            let mut network = Network::open(leaders as usize, 0);
            for number in 1..=(years * 260.0 / p.system.meeting_days) as u32 {
                network.spread(|leader| &luck[leader as usize], &meeting(p, &luck[0], number));
            }
            network.adopters() as f64
        })
        .collect();
    let mean = counts.iter().sum::<f64>() / 8.0;
    let variance = counts.iter().map(|count| (count - mean) * (count - mean)).sum::<f64>() / 7.0;
    (mean, (variance / 8.0).sqrt())
}

#[test]
fn many_leaders_who_look_at_many_join_along_the_curve_of_bass() {
    let mut p = Parameters::default();
    (p.system.innovation, p.system.imitation, p.system.network_contacts, p.system.meeting_days) = (0.03, 0.4, 20.0, 13.0);
    for years in [3.0f32, 6.0] {
        let (mean, error) = joined(&p, 1500, years);
        let fading = libm::exp(-0.43 * f64::from(years));
        let bass = 1500.0 * (1.0 - fading) / (1.0 + 0.4 / 0.03 * fading);
        // Meetings are steps of a twentieth of a year: two per cent.
        assert!((mean - bass).abs() < 4.0 * error + 0.02 * bass, "{years} years: {mean} against {bass}");
    }
    p.system.imitation = 0.0;
    let (mean, error) = joined(&p, 1500, 6.0);
    let alone = 1500.0 * (1.0 - libm::exp(-0.18));
    assert!((mean - alone).abs() < 4.0 * error.max(5.0), "without imitation {mean} against {alone}");
}

/// Mean worth over many organisations, central or local, without the effect on skill.
fn provided(p: &mut Parameters, luck: &[Streams], rule: f32) -> f64 {
    (p.system.resources, p.system.resources_effect) = (rule, 1.0);
    let resources = Resources::found(p, luck.iter());
    let sum: f64 = (0..luck.len()).map(|number| f64::from(resources.value(&p.system, number))).sum();
    sum / luck.len() as f64
}

#[test]
fn central_and_local_resources_cross_where_oates_says() {
    let (mut p, luck) = (Parameters::default(), luck(5_000));
    let s = p.system.clone();
    let local_worth = f64::from(s.local_efficiency * (1.0 - s.local_error * s.local_error));
    let crossing = 1.0 - local_worth / f64::from(s.central_efficiency);
    // Four standard errors of a mean of 5,000 squares.
    let room = |spread: f64| 4.0 * spread * spread * (2.0f64 / 5_000.0).sqrt() + 1e-6;
    for (square, central_is_better) in [(0.5 * crossing, true), (1.5 * crossing, false)] {
        p.system.need_spread = square.sqrt() as f32;
        let (central, local) = (provided(&mut p, &luck, 1.0), provided(&mut p, &luck, 2.0));
        assert!((central - (1.0 - square)).abs() < room(square.sqrt()), "{central} at {square}");
        assert!((local - local_worth).abs() < room(0.2), "{local}");
        assert_eq!(central > local, central_is_better, "needs of variance {square}");
    }
    assert_eq!(provided(&mut p, &luck, 0.0), 0.0);
    assert_eq!((worth(0.9, 0.0), worth(0.9, 1.0)), (0.9, 0.0));
}

#[test]
fn a_vacant_post_goes_to_a_deputy_of_another_organisation_who_takes_along_what_is_known() {
    let mut scenario = apart(2.0, 100);
    scenario.parameters.system.move_share = 1.0;
    let mut members = System::new(&scenario, &arm(), 0).members;
    let mut between = Between::new(&scenario.parameters, Vec::new(), Vec::new(), Streams::new(1, 0, u32::MAX), &mut members);
    members[0].visit(|organisation, now, log| succession::depart(organisation, now, log, &[organisation.positions.occupant[0]]));
    let deputy = members[1].organisation.positions.occupant[1] as usize;
    let people = &mut members[1].organisation.people;
    (people.profile[deputy].leadership, people.profile[deputy].aspiration, people.strain[deputy]) = (0.97, 0.9, 0.123);
    let (knowledge, local) = (people.profile[deputy].knowledge, scenario.parameters.people.local_newcomer);
    let everybody = |members: &[Simulation]| members.iter().map(|member| member.organisation.people.everybody().count()).sum::<usize>();
    let before = everybody(&members);
    let common = Streams::new(1, 0, u32::MAX);
    (transfer::ROW.meet.unwrap())(&mut between, &mut members, &meeting(&scenario.parameters, &common, 65));
    let (old, new) = (&members[1].organisation, &members[0].organisation);
    assert_eq!((everybody(&members), old.positions.occupant[1]), (before, NOBODY));
    let head = new.positions.occupant[0] as usize;
    assert_eq!(
        (new.people.profile[head].leadership, new.people.strain[head], new.people.profile[head].knowledge),
        (0.97, 0.123, knowledge)
    );
    assert_eq!((new.people.local[head], new.ties.of(head as u32).count()), (local, 0));
}

fn outcome(result: &RunResult, name: &str) -> f64 {
    result.outcomes[position(name).unwrap()]
}

/// A system in which nothing happens but learning and programmes that develop people, for two years and a day, in the climate of
/// the published course.
fn developing(organisations: f32, change: impl Fn(&mut parameters::System)) -> RunResult {
    let (mut scenario, mut arm) = (apart(organisations, 521), arm());
    arm.pattern.development = 0.4;
    arm.without = MECHANISMS.iter().map(|row| row.mechanism).filter(|mechanism| *mechanism != MechanismName::Learning).collect();
    scenario.parameters.learning.leader_quality = 0.0;
    change(&mut scenario.parameters.system);
    run(&scenario, &arm, 0)
}

#[test]
fn local_programmes_grow_with_the_system_and_a_central_one_does_not() {
    let central = |organisations| outcome(&developing(organisations, |p| p.central_places = 8.0), "developed");
    assert_eq!((central(6.0), central(12.0)), (8.0, 8.0));
    let local = |organisations| outcome(&developing(organisations, |p| p.licensed = 1.0), "developed");
    assert_eq!((local(6.0), local(12.0)), (24.0, 48.0));
}

#[test]
fn what_programmes_teach_fades_as_after_a_course_and_less_is_taught_without_assurance() {
    let kept = |assurance: f32| outcome(&developing(4.0, |p| (p.licensed, p.quality_assurance) = (1.0, assurance)), "developed_kept");
    let whole = kept(1.0);
    assert!((whole - 0.34).abs() < 0.005, "{whole} after a year (Saks and Belcourt 2006: .34)");
    // Places of the first year, from which another one has passed, were taken after one to four quarters.
    let quality = [0.25f64, 0.5, 0.75, 1.0].iter().map(|years| libm::exp(-0.2 * years)).sum::<f64>() / 4.0;
    assert!((kept(0.0) - whole * quality).abs() < 0.005, "{} against {}", kept(0.0), whole * quality);
}

#[test]
fn a_team_supports_those_who_work_for_the_system_and_costs_hours() {
    let support = |hours: f32, size: f32| {
        let mut scenario = apart(2.0, 60);
        (scenario.parameters.system.system_hours, scenario.parameters.system.team_size) = (hours, size);
        // The ties of most heads fill their support; a team matters where they do not.
        (scenario.parameters.people.ties_in_unit, scenario.parameters.people.ties_across) = (0.0, 0.0);
        scenario.without.push(MechanismName::Ties);
        let mut system = System::new(&scenario, &arm(), 0);
        system.advance(59, &|| true);
        let member = &system.members()[0].organisation;
        (member.people.support[member.positions.occupant[0] as usize], member.outside.head_hours)
    };
    let (alone, team) = (support(5.0, 0.0), support(5.0, 3.0));
    assert!(team.0 > alone.0 && team.1 == 6.0 && alone.1 == 5.0, "{alone:?} {team:?}");
    assert_eq!(support(0.0, 3.0).1, 0.0, "no team without work for the system");
}
