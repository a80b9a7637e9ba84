//! Which arm leads on an outcome, and how sure that is.

use super::LEVEL;
use super::runner::Results;
use super::statistics::{Bootstrap, Interval, PairedSuperiority, Summary, paired_contrast, paired_superiority};
use crate::outcomes::{Direction, OUTCOMES};

/// One arm on one outcome.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Place of the arm in [`crate::scenario::Scenario::all_arms`].
    pub arm: usize,
    /// Mean over replications.
    pub mean: f64,
    /// t interval of the mean; needs two replications.
    pub interval: Option<Interval>,
}

/// Who leads on one outcome.
#[derive(Clone, Debug)]
pub struct Leader {
    /// Place in [`OUTCOMES`].
    pub outcome: usize,
    /// Arms with a value, in the order of the scenario.
    pub standings: Vec<Standing>,
    /// Arms from best to worst by their mean; empty where no direction is better by itself.
    pub ranking: Vec<usize>,
    /// Best arm against the next: interval of the paired difference, in the unit of the outcome.
    pub margin: Option<Interval>,
    /// How often the best arm is better than the next in the same replication.
    pub superiority: Option<PairedSuperiority>,
}

impl Leader {
    /// Who leads on `outcome`, a place in [`OUTCOMES`].
    pub fn of(results: &Results, outcome: usize) -> Self {
        let values: Vec<Vec<f64>> = (0..results.arms).map(|arm| results.values(arm, outcome)).collect();
        let standing = |arm: usize| {
            let summary = Summary::of(&values[arm], LEVEL)?;
            Some(Standing { arm, mean: summary.mean, interval: summary.interval })
        };
        let standings: Vec<Standing> = (0..results.arms).filter_map(standing).collect();
        let mut ranking: Vec<&Standing> = standings.iter().collect();
        // The sort is stable, so equal arms keep the order of the scenario.
        match OUTCOMES[outcome].direction {
            Direction::Higher => ranking.sort_by(|a, b| b.mean.total_cmp(&a.mean)),
            Direction::Lower => ranking.sort_by(|a, b| a.mean.total_cmp(&b.mean)),
            Direction::Neutral => ranking.clear(),
        }
        let ranking: Vec<usize> = ranking.into_iter().map(|standing| standing.arm).collect();
        let (mut margin, mut superiority) = (None, None);
        if let [best, next, ..] = ranking[..] {
            // No resamples: only the t interval is wanted here.
            let none = Bootstrap { resamples: 0, seed: 0 };
            margin = paired_contrast(&values[next], &values[best], LEVEL, none).map(|contrast| contrast.interval);
            superiority = match OUTCOMES[outcome].direction {
                Direction::Lower => paired_superiority(&values[best], &values[next], LEVEL),
                _ => paired_superiority(&values[next], &values[best], LEVEL),
            };
        }
        Self { outcome, standings, ranking, margin, superiority }
    }

    /// The leading arm, where its paired difference to the next one excludes zero.
    pub fn clear(&self) -> Option<usize> {
        let clear = self.margin.is_some_and(|margin| !margin.contains(0.0));
        self.ranking.first().copied().filter(|_| clear)
    }

    /// The standing of an arm.
    pub fn standing(&self, arm: usize) -> Option<&Standing> {
        self.standings.iter().find(|standing| standing.arm == arm)
    }
}

/// Who leads on each headline outcome.
pub fn headlines(results: &Results) -> Vec<Leader> {
    results.headlines().map(|place| Leader::of(results, place)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Run;
    use crate::outcomes::position;
    use crate::simulation::RunResult;

    /// Results in which each arm has these values of an outcome.
    fn results(outcome: usize, arms: &[[f64; 4]]) -> Results {
        let run = |arm: usize, replication: usize| {
            let mut outcomes = vec![f64::NAN; OUTCOMES.len()];
            outcomes[outcome] = arms[arm][replication];
            let result = RunResult { outcomes, series: Vec::new(), events: Vec::new(), delays: Default::default(), members: Vec::new() };
            Run { arm, replication: replication as u32, result: Ok(result), snapshots: Vec::new() }
        };
        let runs = (0..arms.len()).flat_map(|arm| (0..4).map(move |r| (arm, r))).map(|(arm, r)| run(arm, r)).collect();
        Results { runs, replications: 0..4, arms: arms.len(), threads: 1 }
    }

    #[test]
    fn the_smallest_strain_leads_where_it_is_clear() {
        let strain = position("strain_mean").unwrap();
        let leader = Leader::of(&results(strain, &[[0.5, 0.6, 0.4, 0.5], [0.3, 0.41, 0.2, 0.3], [0.7; 4]]), strain);
        assert_eq!((leader.ranking.clone(), leader.clear()), (vec![1, 0, 2], Some(1)));
        assert_eq!(leader.superiority.unwrap().probability, 1.0);
    }

    #[test]
    fn arms_that_overlap_have_no_leader() {
        let safety = position("safety_mean").unwrap();
        let leader = Leader::of(&results(safety, &[[0.5, 0.6, 0.4, 0.5], [0.6, 0.5, 0.5, 0.45]]), safety);
        assert_eq!((leader.ranking[0], leader.clear()), (1, None));
        let alone = Leader::of(&results(safety, &[[0.5, 0.6, 0.4, 0.5]]), safety);
        assert_eq!((alone.ranking.clone(), alone.clear()), (vec![0], None));
    }
}
