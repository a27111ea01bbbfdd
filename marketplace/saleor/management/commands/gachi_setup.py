"""Set Saleor up for Gachi, or say that it is."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from marketplace.saleor.errors import SaleorError
from marketplace.saleor.installing import SetUpFailed
from marketplace.saleor.setup import set_up


class Command(BaseCommand):
    help = "Install Gachi's apps in Saleor and set up its channel, warehouse, delivery and types. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        def say(line: str) -> None:
            self.stdout.write(line)
            self.stdout.flush()

        try:
            set_up(admin=settings.GACHI_SALEOR_ADMIN, say=say)
        except (SetUpFailed, SaleorError) as exc:
            raise CommandError(f"Saleor could not be set up. {exc}") from exc
