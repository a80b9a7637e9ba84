//! `leaderful calibrate`: parameters from figures of one's own.

use super::Failure;
use super::analysis::{Analysis, Files};
use super::numbers::count;
use super::options::CalibrateOptions;
use super::screen::Screen;
use crate::calibration::{Calibration, Fit, output};
use crate::error::{Error, Problem};
use crate::outcomes::OUTCOMES;
use crate::report::words::{arm_name, number};

/// Replications of which a draw is the mean where nobody says how many: figures are mostly those of one organisation.
const REPLICATIONS: u32 = 1;

pub(super) fn perform(options: &CalibrateOptions, screen: &Screen) -> Result<u8, Failure> {
    let mut analysis = Analysis::new(&options.analysing, "calibrate", REPLICATIONS, screen)?;
    let refuse = |message: String| Failure::from(Error::input(Problem::new(message).within(&options.targets)));
    let text = std::fs::read_to_string(&options.targets).map_err(|error| refuse(format!("the figures cannot be read: {error}")))?;
    let load =
        |analysis: &Analysis<'_>| Calibration::load(&options.targets, &text, analysis.scenario.clone(), options.draws, options.rounds);
    let whole = load(&analysis).map_err(|error| Failure { error, text: Some(text.clone()) })?;
    // Arms that no figure is about need not be run.
    let mut arms: Vec<usize> = whole.targets.iter().map(|target| target.arm).collect();
    arms.sort_unstable();
    arms.dedup();
    analysis.keep_arms(&arms);
    let mut calibration = Calibration { scenario: analysis.scenario.clone(), ..whole };
    for target in &mut calibration.targets {
        target.arm = arms.iter().position(|arm| *arm == target.arm).expect("every arm of a figure stays");
    }
    let facts = format!(
        "{} to {}: up to {} of {} each.",
        count(calibration.factors.len(), "parameter"),
        count(calibration.targets.len(), "figure"),
        count(options.rounds as usize, "round"),
        count(options.draws as usize, "draw")
    );
    analysis.say(&format!("{}\n{}", screen.heading(&calibration.scenario.title), screen.wrapped(&facts, 0)));
    let fit = match analysis.run(|kept, controls| calibration.run(kept, controls))? {
        Ok(fit) => fit,
        Err(code) => return Ok(code),
    };
    analysis.say(&told(&calibration, &fit, screen));
    let files = Files {
        tables: vec![output::parameters(&calibration, &fit)?, output::targets(&calibration, &fit)?, output::draws(&calibration, &fit)?],
        pictures: if analysis.plots() { output::pictures(&calibration, &fit) } else { Ok(Vec::new()) },
        description: "Parameters fitted to figures by approximate Bayesian computation.".to_owned(),
    };
    analysis.write(&files)?;
    Ok(analysis.code(fit.failed.as_ref()))
}

fn told(calibration: &Calibration, fit: &Fit, screen: &Screen) -> String {
    let mut parameters = screen.table(["parameter", "range", "median", "90 % interval", "the figures say"].map(str::to_owned));
    for (place, factor) in calibration.factors.iter().enumerate() {
        let value = |probability: f64| calibration.value(fit, place, probability).number().map_or("–".to_owned(), number);
        let informed = fit.shortened(place) < crate::calibration::INFORMED;
        parameters.add_row([
            factor.path.clone(),
            format!("{} to {}", factor.at(0.0), factor.at(1.0)),
            value(0.5),
            format!("{} to {}", value(0.05), value(0.95)),
            if informed { "something".into() } else { "nothing or little".into() },
        ]);
    }
    let mut targets = screen.table(["figure", "arm", "value ± standard error", "runs that count (90 %)", "all runs"].map(str::to_owned));
    for (place, target) in calibration.targets.iter().enumerate() {
        let predicted = |probability: f64| number(fit.posterior.predicted(place, probability));
        let reach = fit.posterior.reach[place];
        targets.add_row([
            OUTCOMES[target.outcome].name.to_owned(),
            arm_name(&calibration.scenario, target.arm).to_owned(),
            format!("{} ± {}", number(target.figure.value), number(target.figure.standard_error)),
            format!("{} to {}", predicted(0.05), predicted(0.95)),
            format!("{} to {}", number(reach.0), number(reach.1)),
        ]);
    }
    format!("{parameters}\n{targets}\n{}", screen.wrapped(&verdict(fit), 0))
}

/// How far the fit can be trusted.
fn verdict(fit: &Fit) -> String {
    let last = fit.posterior.last();
    let mut words = if fit.can_be_met() {
        format!(
            "The figures can be met: the nearest draw has a squared distance of {} (at most {}).",
            number(last.nearest),
            number(fit.limit())
        )
    } else {
        format!(
            "The figures cannot be met together inside these ranges: the nearest draw has a squared distance of {}, and {} would be the most. \
             Do not use the intervals: something in the model, the ranges or the figures is wrong.",
            number(last.nearest),
            number(fit.limit())
        )
    };
    if last.widened > 1.0 {
        words.push_str(&format!(
            " Too few draws count with the standard errors as they are: they are {} times as wide here, and so the intervals are too wide. \
             Take more --draws or --rounds.",
            number(last.widened)
        ));
    }
    words.push_str(&format!(
        " {} draws count, after {}. {} runs, of which {} were finished before.",
        number(last.effective),
        count(fit.posterior.rounds.len(), "round"),
        fit.runs,
        fit.reused
    ));
    words
}
