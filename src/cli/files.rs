//! Writes every file of a result, the manifest last.

use super::screen::Screen;
use super::session::Work;
use crate::error::Error;
use crate::experiment::{Contrast, Results, contrasts, tables};
use crate::export::datapackage::{self, DATA_PACKAGE, PackageInfo};
use crate::export::manifest::{FailedRun, FileRecord, MANIFEST, Manifest};
use crate::export::{OutputFolder, check_name, graphml, sha256};
use crate::outcomes::OUTCOMES;
use crate::plot::Rendered;
use crate::report::{self, figures::slug};
use crate::scenario::Scenario;
use crate::table::Table;

/// What the tables leave out, for the data dictionary.
const LIMITS: &str = "A simulation: its numbers follow from the assumptions listed by `leaderful list parameters`, not from observation.";

/// Scripts that stand beside the tables.
const SCRIPTS: [(&str, &str); 2] =
    [("analysis.R", include_str!("../../assets/analysis.R")), ("analysis.py", include_str!("../../assets/analysis.py"))];

/// Tables written so far, with the record of each file.
struct Writer<'a> {
    folder: &'a OutputFolder,
    resources: Vec<(Table, FileRecord)>,
}

impl Writer<'_> {
    fn whole(&mut self, table: &Table) -> Result<(), Error> {
        table.check()?;
        let record = self.folder.write_table(table)?;
        self.resources.push((table.schema(), record));
        Ok(())
    }

    fn streamed(&mut self, schema: Table, rows: impl FnOnce(&mut tables::Sink<'_>) -> Result<(), Error>) -> Result<(), Error> {
        let mut stream = self.folder.stream(&schema)?;
        rows(&mut |row| stream.push_row(row))?;
        let record = stream.commit()?;
        self.resources.push((schema, record));
        Ok(())
    }
}

/// Writes all files but the manifest.
pub(super) fn write(work: &Work<'_>, results: &Results, folder: &OutputFolder) -> Result<(), Error> {
    let scenario = work.scenario;
    let contrasts = contrasts::contrasts(scenario, results);
    let open_shares = tables::open_shares(scenario, results);
    let mut writer = Writer { folder, resources: Vec::new() };
    writer.whole(&tables::runs(scenario, results)?)?;
    writer.streamed(tables::series_schema()?, |sink| tables::series(scenario, results, work.wishes.every_outcome, sink))?;
    writer.streamed(tables::events_schema(scenario)?, |sink| tables::events(scenario, results, sink))?;
    writer.whole(&tables::summary(scenario, results)?)?;
    if results.arms > 1 {
        writer.whole(&tables::contrasts(scenario, &contrasts)?)?;
    }
    writer.whole(&tables::decision_days(scenario, &open_shares)?)?;
    if work.wishes.organisations {
        writer.whole(&tables::organisations(scenario, results)?)?;
    }
    if !work.wishes.people.is_empty() {
        writer.whole(&tables::people(scenario, results, &work.wishes.people)?)?;
    }
    if !work.wishes.ties.is_empty() {
        writer.whole(&tables::ties(scenario, results, &work.wishes.ties)?)?;
        networks(scenario, results, &work.wishes.ties, folder)?;
    }
    pictures_and_page(work, results, &contrasts, folder)?;
    scripts(folder)?;
    let info = PackageInfo {
        name: scenario.name.clone(),
        title: scenario.title.clone(),
        description: format!("{} {LIMITS}", scenario.question),
        // No file but the manifest holds a time, so that a rerun gives the same bytes.
        created: String::new(),
        form: folder.form(),
    };
    let resources: Vec<(&Table, &FileRecord)> = writer.resources.iter().map(|(table, record)| (table, record)).collect();
    folder.write(DATA_PACKAGE, &datapackage::encode(&info, &resources)?)?;
    Ok(())
}

/// The plots, if they are wanted, and the page.
fn pictures_and_page(work: &Work<'_>, results: &Results, contrasts: &[Contrast], folder: &OutputFolder) -> Result<(), Error> {
    let figures = if work.wishes.plots { report::figures(work.scenario, results, contrasts)? } else { Vec::new() };
    figures.iter().try_for_each(|figure| picture(folder, &figure.name, &figure.rendered))?;
    let provenance = report::Provenance {
        command: command_of_results(&work.typed),
        scenario_sha256: Manifest::of(work.scenario)?.scenario_sha256,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    folder.write("report.html", report::html(work.scenario, results, contrasts, &figures, &provenance).as_bytes())?;
    Ok(())
}

/// Both files of a plot.
pub(super) fn picture(folder: &OutputFolder, name: &str, rendered: &Rendered) -> Result<(), Error> {
    folder.write(&format!("plots/{name}.svg"), rendered.svg.as_bytes())?;
    folder.write(&format!("plots/{name}.png"), &rendered.png)?;
    Ok(())
}

/// The one table of a result that is no experiment, named as the table, with its data dictionary; `more` ends the description.
pub(super) fn only_table(folder: &OutputFolder, table: &Table, title: &str, more: &str) -> Result<(), Error> {
    package(folder, std::slice::from_ref(table), [table.name(), title, &format!("{}{more}.", made_by())])
}

/// The tables of a result that is no experiment, with their data dictionary, which has this name, title and description.
pub(super) fn package(folder: &OutputFolder, tables: &[Table], [name, title, description]: [&str; 3]) -> Result<(), Error> {
    let records = tables.iter().map(|table| folder.write_table(table)).collect::<Result<Vec<FileRecord>, Error>>()?;
    let info = PackageInfo {
        name: name.to_owned(),
        title: title.to_owned(),
        description: description.to_owned(),
        created: String::new(),
        form: folder.form(),
    };
    let resources: Vec<(&Table, &FileRecord)> = tables.iter().zip(&records).collect();
    folder.write(DATA_PACKAGE, &datapackage::encode(&info, &resources)?)?;
    Ok(())
}

/// Which program wrote a file.
pub(super) fn made_by() -> String {
    format!("leaderful {}, commit {}", env!("CARGO_PKG_VERSION"), env!("LEADERFUL_COMMIT"))
}

/// What was typed without the words that change no result: a page must not depend on threads or folders.
fn command_of_results(typed: &[String]) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut rest = typed.iter();
    while let Some(word) = rest.next() {
        match word.as_str() {
            "--threads" | "--out" => drop(rest.next()),
            "-q" | "--quiet" | "-v" | "--verbose" => {}
            other if other.starts_with("--threads=") || other.starts_with("--out=") => {}
            other if other.contains(char::is_whitespace) => words.push(format!("\"{other}\"")),
            other => words.push(other.to_owned()),
        }
    }
    words.join(" ")
}

