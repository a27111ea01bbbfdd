"""Saleor's side of a pop-up, one call at a time: the warehouse that is its place, and the channel that is its doors."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from marketplace.inventory.models import Stock
from marketplace.saleor import api, channels, ids
from marketplace.saleor.client import enums
from marketplace.saleor.client import input_types as inputs
from marketplace.saleor.client.place import PlaceWarehouse
from marketplace.saleor.errors import SaleorRejected, SaleorUnavailable
from vendors.publishing import stock

PICKUP = enums.WarehouseClickAndCollectOptionEnum


def stand(code: str, wanted: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
    """Bring the warehouse of a place in line, making it if it is not there; returns what Saleor shows of it.

    Found by our code, so that a lost answer makes no second one. Once it is known, each variant's lane writes what
    stands there. Raises a SaleorError.
    """
    saleor = api.worker()
    there = saleor.place(code).warehouse or _make(saleor, code, wanted)
    change = _change(there, wanted)
    if change.model_fields_set:
        saleor.warehouse_update(there.id, change)
        there = _read(saleor, code)
    ids.remember("warehouse", code, there.id)
    for sku in Stock.objects.filter(location__code=code).order_by("sku").values_list("sku", flat=True):
        stock.request_push(sku=sku, now=now)
    return {"title": there.name, "address": wanted["address"], "pickup": _is_pickup(there)}


def set_doors(code: str, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Bring the channel of a pop-up in line: open or not, and selling from its own place or from none.

    Closed before its place leaves, and open after it has come. Raises a SaleorError.
    """
    saleor = api.worker()
    channel = channels.ensure(saleor, code, wanted["title"], is_active=wanted["is_open"])
    ids.remember("channel", code, channel.id)
    sells_from = {ids.require("warehouse", wanted["sells_from"])} if wanted["sells_from"] else set()
    there = {warehouse.id for warehouse in channel.warehouses}
    update = inputs.ChannelUpdateInput()
    if sells_from - there:
        update.add_warehouses = sorted(sells_from - there)
    if there - sells_from:
        update.remove_warehouses = sorted(there - sells_from)
    if update.model_fields_set:
        saleor.channel_update(channel.id, update)
    again = saleor.channel(code).channel
    if again is None:
        raise SaleorUnavailable(f"channel {code} was written, and is not there")
    shown = {warehouse.id for warehouse in again.warehouses}
    if shown != sells_from:
        raise SaleorUnavailable(f"channel {code} sells from {sorted(shown)}, not {sorted(sells_from)}")
    return {"title": again.name, "is_open": again.is_active, "sells_from": wanted["sells_from"]}


def _make(saleor: api.Saleor, code: str, wanted: Mapping[str, Any]) -> PlaceWarehouse:
    """Make a warehouse. It starts private, without click and collect, and in no channel: nobody can buy from it."""
    given = inputs.WarehouseCreateInput(
        name=wanted["title"], slug=code, external_reference=code, address=_address(wanted)
    )
    try:
        saleor.warehouse_create(given)
    except SaleorRejected as exc:
        there = saleor.place(code).warehouse if exc.code == "UNIQUE" else None
        if there is None:
            raise
        return there  # someone else was quicker
    return _read(saleor, code)


def _read(saleor: api.Saleor, code: str) -> PlaceWarehouse:
    there = saleor.place(code).warehouse
    if there is None:
        raise SaleorUnavailable(f"warehouse {code} was written, and is not there")
    return there


def _change(there: PlaceWarehouse, wanted: Mapping[str, Any]) -> inputs.WarehouseUpdateInput:
    change = inputs.WarehouseUpdateInput()
    if there.name != wanted["title"]:
        change.name = wanted["title"]
    address = _address(wanted)
    if (there.address.company_name, there.address.street_address_1) != (address.company_name, address.street_address_1):
        change.address = address
    if _is_pickup(there) != wanted["pickup"]:
        # In one call: Saleor refuses LOCAL on a warehouse that is private.
        change.is_private = not wanted["pickup"]
        change.click_and_collect_option = PICKUP.LOCAL if wanted["pickup"] else PICKUP.DISABLED
    return change


def _is_pickup(there: PlaceWarehouse) -> bool:
    return there.click_and_collect_option == PICKUP.LOCAL.value and not there.is_private


def _address(wanted: Mapping[str, Any]) -> inputs.AddressInput:
    """Return a place's address as Saleor takes it: the venue's in one line, in the operator's district.

    Saleor wants a postal code that fits the district, and we keep none of a venue. Nothing is ever sent there.
    """
    return channels.our_address(company=wanted["title"], street=wanted["address"].strip())
