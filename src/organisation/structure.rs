//! A formal structure that changes while people sit in it.

use super::Organisation;
use super::build::size_factor;
use crate::scenario::parameters::Parameters;

impl Organisation {
    /// Changes units and lines, and whatever follows from them: lists, sizes, and for those who come under somebody else the
    /// formal relation, which begins anew. Parents must go on to stand before their children.
    pub fn change_structure(&mut self, parameters: &Parameters, change: impl FnOnce(&mut Self)) {
        let before: Vec<u32> = self.people.everybody().map(|person| self.manager_of(person)).collect();
        change(self);
        self.positions.index();
        self.units.index(&self.positions);
        let scaling = parameters.decision.size_scaling;
        self.positions.size_factor = (0..self.positions.count()).map(|seat| size_factor(&self.positions, seat, scaling)).collect();
        self.tell_everybody();
        let everybody: Vec<u32> = self.people.everybody().collect();
        for (person, manager) in everybody.into_iter().zip(before) {
            if self.manager_of(person) != manager {
                self.meet_manager(person, parameters.trust.new_tie);
            }
        }
    }

    /// Moves what waits in the shared inbox of one unit to that of another.
    pub fn join_shared_inboxes(&mut self, from: u32, to: u32) {
        let seats = self.positions.count() as u32;
        while let Some((task, urgent)) = self.shared.pop(seats + from) {
            self.shared.push(seats + to, task, urgent);
        }
    }
}
