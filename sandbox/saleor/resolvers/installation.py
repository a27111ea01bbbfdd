"""Installing apps: the manifest is fetched, the token handed over, all of it behind the caller's back."""

import threading
from typing import Any
from urllib.parse import urlsplit

import httpx

from .. import ids
from ..identity import ALL_PERMISSIONS, new_token, token_hash
from ..problems import PermissionDenied, refuse
from ..registry import mutation
from ..store import Call, Row
from ..world import World
from .apps import SYNC, query_problem

MESSAGE_LIMIT = 255
MANIFEST_TRIES = 3


class InstallFailed(Exception):
    """The installation ends here; the message is its `message`."""


class InvalidManifest(InstallFailed):
    """The manifest is at fault: which part of it, and why."""

    def __init__(self, part: str, problem: str) -> None:
        super().__init__(f"{part}: {[problem]}")


@mutation("appInstall")
def app_install(call: Call, input: dict[str, Any]) -> dict[str, Any]:
    if call.caller.kind != "user":
        raise PermissionDenied(("AUTHENTICATED_STAFF_USER",))
    wanted = list(input.get("permissions") or [])
    if beyond := [code for code in wanted if not call.may(code)]:
        raise refuse(
            "permissions",
            "OUT_OF_SCOPE_PERMISSION",
            "You can't add permission that you don't have.",
            permissions=beyond,
        )
    url = input["manifest_url"]
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise refuse("manifestUrl", "INVALID_URL_FORMAT", "Enter a valid URL.")
    if not _may_be_public(urlsplit(url).hostname or ""):
        raise refuse("manifestUrl", "INVALID", "Enter a valid URL.")
    made = call.insert(
        "app_installation",
        {
            "app_name": input["app_name"],
            "manifest_url": url,
            "permissions": wanted,
            "activate": input.get("activate_after_installation", True),
        },
    )
    call.after(lambda: start_installation(call.world, made["id"]))
    return {"app_installation": made}


def _may_be_public(host: str) -> bool:
    """Say whether Django's URL field, which keeps the address, takes a host: no single word but localhost."""
    return host == "localhost" or ":" in host or "." in host


@mutation("appRetryInstall")
def app_retry_install(call: Call, id: str, activate_after_installation: bool = True) -> dict[str, Any]:
    row = _failed(call, id, "retried")
    call.run(
        "UPDATE app_installation SET status = 'PENDING', message = NULL, activate = %s, updated_at = now()"
        " WHERE id = %s",
        activate_after_installation,
        row["id"],
    )
    call.after(lambda: start_installation(call.world, row["id"]))
    return {"app_installation": call.one("SELECT * FROM app_installation WHERE id = %s", row["id"])}


@mutation("appDeleteFailedInstallation")
def app_delete_failed_installation(call: Call, id: str) -> dict[str, Any]:
    row = _failed(call, id, "deleted")
    call.run("DELETE FROM app_installation WHERE id = %s", row["id"])
    return {"app_installation": row}


def _failed(call: Call, id: str, what: str) -> Row:
    row = call.row("SELECT * FROM app_installation WHERE id = %s FOR UPDATE", ids.number(id, "AppInstallation"))
    if row is None:
        raise refuse("id", "NOT_FOUND", f"Couldn't resolve to a node: {id}")
    if row["status"] != "FAILED":
        raise refuse("id", "INVALID_STATUS", f"Only failed installation can be {what}.")
    return row


def start_installation(world: World, key: int) -> None:
    """Install an app in the background."""
    threading.Thread(target=install, args=(world, key), name=f"install-{key}", daemon=True).start()


def install(world: World, key: int) -> None:
    """Run one installation to its end: the app, or FAILED with a message, or nothing at all.

    Saleor's column for the message holds 255 characters; a longer one kills its task, and the row stays PENDING.
    """
    call = Call(world)
    try:
        row = call.get("app_installation", key)
        if row is None or row["status"] != "PENDING":
            return
        try:
            _install(call, row)
        except InstallFailed as exc:
            if len(str(exc)) <= MESSAGE_LIMIT:
                call.run(
                    "UPDATE app_installation SET status = 'FAILED', message = %s, updated_at = now() WHERE id = %s",
                    str(exc),
                    key,
                )
        else:
            world.deliveries.forget()
    finally:
        call.release()


