"""Transactions: opened and processed with the payment app, created and reported by apps, acted upon."""

import uuid
from datetime import datetime
from decimal import Decimal
from typing import Any

from .. import ids
from ..checkouts import payment_state
from ..money import money, quantize
from ..payments import add_event, announce_outcome, emit_order, note, own, recalculate, record_session, set_grant, sums
from ..problems import NotImplementedHere, PermissionDenied, Refused, error, refuse
from ..registry import field, mutation, query
from ..store import Call, Row
from .common import as_dict
from .shop import setting

AMOUNTS = {
    "authorizedAmount": "authorized",
    "authorizePendingAmount": "authorize_pending",
    "refundedAmount": "refunded",
    "refundPendingAmount": "refund_pending",
    "canceledAmount": "canceled",
    "cancelPendingAmount": "cancel_pending",
    "chargedAmount": "charged",
    "chargePendingAmount": "charge_pending",
}
# Amounts that an app states -> the field as Saleor shows it, our column, the event that brings it about.
STATED = {
    "amount_authorized": ("amountAuthorized", "authorized", "AUTHORIZATION_SUCCESS"),
    "amount_charged": ("amountCharged", "charged", "CHARGE_SUCCESS"),
    "amount_refunded": ("amountRefunded", "refunded", "REFUND_SUCCESS"),
    "amount_canceled": ("amountCanceled", "canceled", "CANCEL_SUCCESS"),
}
REQUESTED = {
    "CHARGE": ("TRANSACTION_CHARGE_REQUESTED", "authorized"),
    "REFUND": ("TRANSACTION_REFUND_REQUESTED", "charged"),
    "CANCEL": ("TRANSACTION_CANCELATION_REQUESTED", "authorized"),
}
SESSION_ENDS = {
    f"{family}_{end}" for family in ("AUTHORIZATION", "CHARGE") for end in ("FAILURE", "REQUEST", "SUCCESS")
}


# Reading -------------------------------------------------------------------------------------------------------------


@query("transaction")
def transaction(call: Call, id: str | None = None, token: uuid.UUID | None = None) -> Row | None:
    return call.get("payment_transaction", ids.unique(id, "TransactionItem") if id is not None else token)


for _name, _column in AMOUNTS.items():

    @field("TransactionItem", _name)
    def amount_of(row: Row, call: Call, column: str = _column) -> dict[str, Any]:
        return money(row[column], row["currency"])


@field("TransactionItem", "token")
def token_of(row: Row, call: Call) -> Any:
    return row["id"]


@field("TransactionItem", "order")
def order_of(row: Row, call: Call) -> Row | None:
    return call.parent(row, "orders", "order_id")


@field("TransactionItem", "checkout")
def checkout_of(row: Row, call: Call) -> Row | None:
    return call.parent(row, "checkout", "checkout_id")


@field("TransactionItem", "events")
def events_of(row: Row, call: Call) -> list[Row]:
    return call.children(row, "transaction_event", "transaction_id", "id DESC")


@field("TransactionItem", "createdBy")
@field("TransactionEvent", "createdBy")
def created_by(row: Row, call: Call) -> Row | None:
    found = call.get("app", row["app_id"]) if row["app_id"] else call.get("account", row["user_id"])
    return Row({**found, "__typename": "App" if row["app_id"] else "User"}) if found else None


@field("TransactionEvent", "amount")
def event_amount(row: Row, call: Call) -> dict[str, Any]:
    return money(row["amount"], row["currency"])


def named(call: Call, id: str | None, token: uuid.UUID | None = None, *, lock: bool = False) -> Row:
    """Return the transaction that an id or token names, or refuse."""
    if (id is None) == (token is None):
        raise refuse("id", "GRAPHQL_ERROR", "Give 'id' or 'token', and not both.")
    key = ids.unique(id, "TransactionItem") if id is not None else token
    found = call.row(f"SELECT * FROM payment_transaction WHERE id = %s{' FOR UPDATE' if lock else ''}", key)
    if found is None:
        raise refuse("id", "NOT_FOUND", f"Couldn't resolve to a node: {id}")
    return found


