"""Our two apps as Saleor installs them: what they may do, what they want to hear, and where."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

VERSION = "1.0.0"
SUBSCRIPTIONS = Path(__file__).parent / "subscriptions"


@dataclass(frozen=True)
class Hook:
    """A webhook of an app. `identifier` is how later versions find and change it."""

    identifier: str
    name: str
    path: str
    async_events: tuple[str, ...] = ()
    sync_events: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        return _query(self.identifier)

    @property
    def target_url(self) -> str:
        return settings.GACHI_HOOKS_URL + self.path


@dataclass(frozen=True)
class App:
    """One of our apps; `code` is our short name for it, `identifier` the manifest's id."""

    code: str
    identifier: str
    name: str
    about: str
    permissions: tuple[str, ...]
    hooks: tuple[Hook, ...] = ()

    @property
    def manifest_url(self) -> str:
        return f"{settings.GACHI_HOOKS_URL}/saleor/{self.code}/manifest/"


MARKET = App(
    code="market",
    identifier="gachi.market",
    name="Gachi marketplace",
    about="Catalogue, stock, orders and payments of Gachi.",
    permissions=(
        "MANAGE_PRODUCTS",
        "MANAGE_PRODUCT_TYPES_AND_ATTRIBUTES",
        "MANAGE_PAGES",
        "MANAGE_PAGE_TYPES_AND_ATTRIBUTES",
        "MANAGE_CHANNELS",
        "MANAGE_SHIPPING",
        "MANAGE_TAXES",
        "MANAGE_CHECKOUTS",
        "MANAGE_ORDERS",
        "HANDLE_PAYMENTS",
        "MANAGE_SETTINGS",
    ),
    hooks=(
        Hook(
            identifier="orders",
            name="Orders",
            path="/saleor/events/",
            async_events=(
                "ORDER_CREATED",
                "ORDER_UPDATED",
                "ORDER_CONFIRMED",
                "ORDER_FULLY_PAID",
                "ORDER_REFUNDED",
                "ORDER_CANCELLED",
                "ORDER_FULFILLED",
                "FULFILLMENT_CREATED",
                "FULFILLMENT_CANCELED",
            ),
        ),
        Hook(
            identifier="stock",
            name="Stock written by others",
            path="/saleor/events/",
            async_events=("PRODUCT_VARIANT_STOCK_UPDATED",),
        ),
        # Two webhooks: in one query their fields of the same name would have different types, which Saleor refuses.
        Hook(
            identifier="payment-sessions",
            name="Payment sessions",
            path="/saleor/payments/",
            sync_events=(
                "PAYMENT_GATEWAY_INITIALIZE_SESSION",
                "TRANSACTION_INITIALIZE_SESSION",
                "TRANSACTION_PROCESS_SESSION",
            ),
        ),
        Hook(
            identifier="payment-actions",
            name="Captures, refunds and voids",
            path="/saleor/payments/",
            sync_events=(
                "TRANSACTION_CHARGE_REQUESTED",
                "TRANSACTION_REFUND_REQUESTED",
                "TRANSACTION_CANCELATION_REQUESTED",
            ),
        ),
    ),
)
SHOP = App(
    code="shop",
    identifier="gachi.shop",
    name="Gachi shop",
    about="Checkouts of Gachi's shoppers, and nothing else.",
    permissions=("HANDLE_CHECKOUTS", "IMPERSONATE_USER"),
)
APPS = {app.code: app for app in (MARKET, SHOP)}


def manifest(app: App) -> dict[str, Any]:
    """Return the manifest that Saleor reads at installation. Addresses come from settings, never from the request."""
    return {
        "id": app.identifier,
        "version": VERSION,
        "requiredSaleorVersion": "^3.23",
        "name": app.name,
        "about": app.about,
        "author": "Gachi",
        "permissions": list(app.permissions),
        "appUrl": f"{settings.GACHI_PUBLIC_URL}/console/",
        "homepageUrl": settings.GACHI_PUBLIC_URL,
        "tokenTargetUrl": f"{settings.GACHI_HOOKS_URL}/saleor/{app.code}/token/",
        "webhooks": [
            {
                "name": hook.name,
                "identifier": hook.identifier,
                "targetUrl": hook.target_url,
                "query": hook.query,
                "isActive": True,
                **({"asyncEvents": list(hook.async_events)} if hook.async_events else {}),
                **({"syncEvents": list(hook.sync_events)} if hook.sync_events else {}),
            }
            for hook in app.hooks
        ],
    }


@cache
def _query(identifier: str) -> str:
    return (SUBSCRIPTIONS / f"{identifier}.graphql").read_text()
