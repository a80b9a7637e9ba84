//! `decision_days`: how long issues stay unsettled, by Kaplan-Meier, since open ones are censored.
//!
//! The issues of one run share people and luck, so the interval takes the run as its unit: a jackknife that leaves out one
//! replication at a time (Efron and Stein 1981, *Annals of Statistics* 9, 586-596).

use super::{arm_names, ends};
use crate::error::Error;
use crate::events::Delays;
use crate::experiment::statistics::{Interval, t_interval};
use crate::experiment::{LEVEL, Results};
use crate::row;
use crate::scenario::Scenario;
use crate::table::{Column, Table};

/// Share of an arm's issues that are unsettled after some days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OpenShare {
    /// Days since the issue arose.
    pub days: f64,
    /// Kaplan-Meier estimate over the issues of all replications.
    pub share: f64,
    /// Its jackknife interval over replications, cut to [0, 1]; needs two.
    pub interval: Option<Interval>,
    /// Issues that lasted this long at least.
    pub at_risk: u64,
    /// Issues settled after just these days.
    pub settled: u64,
    /// Issues last seen unsettled after just these days.
    pub censored: u64,
}

/// The curve of each arm, a point a round, up to the longest delay that runs tell apart.
pub fn open_shares(scenario: &Scenario, results: &Results) -> Vec<Vec<OpenShare>> {
    (0..results.arms)
        .map(|arm| {
            let delays: Vec<&Delays> = results.finished(arm).map(|(_, result)| &result.delays).collect();
            curve(&delays, scenario.rounds)
        })
        .collect()
}

/// The curves as a table.
///
/// # Errors
/// None that results can cause.
pub fn decision_days(scenario: &Scenario, curves: &[Vec<OpenShare>]) -> Result<Table, Error> {
    let share = |name: &str, meaning: &str| Column::real(name, meaning).unit("share").minimum(0.0).maximum(1.0);
    let count = |name: &str, meaning: &str| Column::whole(name, meaning).unit("issues").minimum(0.0).required();
    let mut table = Table::new("decision_days", "One row is one arm after some days since an issue arose")
        .described("Issues after the warm-up, all replications together. Open issues and those that lapsed are censored.")
        .columns_from([
            Column::text("arm", "Name of the arm.").required(),
            Column::real("days", "Days since the issue arose.").unit("days").minimum(0.0).required(),
            share("open_share", "Kaplan-Meier estimate of the share of issues that are still unsettled.").required(),
            share("low", "Lower end of its 95 % interval: jackknife over replications."),
            share("high", "Upper end of its 95 % interval: jackknife over replications."),
            count("at_risk", "Issues that lasted this long at least."),
            count("settled", "Issues settled after just these days."),
            count("censored", "Issues last seen unsettled after just these days."),
        ])?
        .primary_key(["arm", "days"])?;
    for (name, curve) in arm_names(scenario).into_iter().zip(curves) {
        for point in curve {
            let [low, high] = ends(point.interval);
            let [at_risk, settled, censored] = [point.at_risk, point.settled, point.censored].map(|n| n as usize);
            table.push_row(row![name, point.days, point.share, low, high, at_risk, settled, censored])?;
        }
    }
    Ok(table)
}

/// Sums of settled and censored issues by ticks.
#[derive(Clone, Default)]
struct Counts {
    settled: Vec<u64>,
    censored: Vec<u64>,
}

