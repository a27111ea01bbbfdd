"""Transactions: amounts from their events, what payment apps answer, and what that does to checkouts and orders."""

from decimal import Decimal
from typing import Any

from .money import quantize
from .problems import PermissionDenied
from .store import Call, Row

NOT_REACHED = "Failed to delivery request."
ENDINGS = {
    "AUTHORIZATION": ("SUCCESS", "FAILURE", "ADJUSTMENT", "REQUEST", "ACTION_REQUIRED"),
    "CHARGE": ("ACTION_REQUIRED", "SUCCESS", "FAILURE", "BACK", "REQUEST"),
    "REFUND": ("SUCCESS", "FAILURE", "REVERSE", "REQUEST"),
    "CANCEL": ("SUCCESS", "FAILURE", "REQUEST"),
}
EVENTS = [*(f"{family}_{end}" for family, ends in ENDINGS.items() for end in ends), "INFO"]
NO_RESULT = f"Missing or invalid value for `result`: {{}}. Possible values: {', '.join(EVENTS)}."
RESULTS = {
    f"{family}_{end}"
    for family in ("CHARGE", "AUTHORIZATION")
    for end in ("SUCCESS", "FAILURE", "REQUEST", "ACTION_REQUIRED")
}
ACTIONS = {"CHARGE", "REFUND", "CANCEL"}
# family -> (column, pending column, the column it takes from)
FAMILIES = {
    "AUTHORIZATION": ("authorized", "authorize_pending", None),
    "CHARGE": ("charged", "charge_pending", "authorized"),
    "REFUND": ("refunded", "refund_pending", "charged"),
    "CANCEL": ("canceled", "cancel_pending", "authorized"),
}
ENDS = ("REQUEST", "SUCCESS", "FAILURE")


# Amounts -------------------------------------------------------------------------------------------------------------


def amounts_of(events: list[Row]) -> dict[str, Decimal]:
    """Return what the events of one transaction come to: per pspReference the newest outcome, else the request."""
    amounts = dict.fromkeys((column for family in FAMILIES.values() for column in family[:2]), Decimal(0))
    groups: dict[tuple[str, str], dict[str, Row]] = {}
    for event in events:
        family, _, end = event["type"].partition("_")
        if event["type"] == "AUTHORIZATION_ADJUSTMENT":
            amounts["authorized"] = event["amount"]
        elif event["type"] == "CHARGE_BACK":
            amounts["charged"] -= event["amount"]
        elif event["type"] == "REFUND_REVERSE":
            amounts["charged"] += event["amount"]
            amounts["refunded"] -= event["amount"]
        elif family in FAMILIES and end in ENDS:
            groups.setdefault((family, event["psp_reference"]), {})[end] = event
    for (family, _reference), ends in groups.items():
        _add_group(amounts, *FAMILIES[family], ends)
    return amounts | {column: max(amounts[column], Decimal(0)) for column in ("authorized", "charged")}


def _add_group(
    amounts: dict[str, Decimal], column: str, pending: str, source: str | None, ends: dict[str, Row]
) -> None:
    outcomes = [ends[end] for end in ("SUCCESS", "FAILURE") if end in ends]
    final = max(outcomes, key=lambda one: int(one["id"]), default=None)
    if final is None:
        amount, column = ends["REQUEST"]["amount"], pending
    elif final["type"].endswith("SUCCESS"):
        amount = final["amount"]
    else:
        return
    amounts[column] += amount
    if source is not None:
        amounts[source] -= amount


def recalculate(call: Call, transaction_id: Any) -> Row:
    """Work the amounts of a transaction out of its events, write them, and carry them to its checkout or order."""
    events = call.rows(
        "SELECT * FROM transaction_event WHERE transaction_id = %s AND counts ORDER BY id", transaction_id
    )
    amounts = amounts_of(events)
    call.update("payment_transaction", transaction_id, amounts)
    call.run("UPDATE payment_transaction SET modified_at = now() WHERE id = %s", transaction_id)
    fresh = call.one("SELECT * FROM payment_transaction WHERE id = %s", transaction_id)
    if fresh["order_id"] is not None:
        update_order(call, fresh["order_id"])
    elif fresh["checkout_id"] is not None:
        announce_checkout(call, fresh["checkout_id"])
    return fresh


def sums(rows: list[Row]) -> dict[str, Decimal]:
    """Return every amount summed over transactions."""
    columns = [column for family in FAMILIES.values() for column in family[:2]]
    return {column: sum((row[column] for row in rows), Decimal(0)) for column in columns}


def status_of(paid: Decimal, total: Decimal, *, over: bool) -> str:
    """Return NONE, PARTIAL or FULL (or OVERCHARGED where `over` counts)."""
    if paid > total and over:
        return "OVERCHARGED"
    if paid >= total:
        return "FULL"
    return "PARTIAL" if paid > 0 else "NONE"


