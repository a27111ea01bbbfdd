"""Set-up against Saleor's stand-in: installed, proved, set up; and a second run that changes nothing."""

from io import StringIO

import httpx
import pytest
from django.core.management import CommandError, call_command

from marketplace.core import sealed
from marketplace.core.models import SealedSecret
from marketplace.saleor import api, channels, ids
from marketplace.saleor.client import input_types as inputs
from marketplace.saleor.errors import SaleorMisconfigured
from marketplace.saleor.installing import SetUpFailed
from marketplace.saleor.models import RemoteId
from marketplace.saleor.setup import set_up
from tests.support.saleor import ADMIN

MUTATIONS = ("*Create", "*Update", "create*", "update*", "channel*te", "appInstall", "productAttributeAssign")


def run(admin=ADMIN):
    lines = []
    return set_up(admin=admin, say=lines.append), lines


def test_set_up_installs_both_apps_and_makes_everything_the_shop_needs(saleor):
    changes, lines = run()

    assert changes > 10
    assert lines[-1] == f"Saleor is set up: {changes} change(s)."
    assert api.worker().own_app_id().app.identifier == "gachi.market"
    assert api.shop().own_app_id().app.identifier == "gachi.shop"
    assert {(row.kind, row.reference) for row in RemoteId.objects.all()} == {
        ("app", "market"),
        ("app", "shop"),
        ("channel", "shop"),
        ("channel", "coupang"),
        ("warehouse", "home"),
        ("tax-class", "default"),
        ("shipping-zone", "kr"),
        ("shipping-method", "flat"),
        ("page-type", "enterprise"),
        ("product-type", "goods"),
        *(("attribute", slug) for slug in ("enterprise", "enterprise-kind", "district", "badges", "option")),
    }


def test_the_settings_are_those_that_the_reference_recommends(shop, settings):
    saleor = api.worker()

    found = saleor.shop_settings().shop
    channel = next(row for row in saleor.channels().channels if row.slug == "shop")
    default = next(row for row in saleor.channels().channels if row.slug == "default-channel")
    zone = next(edge.node for edge in saleor.shipping_zones().shipping_zones.edges if edge.node.name == "대한민국")

    assert found.allow_storefront_traffic is False
    assert found.use_legacy_shipping_zone_stock_availability is False
    assert found.use_legacy_update_webhook_emission is False
    assert channel.currency_code == "KRW"
    assert channel.stock_settings.allocation_strategy == "PRIORITIZE_SORTING_ORDER"
    assert channel.checkout_settings.use_legacy_error_flow is False
    assert channel.checkout_settings.automatically_complete_fully_paid_checkouts is False
    assert channel.order_settings.mark_as_paid_strategy == "TRANSACTION_FLOW"
    assert channel.payment_settings.default_transaction_flow_strategy == "AUTHORIZATION"
    assert channel.payment_settings.release_funds_for_expired_checkouts is False
    assert [warehouse.id for warehouse in channel.warehouses] == [ids.require("warehouse", "home")]
    assert [warehouse.id for warehouse in zone.warehouses] == [ids.require("warehouse", "home")]
    assert [reached.id for reached in zone.channels] == [ids.require("channel", slug) for slug in ("coupang", "shop")]
    assert default.is_active is False
    fees = {row.channel.id: row.price.amount for row in zone.shipping_methods[0].channel_listings}
    assert fees == {ids.require("channel", "shop"): settings.GACHI_DELIVERY_FEE, ids.require("channel", "coupang"): 0}


def test_an_open_market_has_a_channel_that_is_set_as_the_shops_and_sells_from_home(shop):
    market = api.worker().channel("coupang").channel

    assert (market.name, market.currency_code, market.is_active) == ("쿠팡", "KRW", True)
    assert [warehouse.id for warehouse in market.warehouses] == [ids.require("warehouse", "home")]
    assert channels.update_of(market).model_fields_set == set()


def test_a_market_that_was_made_by_its_first_order_is_brought_in_line(shop):
    """As it was before set-up knew of markets: with Saleor's own settings, and a fee that someone gave it."""
    saleor, market = api.worker(), ids.require("channel", "coupang")
    was = inputs.OrderSettingsInput(mark_as_paid_strategy="PAYMENT_FLOW")
    saleor.channel_update(market, inputs.ChannelUpdateInput(order_settings=was, name="coupang"))
    fee = inputs.ShippingMethodChannelListingAddInput(channel_id=market, price=2500)
    method = ids.require("shipping-method", "flat")
    saleor.shipping_method_channel_listing_update(method, inputs.ShippingMethodChannelListingInput(add_channels=[fee]))

    changes, lines = run(admin="")
    again, _lines = run(admin="")

    assert lines[:2] == [
        "Channel coupang brought in line: name, order_settings",
        "Delivery costs nothing in the channel coupang",
    ]
    assert (changes, again) == (2, 0)


def test_a_market_whose_channel_is_in_another_currency_is_named(shop):
    channels.register_market("elsewhere", "다른 곳")
    api.worker().channel_create(
        inputs.ChannelCreateInput(name="x", slug="elsewhere", currency_code="USD", default_country="US")
    )
    try:
        with pytest.raises(channels.WrongCurrency, match="elsewhere"):
            run(admin="")
    finally:
        channels._markets.pop("elsewhere")


