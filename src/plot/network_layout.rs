//! Where units and people of a tie network lie: units on a ring, people in a disc around their unit's centre.

use super::axis::spread;
use super::canvas::{Anchor, Area, Canvas, Point};
use super::theme::{Colour, LEADING, SMALL};

/// Turn from one person of a disc to the next: the golden angle, which packs evenly.
const GOLDEN_ANGLE: f64 = 2.399_963_229_728_653;

/// The ring of units in one panel.
#[derive(Clone, Debug)]
pub(super) struct Ring {
    /// Centre of each unit.
    pub centres: Vec<Point>,
    /// Root of the area of one person's share of a disc.
    pub grain: f64,
    centre: Point,
    radius: Point,
    discs: Vec<f64>,
    angles: Vec<f64>,
}

impl Ring {
    /// Places discs for `people` a unit, clockwise from the top, inside `area` without the room for `names`.
    pub fn new(area: Area, people: &[usize], names: &[Vec<String>]) -> Self {
        let widest = names.iter().flatten().map(|line| Canvas::text_width(line, SMALL, true)).fold(0.0, f64::max);
        let tallest = names.iter().map(Vec::len).max().unwrap_or(1) as f64;
        let labels = (widest + 22.0, tallest * SMALL * LEADING + 8.0);
        let roots: Vec<f64> = people.iter().map(|n| (*n as f64).max(0.6).sqrt()).collect();
        let (sum, largest) = (roots.iter().sum::<f64>(), roots.iter().copied().fold(0.0, f64::max));
        let half = ((area.width() / 2.0 - labels.0).max(40.0), (area.height() / 2.0 - labels.1).max(40.0));
        let short = half.0.min(half.1);
        let around = std::f64::consts::TAU * 0.93;
        let alone = people.len() < 2;
        let grain = if alone { short / largest.max(1.0) } else { around * short / (2.25 * sum + around * largest) };
        let grain = grain.min(15.0);
        let wide = grain * largest;
        let radius = (half.0.min(half.1 * 1.25) - wide, half.1 - wide);
        let radius = if alone { (0.0, 0.0) } else { radius };
        let mut turned = 0.0;
        let mut angles = Vec::with_capacity(people.len());
        for (index, root) in roots.iter().enumerate() {
            let before = if index == 0 { 0.0 } else { roots[index - 1] / 2.0 + root / 2.0 };
            turned += before / sum * std::f64::consts::TAU;
            angles.push(turned - std::f64::consts::FRAC_PI_2);
        }
        let centre = area.centre();
        let at = |angle: &f64| (centre.0 + radius.0 * libm::cos(*angle), centre.1 + radius.1 * libm::sin(*angle));
        Self {
            centres: angles.iter().map(at).collect(),
            grain,
            centre,
            radius,
            discs: roots.iter().map(|root| root * grain).collect(),
            angles,
        }
    }

    /// Place of member `rank` of a unit, from its centre outwards.
    pub fn person(&self, unit: usize, rank: usize) -> Point {
        let distance = self.grain * 0.94 * (rank as f64 + 0.35).sqrt();
        let angle = GOLDEN_ANGLE * rank as f64 + self.angles[unit];
        let (x, y) = self.centres[unit];
        (x + distance * libm::cos(angle), y + distance * libm::sin(angle))
    }

    /// Writes the names of the units outside the ring, left and right of it, moved apart in height.
    pub fn write_names(&self, canvas: &mut Canvas, area: Area, names: &[Vec<String>], colours: &[Colour]) {
        let tallest = names.iter().map(Vec::len).max().unwrap_or(1) as f64;
        let gap = tallest * SMALL * LEADING + 2.0;
        let half = |unit: usize| names[unit].len() as f64 * SMALL * LEADING / 2.0 - 6.0;
        for side in [1.0, -1.0] {
            let mine: Vec<usize> = (0..names.len()).filter(|i| !names[*i].is_empty() && self.on_right(*i) == (side > 0.0)).collect();
            let wanted: Vec<f64> =
                mine.iter().map(|i| self.centre.1 + (self.outer(*i).1 + half(*i)) * libm::sin(self.angles[*i])).collect();
            let range = (area.top + gap / 2.0, area.bottom - gap / 2.0);
            for (index, y) in mine.iter().zip(spread(&wanted, gap, range)) {
                let lines = &names[*index];
                let outer = self.outer(*index);
                let nearest = ((y - self.centre.1).abs() - half(*index)).max(0.0);
                let across = (nearest / outer.1).min(1.0);
                let reach = outer.0 * (1.0 - across * across).sqrt() + 4.0;
                let widest = lines.iter().map(|l| Canvas::text_width(l, SMALL, true)).fold(0.0, f64::max);
                let reach = reach.min(area.width() / 2.0 - widest).max(4.0);
                let anchor = if side > 0.0 { Anchor::Start } else { Anchor::End };
                for (row, line) in lines.iter().enumerate() {
                    let y = y + (row as f64 - (lines.len() as f64 - 1.0) / 2.0) * SMALL * LEADING;
                    let at = (self.centre.0 + side * reach, y);
                    canvas.bold_text(at, anchor, SMALL, colours[*index].for_text(), line);
                }
            }
        }
    }

    /// Half axes of the ellipse that clears the disc of a unit and those next to it.
    fn outer(&self, unit: usize) -> Point {
        let count = self.discs.len();
        let near = [unit, (unit + 1) % count, (unit + count - 1) % count];
        let clear = near.into_iter().map(|i| self.discs[i]).fold(0.0, f64::max) + 8.0;
        (self.radius.0 + clear, self.radius.1 + clear)
    }

    fn on_right(&self, unit: usize) -> bool {
        libm::cos(self.angles[unit]) > -1e-9
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn discs_stay_inside_and_apart() {
        for people in [vec![30], vec![5, 60], vec![40; 10], vec![1, 2, 3, 100, 8, 9, 7], vec![40; 30]] {
            let area = Area::new(0.0, 0.0, 660.0, 600.0);
            let ring = Ring::new(area, &people, &vec![vec!["a name".to_string()]; people.len()]);

            for (i, a) in ring.centres.iter().enumerate() {
                let r = ring.discs[i];
                assert!(a.0 - r >= 0.0 && a.0 + r <= 660.0 && a.1 - r >= 0.0 && a.1 + r <= 600.0);
                for (j, b) in ring.centres.iter().enumerate().skip(i + 1) {
                    let apart = ((a.0 - b.0) * (a.0 - b.0) + (a.1 - b.1) * (a.1 - b.1)).sqrt();
                    assert!(apart > 0.9 * (r + ring.discs[j]), "{people:?}: units {i} and {j}");
                }
            }
        }
    }
}
