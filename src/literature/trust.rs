//! The linear operator of trust: how trust between two moves with promises kept and broken.

use super::{Certainty, Docking, Effort, Estimate, FigureRow, Kind, Model, Setting, Settings, Shape, Target, Wrong, mean_of};
use crate::error::Problem;
use crate::mechanisms::trust::after;
use rayon::prelude::*;

/// The row of the list.
pub const MODEL: Model = Model {
    name: "trust-operator",
    title: "Trust as a linear operator on kept and broken promises",
    source: "Bush and Mosteller 1955, Stochastic Models for Learning; asymmetry: Slovic 1993",
    checks: "Mean, spread and repair of trust under unequal gain and loss.",
    mechanism: "trust",
    docking: Docking::Same("mechanisms::trust::after"),
    remarks: "No agent-based model of trust with numbers to compare with was found; this operator is what such models share.",
    settings: &[
        Setting::new("gain", Kind::Number(0.0, 1.0), "0.05", "share", "Share of the missing trust gained by a kept promise."),
        Setting::new("loss", Kind::Number(0.0, 1.0), "0.20", "share", "Share of trust lost by a broken promise."),
        Setting::new("kept", Kind::Number(0.0, 1.0), "0.9", "probability", "Chance that a promise is kept."),
        Setting::new("promises", Kind::Whole(1.0, 1e6), "2000", "promises", "Promises of each replication that are measured."),
        Setting::new("start", Kind::Number(0.0, 1.0), "0.8", "level", "Trust before the one breach whose repair is counted."),
        Setting::new(
            "symmetric",
            Kind::Choice(&["no", "yes"]),
            "no",
            "rule",
            "Whether a breach weighs no more than a kept promise (wrong).",
        ),
    ],
    effort: "replications",
    replications: 400,
    quick: 100,
    run,
    targets: &[
        Target::equal("mean, 9 of 10 kept", &[], "mean", 0.6923, 0.005, Certainty::A),
        Target::equal("mean, 8 of 10 kept", &[("kept", "0.8")], "mean", 0.5, 0.005, Certainty::A),
        Target::equal("mean, 5 of 10 kept", &[("kept", "0.5")], "mean", 0.2, 0.005, Certainty::A),
        Target::equal("standard deviation, 9 of 10 kept", &[], "sd", 0.1312, 0.005, Certainty::A),
        Target::equal("kept promises that undo one breach, from .8", &[], "repair", 11.46, 0.005, Certainty::A),
    ],
    wrong: &[Wrong {
        meaning: "a breach weighs no more than a kept promise",
        set: &[("symmetric", "yes")],
        misses: &[
            "mean, 9 of 10 kept",
            "mean, 8 of 10 kept",
            "mean, 5 of 10 kept",
            "standard deviation, 9 of 10 kept",
            "kept promises that undo one breach, from .8",
        ],
    }],
    figure: FigureRow {
        title: "Trust against how often promises are kept",
        measures: &["mean"],
        value_label: "mean trust",
        along: ("kept", "share of promises kept", &["0.5", "0.55", "0.6", "0.65", "0.7", "0.75", "0.8", "0.85", "0.9", "0.95", "1"]),
        by: Some(("loss", &["0.05", "0.1", "0.20", "0.4"])),
        set: &[],
        shape: Shape::Lines,
    },
};

/// Promises before measuring: the start is forgotten by a factor of 1e-20 at the published gain.
const WARM_UP: usize = 1000;

fn run(settings: &Settings, effort: &Effort) -> Result<Vec<Estimate>, Problem> {
    let [gain, kept, start] = ["gain", "kept", "start"].map(|name| settings.number(name) as f32);
    let loss = if settings.whole("symmetric") == 1 { gain } else { settings.number("loss") as f32 };
    let promises = settings.whole("promises");
    let sums = |number: u32| {
        let streams = crate::streams::Streams::new(effort.seed, number, 0);
        let mut draws = Effort::draws(&streams, 0, 0);
        let (mut trust, mut sum, mut squares) = (0.5f32, 0.0f64, 0.0f64);
        for promise in 0..WARM_UP + promises {
            trust = after(trust, draws.chance(kept), gain, loss);
            if promise >= WARM_UP {
                sum += f64::from(trust);
                squares += f64::from(trust) * f64::from(trust);
            }
        }
        (sum / promises as f64, squares / promises as f64)
    };
    let moments: Vec<(f64, f64)> = (0..effort.replications).into_par_iter().map(sums).collect();
    let mean = mean_of("mean", moments.iter().map(|one| one.0));
    let second = mean_of("second", moments.iter().map(|one| one.1));
    let sd = libm::sqrt((second.value - mean.value * mean.value).max(0.0));
    let sd = Estimate::drawn("sd", sd, second.standard_error / (2.0 * sd.max(1e-9)));
    Ok(vec![mean, sd, Estimate::exact("repair", repair(start, gain, loss))])
}

/// Kept promises that bring trust back to where it was before one breach, with the fraction of the last.
fn repair(start: f32, gain: f32, loss: f32) -> f64 {
    let mut trust = after(start, false, gain, loss);
    let mut kept = 0.0;
    while trust < start && kept < 1e6 {
        let next = after(trust, true, gain, loss);
        if next >= start {
            // The exponent at which the gap to full trust is what it was.
            return kept + f64::from(libm::logf((1.0 - start) / (1.0 - trust)) / libm::logf(1.0 - gain));
        }
        if next <= trust {
            break;
        }
        (trust, kept) = (next, kept + 1.0);
    }
    kept
}
