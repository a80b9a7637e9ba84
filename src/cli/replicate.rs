//! `leaderful replicate`: published models, their numbers beside ours.

use super::catalogue::unknown;
use super::screen::{Screen, complain};
use super::session::{folder, use_threads};
use super::{FAILED, Failure, files, numbers};
use crate::error::{Error, Problem};
use crate::export::datapackage::DATA_PACKAGE;
use crate::export::{OutputFolder, TableForm, json};
use crate::literature::{self, Effort, Figure, MODELS, Model, Row, Settings};
use std::path::Path;

/// What was asked for.
pub(super) struct Wishes<'a> {
    /// Names of models; none for all.
    pub(super) names: Option<&'a [String]>,
    pub(super) json: bool,
    pub(super) replications: Option<u32>,
    pub(super) quick: bool,
    pub(super) wrong: bool,
    pub(super) set: &'a [String],
    pub(super) seed: u64,
    pub(super) out: Option<&'a Path>,
    pub(super) plots: bool,
    pub(super) form: TableForm,
    /// 0 for all processors.
    pub(super) threads: usize,
}

pub(super) fn perform(wishes: &Wishes<'_>, screen: &Screen) -> Result<u8, Failure> {
    let models = chosen(wishes)?;
    use_threads(wishes.threads);
    if wishes.wrong {
        return wrong(wishes, &models, screen);
    }
    let (mut rows, mut figures) = (Vec::new(), Vec::new());
    for model in &models {
        let since = super::clock::Stopwatch::start();
        let effort = effort(wishes, model);
        let more = if wishes.set.is_empty() {
            let study = literature::study(model, effort).map_err(Error::input)?;
            figures.push((*model, study.figure, effort));
            study.rows
        } else {
            literature::case(model, &settings(wishes, model)?, effort).map_err(Error::input)?
        };
        if !wishes.json {
            screen.say(&told(model, effort, &more, since.seconds(), screen));
        }
        rows.extend(more);
    }
    if wishes.json {
        print_json(&rows, screen)?;
    }
    if !wishes.json || wishes.out.is_some() {
        write(wishes, &rows, &figures, screen)?;
    }
    Ok(if rows.iter().any(Row::fails) { FAILED } else { 0 })
}

