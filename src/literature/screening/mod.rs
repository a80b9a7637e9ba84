//! Screening of projects by people who err: hierarchies, polyarchies, committees, majorities and hybrids of them.
//!
//! A screener accepts a good project with probability p1 and a bad one with p2; a share alpha of projects is good and
//! gains z1, the others lose z2. A structure turns f, the chance that one screener accepts, into h(f): f^n if all n of a
//! hierarchy must accept, 1 - (1 - f)^n if one of a polyarchy is enough, the tail of the binomial in a committee of k of
//! n. Expected profit is alpha z1 h(p1) - (1 - alpha) z2 h(p2) (Sah and Stiglitz 1986). A majority of judges is the same
//! with more than half (Condorcet 1785). Hybrids put structures into each other; h has a fixed point between p2 and p1
//! where a hybrid tells good from bad better than one screener (Christensen and Knudsen 2010).
//!
//! Everything is worked out twice: exactly, and by projects that are screened one by one through the functions with
//! which the integrated model settles issues. Where errors of screeners are correlated (`correlation` is the correlation
//! between the views of any two of them on projects of one kind), each follows one common view of the project with
//! chance sqrt(correlation) ("each"), or all do with chance correlation ("all"). With an even number, the views of a
//! majority can be equally many: then the first screener's counts, as a lead's does.

use super::{Docking, Effort, Estimate, FigureRow, Kind, Model, Setting, Settings, Shape};
use crate::error::Problem;
use crate::mechanisms::judgement::vote;
use crate::streams::Streams;
use rayon::prelude::*;
use structure::{Structure, binomial_tail};

mod published;
mod structure;

/// The row of the list.
pub const MODEL: Model = Model {
    name: "screening",
    title: "Screening in hierarchies, polyarchies, committees and hybrids",
    source: "Sah and Stiglitz 1986, American Economic Review 76; Condorcet 1785; Christensen and Knudsen 2010, Management Science 56",
    checks: "How views become a decision under each rule: profits and both kinds of error.",
    mechanism: "decision",
    docking: Docking::Variant(
        "judgement::vote (default) and judgement::screen (decision.rule = \"all\", \"any\", \"majority\", \"committee\")",
    ),
    remarks: "In a majority of an even number the first screener breaks a tie, as a lead does. Correlation is that of two views: under follow=each everybody follows a common view with the chance that gives it, under follow=all all do or none.",
    settings: &[
        Setting::new(
            "structure",
            Kind::Choice(&["single", "hierarchy", "polyarchy", "committee", "majority", "hybrid", "tree"]),
            "hierarchy",
            "rule",
            "How the screeners are arranged.",
        ),
        Setting::new(
            "n",
            Kind::Whole(1.0, 1001.0),
            "2",
            "screeners",
            "Screeners of a hierarchy, polyarchy, committee or majority; width of a hybrid.",
        ),
        Setting::new("k", Kind::Whole(1.0, 1001.0), "1", "screeners", "How many of a committee must accept (all where there are fewer)."),
        Setting::new("depth", Kind::Whole(1.0, 200.0), "1", "times", "How often an n by n hybrid is put in place of its own screeners."),
        Setting::new(
            "inside",
            Kind::Choice(&["hierarchy", "polyarchy"]),
            "hierarchy",
            "rule",
            "What a hybrid is made of: a polyarchy of hierarchies, or a hierarchy of polyarchies.",
        ),
        Setting::new(
            "tree",
            Kind::Text,
            "any(2*all(2*one))",
            "structure",
            "Structure of a tree: one, all(...), any(...), 2of(...), with parts such as 3*one.",
        ),
        Setting::new("p1", Kind::Number(0.0, 1.0), "0.8", "probability", "Chance that a screener accepts a good project."),
        Setting::new("p2", Kind::Number(0.0, 1.0), "0.3", "probability", "Chance that a screener accepts a bad project."),
        Setting::new("alpha", Kind::Number(0.0, 1.0), "0.5", "share", "Share of good projects."),
        Setting::new("z1", Kind::Number(0.0, 1e6), "1", "profit", "Gain of a good project."),
        Setting::new("z2", Kind::Number(0.0, 1e6), "1", "profit", "Loss of a bad project."),
        Setting::new("correlation", Kind::Number(0.0, 1.0), "0", "correlation", "Correlation between the views of any two screeners."),
        Setting::new(
            "follow",
            Kind::Choice(&["each", "all"]),
            "each",
            "rule",
            "Who follows the common view when views are correlated: each by an own chance, or all at once.",
        ),
        Setting::new(
            "lead_weight",
            Kind::Number(0.0, 1001.0),
            "1",
            "weight",
            "Weight of the first screener in a majority; the others weigh 1.",
        ),
    ],
    effort: "projects",
    replications: 100_000,
    quick: 20_000,
    run,
    targets: published::TARGETS,
    wrong: published::WRONG,
    figure: FigureRow {
        title: "What structures make of one screener",
        measures: &["accept_good"],
        value_label: "chance that the structure accepts",
        along: ("p1", "chance that one screener accepts", &["0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1"]),
        by: Some(("structure", &["single", "hierarchy", "polyarchy", "hybrid"])),
        set: &[],
        shape: Shape::Lines,
    },
};

