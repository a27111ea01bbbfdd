"""Print who can log in to the demo."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from demo.people import PASSWORD, PEOPLE


class Command(BaseCommand):
    help = "Print who can log in to the demo."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = [{"email": p.email, "password": PASSWORD, "what": p.what, "where": p.where} for p in PEOPLE]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
            return
        for row in rows:
            self.stdout.write(f"{row['email']:32} {row['password']:18} {row['where']:10} {row['what']}")
