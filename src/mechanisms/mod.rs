//! The mechanisms.
use serde::Serialize;

/// A mechanism by name; any of them can be switched off alone (`without = ["trust"]`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MechanismName {
    /// Turbulence, and the walk of the need.
    Context,
    /// New issues.
    Arrival,
    /// Concerns, safety, hazard and incidents.
    Voice,
    /// What work costs in hours.
    Attention,
    /// Who decides, whom they ask and how they judge.
    Decision,
    /// What decisions and the core service are worth.
    Outcome,
    /// Trust between those who work together.
    Trust,
    /// Knowledge, leadership, agency and aspiration.
    Learning,
    /// Contacts and ties.
    Ties,
    /// Purposes.
    Purpose,
    /// Strain and engagement.
    Strain,
    /// Leaving, acting up and filling.
    Succession,
}

/// One mechanism, as listed by `leaderful list mechanisms`.
#[derive(Clone, Copy, Debug)]
pub struct MechanismRow {
    /// The mechanism.
    pub mechanism: MechanismName,
    /// Name in scenarios.
    pub name: &'static str,
    /// What it does.
    pub meaning: &'static str,
    /// What happens without it.
    pub without: &'static str,
}

const fn row(mechanism: MechanismName, name: &'static str, meaning: &'static str, without: &'static str) -> MechanismRow {
    MechanismRow { mechanism, name, meaning, without }
}

/// Every mechanism, in the order of the day.
pub const MECHANISMS: &[MechanismRow] = &[
    row(MechanismName::Context, "context", "Turbulence makes knowledge obsolete; the need of the people served walks and is read.", "Nothing turns obsolete; need and objective stay."),
    row(MechanismName::Arrival, "arrival", "People meet issues that need a decision.", "No issues arise."),
    row(MechanismName::Voice, "voice", "People notice concerns, say them or not, and are answered or not; what is left becomes hazard and incidents.", "No concerns, no hazard, no incidents; safety stays."),
    row(MechanismName::Attention, "attention", "Leading, answering, signing off and reporting take hours of the day.", "Work takes no hours: attention is unlimited."),
    row(MechanismName::Decision, "decision", "Issues find a lead, who asks colleagues, weighs their views and settles.", "Nobody takes issues up; they lapse."),
    row(MechanismName::Outcome, "outcome", "After a lag a decision shows as good or bad; that moves trust and hazard.", "Decisions have a value, but nobody learns how they went."),
    row(MechanismName::Trust, "trust", "Success, failure and being used move trust.", "Trust stays as it was."),
    row(MechanismName::Learning, "learning", "Leading, contributing and watching teach; unused knowledge fades.", "Knowledge, leadership, agency and aspiration stay."),
    row(MechanismName::Ties, "ties", "Contacts strengthen ties, neglect weakens them, new ones replace the weakest.", "Ties stay as they were."),
    row(MechanismName::Purpose, "purpose", "Purposes move towards the trusted, the objective and the need, and drift.", "Purposes stay."),
    row(MechanismName::Strain, "strain", "Demand strains, rest and support heal; engagement follows.", "Strain and engagement stay."),
    row(MechanismName::Succession, "succession", "People leave; others act up, are promoted or come from outside.", "Nobody leaves."),
];
