"""Saleor in a purchase's words: a checkout made from frozen lines, its payment, its order.

What is certainly not done is raised as CheckoutRefused. SaleorUnavailable, which leaves the outcome unknown, and
SaleorThrottled pass through to the runner, which asks again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from marketplace.purchases import addresses
from marketplace.purchases.models import Attempt, AttemptLine
from marketplace.saleor import api, ids
from marketplace.saleor.client import enums, input_types
from marketplace.saleor.client.checkout_complete import CheckoutCompleteCheckoutCompleteOrder
from marketplace.saleor.client.checkout_create import CheckoutCreate
from marketplace.saleor.client.fragments import CheckoutFields, OrderFields
from marketplace.saleor.errors import SaleorRejected
from marketplace.saleor.manifest import MARKET

Answer = TypeVar("Answer")

CHANNEL = "shop"
DELIVERY_PROBLEMS = frozenset({"CheckoutProblemDeliveryMethodStale", "CheckoutProblemDeliveryMethodInvalid"})
STOCK_PROBLEM = "CheckoutLineProblemInsufficientStock"
GONE_PROBLEM = "CheckoutLineProblemVariantNotAvailable"
INSUFFICIENT_STOCK = "INSUFFICIENT_STOCK"
NOT_PAID = "CHECKOUT_NOT_FULLY_PAID"
DELIVERY_CODES = frozenset(
    {
        "INVALID_SHIPPING_METHOD",
        "SHIPPING_METHOD_NOT_APPLICABLE",
        "DELIVERY_METHOD_NOT_APPLICABLE",
        "SHIPPING_METHOD_NOT_SET",
    }
)
NOT_FOR_SALE_CODES = frozenset(
    {"PRODUCT_NOT_PUBLISHED", "PRODUCT_UNAVAILABLE_FOR_PURCHASE", "UNAVAILABLE_VARIANT_IN_CHANNEL", "not_published"}
)


class CheckoutRefused(Exception):
    """Saleor said no, so nothing was done. `code` is Saleor's, or ours in lower case. Not fit to show."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(f"{code}: {message}" if message else code)
        self.code = code


@dataclass(frozen=True)
class Checkout:
    """A checkout as Saleor has it: whole won; `lines` are units and line total by SKU."""

    id: str
    total: int
    lines: Mapping[str, tuple[int, int]]
    has_delivery: bool
    problems: tuple[str, ...]


@dataclass(frozen=True)
class Session:
    """What Saleor made of the request to pay. Whether money can come is known from our own payment row."""

    transaction_id: str
    token: str
    event: str
    message: str


@dataclass(frozen=True)
class Order:
    """An order as Saleor has it; `lines` are units and line total by SKU."""

    id: str
    number: str
    status: str
    total: int
    lines: Mapping[str, tuple[int, int]]

    @property
    def is_cancelled(self) -> bool:
        return self.status == "CANCELED"


def make(attempt: Attempt, lines: Sequence[AttemptLine]) -> Checkout:
    """Make a checkout of frozen lines, with the attempt's address; it is not chosen yet how it is delivered.

    Raises CheckoutRefused. A lost answer leaves a checkout that nobody uses: ask for another.
    """
    variants = ids.find_many("variant", [line.variant.sku for line in lines])
    if missing := [line.variant.sku for line in lines if line.variant.sku not in variants]:
        raise CheckoutRefused("not_published", ", ".join(missing))
    # Saleor's list of Korean places is years old: it would refuse 세종, 군위 and others, so our own check stands alone.
    unchecked = input_types.CheckoutAddressValidationRules(
        check_required_fields=False, check_fields_format=False, enable_fields_normalization=True
    )
    address = _address(attempt)
    wanted = input_types.CheckoutCreateInput(
        channel=CHANNEL,
        email=attempt.email,
        lines=[
            input_types.CheckoutLineInput(variant_id=variants[line.variant.sku], quantity=line.units) for line in lines
        ],
        shipping_address=address,
        billing_address=address,
        language_code=enums.LanguageCodeEnum.EN if attempt.language == "en" else enums.LanguageCodeEnum.KO,
        validation_rules=input_types.CheckoutValidationRules(shipping_address=unchecked, billing_address=unchecked),
        metadata=[input_types.MetadataInput(key="gachi_purchase", value=attempt.reference)],
    )
    made = _refusing(lambda: _create(wanted)).checkout_create
    if made is None or made.checkout is None:
        raise CheckoutRefused("no_checkout")
    return _checkout(made.checkout)


def _create(wanted: input_types.CheckoutCreateInput) -> CheckoutCreate:
    """Create a checkout; a telephone number that Saleor takes for none stays with us alone.

    No rule waives that check, and its list of number ranges is not ours. The vendor's order has the number from us.
    """
    try:
        return api.shop().checkout_create(wanted)
    except SaleorRejected as exc:
        if exc.field != "phone":
            raise
    address = wanted.shipping_address.model_copy(update={"phone": None}) if wanted.shipping_address else None
    return api.shop().checkout_create(
        wanted.model_copy(update={"shipping_address": address, "billing_address": address})
    )


