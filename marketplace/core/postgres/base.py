"""Django's PostgreSQL, with a look instead of a question before a kept connection is used again."""

import select
from typing import Any

from django.db.backends.postgresql import base
from psycopg.pq import ConnStatus


class DatabaseWrapper(base.DatabaseWrapper):
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
