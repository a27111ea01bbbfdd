"""What of a span may leave the house: names, routes, durations and outcomes; never what somebody wrote or who it was.

Instrumentation notes much more (full addresses with their tokens, clients' addresses, what an exception said), and
other things after each upgrade. So what is known to be harmless is kept and everything else is dropped.
"""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from opentelemetry.sdk.trace import Event, ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
from opentelemetry.trace import Link, SpanKind
from opentelemetry.trace.status import Status
from opentelemetry.util.types import Attributes, AttributeValue

# Old names of OpenTelemetry's beside new ones: which are written is a setting of its.
HARMLESS = {
    *("http.method", "http.request.method", "http.route", "http.status_code", "http.response.status_code"),
    *("db.system", "db.system.name", "db.name", "db.namespace", "db.redis.database_index", "error.type"),
    *("celery.action", "celery.state", "celery.task_name", "celery.retries"),
    *("messaging.message.id", "messaging.destination"),
    *("gachi.request_id", "gachi.cause"),
}
STATEMENTS = {"db.statement", "db.query.text"}
ADDRESSES = {"http.url", "url.full"}
# Values go to PostgreSQL apart from the statement; what was written into it all the same is masked.
_LITERAL = re.compile(r"'(?:[^']|'')*'|\b\d+\b")


class Scrubbing(SpanExporter):
    """An exporter that hands on scrubbed spans."""

    def __init__(self, inner: SpanExporter) -> None:
        self._inner = inner

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        return self._inner.export([scrubbed(span) for span in spans])

    def shutdown(self) -> None:
        self._inner.shutdown()

    def force_flush(self, timeout_millis: int = 30000) -> bool:
        return self._inner.force_flush(timeout_millis)


def scrubbed(span: ReadableSpan) -> ReadableSpan:
    """Return a copy of a span that holds what is harmless."""
    return ReadableSpan(
        name=span.name,
        context=span.context,
        parent=span.parent,
        resource=span.resource,
        attributes=_attributes(span.attributes, span.kind),
        # An exception's words may be a shopper's, or name a row's values: its type has to do.
        events=[
            Event(event.name, _only(event.attributes, {"exception.type"}), event.timestamp) for event in span.events
        ],
        links=[Link(link.context) for link in span.links],
        kind=span.kind,
        status=Status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )


def _attributes(given: Attributes, kind: SpanKind) -> dict[str, AttributeValue]:
    kept = _only(given, HARMLESS)
    for name, value in (given or {}).items():
        if name in STATEMENTS:
            kept[name] = _LITERAL.sub("?", str(value))
        elif name in ADDRESSES and kind is SpanKind.CLIENT:
            kept["server.address"] = urlsplit(str(value)).hostname or ""
    return kept


def _only(given: Attributes, names: set[str]) -> dict[str, AttributeValue]:
    return {name: value for name, value in (given or {}).items() if name in names}