/// The models that were named.
fn chosen(wishes: &Wishes<'_>) -> Result<Vec<&'static Model>, Failure> {
    let Some(names) = wishes.names else { return Ok(MODELS.to_vec()) };
    let known: Vec<&str> = MODELS.iter().map(|model| model.name).collect();
    let mut models: Vec<&'static Model> = Vec::new();
    for name in names {
        let Some(model) = literature::find(name) else {
            return Err(unknown("replication", name, &known).help("see `leaderful list replications`").into());
        };
        if !models.iter().any(|other| other.name == model.name) {
            models.push(model);
        }
    }
    if !wishes.set.is_empty() && models.len() != 1 {
        let problem = Problem::new("--set changes a setting of one model, but several are named");
        return Err(problem.help("name one model").into());
    }
    Ok(models)
}

fn effort(wishes: &Wishes<'_>, model: &Model) -> Effort {
    let usual = if wishes.quick { model.quick } else { model.replications };
    Effort { replications: wishes.replications.unwrap_or(usual), seed: wishes.seed }
}

/// The case of `--set`.
fn settings(wishes: &Wishes<'_>, model: &'static Model) -> Result<Settings, Failure> {
    let mut settings = Settings::published(model.settings);
    let mut problems = Vec::new();
    for argument in wishes.set {
        let read = match argument.split_once('=') {
            Some((name, value)) => settings.set(name.trim(), value),
            None => Err(Problem::new("--set needs a setting and a value").value(argument).help("write for example --set p1=0.5")),
        };
        if let Err(problem) = read {
            let help = format!("see `leaderful show replication {}`", model.name);
            problems.push(Problem { source_name: Some(format!("--set {argument}")), help: problem.help.clone().or(Some(help)), ..problem });
        }
    }
    if problems.is_empty() { Ok(settings) } else { Err(Error::BadInput(problems).into()) }
}

/// A table of numbers, and how long they took.
fn told(model: &Model, effort: Effort, rows: &[Row], seconds: f64, screen: &Screen) -> String {
    let mut table = screen.table(["case", "published", "ours", "s.e.", "tolerance", "sure", "reproduced"].map(str::to_owned));
    for row in rows {
        let number = |value: Option<f64>| value.map_or_else(String::new, short);
        let verdict = match row.reproduced {
            Some(true) => "yes",
            Some(false) if row.fails() => "NO",
            Some(false) => "no (not binding)",
            None => "",
        };
        let error = if row.drawn { short(row.standard_error) } else { "exact".to_owned() };
        table.add_row([
            row.case.clone(),
            number(row.published),
            short(row.ours),
            error,
            number(row.tolerance),
            row.certainty.map_or("", literature::Certainty::letter).to_owned(),
            verdict.to_owned(),
        ]);
    }
    let heading = screen.heading(&format!("{}: {}", model.name, model.title));
    format!("{heading}\n{}. {}, {seconds:.1} s\n{table}\n", model.source, model.counted(effort.replications))
}

fn print_json(rows: &[Row], screen: &Screen) -> Result<(), Failure> {
    screen.print(&String::from_utf8_lossy(&json::encode(&literature::table(rows)?)?));
    Ok(())
}

/// About five significant digits.
fn short(value: f64) -> String {
    let size = value.abs();
    if size == 0.0 || !value.is_finite() {
        return format!("{value}");
    }
    if size < 1e-4 {
        return format!("{value:.1e}");
    }
    let decimals = if size >= 1000.0 {
        1
    } else if size >= 10.0 {
        3
    } else {
        5
    };
    let text = format!("{value:.decimals$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Wrong variants: each must miss the numbers that it names, or these prove nothing.
fn wrong(wishes: &Wishes<'_>, models: &[&'static Model], screen: &Screen) -> Result<u8, Failure> {
    let mut table = screen.table(["model", "what is wrong with it", "numbers missed"].map(str::to_owned));
    let (mut rows, mut reproduced) = (Vec::new(), 0);
    for model in models {
        for variant in model.wrong {
            let more = literature::wrong(model, variant, effort(wishes, model)).map_err(Error::input)?;
            let missed = more.iter().filter(|row| row.reproduced == Some(false)).count();
            reproduced += more.len() - missed;
            table.add_row([model.name.to_owned(), variant.meaning.to_owned(), format!("{missed} of {}", more.len())]);
            rows.extend(more.into_iter().map(|row| Row { case: format!("{}; wrong: {}", row.case, variant.meaning), ..row }));
        }
    }
    if wishes.json {
        print_json(&rows, screen)?;
    } else {
        screen.say(&format!("{table}\n"));
    }
    if reproduced > 0 {
        complain(&format!("{} reproduced that a wrong variant must miss", numbers::count(reproduced, "number")));
    }
    Ok(if reproduced > 0 { FAILED } else { 0 })
}

/// The table, the data dictionary and the plots.
fn write(wishes: &Wishes<'_>, rows: &[Row], figures: &[(&Model, Figure, Effort)], screen: &Screen) -> Result<(), Failure> {
    let out = folder(wishes.out, "replications");
    let folder = OutputFolder::open(&out)?.with_form(wishes.form);
    let title = "Published models and the numbers of leaderful's mechanisms";
    files::only_table(&folder, &literature::table(rows)?, title, &format!(", seed {}", wishes.seed))?;
    if wishes.plots {
        for (model, figure, effort) in figures {
            let picture = literature::picture(model, figure, *effort)
                .map_err(|error| Error::BadTable { table: model.name.to_owned(), message: error.to_string() })?;
            files::picture(&folder, model.name, &picture)?;
        }
    }
    let number = |holds: fn(&Row) -> bool| rows.iter().filter(|row| holds(row)).count();
    let (known, missed) = (number(|row| row.published.is_some()), number(|row| row.reproduced == Some(false)));
    let failed = number(Row::fails);
    let loose = if missed > failed { format!("; {} missed that do not bind", missed - failed) } else { String::new() };
    let told = if known > 0 { format!("{} of {known} numbers reproduced{loose}. ", known - missed) } else { String::new() };
    let plots = if wishes.plots && !figures.is_empty() { ", plots/" } else { "" };
    let told = format!("{told}Files in {}: replications.csv, {DATA_PACKAGE}{plots}", out.display());
    // What is printed as JSON is nothing else.
    if wishes.json {
        screen.note(&told)
    } else {
        screen.say(&format!("{told}\n"))
    }
    if failed > 0 {
        complain(&format!("not reproduced: {} of certainty A, B or C", numbers::count(failed, "number")));
    }
    Ok(())
}
