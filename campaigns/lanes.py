"""How many units each market shows: one lane per market and SKU, the only writer of a market's quantity.

A market's quantity is absolute and unversioned: writing it erases sales that were not imported yet. So what a market is
*offered* in our ledger is never less than what shows there and what sold there unheard, and every write follows from a
reading:

raise   import, read m, take Δ from free, write m + Δ. What sells between read and write is the stated bound; reading
        back finds it and lowers.
scarce  stop the sale, wait until every sale is heard, import, take, write, resume: exact.
lower   write less, wait until every sale is heard, import; only then give free what the write took away.

A write whose answer is lost is never repeated: the next turn begins by importing and reading. What a turn has to know
after a crash is kept on its lane; units change bucket in the same transaction as that note.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Max, QuerySet, Sum
from django.utils.translation import gettext_noop

from campaigns import orders
from campaigns.markets import registry
from campaigns.markets.plan import MOST_UNITS, Connector, Shown
from campaigns.models import CampaignItem, MarketListing
from marketplace.channels import lanes, seen
from marketplace.channels.errors import ChannelUnavailable
from marketplace.channels.lanes import Turn
from marketplace.channels.models import Lane
from marketplace.inventory import services as inventory
from marketplace.inventory.models import Offer, Stock, StockMovement
from vendors.models import Listing, ShownPrice

KIND = "market-quantity"
State = MarketListing.State
# A turn that is not through after this many rounds lets others have the worker; sales go on meanwhile.
ROUNDS = 6
PAUSE = 2.0
# Without a quota this share of what the shop and the market have together is the market's, and small differences stay:
# each sale would otherwise be two writes.
SHARE = 2
SLACK = 10
SWEPT = 500


class QuantityNotTaken(ChannelUnavailable):
    """The market confirmed a write and shows more than was written. The next turn reads again."""


class SaleNotStopped(ChannelUnavailable):
    """The market confirmed a stop, or a resume, and shows otherwise. The next turn sees to it."""


def register() -> None:
    """Let the turns of quantity lanes be taken."""
    lanes.register(KIND, take_turn)


def subject_of(market: str, sku: str) -> str:
    return f"{market}:{sku}"


@transaction.atomic
def request_turn(*, market: str, sku: str, now: datetime) -> Lane:
    """Ask for a market's quantity of a SKU to be brought in line."""
    return lanes.request_turn(kind=KIND, subject=subject_of(market, sku), at=now)


def has_stopped(listing: MarketListing) -> bool:
    """Return whether the lane itself holds the sale stopped just now; it resumes it."""
    lane = Lane.objects.filter(kind=KIND, subject=subject_of(listing.market, listing.variant.sku)).first()
    return bool(lane and lane.progress.get("stopped"))


# ------------------------------------------------------------------------------------------------------ how many


def has_listing(sku: str) -> bool:
    """Say whether a SKU is, or was, listed at a market."""
    return MarketListing.objects.filter(variant__sku=sku).exists()


def rebalance(*, sku: str, now: datetime) -> int:
    """Ask for a turn of every market that should be offered more or less of a SKU; returns how many."""
    return _rebalance(list(_sellable().filter(variant__sku=sku)), now)


def sweep(*, now: datetime) -> int:
    """Do what `rebalance` does for every listing, whatever was told of it; returns how many turns were asked for.

    In portions: five queries each, and no lane is held for longer than one takes.
    """
    asked, last = 0, 0
    while portion := list(_sellable().filter(pk__gt=last).order_by("pk")[:SWEPT]):
        asked += _rebalance(portion, now)
        last = portion[-1].pk
    return asked


def _sellable() -> QuerySet[MarketListing]:
    return MarketListing.objects.filter(state__in=(State.ON_SALE, State.STOPPED)).select_related("variant__listing")


def _rebalance(listings: Sequence[MarketListing], now: datetime) -> int:
    ledgers, quotas = _ledgers(listings), _quotas_left(listings)
    out = [row for row in listings if _share(row, ledgers[row.pk], quotas.get(row.pk)) != ledgers[row.pk].offered]
    for market in {row.market for row in out}:
        subjects = [subject_of(market, row.variant.sku) for row in out if row.market == market]
        lanes.request_turns(kind=KIND, subjects=subjects, at=now)
    return len(out)


