//! Shape of a reporting tree: who is drawn, who is folded into a count, and where everybody lies.

use super::reporting_tree::TreePosition;

/// Width of one place in a row of managers where there is room, in logical pixels.
const PLACE: f64 = 40.0;
/// Width of one place in a block of managers.
const TIGHT_PLACE: f64 = 31.0;
/// Most posts that are drawn, as whole levels from the top; those below are counted.
const POSTS_DRAWN: usize = 300;
/// Free space between neighbouring blocks.
const BLOCK_GAP: f64 = 12.0;

/// A position that is drawn.
#[derive(Clone, Debug, Default)]
pub(super) struct Node {
    /// Index into the positions.
    pub position: usize,
    /// Drawn reports, as indices into [`Tree::nodes`].
    pub reports: Vec<usize>,
    /// Front-line positions, or all below the last level drawn, folded into a count.
    pub folded: usize,
    /// Steps below the top.
    pub depth: usize,
    /// Horizontal place, in pixels from the left edge.
    pub x: f64,
    /// Width that the node and everybody below it may use.
    pub width: f64,
    /// Column and row inside a block of managers, if the node is in one.
    pub block: Option<(usize, usize)>,
}

/// The drawn part of an organisation chart.
#[derive(Clone, Debug, Default)]
pub(super) struct Tree {
    pub nodes: Vec<Node>,
    pub roots: Vec<usize>,
    /// Width of a place in a row or block.
    pub place: f64,
    /// Rows of the highest block; 0 if managers stand in one row.
    pub block_rows: usize,
    /// Whether there are managers below the last level drawn.
    pub cut: bool,
}

impl Tree {
    /// Builds and places the tree in `width` pixels. Posts that nobody reaches from a top post become tops themselves.
    pub fn new(positions: &[TreePosition], width: f64) -> Self {
        let mut children = vec![Vec::new(); positions.len()];
        let mut tops = Vec::new();
        for (index, position) in positions.iter().enumerate() {
            match position.parent.filter(|parent| *parent < positions.len() && *parent != index) {
                Some(parent) => children[parent].push(index),
                None => tops.push(index),
            }
        }
        let mut tree = Self::default();
        let mut seen = vec![false; positions.len()];
        // Cycles have no top: whoever is still unseen starts one, in order.
        for top in tops.into_iter().chain(0..positions.len()) {
            if !seen[top] {
                let root = tree.grow(positions, &children, &mut seen, top);
                tree.roots.push(root);
            }
        }
        tree.fold_lowest();
        tree.place_all(width);
        tree
    }

    /// Leaves as many whole levels as [`POSTS_DRAWN`] allows, at least the top; what is below is counted where it hangs.
    fn fold_lowest(&mut self) {
        let mut levels = Vec::new();
        for node in &self.nodes {
            levels.resize(levels.len().max(node.depth + 1), 0);
            levels[node.depth] += 1;
        }
        let totals = levels.iter().scan(0, |total, posts| {
            *total += posts;
            Some(*total)
        });
        let kept = totals.take_while(|total| *total <= POSTS_DRAWN).count().max(1);
        self.cut = kept < levels.len();
        if !self.cut {
            return;
        }
        // Reports stand after their manager: from the end on, what is below is known.
        let mut below = vec![0; self.nodes.len()];
        for node in (0..self.nodes.len()).rev() {
            let Node { folded, reports, .. } = &self.nodes[node];
            below[node] = folded + reports.iter().map(|report| 1 + below[*report]).sum::<usize>();
        }
        let mut places = vec![usize::MAX; self.nodes.len()];
        let drawn = self.nodes.iter().enumerate().filter(|(_, node)| node.depth < kept);
        drawn.enumerate().for_each(|(place, (node, _))| places[node] = place);
        let mut number = 0;
        self.nodes.retain_mut(|node| {
            if node.depth + 1 == kept {
                (node.folded, node.reports) = (below[number], Vec::new());
            }
            node.reports.iter_mut().for_each(|report| *report = places[*report]);
            number += 1;
            node.depth < kept
        });
        self.roots.iter_mut().for_each(|root| *root = places[*root]);
    }

    /// Adds a position and, level by level, all below it.
    fn grow(&mut self, positions: &[TreePosition], children: &[Vec<usize>], seen: &mut [bool], top: usize) -> usize {
        let root = self.nodes.len();
        seen[top] = true;
        self.nodes.push(Node { position: top, ..Node::default() });
        let mut next = root;
        while next < self.nodes.len() {
            let (boss, depth) = (self.nodes[next].position, self.nodes[next].depth);
            for &child in &children[boss] {
                if std::mem::replace(&mut seen[child], true) {
                    continue;
                }
                if positions[child].front_line && children[child].is_empty() {
                    self.nodes[next].folded += 1;
                    continue;
                }
                let index = self.nodes.len();
                self.nodes[next].reports.push(index);
                self.nodes.push(Node { position: child, depth: depth + 1, ..Node::default() });
            }
            next += 1;
        }
        root
    }

    fn is_last(&self, node: usize) -> bool {
        self.nodes[node].reports.is_empty()
    }

    /// Gives every node its place: in rows if that fits, else the last managers in blocks below their manager.
    fn place_all(&mut self, width: f64) {
        let last = (0..self.nodes.len()).filter(|node| self.is_last(*node)).count().max(1);
        let columns = if last as f64 * PLACE <= width { 0 } else { self.block_columns(width) };
        let natural: f64 = self.roots.iter().map(|root| self.natural_width(*root, columns)).sum();
        self.place = if columns == 0 { (width / last as f64).min(170.0) } else { TIGHT_PLACE };
        let unit = if columns == 0 { natural * self.place / PLACE } else { natural };
        let stretch = if columns == 0 { self.place / PLACE } else { width / natural };
        let mut left = if columns == 0 { (width - unit) / 2.0 } else { 0.0 };
        for root in self.roots.clone() {
            left += self.place_node(root, left, columns, stretch);
        }
        self.place *= if columns == 0 { 1.0 } else { stretch.min(1.0) };
    }

