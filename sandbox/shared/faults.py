"""Misbehaviour on request, and a record of what was called.

Every stand-in labels each request (`label`): REST calls by method and route
(``PUT /vendor-items/<vid>/quantities/<q>``), GraphQL calls by their root field (``checkoutComplete``), its own outgoing
calls by ``out:`` and what they carry (``out:payment_intent.succeeded``). A rule matches a label by shell pattern and
says what goes wrong, how often:

==============  ======================================================================================
kind            what happens
==============  ======================================================================================
fail            answers `status` (500) without doing the work
fail_after      does the work, then answers `status`
slow            waits `seconds`, then does the work
slow_after      does the work, waits `seconds`, then answers
drop            closes the connection without doing the work
drop_after      does the work, then closes the connection
twice           (outgoing) sends the same thing two times
late            (outgoing) sends it `seconds` later
lose            (outgoing) never sends it
==============  ======================================================================================
"""

import itertools
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Any

from flask import Blueprint, Flask, Response, abort, g, jsonify, request

BEFORE = {"fail", "slow", "drop"}
AFTER = {"fail_after", "slow_after", "drop_after"}
OUTGOING = {"twice", "late", "lose"}


@dataclass(frozen=True)
class Fault:
    match: str
    kind: str
    seconds: float = 0.0
    status: int = 500
    times: int | None = 1
    id: int = 0


@dataclass
class Desk:
    """Where faults are ordered and calls are written down. Kept in memory: a restart behaves again."""

    rules: list[Fault] = field(default_factory=list)
    calls: list[dict[str, Any]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def order(self, fault: Fault) -> Fault:
        with self.lock:
            fault = replace(fault, id=next(self.ids))
            self.rules.append(fault)
            return fault

    def take(self, label: str, kinds: set[str]) -> Fault | None:
        """Return the first rule that applies and count it down, or None."""
        with self.lock:
            for place, rule in enumerate(self.rules):
                if rule.kind in kinds and fnmatchcase(label, rule.match):
                    if rule.times is not None:
                        left = rule.times - 1
                        self.rules[place : place + 1] = [replace(rule, times=left)] if left else []
                    return rule
        return None

    def note(self, label: str, status: int) -> None:
        with self.lock:
            self.calls.append({"at": time.time(), "label": label, "status": status})
            del self.calls[:-5000]

    def clear(self) -> None:
        with self.lock:
            self.rules.clear()
            self.calls.clear()


def install(app: Flask, *, label: Callable[[], str], reset: Callable[[], None]) -> Desk:
    """Put the fault desk in front of every route of `app`, and its own routes under ``/_sandbox/``.

    `label` names the current request; `reset` forgets the stand-in's state. Routes under ``/_sandbox/`` never fail.
    """
    desk = Desk()
    blueprint = Blueprint("sandbox_desk", __name__, url_prefix="/_sandbox")

    @blueprint.get("/health")
    def health() -> Response:
        return jsonify(ok=True)

    @blueprint.get("/faults")
    def list_faults() -> Response:
        return jsonify([asdict(rule) for rule in desk.rules])

    @blueprint.post("/faults")
    def add_fault() -> tuple[Response, int]:
        try:
            fault = Fault(**request.get_json())
        except TypeError as exc:
            return jsonify(error=str(exc)), 400
        if fault.kind not in BEFORE | AFTER | OUTGOING:
            return jsonify(error=f"unknown kind {fault.kind!r}"), 400
        return jsonify(asdict(desk.order(fault))), 201

    @blueprint.delete("/faults")
    def clear_faults() -> tuple[str, int]:
        desk.clear()
        return "", 204

    @blueprint.get("/calls")
    def list_calls() -> Response:
        pattern = request.args.get("match", "*")
        return jsonify([call for call in desk.calls if fnmatchcase(call["label"], pattern)])

    @blueprint.post("/reset")
    def reset_state() -> tuple[str, int]:
        desk.clear()
        reset()
        return "", 204

    def misbehave_before() -> None:
        if request.path.startswith("/_sandbox/"):
            return
        g.sandbox_label = label()
        if rule := desk.take(g.sandbox_label, BEFORE):
            _act(rule)

    def misbehave_after(response: Response) -> Response:
        name = g.get("sandbox_label")
        if name is None:
            return response
        desk.note(name, response.status_code)
        if rule := desk.take(name, AFTER):
            if rule.kind == "slow_after":
                time.sleep(rule.seconds)
            elif rule.kind == "drop_after":
                _hang_up()
            else:
                return Response("fault on request", status=rule.status, mimetype="text/plain")
        return response

    app.before_request(misbehave_before)
    app.after_request(misbehave_after)
    app.register_blueprint(blueprint)
    return desk


def _act(rule: Fault) -> None:
    if rule.kind == "slow":
        time.sleep(rule.seconds)
    elif rule.kind == "drop":
        _hang_up()
        abort(500)
    else:
        abort(Response("fault on request", status=rule.status, mimetype="text/plain"))


def _hang_up() -> None:
    connection: socket.socket | None = request.environ.get("werkzeug.socket")
    if connection is not None:
        connection.shutdown(socket.SHUT_RDWR)
