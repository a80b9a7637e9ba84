//! The tie network by unit, in two or more panels such as before and after.

use super::Plot;
use super::axis::{short_number, usable};
use super::canvas::{Anchor, Area, Canvas, Point};
use super::key::{Sign, key_rows};
use super::network_layout::Ring;
use super::theme::{BODY, Colour, Dash, Frame, LEADING, Marker, PALETTE, SMALL, no_data, paragraph};
use std::collections::BTreeMap;

/// With more people than this in any panel, units are drawn instead of people.
pub const PEOPLE_DRAWN: usize = 400;
/// Space between panels.
const GAP: Point = (26.0, 20.0);
/// Ties inside a unit.
const PALE: Colour = Colour(205, 205, 205);
/// Ties across units.
const DARK: Colour = Colour(40, 40, 40);
/// Markers by level, from the front line up.
const LEVELS: [Marker; 5] = [Marker::Circle, Marker::Square, Marker::Triangle, Marker::Diamond, Marker::TriangleDown];

/// One person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NetworkNode {
    /// Index into [`TieNetwork::units`].
    pub unit: usize,
    /// Level, 0 for the front line, as in [`TieNetwork::levels`].
    pub level: usize,
}

/// One tie; its direction is not shown.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct NetworkTie {
    /// Index of a person in the panel.
    pub from: usize,
    /// Index of another person.
    pub to: usize,
    /// Strength, above 0.
    pub strength: f64,
}

/// The network at one time or in one arm.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NetworkPanel {
    /// Title, such as "year 0".
    pub title: String,
    /// A line below it, such as "12 % of tie strength crosses units"; may be empty.
    pub note: String,
    /// People.
    pub nodes: Vec<NetworkNode>,
    /// Ties between them; those that name nobody or have no strength are left out.
    pub ties: Vec<NetworkTie>,
}

/// Networks side by side, with the same place for a unit in every panel.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TieNetwork {
    /// Title, subtitle and caption.
    pub frame: Frame,
    /// Names of the units, clockwise from the top; departments may stand for them.
    pub units: Vec<String>,
    /// Whether these are departments.
    pub departments: bool,
    /// Names of the levels from the front line up.
    pub levels: Vec<String>,
    /// Panels from left to right.
    pub panels: Vec<NetworkPanel>,
}

impl Plot for TieNetwork {
    fn draw(&self, canvas: &mut Canvas) {
        let mut area = self.frame.draw(canvas);
        if self.panels.iter().all(|panel| panel.nodes.is_empty()) {
            return no_data(canvas, area);
        }
        let by_unit = self.panels.iter().any(|panel| panel.nodes.len() > PEOPLE_DRAWN);
        let strongest = self.strongest(by_unit);
        let key = self.key(by_unit, strongest);
        area.top = key_rows(canvas, (area.left, area.top), area.width(), &key) + 4.0;
        let people = self.people();
        let count = self.panels.len();
        let columns = if area.width() / count as f64 >= 330.0 { count } else { count.div_ceil(2) };
        let rows = count.div_ceil(columns);
        let size = area.cell(0, columns, rows, GAP);
        let names = self.names(&people, self.widest_word().clamp(size.width() * 0.17, size.width() * 0.26), size.height() - 80.0);
        if self.numbered(&names) {
            let numbered: Vec<String> = self.units.iter().enumerate().map(|(i, u)| format!("{} {u}", i + 1)).collect();
            let words = numbered.join("   ·   ");
            area.top = paragraph(canvas, &words, (area.left, area.top), SMALL, false, Colour::INK, area.width());
        }
        // Many crossing ties are drawn fainter, so that their density shows instead of a black ball.
        let ink = (60.0 / self.crossing(people.len()).max(1) as f64).sqrt().clamp(0.2, 0.85);
        for (index, panel) in self.panels.iter().enumerate() {
            let cell = area.cell(index, columns, rows, GAP);
            let width = cell.width();
            let top = paragraph(canvas, &panel.title, (cell.left, cell.top), BODY, true, Colour::INK, width);
            let top = paragraph(canvas, &panel.note, (cell.left, top), SMALL, false, Colour::QUIET, width);
            let plot = Area::new(cell.left, top + 4.0, cell.right, cell.bottom);
            if panel.nodes.is_empty() {
                no_data(canvas, plot);
                continue;
            }
            let ring = Ring::new(plot, &people, &names);
            match by_unit {
                true => draw_units(canvas, panel, &ring, strongest),
                false => draw_people(canvas, panel, &ring, (strongest, ink)),
            }
            let colours: Vec<Colour> = (0..people.len()).map(unit_colour).collect();
            ring.write_names(canvas, plot, &names, &colours);
        }
    }
}

impl TieNetwork {
    /// Most people a unit has in any panel; at least one unit.
    fn people(&self) -> Vec<usize> {
        let units = self.units.len().max(1);
        let mut most = vec![0; units];
        for panel in &self.panels {
            for (unit, members) in members(panel, units).iter().enumerate() {
                most[unit] = most[unit].max(members.len());
            }
        }
        most
    }

