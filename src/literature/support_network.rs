//! The National Leaders of Education: how a network of leaders who support other schools grew.
//!
//! Counts were published of 68 leaders (October 2006), 393 (November 2010) and over 1,000 (2015/16). The coefficients of Bass
//! follow from the first two for a given potential m, and the third tests them. What comes before the first count is not
//! published, so two readings are shown: the network was launched some time before, or its first cohort was appointed at once.
//! The system's own network is run with the coefficients.
//!
//! Bass 1969, Management Science 15:215-227; counts: TES 2008; Department for Education 2010, The Importance of Teaching;
//! National College guidance pages 2016.

use super::model::Case;
use super::{Certainty, Docking, Effort, Estimate, FigureRow, Kind, Model, Setting, Settings, Shape, Target, Wrong, mean_of};
use crate::error::Problem;
use crate::scenario::DAYS_PER_YEAR;
use crate::scenario::parameters::Parameters;
use crate::streams::Streams;
use crate::system::{Meeting, Network};
use rayon::prelude::*;

/// The row of the list.
pub const MODEL: Model = Model {
    name: "support-network",
    title: "Growth of the network of National Leaders of Education",
    source: "Bass 1969, Management Science 15:215-227; counts of the National College and the Department for Education, 2006 to 2016",
    checks: "Joining of the support network: adopters over time.",
    mechanism: "network",
    docking: Docking::Same("system::network::Network::spread"),
    remarks: "p and q are worked out from the counts of 2006 and 2010, so only 2015 is a test; \"about 1,000\" is a round number, and no \
              potential, launch or cohort was published: every reading is shown and none was chosen by its result.",
    settings: &[
        Setting::new("potential", Kind::Whole(400.0, 100_000.0), "1300", "leaders", "Leaders who may ever join, m."),
        Setting::new(
            "reading",
            Kind::Choice(&["launch", "cohort"]),
            "launch",
            "rule",
            "The network began `launch` years before the first count; or the first count was appointed at once and the rest joined by \
             imitation.",
        ),
        Setting::new("launch", Kind::Number(0.8, 10.0), "1", "years", "Years from the launch to the first count, under the first reading."),
        Setting::new("contacts", Kind::Whole(1.0, 1000.0), "20", "leaders", "Others among whom each looks at every meeting."),
        Setting::new(
            "meeting_days",
            Kind::Whole(1.0, 260.0),
            "20",
            "days",
            "Working days between two meetings; the curve of Bass has none.",
        ),
        Setting::new(
            "imitation",
            Kind::Choice(&["fitted", "none"]),
            "fitted",
            "rule",
            "Whether who joins looks at others, or not (wrong).",
        ),
    ],
    effort: "replications",
    replications: 100,
    quick: 10,
    run,
    targets: &[
        Target::equal("launch 1 year before, 2006", LAUNCH, "adopters_2006", 68.0, 4.0, Certainty::F),
        Target::equal("launch 1 year before, 2010", LAUNCH, "adopters_2010", 393.0, 20.0, Certainty::F),
        test("launch 1 year before, m = 1,100, 2015", &[("potential", "1100")]),
        test("launch 1 year before, m = 1,300, 2015", LAUNCH),
        test("launch 1 year before, m = 1,500, 2015", &[("potential", "1500")]),
        test("launch 2 years before, m = 1,300, 2015", &[("launch", "2")]),
        Target::equal("cohort, 2010", COHORT, "adopters_2010", 393.0, 20.0, Certainty::F),
        test("cohort, m = 1,100, 2015", &[("reading", "cohort"), ("potential", "1100")]),
        test("cohort, m = 1,300, 2015", COHORT),
        test("cohort, m = 1,500, 2015", &[("reading", "cohort"), ("potential", "1500")]),
    ],
    wrong: &[Wrong {
        meaning: "nobody looks at others",
        set: &[("imitation", "none")],
        misses: &["launch 1 year before, 2010", "cohort, 2010"],
    }],
    figure: FigureRow {
        title: "Leaders in the network",
        measures: &["adopters_2006", "adopters_2010", "adopters_2015"],
        value_label: "leaders",
        along: ("potential", "potential m", &["1100", "1300", "1500"]),
        by: None,
        set: &[],
        shape: Shape::Lines,
    },
};

const LAUNCH: Case = &[];
const COHORT: Case = &[("reading", "cohort")];
/// The counts that coefficients follow from, with years since the first of them.
const COUNTS: [(f64, f64); 2] = [(0.0, 68.0), (49.0 / 12.0, 393.0)];
/// Years from the first count to the one that tests.
const TEST: f64 = 9.0;

/// The count of 2015, "over 1,000", as a round number.
const fn test(case: &'static str, set: Case) -> Target {
    Target::equal(case, set, "adopters_2015", 1000.0, 100.0, Certainty::F)
}

