//! The claims on one self-contained page: what the documents say, how it was tested, what came out, what that means.

use super::verdict::ZONE;
use super::{Claim, Row, Tested, Verdict};
use crate::experiment::statistics::Interval;
use crate::plot::Rendered;
use crate::report::html::{LEFT_OUT, STYLE, escape};
use crate::report::words::number;
use std::fmt::Write;

/// The page.
pub fn html(tested: &[(Claim, Tested)], picture: Option<&Rendered>, command: &str) -> String {
    let mut page = String::with_capacity(1 << 18);
    let _ = write!(
        page,
        "<!doctype html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\"><title>Claims about leadership, tested</title>\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\
         <style>{STYLE}</style></head><body>\n<h1>Claims about leadership, tested</h1>\n"
    );
    opening(&mut page, tested);
    if let Some(picture) = picture {
        let _ = writeln!(page, "<figure role=\"img\" aria-label=\"Score-card of all claims\">{}</figure>", picture.svg);
    }
    for (claim, tested) in tested {
        section(&mut page, claim, tested);
    }
    page.push_str("<h2>What the model leaves out</h2>\n<ul>\n");
    for line in LEFT_OUT {
        let _ = writeln!(page, "<li>{}</li>", escape(line));
    }
    let _ = write!(
        page,
        "</ul>\n<h2>How to run it again</h2>\n<p><code>{}</code>, with leaderful {}. The same seed gives the same bytes on any number of \
         threads.</p>\n</body></html>\n",
        escape(command),
        env!("CARGO_PKG_VERSION")
    );
    page
}

fn opening(page: &mut String, tested: &[(Claim, Tested)]) {
    let count = |verdict: Verdict| tested.iter().filter(|(_, tested)| tested.verdict == verdict).count();
    let _ = write!(
        page,
        "<p>Each claim is an experiment: arms that differ in one thing, with the same people and the same luck in every arm, in a few \
         contexts; and the same with the cause cut out that the claim names. Of {} claims {} are supported, {} mixed, {} not supported \
         and {} undecided.</p>\n<p>The rule: an effect is the difference over the spread of the reference arm between replications. It \
         counts as there if its 95 % interval lies wholly beyond {} on the side claimed, and as supported if the ablation takes all but a \
         third of it away. It is not supported if the interval ends below {}. A verdict is about the \
         model: a model that shows an effect shows that its \
         mechanisms are enough for it, not that they work so in the world.</p>\n",
        tested.len(),
        count(Verdict::Supported),
        count(Verdict::Mixed),
        count(Verdict::NotSupported),
        count(Verdict::Undecided),
        ZONE,
        ZONE
    );
}

fn section(page: &mut String, claim: &Claim, tested: &Tested) {
    let sources: Vec<&str> = claim.sources.iter().map(|source| source.citation).collect();
    let _ = write!(
        page,
        "<h2 id=\"{0}\">{0}: {1}</h2>\n<p><strong>{2}</strong></p>\n<p><strong>What is said.</strong> {3} <em>{4}</em></p>\n\
         <p><strong>How it was tested.</strong> {5} {6} replications of each arm.</p>\n<p><strong>What came out.</strong> {7}</p>\n",
        escape(&claim.id),
        escape(tested.verdict.words()),
        escape(&claim.claim),
        escape(&claim.says),
        escape(&sources.join(" ")),
        escape(&claim.test),
        tested.replications,
        escape(&came_out(claim, tested))
    );
    rows(page, claim, tested);
    let _ = writeln!(page, "<p><strong>What that does and does not mean.</strong> {}</p>", escape(&claim.caution));
}

/// A sentence an outcome, with its contexts.
pub fn came_out(claim: &Claim, tested: &Tested) -> String {
    let mut text = String::new();
    for (place, expectation) in claim.expectations.iter().enumerate() {
        let rows: Vec<String> = tested.rows.iter().filter(|row| row.expectation == place).map(|row| words(claim, row)).collect();
        if rows.is_empty() {
            continue;
        }
        let arms = expectation.arms(&claim.scenario);
        let _ = write!(text, "{} ({arms}; claimed: {}): {}. ", expectation.outcome().label, expectation.direction(), rows.join("; "));
    }
    text.trim_end().to_owned()
}

/// Context, difference, effect, what the ablation leaves, and the verdict.
fn words(claim: &Claim, row: &Row) -> String {
    let expectation = &claim.expectations[row.expectation];
    let place = expectation.place(&claim.contexts, row.context);
    let (Some(difference), Some(effect)) = (row.difference, row.effect) else { return format!("{place}: {}", row.reason.words()) };
    let left = row.ablated.map_or(String::new(), |left| format!(", with the ablation {}", number(left.mean)));
    let unit = expectation.outcome().unit;
    let unit = if unit.contains("..") { String::new() } else { format!(" {unit}") };
    format!(
        "{place}: {}{unit} ({}), that is {} standard deviations{left}; {}",
        number(difference.mean),
        ends(difference.interval),
        number(effect.estimate),
        row.reason.words()
    )
}

fn ends(interval: Interval) -> String {
    format!("{} to {}", number(interval.low), number(interval.high))
}

fn rows(page: &mut String, claim: &Claim, tested: &Tested) {
    page.push_str(
        "<div class=\"wide\"><table><thead><tr><th>outcome</th><th>arms</th><th>context</th><th>claimed</th><th>difference</th>\
         <th>95 % interval</th><th>effect</th><th>with the ablation</th><th>verdict</th></tr></thead><tbody>\n",
    );
    for row in &tested.rows {
        let expectation = &claim.expectations[row.expectation];
        let cell = |value: Option<f64>| value.map_or("–".into(), number);
        let ablation = expectation.ablation();
        let _ = writeln!(
            page,
            "<tr><td title=\"{}\">{}</td><td>{}</td><td>{}</td><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td>\
             <td class=\"n\">{}</td><td class=\"n\" title=\"{}\">{}</td><td>{}</td></tr>",
            escape(expectation.outcome().definition),
            escape(expectation.outcome().label),
            escape(&expectation.arms(&claim.scenario)),
            escape(&expectation.place(&claim.contexts, row.context)),
            expectation.direction(),
            cell(row.difference.map(|found| found.mean)),
            row.difference.map_or("–".into(), |found| ends(found.interval)),
            cell(row.effect.map(|effect| effect.estimate)),
            escape(&ablation),
            cell(row.ablated.map(|found| found.mean)),
            row.verdict.words()
        );
    }
    page.push_str("</tbody></table></div>\n");
    let mut cuts: Vec<String> = claim.expectations.iter().map(super::Expectation::ablation).filter(|cut| !cut.is_empty()).collect();
    cuts.dedup();
    if !cuts.is_empty() {
        let _ = writeln!(page, "<p>Ablations: {}</p>", escape(&cuts.join(" ")));
    }
}
