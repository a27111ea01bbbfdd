"""Django's PostgreSQL, with a look instead of a question before a kept connection is used again, and prepared SQL."""

import select
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.utils import CursorWrapper
from psycopg.pq import ConnStatus


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        """Prepare at the first execution what is prepared at all: Django's own cursors bind values themselves."""
        return {**super().get_connection_params(), "prepare_threshold": 0}

    def prepared_cursor(self) -> CursorWrapper:
        """Return a cursor whose statements the server keeps, parsed and planned, for as long as the connection stands.

        For SQL that is written down, not put together: each new text is one more that the server keeps. Values go
        beside the text, so say their types where it does not (``%s::bigint[]``).
        """
        self.ensure_connection()
        with self.wrap_database_errors:
            cursor: Any = base.ServerBindingCursor(self.connection)  # type: ignore[call-arg]  # the stubs lack psycopg 3
            wrapped: CursorWrapper = self._prepare_cursor(cursor)  # type: ignore[attr-defined]
        return wrapped

    def is_usable(self) -> bool:
        """Say whether the kept connection still stands.

        Django asks the server (``SELECT 1``), which costs every page a round trip. A server that stops, or ends one
        connection, says so on the socket: an idle connection on which something can be read is over.
        """
        connection: Any = self.connection
        if connection is None or connection.closed or connection.pgconn.status != ConnStatus.OK:
            return False
        poll = select.poll()
        poll.register(connection.fileno(), select.POLLIN)
        return not poll.poll(0)
