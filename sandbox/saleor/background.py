"""The worker and the beat: what Saleor does between requests."""

import threading
import time
from collections.abc import Callable

from .media import fetch_due
from .resolvers.installation import install as install_app
from .resolvers.products import search_text
from .store import Call
from .world import World

LOOK_SECONDS = 0.25


def start(world: World) -> None:
    """Start the background threads, and take up installations that a stop interrupted."""
    world.deliveries.start()
    call = Call(world)
    try:
        pending = [
            row["id"] for row in call.rows("SELECT id FROM app_installation WHERE status = 'PENDING' ORDER BY id")
        ]
    finally:
        call.release()
    for key in pending:
        threading.Thread(target=install_app, args=(world, key), daemon=True).start()
    threading.Thread(target=_repeat, args=(world, LOOK_SECONDS, fetch_due), name="media", daemon=True).start()
    threading.Thread(
        target=_repeat, args=(world, world.options.price_sweep_seconds, sweep), name="beat", daemon=True
    ).start()


def _repeat(world: World, seconds: float, do: Callable[[World], None]) -> None:
    while not world.stopping.wait(seconds):
        try:
            do(world)
        except Exception:
            time.sleep(seconds)  # the database is away: look again later


def sweep(world: World) -> None:
    """Fill the lowest prices of marked products and bring changed products into the search index.

    What a mutation holds at the moment is left for the next time: whoever waits here may be waited for.
    """
    call = Call(world)
    try:
        call.run(
            "UPDATE product_listing l SET prices_dirty = false, discounted_price = (SELECT min(vl.price) FROM variant v"
            " JOIN variant_listing vl ON vl.variant_id = v.id WHERE v.product_id = l.product_id AND"
            " vl.channel_id = l.channel_id)"
            " WHERE l.id IN (SELECT id FROM product_listing WHERE prices_dirty FOR NO KEY UPDATE SKIP LOCKED)"
        )
        for queued in call.rows("SELECT product_id FROM search_queue LIMIT 1000"):
            with call.transaction():
                row = call.row(
                    "SELECT p.* FROM product p JOIN search_queue q ON q.product_id = p.id WHERE p.id = %s"
                    " FOR NO KEY UPDATE SKIP LOCKED",
                    queued["product_id"],
                )
                if row is not None:
                    call.run("UPDATE product SET search_text = %s WHERE id = %s", search_text(call, row), row["id"])
                    call.run("DELETE FROM search_queue WHERE product_id = %s", row["id"])
    finally:
        call.release()
