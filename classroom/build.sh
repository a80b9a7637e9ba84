#!/usr/bin/env bash
# Builds what the trainers' page is made of: the engine (WebAssembly), the bundle of the page, and the ready-made file.
#   classroom/build.sh          everything
#   classroom/build.sh engine   the engine alone, after any change of the model
#   classroom/build.sh page     the bundle alone, after a change in classroom/page
#   classroom/build.sh file     the ready-made file alone
# The engine needs the target wasm32-unknown-unknown (`rustup target add wasm32-unknown-unknown`), or on Debian the packages
# rustc-web cargo-web rust-web-src lld-19. The page needs Node 20 and npm. Whoever uses the program needs neither.
set -euo pipefail
cd "$(dirname "$0")/.."
what=${1:-all}
target=${CARGO_TARGET_DIR:-target}
target=$(realpath -m "$target")/classroom

engine() {
    local manifest=classroom/engine/Cargo.toml made=$target/wasm32-unknown-unknown/release/leaderful_engine
    export CARGO_TARGET_DIR=$target
    if [ -d "$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown" ]; then
        # Keeps the folders of this machine out of the file.
        RUSTFLAGS="--remap-path-prefix=$PWD=leaderful --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo" \
            cargo build --locked --release --target wasm32-unknown-unknown --manifest-path "$manifest"
    elif [ -x /usr/bin/cargo ] && command -v wasm-ld-19 >/dev/null; then
        PATH=/usr/bin:$PATH RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 CARGO_PROFILE_RELEASE_TRIM_PATHS=all \
            CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld-19 /usr/bin/cargo build --locked --release \
            -Zbuild-std=std,panic_abort -Ztrim-paths --target wasm32-unknown-unknown --manifest-path "$manifest"
    else
        echo "no target wasm32-unknown-unknown: rustup target add wasm32-unknown-unknown" >&2
        echo "or on Debian: apt-get install rustc-web cargo-web rust-web-src lld-19" >&2
        exit 1
    fi
    gzip -9nc "$made.wasm" >classroom/engine.wasm.gz
    python3 - "$made.d" <<'PYTHON'
import hashlib, os, re, sys
# Every source that went into the engine, with the SHA-256 of its text (line ends as LF), and then the engine itself.
here = os.getcwd() + os.sep
words = re.split(r"(?<!\\)\s+", open(sys.argv[1]).read().split(":", 1)[1].strip())
sources = {os.path.realpath(word.replace("\\ ", " ")) for word in words}
files = {path[len(here):] for path in sources if path.startswith(here) and os.path.isfile(path)}
# What only the build of the program looks at; versions are in the engine's own Cargo.lock.
files = {name for name in files if not name.startswith(".git/")} - {"Cargo.toml", "Cargo.lock", "build.rs"}
files |= {"classroom/engine/Cargo.toml", "classroom/engine/Cargo.lock"}
with open("classroom/engine.stamp", "w", newline="\n") as stamp:
    for name in sorted(files) + ["classroom/engine.wasm.gz"]:
        content = open(name, "rb").read()
        content = content if name.endswith(".gz") else content.replace(b"\r\n", b"\n")
        stamp.write(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
PYTHON
    echo "classroom/engine.wasm.gz: $(stat -c %s classroom/engine.wasm.gz) bytes"
}

page() {
    (
        cd classroom/page
        [ -d node_modules ] || npm ci --no-audit --no-fund --loglevel=error
        node build.mjs
    )
}

file() {
    CARGO_TARGET_DIR=${target%/classroom} cargo run --quiet -- classroom --out classroom/leaderful-classroom.html --quiet
    echo "classroom/leaderful-classroom.html: $(stat -c %s classroom/leaderful-classroom.html) bytes"
}

case $what in
    all) engine && page && file ;;
    engine | page | file) "$what" ;;
    *) echo "usage: classroom/build.sh [engine|page|file]" >&2 && exit 2 ;;
esac
