//! What issues do to people: worked out issue by issue from what everybody was, then applied person by person.
//!
//! **Models** lessons, contacts and trust that come of work, all from the state before the round's work took effect.
//! **Reads** everybody who worked on the issues of a round. **Writes** profiles and ties.
//!
//! **Equation** those of trust, ties and learning. Both halves go side by side: the first changes nobody, and in the second each
//! block of people changes only itself, in the order of the issues. So two issues of one round that share somebody both see that
//! person as before the round.
//!
//! **Evidence** assumption: what happens in one round happens at once. **Limits** those of trust, ties and learning.

use crate::ahead::{self, ways};
use crate::mechanisms::learning::{self, Lesson};
use crate::mechanisms::trust::{self, Experience};
use crate::mechanisms::{MechanismName, Now, ties};
use crate::organisation::Organisation;
use crate::organisation::exchange::Outbox;
use crate::organisation::issues::{Issue, Who};
use crate::organisation::people::{People, Profile};
use crate::organisation::pool::Handle;
use crate::organisation::ties::Row;
use crate::spread::{self, BLOCK};

/// What has come of an issue in a round.
#[derive(Clone, Copy, Debug)]
pub enum Cause {
    /// Somebody has begun to lead it.
    Begun(Handle),
    /// A superior has changed what this lead decided.
    Overruled(Who),
    /// It is settled.
    Settled(Handle),
    /// Its outcome shows as good or bad.
    Shown(Handle, bool),
}

/// Parts into which the causes of a round are divided at most.
const PARTS: usize = 32;
/// Parts that each thread has to choose from: each has a lane to every block of people, so more of them are shorter lanes.
const PARTS_A_THREAD: usize = 4;

/// What it does to one person and the tie to another.
#[derive(Clone, Copy, Debug)]
pub struct Effect {
    /// The other.
    other: u32,
    /// What moves trust in the other, over the tie if there is one.
    experience: Experience,
    /// The share of a full tie that a contact adds after that; [`NO_CONTACT`] if there was none.
    contact: f32,
}

/// Instead of what a contact adds.
const NO_CONTACT: f32 = -1.0;

impl Effect {
    /// Trust in somebody moves.
    #[inline]
    pub fn trust(other: u32, experience: Experience) -> Self {
        Self { other, experience, contact: NO_CONTACT }
    }

    /// A contact with somebody adds so much to the tie.
    #[inline]
    pub fn met(other: u32, contact: f32) -> Self {
        Self { other, experience: Experience::NONE, contact }
    }
}

/// What a part of the causes does, by block of people.
#[derive(Clone, Debug)]
pub struct Out {
    lessons: Outbox<Lesson>,
    effects: Outbox<Effect>,
    /// What moves the trust of people in their managers (true), or of these in them.
    formal: Outbox<(bool, Experience)>,
}

impl Out {
    /// Work teaches somebody.
    #[inline]
    pub fn teach(&mut self, person: u32, lesson: Lesson) {
        self.lessons.send(person, lesson);
    }

    /// The trust of somebody in the own manager moves.
    #[inline]
    pub fn trust_up(&mut self, person: u32, experience: Experience) {
        self.formal.send(person, (true, experience));
    }

    /// The trust of somebody's manager in that person moves.
    #[inline]
    pub fn trust_down(&mut self, person: u32, experience: Experience) {
        self.formal.send(person, (false, experience));
    }

    /// Something happens to the ties of somebody.
    #[inline]
    pub fn send(&mut self, person: u32, effect: Effect) {
        self.effects.send(person, effect);
    }
}

/// Effects on their way to people; kept from one use to the next, so that nothing is allocated anew.
#[derive(Clone, Debug, Default)]
pub struct Effects(Vec<Out>);

impl Effects {
    /// Between so many people.
    pub fn new(people: usize) -> Self {
        let out = Out { lessons: Outbox::new(people, BLOCK), effects: Outbox::new(people, BLOCK), formal: Outbox::new(people, BLOCK) };
        Self(vec![out; spread::blocks(people).min(PARTS)])
    }
}

