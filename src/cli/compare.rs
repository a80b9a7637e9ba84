//! `leaderful compare`: every arm with the same people and the same luck.

use super::Failure;
use super::numbers::{count, decimals, fixed};
use super::options::Experimenting;
use super::screen::Screen;
use super::session::{self, Done, Wishes, Work};
use crate::experiment::Leader;
use crate::outcomes::{Direction, OUTCOMES};
use crate::report::words;
use crate::scenario::Scenario;
use std::path::Path;

/// Files that a first look needs, and what each is for.
const FILES: &[(&str, &str)] = &[
    ("report.html", "everything on one page, for the browser"),
    ("contrasts.csv", "each arm against the baseline: difference, interval, effect size"),
    ("summary.csv", "each outcome of each arm: mean, spread, quantiles"),
    ("runs.csv", "every replication, an outcome a column"),
    ("series.csv", "outcomes over time"),
    ("events.csv", "departures, appointments, incidents"),
    ("organisations.csv", "each organisation of the system"),
    ("analysis.py", "means and contrasts once more in Python; analysis.R in R"),
    ("datapackage.json", "what every column means"),
];

pub(super) fn perform(options: &Experimenting, screen: &Screen, typed: Vec<String>) -> Result<u8, Failure> {
    let scenario = session::scenario(&options.scenario, &options.changes, screen)?;
    let work = Work {
        scenario: &scenario,
        replications: 0..scenario.replications,
        threads: options.writing.threads.map_or(0, usize::from),
        memory: session::limits(options.changes.max_memory).memory,
        wishes: Wishes::of(&options.writing, &scenario)?,
        typed,
    };
    let out = session::folder(options.writing.out.as_deref(), &scenario.name);
    let done = session::perform(&work, &out, screen)?;
    if !done.results.runs.is_empty() {
        screen.say(&opening(&scenario, &done, screen));
        screen.say(&table(&scenario, &done.leaders, screen));
        screen.say(&answers(&scenario, &done, screen));
        screen.say(&files(&done, &out, screen));
        screen.say(&what_next(&options.scenario, &out, &done, screen));
    }
    Ok(done.code)
}

/// The question, and what was run to answer it.
pub(super) fn opening(scenario: &Scenario, done: &Done, screen: &Screen) -> String {
    let years = f64::from(scenario.days) / f64::from(crate::scenario::DAYS_PER_YEAR);
    let replications = done.results.complete_pairs();
    let luck = if done.results.arms > 1 { " Every arm has the same people and the same luck." } else { "" };
    let organisations = words::organisations(scenario);
    let facts = format!(
        "{organisations}{}, {} days ({years:.1} years), {} of {}, seed {}.{luck}",
        count(scenario.people(), "seat"),
        scenario.days,
        count(replications, "replication"),
        count(done.results.arms, "arm"),
        scenario.seed
    );
    let caution = scenario.stop.as_ref().map_or(String::new(), |stop| screen.wrapped(&words::caution_of_stop(stop), 0));
    format!("{}\n{}{caution}\n", screen.heading(&scenario.question), screen.wrapped(&facts, 0))
}

/// Means and intervals of the headline outcomes, an arm a column; as many tables as the width of the terminal needs.
pub(super) fn table(scenario: &Scenario, leaders: &[Leader], screen: &Screen) -> String {
    let names: Vec<&str> = scenario.all_arms().map(|arm| arm.name.as_str()).collect();
    let rows: Vec<Vec<String>> = leaders.iter().map(|leader| cells(leader, names.len())).collect();
    let labels: Vec<String> = leaders.iter().map(|leader| label(&OUTCOMES[leader.outcome])).collect();
    let widest = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or(0);
    let first = widest(&mut labels.iter().map(|label| label.chars().count())).min(34);
    let width = |arm: usize| {
        widest(&mut rows.iter().map(|row| row[arm].chars().count())).max(names[arm].chars().count().min(14)).max("(baseline)".len())
    };
    let mut text = String::new();
    for arms in spread(names.len(), |arm| width(arm) + 3, screen.width().saturating_sub(first + 4)) {
        let heads =
            arms.clone().map(|arm| if arm == 0 && names.len() > 1 { format!("{}\n(baseline)", names[0]) } else { names[arm].to_owned() });
        let mut table = screen.table(std::iter::once(String::new()).chain(heads));
        for ((leader, label), row) in leaders.iter().zip(&labels).zip(&rows) {
            let cell = |arm: usize| {
                if leader.clear() == Some(arm) { screen.best(&row[arm]) } else { comfy_table::Cell::new(&row[arm]) }
            };
            table.add_row(std::iter::once(comfy_table::Cell::new(label)).chain(arms.clone().map(cell)));
        }
        text.push_str(&format!("{table}\n"));
    }
    let star =
        if names.len() > 1 { "* best, with a 95 % interval of the paired difference to the next best that excludes zero. " } else { "" };
    let interval = if leaders.iter().flat_map(|leader| &leader.standings).any(|standing| standing.interval.is_some()) {
        "Mean ± half of its 95 % interval. "
    } else {
        "One replication has no interval. "
    };
    text + &screen.wrapped(&format!("{interval}{star}Higher is better where ↑, lower where ↓."), 0) + "\n"
}

