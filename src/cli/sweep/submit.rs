//! `leaderful sweep submit`: hands what is missing to an engine.

use super::super::clock;
use super::super::numbers::count;
use super::super::screen::{Screen, complain};
use super::super::{FAILED, Failure};
use super::status::{Said, fault_words};
use crate::cluster::{self, ENGINES, Engine, Fault, LOGS, Part, Submission, Wave, ranges};
use crate::error::{Error, Problem};
use crate::nearest::with_nearest;
use crate::sweep::{Lock, Standing, SweepFolder};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The threads of this machine, as an engine.
pub(super) const LOCAL: &str = "local";

/// What is submitted.
pub(super) struct Order<'a> {
    pub(super) folder: &'a Path,
    pub(super) engine: &'a str,
    pub(super) dry_run: bool,
    pub(super) shards_per_element: Option<u64>,
    pub(super) threads: Option<u16>,
    pub(super) options: &'a [String],
}

pub(super) fn perform(order: &Order<'_>, screen: &Screen) -> Result<u8, Failure> {
    let engine = named(order)?;
    let folder = SweepFolder::open(order.folder)?;
    let standing = Standing::of(&folder)?;
    let to_do = standing.to_do();
    let code = if standing.given_up.is_empty() { 0 } else { FAILED };
    if code != 0 {
        complain(&format!(
            "{} given up; `leaderful sweep clean` forgets how often programs ended over them, then they can be submitted again",
            count(standing.given_up.len(), "shard")
        ));
    }
    if to_do.is_empty() {
        screen.say(if code == 0 { "every shard is whole: nothing to submit; merge the sweep\n" } else { "nothing else to submit\n" });
        return Ok(code);
    }
    let Some(engine) = engine else {
        if order.dry_run {
            screen.print(&format!("{} would be made here\n", count(to_do.len(), "shard")));
            return Ok(code);
        }
        let _lock = Lock::take(folder.path())?;
        return Ok(match super::make_here(&folder, order.threads.map_or(0, usize::from), false, screen)? {
            Ok(done) => {
                screen.say(&format!("{} made; merge the sweep\n", count(done.shards as usize, "shard")));
                code
            }
            Err(stopped) => stopped,
        });
    };
    let (program, path) = (text(std::env::current_exe(), "the program")?, text(std::path::absolute(folder.path()), "the folder")?);
    let plan = folder.id_text();
    let shards_per_element = order.shards_per_element.unwrap_or_else(|| engine.shards_per_element(folder.layout.shards()));
    let part = Part {
        program: &program,
        folder: &path,
        plan: &plan,
        name: &cluster::job_name(&plan, Path::new(&path)),
        shards: standing.wanted,
        shards_per_element,
        threads: order.threads.unwrap_or(1),
        options: order.options,
    };
    let elements: BTreeSet<u64> = to_do.iter().map(|shard| shard / shards_per_element).collect();
    let waves = cluster::waves(&elements.into_iter().collect::<Vec<_>>(), engine.most_elements());
    if order.dry_run {
        screen.print(&script(engine, &part, &waves));
        return Ok(code);
    }
    let _lock = Lock::take(folder.path())?;
    cancel_former(&folder, &standing, engine, screen)?;
    let submission = submit(&folder, engine, &part, &waves, to_do.len() as u64)?;
    let elements = waves.iter().map(|wave| wave.indices.len()).sum();
    screen.say(&format!(
        "submitted {} in {} as job {}; `leaderful sweep status` tells how far they are\n",
        count(to_do.len(), "shard"),
        count(elements, "element"),
        submission.jobs.join(", ")
    ));
    Ok(code)
}

