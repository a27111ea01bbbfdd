"""Global ids: base64 of ``Type:key``."""

import base64
import binascii
import uuid

from .problems import WrongId


def to_global(kind: str, key: object) -> str:
    """Return the global id of the `kind` with this key."""
    return base64.b64encode(f"{kind}:{key}".encode()).decode()


def split(value: str) -> tuple[str, str]:
    """Return type and key of a global id, or raise WrongId."""
    try:
        kind, _, key = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        raise WrongId(value, f"Invalid ID: {value}. Expected a global ID.") from None
    if not kind or not key:
        raise WrongId(value, f"Invalid ID: {value}. Expected a global ID.")
    return kind, key


def number(value: str, kind: str) -> int:
    """Return the integer key of a global id of this `kind`, or raise WrongId."""
    found, key = split(value)
    if found != kind:
        raise WrongId(value, f"Invalid ID: {value}. Expected: {kind}, received: {found}.")
    try:
        made = int(key)
    except ValueError:
        raise WrongId(value, f"Invalid ID: {value}. Expected: {kind}.") from None
    return made if abs(made) < 2**31 else -1


def number_or_none(value: str, kind: str) -> int | None:
    """Return the integer key of a global id, or None where it names another kind; raises WrongId if it is none.

    Where Saleor takes the ids of an input for objects of any kind, another kind is simply not there.
    """
    return number(value, kind) if split(value)[0] == kind else None


def unique(value: str, kind: str) -> uuid.UUID:
    """Return the UUID key of a global id of this `kind`, or raise WrongId."""
    found, key = split(value)
    if found != kind:
        raise WrongId(value, f"Invalid ID: {value}. Expected: {kind}, received: {found}.")
    try:
        return uuid.UUID(key)
    except ValueError:
        raise WrongId(value, f"Invalid ID: {value}. Expected: {kind}.") from None
