"""Events, and the deliveries that they ask for. Both commit with the change that they tell of."""

from sandbox.stripe import store
from sandbox.stripe.errors import Body
from sandbox.stripe.settings import API_VERSION
from sandbox.stripe.store import Desk


def emit(desk: Desk, type: str, body: Body, *, before: Body | None = None) -> None:
    """Write an event with a copy of `body`; `before` adds what the changed fields were."""
    wanted = bool(desk.settings.webhook_url) and any(choice in {"*", type} for choice in desk.settings.webhook_events)
    data: Body = {"object": body}
    if before is not None:
        data["previous_attributes"] = {key: old for key, old in before.items() if body.get(key) != old}
    event: Body = {
        "id": store.new_id("evt"),
        "object": "event",
        "api_version": API_VERSION,
        "created": desk.now,
        "data": data,
        "livemode": False,
        "pending_webhooks": int(wanted),
        "request": {"id": desk.request_id, "idempotency_key": desk.idempotency_key},
        "type": type,
    }
    store.insert(desk, event, label=type)
    if wanted:
        desk.connection.execute("INSERT INTO deliveries (event, label) VALUES (%s, %s)", [event["id"], type])
