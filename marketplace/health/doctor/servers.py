"""What we stand on: PostgreSQL, Valkey, the disk, the mail server, the clock."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from smtplib import SMTPException
from uuid import uuid4

import httpx
import redis
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from marketplace.core import http, queues
from marketplace.health.doctor.findings import Finding, broken, ok, warning
from marketplace.saleor import api

DATABASE, VALKEY, STORAGE, MAIL, CLOCK = "database", "valkey", "storage", "mail", "clock"
OLDEST_POSTGRESQL = 15
FULL = 0.8
SKEW_NOTED, SKEW_WRONG = 5.0, 60.0
SECONDS = 3.0


def database(_now: datetime) -> Iterator[Finding]:
    """Say how PostgreSQL is made, and whether it is up to date."""
    try:
        connection.ensure_connection()
    except DatabaseError as exc:
        yield broken(DATABASE, f"does not answer ({str(exc).strip()})", "Is PostgreSQL running? Is DATABASE_URL right?")
        return
    version = _version()
    encoding, locale, is_sound = _locale(version)
    shown = f"PostgreSQL {version // 10000}.{version % 10000}, {encoding}, {locale}"
    remake = "Dump it, make it anew with --locale-provider=builtin --locale=C.UTF-8 --encoding=UTF8, restore."
    if version // 10000 < OLDEST_POSTGRESQL:
        yield broken(DATABASE, shown, f"Bring it to PostgreSQL {OLDEST_POSTGRESQL} or later.")
    elif encoding != "UTF8":
        yield broken(DATABASE, f"{shown}: cannot hold Hangul", remake)
    elif not is_sound:
        yield warning(DATABASE, f"{shown}: the machine decides how Hangul is compared", remake)
    else:
        yield ok(DATABASE, shown)
    pending = _pending_migrations()
    if pending:
        yield broken(DATABASE, f"{len(pending)} migration(s) wait, first {pending[0]}", "Run `manage.py migrate`.")
    else:
        yield ok(DATABASE, "all migrations are in")
    used, most = _connections()
    if used > most * FULL:
        yield warning(
            DATABASE, f"{used} of {most} connections are taken", "Raise max_connections, or run fewer threads."
        )


def _version() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int")
        number: int = cursor.fetchone()[0]
    return number


def _locale(version: int) -> tuple[str, str, bool]:
    """Return encoding and locale of our database, and whether that locale is the same on every machine."""
    name = {15: "daticulocale", 16: "daticulocale"}.get(version // 10000, "datlocale")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT pg_encoding_to_char(encoding), datlocprovider, COALESCE({name}, datcollate) "  # noqa: S608 ours
            "FROM pg_database WHERE datname = current_database()"
        )
        encoding, provider, locale = cursor.fetchone()
    kind = {"b": "builtin", "i": "ICU", "c": "libc"}.get(provider, provider)
    return encoding, f"{kind} {locale}", provider in "bi" or locale in ("C.UTF-8", "C.utf8")


def _pending_migrations() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def _connections() -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), current_setting('max_connections')::int FROM pg_stat_activity")
        used, most = cursor.fetchone()
    return used, most


def valkey(_now: datetime) -> Iterator[Finding]:
    """Say whether Valkey keeps what it is told, and throws nothing away."""
    try:
        with queues.connect() as client:
            found = client.info()
    except redis.RedisError as exc:
        yield broken(VALKEY, f"does not answer ({exc})", "Is Valkey running? Is REDIS_URL right, and its password?")
        return
    sound = True
    if not found.get("aof_enabled"):
        sound = False
        yield broken(VALKEY, "forgets waiting tasks when it stops", "Start it with --appendonly yes.")
    elif found.get("aof_last_write_status", "ok") != "ok":
        sound = False
        yield broken(VALKEY, "cannot write its append-only file", "Is its disk full?")
    policy = found.get("maxmemory_policy")
    if policy != "noeviction":
        sound = False
        yield broken(VALKEY, f"throws tasks away when it is full ({policy})", "Set --maxmemory-policy noeviction.")
    limit = int(found.get("maxmemory", 0))
    if limit and int(found["used_memory"]) > limit * FULL:
        sound = False
        yield warning(VALKEY, "its memory is nearly full", "See which queue grows (backlog), or raise --maxmemory.")
    if sound:
        yield ok(VALKEY, f"{found.get('valkey_version') or found['redis_version']}, append-only, evicts nothing")


def storage(_now: datetime) -> Iterator[Finding]:
    """Say whether pictures can be kept."""
    name = f"doctor/{uuid4().hex}.txt"
    try:
        kept = default_storage.save(name, ContentFile(b"doctor"))
        default_storage.delete(kept)
    except OSError as exc:
        yield broken(
            STORAGE,
            f"pictures cannot be written to {settings.MEDIA_ROOT} ({exc.strerror or exc})",
            "Let the user of the web process write there, or name another GACHI_MEDIA_ROOT.",
        )
    else:
        yield ok(STORAGE, f"pictures can be written to {settings.MEDIA_ROOT}")


def mail(_now: datetime) -> Iterator[Finding]:
    """Say whether the mail server takes our mail; none is sent."""
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        yield ok(MAIL, f"is not sent but kept ({settings.EMAIL_BACKEND.rpartition('.')[2]})")
        return
    place = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        with get_connection(fail_silently=False, timeout=SECONDS):
            pass
    except (OSError, SMTPException) as exc:
        yield broken(
            MAIL, f"{place} takes none of ours ({type(exc).__name__}: {exc})", "Mend GACHI_EMAIL_* (.env.example)."
        )
    else:
        yield ok(MAIL, f"{place} lets us in")


def clock(_now: datetime) -> Iterator[Finding]:
    """Compare our clock with the database's and Saleor's: holds, signatures and campaigns go by it."""
    clocks = {"the database's": _databases_time(), "Saleor's": _saleors_time()}
    for whose, theirs in clocks.items():
        if theirs is None:
            yield warning(CLOCK, f"{whose} cannot be read", "See what the line about it says.")
            continue
        skew = abs((theirs - timezone.now()).total_seconds())
        if skew > SKEW_WRONG:
            yield broken(
                CLOCK, f"{skew:.0f} s away from {whose}", "Start the time service (chrony, systemd-timesyncd)."
            )
        elif skew > SKEW_NOTED:
            yield warning(CLOCK, f"{skew:.0f} s away from {whose}", "Is the time service running?")
        else:
            yield ok(CLOCK, f"agrees with {whose}")


def _databases_time() -> datetime | None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            found: datetime = cursor.fetchone()[0]
    except DatabaseError:
        return None
    return found


def _saleors_time() -> datetime | None:
    try:
        with http.make_client("saleor-keys", timeout=SECONDS) as client:
            said = client.get(f"{api.origin()}/.well-known/jwks.json").headers.get("Date", "")
        return parsedate_to_datetime(said).astimezone(UTC)
    except (httpx.HTTPError, ValueError, TypeError):
        return None
