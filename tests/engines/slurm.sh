#!/usr/bin/env bash
# A sweep on SLURM while a node is killed, another is cut off and healed, and the controller is killed: the merged tables must be
# those of one thread, byte for byte. Needs root, network namespaces and SLURM's daemons; says what is missing and ends with 0.
#   LEADERFUL=target/release/leaderful tests/engines/slurm.sh
# RESUBMIT=yes submits again once the controller is back, while elements of the first submission are alive.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/sweep.sh"

nodes=3
controller=lf-controller
for command in slurmctld slurmd sbatch squeue scontrol scancel munged ip nsenter; do
    command -v "$command" >/dev/null || skip "$command is not installed (see README.md)"
done
[ "$(id -u)" = 0 ] || skip "only root starts SLURM's daemons and cuts a node off"
ip netns add lf-trial 2>/dev/null || skip "network namespaces cannot be made here"
ip netns del lf-trial
if ip netns list | grep -q '^lf-'; then skip "namespaces called lf-… are there already: another proof runs, or was killed"; fi

work=$(mktemp -d)
chmod 755 "$work"
export SLURM_CONF=$work/slurm.conf

inside() { # inside NAMESPACE COMMAND...: `ip netns exec` would hide the control groups from slurmd
    local namespace=$1
    shift
    nsenter --net="/run/netns/$namespace" "$@"
}

stop_all() {
    local node
    for node in $(seq "$nodes"); do kill_node "$node"; done
    [ ! -f "$work/slurmctld.pid" ] || kill -9 "$(cat "$work/slurmctld.pid")" 2>/dev/null || true
    [ ! -f "$work/munged.pid" ] || kill "$(cat "$work/munged.pid")" 2>/dev/null || true
    sleep 0.5
    for node in $(seq "$nodes"); do ip netns del "lf-node$node" 2>/dev/null || true; done
    ip netns del "$controller" 2>/dev/null || true
    [ -n "${KEEP:-}" ] && echo "kept: $work" || rm -rf "$work"
}

kill_node() { # everything that runs on it, at once
    local processes
    processes=$(ip netns pids "lf-node$1" 2>/dev/null || true)
    [ -z "$processes" ] || kill -9 $processes 2>/dev/null || true
}

start_node() { inside "lf-node$1" slurmd -N "node$1"; }

start_network() { # a bridge in the controller's namespace, a cable to each node
    local node
    ip netns add "$controller"
    ip -n "$controller" link set lo up
    ip -n "$controller" link add bridge type bridge
    ip -n "$controller" addr add 10.99.0.1/24 dev bridge
    ip -n "$controller" link set bridge up
    for node in $(seq "$nodes"); do
        ip netns add "lf-node$node"
        ip -n "lf-node$node" link set lo up
        ip -n "$controller" link add "cable$node" type veth peer name eth0 netns "lf-node$node"
        ip -n "$controller" link set "cable$node" master bridge up
        ip -n "lf-node$node" addr add "10.99.0.$((10 + node))/24" dev eth0
        ip -n "lf-node$node" link set eth0 up
    done
}

write_configuration() {
    local host node
    host=$(hostname -s)
    mkdir -p "$work/state" "$work/logs"
    cat >"$SLURM_CONF" <<CONFIGURATION
ClusterName=proof
SlurmctldHost=$host(10.99.0.1)
SlurmctldPort=16917
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge.socket,cred_expire=5
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool.%n
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.%n.pid
SlurmctldLogFile=$work/logs/slurmctld.log
SlurmdLogFile=$work/logs/slurmd.%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=2,sched_min_interval=0,batch_sched_delay=0,default_queue_depth=1000
SlurmdTimeout=10
BatchStartTimeout=5
MessageTimeout=5
KillWait=5
ReturnToService=2
MpiDefault=none
CONFIGURATION
    for node in $(seq "$nodes"); do
        echo "NodeName=node$node NodeAddr=10.99.0.$((10 + node)) NodeHostname=$host Port=$((17100 + node)) CPUs=2 State=UNKNOWN"
    done >>"$SLURM_CONF"
    echo "PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP" >>"$SLURM_CONF"
}

up() { [ "$(inside "$controller" sinfo -h -N -o %t 2>/dev/null | grep -cE '^(idle|mix|alloc)$')" = "$nodes" ]; }

in_engine=(nsenter "--net=/run/netns/$controller")
trap stop_all EXIT
start_network
write_configuration
dd if=/dev/urandom of="$work/munge.key" bs=1024 count=1 status=none
chmod 600 "$work/munge.key"
munged --force --key-file="$work/munge.key" --socket="$work/munge.socket" --pid-file="$work/munged.pid" \
    --log-file="$work/logs/munged.log" --seed-file="$work/munge.seed" --num-threads=2
inside "$controller" slurmctld
for node in $(seq "$nodes"); do start_node "$node"; done
for _ in $(seq 60); do up && break || sleep 0.5; done
up || { echo "the nodes did not come up: $(inside "$controller" sinfo -h -N -o '%N %t' | tr '\n' ' ')" >&2; exit 1; }
say "$(sbatch --version), $nodes nodes of 2 processors"

make_reference
submissions=1
submit() { inside "$controller" "$leaderful" sweep submit "$work/swept" --engine slurm --shards-per-element 2 -- --time=30; }
submit
wait_for_shards $((shards / 10))
kill_node 1
say "node 1 killed, with all that ran there: $(whole) of $shards shards whole"
wait_for_shards $((shards / 5))
ip -n lf-node2 link set eth0 down
say "node 2 cut off; its elements go on writing: $(whole) of $shards shards whole"
wait_for_shards $((shards / 4))
kill -9 "$(cat "$work/slurmctld.pid")"
say "controller killed: $(whole) of $shards shards whole; $(engine_line)"
sleep 3
inside "$controller" slurmctld
say "controller back"
if [ -n "${RESUBMIT:-}" ]; then
    # It answers, and has read what it knew.
    for _ in $(seq 20); do inside "$controller" squeue -h >/dev/null 2>&1 && break || sleep 0.5; done
    submit && submissions=$((submissions + 1)) || true
fi

# As a user who may do nothing but submit: where nothing was made for twelve seconds, the same command again.
healed= seen_stale= last=0 quiet=0
for second in $(seq 150); do
    if [ -z "$healed" ] && [ "$second" -ge 14 ]; then
        ip -n lf-node2 link set eth0 up
        start_node 1
        healed=yes
        say "node 2 healed, node 1 started again"
    fi
    now=$(whole)
    if [ "$now" = "$shards" ]; then break; fi
    if [ "$now" = "$last" ]; then quiet=$((quiet + 1)); else quiet=0 last=$now; fi
    if [ "$quiet" -ge 12 ]; then
        say "nothing was made for 12 s at $now of $shards; $(engine_line)"
        submit && submissions=$((submissions + 1)) || true
        quiet=0
    fi
    sleep 1
done
case $(inside "$controller" "$leaderful" sweep status "$work/swept" --json) in *'"state":"stale"'*) seen_stale=yes ;; esac
say "all whole; $(engine_line)"
compare_with_reference
report SLURM "submissions $submissions, status said stale at the end: ${seen_stale:-no}"
