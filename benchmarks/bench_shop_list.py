"""The list page of 24 goods, against a view that does nothing, on the same server through the same middleware."""

from benchmarks.serving import rates_side_by_side
from benchmarks.world import World, report

GOAL = 0.25


def run(world: World) -> None:
    """Measure pages a second with prices, campaign prices, badges, availability and pictures; no page is cached."""
    base = world.server("small")
    found = rates_side_by_side(
        {"bare": (base, ["/bare/"]), "list": (base, ["/goods/"])}, rounds=world.size.rounds, seconds=world.size.seconds
    )
    ratio = found["list"] / found["bare"]
    report(
        name="shop-list",
        value=found["list"],
        unit="pages/s, one process",
        baseline=f"a view that answers a constant, same server and middleware: {found['bare']:.0f}/s",
        ratio=ratio,
        goal=GOAL,
        met=ratio >= GOAL,
    )
