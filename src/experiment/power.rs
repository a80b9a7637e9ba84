//! From a pilot to the replications that are needed.

use super::LEVEL;
use super::ensemble::Values;
use super::statistics::{Aim, Interval, Summary, replications_needed, sd_interval};
use crate::error::Error;
use crate::outcomes::OUTCOMES;
use crate::plot::{Curve, CurvePlot, Frame, Plot, PlotError, Rendered};
use crate::report::words::arm_name;
use crate::row;
use crate::scenario::Scenario;
use crate::table::{Column, Table};

/// What is wanted of an outcome.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wanted {
    /// Place of the outcome.
    pub outcome: usize,
    /// Half-width or smallest effect, in the unit of the outcome; that of `compare` if none.
    pub aim: Option<Aim>,
}

/// What one outcome of one arm against the baseline needs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Need {
    /// Place of the outcome.
    pub outcome: usize,
    /// Place of the arm.
    pub arm: usize,
    /// Pairs of the pilot.
    pub pairs: usize,
    /// Mean difference in the pilot.
    pub difference: f64,
    /// Standard deviation of the differences in the pilot.
    pub sd: f64,
    /// Its 95 % interval.
    pub sd_interval: Interval,
    /// What is wanted; none where the baseline does not vary and nothing was asked for.
    pub aim: Option<Aim>,
    /// Replications needed by the standard deviation of the pilot; none where they are beyond counting.
    pub needed: Option<usize>,
    /// Replications needed if the standard deviation is at the lower and at the upper end of its interval.
    pub needed_between: (Option<usize>, Option<usize>),
}

/// What each arm needs on each outcome, from a pilot of one point; outcomes with fewer than two pairs are left out.
pub fn needs(pilot: &Values, wanted: &[Wanted]) -> Vec<Need> {
    let pairs = wanted.iter().flat_map(|wanted| (1..pilot.arms()).map(move |arm| (wanted, arm)));
    pairs.filter_map(|(wanted, arm)| need(pilot, wanted, arm)).collect()
}

fn need(pilot: &Values, wanted: &Wanted, arm: usize) -> Option<Need> {
    let (baseline, treated) = (pilot.get(0, 0, wanted.outcome), pilot.get(0, arm, wanted.outcome));
    let differences: Vec<f64> = baseline.iter().zip(&treated).map(|(baseline, treated)| treated - baseline).collect();
    let summary = Summary::of(&differences, LEVEL)?;
    let (sd, sd_interval) = (summary.sd?, sd_interval(&differences, LEVEL)?);
    let usual = || {
        let spread = Summary::of(&baseline, LEVEL)?.sd.filter(|sd| *sd > 0.0)?;
        Some(Aim::HalfWidth(super::contrasts::WANTED_HALF_WIDTH * spread))
    };
    let aim = wanted.aim.or_else(usual);
    let by = |sd: f64| aim.and_then(|aim| replications_needed(sd, aim, LEVEL));
    Some(Need {
        outcome: wanted.outcome,
        arm,
        pairs: summary.n,
        difference: summary.mean,
        sd,
        sd_interval,
        aim,
        needed: by(sd),
        needed_between: (by(sd_interval.low), by(sd_interval.high)),
    })
}

