"""Secrets at rest: tokens that others gave us, encrypted with a key that only the environment holds."""

from datetime import datetime
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction

from marketplace.core.models import SealedSecret


class SecretMissing(LookupError):
    """No secret of that name is kept, or no present key opens it. The message names the secret, never its value."""


@cache
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def seal(name: str, value: str, *, at: datetime) -> None:
    """Keep `value` under `name`, encrypted with the first of GACHI_SEALING_KEY's keys."""
    ciphertext = _box(tuple(settings.GACHI_SEALING_KEYS)).encrypt(value.encode())
    SealedSecret.objects.update_or_create(name=name, defaults={"ciphertext": ciphertext, "updated_at": at})


def reveal(name: str) -> str:
    """Return the secret kept under `name`, or raise SecretMissing."""
    row = SealedSecret.objects.filter(name=name).first()
    if row is None:
        raise SecretMissing(name)
    try:
        return _box(tuple(settings.GACHI_SEALING_KEYS)).decrypt(bytes(row.ciphertext)).decode()
    except InvalidToken as exc:
        raise SecretMissing(f"{name}: sealed with a key that is not in GACHI_SEALING_KEY") from exc


def reseal_all(*, at: datetime) -> int:
    """Seal every secret anew with the first key, so that the others can be thrown away; returns how many.

    Raises SecretMissing, having changed nothing, if one does not open.
    """
    with transaction.atomic():
        rows = list(SealedSecret.objects.order_by("pk").select_for_update())
        for row in rows:
            seal(row.name, reveal(row.name), at=at)
    return len(rows)