/// Most screeners that are asked one by one: beyond, only the exact numbers are given.
const MOST_SCREENERS: f64 = 1001.0;
/// Projects that one task screens.
const BATCH: u32 = 1000;

/// Who decides.
enum Screen {
    Structure(Structure),
    /// A vote of so many, and the weight of the first.
    Majority(usize, f32),
}

impl Screen {
    fn of(settings: &Settings) -> Result<Self, Problem> {
        let [n, k, depth] = ["n", "k", "depth"].map(|name| settings.whole(name) as u32);
        Ok(Self::Structure(match settings.whole("structure") {
            0 => Structure::one(),
            1 => Structure::committee(n, n),
            2 => Structure::committee(1, n),
            3 => Structure::committee(k.min(n), n),
            4 => return Ok(Self::Majority(n as usize, settings.number("lead_weight") as f32)),
            5 => Structure::hybrid(n, depth, settings.whole("inside") == 0),
            _ => Structure::read(settings.text("tree"))?,
        }))
    }

    fn screeners(&self) -> f64 {
        match self {
            Self::Structure(structure) => structure.screeners(),
            Self::Majority(n, _) => *n as f64,
        }
    }

    /// h(f): chance to accept if each screener does so independently with chance `f`.
    fn accepts(&self, f: f64) -> f64 {
        match self {
            Self::Structure(structure) => structure.accepts(f),
            Self::Majority(n, weight) => {
                // Others whose number outweighs a lead who accepts, and one who does not; the lead wins ties.
                let (others, weight) = (*n as f64 - 1.0, f64::from(*weight));
                let with = libm::ceil((others - weight) / 2.0).max(0.0) as usize;
                let against = (libm::floor((others + weight) / 2.0) + 1.0).max(0.0) as usize;
                let tail = |needed| binomial_tail(needed, n - 1, f);
                f * tail(with) + (1.0 - f) * tail(against)
            }
        }
    }

    /// The same with correlated views.
    fn accepts_correlated(&self, f: f64, correlation: f64, together: bool) -> f64 {
        if together {
            return correlation * f + (1.0 - correlation) * self.accepts(f);
        }
        let follow = libm::sqrt(correlation);
        f * self.accepts(follow + (1.0 - follow) * f) + (1.0 - f) * self.accepts((1.0 - follow) * f)
    }

