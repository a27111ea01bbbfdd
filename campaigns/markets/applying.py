"""Carrying out a market's steps, and hearing what the market says to them days later."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from campaigns import lanes
from campaigns.markets import registry
from campaigns.markets.goods import goods_of
from campaigns.markets.plan import MOST_UNITS, NotReadableYet, ProductState
from campaigns.markets.steps import key_of, planned
from campaigns.models import MarketListing
from marketplace.channels import plans, seen
from marketplace.channels.errors import ChannelError, ChannelRejected, ChannelThrottled, ChannelUnavailable
from marketplace.channels.models import PlanStep
from marketplace.channels.plans import Outcome
from marketplace.core.sayings import saying
from vendors.models import Variant
from vendors.publishing.prices import Price, confirm_prices, withdraw_prices

State = MarketListing.State
AT_ONCE = 200
FRESH = timedelta(minutes=10)
ASKED_EVERY = timedelta(minutes=5)
SENDING = timedelta(seconds=90)  # longer than a create can take: 5 s at the meter, 20 s each to connect, send and read
UNANSWERED = gettext_noop("답을 받지 못해서 판매처에서 찾아보고 있어요. (%(problem)s)")
NOT_THERE = gettext_noop("판매처에 없는 상품이에요.")

log = structlog.get_logger(__name__)


class PriceNotTaken(ChannelUnavailable):
    """The market shows another price than the one it just confirmed. Try again."""


class OfferApplier:
    """Carries out the steps of one market's plans."""

    def __init__(self, market: str) -> None:
        self.market = market

    def apply(self, step: PlanStep, now: datetime) -> Outcome:
        """Make one change; WAITING until the market has approved of the listing."""
        sku = step.key.removeprefix("offer:")
        variant = Variant.objects.select_related("listing__enterprise", "listing__category").get(sku=sku)
        listing, _is_new = MarketListing.objects.get_or_create(market=self.market, variant=variant)
        wish = dict(step.after or {})
        if listing.state in (State.ABSENT, State.DENIED):
            if step.action != PlanStep.Action.CREATE:
                raise ChannelRejected(NOT_THERE)
            with _held(listing, now) as is_ours:
                if is_ours and listing.state in (State.ABSENT, State.DENIED):
                    _submit(listing, wish, now)
            return Outcome.WAITING.seeing(planned(wish))
        if listing.state in (State.CREATING, State.IN_REVIEW):
            return Outcome.WAITING.seeing(planned(wish))
        return Outcome.DONE.seeing(line_up(listing, wish, now))


def register() -> None:
    """Let every plan for a market be applied."""
    for market in (registry.COUPANG,):
        plans.register_applier("", market, OfferApplier(market))


# --------------------------------------------------------------------------------------------------------- create


@contextmanager
def _held(listing: MarketListing, now: datetime) -> Iterator[bool]:
    """Read a listing anew and keep every other worker from sending or looking for it; says whether that is granted.

    Without it, one that looks while another's create is on its way finds nothing and sends a second product.
    """
    token = uuid.uuid4().hex
    if MarketListing.objects.claim(listing.pk, now=now, until=now + SENDING, token=token) is None:
        yield False
        return
    listing.refresh_from_db(fields=["state", "sent_at", "remote_product_id", "remote_item_id", "problem"])
    listing.claim_token = token
    try:
        yield True
    finally:
        listing.let_go()


def _submit(listing: MarketListing, wish: Mapping[str, Any], now: datetime) -> None:
    """Send a product that we hold to the market once. If its answer is lost, `read_approvals` looks for it, later.

    A create is never repeated without a look-up by SKU in between: there would be two products (coupang.md §9.3).
    """
    _keep(listing, state=State.CREATING, sent_at=now)  # before it is sent: whoever finds us killed looks for it
    goods = goods_of(listing.variant, price=int(wish["price"]), prior_price=wish.get("prior"))
    market = registry.connector(listing.market)
    try:
        if listing.remote_product_id:
            created = market.resubmit(listing.remote_product_id, goods)
        else:
            created = market.create(goods)
    except ChannelUnavailable as exc:
        # It may be there. A resubmit can be looked at; a create cannot be found before a while has passed.
        _keep(listing, problem=saying(UNANSWERED, problem=str(exc)))
        return
    except ChannelError as exc:
        is_refusal = not isinstance(exc, ChannelThrottled)
        state = State.DENIED if listing.remote_product_id else State.ABSENT
        _keep(listing, state=state, sent_at=None, problem=str(exc) if is_refusal else "")
        raise
    _keep(
        listing,
        state=State.IN_REVIEW,
        remote_product_id=created.product_id,
        warnings=list(created.warnings),
        problem="",
    )


