"""Fill the database with enterprises and listings in bulk, for measuring; or take them away again."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import ProgrammingError
from django.utils import timezone

from demo.bulk import filling
from demo.bulk.words import FIRST, SECOND

MOST_ENTERPRISES = len(FIRST) * len(SECOND)


class Command(BaseCommand):
    help = "Fill the database up to so many generated enterprises and listings, or remove all generated ones."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--enterprises", type=int, default=5527)
        parser.add_argument("--listings", type=int, default=110_000)
        parser.add_argument("--remove", action="store_true", help="take everything generated away again")
        parser.add_argument("--yes", action="store_true", help="also where this is no demo")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO and not options["yes"]:
            raise CommandError("This is no demo: shoppers would see invented goods. Say --yes if that is meant.")
        if options["remove"]:
            self._remove()
            return
        enterprises, listings = options["enterprises"], options["listings"]
        if not 0 < enterprises <= MOST_ENTERPRISES or listings < 0:
            raise CommandError(f"Between 1 and {MOST_ENTERPRISES:,} enterprises, and no fewer than 0 listings.")
        filling.fill(enterprises=enterprises, listings=listings, now=timezone.now(), say=self._say)

    def _remove(self) -> None:
        try:
            filling.remove(say=self._say)
        except filling.StillUsed as exc:
            raise CommandError(f"Something generated was sold or promised, so all of it stays: {exc}") from exc
        except ProgrammingError as exc:
            raise CommandError(f"The ledger lets only a database superuser take movements away: {exc}") from exc

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
