//! The formal structure: seats, units and departments. Seats stay; people come and go.

use super::people::NOBODY;

/// No seat (in a column of seats).
pub const NOWHERE: u32 = u32::MAX;

/// Columns of seats; all have one entry a seat. Parents stand before their children.
#[derive(Clone, Debug, Default)]
pub struct Positions {
    /// 0 is the top.
    pub level: Vec<u32>,
    /// Place between the top (0) and the front line (1).
    pub depth: Vec<f32>,
    /// Unit of the seat.
    pub unit: Vec<u32>,
    /// Seat above, or [`NOWHERE`] for the root.
    pub parent: Vec<u32>,
    /// Holder, or [`NOBODY`].
    pub occupant: Vec<u32>,
    /// Acting holder of a vacant seat, or [`NOBODY`].
    pub acting: Vec<u32>,
    /// Seats in the branch below, this one included.
    pub branch: Vec<u32>,
    /// Day on which the seat became vacant; meaningful while it is.
    pub vacant_since: Vec<u32>,
    /// Vacancy chain that the vacancy belongs to, and its place in it.
    pub chain: Vec<(u32, u32)>,
    /// How many outsiders have been appointed to the seat.
    pub appointments: Vec<u32>,
    /// Fixed duties as a share of the day.
    pub duties: Vec<f32>,
    /// Factor of the size of the receiving branch on escalation.
    pub size_factor: Vec<f32>,
    /// First of `children` for each seat; one more entry than seats.
    pub first_child: Vec<u32>,
    /// Reports of every seat, seat by seat.
    pub children: Vec<u32>,
    /// Names from the chart, where there is one.
    pub names: Vec<String>,
}

/// Units and departments.
#[derive(Clone, Debug, Default)]
pub struct Units {
    /// Name of each unit.
    pub names: Vec<String>,
    /// Department of each unit.
    pub department: Vec<u32>,
    /// Names of departments.
    pub departments: Vec<String>,
    /// First of `seats` for each unit; one more entry than units.
    pub first_seat: Vec<u32>,
    /// Seats of every unit, unit by unit; the highest one leads the unit.
    pub seats: Vec<u32>,
    /// Units of every department that owns a facet, each with its department, facet by facet.
    pub of_facet: Vec<Vec<(u32, u32)>>,
}

impl Positions {
    /// Number of seats.
    pub fn count(&self) -> usize {
        self.level.len()
    }

    /// Reports of `seat`.
    #[inline]
    pub fn reports(&self, seat: u32) -> &[u32] {
        let seat = seat as usize;
        &self.children[self.first_child[seat] as usize..self.first_child[seat + 1] as usize]
    }

    /// Whether the seat has reports.
    #[inline]
    pub fn leads(&self, seat: u32) -> bool {
        self.branch[seat as usize] > 1
    }

    /// Who does the work of the seat: its holder, else whoever acts, else [`NOBODY`].
    #[inline]
    pub fn holder(&self, seat: u32) -> u32 {
        let occupant = self.occupant[seat as usize];
        if occupant != NOBODY { occupant } else { self.acting[seat as usize] }
    }

    /// Who holds or acts in the seat above, or [`NOBODY`].
    #[inline]
    pub fn manager(&self, seat: u32) -> u32 {
        let parent = self.parent[seat as usize];
        if parent == NOWHERE { NOBODY } else { self.holder(parent) }
    }

    /// Fills the lists of reports and the sizes of branches from `parent`.
    pub fn index(&mut self) {
        let count = self.count();
        let mut number = vec![0u32; count];
        for &parent in self.parent.iter().filter(|p| **p != NOWHERE) {
            number[parent as usize] += 1;
        }
        self.first_child = running_total(&number);
        let mut next: Vec<u32> = self.first_child[..count].to_vec();
        self.children = vec![0; self.first_child[count] as usize];
        self.branch = vec![1; count];
        for seat in 0..count {
            let parent = self.parent[seat];
            if parent != NOWHERE {
                self.children[next[parent as usize] as usize] = seat as u32;
                next[parent as usize] += 1;
            }
        }
        for seat in (0..count).rev() {
            if self.parent[seat] != NOWHERE {
                self.branch[self.parent[seat] as usize] += self.branch[seat];
            }
        }
    }
}

impl Units {
    /// Number of units.
    pub fn count(&self) -> usize {
        self.names.len()
    }

    /// Number of units that have seats: all, until some are merged.
    pub fn with_seats(&self) -> usize {
        (0..self.count() as u32).filter(|unit| !self.seats_of(*unit).is_empty()).count()
    }

    /// Seats of `unit`.
    #[inline]
    pub fn seats_of(&self, unit: u32) -> &[u32] {
        let unit = unit as usize;
        &self.seats[self.first_seat[unit] as usize..self.first_seat[unit + 1] as usize]
    }

    /// The seat that leads `unit`: its highest, if it has any.
    #[inline]
    pub fn lead_seat(&self, unit: u32) -> Option<u32> {
        self.seats_of(unit).first().copied()
    }

    /// The facet of knowledge that is at home in `unit`.
    #[inline]
    pub fn facet(&self, unit: u32) -> usize {
        self.department[unit as usize] as usize % crate::scenario::FACETS
    }

    /// Fills the lists of seats and of units by facet. Seats of a unit are ordered by level, then by number.
    pub fn index(&mut self, positions: &Positions) {
        let mut number = vec![0u32; self.count()];
        for unit in &positions.unit {
            number[*unit as usize] += 1;
        }
        self.first_seat = running_total(&number);
        let mut order: Vec<u32> = (0..positions.count() as u32).collect();
        order.sort_by_key(|seat| (positions.unit[*seat as usize], positions.level[*seat as usize], *seat));
        self.seats = order;
        self.of_facet = vec![Vec::new(); crate::scenario::FACETS];
        for unit in 0..self.count() as u32 {
            let facet = self.facet(unit);
            if !self.seats_of(unit).is_empty() {
                self.of_facet[facet].push((unit, self.department[unit as usize]));
            }
        }
    }
}

/// 0, then the total after each number.
fn running_total(numbers: &[u32]) -> Vec<u32> {
    let mut totals = Vec::with_capacity(numbers.len() + 1);
    let mut total = 0;
    totals.push(0);
    for number in numbers {
        total += number;
        totals.push(total);
    }
    totals
}