def update_order(call: Call, order_id: Any) -> None:
    """Bring an order's payment statuses in line and tell who listens."""
    order = call.one("SELECT * FROM orders WHERE id = %s FOR UPDATE", order_id)
    amounts = sums(call.rows("SELECT * FROM payment_transaction WHERE order_id = %s", order_id))
    granted = call.value("SELECT coalesce(sum(amount), 0) FROM granted_refund WHERE order_id = %s", order_id)
    due = max(order["total"] - granted, Decimal(0))
    charge = status_of(amounts["charged"], due, over=True)
    authorize = status_of(amounts["charged"] + amounts["authorized"], due, over=False)
    call.update("orders", order_id, {"charge_status": charge, "authorize_status": authorize})
    call.run("UPDATE orders SET updated_at = now() WHERE id = %s", order_id)
    if order["status"] == "DRAFT":
        return
    if charge in ("FULL", "OVERCHARGED") and order["charge_status"] in ("NONE", "PARTIAL") and amounts["charged"] > 0:
        note(call, order_id, "ORDER_FULLY_PAID")
        emit_order(call, "ORDER_FULLY_PAID", order_id)


def emit_order(call: Call, event: str, order_id: Any) -> None:
    """Tell who listens about an order."""
    deliveries = call.world.deliveries
    deliveries.emit(call, event, {"order": str(order_id)})
    if call.world.options.order_updated:
        deliveries.emit(call, "ORDER_UPDATED", {"order": str(order_id)})


def note(call: Call, order_id: Any, kind: str, **parameters: Any) -> None:
    """Write an entry into an order's history."""
    call.insert(
        "order_event",
        {
            "order_id": order_id,
            "type": kind,
            "user_id": call.caller.user_id,
            "app_id": call.caller.app_id,
            "parameters": parameters,
        },
    )


def announce_checkout(call: Call, checkout_id: Any) -> None:
    """Say that a checkout is now paid, or authorised, in full."""
    from .checkouts import payment_state

    checkout = call.row("SELECT * FROM checkout WHERE id = %s", checkout_id)
    if checkout is None:
        return
    state = payment_state(call, checkout)
    if state["charge_status"] in ("FULL", "OVERCHARGED"):
        call.world.deliveries.emit(call, "CHECKOUT_FULLY_PAID", {"checkout": str(checkout_id)})
    elif state["authorize_status"] == "FULL":
        call.world.deliveries.emit(call, "CHECKOUT_FULLY_AUTHORIZED", {"checkout": str(checkout_id)})


# Events --------------------------------------------------------------------------------------------------------------


def add_event(call: Call, transaction: Row, kind: str, amount: Decimal, **more: Any) -> Row:
    """Write one event of a transaction."""
    return call.insert(
        "transaction_event",
        {
            "transaction_id": transaction["id"],
            "type": kind,
            "amount": amount,
            "currency": transaction["currency"],
            "app_id": call.caller.app_id,
            "user_id": call.caller.user_id,
            **more,
        },
    )


def own(call: Call, transaction: Row) -> None:
    """Refuse an app that touches the transaction of another, and staff that touch an app's."""
    owner = transaction["app_identifier"]
    if owner is not None and call.caller.identifier != owner:
        raise PermissionDenied(("OWNER", "HANDLE_PAYMENTS"))


class Reading:
    """What a payment app's answer means; `problem` says why it counts as a failure."""

    def __init__(
        self, answer: Any, requested: Decimal, currency: str, allowed: set[str], *, result_needed: bool
    ) -> None:
        self.problem: str | None = None
        self.result: str | None = None
        self.reference = ""
        self.amount = requested
        self.data: Any = None
        self.message = ""
        self.external_url = ""
        self.actions: list[str] | None = None
        if not isinstance(answer, dict):
            self.problem = NOT_REACHED
            return
        self.data = answer.get("data")
        self.message = str(answer.get("message") or "")
        self.external_url = str(answer.get("externalUrl") or "")
        if isinstance(answer.get("actions"), list):
            self.actions = [str(one).upper() for one in answer["actions"] if str(one).upper() in ACTIONS]
        result = str(answer["result"]).upper() if answer.get("result") else None
        if result is not None and result not in allowed:
            self.problem = NO_RESULT.format(answer.get("result"))
        elif result is None and result_needed:
            self.problem = NO_RESULT.format(None)
        self.result = result
        if answer.get("amount") is not None:
            try:
                # What the app says is believed, whatever was asked for.
                self.amount = quantize(Decimal(str(answer["amount"])), currency)
            except ArithmeticError:
                self.problem = "Incorrect value for field `amount`."
        reference = answer.get("pspReference")
        if reference:
            self.reference = str(reference)
        elif self.problem is None and not (result and result.endswith(("FAILURE", "ACTION_REQUIRED"))):
            self.problem = f"Missing value for field: pspReference. Input: {answer}."


