//! The page of claims: how each is tested, and never what came out.

use super::{code, opening, table};
use leaderful::claims::{self, Claim, Effort, SOURCES, ablations, experiment, verdict};
use std::fmt::Write as _;

/// The page.
pub fn page() -> String {
    let mut page = opening(
        "Claims",
        "What source documents say about leadership, as experiments. `leaderful claims` runs all of them, `leaderful claims C02` one,\n\
         `leaderful claims FILE.toml` one of your own in the same form. This page says how each is tested; what comes out is never written\n\
         here: the program computes it.\n",
    );
    let _ = write!(
        page,
        "## The rule\n\nAn effect is the difference between two arms over the standard deviation of the reference arm between replications (of the\n\
         treated arm where that does not vary), with a 95 % bootstrap interval. The zone of equivalence is ±{} of it (a small effect, Cohen 1988; an assumption).\n\n\
         | interval, in the direction claimed | what the ablation leaves | verdict |\n| --- | --- | --- |\n\
         | wholly above the zone | at most a third | supported |\n\
         | wholly above the zone | more than a third | mixed: the effect comes from elsewhere |\n\
         | wholly above the zone | too unsure | undecided |\n\
         | ends in the zone or below | any | not supported |\n\
         | from the zone or below to above it | any | undecided |\n\n\
         What is left is compared with a third of the effect replication by replication; the 95 % t interval of that must lie on one side.\n\
         An effect that turns round under the ablation counts as taken away. A claim has the verdict that all its rows share; it is mixed if\n\
         some rows are supported and some are not, or one is mixed. Where no cause is claimed there is no ablation.\n\n\
         Replications come in batches of {} until the t intervals of every effect, and of what is left of it beyond a third, have a half-width of\n\
         at most {} standard deviations or {:.2} of the effect, whichever is more; at least {} and at most {}.\n",
        verdict::ZONE,
        Effort::WHOLE.batch,
        experiment::HALF_WIDTH,
        experiment::HALF_WIDTH_OF_EFFECT,
        Effort::WHOLE.least,
        Effort::WHOLE.most
    );
    page.push_str("\n## The claims\n\n");
    table(&mut page, &["id", "source", "claim", "arms", "contexts"], claims::all().iter().map(claim));
    page.push_str("\n## What is expected, and what must take it away\n\n");
    let expected = claims::all().into_iter().flat_map(|claim| expectations(&claim));
    table(&mut page, &["id", "outcome", "arms", "contexts", "claimed", "ablations"], expected);
    page.push_str("\n## Ablations\n\n");
    let sets = |set: &[(String, String)]| set.iter().map(|(path, value)| format!("`{path}` = {value}")).collect::<Vec<_>>().join(", ");
    table(
        &mut page,
        &["name", "meaning", "sets"],
        ablations().iter().map(|one| vec![code(&one.name), one.meaning.clone(), sets(&one.set)]),
    );
    page.push_str("\n## What each does and does not show\n\n");
    table(&mut page, &["id", "caution"], claims::all().iter().map(|claim| vec![claim.id.clone(), claim.caution.clone()]));
    page.push_str("\n## Documents\n\n");
    table(&mut page, &["number", "document"], SOURCES.iter().map(|source| vec![source.name.to_owned(), source.citation.to_owned()]));
    page
}

fn claim(claim: &Claim) -> Vec<String> {
    let sources: Vec<&str> = claim.sources.iter().map(|source| source.name).collect();
    let arms: Vec<&str> = claim.scenario.all_arms().map(|arm| arm.name.as_str()).collect();
    let contexts: Vec<String> = claim.contexts.iter().map(claims::Context::words).collect();
    vec![claim.id.clone(), sources.join(", "), format!("{} {}", claim.claim, claim.test), arms.join("; "), contexts.join("; ")]
}

fn expectations(claim: &Claim) -> Vec<Vec<String>> {
    let row = |expectation: &claims::Expectation| {
        let places: Vec<String> = expectation.contexts.iter().map(|context| expectation.place(&claim.contexts, *context)).collect();
        let cuts: Vec<String> = expectation.ablations.iter().map(|ablation| code(&ablation.name)).collect();
        vec![
            claim.id.clone(),
            code(expectation.outcome().name),
            expectation.arms(&claim.scenario),
            places.join("; "),
            expectation.direction().to_owned(),
            if cuts.is_empty() { "none: no cause is claimed".to_owned() } else { cuts.join(", ") },
        ]
    };
    claim.expectations.iter().map(row).collect()
}
