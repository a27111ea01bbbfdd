"""Traces, for whoever runs a collector of OpenTelemetry's protocol; off unless OTEL_EXPORTER_OTLP_ENDPOINT is set.

Nothing of OpenTelemetry is imported before `start`: its packages (requirements/tracing.txt) are there on request only.
"""

import sys
from importlib.util import find_spec

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

# Of a message to a task, as OpenTelemetry's own instrumentation of Celery names it.
HEADER = "traceparent"
NEEDED = {
    "opentelemetry.sdk": "opentelemetry-sdk",
    "opentelemetry.exporter.otlp.proto.http": "opentelemetry-exporter-otlp-proto-http",
    "opentelemetry.instrumentation.celery": "opentelemetry-instrumentation-celery",
    "opentelemetry.instrumentation.django": "opentelemetry-instrumentation-django",
    "opentelemetry.instrumentation.httpx": "opentelemetry-instrumentation-httpx",
    "opentelemetry.instrumentation.psycopg": "opentelemetry-instrumentation-psycopg",
    "opentelemetry.instrumentation.redis": "opentelemetry-instrumentation-redis",
}


class TracingNotInstalled(ImproperlyConfigured):
    """Traces are wanted, but packages that make them are missing; the message names them and says what to do."""


def start(part: str) -> None:
    """Send this process's traces as of `part` (web, hooks, worker), if they are wanted; once for each process.

    Call before Django's application is made. Raises TracingNotInstalled.
    """
    if not settings.GACHI_TRACES_URL:
        return
    if missing := sorted(name for module, name in NEEDED.items() if not _is_there(module)):
        raise TracingNotInstalled(
            f"OTEL_EXPORTER_OTLP_ENDPOINT is set, and {', '.join(missing)} not installed: install"
            " requirements/tracing.txt (the image: GACHI_TRACING=yes, then build anew), or take the setting away."
        )
    from marketplace.tracing import wiring

    wiring.start(part, url=settings.GACHI_TRACES_URL)


def traceparent() -> str:
    """Return where in a trace this is, in the words of W3C's Trace Context; nothing where there is no trace."""
    if "marketplace.tracing.wiring" not in sys.modules:
        return ""
    from marketplace.tracing import propagation

    return propagation.current()


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # not even what it is a part of
        return False
