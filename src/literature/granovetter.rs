//! Thresholds: how many act when everybody waits for enough others.
//!
//! Each of `n` people acts once the number who act is at least their threshold; all look at once, and the rounds go on
//! from nobody (or from `seen` others) until nobody joins. Granovetter 1978, Threshold models of collective behavior,
//! American Journal of Sociology 83:1420. The normal case is that of the paper: the cumulative distribution times n instead
//! of single people; `sample` draws the people one by one.

use super::{Certainty, Docking, Effort, Estimate, FigureRow, Kind, Model, Quantity, Relation, Setting, Settings, Shape, Target};
use crate::error::Problem;
use crate::mechanisms::voice::threshold::{cascade, rest};

const LIST: usize = 1;
const NORMAL: usize = 2;
const SAMPLE: usize = 3;

/// The row of the list.
pub const MODEL: Model = Model {
    name: "granovetter",
    title: "Thresholds of collective behaviour",
    source: "Granovetter 1978, American Journal of Sociology 83:1420",
    checks: "That nearly the same people all act or do not, by one threshold or a little spread.",
    mechanism: "voice",
    docking: Docking::Variant("voice.rule = \"threshold\""),
    remarks: "Normal thresholds are the expected number below, as in the paper; thresholds=sample draws people one by one.",
    settings: &[
        Setting::new("n", Kind::Whole(1.0, 10_000.0), "100", "people", "How many people there are, unless the thresholds are listed."),
        Setting::new(
            "thresholds",
            Kind::Choice(&["uniform", "list", "normal", "sample"]),
            "uniform",
            "rule",
            "From 0 to n - 1, as listed, by the cumulative normal distribution, or drawn from it person by person.",
        ),
        Setting::new("list", Kind::List(-1e6, 1e6), "0, 1, 2", "people", "The thresholds, if they are listed."),
        Setting::new("mean", Kind::Number(-1e4, 1e4), "25", "people", "Mean of normal thresholds."),
        Setting::new("sd", Kind::Number(1e-3, 1e4), "12.2", "people", "Standard deviation of normal thresholds."),
        Setting::new(
            "changed",
            Kind::List(-1e6, 1e6),
            "0, 0",
            "people",
            "The first person with the first threshold has the second instead.",
        ),
        Setting::new("seen", Kind::Whole(0.0, 10_000.0), "0", "people", "Others who act from the start; they are not counted in the end."),
    ],
    effort: "samples",
    replications: 400,
    quick: 20,
    run,
    targets: &[
        Target::equal("thresholds 0 to 99", &[], "acting", 100.0, 1e-9, Certainty::A),
        Target::equal("the threshold 1 is 2", &[("changed", "1, 2")], "acting", 1.0, 1e-9, Certainty::A),
        Target::equal("standard deviation at which the number jumps, mean 25", NORMAL_CASE, "jump", 12.2, 0.05, Certainty::B),
        Target {
            case: "acting just before the jump: a few",
            set: NORMAL_CASE,
            quantity: Quantity::Measure("before"),
            relation: Relation::AtMost,
            published: 10.0,
            tolerance: 0.0,
            certainty: Certainty::B,
        },
        Target {
            case: "acting just after the jump: nearly all",
            set: NORMAL_CASE,
            quantity: Quantity::Measure("after"),
            relation: Relation::AtLeast,
            published: 95.0,
            tolerance: 0.0,
            certainty: Certainty::B,
        },
    ],
    wrong: &[],
    figure: FigureRow {
        title: "How many act against the spread of normal thresholds (mean 25)",
        measures: &["acting"],
        value_label: "people who act",
        along: (
            "sd",
            "standard deviation of thresholds",
            &["1", "4", "8", "10", "11", "12", "12.2", "12.3", "13", "15", "20", "30", "50", "80"],
        ),
        by: None,
        set: NORMAL_CASE,
        shape: Shape::Lines,
    },
};

const NORMAL_CASE: super::model::Case = &[("thresholds", "normal")];

