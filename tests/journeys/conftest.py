"""A whole marketplace in processes of its own, reached only as people reach it: over HTTP.

JOURNEY_SALEOR_URL (with JOURNEY_SALEOR_ADMIN) puts a Saleor of your own in the stand-in's place: `make acceptance`. The
names are other than the product's, because the settings of all other tests put an address of their own there.
"""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from sandbox.launch import processes

PASSWORD = "gachi-demo-2026"
GIVEN = {
    "JOURNEY_SALEOR_URL": "GACHI_SALEOR_URL",
    "JOURNEY_SALEOR_ADMIN": "GACHI_SALEOR_ADMIN",
    **{name: name for name in ("PATH", "HOME", "TMPDIR")},
}


def until(found, seconds=90, pause=0.5):
    """Return what `found()` gives once it is true, or fail."""
    ends = time.monotonic() + seconds
    while True:
        value = found()
        if value:
            return value
        assert time.monotonic() < ends, f"waited {seconds} s for {found}"
        time.sleep(pause)


PAGE_WITH_A_FORM = "/product/calendula-soap/"


class Visitor:
    """Someone at a browser without JavaScript: follows links, fills forms, keeps cookies."""

    def __init__(self, base):
        self.http = httpx.Client(base_url=base, follow_redirects=True, timeout=60, trust_env=False)
        self.http.headers["Accept-Language"] = "ko"

    def get(self, path, **params):
        response = self.http.get(path, params=params or None)
        assert response.status_code == 200, (path, response.status_code)
        return response.text

    def post(self, path, form, *, status=200):
        if "csrftoken" not in self.http.cookies:
            self.get(PAGE_WITH_A_FORM)
        form = {"csrfmiddlewaretoken": self.http.cookies.get("csrftoken", ""), **form}
        response = self.http.post(path, data=form, headers={"Referer": str(self.http.base_url)})
        assert response.status_code == status, (path, response.status_code, words(response.text)[:600])
        return response

    def log_in(self, email):
        self.get("/login/")
        self.post("/login/", {"username": email, "password": PASSWORD})
        return self


def words(html):
    """Return what a page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", html, flags=re.S)).strip()


def field(html, name):
    """Return the value of a hidden field."""
    tag = re.search(rf'<input[^>]*name="{re.escape(name)}"[^>]*>', html).group()
    return re.search(r'value="([^"]*)"', tag).group(1)


SHOWN = """
import json
from marketplace.saleor import api
from marketplace.saleor.models import RemoteId
places = dict(RemoteId.objects.filter(kind="warehouse").values_list("remote_id", "reference"))
variant = api.worker().variant_stocks("{sku}").product_variant
print("shown", json.dumps({{places[row.warehouse.id]: row.quantity for row in variant.stocks}}))
channels = {{row.slug: [w.slug for w in row.warehouses] for row in api.worker().channels().channels}}
print("channels", json.dumps(channels))
"""


class Marketplace:
    def __init__(self, home, environment):
        self.home, self.environment = home, environment
        self.ports = json.loads((home / "ports.json").read_text())
        self.began = datetime.now(UTC).isoformat()  # a Saleor of your own may hold others' orders from before
        self.visitors = []

    def url(self, part):
        return f"http://127.0.0.1:{self.ports[part]}"

    def visitor(self):
        self.visitors.append(Visitor(self.url("web")))
        return self.visitors[-1]

    def manage(self, *command):
        """Run a management command in this world, as whoever operates it would."""
        return subprocess.run(
            [sys.executable, "-m", "sandbox.launch", "manage", "--home", self.home, *command],
            cwd=processes.ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def saleor(self, sku):
        """Return what Saleor shows: units of a SKU by our name of the place, and the warehouses of each channel."""
        said = self.manage("shell", "-c", SHOWN.format(sku=sku)).stdout
        return tuple(json.loads(re.search(rf"^{what} (.*)$", said, re.M)[1]) for what in ("shown", "channels"))

    def compare_books(self):
        """Ask whether Gachi, Saleor and Stripe say the same of what happened since the journeys began."""
        return self.manage("compare_books", "--since", self.began)

    def close(self):
        for visitor in self.visitors:
            visitor.http.close()

    def coupang(self, path, **body):
        """Do something as 쿠팡's shoppers or staff would."""
        response = httpx.post(f"{self.url('coupang')}/_sandbox/{path}", json=body, timeout=30, trust_env=False)
        assert response.is_success, response.text
        return response.json()

    def on_coupang(self, path):
        response = httpx.get(f"{self.url('coupang')}/_sandbox/{path}", timeout=30, trust_env=False)
        body = response.json()
        return body["data"] if isinstance(body, dict) and "data" in body else body

    def pay(self, client_secret, card="4242424242424242"):
        """Type a card into Stripe's form: what Stripe.js sends, with nothing but what the page was given."""
        method = self._stripe(
            "payment_methods",
            {
                "type": "card",
                "card[number]": card,
                "card[exp_month]": "12",
                "card[exp_year]": "2031",
                "card[cvc]": "123",
            },
        ).json()["id"]
        return self._stripe(
            f"payment_intents/{client_secret.split('_secret_')[0]}/confirm",
            {"client_secret": client_secret, "payment_method": method, "return_url": f"{self.url('web')}/"},
        )

    def _stripe(self, path, form):
        headers = {"Authorization": "Bearer pk_test_gachi_demo"}
        return httpx.post(f"{self.url('stripe')}/v1/{path}", data=form, headers=headers, timeout=30, trust_env=False)

    def payment(self, client_secret):
        """Look at the payment as Stripe has it, with what its page was given."""
        return httpx.get(
            f"{self.url('stripe')}/v1/payment_intents/{client_secret.split('_secret_')[0]}",
            params={"client_secret": client_secret},
            headers={"Authorization": "Bearer pk_test_gachi_demo"},
            timeout=30,
            trust_env=False,
        ).json()


@pytest.fixture(scope="session")
def marketplace():
    """The marketplace with two enterprises and an exhibition on the shop and on 쿠팡."""
    with tempfile.TemporaryDirectory(prefix="gachi-journey-") as folder:
        home = Path(folder) / "home"
        said = Path(folder) / "said"
        environment = {theirs: os.environ[ours] for ours, theirs in GIVEN.items() if os.environ.get(ours)}
        with said.open("wb") as output:
            process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "sandbox.launch", "up", "--small-demo", "--home", home),
                    *("--base-port", str(_free_range())),
                ],
                cwd=processes.ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        try:
            until(lambda: "Ctrl-C stops everything" in said.read_text() or process.poll() is not None, 420)
            assert process.poll() is None, said.read_text()
            made = Marketplace(home, environment)
            yield made
            made.close()
            if os.environ.get("JOURNEY_SALEOR_URL"):
                # The tokens go with the home: with the door shut nobody could run the journeys here again.
                assert made.manage("gachi_setup", "--open-door").returncode == 0
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(90)


def _free_range():
    # Two workers that look at once find the same range free, so each has a thousand of its own.
    first = 27000 + 1000 * (int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 5)
    for base in range(first, 32000, 100):  # below those that outgoing connections take
        if all(processes.is_free(base + offset) for offset in range(70)):
            return base
    raise AssertionError("no free ports")
