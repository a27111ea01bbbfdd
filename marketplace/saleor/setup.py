"""Set a Saleor up for Gachi, or find that it is: our two apps, the channels of shop and markets, delivery and types.

Every step looks first and changes only what differs, so a second run changes nothing. The administrator's password is
needed only while an app of ours is not installed; the rest is done with our own token, which also works once storefront
traffic is off.
"""

import time
from datetime import timedelta
from typing import Any

import httpx
from django.conf import settings

from marketplace.core import http
from marketplace.saleor import api, channels, ids
from marketplace.saleor.client import enums
from marketplace.saleor.client import input_types as inputs
from marketplace.saleor.errors import SaleorUnavailable
from marketplace.saleor.installing import Progress, Say, SetUpFailed, align_webhooks, install, nodes
from marketplace.saleor.manifest import APPS, MARKET

WAIT_FOR_SALEOR = timedelta(minutes=3)
PAUSE = 0.5

CHANNEL = "shop"
HOME = channels.HOME
ZONE = "대한민국"
METHOD = "택배"
TAX_CLASS = "Gachi"
PRODUCT_TYPE = "goods"
PAGE_TYPE = "enterprise"
ATTRIBUTE_TYPE = enums.AttributeTypeEnum.PRODUCT_TYPE
INPUT = enums.AttributeInputTypeEnum
# slug: (name, input type, whether it is the product's rather than the variant's)
ATTRIBUTES = {
    "enterprise": ("만든 곳", INPUT.SINGLE_REFERENCE, True),
    "enterprise-kind": ("기업 유형", INPUT.DROPDOWN, True),
    "district": ("자치구", INPUT.DROPDOWN, True),
    "badges": ("인증", INPUT.MULTISELECT, True),
    "option": ("옵션", INPUT.DROPDOWN, False),
}
SHOP_SETTINGS = {
    "use_legacy_shipping_zone_stock_availability": False,
    "use_legacy_update_webhook_emission": False,
    "fulfillment_auto_approve": True,
    "limit_quantity_per_checkout": 50,
}


