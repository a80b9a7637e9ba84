//! The organisation chart with succession depth: how many people could take over each post now.

use super::Plot;
use super::axis::number;
use super::canvas::{Anchor, Area, Canvas, Point};
use super::key::{Sign, key_rows};
use super::theme::{Colour, Dash, Frame, LEADING, Marker, SMALL, no_data};
use super::tree_layout::{Node, Tree};

/// Colours of 0, 1, 2 and 3 or more ready successors.
const DEPTHS: [Colour; 4] = [Colour(213, 94, 0), Colour(240, 190, 70), Colour(120, 195, 240), Colour(0, 90, 150)];
/// Largest node.
const RADIUS: f64 = 14.0;

/// Who holds a post.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PostState {
    /// Somebody holds it.
    #[default]
    Filled,
    /// Somebody stands in; drawn hollow.
    Acting,
    /// Nobody; drawn crossed.
    Vacant,
}

/// One position.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TreePosition {
    /// Index of the position it reports to; none at the top.
    pub parent: Option<usize>,
    /// Name of the post; written where there is room.
    pub title: String,
    /// Who holds it.
    pub state: PostState,
    /// People who could take it over now.
    pub ready_successors: u32,
    /// A front-line post without reports is folded into a count below its manager, as are levels below those that can be drawn.
    pub front_line: bool,
}

/// An organisation chart, top post on top.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportingTree {
    /// Title, subtitle and caption.
    pub frame: Frame,
    /// Positions in any order.
    pub positions: Vec<TreePosition>,
}

/// Heights and sizes of one picture.
struct Levels {
    plot: Area,
    step: f64,
    radius: f64,
    block_step: f64,
}

impl Plot for ReportingTree {
    fn draw(&self, canvas: &mut Canvas) {
        let mut plot = self.frame.draw(canvas);
        if self.positions.is_empty() {
            return no_data(canvas, plot);
        }
        let tree = Tree::new(&self.positions, plot.width());
        plot.top = key_rows(canvas, (plot.left, plot.top), plot.width(), &self.key(&tree)) + 10.0;
        let levels = Levels::new(plot, &tree);
        for node in &tree.nodes {
            draw_edges(canvas, &tree, &levels, node);
        }
        for node in &tree.nodes {
            self.draw_post(canvas, &levels, node);
        }
        draw_counts(canvas, &tree, &levels);
        for depth in 0..=tree.deepest() {
            self.write_titles(canvas, &tree, &levels, (depth, false));
            self.write_titles(canvas, &tree, &levels, (depth, true));
        }
    }
}

impl Levels {
    fn new(plot: Area, tree: &Tree) -> Self {
        let radius = (tree.place / 2.0 - 1.5).clamp(2.0, RADIUS);
        let block_step = (radius * 2.0 + 3.0).min(plot.height() * 0.5 / tree.block_rows.max(1) as f64);
        let lines = if tree.block_rows > 0 { 2.0 } else { 4.0 };
        let foot = tree.block_rows as f64 * block_step + lines * SMALL * LEADING + radius;
        let steps = tree.deepest() as f64 + if tree.block_rows > 0 { 0.8 } else { 0.0 };
        let step = ((plot.height() - radius - foot) / steps.max(1.0)).clamp(1.0, 260.0);
        let radius = radius.min(step / 2.0 - 1.0).max(1.0);
        Self { plot, step, radius, block_step }
    }

    fn at(&self, node: &Node) -> Point {
        let y = self.plot.top + self.radius + node.depth as f64 * self.step;
        match node.block {
            Some((_, row)) => (self.plot.left + node.x, y - self.step * 0.2 + row as f64 * self.block_step),
            None => (self.plot.left + node.x, y),
        }
    }
}

impl ReportingTree {
    fn key(&self, tree: &Tree) -> Vec<(Sign, String)> {
        let drawn = || tree.nodes.iter().map(|node| &self.positions[node.position]);
        let names = ["none ready", "1 ready", "2 ready", "3 or more ready"];
        let entry = |(depth, name): (usize, &str)| {
            let count = drawn().filter(|post| depth_of(post) == depth && post.state != PostState::Vacant).count();
            (Sign::Marker(Marker::Circle, DEPTHS[depth], false), format!("{name}: {count}"))
        };
        let mut key: Vec<(Sign, String)> = names.into_iter().enumerate().map(entry).collect();
        let count = |state: PostState| drawn().filter(|post| post.state == state).count();
        if count(PostState::Acting) > 0 {
            let words = format!("hollow: acting ({})", count(PostState::Acting));
            key.push((Sign::Marker(Marker::Ring, Colour::QUIET, true), words));
        }
        if count(PostState::Vacant) > 0 {
            key.push((Sign::Crossed, format!("crossed: vacant ({})", count(PostState::Vacant))));
        }
        let folded: usize = tree.nodes.iter().map(|node| node.folded).sum();
        if folded > 0 {
            let posts = if tree.cut { "further posts" } else { "front-line posts" };
            let whose = if tree.block_rows > 0 { "below a block of managers" } else { "below a manager" };
            key.push((Sign::Patch(Colour::GRID), format!("×n: {posts} {whose} ({})", number(folded as f64, 0))));
        }
        key
    }

