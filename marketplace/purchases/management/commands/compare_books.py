"""Say where our books, Saleor's and Stripe's differ on the shop's purchases."""

from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from marketplace.payments.stripe_api import PaymentRefused, PaymentUnavailable
from marketplace.purchases import books
from marketplace.saleor.errors import SaleorError

WEEK = timedelta(days=7)


class Command(BaseCommand):
    help = "Compare purchases with Saleor's orders and Stripe's payments. Changes nothing; fails if they differ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--since", type=_moment, help="look no further back than this, as 2026-11-22T09:00 (7 days)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        found = 0
        try:
            for difference in books.compare(since=options["since"] or now - WEEK, now=now):
                found += 1
                self.stdout.write(f"{difference.subject}: {difference.says}")
        except (SaleorError, PaymentUnavailable, PaymentRefused) as exc:
            raise CommandError(f"The comparison could not be finished: {exc}") from exc
        if found:
            raise CommandError(f"{found} differences.")
        self.stdout.write("The books agree.")


def _moment(text: str) -> datetime:
    """Return a moment written by a person, in our time zone if it names none."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else timezone.make_aware(moment)
