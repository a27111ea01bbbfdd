"""Where Celery finds every task. A task unpacks a message, makes one call, and knows whether to try again."""

from workers.jobs import core, storefront  # noqa: F401
