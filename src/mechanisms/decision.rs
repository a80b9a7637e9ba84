//! Decision: who leads an issue, whom they ask, and how it is settled.
//!
//! **Models** escalation by authority, initiative, consultation, voting and sign-off.
//! **Reads** pattern, trust, ties, knowledge. **Writes** issues, advice, inboxes.
//!
//! **Equation**
//! * An issue goes beyond a seat with authority a when S(stakes) < S(a') * min(4, B_ref/B)^`size_scaling`, with
//!   a' = a * min(1, trust up / `trust_gate`), S(x) the share of issues with higher stakes and B the people under the seat
//!   that would receive it.
//! * With chance `initiative` * min(1, agency / .5) the most trusted expert (perceived expertise of .5 and more) among whoever
//!   holds the seat where the issue arose and their ties leads it whatever the authority; trust in oneself counts as the
//!   set point of trust.
//! * A lead asks `consultation` * min(1.5, stakes / median stakes) colleagues (`haste` of that on urgent issues), waits
//!   for `quorum` of the answers and `patience_days` at most (`haste` of the time left on urgent issues).
//! * Sign-off above with chance `control` + `check_back` * max(0, 1 - trust down / .5) * stakes. A superior who sees any
//!   facet otherwise puts the own view in place of the decision where the own weight exceeds trust down * the least margin.
//!
//! **Evidence** continuum: Hargreaves and Fink 2006; series screening: Sah and Stiglitz 1986; sizes: assumption.
//! **Limits** authority 1 never escalates, authority 0 always; no consultation is the lead alone.

use super::attention::{Finished, thousandths};
use super::judgement::{self, Vote};
use super::outcome::effects::Cause;
use super::{MechanismName, Now, arrival, outcome, voice};
use crate::events::{Fact, IssueClass, Log};
use crate::organisation::Organisation;
use crate::organisation::calendar::Due;
use crate::organisation::inboxes::{Message, Task, TaskKind};
use crate::organisation::issues::{Issue, Mark, Questions, Who};
use crate::organisation::people::{NOBODY, distance};
use crate::organisation::pool::Handle;
use crate::organisation::positions::NOWHERE;
use crate::streams::Process;

mod choice;
mod count;

/// Agency from which initiative is not held back.
const READY_AGENCY: f32 = 0.5;
/// Perceived expertise from which somebody counts as an expert.
const EXPERT: f32 = 0.5;
/// Trust below which a superior checks back.
const CHECKING_TRUST: f32 = 0.5;
/// Most extra meetings about one issue.
const MOST_MEETINGS: f32 = 3.0;

/// What a piece of finished work leads to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Act {
    /// Name of the issue or concern.
    pub name: u64,
    /// The issue or concern.
    pub about: Handle,
    /// Seat that did the work.
    pub seat: u32,
    /// Who did it.
    pub person: u32,
    /// Place among the acts on one issue in one round.
    pub order: u16,
    /// What it was.
    pub step: Step,
}

/// A step of an issue's path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// Passed up the line to a seat, some hops away.
    Up(u32, u8),
    /// Handed to an expert's seat.
    Over(u32),
    /// Begun: the lead's own view, the place of the questions among those of the seat's block (if any), and whether on own initiative.
    Begin(u8, Option<u32>, bool),
    /// Answered by the adviser at a place: view, and whether it was copied.
    Answer(u8, u8, bool),
    /// Settled after the answers.
    Settle(Vote),
    /// Signed off, with the facets that stand as right and whether anything was changed.
    SignOff(u8, bool),
    /// A concern was dealt with.
    Concern,
}

/// Place of a step among those of one issue in one round.
fn order(step: Step) -> u16 {
    match step {
        Step::Up(..) => 0,
        Step::Over(_) => 1,
        Step::Begin(..) => 2,
        Step::Answer(place, ..) => 3 + u16::from(place),
        Step::Settle(_) => 300,
        Step::SignOff(..) => 301,
        Step::Concern => 302,
    }
}

