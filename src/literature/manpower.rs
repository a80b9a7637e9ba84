//! Manpower: who is still there after some years, and how many posts stand vacant.
//!
//! Everybody leaves with the same chance w a year, so (1 - w)^t are kept after t years; the posts that stand vacant are the
//! flow of leavers times the time that it takes to fill a post. The mechanism of succession itself is run, alone, in an
//! organisation of posts of one kind.
//!
//! Bartholomew 1973, Stochastic Models for Social Processes, Wiley; Little 1961, Operations Research 9:383-387.

use super::model::Case;
use super::{Certainty, Docking, Effort, Estimate, FigureRow, Kind, Model, Setting, Settings, Shape, Target, Wrong, mean_of};
use crate::error::Problem;
use crate::events::Log;
use crate::mechanisms::{Now, Switches, Tables, succession};
use crate::organisation::Organisation;
use crate::pattern::PRESETS;
use crate::scenario::parameters::Parameters;
use crate::scenario::{DAYS_PER_YEAR, Structure};
use crate::streams::Streams;
use rayon::prelude::*;

/// The row of the list.
pub const MODEL: Model = Model {
    name: "manpower",
    title: "How many are kept, and how many posts stand vacant",
    source: "Bartholomew 1973, Stochastic Models for Social Processes",
    checks: "Leaving, and the filling of vacancies from outside.",
    mechanism: "succession",
    docking: Docking::Same("mechanisms::succession::step"),
    remarks: "A yearly share w leaves at the rate -ln(1 - w); vacancies are counted once four times the time to fill has passed.",
    settings: &[
        Setting::new("leaving", Kind::Number(0.0, 0.99), "0.088", "share", "Share of people who leave in a year."),
        Setting::new("years", Kind::Whole(1.0, 100.0), "5", "years", "Years after which those who are still there are counted."),
        Setting::new("fill_days", Kind::Whole(1.0, 1300.0), "60", "days", "Working days that it takes to fill a post; 260 are a year."),
        Setting::new("posts", Kind::Whole(1.0, 10_000.0), "200", "posts", "Posts of the organisation."),
        Setting::new(
            "measured_years",
            Kind::Whole(1.0, 100.0),
            "2",
            "years",
            "Years over which vacancies are counted, after four times the days to fill.",
        ),
        Setting::new(
            "rate",
            Kind::Choice(&["compound", "simple"]),
            "compound",
            "rule",
            "Rate of leaving at every moment: that which makes the share in a year, or the share itself (wrong).",
        ),
        Setting::new(
            "calendar",
            Kind::Choice(&["working-days", "all-days"]),
            "working-days",
            "rule",
            "Whether a year has the working days that pass, or 365 (wrong).",
        ),
    ],
    effort: "replications",
    replications: 200,
    quick: 60,
    run,
    targets: &[
        kept(".088 leave a year, kept after five years", LOW, 0.631),
        kept(".15 leave a year, kept after five years", HIGH, 0.444),
        closed(".088 leave a year, closed form", LOW, 0.631),
        closed(".15 leave a year, closed form", HIGH, 0.444),
        Target::equal("vacancies over flow times time to fill, .088", LOW, "vacancies_to_flow", 1.0, 0.02, Certainty::A),
        Target::equal("vacancies over flow times time to fill, .15", HIGH, "vacancies_to_flow", 1.0, 0.02, Certainty::A),
    ],
    wrong: &[
        Wrong {
            meaning: "the share that leaves in a year is taken for the rate at every moment",
            set: &[("rate", "simple")],
            misses: &[".15 leave a year, kept after five years"],
        },
        Wrong {
            meaning: "a year of working days is taken for one of 365",
            set: &[("calendar", "all-days")],
            misses: &[
                ".088 leave a year, kept after five years",
                ".15 leave a year, kept after five years",
                "vacancies over flow times time to fill, .088",
                "vacancies over flow times time to fill, .15",
            ],
        },
    ],
    figure: FigureRow {
        title: "Who is still there",
        measures: &["kept"],
        value_label: "share kept",
        along: ("years", "years", &["1", "2", "3", "5"]),
        by: Some(("leaving", &["0.088", "0.15"])),
        set: &[],
        shape: Shape::Lines,
    },
};

const LOW: Case = &[("leaving", "0.088")];
const HIGH: Case = &[("leaving", "0.15")];

/// A share of people: two per cent are allowed.
const fn kept(case: &'static str, set: Case, share: f64) -> Target {
    Target::equal(case, set, "kept", share, 0.02 * share, Certainty::A)
}

/// The closed form, to the printed digit.
const fn closed(case: &'static str, set: Case, share: f64) -> Target {
    Target::equal(case, set, "kept_exact", share, 0.0005, Certainty::A)
}

