//! What lies between the organisations of a system: its state, and the list of what happens at a meeting.

use super::{HEAD, copying, development, network, practice, resources, team, transfer};
use crate::organisation::outside::Outside;
use crate::organisation::people::NOBODY;
use crate::pattern::Pattern;
use crate::programmes::{Programme, ProgrammeRow};
use crate::scenario::parameters::Parameters;
use crate::scenario::{Branch, DAYS_PER_YEAR};
use crate::simulation::Simulation;
use crate::streams::{Draws, Process, Streams};
use copying::Ties;
use development::Development;
use network::Network;
use practice::Practice;
use resources::Resources;

/// Working days of a quarter, for which rates of practice are given.
const QUARTER: f32 = DAYS_PER_YEAR as f32 / 4.0;

/// What a draw between organisations decides.
#[derive(Clone, Copy, Debug)]
#[repr(u64)]
pub(super) enum Luck {
    Right,
    Practice,
    Turbulence,
    Ties,
    Copying,
    Support,
    Adoption,
    Helping,
    Transfer,
    Licence,
    Places,
    Resources,
}

/// What holds at a meeting.
#[derive(Clone, Copy, Debug)]
pub struct Meeting<'a> {
    /// Morning on which it is held.
    pub day: u32,
    /// Morning from which the parameters have been in force: that of the meeting before.
    pub since: u32,
    /// Parameters of the arm, and what programmes turn.
    pub p: &'a Parameters,
    /// Luck of the system as a whole.
    pub common: &'a Streams,
    /// Programmes that act between organisations.
    pub programmes: &'a [Programme],
}

impl Meeting<'_> {
    /// Whether an organisation, by number, has a programme of the system: named by one that lasts, or none names any.
    pub fn names(&self, kind: &ProgrammeRow, organisation: u32) -> bool {
        let mut lasting =
            self.programmes.iter().filter(|programme| programme.row().name == kind.name && programme.lasts_on(self.since)).peekable();
        lasting.peek().is_none() || lasting.any(|programme| programme.has(organisation))
    }

    /// Quarters since the meeting before.
    pub fn quarters(&self) -> f32 {
        self.p.system.meeting_days / QUARTER
    }

    /// Years since the meeting before.
    pub fn years(&self) -> f32 {
        self.p.system.meeting_days / DAYS_PER_YEAR as f32
    }

    /// The chance since the meeting before of what has `chance` in a quarter.
    pub fn chance(&self, chance: f32) -> f64 {
        1.0 - libm::pow(f64::from(1.0 - chance), f64::from(self.quarters()))
    }
}

/// The draws of `streams` that decide something with `other` at a meeting.
pub(super) fn draws(streams: &Streams, luck: Luck, other: u32, day: u32) -> Draws {
    streams.draws(Process::System, (luck as u64) << 32 | u64::from(other), u64::from(day))
}

/// One of `count` (at least 2) that is not `own`, by lot.
pub(super) fn another(luck: &mut Draws, count: u32, own: u32) -> u32 {
    let drawn = luck.below(count - 1);
    drawn + u32::from(drawn >= own)
}

/// One thing that passes between organisations.
#[derive(Clone, Copy, Debug)]
pub struct BetweenRow {
    /// Name.
    pub name: &'static str,
    /// What it does.
    pub meaning: &'static str,
    /// What switches it off.
    pub neutral: &'static str,
    /// What happens at a meeting.
    pub meet: Option<fn(&mut Between, &mut [Simulation], &Meeting)>,
    /// What an organisation, by number, gets or gives until the next meeting.
    pub give: Option<fn(&Between, usize, &mut Outside)>,
}

/// Everything that passes between organisations, in the order of a meeting.
pub const BETWEEN: &[BetweenRow] = &[practice::ROW, copying::ROW, network::ROW, team::ROW, transfer::ROW, development::ROW, resources::ROW];

/// Heads at a meeting, or at several.
#[derive(Clone, Copy, Debug, Default)]
pub struct Heads {
    /// Heads who were burnt out.
    pub burnt_out: u64,
    /// All heads.
    pub all: u64,
}

