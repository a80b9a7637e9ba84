//! Where an arm leads, as a rule in plain words: a box in both factors.

use super::plane::Plane;

/// Share of the box in which the arm must lead.
pub const DENSITY: f64 = 0.9;

/// A box in shares of both ranges.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Region {
    /// Ends along the first factor.
    pub x: (f64, f64),
    /// Ends along the second factor.
    pub y: (f64, f64),
    /// Share of the area where the arm leads that lies in the box.
    pub coverage: f64,
    /// Share of the box in which the arm leads.
    pub density: f64,
    /// Share of the plane in which the arm leads at all.
    pub led: f64,
}

/// Both ends of a box along one factor, in steps.
type Ends = (u32, u32);

/// The box with the largest coverage among those with a density of at least [`DENSITY`], and with the highest density among equal
/// ones; `None` where there is nothing to cover. `led` says in which cells the arm leads.
///
/// The aims are those of scenario discovery with the patient rule induction method (Friedman and Fisher 1999, *Statistics and
/// Computing* 9, 123-143; Bryant and Lempert 2010, *Technological Forecasting and Social Change* 77, 34-49). With two factors every
/// box can be tried, so that none is missed by peeling.
pub fn region(plane: &Plane, led: &[bool]) -> Option<Region> {
    let table = Sums::new(plane, led);
    let whole = table.within((0, plane.steps), (0, plane.steps));
    if whole == 0 {
        return None;
    }
    let cuts = |of: fn(&super::plane::Cell) -> u32| {
        let mut cuts: Vec<u32> = plane.cells.iter().flat_map(|cell| [of(cell), of(cell) + cell.side]).collect();
        cuts.sort_unstable();
        cuts.dedup();
        cuts
    };
    let pairs = |cuts: Vec<u32>| -> Vec<(u32, u32)> {
        let from = |low: usize| cuts[low + 1..].iter().map(|high| (cuts[low], *high)).collect::<Vec<_>>();
        (0..cuts.len()).flat_map(from).collect()
    };
    let (across, along) = (pairs(cuts(|cell| cell.x)), pairs(cuts(|cell| cell.y)));
    let mut best: Option<(u32, f64, Ends, Ends)> = None;
    for x in &across {
        for y in &along {
            let inside = table.within(*x, *y);
            let density = f64::from(inside) / f64::from((x.1 - x.0) * (y.1 - y.0));
            let better = best.is_none_or(|(most, densest, ..)| inside > most || (inside == most && density > densest));
            if density >= DENSITY && better {
                best = Some((inside, density, *x, *y));
            }
        }
    }
    let (inside, density, x, y) = best?;
    let ends = |(low, high): (u32, u32)| (f64::from(low) / f64::from(plane.steps), f64::from(high) / f64::from(plane.steps));
    let all = f64::from(plane.steps * plane.steps);
    Some(Region { x: ends(x), y: ends(y), coverage: f64::from(inside) / f64::from(whole), density, led: f64::from(whole) / all })
}

/// Sums of led steps left of and below each corner.
struct Sums {
    sums: Vec<u32>,
    width: usize,
}

impl Sums {
    fn new(plane: &Plane, led: &[bool]) -> Self {
        let (owners, steps) = (plane.owners(), plane.steps as usize);
        let width = steps + 1;
        let mut sums = vec![0; width * width];
        for y in 0..steps {
            for x in 0..steps {
                let one = u32::from(led[owners[y * steps + x]]);
                sums[(y + 1) * width + x + 1] = one + sums[y * width + x + 1] + sums[(y + 1) * width + x] - sums[y * width + x];
            }
        }
        Self { sums, width }
    }

    /// Led steps in a box.
    fn within(&self, x: (u32, u32), y: (u32, u32)) -> u32 {
        let at = |x: u32, y: u32| self.sums[y as usize * self.width + x as usize];
        at(x.1, y.1) + at(x.0, y.0) - at(x.0, y.1) - at(x.1, y.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_planted_box_is_found_with_its_coverage_and_density() {
        let mut plane = Plane::new(5, 1);
        plane.split(&(0..25).map(|place| place % 2 == 0).collect::<Vec<_>>());
        let inside = |(x, y): (f64, f64)| x > 0.4 && y < 0.6;
        let mut led: Vec<bool> = plane.cells.iter().map(|cell| inside(plane.centre(*cell))).collect();
        let found = region(&plane, &led).unwrap();
        assert_eq!((found.x, found.y, found.coverage, found.density), ((0.4, 1.0), (0.0, 0.6), 1.0, 1.0));
        assert!((found.led - 0.36).abs() < 1e-12);
        // A lonely cell elsewhere is not covered: a box around both would be too thin.
        let corner = plane.cells.iter().position(|cell| plane.centre(*cell).0 < 0.2 && plane.centre(*cell).1 > 0.8).unwrap();
        led[corner] = true;
        let found = region(&plane, &led).unwrap();
        assert_eq!((found.x, found.density), ((0.4, 1.0), 1.0));
        assert!(found.coverage < 1.0 && found.coverage > 0.85);
        assert_eq!(region(&plane, &vec![false; led.len()]), None);
    }
}
