//! The Peter principle: what promotion of the best, the worst or anybody does to a pyramid of posts.
//!
//! Posts of a level are filled from the level just below; how well somebody does in the new post follows from the old one
//! (common sense) or not at all (Peter's hypothesis). A year: all are a year older; whoever is less competent than the
//! line of dismissal or older than that of retirement leaves; vacancies are filled; newcomers fill the bottom level.
//! Filled `up`, from the lowest level that has one below, a promotion leaves a vacancy that waits for a year; filled
//! `down`, none is left. Efficiency is competence weighed by responsibility, in per cent of the most possible.
//!
//! Pluchino, Rapisarda and Garofalo 2010, The Peter principle revisited: a computational study, Physica A 389:467-472.

use super::{Certainty, Docking, Effort, Estimate, FigureRow, Kind, Model, Quantity, Relation, Setting, Settings, Shape, Target, Wrong};
use crate::error::Problem;
use crate::mechanisms::succession::{Rule, carried, preferred};
use crate::streams::{Draws, Streams};

/// The row of the list.
pub const MODEL: Model = Model {
    name: "peter-principle",
    title: "Whom to promote, if skill carries over to the next post or not",
    source: "Pluchino, Rapisarda and Garofalo 2010, Physica A 389:467",
    checks: "Choice among candidates, and skill in the new post, in a pyramid with retirement and dismissal.",
    mechanism: "succession",
    docking: Docking::Variant("mechanisms::succession::{preferred, carried}: succession.rule, succession.skill_transfer"),
    remarks: "Levels are filled, then newcomers fill the bottom; ties go to the first post; a vacant post counts 0. The gain is the mean of the last half of the years less the start of the same run.",
    settings: &[
        Setting::new("levels", Kind::List(1.0, 10_000.0), "1, 5, 11, 21, 41, 81", "posts", "Posts of each level, from the top."),
        Setting::new("responsibility", Kind::List(0.0, 1.0), "1, 0.9, 0.8, 0.6, 0.4, 0.2", "weight", "Weight of each level in efficiency."),
        Setting::new("strategy", Kind::Choice(&["best", "worst", "random", "mix"]), "best", "rule", "Who of the level below is promoted."),
        Setting::new("best_share", Kind::Number(0.0, 1.0), "0.5", "probability", "Chance that the mix promotes the best, else the worst."),
        Setting::new(
            "hypothesis",
            Kind::Choice(&["common-sense", "peter", "between"]),
            "common-sense",
            "rule",
            "How competence in the new post follows from the old: nearly the same, drawn anew, or a mean of both.",
        ),
        Setting::new(
            "skill_transfer",
            Kind::Number(0.0, 1.0),
            "0.5",
            "share",
            "Weight of the old competence in between; the rest is a new draw.",
        ),
        Setting::new("noise", Kind::Number(0.0, 9.0), "1", "level", "Competence that carries over changes by up to this, up or down."),
        Setting::new("competence_mean", Kind::Number(0.0, 100.0), "7", "level", "Mean of the normal distribution of competence."),
        Setting::new("competence_sd", Kind::Number(0.0, 100.0), "2", "level", "Its standard deviation."),
        Setting::new("competence_least", Kind::Number(0.0, 100.0), "1", "level", "Least competence."),
        Setting::new("competence_most", Kind::Number(0.01, 100.0), "10", "level", "Most competence: that of full efficiency."),
        Setting::new("age_mean", Kind::Number(0.0, 100.0), "25", "years", "Mean of the normal distribution of a newcomer's age."),
        Setting::new("age_sd", Kind::Number(0.0, 100.0), "5", "years", "Its standard deviation."),
        Setting::new("age_least", Kind::Number(0.0, 100.0), "18", "years", "Least age of a newcomer."),
        Setting::new("age_most", Kind::Number(0.0, 100.0), "60", "years", "Most age of a newcomer."),
        Setting::new("dismissal", Kind::Number(0.0, 100.0), "4", "level", "Competence below which somebody leaves."),
        Setting::new("retirement", Kind::Number(0.0, 1000.0), "60", "years", "Age above which somebody leaves."),
        Setting::new(
            "filling",
            Kind::Choice(&["up", "down"]),
            "up",
            "rule",
            "Whether vacancies are filled from the lowest level up or from the top down.",
        ),
        Setting::new(
            "truncation",
            Kind::Choice(&["clip", "redraw"]),
            "clip",
            "rule",
            "What becomes of a draw out of bounds: the bound, or another draw (wrong).",
        ),
        Setting::new(
            "wrong",
            Kind::Choice(&["nothing", "reversed", "one-a-level", "no-decline", "only-up"]),
            "nothing",
            "rule",
            "Best and worst are mixed up, a level fills one vacancy a year, nobody is worse in the new post, or what carries over only \
             grows (all wrong).",
        ),
        Setting::new("years", Kind::Whole(1.0, 100_000.0), "1000", "years", "Years of a run."),
        Setting::new("averaged_years", Kind::Whole(1.0, 100_000.0), "500", "years", "Last years over which efficiency is averaged."),
    ],
    effort: "replications",
    replications: 50,
    quick: 20,
    run,
    targets: &[
        gain("common sense, the best", COMMON_BEST, 9.0),
        gain("common sense, the worst", COMMON_WORST, -5.0),
        gain("common sense, anybody", COMMON_RANDOM, 2.0),
        gain("Peter, the best", PETER_BEST, -10.0),
        gain("Peter, the worst", PETER_WORST, 12.0),
        gain("Peter, anybody", PETER_RANDOM, 1.0),
        bound("common sense, the best: a gain", COMMON_BEST, Relation::AtLeast, 0.0),
        bound("common sense, the worst: a loss", COMMON_WORST, Relation::AtMost, 0.0),
        bound("Peter, the best: a loss", PETER_BEST, Relation::AtMost, 0.0),
        bound("Peter, the worst: a gain", PETER_WORST, Relation::AtLeast, 0.0),
        bound("common sense, anybody: a small change", COMMON_RANDOM, Relation::AtMost, 3.0),
        bound("common sense, anybody: a small change", COMMON_RANDOM, Relation::AtLeast, -3.0),
        bound("Peter, anybody: a small change", PETER_RANDOM, Relation::AtMost, 3.0),
        bound("Peter, anybody: a small change", PETER_RANDOM, Relation::AtLeast, -3.0),
        Target::equal("efficiency at the start", &[], "start", 69.68, 0.6, Certainty::C),
    ],
    wrong: &[
        Wrong { meaning: "draws out of bounds are drawn again", set: &[("truncation", "redraw")], misses: &["efficiency at the start"] },
        Wrong {
            meaning: "nobody is dismissed",
            set: &[("dismissal", "0")],
            misses: &["common sense, the best", "common sense, the worst", "common sense, anybody", "Peter, the best", "Peter, anybody"],
        },
        Wrong { meaning: "nobody retires", set: &[("retirement", "1000")], misses: &["Peter, the best", "Peter, the worst"] },
        Wrong { meaning: "no vacancy is left", set: &[("filling", "down")], misses: &["common sense, the worst"] },
        Wrong {
            meaning: "candidates are sorted the wrong way round",
            set: &[("wrong", "reversed")],
            misses: &[
                "common sense, the best: a gain (at least)",
                "common sense, the worst: a loss (at most)",
                "Peter, the best: a loss (at most)",
                "Peter, the worst: a gain (at least)",
            ],
        },
        Wrong {
            meaning: "a level fills one vacancy a year, not each",
            set: &[("wrong", "one-a-level")],
            misses: &["common sense, anybody: a small change (at least)", "Peter, anybody: a small change (at least)"],
        },
        Wrong {
            meaning: "whoever would be worse in the new post stays as good as in the old one",
            set: &[("wrong", "no-decline")],
            misses: &["Peter, anybody: a small change (at most)"],
        },
        Wrong {
            meaning: "competence that carries over changes by 0 to 1, not by -1 to 1",
            set: &[("wrong", "only-up")],
            misses: &["common sense, anybody: a small change (at most)"],
        },
    ],
    figure: FigureRow {
        title: "Gain in efficiency by whom one promotes",
        measures: &["gain"],
        value_label: "gain in points of efficiency",
        along: ("strategy", "who is promoted", &["best", "worst", "random"]),
        by: Some(("hypothesis", &["common-sense", "peter"])),
        set: &[],
        shape: Shape::Bars,
    },
};

