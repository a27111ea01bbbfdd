"""Our list page against Saleor's own list query, on the same goods: 24 with picture, price and attributes."""

import os
from functools import partial

from benchmarks import saleor_twin
from benchmarks.serving import rate
from benchmarks.world import World, report

GOAL = 50.0
WORKERS = 2  # as many processes as Saleor's API has, and as our image starts


def run(world: World) -> None:
    """Load the goods into the Saleor of BENCH_SALEOR_URL through its API, then measure both sides in turns."""
    say = partial(report, name="shop-vs-saleor", goal=GOAL)
    address, token = os.environ.get("BENCH_SALEOR_URL", ""), os.environ.get("BENCH_SALEOR_TOKEN", "")
    if not address:
        say(
            value=None,
            unit="not run: BENCH_SALEOR_URL names no Saleor",
            baseline="Saleor's own list query on the same goods",
            ratio=None,
            met=False,
        )
        return
    shop = world.server("twin", workers=WORKERS)
    saleor = saleor_twin.Saleor(address, token)
    saleor.load(world.ask_elsewhere("twin", saleor_twin.goods), say=world.say)
    ours, theirs = [], []
    for number in range(world.size.rounds + 1):
        found = rate(shop, ["/goods/"], seconds=world.size.seconds), saleor.rate(seconds=world.size.seconds * 2)
        if number:  # the first round is the warm-up
            ours.append(found[0])
            theirs.append(found[1])
    own, other = sorted(ours)[len(ours) // 2], sorted(theirs)[len(theirs) // 2]
    say(
        value=own,
        unit=f"pages/s, {WORKERS} processes, {world.size.twin} goods",
        baseline=f"the list query of Saleor {saleor.version()}: {other:.1f}/s",
        ratio=own / other,
        met=own / other >= GOAL,
    )
