"""Load the demo. What is there stays, so it may run at every start."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from demo import exhibitions, loading, popup
from marketplace.core.models import User
from marketplace.storefront.models import Card
from vendors.models import Listing


class Command(BaseCommand):
    help = "Load the demo's enterprises, goods, people and exhibitions; publish them; open the exhibition."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--small", action="store_true", help="two enterprises only")
        parser.add_argument("--wait", type=int, default=1200, help="seconds to wait for the workers to publish")

    def handle(self, *args: Any, **options: Any) -> None:
        loading.load_places()
        loading.load_makers(now=timezone.now(), say=self._say, only=loading.FIRST if options["small"] else ())
        loading.load_people(now=timezone.now())
        self._wait_until_published(options["wait"])
        staff = User.objects.get(email="staff@gachi.example.com")
        if exhibitions.load_year_end(staff=staff, now=timezone.now()):
            self._say("the year-end exhibition is on its way to the shop and to 쿠팡")
        second = User.objects.get(email="second@gachi.example.com")
        if popup.load_popup(staff=staff, second=second, now=timezone.now()):
            self._say("the pop-up is open, with three makers' goods")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def _wait_until_published(self, seconds: int) -> None:
        """The workers publish to Saleor; a card shows once its price has come back from there."""
        total = Listing.objects.filter(state=Listing.State.ACTIVE).count()
        ends, before = time.monotonic() + seconds, -1
        while (shown := Card.objects.filter(is_visible=True).count()) < total:
            if time.monotonic() > ends:
                raise CommandError(f"only {shown} of {total} listings are published; see the lanes in the console")
            if shown != before:
                self._say(f"published {shown}/{total}")
                before = shown
            time.sleep(1)
        self._say(f"published {shown}/{total}")
