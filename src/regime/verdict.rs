//! Who leads in one cell, and how sure that is.

use crate::outcomes::Direction;
use crate::streams::{Process, Streams};

/// Probability from which a cell is decided.
pub const DECIDED: f64 = 0.95;
/// Resamples behind each probability.
pub const RESAMPLES: u32 = 1000;

/// What is said of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The arm at this place leads by more than the zone.
    Leads(usize),
    /// No arm leads by more than the zone.
    Level,
    /// Not known.
    Undecided,
}

/// One outcome in one cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// Mean of each arm over the replications that all arms have.
    pub means: Vec<f64>,
    /// Probability that each arm leads by more than the zone.
    pub leads: Vec<f64>,
    /// Probability that none does; with [`Judged::leads`] it adds up to 1.
    pub level: f64,
    /// What follows.
    pub verdict: Verdict,
    /// Place of the arm with the best mean.
    pub best: usize,
}

/// Judges the values of one outcome by arm and replication. Replications are resampled whole, all arms together (1000 times); in
/// each resample the arm with the best mean leads if it is ahead of the next by more than `zone`, in the unit of the outcome. A cell
/// is decided where one of the probabilities is at least [`DECIDED`]. `None` with fewer than two replications that all arms have.
pub fn judge(values: &[Vec<f64>], direction: Direction, zone: f64, seed: u64) -> Option<Judged> {
    let rows = rows(values);
    if rows.len() < 2 {
        return None;
    }
    let (arms, count) = (values.len(), rows.len() as f64);
    let means_of = |picks: &mut dyn Iterator<Item = usize>| {
        picks.fold(vec![0.0; arms], |mut sums, pick| {
            sums.iter_mut().zip(&rows[pick]).for_each(|(sum, value)| *sum += value / count);
            sums
        })
    };
    let means = means_of(&mut (0..rows.len()));
    let mut wins = vec![0u32; arms];
    let streams = Streams::new(seed, 0, super::RESAMPLE);
    for resample in 0..RESAMPLES {
        let mut draws = streams.draws(Process::Design, u64::from(resample), 0);
        let means = means_of(&mut (0..rows.len()).map(|_| draws.below(rows.len() as u32) as usize));
        let (best, margin) = ahead(&means, direction);
        if margin > zone {
            wins[best] += 1;
        }
    }
    let share = |wins: u32| f64::from(wins) / f64::from(RESAMPLES);
    let leads: Vec<f64> = wins.iter().map(|wins| share(*wins)).collect();
    let level = share(RESAMPLES - wins.iter().sum::<u32>());
    let leader = leads.iter().position(|share| *share >= DECIDED);
    let verdict = match leader {
        Some(arm) => Verdict::Leads(arm),
        None if level >= DECIDED => Verdict::Level,
        None => Verdict::Undecided,
    };
    Some(Judged { best: ahead(&means, direction).0, means, leads, level, verdict })
}

/// Values by replication, of those that all arms have.
fn rows(values: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let count = values.iter().map(Vec::len).min().unwrap_or(0);
    let row = |place: usize| values.iter().map(|arm| arm[place]).collect::<Vec<f64>>();
    (0..count).map(row).filter(|row| row.iter().all(|value| value.is_finite())).collect()
}

/// The arm with the best mean, and by how much it is ahead of the next. The first of equal ones comes first.
fn ahead(means: &[f64], direction: Direction) -> (usize, f64) {
    let sign = if direction == Direction::Lower { -1.0 } else { 1.0 };
    let (mut best, mut next) = ((0, f64::NEG_INFINITY), f64::NEG_INFINITY);
    for (arm, mean) in means.iter().enumerate() {
        let good = sign * mean;
        if good > best.1 {
            (next, best) = (best.1, (arm, good));
        } else {
            next = next.max(good);
        }
    }
    (best.0, best.1 - next)
}

/// The usual zone: a tenth of the standard deviation between replications, averaged (as variances) over arms and cells.
pub fn usual_zone<'v>(cells: impl Iterator<Item = &'v Vec<f64>>) -> f64 {
    let variances = cells.filter_map(|values| crate::experiment::statistics::Summary::of(values, 0.95)?.sd).map(|sd| sd * sd);
    let (sum, count) = variances.fold((0.0, 0), |(sum, count), variance| (sum + variance, count + 1));
    if count > 0 { 0.1 * libm::sqrt(sum / f64::from(count)) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noisy(mean: f64, arm: u64, count: u32) -> Vec<f64> {
        (0..count).map(|r| mean + f64::from(Streams::new(5, r, 0).draws(Process::Design, arm, 0).normal(0.0, 1.0))).collect()
    }

    #[test]
    fn probabilities_add_up_and_decide() {
        let judged = |means: [f64; 2], zone: f64| {
            let values: Vec<Vec<f64>> = means.iter().enumerate().map(|(arm, mean)| noisy(*mean, arm as u64, 30)).collect();
            let found = judge(&values, Direction::Higher, zone, 1).unwrap();
            assert!((found.leads.iter().sum::<f64>() + found.level - 1.0).abs() < 1e-12);
            found
        };
        assert_eq!(judged([0.0, 2.0], 0.1).verdict, Verdict::Leads(1));
        assert_eq!(judged([0.0, 0.0], 0.1).verdict, Verdict::Undecided);
        assert_eq!(judged([0.0, 0.0], 3.0).verdict, Verdict::Level);
        let lower = judge(&[noisy(0.0, 0, 30), noisy(2.0, 1, 30)], Direction::Lower, 0.1, 1).unwrap();
        assert_eq!((lower.verdict, lower.best), (Verdict::Leads(0), 0));
    }

    #[test]
    fn luck_that_arms_share_does_not_hide_a_small_difference() {
        let shared = noisy(0.0, 3, 20);
        let better: Vec<f64> = shared.iter().map(|value| value + 0.05).collect();
        assert_eq!(judge(&[shared.clone(), better], Direction::Higher, 0.01, 1).unwrap().verdict, Verdict::Leads(1));
        let same = judge(&[shared.clone(), shared], Direction::Higher, 0.0, 1).unwrap();
        assert_eq!((same.verdict, same.level), (Verdict::Level, 1.0));
    }

    #[test]
    fn replications_that_an_arm_lacks_are_left_out() {
        let mut gaps = noisy(0.0, 0, 10);
        gaps[3] = f64::NAN;
        let other = noisy(5.0, 1, 10);
        let found = judge(&[gaps, other.clone()], Direction::Higher, 0.0, 1).unwrap();
        let mean = other.iter().enumerate().filter(|(place, _)| *place != 3).map(|(_, value)| value / 9.0).sum::<f64>();
        assert!((found.means[1] - mean).abs() < 1e-12);
        assert!(judge(&[vec![1.0], vec![2.0]], Direction::Higher, 0.0, 1).is_none());
    }
}
