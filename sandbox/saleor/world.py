"""What all requests share: the database, the key, the shop's settings, the clockwork that sends webhooks."""

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from sandbox.shared.database import Pool
from sandbox.shared.faults import Desk

from .addresses import FIELDS as ADDRESS_FIELDS
from .identity import hash_password
from .signing import Key

if TYPE_CHECKING:
    from .deliveries import Deliveries

VERSION = "3.23.28"
SCHEMA_VERSION = "3.23"

# Deleted in this order; what is not named here refers to one of them and is deleted along. Quicker than TRUNCATE.
ROOTS = (
    "orders",
    "payment_transaction",
    "checkout",
    "app",
    "app_installation",
    "product_type",
    "page_type",
    "attribute",
    "category",
    "collection",
    "shipping_zone",
    "channel",
    "warehouse",
    "tax_class",
    "account",
    "setting",
)

SHOP_DEFAULTS: dict[str, Any] = {
    "name": "Saleor e-commerce",
    "allow_storefront_traffic": True,
    "fulfillment_auto_approve": True,
    "fulfillment_allow_unpaid": True,
    "limit_quantity_per_checkout": 50,
    "use_legacy_shipping_zone_stock_availability": True,
    "use_legacy_update_webhook_emission": True,
    "enable_account_confirmation_by_email": True,
    "password_login_mode": "ENABLED",
}

READY_MADE_CHANNEL = {
    "stock_settings": {"allocation_strategy": "PRIORITIZE_HIGH_STOCK"},
    "order_settings": {"use_legacy_line_discount_propagation": True},
    "payment_settings": {"release_funds_for_expired_checkouts": True},
}
# What Saleor's migrations leave in an empty database.
READY_MADE: tuple[tuple[Any, ...], ...] = (
    (
        "INSERT INTO channel (slug, name, currency_code, default_country, is_active, settings)"
        " VALUES ('default-channel', 'Default Channel', 'USD', 'US', true, %s)",
        Jsonb(READY_MADE_CHANNEL),
    ),
    (
        "INSERT INTO warehouse (name, slug, address) VALUES ('Default Warehouse', 'default-warehouse', %s)",
        Jsonb({**dict.fromkeys(ADDRESS_FIELDS, ""), "country": "US"}),
    ),
    ("INSERT INTO shipping_zone (name, countries) VALUES ('Default', '{US}')",),
    ("INSERT INTO shipping_method (zone_id, name) SELECT id, 'Default' FROM shipping_zone",),
    (
        "INSERT INTO shipping_method_listing (method_id, channel_id, price, minimum_order_price)"
        " SELECT m.id, c.id, 0, 0 FROM shipping_method m, channel c",
    ),
    ("INSERT INTO channel_warehouse SELECT c.id, w.id FROM channel c, warehouse w",),
    ("INSERT INTO zone_warehouse SELECT z.id, w.id FROM shipping_zone z, warehouse w",),
    ("INSERT INTO zone_channel SELECT z.id, c.id FROM shipping_zone z, channel c",),
    ("INSERT INTO product_type (name, slug, has_variants) VALUES ('Default Type', 'default-type', false)",),
    ("INSERT INTO page_type (name, slug) VALUES ('Default Type', 'default-type')",),
    ("INSERT INTO category (name, slug) VALUES ('Default Category', 'default-category')",),
)


@dataclass(frozen=True)
class Options:
    """How this run differs from an ordinary one; each is a command-line switch."""

    admin_email: str = "admin@gachi.example.com"
    admin_password: str = "admin"  # noqa: S105 — the demo's, on the loopback
    retry_scale: float = 1.0
    sync_timeout: float = 18.0
    completion_seconds: float = 0.1
    checkout_price_seconds: float = 3600.0
    price_sweep_seconds: float = 30.0
    media_delay_seconds: float = 0.2
    order_updated: bool = False
    settings_stay: bool = True


class World:
    """One running stand-in."""

    desk: Desk
    deliveries: "Deliveries"

    def __init__(self, pool: Pool, url: str, options: Options) -> None:
        self.pool = pool
        self.url = url
        self.options = options
        self.stopping = threading.Event()
        self._shop: dict[str, Any] | None = None
        self._shop_at_start: dict[str, Any] = {}
        self.login_failures: dict[str, tuple[int, float]] = {}
        self.key = self._first_key()
        self.seed()

    @property
    def domain(self) -> str:
        return self.url.split("://", 1)[1]

    @property
    def api_url(self) -> str:
        return f"{self.url}/graphql/"

    @property
    def shop(self) -> dict[str, Any]:
        """The shop's settings."""
        if self._shop is None:
            with self.pool.connection() as connection:
                row = connection.execute("SELECT value FROM setting WHERE name = 'shop'").fetchone()
            self._shop = {**SHOP_DEFAULTS, **(row["value"] if row else {})}
        return self._shop

    @property
    def shop_at_start(self) -> dict[str, Any]:
        """The shop's settings as `checkoutComplete` knows them: a Saleor process reads them once and keeps them.

        Seen on 3.23.28: after `shopSettingsUpdate` the processes that were running go on with the old ones there.
        """
        return self._shop_at_start if self.options.settings_stay else self.shop

    def set_shop(self, values: dict[str, Any]) -> None:
        """Change some of the shop's settings."""
        merged = {**self.shop, **values}
        with self.pool.connection() as connection:
            connection.execute(
                "INSERT INTO setting VALUES ('shop', %s) ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value",
                [Jsonb(merged)],
            )
        self._shop = merged

    def _first_key(self) -> Key:
        with self.pool.connection() as connection:
            row = connection.execute("SELECT value FROM setting WHERE name = 'key'").fetchone()
        return Key(row["value"]["pem"]) if row else Key.make()

    def forget_everything(self) -> None:
        """Go back to a new Saleor with the same key. Everything hangs on one of these tables and goes with it."""
        for attempt in range(5):
            try:
                self._delete_all()
                break
            except (psycopg.OperationalError, psycopg.IntegrityError):
                # The worker or the beat was writing at that moment.
                if attempt == 4:
                    raise
        self.seed()

    def _delete_all(self) -> None:
        with self.pool.connection() as connection:
            for table in ROOTS:
                connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
            connection.execute("ALTER SEQUENCE order_number RESTART")

    def seed(self) -> None:
        """Write what a new Saleor has, where it is missing: the key, the administrator, and where it sells from."""
        self._shop = None
        self.login_failures.clear()
        options = self.options
        with self.pool.connection() as connection:
            connection.execute(
                "INSERT INTO setting VALUES ('key', %s) ON CONFLICT DO NOTHING", [Jsonb({"pem": self.key.pem})]
            )
            if not connection.execute(
                "SELECT 1 FROM account WHERE email = %s AND is_staff", [options.admin_email]
            ).fetchone():
                connection.execute(
                    "INSERT INTO account (email, password_hash, is_staff) VALUES (%s, %s, true)",
                    [options.admin_email, hash_password(options.admin_password)],
                )
            if not connection.execute("SELECT 1 FROM channel").fetchone():
                for statement, *values in READY_MADE:
                    connection.execute(statement, values)
        self._shop_at_start = dict(self.shop)
