"""`make up`: everything on this machine, the outside world played by stand-ins, mail kept in a local mailbox."""

from marketplace.settings.base import *  # noqa: F403
from marketplace.settings.base import GACHI_COUPANG, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "demo"]
DEMO = True
SERVE_MEDIA = True
EMAIL_BACKEND = "marketplace.core.mailbox.MailboxBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Not compressed, which takes longer than a machine saves that sends them to itself.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
GACHI_COUPANG = {
    **GACHI_COUPANG,
    "settle_seconds": 2,
    "read_back_seconds": 3,
    "lookup_seconds": 4,
    "delivered_seconds": 5,
    "backoff_seconds": 6,
}
