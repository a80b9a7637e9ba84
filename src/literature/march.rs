//! Mutual learning of people and a code (March 1991), by the rule that `learning.rule = "march-1991"` gives an organisation.
//!
//! Reality has m dimensions of -1 or 1; n people begin with beliefs of -1, 0 and 1, equally likely, the code with none. The
//! period is that of [`mutual`], as the original program has it; the text of the paper does not reproduce its figures, and
//! stands here as the reading that must fail. Turnover replaces a person with probability p3 a period, turbulence turns a
//! dimension of reality with probability p4. Knowledge is (right - wrong beliefs)/m, at the equilibrium where nothing can
//! change or after a number of periods.
//!
//! March, J. G. 1991, Organization Science 2(1), 71-87; the program: Rodan 2005, Christensen 2015.

use super::society::{self, Society, Step};
use super::{Certainty, Docking, Effort, Estimate, FigureRow, Kind, Model, Setting, Settings, Shape, Target, Wrong};
use crate::error::Problem;
use crate::mechanisms::learning::mutual;
use crate::organisation::beliefs::CODE;
use crate::streams::Streams;

const SHARE: Kind = Kind::Number(0.0, 1.0);

/// The row of the list.
pub const MODEL: Model = Model {
    name: "march-1991",
    title: "Mutual learning of people and an organisational code",
    source: "March 1991, Organization Science 2(1), 71-87, figure 1 (public figure of 100,000 replications of the original program)",
    checks: "That slow learners teach the code more than fast ones.",
    mechanism: "learning",
    docking: Docking::Variant("learning.rule = \"march-1991\" (mechanisms::learning::mutual::period)"),
    remarks: "The original program, not the text, gives the published figure: in it people act on their beliefs and move one step. Turnover and then turbulence come after the learning of a period (change=before puts them first); a newcomer takes the pace of the place.",
    settings: &[
        Setting::new("m", Kind::Whole(1.0, 10_000.0), "30", "dimensions", "Dimensions of reality."),
        Setting::new("n", Kind::Whole(1.0, 100_000.0), "50", "people", "People who learn from the code and it from them."),
        Setting::new("p1", SHARE, "0.1", "probability", "Socialisation: chance that a belief moves towards that of the code in a period."),
        Setting::new("p2", SHARE, "0.5", "probability", "Learning by the code: how readily it takes over what its superiors do."),
        Setting::new("p3", SHARE, "0", "probability", "Turnover: chance that a person is replaced by a naive one in a period."),
        Setting::new("p4", SHARE, "0", "probability", "Turbulence: chance that a dimension of reality turns in a period."),
        Setting::new("slow_share", SHARE, "0", "share", "Share of people who learn at p1_slow and not at p1; rounded to people."),
        Setting::new("p1_slow", SHARE, "0.1", "probability", "Socialisation of the slow learners, where there are any."),
        society::PERIODS,
        society::CHANGE,
        Setting::new(
            "reading",
            Kind::Choice(&["program", "paper-text"]),
            "program",
            "rule",
            "The original program, or the text of the paper, which does not give its figures (wrong).",
        ),
        Setting::new(
            "counted",
            Kind::Choice(&["right-less-wrong", "right"]),
            "right-less-wrong",
            "rule",
            "What knowledge counts: right less wrong beliefs, or the right ones, one half for none (wrong).",
        ),
    ],
    effort: "replications",
    replications: 400,
    quick: 80,
    run,
    targets: &[
        figure_1("p1 .1, p2 .1", &[("p1", "0.1"), ("p2", "0.1")], 0.864),
        figure_1("p1 .3, p2 .1", &[("p1", "0.3"), ("p2", "0.1")], 0.804),
        figure_1("p1 .5, p2 .1", &[("p1", "0.5"), ("p2", "0.1")], 0.800),
        figure_1("p1 .7, p2 .1", &[("p1", "0.7"), ("p2", "0.1")], 0.805),
        figure_1("p1 .9, p2 .1", &[("p1", "0.9"), ("p2", "0.1")], 0.812),
        figure_1("p1 .1, p2 .5", &[("p1", "0.1"), ("p2", "0.5")], 0.953),
        figure_1("p1 .3, p2 .5", &[("p1", "0.3"), ("p2", "0.5")], 0.870),
        figure_1("p1 .5, p2 .5", &[("p1", "0.5"), ("p2", "0.5")], 0.810),
        figure_1("p1 .7, p2 .5", &[("p1", "0.7"), ("p2", "0.5")], 0.769),
        figure_1("p1 .9, p2 .5", &[("p1", "0.9"), ("p2", "0.5")], 0.740),
        figure_1("p1 .1, p2 .9", &[("p1", "0.1"), ("p2", "0.9")], 0.973),
        figure_1("p1 .3, p2 .9", &[("p1", "0.3"), ("p2", "0.9")], 0.907),
        figure_1("p1 .5, p2 .9", &[("p1", "0.5"), ("p2", "0.9")], 0.840),
        figure_1("p1 .7, p2 .9", &[("p1", "0.7"), ("p2", "0.9")], 0.780),
        figure_1("p1 .9, p2 .9", &[("p1", "0.9"), ("p2", "0.9")], 0.728),
        Target::equal("p1 .1, p2 .5 by the text of the paper", &[("reading", "paper-text")], "code", 0.825, 0.02, Certainty::E),
    ],
    wrong: &[
        Wrong {
            meaning: "the text of the paper: beliefs are compared and taken over in one step",
            set: &[("reading", "paper-text")],
            misses: &[
                "p1 .1, p2 .1",
                "p1 .1, p2 .5",
                "p1 .3, p2 .5",
                "p1 .5, p2 .5",
                "p1 .1, p2 .9",
                "p1 .3, p2 .9",
                "p1 .5, p2 .9",
                "p1 .7, p2 .9",
                "p1 .9, p2 .9",
            ],
        },
        Wrong {
            meaning: "knowledge is the share of right beliefs; the wrong ones are not taken off",
            set: &[("counted", "right")],
            misses: &[
                "p1 .3, p2 .1",
                "p1 .5, p2 .1",
                "p1 .7, p2 .1",
                "p1 .9, p2 .1",
                "p1 .3, p2 .5",
                "p1 .5, p2 .5",
                "p1 .7, p2 .5",
                "p1 .9, p2 .5",
                "p1 .5, p2 .9",
                "p1 .7, p2 .9",
                "p1 .9, p2 .9",
            ],
        },
    ],
    figure: FigureRow {
        title: "Knowledge of the code at equilibrium",
        measures: &["code"],
        value_label: "knowledge of the code",
        along: ("p1", "socialisation p1", &["0.1", "0.3", "0.5", "0.7", "0.9"]),
        by: Some(("p2", &["0.1", "0.5", "0.9"])),
        set: &[],
        shape: Shape::Lines,
    },
};

