# What the proofs have in common: the sweep in $work/swept, its reference on one thread, and the comparison. Sourced.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
leaderful=$(realpath "${LEADERFUL:-$root/target/release/leaderful}")
began=$SECONDS
# Enough work that the faults fall into it.
days=${DAYS:-130}
replications=${REPLICATIONS:-90}
what=("$root/scenarios/secondary-school.toml" --days "$days" --replications "$replications" --vary trust.gain=0.01,0.03
    --runs-per-shard "${RUNS_PER_SHARD:-7}")

skip() { echo "skipped: $*"; exit 0; }
say() { echo "[$((SECONDS - began)) s] $*"; }
[ -x "$leaderful" ] || skip "there is no program at $leaderful; name one in LEADERFUL"

make_reference() { # the same sweep on one thread, and a plan for the engine
    local start=$SECONDS
    "$leaderful" --quiet sweep "${what[@]}" --threads 1 --no-plots --out "$work/reference"
    "$leaderful" --quiet sweep plan "${what[@]}" --out "$work/swept"
    shards=$("$leaderful" sweep status "$work/reference" --json | number planned)
    say "$shards shards in $((SECONDS - start)) s on one thread"
}

number() { grep -o "\"shards\":{[^}]*" | grep -o "\"$1\":[0-9]*" | cut -d: -f2; }
whole() { find "$work/swept/shards" -name '*.shard' 2>/dev/null | wc -l; }
engine_line() { ${in_engine[@]+"${in_engine[@]}"} "$leaderful" sweep status "$work/swept" | sed -n 3p; }

wait_for_shards() { # wait_for_shards NUMBER: until so many are whole
    for _ in $(seq 1200); do
        [ "$(whole)" -lt "$1" ] || return 0
        sleep 0.1
    done
    echo "no $1 shards after two minutes" >&2
    return 1
}

compare_with_reference() {
    "$leaderful" sweep status "$work/swept" --json | grep -q '"torn":\[\]' || { echo "FAILED: torn shards" >&2; exit 1; }
    "$leaderful" --quiet sweep merge "$work/swept" --no-plots
    local file
    for file in runs.csv cells.csv summary.csv contrasts.csv datapackage.json; do
        cmp "$work/reference/$file" "$work/swept/$file" || { echo "FAILED: $file differs" >&2; exit 1; }
    done
}

report() { # report ENGINE WORDS...
    local attempts
    attempts=$(cat "$work"/swept/engine/*.log | grep -c ' begun$')
    echo "$1: tables equal those of one thread; $shards shards, $attempts attempts, 0 torn, $((SECONDS - began)) s; $2"
}