    /// Where h(f) = f between 0 and 1, if there is one such place.
    fn fixed_point(&self) -> Option<f64> {
        const STEPS: u32 = 199;
        let above = |f: f64| self.accepts(f) - f;
        let at = |step: u32| f64::from(step) / f64::from(STEPS);
        let crossings: Vec<u32> = (1..STEPS - 1).filter(|step| above(at(*step)) * above(at(step + 1)) < 0.0).collect();
        let [step] = crossings[..] else { return None };
        let (mut low, mut high) = (at(step), at(step + 1));
        let rises = above(high) > 0.0;
        for _ in 0..60 {
            let middle = (low + high) / 2.0;
            if (above(middle) > 0.0) == rises { high = middle } else { low = middle }
        }
        Some(low)
    }

    /// The decision on one project.
    fn decides(&self, good: bool, views: &mut [u8], view: &mut dyn FnMut() -> bool) -> bool {
        match self {
            Self::Structure(structure) => structure.decides(good, view),
            Self::Majority(n, weight) => {
                views.iter_mut().for_each(|seen| *seen = u8::from(view() == good));
                let vote = vote(1, views[0], *weight, n - 1, |_, _| 1.0, |voter| views[voter + 1]);
                (vote.right == 1) == good
            }
        }
    }
}

/// Projects screened so far: [bad, good] ones, and how many of them were accepted.
#[derive(Clone, Copy, Default)]
struct Counts {
    projects: [u32; 2],
    accepted: [u32; 2],
}

impl Counts {
    fn plus(mut self, other: Self) -> Self {
        for kind in 0..2 {
            self.projects[kind] += other.projects[kind];
            self.accepted[kind] += other.accepted[kind];
        }
        self
    }
}

fn run(settings: &Settings, effort: &Effort) -> Result<Vec<Estimate>, Problem> {
    let screen = Screen::of(settings)?;
    let [p1, p2, alpha, z1, z2, correlation] = ["p1", "p2", "alpha", "z1", "z2", "correlation"].map(|name| settings.number(name));
    let together = settings.whole("follow") == 1;
    let [accept_good, accept_bad] = [p1, p2].map(|f| screen.accepts_correlated(f, correlation, together));
    let mut estimates = vec![
        Estimate::exact("profit", alpha * z1 * accept_good - (1.0 - alpha) * z2 * accept_bad),
        Estimate::exact("accept_good", accept_good),
        Estimate::exact("accept_bad", accept_bad),
        Estimate::exact("type_1", 1.0 - accept_good),
        Estimate::exact("type_2", accept_bad),
        Estimate::exact("screeners", screen.screeners()),
    ];
    estimates.extend(screen.fixed_point().map(|place| Estimate::exact("fixed_point", place)));
    if screen.screeners() <= MOST_SCREENERS {
        let counts = draw(&screen, settings, effort);
        estimates.extend(rate("drawn_good", counts.projects[1], counts.accepted[1]));
        estimates.extend(rate("drawn_bad", counts.projects[0], counts.accepted[0]));
        estimates.push(mean_profit(counts, z1, z2));
    }
    Ok(estimates)
}

/// Share of projects accepted, if there were any.
fn rate(measure: &'static str, projects: u32, accepted: u32) -> Option<Estimate> {
    let (number, share) = (f64::from(projects), f64::from(accepted) / f64::from(projects));
    let standard_error = libm::sqrt(share * (1.0 - share) / number);
    (projects > 0).then_some(Estimate::drawn(measure, share, standard_error))
}

/// Mean profit a project: z1 for a good one that is accepted, -z2 for a bad one, else nothing.
fn mean_profit(counts: Counts, z1: f64, z2: f64) -> Estimate {
    let number = f64::from(counts.projects[0] + counts.projects[1]);
    let [lost, gained] = counts.accepted.map(|accepted| f64::from(accepted) / number);
    let value = gained * z1 - lost * z2;
    let variance = gained * z1 * z1 + lost * z2 * z2 - value * value;
    Estimate::drawn("drawn_profit", value, libm::sqrt(variance.max(0.0) / number))
}

