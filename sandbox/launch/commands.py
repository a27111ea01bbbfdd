"""Management commands, run by one Python that has loaded Django already: loading takes longer than most commands.

``python -m sandbox.launch.commands`` is that Python. It reads a JSON list of words a line, forks a child for each, and
writes what the child says, then a NUL and its exit status. Each command so begins with nothing left over from another.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from sandbox.launch import processes

LAST_LINES = 30


class Commands:
    """Runs management commands in an environment, one after the other. Close it."""

    def __init__(self, environment: Mapping[str, str], *, home: Path) -> None:
        """Begin to load Django; nothing waits for it before the first command."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "sandbox.launch.commands"],
            cwd=processes.ROOT,
            env={**environment, "GACHI_HOME": str(home)},  # by which leftovers are found
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )

    def run(self, *arguments: str, seconds: float, say: Callable[[str], None] | None = None) -> list[str]:
        """Run a command to its end and return its lines, saying each as it comes.

        Raises NotStarted with the last of them if it fails or takes longer than `seconds`.
        """
        timer = threading.Timer(seconds, self._end)
        timer.start()
        lines: list[str] = []
        try:
            status = self._ask(arguments, lines, say)
        finally:
            timer.cancel()
        if status != 0:
            raise processes.NotStarted(f"manage.py {arguments[0]} failed:\n{''.join(lines[-LAST_LINES:])}")
        return lines

    def _ask(self, arguments: Sequence[str], lines: list[str], say: Callable[[str], None] | None) -> int | None:
        asked, told = self._process.stdin, self._process.stdout
        assert asked is not None
        assert told is not None
        with suppress(BrokenPipeError):  # it has ended: what it said stands in its output
            asked.write(json.dumps(arguments) + "\n")
            asked.flush()
        for line in told:
            if line.startswith("\0"):
                return int(line[1:])
            lines.append(line)
            if say and line.strip():
                say(line.rstrip())
        return None

    def close(self) -> None:
        """End it, with the command that it may be at."""
        self._end()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with suppress(BrokenPipeError):
                pipe.close()
        self._process.wait()

    def _end(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)


def serve() -> None:
    """Run what is asked for on standard input, until that ends."""
    processes.end_with_parent(signal.SIGKILL)
    import django

    django.setup()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os._exit(_run(json.loads(line)))
        _, status = os.waitpid(child, 0)
        print(f"\0{os.waitstatus_to_exitcode(status)}", flush=True)


def _run(arguments: Sequence[str]) -> int:
    from django.core.management import execute_from_command_line

    processes.end_with_parent(signal.SIGKILL)
    # What it reads is not what the next command is.
    os.dup2(os.open(os.devnull, os.O_RDONLY), sys.stdin.fileno())
    status = 0
    try:
        execute_from_command_line(["manage.py", *arguments])
    except SystemExit as exc:
        status = exc.code if isinstance(exc.code, int) else int(exc.code is not None)
        if isinstance(exc.code, str):
            print(exc.code)
    except BaseException:
        traceback.print_exc()
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return status


if __name__ == "__main__":
    serve()
