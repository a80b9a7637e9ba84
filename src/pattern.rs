//! The leadership pattern: one point in a space of dials, with seven names on it.
//!
//! Heroic and distributed leadership are not two programs. They are two points in one space, and every point between
//! them can be run. The seven named points follow the continuum of Hargreaves and Fink (2006), *Sustainable Leadership*.
//! A dial says what people do, never what comes of it.

use serde::{Deserialize, Serialize};

/// One dial of the pattern, as listed by `leaderful list dials` and used for validation, sweeps and the schema.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dial {
    /// Name in scenarios, CSV columns and docs.
    pub name: &'static str,
    /// Unit of the value.
    pub unit: &'static str,
    /// Smallest allowed value.
    pub minimum: f32,
    /// Largest allowed value.
    pub maximum: f32,
    /// What the dial does.
    pub meaning: &'static str,
}

macro_rules! dials {
    ($($name:ident, $unit:literal, $minimum:literal ..= $maximum:literal, $meaning:literal;)+) => {
        /// A point in the space of leadership patterns. All values are inside the range of their [`Dial`].
        #[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
        pub struct Pattern {
            $(#[doc = concat!($meaning, " Unit: ", $unit, ", ", stringify!($minimum), " to ", stringify!($maximum), ".")]
            pub $name: f32,)+
        }

        /// Every dial, in the order of the docs.
        pub const DIALS: &[Dial] = &[
            $(Dial { name: stringify!($name), unit: $unit, minimum: $minimum, maximum: $maximum, meaning: $meaning },)+
        ];

        impl Pattern {
            /// The value of the dial called `name`, if there is one.
            pub fn get(&self, name: &str) -> Option<f32> {
                match name {
                    $(stringify!($name) => Some(self.$name),)+
                    _ => None,
                }
            }

            /// Turns the dial called `name` to `value` without a check of its range. False if there is no such dial.
            pub fn set(&mut self, name: &str, value: f32) -> bool {
                match name {
                    $(stringify!($name) => self.$name = value,)+
                    _ => return false,
                }
                true
            }

            /// The point at `share` of the way from `self` (0) to `other` (1). The ends are met exactly.
            #[must_use]
            pub fn towards(&self, other: &Self, share: f32) -> Self {
                let mixed = |a: f32, b: f32| if a == b { a } else { a * (1.0 - share) + b * share };
                Self { $($name: mixed(self.$name, other.$name),)+ }
            }
        }
    };
}

dials! {
    authority_strategic, "stakes", 0.0..=1.0, "The highest stakes that the top may settle without escalating.";
    authority_operational, "stakes", 0.0..=1.0, "The highest stakes that the middle may settle without escalating.";
    authority_frontline, "stakes", 0.0..=1.0, "The highest stakes that the front line may settle without escalating.";
    consultation, "people", 0.0..=8.0, "How many colleagues a decision lead asks on an issue of middling stakes.";
    quorum, "share", 0.0..=1.0, "The share of answers that a lead waits for.";
    patience_days, "days", 0.0..=30.0, "How long a lead waits for answers at most.";
    initiative, "probability", 0.0..=1.0, "How readily someone without the formal role takes the lead where they have the expertise.";
    coordination, "share", 0.0..=1.0, "Strength of the shared direction: briefings, role clarity, points where one voice settles.";
    bridging, "share", 0.0..=1.0, "How much contact across units is organised.";
    control, "share", 0.0..=1.0, "Share of decisions that need sign-off above, and the reporting load.";
    openness, "probability", 0.0..=1.0, "Chance that a concern that was raised is acted on and answered.";
    challenge, "probability", 0.0..=1.0, "Chance that a lead asks a well-informed outsider instead of one of the trusted few.";
    development, "share", 0.0..=1.0, "How far chances to lead, feedback, exposure, evidence and peer discussion are given below.";
    answers, "share", 0.0..=1.0, "Style: how far leaders give the answer before they ask.";
    perfection, "share", 0.0..=1.0, "Style: how far leaders think that they must be perfect and do it themselves.";
    transactional, "share", 0.0..=1.0, "Style: how far leaders reward what is measured.";
    transformational, "share", 0.0..=1.0, "Style: how far leaders appeal to the purpose of the work.";
    learning_centred, "share", 0.0..=1.0, "Style: how far leaders model, monitor and talk about learning.";
    following, "share", 0.0..=1.0, "Style: how far people prepare what they pass up, carry it up whole and keep their own view.";
}

