"""Takes turns of quantity lanes in processes that kill themselves: ``python -m tests.faults.mortal_lane``.

Reads a line of JSON for each turn and forks a child for it, so that Django is loaded once. The child takes the turn and
sends itself SIGKILL at the `nth` thing that cannot be undone, a write at the market or a note on the lane, before or
after it. Answers a line of JSON: the signal that ended the child, or 0 if there was no such thing.
"""

import json
import os
import signal
import sys

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
        from django.conf import settings
        from django.db import connections
        from django.utils import timezone

        from marketplace.channels import lanes

        connections["default"].settings_dict["NAME"] = order["database"]
        settings.GACHI_COUPANG = {**settings.GACHI_COUPANG, "url": order["coupang"]}
        _die_at(order["nth"], order["when"])
        lanes.take_turn(lane_id=order["lane"], now=timezone.now())
        code = 0
    finally:
        os._exit(code)


def _die_at(nth, when):
    from marketplace.channels.lanes import Turn

    send, keep, count = httpx.HTTPTransport.handle_request, Turn.keep, iter(range(1000))

    def dying(function):
        def call(*args):
            if next(count) != nth:
                return function(*args)
            if when == "after":
                function(*args)
            os.kill(os.getpid(), signal.SIGKILL)
            raise AssertionError("alive after SIGKILL")

        return call

    def handle_request(self, request):
        def answered(*args):
            response = send(*args)
            response.read()
            return response

        return (dying(answered) if request.method == "PUT" else send)(self, request)

    httpx.HTTPTransport.handle_request = handle_request
    Turn.keep = dying(keep)


if __name__ == "__main__":
    main()
