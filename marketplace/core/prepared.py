"""Statements that the server plans once for each connection: for what runs often, or while others wait for a row.

Django puts every query together anew and sends it with its values inside, so the server plans each one. What goes
through here is written as SQL, sent beside its values, and counts like any other query of the connection.
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.db import connections

from marketplace.core.postgres.base import DatabaseWrapper


def rows(sql: str, values: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Run a statement that returns rows, and return them. Raises what Django's own cursors raise."""
    connection = cast(DatabaseWrapper, connections["default"])
    with connection.prepared_cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
