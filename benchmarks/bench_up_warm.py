"""The second `make up` in the same clone."""

from benchmarks.starting import clone, report_start, seconds_until_ready
from benchmarks.world import World

GOAL = 10.0


def run(world: World) -> None:
    """Measure a start that finds everything as it left it."""
    folder = clone(world)
    if not (folder / ".gachi").exists():
        seconds_until_ready(folder, world, "first")
    report_start(name="up-warm", seconds=seconds_until_ready(folder, world, "warm"), goal=GOAL, tiny=world.is_tiny)
