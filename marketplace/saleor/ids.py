"""Saleor's ids under our names for things."""

from collections.abc import Iterable

from marketplace.saleor.errors import SaleorNotSetUp
from marketplace.saleor.models import RemoteId, SyncCursor


def remember(kind: str, reference: str, remote_id: str) -> None:
    """Keep Saleor's id of the thing that we call `reference`."""
    RemoteId.objects.update_or_create(kind=kind, reference=reference, defaults={"remote_id": remote_id})


def find(kind: str, reference: str) -> str | None:
    """Return Saleor's id of a thing, or None if we know of none."""
    return RemoteId.objects.filter(kind=kind, reference=reference).values_list("remote_id", flat=True).first()


def find_many(kind: str, references: Iterable[str]) -> dict[str, str]:
    """Return Saleor's ids by our references, of those that we know."""
    rows = RemoteId.objects.filter(kind=kind, reference__in=list(references))
    return dict(rows.values_list("reference", "remote_id"))


def require(kind: str, reference: str) -> str:
    """Return Saleor's id of a thing, or raise SaleorNotSetUp."""
    remote_id = find(kind, reference)
    if remote_id is None:
        raise SaleorNotSetUp(f"no {kind} {reference} in Saleor that we know of: run gachi_setup")
    return remote_id


def forget(kind: str, reference: str) -> None:
    RemoteId.objects.filter(kind=kind, reference=reference).delete()


def forget_everything() -> None:
    """Forget what we knew of Saleor but for our apps: it has never met us, so it is a new one."""
    RemoteId.objects.exclude(kind="app").delete()
    SyncCursor.objects.all().delete()
