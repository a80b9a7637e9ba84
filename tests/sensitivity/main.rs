//! Indices against analytic values, and against SALib on the same points (`salib.py` beside this file).
#![allow(clippy::excessive_precision)]
#![allow(clippy::disallowed_methods, reason = "tests compare within tolerances")]

use leaderful::sensitivity::{luck::Response, morris, sobol};
use std::f64::consts::PI;

/// A model of points in the unit cube.
type Model = fn(&[f64]) -> f64;

/// Ishigami and Homma (1990) with a = 7 and b = 0.1.
fn ishigami(u: &[f64]) -> f64 {
    let [x, y, z] = [u[0], u[1], u[2]].map(|u| -PI + 2.0 * PI * u);
    libm::sin(x) + 7.0 * libm::sin(y) * libm::sin(y) + 0.1 * z * z * z * z * libm::sin(x)
}

/// Sobol's G function.
const A: [f64; 8] = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];

fn g(u: &[f64]) -> f64 {
    u.iter().zip(A).map(|(u, a)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a)).product()
}

fn responses(points: &[Vec<f64>], model: Model) -> Vec<Response> {
    points.iter().map(|point| vec![model(point)]).collect()
}

fn points(text: &str) -> Vec<Vec<f64>> {
    text.lines().map(|line| line.split(',').map(|cell| cell.parse().expect("a number")).collect()).collect()
}

#[track_caller]
fn assert_close(found: impl IntoIterator<Item = f64>, expected: &[f64]) {
    let found: Vec<f64> = found.into_iter().collect();
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() <= 1e-9, "found {found:e}, expected {expected:e}");
    }
}

/// First-order and total indices that SALib prints.
const SOBOL: [(&str, Model, &[f64], &[f64]); 2] = [
    (
        include_str!("ishigami-saltelli.csv"),
        ishigami,
        &[0.3167629658130081, 0.516692056824779, -0.031184483240729987],
        &[0.6128357806661237, 0.43254337112414915, 0.19470329021851168],
    ),
    (
        include_str!("g-saltelli.csv"),
        g,
        &[
            0.6750563980463106,
            -0.13953361172423617,
            0.021218763857226076,
            0.034002411383778096,
            -7.326473896210349e-05,
            0.001468716526510664,
            -0.0006228001916353101,
            4.2331277211885234e-05,
        ],
        &[
            0.716996849837517,
            0.26449806381856156,
            0.02861908519183033,
            0.009346549850342955,
            0.00011610536337769565,
            0.00011635688395350536,
            7.33011907667819e-05,
            0.00011294665396585735,
        ],
    ),
];

#[test]
fn sobol_indices_equal_those_of_salib_on_the_same_points() {
    for (text, model, first, total) in SOBOL {
        let points = points(text);
        let found = sobol::indices(points[0].len(), &responses(&points, model), 1);
        assert_close(found.iter().map(|one| one.expect("the response varies").first), first);
        assert_close(found.iter().map(|one| one.expect("the response varies").total), total);
    }
}

/// mu, mu* and sigma that SALib prints.
const MORRIS: [(&str, Model, [&[f64]; 3]); 2] = [
    (
        include_str!("ishigami-morris.csv"),
        ishigami,
        [
            &[8.953813332259726, 0.0, 3.7492776619998702],
            &[8.953813332259726, 7.874999999999996, 6.248796103333117],
            &[6.453728864547991, 8.300978857941992, 8.43523183474402],
        ],
    ),
    (
        include_str!("g-morris.csv"),
        g,
        [
            &[
                -0.5409057173052421,
                0.18348361544980665,
                -0.26695884366180345,
                0.1807890042576386,
                0.011852997586531888,
                0.01313839532555185,
                -0.007241481922218032,
                0.007757612111036249,
            ],
            &[
                2.698651910744524,
                1.5984871866807837,
                0.6655890962672659,
                0.36316037736675477,
                0.04055546936430958,
                0.03375339171283205,
                0.03550739999847032,
                0.03447678171926669,
            ],
            &[
                2.894533345677779,
                1.8263875723169385,
                0.7676910785267134,
                0.4006373381370938,
                0.04576064418201832,
                0.0396118043296572,
                0.043358525459194455,
                0.04071494697970281,
            ],
        ],
    ),
];

#[test]
fn elementary_effects_equal_those_of_salib_on_the_same_points() {
    for (text, model, [mu, mu_star, sigma]) in MORRIS {
        let points = points(text);
        let found: Vec<_> = morris::screen(&points, &responses(&points, model), 1).into_iter().flatten().collect();
        assert_close(found.iter().map(|one| one.mu), mu);
        assert_close(found.iter().map(|one| one.mu_star), mu_star);
        assert_close(found.iter().map(|one| one.sigma), sigma);
    }
}

/// First-order and total indices of the Ishigami function by the integrals of its definition.
fn exact_ishigami() -> [Vec<f64>; 2] {
    let (a, b) = (7.0, 0.1);
    let (pi4, pi8) = (PI * PI * PI * PI, (PI * PI * PI * PI) * (PI * PI * PI * PI));
    let alone = [0.5 * (1.0 + b * pi4 / 5.0) * (1.0 + b * pi4 / 5.0), a * a / 8.0, 0.0];
    let together = 8.0 * b * b * pi8 / 225.0;
    let all = alone.iter().sum::<f64>() + together;
    [alone.iter().map(|v| v / all).collect(), [alone[0] + together, alone[1], together].iter().map(|v| v / all).collect()]
}

/// The same of the G function.
fn exact_g() -> [Vec<f64>; 2] {
    let alone = A.map(|a| 1.0 / 3.0 / ((1.0 + a) * (1.0 + a)));
    let all = alone.iter().map(|v| 1.0 + v).product::<f64>() - 1.0;
    let total = |factor: usize| alone[factor] * (0..8).filter(|other| *other != factor).map(|other| 1.0 + alone[other]).product::<f64>();
    [alone.iter().map(|v| v / all).collect(), (0..8).map(|factor| total(factor) / all).collect()]
}

#[test]
fn sobol_indices_reach_the_analytic_values() {
    for (model, factors, exact) in [(ishigami as Model, 3, exact_ishigami()), (g, 8, exact_g())] {
        let points = sobol::sample(factors, 4096, 7);
        let responses = responses(&points, model);
        let errors = |blocks: usize| {
            let found = sobol::indices(factors, &responses[..blocks * (factors + 2)], 1);
            let miss = |factor: usize| {
                let one = found[factor].expect("the response varies");
                (one.first - exact[0][factor]).abs().max((one.total - exact[1][factor]).abs())
            };
            (0..factors).map(miss).fold(0.0, f64::max)
        };
        let (few, many) = (errors(128), errors(4096));
        println!("{factors} factors: largest error {few:.4} with 128 blocks, {many:.4} with 4096");
        assert!(many < 0.01 && many < few, "{few} and {many}");
    }
}

#[test]
fn intervals_of_indices_cover_the_analytic_values() {
    let exact = exact_ishigami();
    let (mut inside, mut of) = (0, 0);
    for seed in 0..20 {
        let points = sobol::sample(3, 256, seed);
        let found = sobol::indices(3, &responses(&points, ishigami), seed);
        for (one, (first, total)) in found.iter().flatten().zip(exact[0].iter().zip(&exact[1])) {
            inside += usize::from(one.first_interval.is_some_and(|interval| interval.contains(*first)));
            inside += usize::from(one.total_interval.is_some_and(|interval| interval.contains(*total)));
            of += 2;
        }
    }
    println!("{inside} of {of} intervals of 95 % hold the analytic value");
    assert!(inside * 10 >= of * 9);
}
