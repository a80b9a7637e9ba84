//! Programmes, events and governance: the only things that may turn dials or rewire an organisation while it runs.
//!
//! [`PROGRAMMES`] is the list; each programme is one file. A programme sets no outcome: it changes dials, load, seats,
//! ties or people's state, and what follows is the model's affair.

/// A number that a programme takes from the scenario.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting {
    /// Key in the scenario's `[[event]]` or `[[programme]]`.
    pub name: &'static str,
    /// Value unless the scenario says otherwise.
    pub default: f32,
    /// Unit of the value.
    pub unit: &'static str,
    /// Smallest allowed value.
    pub minimum: f32,
    /// Largest allowed value.
    pub maximum: f32,
    /// What it means.
    pub meaning: &'static str,
}

/// One programme or event, as listed by `leaderful list programmes`.
#[derive(Clone, Copy, Debug)]
pub struct ProgrammeRow {
    /// `kind` in the scenario.
    pub name: &'static str,
    /// One sentence on what it does.
    pub meaning: &'static str,
    /// Where the mechanism comes from.
    pub source: &'static str,
    /// Its own settings.
    pub settings: &'static [Setting],
}

/// Every programme and event.
pub const PROGRAMMES: &[ProgrammeRow] = &[
    ProgrammeRow {
        name: "leader-leaves",
        meaning: "The holders of the posts of the named levels and units leave on the first day.",
        source: "assumption: the post is vacant from that day, and filled as any other",
        settings: &[],
    },
    ProgrammeRow {
        name: "crisis",
        meaning: "Load and complexity rise while it lasts; authority can be devolved or pulled up.",
        source: "assumption: a shock to the context, as in the documents' crisis examples",
        settings: &[
            Setting { name: "load", default: 2.0, unit: "factor", minimum: 0.0, maximum: 10.0, meaning: "Factor on the rate of issues." },
            Setting { name: "complexity", default: 0.15, unit: "probability", minimum: 0.0, maximum: 1.0, meaning: "Added to the chance of each further facet." },
            Setting { name: "urgency", default: 0.2, unit: "share", minimum: 0.0, maximum: 1.0, meaning: "Added to the share of urgent issues." },
            Setting { name: "authority", default: 0.0, unit: "stakes", minimum: -1.0, maximum: 1.0, meaning: "Added to the authority of all levels below the top: above 0 devolves, below 0 pulls up." },
        ],
    },
];
