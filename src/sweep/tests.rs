//! What no command line can bring about: failed runs, and many rounds.

use super::folder::SweepFolder;
use super::merge::{Wishes, merge};
use super::shard::Writer;
use super::{Plan, Reader};
use crate::design::{Design, Domain, Factor, Method, Until, Value};
use crate::error::Error;
use crate::export::OutputFolder;
use crate::outcomes::{OUTCOMES, position};
use crate::scenario::{Scenario, Structure};
use std::collections::BTreeMap;
use tempfile::TempDir;

/// A folder of this test alone that goes away in the end.
pub(super) fn own_folder() -> TempDir {
    // In memory where there is such a place: these tests wait for a disk thousands of times.
    let memory = std::path::Path::new("/dev/shm");
    let place = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    tempfile::Builder::new().prefix("leaderful-").tempdir_in(place).expect("a folder can be made")
}

pub(super) fn plan(replications: u32, runs_per_shard: u64, until: Option<Until>) -> Plan {
    let scenario = Scenario { days: 5, replications, structure: Structure::Levels(vec![1, 2]), ..Scenario::default() };
    let levels = Domain::Levels([0.01, 0.02].map(Value::Number).to_vec());
    let factor = Factor { path: "trust.gain".into(), between: None, domain: levels };
    Plan::new(scenario, Design { method: Method::Grid, seed: None, factors: vec![factor], until }, runs_per_shard, 1 << 30).unwrap()
}

/// Shards of made-up values: `value` of cell, arm and replication in every outcome, or the reason why the run failed.
fn write(folder: &SweepFolder, value: impl Fn(u64, usize, u32) -> Result<f64, &'static str>) {
    for shard in 0..folder.layout.shards() {
        let mut writer = Writer::new(&folder.id, shard, folder.layout.rows(shard), OUTCOMES.len());
        for block in folder.layout.blocks(shard) {
            for arm in 0..folder.plan.arms() {
                match value(block.cell, arm, block.replication) {
                    Ok(value) => writer.push(Ok(&vec![value; OUTCOMES.len()])),
                    Err(reason) => writer.push(Err(reason)),
                }
            }
        }
        folder.begin_shard(shard).unwrap().commit(&writer.finish()).unwrap();
    }
}

fn merged(folder: &SweepFolder) -> super::Merged {
    let output = OutputFolder::open(folder.path()).unwrap();
    merge(folder, &output, Wishes { allow_partial: false, every_outcome: false, plots: true }).unwrap()
}

fn rows(folder: &SweepFolder, file: &str) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_path(folder.path().join(file)).unwrap().deserialize().map(Result::unwrap).collect()
}

#[test]
fn a_failed_run_is_a_row_with_status_seed_and_reason_and_in_no_mean() {
    let scratch = own_folder();
    let (folder, _lock) = SweepFolder::begin(scratch.path(), &plan(4, 3, None)).unwrap();
    write(&folder, |cell, arm, replication| {
        if (cell, arm, replication) == (1, 2, 3) { Err("seat 7 has no holder") } else { Ok(arm as f64 + f64::from(replication)) }
    });
    let merged = merged(&folder);
    assert_eq!((merged.runs, merged.failed, merged.failures.len(), merged.gaps), (24, 1, 1, 0));
    assert_eq!(merged.failures[0].message, "cell 1: seat 7 has no holder");
    let runs = rows(&folder, "runs.csv");
    let failed: Vec<_> = runs.iter().filter(|row| row["status"] == "failed").collect();
    assert_eq!(failed.len(), 1);
    let key = ["cell", "replication", "seed", "failure", "trust_gain", "strain_mean"].map(|name| failed[0][name].as_str());
    assert_eq!(key, ["1", "3", "20260101", "seat 7 has no holder", "0.02", ""]);
    let contrast = |cell: &str| {
        let rows = rows(&folder, "contrasts.csv");
        let row =
            rows.into_iter().find(|row| row["cell"] == cell && row["arm"] == "Distributed" && row["outcome"] == "strain_mean").unwrap();
        (row["pairs"].clone(), row["difference"].clone())
    };
    assert_eq!((contrast("0"), contrast("1")), (("4".into(), "2.0".into()), ("3".into(), "2.0".into())));
    assert_eq!(rows(&folder, "cells.csv")[1]["failed"], "1");
}

#[test]
fn a_sweep_ends_with_the_first_round_in_which_every_cell_is_precise() {
    let until = |width: f64| Until { half_width: BTreeMap::from([("strain_mean".to_owned(), width)]), minimum: 4, batch: 3 };
    // Differences of the second arm alternate by 2 in cell 1 and not at all in cell 0.
    let swing = |cell: u64, arm: usize, replication: u32| Ok(if cell == 1 && arm == 1 { f64::from(replication % 2) * 2.0 } else { 0.0 });
    let ended = |width: f64, size: u64| {
        let scratch = own_folder();
        let (folder, _lock) = SweepFolder::begin(scratch.path(), &plan(20, size, Some(until(width)))).unwrap();
        write(&folder, swing);
        merged(&folder).replications
    };
    // t(n - 1) sd / sqrt(n) of so many values 0, 2, 0, 2, ...: 1.84 for 4, 0.99 for 7, 0.75 for 10.
    assert_eq!([3.0, 1.0, 0.8, 0.01].map(|width| ended(width, 7)), [4, 7, 10, 20]);
    assert_eq!(ended(1.0, 100), 7, "whatever the size of shards");
}

#[test]
fn rows_are_read_where_they_were_written() {
    let scratch = own_folder();
    let (folder, _lock) = SweepFolder::begin(scratch.path(), &plan(300, 1, None)).unwrap();
    write(&folder, |cell, arm, replication| Ok((cell * 10_000 + arm as u64 * 1_000) as f64 + f64::from(replication)));
    let mut reader = Reader::new(&folder);
    // More files than are held open at a time.
    for (cell, replication) in (0..2).flat_map(|cell| (0..300).map(move |replication| (cell, replication))) {
        let read = reader.rows(super::Block { replication, cell }).unwrap().unwrap();
        let place = position("strain_mean").unwrap();
        let wanted: Vec<f64> = (0..3).map(|arm| (cell * 10_000 + arm * 1_000) as f64 + f64::from(replication)).collect();
        assert_eq!(read.iter().map(|row| row.values[place]).collect::<Vec<_>>(), wanted);
    }
}

#[test]
fn a_plan_reads_back_and_another_one_is_refused() {
    let scratch = own_folder();
    let (one, other) = (plan(4, 3, None), plan(5, 3, None));
    assert_eq!(Plan::decode(&one.encode().unwrap()).unwrap(), one);
    drop(SweepFolder::begin(scratch.path(), &one).unwrap());
    let (again, _lock) = SweepFolder::begin(scratch.path(), &plan(4, 1000, None)).unwrap();
    assert_eq!(again.plan, one, "shards stay as large as they are");
    assert!(matches!(SweepFolder::begin(scratch.path(), &one), Err(Error::BadInput(problems)) if problems[0].message.contains("at work")));
    drop(_lock);
    assert!(
        matches!(SweepFolder::begin(scratch.path(), &other), Err(Error::BadInput(problems)) if problems[0].message.contains("another sweep"))
    );
}
