//! The HTML file: the committed page with engine and data in their places.

use super::story::Story;
use crate::outcomes::{Direction, OUTCOMES};
use crate::pattern::{DIALS, PRESETS, Pattern};
use crate::programmes::PROGRAMMES;
use crate::scenario::parameters::PARAMETERS;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

/// The page with its scripts and styles, as `classroom/build.sh page` makes it.
const PAGE: &str = include_str!("../../../classroom/page.html");
/// The engine, compressed, as `classroom/build.sh engine` makes it.
const ENGINE: &[u8] = include_bytes!("../../../classroom/engine.wasm.gz");
/// Where the engine goes.
const ENGINE_MARK: &str = "{{engine}}";
/// Where the data go.
const DATA_MARK: &str = "{{data}}";
/// Group of parameters that the sandbox offers beside the dials.
const SANDBOX_GROUP: &str = "context.";

/// All that the page knows beside its texts.
#[derive(Serialize)]
struct Data<'a> {
    version: &'static str,
    stories: &'a [Story],
    outcomes: Vec<Known>,
    programmes: Vec<Named>,
    patterns: Vec<Preset>,
    /// What the sandbox can turn: dials, then parameters of the context.
    settings: Vec<Setting>,
}

#[derive(Serialize)]
struct Known {
    name: &'static str,
    label: &'static str,
    unit: &'static str,
    direction: &'static str,
    definition: &'static str,
}

#[derive(Serialize)]
struct Named {
    name: &'static str,
    meaning: &'static str,
}

#[derive(Serialize)]
struct Preset {
    name: &'static str,
    meaning: &'static str,
    pattern: Pattern,
}

#[derive(Serialize)]
struct Setting {
    name: &'static str,
    /// Whether it belongs to a pattern.
    dial: bool,
    unit: &'static str,
    minimum: f32,
    maximum: f32,
    meaning: &'static str,
}

/// The whole file.
pub(super) fn text(stories: &[Story]) -> String {
    let data = serde_json::to_string(&data(stories)).expect("plain data");
    // Inside a script element nothing but `<` can end it or open a comment.
    let data = data.replace('<', "\\u003c");
    let (head, rest) = PAGE.split_once(ENGINE_MARK).expect("the page has a place for the engine");
    let (middle, tail) = rest.split_once(DATA_MARK).expect("the page has a place for the data behind it");
    [head, &STANDARD.encode(ENGINE), middle, &data, tail].concat()
}

fn data(stories: &[Story]) -> Data<'_> {
    let dials = DIALS.iter().map(|dial| Setting {
        name: dial.name,
        dial: true,
        unit: dial.unit,
        minimum: dial.minimum,
        maximum: dial.maximum,
        meaning: dial.meaning,
    });
    let context = PARAMETERS.iter().filter(|row| row.path.starts_with(SANDBOX_GROUP)).map(|row| Setting {
        name: row.path,
        dial: false,
        unit: row.unit,
        minimum: row.minimum,
        maximum: row.maximum,
        meaning: row.meaning,
    });
    Data {
        version: env!("CARGO_PKG_VERSION"),
        stories,
        outcomes: OUTCOMES.iter().map(known).collect(),
        programmes: PROGRAMMES.iter().map(|row| Named { name: row.name, meaning: row.meaning }).collect(),
        patterns: PRESETS.iter().map(|row| Preset { name: row.name, meaning: row.meaning, pattern: row.pattern }).collect(),
        settings: dials.chain(context).collect(),
    }
}

fn known(outcome: &crate::outcomes::Outcome) -> Known {
    let direction = match outcome.direction {
        Direction::Higher => "higher",
        Direction::Lower => "lower",
        Direction::Neutral => "neutral",
    };
    Known { name: outcome.name, label: outcome.label, unit: outcome.unit, direction, definition: outcome.definition }
}
