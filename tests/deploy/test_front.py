"""The web server's configuration, judged by the web server itself. Skipped, loudly, where there is no Caddy."""

import os
import shutil
import signal
import threading
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from subprocess import run

import httpx
import pytest

from sandbox.launch import processes
from sandbox.launch.processes import ROOT

CADDY = shutil.which("caddy")
FILE = ROOT / "deploy/front/Caddyfile"
pytestmark = pytest.mark.skipif(
    not CADDY, reason="NO CADDY HERE: the web server's configuration is not judged (Debian: apt-get install caddy)"
)
SITES = {
    "GACHI_PUBLIC_URL": "https://gachi.example.com",
    "SALEOR_PUBLIC_URL": "https://saleor.example.com",
    "SALEOR_HOST": "saleor.example.com",
}


def environment(**more):
    return {"PATH": os.environ["PATH"], "HOME": "/tmp", "XDG_DATA_HOME": "/tmp", **SITES, **more}


@pytest.mark.parametrize("tls", ["automatic", "internal"])
def test_caddy_accepts_the_file(tls):
    tried = run(
        [CADDY, "validate", "--adapter", "caddyfile", "--config", FILE],
        env=environment(GACHI_TLS=tls, GACHI_STAFF_NETWORKS="203.0.113.0/24 2001:db8::/32"),
        capture_output=True,
        text=True,
        check=False,
    )

    assert tried.returncode == 0, tried.stderr
    assert '"level":"error"' not in tried.stderr


def test_caddy_takes_a_certificate_of_ones_own(tmp_path):
    key, certificate = tmp_path / "site.key", tmp_path / "site.pem"
    run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=gachi.example.com"),
            *("-days", "2", "-keyout", key, "-out", certificate),
        ],
        capture_output=True,
        check=True,
    )
    command = [CADDY, "validate", "--adapter", "caddyfile", "--config", FILE]
    given = environment(GACHI_TLS="files", GACHI_TLS_FOLDER=str(tmp_path))

    with_it = run(command, env=given, capture_output=True, check=False)
    certificate.unlink()
    without = run(command, env=given, capture_output=True, check=False)

    assert (with_it.returncode, without.returncode) == (0, 1)


class Upstream:
    """A server that says who it is and what it was asked."""

    def __init__(self, name):
        self.heard = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                length = int(self.headers.get("Content-Length") or 0)
                outer.heard.append((self.command, self.path, dict(self.headers), self.rfile.read(length)))
                self.send_response(200)
                self.send_header("Content-Length", str(len(name)))
                self.end_headers()
                self.wfile.write(name.encode())

            do_POST = do_GET

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.place = f"127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    @property
    def last(self):
        return self.heard[-1]

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


class Front:
    def __init__(self, ports, upstreams):
        self.ports, self.upstreams = ports, upstreams

    def ask(self, site, path, method="GET", **kwargs):
        with httpx.Client(trust_env=False, timeout=10) as client:
            return client.request(method, f"http://127.0.0.1:{self.ports[site]}{path}", **kwargs)


@pytest.fixture(scope="module")
def start(tmp_path_factory):
    """A function that starts Caddy with our file, before servers that only say their names."""
    with ExitStack() as stack:

        def begin(**more):
            folder = tmp_path_factory.mktemp("front")
            for name in ("gachi-media", "saleor-media/payloads", "dashboard/assets"):
                (folder / name).mkdir(parents=True)
            (folder / "gachi-media/cup.html").write_text("<script>alert(1)</script>")
            (folder / "saleor-media/cup.jpg").write_text("a cup")
            (folder / "saleor-media/payloads/order.json").write_text("names and addresses")
            (folder / "dashboard/index.html").write_text("the Dashboard")
            (folder / "dashboard/assets/app.js").write_text("app")
            upstreams = {name: Upstream(name) for name in ("web", "hooks", "saleor")}
            for upstream in upstreams.values():
                stack.callback(upstream.close)
            ports = {name: processes.free_port() for name in ("gachi", "saleor", "inner", "metrics", "admin")}
            text = FILE.read_text().replace("http://:8010 {", f"http://:{ports['inner']} {{")
            text = text.replace("http://:9180 {", f"http://:{ports['metrics']} {{")
            text = text.replace("\temail", f"\tadmin 127.0.0.1:{ports['admin']}\n\tdefault_bind 127.0.0.1\n\temail", 1)
            (folder / "Caddyfile").write_text(text)
            (folder / "token").write_text("door\n")
            with pytest.MonkeyPatch.context() as patch:
                for name, value in (
                    environment(
                        GACHI_PUBLIC_URL=f"http://127.0.0.1:{ports['gachi']}",
                        SALEOR_PUBLIC_URL=f"http://127.0.0.1:{ports['saleor']}",
                        FRONT_WEB=upstreams["web"].place,
                        FRONT_HOOKS=upstreams["hooks"].place,
                        FRONT_SALEOR=upstreams["saleor"].place,
                        FRONT_GACHI_MEDIA=str(folder / "gachi-media"),
                        FRONT_SALEOR_MEDIA=str(folder / "saleor-media"),
                        FRONT_DASHBOARD=str(folder / "dashboard"),
                        SALEOR_DOOR_TOKEN_FILE=str(folder / "token"),
                        CADDYFILE=str(folder / "Caddyfile"),
                        **more,
                    )
                ).items():
                    patch.setenv(name, value)
                stack.enter_context(
                    processes.running(
                        ["sh", str(ROOT / "deploy/front/start")],
                        log=folder / "log",
                        ready=lambda: processes.answers(f"http://127.0.0.1:{ports['metrics']}/live"),
                        stop=signal.SIGTERM,
                    )
                )
            return Front(ports, upstreams)

        yield begin


