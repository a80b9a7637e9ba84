//! The JSON Schema (draft-07) of a scenario file, for editors: built from the same rows as the loader's checks.

use super::load::arms::{ARM_KEYS, CHANGE_KEYS};
use super::load::parameters::rows_of;
use super::load::schedule::COMMON_KEYS;
use super::load::stop::{STOP_KEYS, kinds, watched};
use super::load::{BASELINE_NAME, LONGEST_ARM_NAME, MAX_DAYS, MOST_ARMS, MOST_LEVELS, RUN_SETTINGS};
use super::parameters::GROUPS;
use super::{MAX_PEOPLE, Scenario};
use crate::design::{DESIGN_KEYS, FACTOR_KEYS, METHODS, MOST_POINTS, SCALES, UNTIL_KEYS};
use crate::mechanisms::MECHANISMS;
use crate::outcomes::OUTCOMES;
use crate::pattern::{DIALS, PRESETS, STYLES};
use crate::programmes::{PROGRAMMES, ProgrammeRow};
use serde_json::{Map, Value, json};

/// The schema of a scenario file, as one JSON document.
pub fn schema() -> Value {
    let defaults = Scenario::default();
    let mut properties = Map::new();
    properties.insert("name".into(), name());
    properties.insert("title".into(), text("One line for people."));
    properties.insert("question".into(), text("The question that the comparison answers, in one sentence."));
    for row in RUN_SETTINGS {
        let kind = if row.name == "years" { "number" } else { "integer" };
        let least = if row.name == "years" { json!({ "exclusiveMinimum": 0 }) } else { json!({ "minimum": row.minimum }) };
        let mut value = json!({ "type": kind, "maximum": row.maximum, "description": row.meaning });
        merge(&mut value, least);
        if row.name != "days" {
            merge(&mut value, json!({ "default": whole_or_not(row.of(&defaults)) }));
        }
        properties.insert(row.name.into(), value);
    }
    properties.insert("without".into(), reference("mechanisms"));
    properties.insert("organisation".into(), organisation());
    for (group, about) in GROUPS {
        properties.insert((*group).into(), parameter_group(group, about));
    }
    properties.insert("baseline".into(), arm("What the other arms are compared with.", &["pattern"]));
    let arms = arm("One way of leading the same people.", &["name", "pattern"]);
    properties.insert("arm".into(), json!({ "type": "array", "maxItems": MOST_ARMS, "items": arms }));
    for key in ["event", "programme"] {
        properties.insert(key.into(), json!({ "type": "array", "items": reference("scheduled") }));
    }
    properties.insert("stop".into(), stop());
    properties.insert("design".into(), design());
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "leaderful scenario",
        "description": "An organisation, the ways of leading it that are compared, and what happens to it.",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "required": ["organisation"],
        "not": { "required": ["years", "days"] },
        "definitions": definitions(),
    })
}

fn definitions() -> Value {
    let set: Map<String, Value> = GROUPS.iter().map(|(group, about)| ((*group).into(), parameter_group(group, about))).collect();
    let kinds: Vec<Value> = PROGRAMMES.iter().map(scheduled).collect();
    let mechanisms: Vec<&str> = MECHANISMS.iter().map(|m| m.name).collect();
    json!({
        "preset": { "type": "string", "enum": PRESETS.iter().map(|p| p.name).collect::<Vec<_>>(), "description": "A preset of the continuum." },
        "pattern": pattern(),
        "style": { "type": "string", "enum": STYLES.iter().map(|s| s.name).collect::<Vec<_>>(), "description": "A style of the formal leaders." },
        "mechanisms": {
            "type": "array", "uniqueItems": true, "items": { "type": "string", "enum": mechanisms },
            "description": "Mechanisms that are switched off.",
        },
        "parameters": { "type": "object", "properties": set, "additionalProperties": false, "description": "Parameters of this arm only, by group." },
        "change": change(),
        "scheduled": { "description": "An event or programme.", "oneOf": kinds },
    })
}

fn reference(definition: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{definition}") })
}

fn merge(value: &mut Value, more: Value) {
    if let (Value::Object(value), Value::Object(more)) = (value, more) {
        value.extend(more);
    }
}

