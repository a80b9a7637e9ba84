//! Every number of the model that is not a dial: one row each, with unit, bounds, a range to vary, meaning and source.
//!
//! A row is named by its path `group.name`, the same in scenario files, `--set`, sweeps, CSV columns and the docs. Rows
//! feed validation, the JSON Schema, sensitivity designs and `docs/parameters.md`, so a number is written in one place.
//! `status` says how far a value can be defended: `Measured` (an empirical figure), `Theory` (fixed by a published model
//! or by definition), `Calibrated` (chosen so that the baseline lands in empirical ranges), `Assumed` (an assumption: vary
//! it before you lean on a result).

mod row;

use serde::{Deserialize, Serialize};

pub use row::{Row, Status};

macro_rules! options {
    () => {
        &[]
    };
    ($names:expr) => {
        &$names
    };
}

macro_rules! parameters {
    ($($group:ident : $struct:ident, $about:literal {
        $($name:ident = $default:literal, $unit:literal, $minimum:literal ..= $maximum:literal, vary $low:literal ..= $high:literal,
          $status:ident $source:literal, $meaning:literal $(, options $options:expr)?;)+
    })+) => {
        $(
            #[doc = $about]
            #[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
            pub struct $struct {
                $(#[doc = concat!($meaning, " Unit: ", $unit, ", ", stringify!($minimum), " to ", stringify!($maximum), ". ", stringify!($status), ": ", $source, ".")]
                pub $name: f32,)+
            }

            impl Default for $struct {
                fn default() -> Self {
                    Self { $($name: $default,)+ }
                }
            }
        )+

        /// All parameters of a run, by group. Every value is finite and inside the bounds of its [`Row`].
        #[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
        pub struct Parameters {
            $(#[doc = $about] pub $group: $struct,)+
        }

        /// Every parameter, in the order of the docs.
        pub const PARAMETERS: &[Row] = &[
            $($(Row {
                path: concat!(stringify!($group), ".", stringify!($name)),
                default: $default, unit: $unit, minimum: $minimum, maximum: $maximum, vary: ($low, $high),
                meaning: $meaning, status: Status::$status, source: $source, options: options!($($options)?),
            },)+)+
        ];

        /// The groups of parameters and what each is about.
        pub const GROUPS: &[(&str, &str)] = &[$((stringify!($group), $about),)+];

        impl Parameters {
            /// The value at `path`, if there is such a row.
            pub fn get(&self, path: &str) -> Option<f32> {
                match path {
                    $($(concat!(stringify!($group), ".", stringify!($name)) => Some(self.$group.$name),)+)+
                    _ => None,
                }
            }

            /// Sets the value at `path` without a check of its bounds. False if there is no such row.
            pub fn set(&mut self, path: &str, value: f32) -> bool {
                match path {
                    $($(concat!(stringify!($group), ".", stringify!($name)) => self.$group.$name = value,)+)+
                    _ => return false,
                }
                true
            }
        }
    };
}

parameters! {
    context: Context, "The world that the organisation meets." {
        load = 1.0, "factor", 0.0..=5.0, vary 0.4..=1.8, Assumed "1 is the reference school's load", "Factor on the rate at which issues arise.";
        complexity = 0.2, "probability", 0.0..=1.0, vary 0.05..=0.45, Assumed "mean 2.4 facets an issue", "Chance that an issue needs each further facet of knowledge.";
        turbulence = 0.05, "1/year", 0.0..=2.0, vary 0.0..=0.3, Assumed "together with forgetting a tenth of knowledge a year", "Share of each facet's knowledge made obsolete in a year.";
        urgency = 0.15, "share", 0.0..=1.0, vary 0.0..=0.7, Assumed "no published share found", "Share of issues whose deadline is hours, not days.";
        competition = 0.2, "share", 0.0..=1.0, vary 0.0..=1.0, Assumed "dial from none to full", "How far departments see each other as competitors.";
        need_drift = 0.05, "distance/year^0.5", 0.0..=1.0, vary 0.0..=0.25, Assumed "slow; .25 is a fast-changing need", "Spread of the walk of the need of the people served.";
        involvement = 0.0, "share", 0.0..=1.0, vary 0.0..=1.0, Assumed "dial from none to full", "How far the people served take part in setting the objective.";
    }
    people: People, "Who works there at the start, and who joins." {
        knowledge_own = 0.70, "level", 0.0..=1.0, vary 0.55..=0.85, Assumed "no published scale", "Mean knowledge of the facet of the own department.";
        knowledge_other = 0.30, "level", 0.0..=1.0, vary 0.15..=0.45, Assumed "no published scale", "Mean knowledge of other facets.";
        knowledge_manager = 0.45, "level", 0.0..=1.0, vary 0.3..=0.6, Assumed "managers see more fields", "Mean knowledge of other facets among managers.";
        knowledge_sd = 0.12, "level", 0.0..=0.5, vary 0.05..=0.2, Assumed "no published scale", "Spread of knowledge between people.";
        leadership_top = 0.76, "level", 0.0..=1.0, vary 0.6..=0.9, Assumed "just above ready for the own level", "Mean leadership capability at the top.";
        leadership_senior = 0.68, "level", 0.0..=1.0, vary 0.55..=0.8, Assumed "just above ready for the own level", "Mean leadership capability one third of the way down.";
        leadership_middle = 0.58, "level", 0.0..=1.0, vary 0.45..=0.7, Assumed "just above ready for the own level", "Mean leadership capability two thirds of the way down.";
        leadership_frontline = 0.40, "level", 0.0..=1.0, vary 0.25..=0.5, Assumed "most are not ready to lead", "Mean leadership capability at the front line.";
        leadership_sd = 0.10, "level", 0.0..=0.5, vary 0.05..=0.2, Assumed "no published scale", "Spread of leadership capability between people.";
        aspiration = 0.42, "level", 0.0..=1.0, vary 0.3..=0.55, Assumed "a minority wishes to lead", "Mean wish to lead.";
        aspiration_sd = 0.15, "level", 0.0..=0.5, vary 0.05..=0.25, Assumed "no published scale", "Spread of the wish to lead.";
        safety = 0.6, "level", 0.0..=1.0, vary 0.45..=0.7, Measured "62 % feel safe to speak up (NHS Staff Survey 2023)", "Mean felt psychological safety at the start, and its set point.";
        agency = 0.5, "level", 0.0..=1.0, vary 0.35..=0.65, Assumed "middle of the scale", "Mean personal set point of agency.";
        trait_sd = 0.12, "level", 0.0..=0.5, vary 0.05..=0.2, Assumed "no published scale", "Spread of safety, agency, strain and engagement between people.";
        strain = 0.35, "level", 0.0..=1.0, vary 0.2..=0.5, Assumed "near its later level, so that warm-up is short", "Mean strain at the start.";
        engagement = 0.55, "level", 0.0..=1.0, vary 0.4..=0.7, Assumed "near its later level", "Mean engagement at the start.";
        tenure_years = 7.0, "years", 0.1..=30.0, vary 3.0..=12.0, Assumed "about the inverse of yearly turnover", "Mean years of service at the start (exponential).";
        marginalised_share = 0.15, "share", 0.0..=1.0, vary 0.05..=0.4, Assumed "order of the minority-ethnic share among teachers in England", "Share of people in the marginalised group.";
        purpose_sd = 0.10, "distance", 0.0..=1.0, vary 0.02..=0.2, Assumed "no published scale", "Spread of purposes around the objective at the start, in each of two directions.";
        resilience_sd = 0.6, "log", 0.0..=2.0, vary 0.2..=0.9, Assumed "so that the same load strains some and not others", "Spread of the logarithm of resilience.";
        local_newcomer = 0.3, "level", 0.0..=1.0, vary 0.0..=0.6, Assumed "a newcomer knows the trade, not the place", "Local knowledge of somebody who joins from outside.";
        ties_in_unit = 8.0, "ties", 0.0..=12.0, vary 4.0..=10.0, Assumed "of 12 places", "Ties inside the unit that somebody starts with at most.";
        ties_across = 3.0, "ties", 0.0..=12.0, vary 0.0..=6.0, Assumed "of 12 places", "Ties outside the unit that the founding staff start with.";
    }
    arrival: Arrival, "How issues arise." {
        rate_top = 0.175, "issues/person-day", 0.0..=10.0, vary 0.1..=0.45, Calibrated "attention used at the front line 60 to 90 %: about 4.5 non-routine decisions a day in a school of 65, so that one person can still take nearly all of them at load 1", "Issues that somebody at the top meets a day, at load 1.";
        rate_senior = 0.15, "issues/person-day", 0.0..=10.0, vary 0.08..=0.36, Calibrated "attention used at the front line 60 to 90 %: about 4.5 non-routine decisions a day in a school of 65, so that one person can still take nearly all of them at load 1", "The same, one third of the way down.";
        rate_middle = 0.092, "issues/person-day", 0.0..=10.0, vary 0.05..=0.22, Calibrated "attention used at the front line 60 to 90 %: about 4.5 non-routine decisions a day in a school of 65, so that one person can still take nearly all of them at load 1", "The same, two thirds of the way down.";
        rate_frontline = 0.057, "issues/person-day", 0.0..=10.0, vary 0.03..=0.14, Calibrated "attention used at the front line 60 to 90 %: about 4.5 non-routine decisions a day in a school of 65, so that one person can still take nearly all of them at load 1", "The same, at the front line.";
        difficulty_alpha = 2.0, "shape", 0.2..=20.0, vary 1.0..=4.0, Assumed "half-hard on average", "First shape of the Beta distribution of difficulty.";
        difficulty_beta = 2.0, "shape", 0.2..=20.0, vary 1.0..=4.0, Assumed "half-hard on average", "Second shape of the Beta distribution of difficulty.";
        stakes_alpha = 2.0, "shape", 0.2..=20.0, vary 1.0..=3.0, Assumed "a third of issues above .4", "First shape of the Beta distribution of stakes.";
        stakes_beta = 4.0, "shape", 0.2..=20.0, vary 3.0..=6.0, Assumed "a third of issues above .4", "Second shape of the Beta distribution of stakes.";
        own_facet_probability = 0.8, "probability", 0.0..=1.0, vary 0.5..=1.0, Assumed "most issues arise in one's own field", "Chance that an issue's first facet is that of the own department.";
        joint_probability = 0.5, "probability", 0.0..=1.0, vary 0.2..=0.8, Assumed "half of foreign facets bring in a party", "Chance that a facet of another department brings in a unit of it.";
        deadline_days = 5.0, "days", 0.1..=260.0, vary 2.0..=10.0, Assumed "a working week", "Deadline of an issue of the highest stakes that is not urgent.";
        deadline_span_days = 15.0, "days", 0.0..=260.0, vary 5.0..=30.0, Assumed "up to a month for small matters", "How much longer an issue of no stakes may take.";
        urgent_days = 0.4, "days", 0.05..=5.0, vary 0.4..=0.8, Assumed "hours", "Shortest deadline of an urgent issue.";
        urgent_span_days = 0.7, "days", 0.0..=5.0, vary 0.0..=1.6, Assumed "hours", "How much longer an urgent issue may take.";
    }
    voice: Voice, "Saying what one sees, and what happens then." {
        notice_rate = 0.02, "concerns/person-day", 0.0..=1.0, vary 0.01..=0.04, Assumed "about 5 concerns a person and year", "Rate at which somebody notices a risk or an idea.";
        say_least = 0.05, "probability", 0.0..=1.0, vary 0.0..=0.15, Assumed "85 % of employees held back on at least one concern (Milliken, Morrison and Hewlin 2003) gives the sign only", "Chance to say it without any felt safety.";
        say_by_safety = 0.9, "probability", 0.0..=1.0, vary 0.5..=0.95, Assumed "sign: Edmondson 1999", "How much full safety adds to that chance.";
        safety_gain = 0.05, "share", 0.0..=1.0, vary 0.025..=0.1, Assumed "smaller than the loss", "Share of the missing safety gained when a concern is answered.";
        safety_loss = 0.08, "share", 0.0..=1.0, vary 0.04..=0.16, Assumed "being ignored weighs more than being answered", "Share of safety lost when a concern is ignored.";
        safety_return = 0.001, "1/day", 0.0..=0.1, vary 0.0005..=0.004, Assumed "about three years", "Daily return of safety to its set point.";
        inclusion = 0.7, "factor", 0.0..=1.0, vary 0.4..=1.0, Assumed "1 is full inclusion", "Factor on the chance that a concern of the marginalised group is answered.";
        concern_lapse_days = 20.0, "days", 1.0..=200.0, vary 10.0..=40.0, Assumed "a month without an answer is an answer", "After how many days an untouched concern counts as ignored.";
        heard_rate = 0.1, "share", 0.0..=1.0, vary 0.05..=0.2, Assumed "about ten experiences form the impression", "Weight of one experience in the feeling of being heard.";
        heard_return = 0.002, "1/day", 0.0..=0.1, vary 0.001..=0.005, Assumed "about two years", "Daily return of the feeling of being heard to one half.";
        rule = 0.0, "rule", 0.0..=1.0, vary 0.0..=1.0, Assumed "a chance that rises with safety is the plainest form", "Whether felt safety sets the chance to say a concern, or how many must be seen to speak up before.", options ["safety", "threshold"];
        alone = 0.7, "level", 0.0..=1.0, vary 0.5..=0.9, Assumed "a fifth speak up first at the safety that people start with", "Felt safety from which somebody speaks up though nobody else did, under the rule of thresholds.";
        company = 5.0, "people", 0.0..=100.0, vary 1.0..=20.0, Assumed "Granovetter 1978 gives the form; most of a unit", "How many of the unit somebody without any safety must see speak up, under the rule of thresholds.";
    }
    hazard: Hazard, "What is not dealt with stays as a latent hazard." {
        unspoken = 1.0, "hazard", 0.0..=10.0, vary 0.5..=2.0, Theory "unit of hazard", "Hazard of a concern that is not said, or said and not acted on.";
        bad_decision = 0.5, "hazard", 0.0..=10.0, vary 0.25..=1.0, Assumed "half a concern", "Hazard of an unsound, late or unsettled decision of high stakes.";
        high_stakes = 0.5, "stakes", 0.0..=1.0, vary 0.4..=0.6, Assumed "about the upper fifth of issues", "Stakes above which a decision can raise hazard.";
        decay = 0.01, "1/day", 0.0001..=1.0, vary 0.005..=0.02, Assumed "half-life of a term", "Share of latent hazard that goes away by itself a day.";
        incident_rate = 0.0015, "incidents/hazard-day", 0.0..=1.0, vary 0.0005..=0.003, Assumed "about .5 logged incidents a head and year", "Rate of incidents for each unit of hazard.";
        release = 0.2, "share", 0.0..=1.0, vary 0.0..=0.5, Assumed "part of the cause is mended", "Share of a unit's hazard that an incident uncovers and removes.";
        strain_gain = 0.02, "level", 0.0..=1.0, vary 0.0..=0.05, Assumed "small", "What an incident adds to the strain of each in the unit.";
        trust_loss = 0.02, "share", 0.0..=1.0, vary 0.0..=0.05, Assumed "half of a failed decision", "Share of trust upward lost by each in the unit.";
    }
    attention: Attention, "Hours: the day, its duties and what work takes." {
        day_hours = 8.0, "hours", 1.0..=16.0, vary 7.0..=10.0, Assumed "a contract day", "Working hours a day of those without a leadership post.";
        leader_day_hours = 9.0, "hours", 1.0..=16.0, vary 8.0..=10.0, Measured "school leaders 58.6 hours a week in term: 8.8 a day over the year (DfE Working Lives 2022)", "Working hours a day of those who hold a leadership post.";
        duties_top = 0.30, "share", 0.0..=1.0, vary 0.2..=0.5, Assumed "heads teach little", "Share of the day in fixed duties at the top.";
        duties_senior = 0.42, "share", 0.0..=1.0, vary 0.3..=0.6, Assumed "between head and middle leaders", "The same, one third of the way down.";
        duties_middle = 0.62, "share", 0.0..=1.0, vary 0.5..=0.75, Assumed "reduced timetable", "The same, two thirds of the way down.";
        duties_frontline = 0.78, "share", 0.0..=1.0, vary 0.65..=0.85, Assumed "timetable at most .9 of contact time (School Teachers' Pay and Conditions: one tenth for planning)", "The same, at the front line.";
        duties_sd = 0.06, "share", 0.0..=0.3, vary 0.0..=0.1, Assumed "timetables differ", "Spread of fixed duties between people.";
        reporting_hours = 0.6, "hours/day", 0.0..=4.0, vary 0.3..=1.2, Assumed "half of it at the front line", "Hours of reporting under full control.";
        briefing_hours = 0.15, "hours/day", 0.0..=4.0, vary 0.05..=0.3, Assumed "a weekly meeting", "Hours of briefing under full coordination among nine units; grows with the logarithm of their number.";
        dialogue_hours = 0.25, "hours/day", 0.0..=4.0, vary 0.0..=0.5, Assumed "a quarter of an hour", "Hours that a fully learning-centred leader gives to dialogue about learning.";
        hours_factor = 1.3, "factor", 0.0..=5.0, vary 0.8..=2.0, Assumed "25 to 55 minutes a decision", "Factor on the hours of leading and answering.";
        lead_hours = 0.12, "hours", 0.0..=4.0, vary 0.06..=0.24, Assumed "25 to 55 minutes a decision", "Hours to lead an issue, before its facets.";
        facet_hours = 0.10, "hours", 0.0..=4.0, vary 0.05..=0.2, Assumed "25 to 55 minutes a decision", "Hours to lead, for each facet.";
        hours_spread = 0.8, "log", 0.0..=1.5, vary 0.0..=1.4, Measured "half of a manager's activities under 9 minutes, a tenth over an hour (Mintzberg 1973): 1.48 at most", "Spread of the logarithm of an issue's hours around their mean.";
        escalate_hours = 0.10, "hours", 0.0..=4.0, vary 0.05..=0.2, Assumed "a note", "Hours to pass an issue up.";
        proposal_hours = 0.2, "hours", 0.0..=4.0, vary 0.0..=0.6, Assumed "a page with a proposal", "Further hours to pass an issue up with a proposal, at full skill in following.";
        proposal_relief = 0.3, "share", 0.0..=1.0, vary 0.0..=0.6, Assumed "completed staff work; no published value found", "Share of the hours of leading an issue from below that such a proposal saves.";
        hand_back_hours = 0.25, "hours", 0.0..=4.0, vary 0.1..=0.5, Assumed "a conversation", "Hours to explain a decision to those below who raised it.";
        answer_hours = 0.2, "hours", 0.0..=4.0, vary 0.1..=0.4, Assumed "a quarter of an hour", "Hours to answer a consultation, before the factor.";
        settle_hours = 0.1, "hours", 0.0..=4.0, vary 0.05..=0.2, Assumed "a few minutes", "Hours to settle once the answers are in.";
        settle_adviser_hours = 0.03, "hours", 0.0..=4.0, vary 0.01..=0.1, Assumed "a few minutes", "Further hours to settle for each person asked.";
        sign_off_hours = 0.2, "hours", 0.0..=4.0, vary 0.1..=0.4, Assumed "a quarter of an hour", "Hours to sign off a decision.";
        concern_hours = 0.2, "hours", 0.0..=4.0, vary 0.1..=0.4, Assumed "a quarter of an hour", "Hours to deal with a concern.";
        joint_hours = 0.20, "hours", 0.0..=4.0, vary 0.05..=0.5, Assumed "no published value a unit; a shared hour among two to five units", "Hours of coordination for each other unit that a decision joins.";
        stranger_hours = 0.15, "hours", 0.0..=4.0, vary 0.0..=0.4, Assumed "no published value found", "Further hours to ask somebody with whom there is no tie (half of it for the asked).";
        dispute_hours = 0.2, "hours", 0.0..=4.0, vary 0.0..=0.4, Assumed "a short meeting", "Hours of each extra meeting when advisers disagree.";
        overdraft_hours = 1.0, "hours", 0.0..=8.0, vary 0.0..=2.0, Assumed "people stay on for what cannot wait", "Hours by which urgent work may exceed the day.";
        strain_bite = 0.35, "share", 0.0..=1.0, vary 0.0..=0.6, Measured "slopes of .17 to .5 (Taris 2006; Corbeanu et al. 2023; Britain's Healthiest Workplace 2015)", "Share of the free hours lost at full strain.";
        inbox = 0.0, "rule", 0.0..=1.0, vary 0.0..=1.0, Assumed "shared queues: Erlang 1917", "Where new issues wait: with whoever met them, or in one inbox of the unit, from which whoever is free first takes the next.", options ["own", "shared"];
        acting_capacity = 0.5, "share", 0.0..=1.0, vary 0.25..=0.75, Assumed "the own post goes on", "Share of an acting leader's free hours that the second post gets.";
        vacancy_cover = 0.25, "share", 0.0..=1.0, vary 0.0..=0.6, Assumed "supply staff cover the rest", "Share of a vacant front-line post's duties that falls on the unit.";
    }
    decision: Decision, "Who decides, whom they ask, and how well they judge." {
        size_scaling = 1.0, "exponent", 0.0..=1.0, vary 0.5..=1.0, Theory "1 keeps the number of issues that reach a seat independent of size", "How far authority scales with the number of people below a seat.";
        exponent = 4.0, "exponent", 0.5..=10.0, vary 2.0..=5.0, Assumed "form of the judgement curve", "A judge is right with 1/2 + 1/2 x^(exponent * difficulty).";
        hop_loss = 0.3, "share", 0.0..=1.0, vary 0.1..=0.6, Measured "speech down five levels loses about .275 a level (often ascribed to Nichols 1962); control loss of a tenth (Williamson 1967); see docs/assumptions.md", "Share of the local knowledge of an issue lost in each hop upward.";
        hop_part = 0.5, "share", 0.0..=1.0, vary 0.2..=0.8, Assumed "half of a judgement needs the place", "Part of a judgement that rests on local knowledge of the issue.";
        carried_up = 0.6, "share", 0.0..=1.0, vary 0.0..=1.0, Assumed "exemplary followers keep their leaders informed (Kelley 1988; sign)", "Share of the loss in a hop that full skill in following prevents.";
        local_part = 0.4, "share", 0.0..=1.0, vary 0.1..=0.6, Assumed "factor .6 + .4 local", "Part of a person's knowledge that rests on knowing this organisation.";
        strain_loss = 0.2, "share", 0.0..=1.0, vary 0.0..=0.4, Assumed "a fifth at full strain", "Share of judgement lost at full strain.";
        leader_bonus = 0.1, "factor", 0.0..=1.0, vary 0.0..=0.4, Assumed "small direct path; no published value found", "How far leadership above the mean improves the own judgement.";
        leader_mean = 0.55, "level", 0.0..=1.0, vary 0.45..=0.65, Assumed "middle leader", "Leadership capability at which a leader's effects are neutral.";
        own_weight = 1.25, "weight", 0.0..=5.0, vary 1.0..=1.6, Measured "advice gets about .3 to .4 of the weight (Yaniv 2004; Bonaccio and Dalal 2006): .34 at 1.25", "Weight of the lead's own judgement in the vote.";
        expertise_weight = 0.5, "share", 0.0..=1.0, vary 0.0..=1.0, Assumed "transactive memory", "How far an adviser's weight follows perceived expertise rather than trust alone.";
        referral = 0.3, "probability", 0.0..=1.0, vary 0.0..=0.8, Assumed "'ask her, she knows'", "Chance of a referral to a tie's tie when nobody known is good at a facet.";
        copying = 0.6, "probability", 0.0..=1.0, vary 0.3..=1.0, Measured "37 % of answers at medium safety (Asch 1956; Bond and Smith 1996)", "Chance that an adviser without safety repeats the view of a superior who has the answer.";
        copying_floor = 0.4, "share", 0.0..=1.0, vary 0.0..=0.8, Assumed "part of copying that does not depend on the style", "Share of copying that is left when leaders ask instead of answering.";
        copying_peer = 0.5, "factor", 0.0..=1.0, vary 0.2..=1.0, Assumed "half of that towards a superior", "Factor on copying between equals.";
        own_view = 0.5, "share", 0.0..=1.0, vary 0.0..=1.0, Assumed "courage to challenge (Chaleff 1995; sign)", "Share of copying from a superior that full skill in following prevents.";
        copying_closeness = 0.4, "probability", 0.0..=1.0, vary 0.1..=0.6, Assumed "close people think alike", "Chance that the closest tie repeats the lead's view.";
        trust_gate = 0.5, "level", 0.0..=1.0, vary 0.0..=0.7, Assumed "no published value found", "Trust upward below which authority that is given is not fully used.";
        check_back = 0.6, "probability", 0.0..=1.0, vary 0.0..=1.0, Assumed "no published value found", "Extra chance of sign-off where a superior has no trust, at full stakes.";
        haste = 0.5, "share", 0.0..=1.0, vary 0.2..=1.0, Assumed "half", "Share of advisers, and of the time left, used on an urgent issue.";
        challenge_sample = 4.0, "people", 1.0..=16.0, vary 2.0..=8.0, Assumed "a few", "How many outsiders a lead who invites challenge chooses the best informed from.";
        dispute_scale = 1.0, "factor", 0.0..=4.0, vary 0.0..=2.0, Assumed "meetings to settle differences", "Factor on extra meetings when advisers or purposes differ.";
        rule = 0.0, "rule", 0.0..=4.0, vary 0.0..=4.0, Assumed "screening: Sah and Stiglitz 1986", "How views become a decision: a weighted vote, or acting on a facet if all, any, more than half or at least `views_needed` would.", options ["vote", "all", "any", "majority", "committee"];
        views_needed = 2.0, "people", 1.0..=13.0, vary 1.0..=4.0, Assumed "two of three is the smallest committee better than one on both errors", "Views for acting that it takes under the rule committee (all where there are fewer).";
        acting_right = 0.5, "probability", 0.0..=1.0, vary 0.2..=0.8, Assumed "good and bad projects as often", "Chance that acting is right on a facet, under the rules of screening.";
        lapse_days = 60.0, "days", 5.0..=250.0, vary 30.0..=120.0, Assumed "a quarter", "After how many days an issue that nobody took up is settled by default.";
    }
    outcome: Outcome, "What a decision and the core service are worth." {
        lag_days = 20.0, "days", 1.0..=250.0, vary 5.0..=60.0, Assumed "a month", "Days until a decision shows as good or bad.";
        late_half_life = 1.0, "windows", 0.05..=20.0, vary 0.3..=3.0, Assumed "a decision late by its whole window is worth half", "Lateness, in windows, that halves the value of a decision.";
        core_weight = 0.75, "share", 0.0..=1.0, vary 0.0..=1.0, Measured "leadership is second only to classroom instruction (Leithwood et al. 2004)", "Weight of the core service, against decisions, in service.";
        incident_cost = 0.005, "service", 0.0..=1.0, vary 0.0..=0.02, Assumed "small", "Service lost for each incident per 65 people and 20 days.";
        reward_control = 2.0, "reward", 0.0..=10.0, vary 0.5..=4.0, Assumed "multitask (Holmstrom and Milgrom 1991) gives the form", "What full control adds to the reward of what is measured.";
        reward_transactional = 1.0, "reward", 0.0..=10.0, vary 0.0..=3.0, Assumed "multitask gives the form", "What a fully transactional style adds to the reward of what is measured.";
        use_engagement = 2.0, "reward", 0.0..=10.0, vary 1.0..=4.0, Assumed "multitask gives the form", "Own reward of what people need, at full engagement.";
        use_transformational = 0.5, "factor", 0.0..=3.0, vary 0.0..=1.0, Assumed "half as much again", "How much a fully transformational style adds to that.";
        effort_fixed = 0.0, "share", 0.0..=1.0, vary 0.0..=1.0, Theory "0: effort moves freely (Holmstrom and Milgrom 1991); 1 cuts that", "How far the split of effort between what is measured and what people need is fixed at half and half.";
        skill_strain = 0.2, "share", 0.0..=1.0, vary 0.0..=0.4, Assumed "a fifth at full strain", "Share of skill in the core service lost at full strain.";
    }
    trust: Trust, "Between those who work together." {
        gain = 0.02, "share", 0.0..=1.0, vary 0.01..=0.04, Assumed "Bush and Mosteller 1955 give the form", "Share of the missing trust gained by a success.";
        loss = 0.04, "share", 0.0..=1.0, vary 0.02..=0.1, Assumed "bad weighs about twice good (sign: Slovic 1993; analogue: losses against gains 1.3 to 2.0, Brown et al. 2024)", "Share of trust lost by a failure.";
        asked = 0.01, "share", 0.0..=1.0, vary 0.0..=0.03, Assumed "half of a success", "Trust in the lead gained when advice is used, lost when it is not.";
        return_rate = 0.001, "1/day", 0.0..=0.1, vary 0.0005..=0.004, Assumed "about three years", "Daily return of trust to its set point.";
        set_point = 0.70, "level", 0.0..=1.0, vary 0.6..=0.8, Assumed "general trust in colleagues", "Trust to which people return.";
        start = 0.65, "level", 0.0..=1.0, vary 0.55..=0.8, Assumed "near the set point", "Mean trust at the start.";
        start_sd = 0.08, "level", 0.0..=0.5, vary 0.0..=0.15, Assumed "no published scale", "Spread of trust at the start.";
        new_tie = 0.50, "level", 0.0..=1.0, vary 0.4..=0.65, Assumed "neither trust nor distrust", "Trust in a new tie or a new manager.";
    }
    learning: Learning, "Knowledge, leadership, agency and the wish to lead." {
        rule = 0.0, "rule", 0.0..=2.0, vary 0.0..=2.0, Theory "March 1991; Fang, Lee and Schilling 2010", "How knowledge of facets comes about: by work on issues, from the code of the organisation, or from ties who do better.", options ["by-doing", "march-1991", "better-neighbours"];
        beliefs = 10.0, "beliefs", 1.0..=64.0, vary 4.0..=20.0, Assumed "80 dimensions in all; 30 in March 1991, 100 in Fang, Lee and Schilling 2010", "Dimensions of reality that make up a facet, where people hold beliefs.";
        socialisation = 0.1, "probability", 0.0..=1.0, vary 0.05..=0.9, Theory "p1 of March 1991: .1 to .9", "Weekly chance that a belief moves a step towards that of the code (march-1991).";
        code_learning = 0.5, "probability", 0.0..=1.0, vary 0.1..=0.9, Theory "p2 of March 1991: .1 to .9", "How readily the code takes over in a week what those do who do better than it (march-1991).";
        majority_view = 0.3, "probability", 0.0..=1.0, vary 0.1..=0.9, Theory "Fang, Lee and Schilling 2010: .3", "Weekly chance to take over the majority view of ties who do better, on each dimension (better-neighbours).";
        block = 5.0, "beliefs", 1.0..=64.0, vary 1.0..=10.0, Theory "s of Fang, Lee and Schilling 2010: 5", "Beliefs of a facet that pay only if all of them are right (better-neighbours).";
        lead = 0.016, "share", 0.0..=1.0, vary 0.008..=0.024, Assumed "inner fixed point with forgetting", "Share of the missing knowledge of each facet gained by leading an issue.";
        contribute = 0.0064, "share", 0.0..=1.0, vary 0.003..=0.01, Assumed "less than leading", "The same, by contributing.";
        watch = 0.0016, "share", 0.0..=1.0, vary 0.0..=0.003, Assumed "a quarter of contributing", "The same, by seeing the own issue settled by somebody else.";
        dialogue_gain = 1.0, "factor", 0.0..=4.0, vary 0.0..=2.0, Assumed "doubled", "What a fully learning-centred style adds to the knowledge that passes in a contact.";
        from_better = 0.01, "share", 0.0..=1.0, vary 0.005..=0.015, Assumed "of the gap", "Share of the gap to the best contributor closed on each facet.";
        development_floor = 0.6, "factor", 0.0..=2.0, vary 0.3..=0.9, Assumed "people learn without a programme", "Factor on learning without any development.";
        development_gain = 0.8, "factor", 0.0..=2.0, vary 0.4..=1.2, Assumed "about doubled at full development", "What full development adds to that factor.";
        monitoring_gain = 0.2, "factor", 0.0..=2.0, vary 0.0..=0.4, Assumed "monitoring (Southworth 2005; sign)", "What leaders who monitor, fully learning-centred, add to that factor.";
        forgetting = 0.05, "1/year", 0.0..=1.0, vary 0.02..=0.1, Assumed "a few per cent", "Share of knowledge forgotten in a year.";
        leader_quality = 0.4, "factor", 0.0..=2.0, vary 0.0..=0.8, Measured "worst to best tenth of bosses: 11 % of output (Lazear, Shaw and Stanton 2015); indirect path larger (Leithwood and Riehl 2003)", "How far a manager's leadership above the mean raises the reports' learning, answers and support.";
        leadership_lead = 0.002, "share", 0.0..=1.0, vary 0.001..=0.006, Measured "a whole programme gives .7 to .8 sd (Lacerenza et al. 2017); a year of leading about as much", "Share of the missing leadership gained by leading an issue.";
        leadership_contribute = 0.0004, "share", 0.0..=1.0, vary 0.0002..=0.0012, Assumed "a fifth of leading", "The same, by contributing.";
        leadership_development = 0.0002, "1/day", 0.0..=0.1, vary 0.0..=0.0006, Assumed "feedback, exposure, evidence, discussion", "The same a day, under full development.";
        leadership_fading = 0.05, "1/year", 0.0..=1.0, vary 0.02..=0.1, Assumed "as knowledge", "Share of leadership lost in a year.";
        aspiration_lead = 0.004, "share", 0.0..=1.0, vary 0.0..=0.01, Assumed "a taste of it", "Share of the missing wish to lead gained by leading an issue.";
        aspiration_acting = 0.003, "1/day", 0.0..=0.1, vary 0.0..=0.006, Assumed "a taste of it", "The same a day of acting in a vacant post.";
        aspiration_return = 0.0004, "1/day", 0.0..=0.1, vary 0.0001..=0.001, Assumed "years", "Daily return of the wish to lead to its set point.";
        perfection_chill = 0.5, "share", 0.0..=1.0, vary 0.0..=1.0, Assumed "people think that they must be perfect first (Munby 2019, Imperfect Leadership; claim)", "Share by which a manager who must be perfect lowers those gains.";
        agency_lead = 0.010, "share", 0.0..=1.0, vary 0.005..=0.02, Assumed "leading shows that it is wanted", "Share of the missing agency gained by leading an issue.";
        agency_used = 0.004, "share", 0.0..=1.0, vary 0.002..=0.008, Assumed "less than leading", "The same, by advice that was used.";
        agency_answered = 0.030, "share", 0.0..=1.0, vary 0.015..=0.06, Assumed "waiting is learnt", "Share of agency lost when a superior gives the answer.";
        agency_overruled = 0.02, "share", 0.0..=1.0, vary 0.01..=0.04, Assumed "waiting is learnt", "Share of agency lost when a decision is overruled.";
        agency_return = 0.004, "1/day", 0.0..=0.1, vary 0.002..=0.008, Assumed "a year", "Daily return of agency to the personal set point.";
        imitation = 0.03, "1/week", 0.0..=1.0, vary 0.01..=0.06, Assumed "social learning (Bandura 1977) gives the form", "Weekly share of the gap to the own manager's behaviour closed, at full trust.";
        modelling_gain = 1.0, "factor", 0.0..=4.0, vary 0.0..=2.0, Assumed "modelling (Southworth 2005; sign), doubled", "What a fully learning-centred style adds to imitation of the own manager.";
        behaviour_return = 0.01, "1/week", 0.0..=1.0, vary 0.005..=0.03, Assumed "habits return", "Weekly return of behaviour to the own habit.";
        local_half_life_years = 1.0, "years", 0.05..=20.0, vary 0.5..=2.0, Assumed "a year to know a place", "Time in which half of the missing local knowledge is gained.";
    }
    ties: Ties, "Who knows whom." {
        decay = 0.006, "1/day", 0.0..=0.2, vary 0.002..=0.012, Measured "nine in ten bridges gone within a year (Burt 2000): below the line after 115 to 231 days of neglect", "Share of a tie's strength lost a day.";
        gain_contact = 0.04, "share", 0.0..=1.0, vary 0.02..=0.08, Assumed "a dozen meetings make half a tie", "Share of the missing strength gained by an everyday contact.";
        gain_work = 0.10, "share", 0.0..=1.0, vary 0.05..=0.2, Assumed "more than a chat", "The same, by working on an issue together.";
        contact_unit = 0.5, "contacts/person-day", 0.0..=1.0, vary 0.2..=1.0, Assumed "every other day", "Everyday contacts with a mate of the unit.";
        contact_sister = 0.15, "contacts/person-day", 0.0..=1.0, vary 0.05..=0.3, Assumed "a weekly meeting", "Contacts of a leader with the leaders of sister units.";
        contact_bridging = 0.10, "contacts/person-day", 0.0..=1.0, vary 0.03..=0.2, Assumed "twice a month at full bridging", "Organised contacts across units, at full bridging.";
        contact_chance = 0.01, "contacts/person-day", 0.0..=1.0, vary 0.0..=0.03, Assumed "a few a year", "Unplanned contacts across units.";
        mixing = 0.0, "share", 0.0..=1.0, vary 0.0..=0.5, Assumed "everyday contact is with one's own unit; 1 cuts the effect of units on contact", "Share of the everyday contacts that go to anybody at random instead of a mate of the unit.";
        competition_effect = 0.5, "share", 0.0..=1.0, vary 0.0..=1.0, Assumed "half at full competition", "Share of contacts across departments that full competition removes.";
        replace_below = 0.25, "strength", 0.0..=1.0, vary 0.1..=0.5, Assumed "what is hardly kept up gives way", "Strength below which the weakest tie gives way to a new one.";
        knowledge_passed = 0.04, "share", 0.0..=1.0, vary 0.0..=0.12, Assumed "peer dialogue", "Share of the gap on one facet that passes in a contact, at full trust.";
        start = 0.0, "rule", 0.0..=2.0, vary 0.0..=2.0, Assumed "most contact is inside the unit", "How the founding staff know each other: their unit and some others, the line and links over it, or a ring of neighbours.", options ["units", "multiscale", "small-world"];
        start_links = 1.0, "ties", 0.0..=12.0, vary 0.5..=4.0, Theory "as many links as people bring most of the gain (Dodds, Watts and Sabel 2003)", "Links over the line for each person, under the multiscale rule.";
        lambda = 0.5, "levels", 0.0..=100.0, vary 0.1..=2.0, Theory "least congestion near (.5, .5) (Dodds, Watts and Sabel 2003)", "Depth of the common superior over which links become rarer, under the multiscale rule; 0 is only below the top.";
        zeta = 0.5, "levels", 0.0..=100.0, vary 0.1..=2.0, Theory "least congestion near (.5, .5) (Dodds, Watts and Sabel 2003)", "Organisational distance over which links become rarer, under the multiscale rule; 0 is only team mates.";
        ring = 4.0, "ties", 1.0..=6.0, vary 2.0..=6.0, Assumed "8 neighbours, as ties inside the unit", "Neighbours on either side along the units, in a small world.";
        rewiring = 0.1, "probability", 0.0..=1.0, vary 0.0..=0.5, Theory "short paths and high clustering (Watts and Strogatz 1998)", "Chance that a neighbour is replaced by anybody, in a small world.";
    }
    purpose: Purpose, "What people work for." {
        ties_weight = 0.03, "1/week", 0.0..=1.0, vary 0.01..=0.06, Assumed "Friedkin and Johnsen 1990 give the form", "Weekly pull towards the trusted.";
        attachment = 0.01, "1/week", 0.0..=1.0, vary 0.0..=0.03, Assumed "Friedkin and Johnsen 1990 give the form", "Weekly pull towards the purpose that the person came with.";
        noise = 0.02, "distance/week", 0.0..=0.5, vary 0.0..=0.04, Assumed "local drift", "Spread of the weekly drift, in each direction.";
        coordination_pull = 0.05, "1/week", 0.0..=1.0, vary 0.02..=0.1, Assumed "half a year at full coordination", "Weekly pull towards the set objective at full coordination.";
        competition_pull = 0.02, "1/week", 0.0..=1.0, vary 0.0..=0.04, Assumed "dial times this", "Weekly pull towards the department's own interest at full competition.";
        interest_distance = 0.5, "distance", 0.0..=2.0, vary 0.2..=0.8, Assumed "half of the scale", "How far a department's own interest lies from the first objective.";
        reading_error = 0.08, "distance", 0.0..=1.0, vary 0.0..=0.2, Assumed "sets most of the distance", "Spread of the error with which the objective is read from the need.";
        reading_error_involved = 0.04, "distance", 0.0..=1.0, vary 0.0..=0.1, Assumed "half", "The same when the people served take part, four times a year.";
        sensing = 0.004, "1/week", 0.0..=0.2, vary 0.0..=0.01, Assumed "they see the people served", "Weekly pull of front-line purposes towards the need itself.";
        rule = 0.0, "rule", 0.0..=2.0, vary 0.0..=2.0, Theory "Friedkin and Johnsen 1990", "Whom people move towards: the mean of the trusted, of those among them whose purpose is near, or each whom they meet and who is near.", options ["weighted-mean", "bounded-confidence", "pairwise"];
        confidence = 0.3, "distance", 0.0..=10.0, vary 0.05..=1.0, Assumed "three times the first spread; Deffuant et al. 2000 and Hegselmann and Krause 2002 give the form", "Farthest purpose that still moves somebody, under the last two rules.";
        compromise = 0.02, "share", 0.0..=0.5, vary 0.005..=0.1, Assumed "about the weekly pull over half a dozen contacts; Deffuant et al. 2000 give the form", "Share of the gap that each of two who meet goes, under the pairwise rule.";
    }
    strain: Strain, "What work does to people." {
        gain = 0.08, "1/day", 0.0..=1.0, vary 0.05..=0.11, Assumed "job demands and resources (Demerouti et al. 2001) give the form", "Gain of strain for each unit of demand above slack.";
        slack = 0.70, "share", 0.0..=1.5, vary 0.6..=0.85, Calibrated "the share burnt out: NHS 30 to 34 %, teachers 36 % (realism table)", "Demand over capacity from which strain grows.";
        excess_cap = 0.6, "share", 0.0..=2.0, vary 0.3..=1.0, Assumed "bounded", "Demand above slack that counts at most.";
        buffer = 0.2, "share", 0.0..=1.0, vary 0.0..=0.4, Measured "form: Cohen and Wills 1985; weak or absent in large samples (Ganster, Fusilier and Mayes 1986; Viswesvaran et al. 1999)", "Share of the gain that full support takes away.";
        recovery = 0.008, "1/day", 0.0..=1.0, vary 0.004..=0.016, Assumed "months", "Recovery a day for each unit of rest and support.";
        recovery_support = 1.0, "factor", 0.0..=2.0, vary 0.5..=1.5, Assumed "support counts as much as rest; 0 cuts it", "How far support adds to recovery.";
        rest = 0.5, "level", 0.0..=2.0, vary 0.25..=0.75, Assumed "evenings and weekends", "Rest that everybody has.";
        responsibility = 0.12, "share", 0.0..=0.5, vary 0.0..=0.2, Assumed "beside the hours", "Load that a leader carries beside the hours, doubled for one who must be perfect.";
        waiting_hours = 4.0, "hours", 0.0..=40.0, vary 0.0..=8.0, Assumed "half a day", "Waiting work that counts as demand at most.";
        waiting_task_hours = 0.4, "hours", 0.0..=4.0, vary 0.2..=0.6, Assumed "about a decision", "Hours that a waiting task is felt to be.";
        threshold = 0.6, "level", 0.0..=1.0, vary 0.5..=0.7, Assumed "burnout line", "Strain above which somebody counts as burnt out.";
        engagement_rate = 0.01, "1/day", 0.0..=1.0, vary 0.005..=0.02, Assumed "months", "Daily share of the gap to its target that engagement closes.";
        engagement_base = 0.05, "level", 0.0..=1.0, vary 0.0..=0.1, Assumed "weights sum to 1.05", "Engagement that needs nothing.";
        engagement_heard = 0.30, "weight", 0.0..=1.0, vary 0.15..=0.45, Assumed "sign: Hay 2018, Hallinger and Heck 1999", "Weight of being heard in engagement.";
        engagement_agency = 0.25, "weight", 0.0..=1.0, vary 0.1..=0.4, Assumed "self-determination (Deci and Ryan 2000) gives the sign", "Weight of agency in engagement.";
        engagement_trust = 0.20, "weight", 0.0..=1.0, vary 0.1..=0.3, Assumed "sign only", "Weight of trust in the manager in engagement.";
        engagement_alignment = 0.10, "weight", 0.0..=1.0, vary 0.0..=0.2, Assumed "sign only", "Weight of alignment in engagement.";
        engagement_unstrained = 0.15, "weight", 0.0..=1.0, vary 0.0..=0.3, Assumed "sign only", "Weight of the absence of strain in engagement.";
    }
    succession: Succession, "Leaving, acting up and filling posts." {
        leaving_rate = 0.065, "1/year", 0.0..=2.0, vary 0.04..=0.12, Calibrated "turnover of 8 to 12 % a year (teachers in England, 2023/24: 9 %)", "Rate of leaving at strain .3 and engagement .5.";
        leaving_strain = 2.5, "exponent", 0.0..=10.0, vary 1.0..=4.0, Assumed "sign: burnout predicts leaving", "How steeply leaving rises with strain.";
        leaving_engagement = 3.0, "exponent", 0.0..=10.0, vary 1.0..=4.0, Assumed "sign: engagement predicts staying", "How steeply leaving falls with engagement.";
        newcomer_factor = 1.4, "factor", 0.0..=5.0, vary 1.0..=2.0, Assumed "early leaving", "Factor on leaving in the first two years.";
        retirement_rate = 0.1, "1/year", 0.0..=2.0, vary 0.05..=0.2, Assumed "after a career", "Further rate of leaving from 25 years of service.";
        ready_top = 0.74, "level", 0.0..=1.0, vary 0.66..=0.8, Assumed "no published scale", "Leadership that makes somebody ready for the top post.";
        ready_senior = 0.66, "level", 0.0..=1.0, vary 0.58..=0.72, Assumed "no published scale", "The same, one third of the way down.";
        ready_middle = 0.56, "level", 0.0..=1.0, vary 0.5..=0.64, Assumed "no published scale", "The same, two thirds of the way down.";
        ready_aspiration = 0.5, "level", 0.0..=1.0, vary 0.4..=0.6, Assumed "must want it", "Wish to lead that makes somebody ready.";
        inside_days = 30.0, "days", 0.0..=520.0, vary 10.0..=60.0, Assumed "six weeks (Adecco 2008: gap between leaver and replacement)", "Days until a ready person inside takes the post.";
        outside_days = 90.0, "days", 0.0..=1300.0, vary 40.0..=260.0, Assumed "a term's notice and a round of interviews", "Days until a leadership post is filled from outside.";
        outside_frontline_days = 40.0, "days", 0.0..=1300.0, vary 20.0..=260.0, Assumed "a term's notice", "Days until a front-line post is filled.";
        acting_after_days = 3.0, "days", 0.0..=520.0, vary 1.0..=20.0, Assumed "a few days", "Days until somebody acts in a vacant leadership post.";
        rule = 0.0, "rule", 0.0..=3.0, vary 0.0..=3.0, Assumed "whoever is ready; the others: Pluchino, Rapisarda and Garofalo 2010", "Who of the candidates inside takes a vacant leadership post.", options ["ready", "best", "worst", "random"];
        skill_transfer = 1.0, "share", 0.0..=1.0, vary 0.5..=1.0, Assumed "leading is one skill; 0 is Peter's hypothesis (Pluchino, Rapisarda and Garofalo 2010)", "Share of leadership capability that carries over to the new post in a promotion; the rest is that of somebody new to it.";
    }
    system: System, "Organisations beside each other: a system of many, or one alone." {
        organisations = 1.0, "organisations", 1.0..=100000.0, vary 1.0..=10.0, Theory "one organisation unless a scenario says more", "Organisations of the scenario's structure, each with people of its own.";
        meeting_days = 65.0, "days", 5.0..=1300.0, vary 20.0..=130.0, Assumed "a quarter", "Working days between two meetings of the system, at which everything between organisations happens.";
        size_spread = 0.0, "log", 0.0..=1.0, vary 0.0..=0.5, Assumed "organisations of one size", "Spread of the logarithm of size between organisations of a structure given by levels.";
        practice_bits = 60.0, "bits", 1.0..=64.0, vary 30.0..=64.0, Assumed "a core of professional practice", "Bits of practice, each of which an organisation has right or wrong.";
        context_share = 0.3, "share", 0.0..=1.0, vary 0.1..=0.7, Assumed "most of practice holds everywhere", "Share of practice that is right or wrong by an organisation's own context.";
        practice_start = 0.53, "share", 0.0..=1.0, vary 0.4..=0.7, Theory "where an organisation alone settles under the rates below", "Share of practice that is right at the start.";
        practice_effect = 0.5, "share", 0.0..=2.0, vary 0.0..=1.0, Assumed "a tenth more right practice is a twentieth more service", "What all of practice adds to skill in the core service, as a share of it.";
        evaluation = 0.65, "probability", 0.5..=1.0, vary 0.55..=0.85, Assumed "what works is hard to see", "Chance that a change of practice is judged rightly when it is tried.";
        search_trials = 3.0, "trials/quarter", 0.0..=60.0, vary 1.0..=6.0, Assumed "one a month", "Changes of practice that an organisation tries by itself.";
        forgetting = 0.01, "1/quarter", 0.0..=1.0, vary 0.0..=0.03, Assumed "a few per cent a year", "Share of right practice that is forgotten.";
        practice_turbulence = 0.015, "1/quarter", 0.0..=1.0, vary 0.0..=0.05, Assumed "six per cent a year", "Share of practice that turns from right to wrong, or back, because the world changes.";
        support_ties = 0.0, "ties", 0.0..=20.0, vary 0.0..=6.0, Assumed "organisations are apart unless a scenario says more", "Other organisations from which each one copies.";
        copying = 0.08, "1/quarter", 0.0..=1.0, vary 0.02..=0.2, Assumed "transfer is slow (Szulanski 1996: sign)", "Share of what another organisation does differently that is tried at home, for each tie and for a supporting leader.";
        trial = 0.0, "rule", 0.0..=1.0, vary 0.0..=1.0, Assumed "what works elsewhere is tried at home first", "Whether copied practice is tried at home and kept if it works there, or kept untried.", options ["tried", "untried"];
        network_potential = 0.0, "share", 0.0..=1.0, vary 0.0..=0.2, Assumed "none unless a scenario says more", "Share of organisations, those with the best practice, whose leader may join the support network.";
        innovation = 0.05, "1/year", 0.0..=10.0, vary 0.01..=0.1, Calibrated "68 leaders in 2006 and 393 in 2010, launched a year before, of 1,300 (National Leaders of Education)", "Rate of joining the support network by oneself (p of Bass 1969).";
        imitation = 0.144, "1/year", 0.0..=10.0, vary 0.0..=0.5, Calibrated "68 leaders in 2006 and 393 in 2010, launched a year before, of 1,300 (National Leaders of Education)", "Rate of joining where all others have (q of Bass 1969).";
        network_contacts = 8.0, "people", 1.0..=1000.0, vary 3.0..=20.0, Assumed "a handful of peers", "Others among whom a leader who may join looks at each meeting.";
        helped = 2.0, "organisations", 0.0..=20.0, vary 1.0..=4.0, Assumed "a leader cannot support many", "Organisations that a supporting leader helps at most.";
        support_hours = 4.0, "hours/week", 0.0..=40.0, vary 1.0..=10.0, Assumed "half a day a week", "Hours of a supporting head for each organisation helped.";
        deputy_chances = 1.0, "chances/week", 0.0..=20.0, vary 0.0..=3.0, Assumed "one matter a week that the head would have led", "Chances to lead that each deputy of a supporting head has for each organisation helped.";
        system_hours = 0.0, "hours/week", 0.0..=40.0, vary 0.0..=10.0, Assumed "none unless a scenario says more", "Hours that every head gives to work for the system.";
        team_size = 0.0, "people", 0.0..=20.0, vary 0.0..=6.0, Assumed "no team unless a scenario says more", "Peers in the team of a head who works for the system.";
        team_hours = 1.0, "hours/week", 0.0..=40.0, vary 0.5..=2.0, Assumed "half a day a month", "Hours that the team takes of each.";
        team_trust = 0.6, "level", 0.0..=1.0, vary 0.3..=0.9, Assumed "as between colleagues", "Trust between the members of the team.";
        move_share = 0.0, "probability", 0.0..=1.0, vary 0.0..=0.6, Assumed "none unless a scenario says more", "Chance, at each meeting, that a vacant head's post is offered to deputies of other organisations.";
        central_places = 0.0, "people/year", 0.0..=1000000.0, vary 0.0..=200.0, Assumed "none unless a scenario says more", "Places of the central programme for the whole system.";
        licensed = 0.0, "share", 0.0..=1.0, vary 0.0..=0.5, Assumed "none unless a scenario says more", "Share of organisations with a licensed local programme.";
        local_places = 4.0, "people/year", 0.0..=1000.0, vary 2.0..=10.0, Assumed "a small group a year", "Places of each local programme.";
        quality_assurance = 1.0, "share", 0.0..=1.0, vary 0.0..=1.0, Assumed "dial from none to full", "How far quality assurance keeps local programmes to their design.";
        quality_drift = 0.2, "1/year", 0.0..=5.0, vary 0.05..=0.5, Assumed "programmes drift from their design (Durlak and DuPre 2008: sign)", "Rate at which local programmes lose quality without assurance.";
        assurance_hours = 0.5, "hours/week", 0.0..=40.0, vary 0.25..=1.0, Assumed "a day every four months", "Hours that full quality assurance takes of the head of a licensed organisation.";
        resources = 0.0, "rule", 0.0..=2.0, vary 0.0..=2.0, Assumed "none unless a scenario says more", "Who provides further resources: nobody, the centre alike for all, or each organisation to its own need.", options ["none", "central", "local"];
        resources_effect = 0.2, "share", 0.0..=1.0, vary 0.05..=0.4, Assumed "a fifth", "What resources that fit wholly add to skill in the core service, as a share of it.";
        need_spread = 0.5, "distance", 0.0..=2.0, vary 0.0..=0.8, Assumed "half of the distance at which resources are of no use", "Spread of needs between organisations.";
        central_efficiency = 1.0, "factor", 0.0..=2.0, vary 0.8..=1.2, Theory "the measure of the other (Oates 1972)", "What central resources are worth where they fit.";
        local_efficiency = 0.9, "factor", 0.0..=2.0, vary 0.7..=1.1, Assumed "what small scale costs (Oates 1972: form)", "What local resources are worth where they fit.";
        local_error = 0.2, "distance", 0.0..=2.0, vary 0.0..=0.4, Assumed "one's own need is known better than by others", "Spread of what an organisation takes its need for, around it.";
    }
}

/// Years in which a newcomer counts as new for leaving.
pub const NEWCOMER_YEARS: f32 = 2.0;
/// Years of service from which people retire.
pub const RETIREMENT_YEARS: f32 = 25.0;

/// Interpolates a quantity that is given at four depths (0 the top, 1/3, 2/3, 1 the front line).
pub fn by_depth(values: [f32; 4], depth: f32) -> f32 {
    let place = depth.clamp(0.0, 1.0) * 3.0;
    let lower = (place as usize).min(2);
    let share = place - lower as f32;
    values[lower] * (1.0 - share) + values[lower + 1] * share
}

impl People {
    /// Mean leadership capability of those who join at a depth (0 the top, 1 the front line).
    pub fn leadership_mean(&self, depth: f32) -> f32 {
        by_depth([self.leadership_top, self.leadership_senior, self.leadership_middle, self.leadership_frontline], depth)
    }
}

#[cfg(test)]
mod tests;
