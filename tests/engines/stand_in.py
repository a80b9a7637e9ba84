"""HyperQueue's server and workers from its Python package, and a stand-in for its command `hq`. Used by hyperqueue.sh alone.

The package has one class that starts server and workers in one process. A worker of its own is a second server whose access file is
turned to that of the first one before the worker starts: the layout of 0.27.0, hence the fixed version.
"""

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
    """`hq submit` with the options that leaderful gives; the package cannot list jobs."""
    folder = os.environ["HQ_SERVER_DIR"]
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
        print(Client(folder).submit(job).id)
    else:
        sys.exit(f"this stand-in does not know: {words}")


if __name__ == "__main__":
    {"server": lambda: server(sys.argv[2]), "worker": lambda: worker(*sys.argv[2:4]), "hq": lambda: hq(sys.argv[2:])}[sys.argv[1]]()
