//! `leaderful branch`: what-ifs from a day of runs that are there.

use super::options::Branching;
use super::screen::Screen;
use super::session::{self, Wishes, Work};
use super::{Failure, compare, numbers, rerun, run};
use crate::error::{Error, Problem};
use crate::experiment::branching::{Fork, WhatIf};
use crate::experiment::point::{Point, Replay, replay};
use crate::export::{TableForm, put};
use crate::outcomes::OUTCOMES;
use crate::report::figures::slug;
use crate::scenario::load::Limits;
use crate::scenario::{Arm, Scenario};
use std::fs::File;
use std::ops::Range;
use std::path::Path;

/// What is branched.
struct Source {
    scenario: Scenario,
    arm: Arm,
    day: u32,
    replications: Range<u32>,
    proof: Proof,
}

/// What shows that a replayed run is the one that was there.
enum Proof {
    /// The outcomes in the table of runs.
    Runs(TableForm),
    /// The hashes of a point.
    Point(Point),
}

pub(super) fn perform(options: &Branching, screen: &Screen, mut typed: Vec<String>) -> Result<u8, Failure> {
    let source = Source::open(options, screen)?;
    let Source { scenario, arm, day, replications, .. } = &source;
    let fork = Fork { scenario, arm, day: *day };
    fork.check()?;
    let what_ifs = what_ifs(&fork, options)?;
    let branched = fork.branched(&what_ifs)?;
    let threads = options.writing.threads.map_or(0, usize::from);
    session::use_threads(threads);
    let replays = replay(scenario, arm, replications.clone(), *day);
    source.prove(&options.source, &replays)?;
    let runs = numbers::count(replays.len(), "run");
    screen.detail(&format!("{runs} of {} replayed to day {day}: the same as in {}", arm.name, options.source.display()));
    if let Some(file) = &options.save {
        let point = Point::of(scenario, arm, *day, replications.start, &replays)?;
        save(file, &point.encode()?)?;
        screen.say(&format!("wrote {}: {} of {}, day {day}\n", file.display(), numbers::count(replays.len(), "state"), arm.name));
    }
    drop(replays);
    if what_ifs.is_empty() {
        return Ok(0);
    }
    if options.replication.is_none() && *replications != (0..scenario.replications) {
        // So that the results name their runs by themselves.
        typed.extend(["--replication".to_owned(), replications.start.to_string()]);
    }
    let wishes = Wishes::of(&options.writing, &branched)?;
    let work = Work { scenario: &branched, replications: replications.clone(), threads, memory: Limits::default().memory, wishes, typed };
    let name = format!("{}-{}-day-{day}", scenario.name, slug(&arm.name));
    let out = session::folder(options.writing.out.as_deref(), &name);
    if out.canonicalize().ok().is_some_and(|new| options.source.canonicalize().ok() == Some(new)) {
        return Err(Problem::new("the new files cannot replace those they are made from").within("--out").into());
    }
    let done = session::perform(&work, &out, screen)?;
    if !done.results.runs.is_empty() {
        screen.say(&compare::opening(&branched, &done, screen));
        screen.say(&screen.wrapped(&format!("Outcomes count from day {day} on; until then all arms are the same runs."), 0));
        screen.say(&compare::table(&branched, &done.leaders, screen));
        screen.say(&compare::answers(&branched, &done, screen));
        screen.say(&compare::files(&done, &out, screen));
    }
    Ok(done.code)
}

/// The what-ifs that were typed: one of all `--set`, and those with names.
fn what_ifs(fork: &Fork<'_>, options: &Branching) -> Result<Vec<WhatIf>, Error> {
    let unnamed = (!options.set.is_empty()).then(|| options.set.join("; "));
    let mut problems = Vec::new();
    let mut what_ifs = Vec::new();
    for text in unnamed.iter().chain(&options.what_if) {
        match fork.what_if(text, &Limits::default()) {
            Ok(what_if) => what_ifs.push(what_if),
            Err(Error::BadInput(more)) => problems.extend(more),
            Err(other) => return Err(other),
        }
    }
    if problems.is_empty() { Ok(what_ifs) } else { Err(Error::BadInput(problems)) }
}

impl Source {
    fn open(options: &Branching, screen: &Screen) -> Result<Self, Failure> {
        let source = if options.source.is_dir() { Self::of_results(options, screen)? } else { Self::of_point(options)? };
        let Some(number) = options.replication else { return Ok(source) };
        if !source.replications.contains(&number) {
            let Range { start, end } = source.replications;
            let problem = Problem::new("there is no such replication in it").within("--replication").value(number);
            return Err(problem.allowed(format!("{start} to {}", end.saturating_sub(1))).into());
        }
        let proof = match source.proof {
            Proof::Point(point) => {
                let hash = point.state_sha256[(number - source.replications.start) as usize].clone();
                Proof::Point(Point { first_replication: number, state_sha256: vec![hash], ..point })
            }
            runs @ Proof::Runs(_) => runs,
        };
        Ok(Self { replications: number..number + 1, proof, ..source })
    }