def record_session(call: Call, transaction: Row, request: Row, answer: Any) -> tuple[Row, Row, Any]:
    """Write down what an app answered to a session; return transaction, its new event and the app's data."""
    family = request["type"].removesuffix("_REQUEST")
    reading = Reading(answer, request["amount"], transaction["currency"], RESULTS, result_needed=True)
    with call.transaction():
        call.run("SELECT 1 FROM payment_transaction WHERE id = %s FOR UPDATE", transaction["id"])
        if reading.problem is not None or reading.result is None:
            event = add_event(
                call,
                transaction,
                f"{family}_FAILURE",
                request["amount"],
                message=reading.problem or "",
                psp_reference=request["psp_reference"],
                counts=False,
            )
        else:
            values = {
                "message": reading.message,
                "external_url": reading.external_url,
                "psp_reference": reading.reference,
            }
            if reading.result.endswith("_REQUEST"):
                call.update(
                    "transaction_event",
                    request["id"],
                    {**values, "type": reading.result, "amount": reading.amount, "counts": True},
                )
                event = call.one("SELECT * FROM transaction_event WHERE id = %s", request["id"])
            else:
                call.update("transaction_event", request["id"], {"psp_reference": reading.reference})
                event = add_event(call, transaction, reading.result, reading.amount, **values)
            changes: dict[str, Any] = {"psp_reference": reading.reference} if reading.reference else {}
            if reading.actions is not None and reading.result.endswith(("_SUCCESS", "_REQUEST")):
                changes["actions"] = reading.actions
            call.update("payment_transaction", transaction["id"], changes)
        fresh = recalculate(call, transaction["id"])
        if fresh["order_id"] is not None and event["type"] == "CHARGE_SUCCESS":
            emit_order(call, "ORDER_PAID", fresh["order_id"])
    return fresh, event, reading.data


def settle_request(call: Call, event_id: int, answer: Any) -> None:
    """Write down what an app answered to a charge, refund or cancel that the worker sent."""
    with call.transaction():
        request = call.row("SELECT * FROM transaction_event WHERE id = %s FOR UPDATE", event_id)
        if request is None or request["counts"]:
            return
        transaction = call.one("SELECT * FROM payment_transaction WHERE id = %s FOR UPDATE", request["transaction_id"])
        family = request["type"].removesuffix("_REQUEST")
        allowed = {f"{family}_SUCCESS", f"{family}_FAILURE"}
        reading = Reading(answer, request["amount"], transaction["currency"], allowed, result_needed=False)
        grant = request["granted_refund_id"]
        if reading.problem is not None:
            add_event(
                call,
                transaction,
                f"{family}_FAILURE",
                request["amount"],
                message=reading.problem,
                psp_reference=reading.reference,
                granted_refund_id=grant,
            )
            set_grant(call, grant, "FAILURE")
        else:
            call.update("transaction_event", event_id, {"psp_reference": reading.reference, "counts": True})
            if reading.actions is not None:
                call.update("payment_transaction", transaction["id"], {"actions": reading.actions})
            if reading.result is None:
                set_grant(call, grant, "PENDING")
            else:
                add_event(
                    call,
                    transaction,
                    reading.result,
                    reading.amount,
                    message=reading.message,
                    external_url=reading.external_url,
                    psp_reference=reading.reference,
                    granted_refund_id=grant,
                )
                set_grant(call, grant, reading.result.partition("_")[2])
        recalculate(call, transaction["id"])
        if reading.result is not None and reading.problem is None:
            announce_outcome(call, transaction, reading.result)


def set_grant(call: Call, grant_id: int | None, status: str) -> None:
    """Set the status of a granted refund."""
    if grant_id is not None:
        call.run("UPDATE granted_refund SET status = %s, updated_at = now() WHERE id = %s", status, grant_id)


def announce_outcome(call: Call, transaction: Row, kind: str) -> None:
    """Tell who listens what the success of a refund or charge did to the order."""
    order_id = transaction["order_id"]
    if order_id is None:
        return
    note(call, order_id, "TRANSACTION_EVENT", message=kind)
    if kind == "CHARGE_SUCCESS":
        emit_order(call, "ORDER_PAID", order_id)
    if kind == "REFUND_SUCCESS":
        emit_order(call, "ORDER_REFUNDED", order_id)
        order = call.one("SELECT * FROM orders WHERE id = %s", order_id)
        refunded = sums(call.rows("SELECT * FROM payment_transaction WHERE order_id = %s", order_id))["refunded"]
        if refunded >= order["total"]:
            emit_order(call, "ORDER_FULLY_REFUNDED", order_id)
