//! Practice: what organisations do, bit by bit, each rightly or not.
//!
//! **Models** a core of professional practice that each organisation finds, loses and overtakes. **Reads** nothing of the
//! organisation. **Writes** its skill.
//!
//! **Equation** an organisation holds `practice_bits` bits, of which the share `context_share` is right or wrong by its own
//! context and the rest alike everywhere; at the start each is right with `practice_start`. In a quarter every right bit is
//! forgotten with `forgetting`, what is right turns with `practice_turbulence` (for bits alike everywhere in all organisations
//! at once), and Poisson(`search_trials`) bits are tried the other way round: the change is kept if it is judged better, and
//! it is judged rightly with `evaluation`. Skill in the core service is multiplied by 1 + `practice_effect` (share right -
//! `practice_start`) and what else the system adds: 1 on average at the start.
//!
//! **Evidence** search on a string of bits: Levinthal 1997, March 1991; sizes: assumption.
//! **Limits** alone the share right goes to (t e + u) / (t + f + 2 u), with t trials a bit, e `evaluation`, f forgetting and u
//! turbulence (test); without forgetting and turbulence, and with sure judgement, to 1.

use super::between::{Between, BetweenRow, Luck, Meeting, draws};
use crate::organisation::outside::Outside;
use crate::scenario::parameters::Parameters;
use crate::simulation::Simulation;
use crate::streams::{Draws, Streams};

/// The row of the list.
pub const ROW: BetweenRow = BetweenRow {
    name: "practice",
    meaning: "Organisations find out what works, forget, and are overtaken by change; practice that fits makes the core service better.",
    neutral: "`practice_effect` = 0",
    meet: Some(|between, members, meeting| between.practice.meet(members.iter().map(Simulation::streams), meeting)),
    give: Some(give),
};

/// What each organisation does, and what would be right, a bit each.
#[derive(Clone, Debug)]
pub struct Practice {
    /// Bits in use.
    mask: u64,
    /// Bits that are right or wrong by the own context.
    bound: u64,
    /// What each organisation does.
    own: Vec<u64>,
    /// What would be right for each.
    right: Vec<u64>,
    /// Bits that supporting leaders put right, or wrong, and nobody has changed since.
    supported: Vec<u64>,
}

/// So many of the lowest bits.
fn lowest(count: u32) -> u64 {
    if count == 0 { 0 } else { u64::MAX >> (64 - count) }
}

/// Whether a change is judged to be better.
fn judged_better(better: bool, evaluation: f32, draws: &mut Draws) -> bool {
    draws.chance(if better { evaluation } else { 1.0 - evaluation })
}

impl Practice {
    pub(super) fn found<'a>(p: &Parameters, common: &Streams, organisations: impl Iterator<Item = &'a Streams>) -> Self {
        let p = &p.system;
        let bits = (p.practice_bits.round() as u32).clamp(1, 64);
        let mask = lowest(bits);
        let bound = lowest((bits as f32 * p.context_share).round() as u32);
        let alike = draws(common, Luck::Right, 0, 0).bits();
        let (mut own, mut right) = (Vec::new(), Vec::new());
        for streams in organisations {
            let mut luck = draws(streams, Luck::Right, 0, 0);
            let here = (alike & !bound | luck.bits() & bound) & mask;
            own.push(here ^ luck.mask(f64::from(1.0 - p.practice_start), mask));
            right.push(here);
        }
        Self { mask, bound, supported: vec![0; own.len()], own, right }
    }

    /// Number of organisations.
    pub fn organisations(&self) -> usize {
        self.own.len()
    }

    /// Share of bits that an organisation has right.
    pub fn share(&self, number: usize) -> f32 {
        let wrong = (self.own[number] ^ self.right[number]).count_ones();
        1.0 - wrong as f32 / self.mask.count_ones() as f32
    }

    /// Mean share right.
    pub fn mean(&self) -> f64 {
        let wrong: u64 = self.own.iter().zip(&self.right).map(|(own, right)| u64::from((own ^ right).count_ones())).sum();
        1.0 - wrong as f64 / (u64::from(self.mask.count_ones()) * self.own.len() as u64) as f64
    }

    /// What supporting leaders put right in an organisation, less what they put wrong, as a share of all bits.
    pub fn share_by_support(&self, number: usize) -> f64 {
        let right = !(self.own[number] ^ self.right[number]);
        let (gained, spoilt) = (self.supported[number] & right, self.supported[number] & !right);
        (f64::from(gained.count_ones()) - f64::from(spoilt.count_ones())) / f64::from(self.mask.count_ones())
    }

    /// What every organisation does now, for those who look at others.
    pub(super) fn seen(&self) -> Vec<u64> {
        self.own.clone()
    }

    pub(super) fn meet<'a>(&mut self, organisations: impl Iterator<Item = &'a Streams>, meeting: &Meeting) {
        let p = &meeting.p.system;
        let (turning, forgetting) = (meeting.chance(p.practice_turbulence), meeting.chance(p.forgetting));
        let trials = p.search_trials * meeting.quarters();
        let none = libm::expf(-trials);
        let turned = draws(meeting.common, Luck::Turbulence, 0, meeting.day).mask(turning, self.mask & !self.bound);
        for (number, streams) in organisations.enumerate() {
            let mut luck = draws(streams, Luck::Practice, 0, meeting.day);
            self.right[number] ^= turned | luck.mask(turning, self.bound);
            let held = !(self.own[number] ^ self.right[number]) & self.mask;
            self.turn(number, luck.mask(forgetting, held));
            for _ in 0..luck.poisson(trials, none) {
                let bit = 1 << luck.below(self.mask.count_ones());
                if judged_better(self.is_wrong(number, bit), p.evaluation, &mut luck) {
                    self.turn(number, bit);
                }
            }
        }
    }

    fn is_wrong(&self, number: usize, bit: u64) -> bool {
        (self.own[number] ^ self.right[number]) & bit != 0
    }

    fn turn(&mut self, number: usize, bits: u64) {
        self.own[number] ^= bits;
        self.supported[number] &= !bits;
    }

    /// An organisation tries a share of what another one does differently, and keeps what it judges better where it tries first.
    pub(super) fn copy(&mut self, number: usize, seen: u64, meeting: &Meeting, support: bool, luck: &mut Draws) {
        let p = &meeting.p.system;
        let mut tried = luck.mask(meeting.chance(p.copying), (self.own[number] ^ seen) & self.mask);
        while tried != 0 {
            let bit = tried & tried.wrapping_neg();
            tried ^= bit;
            if p.trial > 0.0 || judged_better(self.is_wrong(number, bit), p.evaluation, luck) {
                self.turn(number, bit);
                self.supported[number] |= if support { bit } else { 0 };
            }
        }
    }
}

fn give(between: &Between, number: usize, outside: &mut Outside) {
    let p = &between.p.system;
    outside.practice += p.practice_effect * (between.practice.share(number) - p.practice_start);
}
