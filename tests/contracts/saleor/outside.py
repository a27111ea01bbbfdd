"""The app's side of a recording: the server that Saleor reads manifests from, fetches pictures from and calls."""

import io
import json
import re
import time

from PIL import Image

from tests.sandbox.saleor.receiver import QUERIES, Receiver

ORDER_EVENTS = ["ORDER_CREATED", "ORDER_FULLY_PAID", "ORDER_CANCELLED", "ORDER_FULFILLED", "FULFILLMENT_CREATED"]
ORDERS = """subscription { event { __typename issuedAt version
  ... on OrderCreated { order { id number status chargeStatus } }
  ... on OrderFullyPaid { order { id status chargeStatus } }
  ... on OrderCancelled { order { id status } }
  ... on OrderFulfilled { order { id status } }
  ... on FulfillmentCreated { order { id } fulfillment { id status trackingNumber lines { quantity } } } } }"""
STOCK = """subscription { event { __typename
  ... on ProductVariantStockUpdated { productVariant { id sku } warehouse { slug } } } }"""
SESSIONS = ("transaction_initialize_session", "transaction_process_session")


class Outside:
    """Our apps as Saleor meets them. `answers` is what the payment app says next."""

    def __init__(self):
        self.receiver = Receiver()
        self.url = self.receiver.url
        self.answers = {}
        for session in SESSIONS:
            self.receiver.answers[f"/{session}"] = lambda _seen: self.answers
        self.receiver.answers["/text"] = (200, b"words", "text/plain")
        self.receiver.answers["/nothing.png"] = (404, b"", "text/plain")

    def manifest(self, code, identifier, *, hooks=False):
        """Serve an app's manifest and return its address."""
        webhooks = []
        if hooks:
            webhooks = [
                {
                    "name": session,
                    "identifier": session,
                    "syncEvents": [session.upper()],
                    "query": QUERIES[session],
                    "targetUrl": f"{self.url}/{session}",
                }
                for session in SESSIONS
            ] + [
                {
                    "name": name,
                    "identifier": name,
                    "asyncEvents": events,
                    "query": query,
                    "targetUrl": f"{self.url}/events",
                }
                for name, events, query in (
                    ("orders", ORDER_EVENTS, ORDERS),
                    ("stock", ["PRODUCT_VARIANT_STOCK_UPDATED"], STOCK),
                )
            ]
        self.receiver.answers[f"/manifest/{code}"] = {
            "id": identifier,
            "name": code,
            "version": "1.0.0",
            "permissions": [],
            "tokenTargetUrl": f"{self.url}/token/{code}",
            "webhooks": webhooks,
        }
        return f"{self.url}/manifest/{code}"

    def token(self, code, seconds=60):
        """Return the token that Saleor handed over."""
        return self.receiver.wait(f"/token/{code}", seconds=seconds)[0].json["auth_token"]

    def picture(self, name):
        drawn = io.BytesIO()
        Image.new("RGB", (40, 30), "teal").save(drawn, "PNG")
        self.receiver.answers[f"/{name}"] = (200, drawn.getvalue(), "image/png")
        return f"{self.url}/{name}"

    def wait_for(self, event, count, seconds=30):
        """Wait until so many events of a kind have come: they show an order as it is when they leave."""
        limit = time.monotonic() + seconds
        while sum(seen.headers["Saleor-Event"] == event for seen in self.receiver.of("/events")) < count:
            assert time.monotonic() < limit, f"fewer than {count} × {event}"
            time.sleep(0.05)

    def heard(self, names, seconds=20):
        """Return what Saleor told us of orders and stock, once it has gone quiet, sorted: their order means nothing."""
        quiet = time.monotonic() + 3
        limit = time.monotonic() + seconds
        known = 0
        while time.monotonic() < min(quiet, limit):
            if len(self.receiver.seen) != known:
                known, quiet = len(self.receiver.seen), time.monotonic() + 3
            time.sleep(0.1)
        return sorted(
            (_told(seen, names) for seen in self.receiver.of("/events")),
            key=lambda one: (one["headers"]["Saleor-Event"], json.dumps(one["body"], sort_keys=True)),
        )

    def sessions(self, names):
        """Return what Saleor asked our payment app, in order."""
        return [_told(seen, names) for seen in self.receiver.seen if seen.path[1:] in SESSIONS]

    def close(self):
        self.receiver.close()


HEADERS = (
    "Content-Type",
    "Saleor-Event",
    "Saleor-Domain",
    "Saleor-Api-Url",
    "Saleor-Signature",
    "Saleor-Schema-Version",
)


def _told(seen, names):
    headers = {name: seen.headers[name] for name in HEADERS if seen.headers[name] is not None}
    if "Saleor-Signature" in headers:
        headers["Saleor-Signature"] = re.sub(r"[\w-]+", "<part>", headers["Saleor-Signature"])
    return {"headers": names.plain(headers), "body": names.plain(seen.json)}