/// A named point: the seven presets of the continuum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Preset {
    /// Name as users write it.
    pub name: &'static str,
    /// One sentence on what it looks like.
    pub meaning: &'static str,
    /// Its dials.
    pub pattern: Pattern,
}

/// Builds a preset from its row in the design: authority by level, the other dials, then the two heroic style dials.
const fn preset(name: &'static str, meaning: &'static str, authority: [f32; 3], dials: [f32; 10], style: [f32; 2]) -> Preset {
    let [authority_strategic, authority_operational, authority_frontline] = authority;
    let [consultation, quorum, patience_days, initiative, coordination, bridging, control, openness, challenge, development] = dials;
    let [answers, perfection] = style;
    Preset {
        name,
        meaning,
        pattern: Pattern {
            authority_strategic,
            authority_operational,
            authority_frontline,
            consultation,
            quorum,
            patience_days,
            initiative,
            coordination,
            bridging,
            control,
            openness,
            challenge,
            development,
            answers,
            perfection,
            transactional: 0.0,
            transformational: 0.0,
            learning_centred: 0.0,
            following: 0.0,
        },
    }
}

/// The continuum of Hargreaves and Fink, from autocracy to anarchy. The values are assumptions chosen for realism.
#[rustfmt::skip]
pub const PRESETS: &[Preset] = &[
    preset("autocracy", "One person decides nearly everything and has the answer.",
        [0.30, 0.15, 0.05], [0.5, 0.5, 2.0, 0.02, 0.60, 0.2, 0.60, 0.20, 0.05, 0.1], [0.95, 0.3]),
    preset("traditional-delegation", "Leaders hand out tasks along the line and keep the decisions that matter.",
        [0.50, 0.30, 0.10], [1.0, 0.6, 3.0, 0.05, 0.50, 0.2, 0.50, 0.30, 0.10, 0.2], [0.80, 0.2]),
    preset("progressive-delegation", "Leaders hand out responsibility, with support, and widen it as it is used well.",
        [0.65, 0.45, 0.20], [2.0, 0.6, 4.0, 0.15, 0.50, 0.3, 0.35, 0.45, 0.20, 0.4], [0.60, 0.1]),
    preset("guided-distribution", "Many lead inside a direction that a few keep clear and coordinated.",
        [0.75, 0.55, 0.30], [4.0, 0.7, 5.0, 0.30, 0.80, 0.5, 0.20, 0.65, 0.40, 0.7], [0.35, 0.0]),
    preset("emergent-distribution", "People take the lead where they see the need; direction follows.",
        [0.75, 0.60, 0.40], [4.0, 0.6, 5.0, 0.60, 0.40, 0.4, 0.15, 0.60, 0.35, 0.5], [0.35, 0.0]),
    preset("assertive-distribution", "People lead on their own account and challenge the formal leaders.",
        [0.80, 0.70, 0.55], [4.0, 0.6, 5.0, 0.85, 0.40, 0.5, 0.10, 0.65, 0.50, 0.5], [0.25, 0.0]),
    preset("anarchy", "Nobody needs anybody's leave, and nobody keeps the direction.",
        [1.00, 1.00, 1.00], [2.0, 0.5, 5.0, 1.00, 0.05, 0.2, 0.00, 0.30, 0.20, 0.1], [0.30, 0.0]),
];

/// A style of formal leaders: dials that a pattern takes over when the style is named beside it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// Name as users write it.
    pub name: &'static str,
    /// One sentence on what it looks like.
    pub meaning: &'static str,
    /// The dials that it sets. Only style dials, so that no style counts a pattern's dial twice.
    pub dials: &'static [(&'static str, f32)],
}

