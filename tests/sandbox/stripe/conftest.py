"""A stand-in of Stripe, the SDK that speaks to it, and an endpoint that hears its webhooks."""

import json
import queue
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import stripe

from tests.sandbox.stripe import shapes

SECRET_KEY, PUBLISHABLE_KEY = "sk_test_gachi_demo", "pk_test_gachi_demo"
RETURN_URL = "http://127.0.0.1:9/after?step=pay"


class Endpoint:
    """Hears webhooks, and answers as it is told."""

    def __init__(self):
        self.heard = queue.Queue()
        self.answers = []
        self.port = 0
        self.open()

    def open(self):
        """Listen, after a close at the same address as before."""
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                endpoint.heard.put((time.monotonic(), body, dict(self.headers)))
                self.send_response(endpoint.answers.pop(0) if endpoint.answers else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_port
        self.url = f"http://127.0.0.1:{self.port}/webhooks/stripe/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def wait(self, type, seconds=10):
        """Return (when, body, headers, event) of the next webhook of a type; others stay: they come in any order."""
        limit = time.monotonic() + seconds
        passed = []
        try:
            while True:
                at, body, headers = self.heard.get(timeout=max(limit - time.monotonic(), 0.01))
                event = json.loads(body)
                if event["type"] == type:
                    return at, body, headers, event
                passed.append((at, body, headers))
        finally:
            for webhook in passed:
                self.heard.put(webhook)

    def drain(self):
        """Return the types heard so far."""
        types = []
        while not self.heard.empty():
            types.append(json.loads(self.heard.get()[1])["type"])
        return types

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(scope="package")
def listening_endpoint():
    endpoint = Endpoint()
    yield endpoint
    endpoint.close()


@pytest.fixture(scope="package")
def running_standin(start_standin, listening_endpoint):
    standin = start_standin(
        "stripe",
        f"--webhook-url={listening_endpoint.url}",
        "--webhook-retry-scale=0.01",
        "--refund-settles-after=0.3",
        "--lock-wait=1",
        "--rate-limit=0",
        database="sandbox_stripe_itself",
    )
    yield standin
    standin.close()


@pytest.fixture
def standin(running_standin):
    running_standin.reset()
    return running_standin


@pytest.fixture
def endpoint(listening_endpoint, standin):
    listening_endpoint.drain()
    listening_endpoint.answers.clear()
    return listening_endpoint


def sdk(standin, key=SECRET_KEY):
    return stripe.StripeClient(key, base_addresses={"api": standin.url}, max_network_retries=0).v1


@pytest.fixture
def client(standin):
    return sdk(standin)


@pytest.fixture
def pay(client):
    """A function that creates a payment intent in won and confirms it with a test token, or not."""

    def make(token=None, amount=12_000, **more):
        confirming = {"confirm": True, "payment_method": token, "return_url": RETURN_URL} if token else {}
        return client.payment_intents.create({"amount": amount, "currency": "krw", **confirming, **more})

    return make


@pytest.fixture
def authorised(pay):
    return pay("pm_card_visa", capture_method="manual")


@pytest.fixture(autouse=True)
def every_object_fits_the_sdk(request):
    """After each test that spoke to the shared stand-in, all that it keeps is judged by the SDK's annotations."""
    yield
    if "standin" in request.fixturenames:
        running = request.getfixturevalue("running_standin")
        if running.process is None:
            return
        client = sdk(running)
        running.clear_faults()
        for service in (client.payment_intents, client.charges, client.refunds, client.events):
            for body in service.list({"limit": 100}).data:
                shapes.check_resource(body.to_dict())


@pytest.fixture
def refused():
    """A function that makes a call which must be refused and returns (HTTP status, error)."""

    def make(call, *args, **kwargs):
        with pytest.raises(stripe.StripeError) as caught:
            call(*args, **kwargs)
        return caught.value.http_status, dict(caught.value.json_body["error"])

    return make