/// Hours a task still needs, in thousandths; decides on first sight what a task will be. None if it is out of date.
pub fn look(organisation: &Organisation, now: &Now, seat: u32, holder: u32, task: &mut Task) -> Option<u32> {
    if task.kind == TaskKind::Concern {
        organisation.concerns.get(task.about)?;
    } else {
        let issue = organisation.issues.get(task.about).filter(|issue| !issue.settled)?;
        if matches!(task.kind, TaskKind::Answer(_)) && issue.closed {
            return None;
        }
        if task.kind == TaskKind::Lead {
            task.kind = route(organisation, now, seat, holder, issue);
        }
    }
    if task.owed.is_none() {
        task.owed = Some(thousandths(hours(organisation, now, seat, task)).max(0) as u32);
    }
    task.owed
}

/// Hours that a task takes.
fn hours(organisation: &Organisation, now: &Now, seat: u32, task: &Task) -> f32 {
    let a = &now.p.attention;
    let issue = || organisation.issues.get(task.about).expect("looked at before");
    match task.kind {
        TaskKind::Concern => a.concern_hours,
        TaskKind::SignOff => a.sign_off_hours,
        TaskKind::Up(..) => a.escalate_hours + a.proposal_hours * now.dials(organisation, seat).following,
        TaskKind::Over(_) => a.escalate_hours,
        TaskKind::Lead | TaskKind::Own(_) => {
            let issue = issue();
            let (explain, prepared) = if issue.hops > 0 {
                (a.hand_back_hours, a.proposal_relief * now.dials(organisation, issue.origin()).following)
            } else {
                (0.0, 0.0)
            };
            (a.lead_hours + a.facet_hours * issue.facets.count_ones() as f32) * a.hours_factor * issue.effort * (1.0 - prepared)
                + a.joint_hours * f32::from(issue.joined_count)
                + explain
        }
        TaskKind::Answer(place) => {
            let issue = issue();
            let stranger = issue.advice.advisers[place as usize].is(Mark::Stranger);
            a.answer_hours * a.hours_factor * issue.effort + if stranger { a.stranger_hours / 2.0 } else { 0.0 }
        }
        TaskKind::Settle => {
            let issue = issue();
            let strangers = issue.advice.asked().iter().filter(|adviser| adviser.is(Mark::Stranger)).count() as f32;
            a.settle_hours
                + a.settle_adviser_hours * f32::from(issue.advice.count)
                + a.stranger_hours * strangers
                + a.dispute_hours * meetings(organisation, now, issue)
        }
    }
}

/// Extra meetings: (2 minority + spread of purposes) * (advisers / 4) * (1 - coordination), at most three.
fn meetings(organisation: &Organisation, now: &Now, issue: &Issue) -> f32 {
    let answers = issue.advice.answers();
    let voters = answers.clone().count() as f32 + 1.0;
    let mut minority = 0.0;
    for facet in judgement::facets(issue.facets) {
        let sees = |right: u8| f32::from(right >> facet & 1);
        let right = answers.clone().fold(sees(issue.lead_right), |sum, adviser| sum + sees(adviser.right)) / voters;
        minority += right.min(1.0 - right);
    }
    minority /= issue.facets.count_ones() as f32;
    let own = organisation.people.purpose[issue.lead.person as usize];
    let apart = answers.fold(0.0, |sum, adviser| sum + distance(own, organisation.people.purpose[adviser.who().person as usize]));
    let spread = apart / voters;
    let wanted =
        (2.0 * minority + spread) * (f32::from(issue.advice.count) / 4.0) * (1.0 - now.dials(organisation, issue.lead_seat).coordination);
    (wanted * now.p.decision.dispute_scale).min(MOST_MEETINGS)
}

/// Whether whoever holds `seat` may settle an issue of these stakes.
pub fn covers(organisation: &Organisation, now: &Now, seat: u32, holder: u32, issue: &Issue) -> bool {
    if organisation.positions.parent[seat as usize] == NOWHERE {
        return true;
    }
    let gate = now.p.decision.trust_gate;
    let trust = organisation.people.profile[holder as usize].trust_up;
    let used = if gate > 0.0 { (trust / gate).min(1.0) } else { 1.0 };
    let authority = now.dials(organisation, seat).authority(organisation.positions.depth[seat as usize]) * used;
    issue.tail >= now.tables.stakes.share_above(authority) * organisation.positions.size_factor[seat as usize]
}

