//! Shares of variance: how much of the spread of a response goes back to each factor, alone and with others.
//!
//! Sobol' indices from the points of Saltelli et al. (2010), *Computer Physics Communications* 181, 259-270: two independent
//! points, and for each factor the first with that factor of the second. First order by their estimator (b) of table 2, total by
//! that of Jansen (1999), *Computer Physics Communications* 117, 35-43, both divided by the variance over the two points, as in SALib.

use super::luck::{Response, covariance_of_means, mean};
use crate::design::Sobol;
use crate::experiment::LEVEL;
use crate::experiment::statistics::{Bootstrap, Interval, bca_rows};
use crate::streams::Streams;

/// Resamples of an interval.
const RESAMPLES: usize = 1000;

/// What one factor does to one response.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Index {
    /// Share of the variance that goes back to the factor alone.
    pub first: f64,
    /// Share that goes back to the factor with all its interactions.
    pub total: f64,
    /// BCa bootstrap interval of `first` over blocks of points.
    pub first_interval: Option<Interval>,
    /// BCa bootstrap interval of `total`.
    pub total_interval: Option<Interval>,
    /// `first` of the response without luck (see [`crate::sensitivity`]); needs two replications.
    pub first_without_luck: Option<f64>,
    /// `total` of the response without luck.
    pub total_without_luck: Option<f64>,
}

/// Points in the unit cube: `blocks` blocks of `factors` + 2 points: the first, the first with each factor of the second in turn,
/// the second. Both are parts of one point of a scrambled [`Sobol`] sequence, so that as many blocks as a power of two are best. A
/// longer sample begins with a shorter one.
pub fn sample(factors: usize, blocks: u32, seed: u64) -> Vec<Vec<f64>> {
    let sequence = Sobol::new(2 * factors, Some(Streams::new(seed, 0, super::SALTELLI)));
    (0..blocks).flat_map(|number| block(factors, number, &sequence)).collect()
}

fn block(factors: usize, number: u32, sequence: &Sobol) -> Vec<Vec<f64>> {
    let point = |from: usize| -> Vec<f64> { (from..from + factors).map(|dimension| sequence.at(number, dimension)).collect() };
    let (first, second) = (point(0), point(factors));
    let mixed = |factor: usize| {
        let mut point = first.clone();
        point[factor] = second[factor];
        point
    };
    let mixed: Vec<Vec<f64>> = (0..factors).map(mixed).collect();
    std::iter::once(first).chain(mixed).chain([second]).collect()
}

/// The index of each factor, from the response at every point of [`sample`]. Blocks with a missing value are dropped; `None` for all
/// with fewer than two blocks left or where the response does not vary.
pub fn indices(factors: usize, responses: &[Response], seed: u64) -> Vec<Option<Index>> {
    let centred = centred(responses);
    let whole = |block: &&[Response]| block.iter().all(|response| !mean(response).is_nan());
    let blocks: Vec<&[Response]> = centred.chunks_exact(factors + 2).filter(whole).collect();
    let terms: Vec<Terms> = blocks.iter().map(|block| Terms::of(block)).collect();
    (0..factors).map(|factor| index(factor, &blocks, &terms, seed)).collect()
}

/// Means of one block.
struct Terms {
    first: f64,
    second: f64,
    mixed: Vec<f64>,
}

impl Terms {
    fn of(block: &[Response]) -> Self {
        let factors = block.len() - 2;
        Self { first: mean(&block[0]), second: mean(&block[factors + 1]), mixed: block[1..=factors].iter().map(|r| mean(r)).collect() }
    }
}

/// Responses less the mean of each replication over all points: the estimators are less noisy around zero, and luck that all points
/// share falls out.
fn centred(responses: &[Response]) -> Vec<Response> {
    let replications = responses.first().map_or(0, Vec::len);
    let means: Vec<f64> = (0..replications).map(|r| mean(&responses.iter().map(|response| response[r]).collect::<Vec<_>>())).collect();
    responses.iter().map(|response| response.iter().zip(&means).map(|(value, mean)| value - mean).collect()).collect()
}

fn index(factor: usize, blocks: &[&[Response]], terms: &[Terms], seed: u64) -> Option<Index> {
    let rows: Vec<usize> = (0..terms.len()).collect();
    let variance = variance(terms, &rows);
    if terms.len() < 2 || variance <= 0.0 {
        return None;
    }
    let bootstrap = Bootstrap { resamples: RESAMPLES, seed };
    let interval = |statistic: &dyn Fn(&[usize]) -> f64| bca_rows(terms.len(), statistic, LEVEL, bootstrap).map(|found| found.interval);
    let (first, total) = (first(terms, factor, &rows), total(terms, factor, &rows));
    let luck = luck(blocks, factor);
    Some(Index {
        first: first / variance,
        total: total / variance,
        first_interval: interval(&|rows| self::first(terms, factor, rows) / self::variance(terms, rows)),
        total_interval: interval(&|rows| self::total(terms, factor, rows) / self::variance(terms, rows)),
        first_without_luck: luck.map(|luck| (first - luck.first) / (variance - luck.variance)).filter(|share| share.is_finite()),
        total_without_luck: luck.map(|luck| (total - luck.total) / (variance - luck.variance)).filter(|share| share.is_finite()),
    })
}

