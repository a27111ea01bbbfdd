"""OpenTelemetry's parts put together: what is traced, which spans are kept, where they go."""

import functools
from collections.abc import Sequence

import structlog
from celery.signals import worker_process_shutdown
from django.http import HttpRequest, HttpResponse
from opentelemetry import propagate, trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.celery import CeleryInstrumentor
from opentelemetry.instrumentation.django import DjangoInstrumentor
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.instrumentation.instrumentor import BaseInstrumentor  # type: ignore[attr-defined]
from opentelemetry.instrumentation.psycopg import PsycopgInstrumentor
from opentelemetry.instrumentation.redis import RedisInstrumentor
from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_NAMESPACE, Resource
from opentelemetry.sdk.trace import Span, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import Decision, Sampler, SamplingResult
from opentelemetry.trace import Link, SpanKind, TraceState
from opentelemetry.util.types import Attributes

from marketplace.tracing.propagation import WithinTheHouse
from marketplace.tracing.scrubbing import Scrubbing

# Files and probes: many, and nothing to learn from them.
NOT_TRACED = "/static/,/media/,/health/,/metrics/"


@functools.cache
def start(part: str, *, url: str) -> None:
    """Trace this process, and those that it forks, and send the spans to the collector at `url`."""
    provider = make_provider(part)
    provider.add_span_processor(BatchSpanProcessor(Scrubbing(OTLPSpanExporter(endpoint=f"{url}/v1/traces"))))
    trace.set_tracer_provider(provider)
    instrument(provider)

    def flush(**_kwargs: object) -> None:
        provider.force_flush(2000)

    # A forked worker ends without what Python does at its end.
    worker_process_shutdown.connect(flush, weak=False)


def make_provider(part: str) -> TracerProvider:
    """Return what makes the spans of one part of the house. OTEL_TRACES_SAMPLER and its argument choose the share."""
    provider = TracerProvider(resource=Resource.create({SERVICE_NAMESPACE: "gachi", SERVICE_NAME: f"gachi-{part}"}))
    provider.sampler = WorkOnly(provider.sampler)
    provider.add_span_processor(WhoseDoing())
    return provider


def instrument(provider: TracerProvider) -> None:
    """Have requests, tasks and what they ask of others make spans. Before Django's application is made."""
    propagate.set_global_textmap(WithinTheHouse())
    DjangoInstrumentor().instrument(tracer_provider=provider, excluded_urls=NOT_TRACED, response_hook=_name_the_request)
    for instrumentor in _others():
        instrumentor.instrument(tracer_provider=provider)


def uninstrument() -> None:
    """Undo `instrument`."""
    for instrumentor in (DjangoInstrumentor(), *_others()):
        instrumentor.uninstrument()


def _others() -> tuple[BaseInstrumentor, ...]:
    celery = CeleryInstrumentor()  # type: ignore[no-untyped-call]
    return celery, HTTPXClientInstrumentor(), PsycopgInstrumentor(), RedisInstrumentor()


class WorkOnly(Sampler):
    """Let a trace begin with a request or a task only: that a worker asks the broker for work all day is no news."""

    def __init__(self, inner: Sampler) -> None:
        self._inner = inner

    def should_sample(
        self,
        parent_context: Context | None,
        trace_id: int,
        name: str,
        kind: SpanKind | None = None,
        attributes: Attributes = None,
        links: Sequence[Link] | None = None,
        trace_state: TraceState | None = None,
    ) -> SamplingResult:
        has_parent = trace.get_current_span(parent_context).get_span_context().is_valid
        if not has_parent and kind not in (SpanKind.SERVER, SpanKind.CONSUMER):
            return SamplingResult(Decision.DROP)
        return self._inner.should_sample(parent_context, trace_id, name, kind, attributes, links, trace_state)

    def get_description(self) -> str:
        return f"WorkOnly({self._inner.get_description()})"


class WhoseDoing(SpanProcessor):
    """Write on a task's span what its lines in the log carry, so that either leads to the other."""

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:
        if span.kind is SpanKind.CONSUMER and (cause := structlog.contextvars.get_contextvars().get("cause")):
            span.set_attribute("gachi.cause", cause)


def _name_the_request(span: trace.Span, _request: HttpRequest, response: HttpResponse) -> None:
    span.set_attribute("gachi.request_id", response.headers.get("X-Request-Id", ""))
