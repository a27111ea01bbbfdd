"""Runs the hooks process so that it can be killed in the middle of an answer: ``python -m tests.faults.mortal_hooks``.

Reads a line of JSON for each life and forks a child for it, so that Django is loaded once. The child serves the
product's own hooks application on a port and sends itself SIGKILL at the thing that it was told of, before or after it.
Answers a line of JSON once the child listens, and one more when it has ended: the signal, or 0.
"""

import json
import os
import signal
import socketserver
import sys
import threading
import time
import uuid
from fnmatch import fnmatchcase
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import httpx

from marketplace.hooks_wsgi import application


def main():
    for line in sys.stdin:
        order = json.loads(line)
        reader, writer = os.pipe()
        pid = os.fork()
        if pid == 0:
            _live(order, writer)
        os.close(writer)
        _say(listening=os.read(reader, 1) == b"1", pid=pid)
        os.close(reader)
        _pid, status = os.waitpid(pid, 0)
        _say(signal=os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0)


def _say(**what):
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


class _Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


def _live(order, writer):
    try:
        _settle_in(order)
        _CONTROLS.get(order["control"], lambda _event: None)(order["event"])
        if order["event"] and not order["control"]:
            _die_at_the_store(order["event"], order["when"])
        elif order["call"]:
            _die_at(order["call"], order["when"])
        server = _Server(("127.0.0.1", order["port"]), _Quiet)
        server.set_app(application)
        os.write(writer, b"1")
        server.serve_forever()
    finally:
        os._exit(1)


def _settle_in(order):
    from django.conf import settings
    from django.db import connections

    connections["default"].settings_dict["NAME"] = order["database"]
    settings.GACHI_SALEOR_URL = order["saleor"]
    settings.GACHI_STRIPE = {**settings.GACHI_STRIPE, "url": order["stripe"]}


def _die():
    os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(60)


def _die_at(call, when):
    send = httpx.HTTPTransport.handle_request

    def handle_request(self, request):
        if not fnmatchcase(f"{request.method} {request.url.path}", call):
            return send(self, request)
        if when == "after":
            send(self, request).read()
        _die()

    httpx.HTTPTransport.handle_request = handle_request


def _die_at_the_store(event, when):
    """Die where `event` is stored; others may come first, told again since nobody heard them the first time."""
    from marketplace.core import inbox

    store = inbox.store

    def dying(**given):
        if given["event"] != event:
            return store(**given)
        if when == "after":
            store(**given)
        _die()

    inbox.store = dying


# What the controls switch off


def _forget_the_key(_event):
    """Ask Stripe under a new name each time, as if our row and its key had not been written before the call."""
    from marketplace.payments.stripe_api import Stripe

    real = Stripe.create_intent
    Stripe.create_intent = lambda self, **given: real(self, **{**given, "key": str(uuid.uuid4())})


def _answer_before_storing(event):
    """Answer at once and mean to store what came a moment later, from memory: that is when the process dies."""
    from marketplace.core import inbox

    store = inbox.store

    def later(**given):
        if given["event"] != event:
            return store(**given)
        threading.Timer(0.3, _die).start()
        return None, True

    inbox.store = later


_CONTROLS = {"forget": _forget_the_key, "answer first": _answer_before_storing}


if __name__ == "__main__":
    main()