/// A point of figure 1.
const fn figure_1(case: &'static str, set: super::model::Case, published: f64) -> Target {
    Target::equal(case, set, "code", published, 0.02, Certainty::B)
}

/// Shares of a run's people at either pace, and how they learn.
struct Case {
    society: Society,
    rule: mutual::Rule,
    p1: f64,
    p1_slow: f64,
    slow: usize,
    only_right: bool,
}

impl Case {
    fn p1(&self, person: u32) -> f64 {
        if (person as usize) < self.slow { self.p1_slow } else { self.p1 }
    }

    /// Code, people, fast and slow learners: knowledge; time to the last change; whether nothing can change.
    fn replication(&self, streams: &Streams) -> [f64; 6] {
        let everybody: Vec<u32> = (0..self.society.people() as u32).collect();
        let mut scratch = mutual::Scratch::default();
        let end = self.society.run(streams, |beliefs, period| {
            let own = |person: u32| Effort::draws(streams, u64::from(person), period);
            let p1 = |person| self.p1(person);
            if mutual::period(beliefs, &mut scratch, self.rule, &everybody, p1, own, &mut Effort::draws(streams, CODE, period)) {
                Step::Changed
            } else if mutual::may_change(beliefs, self.rule, &everybody, p1) {
                Step::Still
            } else {
                Step::Settled
            }
        });
        let reality = &end.beliefs.reality;
        let dimensions = f64::from(reality.dimensions());
        let counted = |share: f64| if self.only_right { (1.0 + share) / 2.0 } else { share };
        let knowledge = |people: &[u32]| {
            let sum: f64 = people.iter().map(|person| f64::from(reality.score(end.beliefs.of(*person)))).sum();
            counted(sum / dimensions / people.len().max(1) as f64)
        };
        let (slow, fast) = everybody.split_at(self.slow);
        let code = counted(f64::from(reality.score(&end.beliefs.code)) / dimensions);
        [code, knowledge(&everybody), knowledge(fast), knowledge(slow), f64::from(end.time), f64::from(u8::from(end.settled))]
    }
}