fn text(description: &str) -> Value {
    json!({ "type": "string", "maxLength": 4096, "description": description })
}

fn name() -> Value {
    json!({
        "type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$",
        "description": "Names the folder of the results; the name of the file unless given.",
    })
}

/// An `f32` as the number that it is written as.
fn plain(value: f32) -> Value {
    whole_or_not(value.to_string().parse().unwrap_or_else(|_| f64::from(value)))
}

fn whole_or_not(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 1e15 { json!(value as i64) } else { json!(value) }
}

fn number(range: (f32, f32), unit: &str, default: Option<f32>, meaning: &str) -> Value {
    let mut value = json!({
        "type": "number", "minimum": plain(range.0), "maximum": plain(range.1), "description": format!("{meaning} Unit: {unit}."),
    });
    if let Some(default) = default {
        merge(&mut value, json!({ "default": plain(default) }));
    }
    value
}

fn parameter_group(group: &str, about: &str) -> Value {
    let rows: Map<String, Value> = rows_of(group)
        .map(|(name, row)| {
            let meaning = format!("{} {:?}: {}.", row.meaning, row.status, row.source);
            let value = if row.options.is_empty() {
                number((row.minimum, row.maximum), row.unit, Some(row.default), &meaning)
            } else {
                json!({ "type": "string", "enum": row.options, "default": row.written(row.default), "description": meaning })
            };
            (name.into(), value)
        })
        .collect();
    json!({ "type": "object", "properties": rows, "additionalProperties": false, "description": about })
}

fn organisation() -> Value {
    json!({
        "type": "object", "additionalProperties": false, "description": "The formal structure.",
        "oneOf": [{ "required": ["levels"] }, { "required": ["chart"] }],
        "properties": {
            "levels": {
                "type": "array", "minItems": 1, "maxItems": MOST_LEVELS,
                "items": { "type": "integer", "minimum": 1, "maximum": MAX_PEOPLE },
                "description": "Seats by level from the top; the first is 1, each at least as many as above.",
            },
            "chart": {
                "type": "string", "minLength": 1,
                "description": "A CSV file in the scenario's folder or below it: position_id, parent_id, unit, department.",
            },
            "survey": {
                "type": "string", "minLength": 1,
                "description": "A CSV file beside the chart: position_id, and what a survey says of the person there, 0 to 1.",
            },
        },
    })
}

fn dials() -> Map<String, Value> {
    DIALS.iter().map(|d| (d.name.into(), number((d.minimum, d.maximum), d.unit, None, d.meaning))).collect()
}

fn pattern() -> Value {
    let set = json!({ "type": "object", "properties": dials(), "additionalProperties": false, "description": "Dials that are turned after that." });
    let all: Vec<&str> = DIALS.iter().map(|d| d.name).collect();
    let at = json!({ "type": "number", "minimum": 0, "maximum": 1, "description": "0 is the first of the two, 1 the second." });
    let two = json!({ "type": "array", "items": reference("preset"), "minItems": 2, "maxItems": 2 });
    json!({
        "description": "A leadership pattern: a preset, a preset with dials turned, a point between two presets, or all dials.",
        "oneOf": [
            reference("preset"),
            { "type": "object", "properties": { "preset": reference("preset"), "set": set }, "required": ["preset"], "additionalProperties": false },
            {
                "type": "object", "properties": { "between": two, "at": at, "set": set },
                "required": ["between", "at"], "additionalProperties": false,
            },
            { "type": "object", "properties": dials(), "required": all, "additionalProperties": false },
        ],
    })
}

fn change() -> Value {
    let properties = json!({
        "day": { "type": "integer", "minimum": 0, "maximum": MAX_DAYS, "description": "First day of the change, counted from 0." },
        "over_days": {
            "type": "integer", "minimum": 0, "maximum": MAX_DAYS, "default": 0,
            "description": "Days until the new pattern holds fully; 0 is at once.",
        },
        "pattern": reference("pattern"),
        "style": reference("style"),
    });
    debug_assert!(same_keys(&properties, CHANGE_KEYS));
    json!({
        "type": "object", "properties": properties, "required": ["day", "pattern"], "additionalProperties": false,
        "description": "A pattern that comes later.",
    })
}