def test_after_set_up_saleor_answers_nobody_without_a_token(shop):
    with pytest.raises(SaleorMisconfigured, match="STOREFRONT_TRAFFIC_NOT_ALLOWED"):
        api.anonymous().own_app_id()


def test_a_second_run_changes_nothing_and_needs_no_administrator(shop):
    changes, lines = run(admin="")

    assert (changes, lines) == (0, ["Saleor is set up: nothing to do."])
    assert [call for match in MUTATIONS for call in shop.calls(match)] == []


def test_only_what_differs_is_brought_in_line(shop, settings):
    settings.GACHI_DELIVERY_FEE = 3500

    changes, lines = run(admin="")

    assert (changes, lines[0]) == (1, "Delivery costs 3500 won")


def test_a_lost_small_app_is_found_again_through_the_wide_ones_door(shop):
    SealedSecret.objects.filter(name="saleor.token.shop").delete()

    changes, lines = run()

    assert (changes, lines[0]) == (1, "New token for the installed app gachi.shop")
    assert api.shop().own_app_id().app.identifier == "gachi.shop"


def test_with_all_tokens_lost_and_traffic_off_the_message_says_what_to_mend(shop):
    SealedSecret.objects.all().delete()

    with pytest.raises(SetUpFailed, match="allowStorefrontTraffic"):
        run()


def test_a_gachi_that_leaves_opens_the_door_and_another_can_come(shop):
    said = StringIO()

    call_command("gachi_setup", "--open-door", stdout=said)
    SealedSecret.objects.all().delete()

    assert "open to everybody" in said.getvalue()
    assert run()[0] == 3  # two new tokens, and the door is shut again


def test_our_tokens_are_made_anew_where_saleor_still_lets_people_log_in(shop):
    api.worker().shop_settings_update(inputs.ShopSettingsInput(allow_storefront_traffic=True))
    SealedSecret.objects.all().delete()

    changes, lines = run()

    assert lines[:2] == [
        "New token for the installed app gachi.market",
        "New token for the installed app gachi.shop",
    ]
    assert changes == 3  # and the door is shut again


@pytest.mark.parametrize("admin", ["", "admin@gachi.example.com", ":admin", "admin@gachi.example.com:"])
def test_without_an_administrator_nothing_is_installed(saleor, admin):
    with pytest.raises(SetUpFailed, match="GACHI_SALEOR_ADMIN"):
        run(admin)

    assert not SealedSecret.objects.exists()


def test_a_wrong_password_is_named_and_nothing_is_installed(saleor):
    with pytest.raises(SetUpFailed, match="INVALID_CREDENTIALS"):
        run("admin@gachi.example.com:wrong")

    assert saleor.calls("appInstall") == []


def test_an_installation_that_saleor_cannot_finish_says_why(saleor, settings):
    settings.GACHI_HOOKS_URL = "http://127.0.0.1:9"

    with pytest.raises(SetUpFailed, match=r"gachi\.market"):
        run()

    assert not SealedSecret.objects.exists()


def test_a_failed_installation_is_cleared_and_tried_again(saleor, settings, live_server):
    settings.GACHI_HOOKS_URL = "http://127.0.0.1:9"
    with pytest.raises(SetUpFailed):
        run()

    settings.GACHI_HOOKS_URL = live_server.url
    run()

    assert api.worker().own_app_id().app.identifier == "gachi.market"


def test_a_set_up_cut_short_goes_on_where_it_was(saleor):
    saleor.fault("attributeCreate", "fail_after")
    with pytest.raises(CommandError, match="could not be set up"):
        call_command("gachi_setup", stdout=StringIO())

    out = StringIO()
    call_command("gachi_setup", stdout=out)

    assert "Attribute enterprise made" not in out.getvalue()
    assert "Attribute badges made" in out.getvalue()
    assert len(saleor.calls("appInstall")) == 2


def test_a_webhook_that_changed_since_is_brought_in_line(shop, settings):
    settings.GACHI_HOOKS_URL = "http://127.0.0.1:8001"

    changes, lines = run(admin="")

    assert changes == 4
    assert "Webhook orders brought in line" in lines
    assert {hook.target_url for hook in api.worker().own_app().app.webhooks} == {
        "http://127.0.0.1:8001/saleor/events/",
        "http://127.0.0.1:8001/saleor/payments/",
    }


def test_a_strangers_token_is_never_believed(shop, live_server):
    right = sealed.reveal("saleor.token.market")
    headers = {"Saleor-Api-Url": f"{shop.url}/graphql/"}
    address = f"{live_server.url}/saleor/market/token/"
    with httpx.Client(trust_env=False) as stranger:
        answered = stranger.post(address, json={"auth_token": "made-up"}, headers=headers).status_code

    run(admin="")

    assert answered == 200
    assert sealed.reveal("saleor.token.market") == right


def test_the_small_apps_token_does_not_pass_for_the_wide_ones(shop, live_server):
    right, small = sealed.reveal("saleor.token.market"), sealed.reveal("saleor.token.shop")
    headers = {"Saleor-Api-Url": f"{shop.url}/graphql/"}
    with httpx.Client(trust_env=False) as stranger:
        stranger.post(f"{live_server.url}/saleor/market/token/", json={"auth_token": small}, headers=headers)
    from django.utils import timezone

    from marketplace.saleor import tokens

    still_waits = tokens.prove(code="market", now=timezone.now())

    assert still_waits
    assert sealed.reveal("saleor.token.market") == right