type Case = super::model::Case;

const COMMON_BEST: Case = &[("hypothesis", "common-sense"), ("strategy", "best")];
const COMMON_WORST: Case = &[("hypothesis", "common-sense"), ("strategy", "worst")];
const COMMON_RANDOM: Case = &[("hypothesis", "common-sense"), ("strategy", "random")];
const PETER_BEST: Case = &[("hypothesis", "peter"), ("strategy", "best")];
const PETER_WORST: Case = &[("hypothesis", "peter"), ("strategy", "worst")];
const PETER_RANDOM: Case = &[("hypothesis", "peter"), ("strategy", "random")];

const fn gain(case: &'static str, set: Case, published: f64) -> Target {
    Target::equal(case, set, "gain", published, 2.0, Certainty::C)
}

const fn bound(case: &'static str, set: Case, relation: Relation, published: f64) -> Target {
    Target { case, set, quantity: Quantity::Measure("gain"), relation, published, tolerance: 0.0, certainty: Certainty::C }
}

/// A distribution of newcomers: normal, within bounds.
struct Bounded {
    mean: f32,
    sd: f32,
    least: f32,
    most: f32,
    redraw: bool,
}

/// Redraws before the bound is taken after all, for bounds that are hardly ever met.
const REDRAWS: u32 = 1000;

