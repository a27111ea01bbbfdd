"""Apps: installing them, their webhooks, and what was delivered."""

import re
import threading
from typing import Any
from urllib.parse import urlsplit

import httpx
from graphql import GraphQLError, OperationDefinitionNode, OperationType, parse, validate

from .. import ids
from ..identity import ALL_PERMISSIONS, new_token, token_hash
from ..paging import page
from ..problems import NotImplementedHere, PermissionDenied, Refused, error, refuse
from ..registry import field, mutation, query
from ..store import Call, Row
from ..world import World
from .accounts import permission

MESSAGE_LIMIT = 255
MANIFEST_TRIES = 3


class InstallFailed(Exception):
    """The installation ends here; the message is its `message`."""


# Reading -------------------------------------------------------------------------------------------------------------


@query("app")
def app(call: Call, id: str | None = None) -> Row | None:
    if id is None:
        return call.get("app", call.caller.app_id)
    key = ids.number(id, "App")
    if key != call.caller.app_id and not call.may("AUTHENTICATED_STAFF_USER", "AUTHENTICATED_APP"):
        raise PermissionDenied(("AUTHENTICATED_STAFF_USER", "AUTHENTICATED_APP"))
    return call.get("app", key)


@query("apps")
def apps(call: Call, **window: Any) -> dict[str, Any]:
    return page(call, "apps", "FROM app t WHERE true", key="t.name", key_type="text", **window)


@query("appsInstallations")
def apps_installations(call: Call) -> list[Row]:
    return call.rows("SELECT * FROM app_installation ORDER BY id")


@query("webhook")
def webhook(call: Call, id: str) -> Row | None:
    found = call.get("webhook", ids.number(id, "Webhook"))
    if found is not None and found["app_id"] != call.caller.app_id and not call.may("MANAGE_APPS"):
        raise PermissionDenied(("MANAGE_APPS",))
    return found


@field("App", "permissions")
def app_permissions(row: Row, call: Call) -> list[dict[str, str]]:
    return [permission(code) for code in row["permissions"]]


for _name, _key in (
    ("aboutApp", "about"),
    ("homepageUrl", "homepageUrl"),
    ("supportUrl", "supportUrl"),
    ("appUrl", "appUrl"),
    ("version", "version"),
    ("author", "author"),
):

    @field("App", _name)
    def from_manifest(row: Row, call: Call, key: str = _key) -> str | None:
        return row["manifest"].get(key)  # type: ignore[no-any-return]


def _own(row: Row, call: Call) -> None:
    if call.caller.app_id != row["id"] and not call.may("MANAGE_APPS"):
        raise PermissionDenied(("MANAGE_APPS", "OWNER"))


@field("App", "webhooks")
def app_webhooks(row: Row, call: Call) -> list[Row]:
    _own(row, call)
    return call.children(row, "webhook", "app_id")


@field("App", "tokens")
def app_tokens(row: Row, call: Call) -> list[Row]:
    _own(row, call)
    return call.children(row, "app_token", "app_id")


@field("AppToken", "authToken")
def last_four(row: Row, call: Call) -> str:
    return row["token_last4"]  # type: ignore[no-any-return]


def _events(row: Row, sync: bool) -> list[dict[str, str]]:
    return [
        {"event_type": name, "name": name.replace("_", " ").capitalize()}
        for name in row["events"]
        if (name in SYNC) == sync
    ]


@field("Webhook", "asyncEvents")
def async_events(row: Row, call: Call) -> list[dict[str, str]]:
    return _events(row, False)


@field("Webhook", "syncEvents")
def sync_events(row: Row, call: Call) -> list[dict[str, str]]:
    return _events(row, True)


@field("Webhook", "app")
def webhook_app(row: Row, call: Call) -> Row | None:
    return call.parent(row, "app", "app_id")


@field("Webhook", "eventDeliveries")
def event_deliveries(
    row: Row, call: Call, sort_by: dict[str, Any] | None = None, filter: dict[str, Any] | None = None, **window: Any
) -> dict[str, Any]:
    sql, values = "FROM event_delivery t WHERE t.webhook_id = %s", [row["id"]]
    given = filter or {}
    if given.get("status"):
        sql, values = sql + " AND t.status = %s", [*values, given["status"]]
    if given.get("event_type"):
        sql, values = sql + " AND t.event = %s", [*values, given["event_type"]]
    down = (sort_by or {}).get("direction", "DESC") == "DESC"
    return page(call, "eventDeliveries", sql, tuple(values), descending=down, **window)


@field("EventDelivery", "eventType")
def event_type(row: Row, call: Call) -> str:
    return row["event"]  # type: ignore[no-any-return]


