//! `leaderful new`: a scenario file to go on with.

use super::screen::Screen;
use super::{Failure, catalogue};
use crate::error::{Error, Problem};
use crate::scenario::load::name_from_source;
use crate::scenario::presets::{SCENARIO_PRESETS, find};
use crate::scenario::{Scenario, Structure, template};
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::Path;

pub(super) fn perform(file: &Path, from: Option<&str>, screen: &Screen) -> Result<u8, Failure> {
    let stem = name_from_source(&file.to_string_lossy());
    let (mut scenario, chart) = match from {
        None => (Scenario::default(), None),
        Some(name) => {
            let names: Vec<&str> = SCENARIO_PRESETS.iter().map(|preset| preset.name).collect();
            let preset = find(name).ok_or_else(|| catalogue::unknown("preset", name, &names).within("--from"))?;
            (preset.load()?, preset.charts.first().map(|(_, text)| *text))
        }
    };
    scenario.name.clone_from(&stem);
    let chart = chart.filter(|_| matches!(scenario.structure, Structure::Chart(_)));
    let chart_name = format!("{stem}-chart.csv");
    let chart_path = file.with_file_name(&chart_name);
    let text = template::text(&scenario, chart.map(|_| chart_name.as_str()));
    if let Some(chart) = chart {
        write(&chart_path, chart)?;
        screen.say(&format!("wrote {}: one row a post\n", chart_path.display()));
    }
    if let Err(failure) = write(file, &text) {
        if chart.is_some() {
            let _ = std::fs::remove_file(&chart_path);
        }
        return Err(failure);
    }
    screen.say(&format!("wrote {}\nnext: leaderful check {}\n", file.display(), file.display()));
    Ok(0)
}

/// Writes a file that does not exist yet, whole or not at all.
fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let fault = |error: &std::io::Error| Failure::from(Error::io(path.display(), "write", error));
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => {
            let problem = Problem::new("there is a file of this name already, and it stays").within(path.display().to_string());
            problem.help("choose another name, or remove the file first").into()
        }
        _ => fault(&error),
    })?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(|error| {
        let _ = std::fs::remove_file(path);
        fault(&error)
    })
}
