//! Organisations side by side for a stretch of days, over threads where there are any.

use crate::simulation::Simulation;

/// Does the same with every organisation; each is on its own.
#[cfg(feature = "cli")]
pub(super) fn each(members: &mut [Simulation], act: &(dyn Fn(&mut Simulation) + Sync)) {
    use rayon::prelude::*;
    match members {
        [alone] => act(alone),
        many => many.par_iter_mut().for_each(act),
    }
}

/// Does the same with every organisation, one after another.
#[cfg(not(feature = "cli"))]
pub(super) fn each(members: &mut [Simulation], act: &(dyn Fn(&mut Simulation) + Sync)) {
    members.iter_mut().for_each(act);
}
