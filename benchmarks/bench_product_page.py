"""The product page with many goods in the database against the same page with few."""

from benchmarks.growth import compare
from benchmarks.world import World

SPREAD = 50


def run(world: World) -> None:
    """Measure the time of a product page, over products from the whole range."""
    few, many = world.size.few, world.size.listings
    compare(world, name="product-page", paths={"few": _products(few), "many": _products(many)})


def _products(count: int) -> list[str]:
    return [f"/product/gen-good-{number:07d}/" for number in range(0, count, max(1, count // SPREAD))]
