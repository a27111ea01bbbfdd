"""``python -m sandbox.saleor --database-url postgresql://…``: a strict stand-in of Saleor 3.23."""

import argparse
from pathlib import Path

from sandbox.shared import database, serving

from .app import make_app
from .world import Options


def main() -> None:
    parser = serving.parser("saleor", port=8010)
    parser.add_argument("--admin-email", default=Options.admin_email)
    parser.add_argument("--admin-password", default=Options.admin_password)
    parser.add_argument(
        "--retry-scale",
        type=float,
        default=Options.retry_scale,
        help="factor on the waits between tries of a webhook (10, 20, 40, 80, 160 s)",
    )
    parser.add_argument(
        "--sync-timeout", type=float, default=Options.sync_timeout, help="seconds an app has to answer a webhook"
    )
    parser.add_argument(
        "--completion-seconds",
        type=float,
        default=Options.completion_seconds,
        help="what checkoutComplete spends between looking at the stock and taking it",
    )
    parser.add_argument(
        "--checkout-price-seconds",
        type=float,
        default=Options.checkout_price_seconds,
        help="how long a checkout keeps the prices it has seen",
    )
    parser.add_argument(
        "--price-sweep-seconds",
        type=float,
        default=Options.price_sweep_seconds,
        help="how often marked discounted prices are filled",
    )
    parser.add_argument(
        "--media-delay-seconds",
        type=float,
        default=Options.media_delay_seconds,
        help="how long the worker waits before it fetches a media URL",
    )
    parser.add_argument(
        "--order-updated",
        action="store_true",
        help="send ORDER_UPDATED beside the other order events (the reference is silent on it)",
    )
    parser.add_argument(
        "--settings-stay",
        action=argparse.BooleanOptionalAction,
        default=Options.settings_stay,
        help="checkoutComplete goes on with the shop's settings of the start, as a running Saleor does",
    )
    arguments = parser.parse_args()
    options = Options(**{name: getattr(arguments, name) for name in Options.__dataclass_fields__})
    database.prepare(arguments.database_url, Path(__file__).with_name("schema.sql"))
    pool = database.open_pool(arguments.database_url, size=60)
    serving.serve("saleor", arguments.port, lambda url: make_app(pool, url, options))


main()