impl Bounded {
    fn draw(&self, draws: &mut Draws) -> f32 {
        let mut value = draws.normal(self.mean, self.sd);
        let mut redraws = 0;
        while self.redraw && !(self.least..=self.most).contains(&value) && redraws < REDRAWS {
            value = draws.normal(self.mean, self.sd);
            redraws += 1;
        }
        value.clamp(self.least, self.most)
    }
}

/// Places of mistakes in the setting `wrong`.
const REVERSED: usize = 1;
const ONE_A_LEVEL: usize = 2;
const NO_DECLINE: usize = 3;
const ONLY_UP: usize = 4;

/// The rules of one case.
struct Rules {
    /// First post of each level, and the number of all posts.
    starts: Vec<usize>,
    /// Weight of each level.
    responsibility: Vec<f64>,
    competence: Bounded,
    age: Bounded,
    dismissal: f32,
    retirement: f32,
    /// The rule of promotion; none for the mix.
    rule: Option<Rule>,
    best_share: f32,
    transfer: f32,
    noise: f32,
    down: bool,
    /// Vacancies that a level fills in a year.
    most_filled: usize,
    no_decline: bool,
    /// Least change of competence that carries over, in units of `noise`; the most is 1.
    least_change: f32,
}

impl Rules {
    fn read(settings: &Settings) -> Result<Self, Problem> {
        let number = |name: &str| settings.number(name) as f32;
        let (levels, responsibility) = (settings.list("levels"), settings.list("responsibility"));
        if levels.len() != responsibility.len() {
            return Err(Problem::new("levels and responsibility have different lengths").key("responsibility"));
        }
        if levels.iter().any(|posts| posts.fract() != 0.0) || responsibility.iter().all(|weight| *weight == 0.0) {
            return Err(Problem::new("levels have whole numbers of posts, and some responsibility").key("levels"));
        }
        let bounded = |[mean, sd, least, most]: [&'static str; 4]| {
            let bounds = (number(least), number(most));
            if bounds.0 > bounds.1 {
                return Err(Problem::new(format!("{least} is above {most}")).key(least));
            }
            let redraw = settings.whole("truncation") == 1;
            Ok(Bounded { mean: number(mean), sd: number(sd), least: bounds.0, most: bounds.1, redraw })
        };
        let wrong = settings.whole("wrong");
        let mut starts = vec![0];
        for posts in levels {
            starts.push(starts[starts.len() - 1] + *posts as usize);
        }
        Ok(Self {
            starts,
            responsibility: responsibility.to_vec(),
            competence: bounded(["competence_mean", "competence_sd", "competence_least", "competence_most"])?,
            age: bounded(["age_mean", "age_sd", "age_least", "age_most"])?,
            dismissal: number("dismissal"),
            retirement: number("retirement"),
            rule: match settings.whole("strategy") {
                0 if wrong != REVERSED => Some(Rule::Best),
                1 if wrong == REVERSED => Some(Rule::Best),
                0 | 1 => Some(Rule::Worst),
                2 => Some(Rule::Random),
                _ => None,
            },
            best_share: number("best_share"),
            transfer: [1.0, 0.0, number("skill_transfer")][settings.whole("hypothesis")],
            noise: number("noise"),
            down: settings.whole("filling") == 1,
            most_filled: if wrong == ONE_A_LEVEL { 1 } else { usize::MAX },
            no_decline: wrong == NO_DECLINE,
            least_change: if wrong == ONLY_UP { 0.0 } else { -1.0 },
        })
    }

    fn levels(&self) -> usize {
        self.responsibility.len()
    }

    fn posts_of(&self, level: usize) -> std::ops::Range<usize> {
        self.starts[level]..self.starts[level + 1]
    }

    /// Most of competence times responsibility that there can be.
    fn full(&self) -> f64 {
        let weights = (0..self.levels()).map(|level| self.posts_of(level).len() as f64 * self.responsibility[level]);
        f64::from(self.competence.most) * weights.sum::<f64>()
    }
}

/// The pyramid: competence (not a number in a vacant post) and age of whoever holds each post.
struct Pyramid<'a> {
    rules: &'a Rules,
    competence: Vec<f32>,
    age: Vec<f32>,
}

impl<'a> Pyramid<'a> {
    fn new(rules: &'a Rules, draws: &mut Draws) -> Self {
        let posts = rules.starts[rules.levels()];
        let mut pyramid = Self { rules, competence: vec![f32::NAN; posts], age: vec![0.0; posts] };
        pyramid.hire(0..posts, draws);
        pyramid
    }

