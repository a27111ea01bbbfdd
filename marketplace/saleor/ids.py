"""Saleor's ids under our names for things."""

import json
from collections.abc import Iterable, Mapping

from django.db import connection

from marketplace.saleor.errors import SaleorNotSetUp
from marketplace.saleor.models import RemoteId, SyncCursor

# In one order, so that two who learn the same ids only wait for each other; what is known already is not written.
_REMEMBER = """
INSERT INTO saleor_remoteid (kind, reference, remote_id)
SELECT kind, reference, remote_id
FROM jsonb_to_recordset(%s::jsonb) AS given (kind text, reference text, remote_id text) ORDER BY kind, reference
ON CONFLICT (kind, reference) DO UPDATE SET remote_id = EXCLUDED.remote_id
WHERE saleor_remoteid.remote_id <> EXCLUDED.remote_id
"""

Name = tuple[str, str]


def remember(kind: str, reference: str, remote_id: str) -> None:
    """Keep Saleor's id of the thing that we call `reference`."""
    remember_many({(kind, reference): remote_id})


def remember_many(given: Mapping[Name, str]) -> None:
    """Keep Saleor's ids of several things by kind and our reference, in one statement."""
    rows = [
        {"kind": kind, "reference": reference, "remote_id": remote_id} for (kind, reference), remote_id in given.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(_REMEMBER, [json.dumps(rows)])


def find(kind: str, reference: str) -> str | None:
    """Return Saleor's id of a thing, or None if we know of none."""
    return RemoteId.objects.filter(kind=kind, reference=reference).values_list("remote_id", flat=True).first()


def find_many(kind: str, references: Iterable[str]) -> dict[str, str]:
    """Return Saleor's ids by our references, of those that we know."""
    rows = RemoteId.objects.filter(kind=kind, reference__in=list(references))
    return dict(rows.values_list("reference", "remote_id"))


def require(kind: str, reference: str) -> str:
    """Return Saleor's id of a thing, or raise SaleorNotSetUp."""
    return require_many([(kind, reference)])[kind, reference]


def require_many(names: Iterable[Name]) -> dict[Name, str]:
    """Return Saleor's ids by kind and our reference, or raise SaleorNotSetUp if one of them is unknown."""
    wanted = list(names)
    kinds, references = {kind for kind, _ in wanted}, {reference for _, reference in wanted}
    rows = RemoteId.objects.filter(kind__in=kinds, reference__in=references)
    found = {
        (kind, reference): remote for kind, reference, remote in rows.values_list("kind", "reference", "remote_id")
    }
    for kind, reference in wanted:
        if (kind, reference) not in found:
            raise SaleorNotSetUp(f"no {kind} {reference} in Saleor that we know of: run gachi_setup")
    return {name: found[name] for name in wanted}


def forget(kind: str, reference: str) -> None:
    RemoteId.objects.filter(kind=kind, reference=reference).delete()


def forget_everything() -> None:
    """Forget what we knew of Saleor but for our apps: it has never met us, so it is a new one."""
    RemoteId.objects.exclude(kind="app").delete()
    SyncCursor.objects.all().delete()
