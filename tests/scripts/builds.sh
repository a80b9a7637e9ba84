#!/usr/bin/env bash
# The merged bytes of a sweep by three builds of the program: unoptimised tests, release, and release for this machine's processor.
#
#   tests/scripts/builds.sh
#
# Builds what is missing below $CARGO_TARGET_DIR (target); the last build has a folder of its own there. Or name programs that are there:
#
#   tests/scripts/builds.sh PROGRAM...
set -euo pipefail
cd "$(dirname "$0")/../.."
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

programs=("$@")
if [ ${#programs[@]} -eq 0 ]; then
    cargo build
    cargo build --release
    CARGO_TARGET_DIR=$target/native RUSTFLAGS="-C target-cpu=native" cargo build --release
    programs=("$target/debug/leaderful" "$target/release/leaderful" "$target/native/release/leaderful")
fi
first=
for program in "${programs[@]}"; do
    program=$(realpath "$program")
    (cd "$folder" && "$program" sweep secondary-school --vary context.load=0.8..1.4:3 --vary trust.gain=log:0.01..0.1:2 \
        --replications 4 --days 260 --all-outcomes --no-plots --quiet --out swept)
    digest=$(cd "$folder/swept" && cat runs.csv cells.csv summary.csv contrasts.csv | sha256sum | cut -d' ' -f1)
    echo "$digest  $program"
    rm -rf "$folder/swept"
    first=${first:-$digest}
    [ "$digest" = "$first" ] || { echo "the builds differ" >&2; exit 1; }
done
echo "the same bytes from ${#programs[@]} builds"
