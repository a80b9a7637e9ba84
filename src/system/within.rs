//! What a system asks of an organisation week by week, between two of its meetings.

use super::HEAD;
use crate::mechanisms::attention::charge;
use crate::mechanisms::{MechanismName, Now, learning};
use crate::organisation::Organisation;
use crate::organisation::people::NOBODY;

/// Weekly: hours of the head, and chances to lead for those who report to the head.
pub(crate) fn week(organisation: &mut Organisation, now: &Now) {
    let outside = organisation.outside;
    if !now.weekly() || organisation.positions.holder(HEAD) == NOBODY {
        return;
    }
    charge(organisation, now, HEAD, outside.head_hours);
    if outside.deputy_chances > 0.0 && now.on.has(MechanismName::Learning) {
        for place in 0..organisation.positions.reports(HEAD).len() {
            let deputy = organisation.positions.occupant[organisation.positions.reports(HEAD)[place] as usize];
            if deputy != NOBODY {
                learning::stood_in(organisation, now, deputy, outside.deputy_chances);
            }
        }
    }
}
