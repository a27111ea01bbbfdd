"""What a world consists of: which parts run here, on which ports, with which environment."""

import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from sandbox.launch import postgres, processes, valkey
from sandbox.launch.home import OFFSETS, Home
from sandbox.launch.supervision import Part

# Keys of the stand-ins: worth nothing anywhere else.
DEMO = {
    "GACHI_SALEOR_ADMIN": "admin@gachi.example.com:admin",
    "GACHI_STRIPE_SECRET_KEY": "sk_test_gachi_demo",
    "GACHI_STRIPE_PUBLISHABLE_KEY": "pk_test_gachi_demo",
    "GACHI_STRIPE_WEBHOOK_SECRET": "whsec_gachi_demo",
    "GACHI_COUPANG_VENDOR_ID": "A00012345",
    "GACHI_COUPANG_USER_ID": "gachi_wing",
    "GACHI_COUPANG_ACCESS_KEY": "a1b2c3d4-1111-2222-3333-444455556666",
    "GACHI_COUPANG_SECRET_KEY": "0123456789abcdef0123456789abcdef01234567",
}


@dataclass(frozen=True)
class Replaced:
    """Which parts the environment replaces by real services."""

    postgres: bool
    valkey: bool
    saleor: bool
    stripe: bool
    coupang: bool

    def names(self) -> tuple[str, ...]:
        return tuple(name for name, replaced in vars(self).items() if replaced)


def replaced_by(given: Mapping[str, str]) -> Replaced:
    """Say which services the environment names itself, so that none is started here."""
    stripe_key = given.get("GACHI_STRIPE_SECRET_KEY") or DEMO["GACHI_STRIPE_SECRET_KEY"]
    return Replaced(
        postgres=bool(given.get("DATABASE_URL")),
        valkey=bool(given.get("REDIS_URL")),
        saleor=bool(given.get("GACHI_SALEOR_URL")),
        stripe=bool(given.get("GACHI_STRIPE_URL")) or stripe_key != DEMO["GACHI_STRIPE_SECRET_KEY"],
        coupang=bool(given.get("GACHI_COUPANG_URL")),
    )


def wanted_ports(base: int, replaced: Replaced) -> dict[str, int]:
    """Return the port that each part would like."""
    return {name: base + offset for name, offset in OFFSETS.items() if name not in replaced.names()}


def environment(
    home: Home, ports: Mapping[str, int], replaced: Replaced, *, settings: str, given: Mapping[str, str]
) -> dict[str, str]:
    """Return what every part is started with: what is given, over what follows from this home."""
    values = {**home.secrets(), **DEMO, "GACHI_MEDIA_ROOT": str(home.media)}
    if not replaced.postgres:
        values["DATABASE_URL"] = postgres.url(home.folder, ports["postgres"])
    if not replaced.valkey:
        values["REDIS_URL"] = valkey.url(home.folder, ports["valkey"])
    if not replaced.saleor:
        values["GACHI_SALEOR_URL"] = f"{address(ports['saleor'])}/graphql/"
    if not replaced.stripe:
        values["GACHI_STRIPE_URL"] = address(ports["stripe"])
        values["GACHI_STRIPE_JS_URL"] = f"{address(ports['stripe'])}/v3/"
    if not replaced.coupang:
        values["GACHI_COUPANG_URL"] = address(ports["coupang"])
    values["GACHI_PUBLIC_URL"] = address(ports["web"])
    values["GACHI_HOOKS_URL"] = address(ports["hooks"])
    values.update({name: value for name, value in given.items() if value})
    values["DJANGO_SETTINGS_MODULE"] = f"marketplace.settings.{settings}"
    values["PYTHONUNBUFFERED"] = values["PYTHONUTF8"] = "1"
    return values


def address(port: int) -> str:
    """Return the base URL of a port of this machine."""
    return f"http://127.0.0.1:{port}"


def all_parts(home: Home, ports: Mapping[str, int], replaced: Replaced, environment: Mapping[str, str]) -> list[Part]:
    """Return every part that runs here, in the order in which people think of them."""
    made = [*_servers(home, ports), *_played(ports, environment), *_product(home, ports)]
    return [part for part in made if part.name not in replaced.names()]


