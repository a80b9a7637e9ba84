//! Queues: how long work waits for people who are busy.
//!
//! Items arrive at random (Poisson) and need exponential hours. At load rho one server makes them wait rho/(1 - rho)
//! service times, c servers with one queue C(c, rho)/(c (1 - rho)), with Erlang's C the chance that all are busy
//! (Erlang 1917), and stages in a row as much each (Burke 1956). The integrated model serves its inboxes with the same
//! functions, once a round; here a stretch is the time between two arrivals, so waits are exact to a hundred-thousandth
//! of a service time.
//!
//! Waiting and sojourn (waiting and service) are summed over the stages. Each replication begins empty and leaves out
//! its first `warm_up` items; standard errors come from independent replications. Where each server has an own queue,
//! items choose it at random, in turn, or the shortest (the first of equals).

use super::{
    Certainty, Docking, Effort, Estimate, FigureRow, Kind, Model, Quantity, Relation, Setting, Settings, Shape, Target, Wrong, mean_of,
};
use crate::error::Problem;
use crate::mechanisms::attention::{Hours, serve, serve_shared};
use crate::organisation::inboxes::{Inboxes, Task, TaskKind, Tray};
use crate::organisation::pool::{Handle, Pool};
use crate::streams::{Draws, Streams};
use rand_distr::{Distribution, Exp1};
use rayon::prelude::*;

/// Tolerance: three per cent.
const fn within(case: &'static str, set: super::model::Case, measure: &'static str, published: f64) -> Target {
    Target::equal(case, set, measure, published, 0.03 * published, Certainty::A)
}

const fn formula(case: &'static str, set: super::model::Case, published: f64) -> Target {
    Target::equal(case, set, "formula_waiting", published, 1e-9, Certainty::A)
}