/// Scripts that make means and contrasts once more, for who goes on in R or Python.
fn scripts(folder: &OutputFolder) -> Result<(), Error> {
    let form = folder.form();
    let main: Vec<&str> = OUTCOMES.iter().filter(|outcome| outcome.headline).map(|outcome| outcome.name).collect();
    for (name, text) in SCRIPTS {
        let text = text.replace("@DELIMITER@", form.delimiter.encode_utf8(&mut [0; 4]));
        let text = text.replace("@DECIMAL@", form.decimal.encode_utf8(&mut [0; 4])).replace("@MAIN@", &main.join(" "));
        folder.write(name, text.as_bytes())?;
    }
    Ok(())
}

/// A GraphML file an arm and day.
fn networks(scenario: &Scenario, results: &Results, days: &[u32], folder: &OutputFolder) -> Result<(), Error> {
    for (number, arm) in scenario.all_arms().enumerate() {
        for snapshot in results.snapshots(number).iter().filter(|snapshot| days.contains(&snapshot.day)) {
            let network = tables::network_of(snapshot)?;
            let bytes = graphml::encode(&network.people, &network.ties, graphml::Ties::Directed)?;
            let of = if scenario.is_system() { format!("-organisation-{}", snapshot.organisation) } else { String::new() };
            folder.write(&format!("network-{number}-{}{of}-day-{}.graphml", slug(&arm.name), snapshot.day), &bytes)?;
        }
    }
    Ok(())
}

/// Writes the manifest and returns the records of all other files.
pub(super) fn finish(
    work: &Work<'_>,
    results: &Results,
    folder: &OutputFolder,
    [created, finished]: [String; 2],
) -> Result<Vec<FileRecord>, Error> {
    let names: Vec<String> = work.scenario.all_arms().map(|arm| arm.name.clone()).collect();
    let failures = results.failures().map(|(run, message)| FailedRun {
        arm: names[run.arm].clone(),
        replication: u64::from(run.replication),
        seed: work.scenario.seed,
        message: message.to_owned(),
    });
    let manifest = Manifest {
        status: if results.is_complete() { "complete" } else { "interrupted" }.to_owned(),
        runs_planned: results.planned() as u64,
        runs_finished: results.runs.len() as u64,
        commit: env!("LEADERFUL_COMMIT").to_owned(),
        dirty: env!("LEADERFUL_DIRTY") == "true",
        rustc: env!("LEADERFUL_RUSTC").to_owned(),
        generator: crate::streams::GENERATOR.to_owned(),
        command: work.typed.clone(),
        seed: work.scenario.seed,
        replications: results.replications.len() as u64,
        failures: failures.collect(),
        arms: names.clone(),
        threads: results.threads,
        started: created.clone(),
        created,
        finished,
        ..Manifest::of(work.scenario)?
    };
    let files = folder.files();
    folder.finish(&manifest)?;
    Ok(files)
}

/// The files of the result that a folder holds, if it holds one.
pub(super) fn former(folder: &OutputFolder) -> Vec<FileRecord> {
    let manifest = std::fs::read(folder.path().join(MANIFEST)).ok().and_then(|bytes| Manifest::decode(&bytes).ok());
    manifest.map(|manifest| manifest.files).unwrap_or_default()
}

/// Removes files of a former result that this one has not replaced and nobody has changed: they would pass for new ones.
pub(super) fn remove_stale(folder: &OutputFolder, former: &[FileRecord], files: &[FileRecord], screen: &Screen) {
    let stale = |old: &&FileRecord| check_name(&old.name).is_ok() && files.iter().all(|new| !new.name.eq_ignore_ascii_case(&old.name));
    for old in former.iter().filter(stale) {
        let path = folder.path().join(&old.name);
        let unchanged = std::fs::read(&path).is_ok_and(|bytes| sha256(&bytes) == old.sha256);
        if unchanged && std::fs::remove_file(&path).is_ok() {
            screen.detail(&format!("removed {}, which belonged to the result that was here before", old.name));
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_on_the_page_names_no_folder_and_no_threads() {
        let typed =
            ["leaderful", "compare", "our school.toml", "--out", "/somewhere", "--threads=2", "--seed", "3", "-q"].map(String::from);
        assert_eq!(super::command_of_results(&typed), "leaderful compare \"our school.toml\" --seed 3");
    }
}
