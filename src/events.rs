//! What happened: facts for the event log, and tallies of everything that outcomes count.
//!
//! Mechanisms write here and never read. The event log keeps what explains a run (departures, successions, incidents,
//! programmes; every decision on request); a [`Tally`] keeps sums over a span of days. Tallies add up, so the span of a
//! series' row and the whole run are measured by the same code.

/// What happened on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Day of the run.
    pub day: u32,
    /// Number of the organisation; 0 unless there is a system of several.
    pub organisation: u32,
    /// The fact.
    pub fact: Fact,
}

/// A fact.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the fields say what they are; units are in the variant's text")]
pub enum Fact {
    /// A decision was settled. `days` from arrival, `quality` the share of facets right, `value` 0..1.
    DecisionMade { seat: u32, unit: u32, days: f32, quality: f32, sound: bool, stakes: f32, value: f32, hops: u8, asked: u8, urgent: bool },
    /// An issue was settled by default because nobody took it up.
    IssueLapsed { seat: u32, unit: u32, stakes: f32 },
    /// A latent hazard became an incident.
    Incident { unit: u32 },
    /// Somebody left.
    PersonLeft { person: u32, seat: u32, level: u32, retired: bool },
    /// Somebody began to act in a vacant seat.
    ActingBegan { person: u32, seat: u32, level: u32 },
    /// A seat was filled after `days`; `place` in its vacancy chain counts from 1.
    VacancyFilled { person: u32, seat: u32, level: u32, inside: bool, days: u32, chain: u32, place: u32 },
    /// A survey stopped a roll-out after `days`: units that had begun, their mean practice, and what the survey read.
    RolloutStopped { days: u32, units: u32, practice: f32, reading: f32 },
    /// The last unit of a roll-out has the new pattern, after `days`.
    RolloutAdopted { days: u32, units: u32 },
    /// A programme or event began.
    ProgrammeBegan { kind: &'static str },
    /// A programme or event ended.
    ProgrammeEnded { kind: &'static str },
}

/// Every kind of event, as tables and scenarios name it. The first two are kept only on request.
pub const KINDS: [&str; 10] = [
    "decision",
    "lapse",
    "incident",
    "departure",
    "acting",
    "appointment",
    "programme-begins",
    "programme-ends",
    "rollout-stops",
    "rollout-adopted",
];

impl Fact {
    /// Its kind, one of [`KINDS`].
    pub fn kind(&self) -> &'static str {
        KINDS[match self {
            Self::DecisionMade { .. } => 0,
            Self::IssueLapsed { .. } => 1,
            Self::Incident { .. } => 2,
            Self::PersonLeft { .. } => 3,
            Self::ActingBegan { .. } => 4,
            Self::VacancyFilled { .. } => 5,
            Self::ProgrammeBegan { .. } => 6,
            Self::ProgrammeEnded { .. } => 7,
            Self::RolloutStopped { .. } => 8,
            Self::RolloutAdopted { .. } => 9,
        }]
    }
}

/// Classes of issues whose delays are kept apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum IssueClass {
    /// Every issue.
    All,
    /// Issues of high stakes.
    HighStakes,
    /// Urgent issues.
    Urgent,
}

/// Longest delay that is told apart, in days.
pub const DELAY_DAYS: u32 = 60;

/// Delays of one class of issues: how many were settled, and how many were still open or lapsed (censored), by ticks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Delays {
    /// Settled after i ticks; the last cell holds all that took longer.
    pub settled: Vec<u32>,
    /// Last seen unsettled after i ticks; the last cell holds all beyond.
    pub censored: Vec<u32>,
    /// Cells that something may be counted in: all behind them are empty, and nobody need look at them.
    used: usize,
}

impl Delays {
    fn new(cells: usize) -> Self {
        Self { settled: vec![0; cells], censored: vec![0; cells], used: 0 }
    }

    /// With these counts.
    ///
    /// # Panics
    /// If one column has more cells than the other.
    pub fn of(settled: Vec<u32>, censored: Vec<u32>) -> Self {
        assert_eq!(settled.len(), censored.len(), "columns of one length");
        Self { used: settled.len(), settled, censored }
    }

    /// Settled and censored issues, up to the last cell in which something may be counted.
    pub fn used(&self) -> (&[u32], &[u32]) {
        (&self.settled[..self.used], &self.censored[..self.used])
    }

    /// The cell of so many ticks.
    fn cell(&mut self, ticks: u32) -> usize {
        let cell = (ticks as usize).min(self.settled.len() - 1);
        self.used = self.used.max(cell + 1);
        cell
    }

    /// Adds the counts of others.
    pub fn add(&mut self, other: &Self) {
        let (cells, (settled, censored)) = (self.settled.len().max(other.settled.len()), other.used());
        for (sum, used) in [(&mut self.settled, settled), (&mut self.censored, censored)] {
            sum.resize(cells, 0);
            sum.iter_mut().zip(used).for_each(|(total, count)| *total += count);
        }
        self.used = self.used.max(other.used);
    }

    /// Sets all counts to nothing.
    fn clear(&mut self) {
        self.settled[..self.used].fill(0);
        self.censored[..self.used].fill(0);
        self.used = 0;
    }

    /// Counts an issue settled after `ticks`.
    pub fn settle(&mut self, ticks: u32) {
        let cell = self.cell(ticks);
        self.settled[cell] += 1;
    }

