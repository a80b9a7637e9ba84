//! What stands in the folder after hostile names, links, kills and a full disk.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use leaderful::error::{Error, IoKind};
use leaderful::export::{self, Manifest, OutputFolder, manifest::MANIFEST};
use leaderful::row;
use leaderful::table::{Column, Table};

use crate::{own_folder, write_result};

const CHILD: &str = "LEADERFUL_EXPORT_CHILD";

/// Every path below `folder`, with the content of files.
fn tree(folder: &Path) -> BTreeSet<(PathBuf, Option<Vec<u8>>)> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() && !path.is_symlink() {
            found.extend(tree(&path));
        }
        found.insert((path.clone(), fs::read(path).ok()));
    }
    found
}

#[test]
fn hostile_names_never_leave_the_folder() {
    let scratch = own_folder();
    let folder = OutputFolder::open(scratch.path().join("out")).expect("opens");
    let (long, dots) = ("x".repeat(81), "../".repeat(40));
    let mut names: Vec<String> = [
        "",
        ".",
        "..",
        "...",
        "../x",
        "..\\x",
        "/x",
        "//x",
        "\\x",
        "\\\\host\\x",
        "C:x",
        "C:\\x",
        "C:/x",
        "./x",
        "plots",
        "plots/",
        "plots//x",
        "plots/../x",
        "plots/./x",
        "plots/plots/x",
        "/plots/x",
        "Plots/x",
        "x/",
        "x/y",
        "plots\\x",
        "-rf",
        "--help",
        ".hidden",
        ".bashrc",
        "x.",
        "x\n",
        "\nx",
        "x\0",
        "\0",
        "x y",
        " x",
        "x ",
        "x\ty",
        "x:y",
        "x*",
        "x?",
        "x|y",
        "x>y",
        "x<y",
        "\"x\"",
        "'x'",
        "$HOME",
        "~",
        "~/x",
        "`x`",
        "$(x)",
        "%TEMP%",
        "é",
        "x\u{202e}gpj",
        "ｘ",
        "x\u{0}.csv",
        "file:///x",
        "http://x",
        &long,
        &dots,
        "plots/-x",
        "plots/.x",
        "..%2fx",
        "%2e%2e",
        "x;y",
        "x&y",
        "manifest.json",
        "MANIFEST.json",
        "\u{2024}\u{2024}/x",
        "‥/x",
    ]
    .map(str::to_owned)
    .to_vec();
    for device in ["CON", "nul", "Aux", "PRN", "com1", "COM9", "lpt0", "LPT9"] {
        names.extend(["", ".txt", ".csv.gz"].map(|end| format!("{device}{end}")));
        names.push(format!("plots/{device}.svg"));
    }
    assert!(names.len() >= 100);
    let before = tree(scratch.path());
    for name in &names {
        let error = folder.write(name, b"x").expect_err(name);
        assert!(matches!(error, Error::BadName { .. }), "{name:?}: {error}");
        assert_eq!(error.exit_code(), 65);
        assert!(!error.to_string().contains(['\n', '\0', '\u{202e}']), "{error}");
        assert_eq!(tree(scratch.path()), before, "{name:?}");
    }
    for name in ["a", "A-1_b.c", "_", "con1.csv", "com10", "common.csv", "plots/x.svg", &long[..80]] {
        folder.write(name, b"x").expect(name);
    }
    let twice = folder.write("PLOTS/x.svg", b"y").and(folder.write("plots/X.svg", b"y"));
    assert!(matches!(twice, Err(Error::BadName { .. })));
    assert!(matches!(folder.write("a-1_B.C", b"y"), Err(Error::BadName { .. })), "replaces A-1_b.c");
}