class Source:
    """What is to be paid: a checkout or an order."""

    def __init__(self, call: Call, id: str, *, other_kind: str) -> None:
        """Find it, or refuse; `other_kind` is the code for an id of something else."""
        kind, _ = ids.split(id)
        if kind not in ("Checkout", "Order"):
            raise refuse("id", other_kind, f"Invalid ID: {id}. Expected one of: Checkout, Order, received: {kind}.")
        key = ids.unique(id, kind)
        self.checkout = call.row("SELECT * FROM checkout WHERE id = %s", key) if kind == "Checkout" else None
        self.order = call.row("SELECT * FROM orders WHERE id = %s", key) if kind == "Order" else None
        row = self.checkout or self.order
        if row is None:
            raise refuse("id", "NOT_FOUND", f"Couldn't resolve to a checkout or order: {id}")
        channel = call.get("channel", row["channel_id"])
        if channel is None:
            raise LookupError("no channel")
        self.channel = channel
        self.currency = str(channel["currency_code"])

    def open_amount(self, call: Call) -> Decimal:
        """Return what is not yet authorised, charged or on its way."""
        if self.checkout is not None:
            return Decimal(payment_state(call, self.checkout)["open"])
        if self.order is None:
            return Decimal(0)
        amounts = sums(call.rows("SELECT * FROM payment_transaction WHERE order_id = %s", self.order["id"]))
        paid = amounts["charged"] + amounts["charge_pending"] + amounts["authorized"] + amounts["authorize_pending"]
        return max(Decimal(self.order["total"]) - paid, Decimal(0))

    @property
    def columns(self) -> dict[str, Any]:
        return (
            {"checkout_id": self.checkout["id"]}
            if self.checkout
            else {"order_id": self.order["id"]}
            if self.order
            else {}
        )

    @property
    def subject(self) -> dict[str, str]:
        return (
            {"checkout": str(self.checkout["id"])}
            if self.checkout
            else {"order": str(self.order["id"])}
            if self.order
            else {}
        )


# Sessions ------------------------------------------------------------------------------------------------------------