/// The draw on whether an expert leads an issue on own initiative, where it says that one is looked for who might.
#[inline]
pub fn calls_for_expert(organisation: &Organisation, now: &Now, seat: u32, issue: &Issue) -> Option<f32> {
    let luck = (!issue.taken_up && issue.hops == 0).then(|| now.streams.draws(Process::Issue, issue.name, 1).unit());
    luck.filter(|luck| *luck < now.dials(organisation, seat).initiative)
}

/// What becomes of an issue that lies in an inbox: led here, handed to an expert, or passed up.
fn route(organisation: &Organisation, now: &Now, seat: u32, holder: u32, issue: &Issue) -> TaskKind {
    if issue.taken_up {
        return TaskKind::Own(true);
    }
    if let Some(luck) = calls_for_expert(organisation, now, seat, issue) {
        let (expert, expertise) = choice::expert(organisation, now, holder, issue);
        let ready = (organisation.people.profile[expert as usize].agency / READY_AGENCY).min(1.0);
        if expertise >= EXPERT && luck < now.dials(organisation, seat).initiative * ready {
            let place = organisation.people.profile[expert as usize].seat;
            return if expert == holder { TaskKind::Own(true) } else { TaskKind::Over(place) };
        }
    }
    if covers(organisation, now, seat, holder, issue) {
        return TaskKind::Own(false);
    }
    let mut above = organisation.positions.parent[seat as usize];
    let mut hops = 1;
    while issue.urgent && organisation.positions.parent[above as usize] != NOWHERE {
        let there = organisation.positions.holder(above);
        if there != NOBODY && covers(organisation, now, above, there, issue) {
            break;
        }
        above = organisation.positions.parent[above as usize];
        hops += 1;
    }
    TaskKind::Up(above, hops)
}

/// The hours of a task are paid: works out what follows, without changing anything but the list of what is finished.
pub fn finish(organisation: &Organisation, now: &Now, seat: u32, holder: u32, task: Task, finished: &mut Finished) {
    let (name, step) = if task.kind == TaskKind::Concern {
        let Some(concern) = organisation.concerns.get(task.about) else { return };
        (concern.name, Step::Concern)
    } else {
        let Some(issue) = organisation.issues.get(task.about) else { return };
        let step = match task.kind {
            TaskKind::Up(above, hops) => Step::Up(above, hops),
            TaskKind::Over(expert) => Step::Over(expert),
            TaskKind::Answer(place) => answer(organisation, now, issue, place),
            TaskKind::Settle => Step::Settle(count::votes(organisation, now, issue)),
            TaskKind::SignOff => sign_off(organisation, now, holder, issue),
            TaskKind::Lead | TaskKind::Own(_) | TaskKind::Concern => {
                let mut draws = judgement::draws_of(organisation, now, issue, holder);
                draws.bits(); // the place of the copying draw, which a lead does not need
                let right = judgement::judge(organisation, now, holder, issue, &mut draws);
                let questions = choice::advisers(organisation, now, seat, holder, issue);
                let place = questions.map(|questions| {
                    finished.questions.push(questions);
                    finished.questions.len() as u32 - 1
                });
                Step::Begin(right, place, task.kind == TaskKind::Own(true))
            }
        };
        (issue.name, step)
    };
    finished.note(Act { name, about: task.about, seat, person: holder, order: order(step), step });
}

/// An adviser's view: the own one, or the lead's.
fn answer(organisation: &Organisation, now: &Now, issue: &Issue, place: u8) -> Step {
    let who = issue.advice.advisers[place as usize].who();
    let person = who.person;
    if !organisation.there(who) {
        return Step::Answer(place, issue.lead_right, true);
    }
    let mut draws = judgement::draws_of(organisation, now, issue, person);
    let strength = organisation.ties.between(issue.lead.person, person).map_or(0.0, |tie| tie.strength);
    let seat = organisation.people.profile[person as usize].seat;
    let below = organisation.positions.level[seat as usize] > organisation.positions.level[issue.lead_seat as usize];
    let safety = organisation.people.safety[person as usize];
    let answers = now.dials(organisation, issue.lead_seat).answers;
    let rank = judgement::rank_factor(&now.p.decision, below, now.dials(organisation, seat).following);
    let chance = judgement::copying_chance(&now.p.decision, safety, rank, answers, strength);
    let copied = draws.chance(chance);
    let own = judgement::judge(organisation, now, person, issue, &mut draws);
    Step::Answer(place, if copied { issue.lead_right } else { own }, copied)
}

