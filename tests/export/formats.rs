//! What is in the files, and whether other programs read it.

use std::fs;
use std::process::Command;

use leaderful::export;
use leaderful::export::datapackage::DATA_PACKAGE;
use leaderful::table::{Column, Table};
use proptest::prelude::*;

use crate::{own_folder, runs, write_result};

#[test]
fn csv_is_exactly_as_promised() {
    let format = export::format("csv").expect("listed");
    let text = String::from_utf8((format.encode)(&runs()).expect("encodes")).expect("UTF-8");
    assert_eq!(
        text,
        "arm,replication,status,decision_days,people_left,head_left\n\
         '=cmd|' /C calc'!A0,0,'-lost,0.0,0,false\n\
         Heroic,0,done,12.25,3,true\n\
         Heroic,1,failed,,,\n\
         \"é, \"\"two\"\"\r\nlines\",0,done,1e300,9223372036854775807,false\n"
    );
}

#[test]
fn formulas_are_inert_in_every_text_field() {
    let prefixes = ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "\u{1b}", "＝", "＋", "－", "＠", "'="];
    for (prefix, field) in prefixes.iter().flat_map(|prefix| (0..3).map(move |field| (prefix, field))) {
        let columns = ["a", "b", "c"].map(|name| {
            let text = if name.as_bytes()[0] - b'a' == field { format!("{prefix}1+1,\"x\"") } else { "x".into() };
            Column::text(name, "Text.").values(vec![text])
        });
        let table = Table::new("t", "t").columns_from(columns).expect("good");
        let bytes = export::csv::encode(&table).expect("encodes");
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let row = reader.records().next().expect("a row").expect("RFC 4180");
        for (index, cell) in row.iter().enumerate() {
            let wanted = if index == usize::from(field) { format!("'{prefix}1+1,\"x\"") } else { "x".into() };
            assert_eq!(cell, wanted);
        }
    }
}

proptest! {
    #[test]
    fn csv_gives_back_every_number_and_text(
        reals in proptest::collection::vec(any::<f64>(), 1..20),
        whole in any::<i64>(),
        text in "\\PC*",
    ) {
        let reals: Vec<f64> = reals.into_iter().filter(|value| !value.is_infinite()).collect();
        let rows = reals.len();
        let table = Table::new("t", "t").columns_from([
            Column::real("real", "R.").values(reals.clone()),
            Column::whole("whole", "W.").values(vec![whole; rows]),
            Column::text("text", "T.").values(vec![text.clone(); rows]),
        ]).expect("good");
        let bytes = export::csv::encode(&table).expect("encodes");
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let records: Vec<_> = reader.records().map(|row| row.expect("RFC 4180")).collect();
        prop_assert_eq!(records.len(), rows);
        for (row, real) in records.iter().zip(reals) {
            if real.is_nan() {
                prop_assert_eq!(&row[0], "");
            } else {
                let back: f64 = row[0].parse().expect("a number");
                prop_assert_eq!(back.to_bits(), (real + 0.0).to_bits());
                prop_assert!(row[0].contains(['.', 'e']));
            }
            prop_assert_eq!(row[1].parse::<i64>(), Ok(whole));
            prop_assert_eq!(&row[2], &*export::csv::inert(&text));
        }
    }
}

#[test]
fn the_data_package_holds_the_hash_of_each_file() {
    let scratch = own_folder();
    write_result(scratch.path());
    let bytes = fs::read(scratch.path().join(DATA_PACKAGE)).expect("is there");
    let package: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
    let resources = package["resources"].as_array().expect("a list");
    assert_eq!((package["name"].as_str(), resources.len()), (Some("a-school-"), 4));
    for resource in resources {
        let file = fs::read(scratch.path().join(resource["path"].as_str().expect("a path"))).expect("is there");
        assert_eq!(resource["hash"], format!("sha256:{}", export::sha256(&file)));
        assert_eq!(resource["bytes"], file.len());
    }
    let fields = &resources[0]["schema"]["fields"];
    assert_eq!(fields[1]["constraints"], serde_json::json!({"required": true, "minimum": 0, "maximum": 1_000_000}));
    assert_eq!(fields[2]["constraints"]["enum"][2], "'-lost");
    assert_eq!(fields[3]["unit"], "days");
    assert_eq!(resources[1]["schema"]["foreignKeys"].as_array().map(Vec::len), Some(1));
}

/// With `LEADERFUL_PYTHON` set to a Python that has frictionless 5 and networkx, they read what is written.
#[test]
fn other_programs_read_what_is_written() {
    let Some(python) = std::env::var_os("LEADERFUL_PYTHON") else {
        println!("skipped: LEADERFUL_PYTHON is not set");
        return;
    };
    let scratch = own_folder();
    write_result(scratch.path());
    let script = "import frictionless, networkx\n\
        report = frictionless.validate('datapackage.json')\n\
        assert report.valid and report.stats['tasks'] == 4, report.to_summary()\n\
        g = networkx.read_graphml('ties.graphml')\n\
        assert g.is_directed() and sorted(g) == ['Heroic', 'a<b>&\"\\ufffd'], list(g)\n\
        assert list(g.edges(data=True)) == [('Heroic', 'a<b>&\"\\ufffd', {'trust': 0.5})]\n\
        assert g.nodes['Heroic'] == {'head': True} and g.nodes['a<b>&\"\\ufffd'] == {}\n\
        open('runs.csv', 'a').write('Heroic,2,done,1.0,1,true\\n')\n\
        assert not frictionless.validate('datapackage.json').valid\n";
    let output = Command::new(python).args(["-c", script]).current_dir(scratch.path()).output().expect("starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