    /// Width of the longest word in the units' names: it should not be cut.
    fn widest_word(&self) -> f64 {
        let words = self.units.iter().flat_map(|unit| unit.split_whitespace());
        words.map(|word| Canvas::text_width(word, SMALL, true) + 1.0).fold(0.0, f64::max)
    }

    /// Names of the units in lines no wider than `width`; numbers where they would not fit into `height`.
    fn names(&self, people: &[usize], width: f64, height: f64) -> Vec<Vec<String>> {
        let shown = |i: usize| if people[i] > 0 { self.units.get(i).map_or("", String::as_str) } else { "" };
        let name = |i: usize| Canvas::wrap(shown(i), SMALL, true, width);
        let names: Vec<Vec<String>> = (0..people.len()).map(name).collect();
        let tallest = names.iter().map(Vec::len).max().unwrap_or(1) as f64;
        let used = people.iter().filter(|count| **count > 0).count();
        let fits = (tallest * SMALL * LEADING + 2.0) * (used as f64 * 0.6 + 1.0) < height;
        if fits { names } else { (1..=people.len()).map(|i| vec![i.to_string()]).collect() }
    }

    /// Whether units are shown by number.
    fn numbered(&self, names: &[Vec<String>]) -> bool {
        let number = |(i, lines): (usize, &Vec<String>)| lines.len() == 1 && lines[0] == (i + 1).to_string();
        !self.units.is_empty() && names.iter().enumerate().all(number)
    }

    /// Most crossing ties in any panel, so that all panels use the same ink a tie.
    fn crossing(&self, units: usize) -> usize {
        let crossing = |panel: &NetworkPanel| good_ties(panel).filter(|tie| !inside(panel, tie, units)).count();
        self.panels.iter().map(crossing).max().unwrap_or(0)
    }

    /// Strongest tie, or strongest sum of ties between two units, over all panels.
    fn strongest(&self, by_unit: bool) -> f64 {
        let units = self.units.len().max(1);
        let strengths = self.panels.iter().map(|panel| match by_unit {
            true => unit_ties(panel, units).into_values().fold(0.0, f64::max),
            false => good_ties(panel).map(|tie| tie.strength).fold(0.0, f64::max),
        });
        strengths.fold(0.0, f64::max).max(1e-12)
    }

    fn key(&self, by_unit: bool, strongest: f64) -> Vec<(Sign, String)> {
        if by_unit {
            let (one, two) = if self.departments { ("department", "departments") } else { ("unit", "units") };
            let widest = format!("widest line: summed strength {} between two {two}", short_number(strongest));
            let area = format!("area: people in the {one}");
            return vec![(Sign::Marker(Marker::Circle, Colour::RULE, false), area), (Sign::Line(DARK, 9.0), widest)];
        }
        let highest = self.panels.iter().flat_map(|p| &p.nodes).map(|node| node.level).max().unwrap_or(0);
        let levels = self.levels.iter().take(highest.saturating_add(1)).take(LEVELS.len()).enumerate();
        let mut key: Vec<(Sign, String)> = levels.map(|(i, name)| (Sign::Marker(LEVELS[i], Colour::QUIET, false), name.clone())).collect();
        key.push((Sign::Line(PALE, 2.5), "tie inside a unit".into()));
        key.push((Sign::Line(DARK, 2.5), "tie across units, wider if stronger".into()));
        key
    }
}

fn unit_colour(unit: usize) -> Colour {
    PALETTE[unit % PALETTE.len()]
}

/// People of each unit, highest level first; unknown units count as the last.
fn members(panel: &NetworkPanel, units: usize) -> Vec<Vec<usize>> {
    let mut members = vec![Vec::new(); units];
    for (index, node) in panel.nodes.iter().enumerate() {
        members[node.unit.min(units - 1)].push(index);
    }
    for unit in &mut members {
        unit.sort_by_key(|index| (std::cmp::Reverse(panel.nodes[*index].level), *index));
    }
    members
}

fn good_ties(panel: &NetworkPanel) -> impl Iterator<Item = &NetworkTie> {
    let count = panel.nodes.len();
    panel
        .ties
        .iter()
        .filter(move |tie| tie.from < count && tie.to < count && tie.from != tie.to && usable(tie.strength) && tie.strength > 0.0)
}

/// Summed strength between two units, the lower number first, where there is any.
fn unit_ties(panel: &NetworkPanel, units: usize) -> BTreeMap<(usize, usize), f64> {
    let mut sums = BTreeMap::new();
    for tie in good_ties(panel) {
        let (a, b) = (panel.nodes[tie.from].unit.min(units - 1), panel.nodes[tie.to].unit.min(units - 1));
        if a != b {
            *sums.entry((a.min(b), a.max(b))).or_insert(0.0) += tie.strength;
        }
    }
    sums
}

