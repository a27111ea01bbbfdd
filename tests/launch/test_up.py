"""A newcomer's machine: the set-up, then `make up`, lived through once from the first start to the last.

The tests follow one another on purpose, and stand in one file so that one worker runs them all.
"""

import json
import os
import shutil
import signal
import subprocess
import time

import psycopg
import pytest

from sandbox.launch import postgres, processes
from tests.launch.conftest import ABSENT, until

pytestmark = pytest.mark.timeout(700)

# Ten seconds is what people are promised on a quiet machine; here other tests share the two cores.
RECOVERY_SECONDS = 20


def test_the_bare_machine_lacks_what_gachi_does_not_need(bare_environment):
    found = [name for name in ABSENT if shutil.which(name, path=bare_environment["PATH"])]

    assert found == []


def test_the_set_up_installs_what_is_locked_and_says_so(fresh_venv):
    venv, said = fresh_venv

    assert "Installing requirements/sandbox.txt" in said
    assert (venv / "bin" / "granian").exists()
    assert not (venv / "bin" / "pytest").exists()


def test_a_second_set_up_finds_that_nothing_changed(bare_environment, fresh_venv):
    venv, _said = fresh_venv
    began = time.monotonic()

    again = subprocess.run(
        ["sh", "tools/setup", "sandbox"],
        cwd=processes.ROOT,
        env={**bare_environment, "GACHI_VENV": str(venv)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (again.returncode, again.stderr) == (0, "")
    assert time.monotonic() - began < 3


def test_a_machine_without_a_fit_python_is_told_which_is_needed(tmp_path, bare_environment):
    for name in ("sh", "dirname", "cmp"):
        (tmp_path / name).symlink_to(shutil.which(name))
    (tmp_path / "python3").symlink_to(shutil.which("false"))

    said = subprocess.run(
        ["sh", "tools/setup", "sandbox"],
        cwd=processes.ROOT,
        env={**bare_environment, "PATH": str(tmp_path), "GACHI_VENV": str(tmp_path / "venv")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert said.returncode == 1
    assert "Gachi needs Python 3.11, 3.12 or 3.13 on the PATH, and found none." in said.stderr
    assert not (tmp_path / "venv").exists()


def test_where_uv_cannot_pip_does_it(tmp_path, bare_environment):
    for folder in ("tools", "requirements", "bin"):
        (tmp_path / folder).mkdir()
    shutil.copy(processes.ROOT / "tools" / "setup", tmp_path / "tools")
    (tmp_path / "requirements" / "sandbox.txt").touch()
    broken = tmp_path / "bin" / "uv"
    broken.write_text("#!/bin/sh\n[ $1 = --version ] || { echo 'invalid peer certificate' >&2; exit 2; }\n")
    broken.chmod(0o755)

    said = subprocess.run(
        ["sh", str(tmp_path / "tools" / "setup"), "sandbox"],
        env={**bare_environment, "PATH": f"{tmp_path / 'bin'}:{bare_environment['PATH']}"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert said.returncode == 0, said.stderr
    assert said.stderr.count("invalid peer certificate") == 2  # for the environment, and for what goes into it
    assert (tmp_path / ".venv" / ".installed-sandbox").exists()
    assert (tmp_path / ".venv" / "bin" / "pip").exists()


def test_make_alone_prints_every_command(bare_environment):
    said = subprocess.run(
        ["make"], cwd=processes.ROOT, env=bare_environment, capture_output=True, text=True, timeout=60, check=True
    )

    commands = [line.split()[1] for line in said.stdout.splitlines()]
    assert commands == [
        "help",
        "up",
        "reset",
        "test",
        "acceptance",
        "check",
        "fmt",
        "bench",
        "record",
        "schema",
        "generate",
        "lock",
    ]


def test_the_first_start_shows_the_addresses_and_they_answer(world):
    addresses = world.addresses()

    assert addresses["Shop"] == f"http://127.0.0.1:{world.base_port}/"
    assert {
        "Shop",
        "Vendors' portal",
        "Staff console",
        "Mailbox",
        "Saleor (played)",
        "쿠팡 (played)",
    } <= addresses.keys()
    assert world.get("/").status_code == 200
    assert world.is_well()


def test_a_taken_port_is_named_and_avoided(world):
    taken = world.base_port + 10

    assert f"Port {taken} is taken: saleor moves to {world.ports()['saleor']}." in world.text()
    assert world.ports()["saleor"] > taken


def test_secrets_are_this_homes_own_and_nobody_elses_to_read(world):
    assert (world.home / "env").stat().st_mode & 0o777 == 0o600
    assert world.home.stat().st_mode & 0o777 == 0o700


def test_a_second_launcher_says_that_one_runs_and_harms_nothing(world):
    second = subprocess.run(
        [world.python, "-m", "sandbox.launch", "up", "--home", world.home],
        cwd=processes.ROOT,
        env=world.environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert second.returncode == 1
    assert f"It is running already (process {world.process.pid}" in second.stderr
    assert world.is_well()


def manage(world, home, *command):
    return subprocess.run(
        [world.python, "-m", "sandbox.launch", "manage", "--home", home, *command],
        cwd=processes.ROOT,
        env=world.environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_management_command_runs_in_the_world_that_is_up(world):
    said = manage(world, world.home, "gachi_setup")

    assert (said.returncode, said.stdout.strip()) == (0, "Saleor is set up: nothing to do.")


def test_a_management_command_needs_a_world(world, tmp_path):
    said = manage(world, tmp_path, "gachi_setup")

    assert said.returncode == 1
    assert "Nothing runs in" in said.stderr


def test_a_management_command_says_which_setting_the_world_was_started_with(world):
    ports = world.home / "ports.json"
    before = ports.read_text()
    ports.write_text(json.dumps({name: port for name, port in json.loads(before).items() if name != "coupang"}))
    try:
        said = manage(world, world.home, "gachi_setup")
    finally:
        ports.write_text(before)

    assert said.returncode == 1
    assert "started with an address of yours for coupang" in said.stderr


@pytest.mark.parametrize("part", ["postgres", "valkey", "web", "worker", "channels", "relay", "saleor"])
def test_a_part_that_is_killed_runs_again_by_itself(world, part):
    before = _main_pid(world, part)

    os.kill(before, signal.SIGKILL)

    assert until(lambda: _main_pid(world, part) not in {before, None} and world.is_well(), RECOVERY_SECONDS)
    assert until(lambda: f"{part} had ended and runs again." in world.text(), 5)


def test_the_supervisor_too_may_be_killed(world):
    written = world.home / "supervisord.pid"
    before = int(written.read_text())

    os.kill(before, signal.SIGKILL)

    assert until(lambda: written.read_text().strip() not in {str(before), ""}, RECOVERY_SECONDS)
    assert until(world.is_well, RECOVERY_SECONDS * 3)  # everything starts afresh


def test_ctrl_c_ends_every_process(world):
    with _database(world) as connection:
        connection.execute("CREATE TABLE kept_for_the_next_start (word text)")

    status = world.end(signal.SIGINT)

    assert status == 0
    assert world.everything() == []
    assert "Everything has stopped." in world.text()


def test_the_next_start_is_quick_and_keeps_state_and_ports(world):
    ports = world.ports()
    began = time.monotonic()

    world.launch().wait_until_ready()

    assert time.monotonic() - began < 120
    assert world.ports() == ports
    assert "making their data" not in world.text()
    assert "The database is up to date." in world.text()
    assert "Introducing Gachi to Saleor." not in world.text()
    with _database(world) as connection:
        assert connection.execute("SELECT count(*) FROM kept_for_the_next_start").fetchone() == (0,)


def test_a_launcher_that_is_killed_takes_everything_with_it(world):
    world.end(signal.SIGKILL)

    assert until(lambda: world.everything() == [], 30)


def test_a_bad_setting_stops_the_start_by_name(world):
    world.launch(GACHI_DELIVERY_FEE="a lot", GACHI_STRIPE_SECRET_KEY="sk_test_gachi_demo")

    assert world.process.wait(60) == 1
    assert "GACHI_DELIVERY_FEE must be whole won, not 'a lot'" in world.text()
    assert world.everything() == []


def test_reset_forgets_everything(world):
    done = subprocess.run(
        [world.python, "-m", "sandbox.launch", "reset", "--home", world.home],
        cwd=processes.ROOT,
        env=world.environment,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0
    assert not world.home.exists()


def _main_pid(world, part):
    """The process that supervisord started for a part."""
    supervisor = (world.home / "supervisord.pid").read_text().strip()
    for pid in _children(supervisor):
        words = processes.command_line(pid)
        ports = world.ports()
        signs = {
            "postgres": "/postgres -D",
            "valkey": "valkey-server",
            "web": "marketplace.wsgi",
            "worker": "worker@",
            "channels": "channels@",
            "relay": "workers.relay",
            "saleor": f"sandbox.saleor --port {ports['saleor']}",
        }
        if signs[part] in words:
            return pid
    return None


def _children(parent):
    try:
        with open(f"/proc/{parent}/task/{parent}/children", encoding="ascii") as file:
            return [int(pid) for pid in file.read().split()]
    except OSError:
        return []


def _database(world):
    return psycopg.connect(postgres.url(world.home, world.ports()["postgres"]), autocommit=True)
