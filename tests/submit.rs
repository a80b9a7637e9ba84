//! Sweeps on clusters, with engines that are shell scripts: what they are told, what their scripts do, and what status makes of their
//! answers. The engines themselves are in `tests/engines`.
#![cfg(unix)]

mod place;

use place::{Place, text};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

/// Notes its words, input and environment under a new number, which it prints.
const SUBMITS: &str = "n=$(($(cat \"$here/number\" 2>/dev/null || echo 100) + 1)); echo $n >\"$here/number\"\n\
    printf '%s\\0' \"$@\" >\"$here/$n.words\"; cat >\"$here/$n.script\"; env >\"$here/$n.environment\"\n";
/// Notes its words in a file of its name.
const NOTES: &str = "echo \"$@\" >>\"$here/${0##*/}.calls\"\n";

/// A folder with a plan of nine shards in `folder`, and engines that are scripts.
struct Site {
    place: Place,
    folder: String,
}

impl Site {
    fn new(folder: &str) -> Self {
        let place = Place::with_small();
        fs::create_dir(place.path().join("bin")).unwrap();
        let site = Self { place, folder: folder.to_owned() };
        site.command("sbatch", &format!("{SUBMITS}echo \"$n;cluster\""));
        site.command("squeue", &format!("{NOTES}cat \"$here/queue\" 2>/dev/null || true"));
        site.command("scontrol", &format!("{NOTES}echo 'MaxArraySize            = 1001'"));
        site.command("scancel", NOTES);
        site.command(
            "hq",
            &format!("case \"$*\" in *submit*) {SUBMITS}echo $n;; *) {NOTES}cat \"$here/queue\" 2>/dev/null || echo '[]';; esac"),
        );
        let out = format!("--out={folder}");
        site.place.good(&["sweep", "plan", "small.toml", "--vary", "trust.gain=0.01,0.03,0.05", &out, "--runs-per-shard", "2"]);
        site
    }

