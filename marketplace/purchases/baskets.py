"""The basket: what a shopper has put together, read against today's prices and stock."""

import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import CampaignItem
from marketplace.inventory import services as inventory
from marketplace.purchases import leaving
from marketplace.purchases.models import Attempt, AttemptLine, Basket, BasketLine
from vendors.models import Enterprise, Listing, ListingPicture, ShownPrice, Variant

CHANNEL = "shop"
MOST_PER_LINE = 50
MOST_LINES = 50


class BasketRefused(Exception):
    """The basket does not take that. Its message is fit to show; nothing changed."""


class LineState(Enum):
    """Whether a line can be ordered as it stands, and what to say if not."""

    OK = ""
    SHORT = gettext_lazy("남은 수량이 모자라요")
    QUOTA = gettext_lazy("기획전 가격으로 남은 수량이 모자라요")
    SOLD_OUT = gettext_lazy("품절됐어요")
    PAUSED = gettext_lazy("지금은 판매하지 않아요")


@dataclass(frozen=True)
class Line:
    """A basket line as it can be bought now. `price` is None if the shop shows none."""

    variant: Variant
    units: int
    price: int | None
    prior_price: int | None
    seen_price: int
    free: int
    campaign_item_id: int | None
    state: LineState
    picture: dict[str, Any] | None = None
    """The first stored picture of its listing."""

    @property
    def listing(self) -> Listing:
        return self.variant.listing

    @property
    def enterprise(self) -> Enterprise:
        return self.variant.listing.enterprise

    @property
    def title(self) -> str:
        """Say what it is in one line, in Korean: what orders keep."""
        return " · ".join(filter(None, (self.listing.title, self.variant.option)))

    @property
    def can_order(self) -> bool:
        return self.state is LineState.OK

    @property
    def has_new_price(self) -> bool:
        return self.price is not None and self.price != self.seen_price

    @property
    def total(self) -> int:
        return (self.price or 0) * self.units


@dataclass(frozen=True)
class BasketView:
    """A basket as a page shows it: in order of enterprise, then of putting in."""

    basket: Basket | None
    lines: tuple[Line, ...]
    delivery_fee: int

    @property
    def groups(self) -> list[tuple[Enterprise, list[Line]]]:
        found: dict[int, tuple[Enterprise, list[Line]]] = {}
        for line in self.lines:
            found.setdefault(line.enterprise.pk, (line.enterprise, []))[1].append(line)
        return list(found.values())

    @property
    def units(self) -> int:
        return sum(line.units for line in self.lines)

    @property
    def is_empty(self) -> bool:
        return not self.lines

    @property
    def can_order(self) -> bool:
        return bool(self.lines) and all(line.can_order for line in self.lines)

    @property
    def needs_made_to_order_consent(self) -> bool:
        return any(is_made_to_order(line.variant) for line in self.lines)

    @property
    def goods_total(self) -> int:
        return sum(line.total for line in self.lines if line.can_order)

    @property
    def total(self) -> int:
        return self.goods_total + self.delivery_fee if self.lines else 0

    @property
    def digest(self) -> str:
        """Name exactly what the shopper is shown: lines, prices, delivery fee and total."""
        return digest_of(self.lines, self.delivery_fee)


def digest_of(lines: Iterable[Line], delivery_fee: int) -> str:
    rows = sorted((line.variant.sku, line.units, line.price) for line in lines)
    return hashlib.sha256(json.dumps([rows, delivery_fee]).encode()).hexdigest()


def is_made_to_order(variant: Variant) -> bool:
    return variant.listing.withdrawal_limit == Listing.WithdrawalLimit.MADE_TO_ORDER


def start(*, now: datetime) -> Basket:
    """Begin an empty basket; its token belongs in the shopper's signed cookie."""
    return Basket.objects.create(token=secrets.token_urlsafe(32), created_at=now, updated_at=now)


def find(token: str) -> Basket | None:
    """Return the basket of a token, or None: it was forgotten, or never was."""
    return Basket.objects.filter(token=token).first() if token else None


def count(token: str) -> int:
    """Return how many units a basket holds, in one query."""
    return sum(BasketLine.objects.filter(basket__token=token).values_list("units", flat=True)) if token else 0


@transaction.atomic
def add(*, basket: Basket, variant: Variant, units: int, now: datetime) -> BasketLine:
    """Put more of a variant into the basket; raises BasketRefused.

    A change of the basket ends a purchase of it that is not paid yet.
    """
    basket = _lock(basket, now)
    line = basket.lines.filter(variant=variant).first()
    if line is None and basket.lines.count() >= MOST_LINES:
        raise BasketRefused(_("장바구니에는 %(most)s가지까지 담을 수 있어요.") % {"most": MOST_LINES})
    return _write(basket, variant, (line.units if line else 0) + units, now)


@transaction.atomic
def set_units(*, basket: Basket, variant: Variant, units: int, now: datetime) -> BasketLine:
    """Let the basket hold exactly `units` of a variant; raises BasketRefused. Ends an unpaid purchase of it."""
    return _write(_lock(basket, now), variant, units, now)


@transaction.atomic
def remove(*, basket: Basket, variant: Variant, now: datetime) -> None:
    """Take a variant out; one that is not there is no error. Ends an unpaid purchase of the basket."""
    _lock(basket, now)
    BasketLine.objects.filter(basket=basket, variant=variant).delete()


