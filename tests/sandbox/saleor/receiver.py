"""An app as Saleor meets it: a manifest, a door for the token, doors for webhooks; in this process, over loopback."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import jwt

QUERIES = {
    "transaction_initialize_session": """subscription { event { __typename issuedAt version
      ... on TransactionInitializeSession { data merchantReference idempotencyKey customerIpAddress
        action { amount currency actionType } transaction { id token pspReference }
        sourceObject { __typename ... on Checkout { id } ... on Order { id } } } } }""",
    "transaction_process_session": """subscription { event { __typename issuedAt
      ... on TransactionProcessSession { data merchantReference action { amount currency actionType }
        transaction { id } sourceObject { __typename ... on Checkout { id } ... on Order { id } } } } }""",
    "payment_gateway_initialize_session": """subscription { event { __typename
      ... on PaymentGatewayInitializeSession { data amount sourceObject { __typename ... on Checkout { id } } }
      } }""",
    "transaction_refund_requested": """subscription { event { __typename issuedAt
      ... on TransactionRefundRequested { action { amount currency actionType } transaction { id pspReference
      order { id } }
        grantedRefund { id amount { amount } } } } }""",
    "transaction_charge_requested": """subscription { event { __typename issuedAt
      ... on TransactionChargeRequested { action { amount actionType } transaction { id } } } }""",
    "transaction_cancelation_requested": """subscription { event { __typename issuedAt
      ... on TransactionCancelationRequested { action { amount actionType } transaction { id } } } }""",
    "shipping_list_methods_for_checkout": """subscription { event { __typename
      ... on ShippingListMethodsForCheckout { checkout { id lines { quantity variant { sku } } }
        shippingMethods { id name price { amount } } } } }""",
}


class Seen:
    """One request that arrived."""

    def __init__(self, path, headers, body):
        self.path = path
        self.headers = headers
        self.body = body
        self.at = time.monotonic()

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def event(self):
        return self.headers.get("Saleor-Event")


class Receiver:
    """A small HTTP server; `answers` holds per path what to say: JSON, (status, text), or a function of the
    request."""

    def __init__(self):
        self.seen = []
        self.answers = {}
        self.tokens = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                self._answer(b"")

            def do_POST(self):
                self._answer(self.rfile.read(int(self.headers.get("Content-Length", 0))))

            def _answer(self, body):
                seen = Seen(self.path, self.headers, body)
                outer.seen.append(seen)
                answer = outer.answers.get(self.path, {})
                if callable(answer):
                    answer = answer(seen)
                status, kind = 200, "application/json"
                if isinstance(answer, tuple):
                    status, answer, *rest = answer
                    kind = rest[0] if rest else kind
                raw = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
                try:
                    self.send_response(status)
                    self.send_header("Content-Type", kind)
                    self.send_header("Content-Length", str(len(raw)))
                    self.end_headers()
                    self.wfile.write(raw)
                except OSError:
                    self.close_connection = True

            def log_message(self, *_args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_who: None  # someone hung up: theirs to mind
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        self.answers["/token"] = self._take_token

    def _take_token(self, seen):
        self.tokens.append(seen.json["auth_token"])
        return {}

    def manifest(self, *, app_id="gachi.app", webhooks=(), **more):
        """Serve a manifest and return its address."""
        body = {
            "id": app_id,
            "name": "Gachi",
            "version": "1.0.0",
            "permissions": [],
            "tokenTargetUrl": f"{self.url}/token",
            "webhooks": list(webhooks),
            **more,
        }
        self.answers["/manifest"] = {key: value for key, value in body.items() if value is not None}
        return f"{self.url}/manifest"

    def webhook(self, *events, query, sync=False, path=None, **more):
        """Return a manifest entry for a webhook of these events."""
        kind = "syncEvents" if sync else "asyncEvents"
        path = path or f"/{events[0].lower()}"
        return {"name": events[0], kind: list(events), "query": query, "targetUrl": self.url + path, **more}

    def sync_webhook(self, event):
        """Return a manifest entry for a synchronous event, at its usual path."""
        return self.webhook(event.upper(), query=QUERIES[event.lower()], sync=True, identifier=event.lower())

    def of(self, path):
        """Return what arrived at a path."""
        return [one for one in self.seen if one.path == path]

    def events(self):
        """Return the events that arrived, in order."""
        return [one.event for one in self.seen if one.event]

    def wait(self, path, count=1, seconds=10):
        """Return what arrived at a path once there are that many."""
        limit = time.monotonic() + seconds
        while len(found := self.of(path)) < count:
            assert time.monotonic() < limit, (
                f"{count} × {path} expected, got {len(found)}: {[s.path for s in self.seen]}"
            )
            time.sleep(0.02)
        return found

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def verify(seen, url):
    """Check a webhook's signature as an app does, with PyJWT and the published keys."""
    keys = httpx.get(f"{url}/.well-known/jwks.json").json()["keys"]
    signature = seen.headers["Saleor-Signature"]
    key = {one["kid"]: one for one in keys}[jwt.get_unverified_header(signature)["kid"]]
    return jwt.PyJWS().decode_complete(
        signature, key=jwt.PyJWK(key).key, algorithms=["RS256"], detached_payload=seen.body
    )