/// Who is in each slot: a number that changes with the holder.
fn generations(organisation: &Organisation) -> Vec<u16> {
    organisation.people.profile.iter().map(|profile| profile.generation).collect()
}

fn run(settings: &Settings, effort: &Effort) -> Result<Vec<Estimate>, Problem> {
    let (leaving, years, fill_days) = (settings.number("leaving"), settings.whole("years") as u32, settings.whole("fill_days") as u32);
    let rate = if settings.whole("rate") == 1 { leaving } else { -libm::log1p(-leaving) };
    let days_per_year = if settings.whole("calendar") == 1 { 365 } else { DAYS_PER_YEAR };
    let structure = Structure::Levels(vec![settings.whole("posts") as u32]);
    let parameters = alone(rate, fill_days);
    let tables = Tables { difficulty: crate::beta::Beta::new(2.0, 2.0), stakes: crate::beta::Beta::new(2.0, 2.0) };
    let (warm_up, span) = (4 * fill_days, settings.whole("measured_years") as u32 * DAYS_PER_YEAR);
    let one = |streams: &Streams| {
        let mut organisation = Organisation::build(&structure, &parameters, streams, 1);
        let posts = organisation.positions.count();
        let founders = generations(&organisation);
        let mut log = Log::default();
        let (mut kept, mut vacant, mut left) = (0, 0usize, 0u64);
        for day in 0..(warm_up + span).max(years * days_per_year) {
            let now = Now {
                day,
                round: 0,
                rounds: 1,
                p: &parameters,
                pattern: &PRESETS[0].pattern,
                patterns: &[],
                streams,
                on: Switches::without([]),
                tables: &tables,
                backwards: false,
            };
            succession::decide(&mut organisation, &now);
            succession::step(&mut organisation, &now, &mut log);
            log.events.clear();
            if (warm_up..warm_up + span).contains(&day) {
                vacant += organisation.vacant.len();
                left += log.window.left;
            }
            log.window.left = 0;
            if day + 1 == years * days_per_year {
                kept = generations(&organisation).iter().zip(&founders).filter(|(now, then)| now == then).count();
            }
        }
        let vacant = vacant as f64 / f64::from(span) / posts as f64;
        let flow = left as f64 / (f64::from(span) / f64::from(DAYS_PER_YEAR)) / posts as f64;
        let product = flow * f64::from(fill_days) / f64::from(days_per_year);
        [kept as f64 / posts as f64, vacant, flow, product]
    };
    let runs: Vec<[f64; 4]> = (0..effort.replications).into_par_iter().map(|number| one(&Streams::new(effort.seed, number, 0))).collect();
    let mean = |name: &'static str, place: usize| mean_of(name, runs.iter().map(|run| run[place]));
    let mut estimates = vec![mean("kept", 0), mean("vacant_share", 1), mean("flow", 2), mean("flow_times_time", 3)];
    estimates.push(ratio("vacancies_to_flow", &runs));
    estimates.push(Estimate::exact("kept_exact", libm::pow(1.0 - leaving, f64::from(years))));
    // A post is held for 1/chance days and then vacant for those that it takes to fill it.
    let daily = -libm::expm1(-rate / f64::from(DAYS_PER_YEAR));
    let held = if daily > 0.0 { 1.0 / daily } else { f64::INFINITY };
    estimates.push(Estimate::exact("vacant_share_exact", f64::from(fill_days) / (f64::from(fill_days) + held)));
    Ok(estimates)
}

/// Vacancies over flow times time: the ratio of their means, with its error from that of the numerator about its share of
/// the denominator (1 where nobody left).
fn ratio(measure: &'static str, runs: &[[f64; 4]]) -> Estimate {
    let sum = |place: usize| runs.iter().map(|run| run[place]).sum::<f64>();
    let (vacant, product) = (sum(1), sum(3));
    if product == 0.0 {
        return Estimate::exact(measure, 1.0);
    }
    let value = vacant / product;
    let apart = mean_of(measure, runs.iter().map(|run| run[1] - value * run[3]));
    Estimate::drawn(measure, value, apart.standard_error * runs.len() as f64 / product)
}

/// Parameters under which everybody leaves at one rate and every post is filled from outside after a time.
fn alone(rate: f64, fill_days: u32) -> Parameters {
    let mut parameters = Parameters::default();
    let s = &mut parameters.succession;
    (s.leaving_rate, s.leaving_strain, s.leaving_engagement) = (rate as f32, 0.0, 0.0);
    (s.newcomer_factor, s.retirement_rate) = (1.0, 0.0);
    s.outside_frontline_days = fill_days as f32;
    (parameters.people.ties_in_unit, parameters.people.ties_across) = (0.0, 0.0);
    parameters
}
