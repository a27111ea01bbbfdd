"""Where Celery finds every task. A task unpacks a message, makes one call, and knows whether to try again."""

from workers.jobs import (  # noqa: F401
    campaigns,
    channels,
    core,
    inventory,
    markets,
    payments,
    publishing,
    purchases,
    saleor,
    storefront,
    vendors,
    webhooks,
)
