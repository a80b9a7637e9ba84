//! Tables, formats and the output folder from outside: what a killed program, a full disk, a hostile name or a spreadsheet meets.
#![cfg(feature = "cli")]

use std::path::Path;

use leaderful::export::datapackage::{self, DATA_PACKAGE, PackageInfo};
use leaderful::export::{Manifest, OutputFolder, graphml};
use leaderful::row;
use leaderful::table::{Column, Table};
use tempfile::TempDir;

mod folder;
mod formats;

/// A folder of one test alone that is gone afterwards.
fn own_folder() -> TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("the target folder can be written")
}

fn runs() -> Table {
    let mut runs = Table::new("runs", "One row a run")
        .described("Every replication of every arm; a failed one too.")
        .columns_from([
            Column::text("arm", "Name of the arm.").required(),
            Column::whole("replication", "Number of the replication.").minimum(-0.5).maximum(1e6),
            Column::text("status", "How it ended.").required().allowed(["done", "failed", "-lost"]),
            Column::real("decision_days", "Mean days to a decision.").unit("days").minimum(0.0),
            Column::whole("people_left", "People who left.").unit("people"),
            Column::truth("head_left", "Whether the head left."),
        ])
        .and_then(|table| table.primary_key(["arm", "replication"]))
        .expect("a good description");
    for row in [
        row!["Heroic", 0, "done", 12.25, 3, true],
        row!["Heroic", 1, "failed", f64::NAN, None::<i64>, None::<bool>],
        row!["=cmd|' /C calc'!A0", 0, "-lost", -0.0, 0, false],
        row!["é, \"two\"\r\nlines", 0, "done", 1e300, i64::MAX, false],
    ] {
        runs.push_row(row).expect("fits");
    }
    runs.sort_by_key();
    runs.check().expect("keeps its promises");
    runs
}

fn series() -> Table {
    Table::new("series", "One row a value")
        .columns_from([
            Column::text("arm", "Name of the arm.").values(vec!["Heroic"; 3]),
            Column::whole("replication", "Number.").values(vec![0_i64, 0, 1]),
            Column::whole("day", "Day.").unit("days").values(vec![Some(1_i64), None, Some(2)]),
            Column::real("value", "Value.").values(vec![Some(0.5), None, Some(1e-9)]),
        ])
        .and_then(|table| table.foreign_key(["arm", "replication"], "runs", ["arm", "replication"]))
        .and_then(|table| table.foreign_key(["arm"], "not_written", ["arm"]))
        .expect("a good description")
}

fn write_result(path: &Path) -> OutputFolder {
    let folder = OutputFolder::open(path).expect("opens");
    let (runs, series, events) = (runs(), series(), runs().schema());
    let events = Table::new("events", "One row an event").columns_from(events.columns().to_vec());
    let events = events.expect("a good description");
    let single = Table::new("single", "One row a value");
    let single = single.column(Column::text("note", "Note.").values(vec!["a", "b", "c"])).expect("good");
    let tables = [&runs, &series, &events, &single];
    let records = tables.map(|table| folder.write_table(table).expect("writes"));
    let resources: Vec<_> = tables.into_iter().zip(&records).collect();
    let info = PackageInfo { name: "A School!".into(), title: "A school".into(), ..PackageInfo::default() };
    let package = datapackage::encode(&info, &resources).expect("encodes");
    folder.write(DATA_PACKAGE, &package).expect("writes");
    let mut ties = Table::new("ties", "One row a tie")
        .columns_from([Column::text("from", "From."), Column::text("to", "To."), Column::real("trust", "Trust <&> hope.").unit("share")])
        .expect("good");
    ties.push_row(row!["Heroic", "a<b>&\"\u{1}", 0.5]).expect("fits");
    let mut people = Table::new("people", "One row a person")
        .columns_from([Column::text("person", "Name."), Column::truth("head", "Is the head.")])
        .expect("good");
    people.push_row(row!["Heroic", true]).expect("fits");
    people.push_row(row!["a<b>&\"\u{1}", None::<bool>]).expect("fits");
    let graph = graphml::encode(&people, &ties, graphml::Ties::Directed).expect("encodes");
    folder.write("ties.graphml", &graph).expect("writes");
    folder.finish(&Manifest::of(&"scenario").expect("JSON")).expect("writes");
    folder
}
