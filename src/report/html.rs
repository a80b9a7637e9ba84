//! The report: one self-contained page for a person who will not open a CSV file.

use super::figures::Figure;
use super::words::{arm_name, branches, caution_of_stop, intervals, number, organisations, runs, sentence, with_unit};
use crate::experiment::{Contrast, Results, leaders};
use crate::outcomes::OUTCOMES;
use crate::scenario::load::report::grouped;
use crate::scenario::parameters::{PARAMETERS, Status};
use crate::scenario::{DAYS_PER_YEAR, Scenario};
use std::fmt::Write;

/// Where a report comes from.
#[derive(Clone, Debug)]
pub struct Provenance {
    /// The command that makes it again.
    pub command: String,
    /// Hash of the resolved scenario.
    pub scenario_sha256: String,
    /// Version of the program.
    pub version: String,
}

/// What the model leaves out; shown in every report.
pub const LEFT_OUT: &[&str] = &[
    "Pay, contracts, law and unions: nobody is dismissed, and nobody bargains.",
    "Personality, conflict and power games, beyond trust, agency, strain and safety.",
    "Money: service has no price, and people are not a budget.",
    "The work itself: a decision is right or wrong on a few facets of knowledge, and a lesson or a case is hours of effort.",
    "Everything outside the organisation but its load, its turbulence and the need of the people it serves.",
];

pub(crate) const STYLE: &str = "body{font:18px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}\
h1{font-size:2rem;line-height:1.2}h2{margin-top:2.5rem;border-bottom:1px solid #ccc}figure{margin:1.5rem 0}\
figure svg{width:100%;height:auto}figcaption{color:#595959;font-size:.9rem}table{border-collapse:collapse;font-size:.9rem;width:100%}\
th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ddd;vertical-align:top}td.n{text-align:right;white-space:nowrap}\
.question{font-size:1.3rem;font-style:italic}code{background:#f2f2f2;padding:.1rem .3rem;overflow-wrap:anywhere}.wide{overflow-x:auto}\
@media print{body{max-width:none}figure{break-inside:avoid}}";

/// The page.
pub fn html(scenario: &Scenario, results: &Results, contrasts: &[Contrast], figures: &[Figure], provenance: &Provenance) -> String {
    let mut page = String::with_capacity(1 << 20);
    let title = escape(&scenario.title);
    let _ = write!(
        page,
        "<!doctype html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\
         <style>{STYLE}</style></head><body>\n<h1>{title}</h1>\n<p class=\"question\">{}</p>\n",
        escape(&scenario.question)
    );
    answer(&mut page, scenario, results);
    pictures(&mut page, figures);
    table_of_arms(&mut page, scenario, results);
    table_of_contrasts(&mut page, scenario, results, contrasts);
    leaning(&mut page, scenario);
    again(&mut page, scenario, results, provenance);
    page.push_str("</body></html>\n");
    page
}

/// Makes text harmless inside HTML.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c if c.is_control() && c != '\n' => {}
            c => safe.push(c),
        }
    }
    safe
}

fn answer(page: &mut String, scenario: &Scenario, results: &Results) {
    let (years, replications) = (f64::from(scenario.days) / f64::from(DAYS_PER_YEAR), results.complete_pairs());
    let _ = write!(
        page,
        "<h2>The answer in words</h2>\n<p>{}{} people over {} {}, {}. {}</p>\n<ul>\n",
        organisations(scenario),
        grouped(scenario.people() as u64),
        if years.fract() == 0.0 { format!("{years:.0}") } else { number(years) },
        if years == 1.0 { "year" } else { "years" },
        runs(replications, results.arms),
        intervals(replications)
    );
    for leader in leaders::headlines(results) {
        let _ = writeln!(page, "<li>{}</li>", escape(&sentence(scenario, &leader)));
    }
    page.push_str("</ul>\n");
    if results.arms > 1 {
        page.push_str(
            "<p>No single way of leading has to be best on all of these: what leads on one outcome may be last on another.</p>\n",
        );
    }
    let branches = branches(scenario);
    if !branches.is_empty() {
        let from = scenario.warm_up_days;
        let _ = writeln!(
            page,
            "<p>Ways of leading that branch share one past, and outcomes count from day {from} on. {}</p>",
            escape(&branches.join(" "))
        );
    }
    if let Some(stop) = &scenario.stop {
        let _ = writeln!(page, "<p><strong>Caution.</strong> {}</p>", escape(&caution_of_stop(stop)));
    }
    if !results.is_complete() {
        let _ = writeln!(page, "<p><strong>Not complete: {} of {} runs were finished.</strong></p>", results.runs.len(), results.planned());
    }
}

fn pictures(page: &mut String, figures: &[Figure]) {
    if figures.is_empty() {
        return;
    }
    page.push_str("<h2>Pictures</h2>\n");
    for figure in figures {
        let alt = escape(&figure.alt);
        let _ = writeln!(page, "<figure role=\"img\" aria-label=\"{alt}\">{}<figcaption>{alt}</figcaption></figure>", figure.rendered.svg);
    }
}

