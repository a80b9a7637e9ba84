//! Cost of the whole day: `cargo bench`. See benches/README.md on how to read the figures.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use leaderful::mechanisms::MECHANISMS;
use leaderful::pattern::{PRESETS, Pattern};
use leaderful::scenario::{Arm, Scenario, Structure};
use leaderful::simulation::Simulation;
use std::hint::black_box;

/// Days that one measurement simulates, after a warm-up of as many.
const DAYS: u32 = 60;

/// An organisation that has been running for a while.
fn warm(levels: &[u32], arm: &Arm) -> Simulation {
    let scenario =
        Scenario { days: u32::MAX, structure: Structure::Levels(levels.to_vec()), record_every_days: u32::MAX, ..Scenario::default() };
    let mut simulation = Simulation::new(&scenario, arm, 0);
    (0..DAYS).for_each(|_| simulation.step());
    simulation
}

fn days(simulation: &Simulation) -> u32 {
    let mut simulation = simulation.clone();
    (0..DAYS).for_each(|_| simulation.step());
    black_box(simulation.day())
}

fn patterns(c: &mut Criterion) {
    let mut group = c.benchmark_group("school of 65, person-days");
    group.throughput(Throughput::Elements(u64::from(DAYS) * 65));
    for preset in PRESETS {
        let simulation = warm(&[1, 5, 8, 51], &Arm::new(preset.name, preset.pattern));
        group.bench_function(preset.name, |b| b.iter(|| days(&simulation)));
    }
    group.finish();
}

fn without_each_mechanism(c: &mut Criterion) {
    let mut group = c.benchmark_group("guided distribution without one mechanism, person-days");
    group.throughput(Throughput::Elements(u64::from(DAYS) * 65));
    let guided = Pattern::preset("guided-distribution").expect("a preset");
    let whole = warm(&[1, 5, 8, 51], &Arm::new("whole", guided));
    group.bench_function("whole", |b| b.iter(|| days(&whole)));
    for mechanism in MECHANISMS {
        let mut arm = Arm::new(mechanism.name, guided);
        arm.without.push(mechanism.mechanism);
        let simulation = warm(&[1, 5, 8, 51], &arm);
        group.bench_function(mechanism.name, |b| b.iter(|| days(&simulation)));
    }
    group.finish();
}

fn sizes(c: &mut Criterion) {
    let mut group = c.benchmark_group("guided distribution by size, person-days");
    group.sample_size(10);
    let guided = Pattern::preset("guided-distribution").expect("a preset");
    for levels in [vec![1, 5, 8, 51], vec![1, 10, 100, 900], vec![1, 10, 100, 1000, 9000]] {
        let people: u32 = levels.iter().sum();
        group.throughput(Throughput::Elements(u64::from(DAYS) * u64::from(people)));
        let simulation = warm(&levels, &Arm::new("guided", guided));
        group.bench_function(BenchmarkId::from_parameter(people), |b| b.iter(|| days(&simulation)));
    }
    group.finish();
}

criterion_group!(benches, patterns, without_each_mechanism, sizes);
criterion_main!(benches);