    /// Newcomers fill what is vacant among these posts.
    fn hire(&mut self, posts: std::ops::Range<usize>, draws: &mut Draws) {
        for post in posts {
            if self.competence[post].is_nan() {
                self.competence[post] = self.rules.competence.draw(draws);
                self.age[post] = self.rules.age.draw(draws);
            }
        }
    }

    fn year(&mut self, draws: &mut Draws) {
        for (competence, age) in self.competence.iter_mut().zip(&mut self.age) {
            *age += 1.0;
            if *competence < self.rules.dismissal || *age > self.rules.retirement {
                *competence = f32::NAN;
            }
        }
        let bottom = self.rules.levels() - 1;
        for place in 0..bottom {
            self.fill(if self.rules.down { place } else { bottom - 1 - place }, draws);
        }
        self.hire(self.rules.posts_of(bottom), draws);
    }

    /// Fills the vacancies of a level from the one below.
    fn fill(&mut self, level: usize, draws: &mut Draws) {
        let rules = self.rules;
        let vacant: Vec<usize> = rules.posts_of(level).filter(|post| self.competence[*post].is_nan()).take(rules.most_filled).collect();
        for post in vacant {
            let mixed = if rules.rule.is_none() && !draws.chance(rules.best_share) { Rule::Worst } else { Rule::Best };
            let below = rules.posts_of(level + 1).map(|post| (post as u32, self.competence[post]));
            let there = below.filter(|(_, competence)| !competence.is_nan());
            if let Some(chosen) = preferred(rules.rule.unwrap_or(mixed), there, draws) {
                let chosen = chosen as usize;
                self.competence[post] = self.in_new_post(self.competence[chosen], draws);
                self.age[post] = self.age[chosen];
                self.competence[chosen] = f32::NAN;
            }
        }
    }

    fn in_new_post(&self, old: f32, draws: &mut Draws) -> f32 {
        let Bounded { least, most, .. } = self.rules.competence;
        let change = self.rules.least_change + (1.0 - self.rules.least_change) * draws.unit();
        let near = (old + self.rules.noise * change).clamp(least, most);
        let new = carried(near, self.rules.competence.draw(draws), self.rules.transfer);
        if self.rules.no_decline { new.max(old) } else { new }
    }

    /// Efficiency in per cent.
    fn efficiency(&self) -> f64 {
        let of_level = |level: usize| {
            let there = self.competence[self.rules.posts_of(level)].iter().filter(|competence| !competence.is_nan());
            self.rules.responsibility[level] * there.map(|competence| f64::from(*competence)).sum::<f64>()
        };
        100.0 * (0..self.rules.levels()).map(of_level).sum::<f64>() / self.rules.full()
    }
}

fn run(settings: &Settings, effort: &Effort) -> Result<Vec<Estimate>, Problem> {
    let rules = Rules::read(settings)?;
    let years = settings.whole("years");
    let first = years - settings.whole("averaged_years").min(years);
    let one = |_: u32, streams: &Streams| {
        let mut pyramid = Pyramid::new(&rules, &mut Effort::draws(streams, 0, 0));
        let start = pyramid.efficiency();
        let (mut sum, mut vacant) = (0.0, 0usize);
        for year in 0..years {
            pyramid.year(&mut Effort::draws(streams, 0, 1 + year as u64));
            if year >= first {
                sum += pyramid.efficiency();
                vacant += pyramid.competence.iter().filter(|competence| competence.is_nan()).count();
            }
        }
        let averaged = (years - first) as f64;
        let vacant = vacant as f64 / averaged / pyramid.competence.len() as f64;
        [start, sum / averaged, sum / averaged - start, pyramid.efficiency(), vacant]
    };
    Ok(effort.each(["start", "efficiency", "gain", "final", "vacant_share"], one))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_that_do_not_fit_each_other_are_refused() {
        for (name, value) in
            [("levels", "1, 5"), ("levels", "1, 5, 11, 21, 41, 81.5"), ("age_least", "70"), ("responsibility", "0,0,0,0,0,0")]
        {
            let settings = Settings::published(MODEL.settings).with(&[(name, value)]);
            assert!(Rules::read(&settings).is_err(), "{name}={value}");
        }
    }

    #[test]
    fn in_between_is_common_sense_at_one_and_peter_at_none() {
        let gains = |changes: &[(&str, &str)]| {
            let short = [("years", "60"), ("averaged_years", "20")];
            let settings = Settings::published(MODEL.settings).with(&short).with(changes);
            run(&settings, &Effort { replications: 3, seed: 1 }).unwrap()
        };
        let between = |transfer| gains(&[("hypothesis", "between"), ("skill_transfer", transfer)]);
        assert_eq!(between("1"), gains(&[("hypothesis", "common-sense")]));
        assert_eq!(between("0"), gains(&[("hypothesis", "peter")]));
    }
}
