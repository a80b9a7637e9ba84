//! The support network: leaders of good organisations who begin to support others, by and by.
//!
//! **Models** adoption that spreads, and what it costs and brings at home. **Reads** practice. **Writes** hours of heads,
//! chances of deputies to lead, who supports whom.
//!
//! **Equation** the share `network_potential` of organisations, those with the best practice when it begins, may take part. Who
//! has not joined does so at the rate `innovation` + `imitation` c a year, c the share who have joined among
//! `network_contacts` of these organisations, drawn anew for each meeting. A supporting leader helps up to `helped`
//! organisations that nobody else helps: of three drawn by lot, the one with the worst practice, until it is as good as the
//! own one. Each costs the head `support_hours` a week, and gives every deputy `deputy_chances` chances a week to lead, of
//! which they learn as from an issue (7.11 of the ODD).
//!
//! **Evidence** Bass 1969, dA/dt = (p + q A/m)(m - A); p and q: `leaderful replicate support-network`; other sizes: assumption.
//! **Limits** with many organisations and contacts, adopters follow the curve of Bass (test); with `imitation` 0 they follow
//! m (1 - exp(-p t)).

use super::between::{Between, BetweenRow, Luck, Meeting, another, draws};
use super::practice::Practice;
use crate::organisation::outside::Outside;
use crate::programmes::support_network;
use crate::simulation::Simulation;
use crate::streams::Streams;

/// No organisation.
pub(super) const NOBODY: u32 = u32::MAX;
/// Organisations among which a supporting leader looks for the one that needs help most.
const LOOKED_AT: u32 = 3;

/// The row of the list.
pub const ROW: BetweenRow = BetweenRow {
    name: "network",
    meaning: "Leaders of good organisations join a network one after another, support others, and leave room to lead to their deputies.",
    neutral: "`network_potential` = 0",
    meet: Some(meet),
    give: Some(give),
};

/// Who may support, who does, and whom.
#[derive(Clone, Debug)]
pub struct Network {
    /// Organisations that may take part, by number.
    potential: Vec<u32>,
    /// For each of these, whether it has joined.
    joined: Vec<bool>,
    /// For each organisation, who supports it, or [`NOBODY`].
    supporters: Vec<u32>,
    /// For each organisation, how many it supports.
    helps: Vec<u32>,
}

/// The chance that somebody joins in a span of years, who sees a share of the others who have.
pub fn chance_of_joining(innovation: f32, imitation: f32, seen: f32, years: f32) -> f32 {
    1.0 - libm::expf(-(innovation + imitation * seen) * years)
}

impl Network {
    pub(super) fn found(organisations: usize) -> Self {
        Self { joined: Vec::new(), potential: Vec::new(), supporters: vec![NOBODY; organisations], helps: vec![0; organisations] }
    }

    /// Chooses who may take part, when the network begins or its size changes: those who have joined, then the best practice.
    /// Who may no longer take part helps nobody.
    pub(super) fn invite(&mut self, practice: &Practice, meeting: &Meeting) {
        let named = (0..practice.organisations() as u32).filter(|number| meeting.names(&support_network::ROW, *number));
        let mut best: Vec<u32> = named.collect();
        let size = (best.len() as f32 * meeting.p.system.network_potential).round() as usize;
        if size == self.potential.len() {
            return;
        }
        let share = |number: &u32| practice.share(*number as usize);
        best.sort_by(|a, b| {
            let joined = self.has_joined(*b).cmp(&self.has_joined(*a));
            joined.then(share(b).total_cmp(&share(a))).then(a.cmp(b))
        });
        best.truncate(size);
        best.sort_unstable();
        self.joined = best.iter().map(|number| self.has_joined(*number)).collect();
        self.potential = best;
        for number in 0..self.supporters.len() {
            let supporter = self.supporters[number];
            if supporter != NOBODY && !self.has_joined(supporter) {
                self.end_help(number);
            }
        }
    }

