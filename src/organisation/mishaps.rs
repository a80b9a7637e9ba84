//! Incidents and bad outcomes of high stakes, kept for a day where somebody reviews them.

use super::issues::Who;

/// Something that went wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mishap {
    /// Unit where it happened or arose.
    pub unit: u32,
    /// Who led the decision, if it was one.
    pub lead: Option<Who>,
}

/// What went wrong since the morning before; empty unless a programme reviews it.
#[derive(Clone, Debug, Default)]
pub struct Mishaps {
    /// Whether a programme reviews mishaps today.
    pub reviewed: bool,
    /// What went wrong since then, in order.
    pub yesterday: Vec<Mishap>,
}

impl Mishaps {
    /// Keeps a mishap for the next morning, if it will be reviewed.
    #[inline]
    pub fn note(&mut self, unit: u32, lead: Option<Who>) {
        if self.reviewed {
            self.yesterday.push(Mishap { unit, lead });
        }
    }
}