@field("EventDelivery", "attempts")
def attempts(row: Row, call: Call, sort_by: dict[str, Any] | None = None, **window: Any) -> dict[str, Any]:
    down = (sort_by or {}).get("direction", "DESC") == "DESC"
    sql = "FROM event_attempt t WHERE t.delivery_id = %s"
    return page(call, "attempts", sql, (row["id"],), descending=down, **window)


@mutation("eventDeliveryRetry")
def event_delivery_retry(call: Call, id: str) -> dict[str, Any]:
    key = ids.number(id, "EventDelivery")
    if not call.world.deliveries.retry(call, key):
        raise refuse("id", "NOT_FOUND", f"Couldn't resolve to a node: {id}")
    return {"delivery": call.get("event_delivery", key)}


# Webhooks ------------------------------------------------------------------------------------------------------------

SYNC = {
    "TRANSACTION_CHARGE_REQUESTED",
    "TRANSACTION_REFUND_REQUESTED",
    "TRANSACTION_CANCELATION_REQUESTED",
    "SHIPPING_LIST_METHODS_FOR_CHECKOUT",
    "PAYMENT_GATEWAY_INITIALIZE_SESSION",
    "TRANSACTION_INITIALIZE_SESSION",
    "TRANSACTION_PROCESS_SESSION",
}


def query_problem(world: World, text: str) -> str | None:
    """Say what is wrong with a subscription, or None."""
    try:
        document = parse(text)
    except GraphQLError as exc:
        return str(exc.message)
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    if len(operations) != 1 or operations[0].operation is not OperationType.SUBSCRIPTION:
        return "The query must be one subscription."
    schema = world.deliveries.engine.schema
    return "\n".join(found.message for found in validate(schema, document, max_errors=50)) or None


def _webhook_values(call: Call, given: dict[str, Any], row: Row | None) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in ("name", "identifier", "target_url", "is_active", "secret_key"):
        if given.get(name) is not None:
            values[name] = given[name]
    if values.get("target_url") is not None and urlsplit(values["target_url"]).scheme not in ("http", "https"):
        raise refuse("targetUrl", "INVALID", "Enter a valid URL.")
    if given.get("async_events") is not None or given.get("sync_events") is not None:
        events = list(dict.fromkeys((given.get("async_events") or []) + (given.get("sync_events") or [])))
        if events and given.get("async_events") and given.get("sync_events"):
            raise refuse("syncEvents", "INVALID", "A webhook carries synchronous or asynchronous events, not both.")
        values["events"] = events
    if given.get("query") is not None:
        if problem := query_problem(call.world, given["query"]):
            raise refuse("query", "GRAPHQL_ERROR", problem)
        values["subscription_query"] = given["query"]
    elif row is None:
        raise NotImplementedHere("webhooks without a subscription query")
    if given.get("custom_headers") is not None:
        headers = given["custom_headers"]
        allowed = re.compile(r"(x-.*|authorization.*|brokerproperties)", re.IGNORECASE)
        if not isinstance(headers, dict) or len(headers) > 5 or not all(allowed.fullmatch(name) for name in headers):
            raise refuse(
                "customHeaders", "INVALID_CUSTOM_HEADERS", "Only X-…, Authorization… and BrokerProperties may be set."
            )
        values["custom_headers"] = headers
    return values


def _check_identifier(call: Call, app_id: int, values: dict[str, Any], row: Row | None) -> None:
    if values.get("identifier") is not None and call.value(
        "SELECT 1 FROM webhook WHERE app_id = %s AND identifier = %s AND id <> %s",
        app_id,
        values["identifier"],
        row["id"] if row else 0,
    ):
        raise refuse("identifier", "UNIQUE", "Webhook with this identifier already exists for this app.")


@mutation("webhookCreate")
def webhook_create(call: Call, input: dict[str, Any]) -> dict[str, Any]:
    app_id = call.caller.app_id
    if app_id is None:
        if not input.get("app"):
            raise refuse("app", "REQUIRED", "This field is required.")
        app_id = ids.number(input["app"], "App")
        if call.get("app", app_id) is None:
            raise refuse("app", "NOT_FOUND", f"Couldn't resolve to a node: {input['app']}")
    if not input.get("target_url"):
        raise refuse("targetUrl", "REQUIRED", "This field is required.")
    values = _webhook_values(call, input, None)
    _check_identifier(call, app_id, values, None)
    made = call.insert("webhook", {**values, "app_id": app_id})
    call.after(call.world.deliveries.forget)
    return {"webhook": made}


