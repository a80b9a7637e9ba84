//! A day allocates nothing once its lists have grown to what the organisation needs; a rare day still makes one grow.

use leaderful::{Arm, Pattern, Scenario, Simulation};

#[test]
fn days_between_records_allocate_nothing() {
    let scenario = Scenario { days: 2_000, record_every_days: 1_000_000, ..Scenario::default() };
    for preset in ["traditional-delegation", "guided-distribution", "anarchy"] {
        let arm = Arm::new("arm", Pattern::preset(preset).expect("a preset"));
        let mut simulation = Simulation::new(&scenario, &arm, 0);
        (0..780).for_each(|_| simulation.step());
        let total: u64 = (0..260).map(|_| allocation_counter::measure(|| simulation.step()).count_total).sum();
        assert!(total <= 4, "{preset}: {total} allocations in a year");
    }
}
