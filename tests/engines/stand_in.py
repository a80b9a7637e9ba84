"""HyperQueue's server and workers from its Python package, and a stand-in for its command `hq`. Used by hyperqueue.sh alone.

The package has one class that starts server and workers in one process. A worker of its own is a second server whose access file is
turned to that of the first one before the worker starts: the layout of 0.27.0, hence the fixed version.
"""

import json
import os
import pathlib
import sys
import time

from hyperqueue import Client, Job, LocalCluster
from hyperqueue.cluster import WorkerConfig

LONGEST = 600  # Seconds after which everything here ends by itself.


def server(folder):
    os.makedirs(folder, exist_ok=True)
    cluster = LocalCluster(server_dir=folder)
    print("server", cluster, flush=True)
    time.sleep(LONGEST)


def worker(main, own):
    os.makedirs(own, exist_ok=True)
    cluster = LocalCluster(server_dir=own)
    access = pathlib.Path(own, "hq-current")
    access.unlink()
    access.symlink_to(os.path.realpath(pathlib.Path(main, "hq-current")))
    cluster.start_worker(WorkerConfig(cores=2))
    time.sleep(LONGEST)


def indices(ranges):
    for part in ranges.split(","):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def hq(words):
    """`hq submit` with the options that leaderful gives, and `hq job list` for the one job that was submitted."""
    folder = os.environ["HQ_SERVER_DIR"]
    record = pathlib.Path(folder, "submitted.json")
    words = [word for word in words if not word.startswith("--output-mode=")]
    if words[:1] == ["submit"]:
        split = words.index("--")
        options = dict(word.lstrip("-").split("=", 1) for word in words[1:split])
        tasks = list(indices(options["array"]))
        # The client numbers tasks from 0, and HQ_TASK_ID is that number.
        assert tasks == list(range(len(tasks))), options["array"]
        assert (options["stdout"], options["stderr"]) == ("none", "none")
        job = Job(name=options["name"], max_fails=None)
        for _ in tasks:
            job.program(words[split + 1 :], stdout=None, stderr=None, crash_limit=int(options["crash-limit"]))
        number = Client(folder).submit(job).id
        record.write_text(json.dumps({"id": number, "name": options["name"], "tasks": len(tasks)}))
        print(number)
    elif words[:2] == ["job", "list"]:
        if not record.exists():
            print("[]")
            return
        known = json.loads(record.read_text())
        failed = len(Client(folder).connection.get_failed_tasks([known["id"]])[known["id"]])
        print(json.dumps([{"id": known["id"], "name": known["name"], "task_stats": {"running": 0, "waiting": 0, "failed": failed}}]))
    else:
        sys.exit(f"this stand-in does not know: {words}")


if __name__ == "__main__":
    {"server": lambda: server(sys.argv[2]), "worker": lambda: worker(*sys.argv[2:4]), "hq": lambda: hq(sys.argv[2:])}[sys.argv[1]]()
