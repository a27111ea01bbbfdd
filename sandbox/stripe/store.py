"""Reading and writing API objects."""

import secrets
import string
import time
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from sandbox.stripe import errors
from sandbox.stripe.errors import Body
from sandbox.stripe.settings import Settings

Connection = psycopg.Connection[DictRow]
_LETTERS = string.ascii_letters + string.digits


@dataclass
class Desk:
    """One request, or one turn of the clock: its connection (inside a transaction), its time and who asked."""

    connection: Connection
    settings: Settings
    request_id: str | None = None
    idempotency_key: str | None = None
    now: int = field(default_factory=lambda: int(time.time()))


@dataclass
class Row:
    body: Body
    notes: Body


def new_id(prefix: str) -> str:
    return f"{prefix}_3{''.join(secrets.choice(_LETTERS) for _ in range(23))}"


def new_secret() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(25))


def insert(desk: Desk, body: Body, *, notes: Body | None = None, label: str = "") -> Body:
    """Keep a new object. What it belongs to is read from its own `payment_intent` and `charge`."""
    is_event = body["object"] == "event"
    desk.connection.execute(
        "INSERT INTO objects (id, kind, label, intent, charge, created, body, notes) VALUES (%s,%s,%s,%s,%s,%s,%s,%s)",
        [
            body["id"],
            body["object"],
            label,
            "" if is_event else body.get("payment_intent") or "",
            "" if is_event else body.get("charge") or "",
            body["created"],
            Jsonb(body),
            Jsonb(notes or {}),
        ],
    )
    return body


def save(desk: Desk, body: Body, *, notes: Body | None = None) -> Body:
    """Write an object back; `notes` are added to those that are there."""
    desk.connection.execute(
        "UPDATE objects SET body = %s, notes = notes || %s WHERE id = %s", [Jsonb(body), Jsonb(notes or {}), body["id"]]
    )
    return body


def find(desk: Desk, kind: str, id: str, *, lock: bool = False, param: str = "id", status: int = 404) -> Row:
    """Return an object with its notes, locked for this transaction if asked, or raise `resource_missing`."""
    row = desk.connection.execute(
        f"SELECT body, notes FROM objects WHERE id = %s AND kind = %s{' FOR UPDATE' if lock else ''}",  # noqa: S608
        [id, kind],
    ).fetchone()
    if row is None:
        raise errors.missing(kind, id, param=param, status=status)
    return Row(body=row["body"], notes=row["notes"])


def get(desk: Desk, kind: str, id: str) -> Body:
    return find(desk, kind, id).body


def children(desk: Desk, kind: str, *, charge: str) -> list[Body]:
    rows = desk.connection.execute(
        "SELECT body FROM objects WHERE kind = %s AND charge = %s ORDER BY seq DESC", [kind, charge]
    ).fetchall()
    return [row["body"] for row in rows]


def page(
    desk: Desk, kind: str, asked: dict[str, Any], *, where: dict[str, Any] | None = None
) -> tuple[list[Body], bool]:
    """Return one page of a kind, newest first, and whether more follow.

    `asked` are Stripe's list parameters (limit, starting_after, ending_before, created); `where` maps a column to
    a value, or to a list of which any will do.
    """
    limit = asked.get("limit", 10)
    if not 1 <= limit <= 100:
        raise errors.bad_parameter("A limit is between 1 and 100.", "limit", "parameter_invalid_integer")
    if "starting_after" in asked and "ending_before" in asked:
        raise errors.bad_parameter("Give starting_after or ending_before, not both.", "ending_before")
    clauses = ["kind = %s"]
    values: list[Any] = [kind]
    for column, wanted in (where or {}).items():
        clauses.append(f"{column} = ANY(%s)")
        values.append(wanted if isinstance(wanted, list) else [wanted])
    for sign, moment in _created(asked.get("created")):
        clauses.append(f"created {sign} %s")
        values.append(moment)
    backwards = "ending_before" in asked
    for name, sign in (("starting_after", "<"), ("ending_before", ">")):
        if name in asked:
            find(desk, kind, asked[name], param=name, status=400)
            clauses.append(f"seq {sign} (SELECT seq FROM objects WHERE id = %s)")  # noqa: S608
            values.append(asked[name])
    rows = desk.connection.execute(
        f"SELECT body FROM objects WHERE {' AND '.join(clauses)} "  # noqa: S608
        f"ORDER BY seq {'ASC' if backwards else 'DESC'} LIMIT %s",
        [*values, limit + 1],
    ).fetchall()
    found = [row["body"] for row in rows[:limit]]
    return (found[::-1] if backwards else found), len(rows) > limit


def _created(asked: Any) -> list[tuple[str, int]]:
    if asked is None:
        return []
    if isinstance(asked, int):
        return [("=", asked)]
    signs = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
    return [(signs[name], moment) for name, moment in asked.items()]


def appoint(desk: Desk, what: str, object_id: str, *, after: float) -> None:
    """Have `what` happen to an object in `after` seconds; see clock.py."""
    desk.connection.execute(
        "INSERT INTO appointments (what, object, due_at) VALUES (%s, %s, now() + %s * interval '1 second')",
        [what, object_id, after],
    )
