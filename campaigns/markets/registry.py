"""Which markets we sell at, and how each is spoken to."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings

from campaigns.markets.coupang.client import CeaAuth, CoupangClient
from campaigns.markets.coupang.connector import Coupang
from campaigns.markets.coupang.meter import Meter
from campaigns.markets.coupang.payloads import Seller
from campaigns.markets.plan import Connector
from marketplace.channels.errors import ChannelMisconfigured

COUPANG = "coupang"
MARKETS = (COUPANG,)
_ZIP = re.compile(r"^\((\d{5})\)\s*(.*)$")


class NoSuchMarket(LookupError):
    """No connector is known under this code. Not fit to show."""


def configuration(market: str) -> Mapping[str, Any]:
    """Return the settings of a market: keys, and how long it takes to be believed."""
    if market != COUPANG:
        raise NoSuchMarket(market)
    return settings.GACHI_COUPANG


def connector(market: str) -> Connector:
    """Return the one connector of this process for a market, or raise NoSuchMarket or ChannelMisconfigured."""
    configured = configuration(market)
    keys = ("url", "vendor_id", "user_id", "access_key", "secret_key", "calls_per_second", "backoff_seconds")
    if missing := [key for key in keys if not configured.get(key)]:
        raise ChannelMisconfigured(f"{market}: {', '.join(missing)} not set")
    return _connect(*(configured[key] for key in keys))


def codes() -> list[str]:
    """Return the codes of the markets that have keys."""
    return [COUPANG] if settings.GACHI_COUPANG.get("vendor_id") and settings.GACHI_COUPANG.get("secret_key") else []


@lru_cache(maxsize=8)
def _connect(
    url: str, vendor_id: str, user_id: str, access_key: str, secret_key: str, rate: float, back_off: float
) -> Connector:
    operator = settings.GACHI_OPERATOR
    found = _ZIP.match(operator["address"])
    seller = Seller(
        vendor_id=vendor_id,
        user_id=user_id,
        name=operator["name"],
        phone=operator["phone"],
        postal_code=found.group(1) if found else "",
        address=found.group(2) if found else operator["address"],
        carrier="CJGLS",
        delivery_fee=settings.GACHI_DELIVERY_FEE,
    )
    redis_url = settings.CACHES["default"]["LOCATION"]
    meter = Meter(redis_url=redis_url, vendor_id=vendor_id, rate=rate, back_off_seconds=back_off)
    auth = CeaAuth(access_key=access_key, secret_key=secret_key)
    return Coupang(CoupangClient(url=url, vendor_id=vendor_id, auth=auth, meter=meter), seller)


forget: Callable[[], None] = _connect.cache_clear
