//! Designs as they are written, and the points that they stand for.

use super::words::{Words, design as of_words};
use super::*;
use crate::error::{Error, Problem};
use crate::pattern::Pattern;
use crate::scenario::load::{Limits, load_within};

const TABLE: &str = "trust.gain,arm.Distributed.pattern,days\n0.01,anarchy,40\n0.05,autocracy,60\n0.02,laissez-faire,80\n";

fn tables(name: &str) -> Result<String, String> {
    match name {
        "points.csv" => Ok(TABLE.replace("laissez-faire", "autocracy")),
        "odd.csv" => Ok(TABLE.to_owned()),
        "short.csv" => Ok("trust.gain,days\n0.01\n".into()),
        _ => Err("it does not exist".into()),
    }
}

fn read(design: &str) -> Result<Design, Vec<Problem>> {
    let head = "seed = 5\nyears = 1\n[organisation]\nlevels = [1, 2, 6]\n[baseline]\npattern = \"autocracy\"\n\
        [[arm]]\nname = \"Distributed\"\n\
        pattern = \"guided-distribution\"\n[[event]]\nkind = \"crisis\"\nday = 30\nload = 2\n";
    match load_within("s.toml", &format!("{head}{design}"), &tables, &Limits::default()) {
        Ok(loaded) => Ok(loaded.design.expect("a design")),
        Err(Error::BadInput(problems)) => Err(problems),
        Err(other) => panic!("{other}"),
    }
}

fn typed(vary: &[&str], method: Option<&str>) -> Result<Design, Vec<Problem>> {
    let vary: Vec<String> = vary.iter().map(|word| (*word).to_owned()).collect();
    let words = Words { vary: &vary, design: method, until: &[] };
    of_words(words, None, &Scenario::default(), &Limits::default(), &tables).map_err(|error| match error {
        Error::BadInput(problems) => problems,
        other => panic!("{other}"),
    })
}

fn numbers(design: &Design, factor: usize) -> Vec<f64> {
    let points = design.points(&Scenario::default());
    points.iter().filter_map(|point| point.values[factor].as_ref()?.number()).collect()
}

#[test]
fn every_kind_of_path_can_be_a_factor_and_every_point_runs() {
    let design = read(
        "[design]\nmethod = \"grid\"\n[[design.factor]]\npath = \"trust.gain\"\nlow = 0.01\nhigh = 0.04\nscale = \"log\"\nsteps = 3\n\
         [[design.factor]]\npath = \"arm.Distributed.pattern\"\nbetween = [\"autocracy\", \"anarchy\"]\nlevels = [0, 0.5]\n\
         [[design.factor]]\npath = \"programme.crisis.load\"\nlevels = [1.5, 3]\n\
         [[design.factor]]\npath = \"baseline.pattern\"\nlevels = [\"anarchy\", { preset = \"autocracy\", set = { openness = 0.5 } }]\n\
         [[design.factor]]\npath = \"without\"\nlevels = [[], [\"trust\"]]\n\
         [[design.factor]]\npath = \"pattern.bridging\"\nlevels = [0.1]\n\
         [[design.factor]]\npath = \"arm.Distributed.set.trust.loss\"\nlevels = [0.1]\n",
    )
    .unwrap();
    assert_eq!(design.size(), 3 * 2 * 2 * 2 * 2);
    let words = ["trust.gain=log:0.01..0.04:3", "arm.Distributed.pattern=autocracy..anarchy:3", "without=[],[\"trust\"]", "days=20..80:3"];
    let other = typed(&words, None).unwrap();
    assert_eq!((&other.factors[0], other.factors[2].levels().len()), (&design.factors[0], 2));
    assert_eq!(numbers(&other, 3)[..4], [20.0, 50.0, 80.0, 20.0]);
    let base = Scenario { schedule: vec![], ..Scenario::default() };
    let points = other.points(&base);
    let changed: Vec<Scenario> = points.iter().map(|point| point.apply(points.factors(), &base, &Limits::default()).unwrap()).collect();
    let middle = Pattern::preset("autocracy").unwrap().towards(&Pattern::preset("anarchy").unwrap(), 0.5);
    assert!(changed.iter().any(|scenario| scenario.arms[1].pattern == middle && scenario.days == 50));
    assert_eq!(changed.iter().filter(|scenario| scenario.without.len() == 1).count(), changed.len() / 2);
}

#[test]
fn a_zip_pairs_levels_and_one_at_a_time_leaves_the_others_alone() {
    let design = typed(&["trust.gain=0.01,0.02,0.03", "days=20..80:3"], Some("zip")).unwrap();
    assert_eq!((numbers(&design, 0), numbers(&design, 1)), (vec![0.01, 0.02, 0.03], vec![20.0, 50.0, 80.0]));
    let design = typed(&["trust.gain=0.01,0.02", "days=20..80"], Some("one-at-a-time")).unwrap();
    let set: Vec<usize> = design.points(&Scenario::default()).iter().map(|point| point.settings(&design.factors).len()).collect();
    assert_eq!((set, numbers(&design, 1)), (vec![0, 1, 1, 1, 1], vec![20.0, 80.0]));
}

#[test]
fn a_table_is_read_by_column() {
    let design = read("[design]\ntable = \"points.csv\"\n").unwrap();
    assert_eq!((design.method, design.size(), numbers(&design, 2)), (Method::Table, 3, vec![40.0, 60.0, 80.0]));
    let some = read("[design]\ntable = \"points.csv\"\n[[design.factor]]\npath = \"days\"\n").unwrap();
    assert_eq!(some.factors.len(), 1);
    let missing = read("[design]\ntable = \"points.csv\"\n[[design.factor]]\npath = \"trust.loss\"\n").unwrap_err();
    assert_eq!(missing[0].message, "the table has no column trust.loss");
    assert_eq!(missing[0].source_name.as_deref(), Some("points.csv"));
    let odd = typed(&[], Some("table:odd.csv")).unwrap_err();
    assert_eq!(odd[0].source_name.as_deref(), Some("odd.csv, line 4"));
    assert!(typed(&[], Some("table:short.csv")).unwrap_err()[0].message.contains("does not fit the header"));
    assert!(typed(&[], Some("table:none.csv")).unwrap_err()[0].message.contains("does not exist"));
}

