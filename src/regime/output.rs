//! What a map leaves: tables, a picture an outcome, and words.

use super::map::{Layer, Map, Mapped};
use super::region::{DENSITY, Region};
use super::verdict::{DECIDED, RESAMPLES, Verdict};
use crate::error::Error;
use crate::outcomes::OUTCOMES;
use crate::plot::{Frame, Plot, PlotError, Regime, RegimeCell, RegimeMap, Rendered};
use crate::report::words::{arm_name, number};
use crate::row;
use crate::table::{Column, Table};

/// Size of a picture, in pixels.
const SIZE_PX: (u32, u32) = (1400, 1100);

impl Map {
    /// The value of a factor at a share of its range.
    fn value(&self, factor: usize, share: f64) -> f64 {
        self.factors[factor].at(share).number().unwrap_or(f64::NAN)
    }

    fn point(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (self.value(0, x), self.value(1, y))
    }
}

fn factor_columns() -> [Column; 3] {
    [
        Column::text("outcome", "Name of the outcome, as in `leaderful list outcomes`.").required(),
        Column::text("x_path", "The factor across.").required(),
        Column::text("y_path", "The factor upwards.").required(),
    ]
}

/// One row an outcome, cell and arm.
///
/// # Errors
/// None that a map can cause.
pub fn table(map: &Map, mapped: &Mapped) -> Result<Table, Error> {
    let real = |name: &str, meaning: &str| Column::real(name, meaning).required();
    let probability = |name: &str, meaning: &str| Column::real(name, meaning).unit("probability").minimum(0.0).maximum(1.0);
    let mut table = Table::new("map", "One row is one arm in one cell of the plane of two factors, on one outcome")
        .described(format!(
            "In each of {RESAMPLES} bootstrap resamples of the replications, all arms together, the arm with the best mean leads if it is \
             ahead of the next by more than the zone. A cell is decided where a probability is at least {DECIDED}."
        ))
        .columns_from(factor_columns())?
        .columns_from([
            real("x", "Value of the factor across, in the middle of the cell."),
            real("y", "Value of the factor upwards, in the middle of the cell."),
            real("x_low", "Left end of the cell."),
            real("x_high", "Right end of the cell."),
            real("y_low", "Lower end of the cell."),
            real("y_high", "Upper end of the cell."),
            Column::text("arm", "Name of the arm.").required(),
            Column::real("mean", "Mean of the outcome over the replications that all arms have.").unit("that of the outcome"),
            probability("leads", "Probability that the arm leads by more than the zone."),
            probability("level", "Probability that no arm does."),
            Column::text("verdict", "What follows for the cell: an arm leads, none does, or it is not known.")
                .allowed(["leads", "level", "undecided"])
                .required(),
            Column::text("leader", "The arm that leads, if the cell is decided."),
            Column::real("zone", "The zone: differences up to it count as none.").unit("that of the outcome").minimum(0.0),
        ])?
        .primary_key(["outcome", "x", "y", "arm"])?;
    for layer in &mapped.layers {
        for (cell, judged) in mapped.plane.cells.iter().zip(&layer.cells) {
            let (x, y) = map.point(mapped.plane.centre(*cell));
            let share = |step: u32| f64::from(step) / f64::from(mapped.plane.steps);
            let ends = [map.value(0, share(cell.x)), map.value(0, share(cell.x + cell.side))];
            let heights = [map.value(1, share(cell.y)), map.value(1, share(cell.y + cell.side))];
            let verdict = judged.as_ref().map_or(Verdict::Undecided, |judged| judged.verdict);
            let leader = match verdict {
                Verdict::Leads(arm) => arm_name(&map.scenario, arm),
                Verdict::Level | Verdict::Undecided => "",
            };
            for (place, arm) in map.scenario.all_arms().enumerate() {
                table.push_row(row![
                    OUTCOMES[layer.outcome].name,
                    &map.factors[0].path,
                    &map.factors[1].path,
                    x,
                    y,
                    ends[0],
                    ends[1],
                    heights[0],
                    heights[1],
                    &arm.name,
                    judged.as_ref().map(|judged| judged.means[place]),
                    judged.as_ref().map(|judged| judged.leads[place]),
                    judged.as_ref().map(|judged| judged.level),
                    verdict.word(),
                    leader,
                    layer.zone
                ])?;
            }
        }
    }
    Ok(table)
}