fn table_of_arms(page: &mut String, scenario: &Scenario, results: &Results) {
    page.push_str("<h2>Main outcomes by way of leading</h2>\n<div class=\"wide\"><table><thead><tr><th>outcome</th>");
    for arm in 0..results.arms {
        let _ = write!(page, "<th>{}</th>", escape(arm_name(scenario, arm)));
    }
    page.push_str("</tr></thead><tbody>\n");
    for leader in leaders::headlines(results) {
        let outcome = &OUTCOMES[leader.outcome];
        let _ = write!(page, "<tr><td title=\"{}\">{}</td>", escape(outcome.definition), escape(outcome.label));
        for arm in 0..results.arms {
            let value = leader.standing(arm).map_or("–".into(), |standing| with_unit(standing.mean, outcome));
            let _ = write!(page, "<td class=\"n\">{}</td>", escape(&value));
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody></table></div>\n");
}

fn table_of_contrasts(page: &mut String, scenario: &Scenario, results: &Results, contrasts: &[Contrast]) {
    if results.arms < 2 {
        return;
    }
    let baseline = escape(arm_name(scenario, 0));
    let _ = write!(
        page,
        "<h2>Differences from {baseline}</h2>\n<p>Paired by replication. The effect is the difference over the spread of {baseline} between \
         replications; p falls at will with more replications in a simulation, so lead with effect and interval.</p>\n\
         <div class=\"wide\"><table><thead><tr><th>way of leading</th><th>outcome</th><th>difference</th><th>95 % interval</th><th>effect</th>\
         <th>larger in</th></tr></thead><tbody>\n"
    );
    for contrast in contrasts.iter().filter(|contrast| OUTCOMES[contrast.outcome].headline) {
        let Some(paired) = &contrast.paired else { continue };
        let effect = contrast.glass.as_ref().map_or("–".into(), |effect| number(effect.estimate));
        let larger = contrast.superiority.as_ref().map_or("–".into(), |s| format!("{} %", number(100.0 * s.probability)));
        let note = if contrast.bimodal == Some(true) { " (two groups: the mean describes neither)" } else { "" };
        let _ = writeln!(
            page,
            "<tr><td>{}</td><td>{}{note}</td><td class=\"n\">{}</td><td class=\"n\">{} to {}</td><td class=\"n\">{effect}</td><td class=\"n\">{larger}</td></tr>",
            escape(arm_name(scenario, contrast.arm)),
            escape(OUTCOMES[contrast.outcome].label),
            number(paired.mean_difference),
            number(paired.interval.low),
            number(paired.interval.high),
        );
    }
    page.push_str("</tbody></table></div>\n");
}

/// The assumption ledger, and what is not in the model.
fn leaning(page: &mut String, scenario: &Scenario) {
    let count = |status: Status| PARAMETERS.iter().filter(|row| row.status == status).count();
    let changed: Vec<String> = PARAMETERS
        .iter()
        .filter_map(|row| {
            let value = scenario.parameters.get(row.path)?;
            (value != row.default).then(|| format!("{} = {} (default {})", row.path, row.written(value), row.written(row.default)))
        })
        .collect();
    let _ = write!(
        page,
        "<h2>What this rests on</h2>\n<p>Of {} parameters {} are measured, {} follow from a published model or a definition, {} are \
         calibrated on empirical ranges, and {} are assumptions. Before you lean on a result, vary the assumptions behind it, first of all the hours that decisions take, the bite of \
         strain on working hours, the loss of knowledge in each step up the line, and the weight of one's own view.</p>\n",
        PARAMETERS.len(),
        count(Status::Measured),
        count(Status::Theory),
        count(Status::Calibrated),
        count(Status::Assumed)
    );
    if !changed.is_empty() {
        let _ = writeln!(page, "<p>This scenario sets: {}.</p>", escape(&changed.join("; ")));
    }
    page.push_str("<h2>What the model leaves out</h2>\n<ul>\n");
    for line in LEFT_OUT {
        let _ = writeln!(page, "<li>{}</li>", escape(line));
    }
    page.push_str("</ul>\n");
}

fn again(page: &mut String, scenario: &Scenario, results: &Results, provenance: &Provenance) {
    let _ = write!(
        page,
        "<h2>How to run it again</h2>\n<p><code>{}</code></p>\n<p>Seed {}, {} replications, leaderful {}, scenario {}. The same seed gives the \
         same bytes on any number of threads; <code>leaderful rerun</code> with <code>--verify</code> shows it.</p>\n",
        escape(&provenance.command),
        scenario.seed,
        results.replications.len(),
        escape(&provenance.version),
        escape(&provenance.scenario_sha256)
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{Experiment, contrasts};
    use crate::scenario::Structure;

    #[test]
    fn the_page_is_whole_harmless_and_loads_nothing() {
        let mut scenario = Scenario { days: 40, replications: 3, structure: Structure::Levels(vec![1, 2, 6]), ..Scenario::default() };
        scenario.title = "<script>alert(1)</script>".into();
        let results = Experiment::of(&scenario).run();
        let contrasts = contrasts::contrasts(&scenario, &results);
        let provenance = Provenance { command: "leaderful compare \"x\"".into(), scenario_sha256: "ab".into(), version: "0".into() };
        let page = html(&scenario, &results, &contrasts, &[], &provenance);
        assert!(page.ends_with("</body></html>\n") && !page.contains("<script"));
        assert!(!page.contains("src=") && !page.contains("href="), "nothing is loaded from elsewhere");
        assert!(page.contains("What the model leaves out") && page.contains("Decision days"));
        for word in ["NaN", "inf"] {
            assert!(!page.contains(word), "{word} on the page");
        }
    }
}
