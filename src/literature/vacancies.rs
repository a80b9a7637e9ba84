//! Vacancy chains: a vacancy is filled from inside, which opens the next one, or from outside, which ends the chain.
//!
//! A vacancy of stratum i is filled from stratum j with chance q_ij, whatever was before, else from outside. From stratum i
//! a chain has on average the i-th row sum of (I - Q)^-1 vacancies; of one stratum, 1/(1 - p).
//!
//! White 1970, Chains of Opportunity: System Models of Mobility in Organizations, Harvard University Press.

use super::{Certainty, Docking, Effort, Estimate, FigureRow, Kind, Model, Setting, Settings, Shape, Target, Wrong};
use crate::error::Problem;
use crate::events::Tally;
use crate::mechanisms::succession::{begun, ended, passed_on};
use crate::streams::{Draws, Streams};
use rayon::prelude::*;

/// The row of the list.
pub const MODEL: Model = Model {
    name: "vacancy-chains",
    title: "How many posts one vacancy fills",
    source: "White 1970, Chains of Opportunity",
    checks: "Chains of vacancies and their length, by the stratum where they begin.",
    mechanism: "succession",
    docking: Docking::Same("mechanisms::succession::{begun, passed_on, ended}"),
    remarks: "A chain counts the vacancies up to the one that is filled from outside.",
    settings: &[
        Setting::new(
            "matrix",
            Kind::List(0.0, 1.0),
            "0.6",
            "probability",
            "Row by row, the chance that a vacancy of a stratum is filled from each stratum; what is missing to 1 is from outside.",
        ),
        Setting::new("origin", Kind::Whole(1.0, 1000.0), "1", "stratum", "Number of the stratum in which chains begin."),
        Setting::new(
            "counted",
            Kind::Choice(&["vacancies", "promotions"]),
            "vacancies",
            "rule",
            "What the length counts: every vacancy, or only those that are filled from inside (wrong).",
        ),
    ],
    effort: "chains",
    replications: 100_000,
    quick: 100_000,
    run,
    targets: &[
        simulated("half filled from inside", &[("matrix", "0.5")], 2.000),
        simulated(".6 filled from inside", &[("matrix", "0.6")], 2.500),
        simulated(".65 filled from inside", &[("matrix", "0.65")], 2.857),
        simulated(".7 filled from inside", &[("matrix", "0.7")], 3.333),
        closed("half filled from inside, closed form", &[("matrix", "0.5")], 2.0),
        closed(".6 filled from inside, closed form", &[("matrix", "0.6")], 2.5),
        closed(".65 filled from inside, closed form", &[("matrix", "0.65")], 20.0 / 7.0),
        closed(".7 filled from inside, closed form", &[("matrix", "0.7")], 10.0 / 3.0),
        // The inverse of ((.9, -.5), (0, .6)) is ((.6, .5), (0, .9)) / .54.
        simulated("two strata, from the upper", &[("matrix", TWO)], 1.1 / 0.54),
        simulated("two strata, from the lower", &[("matrix", TWO), ("origin", "2")], 0.9 / 0.54),
        closed("two strata, from the upper, closed form", &[("matrix", TWO)], 1.1 / 0.54),
        closed("two strata, from the lower, closed form", &[("matrix", TWO), ("origin", "2")], 0.9 / 0.54),
    ],
    wrong: &[Wrong {
        meaning: "the vacancy that is filled from outside is not counted",
        set: &[("counted", "promotions")],
        misses: &[
            "half filled from inside",
            ".6 filled from inside",
            ".65 filled from inside",
            ".7 filled from inside",
            "two strata, from the upper",
            "two strata, from the lower",
        ],
    }],
    figure: FigureRow {
        title: "Length of vacancy chains",
        measures: &["length", "length_exact"],
        value_label: "mean vacancies of a chain",
        along: ("matrix", "share filled from inside", &["0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.65", "0.7", "0.8"]),
        by: None,
        set: &[],
        shape: Shape::Lines,
    },
};

/// The upper stratum is filled from itself and from the lower one, the lower one from itself.
const TWO: &str = "0.1, 0.5; 0, 0.4";

/// A mean over chains: two per cent are allowed.
const fn simulated(case: &'static str, set: super::model::Case, length: f64) -> Target {
    Target::equal(case, set, "length", length, 0.02 * length, Certainty::A)
}

const fn closed(case: &'static str, set: super::model::Case, length: f64) -> Target {
    Target::equal(case, set, "length_exact", length, 1e-9, Certainty::A)
}

/// Chains that one thread runs at a time.
const BLOCK: u32 = 2000;
/// Longest chain: only a matrix that fills nearly all from inside comes near it.
const LONGEST: u32 = 10_000_000;

