//! Decision speed and quality.

use super::Direction::{Higher, Lower, Neutral};
use super::{Outcome, Span, flow, mean, share, state};
use crate::events::{DELAY_DAYS, Delays, IssueClass};

/// Outcomes of decisions.
pub const OUTCOMES: &[Outcome] = &[
    flow(
        "decision_days_mean",
        "Decision days (mean to 60)",
        "days",
        Lower,
        "Restricted mean time from arrival to settlement, up to 60 days, by Kaplan and Meier: issues still open or lapsed are censored.",
        |s| restricted_mean(s, IssueClass::All),
    )
    .headline(),
    flow(
        "decision_days_median",
        "Decision days (median)",
        "days",
        Lower,
        "Median time from arrival to settlement by Kaplan and Meier; 60 if half are not settled by then. A multiple of one round.",
        |s| quantile(s, IssueClass::All, 0.5),
    ),
    flow(
        "decision_days_p90",
        "Decision days (90th percentile)",
        "days",
        Lower,
        "Ninth decile of the time from arrival to settlement by Kaplan and Meier; 60 if not reached.",
        |s| quantile(s, IssueClass::All, 0.9),
    ),
    flow(
        "high_stakes_days_mean",
        "Decision days, high stakes",
        "days",
        Lower,
        "Restricted mean to 60 days of issues of high stakes.",
        |s| restricted_mean(s, IssueClass::HighStakes),
    ),
    flow("urgent_days_mean", "Decision days, urgent", "days", Lower, "Restricted mean to 60 days of urgent issues.", |s| {
        restricted_mean(s, IssueClass::Urgent)
    }),
    flow("late_share", "Decisions late", "share", Lower, "Share of settled and lapsed issues past their deadline.", |s| {
        share(s.tally.late, s.tally.settled + s.tally.lapsed)
    }),
    flow(
        "urgent_late_share",
        "Urgent decisions late",
        "share",
        Lower,
        "Share of urgent issues settled past their deadline, or lapsed.",
        |s| share(s.tally.urgent_late, s.tally.urgent),
    ),
    flow(
        "lapsed_share",
        "Issues never settled",
        "share",
        Lower,
        "Share of issues settled by default because nobody took them up in time.",
        |s| share(s.tally.lapsed, s.tally.settled + s.tally.lapsed),
    ),
    state("backlog", "Open issues a person", "issues/person", Lower, "Issues that wait for a decision, a seat.", |s| {
        s.organisation.issues.iter().filter(|issue| !issue.settled).count() as f64 / s.organisation.positions.count() as f64
    }),
    flow("quality", "Facets decided rightly", "share", Higher, "Mean share of an issue's facets that were decided rightly.", |s| {
        mean(s.tally.quality, s.tally.settled)
    }),
    flow("sound_share", "Sound decisions", "share", Higher, "Share of settled issues with all facets decided rightly.", |s| {
        share(s.tally.sound, s.tally.settled)
    })
    .headline(),
    flow(
        "complex_sound_share",
        "Sound decisions, complex issues",
        "share",
        Higher,
        "The same among issues of four and more facets.",
        |s| share(s.tally.complex_sound, s.tally.complex),
    ),
    flow("joint_sound_share", "Sound decisions, several units", "share", Higher, "The same among issues that join several units.", |s| {
        share(s.tally.joint_sound, s.tally.joint)
    }),
    flow(
        "decision_value",
        "Value of decisions",
        "0..1",
        Higher,
        "Sum of stakes times value over the sum of stakes; unsettled issues count as nothing.",
        |s| {
            if s.tally.stakes > 0.0 { s.tally.stakes_value / s.tally.stakes } else { f64::NAN }
        },
    ),
    flow(
        "escalations",
        "Steps up the line a decision",
        "steps",
        Neutral,
        "Mean number of seats that an issue rose before it was settled.",
        |s| share(s.tally.hops, s.tally.settled),
    ),
    flow(
        "taken_up_share",
        "Led on own initiative",
        "share",
        Neutral,
        "Share of settled issues led by somebody without the formal role.",
        |s| share(s.tally.taken_up, s.tally.settled),
    ),
    flow("consulted", "Colleagues asked a decision", "people", Neutral, "Mean number of colleagues asked about a settled issue.", |s| {
        share(s.tally.asked, s.tally.settled)
    }),
    flow("copied_share", "Answers that repeat the lead", "share", Lower, "Share of answers that repeat the lead's view.", |s| {
        share(s.tally.copied, s.tally.answers)
    }),
    flow("overruled_share", "Decisions overruled", "share", Neutral, "Share of settled issues whose decision a superior changed.", |s| {
        share(s.tally.overruled, s.tally.settled)
    }),
    flow(
        "top_decisions_per_day",
        "Decisions of the top a day",
        "1/day",
        Neutral,
        "Issues settled from the top seat, a working day.",
        |s| share(s.tally.settled_by_top, u64::from(s.tally.days)),
    ),
];

/// Share of issues still unsettled after each number of ticks, by Kaplan and Meier (1958).
#[derive(Clone, Debug, PartialEq)]
pub struct Survival {
    /// After each number of ticks up to the last at which an issue was settled.
    falls: Vec<f64>,
    /// From then on.
    last: f64,
    /// Whether there were issues at all.
    observed: bool,
}

