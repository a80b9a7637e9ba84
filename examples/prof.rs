//! Temporary probe.
use leaderful::scenario::{Arm, Scenario, Structure};
use leaderful::simulation::Simulation;
fn main() {
    let mut s = Scenario::default();
    let args: Vec<String> = std::env::args().collect();
    if let Some(levels) = args.get(2) { s.structure = Structure::Levels(levels.split(',').map(|x| x.parse().unwrap()).collect()); }
    s.days = args.get(3).map_or(1300, |d| d.parse().unwrap());
    let arm = Arm::new("a", leaderful::pattern::Pattern::preset(&args[1]).unwrap());
    let t = std::time::Instant::now();
    let r = Simulation::new(&s, &arm, 0).run();
    println!("{:?} ns/pd {}", r.outcomes[0], t.elapsed().as_nanos() as f64 / (s.days as f64 * s.people() as f64));
}
