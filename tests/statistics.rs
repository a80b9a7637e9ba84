//! Statistics against R and SciPy, limiting cases, and rates over simulated samples.
//!
//! Reference values come from R 4.2.2 (survival 3.5-3), SciPy 1.17.1, statsmodels 0.15.0 and diptest 0.12.0 for Python;
//! each stands beside its call, with `ref` and `trt` for the two samples below.
#![allow(clippy::excessive_precision)]
#![allow(clippy::disallowed_methods, reason = "tests compare within tolerances")]

use leaderful::experiment::statistics::*;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::f64::consts::TAU;

const REFERENCE: [f64; 24] = [
    10.0, 13.225, 9.733, 7.973, 12.482, 13.645, 9.4, 9.896, 14.577, 13.44, 9.616, 12.303, 15.999, 12.924, 10.585, 14.827, 16.638, 12.493,
    12.315, 17.07, 16.587, 12.521, 14.616, 18.707,
];
const TREATMENT: [f64; 24] = [
    13.4, 12.169, 11.127, 11.834, 11.137, 14.605, 11.769, 9.682, 15.957, 13.04, 10.257, 14.755, 13.615, 13.359, 13.196, 12.499, 16.665,
    13.317, 11.279, 17.567, 14.631, 12.282, 16.064, 15.063,
];
/// Durations in days and whether they ended.
const TIMES: [f64; 20] =
    [3.0, 5.0, 5.0, 8.0, 9.0, 12.0, 12.0, 14.0, 20.0, 21.0, 25.0, 25.0, 30.0, 30.0, 30.0, 41.0, 60.0, 60.0, 60.0, 60.0];
const ENDED: [u8; 20] = [1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 1, 0, 1, 0, 1, 1, 0, 0, 0, 0];

#[track_caller]
fn assert_close(found: f64, expected: f64) {
    assert_within(found, expected, 1e-9);
}

#[track_caller]
fn assert_within(found: f64, expected: f64, tolerance: f64) {
    let scale = expected.abs().max(1.0);
    assert!((found - expected).abs() <= tolerance * scale, "found {found:e}, expected {expected:e}");
}

#[track_caller]
fn assert_interval(found: Option<Interval>, low: f64, high: f64) {
    let found = found.expect("an interval");
    assert_close(found.low, low);
    assert_close(found.high, high);
}