fn arm(description: &str, required: &[&str]) -> Value {
    let mut name = json!({ "type": "string", "minLength": 1, "maxLength": LONGEST_ARM_NAME, "description": "Name, shown everywhere." });
    if !required.contains(&"name") {
        merge(&mut name, json!({ "default": BASELINE_NAME }));
    }
    let properties = json!({
        "name": name,
        "pattern": reference("pattern"),
        "style": reference("style"),
        "without": reference("mechanisms"),
        "set": reference("parameters"),
        "change": { "type": "array", "items": reference("change") },
    });
    debug_assert!(same_keys(&properties, ARM_KEYS));
    json!({
        "type": "object", "properties": properties, "required": required, "additionalProperties": false, "description": description,
    })
}

fn stop() -> Value {
    let outcomes: Vec<&str> = watched().map(|outcome| outcome.name).collect();
    let kinds: Vec<&str> = kinds().collect();
    let properties = json!({
        "outcome": { "type": "string", "enum": outcomes, "description": "The outcome whose records are looked at." },
        "above": { "type": "number", "description": "The run ends once the outcome is above this." },
        "below": { "type": "number", "description": "The run ends once the outcome is below this." },
        "event": { "type": "string", "enum": kinds, "description": "The kind of event that ends the run." },
        "count": { "type": "integer", "minimum": 1, "default": 1, "description": "Which event of the kind, from the warm-up on." },
    });
    debug_assert!(same_keys(&properties, STOP_KEYS));
    let one_of = json!([{ "required": ["outcome", "above"] }, { "required": ["outcome", "below"] }, { "required": ["event"] }]);
    let about = "What ends a run before its last day.";
    json!({ "type": "object", "properties": properties, "oneOf": one_of, "additionalProperties": false, "description": about })
}

fn design() -> Value {
    let methods: Vec<&str> = METHODS.iter().map(|(name, _)| *name).collect();
    let about: Vec<String> = METHODS.iter().map(|(name, meaning)| format!("{name}: {meaning}")).collect();
    let widths: Map<String, Value> = OUTCOMES
        .iter()
        .map(|outcome| {
            let about = format!("{} Unit: {}.", outcome.definition, outcome.unit);
            (outcome.name.into(), json!({ "type": "number", "exclusiveMinimum": 0, "description": about }))
        })
        .collect();
    let count =
        |least: u32, default: u32, about: &str| json!({ "type": "integer", "minimum": least, "default": default, "description": about });
    let until = json!({
        "half_width": {
            "type": "object", "properties": widths, "additionalProperties": false,
            "description": "Wanted half-width of the 95 % interval by outcome, of differences from the baseline, in every cell.",
        },
        "minimum": count(2, 30, "Replications before which a half-width does not count."),
        "batch": count(1, 10, "Replications between two looks."),
    });
    let value = json!({ "type": ["number", "string", "array", "object"] });
    let factor = json!({
        "path": text("A setting, parameter, dial or pattern, as for --set."),
        "levels": { "type": "array", "minItems": 1, "items": value, "description": "Values, as in this file." },
        "low": { "type": "number", "description": "Low end of a range." },
        "high": { "type": "number", "description": "High end of a range." },
        "scale": { "type": "string", "enum": SCALES, "default": "linear", "description": "How values are spread over the range." },
        "steps": { "type": "integer", "minimum": 2, "maximum": MOST_POINTS, "description": "Levels of a grid, both ends included." },
        "between": {
            "type": "array", "items": reference("preset"), "minItems": 2, "maxItems": 2,
            "description": "Two presets: values are then places between them, 0 the first and 1 the second.",
        },
    });
    debug_assert!(same_keys(&factor, FACTOR_KEYS) && same_keys(&until, UNTIL_KEYS));
    let factors = json!({ "type": "object", "properties": factor, "required": ["path"], "additionalProperties": false });
    let properties = json!({
        "method": { "type": "string", "enum": methods, "default": "grid", "description": about.join("; ") },
        "points": { "type": "integer", "minimum": 1, "maximum": MOST_POINTS, "description": "Points of a sample: lhs or sobol." },
        "scrambled": { "type": "boolean", "default": true, "description": "Whether a Sobol' sequence is scrambled (Owen 1995)." },
        "table": text("A CSV file beside this one: the header names paths, each row is a point."),
        "seed": { "type": "integer", "minimum": 0, "description": "Seed of points that are drawn at random; the scenario's unless given." },
        "factor": { "type": "array", "items": factors, "description": "What is varied." },
        "until": {
            "type": "object", "properties": until, "required": ["half_width"], "additionalProperties": false,
            "description": "When replications are enough.",
        },
    });
    debug_assert!(same_keys(&properties, DESIGN_KEYS));
    let about = "A sweep: what is varied, and at which points.";
    json!({ "type": "object", "properties": properties, "additionalProperties": false, "description": about })
}

