//! Service for the people served, composed of its parts.

use super::Direction::{Higher, Lower, Neutral};
use super::{Outcome, Span, flow, mean, share};

/// People and days to which incidents are related in service.
const INCIDENT_BASE: f64 = 65.0 * 20.0;

/// Outcomes of service.
pub const OUTCOMES: &[Outcome] = &[
    flow("service", "Service for the people served", "0..1", Higher,
        "w core + (1 - w) value of decisions - cost * incidents per 65 people and 20 days; w is `outcome.core_weight`. Rankings on it are shown over w.",
        service).headline(),
    flow("core", "Core effort of the front line", "0..1", Higher, "Mean core effort of a front-line person-day; 1 is a full day of full skill, well directed.",
        |s| mean(s.tally.core, s.tally.core_days)),
    flow("measured_target", "Measured target", "0..2", Neutral, "Mean of what is measured of a front-line person-day, on the scale of core effort.",
        |s| mean(s.tally.measured, s.tally.core_days)),
    flow("perverse_gap", "Measured more than served", "difference", Lower, "Measured target minus core effort.",
        |s| mean(s.tally.measured - s.tally.core, s.tally.core_days)),
    flow("attention_used", "Day used at the front line", "share", Neutral,
        "Share of front-line hours in duties, reporting, briefing and the inbox.", |s| {
            if s.tally.frontline_hours == 0 { f64::NAN } else { s.tally.frontline_used as f64 / s.tally.frontline_hours as f64 }
        }),
];

fn service(span: &Span) -> f64 {
    let o = &span.now.p.outcome;
    let t = span.tally;
    let weight = f64::from(o.core_weight);
    let decisions = if t.stakes > 0.0 { t.stakes_value / t.stakes } else { 0.0 };
    let incidents = share(t.incidents, t.person_days) * INCIDENT_BASE;
    weight * mean(t.core, t.core_days) + (1.0 - weight) * decisions - f64::from(o.incident_cost) * incidents
}