class SetUp:
    """One run of set-up."""

    def __init__(self, *, admin: str, progress: Progress) -> None:
        self.admin = admin
        self.progress = progress

    def run(self) -> None:
        """Bring Saleor in line, or raise SetUpFailed or a SaleorError."""
        self._wait_for_saleor()
        for app in APPS.values():
            install(app, admin=self.admin, progress=self.progress)
        self.saleor = api.worker()
        align_webhooks(MARKET, saleor=self.saleor, progress=self.progress)
        self._shop_settings(SHOP_SETTINGS)
        channel = self._channel()
        self._warehouse(channel)
        tax_class = self._tax_class()
        self._delivery(channel)
        self._types(tax_class)
        for market in channels.markets():
            channels.open_market(self.saleor, market, changed=self.progress.changed)
        # Last: from here on only our own pages reach Saleor's storefront API.
        self._shop_settings({"allow_storefront_traffic": False})

    def _wait_for_saleor(self) -> None:
        """Wait until Saleor answers where it answers everybody, its public keys."""
        address = f"{api.origin()}/.well-known/jwks.json"
        deadline = time.monotonic() + WAIT_FOR_SALEOR.total_seconds()
        told = False
        with http.make_client("saleor-keys", timeout=5) as client:
            while True:
                problem = _problem_of(client, address)
                if not problem:
                    return
                if time.monotonic() > deadline:
                    raise SetUpFailed(f"Saleor does not answer at {address}: {problem}")
                if not told:
                    self.progress.say(f"Waiting for Saleor at {address} …")
                    told = True
                time.sleep(PAUSE)

    # The shop

    def _shop_settings(self, wanted: dict[str, Any]) -> None:
        shop = self.saleor.shop_settings().shop
        differing = {name: value for name, value in wanted.items() if getattr(shop, name) != value}
        if differing:
            self.saleor.shop_settings_update(inputs.ShopSettingsInput(**differing))
            self.progress.changed("Shop settings: " + ", ".join(f"{name}={value}" for name, value in differing.items()))

    def _channel(self) -> str:
        there = {channel.slug: channel for channel in self.saleor.channels().channels or []}
        ready_made = there.get("default-channel")
        if ready_made and ready_made.is_active and ready_made.currency_code == "USD" and not ready_made.has_orders:
            self.saleor.channel_deactivate(ready_made.id)
            self.progress.changed("The ready-made USD channel is off")
        channel = there.get(CHANNEL)
        if channel is None:
            made = self.saleor.channel_create(
                inputs.ChannelCreateInput(
                    name="가치 상점",
                    slug=CHANNEL,
                    currency_code="KRW",
                    default_country=enums.CountryCode.KR,
                    is_active=True,
                )
            ).channel_create
            self.progress.changed(f"Channel {CHANNEL} made")
            channel_id = _id(made and made.channel)
            channel = next(row for row in self.saleor.channels().channels or [] if row.id == channel_id)
        if channel.currency_code != "KRW":
            raise SetUpFailed(f"the channel {CHANNEL} is in {channel.currency_code}, and Saleor cannot change that")
        ids.remember("channel", CHANNEL, channel.id)
        update = channels.update_of(channel)
        if update.model_fields_set:
            self.saleor.channel_update(channel.id, update)
            self.progress.changed(f"Channel {CHANNEL} brought in line: {', '.join(sorted(update.model_fields_set))}")
        self._channel_warehouses = {warehouse.id for warehouse in channel.warehouses}
        return channel.id

    def _warehouse(self, channel_id: str) -> None:
        found = self.saleor.warehouse(HOME).warehouse
        if found is None:
            made = self.saleor.warehouse_create(
                inputs.WarehouseCreateInput(
                    name="가치 물류", slug="gachi-home", external_reference=HOME, address=channels.our_address()
                )
            ).create_warehouse
            warehouse_id = _id(made and made.warehouse)
            self.progress.changed("Warehouse home made")
        else:
            warehouse_id = found.id
        ids.remember("warehouse", HOME, warehouse_id)
        if warehouse_id not in self._channel_warehouses:
            self.saleor.channel_update(channel_id, inputs.ChannelUpdateInput(add_warehouses=[warehouse_id]))
            self.progress.changed("Warehouse home sells in the shop's channel")

    def _tax_class(self) -> str:
        classes = {node.name: node.id for node in nodes(self.saleor.tax_classes().tax_classes)}
        tax_class = classes.get(TAX_CLASS)
        if tax_class is None:
            made = self.saleor.tax_class_create(inputs.TaxClassCreateInput(name=TAX_CLASS)).tax_class_create
            tax_class = _id(made and made.tax_class)
            self.progress.changed("Tax class made")
        ids.remember("tax-class", "default", tax_class)
        return tax_class

    def _delivery(self, channel_id: str) -> None:
        zone = self._zone()
        if zone is None:
            self.saleor.shipping_zone_create(inputs.ShippingZoneCreateInput(name=ZONE, countries=["KR"]))
            self.progress.changed("Delivery zone made")
            zone = self._zone()
        if zone is None:
            raise SaleorUnavailable("the delivery zone was made, and is not there")
        ids.remember("shipping-zone", "kr", zone.id)
        self._zone_reaches(zone, channel_id)
        method = next((method for method in zone.shipping_methods or [] if method.name == METHOD), None)
        if method is None:
            made = self.saleor.shipping_price_create(
                inputs.ShippingPriceInput(name=METHOD, type=enums.ShippingMethodTypeEnum.PRICE, shipping_zone=zone.id)
            ).shipping_price_create
            method_id = _id(made and made.shipping_method)
            self.progress.changed("Delivery method made")
            price = None
        else:
            method_id = method.id
            listings = {listing.channel.id: listing for listing in method.channel_listings or []}
            listing = listings.get(channel_id)
            price = listing.price.amount if listing and listing.price else None
        ids.remember("shipping-method", "flat", method_id)
        if price != settings.GACHI_DELIVERY_FEE:
            fee = inputs.ShippingMethodChannelListingAddInput(channel_id=channel_id, price=settings.GACHI_DELIVERY_FEE)
            self.saleor.shipping_method_channel_listing_update(
                method_id, inputs.ShippingMethodChannelListingInput(add_channels=[fee])
            )
            self.progress.changed(f"Delivery costs {settings.GACHI_DELIVERY_FEE} won")

    def _zone_reaches(self, zone: Any, channel_id: str) -> None:
        """See that a zone serves the channel, and from our warehouse.

        The warehouse is there for Saleors that are running: checkoutComplete goes by the shop settings that its process
        read first, so until they are restarted it still wants a zone around the warehouse (docs/saleor.md).
        """
        update = inputs.ShippingZoneUpdateInput()
        if channel_id not in {channel.id for channel in zone.channels}:
            update.add_channels = [channel_id]
        if (home := ids.require("warehouse", HOME)) not in {warehouse.id for warehouse in zone.warehouses}:
            update.add_warehouses = [home]
        if update.model_fields_set:
            self.saleor.shipping_zone_update(zone.id, update)
            self.progress.changed("The delivery zone serves the shop from the warehouse home")

    def _zone(self) -> Any:
        zones = nodes(self.saleor.shipping_zones().shipping_zones)
        return next((zone for zone in zones if zone.name == ZONE), None)

    # The types

    def _types(self, tax_class: str) -> None:
        page_types = {node.slug: node.id for node in nodes(self.saleor.page_types().page_types)}
        page_type = page_types.get(PAGE_TYPE)
        if page_type is None:
            made = self.saleor.page_type_create(
                inputs.PageTypeCreateInput(name="기업", slug=PAGE_TYPE)
            ).page_type_create
            page_type = _id(made and made.page_type)
            self.progress.changed("Page type enterprise made")
        ids.remember("page-type", PAGE_TYPE, page_type)
        attributes = {slug: self._attribute(slug, page_type) for slug in ATTRIBUTES}
        self._product_type(tax_class, attributes)

    def _attribute(self, slug: str, page_type: str) -> str:
        found = self.saleor.attribute(slug).attribute
        name, input_type, _of_product = ATTRIBUTES[slug]
        if found is None:
            wanted = inputs.AttributeCreateInput(name=name, slug=slug, type_=ATTRIBUTE_TYPE, input_type=input_type)
            if input_type == INPUT.SINGLE_REFERENCE:
                wanted.entity_type = enums.AttributeEntityTypeEnum.PAGE
                wanted.reference_types = [page_type]
            made = self.saleor.attribute_create(wanted).attribute_create
            attribute_id = _id(made and made.attribute)
            self.progress.changed(f"Attribute {slug} made")
        elif found.input_type != input_type.value:
            raise SetUpFailed(
                f"Saleor has an attribute {slug} of the type {found.input_type}; we need {input_type.value}"
            )
        else:
            attribute_id = found.id
        ids.remember("attribute", slug, attribute_id)
        return attribute_id

    def _product_type(self, tax_class: str, attributes: dict[str, str]) -> None:
        types = {node.slug: node for node in nodes(self.saleor.product_types().product_types)}
        of_product = {slug for slug, (_name, _input, of_product) in ATTRIBUTES.items() if of_product}
        found = types.get(PRODUCT_TYPE)
        if found is None:
            made = self.saleor.product_type_create(
                inputs.ProductTypeInput(
                    name="상품",
                    slug=PRODUCT_TYPE,
                    has_variants=True,
                    is_shipping_required=True,
                    tax_class=tax_class,
                    product_attributes=[attributes[slug] for slug in ATTRIBUTES if slug in of_product],
                    variant_attributes=[attributes[slug] for slug in ATTRIBUTES if slug not in of_product],
                )
            ).product_type_create
            ids.remember("product-type", PRODUCT_TYPE, _id(made and made.product_type))
            self.progress.changed("Product type goods made")
            return
        ids.remember("product-type", PRODUCT_TYPE, found.id)
        there = {attribute.slug for attribute in [*(found.product_attributes or []), *(found.variant_attributes or [])]}
        kind = enums.ProductAttributeType
        missing = [
            inputs.ProductAttributeAssignInput(
                id=attributes[slug], type_=kind.PRODUCT if slug in of_product else kind.VARIANT
            )
            for slug in ATTRIBUTES
            if slug not in there
        ]
        if missing:
            self.saleor.product_attribute_assign(found.id, missing)
            self.progress.changed("Attributes assigned to the product type")


def set_up(*, admin: str, say: Say) -> int:
    """Set Saleor up for Gachi and return how many things were changed; raises SetUpFailed or a SaleorError."""
    progress = Progress(say)
    SetUp(admin=admin, progress=progress).run()
    say(f"Saleor is set up: {progress.changes} change(s)." if progress.changes else "Saleor is set up: nothing to do.")
    return progress.changes


def open_door(*, say: Say) -> None:
    """Let everybody reach Saleor's storefront API again, or raise a SaleorError.

    For a Gachi that leaves, or moves to a new database: without our tokens and with the door shut nobody can log in.
    """
    api.worker().shop_settings_update(inputs.ShopSettingsInput(allow_storefront_traffic=True))
    say("Saleor's storefront API is open to everybody. gachi_setup shuts it again.")


def _problem_of(client: httpx.Client, address: str) -> str:
    try:
        response = client.get(address)
    except httpx.TransportError as exc:
        return str(exc) or type(exc).__name__
    return "" if response.is_success else f"HTTP {response.status_code}"


def _id(made: Any) -> str:
    if made is None:
        raise SaleorUnavailable("Saleor reports neither an error nor what it made")
    return str(made.id)
