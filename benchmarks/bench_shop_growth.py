"""The list page with many goods on the shelf against the same page with few, each through a server of its own."""

from benchmarks.growth import compare
from benchmarks.world import World

# What shoppers open: everything, sorts, categories, deeper pages, filters.
PATHS = [
    "/goods/",
    "/goods/?sort=cheap",
    "/goods/?sort=rate&page=3",
    "/goods/?page=12",
    "/goods/food/",
    "/goods/soap/",
]


def run(world: World) -> None:
    """Measure the time of a list page, over the list, its sorts, categories and deeper pages."""
    compare(world, name="shop-growth", paths={"few": PATHS, "many": PATHS})
