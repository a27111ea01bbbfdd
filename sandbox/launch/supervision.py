"""supervisord, told by a generated configuration: it starts again what ends, and we ask it over a socket."""

import hashlib
import http.client
import os
import shlex
import signal
import subprocess
import sys
import tempfile
import time
import xmlrpc.client
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from supervisor.xmlrpc import SupervisorTransport

from sandbox.launch import processes
from sandbox.launch.home import Home

SOCKET_LIMIT = 100  # a socket's path may have 107 bytes, and supervisord adds its number while it makes it
SETTLED_SECONDS = 2
TRIES = 5  # lives that a part may lose before its start counts as failed

GROUPS = ("servers", "played", "gachi")  # in the order of their start; they stop the other way round


@dataclass(frozen=True)
class Part:
    """One process to keep running: its command, how to know that it works where being alive is not enough, its port."""

    name: str
    group: str
    command: Sequence[str]
    works: Callable[[], bool] | None = None
    ends_by: signal.Signals = signal.SIGTERM
    port: int = 0


@dataclass
class Supervisor:
    """A supervisord of our own for one home. `environment` is what every part gets."""

    home: Home
    parts: Sequence[Part]
    environment: Mapping[str, str]
    process: "subprocess.Popen[bytes] | None" = None
    seen: dict[str, int] = field(default_factory=dict)

    def start(self) -> None:
        """Start it, with the servers; the other groups wait for `start_group`."""
        self.home.logs.mkdir(exist_ok=True)
        self.home.remember(
            "parts",
            {
                part.name: {"command": part.command, "ends_by": part.ends_by, "after": self._needed(part)}
                for part in self.parts
            },
        )
        self._write(started=("servers",))
        self._run()

    def _needed(self, part: Part) -> list[int]:
        return [] if part.group == "servers" else [server.port for server in self.parts if server.group == "servers"]

    def restart(self) -> None:
        """Start it again after it was killed, with every part."""
        self._run()

    def start_group(self, group: str) -> None:
        """Start the parts of a group; from now on they are started whenever the supervisor is."""
        if any(part.group == group for part in self.parts):
            self._write(started=GROUPS[: GROUPS.index(group) + 1])
            self._ask("startProcessGroup", group, False)

    def states(self) -> dict[str, dict[str, Any]]:
        """Return what is known of each part: statename, pid, start."""
        return {info["name"]: info for info in self._ask("getAllProcessInfo")}

    def restarted(self) -> list[str]:
        """Return the parts that have a new process since the last call."""
        now = {name: info["pid"] for name, info in self.states().items() if info["statename"] == "RUNNING"}
        changed = [name for name, pid in now.items() if self.seen.get(name, pid) != pid]
        self.seen.update(now)
        return changed

    def wait_for(self, group: str, *, seconds: float) -> None:
        """Return once every part of a group works, or raise NotStarted with the log of the first that does not."""
        limit = time.monotonic() + seconds
        waiting = [part for part in self.parts if part.group == group]
        tried: dict[str, set[int]] = {part.name: set() for part in waiting}
        while True:
            states = self.states()
            waiting = [part for part in waiting if not _works(part, states[part.name])]
            if not waiting:
                return
            for part in waiting:
                tried[part.name].add(states[part.name]["pid"])
                if time.monotonic() > limit or len(tried[part.name]) > TRIES:
                    raise processes.NotStarted(f"{part.name} does not start. {self.last_words(part.name)}")
            time.sleep(0.2)

    def last_words(self, name: str) -> str:
        """Return the end of a part's log, after its path."""
        log = self.home.logs / f"{name}.log"
        text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
        return f"{log}:\n{text[-3000:]}"

    def stop(self) -> None:
        """Stop every part, product first and servers last, then the supervisor."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)

    @property
    def socket(self) -> Path:
        path = self.home.folder / "supervisor.sock"
        if len(os.fsencode(path)) < SOCKET_LIMIT:
            return path
        name = hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"gachi-{os.geteuid()}-{name}.sock"

    def _run(self) -> None:
        configuration = self.home.folder / "supervisord.conf"
        code = (
            "import signal; from sandbox.launch import processes; processes.end_with_parent(signal.SIGTERM); "
            "from supervisor.supervisord import main; main()"
        )
        with (self.home.logs / "supervisord.out").open("wb") as output:
            self.process = subprocess.Popen(
                # Without -I or -P: the parts are found from the repository's folder.
                [sys.executable, "-W", "ignore", "-c", code, "--nodaemon", "--configuration", str(configuration)],
                cwd=processes.ROOT,
                env={**self.environment, "GACHI_HOME": str(self.home.folder)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        limit = time.monotonic() + 30
        while True:
            try:
                self._ask("getState")
            except (OSError, http.client.HTTPException):
                if self.process.poll() is not None or time.monotonic() > limit:
                    words = (self.home.logs / "supervisord.out").read_text(encoding="utf-8", errors="replace")
                    raise processes.NotStarted(f"The supervisor does not start:\n{words[-2000:]}") from None
                time.sleep(0.05)
            else:
                return

    def _ask(self, method: str, *arguments: Any) -> Any:
        transport = SupervisorTransport(serverurl=f"unix://{self.socket}")
        with xmlrpc.client.ServerProxy("http://127.0.0.1", transport=transport) as server:
            return getattr(server.supervisor, method)(*arguments)

    def _write(self, *, started: Sequence[str]) -> None:
        folder = _quoted(str(self.home.folder))
        lines = [
            "[unix_http_server]",
            f"file={_quoted(str(self.socket))}",
            "chmod=0700",
            "[supervisord]",
            f"logfile={folder}/log/supervisord.log",
            "logfile_maxbytes=1MB",
            "logfile_backups=1",
            f"pidfile={folder}/supervisord.pid",
            "silent=true",
            *(["user=root"] if os.geteuid() == 0 else []),
            "[rpcinterface:supervisor]",
            "supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface",
            "[supervisorctl]",
            f"serverurl=unix://{_quoted(str(self.socket))}",
        ]
        for order, group in enumerate(GROUPS, start=1):
            members = [part.name for part in self.parts if part.group == group]
            if members:
                lines += [f"[group:{group}]", f"programs={','.join(members)}", f"priority={order}"]
        for part in self.parts:
            lines += [
                f"[program:{part.name}]",
                f"command={_quoted(shlex.join([sys.executable, '-m', 'sandbox.launch.part', part.name]))}",
                f"directory={_quoted(str(processes.ROOT))}",
                f"autostart={'true' if part.group in started else 'false'}",
                "autorestart=true",
                "startsecs=1",
                "startretries=1000000",
                f"stopsignal={'INT' if part.ends_by == signal.SIGINT else 'TERM'}",
                "stopwaitsecs=8",
                "stopasgroup=false",
                "killasgroup=true",
                "redirect_stderr=true",
                f"stdout_logfile={folder}/log/{part.name}.log",
                "stdout_logfile_maxbytes=5MB",
                "stdout_logfile_backups=1",
            ]
        (self.home.folder / "supervisord.conf").write_text("\n".join([*lines, ""]), encoding="utf-8")


def _quoted(text: str) -> str:
    return text.replace("%", "%%")  # supervisord expands %(…)s


def _works(part: Part, state: Mapping[str, Any]) -> bool:
    if state["statename"] != "RUNNING":
        return False
    if part.works is not None:
        return part.works()
    return bool(state["now"] - state["start"] >= SETTLED_SECONDS)
