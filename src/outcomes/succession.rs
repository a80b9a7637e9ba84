//! Succession depth, the bench, turnover and vacancies.

use super::Direction::{Higher, Lower, Neutral};
use super::people::column;
use super::{Outcome, flow, share, state};
use crate::mechanisms::{Now, succession};
use crate::organisation::Organisation;
use crate::organisation::people::NOBODY;
use crate::organisation::positions::NOWHERE;
use crate::scenario::DAYS_PER_YEAR;
use std::ops::Range;

/// Outcomes of succession and retention.
pub const OUTCOMES: &[Outcome] = &[
    state(
        "succession_depth",
        "Succession depth",
        "people/post",
        Higher,
        "People ready now for at least one leadership post above them, each counted once, over leadership posts.",
        |s| s.bench.depth(),
    )
    .headline(),
    state(
        "covered_share",
        "Posts with a successor",
        "share",
        Higher,
        "Largest share of leadership posts that can have a ready successor of their own at the same time (bipartite matching).",
        |s| share(s.bench.covered, s.bench.posts),
    ),
    state(
        "top_bench",
        "Departures from the top that can be filled",
        "posts",
        Higher,
        "Most posts of the two highest levels, from the top down, that can be filled from inside at the same time.",
        |s| s.bench.top as f64,
    ),
    flow("fill_days", "Days to fill a leadership post", "days", Lower, "Mean days from vacancy to appointment of leadership posts.", |s| {
        share(s.tally.fill_days, s.tally.filled_inside + s.tally.filled_outside)
    }),
    flow(
        "inside_share",
        "Leadership posts filled from inside",
        "share",
        Neutral,
        "Share of filled leadership posts that went to somebody inside.",
        |s| share(s.tally.filled_inside, s.tally.filled_inside + s.tally.filled_outside),
    ),
    flow(
        "chain_length",
        "Length of vacancy chains",
        "moves",
        Neutral,
        "Mean number of posts filled in a chain that ended with somebody from outside.",
        |s| share(s.tally.chain_moves, s.tally.chains_ended),
    ),
    flow(
        "leadership_vacant_share",
        "Leadership posts vacant",
        "share",
        Lower,
        "Share of days of leadership posts without a holder.",
        |s| share(s.tally.leadership_vacant_days, s.tally.leadership_post_days),
    ),
    flow("frontline_vacant_share", "Front-line posts vacant", "share", Lower, "Share of days of front-line posts without a holder.", |s| {
        share(s.tally.frontline_vacant_days, s.tally.frontline_post_days)
    }),
    flow("turnover", "Turnover a year", "1/year", Lower, "People who left, over the mean number of people and the years.", |s| {
        share(s.tally.left * u64::from(DAYS_PER_YEAR), s.tally.person_days)
    }),
    flow(
        "retention",
        "Retention for a year",
        "share",
        Higher,
        "Chance of staying a year at the rate of leaving of the span: exp(-turnover).",
        |s| libm::exp(-share(s.tally.left * u64::from(DAYS_PER_YEAR), s.tally.person_days)),
    )
    .headline(),
    state("leadership_mean", "Leadership capability", "0..1", Higher, "Mean leadership capability of everybody.", |s| {
        s.staff.leadership().0
    }),
    state("leadership_sd", "Spread of leadership", "0..1", Neutral, "Standard deviation of leadership capability.", |s| {
        s.staff.leadership().1
    }),
    state("aspiration_mean", "Wish to lead", "0..1", Higher, "Mean wish to lead of those without a leadership post.", |s| {
        column(s, &s.staff.frontline, |p, i| p.profile[i].aspiration)
    }),
];

/// Who could follow whom, measured once a record.
#[derive(Clone, Debug, Default)]
pub struct Bench {
    /// Leadership posts.
    pub posts: u64,
    /// People ready for at least one post above them.
    pub ready: u64,
    /// Posts in a largest matching.
    pub covered: u64,
    /// Posts of the two highest levels, from the top, that can be filled at once.
    pub top: u64,
}

impl Bench {
    /// Ready successors, each counted once, over posts.
    pub fn depth(&self) -> f64 {
        share(self.ready, self.posts)
    }

    /// Measures the bench.
    pub fn of(organisation: &Organisation, now: &Now) -> Self {
        let Organisation { people, positions, .. } = organisation;
        let posts: Vec<u32> = (0..positions.count() as u32).filter(|seat| positions.leads(*seat)).collect();
        let (people_ready, lists) = ready_candidates(organisation, now, &posts);
        let mut known = vec![false; people.slots()];
        people_ready.iter().for_each(|person| known[*person as usize] = true);
        let candidates: Vec<&[u32]> = lists.iter().map(|list| &people_ready[list.clone()]).collect();
        let is_high = |seat: u32| positions.level[seat as usize] <= 1;
        let top: Vec<&[u32]> = posts.iter().zip(&candidates).filter(|(seat, _)| is_high(**seat)).map(|(_, ready)| *ready).collect();
        let from_below = |person: u32| !is_high(people.position[person as usize]);
        Self {
            posts: posts.len() as u64,
            ready: known.iter().filter(|ready| **ready).count() as u64,
            covered: matching(&candidates, people.slots(), |_| true, false),
            top: matching(&top, people.slots(), from_below, true),
        }
    }
}