    fn of_results(options: &Branching, screen: &Screen) -> Result<Self, Failure> {
        let folder = &options.source;
        let Some(day) = options.day else {
            return Err(Problem::new("results need a day to branch on").within("--day").help("write for example --day 400").into());
        };
        let manifest = rerun::read(folder)?;
        let scenario = rerun::scenario_of(&manifest, folder)?;
        let (wishes, replications) = rerun::as_typed(&manifest, &scenario, folder)?;
        let arm = run::chosen(&scenario, options.arm.as_deref())?;
        if let Some(failed) = manifest.failures.iter().find(|failed| failed.arm == arm.name) {
            return Err(rerun::bad(
                folder,
                format!("replication {} of {} failed, and has no day to branch on", failed.replication, arm.name),
            ));
        }
        rerun::tell_version(&manifest, screen);
        Ok(Self { scenario, arm, day, replications, proof: Proof::Runs(wishes.form) })
    }

    fn of_point(options: &Branching) -> Result<Self, Failure> {
        let name = options.source.display().to_string();
        let bytes = std::fs::read(&options.source).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Error::input(Problem::new("there is no such folder or file").within(&name)),
            _ => Error::io(&name, "read", &error),
        })?;
        for (option, given) in [("--day", options.day.is_some()), ("--arm", options.arm.is_some())] {
            if given {
                return Err(Problem::new("a point has its own").within(option).help("leave the option out").into());
            }
        }
        let point = Point::decode(&name, &bytes)?;
        let scenario: Scenario = serde_json::from_value(point.scenario.clone())
            .map_err(|error| Error::input(Problem::new(format!("its scenario cannot be read by this version: {error}")).within(&name)))?;
        let (arm, day, replications) = (run::chosen(&scenario, Some(&point.arm))?, point.day, point.replications());
        Ok(Self { scenario, arm, day, replications, proof: Proof::Point(point) })
    }

    /// Refuses runs that are not those that were there.
    fn prove(&self, source: &Path, replays: &[Replay]) -> Result<(), Failure> {
        match &self.proof {
            Proof::Point(point) => Ok(point.compare(&source.display().to_string(), replays)?),
            Proof::Runs(form) => self.compare_runs(&source.join("runs.csv"), *form, replays),
        }
    }

    /// Compares the outcomes of replayed runs with the table of runs.
    fn compare_runs(&self, path: &Path, form: TableForm, replays: &[Replay]) -> Result<(), Failure> {
        let shown = path.display().to_string();
        let bad = |message: String| -> Failure { Problem::new(message).within(&shown).into() };
        let text = std::fs::read(path).map_err(|error| Error::io(&shown, "read", &error))?;
        let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&text);
        let mut table = csv::ReaderBuilder::new().delimiter(form.delimiter as u8).from_reader(text);
        let header = table.headers().map_err(|error| bad(error.to_string()))?.clone();
        let column = |name: &str| header.iter().position(|known| known == name).ok_or_else(|| bad(format!("it has no column {name}")));
        let (arm, replication) = (column("arm")?, column("replication")?);
        let columns = OUTCOMES.iter().map(|outcome| column(outcome.name)).collect::<Result<Vec<_>, _>>()?;
        let mut seen = 0;
        for record in table.records() {
            let record = record.map_err(|error| bad(error.to_string()))?;
            let number = record.get(replication).and_then(|cell| cell.parse().ok()).filter(|number| self.replications.contains(number));
            let Some(number) = number.filter(|_| record.get(arm) == Some(crate::export::csv::inert(&self.arm.name).as_ref())) else {
                continue;
            };
            let replayed = &replays[(number - self.replications.start) as usize].result.outcomes;
            for (outcome, (column, value)) in OUTCOMES.iter().zip(columns.iter().zip(replayed)) {
                let there: f64 = record.get(*column).unwrap_or_default().replace(form.decimal, ".").parse().unwrap_or(f64::NAN);
                if there != *value && !(there.is_nan() && value.is_nan()) {
                    let message =
                        format!("replication {number} of {} comes out otherwise in this version, in `{}`", self.arm.name, outcome.name);
                    let problem = Problem::new(message).within(&shown).value(there).allowed(value.to_string());
                    return Err(problem.help("branch with the version that wrote the results, or run them again first").into());
                }
            }
            seen += 1;
        }
        if seen == replays.len() { Ok(()) } else { Err(bad(format!("it has {seen} of {} runs of {}", replays.len(), self.arm.name))) }
    }
}

/// Writes a file that does not exist yet, whole or not at all.
fn save(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let shown = path.display();
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        return Err(Error::input(Problem::new("a file needs a name").within("--save").value(shown)));
    };
    if File::open(path).is_ok() {
        let problem = Problem::new("there is a file of this name already, and it stays").within("--save").value(shown);
        return Err(Error::input(problem.help("choose another name, or remove the file first")));
    }
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    put(folder, name, bytes).map_err(|error| Error::io(shown, "write", &error))
}