def _servers(home: Home, ports: Mapping[str, int]) -> list[Part]:
    made = []
    folder = home.folder
    if "postgres" in ports:
        ready = partial(postgres.is_ready, folder, ports["postgres"])
        command = postgres.command(folder, ports["postgres"])
        made.append(Part("postgres", "servers", command, ready, signal.SIGINT, ports["postgres"]))
    if "valkey" in ports:
        ready = partial(valkey.is_ready, folder, ports["valkey"])
        command = valkey.command(folder, ports["valkey"])
        made.append(Part("valkey", "servers", command, ready, port=ports["valkey"]))
    return made


def _played(ports: Mapping[str, int], environment: Mapping[str, str]) -> list[Part]:
    hooks = environment["GACHI_HOOKS_URL"]
    admin_email, _, admin_password = environment["GACHI_SALEOR_ADMIN"].partition(":")
    flags = {
        "saleor": ["--admin-email", admin_email, "--admin-password", admin_password],
        "stripe": [
            f"--secret-key={environment['GACHI_STRIPE_SECRET_KEY']}",
            f"--publishable-key={environment['GACHI_STRIPE_PUBLISHABLE_KEY']}",
            f"--webhook-secret={environment['GACHI_STRIPE_WEBHOOK_SECRET']}",
            f"--webhook-url={hooks}/webhooks/stripe/",
        ],
        "coupang": [
            "--pace=demo",
            f"--vendor-id={environment['GACHI_COUPANG_VENDOR_ID']}",
            f"--user-id={environment['GACHI_COUPANG_USER_ID']}",
            f"--access-key={environment['GACHI_COUPANG_ACCESS_KEY']}",
            f"--secret-key={environment['GACHI_COUPANG_SECRET_KEY']}",
            f"--image-ports=80,443,{ports['web']}",  # it fetches the pictures that our own web process serves
        ],
    }
    return [
        Part(
            name,
            "played",
            [
                *(sys.executable, "-m", f"sandbox.{name}", "--port", str(ports[name])),
                *("--database-url", _database_named(environment["DATABASE_URL"], f"sandbox_{name}"), *more),
            ],
            partial(processes.answers, f"{address(ports[name])}/_sandbox/health"),
        )
        for name, more in flags.items()
        if name in ports
    ]


def _product(home: Home, ports: Mapping[str, int]) -> list[Part]:
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "-A", "workers.app"]
    # Threads: tasks mostly wait for answers, and a killed worker leaves no children behind.
    worker = [*celery, "worker", "--pool=threads", "--loglevel=WARNING", "--without-gossip", "--without-mingle"]
    web = _granian("marketplace.wsgi", ports["web"], threads=16)
    hooks = _granian("marketplace.hooks_wsgi", ports["hooks"], threads=8)
    return [
        Part("web", "gachi", web, partial(processes.answers, f"{address(ports['web'])}/health/")),
        Part("hooks", "gachi", hooks, partial(processes.answers, f"{address(ports['hooks'])}/health/")),
        Part("worker", "gachi", [*worker, "--concurrency=4", "--queues=default", "--hostname=worker@%h"]),
        Part("channels", "gachi", [*worker, "--concurrency=6", "--queues=channels,markets", "--hostname=channels@%h"]),
        Part("buyer", "gachi", [*worker, "--concurrency=4", "--queues=purchases", "--hostname=buyer@%h"]),
        Part(
            "beat",
            "gachi",
            [*celery, "beat", "--loglevel=WARNING", "--pidfile=", f"--schedule={home.folder / 'beat-schedule'}"],
        ),
        Part("relay", "gachi", [*python, "workers.relay"]),
    ]


def _granian(module: str, port: int, *, threads: int) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", "1", "--blocking-threads", str(threads), "--no-ws", "--log-level", "warning"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "5s", f"{module}:application"),
    ]


def _database_named(url: str, name: str) -> str:
    before, _, _ = url.partition("?")
    query = url[len(before) :]
    return f"{before.rpartition('/')[0]}/{name}{query}"


def process_environment() -> dict[str, str]:
    """Return the environment of this process, less what an outer launcher may have put there."""
    return {name: value for name, value in os.environ.items() if name not in {"GACHI_HOME", "GACHI_PART"}}