impl Counts {
    fn of<'a>(delays: impl IntoIterator<Item = &'a Delays>) -> Self {
        let mut counts = Self::default();
        for of_run in delays {
            counts.settled.resize(of_run.settled.len(), 0);
            counts.censored.resize(of_run.censored.len(), 0);
            for (sum, number) in counts.settled.iter_mut().zip(&of_run.settled) {
                *sum += u64::from(*number);
            }
            for (sum, number) in counts.censored.iter_mut().zip(&of_run.censored) {
                *sum += u64::from(*number);
            }
        }
        counts
    }

    /// Without one of the runs in the sum.
    fn without(&self, delays: &Delays) -> Self {
        let less = |sums: &[u64], numbers: &[u32]| sums.iter().zip(numbers).map(|(sum, number)| sum - u64::from(*number)).collect();
        Self { settled: less(&self.settled, &delays.settled), censored: less(&self.censored, &delays.censored) }
    }

    /// Survival after each tick, but not in the last cell, which holds all that lasted longer.
    fn survival(&self) -> Vec<f64> {
        let mut at_risk: u64 = self.settled.iter().chain(&self.censored).sum();
        let mut open = 1.0;
        let told_apart = self.settled.len().saturating_sub(1);
        (0..told_apart)
            .map(|tick| {
                if self.settled[tick] > 0 {
                    open *= (at_risk - self.settled[tick]) as f64 / at_risk as f64;
                }
                at_risk -= self.settled[tick] + self.censored[tick];
                open
            })
            .collect()
    }
}

fn curve(delays: &[&Delays], rounds: u32) -> Vec<OpenShare> {
    let counts = Counts::of(delays.iter().copied());
    let mut at_risk: u64 = counts.settled.iter().chain(&counts.censored).sum();
    if at_risk == 0 {
        return Vec::new();
    }
    let left_out: Vec<Vec<f64>> = delays.iter().map(|one| counts.without(one).survival()).collect();
    let mut points = Vec::new();
    for (tick, share) in counts.survival().into_iter().enumerate() {
        let (settled, censored) = (counts.settled[tick], counts.censored[tick]);
        let interval = jackknife(share, left_out.iter().map(|curve| curve[tick]), delays.len());
        points.push(OpenShare { days: tick as f64 / f64::from(rounds), share, interval, at_risk, settled, censored });
        at_risk -= settled + censored;
    }
    points
}

/// t interval over the pseudo-values of a jackknife, cut to [0, 1] and around the estimate itself.
fn jackknife(estimate: f64, left_out: impl Iterator<Item = f64>, runs: usize) -> Option<Interval> {
    let n = runs as f64;
    let pseudo: Vec<f64> = left_out.map(|without| n * estimate - (n - 1.0) * without).collect();
    let half_width = t_interval(&pseudo, LEVEL)?.half_width();
    Some(Interval { low: (estimate - half_width).max(0.0), high: (estimate + half_width).min(1.0), level: LEVEL })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::statistics::KaplanMeier;

    fn delays(settled: [u32; 6], censored: [u32; 6]) -> Delays {
        Delays::of(settled.to_vec(), censored.to_vec())
    }

    #[test]
    fn the_estimate_is_that_of_all_issues_one_by_one() {
        let (a, b) = (delays([3, 0, 4, 1, 0, 2], [0, 1, 0, 2, 0, 5]), delays([1, 2, 0, 0, 3, 0], [0, 0, 4, 0, 0, 1]));
        let (mut times, mut settled) = (Vec::new(), Vec::new());
        for one in [&a, &b] {
            for tick in 0..6 {
                let (events, open) = (one.settled[tick] as usize, one.censored[tick] as usize);
                times.extend(std::iter::repeat_n(tick as f64, events + open));
                settled.extend(std::iter::repeat_n(true, events).chain(std::iter::repeat_n(false, open)));
            }
        }
        let expected = KaplanMeier::of(&times, &settled, LEVEL).unwrap();
        let found = curve(&[&a, &b], 1);
        assert_eq!(found.len(), 5, "the last cell has no time of its own");
        for point in found {
            assert!((point.share - expected.survival_at(point.days)).abs() < 1e-12, "{point:?}");
            let interval = point.interval.unwrap();
            assert!(interval.contains(point.share) && interval.low >= 0.0 && interval.high <= 1.0);
        }
    }

    #[test]
    fn equal_runs_have_no_spread_and_one_run_has_no_interval() {
        let one = delays([3, 0, 4, 1, 0, 2], [0, 1, 0, 2, 0, 5]);
        assert!(curve(&[&one, &one, &one], 1).iter().all(|p| p.interval.unwrap().half_width() < 1e-12));
        assert!(curve(&[&one], 1).iter().all(|p| p.interval.is_none()));
        assert!(curve(&[], 1).is_empty());
    }
}