impl Survival {
    /// Of issues with these delays. Most cells of delays are empty: the curve falls where issues were settled, and stays as it is after
    /// the last of them.
    pub fn of(delays: &Delays) -> Self {
        let (settled, censored) = delays.used();
        let mut at_risk: u64 = settled.iter().chain(censored).map(|count| u64::from(*count)).sum();
        let observed = at_risk > 0;
        let number = settled.len() - trailing_zeros(settled);
        let (mut alive, mut falls) = (1.0, Vec::with_capacity(number));
        for (settled, censored) in settled[..number].iter().zip(censored) {
            alive *= 1.0 - f64::from(*settled) / at_risk as f64;
            at_risk -= u64::from(*settled) + u64::from(*censored);
            falls.push(alive);
        }
        Self { falls, last: alive, observed }
    }

    /// Share unsettled after so many ticks.
    pub fn after(&self, ticks: usize) -> f64 {
        self.falls.get(ticks).copied().unwrap_or(self.last)
    }

    /// Mean ticks to settlement up to a horizon; missing (NaN) without issues.
    fn restricted_mean(&self, horizon: usize) -> f64 {
        let falls = &self.falls[..horizon.min(self.falls.len())];
        if self.observed { falls.iter().sum::<f64>() + self.last * (horizon - falls.len()) as f64 } else { f64::NAN }
    }

    /// Ticks after which a share is settled, `horizon` where it is not by then; missing (NaN) without issues.
    fn quantile(&self, share: f64, horizon: usize) -> f64 {
        let settled = |alive: f64| alive <= 1.0 - share + 1e-12;
        let ticks = self.falls.iter().position(|alive| settled(*alive)).unwrap_or(horizon).min(horizon);
        if self.observed { ticks as f64 } else { f64::NAN }
    }
}

/// Cells at the end of a column that hold nothing.
fn trailing_zeros(cells: &[u32]) -> usize {
    const MANY: usize = 32;
    let whole = cells.rchunks_exact(MANY).take_while(|many| many.iter().fold(0, |any, count| any | count) == 0).count() * MANY;
    whole + cells[..cells.len() - whole].iter().rev().take_while(|count| **count == 0).count()
}

fn restricted_mean(span: &Span, class: IssueClass) -> f64 {
    span.survival(class).restricted_mean((DELAY_DAYS * span.rounds) as usize) / f64::from(span.rounds)
}

fn quantile(span: &Span, class: IssueClass, share: f64) -> f64 {
    span.survival(class).quantile(share, (DELAY_DAYS * span.rounds) as usize) / f64::from(span.rounds)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(curve: &Survival, number: usize) -> Vec<f64> {
        (0..number).map(|tick| curve.after(tick)).collect()
    }

    #[test]
    fn survival_without_censoring_is_one_minus_the_ecdf_and_with_it_kaplan_meiers() {
        let delays = Delays::of(vec![1, 2, 0, 1], vec![0; 4]);
        assert_eq!(cells(&Survival::of(&delays), 4), [0.75, 0.25, 0.25, 0.0]);
        // Worked by hand: 5 at risk, 1 settles (0.8); 1 is censored; 3 at risk, 1 settles (0.8 * 2/3).
        let delays = Delays::of(vec![1, 1, 0], vec![1, 0, 2]);
        let curve = Survival::of(&delays);
        assert!((curve.after(0) - 0.8).abs() < 1e-12 && (curve.after(1) - 0.8 * 2.0 / 3.0).abs() < 1e-12);
        assert_eq!(curve.after(1), curve.after(2));
    }

    #[test]
    fn a_curve_stays_where_the_last_settlement_left_it() {
        for (number, last) in [(1, 0), (31, 3), (32, 31), (100, 0), (481, 480), (481, 67)] {
            let mut delays = Delays::of(vec![0; number], vec![0; number]);
            assert_eq!(trailing_zeros(&delays.settled), number);
            assert!(cells(&Survival::of(&delays), number).iter().all(|alive| *alive == 1.0));
            (delays.settled[last], delays.censored[last]) = (1, 3);
            assert_eq!(trailing_zeros(&delays.settled), number - last - 1);
            let alive = |tick| if tick < last { 1.0 } else { 0.75 };
            assert_eq!(cells(&Survival::of(&delays), number), (0..number).map(alive).collect::<Vec<f64>>());
        }
    }

    #[test]
    fn a_restricted_mean_is_the_area_below_the_curve_and_a_quantile_where_it_crosses_a_share() {
        let curve = Survival::of(&Delays::of(vec![1, 2, 0, 0, 0, 0], vec![0, 0, 0, 0, 0, 1]));
        for horizon in 0..6 {
            assert_eq!(curve.restricted_mean(horizon), cells(&curve, horizon).iter().sum::<f64>());
        }
        assert_eq!([0.25, 0.5, 0.75, 0.8].map(|share| curve.quantile(share, 5)), [0.0, 1.0, 1.0, 5.0]);
        assert_eq!(curve.quantile(0.75, 1), 1.0, "not settled before the horizon");
        let none = Survival::of(&Delays::of(vec![0; 6], vec![0; 6]));
        assert!(none.restricted_mean(5).is_nan() && none.quantile(0.5, 5).is_nan());
    }
}
