"""As production serves pages: connections that stay, static files named by their digest, nothing for debugging."""

import os
from pathlib import Path

from marketplace.settings.test import *  # noqa: F403
from marketplace.settings.test import DATABASES, INSTALLED_APPS, ROOT, STORAGES

INSTALLED_APPS = [*INSTALLED_APPS, "demo"]
ROOT_URLCONF = "benchmarks.urls"
DATABASES = {"default": {**DATABASES["default"], "CONN_MAX_AGE": 600}}
STATIC_ROOT = Path(os.environ.get("BENCH_STATIC_ROOT", ROOT / "static-collected"))
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