#[test]
fn a_latin_hypercube_has_one_point_in_each_part_of_each_factor() {
    let of =
        |seed| Design { seed: Some(seed), ..typed(&["trust.gain=0..0.2", "trust.loss=0..0.2", "days=101..200"], Some("lhs:100")).unwrap() };
    for factor in 0..3 {
        let mut parts = [0; 100];
        let values = numbers(&of(1), factor);
        values.iter().for_each(|value| parts[if factor == 2 { *value as usize - 101 } else { (value / 0.002 - 1e-5) as usize }] += 1);
        assert!(parts.iter().all(|count| *count == 1), "{factor}: {parts:?}");
    }
    let mean_product = |design: &Design| numbers(design, 0).iter().zip(numbers(design, 1)).map(|(a, b)| a * b * 1e4).sum::<f64>();
    assert!((mean_product(&of(1)) / 1e4 - 1.0).abs() < 0.1, "factors are in orders of their own: {}", mean_product(&of(1)));
    assert_ne!(numbers(&of(1), 0), numbers(&of(2), 0));
    let points = of(1).points(&Scenario::default());
    assert_eq!(points.get(63), points.iter().nth(63).unwrap(), "any point at any time");
}

#[test]
fn a_sobol_design_is_that_of_scipy_over_the_ranges() {
    let design = typed(&["trust.gain=0..0.2", "trust.loss=0..0.2"], Some("sobol-unscrambled:4")).unwrap();
    assert_eq!((numbers(&design, 0), numbers(&design, 1)), (vec![0.0, 0.1, 0.15, 0.05], vec![0.0, 0.1, 0.05, 0.15]));
    assert_ne!(numbers(&typed(&["trust.gain=0..0.2"], Some("sobol:4")).unwrap(), 0)[0], 0.0);
}

#[test]
fn mistakes_are_told_before_anything_runs() {
    let first = |design: &str| read(design).unwrap_err().swap_remove(0);
    let factor = |rest: &str| first(&format!("[design]\n[[design.factor]]\n{rest}"));
    let problem = factor("path = \"trust.gian\"\nlevels = [0.1]\n");
    assert_eq!((problem.nearest.as_deref(), problem.line), (Some("trust.gain"), Some(16)));
    assert_eq!(factor("path = \"trust.gain\"\nlevels = []\n").message, "there is no level");
    let problem = factor("path = \"trust.gain\"\nlow = 0.2\nhigh = 0.1\nsteps = 3\n");
    assert_eq!((problem.message.as_str(), problem.line), ("the low end 0.2 is above the high end 0.1", Some(17)));
    assert_eq!(factor("path = \"trust.gain\"\nlow = 0.1\nhigh = 0.1\n").message, "the range is empty: both ends are 0.1");
    assert_eq!(
        factor("path = \"trust.gain\"\nlow = 0\nhigh = 0.1\nscale = \"log\"\n").message,
        "a range on a log scale begins above zero, not at 0"
    );
    let problem = factor("path = \"trust.gain\"\nlevels = [0.1, 7]\n");
    assert!(problem.message.contains("too large") && problem.column == Some(16) && problem.allowed.is_some(), "{problem}");
    assert!(factor("path = \"replications\"\nlevels = [1]\n").message.contains("the same at all points"));
    assert!(factor("path = \"trust.gain\"\nlow = 0.1\nhigh = 0.2\n").message.contains("needs levels"));
    assert!(factor("path = \"trust.gain\"\nbetween = [\"autocracy\", \"anarchy\"]\nsteps = 3\n").message.contains("is not a pattern"));
    assert!(
        factor("path = \"baseline.pattern\"\nbetween = [\"autocracy\", \"anarky\"]\nsteps = 3\n").nearest.as_deref() == Some("anarchy")
    );
    assert!(first("[design]\nmethod = \"lhs\"\n").message.contains("needs a number of points"));
    assert!(first("[design]\n").message.contains("varies nothing"));
    assert!(first("[design]\nmethod = \"lsh\"\n").nearest.as_deref() == Some("lhs"));
    assert!(first("[design.until]\nhalf_width = { sound_shares = 1 }\n").nearest.as_deref() == Some("sound_share"));
    let huge: Vec<String> = ["trust.gain", "trust.loss"].iter().map(|path| format!("{path}=0..0.2:1000000")).collect();
    let huge = typed(&huge.iter().map(String::as_str).collect::<Vec<_>>(), None).unwrap_err();
    assert_eq!(huge[0].message, "the design has 1,000,000,000,000 points, the most is 1,000,000");
    assert!(typed(&["trust.gain=0.1", "trust.gain=0.2"], None).is_ok(), "the last one counts");
    assert!(typed(&["trust.gain=0.1,0.2", "trust.loss=0.1"], Some("zip")).unwrap_err()[0].message.contains("as many levels"));
    assert!(typed(&["trust.gain=0.3..0.1:4"], None).unwrap_err()[0].source_name.as_deref() == Some("--vary trust.gain=0.3..0.1:4"));
    let shorter = typed(&["days=20,60", "warm_up_days=5,30"], None).unwrap_err();
    assert!(shorter[0].message.starts_with("point 1 of the design cannot be run"), "{}", shorter[0]);
}
