"""Our apps inside Saleor: installed once, their tokens proved, their webhooks kept in line."""

import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from marketplace.saleor import api, ids, tokens
from marketplace.saleor.client import enums
from marketplace.saleor.client import input_types as inputs
from marketplace.saleor.errors import SaleorMisconfigured, SaleorRejected
from marketplace.saleor.manifest import MARKET, App, Hook

Say = Callable[[str], None]

WAIT_FOR_APP = timedelta(minutes=2)
PAUSE = 0.2


class SetUpFailed(Exception):
    """Set-up cannot go on; the message says what to mend."""


class Progress:
    """Says what set-up does, and counts what it changed."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self.changes = 0

    def changed(self, what: str) -> None:
        self.changes += 1
        self.say(what)


def install(app: App, *, admin: str, progress: Progress) -> None:
    """See that we hold a working token of an app, installing it with the administrator's log-in if it is not there.

    Raises SetUpFailed, or a SaleorError.
    """
    if tokens.works(app):
        return
    tokens.prove(code=app.code, now=timezone.now())
    if tokens.works(app):
        return
    staff = _log_in(admin)
    installed = {node.identifier: node.id for node in nodes(staff.apps().apps)}
    if app_id := installed.get(app.identifier):
        _make_token(staff, app, app_id)
        progress.changed(f"New token for the installed app {app.identifier}")
        return
    for installation in _installations(staff, app):
        if installation.status == "FAILED":
            staff.app_delete_failed_installation(installation.id)
    progress.say(f"Installing {app.identifier} from {app.manifest_url} …")
    staff.app_install(
        inputs.AppInstallInput(
            app_name=app.name,
            manifest_url=app.manifest_url,
            activate_after_installation=True,
            # The app gets what is granted here, not what its manifest asks for.
            permissions=[enums.PermissionEnum(permission) for permission in app.permissions],
        )
    )
    _await_app(staff, app)
    if app is MARKET:
        ids.forget_everything()
    progress.changed(f"Installed {app.identifier}")


def _log_in(admin: str) -> api.Saleor:
    """Log in as the administrator, through an app of ours if one works: traffic without a token may be off."""
    email, _, password = admin.partition(":")
    if not email or not password:
        raise SetUpFailed("GACHI_SALEOR_ADMIN must be email:password while an app of ours is not installed")
    door = api.worker() if tokens.works(MARKET) else api.anonymous()
    try:
        made = door.token_create(email=email, password=password).token_create
    except SaleorMisconfigured as exc:
        raise SetUpFailed(
            f"Saleor lets nobody log in ({exc}). If its storefront traffic is off and our tokens are lost, switch "
            "allowStorefrontTraffic on with another app, or make one with Saleor's own create_app command."
        ) from exc
    except SaleorRejected as exc:
        raise SetUpFailed(f"Saleor refuses the log-in of {email} (GACHI_SALEOR_ADMIN): {exc.code}") from exc
    if made is None or not made.token:
        raise SetUpFailed(f"Saleor gives {email} no token")
    return api.Saleor(url=settings.GACHI_SALEOR_URL, token=made.token)


def _make_token(staff: api.Saleor, app: App, app_id: str) -> None:
    made = staff.app_token_create(inputs.AppTokenInput(app=app_id, name="gachi_setup")).app_token_create
    if made is None or not made.auth_token:
        raise SetUpFailed(f"{app.identifier} is installed, but Saleor makes no token for it")
    tokens.keep(app=app, token=made.auth_token, app_id=app_id, now=timezone.now())


def _await_app(staff: api.Saleor, app: App) -> None:
    deadline = time.monotonic() + WAIT_FOR_APP.total_seconds()
    while True:
        tokens.prove(code=app.code, now=timezone.now())
        if tokens.works(app):
            return
        for installation in _installations(staff, app):
            if installation.status == "FAILED":
                raise SetUpFailed(f"Saleor could not install {app.identifier}: {installation.message}")
        if time.monotonic() > deadline:
            raise SetUpFailed(
                f"{app.identifier} is still not installed. Can Saleor reach {app.manifest_url}? Does its worker run?"
            )
        time.sleep(PAUSE)


def _installations(staff: api.Saleor, app: App) -> list[Any]:
    found = staff.apps_installations().apps_installations
    return [installation for installation in found if installation.manifest_url == app.manifest_url]


def align_webhooks(app: App, *, saleor: api.Saleor, progress: Progress) -> None:
    """Bring the app's own webhooks in line: Saleor reads a manifest only once, at installation."""
    own = saleor.own_app().app
    there = {hook.identifier: hook for hook in (own.webhooks if own and own.webhooks else [])}
    for hook in app.hooks:
        wanted, kept = _wanted(hook), there.get(hook.identifier)
        if kept is None:
            saleor.webhook_create(inputs.WebhookCreateInput(**wanted, identifier=hook.identifier))
            progress.changed(f"Webhook {hook.identifier} made")
        elif _shown(kept) != wanted:
            saleor.webhook_update(hook.identifier, inputs.WebhookUpdateInput(**wanted))
            progress.changed(f"Webhook {hook.identifier} brought in line")


def webhooks_out_of_line(app: App, own: Any) -> list[str]:
    """Return the identifiers of an app's webhooks that are missing in Saleor or differ from what we want."""
    there = {hook.identifier: hook for hook in (own.webhooks if own and own.webhooks else [])}
    return [
        hook.identifier
        for hook in app.hooks
        if hook.identifier not in there or _shown(there[hook.identifier]) != _wanted(hook)
    ]


def _wanted(hook: Hook) -> dict[str, Any]:
    return {
        "name": hook.name,
        "target_url": hook.target_url,
        "is_active": True,
        "query": hook.query,
        "async_events": sorted(enums.WebhookEventTypeAsyncEnum(event) for event in hook.async_events),
        "sync_events": sorted(enums.WebhookEventTypeSyncEnum(event) for event in hook.sync_events),
    }


def _shown(hook: Any) -> dict[str, Any]:
    return {
        "name": hook.name,
        "target_url": hook.target_url,
        "is_active": hook.is_active,
        "query": hook.subscription_query,
        "async_events": sorted(event.event_type for event in hook.async_events),
        "sync_events": sorted(event.event_type for event in hook.sync_events),
    }


def nodes(connection: Any) -> Iterable[Any]:
    """Return the nodes of a connection that may be missing."""
    return [edge.node for edge in connection.edges] if connection else []