    fn has_joined(&self, number: u32) -> bool {
        self.potential.binary_search(&number).is_ok_and(|place| self.joined[place])
    }

    fn end_help(&mut self, number: usize) {
        let supporter = std::mem::replace(&mut self.supporters[number], NOBODY);
        self.helps[supporter as usize] -= 1;
    }

    /// A network of so many organisations that all may take part, the first of which have joined.
    pub fn open(count: usize, first: usize) -> Self {
        let joined = (0..count).map(|place| place < first).collect();
        Self { potential: (0..count as u32).collect(), joined, supporters: vec![NOBODY; count], helps: vec![0; count] }
    }

    /// Whether an organisation's leader may join.
    pub fn may_join(&self, number: usize) -> bool {
        self.potential.binary_search(&(number as u32)).is_ok()
    }

    /// How many have joined.
    pub fn adopters(&self) -> usize {
        self.joined.iter().filter(|joined| **joined).count()
    }

    /// Who supports an organisation, or [`NOBODY`].
    pub(super) fn supporter(&self, number: usize) -> u32 {
        self.supporters[number]
    }

    /// Some join, each by what is seen of others at the start of the meeting.
    pub fn spread<'a>(&mut self, luck_of: impl Fn(u32) -> &'a Streams, meeting: &Meeting) {
        let (p, before) = (&meeting.p.system, self.joined.clone());
        let (count, contacts) = (self.potential.len() as u32, p.network_contacts.round() as u32);
        for place in (0..count).filter(|place| !before[*place as usize]) {
            let mut luck = draws(luck_of(self.potential[place as usize]), Luck::Adoption, 0, meeting.day);
            let mut seen = 0;
            for _ in 0..if count > 1 { contacts } else { 0 } {
                seen += u32::from(before[another(&mut luck, count, place) as usize]);
            }
            let share = seen as f32 / contacts.max(1) as f32;
            self.joined[place as usize] = luck.chance(chance_of_joining(p.innovation, p.imitation, share, meeting.years()));
        }
    }

    /// Ends help that is no longer needed, and begins new.
    fn help(&mut self, practice: &Practice, members: &[Simulation], meeting: &Meeting) {
        for number in 0..self.supporters.len() {
            let supporter = self.supporters[number];
            if supporter != NOBODY && practice.share(number) >= practice.share(supporter as usize) {
                self.end_help(number);
            }
        }
        let most = meeting.p.system.helped.round() as u32;
        let count = members.len() as u32;
        let leading: Vec<u32> = self.potential.iter().zip(&self.joined).filter(|(_, joined)| **joined).map(|(number, _)| *number).collect();
        for supporter in leading {
            let mut luck = draws(members[supporter as usize].streams(), Luck::Helping, 0, meeting.day);
            for _ in self.helps[supporter as usize]..most {
                let own = practice.share(supporter as usize);
                let drawn = (0..LOOKED_AT)
                    .map(|_| luck.below(count))
                    .filter(|other| self.supporters[*other as usize] == NOBODY && practice.share(*other as usize) < own);
                let worst = drawn.min_by(|a, b| practice.share(*a as usize).total_cmp(&practice.share(*b as usize)).then(a.cmp(b)));
                if let Some(other) = worst {
                    self.supporters[other as usize] = supporter;
                    self.helps[supporter as usize] += 1;
                }
            }
        }
    }
}

fn meet(between: &mut Between, members: &mut [Simulation], meeting: &Meeting) {
    between.network.spread(|number| members[number as usize].streams(), meeting);
    between.network.help(&between.practice, members, meeting);
}

fn give(between: &Between, number: usize, outside: &mut Outside) {
    let (p, helps) = (&between.p.system, between.network.helps[number] as f32);
    outside.head_hours += p.support_hours * helps;
    outside.deputy_chances += p.deputy_chances * helps;
}
