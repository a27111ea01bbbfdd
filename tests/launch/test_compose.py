"""Production's shape: what can be known of it without Docker."""

import re
from itertools import chain

import pytest
import yaml

from marketplace.settings import env
from sandbox.launch.processes import ROOT

GACHI = ["web", "hooks", "worker", "buyer", "beat", "relay", "migrate"]


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


def test_every_service_that_is_waited_for_exists(compose):
    services = compose["services"]

    waited_for = set(chain.from_iterable(service.get("depends_on", {}) for service in services.values()))

    assert waited_for <= services.keys()
    assert set(GACHI) <= services.keys()
    assert {"postgres", "valkey", "saleor", "saleor-worker", "saleor-beat"} <= services.keys()


def test_saleor_comes_as_its_published_image_of_one_version(compose):
    images = {service["image"] for name, service in compose["services"].items() if name.startswith("saleor")}

    assert images == {"ghcr.io/saleor/saleor:3.23"}


def test_postgresql_is_made_with_the_locale_that_keeps_hangul(compose):
    postgres = compose["services"]["postgres"]

    assert postgres["image"] == "postgres:18"
    assert postgres["environment"]["POSTGRES_INITDB_ARGS"].split() == [
        "--locale-provider=builtin",
        "--locale=C.UTF-8",
        "--encoding=UTF8",
    ]


def test_valkey_keeps_what_it_was_told(compose):
    assert "--appendonly" in compose["services"]["valkey"]["command"]


def test_the_product_accepts_the_settings_that_compose_gives_it(compose):
    filled = {
        name: re.sub(r"\$\{[A-Z_]+(:-(?P<default>[^}]*)|:\?)\}", lambda found: found["default"] or "x", str(value))
        for name, value in compose["services"]["web"]["environment"].items()
    }
    filled |= {"GACHI_PUBLIC_URL": "https://gachi.example.com", "GACHI_HOOKS_URL": "https://hooks.gachi.example.com"}

    found = env.read(filled)

    assert found.saleor_url == "http://saleor:8000/graphql/"
    assert found.stripe_url == "https://api.stripe.com"
    assert found.delivery_fee == 3000


def test_no_secret_stands_in_the_file():
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")

    for name, value in re.findall(r"^ +(\w*(?:PASSWORD|SECRET|KEY)\w*): (.*)$", text, re.M):
        assert value.startswith("${"), name


@pytest.mark.parametrize("queue", ["default", "channels", "markets", "purchases"])
def test_some_worker_hears_each_queue(compose, queue):
    commands = [service.get("command", []) for service in compose["services"].values()]

    heard = [part for command in commands if "workers.app" in command for part in command]

    assert queue in ",".join(map(str, heard)).split(",")


def test_the_image_installs_the_locked_requirements_and_copies_only_what_exists():
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()

    copied = [word for line in lines if line.startswith("COPY") and "--from" not in line for word in line.split()[1:-1]]
    copied = [word for word in copied if not word.startswith("--")]

    assert "requirements/runtime.txt" in copied
    assert [word for word in copied if not (ROOT / word).exists()] == []
    assert any("--require-hashes" in line for line in lines)