fn run(settings: &Settings, effort: &Effort) -> Result<Vec<Estimate>, Problem> {
    let reading = if settings.whole("reading") == 0 { mutual::Reading::Program } else { mutual::Reading::Text };
    let society = Society::read(settings, 1, "p3", "p4")?;
    let slow = libm::round(settings.number("slow_share") * society.people() as f64) as usize;
    let rule = mutual::Rule { learn: settings.number("p2"), reading };
    let case = Case {
        society,
        rule,
        p1: settings.number("p1"),
        p1_slow: settings.number("p1_slow"),
        slow,
        only_right: settings.whole("counted") == 1,
    };
    let mut estimates = effort.each(["code", "people", "fast", "slow", "time", "settled"], |_, streams| case.replication(streams));
    // A group that nobody belongs to knows nothing that could be measured.
    estimates.retain(|estimate| match estimate.measure {
        "fast" => case.slow < case.society.people(),
        "slow" => case.slow > 0,
        _ => true,
    });
    Ok(estimates)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measure(set: &[(&str, &str)], name: &str) -> f64 {
        let settings = Settings::published(MODEL.settings).with(set);
        let estimates = run(&settings, &Effort { replications: 20, seed: 2 }).unwrap();
        estimates.iter().find(|estimate| estimate.measure == name).unwrap().value
    }

    #[test]
    fn at_equilibrium_all_hold_the_code() {
        let (code, people) = (measure(&[], "code"), measure(&[], "people"));
        assert_eq!(code, people);
        assert_eq!(measure(&[], "settled"), 1.0);
        assert!((20.0..300.0).contains(&measure(&[], "time")));
    }

    #[test]
    fn a_code_that_learns_nothing_knows_nothing_and_people_stay_naive() {
        assert_eq!((measure(&[("p2", "0")], "code"), measure(&[("p2", "0")], "time")), (0.0, 0.0));
        assert!(measure(&[("p2", "0")], "people").abs() < 0.03);
    }

    #[test]
    fn the_slow_keep_more_variety_and_all_share_what_it_brings() {
        let mixed = [("p1", "0.9"), ("slow_share", "0.5")];
        assert!(measure(&mixed, "code") > measure(&[("p1", "0.9")], "code") + 0.02);
        let early = [("p1", "0.9"), ("slow_share", "0.5"), ("periods", "10")];
        assert!(measure(&early, "fast") > measure(&early, "slow"), "the fast are ahead at first");
    }

    #[test]
    fn turnover_keeps_a_code_alive_in_a_world_that_turns() {
        let turning = [("p1", "0.5"), ("p4", "0.02"), ("periods", "100")];
        let renewed = [("p1", "0.5"), ("p4", "0.02"), ("periods", "100"), ("p3", "0.1")];
        assert!(measure(&renewed, "code") > measure(&turning, "code") + 0.1);
        let settings = Settings::published(MODEL.settings).with(&[("p3", "0.1")]);
        assert!(run(&settings, &Effort { replications: 1, seed: 1 }).is_err(), "it never ends");
    }
}
