"""Runs purchases in processes that kill themselves: ``python -m tests.faults.mortal``.

Reads a line of JSON for each run and forks a child for it, so that Django is loaded once. The child moves one purchase;
at the call that it was told of it sends itself SIGKILL, before the call leaves or after its answer has come. Answers a
line of JSON: the signal that ended the child, or 0.
"""

import json
import os
import signal
import sys
from fnmatch import fnmatchcase

import django
import httpx


def main():
    django.setup()
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _live(order)
        _pid, status = os.waitpid(pid, 0)
        ended = os.WTERMSIG(status) if os.WIFSIGNALED(status) else -os.waitstatus_to_exitcode(status)
        sys.stdout.write(json.dumps({"signal": ended}) + "\n")
        sys.stdout.flush()


def _live(order):
    code = 1
    try:
        _die_at(order["call"], order["when"])
        _settle_in(order)
        from django.utils import timezone

        from marketplace.purchases import runner

        runner.advance(order["attempt"], now=timezone.now())
        code = 0
    finally:
        os._exit(code)


def _settle_in(order):
    from django.conf import settings
    from django.db import connections

    connections["default"].settings_dict["NAME"] = order["database"]
    settings.GACHI_SALEOR_URL = order["saleor"]
    settings.GACHI_STRIPE = {**settings.GACHI_STRIPE, "url": order["stripe"]}


def _die_at(call, when):
    send = httpx.HTTPTransport.handle_request

    def handle_request(self, request):
        if not fnmatchcase(_label(request), call):
            return send(self, request)
        if when == "after":
            response = send(self, request)
            response.read()
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("alive after SIGKILL")

    httpx.HTTPTransport.handle_request = handle_request


def _label(request):
    if request.url.path.startswith("/graphql"):
        return json.loads(request.content)["operationName"]
    return f"{request.method} {request.url.path}"


if __name__ == "__main__":
    main()
