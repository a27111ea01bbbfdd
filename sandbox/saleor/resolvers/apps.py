"""Apps: installing them, their webhooks, and what was delivered."""

import re
from typing import Any
from urllib.parse import urlsplit

from graphql import GraphQLError, OperationDefinitionNode, OperationType, parse, validate

from .. import ids
from ..identity import new_token, token_hash
from ..paging import page
from ..problems import NotImplementedHere, PermissionDenied, Refused, error, refuse
from ..registry import field, mutation, query
from ..store import Call, Row
from ..world import World
from .accounts import permission

# Reading -------------------------------------------------------------------------------------------------------------


@query("app")
def app(call: Call, id: str | None = None) -> Row | None:
    known = ("AUTHENTICATED_STAFF_USER", "AUTHENTICATED_APP")
    if not call.may(*known):
        raise PermissionDenied(known)
    if id is None:
        return call.get("app", call.caller.app_id)
    key = ids.number(id, "App")
    if call.caller.kind == "app" and key != call.caller.app_id and not call.may("MANAGE_APPS"):
        raise PermissionDenied(("MANAGE_APPS",))
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


def query_problem(world: World, text: str) -> tuple[str, str] | None:
    """Return code and message of what is wrong with a subscription, or None."""
    try:
        document = parse(text)
    except GraphQLError as exc:
        return "SYNTAX", str(exc.message)
    if found := validate(world.deliveries.engine.schema, document, max_errors=50):
        return "GRAPHQL_ERROR", "\n".join(one.message for one in found)
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    if len(operations) != 1 or operations[0].operation is not OperationType.SUBSCRIPTION:
        return "MISSING_SUBSCRIPTION", "Subscription operation can't be found."
    return None


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
            raise refuse("query", *problem)
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
        # Of two columns together, so of no field.
        raise refuse(None, "UNIQUE", "Webhook with this identifier already exists for this app.")


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
