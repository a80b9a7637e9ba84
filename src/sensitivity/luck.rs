//! Luck apart from parameters: every point is run with the same replications, so that a table of points by replications can be
//! split as in an analysis of variance of two crossed factors.

/// Values of one response at one point, one a replication; NaN where there is none. Replication `r` has the same luck at every point.
pub type Response = Vec<f64>;

/// Mean over the replications that have a value; NaN if none has.
pub fn mean(response: &[f64]) -> f64 {
    let present = response.iter().filter(|value| !value.is_nan());
    present.clone().sum::<f64>() / present.count() as f64
}

/// Covariance of two points over replications, divided by their number: what luck adds to the product of their means. `None` with
/// fewer than two replications in which both have a value.
pub fn covariance_of_means(left: &[f64], right: &[f64]) -> Option<f64> {
    let both: Vec<(f64, f64)> = left.iter().zip(right).filter(|(l, r)| !l.is_nan() && !r.is_nan()).map(|(l, r)| (*l, *r)).collect();
    let n = both.len() as f64;
    let means = both.iter().fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0 / n, sum.1 + pair.1 / n));
    let products: f64 = both.iter().map(|(l, r)| (l - means.0) * (r - means.1)).sum();
    (both.len() > 1).then(|| products / (n - 1.0) / n)
}

/// Variance that luck gives to the difference between the means of two points.
pub fn variance_of_difference(left: &[f64], right: &[f64]) -> Option<f64> {
    let differences: Vec<f64> = left.iter().zip(right).map(|(l, r)| l - r).collect();
    covariance_of_means(&differences, &differences)
}

/// Variance of single runs by cause, in the unit of the response squared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Split {
    /// Points without a missing value.
    pub points: usize,
    /// Replications at each.
    pub replications: usize,
    /// Of the mean response over points: what parameters do.
    pub parameters: f64,
    /// That all points share: some luck is good for all of them. It cancels between points.
    pub shared_luck: f64,
    /// Left over: what luck does at one point and not at others. It is the noise between points, and falls with replications.
    pub own_luck: f64,
}

impl Split {
    /// Splits the responses of all points that have a value in every replication; `None` with fewer than two of either.
    ///
    /// Estimates from mean squares (Searle, Casella and McCulloch 1992, *Variance Components*, chapter 4, two crossed random factors
    /// with one value a cell); one that comes out below zero is set to zero.
    pub fn of(responses: &[Response]) -> Option<Self> {
        let whole: Vec<&Response> = responses.iter().filter(|response| response.iter().all(|value| value.is_finite())).collect();
        let (points, replications) = (whole.len(), whole.first()?.len());
        if points < 2 || replications < 2 {
            return None;
        }
        let (n, r) = (points as f64, replications as f64);
        let rows: Vec<f64> = whole.iter().map(|response| mean(response)).collect();
        let columns: Vec<f64> = (0..replications).map(|place| whole.iter().map(|response| response[place]).sum::<f64>() / n).collect();
        let grand = rows.iter().sum::<f64>() / n;
        let squares = |values: &[f64]| values.iter().map(|value| (value - grand) * (value - grand)).sum::<f64>();
        let left = |(response, row): (&&Response, &f64)| -> f64 {
            response.iter().zip(&columns).map(|(value, column)| value - row - column + grand).map(|rest| rest * rest).sum()
        };
        let own_luck = whole.iter().zip(&rows).map(left).sum::<f64>() / (n - 1.0) / (r - 1.0);
        Some(Self {
            points,
            replications,
            parameters: (squares(&rows) / (n - 1.0) - own_luck / r).max(0.0),
            shared_luck: (squares(&columns) / (r - 1.0) - own_luck / n).max(0.0),
            own_luck,
        })
    }

    /// Share of the variance between the means of points that is luck, 0 to 1.
    pub fn noise_share(&self) -> f64 {
        let noise = self.own_luck / self.replications as f64;
        if noise > 0.0 { noise / (noise + self.parameters) } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::streams::{Process, Streams};

    #[test]
    fn three_causes_are_told_apart() {
        let draw = |what: u64, name: u32| f64::from(Streams::new(2, name, 0).draws(Process::Design, what, 0).normal(0.0, 1.0));
        let shared: Vec<f64> = (0..40).map(|r| 3.0 * draw(1, r)).collect();
        let value = |p: u32, r: u32| 2.0 * draw(2, p) + shared[r as usize] + 0.5 * draw(3, 1000 * p + r);
        let responses: Vec<Response> = (0..300).map(|p| (0..40).map(|r| value(p, r)).collect()).collect();
        let found = Split::of(&responses).unwrap();
        // Four standard errors: a variance of n values has relative error sqrt(2 / n).
        assert!((found.parameters / 4.0 - 1.0).abs() < 4.0 * (2.0f64 / 299.0).sqrt(), "{found:?}");
        assert!((found.shared_luck / 9.0 - 1.0).abs() < 4.0 * (2.0f64 / 39.0).sqrt(), "{found:?}");
        assert!((found.own_luck / 0.25 - 1.0).abs() < 4.0 * (2.0f64 / 11_661.0).sqrt(), "{found:?}");
        assert!((found.noise_share() - 0.25 / 40.0 / 4.0).abs() < 1e-3);
    }

    #[test]
    fn points_that_do_not_differ_have_no_variance_and_missing_ones_are_dropped() {
        let same = Split::of(&[vec![1.0, 5.0], vec![1.0, 5.0], vec![f64::NAN, 1.0]]).unwrap();
        assert_eq!((same.points, same.parameters, same.shared_luck, same.own_luck), (2, 0.0, 8.0, 0.0));
        assert_eq!(same.noise_share(), 0.0);
        assert!(Split::of(&[vec![1.0], vec![2.0]]).is_none() && Split::of(&[vec![1.0, 2.0]]).is_none() && Split::of(&[]).is_none());
        assert!(mean(&[]).is_nan() && mean(&[f64::NAN, 2.0]) == 2.0);
    }
}
