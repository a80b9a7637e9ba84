#!/usr/bin/env python3
"""Runs R1 in leaderful and in its peers, side by side, and prints how often faster leaderful is.

    python3 benches/peers/compare.py --programs DIR [--rounds 5] [--only Numba,ixa] [--work DIR] [--csv FILE]

DIR has a folder a peer with its program for R1 (see README.md). Environments are made below --work, one a peer, and
are used again. In each round every program runs once, in turn, so that a change in the machine's load meets all; the
table shows medians over rounds of the ratio within the round. Speed is agent-ticks per second of processor time of the
tick loop (of wall time where threads are compared), as each program reports it.
"""

import argparse
import csv
import json
import os
import statistics
import subprocess
import sys
import tomllib

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SINGLE = [(1_000, 500), (10_000, 200), (100_000, 50), (1_000_000, 30)]
SWEEP = (200, 200, 260)
SLOW = {"Mesa", "agentpy", "agentscript"}


def shell(command, folder, quiet=False):
    where = subprocess.DEVNULL if quiet else None
    return subprocess.run(command, shell=True, cwd=folder, stderr=where, stdout=subprocess.PIPE, text=True)


def report(command, folder):
    """The JSON line of one run, or None if it failed."""
    done = shell(command, folder, quiet=True)
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    return json.loads(lines[-1]) if done.returncode == 0 and lines else None


def programs(options):
    """Name, command and folder of leaderful and of every peer that can be set up."""
    target = os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target"))
    if shell("cargo build --release --example r1", ROOT).returncode != 0:
        sys.exit("leaderful could not be built")
    found = [{"name": "leaderful", "run": os.path.join(target, "release", "examples", "r1"), "folder": ROOT, "largest": 10**9}]
    with open(os.path.join(HERE, "peers.toml"), "rb") as file:
        peers = tomllib.load(file)["peer"]
    for peer in peers:
        if options.only and peer["name"] not in options.only.split(","):
            continue
        folder = os.path.join(options.programs, peer["folder"])
        work = os.path.join(options.work, peer["folder"])
        if not os.path.isdir(folder):
            print(f"{peer['name']}: no program in {folder}", file=sys.stderr)
            continue
        print(f"{peer['name']}: setting up", file=sys.stderr)
        if shell(peer["setup"].format(work=work), folder).returncode != 0:
            print(f"{peer['name']}: cannot be set up here, left out", file=sys.stderr)
            continue
        found.append({"name": peer["name"], "run": peer["run"].format(work=work), "folder": folder, "largest": peer.get("largest", 10**9)})
    return found


def measure(found, arguments, rounds, agents):
    """All reports of each program over the rounds, in turn."""
    runs = {one["name"]: [] for one in found}
    for turn in range(rounds):
        for one in found:
            if agents > one["largest"] or (one["name"] in SLOW and turn >= min(rounds, 2)):
                continue
            got = report(f"{one['run']} {arguments.format(seed=turn + 1)}", one["folder"])
            if got:
                runs[one["name"]].append(got)
    return runs


def rows(case, runs, key):
    """Median ratio of leaderful to each peer within rounds, and what the programs say of themselves."""
    ours = runs["leaderful"]
    for name, theirs in runs.items():
        if not theirs:
            continue
        ratios = [mine[key] / other[key] for mine, other in zip(ours, theirs)]
        last = theirs[-1]
        memory = (last["rss_kb"] - last["base_kb"]) * 1024 / last["n"] if "rss_kb" in last else None
        agreement = {field: statistics.mean(run[field] for run in theirs) for field in ("resolved", "latency", "know") if field in last}
        yield {
            "case": case,
            "program": name,
            "speed": statistics.median(run[key] for run in theirs),
            "leaderful is faster by": statistics.median(ratios),
            "bytes an agent": memory,
            **agreement,
        }


def show(table):
    heads = ["case", "program", "speed", "leaderful is faster by", "bytes an agent", "resolved", "latency", "know"]

    def text(value):
        if value is None:
            return ""
        if isinstance(value, str):
            return value
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"

    cells = [heads] + [[text(row.get(head)) for head in heads] for row in table]
    widths = [max(len(row[place]) for row in cells) for place in range(len(heads))]
    for row in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", required=True, help="folder with the peers' programs")
    parser.add_argument("--work", default=os.path.join(ROOT, "target", "peers"), help="folder for environments")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", help="names of peers, with commas")
    parser.add_argument("--csv", help="file for the table")
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds must be 1 or more")
    options.programs, options.work = os.path.abspath(options.programs), os.path.abspath(options.work)
    os.makedirs(options.work, exist_ok=True)
    found = programs(options)
    table = []
    for agents, ticks in SINGLE:
        runs = measure(found, f"single {agents} {ticks} {{seed}}", options.rounds, agents)
        table.extend(rows(f"single {agents} x {ticks}", runs, "ats"))
    runs = measure(found, "sweep {} {} {}".format(*SWEEP), options.rounds, SWEEP[1])
    table.extend(rows("sweep {} runs of {} x {}".format(*SWEEP), runs, "runs_per_s"))
    show(table)
    threads = []
    for agents, ticks in SINGLE[2:]:
        one = measure(found[:1], f"single {agents} {ticks} {{seed}} 1", options.rounds, agents)["leaderful"]
        two = measure(found[:1], f"single {agents} {ticks} {{seed}} 2", options.rounds, agents)["leaderful"]
        same = all(a["hash"] == b["hash"] for a, b in zip(one, two))
        gain = statistics.median(a["secs"] / b["secs"] for a, b in zip(one, two))
        threads.append(f"two threads in one run, {agents} x {ticks}: {gain:.2f} times one; same state: {'yes' if same else 'NO'}")
    print("\n".join(threads))
    if options.csv:
        with open(options.csv, "w", newline="") as file:
            writer = csv.DictWriter(file, sorted({key for row in table for key in row}))
            writer.writeheader()
            writer.writerows(table)


if __name__ == "__main__":
    main()