fn run(settings: &Settings, effort: &Effort) -> Result<Vec<Estimate>, Problem> {
    let (n, seen) = (settings.whole("n"), settings.whole("seen") as u32);
    let (mean, sd) = (settings.number("mean"), settings.number("sd"));
    let changed = match settings.list("changed") {
        [from, to] => [*from as f32, *to as f32],
        other => {
            let problem = Problem::new("a changed threshold needs two numbers").key("changed").value(format!("{other:?}"));
            return Err(problem.allowed("old threshold, new threshold"));
        }
    };
    let count = |thresholds: Vec<f32>| {
        let rest = cascade(&with_change(thresholds, changed), seen);
        [rest.acting - f64::from(seen), f64::from(rest.rounds)]
    };
    let names = ["acting", "rounds"];
    let exact = |values: [f64; 2]| vec![Estimate::exact(names[0], values[0]), Estimate::exact(names[1], values[1])];
    let mut estimates = match settings.whole("thresholds") {
        LIST => exact(count(settings.list("list").iter().map(|own| *own as f32).collect())),
        NORMAL => {
            let rest = normal(n as f64, mean, sd, f64::from(seen));
            exact([rest.acting - f64::from(seen), f64::from(rest.rounds)])
        }
        SAMPLE => effort.each(names, |_, streams| {
            let mut draws = Effort::draws(streams, 0, 0);
            count((0..n).map(|_| draws.normal(mean as f32, sd as f32)).collect())
        }),
        _ => exact(count((0..n).map(|own| own as f32).collect())),
    };
    let (jump, before, after) = jump(n as f64, mean, f64::from(seen));
    estimates.extend([Estimate::exact("jump", jump), Estimate::exact("before", before), Estimate::exact("after", after)]);
    Ok(estimates)
}

fn with_change(mut thresholds: Vec<f32>, [from, to]: [f32; 2]) -> Vec<f32> {
    if let Some(own) = thresholds.iter_mut().find(|own| **own == from) {
        *own = to;
    }
    thresholds
}

/// The cascade over the cumulative normal distribution.
fn normal(n: f64, mean: f64, sd: f64, seen: f64) -> crate::mechanisms::voice::threshold::Rest {
    rest(seen, |acting| seen + n * 0.5 * libm::erfc((mean - acting) / (sd * std::f64::consts::SQRT_2)))
}

/// Steps of the standard deviation, from one step to as many as there are, in which the jump is looked for.
const STEPS: u32 = 400;
/// Width to which the jump is narrowed down, as a share of the step.
const NARROW: f64 = 1e-5;

/// Where the number who act rises most with the standard deviation, and the numbers before and after; looked for up to
/// four times the distance from the start to the mean, in steps of a hundredth of it.
fn jump(n: f64, mean: f64, seen: f64) -> (f64, f64, f64) {
    let step = (mean - seen).abs().max(0.01) / 100.0;
    let acting = |sd: f64| normal(n, mean, sd, seen).acting - seen;
    let (mut low, mut rise, mut last) = (step, f64::NEG_INFINITY, acting(step));
    for number in 1..STEPS {
        let next = acting(step * f64::from(number + 1));
        if next - last > rise {
            (low, rise) = (step * f64::from(number), next - last);
        }
        last = next;
    }
    let (mut high, narrow) = (low + step, step * NARROW);
    let (mut before, mut after) = (acting(low), acting(high));
    let half = (before + after) / 2.0;
    while high - low > narrow {
        let middle = (low + high) / 2.0;
        let here = acting(middle);
        if here < half {
            (low, before) = (middle, here);
        } else {
            (high, after) = (middle, here);
        }
    }
    ((low + high) / 2.0, before, after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn acting(changes: &[(&str, &str)]) -> f64 {
        run(&Settings::published(MODEL.settings).with(changes), &Effort { replications: 50, seed: 1 }).unwrap()[0].value
    }

    #[test]
    fn listed_and_drawn_thresholds() {
        assert_eq!(acting(&[("thresholds", "list"), ("list", "0, 1, 2, 4, 4, 4")]), 3.0);
        assert_eq!(acting(&[("thresholds", "list"), ("list", "0, 1, 2, 4, 4, 4"), ("changed", "4, 3")]), 6.0);
        assert_eq!(acting(&[("thresholds", "list"), ("list", "1, 2"), ("seen", "1")]), 2.0);
        assert!(acting(&[("thresholds", "sample"), ("sd", "25")]) > acting(&[("thresholds", "sample"), ("sd", "8")]) + 50.0);
    }

    #[test]
    fn the_jump_is_where_the_curve_touches_the_line() {
        // There n F(x) = x and n f(x) = 1 hold at once.
        let (sd, before, _) = jump(100.0, 25.0, 0.0);
        let z = (before - 25.0) / sd;
        let density = 100.0 * libm::exp(-z * z / 2.0) / (sd * libm::sqrt(std::f64::consts::TAU));
        assert!((density - 1.0).abs() < 0.01, "{density} at {sd}");
    }
}