def _keep(listing: MarketListing, **values: Any) -> None:
    MarketListing.objects.filter(pk=listing.pk).update(**values)
    for name, value in values.items():
        setattr(listing, name, value)


# -------------------------------------------------------------------------------------------------------- line up


def line_up(listing: MarketListing, wish: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Give an approved listing price and state of sale, and return what the market then shows.

    Both are absolute, so a lost answer is repaired by doing it again. Prices shown follow what the market confirmed.
    """
    market, item_id = registry.connector(listing.market), listing.remote_item_id
    price, prior, on_sale = int(wish["price"]), wish.get("prior"), bool(wish["on_sale"])
    shown = market.read_offer(item_id)
    if not on_sale and shown.is_on_sale:
        market.stop_sale(item_id)
    market.set_price(item_id, price=price, prior_price=prior)
    if on_sale and not shown.is_on_sale and not lanes.has_stopped(listing):
        market.resume_sale(item_id)
    shown = market.read_offer(item_id)
    if shown.price != price:
        raise PriceNotTaken(f"{listing.market} shows {shown.price} for {item_id}, not {price}")
    _confirm(listing, wish, now, quantity=shown.quantity)
    return planned(wish)


@transaction.atomic
def _confirm(listing: MarketListing, wish: Mapping[str, Any], now: datetime, *, quantity: int) -> None:
    """Write what the market has confirmed, and let the lane see to the units."""
    sku, on_sale, units = listing.variant.sku, bool(wish["on_sale"]), wish.get("units")
    offered = 0 if not on_sale else MOST_UNITS if units is None else int(units)
    _keep(
        listing,
        state=State.ON_SALE if on_sale else State.STOPPED,
        wanted_units=min(offered, MOST_UNITS),
        seen_price=wish["price"],
        seen_quantity=quantity,
        seen_at=now,
        problem="",
    )
    if on_sale:
        price = Price(int(wish["price"]), wish.get("prior"), wish.get("campaign_item_id"))
        confirm_prices(channel=listing.market, prices={sku: price}, now=now)
    else:
        withdraw_prices(channel=listing.market, skus={sku}, now=now)
    lanes.request_turn(market=listing.market, sku=sku, now=now)


# ------------------------------------------------------------------------------------------------------ approvals


def read_approvals(*, now: datetime, clock: Callable[[], datetime] = timezone.now) -> int:
    """Ask the markets how far products have come, and settle the steps that waited; returns how many settled.

    A product that is sent again on the way is marked with the time of `clock`: this round may have begun minutes ago.
    """
    settled = 0
    for listing in _waiting(now):
        MarketListing.objects.filter(pk=listing.pk).update(asked_at=now)
        try:
            settled += _hear(listing, now, clock)
        except NotReadableYet:
            continue
        except ChannelError as exc:
            log.warning("approval.unread", market=listing.market, sku=listing.variant.sku, problem=str(exc))
            if isinstance(exc, ChannelThrottled):
                break
    return settled


def _waiting(now: datetime) -> list[MarketListing]:
    """Return listings to ask about: every time in their first minutes, later now and then, in turn."""
    rows = MarketListing.objects.select_related("variant__listing__enterprise", "variant__listing__category")
    undecided = rows.filter(state__in=(State.CREATING, State.IN_REVIEW))
    due = undecided.filter(Q(asked_at=None) | Q(sent_at__gt=now - FRESH) | Q(asked_at__lte=now - ASKED_EVERY))
    asked = due.order_by(F("asked_at").asc(nulls_first=True), "sent_at")[:AT_ONCE]
    steps = PlanStep.objects.filter(state=PlanStep.State.WAITING, plan__channel=registry.COUPANG)
    skus = [key.removeprefix("offer:") for key in steps.values_list("key", flat=True)[:AT_ONCE]]
    # Decided before, by a worker that was stopped before it settled the step.
    decided = rows.filter(variant__sku__in=skus).exclude(state__in=(State.CREATING, State.IN_REVIEW))
    return [*asked, *decided]


def _hear(listing: MarketListing, now: datetime, clock: Callable[[], datetime]) -> int:
    if not listing.remote_product_id and not _find(listing, now, clock):
        return 0
    market = registry.connector(listing.market)
    found = market.read_product(listing.remote_product_id, listing.variant.sku)
    answer: Callable[[MarketListing, ProductState, datetime], int] = {
        "APPROVED": _approve,
        "DENIED": _deny,
        "GONE": _lose,
    }.get(found.state, _wait)
    return answer(listing, found, now)


def _find(listing: MarketListing, now: datetime, clock: Callable[[], datetime]) -> bool:
    """Look for a product whose create was not answered; send it again only once the market says that it has none."""
    if listing.state != State.CREATING or listing.sent_at is None:
        _settle(listing, now, problem=listing.problem or NOT_THERE)
        return False
    wait = timedelta(seconds=registry.configuration(listing.market)["lookup_seconds"])
    sent_at = listing.sent_at
    if now < sent_at + wait:
        return False
    with _held(listing, clock()) as is_ours:
        if not is_ours:
            return False
        if (listing.state, listing.sent_at) == (State.CREATING, sent_at) and not listing.remote_product_id:
            _find_or_send(listing, clock)
    return bool(listing.remote_product_id)


def _find_or_send(listing: MarketListing, clock: Callable[[], datetime]) -> None:
    found = registry.connector(listing.market).find(listing.variant.sku)
    if found:
        others = saying(gettext_noop("같은 SKU의 상품이 더 있어요: %(others)s"), others=", ".join(found[1:]))
        _keep(listing, state=State.IN_REVIEW, remote_product_id=found[0], problem=others if found[1:] else "")
        return
    waiting = _steps(listing)
    if not waiting:
        _keep(listing, state=State.ABSENT, sent_at=None)
        return
    try:
        _submit(listing, dict(waiting[-1].after or {}), clock())
    except ChannelThrottled:
        _keep(listing, state=State.CREATING, sent_at=clock())
        raise
    except ChannelError as exc:
        _settle(listing, clock(), problem=str(exc))


def _wait(listing: MarketListing, _found: ProductState, _now: datetime) -> int:
    if listing.state == State.CREATING:
        _keep(listing, state=State.IN_REVIEW)
    return 0


def _approve(listing: MarketListing, found: ProductState, now: datetime) -> int:
    """Bring an approved listing in line with the newest wish that waited, and settle all that did."""
    _keep(listing, remote_item_id=found.item_id)
    waiting = _steps(listing)
    if waiting:
        content = line_up(listing, dict(waiting[-1].after or {}), now)
    elif listing.state in (State.CREATING, State.IN_REVIEW):
        _keep(listing, state=State.STOPPED)
        registry.connector(listing.market).stop_sale(listing.remote_item_id)
        return 0
    for step in waiting:
        plans.settle_step(step=step, now=now, content=content)
    return len(waiting)


def _deny(listing: MarketListing, found: ProductState, now: datetime) -> int:
    reason = found.reason or gettext_noop("판매처가 이유를 적지 않았어요.")
    _keep(listing, state=State.DENIED, problem=reason, remote_item_id="")
    return _settle(listing, now, problem=saying(gettext_noop("승인이 반려됐어요: %(reason)s"), reason=reason))


def _lose(listing: MarketListing, _found: ProductState, now: datetime) -> int:
    _keep(listing, state=State.ABSENT, remote_product_id="", remote_item_id="", sent_at=None)
    return _settle(listing, now, problem=gettext_noop("판매처에서 상품이 지워졌어요."))


def _settle(listing: MarketListing, now: datetime, *, problem: str) -> int:
    """Fail every step that waited for a listing that is not to be, so that the next plan begins anew."""
    waiting = _steps(listing)
    for step in waiting:
        plans.settle_step(step=step, now=now, problem=problem)
    seen.forget(channel=listing.market, key=key_of(listing.variant.sku))
    return len(waiting)


def _steps(listing: MarketListing) -> list[PlanStep]:
    """Return the steps that wait for a listing, oldest first."""
    return list(
        PlanStep.objects.filter(
            plan__channel=listing.market, key=key_of(listing.variant.sku), state=PlanStep.State.WAITING
        ).order_by("plan_id", "position")
    )
