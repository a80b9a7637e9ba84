//! Temporary probe.
use leaderful::outcomes::OUTCOMES;
use leaderful::pattern::PRESETS;
use leaderful::scenario::{Arm, Scenario, Structure};
use leaderful::simulation::Simulation;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let reps: u32 = args.get(1).and_then(|a| a.parse().ok()).unwrap_or(10);
    let mut s = Scenario::default();
    if let Some(levels) = args.get(2) { s.structure = Structure::Levels(levels.split(',').map(|x| x.parse().unwrap()).collect()); }
    for set in &args[3.min(args.len())..] {
        let (k, v) = set.split_once('=').unwrap();
        match k { "rounds" => s.rounds = v.parse().unwrap(), "years" => s.days = 260 * v.parse::<u32>().unwrap(), _ => assert!(s.parameters.set(k, v.parse().unwrap()), "{k}") }
    }
    let mut cols = Vec::new();
    for preset in PRESETS {
        let arm = Arm::new(preset.name, preset.pattern);
        let t = std::time::Instant::now();
        let runs: Vec<_> = (0..reps).map(|r| Simulation::new(&s, &arm, r).run()).collect();
        let ns = t.elapsed().as_nanos() as f64 / (reps as f64 * s.days as f64 * s.people() as f64);
        let means: Vec<f64> = (0..OUTCOMES.len()).map(|o| { let v: Vec<f64> = runs.iter().map(|r| r.outcomes[o]).filter(|v| v.is_finite()).collect(); v.iter().sum::<f64>() / v.len() as f64 }).collect();
        let last: Vec<f64> = (0..OUTCOMES.len()).map(|o| runs.iter().map(|r| r.series.last().unwrap().values[o]).sum::<f64>() / runs.len() as f64).collect();
        cols.push((preset.name, ns, means, last));
    }
    print!("{:28}", "ns/person-day"); for c in &cols { print!("{:>16.0}", c.1); } println!();
    print!("{:28}", ""); for c in &cols { print!("{:>16}", &c.0[..c.0.len().min(14)]); } println!();
    for (o, outcome) in OUTCOMES.iter().enumerate() { print!("{:28}", outcome.name); for c in &cols { print!("{:>9.3}{:>7.2}", c.2[o], c.3[o]); } println!(); }
}
