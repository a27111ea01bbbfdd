"""App tokens: Saleor hands them over in a call that nobody signs, so each is proved before it is believed."""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from marketplace.core import outbox, sealed
from marketplace.core.models import SealedSecret
from marketplace.saleor import api, ids
from marketplace.saleor.errors import SaleorMisconfigured
from marketplace.saleor.manifest import APPS, App

MOST_PENDING = 20
PATIENCE = timedelta(hours=1)
TRY_AGAIN = timedelta(seconds=3)


class UnknownSaleor(Exception):
    """The token claims to come from another Saleor than ours. Not fit to show."""


class TooManyTokens(Exception):
    """So many unproved tokens wait already that this one cannot be kept now."""


@transaction.atomic
def receive(*, app: App, token: str, api_url: str, now: datetime) -> None:
    """Keep a token unproved and ask for its proof, or raise UnknownSaleor or TooManyTokens.

    Several may wait side by side: a stranger's must not push out the right one.
    """
    if api_url != (settings.GACHI_SALEOR_API_URL or settings.GACHI_SALEOR_URL):
        raise UnknownSaleor(api_url)
    name = _pending(app) + hashlib.sha256(token.encode()).hexdigest()[:16]
    waiting = SealedSecret.objects.filter(name__startswith=_pending(app)).exclude(name=name)
    if waiting.count() >= MOST_PENDING:
        raise TooManyTokens(app.identifier)
    sealed.seal(name, token, at=now)
    outbox.emit("saleor.prove_tokens", key=f"prove:{name}:{now.isoformat()}", at=now, code=app.code)


def prove(*, code: str, now: datetime) -> bool:
    """Ask Saleor about each waiting token of an app and believe the one that names it; returns whether any still waits.

    A token may be asked about before its installation is finished, so one that names no app waits on, for PATIENCE.
    Raises SaleorUnavailable while Saleor does not answer.
    """
    app = APPS[code]
    for row in list(SealedSecret.objects.filter(name__startswith=_pending(app)).order_by("updated_at")):
        token = sealed.reveal(row.name)
        if app_id := _names(app, token):
            keep(app=app, token=token, app_id=app_id, now=now)
            row.delete()
        elif row.updated_at < now - PATIENCE:
            row.delete()
    return SealedSecret.objects.filter(name__startswith=_pending(app)).exists()


@transaction.atomic
def ask_again(*, code: str, now: datetime) -> None:
    """Have the proof tried once more in a moment."""
    due_at = now + TRY_AGAIN
    outbox.emit("saleor.prove_tokens", key=f"prove:{code}:{due_at.isoformat()}", at=now, due_at=due_at, code=code)


@transaction.atomic
def keep(*, app: App, token: str, app_id: str, now: datetime) -> None:
    """Make a proved token the one that we use."""
    sealed.seal(f"saleor.token.{app.code}", token, at=now)
    ids.remember("app", app.code, app_id)


def works(app: App) -> bool:
    """Say whether the token that we use is still this app's."""
    try:
        token = sealed.reveal(f"saleor.token.{app.code}")
    except sealed.SecretMissing:
        return False
    return _names(app, token) is not None


def _names(app: App, token: str) -> str | None:
    """Return the app's id if `token` is one of its tokens."""
    with api.Saleor(url=settings.GACHI_SALEOR_URL, token=token) as saleor:
        try:
            found = saleor.own_app_id().app
        except SaleorMisconfigured:
            return None
    return found.id if found and found.identifier == app.identifier else None


def _pending(app: App) -> str:
    return f"saleor.token.{app.code}.pending."
