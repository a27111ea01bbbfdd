"""What happens at the market by itself: creation finishes, reviews end, acknowledgements take effect."""

import sys
import threading
import time
import traceback
from collections.abc import Callable

from sandbox.coupang import review, shipping
from sandbox.coupang.world import World

PAUSE = 0.05


def start(world: World) -> None:
    """Start the market's own two clerks; they work as long as the process lives, from rows, so none is forgotten."""
    for clerk in (review.advance_due, shipping.instruct_due):
        threading.Thread(target=_keep_working, args=[clerk, world], daemon=True).start()


def _keep_working(clerk: Callable[[World], int], world: World) -> None:
    while True:
        try:
            while clerk(world):
                pass  # one step may make the next one due
        except Exception:
            print(traceback.format_exc(), file=sys.stderr, flush=True)
            time.sleep(1)
        time.sleep(PAUSE)