impl Verdict {
    /// The word in tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Leads(_) => "leads",
            Self::Level => "level",
            Self::Undecided => "undecided",
        }
    }
}

/// One row a piece of the line on which the best mean changes hands.
///
/// # Errors
/// None that a map can cause.
pub fn boundary(map: &Map, mapped: &Mapped) -> Result<Table, Error> {
    let real = |name: &str, meaning: &str| Column::real(name, meaning).required();
    let mut table = Table::new("boundary", "One row is one straight piece of the line on which the best mean changes hands")
        .columns_from(factor_columns())?
        .columns_from([
            Column::whole("piece", "Number of the piece, from 1.").minimum(1.0).required(),
            real("x_from", "One end, across."),
            real("y_from", "One end, upwards."),
            real("x_to", "The other end, across."),
            real("y_to", "The other end, upwards."),
            Column::text("arm", "One of the two arms whose means are equal there.").required(),
            Column::text("other_arm", "The other.").required(),
        ])?
        .primary_key(["outcome", "piece"])?;
    for layer in &mapped.layers {
        for (place, piece) in layer.line.iter().enumerate() {
            let (from, to) = (map.point(piece.from), map.point(piece.to));
            table.push_row(row![
                OUTCOMES[layer.outcome].name,
                &map.factors[0].path,
                &map.factors[1].path,
                place as i64 + 1,
                from.0,
                from.1,
                to.0,
                to.1,
                arm_name(&map.scenario, piece.arms.0),
                arm_name(&map.scenario, piece.arms.1)
            ])?;
        }
    }
    Ok(table)
}

/// One row an outcome and arm that leads somewhere: the box that tells best where.
///
/// # Errors
/// None that a map can cause.
pub fn regions(map: &Map, mapped: &Mapped) -> Result<Table, Error> {
    let real = |name: &str, meaning: &str| Column::real(name, meaning).required();
    let share = |name: &str, meaning: &str| Column::real(name, meaning).unit("share").minimum(0.0).maximum(1.0).required();
    let mut table = Table::new("regions", "One row is a box in two factors that tells best where an arm leads on an outcome")
        .described(format!(
            "Of all boxes in at least {DENSITY} of which the arm leads, the one that holds most of the area where it leads."
        ))
        .columns_from(factor_columns())?
        .columns_from([
            Column::text("arm", "Name of the arm.").required(),
            real("x_low", "Left end of the box."),
            real("x_high", "Right end of the box."),
            real("y_low", "Lower end of the box."),
            real("y_high", "Upper end of the box."),
            share("coverage", "Share of the area where the arm leads that lies in the box."),
            share("density", "Share of the box in which the arm leads."),
            share("led", "Share of the plane in which the arm leads."),
        ])?
        .primary_key(["outcome", "arm"])?;
    for layer in &mapped.layers {
        for (arm, region) in layer.regions.iter().enumerate() {
            let Some(region) = region else { continue };
            let (from, to) = (map.point((region.x.0, region.y.0)), map.point((region.x.1, region.y.1)));
            table.push_row(row![
                OUTCOMES[layer.outcome].name,
                &map.factors[0].path,
                &map.factors[1].path,
                arm_name(&map.scenario, arm),
                from.0,
                to.0,
                from.1,
                to.1,
                region.coverage,
                region.density,
                region.led
            ])?;
        }
    }
    Ok(table)
}

