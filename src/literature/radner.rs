//! How long a decision takes that needs many reads: networks of managers who each read one thing a cycle.
//!
//! N items are to be summed by P processors. In a cycle each processor adds one item that waits in its inbox, raw or the
//! total of somebody below, and who has read all sends the total up; it can be read in the next cycle. The least delay
//! of one task is D(N, P) = floor(N/P) + ceil(log2(P + N mod P)) for P up to N/2, and over all P it is 1 + ceil(log2 N)
//! (Radner 1993, "The organization of decentralized information processing", Econometrica 61; Van Zandt 1999). It is
//! reached by no regular tree: those at the top must read raw items too.
//!
//! Inboxes, their serving, delivery of messages and the table of reports are those of the integrated model; a cycle is a
//! stretch in which each seat has one hour and each read takes one. Silent in the paper and decided here: raw items of a
//! reporting tree are spread evenly over the processors without reports (the first ones get one more), unless `raw` says
//! otherwise; a branch without items sends nothing; processors beyond N/2 stay idle in an efficient network.

use super::{Certainty, Docking, Effort, Estimate, FigureRow, Kind, Model, Setting, Settings, Shape, Target, Wrong};
use crate::error::Problem;
use crate::mechanisms::attention::{Hours, serve};
use crate::organisation::inboxes::{Message, Task, TaskKind, Tray};
use crate::organisation::pool::Handle;
use crate::organisation::positions::{NOWHERE, Positions};

const fn delay(case: &'static str, set: super::model::Case, published: f64) -> Target {
    Target::equal(case, set, "delay", published, 0.0, Certainty::A)
}

/// The row of the list.
pub const MODEL: Model = Model {
    name: "radner-delay",
    title: "Delay of a decision in a network of managers",
    source: "Radner 1993, Econometrica 61; Van Zandt 1999, Review of Economic Design 4",
    checks: "A hierarchy never settles faster than the best network, and a regular tree is slower.",
    mechanism: "attention",
    docking: Docking::Same("attention::serve, organisation::inboxes, organisation::positions"),
    remarks: "Raw items are spread evenly over those without reports unless raw says otherwise; a branch without items is not waited for; processors beyond half of the items stay idle.",
    settings: &[
        Setting::new("items", Kind::Whole(1.0, 1e6), "40", "items", "Raw items to be summed (N)."),
        Setting::new(
            "processors",
            Kind::Whole(1.0, 1e5),
            "8",
            "processors",
            "Processors of an efficient network (P); at most half of the items are used.",
        ),
        Setting::new("network", Kind::Choice(&["efficient", "regular", "tree"]), "efficient", "rule", "Who reports to whom."),
        Setting::new(
            "levels",
            Kind::List(1.0, 1e5),
            "1, 2, 4, 8",
            "processors",
            "Processors on each level of a regular tree, from the top.",
        ),
        Setting::new(
            "parents",
            Kind::List(-1.0, 1e5),
            "-1, 0, 0, 1, 1, 2, 2",
            "number",
            "Whom each processor of a tree reports to, by number from 0; -1 is the top, and whoever is above comes first.",
        ),
        Setting::new(
            "raw",
            Kind::List(0.0, 1e6),
            "0",
            "items",
            "Raw items of each processor of a tree; a single 0 spreads them over those without reports.",
        ),
        Setting::new("reads", Kind::Whole(1.0, 1000.0), "1", "reads/cycle", "Items that a processor reads in a cycle."),
    ],
    effort: "runs",
    replications: 1,
    quick: 1,
    run,
    targets: &[
        delay("40 items, 1 processor", &[("processors", "1")], 40.0),
        delay("40 items, 2 processors", &[("processors", "2")], 21.0),
        delay("40 items, 4 processors", &[("processors", "4")], 12.0),
        delay("40 items, 8 processors", &[], 8.0),
        delay("40 items, 16 processors", &[("processors", "16")], 7.0),
        delay("64 items, 32 processors", &[("items", "64"), ("processors", "32")], 7.0),
        delay("10,000 items, 100 processors", &[("items", "10000"), ("processors", "100")], 107.0),
        delay("40 items, regular tree of 8, 4, 2 and 1", &[("network", "regular")], 11.0),
        Target::equal("40 items, least over all numbers of processors", &[("processors", "16")], "bound", 7.0, 0.0, Certainty::A),
        Target::equal("64 items, least over all numbers of processors", &[("items", "64")], "bound", 7.0, 0.0, Certainty::A),
    ],
    wrong: &[Wrong {
        meaning: "a manager reads two things a cycle",
        set: &[("reads", "2")],
        misses: &[
            "40 items, 1 processor",
            "40 items, 2 processors",
            "40 items, 4 processors",
            "40 items, 8 processors",
            "40 items, 16 processors",
            "64 items, 32 processors",
            "10,000 items, 100 processors",
            "40 items, regular tree of 8, 4, 2 and 1",
        ],
    }],
    figure: FigureRow {
        title: "Delay against processors: the best network, and the bound over all numbers of them (40 items)",
        measures: &["delay", "bound"],
        value_label: "cycles until the total is known",
        along: ("processors", "processors", &["1", "2", "3", "4", "5", "6", "8", "10", "12", "14", "16", "18", "20"]),
        by: None,
        set: &[],
        shape: Shape::Lines,
    },
};