fn uniform(generator: &mut ChaCha8Rng) -> f64 {
    ((generator.next_u64() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
}

fn normal(generator: &mut ChaCha8Rng) -> f64 {
    libm::sqrt(-2.0 * libm::log(uniform(generator))) * libm::cos(TAU * uniform(generator))
}

fn exponential(generator: &mut ChaCha8Rng) -> f64 {
    -libm::log(uniform(generator))
}

#[test]
fn summary_equals_r() {
    // mean(ref), sd(ref), sd(ref)/sqrt(24), t.test(ref, conf.level = .9)$conf.int, quantile(ref, p, type = 7)
    let found = Summary::of(&REFERENCE, 0.9).unwrap();
    assert_close(found.mean, 12.982166666666666);
    assert_close(found.sd.unwrap(), 2.7964063377479857);
    assert_close(found.standard_error.unwrap(), 0.57081405341396363);
    assert_interval(found.interval, 12.00386471288259, 13.960468620450742);
    assert_close(found.quantile_05, 9.4323999999999995);
    assert_close(found.quantile_25, 10.438750000000001);
    assert_close(found.median, 12.7225);
    assert_close(found.quantile_75, 14.668749999999999);
    assert_close(found.quantile_95, 17.005199999999999);
    assert_eq!((found.n, found.missing, found.minimum, found.maximum), (24, 0, 7.973, 18.707));
}

#[test]
fn missing_values_are_dropped_and_counted() {
    let with_holes = [f64::NAN, 1.0, f64::NAN, 4.0, 1.0];
    let found = Summary::of(&with_holes, 0.95).unwrap();
    assert_eq!((found.n, found.missing, found.mean, found.median), (3, 2, 2.0, 1.0));
    assert!(Summary::of(&[f64::NAN], 0.95).is_none() && Summary::of(&[], 0.95).is_none());
    let ecdf = Ecdf::of(&with_holes).unwrap();
    assert_eq!((ecdf.values.as_slice(), ecdf.missing), ([1.0, 4.0].as_slice(), 2));
    assert_eq!(ecdf.share_at_or_below(0.9), 0.0);
    assert_close(ecdf.share_at_or_below(3.9), 2.0 / 3.0);
    assert_eq!(ecdf.share_at_or_below(f64::INFINITY), 1.0);
}

#[test]
fn one_value_equal_values_and_infinite_values_do_not_panic() {
    let one = Summary::of(&[5.0], 0.95).unwrap();
    assert_eq!((one.sd, one.interval, one.quantile_95), (None, None, 5.0));
    let equal = Summary::of(&[0.1; 7], 0.95).unwrap();
    assert_eq!((equal.mean, equal.sd), (0.1, Some(0.0)));
    assert_eq!(equal.interval.map(|interval| (interval.low, interval.high)), Some((0.1, 0.1)));
    let infinite = Summary::of(&[1.0, f64::INFINITY, f64::INFINITY], 0.95).unwrap();
    assert_eq!((infinite.mean, infinite.median), (f64::INFINITY, f64::INFINITY));
    assert!(t_interval(&REFERENCE, 1.0).is_none() && t_interval(&REFERENCE, f64::NAN).is_none());
    assert!(quantile(&REFERENCE, 1.1).is_none() && quantile(&REFERENCE, f64::NAN).is_none());
}

#[test]
fn paired_contrast_equals_r() {
    // t.test(trt, ref, paired = TRUE); sd(trt - ref)
    let found = paired_contrast(&REFERENCE, &TREATMENT, 0.95, Bootstrap::with_seed(20)).unwrap();
    assert_close(found.mean_difference, 0.32070833333333332);
    assert_close(found.t.unwrap(), 0.82556918574065552);
    assert_close(found.p_value.unwrap(), 0.4175298587012698);
    assert_interval(Some(found.interval), -0.48290176492828074, 1.1243184315949473);
    assert_close(found.sd_of_differences, 1.9031034260812834);
    assert_close(found.treatment_mean - found.reference_mean, found.mean_difference);
    assert_eq!((found.pairs, found.dropped), (24, 0));
}

#[test]
fn t_distribution_equals_r_from_one_to_a_million_degrees_of_freedom() {
    // Three values a, b, c with mean m and sd s give p = 2 pt(-|t|, 2); long samples reach far degrees of freedom.
    // 2 * pt(-2.5, 29), 2 * pt(-12, 99), 2 * pt(-40, 9), 2 * pt(-1e-6, 1000), 2 * pt(-1.96, 1e6)
    let cases = [
        (30, 2.5, 0.018325344338426069),
        (100, 12.0, 5.1306296878974907e-21),
        (10, 40.0, 1.8982998449339835e-11),
        (1001, 1e-6, 0.99999920231488537),
        (1_000_001, 1.96, 0.049996067585269796),
    ];
    for (n, t, p) in cases {
        let differences = sample_with_t(n, t);
        let found = paired_contrast(&vec![0.0; n], &differences, 0.95, Bootstrap { resamples: 0, seed: 0 }).unwrap();
        assert_within(found.t.unwrap(), t, 1e-10);
        assert_within(found.p_value.unwrap() / p, 1.0, 1e-8);
    }
    // qt(.975, c(1, 2, 10, 99, 99999)); qt(.9995, 1e6)
    let cases = [
        (2, 0.95, 12.706204736174694),
        (3, 0.95, 4.3026527297494619),
        (11, 0.95, 2.2281388519862739),
        (100, 0.95, 1.9842169515864172),
        (100_000, 0.95, 1.9599877077718442),
        (1_000_001, 0.999, 3.2905364612487213),
    ];
    for (n, level, quantile) in cases {
        let half_width = t_interval(&sample_with_t(n, 1.0), level).unwrap().half_width();
        assert_close(half_width * (n as f64).sqrt(), quantile);
    }
}

/// n values with standard deviation 1 and mean t / √n.
fn sample_with_t(n: usize, t: f64) -> Vec<f64> {
    let mean = t / (n as f64).sqrt();
    let paired = n - n % 2;
    let step = ((n - 1) as f64 / paired as f64).sqrt();
    let at = |index: usize| match index {
        _ if index >= paired => mean,
        _ if index.is_multiple_of(2) => mean + step,
        _ => mean - step,
    };
    (0..n).map(at).collect()
}

#[test]
fn pairs_with_a_hole_or_without_partner_are_dropped() {
    let reference = [1.0, f64::NAN, 3.0, 4.0, 5.0, 6.0];
    let treatment = [2.0, 2.0, 5.0, f64::NAN, 5.5];
    let found = paired_contrast(&reference, &treatment, 0.95, Bootstrap::with_seed(1)).unwrap();
    assert_eq!((found.pairs, found.dropped), (3, 3));
    assert_close(found.mean_difference, 3.5 / 3.0);
    let two = paired_contrast(&[1.0, 2.0], &[2.0, 4.0], 0.95, Bootstrap::with_seed(1)).unwrap();
    assert!(two.bootstrap.is_none());
    assert!(paired_contrast(&[1.0], &[2.0], 0.95, Bootstrap::with_seed(1)).is_none());
    let constant = paired_contrast(&[1.0, 2.0, 7.0], &[3.0, 4.0, 9.0], 0.95, Bootstrap::with_seed(1)).unwrap();
    assert_eq!((constant.t, constant.p_value, constant.interval.half_width()), (None, None, 0.0));
    let point = constant.bootstrap.unwrap();
    assert_eq!((point.interval.low, point.interval.high, point.standard_error), (2.0, 2.0, 0.0));
}

#[test]
fn bca_equals_scipy_on_the_same_resamples() {
    // scipy.stats.bootstrap(data, statistic, n_resamples=0, bootstrap_result=<our resampled statistics>, method="BCa")
    let mean = |x: &[f64]| x.iter().sum::<f64>() / x.len() as f64;
    let sd = |x: &[f64]| {
        let centre = mean(x);
        (x.iter().map(|v| (v - centre) * (v - centre)).sum::<f64>() / (x.len() - 1) as f64).sqrt()
    };
    let contrast = paired_contrast(&REFERENCE, &TREATMENT, 0.95, Bootstrap::with_seed(20)).unwrap();
    let found = contrast.bootstrap.unwrap();
    assert_interval(Some(found.interval), -0.41496198361598824, 0.9986941775799532);
    assert_close(found.standard_error, 0.3698976907868616);
    let delta = |r: &[f64], t: &[f64]| (mean(t) - mean(r)) / sd(r);
    let found = bca_paired(&REFERENCE, &TREATMENT, delta, 0.9, Bootstrap::with_seed(21)).unwrap();
    assert_interval(Some(found.interval), -0.12343642490678616, 0.35153514543297504);
    assert_close(found.standard_error, 0.14405243680723223);
    let glass = glass_delta(&REFERENCE, &TREATMENT, 0.9, Bootstrap::with_seed(21)).unwrap();
    assert_interval(glass.interval, -0.12343642490678616, 0.35153514543297504);
    assert_close(glass.estimate, 0.32070833333333332 / 2.7964063377479857);
    let bootstrap = Bootstrap { resamples: 999, seed: 22 };
    let found = bca_interval(&REFERENCE, |x| libm::log(sd(x)), 0.9, bootstrap).unwrap();
    assert_interval(Some(found.interval), 0.8454187854514796, 1.2314531360525995);
    assert_close(found.standard_error, 0.1247629129390306);
    assert_ne!(bca_interval(&REFERENCE, sd, 0.9, Bootstrap { resamples: 999, seed: 23 }).unwrap().interval, found.interval);
}

#[test]
fn bca_without_an_answer_is_none() {
    let seed = Bootstrap::with_seed(3);
    assert!(bca_interval(&[1.0, 2.0], |x| x[0], 0.95, seed).is_none());
    assert!(bca_interval(&REFERENCE, |_| f64::NAN, 0.95, seed).is_none());
    assert!(bca_interval(&REFERENCE, |x| x[0], 1.0, seed).is_none());
    // Every resample on one side of the estimate.
    assert!(bca_rows(9, |rows| f64::from(u8::from(rows != [0, 1, 2, 3, 4, 5, 6, 7, 8])), 0.95, seed).is_none());
    assert!(glass_delta(&[2.0; 5], &[1.0, 2.0, 3.0, 4.0, 5.0], 0.95, seed).is_none());
    let equal = bca_interval(&[4.0; 9], |x| x.iter().sum::<f64>() / 9.0, 0.95, seed);
    assert!(equal.is_none_or(|found| found.interval.half_width() < 1e-12));
    // The largest value can never be exceeded: still an interval, inside the sample.
    let maximum = |x: &[f64]| x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    assert!(bca_interval(&REFERENCE, maximum, 0.95, seed).is_none_or(|found| found.interval.high <= 18.707));
}

#[test]
fn hedges_g_av_equals_its_formula() {
    // d_av: pingouin.compute_effsize(trt, ref, paired=True, eftype="cohen") of pingouin 0.7.0; J with math.lgamma;
    // d ± norm.ppf(.975) se with Bonett's (2008) se in NumPy.
    let found = hedges_g_av(&REFERENCE, &TREATMENT, 0.95).unwrap();
    assert_close(found.estimate, 0.13086624515682674 * 0.9669721211497667);
    assert_interval(found.interval, -0.18827642435918426, 0.45000891467283777);
    assert!(hedges_g_av(&[1.0; 4], &[2.0; 4], 0.95).is_none());
}

#[test]
fn superiority_equals_scipy_statsmodels_and_r() {
    // prop.test(sum(trt > ref), 24, correct = FALSE)$conf.int; prop.test(0, 30, correct = FALSE)$conf.int
    let paired = paired_superiority(&REFERENCE, &TREATMENT, 0.95).unwrap();
    assert_eq!((paired.larger, paired.equal), (14, 0));
    assert_interval(paired.interval, 0.38834665865228762, 0.75532397390188233);
    assert_interval(wilson_interval(0.0, 30, 0.95), 0.0, 0.11351339317396873);
    assert!(wilson_interval(1.0, 0, 0.95).is_none() && wilson_interval(f64::NAN, 5, 0.95).is_none());
    // scipy.stats.mannwhitneyu(trt, ref).statistic; rank_compare_2indep(trt, ref, use_t=True).conf_int(alpha=.05)
    let found = unpaired_superiority(&REFERENCE, &TREATMENT, 0.95).unwrap();
    assert_eq!(found.mann_whitney_u, 308.0);
    assert_close(found.probability, 308.0 / 576.0);
    assert_interval(found.interval, 0.36066149056626173, 0.7087829538781827);
    // The same with ties and unequal sizes, alpha=.1.
    let few = [1.0, 2.0, 2.0, 3.0, 4.0, 4.0, 7.0, 9.0];
    let more = [2.0, 2.0, 3.0, 4.0, 5.0, 6.0, 6.0, 8.0, 8.0, 10.0, 11.0];
    let found = unpaired_superiority(&few, &more, 0.9).unwrap();
    assert_eq!((found.mann_whitney_u, found.probability, found.cliffs_delta), (60.5, 0.6875, 0.375));
    assert_interval(found.interval, 0.4608912195286782, 0.9141087804713218);
    let apart = unpaired_superiority(&[1.0, 2.0], &[3.0, 4.0], 0.95).unwrap();
    assert_eq!((apart.probability, apart.interval), (1.0, None));
    assert_eq!(paired_superiority(&[1.0, 2.0], &[1.0, 2.0], 0.95).unwrap().probability, 0.5);
}

#[test]
fn holm_equals_r() {
    // p.adjust(c(0.01, 0.02, 0.03, 0.005, 0.2, NA, 0.03, 0.9), "holm")
    let found = holm(&[0.01, 0.02, 0.03, 0.005, 0.2, f64::NAN, 0.03, 0.9]);
    for (found, expected) in found.iter().zip([0.06, 0.1, 0.12, 0.035, 0.4, f64::NAN, 0.12, 0.9]) {
        assert!((found - expected).abs() < 1e-12 || (found.is_nan() && expected.is_nan()));
    }
}

fn days_to_decision() -> KaplanMeier {
    let ended: Vec<bool> = ENDED.iter().map(|&event| event == 1).collect();
    KaplanMeier::of(&TIMES, &ended, 0.95).unwrap()
}

#[test]
fn kaplan_meier_equals_r() {
    // survfit(Surv(times, ended) ~ 1, conf.type = "log-log"): time, surv, surv * std.err, lower, upper
    #[rustfmt::skip]
    let expected = [
        (3.0, 0.95, 0.048733971724044818, 0.69474319325657019, 0.99280222859339717),
        (5.0, 0.9, 0.067082039324993681, 0.65603070726156698, 0.97401017439577486),
        (8.0, 0.84705882352941164, 0.081388319923609342, 0.5967951787980813, 0.9480246414001452),
        (9.0, 0.79411764705882337, 0.091921279784296844, 0.53968048248093869, 0.91744807714027099),
        (12.0, 0.68823529411764695, 0.10585207179453598, 0.43291900351002927, 0.84641988526164602),
        (14.0, 0.68823529411764695, 0.10585207179453598, 0.43291900351002927, 0.84641988526164602),
        (20.0, 0.63088235294117634, 0.11149113988267717, 0.37641676629583748, 0.80479507352432311),
        (21.0, 0.57352941176470573, 0.11516631925603553, 0.32353701539651492, 0.76041092545527922),
        (25.0, 0.51617647058823513, 0.11706272489195198, 0.27386213021679623, 0.71343085816024232),
        (30.0, 0.38713235294117632, 0.11812266924367416, 0.16827728279916276, 0.60330321815338028),
        (41.0, 0.30970588235294105, 0.11715709227921703, 0.11009480421666828, 0.53650361224175691),
        (60.0, 0.30970588235294105, 0.11715709227921703, 0.11009480421666828, 0.53650361224175691),
    ];
    let found = days_to_decision();
    assert_eq!((found.n, found.events, found.steps.len()), (20, 12, expected.len()));
    for (step, (time, survival, standard_error, low, high)) in found.steps.iter().zip(expected) {
        assert_eq!(step.time, time);
        assert_close(step.survival, survival);
        assert_close(step.standard_error.unwrap(), standard_error);
        assert_interval(step.interval, low, high);
        assert_close(found.survival_at(time), survival);
    }
    assert_eq!(found.survival_at(2.9), 1.0);
}

#[test]
fn survival_quantiles_equal_r() {
    // quantile(fit, c(.1, .25, .5, .6, .75)): the 10 % quantile lies in the middle of a flat part
    let expected = [
        (0.1, Some(6.5), Some(3.0), Some(12.0)),
        (0.25, Some(12.0), Some(3.0), Some(25.0)),
        (0.5, Some(30.0), Some(12.0), None),
        (0.6, Some(30.0), Some(20.0), None),
        (0.75, None, Some(30.0), None),
    ];
    for (share, estimate, low, high) in expected {
        assert_eq!(days_to_decision().quantile(share), SurvivalQuantile { estimate, low, high }, "{share}");
    }
    assert_eq!(days_to_decision().median().estimate, Some(30.0));
    // Surv(1:8, rep(1, 8)), quantiles .25, .5, .75
    let times: Vec<f64> = (1..=8).map(f64::from).collect();
    let complete = KaplanMeier::of(&times, &[true; 8], 0.95).unwrap();
    let expected = [(0.25, 2.5, 1.0, Some(5.0)), (0.5, 4.5, 1.0, Some(7.0)), (0.75, 6.5, 3.0, None)];
    for (share, estimate, low, high) in expected {
        let expected = SurvivalQuantile { estimate: Some(estimate), low: Some(low), high };
        assert_eq!(complete.quantile(share), expected);
    }
    assert_eq!((complete.steps[7].survival, complete.steps[7].interval), (0.0, None));
}

#[test]
fn restricted_mean_equals_r() {
    // survival:::survmean(fit, rmean = horizon)$matrix[c("rmean", "se(rmean)")]
    let expected = [
        (25.0, 19.260294117647057, 1.7684729508693202),
        (50.0, 28.88698529411764, 4.0210745320719354),
        (60.0, 31.984044117647052, 5.0161732769478151),
    ];
    for (horizon, mean, standard_error) in expected {
        let found = days_to_decision().restricted_mean(horizon).unwrap();
        assert_close(found.mean, mean);
        assert_close(found.standard_error, standard_error);
    }
    assert!(days_to_decision().restricted_mean(61.0).is_none());
    let times: Vec<f64> = (1..=8).map(f64::from).collect();
    let found = KaplanMeier::of(&times, &[true; 8], 0.95).unwrap().restricted_mean(8.0).unwrap();
    assert_close(found.mean, 4.5);
    assert_close(found.standard_error, 0.81009258730098255);
}

#[test]
fn durations_that_are_none_are_dropped() {
    let times = [2.0, f64::NAN, -1.0, f64::INFINITY, 3.0, 5.0];
    let found = KaplanMeier::of(&times, &[true, true, true, true, false], 0.95).unwrap();
    assert_eq!((found.n, found.events, found.dropped), (2, 1, 4));
    assert!(KaplanMeier::of(&[f64::NAN], &[true], 0.95).is_none());
    assert!(KaplanMeier::of(&[1.0], &[true], 0.0).is_none());
    let censored = KaplanMeier::of(&[1.0, 2.0], &[false, false], 0.95).unwrap();
    assert_eq!((censored.median().estimate, censored.restricted_mean(2.0).unwrap().mean), (None, 2.0));
}

#[test]
fn power_equals_statsmodels() {
    // statsmodels.stats.power.TTestPower().power(effect, pairs, 0.05): quadrature here, so 1e-9 holds for it too
    let expected = [
        (2, 1.5, 0.13295212415702737),
        (5, 1.25, 0.5621718247176101),
        (20, 0.5, 0.5645044184390203),
        (44, 0.5, 0.9000305933314601),
        (400, 0.1, 0.51408646022485),
    ];
    for (pairs, effect, power) in expected {
        assert_close(paired_power(pairs, 1.0, effect, 0.95).unwrap(), power);
        assert_close(paired_power(pairs, 2.0, -2.0 * effect, 0.95).unwrap(), power);
    }
    assert_close(paired_power(30, 1.0, 0.0, 0.95).unwrap(), 0.05);
}

#[test]
fn replications_needed_equals_statsmodels() {
    // ceil of TTestPower().solve_power(effect, None, 0.05, power): 4.91, 43.995, 198.2, 3141.5, 32488.7
    for (effect, power, pairs) in [(2.0, 0.9, 5), (0.5, 0.9, 44), (0.2, 0.8, 199), (0.05, 0.8, 3142), (0.02, 0.95, 32489)] {
        let aim = Aim::Power { smallest_effect: effect, power };
        assert_eq!(replications_needed(1.0, aim, 0.95), Some(pairs));
    }
    // Definition: the half-width is reached with this many pairs and not with one less.
    for wanted in [0.05, 0.3, 1.0, 5.0] {
        let pairs = replications_needed(1.0, Aim::HalfWidth(wanted), 0.95).unwrap();
        let half_width = |n: usize| t_interval(&sample_with_t(n, 0.0), 0.95).unwrap().half_width();
        assert!(half_width(pairs) <= wanted && (pairs == 2 || half_width(pairs - 1) > wanted), "{wanted} {pairs}");
    }
    assert_eq!(replications_needed(0.0, Aim::HalfWidth(0.1), 0.95), Some(2));
    assert_eq!(replications_needed(1.0, Aim::HalfWidth(0.0), 0.95), None);
    assert_eq!(replications_needed(1.0, Aim::HalfWidth(1e-9), 0.95), None);
    assert_eq!(replications_needed(f64::NAN, Aim::HalfWidth(1.0), 0.95), None);
}

#[test]
fn sequential_stop_waits_for_every_target() {
    let rule = StopRule { level: 0.95, minimum_pairs: 10, maximum_pairs: 50 };
    let (quiet, wild) = (sample_with_t(20, 1.0), sample_with_t(20, 1.0).iter().map(|x| 10.0 * x).collect::<Vec<_>>());
    let target = |name, differences, half_width| PrecisionTarget { name, differences, half_width };
    let both = [target("quality", &quiet, 0.5), target("strain", &wild, 2.0)];
    let decision = sequential_stop(&both, rule);
    assert_eq!(decision.reason, StopReason::Continue);
    assert_eq!(decision.targets.iter().map(|t| t.reached).collect::<Vec<_>>(), [true, false]);
    let needed = decision.targets[1].pairs_needed.unwrap();
    assert_eq!(Some(needed), replications_needed(10.0, Aim::HalfWidth(2.0), 0.95));
    assert_eq!(sequential_stop(&both[..1], rule).reason, StopReason::Reached);
    let exhausted = StopRule { maximum_pairs: 20, ..rule };
    assert_eq!(sequential_stop(&both, exhausted).reason, StopReason::Exhausted);
    // Equal differences look perfectly precise: the minimum of pairs must hold them back.
    let early = sequential_stop(&[target("equal", &[0.0; 5], 0.1)], rule);
    assert_eq!((early.reason, early.targets[0].half_width), (StopReason::Continue, Some(0.0)));
    assert!(!sequential_stop(&[target("none", &[], 0.1)], rule).stops());
}

#[test]
fn dip_equals_the_diptest_package() {
    // diptest.dipstat(x, allow_zero=False); diptest.diptest(x)[1] for the p value
    let both: Vec<f64> = REFERENCE.iter().copied().chain(TREATMENT.iter().map(|x| x + 9.0)).collect();
    let tied = [1.0, 1.0, 2.0, 2.0, 2.0, 3.0, 7.0, 7.0, 8.0, 8.0, 8.0, 9.0];
    let samples: [(&[f64], f64, f64); 4] = [
        (&REFERENCE, 0.07833132391778623, 0.2570439859456397),
        (&TREATMENT, 0.056975138121546955, 0.8020427926759097),
        (&both, 0.06115264996591688, 0.17939277113991614),
        (&tied, 0.16666666666666666, 0.0013419388322710724),
    ];
    for (values, expected, p_value) in samples {
        assert_close(dip(values).unwrap(), expected);
        // Two simulated tables, interpolated differently: 15 % of p.
        let found = dip_p_value(expected, values.len()).unwrap();
        assert!((found / p_value - 1.0).abs() < 0.15, "{found} {p_value}");
    }
    assert_close(dip(&[1.0, 2.0, 3.0, 4.0]).unwrap(), 0.125);
    assert_eq!((dip(&[3.0; 5]), dip(&[]), dip(&[1.0, f64::INFINITY])), (Some(0.0), None, None));
}

/// Share of 200 samples of size n from `draw` that `flags` says yes to.
fn flag_rate(seed: u64, n: usize, draw: impl Fn(&mut ChaCha8Rng) -> f64, flags: impl Fn(&[f64]) -> bool) -> f64 {
    let mut generator = ChaCha8Rng::seed_from_u64(seed);
    let sample = |generator: &mut ChaCha8Rng| (0..n).map(|_| draw(generator)).collect::<Vec<f64>>();
    (0..200).filter(|_| flags(&sample(&mut generator))).count() as f64 / 200.0
}

fn flagged(values: &[f64]) -> bool {
    bimodality(values).unwrap().flagged
}

/// Sarle's coefficient above 5 / 9: the popular rule that takes skewness for two peaks.
fn flagged_by_coefficient(values: &[f64]) -> bool {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let moment = |k: i32| values.iter().map(|value| (value - mean).powi(k)).sum::<f64>() / n;
    let skewness = moment(3) / moment(2).powf(1.5);
    (skewness * skewness + 1.0) * moment(2) * moment(2) / moment(4) > 5.0 / 9.0
}

#[test]
fn one_peak_is_rarely_flagged() {
    // The uniform rate is 5 % by construction: within four standard errors of 200 samples, and not never.
    for n in [30, 100, 600] {
        let rate = flag_rate(41, n, uniform, flagged);
        assert!(rate > 0.0 && rate <= 0.112, "uniform, n = {n}: {rate}");
        for (name, rate) in [
            ("normal", flag_rate(42, n, normal, flagged)),
            ("exponential", flag_rate(43, n, exponential, flagged)),
            ("lognormal", flag_rate(44, n, |g| libm::exp(normal(g)), flagged)),
            ("rounded normal", flag_rate(45, n, |g| (2.0 * normal(g)).round(), flagged)),
            ("many zeros", flag_rate(46, n, |g| (exponential(g) - 0.3).max(0.0), flagged)),
        ] {
            assert!(rate <= 0.05, "{name}, n = {n}: {rate}");
        }
    }
}

#[test]
fn two_clear_peaks_are_flagged() {
    let apart = |distance: f64| move |g: &mut ChaCha8Rng| normal(g) + if uniform(g) < 0.5 { 0.0 } else { distance };
    for (n, distance, least) in [(30, 7.0, 0.9), (100, 6.0, 0.98), (1000, 4.0, 0.99)] {
        let rate = flag_rate(47, n, apart(distance), flagged);
        assert!(rate >= least, "{distance} sd apart, n = {n}: {rate}");
    }
    let binary = flag_rate(48, 60, |g| f64::from(u8::from(uniform(g) < 0.4)), flagged);
    assert!(binary >= 0.98, "two values only: {binary}");
    let counts = flag_rate(49, 300, |g| (apart(8.0)(g)).round(), flagged);
    assert!(counts >= 0.98, "counts around two peaks: {counts}");
}

#[test]
fn broken_flags_fail_the_bounds() {
    // What the two tests above would catch: a rule that flags skewness, and a dip that takes ties for peaks.
    assert!(flag_rate(43, 100, exponential, flagged_by_coefficient) > 0.5);
    let raw = |values: &[f64]| dip_p_value(dip(values).unwrap(), values.len()).unwrap() <= BIMODALITY_LEVEL;
    assert!(flag_rate(45, 100, |g| (2.0 * normal(g)).round(), raw) > 0.5);
    // And one that never flags.
    assert!(flag_rate(47, 100, |g| normal(g) + if uniform(g) < 0.5 { 0.0 } else { 6.0 }, |_| false) < 0.98);
}

#[test]
fn groups_are_where_the_peaks_are() {
    let values = [1.0, 1.2, 0.8, 1.0, 1.1, 9.0, 9.2, f64::NAN, 8.8, 9.1];
    let found = bimodality(&values).unwrap();
    let groups = found.groups.unwrap();
    assert_eq!((found.n, found.missing, found.distinct, groups.lower_ends_at), (9, 1, 8, 1.2));
    assert_close(groups.lower_share, 5.0 / 9.0);
    assert_close(groups.lower_mean, 1.02);
    assert_close(groups.upper_mean, 9.025);
    let equal = bimodality(&[2.0; 30]).unwrap();
    assert_eq!((equal.flagged, equal.groups, equal.p_value), (false, None, 1.0));
    assert!(bimodality(&[1.0; 7]).is_none());
}

#[test]
fn intervals_cover_as_often_as_they_say() {
    // 300 experiments of 40 pairs, correlation 0.6, true difference 0.8: delta = 0.8, g_av = 0.8 / sqrt((1 + 1.44) / 2).
    let mut generator = ChaCha8Rng::seed_from_u64(50);
    let (mut t, mut bca, mut glass, mut hedges, mut unpaired) = (0, 0, 0, 0, 0);
    for seed in 0..300 {
        let pair = |g: &mut ChaCha8Rng| {
            let (shared, own) = (normal(g), normal(g));
            (shared, 0.8 + 1.2 * (0.6 * shared + 0.8 * own))
        };
        let (reference, treatment): (Vec<f64>, Vec<f64>) = (0..40).map(|_| pair(&mut generator)).unzip();
        let bootstrap = Bootstrap { resamples: 200, seed };
        let contrast = paired_contrast(&reference, &treatment, 0.9, bootstrap).unwrap();
        let covers = |interval: Option<Interval>, truth: f64| u32::from(interval.unwrap().contains(truth));
        t += covers(Some(contrast.interval), 0.8);
        bca += covers(contrast.bootstrap.map(|found| found.interval), 0.8);
        glass += covers(glass_delta(&reference, &treatment, 0.9, bootstrap).unwrap().interval, 0.8);
        hedges += covers(hedges_g_av(&reference, &treatment, 0.9).unwrap().interval, 0.8 / 1.22_f64.sqrt());
        // Broken on purpose: as if the pairs had nothing in common.
        let wide = 1.665 * (1.0_f64 + 1.44).sqrt() / 40.0_f64.sqrt();
        unpaired += u32::from((contrast.mean_difference - 0.8).abs() <= wide);
    }
    // Expected 270 of 300, standard error 5.2: four of them either side; the bootstrap is a little narrow at n = 40.
    let right = |covered: u32, low: u32| (low..=290).contains(&covered);
    assert!(right(t, 249) && right(bca, 243) && right(glass, 243) && right(hedges, 249), "{t} {bca} {glass} {hedges}");
    assert!(!right(unpaired, 249), "{unpaired}");
}