    fn draw_post(&self, canvas: &mut Canvas, levels: &Levels, node: &Node) {
        let post = &self.positions[node.position];
        let (at, radius) = (levels.at(node), levels.radius);
        let colour = DEPTHS[depth_of(post)];
        let words = if post.ready_successors > 2 { "3+".to_string() } else { post.ready_successors.to_string() };
        canvas.circle(at, radius + 1.5, Colour::WHITE, 1.0);
        canvas.circle(at, radius, colour, 1.0);
        let ink = match post.state {
            PostState::Filled => colour.ink_on(),
            PostState::Acting => {
                canvas.circle(at, radius * 0.76, Colour::WHITE, 1.0);
                Colour::INK
            }
            PostState::Vacant => {
                canvas.circle(at, radius, Colour::INK, 1.0);
                canvas.circle(at, radius - 1.75, Colour::WHITE, 1.0);
                let arm = radius * 0.71;
                for side in [1.0, -1.0] {
                    let cross = [(at.0 - arm, at.1 - arm * side), (at.0 + arm, at.1 + arm * side)];
                    canvas.line(&cross, 2.0, Colour::INK, 1.0, Dash::Solid);
                }
                return;
            }
        };
        if radius >= 7.0 {
            canvas.bold_text(at, Anchor::Middle, (radius * 1.08).min(SMALL), ink, &words);
        }
    }

    /// Titles of one level below its nodes, if each fits into its node's width; all of a level or none.
    ///
    /// The last managers of a line are a level of their own, with their titles below the counts.
    fn write_titles(&self, canvas: &mut Canvas, tree: &Tree, levels: &Levels, (depth, last): (usize, bool)) {
        let nodes: Vec<&Node> =
            tree.nodes.iter().filter(|n| n.depth == depth && n.block.is_none() && n.reports.is_empty() == last).collect();
        let title = |node: &&Node| Canvas::wrap(&self.positions[node.position].title, SMALL, false, node.width.min(230.0) - 10.0);
        let room = if last { 2 } else { ((levels.step * 0.55 - levels.radius) / (SMALL * LEADING)) as usize };
        let whole = |node: &&Node| {
            let words = self.positions[node.position].title.split_whitespace();
            words.map(|word| Canvas::text_width(word, SMALL, false)).all(|w| w <= node.width.min(230.0) - 10.0)
        };
        if !nodes.iter().all(|node| title(node).len() <= room && whole(node)) {
            return;
        }
        for node in nodes {
            let at = levels.at(node);
            for (row, line) in title(&node).iter().enumerate() {
                let below = if last && node.folded > 0 { 38.0 } else { 13.0 };
                let y = at.1 + levels.radius + below + row as f64 * SMALL * LEADING;
                let half = Canvas::text_width(line, SMALL, false) / 2.0 + 3.0;
                // The first box reaches up to the node, so that no stub of the line shows between.
                let top = if row == 0 && below < 20.0 { at.1 + levels.radius + 1.5 } else { y - 9.5 };
                canvas.rectangle(Area::new(at.0 - half, top, at.0 + half, y + 9.5), Colour::WHITE, 1.0);
                canvas.text((at.0, y), Anchor::Middle, SMALL, Colour::INK, line);
            }
        }
    }
}

fn depth_of(post: &TreePosition) -> usize {
    post.ready_successors.min(3) as usize
}

