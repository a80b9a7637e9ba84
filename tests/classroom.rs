//! The trainers' page: the committed engine was built from these sources and gives the same bits as the program; the ready-made
//! file is what the program writes.

use flate2::read::GzDecoder;
use leaderful::export::sha256;
use leaderful::frames::Frames;
use leaderful::scenario::presets;
use leaderful::scenario::{Arm, Scenario};
use leaderful::{System, system};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use wasmi::{Engine, Instance, Linker, Memory, Module, Store, TypedFunc};

const STAMP: &str = "classroom/engine.stamp";
const READY: &str = "classroom/leaderful-classroom.html";
/// Most bytes of the page.
const LARGEST: usize = 1_500_000;
const ENGINE: &str = "classroom/engine.wasm.gz";

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The committed engine, running.
struct Running {
    store: Store<()>,
    instance: Instance,
    memory: Memory,
}

impl Running {
    fn start() -> Self {
        let mut wasm = Vec::new();
        GzDecoder::new(bytes(ENGINE).as_slice()).read_to_end(&mut wasm).unwrap();
        let engine = Engine::default();
        let module = Module::new(&engine, &wasm).unwrap();
        assert_eq!(module.imports().len(), 0, "the engine asks nothing of the page");
        let mut store = Store::new(&engine, ());
        let instance = Linker::new(&engine).instantiate_and_start(&mut store, &module).unwrap();
        let memory = instance.get_memory(&store, "memory").unwrap();
        let mut running = Self { store, instance, memory };
        let init: TypedFunc<(), ()> = running.instance.get_typed_func(&running.store, "init").unwrap();
        init.call(&mut running.store, ()).unwrap();
        running
    }

    fn number(&mut self, name: &str) -> u32 {
        let function: TypedFunc<(), u32> = self.instance.get_typed_func(&self.store, name).unwrap();
        function.call(&mut self.store, ()).unwrap()
    }

    fn read(&mut self, what: &str) -> Vec<u8> {
        let (start, length) = (self.number(&format!("{what}_ptr")) as usize, self.number(&format!("{what}_len")) as usize);
        self.memory.data(&self.store)[start..start + length].to_vec()
    }

    fn open(&mut self, request: &str) -> i32 {
        let alloc: TypedFunc<u32, u32> = self.instance.get_typed_func(&self.store, "alloc").unwrap();
        let start = alloc.call(&mut self.store, request.len() as u32).unwrap();
        self.memory.write(&mut self.store, start as usize, request.as_bytes()).unwrap();
        let open: TypedFunc<(u32, u32), i32> = self.instance.get_typed_func(&self.store, "open").unwrap();
        let days = open.call(&mut self.store, (start, request.len() as u32)).unwrap();
        let free: TypedFunc<(u32, u32), ()> = self.instance.get_typed_func(&self.store, "free").unwrap();
        free.call(&mut self.store, (start, request.len() as u32)).unwrap();
        days
    }

    fn step(&mut self, days: u32) -> i32 {
        let step: TypedFunc<u32, i32> = self.instance.get_typed_func(&self.store, "step").unwrap();
        step.call(&mut self.store, days).unwrap()
    }
}

/// A request as the page writes it.
fn request(scenario: &Scenario, arm: &Arm, replication: u32, organisation: usize) -> String {
    let without_seed = Scenario { seed: 0, ..scenario.clone() };
    serde_json::json!({
        "scenario": without_seed, "seed": scenario.seed.to_string(), "arm": arm.name, "replication": replication, "frames": true,
        "organisation": organisation,
    })
    .to_string()
}

/// What the engine and the program say about one run, as bits: outcomes, series, frames.
fn both(scenario: &Scenario, arm: &Arm, replication: u32, shown: usize) -> [(Vec<u64>, Vec<u8>); 2] {
    let mut engine = Running::start();
    assert_eq!(engine.open(&request(scenario, arm, replication, shown)), scenario.days as i32);
    let mut frames = Vec::new();
    for days in [0, 7, 100_000] {
        engine.step(days);
        frames.extend(engine.read("out"));
    }
    engine.number("close");
    let told: serde_json::Value = serde_json::from_slice(&engine.read("out")).unwrap();
    let bits = |list: &serde_json::Value| -> Vec<u64> {
        // JSON has no NaN: missing values are null.
        list.as_array().unwrap().iter().map(|value| value.as_f64().map_or(u64::MAX, |value| (value + 0.0).to_bits())).collect()
    };
    let mut theirs = bits(&told["outcomes"]);
    told["series"].as_array().unwrap().iter().for_each(|record| theirs.extend(bits(&record["values"])));

    let native = |values: &[f64]| -> Vec<u64> {
        values.iter().map(|value| if value.is_finite() { (value + 0.0).to_bits() } else { u64::MAX }).collect()
    };
    let result = system::run(scenario, arm, replication);
    assert_eq!(told["events"].as_array().unwrap().len(), result.events.len());
    let mut ours = native(&result.outcomes);
    result.series.iter().for_each(|record| ours.extend(native(&record.values)));
    let (mut system, mut maker, mut made) = (System::new(scenario, arm, replication), Frames::default(), Vec::new());
    maker.append(&system.members()[shown], &mut made);
    while system.day() < scenario.days {
        system.advance(system.day() + 1, &|| true);
        maker.append(&system.members()[shown], &mut made);
    }
    [(theirs, frames), (ours, made)]
}