/// The engine that was asked for; none is this machine.
fn named(order: &Order<'_>) -> Result<Option<&'static dyn Engine>, Error> {
    let known = || ENGINES.iter().map(|engine| engine.name()).chain([LOCAL]);
    if order.engine == LOCAL && (order.shards_per_element.is_some() || !order.options.is_empty()) {
        let problem = Problem::new("threads of this machine have no elements and take no options").within("--engine").value(LOCAL);
        return Err(Error::input(problem.allowed("--threads alone")));
    }
    let engine = cluster::engine(order.engine);
    if engine.is_none() && order.engine != LOCAL {
        let problem = Problem::new("there is no such engine").within("--engine").value(order.engine);
        let allowed = known().collect::<Vec<_>>().join(", ");
        return Err(Error::input(with_nearest(problem.allowed(allowed), order.engine, known())));
    }
    Ok(engine)
}

/// A path that a script can carry.
fn text(path: std::io::Result<PathBuf>, what: &str) -> Result<String, Error> {
    let path = path.map_err(|error| Error::io(what, "find", &error))?;
    path.into_os_string().into_string().map_err(|path| {
        let problem = Problem::new(format!("an engine needs {what} to have a path in UTF-8")).value(path.to_string_lossy());
        Error::input(problem.help("rename it"))
    })
}

/// What would be submitted, as lines for a shell.
fn script(engine: &dyn Engine, part: &Part<'_>, waves: &[Wave]) -> String {
    let mut text = String::new();
    let mut before: Option<String> = None;
    for (number, wave) in waves.iter().enumerate() {
        text += &engine.submit(part, wave, before.as_deref()).shown();
        before = Some(format!("JOB_{}", number + 1));
    }
    text
}

/// Cancels what is left of an earlier submission, so that no shard is made twice for nothing.
fn cancel_former(folder: &SweepFolder, standing: &Standing, engine: &dyn Engine, screen: &Screen) -> Result<(), Error> {
    let Some(said) = Said::of(folder, standing)? else { return Ok(()) };
    let former = said.engine();
    let alive = if former.is_some_and(|former| former.name() == engine.name()) { said.jobs().map_err(fault)? } else { said.alive() };
    if let Some(former) = former.filter(|_| !alive.is_empty()) {
        former.cancel(&alive).run().map_err(fault)?;
        screen.say(&format!("cancelled {} of an earlier submission: {}\n", count(alive.len(), "job"), alive.join(", ")));
    }
    Ok(())
}

/// Submits the waves one behind the other. The record is there before the first one and names each as soon as it has a number.
fn submit(folder: &SweepFolder, engine: &dyn Engine, part: &Part<'_>, waves: &[Wave], shards: u64) -> Result<Submission, Error> {
    let logs = folder.path().join(LOGS);
    std::fs::create_dir_all(&logs).map_err(|error| Error::io(logs.display(), "make the folder", &error))?;
    let mut submission = Submission {
        engine: engine.name().to_owned(),
        name: part.name.to_owned(),
        plan: part.plan.to_owned(),
        jobs: Vec::new(),
        elements: Vec::new(),
        shards_per_element: part.shards_per_element,
        shards,
        submitted: clock::now(),
    };
    submission.keep(folder)?;
    for wave in waves {
        let call = engine.submit(part, wave, submission.jobs.last().map(String::as_str));
        let submitted = call.run().and_then(|printed| {
            engine.job(&printed).ok_or_else(|| Fault::Failed(format!("{} printed no number of a job: {}", call.program, printed.trim())))
        });
        let job = submitted.map_err(|why| {
            let done = submission.jobs.len();
            if done > 0 {
                complain(&format!("{} of {} submitted; submit again when they are over", done, count(waves.len(), "wave")));
            }
            fault(why)
        })?;
        submission.jobs.push(job);
        submission.elements.push(ranges(&wave.indices.iter().map(|index| wave.base + index).collect::<Vec<_>>()));
        submission.keep(folder)?;
    }
    Ok(submission)
}

fn fault(fault: Fault) -> Error {
    match &fault {
        Fault::NoCommand(_) => {
            let problem = Problem::new(fault_words(&fault)).within("--engine");
            Error::input(problem.help("submit where the engine is, or see with --dry-run what would be submitted"))
        }
        Fault::Failed(_) => Error::Engine { message: fault_words(&fault) },
    }
}
