//! Mentoring: somebody inside, of a higher level and not the own manager, takes one colleague under their wing.

use super::row::{hours, share, take_up};
use super::{Programme, ProgrammeRow};
use crate::events::Log;
use crate::mechanisms::attention::charge;
use crate::mechanisms::learning::{gain, learn_from, want_to_lead};
use crate::mechanisms::{MechanismName, Now, ties};
use crate::organisation::Organisation;
use crate::organisation::issues::Who;

/// The row of the list.
pub const ROW: ProgrammeRow = ProgrammeRow {
    name: "mentoring",
    meaning: "Those who take part find a mentor of a higher level, not their own manager, among the ties that they trust most; each \
              mentors one. In a talk each week they get a chance to lead, feedback, exposure to somebody new, evidence and discussion, all in \
              proportion to trust.",
    source: "functions of a mentor: Kram 1985; small effects: Eby, Allen, Evans, Ng and DuBois 2008; five ingredients: Munby, interviewed \
             by Cottrill 2018 (claim); sizes: assumption",
    settings: &[
        take_up(0.3),
        share("chance", 0.005, "A chance to lead, vouched for: share of the missing wish to lead that a week adds."),
        share("feedback", 0.005, "Feedback: share of the missing behaviour that a week adds."),
        share("exposure", 0.1, "Chance in a week of meeting somebody whom the mentor knows best of those whom the other does not know."),
        share("evidence", 0.01, "Evidence: share of the gap in knowledge of each facet to the mentor that a week closes."),
        share("discussion", 0.01, "Discussion: share of the gap in leadership to the mentor that a week closes."),
        hours(0.5, "Hours a week of each of the two."),
    ],
    daily: Some(daily),
    ..ProgrammeRow::NOTHING
};

fn daily(programme: &mut Programme, organisation: &mut Organisation, now: &Now, _: &mut Log) {
    if !programme.lasts_on(now.day) {
        programme.memory.mentors.clear();
        return;
    }
    if programme.begins_on(now.day) {
        programme.memory.mentors = paired(programme, organisation, now);
    }
    if programme.meets_on(now.day) {
        programme.memory.mentors.retain(|pair| pair.iter().all(|who| organisation.there(*who)));
        let before = organisation.people.profile.clone();
        for pair in &programme.memory.mentors {
            let pair = pair.map(|who| who.person);
            talk(programme, organisation, now, pair, before[pair[0] as usize].leadership);
        }
    }
}

/// Mentor and mentee, two by two, those who trust most first; nobody has two mentors or mentors two.
fn paired(programme: &Programme, organisation: &Organisation, now: &Now) -> Vec<[Who; 2]> {
    let level = |person: u32| organisation.positions.level[organisation.people.position[person as usize] as usize];
    let mut offers: Vec<(f32, u32, u32)> = Vec::new();
    for seat in programme.participants(organisation, now) {
        let mentee = organisation.positions.occupant[seat as usize];
        let known = organisation.ties.of(mentee);
        let above = known.filter(|tie| level(tie.to) < level(mentee) && tie.to != organisation.manager_of(mentee));
        offers.extend(above.map(|tie| (tie.trust, mentee, tie.to)));
    }
    offers.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut taken = vec![[false; 2]; organisation.people.slots()];
    let mut pairs = Vec::new();
    for (_, mentee, mentor) in offers {
        if !taken[mentor as usize][0] && !taken[mentee as usize][1] {
            (taken[mentor as usize][0], taken[mentee as usize][1]) = (true, true);
            pairs.push([organisation.who(mentor), organisation.who(mentee)]);
        }
    }
    pairs
}

/// What a talk of the two gives the one who is mentored; `level` is the mentor's leadership.
fn talk(programme: &Programme, organisation: &mut Organisation, now: &Now, [mentor, mentee]: [u32; 2], level: f32) {
    let seat = |person: u32| organisation.people.position[person as usize];
    for seat in [seat(mentor), seat(mentee)] {
        charge(organisation, now, seat, programme.setting("hours"));
    }
    let trust = organisation.ties.between(mentee, mentor).map_or(now.p.trust.new_tie, |tie| tie.trust);
    let part = |name: &str| programme.setting(name) * trust;
    if now.on.has(MechanismName::Learning) {
        want_to_lead(organisation, now, mentee, part("chance"), 1.0);
        gain(&mut organisation.people.behaviour[mentee as usize], part("feedback"));
        learn_from(organisation, mentee, mentor, level, part("discussion"), part("evidence"));
    }
    if now.on.has(MechanismName::Ties) {
        ties::both_meet(organisation, now, mentee, mentor, now.p.ties.gain_contact);
        if programme.draws_of(organisation, now, mentee, now.day).chance(part("exposure")) {
            introduce(organisation, now, mentor, mentee);
        }
    }
}

/// The two meet whom the mentor knows best among those whom the other does not know.
fn introduce(organisation: &mut Organisation, now: &Now, mentor: u32, mentee: u32) {
    let strangers = organisation.ties.of(mentor).filter(|tie| tie.to != mentee);
    let strangers = strangers.filter(|tie| organisation.ties.between(mentee, tie.to).is_none());
    let best = strangers.max_by(|a, b| a.strength.total_cmp(&b.strength).then(b.to.cmp(&a.to))).map(|tie| tie.to);
    if let Some(stranger) = best {
        ties::both_meet(organisation, now, mentee, stranger, now.p.ties.gain_contact);
    }
}