#[test]
fn the_engine_was_built_from_these_sources() {
    let stamp = String::from_utf8(bytes(STAMP)).unwrap();
    for line in stamp.lines() {
        let (digest, name) = line.split_once("  ").expect("a digest and a file");
        let mut content = bytes(name);
        if !name.ends_with(".gz") {
            content = String::from_utf8(content).unwrap().replace("\r\n", "\n").into_bytes();
        }
        assert_eq!(sha256(&content), digest, "{name} has changed since the engine was built: run `classroom/build.sh`");
    }
    assert!(stamp.lines().count() > 50 && stamp.contains(ENGINE) && stamp.contains("src/simulation.rs"), "{stamp}");
}

#[test]
fn the_engine_gives_the_same_bits_as_the_program() {
    let mut head = presets::find("the-head-leaves").unwrap().load().unwrap();
    head.days = 300;
    let mut network = presets::find("the-school-that-helps").unwrap().load().unwrap();
    (network.days, network.warm_up_days) = (90, 10);
    network.parameters.system.organisations = 3.0;
    for (scenario, arm, replication, shown) in [(&head, 1, 0, 0), (&head, 3, 7, 0), (&network, 2, 1, 2)] {
        let arm = scenario.all_arms().nth(arm).unwrap();
        let [theirs, ours] = both(scenario, arm, replication, shown);
        assert!(ours.0.iter().filter(|bits| **bits != u64::MAX).count() > 100);
        assert_eq!(theirs.0, ours.0, "{}: outcomes and series", arm.name);
        assert!(theirs.1 == ours.1, "{}: frames of {} and {} bytes", arm.name, theirs.1.len(), ours.1.len());
    }
}

#[test]
fn the_engine_refuses_in_words() {
    let mut engine = Running::start();
    let scenario = Scenario::default();
    let sound = request(&scenario, &scenario.baseline, 0, 0);
    for (from, to, words) in [
        ("\"Traditional\"", "\"Nobody\"", "arm"),
        ("\"20260101\"", "\"-1\"", "seed"),
        ("[1,5,8,51]", "[1,5,8,5100]", "5114 people"),
        ("[1,5,8,51]", "[2,5,8,51]", "one seat at the top"),
        ("\"openness\":", "\"openess\":", "cannot be read"),
        ("\"rounds\":4", "\"rounds\":99", "rounds"),
        ("\"organisation\":0", "\"organisation\":1", "numbered from 0 to 0"),
    ] {
        assert!(sound.contains(from), "{from}");
        let index = if from.starts_with("\"Trad") { sound.rfind(from).unwrap() } else { sound.find(from).unwrap() };
        let wrong = format!("{}{to}{}", &sound[..index], &sound[index + from.len()..]);
        assert_eq!(engine.open(&wrong), -1, "{to}");
        let message = String::from_utf8(engine.read("message")).unwrap();
        assert!(message.contains(words), "{message}");
    }
    assert_eq!((engine.step(1), engine.open(&sound)), (-1, 1300));
}

/// An empty folder for one test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("classroom-{name}"));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn leaderful(folder: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_leaderful")).current_dir(folder).args(words).output().unwrap()
}

/// The data of a page.
fn data(page: &str) -> serde_json::Value {
    let (_, rest) = page.split_once("id=\"data\">").unwrap();
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

#[test]
fn the_ready_made_file_is_what_the_program_writes() {
    let folder = folder("ready");
    assert!(leaderful(&folder, &["classroom"]).status.success());
    let made = std::fs::read(folder.join("leaderful-classroom.html")).unwrap();
    assert!(made.len() < LARGEST, "{} bytes", made.len());
    assert!(made == bytes(READY), "{READY} is not that of this program: run `classroom/build.sh file`");
    let page = String::from_utf8(made).unwrap();
    assert!(!page.contains("{{") && page.contains("connect-src 'none'"));
    assert_eq!(data(&page)["stories"].as_array().unwrap().len(), 10);
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1, "nothing else is left behind");
}

#[test]
fn an_own_scenario_comes_first_with_the_text_beside_it() {
    let folder = folder("own");
    assert!(leaderful(&folder, &["new", "ours.toml", "--from", "the-crisis"]).status.success());
    let bets = "**High trust, handed down** against **Low trust, handed down**\n\n- `service`, a number from 0 to 1: How well?\n";
    std::fs::write(folder.join("ours.md"), format!("# Ours\n\n</script><b>What we know.\n\n## Place your bets\n\n{bets}")).unwrap();
    assert!(leaderful(&folder, &["classroom", "ours.toml", "--out", "page.html"]).status.success());
    let stories = data(&std::fs::read_to_string(folder.join("page.html")).unwrap())["stories"].clone();
    assert_eq!((stories.as_array().unwrap().len(), stories[0]["scenario"]["name"].as_str()), (11, Some("ours")));
    assert_eq!(stories[0]["sides"][1].as_str(), Some("Low trust, handed down"));
    assert!(stories[0]["pages"].as_str().unwrap().contains("</script><b>What"));

    std::fs::write(folder.join("ours.md"), format!("## Place your bets\n\n{}", bets.replace("service", "servise"))).unwrap();
    let wrong = leaderful(&folder, &["classroom", "ours.toml", "--out", "wrong.html"]);
    let words = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert_eq!(wrong.status.code(), Some(65));
    assert!(words.contains("ours.md:5:4") && words.contains("service"), "{words}");
    let large = leaderful(&folder, &["classroom", "school-network", "--out", "wrong.html"]);
    assert_eq!(large.status.code(), Some(65));
    assert!(String::from_utf8_lossy(&large.stderr).contains("too large"));
    assert!(!folder.join("wrong.html").exists());
    let nowhere = leaderful(&folder, &["classroom", "--out", "no/such/folder.html"]);
    assert_eq!(nowhere.status.code(), Some(75));
}