fn scheduled(row: &ProgrammeRow) -> Value {
    let day = |description: &str| json!({ "type": "integer", "minimum": 0, "maximum": MAX_DAYS, "description": description });
    let names = |description: &str| json!({ "type": "array", "minItems": 1, "items": { "type": "string" }, "description": description });
    let mut properties = json!({
        "kind": { "const": row.name, "description": row.meaning },
        "day": day("First day, counted from 0."),
        "from": day("First day, counted from 0."),
        "until": day("Day on which it ends, not included; the end of the run unless given."),
        "every_days": { "type": "integer", "minimum": 1, "maximum": MAX_DAYS, "description": "Begins again each time so many days have passed." },
        "for_days": { "type": "integer", "minimum": 1, "maximum": MAX_DAYS, "description": "Days that it lasts each time it begins." },
        "arms": names("Arms that have it; all unless given."),
        "levels": {
            "type": "array", "minItems": 1, "items": { "type": "integer", "minimum": 0, "maximum": MOST_LEVELS - 1 },
            "description": "Levels that it touches, 0 the top; all unless given.",
        },
        "units": names("Units that it touches; all unless given."),
        "organisations": {
            "type": "array", "minItems": 1, "items": { "type": "integer", "minimum": 0 },
            "description": "Organisations of a system that have it, numbered from 0; all unless given.",
        },
    });
    debug_assert!(same_keys(&properties, COMMON_KEYS));
    if let Some(keys) = properties.as_object_mut().filter(|_| !row.is_targeted()) {
        keys.retain(|key, _| key != "levels" && key != "units");
    }
    let mut required = vec!["kind"];
    if row.pattern {
        merge(&mut properties, json!({ "pattern": reference("pattern"), "style": reference("style") }));
        required.push("pattern");
    }
    for s in row.settings {
        let setting = number((s.minimum, s.maximum), s.unit, Some(s.default), s.meaning);
        merge(&mut properties, json!({ s.name: setting }));
    }
    json!({
        "type": "object", "title": row.name, "description": row.meaning, "properties": properties, "additionalProperties": false,
        "required": required, "oneOf": [{ "required": ["day"] }, { "required": ["from"] }],
    })
}

/// Whether `properties` has exactly the keys that the loader takes.
fn same_keys(properties: &Value, keys: &[&str]) -> bool {
    properties.as_object().is_some_and(|p| p.len() == keys.len() && keys.iter().all(|k| p.contains_key(*k)))
}

#[cfg(test)]
mod tests {
    use super::super::load::top_keys;
    use super::*;
    use crate::scenario::parameters::PARAMETERS;

    #[test]
    fn the_schema_has_exactly_the_keys_that_the_loader_takes() {
        assert!(same_keys(&schema()["properties"], &top_keys()));
    }

    #[test]
    fn every_parameter_has_its_range_default_and_unit() {
        let schema = schema();
        for row in PARAMETERS {
            let pointer = format!("/properties/{}", row.path.replace('.', "/properties/"));
            let value = schema.pointer(&pointer).unwrap_or_else(|| panic!("{}", row.path));
            if !row.options.is_empty() {
                assert_eq!(value["enum"], json!(row.options));
                continue;
            }
            assert_eq!(
                (&value["minimum"], &value["maximum"], &value["default"]),
                (&plain(row.minimum), &plain(row.maximum), &plain(row.default))
            );
            assert!(value["description"].as_str().unwrap().contains(row.unit));
        }
        assert_eq!(plain(0.1), json!(0.1));
        assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
        assert_eq!(schema["definitions"]["scheduled"]["oneOf"].as_array().unwrap().len(), PROGRAMMES.len());
    }
}
