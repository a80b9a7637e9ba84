//! What testing claims leaves: the table `claims`, and the score-card as a picture.

use super::verdict::ZONE;
use super::{Claim, Row, Tested, Verdict};
use crate::error::Error;
use crate::experiment::tables::ends;
use crate::plot::{Finding, Frame, Plot, PlotError, Rendered, ScoreCard, ScoreRow};
use crate::row;
use crate::table::{Column, Table};

/// Width of the score-card, in pixels; its height follows from its rows.
const WIDTH_PX: u32 = 2000;
/// Height of a row of the score-card, and of what stands around all of them, in pixels.
const ROW_PX: u32 = 46;
const AROUND_PX: u32 = 420;

/// Every row of every claim that was tested.
///
/// # Errors
/// None that results can cause.
pub fn table(tested: &[(Claim, Tested)]) -> Result<Table, Error> {
    let own = |name: &str, meaning: &str| Column::real(name, meaning).unit("that of the outcome");
    let spreads = |name: &str, meaning: &str| Column::real(name, meaning).unit("standard deviations");
    let mut table = Table::new("claims", "One row is one outcome of one pair of arms in one context of a claim")
        .described(
            "Differences are paired by replication: same people, same luck. The effect size is the difference over the spread of the \
             reference arm between replications. The verdict follows from its interval and from what the ablation leaves.",
        )
        .columns_from([
            Column::text("id", "Name of the claim, as in `leaderful list claims`.").required(),
            Column::text("source", "Documents that make the claim.").required(),
            Column::text("outcome", "Name of the outcome, as in `leaderful list outcomes`.").required(),
            Column::text("unit", "Unit of the outcome."),
            Column::text("arms", "Treated and reference arm; for an interaction also those whose difference is taken away.").required(),
            Column::text("context", "Context; for an interaction also the one whose difference is taken away.").required(),
            own("difference", "Mean difference between the arms."),
            own("ci_low", "Lower end of its 95 % t interval."),
            own("ci_high", "Upper end of its 95 % t interval."),
            spreads("effect_size", "The difference over the standard deviation of the reference arm between replications."),
            spreads("effect_low", "Lower end of its 95 % BCa bootstrap interval."),
            spreads("effect_high", "Upper end of its 95 % BCa bootstrap interval."),
            own("ablated_difference", "The difference with the ablation; missing where the claim names no cause."),
            own("ablated_low", "Lower end of its 95 % t interval."),
            own("ablated_high", "Upper end of its 95 % t interval."),
            Column::text("ablation", "What the ablation cuts."),
            Column::text("expected_direction", "The sign of the difference that is claimed.").allowed(["higher", "lower"]).required(),
            Column::text("verdict", "What the rule says of this row.").allowed(Verdict::NAMES).required(),
            Column::text("reason", "Why.").required(),
            Column::text("claim_verdict", "What the rule says of all rows of the claim together.").allowed(Verdict::NAMES).required(),
            Column::whole("replications", "Replications in which the difference has a value.").minimum(0.0).required(),
        ])?
        .primary_key(["id", "outcome", "arms", "context"])?;
    for (claim, tested) in tested {
        let sources = claim.sources.iter().map(|source| source.name).collect::<Vec<_>>().join(" ");
        for one in &tested.rows {
            let expectation = &claim.expectations[one.expectation];
            let outcome = expectation.outcome();
            let [ci_low, ci_high] = ends(one.difference.map(|found| found.interval));
            let [effect_low, effect_high] = ends(one.effect.and_then(|effect| effect.interval));
            let [ablated_low, ablated_high] = ends(one.ablated.map(|found| found.interval));
            let names: Vec<&str> = expectation.ablations.iter().map(|ablation| ablation.name.as_str()).collect();
            table.push_row(row![
                &claim.id,
                &sources,
                outcome.name,
                outcome.unit,
                expectation.arms(&claim.scenario),
                expectation.place(&claim.contexts, one.context),
                one.difference.map(|found| found.mean),
                ci_low,
                ci_high,
                one.effect.map(|effect| effect.estimate),
                effect_low,
                effect_high,
                one.ablated.map(|found| found.mean),
                ablated_low,
                ablated_high,
                names.join(" "),
                expectation.direction(),
                one.verdict.words(),
                one.reason.words(),
                tested.verdict.words(),
                one.pairs
            ])?;
        }
    }
    Ok(table)
}

/// The score-card: a row an outcome, in the first context in which it was tested; the other contexts as ticks.
///
/// # Errors
/// A fault of a drawing backend.
pub fn picture(tested: &[(Claim, Tested)], seed: u64) -> Result<Rendered, PlotError> {
    let rows: Vec<ScoreRow> = tested.iter().flat_map(|(claim, tested)| score_rows(claim, tested)).collect();
    let height = (AROUND_PX + ROW_PX * rows.len() as u32).clamp(900, crate::plot::SIDE_PX.1);
    let card = ScoreCard {
        frame: Frame {
            title: "What the model says of the claims".into(),
            subtitle: "Effects with 95 % intervals in the direction claimed".into(),
            caption: format!(
                "Paired replications: same people and luck. Thin ticks: other contexts. Seed {seed}, leaderful {}",
                env!("CARGO_PKG_VERSION")
            ),
        },
        rows,
        zone: ZONE,
        scale_label: "difference as claimed, in standard deviations of the reference arm between replications".into(),
    };
    card.render(WIDTH_PX, height)
}

fn score_rows(claim: &Claim, tested: &Tested) -> Vec<ScoreRow> {
    let of = |place: usize| {
        let expectation = &claim.expectations[place];
        let sign = if expectation.higher { 1.0 } else { -1.0 };
        let mut rows = tested.rows.iter().filter(|row| row.expectation == place);
        let first = rows.next()?;
        let effect = first.effect.map_or(f64::NAN, |effect| sign * effect.estimate);
        let [low, high] = first.effect.and_then(|effect| effect.interval).map_or([f64::NAN; 2], |interval| {
            let claimed = expectation.claimed(interval);
            [claimed.low, claimed.high]
        });
        Some(ScoreRow {
            claim: claim.id.clone(),
            label: label(claim, first),
            point: effect,
            low,
            high,
            ablated: first.ablated_effect.map_or(f64::NAN, |ablated| sign * ablated),
            others: rows.filter_map(|row: &Row| Some(sign * row.effect?.estimate)).collect(),
            finding: finding(first.verdict),
        })
    };
    (0..claim.expectations.len()).filter_map(of).collect()
}

/// The outcome, and what is special about the row: not the main context, or an interaction.
fn label(claim: &Claim, row: &Row) -> String {
    let expectation = &claim.expectations[row.expectation];
    let mut parts = vec![expectation.outcome().label.to_owned()];
    if row.context > 0 || expectation.compared_with.is_some() {
        parts.push(expectation.place(&claim.contexts, row.context));
    }
    if expectation.minus.is_some() {
        parts.push("between pairs of arms".to_owned());
    }
    parts.join(", ")
}

fn finding(verdict: Verdict) -> Finding {
    match verdict {
        Verdict::Supported => Finding::For,
        Verdict::NotSupported => Finding::Against,
        Verdict::Mixed => Finding::Mixed,
        Verdict::Undecided => Finding::Open,
    }
}
