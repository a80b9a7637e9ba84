//! One organisation of the garbage can: who goes where, which choices are made, and what is counted.

/// Access of problems or people to choices.
#[derive(Clone, Copy)]
pub(super) enum Structure {
    Unsegmented,
    Hierarchical,
    Specialised,
}

impl Structure {
    pub(super) const ALL: [Self; 3] = [Self::Unsegmented, Self::Hierarchical, Self::Specialised];

    /// Whether something of a rank (from 0, the most important) has access to a choice.
    fn opens(self, choice: usize, rank: usize) -> bool {
        match self {
            Self::Unsegmented => true,
            Self::Hierarchical => choice >= rank,
            Self::Specialised => choice == rank,
        }
    }
}

/// Most important first: `count` things spread over the ranks of `choices`.
fn ranks(count: usize, choices: usize) -> Vec<usize> {
    (1..=count).map(|number| (number * choices).div_ceil(count) - 1).collect()
}

/// One organisation, in one pair of orders of entry. Energy is counted in millionths of millionths.
pub(super) struct Organisation<'a> {
    pub(super) requirement: i64,
    pub(super) first_requirement: i64,
    pub(super) access_structure: Structure,
    pub(super) decision_structure: Structure,
    /// Effective energy of each person.
    pub(super) energy: Vec<i64>,
    pub(super) choices: &'a [usize],
    pub(super) problems: &'a [usize],
    /// Choices and problems that enter in a period.
    pub(super) entering: (usize, usize),
    pub(super) periods: usize,
    pub(super) accumulating: bool,
}

/// State of a choice or a problem.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Outside,
    Active,
    /// Made, or solved.
    Done,
}

/// What is counted in a run; the last three are decisions by their style.
#[derive(Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) problem_activity: i64,
    pub(super) problem_latency: i64,
    pub(super) problem_shifts: i64,
    pub(super) problems_unsolved: i64,
    pub(super) decision_maker_activity: i64,
    pub(super) decision_maker_shifts: i64,
    pub(super) energy_used: i64,
    pub(super) energy_excess: i64,
    pub(super) decision_difficulty: i64,
    pub(super) choices_unmade: i64,
    pub(super) resolution: i64,
    pub(super) oversight: i64,
    pub(super) flight: i64,
}

/// The most attractive choice: the least number among those that are active and open; the first among equals.
fn nearest(active: &[State], opens: impl Fn(usize) -> bool, lack: impl Fn(usize) -> i64) -> Option<usize> {
    (0..active.len()).filter(|choice| active[*choice] == State::Active && opens(*choice)).min_by_key(|choice| lack(*choice))
}

impl Organisation<'_> {
    pub(super) fn run(&self) -> Counts {
        let (choices, problems, people) = (self.choices.len(), self.problems.len(), self.energy.len());
        let (problem_ranks, people_ranks) = (ranks(problems, choices), ranks(people, choices));
        let mut required = vec![self.first_requirement; choices];
        let mut spent = vec![0i64; choices];
        let (mut choice_states, mut problem_states) = (vec![State::Outside; choices], vec![State::Outside; problems]);
        let (mut problem_at, mut person_at) = (vec![None; problems], vec![None; people]);
        let mut counts = Counts::default();
        for period in 0..self.periods {
            enter(&mut choice_states, self.choices, period, self.entering.0);
            enter(&mut problem_states, self.problems, period, self.entering.1);
            let lack = |choice: usize| required[choice] - spent[choice];
            for problem in (0..problems).filter(|problem| problem_states[*problem] == State::Active) {
                let here = problem_at[problem];
                let added = |choice: usize| if here == Some(choice) { 0 } else { self.requirement };
                let opens = |choice: usize| self.access_structure.opens(choice, problem_ranks[problem]);
                let next = nearest(&choice_states, opens, |choice| lack(choice) + added(choice));
                counts.problem_shifts += i64::from(here.is_some() && next.is_some() && here != next);
                problem_at[problem] = next;
            }
            for person in 0..people {
                let here = person_at[person];
                let added = |choice: usize| if here == Some(choice) { 0 } else { self.energy[person] };
                let opens = |choice: usize| self.decision_structure.opens(choice, people_ranks[person]);
                let next = nearest(&choice_states, opens, |choice| lack(choice) - added(choice));
                counts.decision_maker_shifts += i64::from(period > 0 && here != next);
                counts.decision_maker_activity += i64::from(next.is_some());
                person_at[person] = next;
            }
            for choice in (0..choices).filter(|choice| choice_states[*choice] == State::Active) {
                let here =
                    (0..problems).filter(|problem| problem_states[*problem] == State::Active && problem_at[*problem] == Some(choice));
                required[choice] = self.requirement * here.count() as i64;
                let brought: i64 = (0..people).filter(|person| person_at[*person] == Some(choice)).map(|person| self.energy[person]).sum();
                spent[choice] = if self.accumulating { spent[choice] + brought } else { brought };
                counts.energy_used += brought;
            }
            for choice in (0..choices).filter(|choice| required[*choice] <= spent[*choice]) {
                if choice_states[choice] != State::Active {
                    continue;
                }
                choice_states[choice] = State::Done;
                let mut solved = false;
                for problem in 0..problems {
                    if problem_states[problem] == State::Active && problem_at[problem] == Some(choice) {
                        problem_states[problem] = State::Done;
                        solved = true;
                    }
                }
                // A choice that nobody's problem is at is made at once: one that was not had problems that have left.
                let entered = self.choices.iter().position(|other| *other == choice).map_or(0, |place| place / self.entering.0);
                *match (solved, entered == period) {
                    (true, _) => &mut counts.resolution,
                    (false, true) => &mut counts.oversight,
                    (false, false) => &mut counts.flight,
                } += 1;
                counts.energy_excess += spent[choice] - required[choice];
            }
            counts.decision_difficulty += number(&choice_states);
            let attached = |problem: &usize| problem_states[*problem] == State::Active && problem_at[*problem].is_some();
            let attached = (0..problems).filter(attached).count() as i64;
            counts.problem_activity += attached;
            counts.problem_latency += number(&problem_states) - attached;
        }
        counts.problems_unsolved = number(&problem_states);
        counts.choices_unmade = number(&choice_states);
        counts
    }
}

/// How many are active.
fn number(states: &[State]) -> i64 {
    states.iter().filter(|state| **state == State::Active).count() as i64
}

/// Makes those active that enter in a period.
fn enter(states: &mut [State], order: &[usize], period: usize, at_once: usize) {
    for entering in order.iter().skip(period * at_once).take(at_once) {
        states[*entering] = State::Active;
    }
}
