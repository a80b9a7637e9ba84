//! `leaderful classroom`: the trainers' page, one HTML file with the engine and the stories inside.

mod page;
mod story;

use super::Failure;
use super::screen::Screen;
use crate::error::{Error, Problem};
use crate::frames;
use crate::scenario::load::{Limits, Loaded};
use crate::scenario::presets::{SCENARIO_PRESETS, ScenarioSource, find};
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use story::Story;

/// Name of the file unless another one is asked for.
const FILE: &str = "leaderful-classroom.html";

pub(super) fn perform(argument: Option<&str>, out: Option<&Path>, screen: &Screen) -> Result<u8, Failure> {
    let mut stories = argument.map(own).transpose()?.into_iter().collect::<Vec<_>>();
    for preset in SCENARIO_PRESETS.iter().filter(|preset| !preset.story.is_empty() && argument != Some(preset.name)) {
        let known = |story: &Story| story.name() == preset.name;
        if !stories.iter().any(known) {
            stories.push(Story::of(preset.load()?, preset.story, &format!("docs/stories/{}.md", preset.name))?);
        }
    }
    let out = out.unwrap_or(Path::new(FILE));
    let text = page::text(&stories);
    write(out, text.as_bytes()).map_err(|error| Error::io(out.display(), "write", &error))?;
    let (kilobytes, number) = (text.len() / 1000, stories.len());
    screen.say(&format!("wrote {} ({kilobytes} kB, {number} stories): open it in a browser; it needs no network\n", out.display()));
    Ok(0)
}

/// The story of a scenario that was named: its pages are the Markdown file beside it, if there is one.
fn own(argument: &str) -> Result<Story, Failure> {
    let source = ScenarioSource::open(argument)?;
    let Loaded { scenario, .. } =
        source.load(&Limits::default()).map_err(|error| Failure { error, text: Some(source.text.to_string()) })?;
    if let Some(why) = frames::too_large(&scenario) {
        let help = "`leaderful compare` has no such limit; a page shows a smaller organisation or fewer years";
        return Err(Problem::new(why).within(argument).help(help).into());
    }
    if scenario.stop.is_some() {
        let problem = Problem::new("the page shows runs to their last day, and the scenario has [stop]");
        return Err(problem.within(argument).help("take [stop] out of the scenario").into());
    }
    if scenario.arms.is_empty() {
        let problem = Problem::new("the page sets two organisations side by side, and the scenario has one arm");
        return Err(problem.within(argument).help("add an [[arm]]").into());
    }
    let preset = find(argument).filter(|_| !Path::new(argument).is_file());
    let beside = Path::new(argument).with_extension("md");
    let (pages, name) = match preset {
        Some(preset) => (preset.story.to_owned(), argument.to_owned()),
        None if beside.is_file() => (read(&beside)?, beside.display().to_string()),
        None => (String::new(), argument.to_owned()),
    };
    Story::of(scenario, &pages, &name).map_err(|error| Failure { error, text: Some(pages) })
}

/// The text of a file, at most as large as a scenario.
fn read(path: &Path) -> Result<String, Failure> {
    let source = ScenarioSource::open(&path.display().to_string())?;
    Ok(source.text.into_owned())
}

/// Writes a file whole or not at all, in place of a former one.
fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let (temporary, mut file) = temporary(path)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| std::fs::rename(&temporary, path));
    if written.is_err() {
        let _ = std::fs::remove_file(&temporary);
    }
    written
}

/// A new file in the same folder.
fn temporary(path: &Path) -> std::io::Result<(PathBuf, File)> {
    let name = path.file_name().ok_or(std::io::ErrorKind::IsADirectory)?.to_string_lossy();
    let temporary = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    let file = OpenOptions::new().write(true).create_new(true).open(&temporary)?;
    Ok((temporary, file))
}
