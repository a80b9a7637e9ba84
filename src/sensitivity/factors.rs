//! Which parameters are varied where nobody names any, and how far.

use crate::design::{Domain, Factor, Scale};
use crate::scenario::Scenario;
use crate::scenario::parameters::{Row, Status};

/// The rule of [`all_factors`] in words.
pub const FACTOR_RULE: &str = "Every parameter that is a number, over its range to vary of `leaderful list parameters`, widened to the scenario's own value \
     where that lies outside. Choices between rules are left out, and so are parameters of systems where there is one organisation alone.";

/// Every numeric parameter that can matter to `scenario`, as [`FACTOR_RULE`] says.
pub fn all_factors(scenario: &Scenario) -> Vec<Factor> {
    use crate::scenario::parameters::PARAMETERS;
    let of_systems = |row: &Row| row.path.starts_with("system.");
    let wanted = |row: &&Row| row.options.is_empty() && (scenario.is_system() || !of_systems(row));
    PARAMETERS.iter().filter(wanted).filter_map(|row| factor(row, scenario)).collect()
}

fn factor(row: &Row, scenario: &Scenario) -> Option<Factor> {
    // As written, not as the nearest number of 64 bits: .1 and not .10000000149.
    let short = |value: f32| value.to_string().parse::<f64>().ok();
    let own = scenario.parameters.get(row.path)?;
    let (low, high) = (short(row.vary.0.min(own))?, short(row.vary.1.max(own))?);
    let domain = Domain::Range { low, high, scale: Scale::Linear, steps: None, whole: false };
    (low < high).then(|| Factor { path: row.path.to_owned(), between: None, domain })
}

/// How far the value behind a path can be defended: `measured`, `theory`, `calibrated`, `assumed`, or nothing where it is no parameter.
pub fn status_of(path: &str) -> Option<&'static str> {
    let path = path.rsplit_once(".set.").map_or(path, |(_, path)| path);
    Row::find(path).map(|row| match row.status {
        Status::Measured => "measured",
        Status::Theory => "theory",
        Status::Calibrated => "calibrated",
        Status::Assumed => "assumed",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_factors_are_numbers_with_ranges_that_hold_the_own_value() {
        let mut scenario = Scenario::default();
        scenario.parameters.context.load = 2.5;
        let factors = all_factors(&scenario);
        assert!(factors.len() > 100 && factors.iter().all(|factor| !factor.path.starts_with("system.")));
        let domain = |path: &str| factors.iter().find(|factor| factor.path == path).map(|factor| factor.domain.clone());
        let range = |low, high| Some(Domain::Range { low, high, scale: Scale::Linear, steps: None, whole: false });
        assert_eq!(domain("context.load"), range(0.4, 2.5));
        assert_eq!(domain("voice.safety_gain"), range(0.025, 0.1));
        assert_eq!(domain("voice.rule"), None);
        assert_eq!((status_of("people.safety"), status_of("arm.Heroic.set.context.load")), (Some("measured"), Some("assumed")));
        assert_eq!(status_of("pattern.openness"), None);
        scenario.parameters.system.organisations = 4.0;
        assert!(all_factors(&scenario).iter().any(|factor| factor.path.starts_with("system.")));
    }
}
