//! Scenarios that are compiled in, and opening a scenario that is named on the command line.

use super::Scenario;
use super::load::report::{cut, listed};
use super::load::{ChartSource, Folder, LARGEST_FILE, Limits, Loaded, load_within};
use crate::error::{Error, Problem};
use crate::nearest::with_nearest;
use std::borrow::Cow;
use std::path::Path;

/// A scenario that is compiled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScenarioPreset {
    /// Name as users write it.
    pub name: &'static str,
    /// One line for people.
    pub title: &'static str,
    /// Its text, as in `scenarios/`.
    pub text: &'static str,
    /// Its charts, by the names that the text gives them.
    pub charts: &'static [(&'static str, &'static str)],
    /// Its page in `docs/stories/`, where it is a story; else empty.
    pub story: &'static str,
}

/// A story: a scenario for a room of people, with a page of text in `docs/stories/`.
macro_rules! story {
    ($name:literal, $title:literal) => {
        ScenarioPreset {
            name: $name,
            title: $title,
            text: include_str!(concat!("../../scenarios/stories/", $name, ".toml")),
            charts: &[],
            story: include_str!(concat!("../../docs/stories/", $name, ".md")),
        }
    };
}

macro_rules! preset {
    ($name:literal, $title:literal) => {
        preset!($name, $title, $name)
    };
    ($name:literal, $title:literal, $chart:literal) => {
        ScenarioPreset {
            name: $name,
            title: $title,
            text: include_str!(concat!("../../scenarios/", $name, ".toml")),
            charts: &[(concat!("charts/", $chart, ".csv"), include_str!(concat!("../../scenarios/charts/", $chart, ".csv")))],
            story: "",
        }
    };
}

/// Every scenario that is compiled in.
pub const SCENARIO_PRESETS: &[ScenarioPreset] = &[
    preset!("secondary-school", "A secondary school under seven ways of leading"),
    preset!("childrens-services", "Children's services under heroic and distributed leadership"),
    preset!("national-charity", "A national charity under heroic and distributed leadership"),
    preset!("school-network", "A hundred schools, apart or in a network", "secondary-school"),
    story!("the-head-leaves", "The head leaves"),
    story!("the-crisis", "The crisis"),
    story!("the-silo", "The silo"),
    story!("the-echo-chamber", "The echo chamber"),
    story!("the-perfect-leader", "The perfect leader"),
    story!("the-measured-service", "The measured service"),
    story!("the-funders-waterfall", "The funder's waterfall"),
    story!("courses-or-chances", "Courses against chances to lead"),
    story!("the-school-that-helps", "The school that helps another"),
    story!("start-small", "Start small and build out"),
];

/// The preset called `name`.
pub fn find(name: &str) -> Option<&'static ScenarioPreset> {
    SCENARIO_PRESETS.iter().find(|p| p.name == name)
}

impl ScenarioPreset {
    /// The scenario.
    ///
    /// # Errors
    ///
    /// None, as a test shows: presets are checked before they are compiled in.
    pub fn load(&self) -> Result<Scenario, Error> {
        load_within(self.name, self.text, self, &Limits::default()).map(|loaded| loaded.scenario)
    }
}

impl ChartSource for ScenarioPreset {
    fn chart(&self, name: &str) -> Result<Cow<'_, str>, String> {
        match self.charts.iter().find(|(known, _)| *known == name) {
            Some((_, text)) => Ok(Cow::Borrowed(*text)),
            None => Err("this preset has no such chart".into()),
        }
    }
}

/// The text of a scenario and where its charts are.
#[derive(Clone, Debug)]
pub struct ScenarioSource {
    /// File or preset, as errors name it.
    pub name: String,
    /// Its text, which errors show.
    pub text: Cow<'static, str>,
    charts: Charts,
}