/// One row an outcome and arm.
///
/// # Errors
/// None that needs can cause.
pub fn table(scenario: &Scenario, needs: &[Need]) -> Result<Table, Error> {
    let own = |name: &str, meaning: &str| Column::real(name, meaning).unit("that of the outcome");
    let pairs = |name: &str, meaning: &str| Column::whole(name, meaning).minimum(0.0);
    let mut table = Table::new("power", "One row is one outcome of one arm against the baseline: the replications that it needs")
        .described(
            "Paired by replication. The intervals of the standard deviation take differences as normal; with heavier tails they are wider.",
        )
        .columns_from([
            Column::text("outcome", "Name of the outcome, as in `leaderful list outcomes`.").required(),
            Column::text("arm", "Name of the arm.").required(),
            Column::text("reference", "Name of the baseline.").required(),
            pairs("pairs", "Pairs of the pilot.").required(),
            own("difference", "Mean difference in the pilot."),
            own("sd", "Standard deviation of the differences in the pilot.").minimum(0.0),
            own("sd_low", "Lower end of its 95 % interval.").minimum(0.0),
            own("sd_high", "Upper end of its 95 % interval.").minimum(0.0),
            Column::text("aim", "What is wanted: an interval of that half-width, or to see an effect of that size.")
                .allowed(["half-width", "effect"]),
            own("size", "Wanted half-width, or smallest effect of interest."),
            Column::real("power", "Wanted probability of seeing the effect.").unit("probability"),
            pairs("needed", "Replications needed by the standard deviation of the pilot; missing beyond 10^9."),
            pairs("needed_low", "Replications needed if the standard deviation is at the lower end of its interval."),
            pairs("needed_high", "Replications needed if it is at the upper end."),
        ])?
        .primary_key(["outcome", "arm"])?;
    for need in needs {
        let (aim, size, power) = match need.aim {
            Some(Aim::HalfWidth(size)) => ("half-width", Some(size), None),
            Some(Aim::Power { smallest_effect, power }) => ("effect", Some(smallest_effect), Some(power)),
            None => ("", None, None),
        };
        table.push_row(row![
            OUTCOMES[need.outcome].name,
            arm_name(scenario, need.arm),
            arm_name(scenario, 0),
            need.pairs,
            need.difference,
            need.sd,
            need.sd_interval.low,
            need.sd_interval.high,
            aim,
            size,
            power,
            need.needed.map(|needed| needed as i64),
            need.needed_between.0.map(|needed| needed as i64),
            need.needed_between.1.map(|needed| needed as i64)
        ])?;
    }
    Ok(table)
}

/// The half-width that each arm's interval has after so many replications, an outcome a picture.
///
/// # Errors
/// A fault of a drawing backend.
pub fn pictures(scenario: &Scenario, needs: &[Need]) -> Result<Vec<(String, Rendered)>, PlotError> {
    let steps = [5, 7, 10, 15, 20, 30, 50, 75, 100, 150, 200];
    let one = |needs: &[Need]| {
        let outcome = &OUTCOMES[needs[0].outcome];
        let width = |sd: f64, pairs: i32| {
            let t = super::statistics::t_interval(&alternating(pairs as usize), LEVEL).map_or(f64::NAN, |interval| interval.half_width());
            t * sd
        };
        let curve = |need: &Need| Curve {
            label: arm_name(scenario, need.arm).to_owned(),
            points: steps.iter().map(|pairs| (f64::from(*pairs), width(need.sd, *pairs), 0.0)).collect(),
            published: Vec::new(),
        };
        let plot = CurvePlot {
            frame: Frame {
                title: format!("How sure after how many replications: {}", outcome.label.to_lowercase()),
                subtitle: format!("Difference from {}: half-width of its 95 % interval, by the pilot's spread", arm_name(scenario, 0)),
                caption: format!(
                    "{}. Pilot of {} pairs, seed {}, leaderful {}",
                    scenario.title,
                    needs[0].pairs,
                    scenario.seed,
                    env!("CARGO_PKG_VERSION")
                ),
            },
            along_label: "replications".to_owned(),
            value_label: format!("half-width ({})", outcome.unit),
            curves: needs.iter().map(curve).collect(),
        };
        Ok((format!("{}-power", outcome.name), plot.render(1400, 900)?))
    };
    needs.chunk_by(|a, b| a.outcome == b.outcome).map(one).collect()
}

/// So many values with standard deviation 1: half of them high and half low.
fn alternating(count: usize) -> Vec<f64> {
    let values: Vec<f64> = (0..count).map(|place| if place % 2 == 0 { 1.0 } else { -1.0 }).collect();
    let sd = Summary::of(&values, LEVEL).and_then(|summary| summary.sd).unwrap_or(1.0);
    values.into_iter().map(|value| value / sd).collect()
}