/// A superior's second look: facets seen otherwise are changed where the own weight beats trust in the decision.
fn sign_off(organisation: &Organisation, now: &Now, signer: u32, issue: &Issue) -> Step {
    let mut draws = judgement::draws_of(organisation, now, issue, signer);
    draws.bits();
    let view = judgement::judge(organisation, now, signer, issue, &mut draws);
    let trust = if organisation.there(issue.lead) { organisation.people.profile[issue.lead.person as usize].trust_down } else { 0.0 };
    if view != issue.decided_right && now.p.decision.own_weight > trust * issue.margin {
        Step::SignOff(view, true)
    } else {
        Step::SignOff(issue.decided_right, false)
    }
}

/// Does what an act says, given the questions of the block in which the seat stands. Called in order of names, so that the order of seats
/// does not matter.
pub fn follow(organisation: &mut Organisation, now: &Now, log: &mut Log, act: Act, questions: &[Questions]) {
    if act.step == Step::Concern {
        voice::deal_with(organisation, now, log, act.about, act.person);
        return;
    }
    let Some(issue) = organisation.issues.get_mut(act.about).filter(|issue| !issue.settled) else { return };
    match act.step {
        Step::Up(above, hops) => {
            issue.hops = issue.hops.saturating_add(hops);
            let urgent = issue.urgent;
            send(organisation, above, act.name, TaskKind::Lead, act.about, urgent);
        }
        Step::Over(expert) => {
            issue.taken_up = true;
            let urgent = issue.urgent;
            send(organisation, expert, act.name, TaskKind::Lead, act.about, urgent);
        }
        Step::Begin(right, place, own_initiative) => {
            issue.taken_up = own_initiative;
            issue.lead = Who { person: act.person, generation: organisation.people.profile[act.person as usize].generation };
            issue.lead_seat = act.seat;
            issue.lead_right = right;
            super::ties::charge_joined(organisation, now, act.about);
            match place {
                Some(place) => ask(organisation, now, log, act, &questions[place as usize]),
                None => settle(organisation, now, log, act, Vote { right, margin: now.p.decision.own_weight }),
            }
        }
        Step::Answer(place, right, copied) => note_answer(organisation, log, act, place, right, copied),
        Step::Settle(vote) => settle(organisation, now, log, act, vote),
        Step::SignOff(right, changed) => {
            if changed {
                issue.decided_right = right;
                log.window.overruled += 1;
                let lead = issue.lead;
                organisation.workspace.causes.push(Cause::Overruled(lead));
            }
            outcome::settle(organisation, now, log, act.about);
        }
        Step::Concern => {}
    }
}

/// Sends the questions to the colleagues chosen.
fn ask(organisation: &mut Organisation, now: &Now, log: &mut Log, act: Act, questions: &Questions) {
    let Some(issue) = organisation.issues.get_mut(act.about) else { return };
    let Questions { advice, seats } = questions;
    issue.closed = false;
    issue.advice.become_like(advice);
    let urgent = issue.urgent;
    let due = issue.born + now.ticks(issue.window_days);
    let left = due.saturating_sub(now.tick());
    let mut wait = now.ticks(now.dials(organisation, act.seat).patience_days).max(1);
    if urgent {
        wait = wait.min(((left as f32 * now.p.decision.haste) as u32).max(1));
    }
    log.window.asked += u64::from(advice.count);
    log.window.asked_across += advice.asked().iter().filter(|adviser| adviser.is(Mark::Across)).count() as u64;
    for (place, seat) in seats[..usize::from(advice.count)].iter().enumerate() {
        let task = Task { kind: TaskKind::Answer(place as u8), about: act.about, owed: None };
        organisation.send(Message { seat: *seat, name: act.name, task, urgent });
    }
    organisation.calendar.enter(now.tick() + wait.min(now.ticks(now.p.decision.lapse_days)), act.name, Due::Patience(act.about));
}

