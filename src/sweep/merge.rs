//! From whole shards to tables and plots, cell by cell.

use super::figures::{Figure, Pools};
use super::folder::{Found, SweepFolder};
use super::layout::Block;
use super::precision;
use super::reader::{Reader, Row};
use super::tables::{RunKey, Tables};
use crate::design::Point;
use crate::error::{Error, Problem};
use crate::export::datapackage::{self, DATA_PACKAGE, PackageInfo};
use crate::export::{FailedRun, FileRecord, OutputFolder, TableStream};
use crate::outcomes::{OUTCOMES, headlines};
use crate::scenario::load::report::listed;
use crate::table::{Cell, Table};
use std::collections::{BTreeMap, BTreeSet};

/// Most bytes of the values of one cell that are held at once.
const MOST_HELD: usize = 64 << 20;
/// Failed runs that the manifest names.
const FAILURES_NAMED: usize = 1000;

/// What a merge shall do.
#[derive(Clone, Copy, Debug)]
pub struct Wishes {
    /// Whether a sweep with gaps is merged as it is.
    pub allow_partial: bool,
    /// Whether summary and contrasts have every outcome, and not the main ones alone.
    pub every_outcome: bool,
    /// Whether plots are drawn.
    pub plots: bool,
}

/// What was merged.
pub struct Merged {
    /// Replications of each cell and arm.
    pub replications: u32,
    /// Runs in the tables.
    pub runs: u64,
    /// Runs that would be there without gaps.
    pub planned: u64,
    /// Runs that failed.
    pub failed: u64,
    /// The first of these.
    pub failures: Vec<FailedRun>,
    /// Shards that are missing or torn.
    pub gaps: u64,
    /// The plots, not drawn yet; none unless they were wanted.
    pub figures: Vec<Figure>,
}

/// What whole shards say, before any row is read.
struct Survey {
    replications: u32,
    /// What is wrong with the first of the holes, in words.
    gaps: Vec<String>,
    /// Shards that are missing or torn.
    holes: BTreeSet<u64>,
    /// Reasons of failed rows by shard.
    reasons: BTreeMap<u64, Vec<(u64, String)>>,
}

/// Merges the shards of a sweep into `output`. The same shards, or others of the same plan, give the same bytes.
///
/// # Errors
/// [`Error::BadInput`] where shards are missing or torn and that is not allowed; [`Error::Io`] where files cannot be read or written.
pub fn merge(folder: &SweepFolder, output: &OutputFolder, wishes: Wishes) -> Result<Merged, Error> {
    let survey = survey(folder)?;
    if !survey.holes.is_empty() && !wishes.allow_partial {
        let message = format!("the sweep has gaps: {} of its shards are missing or torn", survey.holes.len());
        let problem = Problem::new(message).within(folder.path().display().to_string()).value(listed(&survey.gaps));
        return Err(Error::input(problem.help("run the same sweep again to fill them; --allow-partial merges what is there")));
    }
    let mut merger = Merger::new(folder, output, survey, wishes)?;
    let points = folder.plan.points();
    for point in points.iter() {
        merger.cell(&point)?;
    }
    merger.finish()
}

/// Looks at every shard that is needed.
fn survey(folder: &SweepFolder) -> Result<Survey, Error> {
    let mut survey = Survey { replications: 0, gaps: Vec::new(), holes: BTreeSet::new(), reasons: BTreeMap::new() };
    for round in &folder.layout.rounds {
        let before = survey.holes.len();
        for shard in round.shards.clone() {
            let gap = match folder.look(shard)? {
                Found::Whole(facts) => {
                    if !facts.reasons.is_empty() {
                        survey.reasons.insert(shard, facts.reasons);
                    }
                    continue;
                }
                Found::Missing => format!("{shard} missing"),
                Found::Torn(reason) => format!("{shard} torn ({reason})"),
            };
            survey.holes.insert(shard);
            if survey.gaps.len() < 100 {
                survey.gaps.push(gap);
            }
        }
        let gone = (survey.holes.len() - before) as u64;
        if gone < round.shards.end - round.shards.start || survey.replications == 0 {
            survey.replications = round.replications.end;
        }
        // What lies behind a round with gaps nobody can have asked for.
        if gone > 0 || precision::ends(folder, round)? {
            break;
        }
    }
    Ok(survey)
}

