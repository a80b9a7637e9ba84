//! What a survey says of the founding staff takes the place of what would be drawn for them.

use super::Organisation;
use super::people::People;
use crate::scenario::SurveyRow;

/// A column of a survey.
#[derive(Clone, Copy, Debug)]
pub struct SurveyColumn {
    /// Name in the file.
    pub name: &'static str,
    /// What it means; every answer lies between 0 and 1.
    pub meaning: &'static str,
    /// Takes an answer over.
    set: fn(&mut People, usize, f32),
}

/// The columns that a survey may have.
pub const SURVEY: &[SurveyColumn] = &[
    SurveyColumn { name: "safety", meaning: "Felt psychological safety.", set: |p, i, x| p.safety[i] = x },
    SurveyColumn { name: "strain", meaning: "Strain.", set: |p, i, x| p.strain[i] = x },
    SurveyColumn { name: "engagement", meaning: "Engagement.", set: |p, i, x| p.engagement[i] = x },
    SurveyColumn { name: "trust_up", meaning: "Trust in the own manager.", set: |p, i, x| p.profile[i].trust_up = x },
    SurveyColumn { name: "heard", meaning: "How far the person feels heard.", set: |p, i, x| p.heard[i] = x },
    SurveyColumn {
        name: "agency",
        meaning: "How far own initiative is felt to be wanted; also what the person returns to.",
        set: |p, i, x| (p.profile[i].agency, p.agency_home[i]) = (x, x),
    },
    SurveyColumn {
        name: "aspiration",
        meaning: "Wish to lead; also what the person returns to.",
        set: |p, i, x| (p.profile[i].aspiration, p.aspiration_home[i]) = (x, x),
    },
    SurveyColumn { name: "leadership", meaning: "Leadership capability.", set: |p, i, x| p.profile[i].leadership = x },
];

impl Organisation {
    /// Takes over what a survey says of the holders of seats; what it does not say stays as drawn.
    pub fn take_survey(&mut self, survey: &[SurveyRow]) {
        for row in survey {
            let Some(person) = self.positions.occupant.get(row.seat as usize).map(|person| *person as usize) else { continue };
            for (column, answer) in SURVEY.iter().filter_map(|column| Some((column, row.answers.get(column.name)?))) {
                (column.set)(&mut self.people, person, *answer);
            }
        }
    }
}
