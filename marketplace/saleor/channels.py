"""Our channels in Saleor, and what they sell from: the shop's, and one for every open market and every pop-up.

Every warehouse in a channel counts as online stock there (saleor.md §0.10), so what stands in a channel is said here.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings

from marketplace.saleor import api, ids
from marketplace.saleor.client import enums
from marketplace.saleor.client import input_types as inputs
from marketplace.saleor.client.fragments import ChannelFields
from marketplace.saleor.errors import SaleorRejected, SaleorUnavailable

HOME = "home"
CURRENCY = "KRW"
_markets: dict[str, str] = {}


class WrongCurrency(SaleorRejected):
    """A channel of that slug is there in another currency, and Saleor cannot change that."""


def register_market(code: str, name: str) -> None:
    """Let set-up keep a channel for an open market, so that its orders have where to go."""
    _markets[code] = name


def markets() -> Mapping[str, str]:
    """Return the names of the open markets by their code, which is their channel's slug."""
    return dict(_markets)


def open_market(saleor: api.Saleor, code: str, *, changed: Callable[[str], None] = lambda _line: None) -> str:
    """Bring a market's channel in line: our warehouse sells there, delivery costs nothing; returns its id.

    The market takes what delivery costs, so our copy of its order has no fee. Raises WrongCurrency or a SaleorError.
    """
    channel = ensure(saleor, code, _markets.get(code, code), changed=changed)
    home = ids.require("warehouse", HOME)
    if home not in {warehouse.id for warehouse in channel.warehouses}:
        saleor.channel_update(channel.id, inputs.ChannelUpdateInput(add_warehouses=[home]))
        changed(f"Warehouse {HOME} sells in the channel {code}")
    _deliver(saleor, channel, changed)
    ids.remember("channel", code, channel.id)
    return channel.id


def ensure(
    saleor: api.Saleor,
    slug: str,
    name: str,
    *,
    is_active: bool = True,
    changed: Callable[[str], None] = lambda _line: None,
) -> ChannelFields:
    """Return the channel of that slug, made and set as ours; raises WrongCurrency or a SaleorError."""
    channel = saleor.channel(slug).channel
    if channel is None:
        wanted = inputs.ChannelCreateInput(
            name=name,
            slug=slug,
            currency_code=CURRENCY,
            default_country=enums.CountryCode.KR,
            is_active=is_active,
        )
        try:
            saleor.channel_create(wanted)
        except SaleorRejected as exc:
            if exc.code != "UNIQUE":
                raise  # someone else was quicker: it is there
        changed(f"Channel {slug} made")
        channel = saleor.channel(slug).channel
    if channel is None:
        raise SaleorUnavailable(f"channel {slug} was made, and is not there")
    if channel.currency_code != CURRENCY:
        raise WrongCurrency(
            "CURRENCY", slug, f"the channel {slug} is in {channel.currency_code}, and Saleor cannot change that"
        )
    update = update_of(channel, is_active=is_active)
    if channel.name != name:
        update.name = name
    if update.model_fields_set:
        saleor.channel_update(channel.id, update)
        changed(f"Channel {slug} brought in line: {', '.join(sorted(update.model_fields_set))}")
    return channel


def update_of(channel: Any, *, is_active: bool = True) -> inputs.ChannelUpdateInput:
    """Return what of a channel differs from what ours need (reference saleor.md, *Recommended settings*)."""
    update = inputs.ChannelUpdateInput()
    if channel.is_active != is_active:
        update.is_active = is_active
    if channel.stock_settings.allocation_strategy != "PRIORITIZE_SORTING_ORDER":
        update.stock_settings = inputs.StockSettingsInput(
            allocation_strategy=enums.AllocationStrategyEnum.PRIORITIZE_SORTING_ORDER
        )
    checkout = channel.checkout_settings
    # Completing by itself would happen outside our gate.
    wanted = (False, False, False)
    shown = (
        checkout.use_legacy_error_flow,
        checkout.automatically_complete_fully_paid_checkouts,
        checkout.allow_legacy_gift_card_use,
    )
    if shown != wanted:
        update.checkout_settings = inputs.CheckoutSettingsInput(
            use_legacy_error_flow=False,
            automatically_complete_fully_paid_checkouts=False,
            allow_legacy_gift_card_use=False,
        )
    order = channel.order_settings
    if order.mark_as_paid_strategy != "TRANSACTION_FLOW" or order.use_legacy_line_discount_propagation:
        update.order_settings = inputs.OrderSettingsInput(
            mark_as_paid_strategy=enums.MarkAsPaidStrategyEnum.TRANSACTION_FLOW,
            use_legacy_line_discount_propagation=False,
        )
    payment = channel.payment_settings
    if payment.default_transaction_flow_strategy != "AUTHORIZATION" or payment.release_funds_for_expired_checkouts:
        update.payment_settings = inputs.PaymentSettingsInput(
            default_transaction_flow_strategy=enums.TransactionFlowStrategyEnum.AUTHORIZATION,
            release_funds_for_expired_checkouts=False,
        )
    return update


def our_address(*, company: str = "", street: str = "") -> inputs.AddressInput:
    """Return the operator's address as Saleor takes it, or one in its district that stands for another place."""
    return inputs.AddressInput(
        company_name=company or settings.GACHI_OPERATOR["name"],
        street_address_1=street or "개봉로23길 10",
        city="구로구",
        country_area="서울특별시",
        postal_code="08274",
        country=enums.CountryCode.KR,
    )


def _deliver(saleor: api.Saleor, channel: ChannelFields, changed: Callable[[str], None]) -> None:
    """See that our delivery zone and method serve a channel, at no charge."""
    zone_id, method_id = ids.require("shipping-zone", "kr"), ids.require("shipping-method", "flat")
    zones = saleor.shipping_zones().shipping_zones
    zone = next((edge.node for edge in zones.edges if edge.node.id == zone_id), None) if zones else None
    if zone is None or channel.id not in {served.id for served in zone.channels}:
        saleor.shipping_zone_update(zone_id, inputs.ShippingZoneUpdateInput(add_channels=[channel.id]))
        changed(f"The delivery zone serves the channel {channel.slug}")
    methods = {method.id: method for method in (zone.shipping_methods or [])} if zone else {}
    listings = (methods[method_id].channel_listings or []) if method_id in methods else []
    if not any(row.channel.id == channel.id and row.price and row.price.amount == 0 for row in listings):
        free = inputs.ShippingMethodChannelListingAddInput(channel_id=channel.id, price=0)
        saleor.shipping_method_channel_listing_update(
            method_id, inputs.ShippingMethodChannelListingInput(add_channels=[free])
        )
        changed(f"Delivery costs nothing in the channel {channel.slug}")