/// The styles of formal leaders. The values are assumptions; the names come from the leadership literature.
pub const STYLES: &[Style] = &[
    Style {
        name: "transactional",
        meaning: "Sets objectives, measures and rewards what is delivered.",
        dials: &[("transactional", 1.0), ("transformational", 0.0)],
    },
    Style {
        name: "transformational",
        meaning: "Appeals to the purpose of the work.",
        dials: &[("transactional", 0.0), ("transformational", 1.0)],
    },
    Style { name: "heroic", meaning: "Has the answer and must be perfect.", dials: &[("answers", 0.95), ("perfection", 1.0)] },
    Style { name: "imperfect", meaning: "Does not know it all, and says so.", dials: &[("answers", 0.3), ("perfection", 0.0)] },
    Style {
        name: "invitational",
        meaning: "Asks before answering and appeals to the purpose.",
        dials: &[("answers", 0.15), ("perfection", 0.0), ("transformational", 0.6)],
    },
    Style {
        name: "learning-centred",
        meaning: "Models, monitors and talks about learning.",
        dials: &[("answers", 0.35), ("learning_centred", 1.0)],
    },
    Style {
        name: "managing-upwards",
        meaning: "People follow with skill: they bring proposals, tell superiors what they know and keep their own view.",
        dials: &[("following", 1.0)],
    },
];

impl Pattern {
    /// The preset called `name`.
    pub fn preset(name: &str) -> Option<Self> {
        PRESETS.iter().find(|p| p.name == name).map(|p| p.pattern)
    }

    /// Takes over the dials of the style called `name`. False if there is no such style.
    pub fn adopt_style(&mut self, name: &str) -> bool {
        let Some(style) = STYLES.iter().find(|s| s.name == name) else {
            return false;
        };
        style.dials.iter().all(|(dial, value)| self.set(dial, *value))
    }

    /// Authority at `depth` (0 the top, 1 the front line): linear between the three levels that are given.
    pub fn authority(&self, depth: f32) -> f32 {
        if depth <= 0.5 {
            let share = depth * 2.0;
            self.authority_strategic * (1.0 - share) + self.authority_operational * share
        } else {
            let share = depth * 2.0 - 1.0;
            self.authority_operational * (1.0 - share) + self.authority_frontline * share
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_is_inside_the_range_of_every_dial() {
        for preset in PRESETS {
            for dial in DIALS {
                let value = preset.pattern.get(dial.name).unwrap();
                assert!(value >= dial.minimum && value <= dial.maximum, "{} {}", preset.name, dial.name);
            }
        }
    }

    #[test]
    fn styles_set_style_dials_only() {
        let style_dials = ["answers", "perfection", "transactional", "transformational", "learning_centred", "following"];
        for style in STYLES {
            for (dial, value) in style.dials {
                assert!(style_dials.contains(dial), "{} turns {dial}", style.name);
                assert!((0.0..=1.0).contains(value));
            }
            assert!(Pattern::preset("autocracy").unwrap().adopt_style(style.name));
        }
    }

    #[test]
    fn interpolation_meets_its_ends_exactly() {
        let (a, b) = (Pattern::preset("autocracy").unwrap(), Pattern::preset("anarchy").unwrap());
        assert_eq!(a.towards(&b, 0.0), a);
        assert_eq!(a.towards(&b, 1.0), b);
        assert_eq!(a.towards(&a, 0.37), a);
        let half = a.towards(&b, 0.5);
        assert!((half.consultation - 1.25).abs() < 1e-6);
    }

    #[test]
    fn authority_meets_the_three_levels() {
        let p = Pattern::preset("guided-distribution").unwrap();
        assert_eq!(p.authority(0.0), 0.75);
        assert_eq!(p.authority(0.5), 0.55);
        assert_eq!(p.authority(1.0), 0.30);
        assert!(p.authority(0.25) > p.authority(0.5));
    }
}
