"""Rows into tables by COPY, with ids taken from the tables' own sequences."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Field, Model


def next_ids(model: type[Model], count: int) -> list[int]:
    """Return ids that nobody else gets."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def copy(model: type[Model], rows: Iterable[Mapping[str, Any]]) -> int:
    """Write rows (field name → value; fields left out get their default) and return how many."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key or field.is_relation]
    written = 0
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        for first in rows:
            named = [field for field in model._meta.concrete_fields if field in fields or field.attname in first]
            columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in named)
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as out:
                out.write_row(_values(named, first))
                written += 1
                for row in rows:
                    out.write_row(_values(named, row))
                    written += 1
    return written


def _values(fields: Sequence["Field[Any, Any]"], row: Mapping[str, Any]) -> list[Any]:
    return [
        field.get_db_prep_save(row[field.attname] if field.attname in row else field.get_default(), connection)
        for field in fields
    ]
