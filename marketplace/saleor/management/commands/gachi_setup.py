"""Set Saleor up for Gachi, or say that it is."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.saleor.errors import SaleorError
from marketplace.saleor.installing import SetUpFailed
from marketplace.saleor.setup import open_door, set_up


class Command(BaseCommand):
    help = "Install Gachi's apps in Saleor and set up its channel, warehouse, delivery and types. Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--open-door",
            action="store_true",
            help="only open Saleor's storefront API to everybody again: before Gachi leaves, or loses its database",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        def say(line: str) -> None:
            self.stdout.write(line)
            self.stdout.flush()

        try:
            if options["open_door"]:
                open_door(say=say)
            else:
                set_up(admin=settings.GACHI_SALEOR_ADMIN, say=say)
        except (SetUpFailed, SaleorError) as exc:
            raise CommandError(f"Saleor could not be set up. {exc}") from exc
