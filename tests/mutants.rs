//! Scenario files that were damaged at random are read or refused with line and key: without a panic, a hang or much memory.
#![cfg(feature = "cli")]

use leaderful::error::{Error, Problem};
use leaderful::scenario::Scenario;
use leaderful::scenario::load::{LARGEST_FILE, Limits, load_within};
use leaderful::scenario::presets::SCENARIO_PRESETS;
use leaderful::scenario::template;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// Longest time for one file; five times as long where nothing is optimised.
const LONGEST: Duration = Duration::from_secs(if cfg!(debug_assertions) { 5 } else { 1 });
/// Most memory of this process, in KiB: far more than a file takes, and far less than what its numbers ask for.
const MOST_MEMORY: u64 = 256 << 10;

/// Small seeded generator (xorshift): the same mutants each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }
}

/// What is put into files.
const POISON: &[&str] = &[
    "nan",
    "inf",
    "-inf",
    "1e308",
    "-1",
    "9223372036854775808",
    "1e-320",
    "-0.0",
    "0x1F",
    "1_0",
    "\"",
    "'''",
    "\"\"\"",
    "[",
    "]",
    "[[",
    "{",
    "}",
    "=",
    ",",
    ".",
    "#",
    "\u{0}",
    "\u{202e}",
    "\u{feff}",
    "\r",
    "\r\n",
    "\n",
    "true",
    "1979-05-27",
    "\"\\u0000\"",
    "é",
    "[arm]",
    "[[arm]]",
    "[baseline]",
    "name",
    "levels = [1, 1000000000]\n",
    "[[[[[[",
    "a.a.a.a.a.a = 1\n",
    "\\",
    "-9223372036854775809",
    "1e999",
    "+nan",
    "\u{2066}",
    "\u{2028}",
    "\u{7f}",
    "0.1e-9999999999",
    "seed = 18446744073709551616\n",
    "organisations = 4294967296\n",
    "between = [\"autocracy\", \"anarchy\"]",
    "[design]\n",
    "[[design.factor]]\npath = \"seed\"\nlow = 0\nhigh = 1e308\nsteps = 1000000000\n",
];

fn mutant(text: &str, dice: &mut Dice) -> String {
    let mut text = text.to_owned();
    for _ in 0..1 + dice.below(4) {
        let at = text.floor_char_boundary(dice.below(text.len() + 1));
        match dice.below(5) {
            0 => text.insert_str(at, POISON[dice.below(POISON.len())]),
            1 => {
                let end = text.ceil_char_boundary((at + dice.below(12)).min(text.len()));
                text.replace_range(at..end, POISON[dice.below(POISON.len())]);
            }
            2 => {
                let mut lines: Vec<&str> = text.split('\n').collect();
                let (from, to) = (dice.below(lines.len()), dice.below(lines.len()));
                lines.insert(to, lines[from]);
                text = lines.join("\n");
            }
            3 => {
                let mut lines: Vec<&str> = text.split('\n').collect();
                lines.remove(dice.below(lines.len()));
                text = lines.join("\n");
            }
            _ => {
                // The value of a line.
                let equals: Vec<usize> = text.match_indices(" = ").map(|(i, _)| i + 3).collect();
                if equals.is_empty() {
                    continue;
                }
                let start = equals[dice.below(equals.len())];
                let end = text[start..].find('\n').map_or(text.len(), |i| start + i);
                text.replace_range(start..end, POISON[dice.below(POISON.len())]);
            }
        }
    }
    text
}

/// A file that is large or deep in one of several ways.
fn monster(text: &str, dice: &mut Dice) -> String {
    let depth = 10 + dice.below(100_000);
    let keys = 1000 + dice.below(100_000);
    match dice.below(8) {
        0 => "[".repeat(depth),
        1 => format!("{}a = 1", "a.".repeat(depth)),
        2 => format!("a = {}", "{a=".repeat(depth)),
        3 => text.to_owned() + &(0..keys).map(|i| format!("k{i} = 1\n")).collect::<String>(),
        4 => text.to_owned() + &"days = 1\n".repeat(keys),
        5 => format!("title = \"{}\"\n{text}", "\u{202e}".repeat(keys)),
        6 => format!("without = [{}]\n{text}", "\"trust\",".repeat(keys)),
        _ => text.replace('\n', "\r\n") + &"[[arm]]\nname = \"a\"\n".repeat(keys / 100),
    }
}

/// Most memory that this process has had, in KiB; 0 where /proc does not tell it.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|word| word.parse().ok()).unwrap_or(0)
}

/// Time of the processor that this thread has had, where /proc tells it: other programs do not count. Else, time that passed.
#[expect(clippy::disallowed_methods, reason = "a test measures time")]
fn time() -> Duration {
    static START: OnceLock<Instant> = OnceLock::new();
    let facts = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let had = facts.split_whitespace().next().and_then(|word| word.parse().ok()).map(Duration::from_nanos);
    had.unwrap_or_else(|| START.get_or_init(Instant::now).elapsed())
}

fn is_told(problem: &Problem) -> bool {
    let more = problem.message.starts_with("and ");
    more || problem.line.is_some_and(|line| line >= 1)
        && (problem.key.is_some() || problem.column.is_some() || problem.source_name.is_some())
}

fn mutants(number: usize, monsters: usize) {
    let files = |_: &str| Ok("position_id,parent_id,unit,department\nhead,,t,t\na,head,u,d\n".to_owned());
    let mut originals: Vec<String> = SCENARIO_PRESETS.iter().map(|p| p.text.to_owned()).collect();
    originals.push(template::text(&Scenario::default(), None).replace("# ", ""));
    originals.push(template::text(&Scenario::default(), None));
    let (mut dice, mut refused, mut slowest) = (Dice(0x5EED), 0, Duration::ZERO);
    for i in 0..number {
        let original = &originals[i % originals.len()];
        // Large ones are spread over all others.
        let text = if i % (number / monsters) == 0 { monster(original, &mut dice) } else { mutant(original, &mut dice) };
        let start = time();
        let read = load_within("mutant.toml", &text, &files, &Limits::default());
        let took = time() - start;
        assert!(took < LONGEST, "mutant {i} of {} bytes took {took:?}", text.len());
        slowest = slowest.max(took);
        let Err(error) = read else { continue };
        refused += 1;
        let Error::BadInput(problems) = &error else { panic!("{error}") };
        problems.iter().for_each(|problem| assert!(is_told(problem), "mutant {i}: {problem:?}"));
        assert!(error.to_string().len() < 200_000 && text.len() < 4 * LARGEST_FILE);
    }
    println!("{number} mutants, {refused} of them refused with their place; the slowest took {slowest:?}, memory at most {} KiB", memory());
    assert!(refused > number / 2, "{refused}");
    assert!(memory() < MOST_MEMORY, "{} KiB", memory());
}

#[test]
fn two_thousand_mutants_are_read_or_refused_with_a_place() {
    mutants(2000, 20);
}

#[test]
#[ignore = "takes some minutes: cargo test --test mutants -- --ignored --nocapture"]
fn a_hundred_thousand_mutants_are_read_or_refused_with_a_place() {
    mutants(100_000, 200);
}