@mutation("paymentGatewayInitialize", atomic=False, wrong_ids_break=True)
def payment_gateway_initialize(
    call: Call, id: str, amount: Decimal | None = None, payment_gateways: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    source = Source(call, id, other_kind="INVALID")
    event = "PAYMENT_GATEWAY_INITIALIZE_SESSION"
    hooks = {hook["app_identifier"]: hook for hook in call.world.deliveries.hooks(event)}
    wanted = payment_gateways if payment_gateways is not None else [{"id": key} for key in hooks]
    asked = quantize(amount, source.currency) if amount is not None else source.open_amount(call)
    configs = []
    for one in wanted:
        config: dict[str, Any] = {"id": one["id"], "data": None, "errors": []}
        configs.append(config)
        hook = hooks.get(one["id"])
        if hook is None:
            config["errors"] = [
                {"field": "id", "code": "NOT_FOUND", "message": "Unable to find the active app for given id."}
            ]
            continue
        answer = call.world.deliveries.ask(
            call, hook, event, {**source.subject, "data": one.get("data"), "amount": str(asked)}
        )
        if isinstance(answer, dict) and "data" in answer:
            config["data"] = answer["data"]
        else:
            config["errors"] = [
                {"field": "id", "code": "INVALID", "message": "Unable to process a payment gateway response."}
            ]
    return {"gateway_configs": configs}


@field("PaymentGatewayConfig", "id")
def config_id(row: dict[str, Any], call: Call) -> str:
    return row["id"]  # type: ignore[no-any-return]


@mutation("transactionInitialize", atomic=False, wrong_ids_break=True)
def transaction_initialize(
    call: Call,
    id: str,
    payment_gateway: dict[str, Any],
    amount: Decimal | None = None,
    action: str | None = None,
    idempotency_key: str | None = None,
    customer_ip_address: str | None = None,
) -> dict[str, Any]:
    if action is not None and not call.may("HANDLE_PAYMENTS"):
        raise PermissionDenied(("HANDLE_PAYMENTS",))
    if customer_ip_address is not None and not call.may("HANDLE_PAYMENTS"):
        raise PermissionDenied(("HANDLE_PAYMENTS",))
    source = Source(call, id, other_kind="INVALID")
    hook = _gateway(call, payment_gateway["id"], "TRANSACTION_INITIALIZE_SESSION", "paymentGateway")
    wanted = action or setting(source.channel, "payment_settings", "default_transaction_flow_strategy")
    asked = quantize(amount, source.currency) if amount is not None else source.open_amount(call)
    key = idempotency_key or str(uuid.uuid4())
    row, request = _opened(call, source, hook, wanted, asked, key)
    subject = {
        **source.subject,
        "transaction": str(row["id"]),
        "data": payment_gateway.get("data"),
        "idempotency_key": key,
        "customer_ip_address": customer_ip_address or call.address,
        "action": {"amount": str(asked), "currency": source.currency, "action_type": wanted},
    }
    answer = call.world.deliveries.ask(call, hook, "TRANSACTION_INITIALIZE_SESSION", subject)
    fresh, event, data = record_session(call, row, request, answer)
    return {"transaction": fresh, "transaction_event": event, "data": data}


def _gateway(call: Call, identifier: str, event: str, field_name: str) -> Row:
    hook = next((one for one in call.world.deliveries.hooks(event) if one["app_identifier"] == identifier), None)
    if hook is None:
        raise refuse(field_name, "NOT_FOUND", "Unable to find the active app for given id.")
    return hook


def _opened(call: Call, source: Source, hook: Row, wanted: str, asked: Decimal, key: str) -> tuple[Row, Row]:
    """Return the transaction of this idempotency key and its open request: made now, or the one that is there."""
    kind = f"{'CHARGE' if wanted == 'CHARGE' else 'AUTHORIZATION'}_REQUEST"
    with call.transaction():
        call.run("SELECT pg_advisory_xact_lock(hashtext(%s))", f"{hook['app_identifier']}:{key}")
        known = call.row(
            "SELECT * FROM payment_transaction WHERE app_identifier = %s AND idempotency_key = %s FOR UPDATE",
            hook["app_identifier"],
            key,
        )
        if known is None:
            app = call.get("app", hook["app_id"])
            known = call.insert(
                "payment_transaction",
                {
                    **source.columns,
                    "app_id": hook["app_id"],
                    "app_identifier": hook["app_identifier"],
                    "name": app["name"] if app else "",
                    "currency": source.currency,
                    "idempotency_key": key,
                },
            )
            first = None
        else:
            first = call.row(
                "SELECT * FROM transaction_event WHERE transaction_id = %s AND idempotency_key = %s ORDER BY id"
                " LIMIT 1",
                known["id"],
                key,
            )
            same = all(known[column] == value for column, value in source.columns.items())
            if not same or (
                first is not None
                and (first["type"].split("_")[0] != kind.split("_", maxsplit=1)[0] or first["amount"] != asked)
            ):
                raise refuse(
                    "idempotencyKey", "UNIQUE", "Different transaction with provided idempotency key already exists."
                )
        if first is None:
            first = add_event(call, known, kind, asked, idempotency_key=key, counts=False)
    return known, first


@mutation("transactionProcess", atomic=False, wrong_ids_break=True)
def transaction_process(
    call: Call,
    id: str | None = None,
    token: uuid.UUID | None = None,
    data: Any = None,
    customer_ip_address: str | None = None,
) -> dict[str, Any]:
    if customer_ip_address is not None and not call.may("HANDLE_PAYMENTS"):
        raise PermissionDenied(("HANDLE_PAYMENTS",))
    row = named(call, id, token)
    events = call.rows("SELECT * FROM transaction_event WHERE transaction_id = %s ORDER BY id", row["id"])
    # The first end of the session is its end, a failure too: the app is not asked again. What did not count may be.
    if ended := next((one for one in events if one["counts"] and one["type"] in SESSION_ENDS), None):
        return {"transaction": row, "transaction_event": ended, "data": None}
    request = next((one for one in events if one["type"] in ("AUTHORIZATION_REQUEST", "CHARGE_REQUEST")), None)
    if request is None:
        raise refuse("id", "INVALID", "Missing call of `transactionInitialize` mutation.")
    if row["app_identifier"] is None:
        raise refuse(
            "id", "MISSING_PAYMENT_APP_RELATION", "Missing relation with the payment app for this transaction."
        )
    hook = next(
        (
            one
            for one in call.world.deliveries.hooks("TRANSACTION_PROCESS_SESSION")
            if one["app_identifier"] == row["app_identifier"]
        ),
        None,
    )
    if hook is None:
        raise refuse("id", "MISSING_PAYMENT_APP", "Unable to find the payment app for this transaction.")
    subject = {
        **({"checkout": str(row["checkout_id"])} if row["checkout_id"] else {"order": str(row["order_id"])}),
        "transaction": str(row["id"]),
        "data": data,
        "customer_ip_address": customer_ip_address or call.address,
        "action": {
            "amount": str(request["amount"]),
            "currency": row["currency"],
            "action_type": "CHARGE" if request["type"] == "CHARGE_REQUEST" else "AUTHORIZATION",
        },
    }
    answer = call.world.deliveries.ask(call, hook, "TRANSACTION_PROCESS_SESSION", subject)
    fresh, event, shown = record_session(call, row, request, answer)
    return {"transaction": fresh, "transaction_event": event, "data": shown}


# By apps -------------------------------------------------------------------------------------------------------------


def _transaction_values(given: dict[str, Any]) -> dict[str, Any]:
    values = {
        name: given[name]
        for name in ("name", "message", "psp_reference", "external_url")
        if given.get(name) is not None
    }
    if given.get("available_actions") is not None:
        values["actions"] = given["available_actions"]
    return values


def _check_currencies(given: dict[str, Any], currency: str) -> None:
    wrong = [name for name in STATED if given.get(name) and given[name]["currency"] != currency]
    if wrong:
        message = f"Currency needs to be the same as for order: {currency}"
        raise Refused(*(error(STATED[name][0], "INCORRECT_CURRENCY", message) for name in wrong))


def _set_amounts(call: Call, row: Row, given: dict[str, Any]) -> None:
    """Turn stated amounts into events that bring the transaction there."""
    _check_currencies(given, row["currency"])
    for name, (_, column, kind) in STATED.items():
        stated = given.get(name)
        if stated is None:
            continue
        difference = quantize(stated["amount"], row["currency"]) - row[column]
        if difference < 0:
            raise NotImplementedHere(f"lowering {name} of a transaction")
        if difference > 0:
            # Stated amounts are what they are: what a charge takes from the authorisation is put back.
            if column in ("charged", "canceled") and row["authorized"] < difference:
                add_event(call, row, "AUTHORIZATION_SUCCESS", difference, psp_reference=f"{uuid.uuid4()}")
            if column == "refunded" and row["charged"] < difference:
                add_event(call, row, "CHARGE_SUCCESS", difference, psp_reference=f"{uuid.uuid4()}")
            add_event(call, row, kind, difference, psp_reference=given.get("psp_reference") or row["psp_reference"])


@mutation("transactionCreate")
def transaction_create(
    call: Call, id: str, transaction: dict[str, Any], transaction_event: dict[str, Any] | None = None
) -> dict[str, Any]:
    # The same pspReference again is another transaction: whoever asks twice has paid twice.
    source = Source(call, id, other_kind="NOT_FOUND")
    row = call.insert(
        "payment_transaction",
        {
            **_transaction_values(transaction),
            **source.columns,
            "currency": source.currency,
            "app_id": call.caller.app_id,
            "app_identifier": call.caller.identifier,
            "user_id": call.caller.user_id,
            "metadata": as_dict(transaction.get("metadata")),
            "private_metadata": as_dict(transaction.get("private_metadata")),
        },
    )
    _set_amounts(call, row, transaction)
    if transaction_event:
        add_event(
            call,
            row,
            "INFO",
            Decimal(0),
            message=transaction_event.get("message") or "",
            psp_reference=transaction_event.get("psp_reference") or "",
        )
    fresh = recalculate(call, row["id"])
    if fresh["order_id"] is not None and fresh["charged"] > 0:
        emit_order(call, "ORDER_PAID", fresh["order_id"])
    return {"transaction": fresh}


@mutation("transactionUpdate", wrong_ids_break=True)
def transaction_update(
    call: Call,
    id: str | None = None,
    token: uuid.UUID | None = None,
    transaction: dict[str, Any] | None = None,
    transaction_event: dict[str, Any] | None = None,
) -> dict[str, Any]:
    row = named(call, id, token, lock=True)
    own(call, row)
    given = transaction or {}
    values = _transaction_values(given)
    for column in ("metadata", "private_metadata"):
        if given.get(column):
            values[column] = row[column] | as_dict(given[column])
    call.update("payment_transaction", row["id"], values)
    _set_amounts(call, row, given)
    if transaction_event:
        add_event(
            call,
            row,
            "INFO",
            Decimal(0),
            message=transaction_event.get("message") or "",
            psp_reference=transaction_event.get("psp_reference") or "",
        )
    return {"transaction": recalculate(call, row["id"])}


@mutation("transactionEventReport", wrong_ids_break=True)
def transaction_event_report(
    call: Call,
    type: str,
    psp_reference: str,
    id: str | None = None,
    token: uuid.UUID | None = None,
    amount: Decimal | None = None,
    available_actions: list[str] | None = None,
    message: str | None = None,
    external_url: str | None = None,
    time: datetime | None = None,
) -> dict[str, Any]:
    row = named(call, id, token, lock=True)
    own(call, row)
    if amount is None and type != "INFO":
        known_amount = call.value(
            "SELECT amount FROM transaction_event WHERE transaction_id = %s AND psp_reference = %s AND amount > 0"
            " ORDER BY id DESC LIMIT 1",
            row["id"],
            psp_reference,
        )
        if known_amount is None:
            raise refuse("amount", "REQUIRED", "The `amount` field is required for the reported event.")
        amount = known_amount
    asked = quantize(amount or Decimal(0), row["currency"])
    known = call.row(
        "SELECT * FROM transaction_event WHERE transaction_id = %s AND type = %s AND psp_reference = %s AND"
        " counts ORDER BY id LIMIT 1",
        row["id"],
        type,
        psp_reference,
    )
    if known is not None and type != "INFO":
        if known["amount"] != asked:
            raise refuse(
                "pspReference",
                "INCORRECT_DETAILS",
                "The transaction with provided `pspReference` and `type` already exists with different amount.",
            )
        return {"already_processed": True, "transaction": row, "transaction_event": known}
    if type == "AUTHORIZATION_SUCCESS" and call.value(
        "SELECT 1 FROM transaction_event WHERE transaction_id = %s AND type = 'AUTHORIZATION_SUCCESS' AND counts",
        row["id"],
    ):
        raise refuse(
            "type",
            "ALREADY_EXISTS",
            "Event with `AUTHORIZATION_SUCCESS` already reported for the transaction. Use `AUTHORIZATION_ADJUSTMENT`.",
        )
    request = call.row(
        "SELECT * FROM transaction_event WHERE transaction_id = %s AND psp_reference = %s AND granted_refund_id"
        " IS NOT NULL LIMIT 1",
        row["id"],
        psp_reference,
    )
    grant = request["granted_refund_id"] if request else None
    more = {"created_at": time} if time is not None else {}
    event = add_event(
        call,
        row,
        type,
        asked,
        psp_reference=psp_reference,
        message=message or "",
        external_url=external_url or "",
        granted_refund_id=grant,
        **more,
    )
    values: dict[str, Any] = {}
    if available_actions is not None:
        values["actions"] = available_actions
    if message:
        values["message"] = message
    if not row["psp_reference"]:
        values["psp_reference"] = psp_reference
    call.update("payment_transaction", row["id"], values)
    if grant is not None and type in ("REFUND_SUCCESS", "REFUND_FAILURE"):
        set_grant(call, grant, type.partition("_")[2])
    fresh = recalculate(call, row["id"])
    announce_outcome(call, fresh, type)
    return {"already_processed": False, "transaction": fresh, "transaction_event": event}


# Actions -------------------------------------------------------------------------------------------------------------


def ask_app(call: Call, row: Row, action: str, amount: Decimal, *, grant_id: int | None = None) -> None:
    """Note a request and let the worker send it, or refuse where nobody listens."""
    event, _ = REQUESTED[action]
    hook = next(
        (one for one in call.world.deliveries.hooks(event) if one["app_identifier"] == row["app_identifier"]), None
    )
    if row["app_identifier"] is None or hook is None:
        raise refuse(
            "id", "MISSING_TRANSACTION_ACTION_REQUEST_WEBHOOK", f"No app or plugin is configured to handle {event}."
        )
    request = add_event(call, row, f"{action}_REQUEST", amount, counts=False, granted_refund_id=grant_id)
    subject: dict[str, Any] = {
        "transaction": str(row["id"]),
        "action": {"amount": str(amount), "currency": row["currency"], "action_type": action},
    }
    if grant_id is not None:
        subject["granted_refund"] = grant_id
    call.world.deliveries.request(call, hook, event, subject, request_event_id=request["id"])
    if row["order_id"] is not None:
        note(call, row["order_id"], f"TRANSACTION_{action}_REQUESTED", amount=float(amount))


@mutation("transactionRequestAction", wrong_ids_break=True)
def transaction_request_action(
    call: Call, action_type: str, id: str | None = None, token: uuid.UUID | None = None, amount: Decimal | None = None
) -> dict[str, Any]:
    row = named(call, id, token, lock=True)
    most = row[REQUESTED[action_type][1]]
    # More than there is gets cut to what there is, without a word.
    asked = min(quantize(amount, row["currency"]), most) if amount is not None and action_type != "CANCEL" else most
    ask_app(call, row, action_type, asked)
    return {"transaction": call.one("SELECT * FROM payment_transaction WHERE id = %s", row["id"])}