/// Screens the projects one by one.
fn draw(screen: &Screen, settings: &Settings, effort: &Effort) -> Counts {
    let streams = Streams::new(effort.seed, 0, 0);
    let [p1, p2, alpha] = ["p1", "p2", "alpha"].map(|name| settings.number(name) as f32);
    let (correlation, together) = (settings.number("correlation"), settings.whole("follow") == 1);
    let follow = if together { correlation as f32 } else { libm::sqrt(correlation) as f32 };
    let batch = |batch: u32| {
        let mut counts = Counts::default();
        let mut views = vec![0u8; if let Screen::Majority(n, _) = screen { *n } else { 0 }];
        for project in batch * BATCH..((batch + 1) * BATCH).min(effort.replications) {
            let mut draws = Effort::draws(&streams, u64::from(project), 0);
            let good = draws.chance(alpha);
            let f = if good { p1 } else { p2 };
            let (common, all) = (draws.chance(f), together && draws.chance(follow));
            let mut view = || match follow > 0.0 && if together { all } else { draws.chance(follow) } {
                true => common,
                false => draws.chance(f),
            };
            let accepted = screen.decides(good, &mut views, &mut view);
            counts.projects[usize::from(good)] += 1;
            counts.accepted[usize::from(good)] += u32::from(accepted);
        }
        counts
    };
    (0..effort.replications.div_ceil(BATCH)).into_par_iter().map(batch).reduce(Counts::default, Counts::plus)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(set: &[(&str, &str)], measure: &str) -> (f64, f64) {
        let settings = Settings::published(MODEL.settings).with(set);
        let estimates = run(&settings, &Effort { replications: 40_000, seed: 2 }).unwrap();
        let found = estimates.iter().find(|estimate| estimate.measure == measure).unwrap();
        (found.value, found.standard_error)
    }

    #[test]
    fn correlated_views_are_drawn_as_the_formula_says() {
        for structure in ["hierarchy", "polyarchy", "committee", "majority", "hybrid", "tree"] {
            for follow in ["each", "all"] {
                let set =
                    [("structure", structure), ("n", "4"), ("k", "2"), ("correlation", "0.4"), ("follow", follow), ("lead_weight", "1.5")];
                for (exact, drawn) in [("accept_good", "drawn_good"), ("accept_bad", "drawn_bad"), ("profit", "drawn_profit")] {
                    let (exact, (drawn, error)) = (measured(&set, exact).0, measured(&set, drawn));
                    assert!((exact - drawn).abs() < 4.0 * error + 1e-9, "{structure} {follow}: {exact} and {drawn}");
                }
            }
        }
    }

    #[test]
    fn screeners_who_all_share_a_view_are_worth_one() {
        for follow in ["each", "all"] {
            let set = [("structure", "majority"), ("n", "11"), ("p1", "0.6"), ("correlation", "1"), ("follow", follow)];
            assert!((measured(&set, "accept_good").0 - 0.6).abs() < 1e-12);
        }
    }

    #[test]
    fn hybrids_have_the_golden_sections_as_fixed_points_and_majorities_one_half() {
        let fixed = |set: &[(&str, &str)]| measured(set, "fixed_point").0;
        let golden = (libm::sqrt(5.0) - 1.0) / 2.0;
        assert!((fixed(&[("structure", "hybrid")]) - golden).abs() < 1e-12);
        assert!((fixed(&[("structure", "hybrid"), ("inside", "polyarchy")]) - (1.0 - golden)).abs() < 1e-12);
        assert!((fixed(&[("structure", "majority"), ("n", "7")]) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn a_majority_of_an_even_number_leaves_ties_to_the_first() {
        let two = [("structure", "majority"), ("n", "2"), ("p1", "0.6")];
        assert!((measured(&two, "accept_good").0 - 0.6).abs() < 1e-12);
        let heavy = [("structure", "majority"), ("n", "3"), ("p1", "0.6"), ("lead_weight", "2")];
        assert!((measured(&heavy, "accept_good").0 - 0.6).abs() < 1e-12, "two others together only reach a tie");
    }
}
