//! Service: what the front line does for the people served with the hours that are left.
//!
//! **Models** effort between what is measured and what people need. **Reads** hours, engagement, purpose.
//! **Writes** tallies. Part of the mechanism `outcome`.
//!
//! **Equation** r_m = 1 + `reward_control` * control + `reward_transactional` * transactional;
//! r_u = `use_engagement` * engagement * (1 + `use_transformational` * transformational). Of the hours left after the
//! inbox a share (r_m + r_u)/(r_m + r_u + 1) goes into the service beside the fixed duties; of all service hours a share
//! m = r_m/(r_m + r_u) goes to what is measured. Core effort = skill * hours * 2 sqrt(m f_m (1 - m) f_u), measured target
//! = skill * hours * 2 m f_m, per full day; f_m = 1 - distance(objective, need), f_u = 1 - distance(purpose, need).
//!
//! **Evidence** multitask agency: Holmstrom and Milgrom 1991, with log utilities. Sizes: assumption.
//! **Limits** the measured share is r_m/(r_m + r_u); with equal rewards and perfect fit core effort is skill * hours.

use super::{MechanismName, Now, attention::HOUR};
use crate::events::Log;
use crate::organisation::Organisation;
use crate::organisation::added::Added;
use crate::organisation::people::{NOBODY, distance};

/// Least reward of what is measured, whatever programmes take off.
const LEAST_REWARD: f32 = 0.1;

/// Rewards of what is measured and of what people need.
pub fn rewards(now: &Now, engagement: f32, added: Added) -> (f32, f32) {
    let (o, pattern) = (&now.p.outcome, now.pattern);
    let control = (pattern.control + added.control).clamp(0.0, 1.0);
    let measured = 1.0 + o.reward_control * control + o.reward_transactional * pattern.transactional + added.measured;
    (measured.max(LEAST_REWARD), o.use_engagement * engagement * (1.0 + o.use_transformational * pattern.transformational))
}

/// Core effort and measured target of the day, and the time of posts that stand vacant.
pub fn step(organisation: &Organisation, now: &Now, log: &mut Log) {
    let t = &mut log.window;
    let day = now.p.attention.day_hours;
    let fit = (1.0 - distance(organisation.world.objective, organisation.world.need)).max(0.0);
    let (mut core, mut measured) = (0.0f64, 0.0f64);
    for seat in 0..organisation.positions.count() {
        let leads = organisation.positions.leads(seat as u32);
        let person = organisation.positions.occupant[seat];
        let vacant = u64::from(person == NOBODY);
        if leads {
            t.leadership_post_days += 1;
            t.leadership_vacant_days += vacant;
        } else {
            t.frontline_post_days += 1;
            t.frontline_vacant_days += vacant;
        }
        t.person_days += 1 - vacant;
        if leads || person == NOBODY {
            continue;
        }
        let (people, slot) = (&organisation.people, person as usize);
        let left = (organisation.allowance[seat] - organisation.spent[seat]).max(0) as f32 / HOUR;
        t.frontline_used += i64::from(super::attention::thousandths(people.busy[slot] * day)) + i64::from(organisation.spent[seat]);
        t.frontline_hours += i64::from(super::attention::thousandths(day));
        if !now.on.has(MechanismName::Outcome) {
            continue;
        }
        let (r_m, r_u) = rewards(now, people.engagement[slot], organisation.added(seat as u32));
        let fixed = organisation.positions.duties[seat] + people.duties_offset[slot];
        let hours = fixed.clamp(0.0, 1.0) + left / day * (r_m + r_u) / (r_m + r_u + 1.0);
        let share = r_m / (r_m + r_u);
        let own = organisation.units.facet(organisation.positions.unit[seat]);
        let d = &now.p.decision;
        let skill = people.knowledge[slot][own]
            * (1.0 - d.local_part + d.local_part * people.local[slot])
            * (1.0 - now.p.outcome.skill_strain * people.strain[slot]);
        let use_fit = (1.0 - distance(people.purpose[slot], organisation.world.need)).max(0.0);
        core += f64::from(skill * hours * 2.0 * libm::sqrtf(share * fit * (1.0 - share) * use_fit));
        measured += f64::from(skill * hours * 2.0 * share * fit);
        t.core_days += 1;
    }
    t.core += core;
    t.measured += measured;
}