/// Arms in as few tables as have room, about as many in each.
fn spread(arms: usize, width: impl Fn(usize) -> usize, room: usize) -> Vec<std::ops::Range<usize>> {
    let widest = (0..arms).map(width).max().unwrap_or(1).max(1);
    let tables = arms.div_ceil((room / widest).max(1)).max(1);
    (0..tables).map(|table| table * arms / tables..(table + 1) * arms / tables).collect()
}

/// The cells of one outcome, an arm each.
fn cells(leader: &Leader, arms: usize) -> Vec<String> {
    let digits = decimals(&leader.standings);
    let cell = |arm: usize| {
        let Some(standing) = leader.standing(arm) else { return "-".to_owned() };
        let mean = fixed(standing.mean, digits);
        let star = if leader.clear() == Some(arm) { " *" } else { "" };
        match standing.interval {
            Some(interval) => format!("{mean} ±{}{star}", fixed(interval.half_width(), digits)),
            None => mean,
        }
    };
    (0..arms).map(cell).collect()
}

/// Name of an outcome with its unit and the better direction.
fn label(outcome: &crate::outcomes::Outcome) -> String {
    let arrow = match outcome.direction {
        Direction::Higher => " ↑",
        Direction::Lower => " ↓",
        Direction::Neutral => "",
    };
    let unit = super::numbers::unit(outcome.unit);
    let unit = if unit.is_empty() || outcome.label.to_lowercase().contains(unit.trim()) { String::new() } else { format!(",{unit}") };
    format!("{}{unit}{arrow}", outcome.label)
}

/// A sentence a headline outcome.
pub(super) fn answers(scenario: &Scenario, done: &Done, screen: &Screen) -> String {
    if done.results.arms < 2 {
        return String::new();
    }
    let mut text = screen.heading("Who leads, and how sure that is") + "\n";
    for leader in &done.leaders {
        text.push_str(&screen.wrapped(&format!("- {}", words::sentence(scenario, leader)), 2));
    }
    text + "\n"
}

/// Where the files are.
pub(super) fn files(done: &Done, out: &Path, screen: &Screen) -> String {
    let shown = out.display();
    let mut text = screen.heading(&format!("{} in {shown}", count(done.files.len() + 1, "file"))) + "\n";
    for (name, purpose) in FILES.iter().filter(|(name, _)| done.files.iter().any(|file| file.name == *name)) {
        text.push_str(&format!("  {name:<17} {purpose}\n"));
    }
    if done.files.iter().any(|file| file.name.starts_with("plots/")) {
        text.push_str(&format!("  {:<17} {}\n", "plots/", "pictures, as SVG and PNG"));
    }
    text + "\n"
}

/// What to type next.
fn what_next(scenario: &str, out: &Path, done: &Done, screen: &Screen) -> String {
    let quoted = |text: &str| if text.contains(char::is_whitespace) { format!("\"{text}\"") } else { text.to_owned() };
    let (scenario, out) = (quoted(scenario), quoted(&out.display().to_string()));
    let mut text = screen.heading("What next") + "\n";
    for (command, purpose) in [
        (format!("leaderful compare {scenario} --set context.load=1.5 --out output/busier"), "the same under another assumption"),
        (format!("leaderful run {scenario} --replication 0 --people --ties"), "one run, person by person"),
        ("leaderful list parameters".to_owned(), "every assumption, with its range and source"),
    ] {
        text.push_str(&format!("  {command}\n      {purpose}\n"));
    }
    if done.results.is_complete() {
        text.push_str(&format!("  leaderful rerun {out} --verify\n      the same bytes again\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn arms_are_spread_evenly_over_tables_that_fit() {
        assert_eq!(spread(7, |_| 18, 65), vec![0..2, 2..4, 4..7]);
        assert_eq!(spread(3, |_| 18, 65), vec![0..3]);
        assert_eq!(spread(3, |_| 18, 10), vec![0..1, 1..2, 2..3], "one at least");
        assert_eq!(spread(1, |_| 0, 0), vec![0..1]);
    }
}
