//! How well a standard deviation is known.

use super::distribution::normal_quantile;
use super::{Interval, is_level};
use libm::{exp, fabs, lgamma, log, sqrt};

/// Interval of the standard deviation of `values` at `level`: sd √((n - 1) / χ²) at both quantiles of χ² with n - 1 degrees of freedom.
///
/// Exact for normal values (R: `sqrt((n - 1) * var(x) / qchisq(c(.975, .025), n - 1))`); too narrow where tails are heavier. Missing
/// values are dropped; `None` with fewer than two values or a level outside (0, 1).
#[must_use]
pub fn sd_interval(values: &[f64], level: f64) -> Option<Interval> {
    let present = super::summary::sorted_present(values);
    if present.len() < 2 || !is_level(level) {
        return None;
    }
    let (sd, freedom) = (super::summary::sd(&present), (present.len() - 1) as f64);
    let end = |probability: f64| sd * sqrt(freedom / chi_square_quantile(probability, freedom));
    Some(Interval { low: end(0.5 * (1.0 + level)), high: end(0.5 * (1.0 - level)), level })
}

/// The x with P(χ² ≤ x) = `probability` for `freedom` > 0 degrees of freedom; `NaN` for a probability outside (0, 1).
///
/// Start of Wilson and Hilferty (1931), then Newton's method kept inside a bracket.
#[must_use]
pub fn chi_square_quantile(probability: f64, freedom: f64) -> f64 {
    if !is_level(probability) || !freedom.is_finite() || freedom <= 0.0 {
        return f64::NAN;
    }
    let a = 0.5 * freedom;
    let part = 2.0 / (9.0 * freedom);
    let root = 1.0 - part + normal_quantile(probability) * sqrt(part);
    let (mut low, mut high) = (0.0, freedom + 1.0);
    while gamma_share(a, 0.5 * high) < probability {
        high *= 2.0;
    }
    let mut x = (freedom * root * root * root).clamp(1e-300, high);
    for _ in 0..200 {
        let miss = gamma_share(a, 0.5 * x) - probability;
        if miss > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let density = 0.5 * exp((a - 1.0) * log(0.5 * x) - 0.5 * x - lgamma(a));
        let newton = x - miss / density;
        let next = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
        let moved = fabs(next - x);
        x = next;
        if moved <= 1e-15 * x {
            break;
        }
    }
    x
}

/// Regularised lower incomplete gamma function P(a, x): series below a + 1 (DLMF 8.7.1), continued fraction above (DLMF 8.9.2).
fn gamma_share(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let front = exp(a * log(x) - x - lgamma(a));
    if x < a + 1.0 {
        let (mut term, mut sum, mut n) = (1.0 / a, 1.0 / a, a);
        while term > sum * 1e-17 {
            n += 1.0;
            term *= x / n;
            sum += term;
        }
        return front * sum;
    }
    let tiny = 1e-300;
    let mut b = x + 1.0 - a;
    let (mut c, mut d) = (1.0 / tiny, 1.0 / b);
    let mut fraction = d;
    for i in 1..100_000 {
        let i = f64::from(i);
        let factor = -i * (i - a);
        b += 2.0;
        d = 1.0 / (factor * d + b);
        c = b + factor / c;
        fraction *= d * c;
        if fabs(d * c - 1.0) < 1e-16 {
            break;
        }
    }
    1.0 - front * fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_equal_those_of_scipy() {
        // scipy.stats.chi2.ppf(p, [1, 2, 5, 19, 99, 5000])
        let freedom = [1.0, 2.0, 5.0, 19.0, 99.0, 5000.0];
        let expected = [
            (
                0.025,
                [0.0009820691171752555, 0.05063561596857975, 0.8312116134866625, 8.906516481987971, 73.36108019128368, 4805.904730862248],
            ),
            (0.1, [0.01579077409343122, 0.21072103131565273, 1.6103079869623227, 11.650910032126951, 81.44925275098248, 4872.280718474412]),
            (0.5, [0.454936423119572, 1.386294361119891, 4.351460191095526, 18.337652896756474, 98.33413733447392, 4999.33334913811]),
            (0.975, [5.023886187314888, 7.377758908227871, 12.832501994030027, 32.85232686172969, 128.4219886438403, 5197.883771923797]),
        ];
        for (probability, values) in expected {
            for (freedom, value) in freedom.into_iter().zip(values) {
                let found = chi_square_quantile(probability, freedom);
                assert!(fabs(found / value - 1.0) < 1e-9, "{probability} {freedom}: {found}");
            }
        }
        assert!(chi_square_quantile(0.0, 3.0).is_nan() && chi_square_quantile(0.5, 0.0).is_nan());
    }

    #[test]
    fn the_interval_of_a_standard_deviation_is_that_of_its_definition() {
        // x = np.array([1, 2, 4, 8, 16]); np.sqrt(4 * x.var(ddof=1) / chi2.ppf([.975, .025], 4))
        let found = sd_interval(&[1.0, 2.0, 4.0, 8.0, 16.0, f64::NAN], 0.95).unwrap();
        assert!(fabs(found.low - 3.654_221_02) < 1e-8 && fabs(found.high - 17.526_333_84) < 1e-8, "{found:?}");
        assert!(sd_interval(&[1.0], 0.95).is_none());
    }
}