    /// Most columns a block may have so that everything fits, at least one.
    fn block_columns(&self, width: f64) -> usize {
        let fits = |columns: &usize| self.roots.iter().map(|root| self.natural_width(*root, *columns)).sum::<f64>() <= width;
        (1..=8).rev().find(fits).unwrap_or(1)
    }

    /// Last managers below `node`, if they are to stand in a block.
    fn block_of(&self, node: usize, columns: usize) -> usize {
        if columns == 0 { 0 } else { self.nodes[node].reports.iter().filter(|r| self.is_last(**r)).count() }
    }

    fn natural_width(&self, node: usize, columns: usize) -> f64 {
        if self.is_last(node) {
            return if columns == 0 { PLACE } else { TIGHT_PLACE + BLOCK_GAP };
        }
        let block = self.block_of(node, columns);
        let below = self.nodes[node].reports.iter().filter(|r| block == 0 || !self.is_last(**r));
        let block_width = if block > 0 { block.min(columns) as f64 * TIGHT_PLACE + BLOCK_GAP } else { 0.0 };
        below.map(|r| self.natural_width(*r, columns)).sum::<f64>() + block_width
    }

    /// Places a node and all below it from `left` on; returns the width used.
    fn place_node(&mut self, node: usize, left: f64, columns: usize, stretch: f64) -> f64 {
        let width = self.natural_width(node, columns) * stretch;
        self.nodes[node].width = width;
        self.nodes[node].x = left + width / 2.0;
        let block = self.block_of(node, columns);
        let reports = self.nodes[node].reports.clone();
        let (mut from, mut in_block) = (left, 0);
        if block > 0 {
            let wide = block.min(columns);
            let place = TIGHT_PLACE * stretch.min(1.0);
            let slot = (wide as f64 * TIGHT_PLACE + BLOCK_GAP) * stretch;
            let first = from + slot / 2.0 - (wide as f64 - 1.0) / 2.0 * place;
            for &report in reports.iter().filter(|r| self.nodes[**r].reports.is_empty()).collect::<Vec<_>>() {
                let (row, column) = (in_block / wide, in_block % wide);
                self.nodes[report].x = first + column as f64 * place;
                self.nodes[report].width = place;
                self.nodes[report].block = Some((column, row));
                self.block_rows = self.block_rows.max(row + 1);
                in_block += 1;
            }
            from += slot;
        }
        for report in reports {
            if self.nodes[report].block.is_none() {
                from += self.place_node(report, from, columns, stretch);
            }
        }
        if block == 0 && !self.is_last(node) {
            let xs = self.nodes[node].reports.iter().map(|r| self.nodes[*r].x);
            let (low, high) = xs.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(x), h.max(x)));
            self.nodes[node].x = (low + high) / 2.0;
        }
        width
    }

    /// Deepest level outside blocks.
    pub fn deepest(&self) -> usize {
        self.nodes.iter().filter(|node| node.block.is_none()).map(|node| node.depth).max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(parent: Option<usize>, front_line: bool) -> TreePosition {
        TreePosition { parent, front_line, ..TreePosition::default() }
    }

    #[test]
    fn the_front_line_is_folded_and_cycles_end() {
        let posts =
            [post(None, false), post(Some(0), false), post(Some(1), true), post(Some(1), true), post(Some(5), false), post(Some(4), false)];
        let tree = Tree::new(&posts, 400.0);
        assert_eq!(tree.nodes.len(), 4);
        assert_eq!(tree.nodes[1].folded, 2);
        assert_eq!(tree.roots.len(), 2, "the cycle of two becomes a top of its own");
    }

    #[test]
    fn levels_below_the_last_that_can_be_drawn_are_counted() {
        // A top, ten managers, a hundred below them, a thousand below those, and two at the front line below each of these.
        let mut posts = vec![post(None, false)];
        for (managers, above) in [(10, 0), (100, 1), (1000, 11)] {
            posts.extend((0..managers).map(|i| post(Some(above + i / 10), false)));
        }
        posts.extend((0..2000).map(|i| post(Some(111 + i / 2), true)));
        let tree = Tree::new(&posts, 1336.0);
        assert_eq!((tree.nodes.len(), tree.cut), (111, true));
        assert!(tree.nodes[11..].iter().all(|node| node.folded == 10 + 20 && node.reports.is_empty()));
        assert!(tree.nodes[..11].iter().all(|node| node.folded == 0 && node.reports.len() == 10));
        posts.truncate(111);
        let tree = Tree::new(&posts, 1336.0);
        assert_eq!((tree.nodes.len(), tree.cut), (111, false));
    }

    #[test]
    fn neighbours_in_a_row_or_block_keep_their_distance() {
        for managers in [3, 20, 60, 150] {
            let mut posts = vec![post(None, false)];
            posts.extend((0..10).map(|_| post(Some(0), false)));
            posts.extend((0..managers).map(|i| post(Some(1 + i % 10), false)));
            let tree = Tree::new(&posts, 1336.0);
            for (i, a) in tree.nodes.iter().enumerate() {
                assert!(a.x >= 0.0 && a.x <= 1336.0);
                for b in &tree.nodes[i + 1..] {
                    let same_row = a.depth == b.depth && a.block.map(|c| c.1) == b.block.map(|c| c.1);
                    assert!(!same_row || (a.x - b.x).abs() > 20.0, "{managers}: {a:?} {b:?}");
                }
            }
        }
    }
}
