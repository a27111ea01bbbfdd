"""What a market is told and what it tells us, in plain values: what its package and ours have in common. No models."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from marketplace.channels.errors import ChannelRejected, ChannelUnavailable

MOST_UNITS = 99_999


class NotReadableYet(ChannelUnavailable):
    """The market is still writing what was asked for. `retryable`, and no sign of trouble."""


class ShipmentGone(ChannelRejected):
    """The market no longer ships this parcel: it was cancelled or sent back there."""


class ClaimGone(ChannelRejected):
    """The market knows no such request any more: the buyer took it back."""


class CannotBeListed(ChannelRejected):
    """The goods lack something that the market insists on. Its message says what, fit to show."""


@dataclass(frozen=True)
class Goods:
    """One option of one listing, as it should be sold. Prices are whole won; `pictures` absolute addresses."""

    sku: str
    title: str
    option: str
    brand: str
    category: str
    price: int
    prior_price: int | None
    notice_type: str
    notice: tuple[tuple[str, str], ...]
    pictures: tuple[str, ...]
    story: str
    search_words: tuple[str, ...]
    is_taxable: bool
    is_cold: bool
    is_made_to_order: bool
    dispatch_days: int
    contact: str


@dataclass(frozen=True)
class Bent:
    """What becomes of a wish at this market, and each way in which it is not quite what was wished for."""

    price: int
    prior_price: int | None
    bends: tuple[str, ...] = ()


@dataclass(frozen=True)
class Created:
    product_id: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProductState:
    """How far a product has come. `state` is APPROVED, DENIED, WAITING or GONE; `reason` is the reviewer's."""

    state: str
    item_id: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Shown:
    """What shoppers see of an option now."""

    quantity: int
    price: int
    is_on_sale: bool


@dataclass(frozen=True)
class Receiver:
    """Personal data: kept on the vendor's order only."""

    name: str
    phone: str
    postal_code: str
    address: str
    note: str = ""

    def __repr__(self) -> str:
        return "Receiver(…)"


@dataclass(frozen=True)
class SheetLine:
    item_id: str
    sku: str
    name: str
    units: int
    cancelled: int
    held: int
    total: int


@dataclass(frozen=True)
class Sheet:
    """One parcel of one order. `state` is PLACED, ACKNOWLEDGED, SHIPPED or DELIVERED."""

    remote_id: str
    order_id: str
    state: str
    placed_at: datetime
    receiver: Receiver
    lines: tuple[SheetLine, ...]
    carrier_name: str = ""
    invoice_number: str = ""
    content: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ClaimLine:
    remote_id: str
    item_id: str
    units: int


@dataclass(frozen=True)
class Claim:
    """A cancel, a request to stop a parcel, or a return. `kind` is CANCEL, STOP or RETURN."""

    remote_id: str
    order_id: str
    kind: str
    lines: tuple[ClaimLine, ...]
    content: Mapping[str, Any] = field(default_factory=dict)

    @property
    def units(self) -> int:
        return sum(line.units for line in self.lines)

    @property
    def remote_ids(self) -> tuple[str, ...]:
        return tuple(line.remote_id for line in self.lines)


@dataclass(frozen=True)
class Parcel:
    """What a market is told of a parcel that left."""

    remote_id: str
    order_id: str
    item_ids: tuple[str, ...]
    carrier: str
    number: str


class Connector(Protocol):
    """One market. Every call may raise a ChannelError; none is repeated by the connector itself.

    `write_quantity` and `create` are the two calls that must never be repeated blindly: a quantity is absolute and
    puts units back that were sold meanwhile, and a create makes a second product.
    """

    code: str

    def bend(self, *, price: int, prior_price: int | None, title: str) -> Bent:
        """Say what this market makes of a wish. Pure."""
        ...

    def create(self, goods: Goods) -> Created:
        """Ask for a product of one option to be sold, with nothing in stock."""
        ...

    def resubmit(self, product_id: str, goods: Goods) -> Created:
        """Ask again for a product that was denied, with what the goods are now."""
        ...

    def find(self, sku: str) -> Sequence[str]:
        """Return the ids of the products with an option of this SKU, oldest first."""
        ...

    def read_product(self, product_id: str, sku: str) -> ProductState:
        """Say how far a product has come, or raise NotReadableYet."""
        ...

    def read_offer(self, item_id: str) -> Shown: ...

    def set_price(self, item_id: str, *, price: int, prior_price: int | None) -> None: ...

    def write_quantity(self, item_id: str, units: int) -> None: ...

    def stop_sale(self, item_id: str) -> None: ...

    def resume_sale(self, item_id: str) -> None: ...

    def read_sheets(self, states: Sequence[str], since: datetime, until: datetime) -> Iterable[Sheet]: ...

    def read_sheet(self, remote_id: str) -> Sheet:
        """Return one parcel as it is now, or raise ShipmentGone."""
        ...

    def acknowledge(self, remote_id: str) -> None: ...

    def send_parcel(self, parcel: Parcel) -> None: ...

    def correct_parcel(self, parcel: Parcel) -> None: ...

    def read_claims(self, kinds: Sequence[str], since: datetime, until: datetime) -> Iterable[Claim]: ...

    def open_stops(self, order_id: str, now: datetime) -> Sequence[Claim]:
        """Return the requests to stop parcels of an order that nobody has answered."""
        ...

    def read_claim(self, remote_id: str) -> Claim:
        """Return one claim as it is now, or raise ClaimGone."""
        ...

    def confirm_stopped(self, claim: Claim) -> None: ...

    def confirm_sent(self, claim: Claim, parcel: Parcel) -> None: ...
