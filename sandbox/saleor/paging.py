"""Connections: keyset pages with opaque cursors, `first` or `last` of at most 100."""

import base64
import binascii
import json
from typing import Any

from .problems import GraphQLProblem
from .store import Call

MOST = 100


def cursor(key: str | None, pk: object) -> str:
    """Return the cursor of a row by its sort key and id."""
    return base64.b64encode(json.dumps([key, str(pk)]).encode()).decode()


def _position(text: str) -> tuple[str, str]:
    try:
        key, pk = json.loads(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError, TypeError):
        raise GraphQLProblem("Received cursor is invalid.") from None
    return str(key), str(pk)


def check(name: str, first: int | None, last: int | None) -> None:
    """Refuse a connection without a size, or with one above the limit."""
    if first is None and last is None:
        raise GraphQLProblem(
            f"You must provide a `first` or `last` value to properly paginate the `{name}` connection."
        )
    for label, size in (("first", first), ("last", last)):
        if size is not None and size > MOST:
            raise GraphQLProblem(
                f"Requesting {size} records on the `{name}` connection exceeds the `{label}` limit of {MOST} records."
            )
        if size is not None and size <= 0:
            raise GraphQLProblem(f"Argument `{label}` must be a non-negative integer.")


def page(
    call: Call,
    name: str,
    sql: str,
    values: tuple[Any, ...] = (),
    *,
    key: str = "t.id",
    key_type: str = "int",
    pk_type: str = "int",
    descending: bool = False,
    channel: int | None = None,
    first: int | None = None,
    last: int | None = None,
    before: str | None = None,
    after: str | None = None,
) -> dict[str, Any]:
    """Return one page of ``FROM … t WHERE …``, sorted by `key` (never null) and then by ``t.id``."""
    check(name, first, last)
    clauses = ""
    extra: list[str] = []
    for text, forward in ((after, True), (before, False)):
        if text:
            sign = ">" if forward != descending else "<"
            clauses += f" AND ({key}, t.id) {sign} (%s::{key_type}, %s::{pk_type})"
            extra += _position(text)
    size = first if first is not None else last
    backwards = first is None
    way = "DESC" if descending != backwards else "ASC"
    rows = call.rows(
        f"SELECT t.*, ({key})::text AS cursor_key {sql}{clauses} ORDER BY {key} {way}, t.id {way} LIMIT %s",
        *values,
        *extra,
        (size or 0) + 1,
        channel=channel,
    )
    more = len(rows) > (size or 0)
    if more:
        rows.pop()
    if backwards:
        rows.reverse()
    edges = [{"node": row, "cursor": cursor(row["cursor_key"], row["id"])} for row in rows]
    return {
        "edges": edges,
        "total_count": lambda: call.value(f"SELECT count(*) {sql}", *values),
        "page_info": {
            "has_next_page": bool(before) if backwards else more,
            "has_previous_page": more if backwards else bool(after),
            "start_cursor": edges[0]["cursor"] if edges else None,
            "end_cursor": edges[-1]["cursor"] if edges else None,
        },
    }


def page_of(
    rows: list[Any],
    name: str,
    *,
    first: int | None = None,
    last: int | None = None,
    before: str | None = None,
    after: str | None = None,
) -> dict[str, Any]:
    """Return one page of rows that are at hand already."""
    check(name, first, last)
    keys = [str(row["id"]) for row in rows]
    start = keys.index(_position(after)[1]) + 1 if after and _position(after)[1] in keys else 0
    stop = keys.index(_position(before)[1]) if before and _position(before)[1] in keys else len(rows)
    begin, end = (start, min(stop, start + first)) if first is not None else (max(start, stop - (last or 0)), stop)
    edges = [{"node": row, "cursor": cursor(None, row["id"])} for row in rows[begin:end]]
    return {
        "edges": edges,
        "total_count": len(rows),
        "page_info": {
            "has_next_page": end < len(rows),
            "has_previous_page": begin > 0,
            "start_cursor": edges[0]["cursor"] if edges else None,
            "end_cursor": edges[-1]["cursor"] if edges else None,
        },
    }
