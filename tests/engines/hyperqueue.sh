#!/usr/bin/env bash
# A sweep on HyperQueue's own scheduler and three workers while one is killed: the merged tables must be those of one thread, byte
# for byte. Needs Python and its package hyperqueue 0.27.0, and a network namespace, for the server listens on every interface.
#   LEADERFUL=target/release/leaderful HQ_PYTHON=venv/bin/python tests/engines/hyperqueue.sh
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/sweep.sh"

python=${HQ_PYTHON:-python3}
"$python" -c 'import hyperqueue' 2>/dev/null || skip "$python has no package hyperqueue (see README.md)"
if [ -z "${LF_ALONE:-}" ]; then
    unshare --net true 2>/dev/null || skip "network namespaces cannot be made here"
    exec env LF_ALONE=yes unshare --net sh -c 'ip link set lo up && exec "$0"' "$here/hyperqueue.sh"
fi

work=$(mktemp -d)
pids=()
stop_all() {
    [ ${#pids[@]} = 0 ] || kill -9 "${pids[@]}" 2>/dev/null || true
    [ -n "${KEEP:-}" ] && echo "kept: $work" || rm -rf "$work"
}
trap stop_all EXIT
export HQ_SERVER_DIR=$work/server
make_reference

"$python" "$here/stand_in.py" server "$HQ_SERVER_DIR" >"$work/server.log" 2>&1 &
pids+=($!)
for _ in $(seq 100); do [ -e "$HQ_SERVER_DIR/hq-current/access.json" ] && break || sleep 0.1; done
for worker in 1 2 3; do
    "$python" "$here/stand_in.py" worker "$HQ_SERVER_DIR" "$work/worker$worker" >"$work/worker$worker.log" 2>&1 &
    pids+=($!)
done

# The wheel has no command `hq`: one that submits through its client stands in, and is called as the real one.
mkdir "$work/bin"
printf '#!/bin/sh\nexec %s %s hq "$@"\n' "$(realpath -s "$(command -v "$python")")" "$here/stand_in.py" >"$work/bin/hq"
chmod +x "$work/bin/hq"
PATH=$work/bin:$PATH "$leaderful" sweep submit "$work/swept" --engine hq
wait_for_shards $((shards / 5))
kill -9 "${pids[1]}"
say "worker 1 killed: $(whole) of $shards shards whole"
wait_for_shards "$shards"
say "all whole"
compare_with_reference
report HyperQueue "one of three workers killed"
