//! `leaderful claims`: the claims of the documents, tested.

use super::catalogue::unknown;
use super::progress::Bar;
use super::screen::{Screen, complain};
use super::session::folder;
use super::signals::Signals;
use super::{Failure, files};
use crate::claims::{Claim, Effort, FILES, Row, Tested, Verdict, output, page, test};
use crate::error::{Error, Problem};
use crate::experiment::Controls;
use crate::export::{OutputFolder, TableForm, json};
use crate::report::words::number;
use crate::scenario::load::name_from_source;
use std::path::Path;

/// What was asked for.
pub(super) struct Wishes<'a> {
    /// Names or files of claims; all of the list if empty.
    pub(super) ids: &'a [String],
    pub(super) json: bool,
    pub(super) replications: Option<u32>,
    pub(super) quick: bool,
    pub(super) set: &'a [String],
    pub(super) seed: Option<u64>,
    pub(super) out: Option<&'a Path>,
    pub(super) plots: bool,
    pub(super) form: TableForm,
    /// 0 for all processors.
    pub(super) threads: usize,
}

pub(super) fn perform(wishes: &Wishes<'_>, screen: &Screen) -> Result<u8, Failure> {
    let claims = chosen(wishes)?;
    let signals = Signals::watch();
    let effort = effort(wishes);
    let mut tested: Vec<(Claim, Tested)> = Vec::new();
    for claim in claims {
        let bar = Bar::new(screen);
        let progress = |progress| bar.show(progress);
        let found = test(&claim, effort, &Controls { threads: wishes.threads, interrupt: &signals.stop, progress: &progress })?;
        let took = bar.end();
        let Some(found) = found else { break };
        if found.failed > 0 {
            complain(&format!("{}: {} runs failed and are left out", claim.id, found.failed));
        }
        if !wishes.json {
            screen.say(&told(&claim, &found, took.as_secs_f64(), screen));
        }
        tested.push((claim, found));
    }
    if wishes.json {
        screen.print(&String::from_utf8_lossy(&json::encode(&output::table(&tested)?)?));
    } else {
        screen.say(&score(&tested, screen));
    }
    if !wishes.json || wishes.out.is_some() {
        write(wishes, &tested, screen)?;
    }
    let stopped = signals.stop.load(std::sync::atomic::Ordering::Relaxed);
    Ok(if stopped { signals.exit_code() } else { 0 })
}

/// The claims that were named, with what is set.
fn chosen(wishes: &Wishes<'_>) -> Result<Vec<Claim>, Failure> {
    let seed = wishes.seed.map(|seed| format!("seed={seed}"));
    let set: Vec<String> = wishes.set.iter().cloned().chain(seed).collect();
    if wishes.ids.is_empty() {
        return FILES.iter().map(|(id, text)| Claim::load(id, text, &set).map_err(Failure::from)).collect();
    }
    let mut claims: Vec<Claim> = Vec::new();
    for name in wishes.ids {
        let claim = if name.ends_with(".toml") { from_file(name, &set)? } else { known(name, &set)? };
        if !claims.iter().any(|other| other.id == claim.id) {
            claims.push(claim);
        }
    }
    Ok(claims)
}

/// A claim of the list.
fn known(name: &str, set: &[String]) -> Result<Claim, Failure> {
    let Some((id, text)) = FILES.iter().find(|(id, _)| id.eq_ignore_ascii_case(name)) else {
        let known: Vec<&str> = FILES.iter().map(|(id, _)| *id).collect();
        return Err(unknown("claim", name, &known).help("see `leaderful list claims`, or name a file that ends with .toml").into());
    };
    Ok(Claim::load(id, text, set)?)
}

/// A claim in a file.
fn from_file(name: &str, set: &[String]) -> Result<Claim, Failure> {
    let refuse = |message: String| Failure::from(Problem::new(message).within(name));
    let text = std::fs::read_to_string(name).map_err(|error| refuse(format!("the claim cannot be read: {error}")))?;
    Claim::load(&name_from_source(name), &text, set).map_err(|error| Failure { error, text: Some(text) })
}

