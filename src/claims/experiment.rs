//! Runs a claim: every arm in every context, whole and with each ablation, paired by replication.

use super::verdict::{Left, MOST_LEFT, judge, together};
use super::{Claim, Expectation, Reason, Verdict};
use crate::error::Error;
use crate::experiment::statistics::{
    Bootstrap, Effect, Interval, PrecisionTarget, StopRule, Summary, glass_delta, sequential_stop, t_interval,
};
use crate::experiment::{Controls, Experiment, LEVEL, Progress};
use crate::scenario::{Arm, Scenario};

/// How many replications a claim may take, and how sure it shall be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effort {
    /// Replications after which it ends in any case.
    pub most: u32,
    /// Replications before which it does not end.
    pub least: u32,
    /// Replications between two looks.
    pub batch: u32,
    /// Whether only the main context is tested, and those that it is compared with.
    pub main_only: bool,
}

/// Wanted half-width of the interval of an effect, and of what its ablation leaves beyond a third of it, in standard deviations
/// of the reference arm between replications …
pub const HALF_WIDTH: f64 = 0.1;
/// … or in parts of the effect, where that is wider: a large effect need not be known to the same width.
pub const HALF_WIDTH_OF_EFFECT: f64 = 1.0 / 6.0;

impl Effort {
    /// Until the intervals are narrow enough.
    pub const WHOLE: Self = Self { most: 200, least: 30, batch: 10, main_only: false };
    /// A few replications of the main context, to see that everything runs.
    pub const QUICK: Self = Self { most: 3, least: 3, batch: 3, main_only: true };
}

/// One outcome of one pair of arms in one context.
#[derive(Clone, Debug)]
pub struct Row {
    /// Place of the expectation in [`Claim::expectations`].
    pub expectation: usize,
    /// Place of the context in [`Claim::contexts`].
    pub context: usize,
    /// Mean difference and its t interval, in the unit of the outcome.
    pub difference: Option<Estimate>,
    /// Difference over the spread of the reference arm between replications, with its bootstrap interval.
    pub effect: Option<Effect>,
    /// The difference with the ablation, in the unit of the outcome.
    pub ablated: Option<Estimate>,
    /// The same over the spread of the reference arm of the whole model.
    pub ablated_effect: Option<f64>,
    /// Replications in which the difference has a value.
    pub pairs: usize,
    /// What the rule says of it.
    pub verdict: Verdict,
    /// Why.
    pub reason: Reason,
}

/// A mean and its 95 % t interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The mean.
    pub mean: f64,
    /// The interval.
    pub interval: Interval,
}

/// A claim that was tested.
#[derive(Clone, Debug)]
pub struct Tested {
    /// Its rows, by outcome and then by context.
    pub rows: Vec<Row>,
    /// The verdict over all rows.
    pub verdict: Verdict,
    /// Replications of each arm.
    pub replications: u32,
    /// Runs that failed.
    pub failed: usize,
}

/// One scenario that is run: a context, whole or with ablations, and the arms that are needed of it.
struct Cell {
    context: usize,
    /// The expectation whose ablations it has; the whole model if none.
    ablated: Option<usize>,
    scenario: Scenario,
    /// Places of the arms in the claim's scenario, in the order in which they are run.
    arms: Vec<usize>,
    /// Values by arm (as above), outcome and replication.
    values: Vec<Vec<Vec<f64>>>,
}

