"""The Python that runs management commands: each by itself, its words as they come, nothing left of it afterwards."""

import os
import time
from contextlib import closing

import pytest

from sandbox.launch import processes
from sandbox.launch.commands import Commands


@pytest.fixture
def commands(tmp_path):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "marketplace.settings.demo", "PYTHONUNBUFFERED": "1"}
    with closing(Commands(environment, home=tmp_path)) as commands:
        yield commands


def say(code):
    return "shell", "--verbosity", "0", "-c", code


def alive(home):
    return [pid for pid in processes.carrying(GACHI_HOME=str(home)) if processes.is_alive(pid)]


def test_a_command_says_its_lines_as_they_come(commands):
    heard = []

    said = commands.run(*say("print('하나'); print(); print('둘')"), seconds=60, say=heard.append)

    assert (said, heard) == (["하나\n", "\n", "둘\n"], ["하나", "둘"])


def test_the_next_command_finds_nothing_of_the_last(commands):
    commands.run(*say("import os, django.conf; os.environ['LEFT'] = '1'; django.conf.settings.LEFT = 1"), seconds=60)

    said = commands.run(
        *say("import os, django.conf; print(os.environ.get('LEFT'), hasattr(django.conf.settings, 'LEFT'))"), seconds=60
    )

    assert said == ["None False\n"]


def test_a_command_does_not_read_what_the_next_one_is(commands):
    assert commands.run(*say("import sys; print(repr(sys.stdin.read()))"), seconds=60) == ["''\n"]
    assert commands.run(*say("print(2)"), seconds=60) == ["2\n"]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (say("print('so far'); raise ValueError('no such thing')"), "so far\n(.|\n)*no such thing"),
        (("no_such_command",), "Unknown command"),
        (say("import os; os.kill(os.getpid(), 9)"), "shell failed"),
        (say("raise SystemExit('in words')"), "in words"),
    ],
)
def test_what_fails_says_why_and_the_next_one_runs(commands, words, why):
    with pytest.raises(processes.NotStarted, match=why):
        commands.run(*words, seconds=60)

    assert commands.run(*say("print(2)"), seconds=60) == ["2\n"]


def test_what_takes_too_long_is_ended(commands, tmp_path):
    with pytest.raises(processes.NotStarted, match="begun"):
        commands.run(*say("import time; print('begun', flush=True); time.sleep(600)"), seconds=8)

    assert alive(tmp_path) == []


def test_what_cannot_load_django_says_so(tmp_path):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "no.such.settings"}
    with (
        closing(Commands(environment, home=tmp_path)) as commands,
        pytest.raises(processes.NotStarted, match="No module named"),
    ):
        commands.run("check", seconds=60)


def test_closing_ends_what_it_is_at(tmp_path):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "marketplace.settings.demo"}
    commands = Commands(environment, home=tmp_path)
    commands._process.stdin.write('["shell", "--verbosity", "0", "-c", "import time; time.sleep(600)"]\n')
    commands._process.stdin.flush()
    limit = time.monotonic() + 30
    while len(alive(tmp_path)) < 2:
        assert time.monotonic() < limit, "the command never began"
        time.sleep(0.05)

    commands.close()

    limit = time.monotonic() + 10
    while alive(tmp_path):
        assert time.monotonic() < limit, alive(tmp_path)
        time.sleep(0.05)
