//! What counts as supported: one rule that reads results.
//!
//! All numbers are turned so that above zero is what the claim says. An effect is the difference between two arms over the
//! spread of the reference arm between replications (of the treated arm where that does not vary); the zone of equivalence
//! is ±[`ZONE`] of it.
//!
//! | interval of the effect | effect that is left under the ablation | verdict |
//! | --- | --- | --- |
//! | wholly above the zone | at most a third | supported |
//! | wholly above the zone | more than a third: the effect comes from elsewhere | mixed |
//! | wholly above the zone | too unsure to say | undecided |
//! | ends inside the zone or below | any | not supported |
//! | from the zone or below to above it | any | undecided |
//!
//! What is left is compared with a third of the effect replication by replication, and the 95 % t interval of that difference
//! must lie wholly on one side. An effect that turns round under the ablation counts as taken away. Where a claim names no
//! cause there is no ablation, and the interval alone decides.
//!
//! A claim has the verdict that all its rows (outcomes and contexts) share. If some are supported and some are not, or one is
//! mixed, it is mixed; else, if one is undecided, it is undecided.

use crate::experiment::statistics::Interval;

/// Half-width of the zone of equivalence, in standard deviations of the reference arm between replications: a small effect
/// (Cohen 1988, *Statistical Power Analysis*, chapter 2). Assumption.
pub const ZONE: f64 = 0.2;
/// Largest part of an effect that may be left under its ablation.
pub const MOST_LEFT: f64 = 1.0 / 3.0;

/// What the model says of a claim, or of one row of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The effect is there, and its cause is the one claimed.
    Supported,
    /// It depends on the context or the outcome, or the effect is there but comes from elsewhere.
    Mixed,
    /// There is no effect of note, or it is the other way round.
    NotSupported,
    /// The replications do not tell.
    Undecided,
}

/// Why a row has its verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The effect is there, and the ablation takes it away.
    TakenAway,
    /// The effect is there, and the claim names no cause.
    NoCause,
    /// The effect is there, but the ablation leaves more than a third of it.
    Elsewhere,
    /// The effect is there, but what the ablation leaves is too unsure.
    CauseUnsure,
    /// The interval ends inside the zone of equivalence.
    NoEffect,
    /// The interval lies wholly on the other side of the zone.
    OtherWay,
    /// The interval reaches from the zone, or from below, to above it.
    TooWide,
    /// There are no numbers, such as where the reference arm does not vary.
    NoNumbers,
}

/// What is left of an effect under its ablation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Left {
    /// The claim names no cause: there is no ablation.
    NoAblation,
    /// There is one, but it gave no numbers.
    Unknown,
    /// 95 % interval of what is left minus [`MOST_LEFT`] of the effect, in any unit.
    Beyond(Interval),
}

impl Verdict {
    /// Every verdict, as tables write it.
    pub const NAMES: [&'static str; 4] = ["supported", "mixed", "not supported", "undecided"];

    /// The verdict in words.
    pub fn words(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}

impl Reason {
    /// The verdict and its reason in a few words.
    pub fn brief(self) -> &'static str {
        match self {
            Self::TakenAway | Self::NoCause => "supported",
            Self::Elsewhere => "mixed: from elsewhere",
            Self::CauseUnsure => "undecided: cause",
            Self::NoEffect => "not supported: no effect",
            Self::OtherWay => "not supported: other way",
            Self::TooWide => "undecided: too wide",
            Self::NoNumbers => "undecided: no numbers",
        }
    }

    /// The reason in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::TakenAway => "the effect is there, and the ablation takes it away",
            Self::NoCause => "the effect is there; the claim names no cause",
            Self::Elsewhere => "the effect is there, but comes from elsewhere: the ablation leaves more than a third of it",
            Self::CauseUnsure => "the effect is there; what the ablation leaves is too unsure",
            Self::NoEffect => "no effect of note in the direction claimed",
            Self::OtherWay => "the effect is the other way round",
            Self::TooWide => "the interval is too wide to tell",
            Self::NoNumbers => "there are no numbers to judge by",
        }
    }
}

/// Judges one row: the 95 % interval of its effect, in the direction claimed, and what its ablation leaves of it.
pub fn judge(effect: Option<Interval>, left: Left) -> (Verdict, Reason) {
    let Some(effect) = effect.filter(|interval| !interval.low.is_nan() && !interval.high.is_nan()) else {
        return (Verdict::Undecided, Reason::NoNumbers);
    };
    if effect.high < -ZONE {
        return (Verdict::NotSupported, Reason::OtherWay);
    }
    if effect.high <= ZONE {
        return (Verdict::NotSupported, Reason::NoEffect);
    }
    if effect.low <= ZONE {
        return (Verdict::Undecided, Reason::TooWide);
    }
    match left {
        Left::NoAblation => (Verdict::Supported, Reason::NoCause),
        Left::Beyond(interval) if interval.high <= 0.0 => (Verdict::Supported, Reason::TakenAway),
        Left::Beyond(interval) if interval.low > 0.0 => (Verdict::Mixed, Reason::Elsewhere),
        Left::Beyond(_) | Left::Unknown => (Verdict::Undecided, Reason::CauseUnsure),
    }
}

