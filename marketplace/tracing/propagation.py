"""How a trace goes from one process of ours to the next, and to nobody else's."""

from collections.abc import MutableMapping

from opentelemetry.context import Context
from opentelemetry.propagators.textmap import (
    CarrierT,
    Getter,
    Setter,
    TextMapPropagator,
    default_getter,
    default_setter,
)
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

_W3C = TraceContextTextMapPropagator()


def current() -> str:
    """Return the traceparent of the span that runs here, or nothing."""
    carrier: dict[str, str] = {}
    _W3C.inject(carrier)
    return carrier.get("traceparent", "")


class WithinTheHouse(TextMapPropagator):
    """W3C's Trace Context for tasks only.

    A request from outside begins a trace of its own: else anyone could choose its id and have it kept. What we send to
    Saleor, Stripe and the markets carries none: it is none of their business, and some sign their headers.
    """

    def extract(
        self, carrier: CarrierT, context: Context | None = None, getter: Getter[CarrierT] = default_getter
    ) -> Context:
        # A task's request is an object of Celery's; a request's headers are a mapping.
        if isinstance(carrier, MutableMapping):
            return context or Context()
        return _W3C.extract(carrier, context, getter)

    def inject(
        self, carrier: CarrierT, context: Context | None = None, setter: Setter[CarrierT] = default_setter
    ) -> None:
        # A message's headers are a plain dict; httpx's are a class of its own.
        if type(carrier) is dict:
            _W3C.inject(carrier, context, setter)

    @property
    def fields(self) -> set[str]:
        return _W3C.fields