fn run(settings: &Settings, _: &Effort) -> Result<Vec<Estimate>, Problem> {
    let [items, reads] = ["items", "reads"].map(|name| settings.whole(name) as u32);
    let network = match settings.whole("network") {
        0 => Network::efficient(items, settings.whole("processors") as u32),
        1 => Network::regular(items, settings.list("levels"))?,
        _ => Network::tree(items, settings.list("parents"), settings.list("raw"))?,
    };
    let items: u32 = network.raw.iter().sum();
    let processors = network.raw.len() as u32;
    Ok(vec![
        Estimate::exact("delay", f64::from(network.delay(reads as i32))),
        Estimate::exact("best", f64::from(least_delay(items, processors))),
        Estimate::exact("bound", f64::from(1 + log2_up(items))),
        Estimate::exact("processors", f64::from(processors)),
    ])
}

/// The least whole number that is not below the logarithm to base 2; 0 for 0.
fn log2_up(number: u32) -> u32 {
    number.max(1).next_power_of_two().trailing_zeros()
}

/// Processors that are of use: at most half as many as items.
fn useful(items: u32, processors: u32) -> u32 {
    processors.clamp(1, (items / 2).max(1))
}

/// D(N, P).
fn least_delay(items: u32, processors: u32) -> u32 {
    let processors = useful(items, processors);
    items / processors + log2_up(processors + items % processors)
}

/// Who reports to whom, and the raw items of each.
struct Network {
    positions: Positions,
    raw: Vec<u32>,
}

impl Network {
    /// Whoever is above must have a lower number.
    fn new(parents: Vec<u32>, raw: Vec<u32>) -> Self {
        let mut positions = Positions { level: vec![0; parents.len()], parent: parents, ..Positions::default() };
        positions.index();
        Self { positions, raw }
    }

    /// The best network: when raw items run out, totals are read pairwise, as many at once as can be.
    fn efficient(items: u32, processors: u32) -> Self {
        let processors = useful(items, processors);
        let (each, more) = (items / processors, items % processors);
        let mut parents = vec![NOWHERE; processors as usize];
        // While the first ones read one more raw item, the others begin to read each other.
        let mut free: Vec<u32> = (0..more).collect();
        free.extend(absorb(&mut parents, &(more..processors).collect::<Vec<_>>()));
        while free.len() > 1 {
            free = absorb(&mut parents, &free);
        }
        Self::new(parents, (0..processors).map(|place| each + u32::from(place < more)).collect())
    }

    /// A tree of levels, reports spread evenly; the lowest level reads the raw items.
    fn regular(items: u32, levels: &[f64]) -> Result<Self, Problem> {
        let levels: Vec<u32> = levels.iter().map(|number| *number as u32).collect();
        if levels[0] != 1 || levels.iter().sum::<u32>() > 1_000_000 {
            return Err(Problem::new("a tree begins with one processor at the top").key("levels").allowed("1, then the numbers below"));
        }
        let mut parents = vec![NOWHERE];
        let mut first = 0;
        for pair in levels.windows(2) {
            let (above, below) = (u64::from(pair[0]), u64::from(pair[1]));
            parents.extend((0..below).map(|place| first + (place * above / below) as u32));
            first += pair[0];
        }
        let lowest = first as usize..parents.len();
        let raw = spread(items, &lowest.collect::<Vec<_>>(), parents.len());
        Ok(Self::new(parents, raw))
    }

    /// Any tree of reports.
    fn tree(items: u32, parents: &[f64], raw: &[f64]) -> Result<Self, Problem> {
        let above = |(place, parent): (usize, &f64)| match (place, *parent as i64) {
            (0, -1) => Some(NOWHERE),
            (_, parent) if parent >= 0 && (parent as usize) < place && parent as f64 == parents[place] => Some(parent as u32),
            _ => None,
        };
        let parents: Vec<u32> = parents.iter().enumerate().map(above).collect::<Option<_>>().ok_or_else(|| {
            Problem::new("these reports make no tree").key("parents").allowed("-1 for the first, then for each the number of one before it")
        })?;
        let whole = raw.iter().all(|number| number.fract() == 0.0);
        let raw: Vec<u32> = match raw {
            [none] if *none == 0.0 => {
                let leaves: Vec<usize> = (0..parents.len()).filter(|place| !parents.contains(&(*place as u32))).collect();
                spread(items, &leaves, parents.len())
            }
            _ if whole && raw.len() == parents.len() && raw.iter().sum::<f64>() >= 1.0 => raw.iter().map(|number| *number as u32).collect(),
            _ => {
                return Err(Problem::new("raw items do not fit the tree")
                    .key("raw")
                    .allowed("a whole number for each processor, not all 0"));
            }
        };
        Ok(Self::new(parents, raw))
    }

