//! Copying: an organisation tries what others do whom it has support ties with, or who support it.
//!
//! **Models** practice that crosses from one organisation to another. **Reads** practice of both. **Writes** practice.
//!
//! **Equation** each organisation has support ties with `support_ties` others, drawn at the start. At a meeting it tries, for
//! each tie and for the leader who supports it, a share `copying` a quarter of what the other one does differently. Each
//! difference is first tried at home and kept if it is judged better there, which is judged rightly with `evaluation`; where
//! `trial` is "untried", all of it is kept. Others are seen as they were at the start of the meeting.
//!
//! **Evidence** imitation between organisations, DiMaggio and Powell 1983 (untried), transfer of practice and its stickiness:
//! Szulanski 1996; sizes: assumption.
//! **Limits** with sure judgement and nothing bound to a context, what one has right reaches all (test); nothing crosses
//! without ties.

use super::between::{BetweenRow, Luck, Meeting, another, draws};
use super::network::{NOBODY, Network};
use super::practice::Practice;
use crate::scenario::parameters::Parameters;
use crate::simulation::Simulation;
use crate::streams::Streams;

/// The row of the list.
pub const ROW: BetweenRow = BetweenRow {
    name: "copying",
    meaning: "Organisations try what others do with whom they have support ties, and keep what works at home.",
    neutral: "`copying` = 0, or no ties and no support",
    meet: Some(|between, members, meeting| {
        let luck = members.iter().map(Simulation::streams);
        copy(&mut between.practice, &between.ties, &between.network, luck, meeting);
    }),
    give: None,
};

/// Every organisation tries what others do, seen as they were at the start of the meeting.
pub(super) fn copy<'a>(
    practice: &mut Practice,
    ties: &Ties,
    network: &Network,
    organisations: impl Iterator<Item = &'a Streams>,
    meeting: &Meeting,
) {
    let seen = practice.seen();
    for (number, streams) in organisations.enumerate() {
        for other in ties.of(number) {
            let mut luck = draws(streams, Luck::Copying, *other, meeting.day);
            practice.copy(number, seen[*other as usize], meeting, false, &mut luck);
        }
        let supporter = network.supporter(number);
        if supporter != NOBODY {
            let mut luck = draws(streams, Luck::Support, supporter, meeting.day);
            practice.copy(number, seen[supporter as usize], meeting, true, &mut luck);
        }
    }
}

/// Whom each organisation has support ties with.
#[derive(Clone, Debug)]
pub struct Ties {
    each: usize,
    others: Vec<u32>,
}

impl Ties {
    pub(super) fn found<'a>(p: &Parameters, organisations: impl ExactSizeIterator<Item = &'a Streams>) -> Self {
        let count = organisations.len() as u32;
        let each = (p.system.support_ties.round() as u32).min(count - 1) as usize;
        let mut others: Vec<u32> = Vec::with_capacity(each * organisations.len());
        for (number, streams) in organisations.enumerate() {
            let mut luck = draws(streams, Luck::Ties, 0, 0);
            let first = others.len();
            while others.len() < first + each {
                let other = another(&mut luck, count, number as u32);
                if !others[first..].contains(&other) {
                    others.push(other);
                }
            }
        }
        Self { each, others }
    }

    /// The others, in the order in which they were drawn.
    pub fn of(&self, number: usize) -> &[u32] {
        &self.others[number * self.each..(number + 1) * self.each]
    }
}