#[cfg(unix)]
#[test]
fn links_are_replaced_and_never_followed() {
    use std::os::unix::fs::symlink;
    let scratch = own_folder();
    let (outside, out) = (scratch.path().join("outside"), scratch.path().join("out"));
    fs::create_dir_all(&outside).expect("makes");
    let folder = OutputFolder::open(&out).expect("opens");
    fs::write(outside.join("victim"), b"mine").expect("writes");
    for name in ["soft", "hard", "dangling", MANIFEST] {
        match name {
            "hard" => fs::hard_link(outside.join("victim"), out.join(name)),
            "dangling" => symlink(outside.join("nothing"), out.join(name)),
            _ => symlink(outside.join("victim"), out.join(name)),
        }
        .expect("links");
    }
    for name in ["soft", "hard", "dangling"] {
        folder.write(name, b"new").expect("writes");
        assert!(!out.join(name).is_symlink());
        assert_eq!(fs::read(out.join(name)).ok().as_deref(), Some(&b"new"[..]));
    }
    folder.finish(&Manifest::default()).expect("writes");
    symlink(&outside, out.join("plots")).expect("links");
    let error = folder.write("plots/x.svg", b"new").expect_err("leads out of the folder");
    assert!(matches!(error, Error::Io { kind: IoKind::NotAFolder, .. }), "{error}");
    fs::create_dir(out.join("taken")).expect("makes");
    assert_eq!(folder.write("taken", b"new").expect_err("a folder").exit_code(), 75);
    assert_eq!(folder.leftovers(), Ok(vec![]));
    assert_eq!(tree(&outside).len(), 1);
    assert_eq!(fs::read(outside.join("victim")).ok().as_deref(), Some(&b"mine"[..]));
}

#[test]
fn a_place_that_is_no_folder_is_refused_before_anything_is_written() {
    let scratch = own_folder();
    let file = scratch.path().join("file");
    fs::write(&file, b"mine").expect("writes");
    for path in [file.clone(), file.join("below"), file.join("far/below")] {
        let error = OutputFolder::open(&path).expect_err("no folder");
        assert!(matches!(error, Error::Io { kind: IoKind::NotAFolder, .. }), "{error}");
        assert_eq!(error.exit_code(), 65);
        assert!(error.to_string().contains("file"), "{error}");
    }
    assert!(matches!(OutputFolder::open(""), Err(Error::BadName { .. })));
    assert!(matches!(OutputFolder::open("a\0b"), Err(Error::BadName { .. })));
    assert_eq!(tree(scratch.path()).len(), 1);
    if Path::new("/proc/self").is_dir() {
        let error = OutputFolder::open("/proc/self").expect_err("not writable, even as root");
        assert_eq!(error.exit_code(), 75);
    }
    OutputFolder::open(scratch.path().join("new/a/b")).expect("makes folders on the way");
}

#[test]
fn the_manifest_marks_a_whole_result() {
    let scratch = own_folder();
    let path = scratch.path().join("out");
    let folder = write_result(&path);
    let read = || fs::read(path.join(MANIFEST)).ok().map(|bytes| Manifest::decode(&bytes).expect("whole"));
    let manifest = read().expect("is there");
    assert_eq!(manifest.files, folder.files());
    assert_eq!(manifest.files.len(), 6);
    for file in &manifest.files {
        let bytes = fs::read(path.join(&file.name)).expect("is there");
        assert_eq!((file.bytes, &file.sha256), (bytes.len() as u64, &export::sha256(&bytes)), "{}", file.name);
    }
    let again = OutputFolder::open(&path).expect("opens");
    assert!(read().is_some(), "opening changes nothing");
    let pending = again.create("runs.csv").expect("starts");
    assert!(read().is_none(), "a new run has begun");
    assert!(again.finish(&manifest).is_err(), "a file is still open");
    drop(pending);
    again.finish(&manifest).expect("writes");
    assert_eq!(read().map(|manifest| manifest.files), Some(vec![]), "lists this run's files only");
}

/// A file of which every byte tells whether it is whole: `lines` lines that all say `generation`.
fn generation_lines(generation: u64, lines: usize) -> Vec<u8> {
    format!("{generation}\n").repeat(lines).into_bytes()
}

const FILES: [(&str, usize); 3] = [("large.txt", 60_000), ("plots/small.svg", 3), ("medium.txt", 9_000)];

