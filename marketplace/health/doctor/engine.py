"""Saleor: is it there, is it the right one, is it set as our promises need it, does it reach us."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.utils.dateparse import parse_datetime

from marketplace.health.doctor.findings import Finding, broken, ok, warning
from marketplace.saleor import api, channels, installing, setup, tokens
from marketplace.saleor.errors import SaleorError, SaleorMisconfigured
from marketplace.saleor.manifest import APPS, MARKET

SALEOR = "saleor"
VERSION = "3.23."
RECENT = timedelta(days=1)
SET_UP = "Run `manage.py gachi_setup`."


def saleor(now: datetime) -> Iterator[Finding]:
    """Say how Saleor is, as far as it lets us look."""
    try:
        yield from _tokens()
        client = api.worker()
        found = client.deployment()
    except SaleorMisconfigured as exc:
        yield broken(SALEOR, f"does not know us ({exc})", SET_UP)
        return
    except SaleorError as exc:
        yield broken(
            SALEOR,
            f"does not answer ({exc})",
            "Is it running? Is GACHI_SALEOR_URL its GraphQL address, with /graphql/ at the end?",
        )
        return
    yield _version(found.shop.version)
    yield from _shop(client)
    yield from _channel(client)
    yield from _webhooks(client)
    yield from _deliveries(found.app, now)


def _tokens() -> Iterator[Finding]:
    for app in APPS.values():
        if tokens.works(app):
            yield ok(SALEOR, f"takes our token of {app.identifier}")
        else:
            yield broken(SALEOR, f"does not take our token of {app.identifier}, or we have none", SET_UP)


def _version(version: str) -> Finding:
    if f"{version}.".startswith(VERSION):
        return ok(SALEOR, f"is {version}")
    return broken(SALEOR, f"is {version}; Gachi is made for {VERSION}x", "Run the published image of that version.")


def _shop(client: api.Saleor) -> Iterator[Finding]:
    shop = client.shop_settings().shop
    if shop.allow_storefront_traffic:
        yield broken(
            SALEOR, "answers everybody: orders can be made past our gate (allowStorefrontTraffic is on)", SET_UP
        )
    else:
        yield ok(SALEOR, "answers our apps and staff only")
    differing = [name for name, wanted in setup.SHOP_SETTINGS.items() if getattr(shop, name) != wanted]
    if differing:
        yield warning(SALEOR, f"shop settings differ from ours: {', '.join(differing)}", SET_UP)
    else:
        yield ok(SALEOR, "shop settings are ours")


def _channel(client: api.Saleor) -> Iterator[Finding]:
    channel = next((each for each in client.channels().channels or [] if each.slug == setup.CHANNEL), None)
    if channel is None:
        yield broken(SALEOR, f"has no channel {setup.CHANNEL}", SET_UP)
        return
    differing = sorted(channels.update_of(channel).model_fields_set)
    if differing:
        yield broken(SALEOR, f"the channel {setup.CHANNEL} is set otherwise: {', '.join(differing)}", SET_UP)
    else:
        yield ok(SALEOR, f"the channel {setup.CHANNEL} is set as ours")


def _webhooks(client: api.Saleor) -> Iterator[Finding]:
    own = client.own_app().app
    wrong = installing.webhooks_out_of_line(MARKET, own)
    if wrong:
        yield broken(SALEOR, f"webhooks are missing or differ: {', '.join(wrong)}", SET_UP)
    else:
        yield ok(SALEOR, f"{len(MARKET.hooks)} webhooks are in line")


def _deliveries(app: Any, now: datetime) -> Iterator[Finding]:
    """Say whether what Saleor sent lately reached us. What it gave up on, our sweeps find all the same."""
    failed = []
    for hook in (app.webhooks if app else None) or []:
        for delivery in installing.nodes(hook.event_deliveries):
            at = parse_datetime(str(delivery.created_at))
            if at and at > now - RECENT:
                failed.append(f"{hook.identifier} {delivery.event_type}")
    if failed:
        yield warning(
            SALEOR,
            f"{len(failed)} call(s) of its webhooks failed within a day, last {failed[0]}",
            "Does hooks run, and does Saleor reach GACHI_HOOKS_URL? Its log says what was answered.",
        )
    else:
        yield ok(SALEOR, "no call of its webhooks failed within a day")
