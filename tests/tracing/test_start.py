"""Traces are off unless someone says where to, and then what is missing is named."""

import os
import subprocess
import sys

import pytest

from marketplace import tracing
from sandbox.launch.processes import ROOT

# redis-py looks for OpenTelemetry's programming interface by itself, and does nothing with it unless told to.
LOOK = (
    "import marketplace.wsgi, workers.relay, sys; print(sorted(m for m in sys.modules"
    " if m.startswith(('opentelemetry.instrumentation', 'opentelemetry.exporter', 'marketplace.tracing.'))))"
)


def test_nothing_of_it_is_loaded_unless_a_collector_is_named():
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.test",
        "OTEL_SERVICE_NAME": "no-matter",
    }
    environment.pop("OTEL_EXPORTER_OTLP_ENDPOINT", None)

    done = subprocess.run(
        [sys.executable, "-c", LOOK], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


def test_what_is_missing_is_named_with_what_to_do(settings, monkeypatch):
    settings.GACHI_TRACES_URL = "http://127.0.0.1:4318"
    found = tracing.find_spec
    monkeypatch.setattr(tracing, "find_spec", lambda name: None if name.endswith(("celery", "redis")) else found(name))

    with pytest.raises(tracing.TracingNotInstalled) as told:
        tracing.start("web")

    assert "opentelemetry-instrumentation-celery, opentelemetry-instrumentation-redis" in str(told.value)
    assert "OTEL_EXPORTER_OTLP_ENDPOINT" in str(told.value)
    assert "requirements/tracing.txt" in str(told.value)


def test_without_any_of_it_all_are_named(settings, monkeypatch):
    settings.GACHI_TRACES_URL = "http://127.0.0.1:4318"

    def nothing(name):
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(tracing, "find_spec", nothing)

    with pytest.raises(tracing.TracingNotInstalled) as told:
        tracing.start("web")

    assert all(name in str(told.value) for name in tracing.NEEDED.values())


def test_what_is_asked_for_is_what_is_locked():
    asked = (ROOT / "requirements/tracing.in").read_text().splitlines()
    locked = (ROOT / "requirements/tracing.txt").read_text()

    assert sorted(line for line in asked if not line.startswith("#")) == sorted(tracing.NEEDED.values())
    assert all(f"\n{name}==" in f"\n{locked}" for name in tracing.NEEDED.values())
