"""Every line of the log is one object of JSON that says which request or task it belongs to."""

import io
import json
import logging

import pytest
import structlog

from workers.app import app


@pytest.fixture
def lines(monkeypatch):
    """A function that returns what was logged since, through the formatter that production uses."""
    formatters = [handler.formatter for handler in logging.getLogger().handlers]
    formatter = next(each for each in formatters if isinstance(each, structlog.stdlib.ProcessorFormatter))
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter)
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)
    structlog.contextvars.clear_contextvars()


def test_a_line_about_a_request_carries_its_id(client, db, lines):
    response = client.get("/nowhere/", headers={"X-Request-Id": "0f0e0d0c-from-the-door"})

    assert response["X-Request-Id"] == "0f0e0d0c-from-the-door"
    (line,) = [each for each in lines() if each["logger"] == "django.request"]
    assert (line["request_id"], line["level"]) == ("0f0e0d0c-from-the-door", "warning")


def test_an_id_that_could_forge_a_line_is_replaced(client, db, lines):
    client.get("/nowhere/", headers={"X-Request-Id": 'x"} {"event": "all is well'})

    (line,) = [each for each in lines() if each["logger"] == "django.request"]
    assert len(line["request_id"]) == 32


def test_a_line_within_a_task_carries_the_tasks_id_and_name(lines):
    @app.task(name="tests.says_something")
    def says_something():
        structlog.get_logger("tests").warning("said", token="a-secret")

    try:
        says_something.apply(task_id="the-task").get()
    finally:
        app.tasks.pop("tests.says_something")

    (line,) = [each for each in lines() if each["event"] == "said"]
    assert (line["task_id"], line["task"], line["token"]) == ("the-task", "tests.says_something", "(hidden)")
