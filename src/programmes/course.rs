//! A course: it adds leadership, of which that part stays which the practice of the place uses.
//!
//! The share that is used falls from u(0) towards u_inf = u(0) * climate: du/dt = -k (u - u_inf).

use super::row::{hours, share, take_up};
use super::{Programme, ProgrammeRow, Setting};
use crate::events::Log;
use crate::mechanisms::attention::charge;
use crate::mechanisms::{MechanismName, Now, WEEK};
use crate::organisation::Organisation;
use crate::organisation::issues::Who;
use crate::scenario::DAYS_PER_YEAR;

/// The row of the list.
pub const ROW: ProgrammeRow = ProgrammeRow {
    name: "course",
    meaning: "Those who take part are taught leadership; the share that they use fades to what the climate of their unit lets them use \
              (the dial development, times the quality of the own leader).",
    source: "fading: Saks and Belcourt 2006 (62, 44 and 34 % at once, after 6 and 12 months); size: Lacerenza et al. \
             2017 (.7 to .8 sd, .075 at a spread of .10 and half of leadership missing)",
    settings: &[
        take_up(1.0),
        share("taught", TAUGHT, "Share of the missing leadership that the course teaches."),
        share("used", USED, "Share of it that is used at once."),
        Setting {
            name: "fading",
            default: FADING,
            unit: "1/year",
            minimum: 0.0,
            maximum: 10.0,
            meaning: "Rate at which the rest is lost.",
        },
        share("climate", CLIMATE, "Climate at development .4 under an average leader; it grows in proportion to both, up to 1."),
        hours(16.0, "Hours that the course takes, spread by what each can spare."),
    ],
    daily: Some(daily),
    ..ProgrammeRow::NOTHING
};

/// Share of the missing leadership that a course teaches.
pub(crate) const TAUGHT: f32 = 0.15;
/// Share of it that is used at once.
pub(crate) const USED: f32 = 0.62;
/// Rate a year at which the rest is lost.
pub(crate) const FADING: f32 = 1.18;
/// Climate at the reference development under an average leader.
pub(crate) const CLIMATE: f32 = 0.35;
/// The dial development at which the climate is that of the setting.
const REFERENCE_DEVELOPMENT: f32 = 0.4;

/// What somebody was taught.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Taught {
    /// Who.
    pub who: Who,
    /// Leadership taught.
    pub amount: f32,
    /// Share of it in use.
    pub used: f32,
}

impl Taught {
    /// What was taught fades for some years, as the place of whoever was taught lets it be used: from the share `first` in use,
    /// in a `climate` at the reference development, at the rate `fading`.
    pub fn fade(&mut self, organisation: &mut Organisation, now: &Now, [first, climate, fading]: [f32; 3], years: f32) {
        let used = after(self.used, first, self::climate(organisation, now, self.who.person, climate), fading, years);
        let leadership = &mut organisation.people.profile[self.who.person as usize].leadership;
        *leadership = (*leadership + (used - self.used) * self.amount).clamp(0.0, 1.0);
        self.used = used;
    }
}

/// Share in use after some years, from `used` towards `used_first` * `climate`.
fn after(used: f32, used_first: f32, climate: f32, fading: f32, years: f32) -> f32 {
    let end = used_first * climate;
    end + (used - end) * libm::expf(-fading * years)
}

fn daily(programme: &mut Programme, organisation: &mut Organisation, now: &Now, _: &mut Log) {
    let mut taught = std::mem::take(&mut programme.memory.taught);
    if now.day > programme.scheduled.from && (now.day - programme.scheduled.from).is_multiple_of(WEEK) {
        taught.retain(|one| organisation.there(one.who));
        let rates = ["used", "climate", "fading"].map(|name| programme.setting(name));
        let years = WEEK as f32 / DAYS_PER_YEAR as f32;
        taught.iter_mut().for_each(|one| one.fade(organisation, now, rates, years));
    }
    if programme.begins_on(now.day) {
        let used = programme.setting("used");
        for seat in programme.participants(organisation, now) {
            charge(organisation, now, seat, programme.setting("hours"));
            let who = organisation.who(organisation.positions.occupant[seat as usize]);
            let leadership = &mut organisation.people.profile[who.person as usize].leadership;
            if now.on.has(MechanismName::Learning) {
                let amount = programme.setting("taught") * (1.0 - *leadership);
                *leadership += used * amount;
                taught.push(Taught { who, amount, used });
            }
        }
    }
    programme.memory.taught = taught;
}

/// How far the place of somebody lets what was taught be used (0..1), from the climate at the reference development.
fn climate(organisation: &Organisation, now: &Now, person: u32, reference: f32) -> f32 {
    let quality = organisation.leader_effect(organisation.manager_of(person), now.p.learning.leader_quality, now.p.decision.leader_mean);
    let development = now.dials(organisation, organisation.people.position[person as usize]).development;
    (reference * development / REFERENCE_DEVELOPMENT * quality).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alone_it_fades_as_trainers_judge() {
        let mut used = 0.62;
        for (week, published) in
            (1..=52).map(|week| (week, [(26, 0.44), (52, 0.34)].iter().find(|(at, _)| *at == week).map(|(_, value)| *value)))
        {
            used = after(used, 0.62, 0.35, 1.18, 1.0 / 52.0);
            assert!(published.is_none_or(|value: f32| (used - value).abs() < 0.005), "{used} after {week} weeks");
        }
        assert!((after(0.62, 0.62, 1.0, 1.18, 1.0) - 0.62).abs() < 1e-6, "a full climate keeps all of it");
    }
}
