"""The one place that reads the environment. What is missing or malformed is named, all of it at once."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from marketplace.settings import secrets


class BadEnvironment(ImproperlyConfigured):
    """One or more settings are missing or malformed; the message names each and says what is expected."""


@dataclass(frozen=True)
class Environment:
    database: Mapping[str, Any]
    redis_url: str
    secret_key: str
    sealing_keys: tuple[str, ...]
    public_url: str
    hooks_url: str
    allowed_hosts: tuple[str, ...]
    saleor_url: str
    saleor_api_url: str
    saleor_admin: str
    stripe_url: str
    stripe_js_url: str
    stripe_secret_key: str
    stripe_publishable_key: str
    stripe_webhook_secret: str
    coupang_url: str
    coupang_vendor_id: str
    coupang_user_id: str
    coupang_access_key: str
    coupang_secret_key: str
    delivery_fee: int
    media_root: str
    log_level: str
    metrics_token: str
    pulse_file: str
    traces_url: str
    email: Mapping[str, Any]


def read(source: Mapping[str, str] = os.environ, *, defaults: Mapping[str, str] | None = None) -> Environment:
    """Return the settings found in `source`, with `defaults` beneath, or raise BadEnvironment naming every fault.

    A secret may come as NAME or, by the path of a file that holds it, as NAME_FILE.
    """
    faults: list[str] = []
    values = {
        **(defaults or {}),
        **secrets.from_files({key: value for key, value in source.items() if value != ""}, faults),
    }

    def text(name: str, default: str | None = None) -> str:
        value = values.get(name, default)
        if value is None:
            faults.append(f"{name} is missing")
            return ""
        return value

    def url(name: str, *schemes: str, default: str | None = None) -> str:
        value = text(name, default)
        parts = urlsplit(value)
        if value and (parts.scheme not in schemes or not parts.hostname):
            faults.append(f"{name} must be a {' or '.join(schemes)} address, not {_shown(value)!r}")
        return value

    def url_for_saleor(name: str, default: str) -> str:
        value = url(name, "http", "https", default=default)
        host = urlsplit(value).hostname or ""
        # It would refuse to install us: a manifest's host must be one that the internet could have (saleor.md).
        if host and not any(mark in host for mark in ".:") and host != "localhost":
            faults.append(f"{name} must name a host with a dot, which Saleor asks for, not {host!r}")
        return value

    def won(name: str, default: int) -> int:
        value = text(name, str(default))
        if not value.isascii() or not value.isdigit():
            faults.append(f"{name} must be whole won, not {value!r}")
            return 0
        return int(value)

    def port(name: str, default: int) -> int:
        value = text(name, str(default))
        if not value.isascii() or not value.isdigit() or not 0 < int(value) < 65536:
            faults.append(f"{name} must be a port, not {value!r}")
            return default
        return int(value)

    made = Environment(
        database=_database(
            secrets.with_password(url("DATABASE_URL", "postgres", "postgresql"), values.get("DATABASE_PASSWORD", "")),
            faults,
        ),
        redis_url=secrets.with_password(url("REDIS_URL", "redis", "rediss"), values.get("REDIS_PASSWORD", "")),
        secret_key=text("GACHI_SECRET_KEY"),
        sealing_keys=tuple(filter(None, text("GACHI_SEALING_KEY").split(","))),
        public_url=url("GACHI_PUBLIC_URL", "http", "https", default="http://127.0.0.1:8000").rstrip("/"),
        hooks_url=url_for_saleor("GACHI_HOOKS_URL", "http://127.0.0.1:8001").rstrip("/"),
        allowed_hosts=tuple(filter(None, text("GACHI_ALLOWED_HOSTS", "127.0.0.1,localhost").split(","))),
        saleor_url=url("GACHI_SALEOR_URL", "http", "https"),
        saleor_api_url=url("GACHI_SALEOR_API_URL", "http", "https", default=""),
        saleor_admin=text("GACHI_SALEOR_ADMIN", ""),
        stripe_url=url("GACHI_STRIPE_URL", "http", "https", default="https://api.stripe.com").rstrip("/"),
        stripe_js_url=url("GACHI_STRIPE_JS_URL", "http", "https", default="https://js.stripe.com/v3/"),
        stripe_secret_key=text("GACHI_STRIPE_SECRET_KEY"),
        stripe_publishable_key=text("GACHI_STRIPE_PUBLISHABLE_KEY"),
        stripe_webhook_secret=text("GACHI_STRIPE_WEBHOOK_SECRET"),
        coupang_url=url("GACHI_COUPANG_URL", "http", "https", default="https://api-gateway.coupang.com").rstrip("/"),
        coupang_vendor_id=text("GACHI_COUPANG_VENDOR_ID", ""),
        coupang_user_id=text("GACHI_COUPANG_USER_ID", ""),
        coupang_access_key=text("GACHI_COUPANG_ACCESS_KEY", ""),
        coupang_secret_key=text("GACHI_COUPANG_SECRET_KEY", ""),
        delivery_fee=won("GACHI_DELIVERY_FEE", 3000),
        media_root=text("GACHI_MEDIA_ROOT", "media"),
        log_level=text("GACHI_LOG_LEVEL", "INFO").upper(),
        metrics_token=text("GACHI_METRICS_TOKEN", ""),
        pulse_file=text("GACHI_PULSE_FILE", ""),
        # OpenTelemetry's own name; no other setting of its turns anything on.
        traces_url=url("OTEL_EXPORTER_OTLP_ENDPOINT", "http", "https", default="").rstrip("/"),
        email={
            "host": text("GACHI_EMAIL_HOST", ""),
            "port": port("GACHI_EMAIL_PORT", 587),
            "user": text("GACHI_EMAIL_USER", ""),
            "password": text("GACHI_EMAIL_PASSWORD", ""),
            "from": text("GACHI_EMAIL_FROM", ""),
        },
    )
    if faults:
        raise BadEnvironment("Settings to mend: " + "; ".join(faults) + ".")
    return made


def _database(url: str, faults: list[str]) -> dict[str, Any]:
    parts = urlsplit(url)
    name = unquote(parts.path.removeprefix("/"))
    if url and not name:
        faults.append("DATABASE_URL must end with the name of a database")
    return {
        "ENGINE": "marketplace.core.postgres",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"application_name": "gachi"},
    }


def _shown(url: str) -> str:
    """A URL that may hold a password, fit for a message."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}" if parts.password else url[:80]