def _install(call: Call, row: Row) -> None:
    call.release()
    manifest = _fetch_manifest(call, row["manifest_url"])
    values, webhooks = _read_manifest(call, manifest)
    with call.transaction():
        if call.value("SELECT 1 FROM app WHERE identifier = %s", manifest["id"]):
            raise InvalidManifest(
                "identifier", f"App with the same identifier is already installed: {manifest['name']}"
            )
        made = call.insert(
            "app",
            {**values, "permissions": row["permissions"], "manifest_url": row["manifest_url"], "is_active": False},
        )
        for entry in webhooks:
            call.insert("webhook", {**entry, "app_id": made["id"]})
        token = new_token()
        if manifest.get("tokenTargetUrl"):
            call.insert(
                "app_token",
                {
                    "app_id": made["id"],
                    "name": "Default token",
                    "token_hash": token_hash(token),
                    "token_last4": token[-4:],
                },
            )
            # The app may try its token while it is being given: make it good before.
            call.update("app", made["id"], {"is_active": row["activate"]})
    call.release()
    if manifest.get("tokenTargetUrl"):
        answer = call.world.deliveries.hand_over_token(manifest["tokenTargetUrl"], token)
        if not answer.ok:
            with call.transaction():
                call.run("DELETE FROM app WHERE id = %s", made["id"])
            raise InstallFailed("Failed to connect to app. Try later or contact with app support.")
    with call.transaction():
        call.update("app", made["id"], {"is_active": row["activate"]})
        call.run("DELETE FROM app_installation WHERE id = %s", row["id"])


def _fetch_manifest(call: Call, url: str) -> dict[str, Any]:
    for attempt in range(MANIFEST_TRIES):
        try:
            response = call.world.deliveries.fetch(url)
            break
        except httpx.HTTPError:
            if attempt == MANIFEST_TRIES - 1:
                raise InstallFailed("Failed to connect to app. Try later or contact with app support.") from None
            call.world.stopping.wait(0.5 * call.world.options.retry_scale)
    if response.status_code != 200:
        raise InstallFailed("Failed to connect to app. Try later or contact with app support.")
    try:
        manifest = response.json()
    except ValueError:
        raise InstallFailed("Unexpected format of manifest data.") from None
    if not isinstance(manifest, dict):
        raise InstallFailed("Unexpected format of manifest data.")
    return manifest


def _read_manifest(call: Call, manifest: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    missing = [name for name in ("id", "name", "version") if not manifest.get(name)]
    if missing:
        raise InvalidManifest(missing[0], "Field required")
    for name in manifest.get("permissions") or []:
        if name not in ALL_PERMISSIONS:
            raise InvalidManifest("permissions", f"Given permissions don't exist: {name}.")
    target = manifest.get("tokenTargetUrl")
    if target and urlsplit(target).scheme not in ("http", "https"):
        raise InvalidManifest("tokenTargetUrl", "Incorrect format.")
    if manifest.get("extensions"):
        raise InstallFailed("Not implemented by this stand-in of Saleor: extensions in a manifest")
    known_async = set(call.world.deliveries.engine.schema.type_map["WebhookEventTypeAsyncEnum"].values)  # type: ignore[attr-defined]
    webhooks, identifiers = [], set()
    for entry in manifest.get("webhooks") or []:
        events_async = [name.upper() for name in entry.get("asyncEvents") or []]
        events_sync = [name.upper() for name in entry.get("syncEvents") or []]
        if any(name not in known_async for name in events_async):
            raise InvalidManifest("webhooks", "Invalid asynchronous event.")
        if any(name not in SYNC for name in events_sync):
            raise InvalidManifest("webhooks", "Invalid synchronous event.")
        if not entry.get("targetUrl") or urlsplit(entry["targetUrl"]).scheme not in ("http", "https"):
            raise InvalidManifest("webhooks", "Invalid target url.")
        if not entry.get("query"):
            raise InstallFailed("Not implemented by this stand-in of Saleor: a webhook without a query")
        if problem := query_problem(call.world, entry["query"]):
            raise InvalidManifest("webhooks", problem[1])
        identifier = entry.get("identifier")
        if identifier is not None and identifier in identifiers:
            raise InvalidManifest("webhooks", "Duplicated webhook identifier.")
        identifiers.add(identifier)
        webhooks.append(
            {
                "name": entry.get("name"),
                "identifier": identifier,
                "target_url": entry["targetUrl"],
                "is_active": entry.get("isActive", True),
                "events": events_async + events_sync,
                "subscription_query": entry["query"],
                "custom_headers": entry.get("customHeaders") or {},
            }
        )
    return {"identifier": manifest["id"], "name": manifest["name"], "manifest": manifest}, webhooks