/// The row of the list.
pub const MODEL: Model = Model {
    name: "queues",
    title: "Waiting for one boss, for peers who share a queue, and through a row of approvals",
    source: "Erlang 1917; Jackson 1957; Kleinrock 1975, Queueing Systems I",
    checks: "Waiting, sojourn and utilisation of inboxes: M/M/1, M/M/c and tandem queues.",
    mechanism: "attention",
    docking: Docking::Variant("attention::serve (default) and attention::serve_shared (attention.inbox = \"shared\")"),
    remarks: "Each replication starts empty and leaves out its first 5,000 items. A queue each is fed at random; in turn and to the shortest are options.",
    settings: &[
        Setting::new(
            "load",
            Kind::Number(0.01, 0.99),
            "0.8",
            "share",
            "Arrival rate over the service rate of all servers of a stage (rho).",
        ),
        Setting::new("mu", Kind::Number(0.001, 1000.0), "1", "1/time", "Service rate of a server."),
        Setting::new("c", Kind::Whole(1.0, 64.0), "1", "servers", "Servers of each stage."),
        Setting::new("inbox", Kind::Choice(&["shared", "own"]), "shared", "rule", "One queue for all servers of a stage, or one for each."),
        Setting::new(
            "routing",
            Kind::Choice(&["random", "cyclic", "shortest"]),
            "random",
            "rule",
            "Which of the servers' own queues an item joins.",
        ),
        Setting::new("stages", Kind::Whole(1.0, 100.0), "1", "stages", "Stages in a row."),
        Setting::new("service", Kind::Choice(&["exponential", "fixed"]), "exponential", "rule", "How service times are spread."),
        Setting::new("replications", Kind::Whole(2.0, 1000.0), "10", "replications", "Independent replications that share the items."),
        Setting::new("warm_up", Kind::Whole(0.0, 1e6), "5000", "items", "Items at the start of each replication that are left out."),
    ],
    effort: "items served",
    replications: 2_000_000,
    quick: 100_000,
    run,
    targets: &[
        within("waiting, one server", &[], "waiting", 4.0000),
        within("waiting, two servers, one queue", &[("c", "2")], "waiting", 1.7778),
        within("waiting, four servers, one queue", &[("c", "4")], "waiting", 0.7455),
        within("waiting, eight servers, one queue", &[("c", "8")], "waiting", 0.2860),
        within("waiting, eight servers, a queue each", &[("c", "8"), ("inbox", "own")], "waiting", 4.0000),
        formula("waiting by formula, one server", &[], 4.0),
        formula("waiting by formula, two servers", &[("c", "2")], 1.777_777_777_8),
        formula("waiting by formula, four servers", &[("c", "4")], 0.745_540_589_7),
        formula("waiting by formula, eight servers", &[("c", "8")], 0.286_028_078_4),
        within("sojourn, load .5", &[("load", "0.5")], "sojourn", 2.0),
        within("sojourn, load .8", &[], "sojourn", 5.0),
        within("sojourn, load .9", &[("load", "0.9")], "sojourn", 10.0),
        within("sojourn, load .95", &[("load", "0.95")], "sojourn", 20.0),
        within("sojourn, five approvals in a row", &[("stages", "5")], "sojourn", 25.0),
        within("utilisation, one server", &[], "utilisation", 0.8),
        within("utilisation, eight servers, one queue", &[("c", "8")], "utilisation", 0.8),
        Target {
            case: "waiting, eight servers, one queue less a queue each",
            set: &[("c", "8")],
            quantity: Quantity::Minus("waiting", &[("c", "8"), ("inbox", "own")]),
            relation: Relation::Equal,
            published: -3.7140,
            tolerance: 0.1114,
            certainty: Certainty::A,
        },
    ],
    wrong: &[
        Wrong {
            meaning: "service takes always the same",
            set: &[("service", "fixed")],
            misses: &[
                "waiting, one server",
                "waiting, eight servers, a queue each",
                "sojourn, load .5",
                "sojourn, load .8",
                "sojourn, load .9",
                "sojourn, load .95",
                "sojourn, five approvals in a row",
            ],
        },
        Wrong {
            meaning: "peers do not share their queue",
            set: &[("inbox", "own")],
            misses: &[
                "waiting, two servers, one queue",
                "waiting, four servers, one queue",
                "waiting, eight servers, one queue",
                "waiting, eight servers, one queue less a queue each",
            ],
        },
        Wrong {
            meaning: "an eighth of the items stays away",
            set: &[("load", "0.7")],
            misses: &["utilisation, one server", "utilisation, eight servers, one queue"],
        },
    ],
    figure: FigureRow {
        title: "Waiting against load",
        measures: &["waiting"],
        value_label: "mean wait, in service times",
        along: ("load", "load", &["0.4", "0.6", "0.8", "0.9"]),
        by: Some(("c", &["1", "2", "4", "8"])),
        set: &[],
        shape: Shape::Lines,
    },
};

/// Clock ticks in a mean service time: the unit in which hours are paid.
const TICKS: f64 = 1e5;

/// The parameters of a case.
struct Case {
    load: f64,
    servers: u32,
    shared: bool,
    routing: usize,
    stages: usize,
    fixed: bool,
}

/// An item under way: when it came to the stage, what it needs there, its number in the stream.
#[derive(Clone, Copy, Default)]
struct Item {
    arrived: u64,
    hours: u32,
    number: u32,
}

fn run(settings: &Settings, effort: &Effort) -> Result<Vec<Estimate>, Problem> {
    let case = Case {
        load: settings.number("load"),
        servers: settings.whole("c") as u32,
        shared: settings.whole("inbox") == 0 && settings.whole("c") > 1,
        routing: settings.whole("routing"),
        stages: settings.whole("stages"),
        fixed: settings.whole("service") == 1,
    };
    let replications = settings.whole("replications") as u32;
    let (warm_up, served) = (settings.whole("warm_up"), effort.replications.div_ceil(replications) as usize);
    let one = |number| case.replication(&Streams::new(effort.seed, number, 0), warm_up, served);
    let numbers: Vec<[f64; 3]> = (0..replications).into_par_iter().map(one).collect();
    let mean = settings.number("mu").recip();
    let of = |name, place: usize, unit: f64| mean_of(name, numbers.iter().map(move |one| one[place] * unit));
    let mut estimates = vec![of("waiting", 0, mean), of("sojourn", 1, mean), of("utilisation", 2, 1.0)];
    if let Some(waiting) = case.formula() {
        estimates.push(Estimate::exact("formula_waiting", waiting * mean));
        estimates.push(Estimate::exact("formula_sojourn", (waiting + case.stages as f64) * mean));
    }
    Ok(estimates)
}