/// Not a test of its own: the program that [`a_killed_program_leaves_whole_files`] starts and kills.
#[test]
fn writing_child() {
    let Ok(path) = std::env::var(CHILD) else {
        return;
    };
    for generation in 0_u64.. {
        let folder = OutputFolder::open(&path).expect("opens");
        for (name, lines) in FILES {
            folder.write(name, &generation_lines(generation, lines)).expect("writes");
        }
        let mut stream = folder.stream(&Table::new("rows", "r").column(Column::whole("n", "N.")).expect("good")).expect("starts");
        (0..20_000).for_each(|_| stream.push_row(row![generation as i64]).expect("writes"));
        stream.commit().expect("writes");
        folder.finish(&Manifest { seed: generation, ..Manifest::default() }).expect("writes");
        println!("generation");
    }
}

#[test]
fn a_killed_program_leaves_whole_files() {
    let scratch = own_folder();
    let (mut manifests, mut leftovers) = (0, 0);
    for kill in 0..50_u64 {
        let mut child = Command::new(std::env::current_exe().expect("this test"))
            .args(["--exact", "folder::writing_child", "--nocapture"])
            .env(CHILD, scratch.path())
            .stdout(Stdio::piped())
            .spawn()
            .expect("starts");
        // Until it has surely begun to write, and then a time that differs from kill to kill; the verdict holds for any.
        let mut output = [0; 30];
        child.stdout.as_mut().expect("piped").read_exact(&mut output).expect("writes");
        std::thread::sleep(std::time::Duration::from_micros(kill * 7919 % 40_000));
        child.kill().expect("kills");
        assert!(!child.wait().expect("ends").success());
        for (name, lines) in FILES.into_iter().chain([("rows.csv", 20_000)]) {
            let Ok(text) = fs::read_to_string(scratch.path().join(name)) else {
                continue;
            };
            let body = text.strip_prefix("n\n").unwrap_or(&text);
            let generation = body.lines().next().and_then(|line| line.parse().ok()).expect("a number");
            assert_eq!(body.as_bytes(), generation_lines(generation, lines), "{name} is torn");
        }
        if let Ok(bytes) = fs::read(scratch.path().join(MANIFEST)) {
            manifests += 1;
            for file in Manifest::decode(&bytes).expect("whole").files {
                let content = fs::read(scratch.path().join(&file.name)).expect("listed");
                assert_eq!(export::sha256(&content), file.sha256, "{} is of another run", file.name);
            }
        }
        leftovers += OutputFolder::open(scratch.path()).and_then(|f| f.remove_leftovers()).expect("removes");
    }
    println!("50 kills: 0 torn, {manifests} whole results, {leftovers} temporary files removed");
}

/// Needs the right to mount; says so where it is missing.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_really_full_leaves_no_part() {
    let scratch = own_folder();
    let mount = |program: &str, words: &[&str]| {
        Command::new(program).args(words).arg(scratch.path()).stderr(Stdio::null()).status().is_ok_and(|s| s.success())
    };
    if !mount("mount", &["-t", "tmpfs", "-o", "size=256k", "tmpfs"]) {
        println!("skipped: a tmpfs cannot be mounted here");
        return;
    }
    let folder = OutputFolder::open(scratch.path());
    let small = folder.as_ref().map(|folder| folder.write("small.txt", &[b'x'; 1000]).is_ok());
    let large = folder.as_ref().map(|folder| folder.write("large.txt", &[b'x'; 300_000]));
    let names: Vec<_> = tree(scratch.path()).into_iter().map(|(path, _)| path).collect();
    assert!(mount("umount", &[]), "unmounts");
    assert_eq!(small, Ok(true));
    let error = large.expect("opens").expect_err("full");
    assert!(matches!(error, Error::Io { kind: IoKind::DiskFull, .. }), "{error}");
    assert!(error.exit_code() == 75 && error.to_string().contains("large.txt"), "{error}");
    assert_eq!(names, [scratch.path().join("small.txt")]);
}
