"""After a new key was put in front of GACHI_SEALING_KEY: seal everything with it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from marketplace.core import sealed


class Command(BaseCommand):
    help = (
        "Seal every secret at rest with the first key of GACHI_SEALING_KEY; the older keys may then go. Safe to repeat."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = sealed.reseal_all(at=timezone.now())
        except sealed.SecretMissing as exc:
            raise CommandError(f"Nothing was changed. {exc}") from exc
        self.stdout.write(f"{count} secret(s) are sealed with the first key.")