impl Case {
    /// Mean waiting over all stages in service times, where there is a formula.
    fn formula(&self) -> Option<f64> {
        let queues = if self.shared { self.servers } else { 1 };
        let known = self.shared || self.routing == 0 || self.servers == 1;
        match self.fixed {
            false => known.then(|| self.stages as f64 * erlang_wait(queues, self.load)),
            // Behind a first stage with fixed times nobody waits: items leave it at least a service time apart.
            true => (known && queues == 1 && (self.servers == 1 || self.stages == 1)).then(|| erlang_wait(1, self.load) / 2.0),
        }
    }

    /// Mean waiting, sojourn (service times) and utilisation of the items after `warm_up`.
    fn replication(&self, streams: &Streams, warm_up: usize, served: usize) -> [f64; 3] {
        let mut arrivals = Effort::draws(streams, 0, 0);
        let gap = TICKS / (self.load * f64::from(self.servers));
        let mut items = Vec::with_capacity(warm_up + served);
        let mut clock = 0.0;
        for number in 0..(warm_up + served) as u32 {
            clock += gap * exponential(&mut arrivals);
            items.push(Item { arrived: clock as u64, hours: 0, number });
        }
        let span = (items[items.len() - 1].arrived - items[warm_up].arrived).max(1) as f64;
        let counted = |item: &Item| item.number as usize >= warm_up;
        let (mut waiting, mut hours) = (0u64, 0u64);
        for stage in 0..self.stages as u64 {
            let mut services = Effort::draws(streams, 1, stage);
            for item in &mut items {
                item.hours = if self.fixed { TICKS as u32 } else { (TICKS * exponential(&mut services) + 0.5) as u32 };
            }
            let mut left = self.stage(&items, Effort::draws(streams, 2, stage), |item, end| {
                if counted(item) {
                    waiting += end - item.arrived - u64::from(item.hours);
                    hours += u64::from(item.hours);
                }
            });
            // The next stage sees them in the order in which they leave this one.
            left.sort_unstable_by_key(|item| (item.arrived, item.number));
            items = left;
        }
        let number = served as f64 * TICKS;
        let utilisation = hours as f64 / (self.stages as f64 * f64::from(self.servers) * span);
        [waiting as f64 / number, (waiting + hours) as f64 / number, utilisation]
    }

    /// Sends items, in order of arrival, through one stage; `leaves` is told of each and when. Gives them as they leave.
    fn stage(&self, items: &[Item], mut routes: Draws, mut leaves: impl FnMut(&Item, u64)) -> Vec<Item> {
        let seats: Vec<u32> = (0..self.servers).collect();
        let (mut own, mut shared) = (Inboxes::new(seats.len()), Tray::new(self.servers, 1));
        let (mut under_way, mut active) = (Pool::<Item>::default(), Vec::new());
        let mut left = Vec::with_capacity(items.len());
        let mut spent = vec![0i32; seats.len()];
        for (place, item) in items.iter().enumerate() {
            let about = under_way.insert(0, *item);
            let task = Task { kind: TaskKind::Lead, about, owed: Some(item.hours) };
            if self.shared {
                shared.push(self.servers, task, false);
            } else {
                let server = self.route(item, &own, &mut routes);
                own.tray(server).push(server, task, false);
            }
            let end = items.get(place + 1).map_or(u64::MAX, |next| next.arrived);
            let mut now = item.arrived;
            // After the last arrival, stretch by stretch until all is served.
            while now < end && !(end == u64::MAX && under_way.is_empty()) {
                let stretch = (end - now).min(i32::MAX as u64 / 2) as i32;
                spent.fill(0);
                let mut leave = |about: Handle, at: i32| {
                    let item = under_way.remove(about).expect("it was under way");
                    leaves(&item, now + at as u64);
                    left.push(Item { arrived: now + at as u64, ..item });
                };
                for tray in own.trays() {
                    tray.take_active(&mut active);
                    for &inbox in &active {
                        let spent = &mut spent[inbox as usize];
                        serve(tray, inbox, Hours::of(stretch), spent, |task| task.owed, |task, at| leave(task.about, at));
                        tray.keep_active(inbox);
                    }
                }
                let (hours, look) = (|_| Some(Hours::of(stretch)), |_, task: &mut Task| task.owed);
                let finish = |_, task: Task, at| leave(task.about, at);
                serve_shared((&mut shared, self.servers), &mut own, &seats, hours, &mut spent, look, finish);
                now += stretch as u64;
            }
        }
        left
    }