    fn command(&self, name: &str, body: &str) {
        let path = self.bin().join(name);
        fs::write(&path, format!("#!/bin/sh\nhere=$(dirname \"$0\")\n{body}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn bin(&self) -> PathBuf {
        self.place.path().join("bin")
    }

    fn path(&self) -> String {
        format!("{}:{}", self.bin().display(), std::env::var("PATH").unwrap())
    }

    /// `leaderful sweep PART FOLDER WORDS`.
    fn run(&self, part: &str, words: &[&str]) -> Output {
        let folder = format!("./{}", self.folder);
        let words = [&["sweep", part, folder.as_str()], words].concat();
        self.place.command(&words).env("PATH", self.path()).env("MY_SECRET", "swordfish").output().unwrap()
    }

    fn good(&self, part: &str, words: &[&str]) -> String {
        let output = self.run(part, words);
        assert!(output.status.success(), "{part} {words:?}: {}{}", text(&output.stdout), text(&output.stderr));
        text(&output.stdout)
    }

    fn status(&self) -> serde_json::Value {
        serde_json::from_slice(&self.run("status", &["--json"]).stdout).unwrap()
    }

    fn words(&self, job: u32) -> Vec<String> {
        let bytes = text(&fs::read(self.bin().join(format!("{job}.words"))).unwrap());
        bytes.strip_suffix('\0').unwrap().split('\0').map(str::to_owned).collect()
    }

    fn record(&self) -> serde_json::Value {
        serde_json::from_slice(&fs::read(self.place.path().join(&self.folder).join("engine.json")).unwrap()).unwrap()
    }

    fn calls(&self, command: &str) -> String {
        fs::read_to_string(self.bin().join(format!("{command}.calls"))).unwrap_or_default()
    }

    /// Runs a script as an engine runs it.
    fn element(&self, script: &str, variable: &str, index: u64) -> Output {
        Command::new("sh").args(["-c", script]).env("PATH", self.path()).env(variable, index.to_string()).output().unwrap()
    }

    fn script(&self, job: u32) -> String {
        fs::read_to_string(self.bin().join(format!("{job}.script"))).unwrap()
    }
}

fn indices(ranges: &str) -> Vec<u64> {
    let range = |range: &str| {
        let (from, to) = range.split_once('-').unwrap_or((range, range));
        from.parse::<u64>().unwrap()..=to.parse().unwrap()
    };
    ranges.split(',').flat_map(range).collect()
}

#[test]
fn sbatch_and_hq_are_called_as_the_page_says() {
    let site = Site::new("s");
    site.good("submit", &["--engine", "slurm", "--threads", "2", "--", "--time=1:00:00", "--partition=a b"]);
    let (plan, name) = (site.status()["plan"].as_str().unwrap().to_owned(), site.record()["name"].as_str().unwrap().to_owned());
    assert!(name.starts_with(&format!("leaderful-{}-", &plan[..8])), "{name}");
    assert_eq!(
        site.words(101),
        [
            "--parsable",
            &format!("--job-name={name}"),
            "--array=0-8",
            "--nodes=1",
            "--ntasks=1",
            "--cpus-per-task=2",
            "--requeue",
            "--signal=B:USR1@60",
            "--output=/dev/null",
            "--time=1:00:00",
            "--partition=a b",
        ]
    );
    let script = site.script(101);
    for line in [
        "umask 077",
        "first=$(((0 + SLURM_ARRAY_TASK_ID) * 1))",
        "\"$program\" --verbose sweep run-shard \"$folder\" --shard \"$first..$last\" --threads 2 &",
    ] {
        assert!(script.lines().any(|found| found == line), "{line}: {script}");
    }
    let environment = text(&fs::read(site.bin().join("101.environment")).unwrap());
    assert!(!environment.contains("swordfish") && environment.contains("PATH="), "{environment}");
    assert_eq!(site.record()["jobs"], serde_json::json!(["101"]));

    site.good("submit", &["--engine", "hq", "--shards-per-element", "4", "--", "--priority=3"]);
    let words = site.words(102);
    assert_eq!(
        words[..12],
        [
            "--output-mode=quiet",
            "submit",
            &format!("--name={name}"),
            "--array=0-2",
            "--cpus=1",
            "--crash-limit=5",
            "--stdout=none",
            "--stderr=none",
            "--priority=3",
            "--",
            "sh",
            "-c",
        ]
    );
    assert!(words[12].contains("first=$(((0 + HQ_TASK_ID) * 4))") && words[12].ends_with(" --threads 1\n"), "{}", words[12]);
    assert_eq!((words.len(), site.record()["engine"].as_str()), (13, Some("hq")));
}

#[test]
fn what_a_dry_run_prints_is_what_is_submitted() {
    let site = Site::new("a b");
    let before = site.place.files("a b");
    let shown = site.good("submit", &["--engine", "slurm", "--dry-run"]);
    assert_eq!((site.place.files("a b"), site.bin().join("number").exists()), (before, false), "a dry run writes nothing");
    // Typed into a shell, it submits the same.
    let typed = Command::new("sh").args(["-c", &shown]).env("PATH", site.path()).output().unwrap();
    assert_eq!(text(&typed.stdout), "101;cluster\n", "{}", text(&typed.stderr));
    site.good("submit", &["--engine", "slurm"]);
    assert_eq!((site.words(101), site.script(101)), (site.words(102), site.script(102)));
}

#[test]
fn hostile_folders_are_one_word_of_a_script() {
    for folder in
        ["a b", "it's \"$(touch owned)\" `touch owned`", "two\nlines\nEND_OF_SCRIPT\ntouch owned\n", "-rf", "*;touch owned;&|<>", "%a%%é"]
    {
        let site = Site::new(folder);
        site.good("submit", &["--engine", "slurm", "--shards-per-element", "2"]);
        let shown = site.good("submit", &["--engine", "slurm", "--shards-per-element", "2", "--dry-run"]);
        assert!(Command::new("sh").args(["-c", &shown]).env("PATH", site.path()).output().unwrap().status.success(), "{shown}");
        assert_eq!(site.script(101), site.script(102), "{folder:?}");
        for index in 0..2 {
            let output = site.element(&site.script(101), "SLURM_ARRAY_TASK_ID", index);
            assert!(output.status.success(), "{folder:?}: {}", text(&output.stderr));
        }
        assert_eq!(site.status()["shards"]["whole"], 4, "{folder:?}");
        site.good("submit", &["--engine", "hq", "--shards-per-element", "2"]);
        let words = site.words(103);
        let array = words.iter().find_map(|word| word.strip_prefix("--array=")).unwrap();
        assert_eq!(array, "2-4", "{folder:?}");
        for index in indices(array) {
            assert!(site.element(words.last().unwrap(), "HQ_TASK_ID", index).status.success(), "{folder:?}");
        }
        let found = site.status();
        assert_eq!((&found["shards"]["whole"], &found["engine"]["state"]), (&9.into(), &"idle".into()), "{folder:?}");
        let stray: Vec<_> = site.place.files("").into_keys().filter(|name| name.contains("owned") && !name.contains(folder)).collect();
        assert!(stray.is_empty() && !Path::new("owned").exists(), "{folder:?}: {stray:?}");
        let mode = fs::metadata(site.place.path().join(folder).join("engine/0.log")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "nobody else reads the logs");
    }
}

#[test]
fn submitting_again_cancels_the_old_jobs_and_takes_what_is_missing() {
    let site = Site::new("s");
    site.good("submit", &["--engine", "slurm"]);
    for shard in ["0..3", "4", "7"] {
        site.place.good(&["sweep", "run-shard", "s", "--shard", shard]);
    }
    let damaged = fs::read_dir(site.place.path().join("s/shards/000")).unwrap().map(|entry| entry.unwrap().path()).min().unwrap();
    fs::write(damaged, b"half").unwrap();
    fs::write(site.bin().join("queue"), "101 RUNNING\n101 PENDING\n").unwrap();
    let found = site.status();
    assert_eq!((&found["engine"]["state"], &found["engine"]["elements"]["running"]), (&"at work".into(), &1.into()));
    let refused = site.run("clean", &[]);
    assert!(refused.status.code() == Some(65) && text(&refused.stderr).contains("jobs of the sweep are alive"));
    assert!(site.good("submit", &["--engine", "slurm"]).contains("cancelled 1 job"));
    assert_eq!(site.calls("scancel"), "101\n");
    assert!(site.words(102).contains(&"--array=0,3,5-6,8".to_owned()), "{:?}", site.words(102));
    let name = site.record()["name"].as_str().unwrap().to_owned();
    assert!(site.calls("squeue").lines().all(|call| call == format!("--noheader --me --array --name={name} --format=%F %T")));
    // The same on HyperQueue, whose record has other names.
    fs::write(site.bin().join("queue"), format!(r#"[{{"id":9,"name":"{name}","task_stats":{{"running":2,"waiting":1,"failed":0}}}}]"#))
        .unwrap();
    site.command("squeue", "exit 0");
    site.good("submit", &["--engine", "hq"]);
    assert!(site.good("submit", &["--engine", "hq"]).contains("cancelled 1 job"));
    assert!(site.calls("hq").contains("job cancel 9"), "{}", site.calls("hq"));
    for shard in ["0", "3", "5..7", "8"] {
        site.place.good(&["sweep", "run-shard", "s", "--shard", shard]);
    }
    assert!(site.good("submit", &["--engine", "hq"]).contains("nothing to submit"));
    let found = site.status();
    assert_eq!((&found["engine"]["state"], &found["shards"]["to_do"]), (&"stale".into(), &0.into()));
    assert!(site.good("status", &[]).contains("the engine thinks that the sweep runs, but its shards are whole"));
    assert!(site.good("status", &["--watch=1"]).contains("9 of 9 shards whole"));
}

#[test]
fn more_elements_than_a_site_takes_go_in_waves() {
    let site = Site::new("s");
    site.command("scontrol", "echo 'MaxArraySize            = 5'");
    site.good("submit", &["--engine", "slurm"]);
    let of = |job: u32, option: &str| site.words(job).iter().find_map(|word| word.strip_prefix(option).map(str::to_owned));
    for (job, array, after) in [(101, "0-3", None), (102, "0-3", Some("afterany:101")), (103, "0", Some("afterany:102"))] {
        assert_eq!((of(job, "--array=").as_deref(), of(job, "--dependency=").as_deref()), (Some(array), after));
        for index in indices(array) {
            assert!(site.element(&site.script(job), "SLURM_ARRAY_TASK_ID", index).status.success());
        }
    }
    assert_eq!(site.record()["elements"], serde_json::json!(["0-3", "4-7", "8"]));
    assert_eq!(site.status()["shards"]["whole"], 9, "every wave makes its own shards");
    assert!(site.good("merge", &["--no-plots"]).contains("18 runs"));
}

#[test]
fn an_engine_that_is_not_there_or_fails_is_said() {
    let site = Site::new("s");
    let alone = |words: &[&str]| site.place.command(words).env("PATH", site.place.path().join("nowhere")).output().unwrap();
    let output = alone(&["sweep", "submit", "s", "--engine", "slurm"]);
    assert!(output.status.code() == Some(65) && text(&output.stderr).contains("sbatch is not on this machine"));
    assert!(alone(&["sweep", "submit", "s", "--engine", "slurm", "--dry-run"]).status.success());
    let output = alone(&["sweep", "status", "s"]);
    assert!(output.status.success() && text(&output.stdout).contains("slurm: not known, squeue is not on this machine"));
    site.command("sbatch", "echo 'invalid partition' >&2; exit 1");
    let output = site.run("submit", &["--engine", "slurm"]);
    assert!(output.status.code() == Some(75) && text(&output.stderr).contains("invalid partition"), "{}", text(&output.stderr));
    site.command("sbatch", "echo 'Submitted, somehow'");
    assert!(text(&site.run("submit", &["--engine", "slurm"]).stderr).contains("no number of a job"));
    site.command("squeue", "echo 'Unable to contact slurm controller' >&2; exit 1");
    let output = site.run("submit", &["--engine", "slurm"]);
    assert_eq!(output.status.code(), Some(75), "what is alive is not known, so nothing is submitted");
    assert_eq!(site.status()["engine"]["state"], "unknown");
    let output = site.run("submit", &["--engine", "slrum"]);
    assert!(output.status.code() == Some(65) && text(&output.stderr).contains("did you mean: slurm"), "{}", text(&output.stderr));
    assert_eq!(site.run("submit", &["--engine", "local", "--", "--time=1"]).status.code(), Some(65));
    assert!(site.good("submit", &["--engine", "local", "--threads", "2"]).contains("9 shards made"));
}

#[test]
fn exit_codes_decide_whether_an_element_starts_again() {
    let site = Site::new("s");
    site.good("submit", &["--engine", "slurm"]);
    let program = site.place.path().join("program").display().to_string();
    let lines = |line: &str| if line.starts_with("program=") { format!("program='{program}'\n") } else { format!("{line}\n") };
    let script: String = site.script(101).lines().map(lines).collect();
    let program = |body: &str| {
        fs::write(&program, format!("#!/bin/sh\n{body}\n")).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    };
    let start = |restarts: &str| {
        let mut command = Command::new("sh");
        command.args(["-c", &script]).env("PATH", site.path()).env("SLURM_ARRAY_TASK_ID", "0").env("SLURM_JOB_ID", "77");
        command.env("SLURM_RESTART_COUNT", restarts).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    let requeued = || {
        let calls = site.calls("scontrol");
        let _ = fs::remove_file(site.bin().join("scontrol.calls"));
        calls.lines().filter(|call| *call == "requeue 77").count()
    };
    requeued();
    for (code, restarts, again) in
        [(0, "0", 0), (1, "0", 0), (65, "0", 0), (75, "0", 1), (75, "4", 1), (75, "5", 0), (134, "0", 0), (143, "0", 0)]
    {
        program(&format!("exit {code}"));
        assert_eq!((start(restarts).wait().unwrap().code(), requeued()), (Some(code), again), "{code} after {restarts} restarts");
    }
    // The time limit comes near, or somebody cancels: both end the program in good order, one of them for good.
    let ready = site.place.path().join("ready");
    program(&format!("trap 'exit 143' TERM; : >'{}'; while :; do sleep 0.05; done", ready.display()));
    for (signal, again) in [("-USR1", 1), ("-TERM", 0)] {
        let mut shell = start("0");
        while !ready.exists() {
            std::thread::sleep(Duration::from_millis(5));
        }
        assert!(Command::new("kill").args([signal, &shell.id().to_string()]).status().unwrap().success());
        assert_eq!((shell.wait().unwrap().code(), requeued()), (Some(143), again), "{signal}");
        fs::remove_file(&ready).unwrap();
    }
}

#[test]
fn a_shard_that_ends_every_program_is_given_up_after_five_and_the_others_are_made() {
    let site = Site::new("s");
    let plan = site.status()["plan"].as_str().unwrap()[..8].to_owned();
    // What programs leave that are killed over shards 2 and 4, five and four of them.
    let folder = site.place.path().join("s/shards/000");
    fs::create_dir_all(&folder).unwrap();
    for (shard, program) in (0..5).map(|program| (2, program)).chain((0..4).map(|program| (4, program))) {
        fs::write(folder.join(format!(".{shard:07}.{plan}.shard.{program}.0.tmp")), "").unwrap();
    }
    let output = site.run("run-shard", &["--shard", "1..4"]);
    assert!(output.status.code() == Some(1) && text(&output.stderr).contains("given up: shard 2"), "{}", text(&output.stderr));
    let output = site.run("submit", &["--engine", "slurm"]);
    assert!(output.status.code() == Some(1) && text(&output.stderr).contains("1 shard given up"));
    assert!(site.words(101).contains(&"--array=0,4-8".to_owned()), "{:?}", site.words(101));
    for index in [0, 4, 5, 6, 7, 8] {
        assert!(site.element(&site.script(101), "SLURM_ARRAY_TASK_ID", index).status.success());
    }
    let output = site.run("status", &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("8 of 9 shards whole, 1 missing, 0 torn, 1 given up"), "{}", text(&output.stdout));
    assert_eq!(site.status()["shards"]["given_up"], serde_json::json!([2]));
    assert_eq!(site.run("status", &["--watch=1"]).status.code(), Some(1), "nothing else is to do");
    site.good("clean", &[]);
    assert_eq!(site.place.files("s/engine").len(), 0);
    site.good("run-shard", &["--shard", "2"]);
    assert!(site.good("status", &[]).contains("9 of 9 shards whole, 0 missing, 0 torn\n"));
    assert!(site.place.files("s/shards").keys().all(|name| name.ends_with(".shard")), "what is whole left nothing behind");
}
