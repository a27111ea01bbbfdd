"""How every stand-in is started: ``python -m sandbox.<name> --port 8010 --database-url postgresql://…``."""

import argparse
import faulthandler
import logging
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server


class _Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing per request; the fault desk keeps the calls."""


def parser(name: str, *, port: int) -> argparse.ArgumentParser:
    """Return the arguments that all stand-ins share, for `name` to add its own to."""
    made = argparse.ArgumentParser(prog=f"python -m sandbox.{name}")
    made.add_argument("--port", type=int, default=port, help="port on 127.0.0.1; 0 takes a free one")
    made.add_argument("--database-url", required=True, help="PostgreSQL database of this stand-in; made if missing")
    return made


def serve(name: str, port: int, make_app: Callable[[str], Flask]) -> None:
    """Serve on 127.0.0.1 until told to stop; prints ``<name> listening on <url>`` once it can be reached.

    `make_app` is given the stand-in's own base URL (``http://127.0.0.1:8010``), known only once the port is bound.
    In a container, which shares no loopback, SANDBOX_HOST says what to listen on and SANDBOX_URL how it is called.
    On SIGUSR1 it prints what each of its threads is doing.
    """
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    holder: dict[str, Flask] = {}

    def application(environ, start_response):  # type: ignore[no-untyped-def]
        return holder["app"](environ, start_response)

    host = os.environ.get("SANDBOX_HOST") or "127.0.0.1"
    server = make_server(host, port, application, threaded=True, request_handler=_Handler)
    url = os.environ.get("SANDBOX_URL") or f"http://127.0.0.1:{server.server_port}"
    holder["app"] = make_app(url)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        sys.exit(0)

    signal.signal(signal.SIGTERM, stop)
    faulthandler.register(signal.SIGUSR1)
    print(f"{name} listening on {url}", flush=True)
    with suppress(KeyboardInterrupt):
        server.serve_forever()
