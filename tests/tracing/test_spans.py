"""What leaves the house in a span, and what never does."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

pytest.importorskip("opentelemetry.sdk", reason="requirements/tracing.txt is not installed: no trace was looked at")

from opentelemetry import propagate
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind

from marketplace.core.models import OutboxMessage, User
from marketplace.purchases import baskets, gate
from marketplace.tracing import wiring
from marketplace.tracing.scrubbing import Scrubbing
from tests.support.factories import make_enterprise, make_listing, show_price
from tests.support.shopping import details
from tests.workers.test_causes import stripe_event

STRANGER = "00-11111111111111111111111111111111-2222222222222222-01"


class Spans:
    def __init__(self):
        self._exporter = InMemorySpanExporter()
        self.provider = wiring.make_provider("tests")
        self.provider.add_span_processor(SimpleSpanProcessor(Scrubbing(self._exporter)))
        self.tracer = self.provider.get_tracer("tests")

    def all(self):
        return self._exporter.get_finished_spans()

    def forget(self):
        self._exporter.clear()

    def text(self):
        return json.dumps([json.loads(span.to_json()) for span in self.all()], ensure_ascii=False)

    def named(self, name):
        (span,) = [span for span in self.all() if span.name == name]
        return span


@pytest.fixture
def spans(transactional_db, empty_redis):
    """All that this process would send, from new connections on."""
    spans = Spans()
    before = propagate.get_global_textmap()
    wiring.instrument(spans.provider)
    connection.close()
    yield spans
    connection.close()
    wiring.uninstrument()
    propagate.set_global_textmap(before)


@pytest.fixture
def attempt(transactional_db):
    listing = make_listing(make_enterprise(), units=3)
    variant = listing.variants.select_related("listing__enterprise").get()
    show_price(variant)
    basket = baskets.start(now=timezone.now())
    baskets.add(basket=basket, variant=variant, units=1, now=timezone.now())
    return gate.hold(basket=basket, details=details(), now=timezone.now())


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/orders/{token}/", "GET orders/<str:token>/"),
        ("/pay/{token}/", "GET pay/<str:token>/"),
        ("/pay/{token}/stage/", "GET pay/<str:token>/stage/"),
        ("/pay/{token}/nowhere/", "GET"),
        ("/", "GET home"),
    ],
)
def test_a_page_goes_by_its_route_and_nothing_of_the_shopper_leaves(spans, attempt, address, name):
    path = address.format(token=attempt.token)

    response = Client().get(
        f"{path}?payment_intent_client_secret=pi_1_secret_2",
        headers={"User-Agent": "A-Browser", "X-Request-Id": "the-request", "Cookie": "sessionid=a-session"},
        REMOTE_ADDR="203.0.113.77",
    )

    span = spans.named(name)
    assert span.kind is SpanKind.SERVER
    assert span.attributes["http.status_code"] == response.status_code
    assert span.attributes["gachi.request_id"] == "the-request"
    text = spans.text()
    for secret in (
        *(attempt.token, attempt.reference, attempt.email, attempt.name, "pi_1_secret_2"),
        *("A-Browser", "203.0.113.77", "a-session"),
    ):
        assert secret
        assert secret not in text


def test_the_exporter_is_what_keeps_the_token_from_leaving(spans, attempt):
    seen = InMemorySpanExporter()
    spans.provider.add_span_processor(SimpleSpanProcessor(seen))

    Client().get(f"/orders/{attempt.token}/")

    assert any(attempt.token in span.to_json() for span in seen.get_finished_spans())
    assert attempt.token not in spans.text()


def test_what_a_form_says_does_not_leave(spans, transactional_db):
    User.objects.create_user("owner@dasibom.example.com", "a-password-of-theirs")

    Client().post("/login/", {"username": "owner@dasibom.example.com", "password": "a-password-of-theirs"})

    assert spans.named("POST login/").attributes["http.method"] == "POST"
    assert "dasibom" not in spans.text()
    assert "a-password-of-theirs" not in spans.text()


@pytest.mark.django_db(transaction=True)
def test_a_statement_is_sent_without_its_values(spans):
    with spans.tracer.start_as_current_span("work", kind=SpanKind.SERVER):
        list(User.objects.filter(email="shopper@example.com", pk=987654))
        with connection.cursor() as cursor:
            cursor.execute("SELECT 'it''s 010-0000-1234', 20261122, length(%s)", ["김나눔"])

    statements = [span.attributes["db.statement"] for span in spans.all() if span.name == "SELECT"]
    assert statements[-1] == "SELECT ?, ?, length(%s)"
    assert any('FROM "core_user" WHERE' in statement for statement in statements)
    for value in ("shopper@example.com", "987654", "010-0000", "20261122", "김나눔"):
        assert value not in spans.text()


def test_a_key_of_the_cache_does_not_leave(spans):
    with spans.tracer.start_as_current_span("work", kind=SpanKind.SERVER):
        cache.set("session:a-session", "of-a-shopper")

    assert spans.named("SET").attributes["db.system"] == "redis"
    assert "a-session" not in spans.text()
    assert "of-a-shopper" not in spans.text()


def test_what_is_asked_of_others_goes_by_their_name_and_tells_them_nothing(spans):
    told = {}

    class Market(BaseHTTPRequestHandler):
        def do_GET(self):
            told.update({name.lower(): value for name, value in self.headers.items()})
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_words):
            pass

    server = HTTPServer(("127.0.0.1", 0), Market)
    thread = threading.Thread(target=server.handle_request)
    thread.start()
    with spans.tracer.start_as_current_span("work", kind=SpanKind.SERVER), httpx.Client(trust_env=False) as client:
        client.get(f"http://127.0.0.1:{server.server_port}/orders/4711-of-a-shopper?phone=01000001234")
    thread.join(10)
    server.server_close()

    span = spans.named("GET")
    assert (span.attributes["server.address"], span.attributes["http.status_code"]) == ("127.0.0.1", 204)
    assert "4711-of-a-shopper" not in spans.text()
    assert "01000001234" not in spans.text()
    assert told["host"]
    assert "traceparent" not in told


def test_of_a_fault_its_type_leaves_and_not_its_words(spans):
    with pytest.raises(ValueError, match="김나눔"), spans.tracer.start_as_current_span("work", kind=SpanKind.SERVER):
        raise ValueError("김나눔, 010-0000-1234")

    (event,) = spans.named("work").events
    assert event.attributes == {"exception.type": "ValueError"}
    assert spans.named("work").status.is_ok is False
    assert "김나눔" not in spans.text()


def test_a_stranger_does_not_choose_the_trace(spans):
    Client().get("/terms/", headers={"traceparent": STRANGER})

    span = spans.named("GET terms/")
    assert span.parent is None
    assert f"{span.context.trace_id:032x}" not in STRANGER


def test_what_belongs_to_no_request_and_no_task_is_not_sent(spans):
    cache.set("asked", "between two tasks")
    list(User.objects.all())

    assert spans.all() == ()


@pytest.mark.urls("marketplace.webhooks.urls")
def test_a_message_carries_where_in_the_trace_it_was_asked(spans):
    stripe_event(Client())

    span = spans.named("POST webhooks/stripe/")
    (told,) = OutboxMessage.objects.values_list("traceparent", flat=True)
    assert told[:-3] == f"00-{span.context.trace_id:032x}-{span.context.span_id:016x}"
    assert int(told[-2:], 16) & 1  # it is kept, so what comes of it is as well
