"""What a check says."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from django.conf import settings

SHORTEST_SECRET = 6


class Level(StrEnum):
    OK = "ok"
    WARNING = "warning"
    BROKEN = "broken"


@dataclass(frozen=True)
class Finding:
    """One line: what was looked at, how it is, and what to do if it is not well."""

    check: str
    level: Level
    says: str
    todo: str = ""


def ok(check: str, says: str) -> Finding:
    return Finding(check, Level.OK, says)


def warning(check: str, says: str, todo: str) -> Finding:
    return Finding(check, Level.WARNING, says, todo)


def broken(check: str, says: str, todo: str) -> Finding:
    return Finding(check, Level.BROKEN, says, todo)


def without_secrets(finding: Finding) -> Finding:
    """Return the finding with every secret of the settings blotted out: what others answer may repeat what they got."""
    says, todo = finding.says, finding.todo
    for secret in _secrets():
        says, todo = says.replace(secret, "(hidden)"), todo.replace(secret, "(hidden)")
    return replace(finding, says=says, todo=todo)


def _secrets() -> Iterator[str]:
    known = [
        settings.SECRET_KEY,
        *settings.GACHI_SEALING_KEYS,
        *(database["PASSWORD"] for database in settings.DATABASES.values()),
        settings.CELERY_BROKER_URL,
        settings.CELERY_BROKER_URL.rpartition("@")[0].rpartition(":")[2],
        settings.GACHI_SALEOR_ADMIN,
        settings.GACHI_SALEOR_ADMIN.partition(":")[2],
        settings.GACHI_STRIPE["secret_key"],
        settings.GACHI_STRIPE["webhook_secret"],
        settings.GACHI_COUPANG["access_key"],
        settings.GACHI_COUPANG["secret_key"],
        settings.EMAIL_HOST_PASSWORD,
        settings.GACHI_METRICS_TOKEN,
    ]
    # The longest first: one may contain another. Something as short as `admin` would blot out ordinary words.
    yield from sorted((secret for secret in known if len(secret) >= SHORTEST_SECRET), key=len, reverse=True)
