"""``python -m sandbox.launch.part NAME`` becomes one part of the world, as the home's parts.json describes it.

Before that it ends what the part's last life left behind (a killed web server's worker would still hold the port), asks
the kernel to end it together with the supervisor, and waits for the servers that it needs: a part that fails for want
of them would be started again after ever longer pauses.
"""

import json
import os
import signal
import sys
import time
from pathlib import Path

from sandbox.launch import processes


def main() -> None:
    """Become the part that the command line names."""
    name = sys.argv[1]
    home = os.environ["GACHI_HOME"]
    part = json.loads((Path(home) / "parts.json").read_text(encoding="utf-8"))[name]
    for pid in processes.carrying(GACHI_HOME=home, GACHI_PART=name):
        processes.send(pid, signal.SIGKILL)
    os.environ["GACHI_PART"] = name
    processes.end_with_parent(signal.Signals(part["ends_by"]))
    while not all(processes.listens(port) for port in part["after"]):
        time.sleep(0.1)
    os.execv(part["command"][0], part["command"])


if __name__ == "__main__":
    main()