/// State between organisations.
#[derive(Clone, Debug)]
pub struct Between {
    /// Parameters of the arm.
    base: Parameters,
    /// What it changes on the way.
    branches: Vec<Branch>,
    /// Parameters in force until the next meeting: those of the arm, and what programmes turn.
    pub p: Parameters,
    /// Morning from which they are.
    since: u32,
    /// Programmes that act between organisations.
    programmes: Vec<Programme>,
    /// Luck of the system as a whole.
    common: Streams,
    /// What organisations do, and what would be right.
    pub practice: Practice,
    /// Whom each organisation learns from.
    pub ties: Ties,
    /// Leaders who support other organisations.
    pub network: Network,
    /// People whom programmes developed.
    pub development: Development,
    /// How resources fit.
    pub resources: Resources,
    /// Heads at the last meeting.
    pub heads: Heads,
    /// Heads at all meetings after warm-up.
    pub heads_so_far: Heads,
}

impl Between {
    /// The first morning: what the luck of each organisation gives it.
    pub fn new(p: &Parameters, branches: Vec<Branch>, programmes: Vec<Programme>, common: Streams, members: &mut [Simulation]) -> Self {
        let luck = || members.iter().map(Simulation::streams);
        let mut between = Self {
            practice: Practice::found(p, &common, luck()),
            ties: Ties::found(p, luck()),
            network: Network::found(members.len()),
            development: Development::found(members.len()),
            resources: Resources::found(p, luck()),
            base: p.clone(),
            branches,
            p: p.clone(),
            since: 0,
            programmes,
            common,
            heads: Heads::default(),
            heads_so_far: Heads::default(),
        };
        between.begin(members, 0);
        between
    }

    /// From this morning on, what programmes turn holds, and organisations get and give what follows from it.
    fn begin(&mut self, members: &mut [Simulation], day: u32) {
        self.branches.iter().for_each(|branch| branch.set(day, &mut self.base));
        self.p.clone_from(&self.base);
        let mut pattern = Pattern::preset("traditional-delegation").expect("a preset of that name");
        self.programmes.iter().for_each(|programme| programme.turn(day, &mut self.p, &mut pattern));
        self.since = day;
        let meeting = Meeting { day, since: day, p: &self.p, common: &self.common, programmes: &self.programmes };
        self.network.invite(&self.practice, &meeting);
        self.development.license(members.iter().map(Simulation::streams), &meeting);
        self.give(members);
    }

    /// A meeting on the morning of `day`.
    pub fn meet(&mut self, members: &mut [Simulation], day: u32, warm_up: bool) {
        self.see_heads(members, warm_up);
        let programmes = std::mem::take(&mut self.programmes);
        let (p, common) = (self.p.clone(), self.common.clone());
        let meeting = Meeting { day, since: self.since, p: &p, common: &common, programmes: &programmes };
        for row in BETWEEN {
            if let Some(meet) = row.meet {
                meet(self, members, &meeting);
            }
        }
        self.programmes = programmes;
        self.begin(members, day);
    }

    /// What each organisation gets and gives until the next meeting.
    fn give(&self, members: &mut [Simulation]) {
        for (number, member) in members.iter_mut().enumerate() {
            let mut outside = Outside::default();
            BETWEEN.iter().filter_map(|row| row.give).for_each(|give| give(self, number, &mut outside));
            member.organisation.outside = outside;
        }
    }

    fn see_heads(&mut self, members: &[Simulation], warm_up: bool) {
        let strains = members.iter().filter_map(|member| {
            let head = member.organisation.positions.occupant[HEAD as usize];
            (head != NOBODY).then(|| member.organisation.people.strain[head as usize])
        });
        self.heads = strains.fold(Heads::default(), |heads, strain| Heads {
            burnt_out: heads.burnt_out + u64::from(strain > self.p.strain.threshold),
            all: heads.all + 1,
        });
        if !warm_up {
            self.heads_so_far.burnt_out += self.heads.burnt_out;
            self.heads_so_far.all += self.heads.all;
        }
    }
}