/// Down, across and down again to each report; blocks hang on one line.
fn draw_edges(canvas: &mut Canvas, tree: &Tree, levels: &Levels, node: &Node) {
    let from = levels.at(node);
    if node.block.is_none() && node.reports.is_empty() && node.folded > 0 {
        canvas.line(&[from, (from.0, from.1 + levels.radius + 12.0)], 1.0, Colour::RULE, 1.0, Dash::Solid);
    }
    let rail = from.1 + levels.step * 0.6;
    for report in node.reports.iter().map(|r| &tree.nodes[*r]) {
        let to = levels.at(report);
        let start = if report.block.is_some() { to.1.min(from.1 + levels.step * 0.8) } else { to.1 };
        let path = [from, (from.0, rail), (to.0, rail), (to.0, start)];
        canvas.line(&path[..2], 1.25, Colour::RULE, 1.0, Dash::Solid);
        canvas.line(&path[1..3], 1.25, Colour::RULE, 1.0, Dash::Solid);
        canvas.line(&path[2..], 1.25, Colour::RULE, 1.0, Dash::Solid);
    }
}

/// Counts of front-line posts: below each manager, or one for each block.
fn draw_counts(canvas: &mut Canvas, tree: &Tree, levels: &Levels) {
    for node in &tree.nodes {
        let blocked: Vec<&Node> = node.reports.iter().map(|r| &tree.nodes[*r]).filter(|report| report.block.is_some()).collect();
        if let (Some(first), Some(lowest)) = (blocked.first(), blocked.iter().map(|b| levels.at(b).1).reduce(f64::max)) {
            let right = blocked.iter().map(|b| b.x).fold(first.x, f64::max);
            let centre = levels.plot.left + (first.x + right) / 2.0;
            let folded: usize = blocked.iter().map(|b| b.folded).sum();
            count_box(canvas, (centre, lowest + levels.radius + SMALL), folded, right - first.x + first.width + 6.0);
        }
        if !node.reports.is_empty() {
            // Front-line posts beside drawn managers: to the right of their own manager.
            let at = levels.at(node);
            let room = (node.width / 2.0 - levels.radius - 6.0).min(60.0);
            count_box(canvas, (at.0 + levels.radius + 26.0, at.1), node.folded, room);
        }
        if node.block.is_none() && node.reports.is_empty() {
            let at = levels.at(node);
            count_box(canvas, (at.0, at.1 + levels.radius + 18.0), node.folded, node.width);
        }
    }
}

/// "×8" in a pale box, if it fits into `width`.
fn count_box(canvas: &mut Canvas, (x, y): Point, folded: usize, width: f64) {
    let words = format!("×{folded}");
    let half = Canvas::text_width(&words, SMALL, false) / 2.0;
    if folded > 0 && half * 2.0 <= width {
        let half_box = (half + 5.0).min(width / 2.0);
        canvas.rectangle(Area::new(x - half_box, y - 10.0, x + half_box, y + 10.0), Colour::GRID, 1.0);
        canvas.text((x, y), Anchor::Middle, SMALL, Colour::INK, &words);
    }
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    fn sample(levels: u32, span: usize) -> ReportingTree {
        let mut positions = vec![TreePosition { title: "chief <&\">".into(), ..TreePosition::default() }];
        let (mut first, mut end) = (0, 1);
        for level in 1..=levels {
            for parent in first..end {
                for report in 0..span {
                    let kind = (parent * 5 + report * 3) % 11;
                    positions.push(TreePosition {
                        parent: Some(parent),
                        title: format!("head of operations {report}"),
                        state: [PostState::Filled, PostState::Vacant, PostState::Acting][kind / 5 % 3],
                        ready_successors: kind as u32 % 5,
                        front_line: level == levels,
                    });
                }
            }
            (first, end) = (end, positions.len());
        }
        ReportingTree { frame: check::frame(), positions }
    }

    #[test]
    fn charts_of_all_sizes_are_legible() {
        for (levels, span) in [(0, 1), (1, 6), (2, 7), (3, 4), (3, 6), (4, 5), (3, 10), (7, 2)] {
            let svg = check::picture(&sample(levels, span));
            assert!(![1, 2, 3].contains(&levels) || svg.contains("chief &lt;&amp;&quot;&gt;"), "{levels} {span}");
        }
    }

    #[test]
    fn odd_trees_do_not_panic() {
        let mut plot = sample(2, 3);
        plot.positions[0].parent = Some(3);
        plot.positions[1].parent = Some(usize::MAX);
        plot.positions[2].parent = Some(2);
        check::picture(&plot);
        assert!(check::picture(&ReportingTree::default()).contains("no data"));
        let chain = |i: usize| TreePosition { parent: i.checked_sub(1), ..TreePosition::default() };
        check::picture(&ReportingTree { frame: Frame::default(), positions: (0..300).map(chain).collect() });
    }
}
