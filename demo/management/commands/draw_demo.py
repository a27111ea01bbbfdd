"""Draw the demo's pictures ahead, without a database, while everything else starts."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from demo import loading

AFTER_ALL_ELSE = 10


class Command(BaseCommand):
    help = "Draw the demo's pictures into the folder of media, so that seed_demo finds them there."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--small", action="store_true", help="two enterprises only")

    def handle(self, *args: Any, **options: Any) -> None:
        os.nice(AFTER_ALL_ELSE)
        loading.draw(only=loading.FIRST if options["small"] else (), say=self._say)

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
