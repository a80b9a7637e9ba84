//! Reads `[stop]`.

use super::super::{Scenario, Stop};
use super::fields::{Bounds, Fields, Node};
use super::report::Report;
use super::run::absent;
use crate::events::KINDS;
use crate::outcomes::{self, OUTCOMES, Outcome};

/// Keys of `[stop]`.
pub(in crate::scenario) const STOP_KEYS: &[&str] = &["outcome", "above", "below", "event", "count"];
/// Kinds of events that are kept only on request.
const UNKEPT: usize = 2;

/// Kinds of events that can end a run.
pub(in crate::scenario) fn kinds() -> impl Iterator<Item = &'static str> + Clone {
    KINDS[UNKEPT..].iter().copied()
}

/// Outcomes that can end a run: those that a series has.
pub(in crate::scenario) fn watched() -> impl Iterator<Item = &'static Outcome> + Clone {
    OUTCOMES.iter().filter(|outcome| !outcomes::stop::OUTCOMES.iter().any(|own| own.name == outcome.name))
}

/// Reads what ends a run before its last day.
pub(in crate::scenario) fn read(node: &Node<'_>, report: &mut Report<'_>, scenario: &Scenario) -> Option<Stop> {
    let fields = node.table(report, STOP_KEYS)?;
    match (fields.get("outcome"), fields.get("event")) {
        (Some(outcome), None) => crossing(&fields, &outcome, report, scenario),
        (None, Some(event)) => happening(&fields, &event, report),
        (Some(_), Some(event)) => {
            report.at(&event.span, event.problem("a run ends by an outcome or by an event, not by both").help("keep one of the two"));
            None
        }
        (None, None) => {
            let help = "write outcome = \"strain_mean\" and above = 0.5, or event = \"incident\"";
            report.missing(&fields.span, absent("stop".into(), "[stop] does not say what ends a run", help));
            None
        }
    }
}

fn crossing(fields: &Fields<'_>, outcome: &Node<'_>, report: &mut Report<'_>, scenario: &Scenario) -> Option<Stop> {
    if let Some(count) = fields.get("count") {
        report.at(&count.span, count.problem("only events are counted").help("take `count` out"));
    }
    let name = outcome.name_of(report, "outcome", watched().map(|outcome| outcome.name))?;
    if watched().any(|known| known.name == name && known.is_of_a_system()) && !scenario.is_system() {
        report.at(&outcome.span, outcome.problem("only a system of organisations has this outcome"));
        return None;
    }
    let meaning = "The bound, in the unit of the outcome.";
    let bounds = Bounds { minimum: -1e9, maximum: 1e9, unit: "", meaning };
    let name = name.to_owned();
    match (fields.get("above"), fields.get("below")) {
        (Some(above), None) => above.float(report, &bounds).map(|bound| Stop::Above { outcome: name, bound }),
        (None, Some(below)) => below.float(report, &bounds).map(|bound| Stop::Below { outcome: name, bound }),
        (Some(_), Some(below)) => {
            report.at(&below.span, below.problem("a run ends above a bound or below one, not by both").help("keep one of the two"));
            None
        }
        (None, None) => {
            let problem = absent("stop.above".into(), "[stop] names an outcome and no bound", "write above = … or below = …");
            report.missing(&fields.span, problem);
            None
        }
    }
}

fn happening(fields: &Fields<'_>, event: &Node<'_>, report: &mut Report<'_>) -> Option<Stop> {
    for key in ["above", "below"] {
        if let Some(bound) = fields.get(key) {
            report.at(&bound.span, bound.problem("only an outcome has a bound").help("write count = … for the tenth event of a kind"));
        }
    }
    let kind = event.name_of(report, "kind of event", kinds())?.to_owned();
    let meaning = "Which event of the kind ends the run, counted from 1 after the warm-up.";
    let bounds = Bounds { minimum: 1.0, maximum: 1e9, unit: "events", meaning };
    let count = fields.get("count").map_or(Some(1), |node| node.whole(report, &bounds).map(|count| count as u32))?;
    Some(Stop::Event { kind, count })
}