struct Merger<'a> {
    folder: &'a SweepFolder,
    output: &'a OutputFolder,
    survey: Survey,
    tables: Tables<'a>,
    reader: Reader<'a>,
    arms: Vec<&'a str>,
    /// Places of the outcomes of summary and contrasts.
    outcomes: Vec<usize>,
    streams: Streams,
    pools: Option<Pools>,
    done: (u64, u64),
    failures: Vec<FailedRun>,
}

/// The files being written.
struct Streams {
    schemas: [Table; 4],
    runs: TableStream,
    cells: TableStream,
    summary: TableStream,
    contrasts: TableStream,
}

impl<'a> Merger<'a> {
    fn new(folder: &'a SweepFolder, output: &'a OutputFolder, survey: Survey, wishes: Wishes) -> Result<Self, Error> {
        let plan = &folder.plan;
        let tables = Tables::new(plan);
        let schemas = [tables.cells()?, tables.runs()?, tables.summary()?, tables.contrasts()?];
        let main = headlines(plan.scenario.is_system());
        let outcomes: Vec<usize> = if wishes.every_outcome { (0..OUTCOMES.len()).collect() } else { main.collect() };
        let streams = Streams {
            cells: output.stream(&schemas[0])?,
            runs: output.stream(&schemas[1])?,
            summary: output.stream(&schemas[2])?,
            contrasts: output.stream(&schemas[3])?,
            schemas,
        };
        Ok(Self {
            folder,
            output,
            tables,
            reader: Reader::new(folder),
            arms: plan.scenario.all_arms().map(|arm| arm.name.as_str()).collect(),
            pools: wishes.plots.then(|| Pools::new(plan, survey.replications)),
            survey,
            outcomes,
            streams,
            done: (0, 0),
            failures: Vec::new(),
        })
    }

    /// Reads, counts and writes one cell.
    fn cell(&mut self, point: &Point) -> Result<(), Error> {
        let factors = self.tables.factor_cells(point);
        let seed = self.seed(point);
        let before = self.done;
        let replications = self.survey.replications as usize;
        let at_once = (MOST_HELD / 8 / (self.arms.len() * replications).max(1)).clamp(1, self.outcomes.len());
        let outcomes = self.outcomes.clone();
        for (part, outcomes) in outcomes.chunks(at_once).enumerate() {
            let mut values = vec![vec![f64::NAN; replications]; self.arms.len() * outcomes.len()];
            for replication in 0..self.survey.replications {
                let Some(rows) = self.rows(Block { replication, cell: point.number })? else { continue };
                for (arm, row) in rows.iter().enumerate() {
                    for (place, outcome) in outcomes.iter().enumerate() {
                        values[arm * outcomes.len() + place][replication as usize] = row.values[*outcome];
                    }
                }
                if part == 0 {
                    self.runs(point, replication, &rows, &factors, &seed)?;
                }
            }
            self.statistics(point, &factors, outcomes, &values)?;
        }
        let (runs, failed) = (self.done.0 - before.0, self.done.1 - before.1);
        self.streams.cells.push_row(self.tables.cells_row(point, runs, failed))
    }

    /// The rows of a block, if its shard is whole: a torn one has none.
    fn rows(&mut self, block: Block) -> Result<Option<Vec<Row>>, Error> {
        let (shard, _) = self.folder.layout.place(block);
        if self.survey.holes.contains(&shard) { Ok(None) } else { self.reader.rows(block) }
    }