    /// The queue that an item joins where each server has an own one.
    fn route(&self, item: &Item, inboxes: &Inboxes, routes: &mut Draws) -> u32 {
        match self.routing {
            0 => routes.below(self.servers),
            1 => item.number % self.servers,
            _ => (0..self.servers).min_by_key(|server| inboxes.waiting(*server)).unwrap_or(0),
        }
    }
}

fn exponential(draws: &mut Draws) -> f64 {
    Exp1.sample(draws)
}

/// Mean wait in service times in a queue of `servers` at `load`: Erlang's C over c (1 - load).
fn erlang_wait(servers: u32, load: f64) -> f64 {
    let (offered, mut blocked) = (load * f64::from(servers), 1.0);
    // Erlang's B, one server more at a time.
    for server in 1..=servers {
        blocked = offered * blocked / (f64::from(server) + offered * blocked);
    }
    let waits = blocked / (1.0 - load * (1.0 - blocked));
    waits / (f64::from(servers) * (1.0 - load))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(set: &[(&str, &str)], measure: &str) -> (f64, f64) {
        let settings = Settings::published(MODEL.settings).with(set);
        let estimates = run(&settings, &Effort { replications: 200_000, seed: 4 }).unwrap();
        let found = estimates.iter().find(|estimate| estimate.measure == measure).unwrap();
        (found.value, found.standard_error)
    }

    #[test]
    fn erlangs_formula_has_its_known_values() {
        // By summing Erlang's series in exact fractions.
        let known = [(1, 4.0), (2, 1.777_777_777_777_778), (4, 0.745_540_589_734_256), (8, 0.286_028_078_401_260)];
        assert!(known.iter().all(|(servers, wait)| (erlang_wait(*servers, 0.8) - wait).abs() < 1e-12));
        assert!((erlang_wait(1, 0.5) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn waits_are_those_of_the_formula_wherever_there_is_one() {
        let cases: [&[(&str, &str)]; 6] = [
            &[("load", "0.6"), ("c", "3"), ("stages", "3"), ("mu", "4")],
            &[("load", "0.7"), ("c", "5"), ("inbox", "own"), ("stages", "2")],
            &[("load", "0.7"), ("service", "fixed")],
            &[("load", "0.7"), ("service", "fixed"), ("stages", "4")],
            &[("load", "0.7"), ("service", "fixed"), ("inbox", "own"), ("c", "4")],
            &[("load", "0.05"), ("c", "64")],
        ];
        for set in cases {
            for measure in ["waiting", "sojourn"] {
                let formula = measured(set, &format!("formula_{measure}")).0;
                let (ours, error) = measured(set, measure);
                assert!((ours - formula).abs() < 4.0 * error + 1e-3, "{set:?} {measure}: {ours} against {formula}");
            }
        }
    }

    #[test]
    fn the_shorter_queue_lies_between_one_queue_and_chance() {
        let wait = |inbox, routing| measured(&[("c", "4"), ("inbox", inbox), ("routing", routing)], "waiting").0;
        let order = [wait("shared", "random"), wait("own", "shortest"), wait("own", "cyclic"), wait("own", "random")];
        assert!(order.is_sorted(), "{order:?}");
    }
}
