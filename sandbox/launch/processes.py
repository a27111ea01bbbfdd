"""What every started process needs: to end with its parent, not to be root where that is refused, a free port."""

import ctypes
import http.client
import os
import platform
import pwd
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
NOBODY = 65534
LINUX = platform.system() == "Linux"

_PR_SET_PDEATHSIG = 1
_CLONE_NEWUSER = 0x10000000


class NotStarted(Exception):
    """A process ended or stayed silent instead of becoming ready; the message holds its last words."""


def end_with_parent(sent: signal.Signals) -> None:
    """Have the kernel send this signal to the calling process when its parent dies; execs keep it (Linux)."""
    if not LINUX:
        return
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, int(sent), 0, 0, 0)
    if os.getppid() != parent:  # it died before the call
        sys.exit(1)


def may_unshare() -> bool:
    """Say whether this machine lets the calling process make a user namespace."""
    if not LINUX:
        return False
    tried = subprocess.run(
        [sys.executable, "-c", "from sandbox.launch import processes; processes.enter_user_namespace()"],
        cwd=ROOT,
        capture_output=True,
        timeout=30,
        check=False,
    )
    return tried.returncode == 0


def enter_user_namespace() -> None:
    """Become an ordinary user in one's own eyes, for programs that refuse root; files stay the caller's."""
    named = _ordinary_user()
    own_uid, own_gid = os.geteuid(), os.getegid()
    if ctypes.CDLL(None, use_errno=True).unshare(_CLONE_NEWUSER):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"{named.pw_uid} {own_uid} 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"{named.pw_gid} {own_gid} 1", encoding="ascii")


def has_name() -> bool:
    """Say whether this machine knows the calling user; initdb refuses one that it does not."""
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        return False
    return True


def _ordinary_user() -> pwd.struct_passwd:
    # Any will do: only its number's name is looked up, and nothing is run as that user outside.
    return next(user for user in reversed(pwd.getpwall()) if user.pw_uid != 0)


def is_alive(pid: int) -> bool:
    """Say whether a process with this id runs (one that has ended but was not collected does not)."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"


def command_line(pid: int) -> str:
    """Return the words that a process was started with, or nothing when it is gone."""
    if LINUX:
        try:
            return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace").replace("\0", " ")
        except OSError:
            return ""
    shown = subprocess.run(
        ["ps", "-ww", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, timeout=10, check=False
    )
    return shown.stdout


def carrying(**environment: str) -> list[int]:
    """Return the other processes that were started with these environment variables (Linux; elsewhere none)."""
    if not LINUX:
        return []
    wanted = {f"{name}={value}".encode() for name, value in environment.items()}
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and int(folder.name) != os.getpid():
            try:
                words = set((folder / "environ").read_bytes().split(b"\0"))
            except OSError:
                continue  # ended meanwhile, or someone else's
            if wanted <= words:
                found.append(int(folder.name))
    return found


def send(pid: int, sent: signal.Signals) -> None:
    """Send a signal to a process that may be gone."""
    with suppress(ProcessLookupError):
        os.kill(pid, sent)


def answers(url: str) -> bool:
    """Say whether a GET of this local address is answered with 200."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "127.0.0.1", parts.port, timeout=5)
    try:
        connection.request("GET", parts.path)
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def listens(port: int) -> bool:
    """Say whether someone accepts connections on this port of 127.0.0.1."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2):
            return True
    except OSError:
        return False


def is_free(port: int) -> bool:
    """Say whether a server could listen on this port of 127.0.0.1."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on just now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    command: Sequence[str], *, log: Path, ready: Callable[[], bool], seconds: float = 60, stop: signal.Signals
) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a command until the block ends, which begins once `ready` says so, or raise NotStarted with its log."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
        )
    try:
        limit = time.monotonic() + seconds
        while not ready():
            if process.poll() is not None or time.monotonic() > limit:
                raise NotStarted(
                    f"{' '.join(command)} did not become ready:\n{log.read_text('utf-8', 'replace')[-2000:]}"
                )
            time.sleep(0.05)
        yield process
    finally:
        process.send_signal(stop)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(20)
