"""The hooks process, as production runs it but for its settings."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

from marketplace.hooks_wsgi import application

__all__ = ["application"]
