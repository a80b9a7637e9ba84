//! What a system shows beyond the means of its organisations.

use super::Direction::{Higher, Lower, Neutral};
use super::{OUTCOMES as ALL, Outcome, mean, share, system};
use crate::system::Between;

/// A system over a span of days: between two records, or the whole run after warm-up.
#[derive(Clone, Copy, Debug)]
pub struct Whole<'a> {
    /// Outcomes of each organisation in the span, in the order of [`super::OUTCOMES`] (NaN is missing).
    pub members: &'a [&'a [f64]],
    /// What lies between them, as the last meeting before the end of the span left it.
    pub between: &'a Between,
    /// Whether the span is the whole run after warm-up.
    pub run: bool,
}

impl Whole<'_> {
    /// An outcome of each organisation that has it, among those that are admitted by number.
    fn of(&self, name: &str, admit: impl Fn(usize) -> bool) -> Vec<f64> {
        let place = ALL.iter().position(|outcome| outcome.name == name).expect("an outcome");
        let admitted = self.members.iter().enumerate().filter(|(number, _)| admit(*number));
        admitted.map(|(_, values)| values[place]).filter(|value| value.is_finite()).collect()
    }

    /// Service of each organisation.
    fn services(&self) -> Vec<f64> {
        self.of("service", |_| true)
    }

    /// Mean service of the organisations whose leader may join the support network, or of all others.
    fn service_of(&self, may_join: bool) -> f64 {
        let services = self.of("service", |number| self.between.network.may_join(number) == may_join);
        mean(services.iter().sum(), services.len() as u64)
    }
}

/// Outcomes of a system; each is missing for an organisation alone.
pub const OUTCOMES: &[Outcome] = &[
    system(
        "service_spread",
        "Spread of service between organisations",
        "0..1",
        Lower,
        "Standard deviation of service between the organisations of a system.",
        |s| spread(&s.services()),
    )
    .headline(),
    system(
        "service_lowest_tenth",
        "Service of the lowest tenth",
        "0..1",
        Higher,
        "Mean service of the tenth of organisations in a system (at least one) where it is lowest.",
        |s| lowest_tenth(s.services()),
    )
    .headline(),
    system(
        "practice_right",
        "Practice that is right",
        "share",
        Higher,
        "Share of practice bits that are right, mean over the organisations of a system, at the last meeting.",
        |s| s.between.practice.mean(),
    )
    .headline(),
    system(
        "adopters",
        "Leaders in the support network",
        "organisations",
        Neutral,
        "Organisations whose leader has joined the support network, at the last meeting.",
        |s| s.between.network.adopters() as f64,
    ),
    system(
        "service_supporting",
        "Service where leaders may support others",
        "0..1",
        Higher,
        "Mean service of the organisations whose leader may join the support network, whether it has or not; missing without such.",
        |s| s.service_of(true),
    ),
    system(
        "service_others",
        "Service of all other organisations",
        "0..1",
        Higher,
        "Mean service of the organisations whose leader may not join the support network.",
        |s| s.service_of(false),
    ),
    system(
        "leadership_premium",
        "What a supporting leader adds elsewhere",
        "0..1",
        Higher,
        "Service that practice put right by supporting leaders, less what they put wrong, and not changed since, adds in other organisations, \
         for each supporting leader: the sum of `outcome.core_weight` * core * `system.practice_effect` * its share of all practice. \
         Missing without a supporting leader.",
        premium,
    ),
    system(
        "developed",
        "People developed a year",
        "people/year",
        Higher,
        "People who took a place in a central or local programme, a year since the start of the run.",
        |s| s.between.development.people_a_year(),
    ),
    system(
        "developed_kept",
        "What stays of development",
        "share",
        Higher,
        "Leadership that people use a year after a place in a programme, as a share of what a programme of full quality teaches, over all \
         who are there a year later.",
        |s| s.between.development.kept(),
    ),
    system(
        "heads_burnt_out",
        "Heads burnt out",
        "share",
        Lower,
        "Share of heads whose strain is above `strain.threshold` at the last meeting; for a run, at all meetings after warm-up.",
        |s| {
            let heads = if s.run { s.between.heads_so_far } else { s.between.heads };
            share(heads.burnt_out, heads.all)
        },
    ),
];

/// Service gained elsewhere for each supporting leader.
fn premium(whole: &Whole) -> f64 {
    let p = &whole.between.p;
    let place = ALL.iter().position(|outcome| outcome.name == "core").expect("an outcome");
    let gains = whole.members.iter().enumerate().map(|(number, values)| {
        let core = if values[place].is_finite() { values[place] } else { 0.0 };
        core * whole.between.practice.share_by_support(number)
    });
    let factor = f64::from(p.outcome.core_weight) * f64::from(p.system.practice_effect);
    mean(gains.sum::<f64>() * factor, whole.between.network.adopters() as u64)
}

/// Standard deviation; 0 for one value, missing for none.
fn spread(values: &[f64]) -> f64 {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    if values.is_empty() { f64::NAN } else { libm::sqrt(squares / (count - 1.0).max(1.0)) }
}

/// Mean of the lowest tenth, at least one; missing for none.
fn lowest_tenth(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let tenth = (values.len() / 10).max(1).min(values.len());
    mean(values[..tenth].iter().sum(), tenth as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spread_and_lowest_tenth_are_those_of_the_numbers() {
        let values: Vec<f64> = (1..=20).rev().map(f64::from).collect();
        assert!((spread(&values) - 35f64.sqrt()).abs() < 1e-12);
        assert_eq!(lowest_tenth(values), 1.5);
        assert_eq!((spread(&[0.4]), lowest_tenth(vec![0.4])), (0.0, 0.4));
        assert!(spread(&[]).is_nan() && lowest_tenth(Vec::new()).is_nan());
    }
}
