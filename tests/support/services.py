"""PostgreSQL and Valkey for the whole run, loaded as a plugin before Django reads its settings.

The process that pytest was called in starts both, unless DATABASE_URL and REDIS_URL name others; workers of
pytest-xdist inherit the addresses. Each worker has databases and a Valkey number of its own.
"""

import os
import re
import shutil
import sys
import tempfile
from contextlib import ExitStack
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from sandbox.launch import postgres, valkey
from sandbox.launch.processes import ROOT

OWN = "GACHI_TEST_SERVER_IS_OWN"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")

_running = pytest.StashKey[ExitStack]()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config):
    # A wrapper comes before pytest-django's own hook, which loads the settings.
    options = early_config.known_args_namespace
    if not (options.help or options.version):
        stack = early_config.stash[_running] = ExitStack()
        early_config.add_cleanup(stack.close)
        if WORKER:
            os.environ["REDIS_URL"] = with_path(os.environ["REDIS_URL"], str(int(WORKER.removeprefix("gw")) + 1))
        else:
            _start_missing(stack)
        sys.addaudithook(_refuse_the_world)
        # In a fresh clone nothing was collected yet, which WhiteNoise warns of; tests find their files where they are.
        (ROOT / "static-collected").mkdir(exist_ok=True)
    return (yield)


def pytest_configure(config):
    # The server goes away with the run: dropping its databases would only fail where someone is still connected.
    config.option.reuse_db = config.option.reuse_db or bool(os.environ.get(OWN))


def pytest_make_parametrize_id(val, argname):
    """Name long values by their place: a signature made at import differs in each worker, which must agree on names."""
    return argname if isinstance(val, str | bytes) and len(val) > 60 else None


def _start_missing(stack):
    home = Path(tempfile.mkdtemp(prefix="gachi-test-"))
    stack.callback(shutil.rmtree, home, ignore_errors=True)
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = stack.enter_context(postgres.started(home, fast=True))
        os.environ[OWN] = "yes"
        stack.callback(os.environ.pop, "DATABASE_URL", None)
        stack.callback(os.environ.pop, OWN, None)
    if not os.environ.get("REDIS_URL"):
        os.environ["REDIS_URL"] = stack.enter_context(valkey.started(home, fast=True))
        stack.callback(os.environ.pop, "REDIS_URL", None)
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))


def _refuse_the_world(event, args):
    """Keep tests on this machine: no socket leads anywhere but to loopback."""
    if event != "socket.connect" or not isinstance(args[1], tuple):
        return
    host = args[1][0]
    try:
        local = ip_address(host).is_loopback
    except ValueError:
        local = host == "localhost"
    if not local:
        raise RuntimeError(f"a test tried to reach {host}: use loopback or a mock transport")


def with_path(url, path):
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, f"/{path}", parts.query, ""))


def database_named(name):
    """Return the address of this worker's database of that name; nothing is created."""
    suffix = f"_{WORKER}" if WORKER else ""
    return with_path(os.environ["DATABASE_URL"], re.sub(r"\W", "_", name) + suffix)
