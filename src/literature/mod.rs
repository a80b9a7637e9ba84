//! Published models, run with the functions that the mechanisms themselves use, and their numbers beside ours.
//!
//! [`MODELS`] is the list: one file and one row a model. A model opens all its parameters as [`Setting`]s, runs one case
//! of them ([`Model::run`]), and names the published numbers as [`Target`]s and the wrong variants that must miss them.
//! [`study`] runs the cases that targets and figures need, each once, and compares. No default of a mechanism is ever
//! tuned on a target.

#![allow(clippy::result_large_err, reason = "problems with settings are rare and go straight to the user")]

mod model;
mod output;
mod settings;
mod study;

mod ei_index;
mod fang;
mod garbage;
mod granovetter;
mod manpower;
mod march;
mod multiscale;
mod opinions;
mod peter;
mod queues;
mod radner;
mod screening;
mod society;
mod support_network;
mod trust;
mod vacancies;
mod watts_strogatz;

pub use model::{Certainty, Docking, Effort, Estimate, FigureRow, Model, Quantity, Relation, Shape, Target, Wrong, mean_of};
pub use output::{picture, table};
pub use settings::{Kind, Setting, Settings, Value};
pub use study::{Figure, Line, Row, Study, case, study, wrong};

/// Every published model, in the order of the docs.
pub const MODELS: &[&Model] = &[
    &screening::MODEL,
    &radner::MODEL,
    &queues::MODEL,
    &peter::MODEL,
    &march::MODEL,
    &fang::MODEL,
    &garbage::MODEL,
    &multiscale::MODEL,
    &granovetter::MODEL,
    &trust::MODEL,
    &opinions::degroot::MODEL,
    &opinions::friedkin_johnsen::MODEL,
    &opinions::deffuant::MODEL,
    &opinions::hegselmann_krause::MODEL,
    &vacancies::MODEL,
    &manpower::MODEL,
    &watts_strogatz::MODEL,
    &ei_index::MODEL,
    &support_network::MODEL,
];

/// The model of that name.
pub fn find(name: &str) -> Option<&'static Model> {
    MODELS.iter().copied().find(|model| model.name == name)
}