fn effort(wishes: &Wishes<'_>) -> Effort {
    match wishes.replications {
        Some(most) => Effort { most, least: Effort::WHOLE.least.min(most), ..Effort::WHOLE },
        None if wishes.quick => Effort::QUICK,
        None => Effort::WHOLE,
    }
}

/// One claim in the terminal: a table for each pair of arms.
fn told(claim: &Claim, tested: &Tested, seconds: f64, screen: &Screen) -> String {
    let heading = screen.heading(&format!("{} {}: {}", claim.id, tested.verdict.words(), claim.claim));
    let mut text = format!("{heading}\n{} replications, {seconds:.1} s\n", tested.replications);
    let arms = |row: &Row| claim.expectations[row.expectation].arms(&claim.scenario);
    for rows in tested.rows.chunk_by(|a, b| arms(a) == arms(b)) {
        let mut table =
            screen.table(["outcome", "context", "claimed", "difference", "effect (95 %)", "ablated", "verdict"].map(str::to_owned));
        rows.iter().for_each(|row| {
            table.add_row(cells(claim, row));
        });
        text.push_str(&format!("{}\n{table}\n", screen.wrapped(&arms(&rows[0]), 0).trim_end()));
    }
    text
}

fn cells(claim: &Claim, row: &Row) -> [String; 7] {
    let expectation = &claim.expectations[row.expectation];
    let effect = row.effect.map_or("–".into(), |effect| {
        let ends = effect.interval.map_or(String::new(), |i| format!(" ({} to {})", number(i.low), number(i.high)));
        format!("{}{ends}", number(effect.estimate))
    });
    [
        expectation.outcome().name.to_owned(),
        expectation.place(&claim.contexts, row.context),
        expectation.direction().to_owned(),
        row.difference.map_or("–".into(), |found| number(found.mean)),
        effect,
        row.ablated.map_or("–".into(), |found| number(found.mean)),
        row.reason.brief().to_owned(),
    ]
}

/// All claims by verdict.
fn score(tested: &[(Claim, Tested)], screen: &Screen) -> String {
    let mut text = screen.heading("Score-card") + "\n";
    for verdict in [Verdict::Supported, Verdict::Mixed, Verdict::NotSupported, Verdict::Undecided] {
        let ids: Vec<&str> = tested.iter().filter(|(_, tested)| tested.verdict == verdict).map(|(claim, _)| claim.id.as_str()).collect();
        text.push_str(&screen.wrapped(&format!("{} {}: {}", ids.len(), verdict.words(), ids.join(", ")), 2));
    }
    text
}

/// The table, the data dictionary, the page and the plot.
fn write(wishes: &Wishes<'_>, tested: &[(Claim, Tested)], screen: &Screen) -> Result<(), Failure> {
    let out = folder(wishes.out, "claims");
    let folder = OutputFolder::open(&out)?.with_form(wishes.form);
    files::only_table(&folder, &output::table(tested)?, "Claims about leadership, tested", "")?;
    let picture = if wishes.plots && !tested.is_empty() {
        let fault = |error: crate::plot::PlotError| Error::BadTable { table: "claims".into(), message: error.to_string() };
        Some(output::picture(tested, tested[0].0.scenario.seed).map_err(fault)?)
    } else {
        None
    };
    picture.iter().try_for_each(|picture| files::picture(&folder, "claims", picture))?;
    folder.write("claims.html", page::html(tested, picture.as_ref(), &command(wishes)).as_bytes())?;
    screen.say(&format!("\nFiles in {}: claims.csv, claims.html, plots/\n", out.display()));
    Ok(())
}

/// The command that makes the same again.
fn command(wishes: &Wishes<'_>) -> String {
    let mut words = vec!["leaderful claims".to_owned()];
    words.extend(wishes.ids.iter().cloned());
    words.extend(wishes.quick.then(|| "--quick".to_owned()));
    words.extend(wishes.replications.map(|most| format!("--replications {most}")));
    words.extend(wishes.set.iter().map(|set| format!("--set {set}")));
    words.extend(wishes.seed.map(|seed| format!("--seed {seed}")));
    words.join(" ")
}