#[derive(Clone, Debug)]
enum Charts {
    Preset(&'static ScenarioPreset),
    Folder(Folder),
}

impl ScenarioSource {
    /// Opens the file called `argument`, or the preset of that name where there is no such file.
    ///
    /// # Errors
    ///
    /// [`Error::BadInput`] if there is neither, or if it is no text of a scenario's size.
    pub fn open(argument: &str) -> Result<Self, Error> {
        let path = Path::new(argument);
        match (std::fs::metadata(path), find(argument)) {
            (Ok(facts), None) => Self::read(argument, path, &facts),
            (Ok(facts), Some(_)) if facts.is_file() => Self::read(argument, path, &facts),
            (_, Some(preset)) => Ok(Self { name: argument.into(), text: Cow::Borrowed(preset.text), charts: Charts::Preset(preset) }),
            (Err(error), None) => {
                let known = SCENARIO_PRESETS.iter().map(|p| p.name);
                let message = format!("there is no scenario \"{}\": {error}", cut(argument));
                let problem = Problem::new(message).allowed(format!("a file, or one of {}", listed(known.clone())));
                let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or(argument);
                let problem = with_nearest(problem, stem, known);
                Err(Error::input(problem.help("make one with `leaderful new FILE`")))
            }
        }
    }

    fn read(argument: &str, path: &Path, facts: &std::fs::Metadata) -> Result<Self, Error> {
        let refuse = |message: String| Err(Error::input(Problem::new(message).within(argument)));
        if !facts.is_file() {
            return refuse("this is not a file".into());
        }
        if facts.len() > LARGEST_FILE as u64 {
            return refuse("the file is too large: a scenario has at most 1 MiB".into());
        }
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) => return refuse(format!("the file cannot be read: {error}")),
        };
        match String::from_utf8(bytes) {
            Ok(text) => {
                let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
                Ok(Self { name: argument.into(), text: Cow::Owned(text), charts: Charts::Folder(Folder(folder)) })
            }
            Err(error) => {
                let good = error.utf8_error().valid_up_to();
                let line = 1 + error.as_bytes()[..good].iter().filter(|b| **b == b'\n').count();
                let mut problem = Problem::new("the file is not UTF-8 text").within(argument);
                problem.line = Some(line);
                Err(Error::input(problem.help("save it as UTF-8 in your editor")))
            }
        }
    }

    /// Reads the scenario.
    ///
    /// # Errors
    ///
    /// [`Error::BadInput`] with every problem of the text and of its chart.
    pub fn load(&self, limits: &Limits) -> Result<Loaded, Error> {
        load_within(&self.name, &self.text, self, limits)
    }
}

impl ChartSource for ScenarioSource {
    fn chart(&self, name: &str) -> Result<Cow<'_, str>, String> {
        match &self.charts {
            Charts::Preset(preset) => preset.chart(name),
            Charts::Folder(folder) => folder.chart(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_loads_under_its_name_and_title() {
        for preset in SCENARIO_PRESETS {
            let scenario = preset.load().unwrap_or_else(|e| panic!("{}: {e}", preset.name));
            assert_eq!((scenario.name.as_str(), scenario.title.as_str()), (preset.name, preset.title));
            assert!(scenario.question.ends_with('?') && !scenario.arms.is_empty(), "{}", preset.name);
        }
        for preset in SCENARIO_PRESETS.iter().filter(|preset| !preset.charts.is_empty()) {
            let scenario = preset.load().unwrap();
            assert_eq!((scenario.days, scenario.rounds), (1300, 4));
            if !scenario.is_system() {
                assert_eq!(scenario.replications, 50);
                assert!(scenario.arms.iter().any(|a| a.name == "Heroic") && scenario.arms.iter().any(|a| a.name == "Distributed"));
            }
        }
        assert_eq!(find("secondary-school").unwrap().load().unwrap().people(), 65);
        assert_eq!(find("childrens-services").unwrap().load().unwrap().people(), 400);
        assert_eq!(find("national-charity").unwrap().load().unwrap().people(), 1200);
        let network = find("school-network").unwrap().load().unwrap();
        assert_eq!((network.people(), network.organisations()), (65, 100));
    }

    #[test]
    fn a_preset_is_opened_by_name_and_a_near_miss_is_told() {
        let source = ScenarioSource::open("national-charity").unwrap();
        assert_eq!(source.load(&Limits::default()).unwrap().scenario.people(), 1200);
        let Err(Error::BadInput(problems)) = ScenarioSource::open("scenarios/secondary-scool.toml") else { panic!() };
        assert_eq!(problems[0].nearest.as_deref(), Some("secondary-school"));
        assert!(ScenarioSource::open("src").is_err());
    }
}