    /// Counts an issue last seen unsettled after `ticks`.
    pub fn censor(&mut self, ticks: u32) {
        let cell = self.cell(ticks);
        self.censored[cell] += 1;
    }
}

macro_rules! tally {
    ($($(#[$about:meta])* $name:ident: $type:ty;)+) => {
        /// Sums over a span of days.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Tally {
            /// Delays by [`IssueClass`].
            pub delays: [Delays; 3],
            $($(#[$about])* pub $name: $type,)+
        }

        impl Tally {
            /// Adds the sums of another span.
            pub fn add(&mut self, other: &Self) {
                self.delays.iter_mut().zip(&other.delays).for_each(|(mine, theirs)| mine.add(theirs));
                $(self.$name += other.$name;)+
            }

            /// Sets all sums to nothing.
            pub fn clear(&mut self) {
                self.delays.iter_mut().for_each(Delays::clear);
                $(self.$name = Default::default();)+
            }
        }
    };
}

tally! {
    /// Days in the span.
    days: u32;
    /// Person-days worked.
    person_days: u64;
    /// Issues that arose.
    arrived: u64;
    /// Issues settled.
    settled: u64;
    /// Issues settled by default.
    lapsed: u64;
    /// Issues settled after their deadline, or by default.
    late: u64;
    /// Urgent issues settled, or settled by default.
    urgent: u64;
    /// Urgent issues among the late.
    urgent_late: u64;
    /// Sum of the share of facets right.
    quality: f64;
    /// Sound decisions.
    sound: u64;
    /// Decisions on issues of four and more facets.
    complex: u64;
    /// Sound ones among these.
    complex_sound: u64;
    /// Decisions on issues that join several units.
    joint: u64;
    /// Sound ones among these.
    joint_sound: u64;
    /// Sum of stakes of settled and lapsed issues.
    stakes: f64;
    /// Sum of stakes times value.
    stakes_value: f64;
    /// Steps up the line of settled issues.
    hops: u64;
    /// Issues settled by whoever holds the top post.
    settled_by_top: u64;
    /// Issues that somebody without the formal role led.
    taken_up: u64;
    /// Colleagues asked.
    asked: u64;
    /// Colleagues of other units asked.
    asked_across: u64;
    /// Answers given.
    answers: u64;
    /// Answers that repeated the lead's view.
    copied: u64;
    /// Decisions changed by a superior.
    overruled: u64;
    /// Concerns noticed by the majority.
    noticed_majority: u64;
    /// Concerns noticed by the marginalised group.
    noticed_marginalised: u64;
    /// Concerns said by the majority.
    said_majority: u64;
    /// Concerns said by the marginalised group.
    said_marginalised: u64;
    /// Concerns answered among the majority.
    answered_majority: u64;
    /// Concerns answered among the marginalised group.
    answered_marginalised: u64;
    /// Incidents.
    incidents: u64;
    /// People who left.
    left: u64;
    /// Holders of leadership posts who left.
    leaders_left: u64;
    /// Leadership posts filled from inside.
    filled_inside: u64;
    /// Leadership posts filled from outside.
    filled_outside: u64;
    /// Sum of days until leadership posts were filled.
    fill_days: u64;
    /// Vacancy chains that ended with somebody from outside, from any post.
    chains_ended: u64;
    /// Moves in those chains.
    chain_moves: u64;
    /// Days of leadership posts.
    leadership_post_days: u64;
    /// Days of vacant leadership posts.
    leadership_vacant_days: u64;
    /// Days of front-line posts.
    frontline_post_days: u64;
    /// Days of vacant front-line posts.
    frontline_vacant_days: u64;
    /// Sum over front-line person-days of core effort (1 is a full day of full skill, well directed).
    core: f64;
    /// Sum over front-line person-days of what is measured of it.
    measured: f64;
    /// Front-line person-days with core service.
    core_days: u64;
    /// Roll-outs that have reached the last unit, or have not by the end of the run.
    rollouts: u64;
    /// Those that have.
    adopted: u64;
    /// Sum of days from their start until then, or until the end of the run.
    adoption_days: u64;
    /// Runs that wait for something to end them.
    watched: u64;
    /// Those that it has ended.
    stopped: u64;
    /// Days that they ran.
    ran_days: u64;
    /// Thousandths of an hour that the front line used for duties and the inbox.
    frontline_used: i64;
    /// Thousandths of an hour that the front line had.
    frontline_hours: i64;
}

impl Tally {
    /// An empty tally for days of `rounds` rounds.
    pub fn new(rounds: u32) -> Self {
        let cells = (DELAY_DAYS * rounds) as usize + 2;
        Self { delays: std::array::from_fn(|_| Delays::new(cells)), ..Self::default() }
    }
}

/// Where mechanisms report what happened.
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// Facts since the start, in order.
    pub events: Vec<Event>,
    /// Whether every decision goes into the events.
    pub every_decision: bool,
    /// Number of the organisation, for events.
    pub organisation: u32,
    /// Sums since the last record.
    pub window: Tally,
}

impl Log {
    /// Notes a fact.
    pub fn note(&mut self, day: u32, fact: Fact) {
        self.events.push(Event { day, organisation: self.organisation, fact });
    }
}
