"""``python -m sandbox.stripe --database-url postgresql://…``: see README.md for the flags."""

import argparse

from sandbox.shared import serving
from sandbox.stripe.application import make_app
from sandbox.stripe.settings import Settings


def arguments() -> argparse.ArgumentParser:
    made = serving.parser("stripe", port=8011)
    made.add_argument("--secret-key", default="sk_test_gachi_demo")
    made.add_argument("--publishable-key", default="pk_test_gachi_demo")
    made.add_argument("--webhook-secret", default="whsec_gachi_demo")
    made.add_argument("--webhook-url", default="", help="where events go; empty sends none")
    made.add_argument("--webhook-events", default="*", help="comma-separated types that the endpoint listens to")
    made.add_argument("--webhook-retry-scale", type=float, default=1.0, help="times the waits between tries")
    made.add_argument("--webhook-timeout", type=float, default=20.0, help="seconds to wait for the endpoint")
    made.add_argument("--minimum-krw", type=int, default=700, help="least payment in won")
    made.add_argument("--authorization-lifetime", type=int, default=7 * 86_400, help="seconds until a hold ends")
    made.add_argument("--processing-seconds", type=float, default=0.0, help="how long a payment is `processing`")
    made.add_argument("--refund-settles-after", type=float, default=2.0, help="seconds until refund.updated")
    made.add_argument("--refunds-pending", action="store_true", help="every refund begins as pending")
    made.add_argument(
        "--no-release-as-refund",
        dest="release_as_refund",
        action="store_false",
        default=True,
        help="what is released does not show as refunded on the charge",
    )
    made.add_argument("--idempotency-lifetime", type=int, default=86_400, help="seconds that a key is kept")
    made.add_argument("--lock-wait", type=float, default=5.0, help="seconds until lock_timeout")
    made.add_argument("--rate-limit", type=int, default=100, help="calls per second; 0 is no limit")
    made.add_argument(
        "--three-d-secure",
        choices=("redirect", "modal"),
        default="redirect",
        help="how Stripe.js shows a bank's challenge",
    )
    return made


def main() -> None:
    given = vars(arguments().parse_args())
    port, database_url = given.pop("port"), given.pop("database_url")
    given["webhook_events"] = tuple(part.strip() for part in given["webhook_events"].split(",") if part.strip())
    serving.serve("stripe", port, lambda url: make_app(Settings(base_url=url, **given), database_url))


if __name__ == "__main__":
    main()
