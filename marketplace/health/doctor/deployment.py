"""How the product is set: what must hold before it meets the public."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings

from marketplace.core import sealed
from marketplace.core.models import SealedSecret
from marketplace.health.doctor.findings import Finding, broken, ok, warning

SETTINGS, SECRETS = "settings", "secrets"
SECRET_KEY_LENGTH = 50


def settings_in_force(_now: datetime) -> Iterator[Finding]:
    """Say which settings are not fit for a public address."""
    found = [*_mistakes()]
    yield from found
    if settings.GACHI_METRICS_TOKEN == "":
        yield warning(
            SETTINGS, "nobody can read the metrics", "Set GACHI_METRICS_TOKEN (deploy/make-secrets makes one)."
        )
    if not found:
        yield ok(SETTINGS, f"production, at {settings.GACHI_PUBLIC_URL}")


def _mistakes() -> Iterator[Finding]:
    if settings.DEBUG:
        yield broken(SETTINGS, "DEBUG shows our insides to everybody", "Run with marketplace.settings.production.")
    if settings.DEMO:
        yield broken(SETTINGS, "these are the demo's settings", "Run with marketplace.settings.production.")
    if "*" in settings.ALLOWED_HOSTS or not settings.ALLOWED_HOSTS:
        yield broken(SETTINGS, "any host name is answered", "Name ours in GACHI_ALLOWED_HOSTS.")
    if not settings.GACHI_PUBLIC_URL.startswith("https:"):
        yield broken(
            SETTINGS,
            f"the shop is at {settings.GACHI_PUBLIC_URL}, without TLS: cookies can be read on the way",
            "Give the web server a certificate and GACHI_PUBLIC_URL https (GACHI_SCHEME in .env).",
        )
    elif not (settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE):
        yield broken(SETTINGS, "cookies also travel without TLS", "Set SESSION_COOKIE_SECURE and CSRF_COOKIE_SECURE.")
    if len(settings.SECRET_KEY) < SECRET_KEY_LENGTH:
        yield warning(
            SETTINGS, "GACHI_SECRET_KEY is short", "Make a longer one; everybody is logged out once (rotate-keys.md)."
        )


def sealed_secrets(_now: datetime) -> Iterator[Finding]:
    """Say whether every secret at rest still opens with the keys at hand."""
    names = list(SealedSecret.objects.order_by("name").values_list("name", flat=True))
    lost = []
    for name in names:
        try:
            sealed.reveal(name)
        except (sealed.SecretMissing, ValueError):
            lost.append(name)
    if lost:
        yield broken(
            SECRETS,
            f"{len(lost)} of {len(names)} do not open: {', '.join(lost)}",
            "Put the key that sealed them back into GACHI_SEALING_KEY, after the new one (rotate-keys.md).",
        )
    else:
        yield ok(SECRETS, f"{len(names)} sealed, all open")
