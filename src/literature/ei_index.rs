//! The E-I index: ties across units against ties inside.
//!
//! `G` units of `n` people; any two of one unit know each other with probability `inside`, any two of different units with
//! probability `outside`. E-I = (across - inside) / (across + inside), from -1, all inside, to 1. Complete mixing gives
//! (n(G - 1) - (n - 1)) / (Gn - 1). Krackhardt and Stern 1988, Informal networks and organizational crises, Social
//! Psychology Quarterly 51:123.

use super::{Certainty, Docking, Effort, Estimate, FigureRow, Kind, Model, Setting, Settings, Shape, Target};
use crate::error::Problem;
use crate::outcomes::silo::Mixing;

/// Most people whose pairs are walked.
const MOST_PEOPLE: usize = 5000;

/// The row of the list.
pub const MODEL: Model = Model {
    name: "ei-index",
    title: "Ties across units against ties inside (E-I index)",
    source: "Krackhardt and Stern 1988, Social Psychology Quarterly 51:123",
    checks: "The measure of silos at its two ends: complete mixing and isolated units.",
    mechanism: "ties",
    docking: Docking::Same("outcomes::silo::Mixing"),
    remarks: "",
    settings: &[
        Setting::new("G", Kind::Whole(1.0, 5000.0), "6", "units", "Units."),
        Setting::new("n", Kind::Whole(1.0, 5000.0), "6", "people", "People of each unit."),
        Setting::new("inside", Kind::Number(0.0, 1.0), "1", "probability", "Chance that two of one unit know each other."),
        Setting::new("outside", Kind::Number(0.0, 1.0), "1", "probability", "Chance that two of different units know each other."),
    ],
    effort: "networks",
    replications: 200,
    quick: 20,
    run,
    targets: &[
        Target::equal("complete mixing, six units of six", &[], "ei_index", 0.7143, 5e-5, Certainty::A),
        Target::equal("complete mixing, two units of two", &[("G", "2"), ("n", "2")], "ei_index", 1.0 / 3.0, 1e-9, Certainty::A),
        Target::equal("complete mixing, three units of four", &[("G", "3"), ("n", "4")], "ei_index", 5.0 / 11.0, 1e-9, Certainty::A),
        Target::equal("complete mixing, one unit of nine", &[("G", "1"), ("n", "9")], "ei_index", -1.0, 1e-9, Certainty::A),
        Target::equal("isolated units", &[("outside", "0")], "ei_index", -1.0, 1e-9, Certainty::A),
    ],
    wrong: &[],
    figure: FigureRow {
        title: "E-I index of complete mixing",
        measures: &["ei_index"],
        value_label: "E-I index",
        along: ("G", "units", &["1", "2", "3", "4", "5", "6", "8", "10"]),
        by: Some(("n", &["2", "6", "20"])),
        set: &[],
        shape: Shape::Lines,
    },
};

fn run(settings: &Settings, effort: &Effort) -> Result<Vec<Estimate>, Problem> {
    let (units, size) = (settings.whole("G"), settings.whole("n"));
    let (inside, outside) = (settings.number("inside"), settings.number("outside"));
    let people = units * size;
    if people > MOST_PEOPLE {
        let problem = Problem::new("too many people").key("G").value(units.to_string());
        return Err(problem.allowed(format!("up to {MOST_PEOPLE} people in all units")));
    }
    let (mates, strangers) = ((people * (size - 1) / 2) as f64, (people * (people - size) / 2) as f64);
    if inside * mates + outside * strangers < 1.0 {
        let problem = Problem::new("hardly anybody knows anybody: the index is not defined").key("inside");
        return Err(problem.allowed("chances that make at least one tie on average"));
    }
    let certain = [inside, outside].iter().all(|chance| *chance == 0.0 || *chance == 1.0);
    let effort = Effort { replications: if certain { 1 } else { effort.replications }, ..*effort };
    let unit_of = |person: usize| (person / size) as u32;
    Ok(effort.each(["ei_index", "ties"], |_, streams| {
        let (mut mixing, mut attempt) = (Mixing::default(), 0);
        // Chance may leave a small network without any tie: that network is drawn again.
        while mixing == Mixing::default() {
            let mut draws = Effort::draws(streams, 0, attempt);
            for (one, other) in (0..people).flat_map(|one| (one + 1..people).map(move |other| (one, other))) {
                let chance = if unit_of(one) == unit_of(other) { inside } else { outside };
                if draws.chance(chance as f32) {
                    mixing.add(unit_of(one), unit_of(other), 1.0);
                }
            }
            attempt += 1;
        }
        [mixing.ei_index(), mixing.inside + mixing.across]
    }))
}
