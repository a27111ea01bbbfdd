"""What stands before every API: who may come in, how often, and how long an answer may take (§1, §9)."""

import io
import json
import threading
import time
from collections import deque
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask, Response, g, request

from sandbox.coupang import envelopes, signature
from sandbox.coupang.settings import Settings
from sandbox.coupang.world import now

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

TIMED_OUT = "Request timed out, if the situation continues consider applying timeout extension."
LONGEST_EXTENSION = 90.0


class Meter:
    """Counts events in a sliding window. Kept in memory, as at a gateway."""

    def __init__(self, *, limit: int, window: float, block: float) -> None:
        self.limit, self.window, self.block = limit, window, block
        self._seen: deque[float] = deque()
        self._blocked_until = 0.0
        self._lock = threading.Lock()

    def count(self) -> tuple[bool, int]:
        """Count one event; return whether it is over the limit or falls into a block, and how many the window holds."""
        with self._lock:
            at = time.monotonic()
            self._seen.append(at)
            while self._seen[0] <= at - self.window:
                self._seen.popleft()
            if self.limit and len(self._seen) > self.limit:
                self._blocked_until = at + self.block
            return at < self._blocked_until, len(self._seen)

    def is_blocked(self) -> bool:
        with self._lock:
            return time.monotonic() < self._blocked_until

    def clear(self) -> None:
        with self._lock:
            self._seen.clear()
            self._blocked_until = 0.0


class Gate:
    """Checks each call to the API in the order of the real gateway: address, signature, rate, vendor."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.calls = Meter(limit=settings.rate_limit, window=1, block=settings.rate_block)
        self.extensions = Meter(limit=settings.extended_limit, window=60, block=settings.rate_block)
        self.strays = Meter(limit=settings.block_after, window=600, block=settings.rate_block)

    def install(self, app: Flask) -> None:
        app.before_request(self.admit)
        app.after_request(self.look_back)

    def reset(self) -> None:
        for meter in (self.calls, self.extensions, self.strays):
            meter.clear()

    def admit(self) -> Response | None:
        if not request.path.startswith("/v2/"):
            return None
        if self.strays.is_blocked():
            return Response("<html><body><h1>Access Denied</h1></body></html>", status=403, mimetype="text/html")
        if self.settings.allowed_ips and request.remote_addr not in self.settings.allowed_ips:
            return envelopes.gateway(403, "Not allowed IP")
        if (request.content_length or 0) > self.settings.max_body:
            return envelopes.gateway(413, "Request entity too large")
        return self._check_signature() or self._check_rate() or self._check_vendor()

    def look_back(self, response: Response) -> Response:
        if request.path.startswith("/v2/") and response.status_code == 404:
            self.strays.count()
        if warning := g.get("rate_warning"):
            response.headers["X-CAG-Warnings"] = warning
        return response

    def _check_signature(self) -> Response | None:
        path, _, query = str(request.environ.get("REQUEST_URI", "")).partition("?")
        try:
            signature.verify(
                request.headers.get("Authorization", ""),
                access_key=self.settings.access_key,
                secret_key=self.settings.secret_key,
                method=request.method,
                path=path,
                query=query,
                at=now(),
                window=self.settings.clock_skew,
            )
        except signature.BadSignature as exc:
            return envelopes.gateway(401, str(exc))
        return None

    def _check_rate(self) -> Response | None:
        over, seen = self.calls.count()
        if request.headers.get("X-EXTENDED-TIMEOUT"):
            over = self.extensions.count()[0] or over
        if over:
            return envelopes.gateway(429, "Too many requests")
        if self.calls.limit and seen >= 0.9 * self.calls.limit:
            g.rate_warning = f"{seen} of {self.calls.limit} calls per second"
        return None

    def _check_vendor(self) -> Response | None:
        vendor_id = (request.view_args or {}).get("vendor_id")
        if request.url_rule is None or vendor_id not in (None, self.settings.vendor_id):
            return envelopes.gateway(404, "Not found")
        return None


class Gateway:
    """Answers 504 when an API takes too long, while the API goes on with its work (§1, §9.3)."""

    def __init__(self, application: "WSGIApplication", *, timeout: float) -> None:
        self._application, self._timeout = application, timeout

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if not str(environ.get("PATH_INFO", "")).startswith("/v2/"):
            return self._application(environ, start_response)
        environ["wsgi.input"] = io.BytesIO(_body(environ))
        answered: list[tuple[str, list[tuple[str, str]], bytes]] = []
        worker = threading.Thread(target=lambda: answered.append(_run(self._application, environ)), daemon=True)
        worker.start()
        worker.join(self._limit(environ))
        if answered:
            status, headers, body = answered[0]
        else:
            status, headers = "504 GATEWAY TIMEOUT", [("Content-Type", "application/json;charset=UTF-8")]
            body = json.dumps({"code": "ERROR", "message": TIMED_OUT}).encode()
            headers.append(("Content-Length", str(len(body))))
        start_response(status, headers)
        return [body]

    def _limit(self, environ: "WSGIEnvironment") -> float:
        extension = str(environ.get("HTTP_X_EXTENDED_TIMEOUT", ""))
        return min(int(extension) / 1000, LONGEST_EXTENSION) if extension.isdigit() else self._timeout


def _body(environ: "WSGIEnvironment") -> bytes:
    if environ.get("wsgi.input_terminated"):
        return bytes(environ["wsgi.input"].read())
    return bytes(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))


def _run(application: "WSGIApplication", environ: "WSGIEnvironment") -> tuple[str, list[tuple[str, str]], bytes]:
    head: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], _exc_info: object = None) -> object:
        head.append((status, headers))
        return lambda _data: None

    parts = application(environ, start_response)  # type: ignore[arg-type]
    try:
        body = b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    return (*head[-1], body)