/// Tests a claim; `None` if it was interrupted.
///
/// # Errors
/// [`Error::BadInput`] if an ablation does not fit, which [`Claim::load`] has seen to.
pub fn test(claim: &Claim, effort: Effort, controls: &Controls<'_>) -> Result<Option<Tested>, Error> {
    let wanted = wanted(claim, effort);
    let mut cells = cells(claim, &wanted)?;
    let per_replication: usize = cells.iter().map(|cell| cell.arms.len()).sum();
    let planned = per_replication * effort.most as usize;
    let mut before = Progress { done: 0, planned, days: 0, planned_days: planned as u64 * u64::from(claim.scenario.days) };
    let (mut replications, mut failed) = (0, 0);
    while replications < effort.most {
        let next = (replications + effort.batch).min(effort.most);
        for cell in &mut cells {
            let progress =
                |now: Progress| (controls.progress)(Progress { done: before.done + now.done, days: before.days + now.days, ..before });
            let experiment = Experiment { replications: replications..next, ..Experiment::of(&cell.scenario) };
            let results = experiment.run_with(&Controls { progress: &progress, ..*controls });
            if !results.is_complete() {
                return Ok(None);
            }
            before.done += results.runs.len();
            before.days += results.runs.len() as u64 * u64::from(cell.scenario.days);
            failed += results.failures().count();
            for (arm, values) in cell.values.iter_mut().enumerate() {
                values.iter_mut().enumerate().for_each(|(outcome, values)| values.extend(results.values(arm, outcome)));
            }
        }
        replications = next;
        if replications >= effort.least && precise(claim, &cells, &wanted, effort) {
            break;
        }
    }
    let rows: Vec<Row> = wanted.iter().map(|(expectation, context)| row(claim, &cells, *expectation, *context)).collect();
    let verdict = together(rows.iter().map(|row| row.verdict));
    Ok(Some(Tested { rows, verdict, replications, failed }))
}

/// Expectation and context of every row.
fn wanted(claim: &Claim, effort: Effort) -> Vec<(usize, usize)> {
    let of = |(place, expectation): (usize, &Expectation)| {
        let most = if effort.main_only { 1 } else { expectation.contexts.len() };
        expectation.contexts.iter().take(most).map(|context| (place, *context)).collect::<Vec<_>>()
    };
    claim.expectations.iter().enumerate().flat_map(of).collect()
}

/// Every scenario that the rows need, each once, with the arms that they need of it.
fn cells(claim: &Claim, wanted: &[(usize, usize)]) -> Result<Vec<Cell>, Error> {
    let mut cells: Vec<Cell> = Vec::new();
    for (place, context) in wanted {
        let expectation = &claim.expectations[*place];
        let ablated = (!expectation.ablations.is_empty()).then_some(Some(*place));
        for ablated in std::iter::once(None).chain(ablated) {
            for context in std::iter::once(*context).chain(expectation.compared_with) {
                let arms = expectation.arms_needed();
                match cells.iter_mut().find(|cell| cell.serves(claim, context, ablated)) {
                    Some(cell) => cell.arms.extend(arms),
                    None => {
                        let mut scenario = claim.contexts[context].scenario.clone();
                        let cuts = ablated.map_or(&[][..], |place| &claim.expectations[place].ablations);
                        cuts.iter().try_for_each(|cut| cut.apply(&mut scenario))?;
                        cells.push(Cell { context, ablated, scenario, arms, values: Vec::new() });
                    }
                }
            }
        }
    }
    for cell in &mut cells {
        cell.arms.sort_unstable();
        cell.arms.dedup();
        let arms: Vec<Arm> = cell.scenario.all_arms().cloned().collect();
        let mut needed = cell.arms.iter().map(|arm| arms[*arm].clone());
        cell.scenario.baseline = needed.next().expect("an expectation needs two arms");
        cell.scenario.arms = needed.collect();
        cell.values = vec![vec![Vec::new(); crate::outcomes::OUTCOMES.len()]; cell.arms.len()];
    }
    Ok(cells)
}

impl Cell {
    /// Whether it is of a context with the ablations of an expectation, or of another one that has the same.
    fn serves(&self, claim: &Claim, context: usize, ablated: Option<usize>) -> bool {
        let cuts = |ablated: Option<usize>| ablated.map(|place| &claim.expectations[place].ablations);
        self.context == context && cuts(self.ablated) == cuts(ablated)
    }
}

impl Expectation {
    fn arms_needed(&self) -> Vec<usize> {
        let pairs = std::iter::once(self.pair).chain(self.minus);
        pairs.flat_map(|pair| [pair.arm, pair.against]).collect()
    }