    /// The cycle in which the top has read all.
    fn delay(&self, reads: i32) -> u32 {
        let processors = self.raw.len();
        // Items of each branch, then what each processor has to read: raw items and the totals of branches with items.
        let mut branch = self.raw.clone();
        for place in (1..processors).rev() {
            branch[self.positions.parent[place] as usize] += branch[place];
        }
        let with_items = |place: u32| self.positions.reports(place).iter().filter(|report| branch[**report as usize] > 0).count() as u32;
        let mut left: Vec<u32> = (0..processors).map(|place| self.raw[place] + with_items(place as u32)).collect();
        let (mut inboxes, mut active) = (Tray::new(0, processors), Vec::new());
        let read = Task { kind: TaskKind::Lead, about: Handle::NONE, owed: Some(1) };
        for (place, raw) in self.raw.iter().enumerate() {
            (0..*raw).for_each(|_| inboxes.push(place as u32, read, false));
        }
        let mut cycle = 0;
        while left[0] > 0 {
            cycle += 1;
            inboxes.take_active(&mut active);
            for &place in &active {
                let unread = &mut left[place as usize];
                serve(&mut inboxes, place, Hours::of(reads), &mut 0, |task| task.owed, |_, _| *unread -= 1);
                inboxes.keep_active(place);
                let above = self.positions.parent[place as usize];
                if *unread == 0 && above != NOWHERE {
                    inboxes.send(Message { seat: above, name: u64::from(place), task: read, urgent: false });
                }
            }
            inboxes.deliver(false);
        }
        cycle
    }
}

/// In one cycle the first half reads the totals of the second; gives those whose totals are left.
fn absorb(parents: &mut [u32], totals: &[u32]) -> Vec<u32> {
    let stay = totals.len().div_ceil(2);
    for (reader, read) in totals.iter().zip(&totals[stay..]) {
        parents[*read as usize] = *reader;
    }
    totals[..stay].to_vec()
}

/// Spreads items evenly over some places of `number`; the first get one more.
fn spread(items: u32, places: &[usize], number: usize) -> Vec<u32> {
    let mut raw = vec![0; number];
    let count = places.len() as u32;
    for (rank, place) in places.iter().enumerate() {
        raw[*place] = items / count + u32::from((rank as u32) < items % count);
    }
    raw
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::streams::Streams;

    #[test]
    fn efficient_networks_take_no_longer_than_the_formula_and_no_network_less() {
        for items in 1..130 {
            for processors in 1..=items {
                let network = Network::efficient(items, processors);
                assert_eq!(network.raw.iter().sum::<u32>(), items);
                assert_eq!(network.delay(1), least_delay(items, processors), "{items} items, {processors} processors");
                assert!(network.delay(1) > log2_up(items), "{items} items, {processors} processors");
            }
        }
    }

    #[test]
    fn no_random_tree_beats_the_best_network() {
        let streams = Streams::new(5, 0, 0);
        let mut reached = 0;
        for number in 0..3000 {
            let mut draws = Effort::draws(&streams, number, 0);
            let processors = 1 + draws.below(12);
            let items = 2 * processors + draws.below(40);
            let parents = (0..processors).map(|place| if place == 0 { NOWHERE } else { draws.below(place) }).collect();
            let mut raw = vec![0; processors as usize];
            (0..items).for_each(|_| raw[draws.below(processors) as usize] += 1);
            let delay = Network::new(parents, raw).delay(1);
            let best = (1..=processors).map(|fewer| least_delay(items, fewer)).min().unwrap();
            assert!(delay >= best, "{items} items, {processors} processors: {delay} cycles");
            reached += u32::from(delay == best);
        }
        assert!(reached > 0, "the bound is sharp");
    }

    #[test]
    fn trees_are_read_as_parents_and_a_branch_without_items_is_not_waited_for() {
        let delay = |parents: &[f64], raw: &[f64]| Network::tree(6, parents, raw).map(|network| network.delay(1));
        assert_eq!(delay(&[-1.0], &[0.0]).unwrap(), 6);
        assert_eq!(delay(&[-1.0, 0.0, 0.0], &[0.0]).unwrap(), 5, "three each, then two totals");
        assert_eq!(delay(&[-1.0, 0.0, 0.0], &[2.0, 4.0, 0.0]).unwrap(), 5, "the third has nothing to report");
        assert_eq!(delay(&[-1.0, 0.0, 1.0], &[1.0, 0.0, 1.0]).unwrap(), 3, "a chain passes on");
        for (parents, raw) in [(&[0.0][..], &[0.0][..]), (&[-1.0, 1.0], &[0.0]), (&[-1.0, -1.0], &[0.0]), (&[-1.0, 0.5], &[0.0])] {
            assert!(delay(parents, raw).is_err(), "{parents:?}");
        }
        assert!(delay(&[-1.0, 0.0], &[1.0]).is_err() && delay(&[-1.0, 0.0], &[0.0, 0.0]).is_err());
        assert!(Network::regular(6, &[2.0, 4.0]).is_err());
    }
}