@pytest.fixture(scope="module")
def front(start):
    return start()


@pytest.fixture(scope="module")
def strict(start):
    """A web server for which this machine is not among the staff's."""
    return start(GACHI_STAFF_NETWORKS="203.0.113.0/24 2001:db8::/32")


@pytest.mark.parametrize(
    ("site", "path", "who"),
    [
        ("gachi", "/", "web"),
        ("gachi", "/console/", "web"),
        ("gachi", "/metrics", "web"),
        ("gachi", "/saleor/market/manifest/", "web"),
        ("gachi", "/webhooks/stripe/", "hooks"),
        ("saleor", "/thumbnail/1/256/", "saleor"),
        ("saleor", "/.well-known/jwks.json", "saleor"),
        ("saleor", "/dashboard/", "the Dashboard"),
        ("saleor", "/dashboard/orders/7", "the Dashboard"),
        ("saleor", "/dashboard/assets/app.js", "app"),
        ("saleor", "/media/cup.jpg", "a cup"),
        ("inner", "/graphql/", "saleor"),
    ],
)
def test_each_address_leads_where_it_should(front, site, path, who):
    response = front.ask(site, path)

    assert (response.status_code, response.text) == (200, who)


@pytest.mark.parametrize(
    "path", ["/", "/graphql/", "/dashboard/", "/media/cup.jpg", "/.well-known/jwks.json", "/thumbnail/1/256/"]
)
def test_strangers_get_nothing_of_saleor(strict, path):
    heard = len(strict.upstreams["saleor"].heard)

    response = strict.ask("saleor", path, headers={"X-Forwarded-For": "203.0.113.9"})

    assert (response.status_code, response.text) == (403, "")
    assert len(strict.upstreams["saleor"].heard) == heard
    assert strict.ask("gachi", "/").text == "web"


def test_what_saleor_keeps_for_itself_is_not_served(front):
    assert front.ask("saleor", "/media/payloads/order.json").status_code == 404


def test_the_host_name_alone_leads_to_the_dashboard(front):
    assert front.ask("saleor", "/").headers["Location"] == "/dashboard/"


@pytest.mark.parametrize(
    ("headers", "seen"),
    [({}, "Bearer door"), ({"Authorization": "Bearer mine"}, "Bearer mine"), ({"Authorization-Bearer": "mine"}, None)],
)
def test_only_who_names_nobody_is_let_in_as_the_door(front, headers, seen):
    front.ask("saleor", "/graphql/", "POST", headers=headers, json={"query": "{shop{name}}"})

    method, _path, heard, _body = front.upstreams["saleor"].last
    assert (method, heard.get("Authorization")) == ("POST", seen)


def test_saleor_is_told_inside_what_it_is_called_outside(front):
    front.ask("inner", "/graphql/", "POST", headers={"Authorization": "Bearer app"}, json={})

    heard = front.upstreams["saleor"].last[2]
    assert (heard["Host"], heard["X-Forwarded-Proto"]) == ("saleor.example.com", "https")
    assert heard["Authorization"] == "Bearer app"


def test_a_request_has_one_id_from_the_door_on(front):
    response = front.ask("gachi", "/", headers={"X-Request-Id": "chosen-by-a-stranger", "X-Forwarded-For": "1.2.3.4"})

    heard = front.upstreams["web"].last[2]
    assert heard["X-Request-Id"] == response.headers["X-Request-Id"] != "chosen-by-a-stranger"
    assert heard["X-Forwarded-For"] == "127.0.0.1"


def test_an_uploaded_file_is_shown_and_not_run(front):
    response = front.ask("gachi", "/media/cup.html")

    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "reverse_proxy" not in front.ask("gachi", "/media/%2e%2e/Caddyfile").text


def test_a_webhook_too_large_to_be_one_is_refused(front):
    heard = len(front.upstreams["hooks"].heard)

    response = front.ask("gachi", "/webhooks/stripe/", "POST", content=b"x" * 1_100_000)

    assert response.status_code in (413, 502)
    assert [call for call in front.upstreams["hooks"].heard[heard:] if len(call[3]) > 1_000_000] == []


def test_how_requests_end_can_be_counted(front):
    front.ask("gachi", "/")

    assert "caddy_http_requests_total" in front.ask("metrics", "/metrics").text