    /// The effect of every replication.
    fn differences(&self, context: usize, values: &impl Fn(usize, usize) -> Vec<f64>) -> Vec<f64> {
        let minus = |left: Vec<f64>, right: Vec<f64>| -> Vec<f64> { left.iter().zip(&right).map(|(l, r)| l - r).collect() };
        let of = |context: usize| {
            let own = minus(values(context, self.pair.arm), values(context, self.pair.against));
            match self.minus {
                Some(other) => minus(own, minus(values(context, other.arm), values(context, other.against))),
                None => own,
            }
        };
        match self.compared_with {
            Some(other) => minus(of(context), of(other)),
            None => of(context),
        }
    }
}

/// What a row is made of: the arm by whose spread effects are measured, and the effect of each replication, whole and ablated.
struct Sample {
    /// The reference arm; the treated arm where the reference does not vary.
    reference: Vec<f64>,
    whole: Vec<f64>,
    ablated: Option<Vec<f64>>,
}

impl Sample {
    /// What the ablation leaves minus the largest part that it may leave, by replication.
    fn beyond(&self) -> Option<Vec<f64>> {
        let ablated = self.ablated.as_ref()?;
        Some(ablated.iter().zip(&self.whole).map(|(left, all)| left - MOST_LEFT * all).collect())
    }
}

fn sample(claim: &Claim, cells: &[Cell], place: usize, context: usize) -> Sample {
    let expectation = &claim.expectations[place];
    let values = |ablated: Option<usize>| {
        move |context: usize, arm: usize| -> Vec<f64> {
            let cell = cells.iter().find(|cell| cell.serves(claim, context, ablated)).expect("every row has its cells");
            let arm = cell.arms.iter().position(|other| *other == arm).expect("every cell has the arms that are needed");
            cell.values[arm][expectation.outcome].clone()
        }
    };
    let whole = values(None);
    let reference = [expectation.pair.against, expectation.pair.arm].map(|arm| whole(context, arm));
    Sample {
        reference: reference.iter().find(|values| spread(values).is_some()).unwrap_or(&reference[0]).clone(),
        whole: expectation.differences(context, &whole),
        ablated: (!expectation.ablations.is_empty()).then(|| expectation.differences(context, &values(Some(place)))),
    }
}

/// Whether every row is known narrowly enough.
fn precise(claim: &Claim, cells: &[Cell], wanted: &[(usize, usize)], effort: Effort) -> bool {
    let samples: Vec<Sample> = wanted.iter().map(|(place, context)| sample(claim, cells, *place, *context)).collect();
    let beyond: Vec<Option<Vec<f64>>> = samples.iter().map(Sample::beyond).collect();
    let mut targets = Vec::new();
    for (sample, beyond) in samples.iter().zip(&beyond) {
        let (Some(spread), Some(found)) = (spread(&sample.reference), Summary::of(&sample.whole, LEVEL)) else { continue };
        let half_width = (HALF_WIDTH * spread).max(HALF_WIDTH_OF_EFFECT * found.mean.abs());
        for differences in std::iter::once(&sample.whole).chain(beyond) {
            targets.push(PrecisionTarget { name: "", differences, half_width });
        }
    }
    let rule = StopRule { level: LEVEL, minimum_pairs: 2, maximum_pairs: effort.most as usize };
    sequential_stop(&targets, rule).stops()
}

fn row(claim: &Claim, cells: &[Cell], place: usize, context: usize) -> Row {
    let sample = sample(claim, cells, place, context);
    let expectation = &claim.expectations[place];
    let effect = standardised(&sample.reference, &sample.whole, claim.scenario.seed);
    let left = match sample.beyond() {
        None => Left::NoAblation,
        Some(beyond) => t_interval(&beyond, LEVEL).map_or(Left::Unknown, |interval| Left::Beyond(expectation.claimed(interval))),
    };
    let (verdict, reason) = judge(effect.and_then(|effect| effect.interval).map(|interval| expectation.claimed(interval)), left);
    let ablated = sample.ablated.as_deref().and_then(estimate);
    Row {
        expectation: place,
        context,
        difference: estimate(&sample.whole),
        effect,
        ablated,
        ablated_effect: ablated.zip(spread(&sample.reference)).map(|(ablated, spread)| ablated.mean / spread),
        pairs: sample.whole.iter().filter(|value| !value.is_nan()).count(),
        verdict,
        reason,
    }
}

