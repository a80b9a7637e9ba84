//! Service: what the front line does for the people served with the hours that are left.
//!
//! **Models** effort between what is measured and what people need. **Reads** hours, engagement, purpose.
//! **Writes** tallies. Part of the mechanism `outcome`.
//!
//! **Equation** r_m = 1 + `reward_control` * control + `reward_transactional` * transactional;
//! r_u = `use_engagement` * engagement * (1 + `use_transformational` * transformational). Of the hours left after the
//! inbox a share (r_m + r_u)/(r_m + r_u + 1) goes into the service beside the fixed duties; of all service hours a share
//! m = r_m/(r_m + r_u) (moved towards one half by `effort_fixed`) goes to what is measured. Core effort = skill * hours * 2 sqrt(m f_m (1 - m) f_u), measured target
//! = skill * hours * 2 m f_m, per full day; f_m = 1 - distance(objective, need), f_u = 1 - distance(purpose, need).
//!
//! In a system of organisations skill is multiplied by 1 + what practice and resources add there (section 7.15 of the ODD).
//!
//! **Evidence** multitask agency: Holmstrom and Milgrom 1991, with log utilities. Sizes: assumption.
//! **Limits** the measured share is r_m/(r_m + r_u); with equal rewards and perfect fit core effort is skill * hours.

use super::{MechanismName, Now, attention::HOUR};
use crate::events::Log;
use crate::organisation::Organisation;
use crate::organisation::added::Added;
use crate::organisation::people::{NOBODY, distance};
use crate::pattern::Pattern;
use crate::scenario::parameters::Outcome;

/// Least reward of what is measured, whatever programmes take off.
const LEAST_REWARD: f32 = 0.1;

/// Rewards of what is measured and of what people need.
pub fn rewards(o: &Outcome, pattern: &Pattern, engagement: f32, added: Added) -> (f32, f32) {
    let control = (pattern.control + added.control).clamp(0.0, 1.0);
    let measured = 1.0 + o.reward_control * control + o.reward_transactional * pattern.transactional + added.measured;
    (measured.max(LEAST_REWARD), o.use_engagement * engagement * (1.0 + o.use_transformational * pattern.transformational))
}

/// What a block of seats adds to the tallies of the day.
#[derive(Clone, Copy, Debug, Default)]
pub struct Part {
    posts: [u64; 2],
    vacant: [u64; 2],
    used: i64,
    core: f64,
    measured: f64,
}

/// Core effort and measured target of the day, and the time of posts that stand vacant.
pub fn step(organisation: &mut Organisation, now: &Now, log: &mut Log) {
    let mut parts = std::mem::take(&mut organisation.workspace.services);
    let fit = (1.0 - distance(organisation.world.objective, organisation.world.need)).max(0.0);
    parts.over(organisation.positions.count(), |seats, parts| {
        let mut part = Part::default();
        seats.for_each(|seat| add(&mut part, organisation, now, seat, fit));
        parts.push(part);
    });
    let counted = now.on.has(MechanismName::Outcome);
    let day = i64::from(super::attention::thousandths(now.p.attention.day_hours));
    for Part { posts: [front, leading], vacant: [front_vacant, leading_vacant], used, core, measured } in parts.drain() {
        let t = &mut log.window;
        t.leadership_post_days += leading;
        t.leadership_vacant_days += leading_vacant;
        t.frontline_post_days += front;
        t.frontline_vacant_days += front_vacant;
        t.person_days += front + leading - front_vacant - leading_vacant;
        t.frontline_used += used;
        t.frontline_hours += (front - front_vacant) as i64 * day;
        t.core_days += if counted { front - front_vacant } else { 0 };
        t.core += core;
        t.measured += measured;
    }
    organisation.workspace.services = parts;
}

#[inline]
fn add(part: &mut Part, organisation: &Organisation, now: &Now, seat: u32, fit: f32) {
    let (place, leads) = (seat as usize, organisation.positions.leads(seat));
    let person = organisation.positions.occupant[place];
    part.posts[usize::from(leads)] += 1;
    part.vacant[usize::from(leads)] += u64::from(person == NOBODY);
    if leads || person == NOBODY {
        return;
    }
    let (people, slot, day) = (&organisation.people, person as usize, now.p.attention.day_hours);
    let spent = organisation.spent[place];
    part.used += i64::from(super::attention::thousandths(organisation.busy[place] * day)) + i64::from(spent);
    if !now.on.has(MechanismName::Outcome) {
        return;
    }
    let left = (organisation.budget[place].hours() - spent).max(0) as f32 / HOUR;
    let (r_m, r_u) = rewards(&now.p.outcome, now.dials(organisation, seat), people.engagement[slot], organisation.added(seat));
    let fixed = organisation.positions.duties[place] + people.duties_offset[slot];
    let hours = fixed.clamp(0.0, 1.0) + left / day * (r_m + r_u) / (r_m + r_u + 1.0);
    let fixed_split = now.p.outcome.effort_fixed;
    let share = r_m / (r_m + r_u) * (1.0 - fixed_split) + 0.5 * fixed_split;
    let own = organisation.units.facet(organisation.positions.unit[place]);
    let d = &now.p.decision;
    let skill = people.profile[slot].knowledge[own]
        * (1.0 - d.local_part + d.local_part * people.local[slot])
        * (1.0 - now.p.outcome.skill_strain * people.strain[slot])
        * (1.0 + organisation.outside.practice).max(0.0);
    let use_fit = (1.0 - distance(people.purpose[slot], organisation.world.need)).max(0.0);
    part.core += f64::from(skill * hours * 2.0 * libm::sqrtf(share * fit * (1.0 - share) * use_fit));
    part.measured += f64::from(skill * hours * 2.0 * share * fit);
}