/// Adopters after some years from `first` of `m`, by Bass.
fn bass(p: f64, q: f64, m: f64, first: f64, years: f64) -> f64 {
    let open = (m - first) / (p * m + q * first);
    let fading = libm::exp(-(p + q) * years);
    m * (1.0 - open * (p + q) * fading / (1.0 + q * open * fading))
}

/// Where a rising function of a number between 0 and `most` reaches a value.
fn reached(value: f64, most: f64, rising: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (0.0, most);
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        *(if rising(middle) < value { &mut low } else { &mut high }) = middle;
    }
    0.5 * (low + high)
}

/// The coefficients that meet both counts: of a network launched some years before the first, or of one that began with it.
fn coefficients(m: f64, launch: Option<f64>) -> (f64, f64) {
    let [(_, first), (years, second)] = COUNTS;
    let Some(launch) = launch else { return (0.0, reached(second, 10.0, |q| bass(0.0, q, m, first, years))) };
    let innovation = |q: f64| reached(first, 10.0, |p| bass(p.max(1e-12), q, m, 0.0, launch));
    let q = reached(second, 10.0, |q| bass(innovation(q), q, m, 0.0, launch + years));
    (innovation(q), q)
}

fn run(settings: &Settings, effort: &Effort) -> Result<Vec<Estimate>, Problem> {
    let (m, days) = (settings.whole("potential"), settings.number("meeting_days"));
    let launch = (settings.whole("reading") == 0).then(|| settings.number("launch"));
    let (p, q) = coefficients(m as f64, launch);
    let mut parameters = Parameters::default();
    parameters.system.innovation = p as f32;
    parameters.system.imitation = if settings.whole("imitation") == 1 { 0.0 } else { q as f32 };
    parameters.system.network_contacts = settings.number("contacts") as f32;
    parameters.system.meeting_days = days as f32;
    let (first, before) = if launch.is_some() { (0, launch.unwrap_or(0.0)) } else { (COUNTS[0].1 as usize, 0.0) };
    let meetings = |years: f64| ((before + years) * f64::from(DAYS_PER_YEAR) / days).round() as u32;
    let counted = [COUNTS[0].0, COUNTS[1].0, TEST].map(meetings);
    let one = |replication: u32| {
        let luck: Vec<Streams> = (0..m as u32).map(|leader| Streams::new(effort.seed, replication, leader)).collect();
        let mut network = Network::open(m, first);
        let mut adopters = [0.0; 3];
        for number in 0..=counted[2] {
            let meeting = Meeting { day: number, since: number, p: &parameters, common: &luck[0], programmes: &[] };
            if number > 0 {
                network.spread(|leader| &luck[leader as usize], &meeting);
            }
            counted.iter().zip(&mut adopters).filter(|(at, _)| **at == number).for_each(|(_, count)| *count = network.adopters() as f64);
        }
        adopters
    };
    let runs: Vec<[f64; 3]> = (0..effort.replications).into_par_iter().map(one).collect();
    let mean = |name: &'static str, place: usize| mean_of(name, runs.iter().map(|run| run[place]));
    Ok(vec![
        mean("adopters_2006", 0),
        mean("adopters_2010", 1),
        mean("adopters_2015", 2),
        Estimate::exact("bass_2015", bass(p.max(1e-12), q, m as f64, first as f64, before + TEST)),
        Estimate::exact("innovation", p),
        Estimate::exact("imitation", q),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_coefficients_meet_both_counts_under_either_reading() {
        for m in [1100.0, 1300.0, 1500.0] {
            let (p, q) = coefficients(m, Some(1.0));
            assert!((bass(p, q, m, 0.0, 1.0) - 68.0).abs() < 1e-6);
            assert!((bass(p, q, m, 0.0, 1.0 + COUNTS[1].0) - 393.0).abs() < 1e-6);
            let (p, q) = coefficients(m, None);
            assert!(p == 0.0 && (bass(p, q, m, 68.0, COUNTS[1].0) - 393.0).abs() < 1e-6);
        }
    }

    #[test]
    fn the_curve_of_bass_solves_its_equation() {
        let (p, q, m) = (0.03, 0.4, 1000.0);
        for years in [0.5, 2.0, 6.0] {
            let at = |years| bass(p, q, m, 0.0, years);
            let slope = (at(years + 1e-5) - at(years - 1e-5)) / 2e-5;
            assert!((slope - (p + q * at(years) / m) * (m - at(years))).abs() < 1e-3, "{years}");
        }
        assert!(bass(p, q, m, 0.0, 0.0).abs() < 1e-9 && (bass(p, q, m, 250.0, 0.0) - 250.0).abs() < 1e-9);
    }
}