/// The standard deviation, if there is any.
fn spread(values: &[f64]) -> Option<f64> {
    Summary::of(values, LEVEL)?.sd.filter(|sd| *sd > 0.0)
}

fn estimate(values: &[f64]) -> Option<Estimate> {
    Some(Estimate { mean: Summary::of(values, LEVEL)?.mean, interval: t_interval(values, LEVEL)? })
}

/// Glass's delta of differences. Where all of them are equal, there is nothing to resample, and the interval is a point.
fn standardised(reference: &[f64], differences: &[f64], seed: u64) -> Option<Effect> {
    let treated: Vec<f64> = reference.iter().zip(differences).map(|(reference, difference)| reference + difference).collect();
    let found = glass_delta(reference, &treated, LEVEL, Bootstrap::with_seed(seed))?;
    let point = Interval { low: found.estimate, high: found.estimate, level: LEVEL };
    let still = t_interval(differences, LEVEL).is_some_and(|interval| interval.half_width() == 0.0);
    Some(Effect { interval: if still { Some(point) } else { found.interval }, ..found })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicBool;

    fn run(text: &str, effort: Effort) -> Tested {
        let claim = Claim::load("C00", text, &[]).unwrap();
        let interrupt = AtomicBool::new(false);
        test(&claim, effort, &Controls { threads: 1, interrupt: &interrupt, progress: &|_| {} }).unwrap().unwrap()
    }

    const TEXT: &str = r#"
claim = "Who is asked has to answer."
sources = ["004"]
says = "B."
test = "C."
caution = "D."
days = 30
[organisation]
levels = [1, 2, 8]
[baseline]
pattern = { preset = "guided-distribution", set = { consultation = 0 } }
[[arm]]
name = "Asks"
pattern = { preset = "guided-distribution", set = { consultation = 4 } }
[[contexts]]
name = "usual"
[[contexts]]
name = "busy"
set = { "context.load" = 2 }
[[expectations]]
name = "consulted"
expected = "higher"
ablations = ["answers-cost-no-time"]
[[expectations]]
name = "consulted"
expected = "higher"
compared_with = "usual"
"#;

    #[test]
    fn rows_have_effects_and_a_dial_that_is_the_outcome_is_not_taken_away() {
        let effort = Effort { most: 6, least: 6, batch: 3, main_only: false };
        let tested = run(&TEXT.replace("\"consulted\"", "\"quality\""), effort);
        assert_eq!((tested.rows.len(), tested.replications, tested.failed), (3, 6, 0));
        let row = &tested.rows[0];
        assert!(row.pairs == 6 && row.difference.is_some() && row.effect.is_some() && row.ablated.is_some());
        assert!(tested.rows[2].ablated.is_none(), "no cause is claimed");
        let interaction = tested.rows[2].difference.unwrap().mean;
        let between = tested.rows[1].difference.unwrap().mean - tested.rows[0].difference.unwrap().mean;
        assert!((interaction - between).abs() < 1e-12, "{interaction} and {between}");
    }

    #[test]
    fn where_the_reference_does_not_vary_the_treated_arm_gives_the_spread() {
        let effort = Effort { most: 3, least: 3, batch: 3, main_only: true };
        let tested = run(TEXT, effort);
        assert_eq!(tested.rows[0].difference.map(|found| found.mean > 0.5), Some(true));
        assert!(tested.rows[0].effect.is_some(), "nobody is ever asked in the reference arm, so that the spread is that of the other");
        assert_eq!(tested.rows.len(), 2, "the main context of each");
    }

    #[test]
    fn equal_differences_have_a_point_as_their_interval() {
        let effect = standardised(&[1.0, 2.0, 3.0], &[0.5, 0.5, 0.5], 1).unwrap();
        assert_eq!((effect.estimate, effect.interval.map(|i| (i.low, i.high))), (0.5, Some((0.5, 0.5))));
        assert!(standardised(&[1.0, 1.0, 1.0], &[0.5, 0.6, 0.7], 1).is_none());
    }
}