def wanted(listing: MarketListing) -> int:
    """Return how many units a market should be offered now.

    Never more than its plan allows (`wanted_units`), than are free or offered there already, or than the market counts.
    Inside a campaign with a quota it is what the quota has left; otherwise half of what shop and market have together,
    and an offer that is within a tenth of that stays as it is.
    """
    return _share(listing, _ledger(listing), _quotas_left([listing]).get(listing.pk))


def _share(listing: MarketListing, ledger: "Ledger", quota_left: int | None) -> int:
    goods = listing.variant.listing
    if listing.state != State.ON_SALE or goods.state != Listing.State.ACTIVE or not listing.variant.is_active:
        return 0
    held = ledger.free + ledger.offered
    most = min(listing.wanted_units, held, MOST_UNITS)
    if quota_left is not None:
        return min(most, quota_left)
    share = -(-held // SHARE)
    if most <= share:
        return most
    is_near = abs(share - ledger.offered) <= held // SLACK and 0 < ledger.offered <= most
    return ledger.offered if is_near else share


def _quotas_left(listings: Sequence[MarketListing]) -> dict[int, int]:
    """Return what quotas have left, by listing. One that is used up ends the price by a plan, not the sale."""
    shown = ShownPrice.objects.filter(
        variant__in=[row.variant_id for row in listings], campaign_item_id__isnull=False
    ).values_list("variant_id", "channel", "campaign_item_id")
    items = {(variant, channel): item or 0 for variant, channel, item in shown}
    limited = CampaignItem.ever.filter(pk__in=list(items.values()), quota__gt=F("taken"))
    left = dict(limited.values_list("pk", F("quota") - F("taken")))
    found = {row.pk: left.get(items.get((row.variant_id, row.market), 0)) for row in listings}
    return {pk: units for pk, units in found.items() if units is not None}


@dataclass(frozen=True)
class Ledger:
    """What the ledger says of a SKU at home: free units, units offered to this market, and the last movement."""

    free: int
    offered: int
    mark: int


def _ledger(listing: MarketListing) -> Ledger:
    stock = Stock.objects.filter(sku=listing.variant.sku, location__code=inventory.HOME).first()
    if stock is None:
        return Ledger(0, 0, 0)
    # The mark before the offer: a sale that is imported in between counts as sold since, which only keeps more back.
    mark = StockMovement.objects.filter(stock=stock).aggregate(last=Max("pk"))["last"] or 0
    offered = Offer.objects.filter(stock=stock, market=listing.market).values_list("units", flat=True).first() or 0
    stock.refresh_from_db(fields=["free"])
    return Ledger(stock.free, offered, mark)


def _ledgers(listings: Sequence[MarketListing]) -> dict[int, Ledger]:
    """Return what the ledger says of several listings, without the last movement."""
    at_home = Stock.objects.filter(sku__in={row.variant.sku for row in listings}, location__code=inventory.HOME)
    stocks = {sku: (pk, free) for pk, sku, free in at_home.values_list("pk", "sku", "free")}
    offers = Offer.objects.filter(stock__in=[pk for pk, _free in stocks.values()])
    offered = {(stock, market): units for stock, market, units in offers.values_list("stock_id", "market", "units")}
    found = {}
    for row in listings:
        stock, free = stocks.get(row.variant.sku, (0, 0))
        found[row.pk] = Ledger(free, offered.get((stock, row.market), 0), 0)
    return found


def _sold_since(listing: MarketListing, mark: int) -> int:
    """Return how many units of the offer were taken by the market's sales after a movement."""
    sold = StockMovement.objects.filter(
        stock__sku=listing.variant.sku,
        stock__location__code=inventory.HOME,
        pk__gt=mark,
        kind=StockMovement.Kind.SELL_OFFERED,
        document__startswith=f"{listing.market}:",
    )
    return int(sold.aggregate(units=Sum("units"))["units"] or 0)


# --------------------------------------------------------------------------------------------------------- a turn


def take_turn(lane: Lane, turn: Turn) -> None:
    """Bring one market's quantity of one SKU in line with the ledger, and the ledger with what it then shows."""
    market, _colon, sku = lane.subject.partition(":")
    listing = MarketListing.objects.select_related("variant__listing").filter(market=market, variant__sku=sku).first()
    if listing is None or not listing.remote_item_id:
        return
    _Work(listing, lane, turn).run()


class _Work:
    """One turn: rounds of reading and writing, with a note on the lane before each thing that cannot be seen later."""

    def __init__(self, listing: MarketListing, lane: Lane, turn: Turn) -> None:
        self.listing, self.lane, self.turn = listing, lane, turn
        self.market: Connector = registry.connector(listing.market)
        self.waits = registry.configuration(listing.market)

    @property
    def note(self) -> Mapping[str, Any]:
        progress: Mapping[str, Any] = self.lane.progress
        return progress

    def run(self) -> None:
        for _round in range(ROUNDS):
            if self.turn.postponed or self._round():
                return
        self.turn.postpone(PAUSE)

    def _round(self) -> bool:
        """Do the next thing; returns whether the market has what this turn is for."""
        note = self.note
        if note.get("resuming"):
            self._resume()
        elif "until" in note:
            if not self._waits():
                if note.get("stopped"):
                    self._finish_stop()
                else:
                    self._finish_lower()
        elif note.get("stopped"):
            # A turn was killed before it knew from when on to wait.
            self._wait_stopped()
        else:
            return self._look()
        return False

    # ------------------------------------------------------------------------------------------------ look, decide

    def _look(self) -> bool:
        self._import()
        self.listing.refresh_from_db()
        goal, ledger, shown = wanted(self.listing), _ledger(self.listing), self._read()
        if goal > ledger.offered:
            if self.listing.is_scarce and shown.is_on_sale:
                self._stop()
            else:
                self._raise(goal - ledger.offered, shown)
            return False
        if goal < ledger.offered or shown.quantity != ledger.offered:
            # More may show than is offered: units sold between a read and a write, or a cancel that is not heard yet.
            # It is taken off at once; a cancel comes back by itself.
            self._lower(min(shown.quantity, goal), shown, ledger)
            return False
        if self.note:
            self.turn.keep({})
        return True

    def _import(self) -> None:
        orders.import_sales(market=self.listing.market, now=self.turn.now())

    def _read(self) -> Shown:
        shown = self.market.read_offer(self.listing.remote_item_id)
        now = self.turn.now()
        MarketListing.objects.filter(pk=self.listing.pk).update(
            seen_quantity=shown.quantity, seen_price=shown.price, seen_at=now
        )
        key = f"offer:{self.listing.variant.sku}"
        content = seen.read(channel=self.listing.market, keys=[key]).get(key)
        if content and content.get("price") != shown.price:
            # Somebody changed it at the market: the next plan will say so.
            seen.remember(channel=self.listing.market, key=key, content={**content, "price": shown.price}, now=now)
        return shown

    # ------------------------------------------------------------------------------------------------------- raise

    def _raise(self, delta: int, shown: Shown) -> None:
        taken = self._take(min(delta, MOST_UNITS - shown.quantity), {"writing": "raise"})
        if not taken:
            self.turn.postpone(PAUSE, gettext_noop("팔 수 있는 재고가 남지 않았어요"))
            return
        self._write(shown.quantity + taken)
        self._come_back(self.waits["read_back_seconds"])

    def _take(self, delta: int, note: Mapping[str, Any]) -> int:
        """Move up to `delta` units from free to the offer, together with the note of it; returns how many."""
        while delta > 0:
            try:
                with transaction.atomic():
                    self._offer(delta)
                    self.turn.keep(note)
            except inventory.InsufficientStock as exc:
                delta = exc.shortages[self.listing.variant.sku][1]
            else:
                return delta
        return 0

    def _offer(self, units: int) -> None:
        inventory.offer_units(
            sku=self.listing.variant.sku,
            market=self.listing.market,
            units=units,
            key=self._key("offer"),
            at=self.turn.now(),
            actor="lane",
        )

    def _key(self, does: str) -> str:
        return f"{does}:lane:{self.lane.pk}:{self.turn.generation}:{secrets.token_hex(6)}"

    def _write(self, units: int) -> None:
        """Write a quantity and see that it is there. An unanswered write ends this turn; the next one looks first."""
        self.market.write_quantity(self.listing.remote_item_id, units)
        shown = self._read()
        if shown.quantity > units:
            raise QuantityNotTaken(f"{shown.quantity} shown, {units} written")

    def _come_back(self, seconds: float) -> None:
        """Read again what was written, later; another turn that is wanted before then does it earlier."""
        self.turn.keep({})
        if seconds:
            self.turn.postpone(seconds)

    # ------------------------------------------------------------------------------------------------------- lower

    def _lower(self, units: int, shown: Shown, ledger: Ledger) -> None:
        """Show `units` if more are shown, then wait until every sale before that is heard."""
        self.turn.keep({"writing": "lower"})
        if units < shown.quantity:
            self._write(units)
        self._wait(ledger, units=units)

    def _wait(self, ledger: Ledger, *, units: int, **note: bool) -> None:
        """Note what was offered, and shown at most, from a moment on; and when every sale before it will be heard."""
        until = self.turn.now() + timedelta(seconds=self.waits["settle_seconds"])
        self.turn.keep(
            {**note, "offered": ledger.offered, "mark": ledger.mark, "shown": units, "until": until.isoformat()}
        )

    def _waits(self) -> bool:
        """Return whether it is too early to go on; a wish for less starts over at once."""
        left = (datetime.fromisoformat(self.note["until"]) - self.turn.now()).total_seconds()
        if left <= 0:
            return False
        if not self.note.get("stopped") and wanted(self.listing) < int(self.note["shown"]):
            self.turn.keep({})
        else:
            self.turn.postpone(left)
        return True

    def _finish_lower(self) -> None:
        """Give back to free what can no longer be sold there: all that was offered but shown or sold since."""
        note = dict(self.note)
        self._import()
        if self._read().quantity > int(note["shown"]):
            # A write whose answer was lost came through after all, or a cancel went back on sale: begin anew.
            self.turn.keep({})
            return
        spare = int(note["offered"]) - int(note["shown"]) - _sold_since(self.listing, int(note["mark"]))
        self._give_back(spare, {})

    def _give_back(self, spare: int, note: Mapping[str, Any]) -> None:
        """Move up to `spare` units from the offer to free, together with the note of it."""
        spare = min(spare, _ledger(self.listing).offered)
        with transaction.atomic():
            if spare > 0:
                inventory.withdraw_units(
                    sku=self.listing.variant.sku,
                    market=self.listing.market,
                    units=spare,
                    key=self._key("withdraw"),
                    at=self.turn.now(),
                    actor="lane",
                )
            self.turn.keep(note)

    # ------------------------------------------------------------------------------------------------------ scarce

    def _stop(self) -> None:
        """Stop the sale first: from then on every unit that is not shown has been sold, and will be heard."""
        self.turn.keep({"stopped": True})
        self._wait_stopped()

    def _wait_stopped(self) -> None:
        self.market.stop_sale(self.listing.remote_item_id)
        if self._read().is_on_sale:
            raise SaleNotStopped(f"{self.listing.remote_item_id} is still on sale")
        self._wait(_ledger(self.listing), units=0, stopped=True)

    def _finish_stop(self) -> None:
        """With nothing sold and unheard, show exactly what is offered, then sell again."""
        note = dict(self.note)
        self._import()
        if self._read().is_on_sale:
            # Someone else let it be sold again: nothing is exact any more.
            self.turn.keep({})
            return
        self.listing.refresh_from_db()
        goal = wanted(self.listing)
        self._take(goal - _ledger(self.listing).offered, note)
        self.turn.keep(note)
        offered = _ledger(self.listing).offered
        units = min(goal, offered)
        self._write(units)
        self._give_back(offered - units, {"resuming": True})

    def _resume(self) -> None:
        self.listing.refresh_from_db()
        if self.listing.state == State.ON_SALE:
            self.market.resume_sale(self.listing.remote_item_id)
            if not self._read().is_on_sale:
                raise SaleNotStopped(f"{self.listing.remote_item_id} is not on sale again")
        self._come_back(self.waits["read_back_seconds"])
