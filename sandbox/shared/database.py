"""Each stand-in keeps its state in a PostgreSQL database of its own."""

from contextlib import suppress
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import DictRow, dict_row
from psycopg_pool import ConnectionPool

Pool = ConnectionPool[psycopg.Connection[DictRow]]


def prepare(url: str, schema: Path) -> None:
    """Create the database if it is missing and apply `schema`, an idempotent SQL script (`CREATE … IF NOT EXISTS`)."""
    name = str(conninfo_to_dict(url)["dbname"])
    with psycopg.connect(make_conninfo(url, dbname="postgres"), autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            # Someone else may be as quick.
            with suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    with psycopg.connect(url) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(hashtext('sandbox schema'))")
        connection.execute(schema.read_bytes())


def open_pool(url: str, *, size: int = 40) -> Pool:
    """Return a pool of connections that answer rows as dictionaries; `size` is the most that are open at once."""
    return ConnectionPool(
        url, min_size=1, max_size=size, open=True, kwargs={"row_factory": dict_row}, connection_class=psycopg.Connection
    )


def empty(pool: Pool) -> None:
    """Empty every table, as a fresh start would."""
    with pool.connection() as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        if tables:
            names = sql.SQL(", ").join(sql.Identifier(row["tablename"]) for row in tables)
            connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(names))