@transaction.atomic
def accept_prices(*, basket: Basket, now: datetime) -> None:
    """Note that the shopper has seen today's prices, so that a page says "changed" once only."""
    for line in read(basket, now=now).lines:
        if line.has_new_price and line.price is not None:
            BasketLine.objects.filter(basket=basket, variant=line.variant).update(seen_price=line.price)


def read(basket: Basket | None, *, now: datetime) -> BasketView:
    """Return the basket with today's prices, stock and states, in at most five queries whatever its size."""
    rows = list(_rows(basket)) if basket else []
    fee = settings.GACHI_DELIVERY_FEE
    if not rows:
        return BasketView(basket=basket, lines=(), delivery_fee=fee)
    prices = {
        row.variant_id: row
        for row in ShownPrice.objects.filter(channel=CHANNEL, variant__in=[row.variant_id for row in rows])
    }
    items = {
        item.pk: item
        for item in CampaignItem.ever.filter(pk__in=[p.campaign_item_id for p in prices.values()])
        if item.quota is not None
    }
    free = inventory.free_units(skus=[row.variant.sku for row in rows])
    own = _held_already(basket)
    lines = tuple(
        _line(row, prices.get(row.variant_id), items, free[row.variant.sku], own.get(row.variant_id, 0)) for row in rows
    )
    return BasketView(basket=basket, lines=lines, delivery_fee=fee)


def forget_old(*, before: datetime) -> int:
    """Delete baskets that nobody has changed since a moment; returns how many. Purchases made of them stay."""
    return Basket.objects.filter(updated_at__lt=before).delete()[1].get("purchases.Basket", 0)


def _rows(basket: Basket) -> Iterable[BasketLine]:
    return (
        BasketLine.objects.filter(basket=basket)
        .select_related("variant__listing__enterprise")
        .annotate(picture=first_picture())
        .order_by("variant__listing__enterprise__name", "added_at", "pk")
    )


def first_picture() -> Subquery:
    """The first stored picture of the listing of a row's variant, read with the row."""
    rows = ListingPicture.objects.filter(listing=OuterRef("variant__listing"), position=0)
    return Subquery(rows.values("picture")[:1])


def _held_already(basket: Basket | None) -> dict[int, int]:
    """Return what the basket's own unpaid purchase holds: a shopper who comes back from paying can still have it."""
    lines = AttemptLine.objects.filter(attempt__basket=basket, attempt__state=Attempt.State.HELD)
    return dict(lines.values_list("variant_id", "units"))


def _line(row: BasketLine, shown: ShownPrice | None, items: dict[int, CampaignItem], free: int, own: int) -> Line:
    item = items.get(shown.campaign_item_id or 0) if shown else None
    return Line(
        variant=row.variant,
        units=row.units,
        price=shown.price if shown else None,
        prior_price=shown.prior_price if shown else None,
        seen_price=row.seen_price,
        free=free + own,
        campaign_item_id=shown.campaign_item_id if shown else None,
        state=_state(row, shown, item, free, own),
        picture=getattr(row, "picture", None),
    )


def _state(row: BasketLine, shown: ShownPrice | None, item: CampaignItem | None, free: int, own: int) -> LineState:
    if shown is None or not is_on_sale(row.variant):
        return LineState.PAUSED
    if free + own == 0:
        return LineState.SOLD_OUT
    if free + own < row.units:
        return LineState.SHORT
    if item is not None and item.quota is not None and item.quota - item.taken + own < row.units:
        return LineState.QUOTA
    return LineState.OK


def is_on_sale(variant: Variant) -> bool:
    """Say whether a variant may be sold on the shop, stock and price aside."""
    listing = variant.listing
    return (
        variant.is_active
        and listing.state == Listing.State.ACTIVE
        and listing.is_shippable
        and listing.enterprise.closed_at is None
    )


def _lock(basket: Basket, now: datetime) -> Basket:
    """Lock a basket for a change, ending what the shopper had begun to pay for: that was another basket."""
    basket = Basket.objects.select_for_update().get(pk=basket.pk)
    for attempt in basket.attempts.filter(state="HELD"):
        leaving.leave_if_unpaid(attempt, reason=leaving.Reason.BASKET_CHANGED, now=now)
    basket.updated_at = now
    basket.save(update_fields=["updated_at"])
    return basket


def _write(basket: Basket, variant: Variant, units: int, now: datetime) -> BasketLine:
    if not 1 <= units <= MOST_PER_LINE:
        raise BasketRefused(_("한 상품은 한 번에 1개부터 %(most)s개까지 담을 수 있어요.") % {"most": MOST_PER_LINE})
    shown = ShownPrice.objects.filter(variant=variant, channel=CHANNEL).first()
    if shown is None or not is_on_sale(variant):
        raise BasketRefused(_("지금은 판매하지 않는 상품이에요."))
    line, is_new = BasketLine.objects.get_or_create(
        basket=basket, variant=variant, defaults={"units": units, "seen_price": shown.price, "added_at": now}
    )
    if not is_new:
        line.units, line.seen_price = units, shown.price
        line.save(update_fields=["units", "seen_price"])
    return line
