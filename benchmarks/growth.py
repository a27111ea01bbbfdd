"""The same pages on much data and on little, side by side."""

from collections.abc import Mapping, Sequence

from benchmarks.serving import rates_side_by_side
from benchmarks.world import World, report

GOAL = 1.3


def compare(world: World, *, name: str, paths: Mapping[str, Sequence[str]]) -> None:
    """Report how many times as long a page takes with `large` as with `small`."""
    sides = {"few": (world.server("small"), paths["few"]), "many": (world.server("large"), paths["many"])}
    found = rates_side_by_side(sides, rounds=world.size.rounds, seconds=world.size.seconds)
    ratio = found["few"] / found["many"]
    report(
        name=name,
        value=1000 / found["many"],
        unit=f"ms of one process per page, {world.size.listings:,} listings",
        baseline=f"the same with {world.size.few:,} listings: {1000 / found['few']:.3f} ms",
        ratio=ratio,
        goal=GOAL,
        met=ratio <= GOAL,
    )
