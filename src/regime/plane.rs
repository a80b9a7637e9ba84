//! The plane of two factors in square cells, which are split where the verdict changes.

/// A square cell in whole steps of the finest resolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// Left end, in steps.
    pub x: u32,
    /// Lower end, in steps.
    pub y: u32,
    /// Length of a side, in steps; a power of two.
    pub side: u32,
}

/// Cells that cover the plane once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plane {
    /// Steps along each side of the plane.
    pub steps: u32,
    /// The cells.
    pub cells: Vec<Cell>,
}

impl Cell {
    fn quarters(self) -> [Self; 4] {
        let side = self.side / 2;
        [(0, 0), (side, 0), (0, side), (side, side)].map(|(dx, dy)| Self { x: self.x + dx, y: self.y + dy, side })
    }
}

impl Plane {
    /// `grid` by `grid` cells that can be split `rounds` times.
    pub fn new(grid: u32, rounds: u32) -> Self {
        let side = 1 << rounds;
        let cell = |place: u32| Cell { x: place % grid * side, y: place / grid * side, side };
        Self { steps: grid * side, cells: (0..grid * grid).map(cell).collect() }
    }

    /// The middle of a cell, as shares of both ranges.
    pub fn centre(&self, cell: Cell) -> (f64, f64) {
        let middle = |from: u32| (f64::from(from) + 0.5 * f64::from(cell.side)) / f64::from(self.steps);
        (middle(cell.x), middle(cell.y))
    }

    /// The share of the plane that a cell covers.
    pub fn area(&self, cell: Cell) -> f64 {
        let side = f64::from(cell.side) / f64::from(self.steps);
        side * side
    }

    /// The cell over each step, row by row from below.
    pub fn owners(&self) -> Vec<usize> {
        let mut owners = vec![usize::MAX; (self.steps * self.steps) as usize];
        for (place, cell) in self.cells.iter().enumerate() {
            for y in cell.y..cell.y + cell.side {
                let row = (y * self.steps + cell.x) as usize;
                owners[row..row + cell.side as usize].fill(place);
            }
        }
        owners
    }

    /// Places of two cells that share a piece of a side, each pair once.
    pub fn neighbours(&self) -> Vec<(usize, usize)> {
        let (owners, steps) = (self.owners(), self.steps as usize);
        let mut pairs = Vec::new();
        for y in 0..steps {
            for x in 0..steps {
                let here = owners[y * steps + x];
                let right = (x + 1 < steps).then(|| owners[y * steps + x + 1]);
                let above = (y + 1 < steps).then(|| owners[(y + 1) * steps + x]);
                pairs.extend(
                    [right, above].into_iter().flatten().filter(|other| *other != here).map(|other| (here.min(other), here.max(other))),
                );
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    /// Splits every cell of `wanted` that can be split into four; returns the places of the new cells, which come last, and of the
    /// old ones that stay, in their order.
    pub fn split(&mut self, wanted: &[bool]) -> Split {
        let goes = |place: usize| wanted[place] && self.cells[place].side > 1;
        let stay: Vec<usize> = (0..self.cells.len()).filter(|place| !goes(*place)).collect();
        let new: Vec<Cell> = (0..self.cells.len()).filter(|place| goes(*place)).flat_map(|place| self.cells[place].quarters()).collect();
        let kept = stay.iter().map(|place| self.cells[*place]);
        self.cells = kept.chain(new.iter().copied()).collect();
        Split { stay, new: new.len() }
    }
}

/// What a split left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// Former places of the cells that stay, in their new order.
    pub stay: Vec<usize>,
    /// Number of new cells, behind them.
    pub new: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splitting_covers_the_plane_once_and_ends_at_the_finest_cells() {
        let mut plane = Plane::new(3, 2);
        assert_eq!((plane.steps, plane.cells.len(), plane.centre(plane.cells[0])), (12, 9, (1.0 / 6.0, 1.0 / 6.0)));
        let split = plane.split(&[true, false, false, false, true, false, false, false, false]);
        assert_eq!((split.stay.len(), split.new, plane.cells.len()), (7, 8, 15));
        let all = vec![true; 15];
        plane.split(&all);
        let cells = plane.cells.len();
        plane.split(&vec![true; cells]);
        assert!(!plane.owners().contains(&usize::MAX));
        let area: f64 = plane.cells.iter().map(|cell| plane.area(*cell)).sum();
        assert!((area - 1.0).abs() < 1e-12 && plane.cells.iter().any(|cell| cell.side == 1));
    }

    #[test]
    fn neighbours_of_different_size_are_found_once() {
        let mut plane = Plane::new(2, 1);
        plane.split(&[true, false, false, false]);
        // The three large ones come first: right, above, and above right; then the quarters of the first.
        assert_eq!(plane.neighbours(), [(0, 2), (0, 4), (0, 6), (1, 2), (1, 5), (1, 6), (3, 4), (3, 5), (4, 6), (5, 6)]);
    }
}