/// Applies what has come of issues since it was last called.
pub fn apply(organisation: &mut Organisation, now: &Now) {
    if organisation.workspace.causes.is_empty() {
        return;
    }
    let mut causes = std::mem::take(&mut organisation.workspace.causes);
    let mut effects = std::mem::take(&mut organisation.workspace.effects);
    let (all, large) = (&*organisation, ahead::is_large(organisation));
    // What happens to somebody is in the order of causes, however many parts there are.
    let parts = if large { effects.0.len().min(PARTS_A_THREAD * spread::threads()) } else { 1 };
    let (outs, part) = (&mut effects.0[..parts], causes.len().div_ceil(parts));
    spread::every(outs, |number, out| {
        out.lessons.clear();
        out.effects.clear();
        out.formal.clear();
        let own = &causes[(number * part).min(causes.len())..((number + 1) * part).min(causes.len())];
        ahead::walk(ways::ToCause, large, &mut (all, out), own.iter().copied(), |(_, out), cause| work_out(all, now, cause, out));
    });
    let Organisation { people, ties, .. } = organisation;
    let People { profile, influence, .. } = people;
    spread::three(profile, influence, ties.rows_mut(), |number, first, profiles, influence, rows| {
        let outs = &effects.0[..parts];
        let lessons = outs.iter().flat_map(|out| out.lessons.lane(number));
        let mut learning = (first, &mut *profiles, influence);
        ahead::walk(ways::ToLesson, large, &mut learning, lessons, |(first, profiles, influence), (person, lesson)| {
            let place = *person as usize - *first;
            lesson.teach(&mut profiles[place]);
            influence[place] += lesson.influence;
        });
        let formal = outs.iter().flat_map(|out| out.formal.lane(number));
        ahead::walk(ways::ToProfile, large, &mut (first, profiles), formal, |(first, profiles), (person, (up, experience))| {
            let Profile { trust_up, trust_down, .. } = &mut profiles[*person as usize - *first];
            let trust = if *up { trust_up } else { trust_down };
            *trust = experience.after(*trust);
        });
        let ties = outs.iter().flat_map(|out| out.effects.lane(number));
        ahead::walk(ways::ToRow, large, &mut (first, rows), ties, |(first, rows), (person, effect)| {
            suffer(&mut rows[*person as usize - *first], effect, now);
        });
    });
    for cause in causes.drain(..) {
        forget(organisation, now, cause);
    }
    (organisation.workspace.causes, organisation.workspace.effects) = (causes, effects);
}

fn work_out(organisation: &Organisation, now: &Now, cause: Cause, out: &mut Out) {
    match cause {
        Cause::Begun(about) => {
            if let Some(issue) = organisation.issues.get(about).filter(|_| now.on.has(MechanismName::Ties)) {
                ties::joined(organisation, now, issue, out);
            }
        }
        Cause::Overruled(lead) => learning::overruled(organisation, now, lead, out),
        Cause::Settled(about) => {
            let Some(issue) = organisation.issues.get(about) else { return };
            learning::from_issue(organisation, now, issue, out);
            if now.on.has(MechanismName::Trust) || now.on.has(MechanismName::Ties) {
                worked_together(organisation, now, issue, out);
            }
        }
        Cause::Shown(about, good) => {
            if let Some(issue) = organisation.issues.get(about).filter(|_| now.on.has(MechanismName::Trust)) {
                trust::result(organisation, now, issue, good, out);
            }
        }
    }
}

/// Working on an issue strengthens the ties between lead and advisers, both ways, and moves the trust of those who were asked.
fn worked_together(organisation: &Organisation, now: &Now, issue: &Issue, out: &mut Out) {
    let contact = if now.on.has(MechanismName::Ties) { now.p.ties.gain_work } else { NO_CONTACT };
    let lead = issue.lead.person;
    for (adviser, right) in trust::advisers(organisation, issue) {
        let mut experience = Experience::NONE;
        if now.on.has(MechanismName::Trust) {
            experience = trust::asked(now, issue, right);
            trust::moves(organisation, adviser, lead, experience, out);
        }
        out.send(adviser, Effect { other: lead, experience, contact });
        out.send(lead, Effect::met(adviser, contact));
    }
}

#[inline]
fn suffer(row: &mut Row, effect: &Effect, now: &Now) {
    let place = row.place(effect.other);
    if let Some(place) = place {
        let trust = row.trust_mut(place);
        *trust = effect.experience.after(*trust);
    }
    if effect.contact >= 0.0 {
        row.meet_at(place, effect.other, effect.contact, now.p.trust.new_tie, now.p.ties.replace_below);
    }
}

/// An issue of which nothing more will come is forgotten.
fn forget(organisation: &mut Organisation, now: &Now, cause: Cause) {
    let over = match cause {
        Cause::Shown(about, _) => Some(about),
        Cause::Settled(about) if !now.on.has(MechanismName::Outcome) => Some(about),
        _ => None,
    };
    if let Some(about) = over {
        organisation.issues.remove(about);
    }
}