/// Who is ready, and which part of the list is that of each post. Posts below one seat share their candidates and their line.
fn ready_candidates(organisation: &Organisation, now: &Now, posts: &[u32]) -> (Vec<u32>, Vec<Range<usize>>) {
    let (mut people, mut lists) = (Vec::with_capacity(organisation.people.slots()), Vec::<Range<usize>>::with_capacity(posts.len()));
    let mut before = NOWHERE;
    for &seat in posts {
        let parent = organisation.positions.parent[seat as usize];
        let list = match lists.last() {
            Some(list) if parent == before && parent != NOWHERE => list.clone(),
            _ => {
                let (line, first) = (succession::ready_line(organisation, now, seat), people.len());
                // An iterator over iterators is faster from the inside than where it is asked for one thing at a time.
                succession::candidates(organisation, seat).for_each(|one| {
                    if succession::is_ready(organisation, now, one, line) {
                        people.push(one);
                    }
                });
                first..people.len()
            }
        };
        lists.push(list);
        before = parent;
    }
    (people, lists)
}

/// Size of a largest matching of posts with those candidates who are admitted (augmenting paths, Kuhn 1955); with `stop_at_gap` the
/// number of posts from the first on that can be matched together.
pub fn matching(candidates: &[&[u32]], people: usize, admit: impl Fn(u32) -> bool, stop_at_gap: bool) -> u64 {
    let mut holder = vec![NOBODY; people];
    let mut seen = vec![u32::MAX; people];
    let (mut matched, mut path) = (0, Vec::new());
    for post in 0..candidates.len() {
        if augment(candidates, &admit, post as u32, &mut path, (&mut holder, &mut seen)) {
            matched += 1;
        } else if stop_at_gap {
            break;
        }
    }
    matched
}

/// Finds a candidate for a post, moving others on where needed. Depth-first without recursion: chains can be long.
fn augment(
    candidates: &[&[u32]],
    admit: impl Fn(u32) -> bool,
    root: u32,
    path: &mut Vec<(u32, usize)>,
    (holder, seen): (&mut [u32], &mut [u32]),
) -> bool {
    path.clear();
    path.push((root, 0));
    while let Some((post, place)) = path.last_mut() {
        let Some(&person) = candidates[*post as usize].get(*place) else {
            path.pop();
            continue;
        };
        *place += 1;
        if seen[person as usize] == root || !admit(person) {
            continue;
        }
        seen[person as usize] = root;
        let held = holder[person as usize];
        if held != NOBODY {
            path.push((held, 0));
            continue;
        }
        // A free candidate ends the path: each post on it takes the candidate that it was trying.
        for (post, place) in path.iter() {
            holder[candidates[*post as usize][place - 1] as usize] = *post;
        }
        return true;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::streams::{Process, Streams};

    /// Largest matching by trying everything.
    fn brute(candidates: &[Vec<u32>], used: &mut Vec<u32>) -> u64 {
        let Some((first, rest)) = candidates.split_first() else { return 0 };
        let mut best = brute(rest, used);
        for person in first {
            if !used.contains(person) {
                used.push(*person);
                best = best.max(1 + brute(rest, used));
                used.pop();
            }
        }
        best
    }

    #[test]
    fn matching_equals_brute_force() {
        let streams = Streams::new(9, 0, 0);
        for trial in 0..300 {
            let mut draws = streams.draws(Process::Succession, trial, 0);
            let posts = 1 + draws.below(5) as usize;
            let candidates: Vec<Vec<u32>> = (0..posts).map(|_| (0..6).filter(|_| draws.chance(0.3)).collect()).collect();
            let lists: Vec<&[u32]> = candidates.iter().map(Vec::as_slice).collect();
            assert_eq!(matching(&lists, 6, |_| true, false), brute(&candidates, &mut Vec::new()), "{candidates:?}");
            let odd: Vec<Vec<u32>> =
                candidates.iter().map(|list| list.iter().copied().filter(|person| person % 2 == 1).collect()).collect();
            assert_eq!(matching(&lists, 6, |person| person % 2 == 1, false), brute(&odd, &mut Vec::new()), "{candidates:?}");
        }
    }

    #[test]
    fn the_top_bench_stops_at_the_first_post_without_a_successor() {
        assert_eq!(matching(&[&[0], &[], &[1]], 2, |_| true, true), 1);
        assert_eq!(matching(&[&[0], &[0, 1], &[1]], 2, |_| true, true), 2);
    }
}
