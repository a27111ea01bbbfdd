"""The resolvers, by area; `load` hangs all of them up."""

from importlib import import_module

AREAS = (
    "common",
    "apps",
    "installation",
    "accounts",
    "shop",
    "shipping",
    "attributes",
    "pages",
    "products",
    "pictures",
    "variants",
    "bulk",
    "stocks",
    "collections",
    "checkouts",
    "checkout_fields",
    "completion",
    "deliveries",
    "payments",
    "orders",
    "drafts",
    "fulfillments",
    "refunds",
    "happenings",
)


def load() -> None:
    """Import every area, so that its resolvers are registered."""
    for area in AREAS:
        import_module(f"{__name__}.{area}")