def _own_webhook(call: Call, id: str | None, identifier: str | None) -> Row:
    found = None
    if id is not None:
        found = call.get("webhook", ids.number(id, "Webhook"))
        if found is not None and call.caller.app_id is not None and found["app_id"] != call.caller.app_id:
            found = None
    elif identifier is not None:
        found = call.row(
            "SELECT * FROM webhook WHERE identifier = %s AND app_id = %s", identifier, call.caller.app_id or 0
        )
    if found is None:
        raise refuse("id" if id else "identifier", "NOT_FOUND", f"Couldn't resolve to a node: {id or identifier}")
    return found


@mutation("webhookUpdate")
def webhook_update(
    call: Call, input: dict[str, Any], id: str | None = None, identifier: str | None = None
) -> dict[str, Any]:
    row = _own_webhook(call, id, identifier)
    values = _webhook_values(call, input, row)
    _check_identifier(call, row["app_id"], values, row)
    call.update("webhook", row["id"], values)
    call.after(call.world.deliveries.forget)
    return {"webhook": call.one("SELECT * FROM webhook WHERE id = %s", row["id"])}


@mutation("webhookDelete")
def webhook_delete(call: Call, id: str | None = None, identifier: str | None = None) -> dict[str, Any]:
    row = _own_webhook(call, id, identifier)
    call.run("DELETE FROM webhook WHERE id = %s", row["id"])
    call.after(call.world.deliveries.forget)
    return {"webhook": row}


# Installing ----------------------------------------------------------------------------------------------------------


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
            raise InstallFailed(f"id: App with the same identifier is already installed: {manifest['name']}.")
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
        raise InstallFailed("; ".join(f"{name}: Field required" for name in missing))
    for name in manifest.get("permissions") or []:
        if name not in ALL_PERMISSIONS:
            raise InstallFailed(f"permissions: Given permissions don't exist: {name}.")
    target = manifest.get("tokenTargetUrl")
    if target and urlsplit(target).scheme not in ("http", "https"):
        raise InstallFailed("tokenTargetUrl: Incorrect format.")
    if manifest.get("extensions"):
        raise InstallFailed("Not implemented by this stand-in of Saleor: extensions in a manifest")
    known_async = set(call.world.deliveries.engine.schema.type_map["WebhookEventTypeAsyncEnum"].values)  # type: ignore[attr-defined]
    webhooks, identifiers = [], set()
    for entry in manifest.get("webhooks") or []:
        events_async = [name.upper() for name in entry.get("asyncEvents") or []]
        events_sync = [name.upper() for name in entry.get("syncEvents") or []]
        if any(name not in known_async for name in events_async):
            raise InstallFailed("webhooks: Invalid asynchronous event.")
        if any(name not in SYNC for name in events_sync):
            raise InstallFailed("webhooks: Invalid synchronous event.")
        if not entry.get("targetUrl") or urlsplit(entry["targetUrl"]).scheme not in ("http", "https"):
            raise InstallFailed("webhooks: Invalid target url.")
        if not entry.get("query"):
            raise InstallFailed("Not implemented by this stand-in of Saleor: a webhook without a query")
        if problem := query_problem(call.world, entry["query"]):
            raise InstallFailed(f"webhooks: {problem}")
        identifier = entry.get("identifier")
        if identifier is not None and identifier in identifiers:
            raise InstallFailed("webhooks: Duplicated webhook identifier.")
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


# Managing ------------------------------------------------------------------------------------------------------------


def _app(call: Call, id: str) -> Row:
    row = call.get("app", ids.number(id, "App"))
    if row is None:
        raise Refused(error("id", "NOT_FOUND", f"Couldn't resolve to a node: {id}"))
    return row


def _set_active(call: Call, id: str, active: bool) -> dict[str, Any]:
    row = _app(call, id)
    call.update("app", row["id"], {"is_active": active})
    call.after(call.world.deliveries.forget)
    return {"app": call.one("SELECT * FROM app WHERE id = %s", row["id"])}


@mutation("appActivate")
def app_activate(call: Call, id: str) -> dict[str, Any]:
    return _set_active(call, id, True)


@mutation("appDeactivate")
def app_deactivate(call: Call, id: str) -> dict[str, Any]:
    return _set_active(call, id, False)


@mutation("appDelete")
def app_delete(call: Call, id: str) -> dict[str, Any]:
    row = _app(call, id)
    call.run("DELETE FROM app WHERE id = %s", row["id"])
    call.after(call.world.deliveries.forget)
    return {"app": row}


@mutation("appTokenCreate")
def app_token_create(call: Call, input: dict[str, Any]) -> dict[str, Any]:
    row = _app(call, input["app"])
    token = new_token()
    made = call.insert(
        "app_token",
        {
            "app_id": row["id"],
            "name": input.get("name") or "",
            "token_hash": token_hash(token),
            "token_last4": token[-4:],
        },
    )
    return {"auth_token": token, "app_token": made}
