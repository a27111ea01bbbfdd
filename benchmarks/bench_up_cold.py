"""`make up` from a fresh clone, with a warm package cache, until it says Ready."""

from benchmarks.starting import clone, report_start, seconds_until_ready
from benchmarks.world import World

GOAL = 60.0


def run(world: World) -> None:
    """Measure environment, servers, migrations, static files, demo and all."""
    report_start(
        name="up-cold",
        seconds=seconds_until_ready(clone(world, anew=True), world, "cold"),
        goal=GOAL,
        tiny=world.is_tiny,
    )
