//! The line on which the best mean changes hands.

use super::plane::Plane;
use super::verdict::Judged;
use crate::outcomes::Direction;

/// A piece of the line, in shares of both ranges.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Piece {
    /// One end.
    pub from: (f64, f64),
    /// The other end.
    pub to: (f64, f64),
    /// Places of the arms whose means are equal there, the smaller first.
    pub arms: (usize, usize),
}

/// All pieces. Between two cells with different best arms the crossing is where the difference of their means, linear between both
/// centres, is zero; crossings are joined around each corner of cells (dual contouring), and led straight out at the rim.
pub fn line(plane: &Plane, judged: &[Option<Judged>], direction: Direction) -> Vec<Piece> {
    let (owners, steps) = (plane.owners(), plane.steps as i64);
    let owner = |x: i64, y: i64| ((0..steps).contains(&x) && (0..steps).contains(&y)).then(|| owners[(y * steps + x) as usize]);
    let mut pieces = Vec::new();
    for y in 0..=steps {
        for x in 0..=steps {
            let around = [owner(x - 1, y - 1), owner(x, y - 1), owner(x, y), owner(x - 1, y)];
            let crossings: Vec<Crossing> =
                (0..4).filter_map(|side| crossing(plane, judged, direction, around[side]?, around[(side + 1) % 4]?)).collect();
            let corner = (x as f64 / steps as f64, y as f64 / steps as f64);
            pieces.extend(join(&crossings, corner, around.contains(&None)));
        }
    }
    pieces.retain(|piece| piece.from != piece.to);
    pieces
}

/// A point at which two arms are equal.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Crossing {
    at: (f64, f64),
    arms: (usize, usize),
}

fn crossing(plane: &Plane, judged: &[Option<Judged>], direction: Direction, one: usize, other: usize) -> Option<Crossing> {
    let (here, there) = (judged[one].as_ref()?, judged[other].as_ref()?);
    let (a, b) = (here.best, there.best);
    if a == b {
        return None;
    }
    let sign = if direction == Direction::Lower { -1.0 } else { 1.0 };
    let lead = |judged: &Judged| sign * (judged.means[a] - judged.means[b]);
    let (near, far) = (lead(here), lead(there));
    let share = if near - far > 0.0 { near / (near - far) } else { 0.5 };
    let (from, to) = (plane.centre(plane.cells[one]), plane.centre(plane.cells[other]));
    Some(Crossing { at: (from.0 + share * (to.0 - from.0), from.1 + share * (to.1 - from.1)), arms: (a.min(b), a.max(b)) })
}

fn join(crossings: &[Crossing], corner: (f64, f64), at_rim: bool) -> Vec<Piece> {
    match crossings {
        [one] if at_rim => {
            // Straight out, along the side of the plane that the corner does not lie on.
            let (x, y) = corner;
            let to = if y == 0.0 || y == 1.0 { (one.at.0, y) } else { (x, one.at.1) };
            vec![Piece { from: one.at, to, arms: one.arms }]
        }
        [one, other] => vec![Piece { from: one.at, to: other.at, arms: one.arms }],
        [] | [_] => Vec::new(),
        many => {
            let count = many.len() as f64;
            let middle = many.iter().fold((0.0, 0.0), |sum, one| (sum.0 + one.at.0 / count, sum.1 + one.at.1 / count));
            many.iter().map(|one| Piece { from: one.at, to: middle, arms: one.arms }).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regime::verdict::Verdict;

    fn judged(means: Vec<f64>) -> Option<Judged> {
        let best = (0..means.len()).max_by(|a, b| means[*a].total_cmp(&means[*b])).unwrap();
        Some(Judged { leads: vec![0.0; means.len()], level: 1.0, verdict: Verdict::Undecided, best, means })
    }

    #[test]
    fn a_slanted_line_is_drawn_where_it_is() {
        let mut plane = Plane::new(6, 1);
        let quarter: Vec<bool> = (0..36).map(|place| place % 6 < 3).collect();
        plane.split(&quarter);
        let lead = |(x, y): (f64, f64)| 0.2 + 0.5 * x - y;
        let cells: Vec<Option<Judged>> = plane.cells.iter().map(|cell| judged(vec![lead(plane.centre(*cell)), 0.0])).collect();
        let pieces = line(&plane, &cells, Direction::Higher);
        for end in pieces.iter().flat_map(|piece| [piece.from, piece.to]) {
            // Straight out at the rim, which a slanted line is not, by half a cell at most.
            assert!(lead(end).abs() < if end.0 == 0.0 || end.0 == 1.0 { 0.05 } else { 1e-9 }, "{end:?}");
        }
        let at = |x: f64| pieces.iter().any(|piece| piece.from.0 == x || piece.to.0 == x);
        assert!(at(0.0) && at(1.0) && pieces.iter().all(|piece| piece.arms == (0, 1)));
        let length: f64 =
            pieces.iter().map(|p| libm::sqrt((p.from.0 - p.to.0) * (p.from.0 - p.to.0) + (p.from.1 - p.to.1) * (p.from.1 - p.to.1))).sum();
        assert!((length / libm::sqrt(1.25) - 1.0).abs() < 0.02, "the line is whole and drawn once: {length}");
    }

    #[test]
    fn three_arms_meet_in_a_point_and_one_arm_has_no_line() {
        let plane = Plane::new(2, 0);
        let cells = [vec![1.0, 0.0, 0.0], vec![0.0, 1.0, 0.0], vec![0.0, 0.0, 1.0], vec![0.0, 0.0, 1.0]].map(judged);
        let pieces = line(&plane, &cells, Direction::Higher);
        assert_eq!(pieces.iter().filter(|piece| piece.to == (0.5, 0.5) || piece.from == (0.5, 0.5)).count(), 0);
        assert_eq!(pieces.len(), 6, "three that meet and three to the rim");
        assert!(line(&plane, &std::array::from_fn::<_, 4, _>(|_| judged(vec![1.0, 0.0])), Direction::Higher).is_empty());
    }
}