/// Whether both ends of a tie are in one unit.
fn inside(panel: &NetworkPanel, tie: &NetworkTie, units: usize) -> bool {
    panel.nodes[tie.from].unit.min(units - 1) == panel.nodes[tie.to].unit.min(units - 1)
}

fn draw_people(canvas: &mut Canvas, panel: &NetworkPanel, ring: &Ring, (strongest, ink): (f64, f64)) {
    let units = ring.centres.len();
    let mut places: Vec<Point> = vec![(0.0, 0.0); panel.nodes.len()];
    for (unit, members) in members(panel, units).iter().enumerate() {
        for (rank, index) in members.iter().enumerate() {
            places[*index] = ring.person(unit, rank);
        }
    }
    for across in [false, true] {
        for tie in good_ties(panel).filter(|tie| inside(panel, tie, units) != across) {
            let share = tie.strength / strongest;
            let (colour, alpha, width) = if across { (DARK, ink, 0.5 + 2.2 * share) } else { (PALE, 0.8, 1.0) };
            canvas.line(&[places[tie.from], places[tie.to]], width, colour, alpha, Dash::Solid);
        }
    }
    for (index, node) in panel.nodes.iter().enumerate() {
        let radius = (ring.grain * 0.55).clamp(2.5, 7.5) * if node.level > 0 { 1.15 } else { 1.0 };
        let marker = LEVELS[node.level.min(LEVELS.len() - 1)];
        marker.fill(canvas, places[index], radius + 1.0, Colour::WHITE);
        marker.fill(canvas, places[index], radius, unit_colour(node.unit.min(units - 1)));
    }
}

fn draw_units(canvas: &mut Canvas, panel: &NetworkPanel, ring: &Ring, strongest: f64) {
    let units = ring.centres.len();
    let mut pairs: Vec<((usize, usize), f64)> = unit_ties(panel, units).into_iter().collect();
    pairs.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    for ((one, other), strength) in pairs {
        let share = strength / strongest;
        let ends = [ring.centres[one], ring.centres[other]];
        // Paler when thin: strong links stay readable over hundreds of weak ones.
        let colour = DARK.mixed(Colour::WHITE, 0.8 * (1.0 - share));
        canvas.line(&ends, 0.75 + 8.25 * share, colour, 1.0, Dash::Solid);
    }
    for (unit, members) in members(panel, units).iter().enumerate() {
        if members.is_empty() {
            continue;
        }
        let radius = ring.grain * (members.len() as f64).sqrt() * 0.92;
        canvas.circle(ring.centres[unit], radius + 1.5, Colour::WHITE, 1.0);
        canvas.circle(ring.centres[unit], radius, unit_colour(unit), 1.0);
        let words = members.len().to_string();
        if Canvas::text_width(&words, SMALL, false) < radius * 1.7 {
            let ink = unit_colour(unit).ink_on();
            canvas.text(ring.centres[unit], Anchor::Middle, SMALL, ink, &words);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    fn sample(people: usize, units: usize) -> TieNetwork {
        let nodes: Vec<NetworkNode> = (0..people).map(|i| NetworkNode { unit: i % units, level: (i / units + 1) % 9 / 8 }).collect();
        let tie = |i: usize| NetworkTie { from: i, to: (i * 7 + 3) % people, strength: 0.2 + (i % 5) as f64 / 6.0 };
        let panel = |title: &str| NetworkPanel {
            title: title.into(),
            note: "12 % across units".into(),
            nodes: nodes.clone(),
            ties: (0..people).map(tie).collect(),
        };
        TieNetwork {
            frame: check::frame(),
            units: (0..units).map(|i| format!("research and development <&\"> {i}")).collect(),
            levels: vec!["front line".into(), "managers".into()],
            panels: vec![panel("before"), panel("after")],
            departments: false,
        }
    }

    #[test]
    fn small_and_large_networks_are_legible() {
        for (people, units) in [(1, 1), (65, 6), (150, 10), (400, 16), (1200, 24)] {
            let svg = check::picture(&sample(people, units));
            assert!(svg.contains("before") && svg.contains("&lt;&amp;&quot;&gt;"));
        }
        assert!(check::picture(&sample(401, 8)).contains("area: people in the unit"));
        let departments = TieNetwork { departments: true, ..sample(401, 8) };
        assert!(check::picture(&departments).contains("area: people in the department"));
    }

    #[test]
    fn odd_input_does_not_panic() {
        for odd in check::ODD {
            let mut plot = sample(20, 3);
            plot.panels[0].ties[2].strength = odd;
            plot.panels[0].ties[3].to = usize::MAX;
            plot.panels[0].nodes[4] = NetworkNode { unit: usize::MAX, level: usize::MAX };
            check::picture(&plot);
            plot.units.clear();
            plot.levels.clear();
            plot.panels[1].nodes.clear();
            check::picture(&plot);
        }
        assert!(check::picture(&TieNetwork::default()).contains("no data"));
    }
}