/// Where each arm leads on an outcome, in sentences.
pub fn words(map: &Map, mapped: &Mapped, layer: &Layer) -> Vec<String> {
    let percent = |share: f64| format!("{} %", number(100.0 * share));
    let mut words = Vec::new();
    for (arm, region) in layer.regions.iter().enumerate() {
        let name = arm_name(&map.scenario, arm);
        let led = layer.share(&mapped.plane, Verdict::Leads(arm));
        match region {
            Some(region) => words.push(format!(
                "{name} leads in {} of the plane: where {}. This box holds {} of the area where it leads, and it leads in {} of the box.",
                percent(led),
                condition(map, region),
                percent(region.coverage),
                percent(region.density)
            )),
            None if led > 0.0 => words.push(format!("{name} leads in {} of the plane, in no box of one piece.", percent(led))),
            None => {}
        }
    }
    let (level, open) = (layer.share(&mapped.plane, Verdict::Level), layer.share(&mapped.plane, Verdict::Undecided));
    words.push(format!("In {} no arm leads by more than {}; {} are undecided.", percent(level), number(layer.zone), percent(open)));
    words
}

/// The box in words; an end that is that of the range is no condition.
fn condition(map: &Map, region: &Region) -> String {
    let of = |factor: usize, (low, high): (f64, f64)| {
        let (path, from, to) = (&map.factors[factor].path, number(map.value(factor, low)), number(map.value(factor, high)));
        match (low > 0.0, high < 1.0) {
            (true, true) => Some(format!("{path} is {from} to {to}")),
            (true, false) => Some(format!("{path} is above {from}")),
            (false, true) => Some(format!("{path} is below {to}")),
            (false, false) => None,
        }
    };
    let conditions: Vec<String> = [of(0, region.x), of(1, region.y)].into_iter().flatten().collect();
    if conditions.is_empty() { "both factors are anywhere in their ranges".to_owned() } else { conditions.join(" and ") }
}

/// A picture of each outcome.
///
/// # Errors
/// A fault of a drawing backend.
pub fn pictures(map: &Map, mapped: &Mapped) -> Result<Vec<(String, Rendered)>, PlotError> {
    let (width, height) = SIZE_PX;
    let one = |layer: &Layer| Ok((format!("{}-map", OUTCOMES[layer.outcome].name), picture(map, mapped, layer).render(width, height)?));
    mapped.layers.iter().map(one).collect()
}

fn picture(map: &Map, mapped: &Mapped, layer: &Layer) -> RegimeMap {
    let outcome = &OUTCOMES[layer.outcome];
    let steps = f64::from(mapped.plane.steps);
    let corner = |x: u32, y: u32| map.point((f64::from(x) / steps, f64::from(y) / steps));
    let cells = mapped.plane.cells.iter().zip(&layer.cells).map(|(cell, judged)| RegimeCell {
        from: corner(cell.x, cell.y),
        to: corner(cell.x + cell.side, cell.y + cell.side),
        regime: match judged.as_ref().map_or(Verdict::Undecided, |judged| judged.verdict) {
            Verdict::Leads(arm) => Regime::Led(arm),
            Verdict::Level => Regime::Level,
            Verdict::Undecided => Regime::Undecided,
        },
    });
    let own = |factor: usize| {
        map.factors[factor].own(&map.scenario).filter(|own| (map.value(factor, 0.0)..=map.value(factor, 1.0)).contains(own))
    };
    RegimeMap {
        frame: Frame {
            title: format!("Who leads on {}", outcome.label.to_lowercase()),
            subtitle: format!(
                "An arm leads where it is best by more than {} with a probability of {} % at least",
                number(layer.zone),
                number(100.0 * DECIDED)
            ),
            caption: format!(
                "{}. {} replications in each of {} cells, same people and luck; seed {}, leaderful {}",
                map.scenario.title,
                map.scenario.replications,
                mapped.plane.cells.len(),
                map.scenario.seed,
                env!("CARGO_PKG_VERSION")
            ),
        },
        along_label: map.factors[0].label(),
        value_label: map.factors[1].label(),
        arms: map.scenario.all_arms().map(|arm| arm.name.clone()).collect(),
        cells: cells.collect(),
        line: layer.line.iter().map(|piece| [map.point(piece.from), map.point(piece.to)]).collect(),
        own: own(0).zip(own(1)),
    }
}
