"""What every part of the stand-in shares while it runs: its settings, its database and the time."""

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import cast

from flask import current_app

from sandbox.coupang.settings import Settings
from sandbox.shared.database import Pool

KST = timezone(timedelta(hours=9))


@dataclass
class World:
    settings: Settings  # replaced whole when staff turn a switch
    pool: Pool
    moving: threading.Lock = field(default_factory=threading.Lock)  # held while clerks write, or all is forgotten
    forced_results: list[str] = field(default_factory=list)  # result codes that staff ordered for the next invoices


def world() -> World:
    """Return what the running application was made with."""
    return cast(World, current_app.extensions["coupang"])


def now() -> datetime:
    return datetime.now(UTC)


def iso(moment: datetime | None) -> str:
    """Write a moment as the order family does: Korean wall clock with its offset, or an empty string."""
    return moment.astimezone(KST).isoformat(timespec="seconds") if moment else ""


def naive(moment: datetime) -> str:
    """Write a moment as the product family does: Korean wall clock without an offset."""
    return moment.astimezone(KST).strftime("%Y-%m-%dT%H:%M:%S")