fn average(rows: &[usize], of: impl Fn(usize) -> f64) -> f64 {
    rows.iter().map(|row| of(*row)).sum::<f64>() / rows.len() as f64
}

/// Variance over the two independent points of each block, divisor n.
fn variance(terms: &[Terms], rows: &[usize]) -> f64 {
    let centre = 0.5 * average(rows, |row| terms[row].first + terms[row].second);
    let square = |value: f64| (value - centre) * (value - centre);
    0.5 * average(rows, |row| square(terms[row].first) + square(terms[row].second))
}

fn first(terms: &[Terms], factor: usize, rows: &[usize]) -> f64 {
    average(rows, |row| terms[row].second * (terms[row].mixed[factor] - terms[row].first))
}

fn total(terms: &[Terms], factor: usize, rows: &[usize]) -> f64 {
    0.5 * average(rows, |row| (terms[row].first - terms[row].mixed[factor]) * (terms[row].first - terms[row].mixed[factor]))
}

/// What luck adds to the three parts of an index.
#[derive(Clone, Copy)]
struct Luck {
    first: f64,
    total: f64,
    variance: f64,
}

fn luck(blocks: &[&[Response]], factor: usize) -> Option<Luck> {
    let mut sum = Luck { first: 0.0, total: 0.0, variance: 0.0 };
    let count = blocks.len() as f64;
    for block in blocks {
        let (first, mixed, second) = (&block[0], &block[factor + 1], &block[block.len() - 1]);
        let moved: Vec<f64> = mixed.iter().zip(first).map(|(mixed, first)| mixed - first).collect();
        sum.first += covariance_of_means(second, &moved)? / count;
        sum.total += 0.5 * covariance_of_means(&moved, &moved)? / count;
        sum.variance += 0.5 * (covariance_of_means(first, first)? + covariance_of_means(second, second)?) / count;
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::streams::Process;

    #[test]
    fn a_longer_sample_begins_with_a_shorter_one_and_mixes_two_points() {
        let points = sample(4, 3, 8);
        assert_eq!((points.len(), &points[..12]), (18, &sample(4, 2, 8)[..]));
        for block in points.chunks_exact(6) {
            for factor in 0..4 {
                let from = |other: usize| if other == factor { block[5][other] } else { block[0][other] };
                assert_eq!(block[factor + 1], (0..4).map(from).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn luck_is_taken_out_of_the_indices() {
        // Half of the variance between means of two replications is luck, which looks like interaction of all factors.
        let points = sample(2, 1500, 5);
        let noise = |p: usize, r: u64| f64::from(Streams::new(3, p as u32, 0).draws(Process::Design, r, 9).normal(0.0, 1.0));
        let scale = (1.0 / 6.0f64).sqrt();
        let response = |p: usize| (0..2).map(|r| points[p][0] + 100.0 * r as f64 + scale * noise(p, r)).collect();
        let responses: Vec<Response> = (0..points.len()).map(response).collect();
        let found: Vec<Index> = indices(2, &responses, 1).into_iter().flatten().collect();
        assert!((found[0].first - 0.5).abs() < 0.1 && (found[1].total - 0.5).abs() < 0.1, "{found:?}");
        // Three standard errors: those of the plain indices, .03, are twice as large over half of the variance.
        assert!((found[0].first_without_luck.unwrap() - 1.0).abs() < 0.2, "{found:?}");
        assert!((found[0].total_without_luck.unwrap() - 1.0).abs() < 0.2, "{found:?}");
        assert!(found[1].total_without_luck.unwrap().abs() < 0.2, "{found:?}");
        assert!(found[0].first_interval.unwrap().contains(0.5));
    }

    #[test]
    fn what_does_not_vary_or_is_missing_has_no_index() {
        let points = sample(2, 4, 1);
        assert_eq!(indices(2, &vec![vec![7.0]; 16], 1), [None, None]);
        let mut responses: Vec<Response> = points.iter().map(|p| vec![p[1]]).collect();
        responses[2] = vec![f64::NAN];
        let found = indices(2, &responses, 1);
        assert!(found[1].is_some_and(|one| one.total > 0.0 && one.first_without_luck.is_none()), "three blocks are left");
        assert_eq!(indices(2, &responses[..4], 1), [None, None]);
    }
}
