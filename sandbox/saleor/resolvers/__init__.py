"""The resolvers, by area; `load` hangs all of them up."""

from importlib import import_module

AREAS = (
    "common",
    "apps",
    "accounts",
    "shop",
    "shipping",
    "attributes",
    "pages",
    "products",
    "variants",
    "bulk",
    "stocks",
    "collections",
    "checkouts",
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
