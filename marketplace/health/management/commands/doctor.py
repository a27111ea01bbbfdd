"""Look a deployment over and say what to do."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from marketplace.health import doctor
from marketplace.health.doctor.findings import Level

STYLES = {Level.OK: "SUCCESS", Level.WARNING: "WARNING", Level.BROKEN: "ERROR"}


class Command(BaseCommand):
    help = "Look this deployment over: what is well, what is not, what to do. Ends with 1 if something is broken."
    # A database that is away is a finding, not a reason to say nothing.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("checks", nargs="*", choices=[*doctor.CHECKS, []], help="only these; all otherwise")
        parser.add_argument("--json", action="store_true", help="a list of objects instead of lines")

    def handle(self, *args: Any, **options: Any) -> None:
        found = []
        for finding in doctor.look_over(timezone.now(), only=tuple(options["checks"])):
            found.append(finding)
            if not options["json"]:
                level = getattr(self.style, STYLES[finding.level])(f"{finding.level:8}")
                self.stdout.write(f"{level} {finding.check}: {finding.says}")
                if finding.todo:
                    self.stdout.write(f"         → {finding.todo}")
                self.stdout.flush()
        if options["json"]:
            self.stdout.write(json.dumps([asdict(finding) for finding in found], ensure_ascii=False, indent=1))
        if any(finding.level is Level.BROKEN for finding in found):
            raise SystemExit(1)