fn note_answer(organisation: &mut Organisation, log: &mut Log, act: Act, place: u8, right: u8, copied: bool) {
    let Some(issue) = organisation.issues.get_mut(act.about).filter(|issue| !issue.closed) else { return };
    let (urgent, lead_seat, advice) = (issue.urgent, issue.lead_seat, &mut issue.advice);
    let adviser = &mut advice.advisers[place as usize];
    adviser.right = right;
    adviser.mark(Mark::Answered, true);
    advice.answered += 1;
    log.window.answers += 1;
    log.window.copied += u64::from(copied);
    if advice.answered >= advice.needed {
        issue.closed = true;
        send(organisation, lead_seat, act.name, TaskKind::Settle, act.about, urgent);
    }
}

/// The vote is in: sign-off above, or settled.
fn settle(organisation: &mut Organisation, now: &Now, log: &mut Log, act: Act, vote: Vote) {
    let Some(issue) = organisation.issues.get_mut(act.about) else { return };
    issue.decided_right = vote.right;
    issue.margin = vote.margin;
    let (urgent, lead, lead_seat, stakes) = (issue.urgent, issue.lead, issue.lead_seat, issue.stakes);
    let above = organisation.positions.parent[lead_seat as usize];
    let trust = if organisation.there(lead) { organisation.people.profile[lead.person as usize].trust_down } else { 0.0 };
    let checking = now.p.decision.check_back * (1.0 - trust / CHECKING_TRUST).max(0.0) * stakes;
    let luck = now.streams.draws(Process::Issue, act.name, 3).unit();
    let control = (now.dials(organisation, lead_seat).control + organisation.added(lead_seat).control).clamp(0.0, 1.0);
    if above != NOWHERE && luck < control + checking {
        send(organisation, above, act.name, TaskKind::SignOff, act.about, urgent);
    } else {
        outcome::settle(organisation, now, log, act.about);
    }
}

fn send(organisation: &mut Organisation, seat: u32, name: u64, kind: TaskKind, about: Handle, urgent: bool) {
    organisation.send(Message { seat, name, task: Task { kind, about, owed: None }, urgent });
}

/// Something falls due: patience, a lapse, a concern, an outcome.
pub fn fall_due(organisation: &mut Organisation, now: &Now, log: &mut Log, due: Due) {
    match due {
        Due::Arrival(about) => arrival::reach(organisation, now, about),
        Due::Patience(about) => {
            let Some(issue) = organisation.issues.get_mut(about).filter(|issue| !issue.settled && !issue.closed) else { return };
            let (name, seat, urgent) = (issue.name, issue.lead_seat, issue.urgent);
            issue.closed = true;
            send(organisation, seat, name, TaskKind::Settle, about, urgent);
        }
        Due::Lapse(about) => lapse(organisation, now, log, about),
        Due::Concern(about) => voice::ignored(organisation, now, about),
        Due::Outcome(about) => outcome::show(organisation, now, about),
    }
}

/// An issue that is not settled after `lapse_days` is settled by default.
fn lapse(organisation: &mut Organisation, now: &Now, log: &mut Log, about: Handle) {
    if organisation.issues.get(about).is_none_or(|issue| issue.settled) {
        return;
    }
    let issue = organisation.issues.remove(about).expect("it is there");
    let unit = organisation.positions.unit[issue.origin() as usize];
    let high = issue.stakes >= now.p.hazard.high_stakes;
    if high && now.on.has(MechanismName::Outcome) && now.on.has(MechanismName::Voice) {
        organisation.hazard[unit as usize] += now.p.hazard.bad_decision;
    }
    let t = &mut log.window;
    let ticks = now.tick() - issue.born;
    for class in classes(&issue, high) {
        t.delays[class as usize].censor(ticks);
    }
    t.lapsed += 1;
    t.late += 1;
    t.urgent += u64::from(issue.urgent);
    t.urgent_late += u64::from(issue.urgent);
    t.stakes += f64::from(issue.stakes);
    if log.every_decision {
        log.note(now.day, Fact::IssueLapsed { seat: issue.origin(), unit, stakes: issue.stakes });
    }
}

/// The classes of issues that an issue belongs to.
pub fn classes(issue: &Issue, high_stakes: bool) -> impl Iterator<Item = IssueClass> + use<> {
    let (high, urgent) = (high_stakes.then_some(IssueClass::HighStakes), issue.urgent.then_some(IssueClass::Urgent));
    std::iter::once(IssueClass::All).chain(high).chain(urgent)
}
