import http.server
import io
import threading
from pathlib import PurePosixPath

import pytest
from PIL import Image

from tests.sandbox.coupang.wing import Seller

QUICK = {
    "creation_delay": 0,
    "approval_delay": 0,
    "sku_lookup_delay": 0,
    "ack_delay": 0,
    "settle_delay": 0,
    "option_seconds": 0,
    "rate_limit": 0,
    "block_after": 0,
}


def picture(width=600, height=600, kind="JPEG"):
    out = io.BytesIO()
    Image.new("RGB", (width, height), (47, 107, 79)).save(out, kind)
    return out.getvalue()


class ImageHost:
    """A web server with pictures: ``/600x600.jpg`` is drawn, other names are what a test put there."""

    def __init__(self):
        host = self
        self.files = {}
        self.asked = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                host.asked.append(self.path)
                body = host.files.get(self.path) or host.draw(self.path)
                self.send_response(200 if body else 404)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def draw(self, path):
        name = PurePosixPath(path)
        try:
            width, height = map(int, name.stem.split("x"))
        except ValueError:
            return b""
        return picture(width, height, {".png": "PNG", ".gif": "GIF"}.get(name.suffix, "JPEG"))

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(scope="session")
def image_host():
    host = ImageHost()
    yield host
    host.close()


@pytest.fixture(scope="session")
def start_market(start_standin, image_host):
    """A function that starts a market without delays and limits, except those that it is told."""

    def start(database="sandbox_coupang", **switches):
        values = QUICK | {"image_ports": f"80,443,{image_host.port}"} | switches
        flags = [f"--{name.replace('_', '-')}={value}" for name, value in values.items()]
        standin = start_standin("coupang", *flags, database=database)
        seller = Seller(standin)
        seller.image = f"{image_host.url}/600x600.jpg"
        return seller

    return start


@pytest.fixture(scope="session")
def quick_market(start_market):
    return start_market()


@pytest.fixture
def seller(quick_market):
    """A seller at an empty market that decides and delivers at once."""
    quick_market.standin.reset()
    return quick_market


@pytest.fixture
def turned(seller):
    """A function that turns switches of the empty market for this test and returns its seller."""

    def turn(**switches):
        assert seller.control("switches", **switches).status_code == 200
        return seller

    return turn
