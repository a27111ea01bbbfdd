"""Those whom we pay and sell through: Stripe, and every market that is open."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings

from campaigns.markets import registry
from campaigns.models import CampaignChannel, MarketOrder
from marketplace.channels.errors import ChannelError, ChannelMisconfigured
from marketplace.core.models import InboxMessage
from marketplace.health.doctor.findings import Finding, broken, ok, warning
from marketplace.payments import stripe_api

STRIPE, MARKETS = "stripe", "markets"
MODES = {"sk_live_": "live", "rk_live_": "live", "pk_live_": "live"}
SILENT = timedelta(days=7)
KEYS = ("vendor_id", "user_id", "access_key", "secret_key")


def stripe(now: datetime) -> Iterator[Finding]:
    """Say whether Stripe takes our keys, and which money they move."""
    configured = settings.GACHI_STRIPE
    mode, shown = _mode(configured["secret_key"]), _mode(configured["publishable_key"])
    if mode != shown:
        yield broken(
            STRIPE,
            f"the secret key is of {mode} mode, the publishable one of {shown} mode",
            "Take both from the same page of Stripe's dashboard.",
        )
    elif mode == "test" and not settings.DEMO:
        yield warning(STRIPE, "test mode: no money moves", "Before opening, set the keys of live mode.")
    try:
        stripe_api.stripe().try_key()
    except (stripe_api.PaymentUnavailable, stripe_api.PaymentRefused) as exc:
        yield broken(STRIPE, f"refuses us or does not answer ({exc})", "Is GACHI_STRIPE_SECRET_KEY the right one?")
    else:
        yield ok(STRIPE, f"takes our key ({mode} mode)")
    yield _webhooks(now)


def _mode(key: str) -> str:
    return next((mode for prefix, mode in MODES.items() if key.startswith(prefix)), "test")


def _webhooks(now: datetime) -> Finding:
    where = f"{settings.GACHI_PUBLIC_URL}/webhooks/stripe/"
    if not settings.GACHI_STRIPE["webhook_secret"].startswith("whsec_"):
        return broken(
            STRIPE,
            "GACHI_STRIPE_WEBHOOK_SECRET is not the secret of an endpoint: none of its events is believed",
            f"Make an endpoint for {where} in Stripe's dashboard; its signing secret begins with whsec_.",
        )
    last = InboxMessage.objects.filter(source=STRIPE).order_by("-received_at").first()
    if last is None or last.received_at < now - SILENT:
        since = f"since {last.received_at:%Y-%m-%d}" if last else "yet"
        return warning(
            STRIPE, f"nothing was heard of it {since}", f"If there were payments: does its endpoint lead to {where}?"
        )
    return ok(STRIPE, f"was last heard at {last.received_at:%Y-%m-%d %H:%M} UTC")


def markets(now: datetime) -> Iterator[Finding]:
    """Say whether each market where something is sold takes our credentials."""
    sold = set(CampaignChannel.objects.order_by().values_list("channel", flat=True).distinct())
    for market in registry.MARKETS:
        configured = registry.configuration(market)
        missing = [key for key in KEYS if not configured.get(key)]
        if len(missing) == len(KEYS) and market not in sold:
            yield ok(MARKETS, f"{market}: not used")
            continue
        if missing:
            names = ", ".join(f"GACHI_{market.upper()}_{key.upper()}" for key in missing)
            yield broken(MARKETS, f"{market}: goods are to be sold there, and {names} is not set", f"Set {names}.")
            continue
        yield _asked(market, now)


def _asked(market: str, now: datetime) -> Finding:
    """Read something small there: signature, account and the address we call from all have to be right."""
    try:
        connector = registry.connector(market)
        next(iter(connector.read_sheets((MarketOrder.State.PLACED,), now - timedelta(hours=1), now)), None)
    except ChannelMisconfigured as exc:
        return broken(
            MARKETS, f"{market}: refuses us ({exc})", "Are keys and vendor right, and our address allowed there?"
        )
    except ChannelError as exc:
        return warning(MARKETS, f"{market}: gives no answer ({exc})", "Look again in a while; lanes wait meanwhile.")
    return ok(MARKETS, f"{market}: takes our credentials")