fn run(settings: &Settings, effort: &Effort) -> Result<Vec<Estimate>, Problem> {
    let matrix = settings.table("matrix");
    let origin = settings.whole("origin") - 1;
    let refuse = |what: &str| Err(Problem::new(what).key("matrix"));
    if matrix.iter().any(|row| row.len() != matrix.len()) {
        return refuse("the matrix is not square");
    }
    if origin >= matrix.len() {
        return Err(Problem::new(format!("there are {} strata", matrix.len())).key("origin"));
    }
    if matrix.iter().any(|row| row.iter().sum::<f64>() > 1.0 + 1e-9) {
        return refuse("a row of the matrix has a sum above 1");
    }
    let Some((exact_length, exact_sd)) = closed_form(matrix, origin) else {
        return refuse("some chains never end: nothing leads outside from some strata");
    };
    let promotions = settings.whole("counted") == 1;
    let streams = Streams::new(effort.seed, 0, 0);
    let block = |block: u32| {
        let (mut tally, mut powers, mut chains) = (Tally::default(), [0.0f64; 3], 0);
        for chain in block * BLOCK..((block + 1) * BLOCK).min(effort.replications) {
            let last = last_vacancy(matrix, origin, &mut chains, &mut Effort::draws(&streams, 0, u64::from(chain)));
            ended(&mut tally, last);
            let length = f64::from(last.1);
            powers.iter_mut().enumerate().for_each(|(place, sum)| *sum += length * length * [1.0, length, length * length][place]);
        }
        (tally.chains_ended, tally.chain_moves, powers)
    };
    let blocks: Vec<(u64, u64, [f64; 3])> = (0..effort.replications.div_ceil(BLOCK)).into_par_iter().map(block).collect();
    let number = blocks.iter().map(|block| block.0).sum::<u64>() as f64;
    let mean = blocks.iter().map(|block| block.1).sum::<u64>() as f64 / number;
    let [second, third, fourth] = std::array::from_fn(|place| blocks.iter().map(|block| block.2[place]).sum::<f64>() / number);
    let variance = (second - mean * mean).max(0.0);
    let fourth = fourth - 4.0 * mean * third + 6.0 * mean * mean * second - 3.0 * mean * mean * mean * mean;
    let of_variance = libm::sqrt((fourth - variance * variance).max(0.0) / number);
    let sd = libm::sqrt(variance);
    Ok(vec![
        Estimate::drawn("length", if promotions { mean - 1.0 } else { mean }, libm::sqrt(variance / number)),
        Estimate::exact("length_exact", exact_length),
        Estimate::drawn("length_sd", sd, if sd > 0.0 { of_variance / (2.0 * sd) } else { 0.0 }),
        Estimate::exact("length_sd_exact", exact_sd),
    ])
}

/// Runs a chain to the vacancy that somebody from outside fills.
fn last_vacancy(matrix: &[Vec<f64>], origin: usize, chains: &mut u32, draws: &mut Draws) -> (u32, u32) {
    let (mut link, mut stratum) = (begun(chains), origin);
    while link.1 < LONGEST {
        let mut luck = (draws.bits() >> 11) as f64 / 9_007_199_254_740_992.0;
        let inside = matrix[stratum].iter().position(|chance| {
            luck -= chance;
            luck < 0.0
        });
        let Some(next) = inside else { break };
        (link, stratum) = (passed_on(link), next);
    }
    link
}

/// Mean t = (I - Q)^-1 1 and standard deviation of the number of vacancies from `origin`; the second moment is
/// (I - Q)^-1 (2t - 1). None if some chain that can begin anywhere never ends.
fn closed_form(matrix: &[Vec<f64>], origin: usize) -> Option<(f64, f64)> {
    let mean = solve(matrix, &vec![1.0; matrix.len()])?;
    let second = solve(matrix, &mean.iter().map(|mean| 2.0 * mean - 1.0).collect::<Vec<_>>())?;
    Some((mean[origin], libm::sqrt((second[origin] - mean[origin] * mean[origin]).max(0.0))))
}

/// Solves (I - Q) x = b by elimination with the largest pivot.
fn solve(matrix: &[Vec<f64>], right: &[f64]) -> Option<Vec<f64>> {
    let count = matrix.len();
    let mut rows: Vec<Vec<f64>> = (0..count)
        .map(|row| (0..count).map(|column| f64::from(row == column) - matrix[row][column]).chain([right[row]]).collect())
        .collect();
    for column in 0..count {
        let pivot = (column..count).max_by(|a, b| rows[*a][column].abs().total_cmp(&rows[*b][column].abs()))?;
        if rows[pivot][column].abs() < 1e-12 {
            return None;
        }
        rows.swap(column, pivot);
        let above = rows[column].clone();
        for row in rows.iter_mut().skip(column + 1) {
            let factor = row[column] / above[column];
            row.iter_mut().zip(&above).for_each(|(value, above)| *value -= factor * above);
        }
    }
    let mut solution = vec![0.0; count];
    for row in (0..count).rev() {
        let known: f64 = (row + 1..count).map(|column| rows[row][column] * solution[column]).sum();
        solution[row] = (rows[row][count] - known) / rows[row][row];
    }
    Some(solution)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_strata_have_the_length_and_spread_of_the_inverse() {
        let (mean, sd) = closed_form(&[vec![0.1, 0.5], vec![0.0, 0.4]], 0).unwrap();
        assert!((mean - 1.1 / 0.54).abs() < 1e-12);
        // A chain of one stratum is geometric: its variance is p/(1 - p)^2.
        let (_, one) = closed_form(&[vec![0.6]], 0).unwrap();
        assert!((one * one - 0.6 / 0.16).abs() < 1e-12 && sd > 0.0);
        assert_eq!(closed_form(&[vec![1.0]], 0), None, "never ends");
    }

    #[test]
    fn what_is_no_matrix_of_chances_is_refused() {
        for (matrix, origin) in [("0.5, 0.2", "1"), ("0.5, 0.6; 0, 0", "1"), ("1", "1"), ("0.5", "2")] {
            let settings = Settings::published(MODEL.settings).with(&[("matrix", matrix), ("origin", origin)]);
            assert!(run(&settings, &Effort { replications: 10, seed: 1 }).is_err(), "{matrix} from {origin}");
        }
    }
}
