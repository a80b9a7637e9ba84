//! Tells the program from which commit and with which compiler it was built; both go into every manifest.

use std::env;
use std::path::Path;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let root = env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    // A package unpacked inside somebody else's repository must not name their commit.
    let own = words("git", &["-C", &root, "rev-parse", "--show-toplevel"]).is_some_and(|top| Path::new(&top) == Path::new(&root));
    let commit = words("git", &["-C", &root, "rev-parse", "HEAD"]).filter(|_| own);
    let dirty = own
        && words("git", &["-C", &root, "status", "--porcelain", "--", "src", "Cargo.toml", "Cargo.lock"]).is_some_and(|s| !s.is_empty());
    if own {
        for file in [".git/HEAD", ".git/logs/HEAD", "src", "Cargo.toml", "Cargo.lock"] {
            println!("cargo::rerun-if-changed={file}");
        }
    }
    let rustc = words(&env::var("RUSTC").unwrap_or_else(|_| "rustc".into()), &["--version"]);
    println!("cargo::rustc-env=LEADERFUL_COMMIT={}", commit.unwrap_or_else(|| "unknown".into()));
    println!("cargo::rustc-env=LEADERFUL_DIRTY={dirty}");
    println!("cargo::rustc-env=LEADERFUL_RUSTC={}", rustc.unwrap_or_else(|| "unknown".into()));
}

/// What a command prints, or nothing if it fails.
fn words(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok().filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok().map(|text| text.trim().to_owned())
}
