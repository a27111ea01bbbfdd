"""One operation's view of the database: rows, transactions, and what to do once they are committed.

Rows know their `peers` (those read together) and the `channel` in whose light they are shown, so that a field asked
of each of 100 rows is still one query.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg.types.json import Jsonb

from .identity import ANONYMOUS, Caller

if TYPE_CHECKING:
    from .world import World


class Row(dict[str, Any]):
    """A database row, with the rows that were read beside it and the channel it is seen in (its id, or None)."""

    __slots__ = ("channel", "peers")

    def __init__(self, values: dict[str, Any], channel: int | None = None) -> None:
        super().__init__(values)
        self.channel = channel
        self.peers: list[Row] = [self]


class Call:
    """The context of one GraphQL operation (or of one webhook being rendered)."""

    def __init__(self, world: "World", caller: Caller = ANONYMOUS, *, address: str = "") -> None:
        self.world = world
        self.caller = caller
        self.address = address
        self.bad_token: Exception | None = None
        self.rendering: str | None = None
        self._connection: psycopg.Connection[dict[str, Any]] | None = None
        self._depth = 0
        self._after: list[Callable[[], None]] = []
        self._loaded: dict[tuple[str, int | None], dict[Any, Row]] = {}
        self._children: dict[tuple[str, str, int | None], dict[Any, list[Row]]] = {}

    # Connections and transactions ------------------------------------------------------------------------------

    @property
    def connection(self) -> psycopg.Connection[dict[str, Any]]:
        if self._connection is None:
            self._connection = self.world.pool.getconn()
            self._connection.autocommit = True
        return self._connection

    def release(self) -> None:
        """Give the connection back before waiting for somebody, and at the end; an open transaction keeps it."""
        if self._connection is not None and self._depth == 0:
            connection, self._connection = self._connection, None
            try:
                connection.autocommit = False
            except psycopg.Error:
                pass  # broken, or left in the middle of something: the pool looks after it
            finally:
                self.world.pool.putconn(connection)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit all or nothing, then do what was asked for `after` it."""
        self.forget()
        self._depth += 1
        waiting = len(self._after)
        try:
            with self.connection.transaction():
                yield
        except BaseException:
            del self._after[waiting:]
            raise
        finally:
            self._depth -= 1
            self.forget()
        if self._depth == 0:
            todo, self._after = self._after, []
            for do in todo:
                do()

    def after(self, do: Callable[[], None]) -> None:
        """Do this once the open transaction is committed; at once where none is open."""
        if self._depth:
            self._after.append(do)
        else:
            do()

    def forget(self) -> None:
        """Drop what was read: it may have changed."""
        self._loaded.clear()
        self._children.clear()

    # Statements ------------------------------------------------------------------------------------------------

    def run(self, sql: str, *values: Any) -> int:
        """Execute a statement and return how many rows it touched."""
        return self.connection.execute(sql, values).rowcount

    def rows(self, sql: str, *values: Any, channel: int | None = None) -> list[Row]:
        """Return all rows of a query."""
        found = [Row(row, channel) for row in self.connection.execute(sql, values).fetchall()]
        for row in found:
            row.peers = found
        return found

    def row(self, sql: str, *values: Any, channel: int | None = None) -> Row | None:
        """Return the first row of a query, or None."""
        row = self.connection.execute(sql, values).fetchone()
        return None if row is None else Row(row, channel)

    def one(self, sql: str, *values: Any) -> Row:
        """Return the row that must be there."""
        row = self.row(sql, *values)
        if row is None:
            raise LookupError(sql)
        return row

    def value(self, sql: str, *values: Any) -> Any:
        """Return the first column of the first row, or None."""
        row = self.connection.execute(sql, values).fetchone()
        return None if row is None else next(iter(row.values()))

    def insert(self, table: str, values: dict[str, Any]) -> Row:
        """Insert a row and return it whole; dicts and lists of dicts become JSON."""
        columns = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join(["%s"] * len(values))
        return self.one(f"INSERT INTO {table} ({columns}) VALUES ({marks}) RETURNING *", *map(adapt, values.values()))

    def update(self, table: str, key: Any, values: dict[str, Any]) -> None:
        """Set columns of the row with this id."""
        if values:
            sets = ", ".join(f'"{name}" = %s' for name in values)
            self.run(f"UPDATE {table} SET {sets} WHERE id = %s", *map(adapt, values.values()), key)

    # Reading many at once --------------------------------------------------------------------------------------

    def get(self, table: str, key: Any, *, channel: int | None = None) -> Row | None:
        """Return the row with this id, or None."""
        return None if key is None else self._load(table, [key], channel).get(key)

    def parent(self, row: Row, table: str, column: str) -> Row | None:
        """Return the row that `row[column]` points at, read for all its peers together."""
        key = row[column]
        if key is None:
            return None
        known = self._loaded.get((table, row.channel), {})
        if key in known:
            return known[key]
        return self._load(table, {peer[column] for peer in row.peers if peer.get(column) is not None}, row.channel).get(
            key
        )

    def children(self, row: Row, table: str, column: str, order: str = "id") -> list[Row]:
        """Return the rows of `table` whose `column` is this row's id, read for all its peers together."""
        known = self._children.setdefault((table, column, row.channel), {})
        if row["id"] not in known:
            keys = list({peer["id"] for peer in row.peers if peer["id"] not in known} | {row["id"]})
            found = self.rows(
                f"SELECT * FROM {table} WHERE {column} = ANY(%s) ORDER BY {order}", keys, channel=row.channel
            )
            for key in keys:
                known[key] = []
            for child in found:
                known[child[column]].append(child)
        return known[row["id"]]

    def through(self, row: Row, name: str, sql: str) -> list[Row]:
        """Return related rows by a query over `%s` = the ids of all peers that answers an `owner` column as well."""
        known = self._children.setdefault((name, "", row.channel), {})
        if row["id"] not in known:
            keys = list({peer["id"] for peer in row.peers if peer["id"] not in known} | {row["id"]})
            for key in keys:
                known[key] = []
            for found in self.rows(sql, keys, channel=row.channel):
                known[found["owner"]].append(found)
        return known[row["id"]]

    def _load(self, table: str, keys: Iterable[Any], channel: int | None) -> dict[Any, Row]:
        known = self._loaded.setdefault((table, channel), {})
        missing = [key for key in keys if key not in known]
        if missing:
            for row in self.rows(f"SELECT * FROM {table} WHERE id = ANY(%s)", missing, channel=channel):
                known[row["id"]] = row
        return known

    # Who is asking ---------------------------------------------------------------------------------------------

    def may(self, *permissions: str) -> bool:
        """Say whether the caller has at least one of these."""
        return self.caller.may(permissions)


def adapt(value: Any) -> Any:
    """Make a Python value fit for a column."""
    if isinstance(value, dict) or (isinstance(value, list) and value and isinstance(value[0], dict)):
        return Jsonb(value)
    return value


def in_order(rows: Sequence[Row], keys: Sequence[Any]) -> list[Row]:
    """Return the rows in the order of their keys."""
    by_key = {row["id"]: row for row in rows}
    return [by_key[key] for key in keys if key in by_key]
