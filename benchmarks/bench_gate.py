"""Commits of units a second, on one hot SKU and on many, against the bare SQL of the same transaction."""

import itertools
import json
import multiprocessing
import os
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from typing import Any

import psycopg

from benchmarks.world import World, report

GOAL = 0.7
BUYERS = 4
ROUNDS = 7
HOT = "BENCH-HOT"
MOST_SKUS = 10_000


def run(world: World) -> None:
    """Measure BUYERS processes that each commit one unit after another; the disk is waited for, as in production."""
    skus = {"hot": [HOT], "many": _stock(world)}
    found: dict[tuple[str, str], list[float]] = {}
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(BUYERS, mp_context=spawned) as pool:
        for number in range(min(ROUNDS, world.size.rounds) + 1):
            for spread, chosen in skus.items():
                for way in ("bare", "gate"):
                    rate = _together(pool, way, chosen, world.size.seconds)
                    if number:  # the first round is the warm-up
                        found.setdefault((spread, way), []).append(rate)
    rates = {key: statistics.median(values) for key, values in found.items()}
    hot, many = (rates[spread, "gate"] / rates[spread, "bare"] for spread in ("hot", "many"))
    report(
        name="gate",
        value=rates["hot", "gate"],
        unit=f"commits/s on one SKU; on {len(skus['many']):,} SKUs {rates['many', 'gate']:.0f}/s; {BUYERS} buyers",
        baseline=(
            f"the same transaction in bare SQL: {rates['hot', 'bare']:.0f}/s (ratio {hot:.2f})"
            f" and {rates['many', 'bare']:.0f}/s (ratio {many:.2f})"
        ),
        ratio=min(hot, many),
        goal=GOAL,
        met=min(hot, many) >= GOAL,
    )


def _stock(world: World) -> list[str]:
    """Put units of the hot SKU on hand, and return as many others as there are to buy."""
    world.set_up_django("large")
    from django.db import connection

    from marketplace.inventory import services as inventory
    from marketplace.inventory.models import Stock

    now = datetime.now(tz=UTC)
    inventory.receive(
        sku=HOT, location=inventory.home(), units=10_000_000, key="bench", document="bench", reason="IN",
        actor="bench", at=now,
    )  # fmt: skip
    rows = Stock.objects.filter(free__gte=20).exclude(sku=HOT).order_by("pk").values_list("sku", flat=True)[:MOST_SKUS]
    skus = list(rows)
    connection.close()
    return skus


def _together(pool: ProcessPoolExecutor, way: str, skus: Sequence[str], seconds: float) -> float:
    starts = time.time() + 0.1
    tasks = [pool.submit(_buy, way, skus, starts, seconds, buyer) for buyer in range(BUYERS)]
    return sum(task.result() for task in tasks) / seconds


_serial = itertools.count()


def _buy(way: str, skus: Sequence[str], starts: float, seconds: float, buyer: int) -> int:
    """Commit units until the time is over; returns how many times."""
    commit = {"bare": _bare, "gate": _gate}[way]()
    own = skus[buyer::BUYERS] if len(skus) > BUYERS else skus
    first = int(starts * 1000) % len(own)  # another place each round, or the first few would sell out
    turns = itertools.cycle([*own[first:], *own[:first]])
    time.sleep(max(0.0, starts - time.time()))
    ends, count = time.monotonic() + seconds, 0
    while time.monotonic() < ends:
        commit(next(turns), f"bench:{way}:{os.getpid()}:{starts}:{next(_serial)}")
        count += 1
    return count


def _gate() -> Callable[[str, str], object]:
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
    from marketplace.inventory import services as inventory

    home = inventory.home()

    def commit(sku: str, document: str) -> object:
        return inventory.commit_units(
            wanted={sku: 1}, location=home, document=document, at=datetime.now(tz=UTC), actor="bench"
        )

    return commit


LOCK = """
SELECT s.id, s.sku, s.on_hand, s.free, s.allocated, s.offered, s.leased, s.in_transit_out, s.updated_at, l.id, l.code,
       l.kind, l.name, l.closed_at
FROM inventory_stock s JOIN inventory_location l ON l.id = s.location_id
WHERE l.code = 'home' AND s.sku = %s ORDER BY s.id FOR UPDATE OF s
"""
BEGIN = """
INSERT INTO inventory_stockoperation (key, content, at) VALUES (%s, %s, %s) ON CONFLICT (key) DO NOTHING RETURNING id
"""
MOVE = """
INSERT INTO inventory_stockmovement (key, operation_id, stock_id, kind, units, on_hand, free, allocated, offered,
                                     leased, in_transit_out, document, reason, actor_label, at)
VALUES (%s, %s, %s, 'COMMIT', 1, 0, -1, 1, 0, 0, 0, %s, '', 'bench', %s) RETURNING id
"""
BALANCE = "UPDATE inventory_stock SET free = %s, allocated = %s, updated_at = %s WHERE id = %s"
PROMISED = "SELECT stock_id, units FROM inventory_commitment WHERE document = %s AND stock_id = %s AND units > 0"
PROMISE = """
INSERT INTO inventory_commitment (stock_id, document, units, made_at) VALUES (%s, %s, 1, %s)
ON CONFLICT (document, stock_id) DO UPDATE SET units = EXCLUDED.units
"""
TELL = """
INSERT INTO core_outboxmessage (topic, key, payload, created_at, due_at, attempts, problem)
VALUES ('inventory.stock_changed', %s, %s, %s, %s, 0, '') ON CONFLICT DO NOTHING
"""


def _bare() -> Callable[[str, str], object]:
    """What the gate reads and writes, a prepared statement for each table, and nothing else."""
    connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)

    def commit(sku: str, document: str) -> None:
        now = datetime.now(tz=UTC)
        with connection.transaction(), connection.cursor() as cursor:
            row = _one(cursor, LOCK, [sku])
            operation = _one(cursor, BEGIN, [f"commit:{document}", json.dumps({"units": {sku: 1}}), now])[0]
            movement = _one(cursor, MOVE, [f"commit:{document}/1", operation, row[0], document, now])[0]
            cursor.execute(BALANCE, [row[3] - 1, row[4] + 1, now, row[0]])
            cursor.execute(PROMISED, [document, row[0]]).fetchall()
            cursor.execute(PROMISE, [row[0], document, now])
            payload = json.dumps({"sku": sku, "location_code": "home", "movement_id": movement, "sum_changed": False})
            cursor.execute(TELL, [f"stock-changed:{movement}", payload, now, now])
            cursor.execute("NOTIFY gachi_outbox")

    return commit


def _one(cursor: psycopg.Cursor[Any], sql: str, values: Sequence[Any]) -> tuple[Any, ...]:
    row: tuple[Any, ...] | None = cursor.execute(sql.encode(), values).fetchone()
    if row is None:
        raise LookupError(sql)
    return row