    fn seed(&self, point: &Point) -> String {
        let factors = &self.folder.plan.design.factors;
        let varied = factors.iter().position(|factor| factor.path == "seed").and_then(|place| point.values[place].as_ref());
        varied.map_or_else(|| self.folder.plan.scenario.seed.to_string(), ToString::to_string)
    }

    fn runs(&mut self, point: &Point, replication: u32, rows: &[Row], factors: &[Cell<'_>], seed: &str) -> Result<(), Error> {
        let (shard, first) = self.folder.layout.place(Block { replication, cell: point.number });
        for (arm, row) in rows.iter().enumerate() {
            let reasons = self.survey.reasons.get(&shard);
            let reason = reasons.and_then(|reasons| reasons.iter().find(|(number, _)| *number == first + arm as u64));
            let failure = reason.map_or("", |(_, reason)| reason.as_str());
            let (name, baseline) = (self.arms[arm], self.arms[0]);
            let key = RunKey { cell: point.number, factors, replication, arm: name, baseline, seed, failure };
            self.streams.runs.push_row(self.tables.runs_row(key, row))?;
            if row.failed && self.failures.len() < FAILURES_NAMED {
                let message = format!("cell {}: {failure}", point.number);
                let seed = seed.parse().unwrap_or_default();
                self.failures.push(FailedRun { arm: name.to_owned(), replication: replication.into(), seed, message });
            }
            self.done.0 += 1;
            self.done.1 += u64::from(row.failed);
        }
        if let Some(pools) = &mut self.pools {
            pools.add(point, replication, rows);
        }
        Ok(())
    }

    fn statistics(&mut self, point: &Point, factors: &[Cell<'_>], outcomes: &[usize], values: &[Vec<f64>]) -> Result<(), Error> {
        for (arm, name) in self.arms.iter().enumerate() {
            let key = RunKey { cell: point.number, factors, replication: 0, arm: name, baseline: self.arms[0], seed: "", failure: "" };
            for (place, outcome) in outcomes.iter().enumerate() {
                let own = &values[arm * outcomes.len() + place];
                self.streams.summary.push_row(self.tables.summary_row(&key, &OUTCOMES[*outcome], own))?;
                if arm > 0 {
                    self.streams.contrasts.push_row(self.tables.contrasts_row(&key, &OUTCOMES[*outcome], [&values[place], own]))?;
                }
            }
        }
        Ok(())
    }

    fn finish(self) -> Result<Merged, Error> {
        let Streams { schemas, runs, cells, summary, contrasts } = self.streams;
        let mut resources = Vec::new();
        for (schema, stream) in schemas.iter().zip([cells, runs, summary, contrasts]) {
            // One arm alone has no contrasts.
            if schema.name() != "contrasts" || self.arms.len() > 1 {
                resources.push((schema, stream.commit()?));
            }
        }
        let plan = &self.folder.plan;
        let partial = if !self.survey.holes.is_empty() { " Incomplete: shards were missing when it was merged." } else { "" };
        let info = PackageInfo {
            name: format!("{}-sweep", plan.scenario.name),
            title: format!("{}: a sweep", plan.scenario.title),
            description: format!(
                "{} A simulation: its numbers follow from assumptions, not from observation.{partial}",
                plan.scenario.question
            ),
            created: String::new(),
            form: self.output.form(),
        };
        let resources: Vec<(&Table, &FileRecord)> = resources.iter().map(|(table, record)| (*table, record)).collect();
        self.output.write(DATA_PACKAGE, &datapackage::encode(&info, &resources)?)?;
        Ok(Merged {
            replications: self.survey.replications,
            runs: self.done.0,
            planned: self.folder.layout.runs_of(self.survey.replications),
            failed: self.done.1,
            failures: self.failures,
            gaps: self.survey.holes.len() as u64,
            figures: self.pools.iter().flat_map(|pools| pools.figures(plan)).collect(),
        })
    }
}