def choose_delivery(checkout_id: str) -> Checkout:
    """Have the checkout delivered in the one way there is, at today's fee, or raise CheckoutRefused."""
    found = _refusing(lambda: api.shop().delivery_options_calculate(checkout_id)).delivery_options_calculate
    options = [
        option
        for option in (found.deliveries if found else [])
        if option.shipping_method is not None and option.shipping_method.active
    ]
    if not options:
        raise CheckoutRefused("no_delivery")
    cheapest = min(options, key=lambda option: option.shipping_method.price.amount if option.shipping_method else 0)
    chosen = _refusing(
        lambda: api.shop().checkout_delivery_method_update(checkout_id, cheapest.id)
    ).checkout_delivery_method_update
    if chosen is None or chosen.checkout is None:
        raise CheckoutRefused("no_checkout")
    return _checkout(chosen.checkout)


def read(checkout_id: str) -> Checkout | None:
    """Return a checkout as it is now, with its problems, or None: it is gone, perhaps because it became an order."""
    found = api.shop().checkout(checkout_id).checkout
    return _checkout(found) if found else None


def begin_payment(checkout_id: str, *, key: str) -> Session:
    """Ask Saleor for the transaction, and it us for the payment. The same `key` again is the same transaction."""
    gateway = input_types.PaymentGatewayToInitialize(id=MARKET.identifier)
    made = _refusing(lambda: api.shop().transaction_initialize(checkout_id, gateway, key)).transaction_initialize
    if made is None or made.transaction is None:
        raise CheckoutRefused("no_transaction")
    event = made.transaction_event
    return Session(
        transaction_id=made.transaction.id,
        token=made.transaction.token,
        event=(event.type_ or "") if event else "",
        message=event.message if event else "",
    )


def process_payment(token: str) -> str:
    """Have Saleor ask us how far the payment is; returns the type of the event that it noted."""
    made = _refusing(lambda: api.shop().transaction_process(token)).transaction_process
    event = made.transaction_event if made else None
    return (event.type_ or "") if event else ""


def report(transaction_id: str, *, type: str, amount: int, psp_reference: str, message: str = "") -> None:
    """Tell Saleor what happened to the money; the same report again changes nothing. Raises CheckoutRefused."""
    actions = {"AUTHORIZATION_SUCCESS": ["CHARGE", "CANCEL"], "CHARGE_SUCCESS": ["REFUND"]}.get(type, [])
    _refusing(
        lambda: api.worker().transaction_event_report(
            transaction_id,
            enums.TransactionEventTypeEnum(type),
            amount,
            psp_reference,
            [enums.TransactionActionEnum(action) for action in actions],
            message or None,
        )
    )


def complete(checkout_id: str) -> Order:
    """Turn a checkout into an order; asked again it answers the same one. Raises CheckoutRefused for a definite no."""
    made = _refusing(lambda: api.shop().checkout_complete(checkout_id)).checkout_complete
    if made is None or made.order is None:
        raise CheckoutRefused("no_order")
    return _order(made.order)


def read_order(order_id: str) -> Order | None:
    found = api.worker().order(order_id).order
    return _order(found) if found else None


def cancel_order(order_id: str) -> None:
    """Cancel an order, unless it is; raises CheckoutRefused if Saleor will not, as with a parcel under way."""
    order = read_order(order_id)
    if order is not None and not order.is_cancelled:
        _refusing(lambda: api.worker().order_cancel(order_id))


def _refusing(call: Callable[[], Answer]) -> Answer:
    try:
        return call()
    except SaleorRejected as exc:
        raise CheckoutRefused(exc.code, str(exc)) from exc


def _address(attempt: Attempt) -> input_types.AddressInput:
    where = addresses.for_saleor(
        name=attempt.name,
        phone=attempt.phone,
        postal_code=attempt.postal_code,
        region=attempt.region,
        city=attempt.city,
        address=attempt.address,
        detail=attempt.address_detail,
    )
    return input_types.AddressInput(
        first_name=where.name,
        street_address_1=where.street,
        street_address_2=where.detail,
        city=where.city,
        city_area=where.city_area,
        country_area=where.region,
        postal_code=where.postal_code,
        country=enums.CountryCode.KR,
        phone=where.phone,
    )


def _checkout(found: CheckoutFields) -> Checkout:
    return Checkout(
        id=found.id,
        total=found.total_price.gross.amount,
        lines=_by_sku((line.variant.sku, line.quantity, line.total_price.gross.amount) for line in found.lines),
        has_delivery=found.delivery is not None,
        problems=tuple(problem.typename__ for problem in found.problems or []),
    )


def _order(found: OrderFields | CheckoutCompleteCheckoutCompleteOrder) -> Order:
    return Order(
        id=found.id,
        number=found.number,
        status=found.status,
        total=found.total.gross.amount,
        lines=_by_sku((line.product_sku, line.quantity, line.total_price.gross.amount) for line in found.lines),
    )


def _by_sku(rows: Iterable[tuple[str | None, int, int]]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for sku, units, total in rows:
        there = found.get(sku or "", (0, 0))
        found[sku or ""] = (there[0] + units, there[1] + total)
    return found
