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
from sandbox.coupang.paths import is_newer_version
from sandbox.coupang.settings import Settings
from sandbox.coupang.world import World, now

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

TIMED_OUT = "Request timed out, if the situation continues consider applying timeout extension."
LONGEST_EXTENSION = 90.0


class Meter:
    """Counts events in a sliding window. Kept in memory, as at a gateway."""

    def __init__(self, *, window: float) -> None:
        self.window = window
        self._seen: deque[float] = deque()
        self._blocked_until = 0.0
        self._lock = threading.Lock()

    def count(self, *, limit: int, block: float) -> tuple[bool, int]:
        """Count one event; return whether it is over the limit or falls into a block, and how many the window holds.

        No limit at all is 0; a block lasts `block` seconds after the last event that was over the limit.
        """
        with self._lock:
            at = time.monotonic()
            self._seen.append(at)
            while self._seen[0] <= at - self.window:
                self._seen.popleft()
            if limit and len(self._seen) > limit:
                self._blocked_until = at + block
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

    def __init__(self, world: World) -> None:
        self.world = world
        self.calls = Meter(window=1)
        self.extensions = Meter(window=60)
        self.strays = Meter(window=600)

    @property
    def settings(self) -> Settings:
        return self.world.settings

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
            self.strays.count(limit=self.settings.block_after, block=self.settings.rate_block)
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
        limit, block = self.settings.rate_limit, self.settings.rate_block
        over, seen = self.calls.count(limit=limit, block=block)
        if request.headers.get("X-EXTENDED-TIMEOUT"):
            over = self.extensions.count(limit=self.settings.extended_limit, block=block)[0] or over
        if over:
            return envelopes.gateway(429, "Too many requests")
        if limit and seen >= 0.9 * limit:
            g.rate_warning = f"{seen} of {limit} calls per second"
        return None

    def _check_vendor(self) -> Response | None:
        vendor_id = (request.view_args or {}).get("vendor_id")
        too_new = is_newer_version(request.endpoint) and not self.settings.notice_versions
        if request.url_rule is None or too_new or vendor_id not in (None, self.settings.vendor_id):
            return envelopes.gateway(404, "Not found")
        return None


class Gateway:
    """Answers 504 when an API takes too long, while the API goes on with its work (§1, §9.3)."""

    def __init__(self, application: "WSGIApplication", world: World) -> None:
        self._application, self._world = application, world

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
        return (
            min(int(extension) / 1000, LONGEST_EXTENSION)
            if extension.isdigit()
            else self._world.settings.gateway_timeout
        )


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