/// The verdict over several rows; undecided without any.
pub fn together(rows: impl IntoIterator<Item = Verdict>) -> Verdict {
    let rows: Vec<Verdict> = rows.into_iter().collect();
    let has = |verdict: Verdict| rows.contains(&verdict);
    if has(Verdict::Mixed) || (has(Verdict::Supported) && has(Verdict::NotSupported)) {
        Verdict::Mixed
    } else if rows.is_empty() || has(Verdict::Undecided) {
        Verdict::Undecided
    } else {
        rows[0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(low: f64, high: f64) -> Option<Interval> {
        Some(Interval { low, high, level: 0.95 })
    }

    fn left(low: f64, high: f64) -> Left {
        Left::Beyond(Interval { low, high, level: 0.95 })
    }

    #[test]
    fn an_effect_must_clear_the_zone() {
        let cases = [
            (interval(0.21, 0.9), Verdict::Supported, Reason::TakenAway),
            (interval(ZONE, 0.9), Verdict::Undecided, Reason::TooWide),
            (interval(0.19, 0.9), Verdict::Undecided, Reason::TooWide),
            (interval(-0.9, 0.21), Verdict::Undecided, Reason::TooWide),
            (interval(-0.9, 0.2), Verdict::NotSupported, Reason::NoEffect),
            (interval(0.05, ZONE), Verdict::NotSupported, Reason::NoEffect),
            (interval(-0.19, 0.19), Verdict::NotSupported, Reason::NoEffect),
            (interval(0.0, 0.0), Verdict::NotSupported, Reason::NoEffect),
            (interval(-0.9, -ZONE), Verdict::NotSupported, Reason::NoEffect),
            (interval(-0.9, -0.21), Verdict::NotSupported, Reason::OtherWay),
            (interval(0.3, f64::INFINITY), Verdict::Supported, Reason::TakenAway),
            (interval(f64::NAN, 0.9), Verdict::Undecided, Reason::NoNumbers),
            (None, Verdict::Undecided, Reason::NoNumbers),
        ];
        for (effect, verdict, reason) in cases {
            assert_eq!(judge(effect, left(-0.2, -0.1)), (verdict, reason), "{effect:?}");
        }
    }

    #[test]
    fn an_ablation_must_take_two_thirds_away() {
        let there = interval(0.5, 0.9);
        assert_eq!(judge(there, left(-0.2, 0.0)), (Verdict::Supported, Reason::TakenAway));
        assert_eq!(judge(there, left(-9.0, -5.0)), (Verdict::Supported, Reason::TakenAway), "it turned round");
        assert_eq!(judge(there, left(0.01, 0.1)), (Verdict::Mixed, Reason::Elsewhere));
        assert_eq!(judge(there, left(-0.01, 0.1)), (Verdict::Undecided, Reason::CauseUnsure));
        assert_eq!(judge(there, left(0.0, 0.1)), (Verdict::Undecided, Reason::CauseUnsure));
        assert_eq!(judge(there, Left::Unknown), (Verdict::Undecided, Reason::CauseUnsure));
        assert_eq!(judge(there, Left::NoAblation), (Verdict::Supported, Reason::NoCause));
        assert_eq!(judge(interval(-0.1, 0.1), left(0.5, 0.6)), (Verdict::NotSupported, Reason::NoEffect), "no effect to take away");
    }

    #[test]
    fn rows_make_a_verdict() {
        use Verdict::{Mixed, NotSupported, Supported, Undecided};
        assert_eq!(together([Supported, Supported]), Supported);
        assert_eq!(together([NotSupported]), NotSupported);
        assert_eq!(together([Supported, NotSupported]), Mixed);
        assert_eq!(together([Supported, NotSupported, Undecided]), Mixed, "it depends, whatever the third says");
        assert_eq!(together([Supported, Undecided]), Undecided);
        assert_eq!(together([NotSupported, Undecided]), Undecided);
        assert_eq!(together([Mixed, Undecided]), Mixed);
        assert_eq!(together([Mixed, Mixed]), Mixed);
        assert_eq!(together([]), Undecided);
    }

    #[test]
    fn every_verdict_has_its_name() {
        assert_eq!(Verdict::Supported.words(), "supported");
        assert_eq!(Verdict::Undecided.words(), "undecided");
    }
}
