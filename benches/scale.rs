//! One organisation of 65 to a million people: cost of a person-day, memory, and two threads against one.
//!
//! ```text
//! cargo bench --bench scale                       # all sizes; the largest needs 3 GiB and some minutes
//! cargo bench --bench scale -- 65 1000 65000      # some of them
//! ```
//!
//! Windows of days go round from size to size, and in each from one thread to two, so that a change in the machine's load meets all.
//! See benches/README.md on how to read the figures.

use leaderful::large_pages;
use leaderful::pattern::Pattern;
use leaderful::scenario::{Arm, Scenario, Structure};
use leaderful::simulation::Simulation;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

/// People of the organisations that are measured unless others are named.
const SIZES: [u32; 4] = [65, 1_000, 65_000, 1_000_000];
/// Days before the first measurement: inboxes and pools have filled by then.
const WARM_DAYS: u32 = 60;
/// Days of a window: those between two records, so that each window has one.
const DAYS: u32 = 20;
/// Windows of each size.
const WINDOWS: usize = 5;
/// Person-days that a window has at least, by running small organisations side by side one after the other.
const LEAST: u32 = 200_000;

/// Levels of an organisation with spans of about seven.
fn levels(people: u32) -> Vec<u32> {
    let mut below = vec![people.saturating_sub(people / 8).max(1)];
    while below[below.len() - 1] > 7 {
        below.push((below[below.len() - 1] / 7).max(1));
    }
    if below[below.len() - 1] > 1 {
        below.push(1);
    }
    below.reverse();
    // The front line takes what is left.
    let leaders: u32 = below[..below.len() - 1].iter().sum();
    *below.last_mut().expect("there is one level at least") = people - leaders;
    below
}

#[expect(clippy::disallowed_methods, reason = "a bench measures time")]
fn now() -> Instant {
    Instant::now()
}

/// Resident memory in bytes; 0 where /proc does not tell it.
fn resident() -> f64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with("VmRSS"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok()).unwrap_or(0.0) * 1024.0
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn step(simulations: &mut [Simulation], days: u32) {
    simulations.iter_mut().for_each(|simulation| (0..days).for_each(|_| simulation.step()));
}

/// What one window of a size has shown: ns a person-day on one thread and on two.
type Window = [f64; 2];

/// Organisations of one size: says how many bytes a person takes, then measures a window for each line that comes in.
fn measure(people: u32) {
    let pools = [1, 2].map(|threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads"));
    let arm = Arm::new("guided", Pattern::preset("guided-distribution").expect("a preset"));
    let structure = Structure::Levels(levels(people));
    let scenario = Scenario { days: 10_000, record_every_days: DAYS, structure, ..Scenario::default() };
    let number = LEAST.div_ceil(people * DAYS).max(1);
    let base = resident();
    let mut simulations: Vec<Simulation> = (0..number).map(|replication| Simulation::new(&scenario, &arm, replication)).collect();
    pools[1].install(|| step(&mut simulations, WARM_DAYS));
    println!("{}", (resident() - base) / f64::from(people * number));
    for _ in std::io::stdin().lines() {
        let window = pools.each_ref().map(|pool| {
            let start = now();
            pool.install(|| step(&mut simulations, DAYS));
            start.elapsed().as_secs_f64() * 1e9 / f64::from(people * number * DAYS)
        });
        println!("{} {}", window[0], window[1]);
    }
}

/// A size in a process of its own, so that one does not use the memory of another.
struct Measured {
    people: u32,
    process: Child,
    asked: ChildStdin,
    answers: BufReader<ChildStdout>,
    bytes: f64,
    windows: Vec<Window>,
}

impl Measured {
    /// Starts it, and waits until it is ready.
    fn begin(people: u32) -> Self {
        let mut own = Command::new(std::env::current_exe().expect("this program"));
        own.args(["measure", &people.to_string()]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = own.spawn().expect("it starts");
        let (asked, answers) = (process.stdin.take().expect("piped"), BufReader::new(process.stdout.take().expect("piped")));
        let mut measured = Self { people, process, asked, answers, bytes: f64::NAN, windows: Vec::new() };
        [measured.bytes] = measured.answer();
        measured
    }

    /// The numbers of its next line.
    fn answer<const N: usize>(&mut self) -> [f64; N] {
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("a line");
        let numbers: Vec<f64> = line.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        numbers.try_into().unwrap_or_else(|_| panic!("{} people: it has ended early", self.people))
    }

    /// Measures one more window.
    fn window(&mut self) {
        writeln!(self.asked).expect("it listens");
        let window = self.answer();
        self.windows.push(window);
    }

    /// The median over windows of what a window shows.
    fn median(&self, shows: impl Fn(&Window) -> f64) -> f64 {
        median(self.windows.iter().map(shows).collect())
    }

    /// How many times the cost of another size this one has: the median over neighbouring windows.
    fn times(&self, other: &Self) -> f64 {
        median(self.windows.iter().zip(&other.windows).map(|([own, _], [other, _])| own / other).collect())
    }
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let people = |word: &String| word.parse().ok();
    if let [measured, size] = &words[..]
        && let ("measure", Some(size)) = (measured.as_str(), people(size))
    {
        // As the program does with large organisations.
        large_pages::ask(size as usize);
        return measure(size);
    }
    let named: Vec<u32> = words.iter().filter_map(people).collect();
    let sizes = if named.is_empty() { SIZES.to_vec() } else { named };
    let mut all: Vec<Measured> = sizes.into_iter().map(Measured::begin).collect();
    for _ in 0..WINDOWS {
        all.iter_mut().for_each(Measured::window);
    }
    let heads = ["people", "ns a person-day", "of the first", "exponent", "two threads", "bytes a person"];
    println!("{:>10} {:>16} {:>14} {:>10} {:>12} {:>16}", heads[0], heads[1], heads[2], heads[3], heads[4], heads[5]);
    for (place, size) in all.iter().enumerate() {
        let (cost, times, faster) = (size.median(|[one, _]| *one), size.times(&all[0]), size.median(|[one, two]| one / two));
        let exponent = place.checked_sub(1).map_or(String::new(), |before| {
            let before = &all[before];
            format!("{:.2}", 1.0 + libm::log(size.times(before)) / libm::log(f64::from(size.people) / f64::from(before.people)))
        });
        println!("{:>10} {cost:>16.0} {times:>14.2} {exponent:>10} {faster:>12.2} {:>16.0}", size.people, size.bytes);
    }
    for Measured { mut process, asked, .. } in all {
        drop(asked);
        process.wait().expect("it ends");
    }
}
